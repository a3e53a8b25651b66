//! One's own calendars. The page reads a view only.

use accord_face::{
    ActionForm, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::time,
        menu::Weight,
        panel::{columns, dots, empty_state, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Registry};

use crate::views::{FeedFacts, Feeds};

/// Registers the page.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(PAGE);
}

const PAGE: PageDef = PageDef {
    path: "/calendars",
    permission: Permission::Own,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 61,
        label: "calendars-title",
        keys: "",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let feeds = cx.view(Feeds {})?;
    let title = cx.say("calendars-title");
    let list = table(&Table {
        caption: title.clone(),
        columns: ["label", "shows", "made", "read", "act"]
            .map(|name| Column::text(cx.say(&format!("calendars-{name}"))))
            .to_vec(),
        rows: feeds.iter().map(|feed| row(cx, feed)).collect(),
        empty: Some(empty_state(&cx.say("calendars-none-title"), &cx.say("calendars-none"), &[])),
        ..Table::default()
    });
    let form = ActionForm::new("calendar_feed.make")
        .value("promises", true)
        .value("visits", true)
        .only(&["label", "promises", "visits"])
        .next("/calendars")
        .draw(cx)?;
    let make = panel(&cx.say("action-calendar-feed-make"), None, &form);
    let safe =
        notice(Tone::Plain, &cx.say("calendars-secret-title"), &html! { (cx.say("calendars-secret")) }, &[]);
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("calendars-about")) }, &html! {}))
        (columns(&html! { (list) }, &html! { (make) (safe) }))
    };
    Ok(Page::new(title, main))
}

fn row(cx: &PageCx<'_, '_>, feed: &FeedFacts) -> Row {
    let form = |action: &'static str| ActionForm::new(action).fixed("feed", feed.feed).next("/calendars");
    let shows: Vec<_> = [(feed.promises, "calendars-promises"), (feed.visits, "calendars-visits")]
        .into_iter()
        .filter(|(shown, _)| *shown)
        .map(|(_, key)| html! { (cx.say(key)) })
        .collect();
    Row {
        cells: vec![
            html! { (feed.label) },
            dots(&shows),
            time(&feed.made_at.to_string(), &cx.instant(feed.made_at)),
            html! {
                @match feed.last_read_at {
                    Some(at) => (time(&at.to_string(), &cx.instant(at))),
                    None => (cx.say("calendars-never")),
                }
            },
            html! {
                div.buttons {
                    (form("calendar_feed.renew").button(cx, Weight::Quiet))
                    (form("calendar_feed.revoke").button(cx, Weight::Quiet))
                }
            },
        ],
        ..Row::default()
    }
}
