//! All quotes.

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

use super::parts::{day, room_tabs, state};
use crate::{
    QuoteState,
    views::{QuoteList, QuotePage, QuoteRow},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "quote.list",
    page: "/quotes",
    columns: &[
        ListColumn::new("quote-column-number", "number", Shown::Plain).sorted("number"),
        ListColumn::new("field-title", "title", Shown::Plain).sorted("title"),
        ListColumn::new("quote-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("quote-column-net", "net", Shown::Money),
        ListColumn::new("quote-column-until", "valid_until", Shown::Plain),
        ListColumn::new("quote-column-owner", "owner.name", Shown::Plain),
        ListColumn::new("quote-column-state", "state", Shown::Word("quote-state")).sorted("state"),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/quotes",
    permission: Permission::QuoteRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Sell,
        order: 20,
        label: "quotes-title",
        keys: "g q",
        icon: Some(Icon::List),
        count: None,
    }),
    draw,
};

/// Days left under which a quote is about to run out.
const SOON: i64 = 5;

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: QuoteList = cx.params()?;
    let bar = bar(cx, &view);
    let filtered = cx.query.iter().any(|(_, value)| !value.is_empty());
    let page = cx.view(view)?;
    let title = cx.say("quotes-title");
    let shown = rows(cx, &page, filtered);
    let list = list(
        cx,
        &LIST,
        &["~number", "customer.name", "net", "valid_until", "owner.name", "state"],
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("quotes-about")) }, &open_button(cx)))
        (room_tabs(cx, "/quotes"))
        (bar)
        (list)
    };
    Ok(Page::new(title, main))
}

/// The fields of a new quote.
pub(super) const OPEN_FIELDS: &[&str] = &[
    "customer",
    "title",
    "site",
    "contact",
    "opportunity",
    "valid_until",
    "currency",
    "price_list",
    "exchange_rate",
    "rate_on",
];

fn open_button(cx: &PageCx<'_, '_>) -> Markup {
    if !cx.reader.may_act("quote.open") {
        return html! {};
    }
    let form = ActionForm::new("quote.open").only(OPEN_FIELDS).next("/quotes/{quote}");
    button_link(Weight::Primary, &Link::new(cx.say("action-quote-open"), form.href()), "n")
}

fn bar(cx: &PageCx<'_, '_>, view: &QuoteList) -> Markup {
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut states = vec![any(view.state.is_none())];
    states.extend(QuoteState::ALL.iter().map(|state| Choice {
        value: state.word().to_owned(),
        label: cx.say(&state.message()),
        chosen: view.state == Some(*state),
    }));
    let mut ends = vec![any(view.ends_within.is_none())];
    for days in [7_i64, 30] {
        ends.push(Choice {
            value: days.to_string(),
            label: cx.say_with("quotes-ends-within", &[("days", days.into())]),
            chosen: view.ends_within == Some(days),
        });
    }
    let narrowed = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    filters(&Filters {
        action: "/quotes".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("field-query"),
                value: view.query.clone().unwrap_or_default(),
            },
            Filter::One { name: "state".to_owned(), label: cx.say("field-state"), choices: states },
            Filter::One { name: "ends_within".to_owned(), label: cx.say("quotes-ends"), choices: ends },
        ],
        keep: kept(cx, &["customer", "owner"]),
        clear: narrowed.then(|| Link::new(cx.say("list-clear"), "/quotes")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &QuotePage, filtered: bool) -> Table {
    let empty = if filtered {
        empty_state(&cx.say("quotes-none-title"), &cx.say("quotes-none"), &[])
    } else {
        empty_state(&cx.say("quotes-empty-title"), &cx.say("quotes-empty"), &[open_button(cx)])
    };
    let columns = ["number", "customer", "net", "until", "owner", "state"];
    Table {
        caption: cx.say("quotes-title"),
        columns: columns
            .map(|name| {
                let label = cx.say(&format!("quote-column-{name}"));
                if name == "net" { Column::number(label) } else { Column::text(label) }
            })
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty),
        ..Table::default()
    }
}

fn row(cx: &PageCx<'_, '_>, line: &QuoteRow) -> Row {
    let soon = line.days_left.is_some_and(|days| days <= SOON);
    Row {
        tone: if soon { Tone::Warn } else { Tone::Plain },
        ..Row::to(
            format!("/quotes/{}", line.id),
            vec![
                html! { (line.number) " " span.small { (line.title) } },
                html! { (line.customer.name) },
                html! { (cx.tongue().money(line.net)) },
                html! {
                    (day(cx, Some(line.valid_until)))
                    @if let (true, Some(days)) = (soon, line.days_left) { " " (tag(Tone::Warn, &cx.say_with("quote-days-left", &[("days", days.into())]))) }
                },
                html! { (line.owner.name) },
                html! {
                    (state(cx, line.state))
                    @if line.newer_draft { " " (tag(Tone::Plain, &cx.say("quote-newer-draft"))) }
                },
            ],
        )
    }
}
