//! All customers.

use accord_face::{
    ActionForm, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        mark::tag,
        menu::{MenuItem, Weight, button_link, menu},
        panel::{empty_state, page_head},
        table::{Column, Pagination, Row, Table, pagination, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{home_of, owner};
use crate::{
    id::{CustomerState, Stage, TeamSphere},
    views::{CustomerLine, CustomerLines, CustomerList},
};

/// The columns of the list, as it is given out.
pub(super) const LIST: ListDef = ListDef {
    view: "customer.list",
    columns: &[
        ListColumn::new("field-customer", "name", Shown::Plain),
        ListColumn::new("field-number", "number", Shown::Plain),
        ListColumn::new("field-stage", "stage", Shown::Word("stage")),
        ListColumn::new("field-sales-owner", "sales_owner.name", Shown::Plain),
        ListColumn::new("field-service-owner", "service_owner.name", Shown::Plain),
        ListColumn::new("field-state", "state", Shown::Word("customer-state")),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Everyone,
        order: 20,
        label: "nav-customers",
        keys: "g c",
        icon: Some(Icon::People),
        count: None,
    }),
    draw,
};

const NAMES: [&str; 6] = ["query", "stage", "missing_owner", "state", "territory", "owner"];

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked = cx.params::<CustomerList>()?;
    let lines = cx.view(asked)?;
    let title = cx.say("nav-customers");
    let narrowed = NAMES.iter().any(|name| cx.ask(name).is_some());
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("customers-intro")) }, &buttons(cx)))
        @if lines.rows.is_empty() && !narrowed && cx.ask("after").is_none() {
            (nobody_yet(cx))
        } @else {
            (filters(&narrowing(cx)))
            (rows(cx, &lines))
            (pages(cx, &lines))
        }
    };
    Ok(Page::new(title, main))
}

fn create(cx: &PageCx<'_, '_>, weight: Weight) -> Option<Markup> {
    let form = ActionForm::new("customer.enter").next("/customers/{id}");
    cx.reader
        .may_act("customer.enter")
        .then(|| button_link(weight, &Link::new(cx.say("action-customer-enter"), form.href()), ""))
}

fn buttons(cx: &PageCx<'_, '_>) -> Markup {
    let query = cx.address.split_once('?').map_or("", |(_, query)| query);
    let file = |kind: &str| format!("/export/customer.list.{kind}?{query}");
    let exports = [
        MenuItem::Link(Link::new(cx.say("export-csv"), file("csv")), String::new()),
        MenuItem::Link(Link::new(cx.say("export-xlsx"), file("xlsx")), String::new()),
    ];
    html! {
        (button_link(Weight::Quiet, &Link::new(cx.say("customers-gaps"), "/customers/gaps"), ""))
        @if cx.may(Permission::ExportRun) { (menu(&cx.say("customers-export"), Some(Icon::Download), false, &exports)) }
        @if let Some(create) = create(cx, Weight::Primary) { (create) }
    }
}

fn nobody_yet(cx: &PageCx<'_, '_>) -> Markup {
    let mut offers: Vec<Markup> = create(cx, Weight::Primary).into_iter().collect();
    if cx.may(Permission::ImportRun) {
        offers.push(button_link(Weight::Plain, &Link::new(cx.say("customers-import"), "/import"), ""));
    }
    empty_state(&cx.say("customers-empty"), &cx.say("customers-empty-text"), &offers)
}

fn narrowing(cx: &PageCx<'_, '_>) -> Filters {
    let choices = |name: &str, any: &str, list: Vec<(&'static str, String)>| {
        let now = cx.ask(name).unwrap_or_default();
        let mut choices = vec![Choice { value: String::new(), label: cx.say(any), chosen: now.is_empty() }];
        choices.extend(list.into_iter().map(|(value, key)| Choice {
            value: value.to_owned(),
            label: cx.say(&key),
            chosen: now == value,
        }));
        Filter::One {
            name: name.to_owned(),
            label: cx.say(&format!("field-{}", name.replace('_', "-"))),
            choices,
        }
    };
    let stages = Stage::ALL.iter().map(|stage| (stage.word(), stage.message())).collect();
    let spheres = TeamSphere::ALL.iter().map(|sphere| (sphere.word(), sphere.message())).collect();
    let states = [CustomerState::Archived, CustomerState::Merged]
        .map(|state| (state.word(), state.message()))
        .to_vec();
    Filters {
        action: "/customers".to_owned(),
        label: cx.say("list-filter"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("customers-find"),
                value: cx.ask("query").unwrap_or_default().to_owned(),
            },
            choices("stage", "any", stages),
            choices("missing_owner", "customers-owners-any", spheres),
            choices("state", "customer-state-active", states),
        ],
        chips: Vec::new(),
        remove_label: cx.say("list-remove-filter"),
        clear: None,
        submit_label: cx.say("list-filter"),
        ..Filters::default()
    }
}

fn rows(cx: &PageCx<'_, '_>, lines: &CustomerLines) -> Markup {
    let row = |line: &CustomerLine| {
        let stage = cx.say(&line.stage.message());
        let cells = vec![
            html! { (line.name) " " small { (line.number) } @if line.state != CustomerState::Active { " " (tag(Tone::Plain, &cx.say(&line.state.message()))) } },
            html! { (stage) @if line.cycle > 1 { " " small { (cx.say_with("customer-cycle", &[("n", line.cycle.into())])) } } },
            owner(cx, line.sales_owner.as_ref()),
            owner(cx, line.service_owner.as_ref()),
        ];
        Row::to(home_of(line.id), cells)
    };
    table(&Table {
        caption: cx.say("nav-customers"),
        columns: vec![
            Column::text(cx.say("field-customer")),
            Column::text(cx.say("field-stage")),
            Column::text(cx.say("field-sales-owner")),
            Column::text(cx.say("field-service-owner")),
        ],
        rows: lines.rows.iter().map(row).collect(),
        empty: Some(empty_state(
            &cx.say("list-empty"),
            &cx.say("customers-none-found"),
            &[button_link(Weight::Plain, &Link::new(cx.say("list-clear"), "/customers"), "")],
        )),
        ..Table::default()
    })
}

fn pages(cx: &PageCx<'_, '_>, lines: &CustomerLines) -> Markup {
    walk(cx, lines.count, lines.count_capped, lines.next.as_deref())
}

/// How much there is, and the links to the first and the next page.
pub(super) fn walk(cx: &PageCx<'_, '_>, count: i64, capped: bool, next: Option<&str>) -> Markup {
    let shown =
        if capped { cx.say("list-count-capped") } else { cx.say_with("list-count", &[("n", count.into())]) };
    pagination(&Pagination {
        label: cx.say("list-filters"),
        shown,
        exact: None,
        previous: cx.ask("after").map(|_| Link::new(cx.say("list-first"), cx.here_with(&[]))),
        next: next.map(|after| Link::new(cx.say("list-next"), next_page(cx, after))),
    })
}

/// This page's address with the place where the next page begins.
pub(super) fn next_page(cx: &PageCx<'_, '_>, after: &str) -> String {
    cx.here_with(&[("after", Some(after))])
}
