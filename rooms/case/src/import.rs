//! Cases that another system closed (R29, R61): they come in as they ended there, with everything it wrote down of them,
//! and nothing begins by it. No clock runs, nobody is told, asked or put in crisis. Whether the service level was met is
//! a promise that ended ([`promise::import_outcomes`]), counted like any other.

use std::collections::BTreeMap;

use accord_kernel::{Act, Emit, Outcome, Refusal};
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::{PersonId, check};
use accord_room_promise::{self as promise, About, ImportedOutcome};
use accord_store::{Image, Tx, search};
use jiff::Timestamp;

use crate::{
    clocks::ABOUT,
    id::{CaseId, CaseState, Entry, Severity},
    neighbours::{service_owner, zone_of},
    opening,
    record::{CaseRow, HistoryRow, OriginRow, clocks_of, found_by, history_of, load, origin_of},
};

/// Most updates of one case.
const UPDATES_MAX: usize = 5_000;

/// One update, in the words of the other system.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedUpdate {
    /// When it was written.
    pub written_at: Timestamp,
    /// State.
    pub state: String,
    /// Priority.
    pub priority: Option<String>,
    /// The team that had it.
    pub team: Option<String>,
    /// Who had it.
    pub assignee: Option<String>,
    /// Who wrote it.
    pub writer: Option<String>,
    /// How often it had been given to somebody else by then.
    pub reassigned: i64,
    /// How often it had been opened again by then.
    pub reopened: i64,
}

/// A case that another system closed.
#[derive(Debug, Clone)]
pub struct ImportedCase {
    /// Its number there.
    pub number: String,
    /// The customer, whose chain is locked.
    pub customer: CustomerId,
    /// Where.
    pub site: Option<SiteId>,
    /// What was wrong.
    pub what: String,
    /// Who called, as it was written down.
    pub caller: Option<String>,
    /// Its category there.
    pub category: Option<String>,
    /// What was found and done.
    pub result: Option<String>,
    /// How badly the customer was hit at the end.
    pub severity: Severity,
    /// The worst that it was.
    pub worst: Severity,
    /// How it came in.
    pub channel: Entry,
    /// When the customer called.
    pub received_at: Timestamp,
    /// Since when it ran again.
    pub restored_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// The colleague who answers for it here; whoever answers for the customer in service when open.
    pub owner: Option<PersonId>,
    /// Whether the service level was met; open when the system does not say.
    pub in_time: Option<bool>,
    /// Everything that was written down, in its order; at least one.
    pub updates: Vec<ImportedUpdate>,
}

/// What of the house is the same for many cases.
#[derive(Default)]
struct House {
    customers: BTreeMap<CustomerId, CustomerId>,
    owners: BTreeMap<CustomerId, PersonId>,
    zones: BTreeMap<(CustomerId, Option<SiteId>), String>,
}

