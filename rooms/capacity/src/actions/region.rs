//! What is particular to a territory: the way there, and how crews work.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{DayCount, input};
use accord_room_people::{CalendarId, TerritoryId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    RegionTermsId, Touched, knock, neighbours,
    record::rows::{self, RegionTerms},
};

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RegionDone {
    /// The territory.
    pub territory: TerritoryId,
    /// Version of its terms now.
    pub version: i64,
    /// Promises and aims that it touches, the worst first.
    pub touched: Vec<Touched>,
}

fn blank(id: RegionTermsId, territory: TerritoryId) -> RegionTerms {
    RegionTerms {
        id,
        territory_id: territory,
        crew_calendar_id: None,
        transport_days: None,
        transport_working: false,
        day_minutes_max: None,
        weeks_max: None,
        week_minutes_min: 0,
        version: 1,
    }
}

/// Writes the terms of a territory; `version` is that which was read, open for the first ones.
fn write(
    tx: &mut Tx,
    act: &mut Act<'_>,
    territory: TerritoryId,
    version: Option<i64>,
    change: impl FnOnce(&mut RegionTerms),
) -> Outcome<i64> {
    match rows::region(tx, territory)? {
        Some(mut terms) => {
            input::same_version(&terms, version.unwrap_or(0))?;
            change(&mut terms);
            tx.update(&mut terms)?;
            Ok(terms.version)
        }
        None => {
            let mut terms = blank(act.new_id(), territory);
            change(&mut terms);
            tx.insert(&terms)?;
            Ok(terms.version)
        }
    }
}

/// Sets how long the way to a territory takes; it goes before what products say of themselves.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTransport {
    /// The territory.
    pub territory: TerritoryId,
    /// Version that was read; open when nothing was set before.
    #[serde(default)]
    pub version: Option<i64>,
    /// How many days; the products' own when open.
    #[serde(default)]
    pub days: Option<i64>,
    /// How they count; calendar days when open.
    #[serde(default)]
    pub count: Option<DayCount>,
}

impl Action for SetTransport {
    const NAME: &'static str = "capacity.set_transport";
    const PERMISSION: Permission = Permission::SlotManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RegionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        neighbours::known_territory(tx, self.territory)?;
        Ok(Touches::chain(self.territory))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RegionDone> {
        let days = self.days.map(|days| input::number("/days", days, 0, 365)).transpose()?;
        let version = write(tx, act, self.territory, self.version, |terms| {
            terms.transport_days = days;
            terms.transport_working = self.count == Some(DayCount::Working);
        })?;
        act.fact("territory", self.territory);
        act.fact("days", days);
        Ok(RegionDone { territory: self.territory, version, touched: Vec::new() })
    }
}

/// Sets how crews work in a territory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetVisits {
    /// The territory.
    pub territory: TerritoryId,
    /// Version that was read; open when nothing was set before.
    #[serde(default)]
    pub version: Option<i64>,
    /// Working days of its crews; the company's when open.
    #[serde(default)]
    pub crew_calendar: Option<CalendarId>,
    /// Minutes that a day on site can take, all people together; open when only the crew limits it.
    #[serde(default)]
    pub day_minutes_max: Option<i64>,
    /// In how many consecutive weeks a job must be done; open when any number will do.
    #[serde(default)]
    pub weeks_max: Option<i64>,
    /// Nobody travels for fewer minutes in a week, unless less is left to do.
    #[serde(default)]
    pub week_minutes_min: i64,
}

impl Action for SetVisits {
    const NAME: &'static str = "capacity.set_visits";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RegionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        neighbours::known_territory(tx, self.territory)?;
        Ok(Touches::chain(self.territory))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RegionDone> {
        let day = self
            .day_minutes_max
            .map(|most| input::number("/day_minutes_max", most, 1, 100_000))
            .transpose()?;
        let weeks = self.weeks_max.map(|most| input::number("/weeks_max", most, 1, 520)).transpose()?;
        let least = input::number("/week_minutes_min", self.week_minutes_min, 0, 100_000)?;
        if let Some(calendar) = self.crew_calendar
            && accord_room_people::find_calendar(tx, calendar)?.is_none()
        {
            return Err(Refusal::field("/crew_calendar", "field.unknown_reference"));
        }
        let version = write(tx, act, self.territory, self.version, |terms| {
            terms.crew_calendar_id = self.crew_calendar;
            terms.day_minutes_max = day;
            terms.weeks_max = weeks;
            terms.week_minutes_min = least;
        })?;
        let touched = knock::apply_region(tx, act, self.territory)?;
        act.fact("territory", self.territory);
        act.fact("touched", touched.len());
        Ok(RegionDone { territory: self.territory, version, touched })
    }
}
