//! One promise: what the customer was told, how it stands, everything that happened to it.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Fact, Outcome, Permission, Refusal};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::parts::{distance, due, left, sphere, state};
use crate::{
    id::{Change, Kind, State},
    views::{OnePromise, PromiseFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/promises/{promise}",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

pub(super) const REDATE: PageDef = PageDef {
    path: "/promises/{promise}/redate",
    permission: Permission::PromiseMake,
    audience: Audience::Staff,
    nav: None,
    draw: draw_redate,
};

/// By its id, or by the number that people know.
fn asked(cx: &PageCx<'_, '_>) -> Outcome<OnePromise> {
    let text = cx.path.get("promise").ok_or_else(Refusal::absent)?;
    Ok(match Uuid::parse_str(text) {
        Ok(id) => OnePromise { promise: Some(id.into()), number: None },
        Err(_) => OnePromise { promise: None, number: Some(text.clone()) },
    })
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked = asked(cx)?;
    let promise = cx.view(asked)?;
    let acts = acts(cx, &promise)?;
    let customer = cx.home("customer", promise.customer.id);
    let head = dots(&[
        html! { (promise.number) },
        html! { (cx.say(&promise.kind.message())) },
        html! { @match &customer { Some(href) => a href=(href) { (promise.customer.name) }, None => (promise.customer.name) } },
        sphere(cx, promise.sphere),
    ]);
    let right = state(cx, promise.state, promise.late);
    let main = html! {
        (page_head(None, &promise.wording, &head, &right))
        (warnings(cx, &promise))
        (acts)
        (columns(&html! { (standing(cx, &promise)) (history(cx, &promise)) }, &html! { (basis(cx, &promise)) (watched(cx, &promise)) }))
    };
    Ok(Page::new(promise.number.clone(), main)
        .below(cx.say("promises-title"), "/promises")
        .live(promise.customer.id))
}

fn warnings(cx: &PageCx<'_, '_>, promise: &PromiseFacts) -> Markup {
    let mut out = Vec::new();
    if let (Some(by), Some(at)) = (promise.tell_by, promise.forecast_at) {
        let expected = promise.forecast_on.map_or(Fact::Instant(at), Fact::Date);
        let said = [("forecast", expected), ("tell_by", Fact::Instant(by))];
        let text = cx.say_with("promise-danger-text", &said);
        let reason = promise.forecast_reason.clone().unwrap_or_default();
        out.push(notice(Tone::Warn, &cx.say("promise-in-danger"), &html! { (text) " " (reason) }, &[]));
    }
    if let Some(reason) = &promise.override_reason {
        let who = promise.override_by.as_ref().map(|who| who.name.clone()).unwrap_or_default();
        let text = cx
            .say_with("promise-overridden-text", &[("who", who.into()), ("reason", reason.as_str().into())]);
        out.push(notice(Tone::Warn, &cx.say("promise-overridden"), &html! { (text) }, &[]));
    }
    html! { @for part in out { (part) } }
}

/// What may be done to it now. Each form has a page of its own and leads back here.
fn acts(cx: &mut PageCx<'_, '_>, promise: &PromiseFacts) -> Outcome<Markup> {
    if promise.state != State::Open {
        return Ok(html! {});
    }
    let form = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action)
            .fixed("promise", promise.id)
            .fixed("version", promise.version)
            .only(fields)
            .next(format!("/promises/{}", promise.number))
    };
    let keep = form("promise.keep", &["evidence", "at"]).dialog(cx, Weight::Primary)?;
    let mut list = vec![keep];
    let mut more: Vec<(&'static str, &[&str])> = Vec::new();
    if promise.told_at.is_none() {
        more.push(("promise.tell", &["told", "at", "confirm"]));
    }
    more.push(("promise.forecast", &["forecast_on", "forecast_at", "reason"]));
    more.push(("promise.hand_over", &["to", "reason"]));
    more.push(("promise.set_harm", &["harm"]));
    more.push(("promise.release", &["customer_words"]));
    more.push(("promise.break", break_fields(promise)));
    if cx.reader.may_act("promise.redate") {
        let href = format!("/promises/{}/redate", promise.number);
        list.push(button_link(Weight::Plain, &Link::new(cx.say("action-promise-redate"), href), ""));
    }
    for (action, fields) in more {
        if cx.reader.may_act(action) {
            let label = cx.say(&accord_face::ask::action_message(action));
            list.push(button_link(Weight::Plain, &Link::new(label, form(action, fields).href()), ""));
        }
    }
    Ok(buttons(&list))
}

/// What takes the place of a broken promise is asked for, unless another room tells it.
fn break_fields(promise: &PromiseFacts) -> &'static [&'static str] {
    if promise.worded_elsewhere {
        return &["reason"];
    }
    &["reason", "instead_wording", "due_on", "due_at", "told", "override_reason", "confirm"]
}