/// Keeps cases of another system, each as an event of its own, in few statements.
///
/// # Errors
/// A field's refusal; then none of them may be relied on.
pub fn import_cases(tx: &mut Tx, act: &mut Act<'_>, new: &[ImportedCase]) -> Outcome<Vec<CaseRow>> {
    let numbers = act.numbers(tx, "CASE", new.len())?;
    let mut house = House::default();
    let mut rows = Vec::with_capacity(new.len());
    for (one, number) in new.iter().zip(numbers) {
        rows.push(case_row(tx, act, &mut house, one, number)?);
    }
    let outcomes = outcomes(act, new, &rows);
    let cases = tx.insert_apart(&rows)?;
    let mut kept = promise::import_outcomes(tx, act, &outcomes)?.into_iter().peekable();
    let mut parts: Vec<Vec<Image>> = cases.into_iter().map(|image| vec![image]).collect();
    let mut origins = Vec::with_capacity(new.len());
    let mut history = Vec::new();
    for ((one, row), part) in new.iter().zip(&rows).zip(&mut parts) {
        let of_this = kept.next_if(|(owed, _)| owed.about_id == Some(row.id.into()));
        let promise_id = of_this.as_ref().map(|(owed, _)| owed.id);
        part.extend(of_this.map(|(_, image)| image));
        origins.push(origin_row(act, one, row.id, promise_id));
        for (place, update) in (1..).zip(&one.updates) {
            history.push(history_row(act, row.id, place, update));
        }
    }
    let origin_images = tx.insert_apart(&origins)?;
    let mut history_images = tx.insert_apart(&history)?.into_iter();
    for ((one, part), origin) in new.iter().zip(&mut parts).zip(origin_images) {
        part.push(origin);
        part.extend(history_images.by_ref().take(one.updates.len()));
    }
    let found: Vec<_> = new.iter().zip(&rows).map(|(one, row)| found_by(row, Some(&one.number))).collect();
    search::put_all(tx, found)?;
    for ((one, row), part) in new.iter().zip(&rows).zip(parts) {
        let emit = Emit { name: "case.import", customer: Some(row.customer_id.into()), chains: Vec::new() };
        act.within(tx, emit, |tx, act| {
            tx.take_in(part);
            opening::facts(act, row);
            act.fact("in_time", one.in_time);
            act.happened_at(one.closed_at);
            Ok(())
        })?;
    }
    Ok(rows)
}

fn outcomes(act: &Act<'_>, new: &[ImportedCase], rows: &[CaseRow]) -> Vec<ImportedOutcome> {
    let outcome = |(one, row): (&ImportedCase, &CaseRow)| {
        let tongue = act.words.tongue(act.language, &row.zone);
        Some(ImportedOutcome {
            customer: row.customer_id,
            site: row.site_id,
            kind: promise::Kind::Restore,
            about: About { kind: ABOUT.to_owned(), id: row.id.into() },
            wording: tongue.say_with("case-promise-restore", &[("number", row.number.as_str().into())]),
            owner: row.owner_id,
            made_at: row.received_at,
            ended_at: row.restored_at.unwrap_or(one.closed_at),
            settled_at: one.closed_at,
            in_time: one.in_time?,
            zone: row.zone.clone(),
        })
    };
    new.iter().zip(rows).filter_map(outcome).collect()
}

/// The order of its instants, and that it is over.
fn checked(act: &Act<'_>, one: &ImportedCase) -> Outcome<()> {
    if one.closed_at > act.now {
        return Err(Refusal::field("/closed_at", "case.in_future"));
    }
    if one.closed_at < one.received_at {
        let received = one.received_at;
        return Err(Refusal::field("/closed_at", "case.before_call").with("received", received));
    }
    if let Some(at) = one.restored_at.filter(|at| *at < one.received_at || *at > one.closed_at) {
        return Err(Refusal::field("/resolved_at", "case.outside_its_time").with("at", at));
    }
    if one.updates.is_empty() {
        return Err(Refusal::field("/updates", "field.required"));
    }
    if one.updates.len() > UPDATES_MAX {
        return Err(Refusal::field("/updates", "field.too_many").with("max", UPDATES_MAX));
    }
    Ok(())
}

