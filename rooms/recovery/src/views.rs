//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod complaints;
mod leads;
mod learning;
mod listening;
mod portal;

pub use complaints::{ComplaintFacts, ComplaintLine, ComplaintList, ComplaintPage, OneComplaint};
pub use leads::{LeadFacts, LeadList, LeadPage, LeadResults, LeadScore, LeadScores};
pub use learning::{ImprovementFacts, Learning, LearningPage, RateFacts, ReviewFacts};
pub use listening::{Listening, ListeningPage, UtteranceFacts};
pub use portal::{MyComplaints, PortalComplaint, PortalComplaints};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::mine;
use accord_room_people::paging::{limit, place, trim};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<Listening>()
        .view::<ComplaintList>()
        .view::<OneComplaint>()
        .view::<LeadList>()
        .view::<LeadResults>()
        .view::<Learning>()
        .view::<MyComplaints>();
}
