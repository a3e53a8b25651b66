//! A customer's visits, for the customer's page.

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

use super::list::{PLAN, visits_table};
use crate::views::VisitList;

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
