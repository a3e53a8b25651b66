//! What can be read of customers. Each view is the page's data and the API's answer.

mod calling;
mod choices;
mod facts;
mod files;
mod gaps;
mod list;
mod merges;
mod one;
mod portal;
mod sight;
mod timeline;

pub use calling::{CallOrder, CallOrderAnswer, CallTarget};
pub use choices::{Choice, Choices, ContactChoices, CustomerChoices, SiteChoices};
pub use facts::{ContactFacts, CustomerFacts, CustomerRecord, SeatFacts, SiteFacts};
pub use files::{AttachmentFacts, AttachmentList, Attachments, FileBytes, attachment_bytes};
pub use gaps::{CustomerGaps, Gap, Gaps};
pub use list::{CustomerLine, CustomerLines, CustomerList};
pub use merges::{CustomerMerges, MergedRecord, MergedRecords, SinceMerge, SinceThing, SinceThings};
pub use one::{ContactOfCustomer, ContactPage, CustomerRef, SiteOfCustomer, SitePage, TalkFacts};
pub use portal::{PortalColleague, PortalCompany, PortalContact, PortalRecord, PortalSite};
pub use sight::CustomerSight;
pub use timeline::{ClosedEvents, Timeline, TimelineEntry, TimelineLink, TimelinePage};

pub(crate) use gaps::coverage_metric;
