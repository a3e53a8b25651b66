//! What is to be done about contracts by a day: value reviews, revisits, renewals, what is missing at a site. Each task
//! has an owner, who is told some days before and again when the day has passed; then those above are told too.

use accord_kernel::{Act, Outcome, Schedule};
use accord_room_asset::{Asset, AssetId};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx};
use jiff::civil::Date;
use serde_json::{Value as JsonValue, json};

use crate::{
    id::{ContractId, ContractTaskId, DecisionId, TaskKind, TaskState},
    neighbours::{day_in, sales_owner, service_owner, start_of, zone_of},
    record::{
        contract::{ContractRow, CoverRow},
        offer::DecisionRow,
        task::{TaskRow, tasks_of_contract, tasks_of_decision},
    },
    rules::{
        feasibility::Missing,
        term::{CoverKind, days_before, moved_step, steps_ahead},
    },
    settings,
};

/// The action that tells about a task.
pub(crate) const REMIND: &str = "contract.remind";
/// The action that tells about a task that sells: it waits while nothing is sold to the customer (R31).
pub(crate) const REMIND_SALES: &str = "contract.remind_sales";

/// The action that tells about tasks of a kind.
fn reminder(kind: TaskKind) -> &'static str {
    if kind.sells() { REMIND_SALES } else { REMIND }
}

/// Nobody is told about a task any more.
pub(crate) fn unplan(tx: &mut Tx, act: &mut Act<'_>, row: &TaskRow) -> Outcome<()> {
    act.cancel(tx, reminder(row.kind), row.id)
}

/// A task to be made.
#[derive(Clone)]
pub(crate) struct NewTask {
    pub customer: CustomerId,
    pub kind: TaskKind,
    pub contract: Option<ContractId>,
    pub decision: Option<DecisionId>,
    pub asset: Option<AssetId>,
    pub site: Option<SiteId>,
    pub step: String,
    pub facts: JsonValue,
    pub owner: PersonId,
    pub due_on: Date,
}

/// Puts a task on somebody's list.
pub(crate) fn put(tx: &mut Tx, act: &mut Act<'_>, new: NewTask) -> Outcome<TaskRow> {
    let row = TaskRow {
        id: act.new_id::<ContractTaskId>(),
        customer_id: new.customer,
        kind: new.kind,
        contract_id: new.contract,
        decision_id: new.decision,
        asset_id: new.asset,
        site_id: new.site,
        step: new.step,
        facts: Json(new.facts),
        owner_id: new.owner,
        due_on: new.due_on,
        state: TaskState::Open,
        made_at: act.now,
        done_at: None,
        done_by: None,
        outcome: None,
        words: None,
        version: 1,
    };
    tx.insert(&row)?;
    act.chain(row.owner_id);
    plan(tx, act, &row)?;
    Ok(row)
}

/// Plans when its owner is told.
pub(crate) fn plan(tx: &mut Tx, act: &mut Act<'_>, row: &TaskRow) -> Outcome<()> {
    unplan(tx, act, row)?;
    let zone = zone_of(tx, act, row.site_id)?;
    let before: i64 = settings::get(tx, act, &settings::REMIND_DAYS)?;
    let late = row.due_on.tomorrow().unwrap_or(row.due_on);
    let soon = days_before(row.due_on, before).unwrap_or(row.due_on);
    for (step, day) in [("soon", soon), ("late", late)] {
        let due_at = start_of(day, &zone)?;
        // What is behind already is told at once; nobody waits for a day that is over.
        let due_at = due_at.max(act.now);
        act.schedule(
            tx,
            &Schedule {
                action: reminder(row.kind),
                subject: row.id.into(),
                step: step.to_owned(),
                input: json!({ "task": row.id, "step": step }),
                due_at,
            },
        )?;
    }
    Ok(())
}

/// Takes a task off the list.
pub(crate) fn overtake(tx: &mut Tx, act: &mut Act<'_>, mut row: TaskRow) -> Outcome<()> {
    if row.state == TaskState::Open {
        row.state = TaskState::Overtaken;
        tx.update(&mut row)?;
        unplan(tx, act, &row)?;
        act.chain(row.owner_id);
    }
    Ok(())
}

/// Takes the open tasks of a contract off the list, those of some kinds or of a unit.
pub(crate) fn overtake_of_contract(
    tx: &mut Tx,
    act: &mut Act<'_>,
    contract: ContractId,
    which: impl Fn(&TaskRow) -> bool,
) -> Outcome<()> {
    for row in tasks_of_contract(tx, contract)?.into_iter().filter(|row| which(row)) {
        overtake(tx, act, row)?;
    }
    Ok(())
}

/// Takes the open tasks of a decision off the list.
pub(crate) fn overtake_of_decision(tx: &mut Tx, act: &mut Act<'_>, decision: DecisionId) -> Outcome<()> {
    for row in tasks_of_decision(tx, decision)? {
        overtake(tx, act, row)?;
    }
    Ok(())
}

