//! Places of parts: what is there, what it should be, who can open it (R37).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_capacity::{self as capacity, PartStockId, record::PartStock};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, SiteId};
use accord_room_people::{PersonId, TerritoryId, record::company::TerritoryRow};
use accord_store::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who};
use crate::{
    PartKeyId, PartPlaceId, PlaceKind, VisitId,
    keys::alone,
    least::least,
    record::part::{PlaceRow, asked_for, keys_of_place, last_moves, place, place_named, places},
};

/// Days ahead for which it is looked whether somebody can open a place.
const AHEAD: i64 = 14;
/// Last pieces taken that are shown.
const MOVES: i64 = 20;

/// A part in a place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceStock {
    /// The part in its place.
    pub stock: PartStockId,
    /// The part.
    pub part: ProductId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Pieces there.
    pub on_hand: i64,
    /// Pieces that nobody was promised.
    pub free: i64,
    /// Pieces that should be there.
    pub least: i64,
    /// Somebody set that number; otherwise it follows from what is sold.
    pub least_set: bool,
    /// Units under contract that count on it.
    pub units: i64,
    /// Pieces that somebody was asked to bring.
    pub asked_for: i64,
    /// Pieces on order.
    pub coming: i64,
}

/// A key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KeyFacts {
    /// Id.
    pub id: PartKeyId,
    /// Who holds it.
    pub person: Who,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from_on: Date,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until_on: Option<Date>,
    /// Day on which it was last tried.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub tested_on: Option<Date>,
    /// Row version.
    pub version: i64,
}

/// Pieces that left a place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MoveFacts {
    /// Id.
    #[serde(rename = "move")]
    pub part_move: crate::PartMoveId,
    /// Name of the part.
    pub part: String,
    /// Pieces.
    pub quantity: i64,
    /// Pieces of them that came back.
    pub returned: i64,
    /// Who took them.
    pub person: Option<Who>,
    /// For which visit.
    pub visit: Option<VisitId>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
}

/// A place of parts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceFacts {
    /// Id; open while nobody said what it is.
    pub id: Option<PartPlaceId>,
    /// Name.
    pub name: String,
    /// What kind of place.
    pub kind: Option<PlaceKind>,
    /// For which territory.
    pub territory: Option<TerritoryId>,
    /// Its name.
    pub territory_name: Option<String>,
    /// Whose store or van.
    pub person: Option<Who>,
    /// At which site.
    pub site: Option<SiteId>,
    /// Its name.
    pub site_name: Option<String>,
    /// How one finds it.
    pub address: String,
    /// One gets in at night.
    pub night_access: bool,
    /// How.
    pub night_note: String,
    /// Keys.
    pub keys: Vec<KeyFacts>,
    /// The first of the next fourteen days on which nobody can open it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub shut_on: Option<Date>,
    /// What is there.
    pub stock: Vec<PlaceStock>,
    /// Row version; 0 while nobody said what it is.
    pub version: i64,
}

/// All places of parts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlaceList {}

/// Places of parts, and what they lack.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlacePage {
    /// The places, by name.
    pub rows: Vec<PlaceFacts>,
    /// Last pieces taken; filled for one place alone.
    pub moves: Vec<MoveFacts>,
}

pub(super) fn stock_facts(tx: &mut Tx, ctx: &Context, row: &PartStock) -> Outcome<PlaceStock> {
    let there = capacity::in_hand(tx, row.id, None)?;
    let should = least(tx, ctx, row)?;
    let part = catalog::find(tx, row.product_id)?;
    let (code, name) = part.map(|part| (part.code, part.name)).unwrap_or_default();
    Ok(PlaceStock {
        stock: row.id,
        part: row.product_id,
        code,
        name,
        on_hand: row.on_hand,
        free: there.free,
        least: should.pieces,
        least_set: should.set,
        units: should.units,
        asked_for: asked_for(tx, row.id)?.map_or(0, |request| request.quantity),
        coming: capacity::pieces_coming(tx, row.id)?,
    })
}

