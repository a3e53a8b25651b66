//! What can be read of value: profiles, plans, claims.

mod claims;
mod plans;
mod profiles;

pub use claims::{ClaimFacts, Claims, MetricName, Metrics};
pub use plans::{
    ChoiceOffer, OnePlan, PlanChoices, PlanFacts, PlanRowFacts, PlanVersionChoices, PlanVersionFacts, Plans,
    VersionFacts,
};
pub use profiles::{OneProfile, ProfileFacts, Profiles, ResponseCost, ReviewRow, Reviews};
