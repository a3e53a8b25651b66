//! Moments of truth become leads (R35): never without value to the customer, never in a crisis, and never by an uncertified
//! engineer's own mouth.

use accord_kernel::{Act, Intent, Outcome, Refusal, Schedule, Status, Touches};
use accord_room_customer::{self as customer, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{SignedDuration, civil::Date};
use serde_json::json;

use crate::{
    actions::{LEAD_LATE, OFFER, TRY_OFFER},
    id::{ObservationKind, ObservationState},
    neighbours::{Word, owner, tell, working_days},
    record::observation::ObservationRow,
    settings,
};

/// Whether an engineer holds the commercial certificate on a day (R53). The room that keeps certificates registers it; as
/// long as none does, nobody holds one, and the rep speaks.
#[derive(Debug, Clone, Copy)]
pub struct Certified {
    /// Whether the person holds it.
    pub holds: fn(&mut Tx, PersonId, Date) -> Outcome<bool>,
}

/// Whether a person may speak with a customer about a lead: whoever sells, or holds the certificate.
pub(crate) fn may_speak(tx: &mut Tx, act: &Act<'_>, person: PersonId, owner: PersonId) -> Outcome<bool> {
    if person == owner {
        return Ok(true);
    }
    let on = people::settings::today(act);
    for certified in act.registry().extensions::<Certified>() {
        if (certified.holds)(tx, person, on)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a guard would refuse to make a lead of it now: the customer is in crisis, say (T1).
pub(crate) fn is_held(tx: &mut Tx, act: &Act<'_>, row: &ObservationRow) -> Outcome<bool> {
    let registry = act.registry();
    let action =
        registry.find_action(OFFER).ok_or_else(|| Refusal::defect("observation.offer is not registered"))?;
    let (touches, input) = (Touches::customer(row.customer_id), json!({ "observation": row.id }));
    let intent = Intent { action, touches: &touches, input: &input };
    for guard in registry.guards() {
        match (guard.check)(tx, act.context(), &intent) {
            Ok(()) => {}
            Err(refusal) if matches!(refusal.status, Status::Conflict | Status::Forbidden) => {
                return Ok(true);
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(false)
}

/// Brings an observation as far as it can go: kept without value, held in a crisis, offered to a colleague otherwise.
/// News for service are offered even in a crisis: they sell nothing.
pub(crate) fn settle(tx: &mut Tx, act: &mut Act<'_>, row: &mut ObservationRow) -> Outcome<()> {
    let news = row.kind == ObservationKind::ServiceNews;
    if !news && is_held(tx, act, row)? {
        row.in_quiet = row.in_quiet || row.state == ObservationState::Seed;
        row.state = ObservationState::Held;
        let hours: i64 = people::settings::get(tx, act, &settings::RETRY_HOURS)?;
        let due_at = act.now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(act.now);
        let plan = Schedule {
            action: TRY_OFFER,
            subject: row.id.into(),
            step: "try".to_owned(),
            input: json!({ "observation": row.id }),
            due_at,
        };
        return act.schedule(tx, &plan);
    }
    if !news && row.value_tie.is_none() {
        row.state = ObservationState::Seed;
        return Ok(());
    }
    offer(tx, act, row)
}

/// Offers it to whoever of the other function answers for the customer; they have two working days.
pub(crate) fn offer(tx: &mut Tx, act: &mut Act<'_>, row: &mut ObservationRow) -> Outcome<()> {
    let half = match row.kind {
        ObservationKind::ServiceNews => TeamSphere::AfterSales,
        _ => TeamSphere::Sales,
    };
    let whose = owner(tx, act, row.customer_id, half)?;
    let due_at = working_days(tx, act, row.customer_id, &settings::ACCEPT_DAYS)?;
    row.state = ObservationState::Offered;
    row.owner_id = Some(whose);
    row.offered_at = Some(act.now);
    row.accept_due_at = Some(due_at);
    let plan = Schedule {
        action: LEAD_LATE,
        subject: row.id.into(),
        step: "late".to_owned(),
        input: json!({ "observation": row.id }),
        due_at,
    };
    act.schedule(tx, &plan)?;
    let word = Word::new("notice-lead", "/leads")
        .with("customer", customer::load(tx, row.customer_id)?.name)
        .with("saw", row.saw.as_str())
        .with("who", people::facts::person(row.seen_by))
        .with("due", due_at)
        .about(row.customer_id);
    tell(tx, act, &[whose], &word)
}

/// What every event about an observation holds.
pub(crate) fn facts(act: &mut Act<'_>, row: &ObservationRow) {
    act.fact("observation", row.id);
    act.fact("number", &row.number);
    act.fact("state", row.state);
    act.fact("kind", row.kind);
    act.chain(row.seen_by);
}
