//! Customers in crisis (R31, T1): begun by a stop, ended by the customer's own word, a good rating and quiet. One guard
//! refuses whatever is commercial for them, through every face and for every rank; what the customer does himself is
//! recorded, and a needed thing passes when the head of service lets it.

use accord_kernel::{
    Act, Action, Audience, Context, Emit, Fact, Guard, Intent, Outcome, Permission, PrincipalKind, Refusal,
    Schedule, Touches,
};
use accord_room_customer::CustomerId;
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as JsonValue, json};

use crate::{
    id::{CaseId, CrisisId, WaitsFor},
    neighbours::{TAKE_NOTE, about_case, heads_of_service, sales_owner, service_owner, tell},
    record::{CaseRow, CrisisRow, cases_of_crisis, crisis, crisis_of, load, releases_of},
    releasable::RELEASABLE,
    rules::crisis::{self as rule, RecoveryState, Struck},
    settings,
};

/// How the recovery of a case stands; the room that keeps recoveries registers it.
pub struct RecoveryOpen {
    /// Answers.
    pub state: fn(&mut Tx, CaseId) -> Outcome<RecoveryState>,
}

/// Refuses whatever is commercial for a customer in crisis.
pub const GUARD: Guard = Guard { name: "crisis", check };

fn check(tx: &mut Tx, ctx: &Context, intent: &Intent<'_>) -> Outcome<()> {
    // What the customer does is not selling: it is recorded, and takes effect when the crisis is over.
    if !intent.action.commercial || ctx.principal.kind == PrincipalKind::Contact {
        return Ok(());
    }
    for customer in &intent.touches.customers {
        let Some(row) = crisis_of(tx, *customer)? else { continue };
        if !is_released(tx, row.id, intent.input)? {
            return Err(refusal(tx, &row)?);
        }
    }
    Ok(())
}

/// Whether the head of service let pass the very thing that the input sells: only the fields that name such a thing
/// speak. Whose customer, site or unit it is about names nothing that is sold.
fn is_released(tx: &mut Tx, id: CrisisId, input: &JsonValue) -> Outcome<bool> {
    let Some(fields) = input.as_object() else { return Ok(false) };
    let sold: Vec<&str> =
        RELEASABLE.iter().filter_map(|kind| fields.get(kind.field)).filter_map(JsonValue::as_str).collect();
    let released = releases_of(tx, id)?;
    Ok(released.iter().any(|release| sold.contains(&release.item_id.to_string().as_str())))
}

fn refusal(tx: &mut Tx, row: &CrisisRow) -> Outcome<Refusal> {
    let case = load(tx, row.case_id)?;
    let mut refusal = Refusal::conflict("crisis.commercial")
        .with("since", row.began_at)
        .with("number", case.number)
        .with("waits", Fact::Word(row.waits_for.message()))
        .possible_action("crisis_wish", Vec::new(), "crisis.wish", json!({ "customer": row.customer_id }));
    refusal = match row.quiet_until {
        Some(until) => refusal.possible("crisis_until", vec![("until", until.into())]),
        None => refusal.possible("crisis_help", Vec::new()),
    };
    Ok(refusal
        .detail(json!({ "in_crisis_since": row.began_at, "case": case.id, "quiet_until": row.quiet_until })))
}

/// A case struck a customer: the crisis begins, or the standing one has one case more.
pub(crate) fn begin(tx: &mut Tx, act: &mut Act<'_>, row: &mut CaseRow) -> Outcome<()> {
    if let Some(standing) = crisis_of(tx, row.customer_id)? {
        row.crisis_id = Some(standing.id);
        tx.update(row)?;
        return settle(tx, act, standing.id);
    }
    let customer = row.customer_id;
    let emit = Emit { name: "crisis.begin", customer: Some(customer.into()), chains: Vec::new() };
    let begun = act.within(tx, emit, |tx, act| {
        let crisis = CrisisRow {
            id: act.new_id(),
            customer_id: customer,
            case_id: row.id,
            began_at: row.began_at,
            quiet_until: None,
            waits_for: WaitsFor::Confirmation,
            ended_at: None,
            version: 1,
        };
        tx.insert(&crisis)?;
        act.fact("crisis", crisis.id);
        act.fact("case", row.id);
        act.fact("since", crisis.began_at);
        Ok(crisis)
    })?;
    row.crisis_id = Some(begun.id);
    tx.update(row)?;
    act.fact("crisis", begun.id);
    // Who leads changes by itself, and both hear it at the same moment (R3).
    let mut persons: Vec<_> = sales_owner(tx, customer)?.into_iter().collect();
    persons.push(service_owner(tx, act, customer)?);
    persons.extend(heads_of_service(tx)?);
    let word = about_case("notice-crisis-begin", row).acknowledged_within(TAKE_NOTE);
    tell(tx, act, &persons, &word)
}

