//! What a response rests on: who stands by, how long ways are, which parts must be near; and tasks of what is missing.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::{self as people, PersonId, TerritoryId, record::company::TerritoryRow};
use accord_room_value::PlanVersionId;
use accord_store::Json;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{CriticalPartId, PartReachId, StandbyId, TravelId},
    input::{NAME_MAX, date, number, text},
    neighbours::{at_version, day_in},
    ready::{Asked, readiness},
    record::ready::{
        CriticalPartRow, PartReachRow, StandbyRow, TravelRow, critical_part, reach, standby, travel_of,
    },
    tasks,
};

/// What was set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReadyAnswer {
    /// Its id.
    pub id: Uuid,
    /// Row version.
    pub version: i64,
}

fn territory(tx: &mut Tx, id: TerritoryId) -> Outcome<()> {
    tx.get::<TerritoryRow>(id)?.map(drop).ok_or_else(Refusal::absent)
}

/// A time of day as `22:30`, in minutes.
fn minute(pointer: &str, typed: &str) -> Outcome<i64> {
    let form = || Refusal::field(pointer, "contract.time_of_day");
    let (hours, minutes) = typed.trim().split_once(':').ok_or_else(form)?;
    let two = |text: &str| -> Outcome<i64> {
        if text.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        text.parse().map_err(|_| form())
    };
    let at = two(hours)? * 60 + two(minutes)?;
    if at > 24 * 60 || two(minutes)? > 59 { Err(form()) } else { Ok(at) }
}

accord_kernel::word_enum! {
    /// A day of the week.
    pub enum Weekday as "weekday" {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// Sets when somebody stands by for calls in a territory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStandby {
    /// In which territory.
    pub territory: TerritoryId,
    /// Who.
    pub person: PersonId,
    /// On which weekdays it begins; all of them when empty.
    #[serde(default)]
    pub weekdays: Vec<Weekday>,
    /// Time of day at which it begins, `18:00`.
    pub from: String,
    /// Time of day at which it ends; not after the beginning: on the next day.
    pub until: String,
    /// First day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from_on: Option<Date>,
    /// Last day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until_on: Option<Date>,
}

impl Action for SetStandby {
    const NAME: &'static str = "standby.set";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        territory(tx, self.territory)?;
        people::person(tx, self.person).map_err(|refusal| refusal.in_field("/person"))?;
        Ok(Touches { customers: Vec::new(), chains: vec![self.territory.into(), self.person.into()] })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadyAnswer> {
        people::named_person(tx, "/person", self.person)?;
        let from_minute = minute("/from", &self.from)?;
        if from_minute >= 24 * 60 {
            return Err(Refusal::field("/from", "contract.time_of_day"));
        }
        let until_minute = minute("/until", &self.until)?;
        let from_on = self.from_on.map(|on| date("/from_on", on)).transpose()?;
        let until_on = self.until_on.map(|on| date("/until_on", on)).transpose()?;
        if from_on.zip(until_on).is_some_and(|(from, until)| until < from) {
            return Err(Refusal::field("/until_on", "contract.ends_before"));
        }
        let days = if self.weekdays.is_empty() { Weekday::ALL.to_vec() } else { self.weekdays };
        let mut weekdays: Vec<u32> = days.iter().map(|day| *day as u32).collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        let row = StandbyRow {
            id: act.new_id::<StandbyId>(),
            territory_id: self.territory,
            person_id: self.person,
            weekdays: Json(weekdays),
            from_minute,
            until_minute,
            from_on,
            until_on,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("standby", row.id);
        Ok(ReadyAnswer { id: row.id.into(), version: 1 })
    }
}

/// Ends a window of standing by on a day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndStandby {
    /// The window.
    pub standby: StandbyId,
    /// The version that was read.
    pub version: i64,
    /// Its last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last_day: Date,
}

impl Action for EndStandby {
    const NAME: &'static str = "standby.end";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = standby(tx, self.standby)?;
        Ok(Touches { customers: Vec::new(), chains: vec![row.territory_id.into(), row.person_id.into()] })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadyAnswer> {
        let mut row = standby(tx, self.standby)?;
        at_version(&row, self.version)?;
        row.until_on = Some(date("/last_day", self.last_day)?);
        tx.update(&mut row)?;
        act.fact("standby", row.id);
        Ok(ReadyAnswer { id: row.id.into(), version: row.version })
    }
}

/// Sets how long the way is to a site, or to the sites of a territory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTravel {
    /// To one site.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// To the sites of a territory that have no time of their own.
    #[serde(default)]
    pub territory: Option<TerritoryId>,
    /// Minutes from door to door.
    pub minutes: i64,
}

