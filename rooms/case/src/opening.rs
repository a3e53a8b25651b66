//! Taking a call (R29): with the least data, by whoever picks up, never held by what is not known.

use accord_kernel::{Act, Context, Outcome, Refusal, Sight};
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId, NewCustomer, SiteId, Stage};
use accord_room_people::{PersonId, check};
use accord_room_promise::Telling;
use accord_store::{Tx, search};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::{
    clocks::{budget_of, come_next, first},
    cover, crisis,
    id::{CaseState, ClockKind, Entry, Severity},
    neighbours::{TAKE_NOTE, about_case, author, desk, owner_of_new, sales_owner, service_owner, tell},
    record::{CaseRow, found_by},
    talk::{next_word, promise_next},
};

/// A call is recorded at most so long after it came.
const LATEST: SignedDuration = SignedDuration::from_hours(24 * 31);
/// Customers offered of those that a caller's words fit.
const OFFERED_MAX: usize = 6;
/// Hits looked at to find who calls.
const HITS_MAX: i64 = 30;

/// A call.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// The customer, when the caller is known.
    pub customer: Option<CustomerId>,
    /// Who calls, as said: a firm, a name, a telephone number, a serial number.
    pub who: Option<String>,
    /// The caller is none of those whom their words fit.
    pub stranger: bool,
    /// What is stopped or wrong.
    pub what: String,
    /// Where to call back.
    pub call_back: Option<String>,
    /// Who of them.
    pub contact: Option<ContactId>,
    /// Where.
    pub site: Option<SiteId>,
    /// The unit.
    pub asset: Option<AssetId>,
    /// How badly they are hit.
    pub severity: Severity,
    /// How it reached us.
    pub channel: Entry,
    /// When they called; now when open.
    pub received_at: Option<Timestamp>,
    /// Who owns it; by the rule of the desk when open.
    pub owner: Option<PersonId>,
}

/// Whom a caller speaks for, and the unit and contact where only one can be meant.
type Meant = (CustomerId, Option<AssetId>, Option<ContactId>);

fn hits(tx: &mut Tx, who: &str) -> Outcome<Vec<search::Entry>> {
    Ok(search::find(tx, who, &["customer", "site", "contact", "asset"], HITS_MAX)?)
}

/// The customers of hits, each once, the best hit's first.
fn customers_of(hits: &[search::Entry]) -> Vec<Uuid> {
    let mut found = Vec::new();
    for of in hits.iter().filter_map(|hit| hit.customer) {
        if !found.contains(&of) {
            found.push(of);
        }
    }
    found
}

/// The customer that was meant by what the caller said, when only one can be.
fn meant(tx: &mut Tx, who: &str) -> Outcome<Option<Meant>> {
    let hits = hits(tx, who)?;
    let [of] = customers_of(&hits)[..] else { return Ok(None) };
    let of = customer::load(tx, of)?.id;
    let only = |kind: &str| {
        let mut of_kind = hits.iter().filter(|hit| hit.kind == kind);
        of_kind.next().filter(|_| of_kind.next().is_none()).map(|hit| hit.id)
    };
    Ok(Some((of, only("asset").map(Into::into), only("contact").map(Into::into))))
}

/// Finds the customer that a call is about, before anything is written.
pub(crate) fn whose(tx: &mut Tx, new: &mut NewCase) -> Outcome<Option<CustomerId>> {
    if let Some(of) = new.customer {
        return Ok(Some(customer::load(tx, of)?.id));
    }
    if let Some(unit) = new.asset {
        return asset::asset(tx, unit)
            .map(|unit| Some(unit.customer_id))
            .map_err(|refusal| refusal.in_field("/asset"));
    }
    let Some(who) = new.who.as_deref().filter(|who| !who.trim().is_empty()) else {
        return Err(Refusal::field("/who", "field.required"));
    };
    if new.stranger {
        return Ok(None);
    }
    match meant(tx, who)? {
        Some((of, unit, contact)) => {
            new.asset = new.asset.or(unit);
            new.contact = new.contact.or(contact);
            Ok(Some(of))
        }
        None => Ok(None),
    }
}

