//! Visits on other pages: a customer's on theirs, one's own on the day's.

use accord_face::{
    ActionForm, Markup, PageCx,
    parts::{
        html,
        menu::{Weight, buttons},
        panel::panel,
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_customer::CustomerId;

use super::list::{PLAN, own_table, visits_table};
use crate::views::{VisitFacts, VisitList};

/// How many are shown.
const SHOWN: i64 = 5;

/// A customer's next visits, with a way to all of them. Empty for whoever may not see visits.
///
/// # Errors
/// What the views refuse.
pub fn visits_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    if !cx.may(Permission::VisitRead) {
        return Ok(html! {});
    }
    let asked = VisitList { customer: Some(customer), limit: Some(SHOWN), ..VisitList::default() };
    let page = cx.view(asked)?;
    let plan = ActionForm::new("visit.plan")
        .fixed("customer", customer)
        .only(PLAN)
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let all = cx.say_with("visits-all", &[("n", page.count.into())]);
    let aside = html! { a href={ "/visits?customer=" (customer) } { (all) } };
    let list = visits_table(cx, &page.rows, true);
    Ok(panel(&cx.say("visits-title"), Some(&aside), &html! { (list) (buttons(&[plan])) }))
}

/// The visits that somebody has to make, as a panel that leads to all of theirs. Empty when there are none.
pub fn own_visits_panel(cx: &PageCx<'_, '_>, visits: &[VisitFacts]) -> Markup {
    if visits.is_empty() {
        return html! {};
    }
    let all = html! { a href="/visits?mine=true" { (cx.say("visits-own-all")) } };
    panel(&cx.say("visits-own"), Some(&all), &own_table(cx, visits))
}
