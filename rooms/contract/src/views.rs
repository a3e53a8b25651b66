//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod billing;
mod coaching;
mod contract;
mod document;
mod entitlement;
mod offer;
mod portal;
mod ready;
mod tasks;
mod worth;

pub use billing::{Billing, BillingPage, BillingRow};
pub use coaching::{CoachingFacts, CoachingPage, Coachings, RateFacts};
pub use contract::{
    ContractChoice, ContractChoices, ContractFacts, ContractLineFacts, ContractList, ContractPage,
    ContractRowFacts, CoverFacts, OneContract, UnitFacts,
};
pub use document::{
    ContractDocument, DocumentOfContract, PortalContractDocument, PortalOutage, PortalStatement,
};
pub use entitlement::{Clocks, CoverStanding, Entitlement, EntitlementFacts, SiteFacts, entitlement_of};
pub use offer::{
    Attach, AttachFacts, AttachRow, CallLine, CallList, DecisionFacts, OrderService, PlanOffer, ServiceLine,
    ServiceOffer, WindowFactsShown,
};
pub use portal::{PortalContract, PortalContracts, PortalCover, PortalPayment, PortalPlan, portal_contracts};
pub use ready::{
    EngineerFacts, MissingFacts, PartFacts, Readiness, ReadinessFacts, Rota, RotaPage, SoldFacts,
    StandbyFacts, StretchFacts, WayFacts,
};
pub use tasks::{TaskFacts, TaskList, TaskPage};
pub use worth::{
    BasisFacts, Contribution, Revenue, RevenueFacts, RevenueSums, StatementFacts, ValueStatement,
};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::paging::{leaf, limit, place};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<OrderService>()
        .view::<CallList>()
        .view::<Attach>()
        .view::<ContractList>()
        .view::<OneContract>()
        .view::<ContractChoices>()
        .view::<Entitlement>()
        .view::<Billing>()
        .view::<ValueStatement>()
        .view::<Revenue>()
        .view::<TaskList>()
        .view::<Coachings>()
        .view::<Readiness>()
        .view::<Rota>()
        .view::<DocumentOfContract>()
        .view::<PortalContracts>()
        .view::<PortalContractDocument>();
}
