//! When the watch warns and whom it tells, by kind.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, html,
        menu::{Weight, button_link},
        panel::{page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};

use super::parts::room_tabs;
use crate::{
    id::Kind,
    rules::watch::LadderStep,
    views::{Policies, PolicyLine},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/promises/policies",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/promises/policies/{kind}",
    permission: Permission::WatchManage,
    audience: Audience::Staff,
    nav: None,
    draw: draw_one,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let lines = cx.view(Policies {})?;
    let title = cx.say("policies-title");
    let rows = lines.iter().map(|line| row(cx, line)).collect();
    let list = table(&Table {
        caption: title.clone(),
        columns: ["kind", "warn", "ladder", "change"]
            .map(|name| Column::text(cx.say(&format!("policy-column-{name}"))))
            .to_vec(),
        rows,
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("policies-about")) }, &html! {}))
        (room_tabs(cx, "/promises/policies"))
        (list)
    };
    Ok(Page::new(title, main).below(cx.say("promises-title"), "/promises"))
}

/// One kind's policy, as it stands, to be changed.
fn draw_one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let kind = cx.path.get("kind").and_then(|word| Kind::parse(word)).ok_or_else(Refusal::absent)?;
    let lines = cx.view(Policies {})?;
    let line = lines.into_iter().find(|line| line.kind == kind).ok_or_else(Refusal::absent)?;
    let form = ActionForm::new("watch.set_policy")
        .fixed("kind", line.kind)
        .fixed("version", line.version)
        .value("warn_percents", &line.warn_percents)
        .value("ladder", &line.ladder)
        .only(&["warn_percents", "ladder"])
        .next("/promises/policies")
        .draw(cx)?;
    let title = cx.say(&kind.message());
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("policies-about")) }, &html! {}))
        (panel(&cx.say("action-watch-set-policy"), None, &form))
    };
    Ok(Page::new(title, main)
        .below(cx.say("promises-title"), "/promises")
        .below(cx.say("policies-title"), "/promises/policies"))
}

fn row(cx: &PageCx<'_, '_>, line: &PolicyLine) -> Row {
    let percents: Vec<String> = line.warn_percents.iter().map(|percent| format!("{percent} %")).collect();
    Row {
        cells: vec![
            html! { (cx.say(&line.kind.message())) @if line.policy.is_none() { " " span.small { (cx.say("policy-default")) } } },
            html! { (percents.join(", ")) },
            html! { @for step in &line.ladder { div { (step_text(cx, step)) } } },
            change(cx, line),
        ],
        ..Row::default()
    }
}

fn step_text(cx: &PageCx<'_, '_>, step: &LadderStep) -> String {
    let who = accord_kernel::Fact::Word(step.to.message());
    cx.say_with("policy-step", &[("n", step.minutes.into()), ("who", who)])
}

fn change(cx: &PageCx<'_, '_>, line: &PolicyLine) -> Markup {
    if !cx.reader.may_act("watch.set_policy") {
        return html! {};
    }
    let href = format!("/promises/policies/{}", line.kind.word());
    button_link(Weight::Quiet, &Link::new(cx.say("edit"), href), "")
}
