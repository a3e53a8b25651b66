//! The page of a search: what was found, by kind.

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        Link,
        filters::{Choice, Filter, Filters, filters},
        html,
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::found_key;
use crate::{
    rules::kinds,
    views::{Hit, Search},
};

/// Rows shown of one search.
const SHOWN: i64 = 100;

pub(super) const PAGE: PageDef = PageDef {
    path: "/search",
    permission: Permission::Own,
    audience: Audience::Staff,
    // The frame's own search box leads here.
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    // The search box of the frame asks with `q`, the filters with the view's own name.
    let query = cx.ask("query").or_else(|| cx.ask("q")).unwrap_or_default().to_owned();
    let kind = cx.ask("kinds").map(str::to_owned);
    let asked =
        Search { query: query.clone(), limit: Some(SHOWN), kinds: kind.clone().into_iter().collect() };
    let found = cx.view(asked)?;
    let title = cx.say("search-title");
    let list = list(cx, &query, &found.rows);
    let more = found.more.then(|| cx.say_with("search-more", &[("n", SHOWN.into())]));
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("search-about")) }, &html! {}))
        (bar(cx, &query, kind.as_deref()))
        div.stack { (list) }
        @if let Some(more) = more { p { small { (more) } } }
    };
    Ok(Page::new(title, main))
}

fn bar(cx: &PageCx<'_, '_>, query: &str, kind: Option<&str>) -> accord_face::Markup {
    let may = |permission| cx.may(permission);
    let mut choices = vec![Choice { value: String::new(), label: cx.say("all"), chosen: kind.is_none() }];
    for word in kinds::searched(may, &[]) {
        choices.push(Choice {
            value: word.to_owned(),
            label: cx.say(&found_key(word)),
            chosen: kind == Some(word),
        });
    }
    filters(&Filters {
        action: "/search".to_owned(),
        label: cx.say("search-title"),
        filters: vec![
            Filter::Text { name: "query".to_owned(), label: cx.say("search-words"), value: query.to_owned() },
            Filter::One { name: "kinds".to_owned(), label: cx.say("search-kind"), choices },
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn list(cx: &PageCx<'_, '_>, query: &str, rows: &[Hit]) -> accord_face::Markup {
    if rows.is_empty() {
        let nothing = query.trim().is_empty();
        let key = if nothing { "search-empty" } else { "search-nothing" };
        let mut links = Vec::new();
        if cx.may(Permission::CustomerWrite) {
            let label = cx.say("action-customer-enter");
            links.push(accord_face::parts::menu::button_link(
                accord_face::parts::menu::Weight::Plain,
                &Link::new(label, "/do/customer.enter"),
                "",
            ));
        }
        return empty_state(&cx.say(&format!("{key}-title")), &cx.say(key), &links);
    }
    html! {
        @for kind in kinds::KINDS {
            @let of: Vec<&Hit> = rows.iter().filter(|hit| hit.kind == kind.word).collect();
            @if !of.is_empty() {
                (panel(&cx.say(&found_key(kind.word)), Some(&html! { (of.len()) }), &hits(cx, kind.word, &of)))
            }
        }
    }
}

fn hits(cx: &PageCx<'_, '_>, kind: &str, of: &[&Hit]) -> accord_face::Markup {
    let row = |hit: &&Hit| Row {
        cells: vec![html! { (hit.label) }, html! { (hit.hint) }],
        // What has no page of its own is found on its customer's.
        href: cx.home(kind, hit.id).or_else(|| cx.home("customer", hit.customer?)),
        ..Row::default()
    };
    table(&Table {
        caption: cx.say(&found_key(kind)),
        columns: vec![
            Column::text(cx.say("search-column-label")),
            Column::text(cx.say("search-column-hint")),
        ],
        rows: of.iter().map(row).collect(),
        bare: true,
        keep: true,
        ..Table::default()
    })
}
