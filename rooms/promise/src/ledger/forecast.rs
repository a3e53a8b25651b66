//! When a promise is expected to be kept later than it is due: the owner at once, the customer within one working day,
//! by a person, with reason and new date, before the due passes (R24).

use accord_business_time::Calendar;
use accord_kernel::{Act, Context, Outcome, Refusal, Schedule};
use accord_store::Tx;
use jiff::Timestamp;
use serde_json::json;

use super::{as_event, change, facts, notices, sentence, wrong};
use crate::{
    PromiseRow,
    id::{Change, PromiseId},
    input::{self, About, WORDING_MAX},
    neighbours, record,
    rules::{
        due::{self, Wish},
        ending,
        risk::{self, Harm},
    },
};

/// A new promise drafted for the talk with the customer.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The endangered promise.
    pub promise: PromiseRow,
    /// The new due to offer.
    pub due: Wish,
    /// What to say, in the customer's language.
    pub wording: String,
}

/// Records when a promise is expected to be kept. Past its due: the owner and the head of the function are told at
/// once, and telling the customer is watched.
///
/// # Errors
/// `promise.ended`; `field.empty` without a reason.
pub fn forecast(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    at: Wish,
    reason: &str,
) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.forecast", row.customer_id, |tx, act| {
        forecast_here(tx, act, row, at, reason)
    })
}

/// As [`forecast`], as the event of the running action.
pub(crate) fn forecast_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: PromiseRow,
    at: Wish,
    reason: &str,
) -> Outcome<PromiseRow> {
    let reason = input::text("/reason", reason, WORDING_MAX)?;
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    let place = neighbours::place(tx, act, row.customer_id, row.site_id)?;
    let expected =
        due::due(at, &place.calendar).map_err(|_| Refusal::field("/forecast_on", "promise.due_too_far"))?;
    let before = text(&row);
    let was_endangered = row.forecast_at.is_some_and(|at| risk::endangers(at, row.due_at));
    row.forecast_at = Some(expected.at);
    row.forecast_on = expected.on;
    row.forecast_reason = Some(reason.clone());
    // What must be told already stays due when it was: another slip does not win another day.
    let tell_by = row.tell_by;
    settle(&mut row, act.now, &place.calendar)?;
    if was_endangered && row.tell_by.is_some() && tell_by.is_some() {
        row.tell_by = tell_by;
    }
    tx.update(&mut row)?;
    let entry =
        change::Entry { what: Change::Forecast, before, after: text(&row), reason, customer_words: None };
    change::note(tx, act, &row, entry)?;
    facts(act, &row);
    act.fact("forecast_at", expected.at);
    act.cancel(tx, "promise.tell_customer_by", row.id)?;
    plan_tell(tx, act, &row)?;
    if risk::endangers(expected.at, row.due_at) {
        notices::endangered(tx, act, &row)?;
    }
    Ok(row)
}

fn text(row: &PromiseRow) -> Option<String> {
    row.forecast_on.map(|on| on.to_string()).or_else(|| row.forecast_at.map(|at| at.to_string()))
}

/// Sets by when the customer must be told, by the present forecast and due.
pub(super) fn settle(row: &mut PromiseRow, now: Timestamp, calendar: &Calendar) -> Outcome<()> {
    let endangered = row.forecast_at.is_some_and(|at| risk::endangers(at, row.due_at));
    row.tell_by = if endangered {
        // A place where nobody ever works has no working day; then the due itself is the end.
        Some(due::tell_by(now, row.due_at, calendar).unwrap_or(row.due_at))
    } else {
        None
    };
    Ok(())
}

/// Plans the watch over telling the customer.
pub(super) fn plan_tell(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow) -> Outcome<()> {
    let Some(due_at) = row.tell_by else { return Ok(()) };
    let input = json!({ "promise": row.id, "turn": row.turn, "planned_at": due_at });
    let step = format!("{}.tell.{}", row.turn, due_at.as_second());
    act.schedule(
        tx,
        &Schedule { action: "promise.tell_customer_by", subject: row.id.into(), step, input, due_at },
    )
}

/// Puts one forecast on every open promise about a thing and returns those that it endangers, by harm, each with a
/// drafted new promise (R20, R24).
///
/// # Errors
/// Those of [`forecast`].
pub fn knock_on(
    tx: &mut Tx,
    act: &mut Act<'_>,
    about: &About,
    at: Wish,
    reason: &str,
) -> Outcome<Vec<Draft>> {
    let mut drafts = Vec::new();
    for row in record::about(tx, &about.kind, about.id)? {
        if ending::still_open(row.state).is_err() {
            continue;
        }
        let row = forecast(tx, act, row.id, at, reason)?;
        if row.forecast_at.is_some_and(|expected| risk::endangers(expected, row.due_at)) {
            drafts.push(draft_of(tx, act, row)?);
        }
    }
    drafts.sort_by(|a, b| risk::by_harm(&harm(&a.promise), &harm(&b.promise)));
    Ok(drafts)
}

/// What an endangered promise is weighed by.
pub(crate) fn harm(row: &PromiseRow) -> Harm {
    Harm { amount: row.harm(), due_at: row.due_at, forecast_at: row.forecast_at.unwrap_or(row.due_at) }
}

/// Drafts the new promise for an endangered one.
///
/// # Errors
/// What the database refuses.
pub fn draft_of(tx: &mut Tx, ctx: &Context, promise: PromiseRow) -> Outcome<Draft> {
    let place = neighbours::place(tx, ctx, promise.customer_id, promise.site_id)?;
    let expected = promise.forecast_at.unwrap_or(promise.due_at);
    let due = risk::draft(expected, promise.due_on.is_some(), &place.calendar);
    if let Some(wording) = sentence::sentence(tx, ctx, &promise, due)? {
        return Ok(Draft { promise, due, wording });
    }
    let customer = accord_room_customer::load(tx, promise.customer_id)?;
    let tongue = ctx.words.tongue(customer.language, place.calendar.zone_name());
    let fact = match due {
        Wish::On(date) => date.into(),
        Wish::At(at) => at.into(),
    };
    let facts: [(&'static str, accord_kernel::Fact); 2] =
        [("wording", promise.wording.as_str().into()), ("due", fact)];
    let wording = tongue.say_with("promise-draft", &facts);
    Ok(Draft { promise, due, wording })
}
