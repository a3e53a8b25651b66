//! What somebody needs in the field, whole: the device keeps it and goes on without network.

use accord_kernel::{Audience, Context, Outcome, Permission, PrincipalKind, Touches, View};
use accord_room_asset::{self as asset, AssetId, Counter};
use accord_room_capacity::{self as capacity, PartStockId};
use accord_room_contract::record::ready::travel_to;
use accord_room_customer::{self as customer, AccessRecord, ContactState, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Names, Who, Whose,
    one::{
        ReportFacts, SpotContact, TakenFacts, address, held, report_facts, spot_contact, step_facts, taken,
    },
};
use crate::{
    PlaceKind, Purpose, VisitId, VisitState,
    neighbours::{contact_of, territory},
    record::{
        part::{keys_of_person, place_named, places},
        visit::{VisitRow, field_of_person, going, report},
    },
};

/// What lies so far back is still shown: yesterday's visit that has to be finished.
const BACK: SignedDuration = SignedDuration::from_hours(36);
/// What lies ahead is taken along for so long.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Most visits taken along.
const VISITS: i64 = 40;
/// Most places taken along.
const PLACES: usize = 60;
/// Most contacts of a customer taken along.
const CONTACTS: usize = 30;

/// A counter of a unit with what it last showed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CounterPack {
    /// Which.
    pub counter: Counter,
    /// What it last showed.
    pub reading: Option<i64>,
}

/// A unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetPack {
    /// Id.
    pub id: AssetId,
    /// Name.
    pub name: String,
    /// Its counters.
    pub counters: Vec<CounterPack>,
}

/// One visit, whole.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitPack {
    /// Id.
    pub id: VisitId,
    /// Number.
    pub number: String,
    /// How it stands.
    pub state: VisitState,
    /// What for.
    pub purpose: Purpose,
    /// What is to be done.
    pub task: String,
    /// To whom.
    pub customer: Whose,
    /// Where.
    pub site: SiteId,
    /// Its name.
    pub site_name: String,
    /// Its address.
    pub address: String,
    /// Its zone (IANA).
    pub zone: String,
    /// How to get in.
    pub access: Option<AccessRecord>,
    /// Who is called there.
    pub contact: Option<SpotContact>,
    /// Those who might sign.
    pub contacts: Vec<SpotContact>,
    /// The unit.
    pub asset: Option<AssetPack>,
    /// When it begins.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub starts_at: Option<Timestamp>,
    /// Minutes of work.
    pub minutes: i64,
    /// Minutes of the way.
    pub travel_minutes: Option<i64>,
    /// Who else goes.
    pub colleagues: Vec<Who>,
    /// When somebody set out.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub travel_at: Option<Timestamp>,
    /// When somebody arrived.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub arrived_at: Option<Timestamp>,
    /// When it was over.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub done_at: Option<Timestamp>,
    /// What was found and done.
    pub report: ReportFacts,
    /// The words as they stand are signed.
    pub signed: bool,
    /// Readings and photos that are there.
    pub evidence: usize,
    /// Parts taken.
    pub taken: Vec<TakenFacts>,
    /// Parts held.
    pub held: Vec<TakenFacts>,
    /// Row version.
    pub version: i64,
}

/// A part in a place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StockPack {
    /// The part in its place.
    pub stock: PartStockId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Pieces there.
    pub on_hand: i64,
    /// Pieces that nobody was promised.
    pub free: i64,
}

/// A place of parts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlacePack {
    /// Name.
    pub name: String,
    /// What kind of place.
    pub kind: Option<PlaceKind>,
    /// How one finds it.
    pub address: String,
    /// One gets in at night.
    pub night_access: bool,
    /// How.
    pub night_note: String,
    /// One's own van or store, or one holds a key.
    pub mine: bool,
    /// What is there.
    pub stock: Vec<StockPack>,
}

/// Somebody's work in the field.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FieldDayFacts {
    /// Whose.
    pub person: Who,
    /// It is now, by business time.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub now: Timestamp,
    /// Visits, the next first.
    pub visits: Vec<VisitPack>,
    /// Places of parts, one's own first.
    pub places: Vec<PlacePack>,
}

/// One's own visits of yesterday and the coming week, and the parts within reach.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FieldDay {}

