//! Small pieces that several pages of this room share: spheres, people, distances in time, names of kinds.

use accord_face::{
    ActionForm, Markup, PageCx,
    parts::{
        Link, Sphere, Tone, html,
        mark::{Who, initials, time},
        menu::{Weight, button_link},
        panel::notice,
        promise::PromiseCard,
    },
};
use accord_kernel::{Outcome, Tongue};
use accord_room_customer::{PersonRef, Rank, Stage, TeamSphere, views::SeatFacts};
use accord_room_promise::{
    ClarificationState,
    rules::away::away,
    views::{ClarificationLine, PromiseLine},
};
use jiff::{Timestamp, tz::TimeZone};

use crate::rules::urgency::{Urgency, urgency};

/// The look's sphere of a stored word.
pub(crate) fn sphere_of(word: &str) -> Option<Sphere> {
    match word {
        "sales" => Some(Sphere::Sales),
        "after_sales" => Some(Sphere::Service),
        "both" => Some(Sphere::Both),
        _ => None,
    }
}

/// The look's sphere of one half of a team.
pub(crate) fn team_sphere(sphere: TeamSphere) -> Sphere {
    match sphere {
        TeamSphere::Sales => Sphere::Sales,
        TeamSphere::AfterSales => Sphere::Service,
    }
}

/// A colleague with what they are here.
pub(crate) fn colleague(
    cx: &PageCx<'_, '_>,
    person: &PersonRef,
    role: String,
    sphere: Option<Sphere>,
) -> Who {
    Who {
        initials: initials(&person.name),
        name: person.name.clone(),
        role,
        sphere,
        href: cx.home("person", person.id),
    }
}

/// How far away a promise is, by the calendar of the place where it is due: "in 39 min", "4 days late".
fn distance(cx: &PageCx<'_, '_>, promise: &PromiseLine) -> String {
    let (tongue, now) = (cx.tongue(), cx.now());
    let zone = TimeZone::get(&promise.zone).unwrap_or_else(|_| tongue.zone.clone());
    let away = away(now, promise.due_at, promise.due_on, &zone);
    let way = if promise.due_at < now { "late" } else { "left" };
    tongue.say_with(&format!("desk-{way}-{}", away.unit()), &[("n", away.count().into())])
}

/// A word of a list as it stands alone, with a great letter.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// When something is due: the time alone today, the day with the time otherwise.
pub(crate) fn due_text(tongue: &Tongue<'_>, now: Timestamp, due: Timestamp) -> String {
    if tongue.date_of(now) == tongue.date_of(due) {
        tongue.say_with("desk-due-today", &[("time", tongue.time(due).into())])
    } else {
        tongue.instant(due)
    }
}

/// How pressing something looks.
pub(crate) fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Late => Tone::Bad,
        Urgency::Today => Tone::Warn,
        Urgency::Week | Urgency::Later => Tone::Plain,
    }
}

/// Message key of what a search finds of a kind.
pub(crate) fn found_key(kind: &str) -> String {
    format!("found-{}", kind.replace('_', "-"))
}

/// Stage and cycle in words: "Use, second time round".
pub(crate) fn stage_text(cx: &PageCx<'_, '_>, stage: Stage, cycle: i64) -> String {
    let stage = cx.say(&stage.message());
    cx.say_with("desk-stage-cycle", &[("stage", stage.into()), ("cycle", cycle.into())])
}

/// A place in the account team: who, what for, and who has it now.
pub(crate) fn seat(cx: &PageCx<'_, '_>, seat: &SeatFacts) -> Who {
    let what = match (seat.sphere, seat.rank) {
        (TeamSphere::Sales, Rank::Owner) => "desk-owns-sales",
        (TeamSphere::AfterSales, Rank::Owner) => "desk-owns-service",
        (TeamSphere::Sales, Rank::Backup) => "desk-backs-sales",
        (TeamSphere::AfterSales, Rank::Backup) => "desk-backs-service",
    };
    let role = match &seat.cover {
        Some(cover) => cx.say_with("desk-covered-by", &[("cover", cover.name.clone().into())]),
        None => cx.say(what),
    };
    colleague(cx, &seat.person, role, Some(team_sphere(seat.sphere)))
}

