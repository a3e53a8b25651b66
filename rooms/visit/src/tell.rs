//! Who hears what of a visit: the customer by mail, with the name of whoever comes and the time at the site; colleagues
//! by notice.

use accord_kernel::{Act, Fact, Outcome};
use accord_room_customer::{self as customer, ContactState};
use accord_room_people::{
    self as people, Notice, OutsideLetter, PersonId, letters::LetterDef, record::person,
};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    letters,
    neighbours::contact_of,
    record::visit::{VisitRow, going},
};

/// What the customer was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// A letter went out.
    Yes,
    /// They know already.
    Known,
    /// There is nothing to tell yet: no time, or nobody who goes.
    NothingYet,
    /// Nobody with an address is known there: somebody has to call.
    NoAddress,
}

/// Tells the customer who comes and when, or that it changed. What they were told stands on the row, which the caller
/// writes.
pub(crate) fn announce(tx: &mut Tx, act: &mut Act<'_>, row: &mut VisitRow) -> Outcome<Told> {
    let leader = going(tx, row.id)?.into_iter().find(|one| one.leads).map(|one| one.person_id);
    let (Some(starts_at), Some(leader)) = (row.starts_at, leader) else { return Ok(Told::NothingYet) };
    if (row.told_start, row.told_person) == (Some(starts_at), Some(leader)) {
        return Ok(Told::Known);
    }
    let kind = match row.told_start {
        None => &letters::PLANNED,
        Some(before) if before == starts_at => &letters::PERSON,
        Some(_) => &letters::MOVED,
    };
    let before = row.told_start.unwrap_or(starts_at);
    let facts = vec![("at", Fact::from(starts_at)), ("before", before.into())];
    let told = letter(tx, act, row, Some(leader), kind, facts)?;
    if told == Told::Yes {
        row.told_start = Some(starts_at);
        row.told_person = Some(leader);
    }
    Ok(told)
}

/// Tells the customer that nobody comes.
pub(crate) fn call_off(tx: &mut Tx, act: &mut Act<'_>, row: &VisitRow) -> Outcome<Told> {
    let Some(before) = row.told_start else { return Ok(Told::NothingYet) };
    letter(tx, act, row, None, &letters::CANCELLED, vec![("before", before.into())])
}

/// Tells the customer that somebody has set out.
pub(crate) fn on_the_way(tx: &mut Tx, act: &mut Act<'_>, row: &VisitRow, who: PersonId) -> Outcome<Told> {
    let Some(eta) = row.eta_at else { return Ok(Told::NothingYet) };
    letter(tx, act, row, Some(who), &letters::ON_THE_WAY, vec![("at", eta.into())])
}

fn letter(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &VisitRow,
    who: Option<PersonId>,
    letter: &'static LetterDef,
    mut facts: Vec<(&'static str, Fact)>,
) -> Outcome<Told> {
    let site = customer::site(tx, row.site_id)?;
    let Some(contact) = contact_of(&site, row.contact_id) else { return Ok(Told::NoAddress) };
    let contact = customer::contact(tx, contact)?;
    let Some(address) = contact.email.clone().filter(|_| contact.state == ContactState::Active) else {
        return Ok(Told::NoAddress);
    };
    let person = match who {
        Some(who) => person::names(tx, &[who])?.into_iter().next().map(|(_, name)| name),
        None => None,
    };
    facts.push(("number", row.number.clone().into()));
    facts.push(("site", site.name.clone().into()));
    facts.push(("person", person.unwrap_or_default().into()));
    let letter = OutsideLetter {
        subject: contact.id.into(),
        address,
        language: contact.language,
        zone: site.zone,
        letter,
        facts,
        path: None,
    };
    people::write_outside(tx, act, letter)?;
    Ok(Told::Yes)
}

/// Tells colleagues, but not whoever acts.
pub(crate) fn colleagues(
    tx: &mut Tx,
    act: &mut Act<'_>,
    persons: &[PersonId],
    kind: &'static str,
    row: &VisitRow,
) -> Outcome<()> {
    let actor = act.principal.id;
    for person in persons.iter().filter(|person| person.0 != actor) {
        let mut facts = vec![("number", Fact::from(row.number.clone()))];
        facts.push(("at", row.starts_at.map_or(Fact::Word("visit-no-time".to_owned()), Fact::Instant)));
        let notice =
            Notice::new(*person, kind, facts).at(format!("/visits/{}", row.id)).about(row.customer_id);
        people::notify(tx, act, notice)?;
    }
    Ok(())
}
