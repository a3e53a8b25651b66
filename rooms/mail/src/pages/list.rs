//! Mail that needs a look, under the service desk.

use accord_face::{
    Leaf, ListColumn, ListDef, Markup, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::list,
    parts::{
        Link, Tone,
        filters::{Filters, filters},
        html,
        mark::{tag, time},
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::{
    id::MailState,
    views::{MailLine, MailList},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "mail.list",
    page: "/mail",
    columns: &[
        ListColumn::new("mail-column-received", "received_at", Shown::Instant),
        ListColumn::new("mail-column-from", "from_name", Shown::Plain),
        ListColumn::new("field-email", "from_address", Shown::Plain),
        ListColumn::new("mail-column-subject", "subject", Shown::Plain),
        ListColumn::new("mail-column-state", "state", Shown::Word("mail-state")),
        ListColumn::new("mail-column-case", "number", Shown::Plain),
    ],
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
    let shown = Table {
        caption: cx.say("mail-title"),
        columns: columns.map(|name| Column::text(cx.say(&format!("mail-column-{name}")))).to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty_state(&cx.say("mail-none-title"), &cx.say("mail-none"), &[])),
        ..Table::default()
    };
    let list = list(
        cx,
        &LIST,
        &["received_at", "", "subject", "", "number"],
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &cx.say("mail-title"), &html! { (cx.say("mail-intro")) }, &html! {}))
        (choose)
        (list)
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
