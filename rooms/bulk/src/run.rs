//! Going on with a run, part by part: each part is one transaction with its rows' effects and with what is kept of them.

use std::sync::Arc;

use accord_face::ask::{field_text, refusal_text};
use accord_kernel::{
    Act, Bulk, Call, Caller, Credential, Kernel, Outcome, Refusal, Standing, Status, store::Tx,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    actions::{HaltRun, StepRun},
    declared,
    id::{RowState, RunState},
    record::{self, BulkRow, BulkRun},
    rules,
};

/// Rows of one part: for so long another write waits.
const PART: usize = 25;
/// Says that a row was tried and is taken back; it never leaves this room.
const TRIED: &str = "bulk.tried";

/// Takes up the next rows of a run, and ends its state when there is none left.
pub(crate) fn part(tx: &mut Tx, act: &mut Act<'_>, run: &mut BulkRun) -> Outcome<()> {
    let Some((from, end)) = rules::part(run.state) else { return Ok(()) };
    let bulk = declared(act.registry(), &run.bulk)
        .ok_or_else(|| Refusal::conflict("bulk.unknown").with("name", run.bulk.clone()))?;
    let asked: Map<String, JsonValue> = serde_json::from_str(&run.input).unwrap_or_default();
    let one_more = i64::try_from(PART + 1).unwrap_or(i64::MAX);
    let mut rows = record::next_rows(tx, run.id, from, one_more)?;
    let more = rows.len() > PART;
    rows.truncate(PART);
    act.fact("step", run.state);
    act.fact("rows", rows.len());
    for mut row in rows {
        let outcome = match run.state {
            RunState::Counting => count(tx, act, &bulk, &asked, &mut row)?,
            RunState::Doing => do_it(tx, act, &bulk, &asked, &mut row)?,
            _ => undo(tx, act, &bulk, &asked, &mut row)?,
        };
        (row.rule, row.why) = match outcome {
            Ok(()) => (None, None),
            Err(refusal) => (Some(rule_of(&refusal).to_owned()), Some(words_of(act, &refusal))),
        };
        tx.update(&mut row)?;
    }
    if !more {
        let now = Some(act.now);
        match run.state {
            RunState::Counting => run.counted_at = now,
            RunState::Doing => run.ended_at = now,
            _ => run.undone_at = now,
        }
        run.state = end;
    }
    Ok(tx.update(run)?)
}

/// The rule by which a row was refused: of a wrong field, the field's.
fn rule_of(refusal: &Refusal) -> &'static str {
    refusal.fields.first().map_or(refusal.rule, |field| field.rule)
}

/// Why a row was refused, in the words of whoever does it.
fn words_of(act: &Act<'_>, refusal: &Refusal) -> String {
    let tongue = act.tongue();
    if refusal.fields.is_empty() {
        return refusal_text(&tongue, refusal);
    }
    refusal.fields.iter().map(|field| field_text(&tongue, field)).collect::<Vec<_>>().join(" ")
}

/// How a row stands, from now on held against others.
fn look(
    tx: &mut Tx,
    act: &Act<'_>,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: Uuid,
) -> Outcome<Standing> {
    let seen = bulk.standing(tx, asked, row)?;
    let Some(customer) = seen.customer else { return Ok(seen) };
    act.hold(tx, customer)?;
    // Somebody may have been at it until it was held.
    bulk.standing(tx, asked, row)
}

/// How a row stands, where nobody changed it since it was last looked at.
fn untouched(
    tx: &mut Tx,
    act: &Act<'_>,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: &BulkRow,
) -> Outcome<Standing> {
    let standing = look(tx, act, bulk, asked, row.row_id)?;
    if rules::touched(row.mark.as_deref(), &standing.mark) {
        return Err(Refusal::conflict("bulk.touched"));
    }
    Ok(standing)
}

/// Tries the act and its way back, and takes both back.
fn count(
    tx: &mut Tx,
    act: &mut Act<'_>,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: &mut BulkRow,
) -> Outcome<Outcome<()>> {
    let (mut mark, mut may_go_back) = (None, false);
    let tried: Outcome<Outcome<()>> = act.attempt(tx, |tx, act| {
        let standing = look(tx, act, bulk, asked, row.row_id)?;
        mark = Some(standing.mark);
        act.call(tx, bulk.action, &standing.input)??;
        may_go_back = !standing.back.is_empty()
            && give_back(tx, act, bulk, asked, row.row_id, &kept(standing.back))?.is_ok();
        Err(Refusal::conflict(TRIED))
    });
    let outcome = match tried? {
        Err(refusal) if refusal.rule == TRIED => Ok(()),
        other => other,
    };
    row.mark = mark;
    row.may_go_back = may_go_back && outcome.is_ok();
    row.state = if outcome.is_ok() { RowState::Fits } else { RowState::Left };
    Ok(outcome)
}