/// Steps towards the day on which something ends, so many days before it: what is known moves along, what is not known is
/// made as far as its day is still to come. `one` is any of them, without step and days.
fn towards(
    tx: &mut Tx,
    act: &mut Act<'_>,
    known: &[TaskRow],
    (until, before): (Date, &[i64]),
    one: &NewTask,
) -> Outcome<()> {
    let known: Vec<&TaskRow> =
        known.iter().filter(|row| row.kind == one.kind && row.asset_id == one.asset).collect();
    let today = day_in(&zone_of(tx, act, one.site)?, act.now);
    let facts = |days: i64| with_fact(&one.facts, "days", days);
    if known.is_empty() {
        for (days, due_on) in steps_ahead(until, before, today) {
            let step = some_step(one.kind, days);
            put(tx, act, NewTask { step, facts: facts(days), due_on, ..one.clone() })?;
        }
        return Ok(());
    }
    for row in known.into_iter().filter(|row| row.state == TaskState::Open) {
        let mine = before.iter().find(|days| row.step == some_step(one.kind, **days));
        let Some((days, day)) = mine.and_then(|days| Some((*days, days_before(until, *days)?))) else {
            continue;
        };
        let (due_on, facts) = (moved_step(row.due_on, day, today), facts(days));
        if due_on != row.due_on || facts != row.facts.0 {
            let mut row = row.clone();
            row.due_on = due_on;
            row.facts = Json(facts);
            tx.update(&mut row)?;
            plan(tx, act, &row)?;
        }
    }
    Ok(())
}

fn with_fact(facts: &JsonValue, name: &str, value: i64) -> JsonValue {
    let mut facts = facts.clone();
    if let Some(map) = facts.as_object_mut() {
        map.insert(name.to_owned(), value.into());
    }
    facts
}

/// What tells the steps of one end from each other: the value review has only one.
fn some_step(kind: TaskKind, days: i64) -> String {
    if kind == TaskKind::ValueReview { "warranty".to_owned() } else { days.to_string() }
}

/// The tasks that the cover of a unit makes: the value review before the warranty ends, and the steps of renewal before
/// the paid term does. Called again when the cover moves.
pub(crate) fn of_cover(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &ContractRow,
    unit: &Asset,
    covers: &[CoverRow],
) -> Outcome<()> {
    let known = tasks_of_contract(tx, row.id)?;
    let base = |kind: TaskKind, owner: PersonId, until: Date| NewTask {
        customer: row.customer_id,
        kind,
        contract: Some(row.id),
        decision: None,
        asset: Some(unit.id),
        site: unit.site_id,
        step: String::new(),
        facts: json!({ "until": until }),
        owner,
        due_on: until,
    };
    if let Some(uplift) = covers.iter().find(|cover| cover.kind == CoverKind::Uplift) {
        let days: i64 = settings::get(tx, act, &settings::REVIEW_DAYS)?;
        let owner = match row.owner_id {
            Some(owner) => owner,
            None => service_owner(tx, act, row.customer_id)?,
        };
        let until = uplift.until_on;
        towards(tx, act, &known, (until, &[days]), &base(TaskKind::ValueReview, owner, until))?;
    }
    let paid = covers.iter().filter(|cover| cover.kind == CoverKind::Paid).map(|cover| cover.until_on).max();
    if let Some(until) = paid {
        let owner = sales_owner(tx, act, row.customer_id)?;
        let steps: Vec<i64> = settings::get(tx, act, &settings::RENEWAL_DAYS)?;
        towards(tx, act, &known, (until, &steps), &base(TaskKind::Renewal, owner, until))?;
    }
    Ok(())
}

/// The days on which a customer who declined is asked again, once the end of the warranty is known.
pub(crate) fn of_declined(
    tx: &mut Tx,
    act: &mut Act<'_>,
    decision: &DecisionRow,
    unit: &Asset,
    warranty_until: Date,
) -> Outcome<()> {
    let known = tasks_of_decision(tx, decision.id)?;
    let owner = sales_owner(tx, act, decision.customer_id)?;
    let steps: Vec<i64> = settings::get(tx, act, &settings::REVISIT_DAYS)?;
    let one = NewTask {
        customer: decision.customer_id,
        kind: TaskKind::Revisit,
        contract: None,
        decision: Some(decision.id),
        asset: Some(unit.id),
        site: unit.site_id,
        step: String::new(),
        facts: json!({ "until": warranty_until, "reason": decision.reason }),
        owner,
        due_on: warranty_until,
    };
    towards(tx, act, &known, (warranty_until, &steps), &one)
}

/// What is missing at a site becomes tasks, each once: for the service owner, before the cover begins.
pub(crate) fn of_missing(
    tx: &mut Tx,
    act: &mut Act<'_>,
    customer: CustomerId,
    site: SiteId,
    contract: Option<ContractId>,
    missing: &[Missing],
    today: Date,
) -> Outcome<Vec<TaskRow>> {
    let known = crate::record::task::readiness_of_site(tx, site)?;
    let days: i64 = settings::get(tx, act, &settings::READINESS_DAYS)?;
    let due_on = days_before(today, -days).unwrap_or(today);
    let mut made = Vec::new();
    for one in missing {
        let step = step_of(one);
        if known.iter().any(|row| row.step == step) {
            continue;
        }
        let owner = service_owner(tx, act, customer)?;
        let facts = serde_json::to_value(one).unwrap_or(JsonValue::Null);
        let new = NewTask {
            customer,
            kind: TaskKind::Readiness,
            contract,
            decision: None,
            asset: None,
            site: Some(site),
            step,
            facts,
            owner,
            due_on,
        };
        made.push(put(tx, act, new)?);
    }
    Ok(made)
}

/// What tells one missing thing from another.
pub(crate) fn step_of(missing: &Missing) -> String {
    match missing {
        Missing::CriticalPart { part, .. } => format!("{}:{part}", missing.word()),
        Missing::Access { gap } => format!("{}:{gap}", missing.word()),
        _ => missing.word().to_owned(),
    }
}