fn facts(tx: &mut Tx, ctx: &Context, name: &str, row: Option<&PlaceRow>) -> Outcome<PlaceFacts> {
    let mut stock = Vec::new();
    for found in capacity::stocks_in(tx, name)? {
        stock.push(stock_facts(tx, ctx, &found)?);
    }
    stock.sort_by(|a, b| a.name.cmp(&b.name));
    let mut out = PlaceFacts {
        id: row.map(|row| row.id),
        name: name.to_owned(),
        kind: row.map(|row| row.kind),
        territory: row.and_then(|row| row.territory_id),
        territory_name: None,
        person: None,
        site: row.and_then(|row| row.site_id),
        site_name: None,
        address: row.map(|row| row.address.clone()).unwrap_or_default(),
        night_access: row.is_some_and(|row| row.night_access),
        night_note: row.map(|row| row.night_note.clone()).unwrap_or_default(),
        keys: Vec::new(),
        shut_on: None,
        stock,
        version: row.map_or(0, |row| row.version),
    };
    let Some(row) = row else { return Ok(out) };
    let today = ctx.zone().to_datetime(ctx.now).date();
    let keys = keys_of_place(tx, row.id, today)?;
    let holders: Vec<PersonId> = keys.iter().map(|key| key.person_id).chain(row.person_id).collect();
    let names = Names::read(tx, holders, Vec::new())?;
    out.person = row.person_id.map(|id| names.who(id));
    if let Some(id) = row.territory_id {
        out.territory_name = tx.get::<TerritoryRow>(id)?.map(|row| row.name);
    }
    if let Some(id) = row.site_id {
        out.site_name = Some(customer::site(tx, id)?.name);
    }
    if row.kind.by_key() {
        let last = today.saturating_add(AHEAD.days());
        out.shut_on = alone(tx, ctx, row, PersonId(uuid::Uuid::nil()), today, last)?;
    }
    out.keys = keys
        .into_iter()
        .map(|key| KeyFacts {
            id: key.id,
            person: names.who(key.person_id),
            from_on: key.from_on,
            until_on: key.until_on,
            tested_on: key.tested_on,
            version: key.version,
        })
        .collect();
    Ok(out)
}

impl View for PlaceList {
    const NAME: &'static str = "part_place.list";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlacePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PlacePage> {
        let known = places(tx)?;
        let mut names = capacity::place_names(tx)?;
        names.extend(known.iter().map(|row| row.name.clone()));
        names.sort();
        names.dedup();
        let mut rows = Vec::with_capacity(names.len());
        for name in names {
            let row = known.iter().find(|row| row.name == name);
            if row.is_none() && place_named(tx, &name)?.is_some_and(|row| !row.active) {
                continue;
            }
            rows.push(facts(tx, ctx, &name, row)?);
        }
        Ok(PlacePage { rows, moves: Vec::new() })
    }
}

/// One place of parts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnePlace {
    /// Which.
    pub place: PartPlaceId,
}

impl View for OnePlace {
    const NAME: &'static str = "part_place.one";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlacePage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = place(tx, self.place)?;
        match row.site_id {
            Some(site) => Ok(Touches::customer(customer::site(tx, site)?.customer_id)),
            None => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PlacePage> {
        let row = place(tx, self.place)?;
        let shown = facts(tx, ctx, &row.name, Some(&row))?;
        let stocks: Vec<PartStockId> = shown.stock.iter().map(|one| one.stock).collect();
        let found = last_moves(tx, &stocks, MOVES)?;
        let names = Names::read(tx, found.iter().filter_map(|one| one.person_id).collect(), Vec::new())?;
        let part = |stock: PartStockId| {
            shown.stock.iter().find(|one| one.stock == stock).map(|one| one.name.clone()).unwrap_or_default()
        };
        let moves = found
            .into_iter()
            .map(|one| MoveFacts {
                part_move: one.id,
                part: part(one.stock_id),
                quantity: one.quantity,
                returned: one.returned,
                person: one.person_id.map(|id| names.who(id)),
                visit: one.visit_id,
                at: one.happened_at,
            })
            .collect();
        Ok(PlacePage { rows: vec![shown], moves })
    }
}
