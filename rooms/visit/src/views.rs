//! Read models of this room.

mod choices;
mod field;
mod list;
mod one;
mod places;
mod proposals;

pub use choices::{PlaceChoices, VisitChoice, VisitChoices};
pub use field::{FieldDay, FieldDayFacts, PlacePack, StockPack, VisitPack};
pub use list::{VisitFacts, VisitList, VisitPage, VisitPeople};
pub use one::{OneVisit, OneVisitFacts, PersonFacts, ReportFacts, SignatureFacts, TakenFacts};
pub(crate) use one::{signed_hash, step_facts};
pub use places::{KeyFacts, OnePlace, PlaceFacts, PlaceList, PlacePage, PlaceStock};
pub use proposals::{ProposalFacts, VisitProposals, WhyFacts};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::paging::{leaf, limit};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<VisitList>()
        .view::<VisitPeople>()
        .view::<OneVisit>()
        .view::<VisitProposals>()
        .view::<VisitChoices>()
        .view::<FieldDay>()
        .view::<PlaceList>()
        .view::<OnePlace>()
        .view::<PlaceChoices>();
}
