//! Planning the watch over a promise.

use accord_business_time::Calendar;
use accord_kernel::{Act, Outcome, Schedule};
use accord_store::Tx;
use jiff::Timestamp;
use serde_json::json;

use crate::{
    PromiseRow,
    id::{Kind, Rung},
    record,
    rules::watch::{self, LadderStep, Planned, Policy, Step},
};

/// Actions of the watch over one promise.
const STEPS: [&str; 3] = ["promise.warn", "promise.fall_due", "promise.escalate"];

/// What holds for a kind while nobody set anything else [default].
pub fn default_policy(kind: Kind) -> Policy {
    let head = match kind {
        Kind::Ship | Kind::Part => Rung::HeadOfManufacturing,
        Kind::Install | Kind::Visit | Kind::Response | Kind::OnSite | Kind::Restore | Kind::Close => {
            Rung::HeadOfService
        }
        Kind::CallBack | Kind::Update | Kind::Document | Kind::Free => Rung::HeadOfSales,
    };
    let hours = match kind {
        Kind::Ship | Kind::Install => 4,
        _ => 1,
    };
    Policy {
        warn_percents: vec![50, 75, 90],
        ladder: vec![
            LadderStep { minutes: 0, to: Rung::Owner },
            LadderStep { minutes: 0, to: Rung::OwnerHead },
            LadderStep { minutes: hours * 60, to: head },
        ],
    }
}

/// The policy in force for a kind.
pub(super) fn policy(tx: &mut Tx, kind: Kind) -> Outcome<Policy> {
    Ok(match record::policy_of(tx, kind)? {
        Some(row) => Policy { warn_percents: row.warn_percents.0, ladder: row.ladder.0 },
        None => default_policy(kind),
    })
}

/// The stable word of a step: one step of one due is taken once.
pub(crate) fn step_word(step: Step) -> String {
    match step {
        Step::Warn(percent) => format!("warn-{percent}"),
        Step::Due => "due".to_owned(),
        Step::Rung { place, .. } => format!("rung-{place}"),
    }
}

/// Plans every step of the watch. A changed policy holds for promises made or re-dated after it.
pub(super) fn plan(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow, calendar: &Calendar) -> Outcome<()> {
    let policy = policy(tx, row.kind)?;
    plan_steps(tx, act, row, watch::plan(act.now, row.due_at, calendar, &policy))
}

/// Plans the watch over a clock that begins: its warnings were computed with its budget and pauses.
pub(super) fn plan_clock(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &PromiseRow,
    warnings: &[(u32, Timestamp)],
    calendar: &Calendar,
) -> Outcome<()> {
    let policy = policy(tx, row.kind)?;
    plan_steps(tx, act, row, watch::plan_at(warnings, row.due_at, calendar, &policy))
}

/// As [`plan_clock`], for a clock that ran before: a step that was taken is not taken again, however the due moves.
pub(super) fn replan_clock(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &PromiseRow,
    warnings: &[(u32, Timestamp)],
    calendar: &Calendar,
) -> Outcome<()> {
    let policy = policy(tx, row.kind)?;
    let taken = record::steps_taken(tx, row.id, row.turn)?;
    let mut open = watch::plan_at(warnings, row.due_at, calendar, &policy);
    open.retain(|planned| !taken.contains(&step_word(planned.step)));
    plan_steps(tx, act, row, open)
}

fn plan_steps(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow, steps: Vec<Planned>) -> Outcome<()> {
    let mut plans = Vec::with_capacity(steps.len());
    for planned in steps {
        let mut input = json!({ "promise": row.id, "turn": row.turn, "planned_at": planned.at });
        let (action, more) = match planned.step {
            Step::Warn(percent) => ("promise.warn", Some(("percent", json!(percent)))),
            Step::Due => ("promise.fall_due", None),
            Step::Rung { to, .. } => ("promise.escalate", Some(("to", json!(to)))),
        };
        if let (Some(map), Some((name, value))) = (input.as_object_mut(), more) {
            map.insert(name.to_owned(), value);
            if let Step::Rung { place, .. } = planned.step {
                map.insert("place".to_owned(), json!(place));
            }
        }
        // The turn is part of the step's name, so that a new due never wipes out when an old step came.
        let step = format!("{}.{}", row.turn, step_word(planned.step));
        plans.push(Schedule { action, subject: row.id.into(), step, input, due_at: planned.at });
    }
    act.schedule_all(tx, &plans)
}

/// Forgets what the watch has not done yet.
pub(super) fn forget(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow) -> Outcome<()> {
    for action in STEPS {
        act.cancel(tx, action, row.id)?;
    }
    act.cancel(tx, "promise.tell_customer_by", row.id)
}