fn mine(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<VisitRow>> {
    if ctx.principal.kind != PrincipalKind::Person {
        return Ok(Vec::new());
    }
    let mut persons = vec![PersonId(ctx.principal.id)];
    persons.extend(ctx.principal.covers.iter().copied().map(PersonId));
    let from = ctx.now.checked_sub(BACK).unwrap_or(ctx.now);
    let until = ctx.now.checked_add(AHEAD).unwrap_or(ctx.now);
    field_of_person(tx, &persons, from, until, VISITS)
}

impl View for FieldDay {
    const NAME: &'static str = "field.day";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FieldDayFacts;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let mut customers: Vec<CustomerId> = mine(tx, ctx)?.iter().map(|row| row.customer_id).collect();
        customers.sort_unstable();
        customers.dedup();
        Ok(Touches::customers(customers.into_iter().map(Into::into)))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<FieldDayFacts> {
        let rows = mine(tx, ctx)?;
        let mut visits = Vec::with_capacity(rows.len());
        for row in &rows {
            visits.push(pack(tx, ctx, row)?);
        }
        Ok(FieldDayFacts {
            person: Who { id: PersonId(ctx.principal.id), name: ctx.principal.name.clone() },
            now: ctx.now,
            visits,
            places: shelf(tx, ctx)?,
        })
    }
}

fn pack(tx: &mut Tx, ctx: &Context, row: &VisitRow) -> Outcome<VisitPack> {
    let site = customer::site(tx, row.site_id)?;
    let those = going(tx, row.id)?;
    let others = those.iter().map(|one| one.person_id).filter(|id| id.0 != ctx.principal.id);
    let others: Vec<PersonId> = others.collect();
    let names = Names::read(tx, others.clone(), vec![row.customer_id])?;
    let facts = step_facts(tx, row)?;
    let report = report(tx, row.id)?
        .map(|report| report_facts(&report))
        .ok_or_else(|| accord_kernel::Refusal::defect("a visit has a report"))?;
    let territory = territory(tx, row.customer_id)?;
    let contacts = customer::contacts_of(tx, row.customer_id)?
        .into_iter()
        .filter(|contact| contact.state == ContactState::Active)
        .take(CONTACTS)
        .map(|contact| SpotContact {
            id: contact.id,
            name: contact.name,
            phone: contact.phone,
            by_mail: contact.email.is_some(),
        })
        .collect();
    Ok(VisitPack {
        id: row.id,
        number: row.number.clone(),
        state: row.state,
        purpose: row.purpose,
        task: row.task.clone(),
        customer: names.whose(row.customer_id),
        site: site.id,
        address: address(&site),
        contact: spot_contact(tx, contact_of(&site, row.contact_id))?,
        travel_minutes: travel_to(tx, site.id, territory)?.map(|way| way.minutes),
        site_name: site.name,
        zone: site.zone,
        access: site.access.map(|access| access.0),
        contacts,
        asset: row.asset_id.map(|id| unit(tx, id)).transpose()?,
        starts_at: row.starts_at,
        minutes: row.minutes,
        colleagues: others.into_iter().map(|id| names.who(id)).collect(),
        travel_at: row.travel_at,
        arrived_at: row.arrived_at,
        done_at: row.done_at,
        report,
        signed: facts.signed,
        evidence: facts.evidence,
        taken: taken(tx, row.id)?,
        held: held(tx, row.id)?,
        version: row.version,
    })
}

fn unit(tx: &mut Tx, id: AssetId) -> Outcome<AssetPack> {
    let row = asset::asset(tx, id)?;
    let readings = asset::readings(tx, id)?;
    let counters = Counter::ALL
        .iter()
        .map(|counter| CounterPack {
            counter: *counter,
            reading: readings.iter().rev().find(|one| one.counter == *counter).map(|one| one.reading),
        })
        .collect();
    Ok(AssetPack { id, name: row.name(), counters })
}

/// Places with parts: one's own and those one can open first.
fn shelf(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PlacePack>> {
    let person = PersonId(ctx.principal.id);
    let today = ctx.zone().to_datetime(ctx.now).date();
    let keys: Vec<_> = keys_of_person(tx, person, today)?
        .into_iter()
        .filter(|key| key.covers(today, today))
        .map(|key| key.place_id)
        .collect();
    let known = places(tx)?;
    let mut out = Vec::new();
    for name in capacity::place_names(tx)?.into_iter().take(PLACES) {
        let row = known.iter().find(|row| row.name == name);
        if row.is_none() && place_named(tx, &name)?.is_some() {
            continue;
        }
        let mut stock = Vec::new();
        for found in capacity::stocks_in(tx, &name)? {
            let there = capacity::in_hand(tx, found.id, None)?;
            let part = accord_room_catalog::find(tx, found.product_id)?;
            let (code, part) = part.map(|part| (part.code, part.name)).unwrap_or_default();
            stock.push(StockPack {
                stock: found.id,
                code,
                name: part,
                on_hand: found.on_hand,
                free: there.free,
            });
        }
        stock.sort_by(|a, b| a.name.cmp(&b.name));
        out.push(PlacePack {
            mine: row.is_some_and(|row| row.person_id == Some(person) || keys.contains(&row.id)),
            kind: row.map(|row| row.kind),
            address: row.map(|row| row.address.clone()).unwrap_or_default(),
            night_access: row.is_some_and(|row| row.night_access),
            night_note: row.map(|row| row.night_note.clone()).unwrap_or_default(),
            name,
            stock,
        });
    }
    out.sort_by_key(|place| (!place.mine, place.name.clone()));
    Ok(out)
}
