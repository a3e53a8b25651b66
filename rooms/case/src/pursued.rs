//! What cases tell the pipeline: every call about a unit on trial stands on the trial's scorecard from the moment it is
//! taken (R12), and whoever is sent to a customer is not at a demonstration (R10, T3).

use accord_kernel::{Act, Context, Fact, Happened, Outcome, Reaction, Registry};
use accord_room_people::PersonId;
use accord_room_pipeline::{ScoreFact, ScorecardSource, Trial, Verdict, call_away};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};

use crate::{
    id::{CaseId, CaseState, Severity},
    record::{CaseRow, load, of_unit},
    settings::{CALL_MINUTES, get},
};

/// Registers what the pipeline asks of cases.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(ScorecardSource { word: "service_case", facts: cases_of_trial }).reaction(Reaction {
        name: "case.engineer_called",
        on: "case.dispatch",
        run: called,
    });
}

fn cases_of_trial(tx: &mut Tx, _: &Context, trial: &Trial) -> Outcome<Vec<ScoreFact>> {
    let Some(unit) = trial.unit else { return Ok(Vec::new()) };
    Ok(of_unit(tx, trial.customer, unit)?.iter().filter_map(fact_of).collect())
}

/// A call as a fact of the scorecard: trouble speaks against the trial, before and after it is mended; a question is
/// open until it is answered, and says nothing afterwards. A stop that stands among the unit's own counts there once.
fn fact_of(row: &CaseRow) -> Option<ScoreFact> {
    let verdict = match (row.state, row.worst) {
        (CaseState::Withdrawn, _) => return None,
        (state, _) if row.outage_id.is_some() && state != CaseState::Open => return None,
        (CaseState::Open, Severity::Question) => Verdict::Open,
        (_, Severity::Question) => return None,
        _ => Verdict::Bad,
    };
    Some(ScoreFact {
        what: "score-case",
        facts: vec![
            ("number", row.number.clone().into()),
            ("severity", Fact::Word(row.worst.message())),
            ("at", row.received_at.into()),
            ("state", Fact::Word(row.state.message())),
        ],
        verdict,
        at: row.received_at,
        thing: Some(("service_case", row.id.into())),
    })
}

/// Somebody is sent: they are on the way and at work around the time the customer was told, not at a demonstration.
fn called(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let case = event.fact::<CaseId>("case");
    let engineer = event.fact::<PersonId>("engineer");
    let arrives_at = event.fact::<Timestamp>("arrives_at");
    let (Some(case), Some(engineer), Some(arrives_at)) = (case, engineer, arrives_at) else {
        return Ok(());
    };
    let away = SignedDuration::from_mins(get(tx, act.context(), &CALL_MINUTES)?);
    let from = arrives_at.checked_sub(away).unwrap_or(arrives_at);
    let until = arrives_at.checked_add(away).unwrap_or(arrives_at);
    let number = load(tx, case)?.number;
    call_away(tx, act, engineer, (from, until), &number)
}
