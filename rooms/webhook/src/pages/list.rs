//! All endpoints, and a new one.

use accord_face::{
    ActionForm, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        menu::{Weight, button_link},
        panel::{empty_state, notice, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{at, endpoint_state};
use crate::{
    id::EndpointState,
    views::{EndpointLine, Endpoints},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/webhooks",
    permission: Permission::WebhookManage,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 60,
        label: "webhooks-title",
        keys: "",
        icon: None,
        count: None,
    }),
    draw,
};

pub(super) const NEW: PageDef = PageDef {
    path: "/webhooks/new",
    permission: Permission::WebhookManage,
    audience: Audience::Staff,
    nav: None,
    draw: new,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let lines = cx.view(Endpoints {})?;
    let title = cx.say("webhooks-title");
    let columns = ["name", "address", "state", "messages", "last"];
    let make = |weight| button_link(weight, &Link::new(cx.say("action-webhook-create"), "/webhooks/new"), "");
    let list = table(&Table {
        caption: title.clone(),
        columns: columns.map(|name| Column::text(cx.say(&format!("webhooks-column-{name}")))).to_vec(),
        rows: lines.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty_state(
            &cx.say("webhooks-none-title"),
            &cx.say("webhooks-none"),
            &[make(Weight::Primary)],
        )),
        ..Table::default()
    });
    let head = page_head(None, &title, &html! { (cx.say("webhooks-about")) }, &make(Weight::Plain));
    Ok(Page::new(title, html! { (head) (list) }))
}

fn row(cx: &PageCx<'_, '_>, line: &EndpointLine) -> Row {
    let tone = match line.state {
        EndpointState::Stopped => Tone::Bad,
        EndpointState::On if line.failing_since.is_some() => Tone::Warn,
        _ => Tone::Plain,
    };
    let counts =
        [("webhooks-waiting", line.waiting), ("webhooks-held", line.held), ("webhooks-lost", line.lost)];
    let said: Vec<String> = counts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| cx.say_with(key, &[("n", n.into())]))
        .collect();
    Row {
        tone,
        ..Row::to(
            format!("/webhooks/{}", line.id),
            vec![
                html! { (line.name) },
                html! { (line.host) },
                html! { (endpoint_state(cx, line.state, line.failing_since.is_some())) },
                html! { (said.join(" · ")) },
                html! { @if let Some(sent) = line.last_sent_at { (at(cx, sent)) } },
            ],
        )
    }
}

fn new(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let form = ActionForm::new("webhook.create")
        .only(&["name", "address", "kinds"])
        .next("/webhooks/{endpoint}")
        .draw(cx)?;
    let title = cx.say("action-webhook-create");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("webhooks-new-about")) }, &html! {}))
        (notice(Tone::Plain, &cx.say("webhooks-owner-title"), &html! { (cx.say("webhooks-owner-text")) }, &[]))
        section.panel { (form) }
    };
    Ok(Page::new(title, main).below(cx.say("webhooks-title"), "/webhooks"))
}
