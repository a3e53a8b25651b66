//! Who goes. A person is chosen by hand; what speaks against the choice is said, and what is impossible is refused.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::{PersonId, check};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    facts, living,
    plan::{VisitAnswer, active},
    touches, with_person,
};
use crate::{
    VisitId, cases,
    neighbours::at_version,
    propose::{Need, against, may_go, proposals},
    record::visit::{VisitPersonRow, VisitRow, going, person_of},
    rules::proposal::{Why, instead},
    tell::{self, Told},
};

/// Sends somebody on a visit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignVisit {
    /// The visit.
    pub visit: VisitId,
    /// Version that was read.
    pub version: i64,
    /// Who.
    pub person: PersonId,
    /// Goes along, and somebody else answers for the visit.
    #[serde(default)]
    pub along: bool,
    /// Why this person, if something speaks against it.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Action for AssignVisit {
    const NAME: &'static str = "visit.assign";
    const PERMISSION: Permission = Permission::VisitPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(with_person(touches(tx, self.visit)?, Some(self.person)))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitAnswer> {
        let mut row = living(tx, self.visit)?;
        at_version(&row, self.version)?;
        send(tx, act, &row, self.person, !self.along, self.reason.as_deref())?;
        cases::follow(tx, act, &row, None)?;
        let told = tell::announce(tx, act, &mut row)?;
        tx.update(&mut row)?;
        facts(act, &row);
        act.fact("person", self.person);
        Ok(VisitAnswer::of(&row, told))
    }
}

/// What a visit needs that begins then.
fn need_at(row: &VisitRow, starts_at: Timestamp) -> Need {
    Need {
        customer: row.customer_id,
        site: row.site_id,
        asset: row.asset_id,
        purpose: row.purpose,
        starts_at,
        minutes: row.minutes,
        visit: Some(row.id),
    }
}

/// Most people named instead of somebody.
const NAMED: usize = 3;

/// Refuses somebody who has no role that carries out visits, and names whom to send instead.
fn may_not(tx: &mut Tx, act: &Act<'_>, row: &VisitRow, person: PersonId) -> Outcome<Refusal> {
    let refusal = Refusal::field("/person", "visit.person_may_not")
        .with("person", accord_room_people::person(tx, person)?.name);
    let list = proposals(tx, act, &need_at(row, row.starts_at.unwrap_or(act.now)))?;
    let mut who = Vec::new();
    for other in instead(&list, row.starts_at.is_some(), NAMED) {
        who.push(Fact::Text(accord_room_people::person(tx, PersonId(other))?.name));
    }
    Ok(if who.is_empty() {
        refusal.possible("visit_give_role", Vec::new())
    } else {
        refusal.possible("visit_instead", vec![("who", Fact::List(who))])
    })
}

fn word(why: &Why) -> Fact {
    Fact::Word(format!("visit-why-{}-short", why.word().replace('_', "-")))
}

/// Refuses somebody who may not carry out visits or cannot be there; asks for a reason when something else speaks
/// against it.
pub(super) fn must_be_free(
    tx: &mut Tx,
    act: &Act<'_>,
    row: &VisitRow,
    person: PersonId,
    reason: Option<&str>,
) -> Outcome<Option<String>> {
    active(tx, person)?;
    if !may_go(tx, act, person)? {
        return Err(may_not(tx, act, row, person)?);
    }
    let reason = check::some("/reason", reason, check::WORDING_MAX)?;
    let Some(starts_at) = row.starts_at else { return Ok(reason) };
    let why = against(tx, act, &need_at(row, starts_at), person)?;
    let name = accord_room_people::person(tx, person)?.name;
    if let Some(first) = why.iter().find(|one| one.forbids()) {
        let (rule, until, number) = match first {
            Why::Busy(number, until) => ("visit.person_busy", *until, number.clone()),
            Why::Leave(until) => ("visit.person_on_leave", *until, String::new()),
            _ => return Err(Refusal::defect("what forbids is leave or another visit")),
        };
        return Err(Refusal::field("/person", rule)
            .with("person", name)
            .with("until", until)
            .with("number", number)
            .possible("visit-proposals", Vec::new()));
    }
    if why.is_empty() || reason.is_some() {
        return Ok(reason);
    }
    Err(Refusal::field("/reason", "visit.reason_needed")
        .with("person", name)
        .with("why", Fact::List(why.iter().map(word).collect())))
}

/// Somebody goes on a visit; who leads is named to the customer, and the one who led before goes along.
pub(super) fn send(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &VisitRow,
    person: PersonId,
    leads: bool,
    reason: Option<&str>,
) -> Outcome<()> {
    let reason = must_be_free(tx, act, row, person, reason)?;
    let others = going(tx, row.id)?;
    // Somebody always answers for it.
    let leads = leads || !others.iter().any(|one| one.leads && one.person_id != person);
    if leads {
        for mut one in others.into_iter().filter(|one| one.leads && one.person_id != person) {
            one.leads = false;
            tx.update(&mut one)?;
        }
    }
    match person_of(tx, row.id, person)? {
        Some(mut one) => {
            (one.leads, one.goes, one.reason, one.since_at) = (leads, true, reason, act.now);
            tx.update(&mut one)?;
        }
        None => tx.insert(&VisitPersonRow {
            id: act.new_id(),
            visit_id: row.id,
            person_id: person,
            leads,
            goes: true,
            reason,
            arrived_at: None,
            since_at: act.now,
            version: 1,
        })?,
    }
    act.chain(person);
    tell::colleagues(tx, act, &[person], "notice-visit-assigned", row)
}

/// Somebody does not go after all.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnassignVisit {
    /// The visit.
    pub visit: VisitId,
    /// Version that was read.
    pub version: i64,
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reason: String,
}

impl Action for UnassignVisit {
    const NAME: &'static str = "visit.unassign";
    const PERMISSION: Permission = Permission::VisitPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitAnswer> {
        let mut row = living(tx, self.visit)?;
        at_version(&row, self.version)?;
        let mut one =
            person_of(tx, row.id, self.person)?.filter(|one| one.goes).ok_or_else(Refusal::absent)?;
        if one.arrived_at.is_some() {
            return Err(Refusal::conflict("visit.begun").with("number", row.number.clone()));
        }
        let led = one.leads;
        let before = cases::coming(tx, &row)?;
        one.goes = false;
        one.leads = false;
        one.reason = Some(check::text("/reason", &self.reason, check::WORDING_MAX)?);
        one.since_at = act.now;
        tx.update(&mut one)?;
        if led && let Some(mut next) = going(tx, row.id)?.into_iter().next() {
            next.leads = true;
            tx.update(&mut next)?;
        }
        cases::follow(tx, act, &row, before)?;
        let told = if led { tell::announce(tx, act, &mut row)? } else { Told::Known };
        tx.update(&mut row)?;
        tell::colleagues(tx, act, &[self.person], "notice-visit-not-needed", &row)?;
        facts(act, &row);
        act.fact("person", self.person);
        Ok(VisitAnswer::of(&row, told))
    }
}
