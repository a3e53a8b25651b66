//! Territories as places of work, and who works there.

use std::collections::{BTreeMap, btree_map::Entry};

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_catalog::{self as catalog, DayCount, SkillId};
use accord_room_people::{self as people, CalendarId, PersonId, TerritoryId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CrewMemberId, facts, neighbours, record::rows};

/// Crews by territory, with the way there and how they work.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Crews {
    /// Only this territory.
    pub territory: Option<TerritoryId>,
}

/// The crews.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrewsAnswer {
    /// Territories with something particular or with a crew.
    pub regions: Vec<RegionFacts>,
}

/// A territory as a place of work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RegionFacts {
    /// The territory.
    pub territory: TerritoryId,
    /// Its name.
    pub name: String,
    /// Days of the way; the products' own when open.
    pub transport_days: Option<i64>,
    /// How they count.
    pub transport_count: DayCount,
    /// Working days of the crews; the company's when open.
    pub crew_calendar: Option<CalendarId>,
    /// Minutes that a day on site can take.
    pub day_minutes_max: Option<i64>,
    /// In how many consecutive weeks a job must be done.
    pub weeks_max: Option<i64>,
    /// Nobody travels for fewer minutes in a week.
    pub week_minutes_min: i64,
    /// Version of these terms; open when none were set.
    pub version: Option<i64>,
    /// Who works there, now or later.
    pub members: Vec<CrewFacts>,
}

/// Somebody's minutes for a skill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrewFacts {
    /// Id.
    pub member: CrewMemberId,
    /// The colleague.
    pub person: Option<PersonId>,
    /// Name of the colleague, or what somebody else is called.
    pub name: String,
    /// The skill.
    pub skill: SkillId,
    /// Its name.
    pub skill_name: String,
    /// Minutes on Monday to Sunday.
    pub by_weekday: Vec<u32>,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Row version.
    pub version: i64,
}

impl View for Crews {
    const NAME: &'static str = "capacity.crews";
    const PERMISSION: Permission = Permission::CapacityRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CrewsAnswer;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CrewsAnswer> {
        let members = rows::crew(tx, self.territory, facts::horizon(ctx)?.today())?;
        let skills: BTreeMap<SkillId, String> =
            catalog::skills(tx)?.into_iter().map(|skill| (skill.id, skill.name)).collect();
        let persons: Vec<PersonId> = members.iter().filter_map(|member| member.person_id).collect();
        let names: BTreeMap<PersonId, String> =
            people::record::person::names(tx, &persons)?.into_iter().collect();
        let mut regions: BTreeMap<TerritoryId, RegionFacts> = BTreeMap::new();
        for terms in rows::regions(tx)? {
            if self.territory.is_none_or(|territory| territory == terms.territory_id) {
                regions.insert(terms.territory_id, region(tx, terms.territory_id, Some(&terms))?);
            }
        }
        for member in members {
            let region = match regions.entry(member.territory_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(region(tx, member.territory_id, None)?),
            };
            let name = member.person_id.and_then(|person| names.get(&person).cloned()).unwrap_or(member.name);
            region.members.push(CrewFacts {
                member: member.id,
                person: member.person_id,
                name,
                skill: member.skill_id,
                skill_name: skills.get(&member.skill_id).cloned().unwrap_or_default(),
                by_weekday: member.by_weekday.0.to_vec(),
                from: member.from_on,
                until: member.until_on,
                version: member.version,
            });
        }
        let mut regions: Vec<RegionFacts> = regions.into_values().collect();
        regions.sort_by(|a, b| (&a.name, a.territory).cmp(&(&b.name, b.territory)));
        Ok(CrewsAnswer { regions })
    }
}

fn region(tx: &mut Tx, territory: TerritoryId, terms: Option<&rows::RegionTerms>) -> Outcome<RegionFacts> {
    let working = terms.is_some_and(|terms| terms.transport_working);
    Ok(RegionFacts {
        territory,
        name: neighbours::territory_name(tx, territory)?,
        transport_days: terms.and_then(|terms| terms.transport_days),
        transport_count: if working { DayCount::Working } else { DayCount::Calendar },
        crew_calendar: terms.and_then(|terms| terms.crew_calendar_id),
        day_minutes_max: terms.and_then(|terms| terms.day_minutes_max),
        weeks_max: terms.and_then(|terms| terms.weeks_max),
        week_minutes_min: terms.map_or(0, |terms| terms.week_minutes_min),
        version: terms.map(|terms| terms.version),
        members: Vec::new(),
    })
}
