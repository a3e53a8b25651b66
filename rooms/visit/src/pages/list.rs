//! Visits by time.

use accord_face::{
    ActionForm, Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        menu::{Weight, button_link, buttons},
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use jiff::civil::Date;

use super::pieces::{people, room_tabs, state, when};
use crate::{
    VisitState,
    views::{VisitFacts, VisitList, VisitPeople},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "visit.list",
    page: "/visits",
    columns: &[
        ListColumn::new("visit-column-when", "starts_at", Shown::Instant).sorted("starts"),
        ListColumn::new("field-number", "number", Shown::Plain).sorted("number"),
        ListColumn::new("visit-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("field-site", "site_name", Shown::Plain),
        ListColumn::new("visit-column-what", "purpose", Shown::Word("visit-purpose")).sorted("purpose"),
        ListColumn::new("field-task", "task", Shown::Plain),
        ListColumn::new("field-minutes", "minutes", Shown::Plain).sorted("minutes"),
        ListColumn::new("visit-column-people", "people", Shown::Plain),
        ListColumn::new("visit-column-state", "state", Shown::Word("visit-state")).sorted("state"),
        ListColumn::new("visit-column-late", "late", Shown::Flag),
    ],
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
    let form = bar(cx, &asked)?;
    let page = cx.view(asked)?;
    let plan = ActionForm::new("visit.plan").only(PLAN).next("/visits/{visit}");
    let mut acts: Vec<Markup> = Vec::new();
    if cx.reader.may_act("visit.plan") {
        acts.push(button_link(Weight::Primary, &Link::new(cx.say("action-visit-plan"), plan.href()), ""));
    }
    acts.push(button_link(Weight::Plain, &Link::new(cx.say("visits-open-phone"), "/field"), ""));
    let title = cx.say("visits-title");
    let shown = visits(cx, &page.rows, false);
    let list = list(
        cx,
        &LIST,
        &["starts_at", "", "~purpose", "people", "state"],
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("visits-text")) }, &buttons(&acts)))
        (room_tabs(cx, "/visits"))
        (form)
        (list)
    };
    Ok(Page::new(title, main))
}

/// Who goes, when, and how it stands.
fn bar(cx: &mut PageCx<'_, '_>, asked: &VisitList) -> Outcome<Markup> {
    let people = cx.view(VisitPeople {})?;
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut who = vec![any(asked.person.is_none())];
    who.extend(people.iter().map(|one| Choice {
        value: one.id.to_string(),
        label: one.name.clone(),
        chosen: asked.person == Some(one.id),
    }));
    let mut states = vec![any(asked.state.is_none())];
    states.extend(VisitState::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: asked.state == Some(*of),
    }));
    let one = |name: &str, label: &str, choices| Filter::One {
        name: name.to_owned(),
        label: cx.say(label),
        choices,
    };
    let day = |name: &str, label: &str, day: Option<Date>| Filter::Day {
        name: name.to_owned(),
        label: cx.say(label),
        value: day.map(|day| day.to_string()).unwrap_or_default(),
    };
    let narrowed = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    Ok(filters(&Filters {
        action: "/visits".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            one("person", "visit-column-people", who),
            day("from", "field-from", asked.from),
            day("until", "field-until", asked.until),
            one("state", "field-state", states),
        ],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["mine", "customer", "subject"]),
        clear: narrowed.then(|| Link::new(cx.say("list-clear"), "/visits")),
        ..Filters::default()
    }))
}

/// Visits as a table; in a panel of a customer without the customer's name.
pub(super) fn visits_table(cx: &PageCx<'_, '_>, rows: &[VisitFacts], of_customer: bool) -> Markup {
    table(&visits(cx, rows, of_customer))
}

/// One's own visits as a table inside a panel.
pub(super) fn own_table(cx: &PageCx<'_, '_>, rows: &[VisitFacts]) -> Markup {
    table(&Table { bare: true, ..visits(cx, rows, false) })
}

fn visits(cx: &PageCx<'_, '_>, rows: &[VisitFacts], of_customer: bool) -> Table {
    let row = |visit: &VisitFacts| {
        let what = html! { div { (cx.say(&visit.purpose.message())) br; span.small { (visit.task) } } };
        let mut cells = vec![when(cx, visit)];
        if !of_customer {
            cells.push(html! { div { (visit.customer.name) br; span.small { (visit.site_name) } } });
        }
        cells.extend([what, people(cx, &visit.people), state(cx, visit)]);
        let tone = if visit.late { Tone::Bad } else { Tone::Plain };
        Row { tone, ..Row::to(format!("/visits/{}", visit.id), cells) }
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
    Table {
        caption: cx.say("visits-title"),
        columns: names.iter().map(|name| Column::text(cx.say(&format!("visit-column-{name}")))).collect(),
        rows: rows.iter().map(row).collect(),
        empty: Some(none),
        bare: of_customer,
        ..Table::default()
    }
}