/// Offers the customers whom a caller's words fit, where they fit several, before a record of their own is made: only
/// those whom whoever picks up may see (R29, R64). Where there are none of these, the call is taken as a stranger's.
///
/// # Errors
/// `case.several_fit` names them.
pub(crate) fn offer(tx: &mut Tx, act: &Act<'_>, new: &NewCase) -> Outcome<()> {
    let who = new.who.as_deref().map(str::trim).filter(|who| !who.is_empty());
    let (Some(who), None, None, false) = (who, new.customer, new.asset, new.stranger) else { return Ok(()) };
    let found = customers_of(&hits(tx, who)?);
    if found.len() < 2 {
        return Ok(());
    }
    let mut offered = Vec::new();
    for of in found {
        let open = matches!(act.registry().sharing_of(tx, act, of)?, Sight::Open | Sight::ByReason(_));
        if open && offered.len() < OFFERED_MAX {
            offered.push(customer::load(tx, of)?);
        }
    }
    if offered.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::field("/customer", "case.several_fit")
        .with("who", who)
        .and_field("/stranger", "case.or_stranger");
    Err(offered.into_iter().fold(refusal, |refusal, row| {
        refusal.possible_action(
            "call-of",
            vec![("number", row.number.into()), ("name", row.name.into())],
            "case.open",
            json!({ "customer": row.id }),
        )
    }))
}

/// Nobody knows the caller: a record of their own is made, which is merged later. Nothing waits for it.
///
/// # Errors
/// What the database refuses.
pub fn enter_unknown(tx: &mut Tx, act: &mut Act<'_>, who: &str) -> Outcome<CustomerId> {
    let name: String = who.chars().take(check::NAME_MAX).collect();
    let new = NewCustomer {
        name,
        legal_id: None,
        territory: None,
        currency: None,
        language: None,
        stage: Stage::ALL.last().copied().ok_or_else(|| Refusal::defect("no stage"))?,
        separate: true,
    };
    Ok(customer::enter(tx, act, &new)?.id)
}

fn received(ctx: &Context, at: Option<Timestamp>) -> Outcome<Timestamp> {
    let at = crate::neighbours::past("/received_at", at, ctx.now)?;
    if ctx.now.duration_since(at) > LATEST {
        return Err(Refusal::field("/received_at", "case.too_long_ago"));
    }
    Ok(Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at))
}

/// Opens a case within any action; the customer's chain must be locked by it.
///
/// # Errors
/// A field's refusal: the three that are needed, or an id that is not this customer's.
pub fn open(tx: &mut Tx, act: &mut Act<'_>, mut new: NewCase) -> Outcome<CaseRow> {
    let what = check::text("/what", &new.what, check::WORDING_MAX)?;
    let who = check::some("/who", new.who.as_deref(), check::NAME_MAX)?;
    let call_back = check::some("/call_back", new.call_back.as_deref(), check::NAME_MAX)?;
    let received_at = received(act, new.received_at)?;
    let of = match whose(tx, &mut new)? {
        Some(of) => of,
        None => enter_unknown(tx, act, who.as_deref().unwrap_or_default())?,
    };
    act.belongs_to(of);
    let contact = match new.contact {
        Some(id) => Some(customer::named_contact(tx, of, "/contact", id)?),
        None => None,
    };
    if call_back.is_none()
        && contact.as_ref().is_none_or(|contact| contact.phone.is_none())
        && new.channel == Entry::Call
    {
        return Err(Refusal::field("/call_back", "field.required"));
    }
    if let Some(site) = new.site {
        customer::named_site(tx, of, "/site", site)?;
    }
    if let Some(unit) = new.asset {
        asset::named_asset(tx, of, "/asset", unit)?;
    }
    let owner_id = match new.owner {
        Some(owner) => accord_room_people::named_person(tx, "/owner", owner).map(|_| owner)?,
        None => owner_of_new(tx, act, of)?,
    };
    let opened_by = author(act);
    let found = cover::find(tx, act, of, new.site, new.asset, received_at)?;
    let number = act.number(tx, "CASE")?;
    let mut row = CaseRow {
        site_id: new.site,
        contact_id: new.contact,
        caller: who.or(contact.map(|contact| contact.name)).unwrap_or_default(),
        call_back: call_back.unwrap_or_default(),
        asset_id: new.asset,
        severity: new.severity,
        worst: new.severity,
        channel: new.channel,
        received_at,
        began_at: received_at,
        opened_by,
        helper_id: opened_by.filter(|by| *by != owner_id),
        ..blank(act, number, of, owner_id, what)
    };
    cover::put(tx, act, &mut row, new.site, found)?;
    begin(tx, act, &mut row)?;
    Ok(row)
}

