//! The load of weeks: what is there, what is taken, and for whom. For the board and the date ruler.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::{self as catalog, ProductId, SkillId};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::TerritoryId;
use accord_room_promise::id::PromiseId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Firmness, Pool,
    days::Days,
    neighbours,
    record::{
        buckets::{self, Sums},
        load,
        rows::{self, Reservation},
    },
    rules::calendar::{Horizon, ProductionWeek},
};

/// Most products shown at once.
const PRODUCTS_MAX: i64 = 50;
/// Most weeks shown at once.
const WEEKS_MAX: i64 = 53;

/// The load of weeks, by product and by crew.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Weeks {
    /// Any day of the first week; this week when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// How many weeks, 1 to 53; 13 when open.
    pub weeks: Option<i64>,
    /// Only this product, and no crews unless a territory is named.
    pub product: Option<ProductId>,
    /// Only crews of this territory, and no products unless one is named.
    pub territory: Option<TerritoryId>,
    /// Only this skill.
    pub skill: Option<SkillId>,
}

/// The load.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeeksAnswer {
    /// The weeks, by their Mondays.
    #[schemars(with = "Vec<String>")]
    pub weeks: Vec<Date>,
    /// Products with production slots.
    pub products: Vec<ProductLoad>,
    /// Crews.
    pub crews: Vec<CrewLoad>,
}

/// Slots of a product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProductLoad {
    /// The product.
    pub product: ProductId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its weeks, in order.
    pub weeks: Vec<WeekLoad>,
}

/// Minutes of a territory's crews with a skill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrewLoad {
    /// The territory.
    pub territory: TerritoryId,
    /// Its name.
    pub territory_name: String,
    /// The skill.
    pub skill: SkillId,
    /// Its name.
    pub skill_name: String,
    /// Its weeks, in order; in minutes.
    pub weeks: Vec<WeekLoad>,
}

/// A week.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeekLoad {
    /// Its Monday.
    #[schemars(with = "String", extend("format" = "date"))]
    pub week: Date,
    /// What it can give.
    pub capacity: i64,
    /// Told or offered to customers.
    pub taken: i64,
    /// Aimed at only.
    pub aimed: i64,
    /// Left for promises; below nought more is promised than there is.
    pub free: i64,
    /// For whom, of those customers that the reader may see.
    pub holders: Vec<HolderFacts>,
}

/// For whom something is taken.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HolderFacts {
    /// The customer.
    pub customer: CustomerId,
    /// Number and name.
    pub label: String,
    /// The order.
    pub order: Option<Uuid>,
    /// Its line.
    pub line: Option<Uuid>,
    /// The promise that it protects.
    pub promise: Option<PromiseId>,
    /// Units or minutes.
    pub amount: i64,
    /// How firmly.
    pub hold: Firmness,
    /// The day that it makes possible.
    #[schemars(with = "String", extend("format" = "date"))]
    pub realises_on: Date,
    /// The day that was promised or aimed at.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

impl View for Weeks {
    const NAME: &'static str = "capacity.weeks";
    const PERMISSION: Permission = Permission::CapacityRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WeeksAnswer;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<WeeksAnswer> {
        let stretch = self.stretch(ctx)?;
        let weeks: Vec<Date> = stretch.weeks_from(stretch.today()).map(ProductionWeek::monday).collect();
        let products = if self.product.is_some() || self.territory.is_none() {
            self.products(tx, ctx, &stretch, &weeks)?
        } else {
            Vec::new()
        };
        let crews = if self.territory.is_some() || self.product.is_none() {
            self.crews(tx, ctx, &stretch, &weeks)?
        } else {
            Vec::new()
        };
        Ok(WeeksAnswer { weeks, products, crews })
    }
}

impl Weeks {
    fn stretch(&self, ctx: &Context) -> Outcome<Horizon> {
        let today = ctx.zone().to_datetime(ctx.now).date();
        let first = ProductionWeek::of(self.from.unwrap_or(today)).monday();
        let count = self.weeks.unwrap_or(13).clamp(1, WEEKS_MAX);
        let last = first.saturating_add(jiff::Span::new().days(count * 7 - 1));
        Horizon::new(first, last).map_err(|_| Refusal::field("/from", "field.year"))
    }

