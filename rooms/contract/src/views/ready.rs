//! Whether a response can be met at a site, what it rests on, and what is sold of it.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::{PersonId, TerritoryId, record::company::TerritoryRow};
use accord_room_value::{self as value, PlanVersionId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Names;
use crate::{
    id::{CriticalPartId, StandbyId},
    ready::{Asked, readiness, say},
    record::{
        contract::sold_by_territory,
        ready::{all_critical_parts, all_reaches, standbys, travels},
    },
    rules::feasibility::{Missing, Stretch},
    settings,
};

/// Something that is missing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissingFacts {
    /// Stable word.
    pub word: String,
    /// In words.
    pub text: String,
    /// The plan cannot be offered because of it; otherwise it is a task before the cover begins.
    pub forbids: bool,
}

/// Minutes of the week, 0 is Monday midnight.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StretchFacts {
    /// First minute.
    pub from: u32,
    /// First minute after it.
    pub until: u32,
}

impl StretchFacts {
    fn of(stretch: &Stretch) -> Self {
        Self { from: stretch.from, until: stretch.until }
    }
}

/// Somebody who could come.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EngineerFacts {
    /// Name.
    pub name: String,
    /// When they can set out.
    pub there: Vec<StretchFacts>,
}

/// A part that must be near.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartFacts {
    /// Name.
    pub name: String,
    /// Minutes until it can be there; open when no place has one.
    pub minutes: Option<u32>,
}

/// Whether a plan's response can be met at a site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReadinessFacts {
    /// The plan may be offered.
    pub may_be_offered: bool,
    /// What is missing, what forbids first.
    pub missing: Vec<MissingFacts>,
    /// Response of the plan.
    pub response_minutes: u32,
    /// The way; open when nobody said.
    pub travel_minutes: Option<u32>,
    /// Those who could come.
    pub engineers: Vec<EngineerFacts>,
    /// Parts that must be near.
    pub parts: Vec<PartFacts>,
}

/// Whether a plan's response can be met at a site with today's people, skills, rota, ways, parts and access.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Readiness {
    /// For whom.
    pub customer: CustomerId,
    /// Where.
    pub site: SiteId,
    /// Which plan.
    pub plan_version: PlanVersionId,
    /// For which product.
    #[serde(default)]
    pub product: Option<ProductId>,
}

impl View for Readiness {
    const NAME: &'static str = "service.readiness";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadinessFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ReadinessFacts> {
        let customer = accord_room_customer::load(tx, self.customer)?.id;
        let asked =
            Asked { customer, site: self.site, plan_version: self.plan_version, product: self.product };
        let found = readiness(tx, ctx, asked)?;
        let missing = |one: &Missing| MissingFacts {
            word: one.word().to_owned(),
            text: say(ctx, one),
            forbids: one.forbids(),
        };
        Ok(ReadinessFacts {
            may_be_offered: found.may_be_offered(),
            missing: found.missing.iter().map(missing).collect(),
            response_minutes: found.facts.response_minutes,
            travel_minutes: found.facts.travel_minutes,
            engineers: found
                .facts
                .engineers
                .iter()
                .map(|one| EngineerFacts {
                    name: one.name.clone(),
                    there: one.there.iter().map(StretchFacts::of).collect(),
                })
                .collect(),
            parts: found
                .facts
                .parts
                .iter()
                .map(|part| PartFacts { name: part.name.clone(), minutes: part.minutes })
                .collect(),
        })
    }
}

/// A window of standing by.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandbyFacts {
    /// Id.
    pub id: StandbyId,
    /// Territory.
    pub territory: String,
    /// Who.
    pub person: super::Who,
    /// Weekdays on which it begins, 0 is Monday.
    pub weekdays: Vec<u32>,
    /// Minute of the day at which it begins.
    pub from_minute: i64,
    /// Minute of the day at which it ends.
    pub until_minute: i64,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from_on: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until_on: Option<Date>,
    /// Row version.
    pub version: i64,
}

/// A way: from people to a territory, or from a place of parts to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WayFacts {
    /// From where; empty for people.
    pub from: String,
    /// Territory.
    pub territory: String,
    /// Minutes.
    pub minutes: i64,
}

