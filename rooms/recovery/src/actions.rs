//! The only ways to change something here: each in a file of its own, thin.

mod complaint;
mod learning;
mod observation;
mod remedy;
mod utterance;

pub use complaint::{
    AnswerComplaint, CloseByReason, CloseComplaint, ComplaintStands, ConfirmComplaint, HandOverComplaint,
    NameCause, OpenComplaint,
};
pub use learning::{
    BeginImprovement, CloseImprovement, FinishImprovement, HoldReview, ImprovementInput, ImprovementStands,
    LateReview, ReviewStands,
};
pub use observation::{
    AcceptLead, AddValue, DeclineLead, LateLead, NoteObservation, ObservationStands, OfferLead, ReportNews,
    TryOffer,
};
pub use remedy::{DecideRemedy, GiveRemedy, ProposeRemedy};
pub use utterance::{
    AnswerUtterance, HandOverUtterance, LateUtterance, NoteUtterance, TellOutcome, UtteranceStands,
};

use accord_kernel::Registry;

/// An answer or an outcome is late.
pub(crate) const LATE: &str = "utterance.late";
/// A lead was not taken up in time.
pub(crate) const LEAD_LATE: &str = "observation.late";
/// A held observation is tried again.
pub(crate) const TRY_OFFER: &str = "observation.try_offer";
/// An observation becomes a lead: what guards may hold back.
pub(crate) const OFFER: &str = "observation.offer";
/// A review was not held in time.
pub(crate) const REVIEW_LATE: &str = "failure.late";

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<NoteUtterance>()
        .action::<AnswerUtterance>()
        .action::<TellOutcome>()
        .action::<HandOverUtterance>()
        .action::<LateUtterance>()
        .action::<OpenComplaint>()
        .action::<AnswerComplaint>()
        .action::<ProposeRemedy>()
        .action::<DecideRemedy>()
        .action::<GiveRemedy>()
        .action::<NameCause>()
        .action::<HandOverComplaint>()
        .action::<CloseComplaint>()
        .action::<ConfirmComplaint>()
        .action::<CloseByReason>()
        .action::<NoteObservation>()
        .action::<AddValue>()
        .action::<TryOffer>()
        .action::<OfferLead>()
        .action::<AcceptLead>()
        .action::<DeclineLead>()
        .action::<ReportNews>()
        .action::<LateLead>()
        .action::<HoldReview>()
        .action::<LateReview>()
        .action::<BeginImprovement>()
        .action::<FinishImprovement>()
        .action::<CloseImprovement>();
}
