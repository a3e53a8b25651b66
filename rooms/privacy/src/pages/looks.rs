//! The read log.

use accord_face::{
    Markup, Page, PageCx, PageDef,
    list::foot,
    parts::{
        Link, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::{tag, time},
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::views::{Look, Looks};

pub(super) const PAGE: PageDef = PageDef {
    path: "/privacy/looks",
    permission: Permission::PrivacyAdminister,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Looks = cx.params()?;
    let choose = narrowing(cx, &asked);
    let page = cx.view(asked)?;
    let columns = ["at", "by", "customer", "view", "reason"];
    let list = table(&Table {
        caption: cx.say("privacy-looks-title"),
        columns: columns.map(|name| Column::text(cx.say(&format!("privacy-look-{name}")))).to_vec(),
        rows: page.rows.iter().map(|look| row(cx, look)).collect(),
        empty: Some(empty_state(&cx.say("privacy-looks-none-title"), &cx.say("privacy-looks-none"), &[])),
        ..Table::default()
    });
    let title = cx.say("privacy-looks-title");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("privacy-looks-about")) }, &html! {}))
        (choose)
        (list)
        (foot(cx, &title, Some((page.count, page.count_capped)), page.next.as_deref()))
    };
    Ok(Page::new(title, main).below(cx.say("privacy-title"), "/privacy"))
}

fn narrowing(cx: &PageCx<'_, '_>, asked: &Looks) -> Markup {
    let date = |name: &str, value: Option<jiff::civil::Date>| Filter::Day {
        name: name.to_owned(),
        label: cx.say(&format!("privacy-look-{name}")),
        value: value.map_or_else(String::new, |day| day.to_string()),
    };
    let choice = |value: &str, label: &str, chosen: bool| Choice {
        value: value.to_owned(),
        label: cx.say(label),
        chosen,
    };
    let set = cx.query.iter().any(|(_, value)| !value.is_empty());
    filters(&Filters {
        action: "/privacy/looks".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::One {
                name: "with_reason".to_owned(),
                label: cx.say("privacy-look-kind"),
                choices: vec![
                    choice("", "all", !asked.with_reason),
                    choice("true", "privacy-look-with-reason", asked.with_reason),
                ],
            },
            date("from", asked.from),
            date("until", asked.until),
        ],
        submit_label: cx.say("list-filter"),
        clear: set.then(|| Link::new(cx.say("list-clear"), "/privacy/looks")),
        ..Filters::default()
    })
}

fn row(cx: &PageCx<'_, '_>, look: &Look) -> Row {
    let only = |name: &str, id: String| format!("/privacy/looks?{name}={id}");
    let by = if look.by_name.is_empty() { cx.say("privacy-erased-name") } else { look.by_name.clone() };
    let customer = look.customer.zip(look.customer_name.as_ref());
    Row {
        cells: vec![
            time(&look.at.to_string(), &cx.instant(look.at)),
            html! { a href=(only("person", look.by.to_string())) { (by) } },
            html! { @if let Some((id, name)) = customer { a href=(only("customer", id.0.to_string())) { (name) } } },
            html! { code { (look.view) } " " (tag(Tone::Plain, &cx.say(&format!("via-{}", look.via)))) },
            html! { (look.reason.clone().unwrap_or_default()) },
        ],
        ..Row::default()
    }
}