/// Looks at what a crisis waits for, after anything that could change it; ends it when nothing is left.
pub(crate) fn settle(tx: &mut Tx, act: &mut Act<'_>, id: CrisisId) -> Outcome<()> {
    let mut row = crisis(tx, id)?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    let good: i64 = settings::get(tx, act, &settings::GOOD_RATING)?;
    let hours: i64 = settings::get(tx, act, &settings::QUIET_HOURS)?;
    let mut struck = Vec::new();
    for case in cases_of_crisis(tx, id)? {
        if case.state == crate::id::CaseState::Withdrawn {
            continue;
        }
        struck.push(Struck {
            confirmed_at: case.confirmed_at,
            rating: case.rating,
            rated_at: case.rated_at,
            recovery: recovery_of(tx, act, case.id)?,
        });
    }
    let standing = rule::standing(&struck, good, SignedDuration::from_hours(hours));
    // Without a case that stands there was no crisis: it ends at once.
    let until = if struck.is_empty() { Some(act.now) } else { standing.until };
    act.cancel(tx, LiftCrisis::NAME, id)?;
    if row.quiet_until == until && row.waits_for == standing.waits_for && until.is_none_or(|at| at > act.now)
    {
        return plan(tx, act, &row);
    }
    row.quiet_until = until;
    row.waits_for = standing.waits_for;
    if until.is_some_and(|until| until <= act.now) {
        return end(tx, act, row);
    }
    tx.update(&mut row)?;
    plan(tx, act, &row)
}

fn plan(tx: &mut Tx, act: &mut Act<'_>, row: &CrisisRow) -> Outcome<()> {
    let Some(due_at) = row.quiet_until else { return Ok(()) };
    act.schedule(
        tx,
        &Schedule {
            action: LiftCrisis::NAME,
            subject: row.id.into(),
            step: "lift".to_owned(),
            input: json!({ "crisis": row.id }),
            due_at,
        },
    )
}

fn recovery_of(tx: &mut Tx, act: &Act<'_>, case: CaseId) -> Outcome<RecoveryState> {
    match act.registry().extensions::<RecoveryOpen>().next() {
        Some(known) => (known.state)(tx, case),
        None => Ok(RecoveryState::None),
    }
}

fn end(tx: &mut Tx, act: &mut Act<'_>, mut row: CrisisRow) -> Outcome<()> {
    row.ended_at = Some(act.now);
    row.waits_for = WaitsFor::Quiet;
    tx.update(&mut row)?;
    act.fact("crisis", row.id);
    act.fact("crisis_ended_at", act.now);
    let case = load(tx, row.case_id)?;
    let mut persons: Vec<_> = sales_owner(tx, row.customer_id)?.into_iter().collect();
    persons.push(service_owner(tx, act, row.customer_id)?);
    tell(tx, act, &persons, &about_case("notice-crisis-ended", &case))
}

/// A recovery of a case was opened or closed: the room that keeps recoveries says so in its own action.
///
/// # Errors
/// What the database refuses.
pub fn recovery_changed(tx: &mut Tx, act: &mut Act<'_>, case: CaseId) -> Outcome<()> {
    match load(tx, case)?.crisis_id {
        Some(crisis) => settle(tx, act, crisis),
        None => Ok(()),
    }
}

/// Whether a rating says that the customer was served well; every other one has to be put right (R31, R34).
///
/// # Errors
/// What the database refuses.
pub fn is_good(tx: &mut Tx, ctx: &Context, rating: i64) -> Outcome<bool> {
    let good: i64 = settings::get(tx, ctx, &settings::GOOD_RATING)?;
    Ok(rating >= good)
}

/// Whether a customer is in crisis.
///
/// # Errors
/// What the database refuses.
pub fn in_crisis(tx: &mut Tx, customer: CustomerId) -> Outcome<Option<Timestamp>> {
    Ok(crisis_of(tx, customer)?.map(|row| row.began_at))
}

/// The quiet time is over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftCrisis {
    /// The crisis.
    pub crisis: CrisisId,
}

/// A crisis.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrisisAnswer {
    /// Its id.
    pub crisis: CrisisId,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// When it ended.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
}

impl CrisisAnswer {
    pub(crate) fn of(row: &CrisisRow) -> Self {
        Self { crisis: row.id, waits_for: row.waits_for, ended_at: row.ended_at }
    }
}

impl Action for LiftCrisis {
    const NAME: &'static str = "crisis.lift";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = CrisisAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(crisis(tx, self.crisis)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CrisisAnswer> {
        let before = crisis(tx, self.crisis)?;
        if before.ended_at.is_some() {
            act.quiet();
            return Ok(CrisisAnswer::of(&before));
        }
        settle(tx, act, self.crisis)?;
        Ok(CrisisAnswer::of(&crisis(tx, self.crisis)?))
    }
}
