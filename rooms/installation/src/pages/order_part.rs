//! What stands of delivery on the page of an order: its installations, and the way to the three columns.

use accord_face::{
    PageCx,
    parts::{
        Link, Markup, html,
        menu::{Weight, button_link, buttons},
        panel::panel,
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_order::OrderId;

use super::parts::{day, state};
use crate::views::{InstallationList, InstallationRow};

/// The plans that the order made, and a link to the three columns.
pub(super) fn draw(cx: &mut PageCx<'_, '_>, order: OrderId) -> Outcome<Markup> {
    if !cx.may(Permission::DeliveryRead) {
        return Ok(html! {});
    }
    let plans = cx.view(InstallationList { order: Some(order), ..InstallationList::default() })?.rows;
    let link = Link::new(cx.say("delivery-columns"), format!("/orders/{order}/delivered"));
    let columns = buttons(&[button_link(Weight::Quiet, &link, "")]);
    if plans.is_empty() {
        return Ok(columns);
    }
    let body = html! {
        ul.plain role="list" { @for plan in &plans { li { (line(cx, plan)) } } }
        (columns)
    };
    Ok(panel(&cx.say("installations-title"), None, &body))
}

fn line(cx: &PageCx<'_, '_>, plan: &InstallationRow) -> Markup {
    let far = [("done", plan.steps_done.into()), ("all", plan.steps.into())];
    html! {
        a href={ "/installations/" (plan.id) } { strong { (plan.title) } " " (plan.number) } " "
        (state(&cx.tongue(), plan.state)) " "
        (day(cx, plan.planned_from)) " – " (day(cx, plan.planned_until))
        @if let Some(lead) = &plan.lead { " · " (lead.name) }
        @if plan.steps > 0 { " · " (cx.say("installation-steps")) " " (cx.say_with("installation-far", &far)) }
    }
}
