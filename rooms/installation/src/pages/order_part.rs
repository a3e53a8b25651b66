//! What stands of delivery on the page of an order.

use accord_face::{
    PageCx,
    parts::{
        Link, Markup, html,
        menu::{Weight, button_link, buttons},
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_order::OrderId;

/// A link to the three columns.
pub(super) fn draw(cx: &mut PageCx<'_, '_>, order: OrderId) -> Outcome<Markup> {
    if !cx.may(Permission::DeliveryRead) {
        return Ok(html! {});
    }
    let link = Link::new(cx.say("delivery-columns"), format!("/orders/{order}/delivered"));
    Ok(buttons(&[button_link(Weight::Quiet, &link, "")]))
}