/// The new due, with what was drafted while the promise is in danger.
fn draw_redate(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked = asked(cx)?;
    let promise = cx.view(asked)?;
    let mut form = ActionForm::new("promise.redate")
        .fixed("promise", promise.id)
        .fixed("version", promise.version)
        .only(&[
            "due_on",
            "due_at",
            "reason",
            "wording",
            "told",
            "accepted",
            "customer_words",
            "override_reason",
        ])
        .next(format!("/promises/{}", promise.number));
    if let Some(on) = promise.draft_on {
        form = form.value("due_on", on);
    }
    if let Some(at) = promise.draft_at {
        form = form.value("due_at", at);
    }
    if let Some(reason) = &promise.forecast_reason {
        form = form.value("reason", reason);
    }
    // Words made elsewhere follow the day that is chosen here; others are taken from what was drafted.
    if let Some(words) = promise.draft_wording.as_ref().filter(|_| !promise.worded_elsewhere) {
        form = form.value("wording", words);
    }
    let form = form.draw(cx)?;
    let title = cx.say("action-promise-redate");
    let head = dots(&[
        html! { (promise.number) },
        html! { (promise.customer.name) },
        html! { (cx.say("promise-column-due")) " " (due(cx, promise.due_at, promise.due_on)) },
    ]);
    let main = html! {
        (page_head(None, &promise.wording, &head, &html! {}))
        @if let Some(words) = &promise.draft_wording { blockquote { (words) } }
        (panel(&title, None, &form))
    };
    Ok(Page::new(title, main)
        .below(cx.say("promises-title"), "/promises")
        .below(promise.number.clone(), format!("/promises/{}", promise.number)))
}

fn standing(cx: &PageCx<'_, '_>, promise: &PromiseFacts) -> Markup {
    let left = left(cx, promise.due_at, promise.due_on, &promise.zone);
    let due_line = if promise.imported {
        html! { (cx.say("promise-due-unknown")) }
    } else {
        html! { (due(cx, promise.due_at, promise.due_on)) @if promise.state == State::Open { " " span.small { (left) } } }
    };
    let mut pairs = vec![(cx.say("promise-column-due"), due_line)];
    if promise.first_due_at != promise.due_at {
        pairs.push((cx.say("promise-first-due"), due(cx, promise.first_due_at, promise.first_due_on)));
    }
    pairs.push((cx.say("promise-owner"), person(cx, &promise.owner)));
    if let Some(cover) = &promise.covered_by {
        pairs.push((cx.say("promise-answers-now"), person(cx, cover)));
    }
    let told = match (promise.told_at, promise.told_channel) {
        (Some(at), Some(channel)) => html! { (cx.instant(at)) ", " (cx.say(&channel.message())) },
        _ => tag(Tone::Warn, &cx.say("promise-untold")),
    };
    if !promise.imported {
        pairs.push((cx.say("promise-told"), told));
    }
    if let Some(at) = promise.ended_at {
        pairs.push((cx.say("promise-ended"), html! { (cx.instant(at)) }));
        if let Some(recorded) = promise.ended_recorded_at.filter(|recorded| *recorded != at) {
            pairs.push((cx.say("promise-ended-recorded"), html! { (cx.instant(recorded)) }));
        }
        if let Some(ending) = &promise.ending {
            pairs.push((cx.say("promise-ending"), html! { (ending) }));
        }
    }
    if let Some(harm) = promise.harm {
        pairs.push((cx.say("field-harm"), html! { (cx.tongue().money(harm)) }));
    }
    panel(&cx.say("promise-standing"), None, &facts(&pairs))
}

fn person(cx: &PageCx<'_, '_>, who: &crate::views::Who) -> Markup {
    html! { @match cx.home("person", who.id) { Some(href) => a href=(href) { (who.name) }, None => (who.name) } }
}

fn basis(cx: &PageCx<'_, '_>, promise: &PromiseFacts) -> Markup {
    let maker = match &promise.maker {
        Some(maker) => person(cx, maker),
        None => html! { (cx.say("statement-author-program")) },
    };
    let mut pairs = Vec::new();
    if !promise.imported {
        pairs.push((cx.say("promise-maker"), html! { (maker) ", " (cx.instant(promise.made_at)) }));
        pairs.push((cx.say("promise-checked"), html! { (cx.say(checked_key(promise))) }));
        pairs.push((cx.say("promise-chance"), chance(cx, promise)));
    }
    if promise.imported {
        pairs.push((cx.say("field-basis"), html! { (cx.say("promise-basis-imported")) }));
    } else if !promise.basis.is_empty() {
        pairs.push((cx.say("field-basis"), html! { (promise.basis) }));
    }
    if let Some(follows) = promise.follows {
        let href = format!("/promises/{follows}");
        pairs.push((cx.say("promise-follows"), html! { a href=(href) { (cx.say("promise-follows-link")) } }));
    }
    panel(&cx.say("promise-basis"), None, &facts(&pairs))
}