/// Does it to one row.
fn do_it(
    tx: &mut Tx,
    act: &mut Act<'_>,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: &mut BulkRow,
) -> Outcome<Outcome<()>> {
    let done = act.attempt(tx, |tx, act| {
        let standing = untouched(tx, act, bulk, asked, row)?;
        act.call(tx, bulk.action, &standing.input)??;
        let after = bulk.standing(tx, asked, row.row_id)?;
        Ok((after.mark, kept_text(standing.back)?))
    })?;
    Ok(done
        .map(|(mark, back)| {
            row.state = RowState::Done;
            row.mark = Some(mark);
            row.back = back;
        })
        .inspect_err(|_| row.state = RowState::Refused))
}

/// Gives one row back what it had, where nobody changed it since.
fn undo(
    tx: &mut Tx,
    act: &mut Act<'_>,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: &mut BulkRow,
) -> Outcome<Outcome<()>> {
    let back: Vec<Kept> =
        row.back.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let undone = act.attempt(tx, |tx, act| {
        if back.is_empty() {
            return Err(Refusal::conflict("bulk.no_way_back"));
        }
        untouched(tx, act, bulk, asked, row)?;
        give_back(tx, act, bulk, asked, row.row_id, &back)?
    })?;
    row.state = if undone.is_ok() { RowState::Undone } else { RowState::Stays };
    Ok(undone)
}

/// A call as it is kept.
#[derive(Deserialize, Serialize)]
struct Kept {
    action: String,
    input: JsonValue,
}

fn kept(calls: Vec<(&'static str, JsonValue)>) -> Vec<Kept> {
    calls.into_iter().map(|(action, input)| Kept { action: action.to_owned(), input }).collect()
}

/// The calls as a row holds them; nothing where there is none.
fn kept_text(calls: Vec<(&'static str, JsonValue)>) -> Outcome<Option<String>> {
    if calls.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(&kept(calls)).map(Some).map_err(|error| Refusal::defect(error.to_string()))
}

/// The calls back, in order; the first that is refused ends them.
fn give_back(
    tx: &mut Tx,
    act: &mut Act<'_>,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: Uuid,
    calls: &[Kept],
) -> Outcome<Outcome<()>> {
    for call in calls {
        let mut input = call.input.clone();
        let versioned = act
            .registry()
            .find_action(&call.action)
            .is_some_and(|def| def.input.as_value().pointer("/properties/version").is_some());
        if versioned && let Some(input) = input.as_object_mut() {
            let version = bulk.standing(tx, asked, row)?.version;
            input.insert("version".to_owned(), json!(version));
        }
        if let Err(refusal) = act.call(tx, &call.action, &input)? {
            return Ok(Err(refusal));
        }
    }
    Ok(Ok(()))
}

/// Goes on with every run that waits, each in the name of whoever asked for it; for a heartbeat. Returns how many runs were
/// taken up.
///
/// # Errors
/// What the database refuses: the run is taken up again later.
pub fn drive_waiting(kernel: &Arc<Kernel>) -> Outcome<u64> {
    let mut driven = 0;
    while let Some(run) = kernel.db.read(record::waiting)? {
        driven += 1;
        match drive(kernel, &run) {
            Ok(()) => {}
            // The database or the disk does not work now; the run goes on when they do.
            Err(refusal) if matches!(refusal.status, Status::Unavailable | Status::Full) => {
                return Err(refusal);
            }
            Err(refusal) => halt(kernel, &run, &refusal)?,
        }
    }
    Ok(driven)
}

fn drive(kernel: &Arc<Kernel>, run: &BulkRun) -> Outcome<()> {
    let caller = Caller {
        credential: Credential::Person(run.by_id.into()),
        via: run.via,
        language: None,
        request: run.id.into(),
    };
    loop {
        let call = Call::new(<StepRun as accord_kernel::Action>::NAME, json!({ "run": run.id }));
        let answer = kernel.act(&caller, call)?.answer;
        let state = answer.get("state").and_then(JsonValue::as_str).and_then(RunState::parse);
        if state.and_then(rules::part).is_none() {
            return Ok(());
        }
    }
}

/// Says in the run why it stopped. What was done stays done, and is told.
fn halt(kernel: &Arc<Kernel>, run: &BulkRun, refusal: &Refusal) -> Outcome<()> {
    let input = json!({ "run": run.id, "rule": refusal.rule });
    let call = Call::new(<HaltRun as accord_kernel::Action>::NAME, input);
    match kernel.act(&Caller::system(), call) {
        // It ended meanwhile, or another node stopped it.
        Err(refusal) if refusal.rule == "bulk.not_now" => Ok(()),
        other => other.map(drop),
    }
}