/// The due of a promise as it was told: a civil date, or an instant in the reader's zone.
pub(crate) fn promise_due(cx: &PageCx<'_, '_>, promise: &PromiseLine) -> String {
    match promise.due_on {
        Some(date) => cx.date(date),
        None => due_text(&cx.tongue(), cx.now(), promise.due_at),
    }
}

/// How pressing a promise is, by the reader's own day.
pub(crate) fn promise_urgency(cx: &PageCx<'_, '_>, promise: &PromiseLine) -> Urgency {
    let zone = TimeZone::get(&cx.reader.context.principal.zone).unwrap_or(TimeZone::UTC);
    urgency(promise.due_at, cx.now(), &zone)
}

/// A promise as its card shows it; for colleagues.
pub(crate) fn promise_card(cx: &PageCx<'_, '_>, promise: &PromiseLine) -> PromiseCard {
    let urgency = promise_urgency(cx, promise);
    let slips = promise.forecast_at.filter(|forecast| *forecast > promise.due_at);
    let state = if promise.late {
        Some((cx.say("desk-late"), Tone::Bad))
    } else if slips.is_some() {
        Some((cx.say("desk-slips"), Tone::Bad))
    } else if !promise.told {
        Some((cx.say("desk-untold"), Tone::Warn))
    } else {
        None
    };
    let tone = if slips.is_some() { Tone::Bad } else { tone(urgency) };
    let owner = match &promise.covered_by {
        Some(cover) => cx.say_with(
            "desk-owner-covered",
            &[("owner", promise.owner.name.clone().into()), ("cover", cover.name.clone().into())],
        ),
        None => promise.owner.name.clone(),
    };
    PromiseCard {
        title: cx.say(&promise.kind.message()),
        sphere: sphere_of(promise.sphere.word()),
        sphere_name: cx.say(&promise.sphere.message()),
        wording: promise.wording.clone(),
        due_iso: promise.due_on.map_or_else(|| promise.due_at.to_string(), |date| date.to_string()),
        due: promise_due(cx, promise),
        left: distance(cx, promise),
        used: None,
        tone,
        state,
        owner,
        href: cx.home("promise", promise.id),
    }
}

/// Two things were said: everybody on the page must know who answers, and by when.
///
/// # Errors
/// What a form refuses.
pub(crate) fn clarification_notice(cx: &mut PageCx<'_, '_>, line: &ClarificationLine) -> Outcome<Markup> {
    let mut actions = Vec::new();
    if line.state == ClarificationState::Open {
        let take = ActionForm::new("clarification.take")
            .fixed("clarification", line.id)
            .fixed("version", line.version)
            .next(cx.address.clone());
        actions.push(take.button(cx, Weight::Primary));
    }
    if let Some(href) = cx.home("clarification", line.id) {
        actions.push(button_link(Weight::Plain, &Link::new(cx.say("open"), href), ""));
    }
    let by = if line.state == ClarificationState::Open { line.take_by } else { line.answer_by };
    let key =
        if line.state == ClarificationState::Open { "desk-clarify-take" } else { "desk-clarify-answer" };
    let owner = line.covered_by.as_ref().unwrap_or(&line.owner).name.clone();
    let text =
        cx.say_with(key, &[("owner", owner.into()), ("by", due_text(&cx.tongue(), cx.now(), by).into())]);
    let title = cx.say_with(
        "desk-clarify-title",
        &[("number", line.number.clone().into()), ("subject", line.subject.clone().into())],
    );
    let said = line.said.iter().map(|said| {
        let who = said.by.as_ref().map_or_else(|| cx.say("sphere-none"), |by| by.name.clone());
        let facts =
            [("who", who.into()), ("words", said.wording.clone().into()), ("at", said.said_at.into())];
        (said.said_at, cx.say_with("desk-clarify-said", &facts))
    });
    let said: Vec<_> = said.collect();
    Ok(notice(
        Tone::Bad,
        &title,
        &html! { (text) ul.plain role="list" { @for (at, words) in &said { li { (time(&at.to_string(), words)) } } } },
        &actions,
    ))
}
