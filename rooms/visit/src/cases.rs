//! A visit for a case moves the case's clocks: who is sent, and when they arrive, is an on-site promise there (R29), so
//! no date that a customer was told stands only here.

use accord_kernel::{Act, Emit, Outcome, Refusal, Status};
use accord_room_case::{self as case, CaseId, CaseRow};
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;

use crate::{
    Purpose, VisitState,
    record::visit::{VisitRow, going, of_subject},
};

/// Kind of a case as the thing that a visit belongs to.
pub(crate) const KIND: &str = "service_case";

/// The case that a visit is for.
fn case_of(row: &VisitRow) -> Option<CaseId> {
    let kind = row.subject_kind.as_deref()?;
    (kind == KIND).then_some(row.subject_id?).map(CaseId)
}

/// Whether it answers a service call: it belongs to a case, or something is to be repaired.
pub(crate) fn is_call(row: &VisitRow) -> bool {
    case_of(row).is_some() || row.purpose == Purpose::Repair
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

/// Who is to be there for a case by a visit, and when.
pub(crate) type Coming = (PersonId, Timestamp);

/// Whom a visit that is ahead says for, and when.
pub(crate) fn coming(tx: &mut Tx, row: &VisitRow) -> Outcome<Option<Coming>> {
    if !matches!(row.state, VisitState::Planned | VisitState::Travelling) {
        return Ok(None);
    }
    let leader = going(tx, row.id)?.into_iter().find(|one| one.leads).map(|one| one.person_id);
    Ok(leader.zip(row.eta_at.or(row.starts_at)))
}

/// Of several visits the earliest speaks for a case. One that should have been there by now is still the one that the
/// customer waits for, unless somebody is there.
fn first_coming(tx: &mut Tx, act: &Act<'_>, of: &CaseRow) -> Outcome<Option<Coming>> {
    let mut first: Option<Coming> = None;
    for row in of_subject(tx, of.id.into())? {
        if case_of(&row) != Some(of.id) {
            continue;
        }
        let Some(one) = coming(tx, &row)? else { continue };
        let over = one.1 <= act.now && of.on_site_at.is_some();
        if !over && first.is_none_or(|known| one.1 < known.1) {
            first = Some(one);
        }
    }
    Ok(first)
}

/// Who is to be there changed: the case's on-site promise is that of the earliest visit that is ahead. `before` is what
/// this visit said until now; with no other in its place, nobody is sent any more.
pub(crate) fn follow(tx: &mut Tx, act: &mut Act<'_>, row: &VisitRow, before: Option<Coming>) -> Outcome<()> {
    let Some(id) = case_of(row) else { return Ok(()) };
    let of = case::load(tx, id)?;
    match (first_coming(tx, act, &of)?, before) {
        (Some(first), _) if (of.engineer_id, of.arrives_at) == (Some(first.0), Some(first.1)) => Ok(()),
        (Some((leader, at)), _) if at > act.now => told(tx, act, row, "case.dispatch", |tx, act| {
            act.fact("case", id);
            case::sent(tx, act, id, leader, at)
        }),
        (first, Some(before)) if first != Some(before) => told(tx, act, row, "case.not_sent", |tx, act| {
            act.fact("case", id);
            case::not_sent(tx, act, id, before.0, before.1)
        }),
        _ => Ok(()),
    }
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
