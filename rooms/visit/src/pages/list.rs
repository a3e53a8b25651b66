//! Visits by time.

use accord_face::{
    ActionForm, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Link, Markup,
        filters::{Choice, Filter, Filters, filters},
        html,
        menu::{Weight, button_link, buttons},
        panel::{empty_state, page_head},
        table::{Column, Pagination, Row, Table, pagination, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::pieces::{people, room_tabs, state, when};
use crate::{
    VisitState,
    views::{VisitFacts, VisitList},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/visits",
    permission: Permission::VisitRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 30,
        label: "visits-title",
        keys: "g v",
        icon: None,
        count: None,
    }),
    draw,
};

/// What planning a visit asks for, in this order.
pub(super) const PLAN: &[&str] =
    &["customer", "site", "purpose", "task", "starts_at", "minutes", "asset", "person", "reason", "contact"];

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: VisitList = cx.params()?;
    let (chosen, mine) = (asked.state, asked.mine.unwrap_or(false));
    let page = cx.view(asked)?;
    let mut states = vec![Choice { value: String::new(), label: cx.say("all"), chosen: chosen.is_none() }];
    states.extend(VisitState::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: chosen == Some(*of),
    }));
    let form = filters(&Filters {
        action: "/visits".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![Filter::One {
            name: "state".to_owned(),
            label: cx.say("field-state"),
            choices: states,
        }],
        submit_label: cx.say("list-filter"),
        clear: (chosen.is_some() || mine).then(|| Link::new(cx.say("list-clear"), "/visits")),
        ..Filters::default()
    });
    let plan = ActionForm::new("visit.plan").only(PLAN).next("/visits/{visit}");
    let mut acts: Vec<Markup> = Vec::new();
    if cx.reader.may_act("visit.plan") {
        acts.push(button_link(Weight::Primary, &Link::new(cx.say("action-visit-plan"), plan.href()), ""));
    }
    acts.push(button_link(Weight::Plain, &Link::new(cx.say("visits-open-phone"), "/field"), ""));
    let shown = if page.count_capped {
        cx.say("list-count-capped")
    } else {
        cx.say_with("list-count", &[("n", page.count.into())])
    };
    let next = page.next.as_ref().map(|next| {
        let mut href = cx.here_with(&[]);
        href.push(if href.contains('?') { '&' } else { '?' });
        href.push_str(&format!("after={next}"));
        Link::new(cx.say("list-next"), href)
    });
    let previous = cx.ask("after").map(|_| Link::new(cx.say("list-first"), cx.here_with(&[])));
    let title = cx.say("visits-title");
    let list = visits_table(cx, &page.rows, false);
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("visits-text")) }, &buttons(&acts)))
        (room_tabs(cx, "/visits"))
        (form)
        (list)
        (pagination(&Pagination { label: title.clone(), shown, exact: None, previous, next }))
    };
    Ok(Page::new(title, main))
}

/// Visits as a table; in a panel of a customer without the customer's name.
pub(super) fn visits_table(cx: &PageCx<'_, '_>, rows: &[VisitFacts], of_customer: bool) -> Markup {
    let row = |visit: &VisitFacts| {
        let what = html! { div { (cx.say(&visit.purpose.message())) br; span.small { (visit.task) } } };
        let mut cells = vec![when(cx, visit)];
        if !of_customer {
            cells.push(html! { div { (visit.customer.name) br; span.small { (visit.site_name) } } });
        }
        cells.extend([what, people(cx, &visit.people), state(cx, visit)]);
        Row::to(format!("/visits/{}", visit.id), cells)
    };
    let names: &[&str] = if of_customer {
        &["when", "what", "people", "state"]
    } else {
        &["when", "customer", "what", "people", "state"]
    };
    let none = if of_customer {
        html! { p { (cx.say("visits-of-customer-none")) } }
    } else {
        empty_state(&cx.say("visits-none-title"), &cx.say("visits-none"), &[])
    };
    table(&Table {
        caption: cx.say("visits-title"),
        columns: names.iter().map(|name| Column::text(cx.say(&format!("visit-column-{name}")))).collect(),
        rows: rows.iter().map(row).collect(),
        empty: Some(none),
        bare: of_customer,
        ..Table::default()
    })
}
