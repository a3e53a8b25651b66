//! What one was told.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    page::escape,
    parts::{
        Link, Tone, html,
        icon::Icon,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{dots, empty_state, page_head},
        shell::Count,
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Reader};

use super::at;
use crate::views::notices::{NoticeCount, NoticeShown, Notices};

pub(super) const LIST: PageDef = PageDef {
    path: "/notices",
    permission: Permission::Own,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Everyone,
        order: 30,
        label: "notices-title",
        keys: "g n",
        icon: Some(Icon::Bell),
        count: Some(count),
    }),
    draw: list,
};

/// What is new, on every page: counted, not read.
fn count(reader: &mut Reader<'_>) -> Outcome<Option<Count>> {
    let counted = reader.view(NoticeCount {})?;
    let n = u64::try_from(counted.unread).unwrap_or(0);
    Ok((n > 0).then_some(Count { n, hot: counted.waiting > 0 }))
}

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Notices = cx.params()?;
    let unread = asked.unread;
    let page = cx.view(asked)?;
    let title = cx.say("notices-title");
    let other = if unread { ("notices-all", "/notices") } else { ("notices-unread", "/notices?unread=true") };
    let read = ActionForm::new("notice.read").fixed("notices", Vec::<String>::new()).next("/notices");
    let head = buttons(&[
        button_link(Weight::Quiet, &Link::new(cx.say(other.0), other.1), ""),
        button_link(Weight::Quiet, &Link::new(cx.say("me-telling"), crate::digest::CHOOSE), ""),
        if page.unread > 0 {
            read.button(cx, Weight::Plain)
        } else {
            html! {}
        },
    ]);
    let rows = page.rows.iter().map(|notice| row(cx, notice)).collect();
    let body = table(&Table {
        caption: title.clone(),
        columns: ["notices-what", "notices-when", "people-act"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows,
        empty: Some(empty_state(&cx.say("notices-none"), &cx.say("notices-none-text"), &[])),
        ..Table::default()
    });
    let me = cx.reader.context.principal.id;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say_with("notices-about", &[("n", page.unread.into())])) }, &head))
        (body)
        @if let Some(next) = &page.next {
            (buttons(&[button_link(Weight::Quiet, &Link::new(cx.say("list-next"), next_page(cx, next)), "")]))
        }
    };
    Ok(Page::new(title, main).live(me))
}

fn next_page(cx: &PageCx<'_, '_>, next: &str) -> String {
    let here = cx.here_with(&[]);
    let mark = if here.contains('?') { '&' } else { '?' };
    format!("{here}{mark}after={}", escape(next))
}

fn row(cx: &PageCx<'_, '_>, notice: &NoticeShown) -> Row {
    let acknowledge =
        ActionForm::new("notice.acknowledge").fixed("notice", notice.notice).next(cx.address.clone());
    let mut marks: Vec<Markup> = Vec::new();
    if let Some(by) = notice.acknowledge_by {
        let said = cx.say_with("notices-acknowledge-by", &[("at", by.into())]);
        marks.push(tag(if by < cx.now() { Tone::Bad } else { Tone::Warn }, &said));
    }
    if notice.escalated {
        marks.push(tag(Tone::Bad, &cx.say("notices-escalated")));
    }
    if let Some(name) = &notice.covered_name {
        marks.push(html! { (cx.say_with("notices-covered", &[("person", name.as_str().into())])) });
    }
    let text = html! {
        @match &notice.href {
            Some(href) => a href=(accord_face::parts::href(href)) { (notice.text) },
            None => (notice.text),
        }
    };
    let tone = match (notice.acknowledge_by, notice.read) {
        (Some(by), _) if by < cx.now() => Tone::Bad,
        (Some(_), _) => Tone::Warn,
        (None, _) => Tone::Plain,
    };
    Row {
        tone,
        cells: vec![
            html! { @if notice.read { (text) } @else { strong { (text) } } @if !marks.is_empty() { (dots(&marks)) } },
            at(cx, notice.made_at),
            html! { @if notice.acknowledge_by.is_some() { (acknowledge.button(cx, Weight::Primary)) } },
        ],
        ..Row::default()
    }
}
