//! A visit for a case moves the case's clocks: who is sent, and when they arrive, is an on-site promise there (R29), so
//! no date that a customer was told stands only here.

use accord_kernel::{Act, Emit, Outcome, Refusal, Status};
use accord_room_case::{self as case, CaseId};
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;

use crate::record::visit::{VisitRow, going};

/// Kind of a case as the thing that a visit belongs to.
pub(crate) const KIND: &str = "service_case";

/// The case that a visit is for.
fn case_of(row: &VisitRow) -> Option<CaseId> {
    let kind = row.subject_kind.as_deref()?;
    (kind == KIND).then_some(row.subject_id?).map(CaseId)
}

/// Refuses a case of somebody else, as one that is absent.
pub(crate) fn must_belong(tx: &mut Tx, row: &VisitRow, customer: CustomerId) -> Outcome<()> {
    match case_of(row) {
        Some(id) if case::load(tx, id)?.customer_id != customer => Err(Refusal::absent()),
        _ => Ok(()),
    }
}

/// What a case refuses stays its own matter: the visit goes on, and the case as it was.
fn told(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &VisitRow,
    name: &'static str,
    work: impl FnOnce(&mut Tx, &mut Act<'_>) -> Outcome<()>,
) -> Outcome<()> {
    let emit = Emit { name, customer: Some(row.customer_id.into()), chains: Vec::new() };
    match act.attempt(tx, |tx, act| act.within(tx, emit, work))? {
        Err(refusal) if matches!(refusal.status, Status::Defect | Status::Unavailable | Status::Full) => {
            Err(refusal)
        }
        _ => Ok(()),
    }
}

/// Somebody is to be there at a time: the case's on-site promise is theirs.
pub(crate) fn sent(tx: &mut Tx, act: &mut Act<'_>, row: &VisitRow, at: Option<Timestamp>) -> Outcome<()> {
    let leader = going(tx, row.id)?.into_iter().find(|one| one.leads).map(|one| one.person_id);
    let (Some(id), Some(leader), Some(at)) = (case_of(row), leader, at.or(row.starts_at)) else {
        return Ok(());
    };
    if at <= act.now {
        return Ok(());
    }
    told(tx, act, row, "case.dispatch", |tx, act| {
        act.fact("case", id);
        case::sent(tx, act, id, leader, at)
    })
}

/// Somebody is there: the case's clocks of the way stop.
pub(crate) fn arrived(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &VisitRow,
    person: PersonId,
    at: Timestamp,
) -> Outcome<()> {
    let Some(id) = case_of(row) else { return Ok(()) };
    told(tx, act, row, "case.arrive", |tx, act| {
        act.fact("case", id);
        case::arrived(tx, act, id, person, at)
    })
}
