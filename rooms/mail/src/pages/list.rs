//! Mail that needs a look, under the service desk.

use accord_face::{
    Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Link, Tone,
        filters::{Filters, filters},
        html,
        mark::{tag, time},
        panel::{empty_state, page_head},
        table::{Column, Pagination, Row, Table, pagination, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::{
    id::MailState,
    views::{MailLine, MailList},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/mail",
    permission: Permission::CaseRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 6,
        label: "mail-title",
        keys: "g m",
        icon: None,
        count: None,
    }),
    draw,
};

/// What became of a message, in a tinted word.
pub(super) fn state(cx: &PageCx<'_, '_>, of: MailState, stranger: bool) -> Markup {
    let tone = match of {
        MailState::Held | MailState::Refused => Tone::Warn,
        MailState::InCase if stranger => Tone::Warn,
        MailState::InCase => Tone::Good,
        MailState::Recorded | MailState::SetAside => Tone::Plain,
    };
    tag(tone, &cx.say(&of.message()))
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: MailList = cx.params()?;
    let (all, chosen, case) = (asked.all, asked.state, asked.case);
    let page = cx.view(asked)?;
    let mut views = vec![
        (Link::new(cx.say("mail-look"), "/mail"), !all && chosen.is_none() && case.is_none()),
        (Link::new(cx.say("mail-all"), "/mail?all=true"), all),
    ];
    views.extend(MailState::ALL.iter().map(|of| {
        let link = Link::new(cx.say(&of.message()), format!("/mail?state={}", of.word()));
        (link, chosen == Some(*of))
    }));
    let choose = filters(&Filters {
        action: "/mail".to_owned(),
        label: cx.say("list-filters"),
        submit_label: cx.say("list-filter"),
        views,
        views_label: cx.say("mail-views"),
        ..Filters::default()
    });
    let columns = ["received", "from", "subject", "state", "case"];
    let list = table(&Table {
        caption: cx.say("mail-title"),
        columns: columns.map(|name| Column::text(cx.say(&format!("mail-column-{name}")))).to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty_state(&cx.say("mail-none-title"), &cx.say("mail-none"), &[])),
        ..Table::default()
    });
    let shown = if page.count_capped {
        cx.say("list-count-capped")
    } else {
        cx.say_with("list-count", &[("n", page.count.into())])
    };
    let next = page.next.as_ref().map(|next| {
        let mut href = cx.here_with(&[]);
        href.push(if href.contains('?') { '&' } else { '?' });
        href.push_str(&format!("after={}", accord_face::page::escape(next)));
        Link::new(cx.say("list-next"), href)
    });
    let previous = cx.ask("after").map(|_| Link::new(cx.say("list-first"), cx.here_with(&[])));
    let main = html! {
        (page_head(None, &cx.say("mail-title"), &html! { (cx.say("mail-intro")) }, &html! {}))
        (choose)
        (list)
        (pagination(&Pagination { label: cx.say("mail-title"), shown, exact: None, previous, next }))
    };
    Ok(Page::new(cx.say("mail-title"), main).below(cx.say("desk-title"), "/desk"))
}

fn row(cx: &PageCx<'_, '_>, line: &MailLine) -> Row {
    let came = time(&line.received_at.to_string(), &cx.instant(line.received_at));
    let subject = if line.subject.is_empty() { cx.say("mail-without-subject") } else { line.subject.clone() };
    let reason = line.reason.map(|reason| cx.say(&reason.message()));
    let reason = reason.or_else(|| line.stranger.then(|| cx.say("mail-stranger")));
    Row {
        tone: if line.needs_look { Tone::Warn } else { Tone::Plain },
        ..Row::to(
            format!("/mail/{}", line.id),
            vec![
                came,
                html! { div { (line.from_name) @if !line.from_name.is_empty() { br; } span.small { (line.from_address) } } },
                html! { (subject) },
                html! { div { (state(cx, line.state, line.stranger)) @if let Some(reason) = reason { br; span.small { (reason) } } } },
                html! { (line.number.clone().unwrap_or_default()) },
            ],
        )
    }
}
