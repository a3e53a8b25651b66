//! The pages of this room, and the panel that other pages show. They read views only.

use accord_face::{Markup, PageCx, parts::html};
use accord_kernel::{Outcome, Registry};
use accord_room_customer::CustomerId;

/// Registers the pages.
pub(crate) fn register(_registry: &mut Registry) {}

/// A customer's visits, for the customer's page.
///
/// # Errors
/// What the views refuse.
pub fn visits_panel(_: &mut PageCx<'_, '_>, _: CustomerId) -> Outcome<Markup> {
    Ok(html! {})
}
