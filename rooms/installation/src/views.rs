//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod delivered;
mod list;
mod one;
mod portal;
mod site;
mod tasks;
mod templates;
mod training;

pub use delivered::{Columns, ColumnsFacts, DeliveredFacts, ExpectedFacts, GapFacts, ThingFacts};
pub use list::{
    InstallationChoice, InstallationChoices, InstallationList, InstallationPage, InstallationRow,
};
pub use one::{
    AcceptanceFacts, AcceptanceText, FaultFacts, InstallationFacts, ItemFacts, OneInstallation,
    SignatureFacts, SubscriptionFacts,
};
pub use portal::{
    PortalAcceptance, PortalAcceptanceText, PortalInstallation, PortalInstallations, PortalTask,
    portal_installations,
};
pub use site::{SiteVisitors, VisitorFacts, WayInto};
pub use tasks::{DeliveryTasks, ReviewFacts, Reviews, TaskFacts};
pub use templates::{TemplateChoice, TemplateChoices, TemplateFacts, Templates};
pub use training::{CourseFacts, Courses, OneCourse, SeatFacts};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::mine;
use accord_room_people::paging::{Leaf, leaf, limit};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<InstallationList>()
        .view::<InstallationChoices>()
        .view::<OneInstallation>()
        .view::<AcceptanceText>()
        .view::<Templates>()
        .view::<TemplateChoices>()
        .view::<Courses>()
        .view::<OneCourse>()
        .view::<Columns>()
        .view::<Reviews>()
        .view::<DeliveryTasks>()
        .view::<WayInto>()
        .view::<SiteVisitors>()
        .view::<PortalInstallations>()
        .view::<PortalAcceptanceText>();
}