/// A case of which nothing is known but whose it is and what is wrong.
pub(crate) fn blank(
    act: &Act<'_>,
    number: String,
    of: CustomerId,
    owner_id: PersonId,
    what: String,
) -> CaseRow {
    CaseRow {
        id: act.new_id(),
        number,
        customer_id: of,
        site_id: None,
        contact_id: None,
        caller: String::new(),
        call_back: String::new(),
        asset_id: None,
        what,
        severity: Severity::Disturbed,
        worst: Severity::Disturbed,
        channel: Entry::Call,
        received_at: act.now,
        began_at: act.now,
        opened_at: act.now,
        opened_by: None,
        owner_id,
        helper_id: None,
        engineer_id: None,
        arrives_at: None,
        state: CaseState::Open,
        is_open: true,
        zone: act.company_zone.clone(),
        cover: None,
        contract_id: None,
        contract_number: None,
        plan: None,
        response_minutes: None,
        restore_minutes: None,
        around_clock: false,
        calendar_id: None,
        clock_stop: None,
        assumed: false,
        responded_at: None,
        responded_by: None,
        on_site_at: None,
        restored_at: None,
        result: None,
        cause: None,
        collateral: None,
        collateral_words: None,
        left_right: None,
        confirmed_at: None,
        confirmed_words: None,
        rating: None,
        rated_at: None,
        rating_words: None,
        closed_at: None,
        next_update_at: None,
        update_promise_id: None,
        update_late: false,
        contacts: 1,
        repeats: 0,
        handovers: 0,
        offered_to: None,
        offered_at: None,
        next_due_at: act.now,
        crisis_id: None,
        outage_id: None,
        changed_at: act.now,
        version: 1,
    }
}

/// Begins what a case promises from its first moment, and writes it as it then stands: once.
fn begin(tx: &mut Tx, act: &mut Act<'_>, row: &mut CaseRow) -> Outcome<()> {
    let channel = (row.channel == Entry::Call).then_some(Channel::Call);
    let told = channel.map(|channel| Telling { channel, at: act.now });
    let mut clocks = Vec::new();
    for kind in [ClockKind::Response, ClockKind::Restore] {
        if let Some(budget) = budget_of(row, kind) {
            clocks.push(first(tx, act, row, kind, budget, told)?);
        }
    }
    let at = next_word(tx, act, row)?;
    promise_next(tx, act, row, at, channel)?;
    come_next(row, &clocks, false);
    tx.insert(row)?;
    tx.insert_all(&clocks)?;
    // A case that is opened here has no number elsewhere.
    let (entry, text) = found_by(row, None);
    search::put(tx, &entry, &text)?;
    facts(act, row);
    if row.received_at < act.now {
        act.happened_at(row.received_at);
    }
    if row.severity.is_crisis() {
        crisis::begin(tx, act, row)?;
    }
    let mut persons = vec![row.owner_id, service_owner(tx, act, row.customer_id)?];
    if row.severity.is_crisis() {
        persons.extend(desk(tx)?);
    } else {
        persons.extend(sales_owner(tx, row.customer_id)?);
    }
    let name = customer::load(tx, row.customer_id)?.name;
    let mut word = about_case("notice-case-call", row).with("customer", name);
    if row.severity.is_crisis() {
        word = word.acknowledged_within(TAKE_NOTE);
    }
    tell(tx, act, &persons, &word)
}

/// Puts what readers of the time line need into the event.
pub(crate) fn facts(act: &mut Act<'_>, row: &CaseRow) {
    act.fact("case", row.id);
    act.fact("number", &row.number);
    act.fact("severity", row.severity);
    act.fact("worst", row.worst);
    act.fact("state", row.state);
    act.fact("owner", row.owner_id);
    if let Some(unit) = row.asset_id {
        act.fact("asset", unit);
    }
}
