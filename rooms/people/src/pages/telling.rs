//! How one is told: by which channel, when not, and the daily digest.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::tag,
        menu::{Weight, button_link},
        panel::{columns, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::at;
use crate::{
    terms::Channel,
    views::notices::{Telling, TellingShown, TopicShown},
};

pub(super) const TELLING: PageDef = PageDef {
    path: crate::digest::CHOOSE,
    permission: Permission::Own,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let shown = cx.view(Telling {})?;
    let title = cx.say("telling-title");
    let back = button_link(Weight::Quiet, &Link::new(cx.say("page-me"), "/me"), "");
    let left = html! { (topics(cx, &shown)?) };
    let right = html! { (when(cx, &shown)?) };
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("telling-about")) }, &back))
        (columns(&left, &right))
    };
    Ok(Page::new(title, main))
}

fn when(cx: &mut PageCx<'_, '_>, shown: &TellingShown) -> Outcome<Markup> {
    let form = ActionForm::new("people.preferences")
        .value("mail_wish", shown.mail_wish)
        .value("quiet_from", &shown.quiet_from)
        .value("quiet_until", &shown.quiet_until)
        .value("days_off", shown.days_off)
        .value("digest", shown.digest)
        .value("digest_at", &shown.digest_at)
        .only(&["mail_wish", "quiet_from", "quiet_until", "days_off", "digest", "digest_at"])
        .submit(cx.say("save"))
        .next(crate::digest::CHOOSE)
        .draw(cx)?;
    Ok(panel(
        &cx.say("telling-when"),
        None,
        &html! {
            p { (cx.say("telling-quiet-about")) }
            @if let Some(next) = shown.next_digest { p { (cx.say("telling-next-digest")) " " (at(cx, next)) } }
            (form)
        },
    ))
}

fn topics(cx: &mut PageCx<'_, '_>, shown: &TellingShown) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for topic in &shown.topics {
        rows.push(row(cx, topic)?);
    }
    let list = table(&Table {
        caption: cx.say("telling-topics"),
        columns: ["telling-topic", "telling-must", "telling-rest", "people-act"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows,
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("telling-topics"), None, &html! { p { (cx.say("telling-topics-about")) } (list) }))
}

fn row(cx: &mut PageCx<'_, '_>, topic: &TopicShown) -> Outcome<Row> {
    let mut choose = ActionForm::new("notice.choose")
        .fixed("topic", &topic.topic)
        .value("channel", topic.chosen)
        .only(&["channel"])
        .submit(cx.say("edit"))
        .next(crate::digest::CHOOSE);
    if !topic.off {
        choose = choose.without("channel", &[Channel::Off.word()]);
    }
    let choose = choose.dialog(cx, Weight::Quiet)?;
    let word = |channel: Channel| html! { (cx.say(&channel.message())) };
    Ok(Row {
        cells: vec![
            html! { (topic.label) @if topic.chosen.is_some() { " " (tag(Tone::Plain, &cx.say("telling-chosen"))) } },
            word(topic.must),
            word(topic.rest),
            choose,
        ],
        ..Row::default()
    })
}