    fn products(
        &self,
        tx: &mut Tx,
        ctx: &Context,
        stretch: &Horizon,
        weeks: &[Date],
    ) -> Outcome<Vec<ProductLoad>> {
        let (from, until) = (stretch.today(), stretch.until());
        let ids = match self.product {
            Some(product) => vec![product],
            None => load::planned_products(tx, from, until, PRODUCTS_MAX)?,
        };
        let mut list = Vec::new();
        for product in catalog::find_all(tx, &ids)?.into_values() {
            let capacity = load::slot_capacity(tx, product.id, from, until)?;
            let sums = sums_of(tx, Pool::Slot, product.id.0, from, until)?;
            let mut holders = holders(tx, ctx, Pool::Slot, product.id.0, None, from, until)?;
            let weeks = weeks
                .iter()
                .map(|week| {
                    let capacity = capacity.get(&ProductionWeek::of(*week)).copied().unwrap_or(0);
                    let sums = sums.get(&(Uuid::nil(), *week)).copied().unwrap_or_default();
                    load_of(*week, capacity, sums, holders.remove(week))
                })
                .collect();
            list.push(ProductLoad { product: product.id, code: product.code, name: product.name, weeks });
        }
        list.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(list)
    }

    fn crews(&self, tx: &mut Tx, ctx: &Context, stretch: &Horizon, weeks: &[Date]) -> Outcome<Vec<CrewLoad>> {
        let (from, until) = (stretch.today(), stretch.until());
        let mut territories: Vec<TerritoryId> =
            rows::crew(tx, self.territory, from)?.iter().map(|member| member.territory_id).collect();
        territories.sort_unstable();
        territories.dedup();
        let names: BTreeMap<SkillId, String> =
            catalog::skills(tx)?.into_iter().map(|skill| (skill.id, skill.name)).collect();
        let mut list = Vec::new();
        for territory in territories {
            let terms = rows::region(tx, territory)?;
            let calendar = neighbours::calendar(tx, terms.and_then(|terms| terms.crew_calendar_id))?;
            let days = Days::new(calendar, stretch);
            let only = self.skill.map(|skill| vec![skill]);
            let capacities = load::crew_capacity(tx, territory, only.as_deref(), stretch, &days)?;
            let sums = sums_of(tx, Pool::Crew, territory.0, from, until)?;
            let territory_name = neighbours::territory_name(tx, territory)?;
            for (skill, capacity) in capacities {
                let mut holders = holders(tx, ctx, Pool::Crew, territory.0, Some(skill), from, until)?;
                let weeks = weeks
                    .iter()
                    .map(|week| {
                        let capacity = capacity.get(&ProductionWeek::of(*week)).copied().unwrap_or(0);
                        let sums = sums.get(&(skill.0, *week)).copied().unwrap_or_default();
                        load_of(*week, capacity, sums, holders.remove(week))
                    })
                    .collect();
                list.push(CrewLoad {
                    territory,
                    territory_name: territory_name.clone(),
                    skill,
                    skill_name: names.get(&skill).cloned().unwrap_or_default(),
                    weeks,
                });
            }
        }
        list.sort_by(|a, b| (&a.territory_name, &a.skill_name).cmp(&(&b.territory_name, &b.skill_name)));
        Ok(list)
    }
}

fn load_of(week: Date, capacity: u32, sums: Sums, holders: Option<Vec<HolderFacts>>) -> WeekLoad {
    let capacity = i64::from(capacity);
    WeekLoad {
        week,
        capacity,
        taken: sums.taken,
        aimed: sums.aimed,
        free: capacity - sums.taken,
        holders: holders.unwrap_or_default(),
    }
}

fn sums_of(
    tx: &mut Tx,
    kind: Pool,
    pool: Uuid,
    from: Date,
    until: Date,
) -> Outcome<BTreeMap<(Uuid, Date), Sums>> {
    let list = buckets::sums_between(tx, kind, pool, from, until)?;
    Ok(list.into_iter().map(|(skill, week, sums)| ((skill, week), sums)).collect())
}

/// Who holds what of a pool, by week: only customers that the reader may see are named (R64).
fn holders(
    tx: &mut Tx,
    ctx: &Context,
    kind: Pool,
    pool: Uuid,
    skill: Option<SkillId>,
    from: Date,
    until: Date,
) -> Outcome<BTreeMap<Date, Vec<HolderFacts>>> {
    let held: Vec<Reservation> = buckets::seen_of_pool(tx, ctx, kind, pool, skill, from, until)?;
    let mut customers: Vec<CustomerId> = held.iter().map(|row| row.customer_id).collect();
    customers.sort_unstable();
    customers.dedup();
    let labels: BTreeMap<CustomerId, String> = customer::labels(tx, &customers)?
        .into_iter()
        .map(|(id, number, name)| (id, format!("{number} {name}")))
        .collect();
    let mut by_week: BTreeMap<Date, Vec<HolderFacts>> = BTreeMap::new();
    for row in held {
        by_week.entry(row.week).or_default().push(HolderFacts {
            customer: row.customer_id,
            label: labels.get(&row.customer_id).cloned().unwrap_or_default(),
            order: row.order_id,
            line: row.line_id,
            promise: row.promise_id,
            amount: row.amount,
            hold: row.hold,
            realises_on: row.realises_on,
            due_on: row.due_on,
        });
    }
    Ok(by_week)
}