impl Action for SetTravel {
    const NAME: &'static str = "travel.set";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.site, self.territory) {
            (Some(site), None) => Ok(Touches::customer(customer::site(tx, site)?.customer_id)),
            (None, Some(id)) => {
                territory(tx, id)?;
                Ok(Touches::chain(id))
            }
            _ => Err(Refusal::field("/site", "contract.site_or_territory")),
        }
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadyAnswer> {
        let minutes = number("/minutes", self.minutes, 0, 7 * 24 * 60)?;
        if let Some(mut row) = travel_of(tx, self.site, self.territory)? {
            row.minutes = minutes;
            tx.update(&mut row)?;
            act.fact("travel", row.id);
            return Ok(ReadyAnswer { id: row.id.into(), version: row.version });
        }
        let row = TravelRow {
            id: act.new_id::<TravelId>(),
            territory_id: self.territory,
            site_id: self.site,
            minutes,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("travel", row.id);
        Ok(ReadyAnswer { id: row.id.into(), version: 1 })
    }
}

fn put_part(
    tx: &mut Tx,
    act: &mut Act<'_>,
    product: ProductId,
    part: ProductId,
    active: bool,
) -> Outcome<ReadyAnswer> {
    if let Some(mut row) = critical_part(tx, product, part)? {
        row.active = active;
        tx.update(&mut row)?;
        act.fact("part", part);
        return Ok(ReadyAnswer { id: row.id.into(), version: row.version });
    }
    let row = CriticalPartRow {
        id: act.new_id::<CriticalPartId>(),
        product_id: product,
        part_id: part,
        active,
        version: 1,
    };
    tx.insert(&row)?;
    act.fact("part", part);
    Ok(ReadyAnswer { id: row.id.into(), version: 1 })
}

/// Names a part without which a stop of a product lasts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedPart {
    /// Of which product.
    pub product: ProductId,
    /// The part.
    pub part: ProductId,
}

impl Action for NeedPart {
    const NAME: &'static str = "critical_part.add";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        catalog::find(tx, self.product)?.ok_or_else(Refusal::absent)?;
        catalog::find(tx, self.part)?.ok_or_else(Refusal::absent)?;
        Ok(Touches::chain(self.product))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadyAnswer> {
        if self.part == self.product {
            return Err(Refusal::field("/part", "contract.part_of_itself"));
        }
        put_part(tx, act, self.product, self.part, true)
    }
}

/// A part is no longer one without which a stop lasts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropPart {
    /// Of which product.
    pub product: ProductId,
    /// The part.
    pub part: ProductId,
}

impl Action for DropPart {
    const NAME: &'static str = "critical_part.drop";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        critical_part(tx, self.product, self.part)?.ok_or_else(Refusal::absent)?;
        Ok(Touches::chain(self.product))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadyAnswer> {
        put_part(tx, act, self.product, self.part, false)
    }
}

/// Sets how long parts of a place need to the sites of a territory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetReach {
    /// Name of the place, as its stock has it.
    pub place: String,
    /// Territory.
    pub territory: TerritoryId,
    /// Minutes.
    pub minutes: i64,
}

impl Action for SetReach {
    const NAME: &'static str = "part_reach.set";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        territory(tx, self.territory)?;
        Ok(Touches::chain(self.territory))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadyAnswer> {
        let place = text("/place", &self.place, NAME_MAX)?;
        let minutes = number("/minutes", self.minutes, 0, 30 * 24 * 60)?;
        if let Some(mut row) = reach(tx, &place, self.territory)? {
            row.minutes = minutes;
            tx.update(&mut row)?;
            act.fact("reach", row.id);
            return Ok(ReadyAnswer { id: row.id.into(), version: row.version });
        }
        let row = PartReachRow {
            id: act.new_id::<PartReachId>(),
            place,
            territory_id: self.territory,
            minutes,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("reach", row.id);
        Ok(ReadyAnswer { id: row.id.into(), version: 1 })
    }
}

/// Makes tasks of everything that a plan's response lacks at a site.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeReady {
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

/// The tasks that were made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadeReady {
    /// How many are new.
    pub tasks: usize,
    /// How many things are missing.
    pub missing: usize,
}

impl Action for MakeReady {
    const NAME: &'static str = "service.make_ready";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MadeReady;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MadeReady> {
        let account = customer::load(tx, self.customer)?;
        let site = customer::named_site(tx, account.id, "/site", self.site)?;
        let asked = Asked {
            customer: account.id,
            site: site.id,
            plan_version: self.plan_version,
            product: self.product,
        };
        let found = readiness(tx, act, asked)?;
        let today = day_in(&site.zone, act.now);
        let made = tasks::of_missing(tx, act, account.id, site.id, None, &found.missing, today)?;
        act.fact("site", site.id);
        act.fact("missing", found.missing.len());
        Ok(MadeReady { tasks: made.len(), missing: found.missing.len() })
    }
}
