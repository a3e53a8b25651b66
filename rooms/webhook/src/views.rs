//! What can be read of webhooks. Each view is the page's data and the API's answer.

mod deliveries;
mod endpoints;
mod message;

pub use deliveries::{AttemptFacts, Deliveries, DeliveryFacts, DeliveryLine, DeliveryPage, OneDelivery};
pub use endpoints::{EndpointFacts, EndpointLine, Endpoints, Kind, Kinds, OneEndpoint, SecretFacts};
pub(crate) use message::message_id;
pub use message::{Message, OneMessage};

use accord_kernel::Registry;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<Endpoints>()
        .view::<OneEndpoint>()
        .view::<Kinds>()
        .view::<Deliveries>()
        .view::<OneDelivery>()
        .view::<OneMessage>();
}
