//! Where whoever looks after privacy begins: find somebody, see what is kept for how long, go to the read log.

use accord_face::{
    Markup, Nav, NavGroup, Page, PageCx, PageDef,
    list::word_key,
    parts::{
        Link, Tone,
        filters::{Filter, Filters, filters},
        html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, empty_state, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::views::{Find, FoundOne, Kept};

pub(super) const PAGE: PageDef = PageDef {
    path: "/privacy",
    permission: Permission::PrivacyAdminister,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 45,
        label: "privacy-title",
        keys: "",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked = cx.ask("query").map(str::to_owned);
    let search = filters(&Filters {
        action: "/privacy".to_owned(),
        label: cx.say("privacy-find"),
        filters: vec![Filter::Text {
            name: "query".to_owned(),
            label: cx.say("privacy-find"),
            value: asked.clone().unwrap_or_default(),
        }],
        submit_label: cx.say("privacy-find-do"),
        clear: asked.is_some().then(|| Link::new(cx.say("list-clear"), "/privacy")),
        ..Filters::default()
    });
    let found = match asked {
        Some(query) => {
            let found = cx.view(Find { query })?;
            table(&Table {
                caption: cx.say("privacy-found"),
                columns: ["privacy-column-kind", "privacy-column-name", "privacy-column-hint"]
                    .iter()
                    .map(|key| Column::text(cx.say(key)))
                    .collect(),
                rows: found.rows.iter().map(|one| row(cx, one)).collect(),
                empty: Some(empty_state(&cx.say("privacy-none-title"), &cx.say("privacy-none"), &[])),
                ..Table::default()
            })
        }
        None => empty_state(&cx.say("privacy-begin-title"), &cx.say("privacy-begin"), &[]),
    };
    let looks = button_link(Weight::Plain, &Link::new(cx.say("privacy-looks-title"), "/privacy/looks"), "");
    let left = html! { (search) (found) };
    let main = html! {
        (page_head(None, &cx.say("privacy-title"), &html! { (cx.say("privacy-about")) }, &buttons(&[looks])))
        (columns(&left, &kept(cx)?))
    };
    Ok(Page::new(cx.say("privacy-title"), main))
}

fn row(cx: &PageCx<'_, '_>, one: &FoundOne) -> Row {
    Row::to(
        format!("/privacy/{}/{}", one.kind.word(), one.id),
        vec![tag(Tone::Plain, &cx.say(&one.kind.message())), html! { (one.name) }, html! { (one.hint) }],
    )
}

fn kept(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let kept = cx.view(Kept {})?;
    let pairs: Vec<(String, Markup)> = kept
        .iter()
        .map(|one| {
            let days = match one.days {
                0 => cx.say("privacy-for-ever"),
                days => cx.say_with("privacy-days", &[("days", days.into())]),
            };
            (cx.say(&word_key("retention", &one.what)), html! { (days) })
        })
        .collect();
    let text = html! { (facts(&pairs)) p.small { (cx.say("privacy-kept-about")) " " a href="/settings" { (cx.say("settings-title")) } } };
    Ok(panel(&cx.say("privacy-kept"), None, &text))
}
