//! Who spoke and was not heard: first the number, then whoever waits longest, with the answer one press away.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    list::{exports, foot},
    parts::{
        Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{Stat, empty_state, page_head, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{customer, room_tabs};
use crate::{
    id::Hearing,
    views::{Listening, ListeningPage, UtteranceFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/listening",
    permission: Permission::FeedbackRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Together,
        order: 25,
        label: "listening-title",
        keys: "g h",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Listening = cx.params()?;
    let (hearing, mine) = (asked.hearing, asked.mine.unwrap_or(false));
    let page = cx.view(asked)?;
    let note = ActionForm::new("utterance.note")
        .only(&["customer", "kind", "said", "contact", "channel", "owner"])
        .next("/listening")
        .dialog(cx, Weight::Primary)?;
    let complaint = ActionForm::new("complaint.open")
        .only(&["customer", "about", "said", "channel", "wanted", "contact", "asset"])
        .next("/complaints/{complaint}")
        .dialog(cx, Weight::Plain)?;
    let list = list(cx, &page)?;
    let main = html! {
        (page_head(None, &cx.say("listening-title"), &html! { (cx.say("listening-note")) }, &buttons(&[note, complaint])))
        (room_tabs(cx, "/listening"))
        (stat_row(&stats(cx, &page)))
        (narrow(cx, hearing, mine))
        (list)
        (foot(cx, &cx.say("listening-title"), None, page.next.as_deref()))
        (exports(cx, "listening.list"))
    };
    Ok(Page::new(cx.say("listening-title"), main))
}

fn stats(cx: &PageCx<'_, '_>, page: &ListeningPage) -> Vec<Stat> {
    let stat = |of: Hearing, n: i64, tone: Tone| Stat {
        label: cx.say(&format!("{}-many", of.message())),
        value: n.to_string(),
        change: (n > 0 && tone == Tone::Bad).then(|| (cx.say("listening-answer-first"), tone)),
        ..Stat::default()
    };
    vec![
        stat(Hearing::Unheard, page.unheard, Tone::Bad),
        stat(Hearing::Waiting, page.waiting, Tone::Plain),
        stat(Hearing::Heard, page.heard, Tone::Good),
    ]
}

fn narrow(cx: &PageCx<'_, '_>, hearing: Option<Hearing>, mine: bool) -> Markup {
    let mut choices = vec![Choice { value: String::new(), label: cx.say("all"), chosen: hearing.is_none() }];
    choices.extend(Hearing::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: hearing == Some(*of),
    }));
    let whose = vec![
        Choice { value: String::new(), label: cx.say("all"), chosen: !mine },
        Choice { value: "true".to_owned(), label: cx.say("listening-mine"), chosen: mine },
    ];
    filters(&Filters {
        action: "/listening".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::One { name: "hearing".to_owned(), label: cx.say("listening-column-state"), choices },
            Filter::One { name: "mine".to_owned(), label: cx.say("listening-column-owner"), choices: whose },
        ],
        submit_label: cx.say("list-filter"),
        ..Filters::default()
    })
}

fn list(cx: &mut PageCx<'_, '_>, page: &ListeningPage) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for one in &page.rows {
        let acts = acts(cx, one)?;
        rows.push(Row {
            cells: vec![
                state(cx, one),
                html! { strong { (cx.say(&one.kind.message())) } " “" (one.said) "”" @if let Some(answer) = &one.answer { br; span.small { (cx.say("listening-we-said")) " “" (answer) "”" } } @if let Some(outcome) = &one.outcome { br; span.small { (cx.say("listening-came-of-it")) " “" (outcome) "”" } } },
                html! { (customer(cx, &one.customer)) @if !one.contact.is_empty() { " " span.small { (one.contact) } } br; span.small { (cx.say(&one.source.message())) ", " (cx.instant(one.said_at)) } },
                html! { (one.owner.name) },
                buttons(&acts),
            ],
            ..Row::default()
        });
    }
    let mut columns: Vec<Column> = ["state", "said", "customer", "owner"]
        .iter()
        .map(|name| Column::text(cx.say(&format!("listening-column-{name}"))))
        .collect();
    columns.push(Column::text(""));
    Ok(table(&Table {
        caption: cx.say("listening-title"),
        columns,
        rows,
        empty: Some(empty_state(&cx.say("listening-none-title"), &cx.say("listening-none"), &[])),
        ..Table::default()
    }))
}

fn state(cx: &PageCx<'_, '_>, one: &UtteranceFacts) -> Markup {
    let tone = match one.hearing {
        Hearing::Unheard => Tone::Bad,
        Hearing::Waiting => Tone::Warn,
        Hearing::Heard => Tone::Good,
    };
    let next = if one.answer.is_none() { "listening-answer-by" } else { "listening-outcome-by" };
    html! {
        (tag(tone, &cx.say(&one.hearing.message())))
        @if let Some(at) = one.due_at { " " span.small { (cx.say_with(next, &[("at", at.into())])) } }
    }
}

fn acts(cx: &mut PageCx<'_, '_>, one: &UtteranceFacts) -> Outcome<Vec<Markup>> {
    if one.hearing == Hearing::Heard {
        return Ok(Vec::new());
    }
    let back = cx.address.clone();
    let form = |action: &'static str| {
        ActionForm::new(action).fixed("utterance", one.id).fixed("version", one.version).next(back.clone())
    };
    let mut acts = Vec::new();
    if one.answer.is_none() {
        let answer = form("utterance.answer").only(&["words", "channel", "settles"]);
        acts.push(answer.dialog(cx, Weight::Plain)?);
    } else {
        acts.push(form("utterance.tell_outcome").only(&["words", "channel"]).dialog(cx, Weight::Plain)?);
    }
    acts.push(form("utterance.hand_over").only(&["owner"]).dialog(cx, Weight::Quiet)?);
    Ok(acts)
}
