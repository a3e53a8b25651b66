//! What can be done: write down a customer's value, write and publish plans, keep the library of claims.

mod claim;
mod plan;
mod profile;
mod review;

pub use claim::{CheckClaim, ClaimDone, EnterClaim, WithdrawClaim};
pub use plan::{
    ChangePlan, DraftPlan, EnterPlan, PlanDone, PlanTerms, PublishPlan, RevisePlan, VersionDone,
    WithdrawPlan, WriteCards,
};
pub use profile::{AnswerQuestion, ConfirmStopCost, ProfileDone, RecordProfile, Said};
pub use review::{ReviewDue, ReviewProfile};