fn case_row(
    tx: &mut Tx,
    act: &mut Act<'_>,
    house: &mut House,
    one: &ImportedCase,
    number: String,
) -> Outcome<CaseRow> {
    checked(act, one)?;
    let customer_id = match house.customers.get(&one.customer) {
        Some(id) => *id,
        None => {
            let id = customer::load(tx, one.customer)?.id;
            house.customers.insert(one.customer, id);
            id
        }
    };
    let owner_id = match (one.owner, house.owners.get(&customer_id)) {
        (Some(owner), _) | (None, Some(&owner)) => owner,
        (None, None) => {
            let owner = service_owner(tx, act, customer_id)?;
            house.owners.insert(customer_id, owner);
            owner
        }
    };
    let place = (customer_id, one.site);
    let zone = match house.zones.get(&place) {
        Some(zone) => zone.clone(),
        None => {
            if let Some(site) = one.site {
                customer::site_of(tx, customer_id, site)?;
            }
            let zone = zone_of(tx, act, customer_id, one.site)?;
            house.zones.insert(place, zone.clone());
            zone
        }
    };
    let what = check::text("/what", &one.what, check::WORDING_MAX)?;
    let caller = check::some("/caller", one.caller.as_deref(), check::NAME_MAX)?;
    let result = check::some("/result", one.result.as_deref(), check::WORDING_MAX)?;
    let reassigned = one.updates.last().map_or(0, |last| last.reassigned);
    Ok(CaseRow {
        caller: caller.unwrap_or_default(),
        severity: one.severity,
        worst: one.worst,
        channel: one.channel,
        received_at: one.received_at,
        began_at: one.received_at,
        site_id: one.site,
        state: CaseState::Closed,
        is_open: false,
        zone,
        restored_at: one.restored_at,
        result,
        closed_at: Some(one.closed_at),
        handovers: reassigned,
        next_due_at: one.closed_at,
        changed_at: one.closed_at,
        ..opening::blank(act, number, customer_id, owner_id, what)
    })
}

fn origin_row(
    act: &mut Act<'_>,
    one: &ImportedCase,
    case_id: CaseId,
    promise_id: Option<promise::PromiseId>,
) -> OriginRow {
    let last = one.updates.last();
    OriginRow {
        id: act.new_id(),
        case_id,
        number: one.number.clone(),
        state: last.map(|last| last.state.clone()).unwrap_or_default(),
        priority: last.and_then(|last| last.priority.clone()),
        category: one.category.clone(),
        reassigned: last.map_or(0, |last| last.reassigned),
        reopened: last.map_or(0, |last| last.reopened),
        in_time: one.in_time,
        promise_id,
        version: 1,
    }
}

fn history_row(act: &mut Act<'_>, case_id: CaseId, place: i64, update: &ImportedUpdate) -> HistoryRow {
    HistoryRow {
        id: act.new_id(),
        case_id,
        place,
        written_at: update.written_at,
        state: update.state.clone(),
        priority: update.priority.clone(),
        team: update.team.clone(),
        assignee: update.assignee.clone(),
        writer: update.writer.clone(),
        reassigned: update.reassigned,
        reopened: update.reopened,
        version: 1,
    }
}

/// Takes an imported case back with its history and its outcome; the log keeps that it was there.
///
/// # Errors
/// `case.touched` when somebody has worked on it since, or when it was opened here.
pub fn take_back_case(tx: &mut Tx, act: &mut Act<'_>, id: CaseId) -> Outcome<()> {
    let row = load(tx, id)?;
    let touched = || Refusal::conflict("case.touched").with("number", row.number.as_str());
    let origin = origin_of(tx, id)?.ok_or_else(touched)?;
    if row.version != 1 || origin.version != 1 || !clocks_of(tx, id)?.is_empty() {
        return Err(touched());
    }
    let customer = row.customer_id.into();
    let emit = Emit { name: "case.take_back", customer: Some(customer), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        for update in history_of(tx, id)? {
            tx.remove(&update)?;
        }
        tx.remove(&origin)?;
        if let Some(owed) = origin.promise_id {
            promise::take_back_outcome(tx, owed)?;
        }
        tx.remove(&row)?;
        search::remove(tx, ABOUT, id.into())?;
        act.fact("number", &row.number);
        Ok(())
    })
}

/// Refuses to reopen or rate what another system closed: nobody was asked here, and its clocks never ran here.
pub(crate) fn opened_here(tx: &mut Tx, row: &CaseRow) -> Outcome<()> {
    match origin_of(tx, row.id)? {
        None => Ok(()),
        Some(origin) => Err(Refusal::conflict("case.of_other_system")
            .with("number", row.number.as_str())
            .with("there", origin.number)),
    }
}