/// What a product needs near.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NeededPart {
    /// Id.
    pub id: CriticalPartId,
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub product_name: String,
    /// The part.
    pub part: ProductId,
    /// Its name.
    pub part_name: String,
}

/// Units under a plan in a territory, beside those who can come there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SoldFacts {
    /// Territory; open for customers without one.
    pub territory: Option<String>,
    /// Name of the plan.
    pub plan: String,
    /// Its version.
    pub plan_version: PlanVersionId,
    /// Units that it covers now.
    pub units: i64,
    /// People who stand by or work there.
    pub people: usize,
}

/// What responses rest on, and what is sold of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaPage {
    /// Who stands by when.
    pub standbys: Vec<StandbyFacts>,
    /// Ways of people to territories.
    pub ways: Vec<WayFacts>,
    /// Ways of parts to territories.
    pub part_ways: Vec<WayFacts>,
    /// Parts that products need near.
    pub parts: Vec<NeededPart>,
    /// Units under a plan, by territory and plan.
    pub sold: Vec<SoldFacts>,
}

/// Who stands by, how long ways are, which parts must be near, and how many units are sold on it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rota {}

impl View for Rota {
    const NAME: &'static str = "service.rota";
    const PERMISSION: Permission = Permission::CapacityRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RotaPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<RotaPage> {
        let today = settings::today(ctx);
        let rows = standbys(tx, None, today)?;
        let names = Names::read(tx, rows.iter().map(|row| row.person_id).collect(), Vec::new())?;
        let mut places: BTreeMap<TerritoryId, String> = BTreeMap::new();
        let mut place = |tx: &mut Tx, id: TerritoryId| -> Outcome<String> {
            if let Some(known) = places.get(&id) {
                return Ok(known.clone());
            }
            let name = tx.get::<TerritoryRow>(id)?.map(|row| row.name).unwrap_or_default();
            places.insert(id, name.clone());
            Ok(name)
        };
        let mut shown = Vec::with_capacity(rows.len());
        for row in &rows {
            shown.push(StandbyFacts {
                id: row.id,
                territory: place(tx, row.territory_id)?,
                person: names.who(row.person_id),
                weekdays: row.weekdays.0.clone(),
                from_minute: row.from_minute,
                until_minute: row.until_minute,
                from_on: row.from_on,
                until_on: row.until_on,
                version: row.version,
            });
        }
        let mut ways = Vec::new();
        for row in travels(tx)? {
            let Some(id) = row.territory_id else { continue };
            ways.push(WayFacts { from: String::new(), territory: place(tx, id)?, minutes: row.minutes });
        }
        let mut part_ways = Vec::new();
        for row in all_reaches(tx)? {
            let territory = place(tx, row.territory_id)?;
            part_ways.push(WayFacts { from: row.place, territory, minutes: row.minutes });
        }
        let mut parts = Vec::new();
        for row in all_critical_parts(tx)? {
            let name = |tx: &mut Tx, id| -> Outcome<String> {
                Ok(catalog::find(tx, id)?.map(|row| row.name).unwrap_or_default())
            };
            parts.push(NeededPart {
                id: row.id,
                product: row.product_id,
                product_name: name(tx, row.product_id)?,
                part: row.part_id,
                part_name: name(tx, row.part_id)?,
            });
        }
        let mut sold = Vec::new();
        for (territory, version, units) in sold_by_territory(tx, ctx.now)? {
            let plan = value::plan_version(tx, version)?.plan_id;
            let plan = value::load_plan(tx, plan)?.name;
            let (name, people) = match territory.map(TerritoryId) {
                Some(id) => (Some(place(tx, id)?), people_of(tx, id, today)?),
                None => (None, 0),
            };
            sold.push(SoldFacts { territory: name, plan, plan_version: version, units, people });
        }
        sold.sort_by(|a, b| (&a.territory, &a.plan).cmp(&(&b.territory, &b.plan)));
        Ok(RotaPage { standbys: shown, ways, part_ways, parts, sold })
    }
}

fn people_of(tx: &mut Tx, territory: TerritoryId, today: Date) -> Outcome<usize> {
    let mut all: Vec<PersonId> = accord_room_capacity::record::rows::crew(tx, Some(territory), today)?
        .into_iter()
        .filter_map(|row| row.person_id)
        .collect();
    all.sort_unstable();
    all.dedup();
    Ok(all.len())
}
