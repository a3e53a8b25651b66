//! All customers.

use accord_face::{
    ActionForm, Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        mark::tag,
        menu::{Weight, button_link},
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
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
    page: "/customers",
    columns: &[
        ListColumn::new("field-customer", "name", Shown::Plain).sorted("name"),
        ListColumn::new("field-number", "number", Shown::Plain).sorted("number"),
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
    let shown = rows(cx, &lines);
    let count = Some((lines.count, lines.count_capped));
    let leaf = Leaf { rows: &lines.rows, next: lines.next.as_deref(), count };
    let list = list(cx, &LIST, &["~name", "stage", "sales_owner.name", "service_owner.name"], shown, &leaf)?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("customers-intro")) }, &buttons(cx)))
        @if lines.rows.is_empty() && !narrowed && cx.ask("after").is_none() {
            (nobody_yet(cx))
        } @else {
            (filters(&narrowing(cx)))
            (list)
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
    html! {
        (button_link(Weight::Quiet, &Link::new(cx.say("customers-gaps"), "/customers/gaps"), ""))
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
        keep: kept(cx, &["territory", "owner"]),
        chips: Vec::new(),
        remove_label: cx.say("list-remove-filter"),
        clear: None,
        submit_label: cx.say("list-filter"),
        ..Filters::default()
    }
}

fn rows(cx: &PageCx<'_, '_>, lines: &CustomerLines) -> Table {
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
    Table {
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
    }
}
