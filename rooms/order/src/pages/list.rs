//! All orders.

use accord_face::{
    Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    ask::ActionForm,
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

use super::parts::{day, holds, room_tabs, state};
use crate::{
    OrderState,
    views::{OrderLine, OrderList, OrderPage},
};

/// The columns of the list, as it is given out.
pub(super) const LIST: ListDef = ListDef {
    view: "order.list",
    page: "/orders",
    columns: &[
        ListColumn::new("order-column-number", "number", Shown::Plain).sorted("number"),
        ListColumn::new("field-customer-reference", "customer_reference", Shown::Plain).sorted("reference"),
        ListColumn::new("order-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("order-column-ordered", "ordered_on", Shown::Plain).sorted("ordered"),
        ListColumn::new("order-column-net", "net", Shown::Money),
        ListColumn::new("order-column-required", "required_on", Shown::Plain),
        ListColumn::new("order-column-committed", "committed_on", Shown::Plain),
        ListColumn::new("order-column-state", "state", Shown::Word("order-state")).sorted("state"),
        ListColumn::new("field-late", "late", Shown::Flag),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/orders",
    permission: Permission::OrderRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Sell,
        order: 30,
        label: "orders-title",
        keys: "g o",
        icon: Some(Icon::List),
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: OrderList = cx.params()?;
    let bar = bar(cx, &view);
    let filtered = cx.query.iter().any(|(_, value)| !value.is_empty());
    let page = cx.view(view)?;
    let title = cx.say("orders-title");
    let shown = rows(cx, &page, filtered);
    let keys = ["~number", "customer.name", "ordered_on", "net", "required_on", "committed_on", "state"];
    let list = list(
        cx,
        &LIST,
        &keys,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("orders-about")) }, &enter_button(cx)))
        (room_tabs(cx, "/orders"))
        (bar)
        (list)
    };
    Ok(Page::new(title, main))
}

/// The fields of a new order, in the order in which one reads a purchase order.
pub(super) const ENTER_FIELDS: &[&str] = &[
    "customer",
    "site",
    "contact",
    "customer_reference",
    "ordered_on",
    "received_at",
    "required_on",
    "lines",
    "taxes",
    "currency",
    "payment_terms",
    "delivery_terms",
    "ship_apart",
    "trial",
    "review",
    "commit_required",
    "told_by",
    "wording",
];

fn enter_button(cx: &PageCx<'_, '_>) -> Markup {
    if !cx.reader.may_act("order.enter") {
        return html! {};
    }
    let form = ActionForm::new("order.enter").only(ENTER_FIELDS).next("/orders/{order}");
    button_link(Weight::Primary, &Link::new(cx.say("action-order-enter"), form.href()), "n")
}

fn bar(cx: &PageCx<'_, '_>, view: &OrderList) -> Markup {
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut states = vec![any(view.state.is_none())];
    states.extend(OrderState::ALL.iter().map(|state| Choice {
        value: state.word().to_owned(),
        label: cx.say(&state.message()),
        chosen: view.state == Some(*state),
    }));
    let mut held = vec![any(view.hold.is_none())];
    for condition in cx.registry().extensions::<crate::ReleaseCondition>() {
        held.push(Choice {
            value: condition.word.to_owned(),
            label: cx.say(&format!("order-hold-{}", condition.word.replace('_', "-"))),
            chosen: view.hold.as_deref() == Some(condition.word),
        });
    }
    let yes = |name: &str, label: &str, chosen: bool| Filter::One {
        name: name.to_owned(),
        label: cx.say(label),
        choices: vec![any(!chosen), Choice { value: "true".to_owned(), label: cx.say("yes"), chosen }],
    };
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let narrowed = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    filters(&Filters {
        action: "/orders".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("field-query"),
                value: view.query.clone().unwrap_or_default(),
            },
            Filter::One { name: "state".to_owned(), label: cx.say("field-state"), choices: states },
            Filter::One { name: "hold".to_owned(), label: cx.say("field-hold"), choices: held },
            yes("late", "field-late", view.late == Some(true)),
            yes("trial", "field-trial", view.trial == Some(true)),
            Filter::Day { name: "from".to_owned(), label: cx.say("field-from"), value: date(view.from) },
            Filter::Day { name: "to".to_owned(), label: cx.say("field-until"), value: date(view.to) },
        ],
        keep: kept(cx, &["customer"]),
        clear: narrowed.then(|| Link::new(cx.say("list-clear"), "/orders")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &OrderPage, filtered: bool) -> Table {
    let empty = if filtered {
        empty_state(&cx.say("orders-none-title"), &cx.say("orders-none"), &[])
    } else {
        empty_state(&cx.say("orders-empty-title"), &cx.say("orders-empty"), &[enter_button(cx)])
    };
    let columns = ["number", "customer", "ordered", "net", "required", "committed", "state"];
    Table {
        caption: cx.say("orders-title"),
        columns: columns
            .map(|name| {
                let label = cx.say(&format!("order-column-{name}"));
                if name == "net" { Column::number(label) } else { Column::text(label) }
            })
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty),
        ..Table::default()
    }
}

fn row(cx: &PageCx<'_, '_>, line: &OrderLine) -> Row {
    Row {
        tone: if line.late { Tone::Bad } else { Tone::Plain },
        ..Row::to(
            format!("/orders/{}", line.id),
            vec![
                html! { (line.number) " " span.small { (line.customer_reference) } },
                html! {
                    (line.customer.name)
                    @if line.net_new { " " (tag(Tone::Good, &cx.say("order-net-new"))) }
                    @if line.trial { " " (tag(Tone::Plain, &cx.say("order-trial"))) }
                },
                day(cx, Some(line.ordered_on)),
                html! { (cx.tongue().money(line.net)) },
                day(cx, line.required_on),
                html! { (day(cx, line.committed_on)) @if line.late { " " (tag(Tone::Bad, &cx.say("delivery-open-and-late"))) } },
                html! { (state(cx, line.state)) " " (holds(cx, line.holds.iter().map(String::as_str))) },
            ],
        )
    }
}
