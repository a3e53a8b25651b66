//! Clarifications: who owes the customer one answer, and what was said.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{dots, empty_state, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};
use uuid::Uuid;

use super::parts::{distance, room_tabs};
use crate::{
    id::{ClarificationState, SubjectKind},
    views::{ClarificationLine, ListClarifications, StatementLine},
};

pub(super) const LIST: PageDef = PageDef {
    path: "/clarifications",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: None,
    draw: list,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/clarifications/{clarification}",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: ListClarifications = cx.params()?;
    let bar = bar(cx, view.state);
    let page = cx.view(view)?;
    let title = cx.say("clarifications-title");
    let rows = table(&Table {
        caption: title.clone(),
        columns: ["answer-by", "subject", "customer", "owner", "state"]
            .map(|name| Column::text(cx.say(&format!("clarification-column-{name}"))))
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty_state(&cx.say("clarifications-empty-title"), &cx.say("clarifications-empty"), &[])),
        ..Table::default()
    });
    let next = page.next.as_ref().map(|next| format!("/clarifications?after={next}"));
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("clarifications-about")) }, &html! {}))
        (room_tabs(cx, "/clarifications"))
        (bar)
        (rows)
        @if let Some(next) = next { p { a href=(next) { (cx.say("list-next")) } } }
    };
    Ok(Page::new(title, main).below(cx.say("promises-title"), "/promises"))
}

fn bar(cx: &PageCx<'_, '_>, state: Option<ClarificationState>) -> Markup {
    let mut choices = vec![Choice { value: String::new(), label: cx.say("all"), chosen: state.is_none() }];
    choices.extend(ClarificationState::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: state == Some(*of),
    }));
    filters(&Filters {
        action: "/clarifications".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![Filter::One {
            name: "state".to_owned(),
            label: cx.say("promise-column-state"),
            choices,
        }],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn is_late(cx: &PageCx<'_, '_>, line: &ClarificationLine) -> bool {
    match line.state {
        ClarificationState::Open => line.take_by < cx.now(),
        ClarificationState::Taken => line.answer_by < cx.now(),
        ClarificationState::Answered => false,
    }
}

fn row(cx: &PageCx<'_, '_>, line: &ClarificationLine) -> Row {
    let left = distance(&cx.tongue(), cx.now(), line.answer_by);
    let open = line.state != ClarificationState::Answered;
    Row {
        tone: if is_late(cx, line) { Tone::Bad } else { Tone::Plain },
        ..Row::to(
            format!("/clarifications/{}", line.number),
            vec![
                html! { (cx.instant(line.answer_by)) @if open { " " span.small { (left) } } },
                html! { (line.subject) " " span.small { (line.number) } },
                html! { (line.customer.name) },
                html! { (line.covered_by.as_ref().unwrap_or(&line.owner).name) },
                html! { (cx.say(&line.state.message())) },
            ],
        )
    }
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let text = cx.path.get("clarification").cloned().ok_or_else(Refusal::absent)?;
    let asked = match Uuid::parse_str(&text) {
        Ok(id) => ListClarifications { id: Some(id.into()), ..ListClarifications::default() },
        Err(_) => ListClarifications { number: Some(text), ..ListClarifications::default() },
    };
    let line = cx.view(asked)?.rows.into_iter().next().ok_or_else(Refusal::absent)?;
    let acts = acts(cx, &line)?;
    let customer = cx.home("customer", line.customer.id);
    let head = dots(&[
        html! { (line.number) },
        html! { (cx.say(&line.subject_kind.message())) },
        html! { @match &customer { Some(href) => a href=(href) { (line.customer.name) }, None => (line.customer.name) } },
    ]);
    let tone = if is_late(cx, &line) { Tone::Bad } else { Tone::Plain };
    let main = html! {
        (page_head(None, &line.subject, &head, &tag(tone, &cx.say(&line.state.message()))))
        (acts)
        (said(cx, &line))
        (standing(cx, &line))
    };
    Ok(Page::new(line.number.clone(), main)
        .below(cx.say("clarifications-title"), "/clarifications")
        .live(line.customer.id))
}

fn acts(cx: &mut PageCx<'_, '_>, line: &ClarificationLine) -> Outcome<Markup> {
    if line.state == ClarificationState::Answered {
        return Ok(html! {});
    }
    let form = |action: &'static str| {
        ActionForm::new(action)
            .fixed("clarification", line.id)
            .fixed("version", line.version)
            .next(format!("/clarifications/{}", line.number))
    };
    let mut list = Vec::new();
    if line.state == ClarificationState::Open {
        list.push(form("clarification.take").button(cx, Weight::Primary));
    }
    let value = match line.subject_kind {
        SubjectKind::Date => "date",
        SubjectKind::Price => "price",
        SubjectKind::Cover | SubjectKind::Cause | SubjectKind::Feature | SubjectKind::Other => "words",
    };
    let answer = form("clarification.answer").only(&[value, "wording", "channel", "contact", "reason"]);
    let weight = if line.state == ClarificationState::Open { Weight::Plain } else { Weight::Primary };
    list.push(answer.dialog(cx, weight)?);
    Ok(buttons(&list))
}

fn said(cx: &PageCx<'_, '_>, line: &ClarificationLine) -> Markup {
    let row = |said: &StatementLine| Row {
        cells: vec![
            html! { (cx.instant(said.said_at)) },
            html! {
                "“" (said.wording) "”"
                @if Some(said.id) == line.answer { " " (tag(Tone::Good, &cx.say("clarification-holds"))) }
                @else if Some(said.id) == line.better { " " (tag(Tone::Plain, &cx.say("clarification-better"))) }
            },
            html! { (said.by.as_ref().map_or_else(|| cx.say("statement-author-program"), |who| who.name.clone())) },
            html! { (cx.say(&said.channel.message())) },
        ],
        ..Row::default()
    };
    let list = table(&Table {
        caption: cx.say("clarification-said"),
        columns: ["at", "wording", "by", "channel"]
            .map(|name| Column::text(cx.say(&format!("clarification-said-{name}"))))
            .to_vec(),
        rows: line.said.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("clarification-said"), None, &list)
}

fn standing(cx: &PageCx<'_, '_>, line: &ClarificationLine) -> Markup {
    let mut pairs = vec![
        (cx.say("clarification-column-owner"), html! { (line.owner.name) }),
        (cx.say("clarification-take-by"), html! { (cx.instant(line.take_by)) }),
        (cx.say("clarification-column-answer-by"), html! { (cx.instant(line.answer_by)) }),
    ];
    if let Some(cover) = &line.covered_by {
        pairs.push((cx.say("promise-answers-now"), html! { (cover.name) }));
    }
    if let Some(at) = line.taken_at {
        pairs.push((cx.say("clarification-taken-at"), html! { (cx.instant(at)) }));
    }
    if let Some(at) = line.answered_at {
        pairs.push((cx.say("clarification-answered-at"), html! { (cx.instant(at)) }));
    }
    if let Some(reason) = &line.reason {
        pairs.push((cx.say("clarification-why"), html! { (reason) }));
    }
    panel(&cx.say("promise-standing"), None, &facts(&pairs))
}
