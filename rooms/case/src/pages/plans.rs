//! What is agreed once: how often customers are told, and words.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        html,
        menu::Weight,
        panel::{columns, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::severity;
use crate::{
    rules::reply::PLACES,
    views::{CommunicationPlans, Replies},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/desk/plans",
    permission: Permission::CaseRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer = cx.ask("customer").and_then(|text| text.parse().ok()).map(uuid::Uuid::into);
    let plans = cx.view(CommunicationPlans { customer })?;
    let replies = cx.view(Replies {})?;
    let mut rows = Vec::new();
    for plan in &plans {
        let mut form = ActionForm::new("case.set_communication_plan")
            .fixed("severity", plan.severity)
            .value("every_minutes", plan.every_minutes)
            .only(&["every_minutes", "channel"])
            .next(cx.address.clone());
        if let Some(customer) = customer {
            let customer: accord_room_customer::CustomerId = customer;
            form = form.fixed("customer", customer);
        }
        let set = form.dialog(cx, Weight::Quiet)?;
        rows.push(Row {
            cells: vec![
                severity(cx, plan.severity),
                html! { (cx.say_with("case-every-minutes", &[("n", plan.every_minutes.into())])) },
                html! { @if let Some(channel) = plan.channel { (cx.say(&channel.message())) } },
                set,
            ],
            ..Row::default()
        });
    }
    let list = table(&Table {
        caption: cx.say("case-plans"),
        columns: vec![
            Column::text(cx.say("field-severity")),
            Column::text(cx.say("case-plan-every")),
            Column::text(cx.say("field-channel")),
            Column::text(""),
        ],
        rows,
        bare: true,
        ..Table::default()
    });
    let add = ActionForm::new("case.set_reply")
        .only(&["title", "english", "portuguese"])
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let mut agreed = Vec::new();
    for reply in &replies {
        let change = ActionForm::new("case.set_reply")
            .fixed("reply", reply.id)
            .value("title", &reply.title)
            .value("english", &reply.english)
            .value("portuguese", &reply.portuguese)
            .only(&["title", "english", "portuguese", "ended"])
            .next(cx.address.clone())
            .submit(cx.say("case-reply-change"))
            .dialog(cx, Weight::Quiet)?;
        agreed.push(html! { strong { (reply.title) } " " (reply.words) " " (change) });
    }
    let places: Vec<String> = PLACES
        .iter()
        .map(|place| format!("{{{place}}} {}", cx.say(&format!("reply-place-{place}"))))
        .collect();
    let words = html! {
        p.small { (cx.say("case-reply-places")) " " (places.join(", ")) }
        @if replies.is_empty() { p { (cx.say("case-replies-none")) } }
        ul.plain role="list" { @for one in &agreed { li { (one) } } }
        (add)
    };
    let main = html! {
        (page_head(None, &cx.say("case-plans"), &html! {}, &html! {}))
        (columns(&panel(&cx.say("case-plans"), None, &list), &panel(&cx.say("case-replies"), None, &words)))
    };
    Ok(Page::new(cx.say("case-plans"), main).below(cx.say("desk-title"), "/desk"))
}