fn checked_key(promise: &PromiseFacts) -> &'static str {
    match (promise.checked, promise.kind) {
        (true, _) if promise.override_reason.is_some() => "promise-checked-against",
        (true, _) => "promise-checked-yes",
        (false, Kind::Free) => "promise-checked-free",
        (false, _) => "promise-checked-no",
    }
}

/// The measured chance with the number it rests on; a thin one says so.
fn chance(cx: &PageCx<'_, '_>, promise: &PromiseFacts) -> Markup {
    let n = ("n", Fact::Number(promise.chance_n));
    match promise.chance {
        Some(chance) => {
            let key = if promise.chance_thin { "promise-chance-thin" } else { "promise-chance-text" };
            html! { (cx.say_with(key, &[("percent", chance.into()), n])) }
        }
        None => html! { (cx.say("promise-chance-none")) },
    }
}

fn history(cx: &PageCx<'_, '_>, promise: &PromiseFacts) -> Markup {
    let row = |change: &crate::views::ChangeLine| {
        let words = change.customer_words.as_ref().filter(|words| **words != change.reason);
        Row {
            cells: vec![
                html! { (cx.instant(change.at)) },
                html! { (cx.say(&change.what.message())) },
                html! { (value(cx, change.what, change.before.as_deref())) },
                html! { (value(cx, change.what, change.after.as_deref())) },
                html! { (change.reason) @if let Some(words) = words { " “" (words) "”" } },
                html! { (change.by.as_ref().map_or_else(|| cx.say("statement-author-program"), |who| who.name.clone())) },
            ],
            ..Row::default()
        }
    };
    let body = table(&Table {
        caption: cx.say("promise-history"),
        columns: ["at", "what", "before", "after", "why", "by"]
            .map(|name| Column::text(cx.say(&format!("promise-history-{name}"))))
            .to_vec(),
        rows: promise.changes.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("promise-history-empty")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("promise-history"), None, &body)
}

/// A value of the history in the reader's words: a date, an instant, a state, a channel.
fn value(cx: &PageCx<'_, '_>, what: Change, text: Option<&str>) -> String {
    let Some(text) = text else { return String::new() };
    match what {
        Change::Redated | Change::Forecast => {
            match (text.parse::<jiff::civil::Date>(), text.parse::<Timestamp>()) {
                (_, Ok(at)) => cx.instant(at),
                (Ok(on), Err(_)) => cx.date(on),
                _ => text.to_owned(),
            }
        }
        Change::Kept | Change::Broken | Change::Released => {
            State::parse(text).map_or_else(|| text.to_owned(), |state| cx.say(&state.message()))
        }
        Change::Told => cx.say(&format!("channel-{text}")),
        // The owner's change names persons; who they are stands in the notices and the log.
        Change::Owner => String::new(),
    }
}

fn watched(cx: &PageCx<'_, '_>, promise: &PromiseFacts) -> Markup {
    let row = |mark: &crate::views::MarkLine| {
        let (word, number) = mark.step.split_once('-').unwrap_or((mark.step.as_str(), ""));
        let step = cx.say_with(&format!("watch-step-{word}"), &[("n", number.into())]);
        let told: Vec<&str> = mark.told.iter().map(|who| who.name.as_str()).collect();
        let planned = mark.fired_at.checked_sub(SignedDuration::from_secs(mark.late_seconds));
        let late = planned.ok().filter(|_| mark.late_seconds > 60);
        let late = late.map(|planned| distance(&cx.tongue(), mark.fired_at, planned));
        Row {
            cells: vec![
                html! { (cx.instant(mark.fired_at)) },
                html! { (step) @if let Some(late) = late { " " (tag(Tone::Warn, &late)) } },
                html! { (told.join(", ")) },
            ],
            ..Row::default()
        }
    };
    let body = table(&Table {
        caption: cx.say("promise-watch"),
        columns: ["at", "step", "told"]
            .map(|name| Column::text(cx.say(&format!("promise-watch-{name}"))))
            .to_vec(),
        rows: promise.watch.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("promise-watch-empty")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("promise-watch"), None, &body)
}
