//! What can be read of value: profiles, plans, claims.

mod card;
mod claims;
mod plans;
mod profiles;
mod table;
mod unmet;

pub use card::{CardOfPlan, PlanCard, PortalPlanCard, length_text, plan_card, response_text};
pub use claims::{ClaimFacts, Claims, MetricName, Metrics};
pub use plans::{
    ChoiceOffer, OnePlan, PlanChoices, PlanFacts, PlanRowFacts, PlanVersionChoices, PlanVersionFacts, Plans,
    VersionFacts,
};
pub use profiles::{OneProfile, ProfileFacts, Profiles, ResponseCost, ReviewRow, Reviews};
pub use table::{
    BaseFacts, GuideFacts, InputFacts, LowerFacts, PriceGuide, SayingFacts, SpreadFacts, TableFacts,
    UpliftFacts, ValueTable, YearFacts,
};
pub use unmet::{IncidentFacts, UnmetFacts, UnmetNeeds, UnmetPage};
