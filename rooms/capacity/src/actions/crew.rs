//! Crews: who gives how many minutes to which skill in which territory.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, SkillId, input};
use accord_room_people::{self as people, PersonId, TerritoryId};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    CrewMemberId, Touched, knock, neighbours,
    record::rows::{self, CrewMemberRow},
    rules::{calendar::sane, crew::CrewMember},
};

/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;

/// Minutes of an ordinary week: evenly over its first working days, or day by day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WeekMinutes {
    /// Minutes of the whole week.
    pub weekly: Option<i64>,
    /// Over how many days from Monday they are spread; five when open.
    pub working_days: Option<i64>,
    /// Minutes on Monday to Sunday, instead of `weekly`.
    pub by_weekday: Option<Vec<i64>>,
}

impl WeekMinutes {
    /// Minutes by weekday. A crew of several (a team without a name of each) may give more than a day's.
    fn read(&self, alone: bool) -> Outcome<[u32; 7]> {
        let most = if alone { DAY_MINUTES } else { 1_000_000 };
        match (&self.by_weekday, self.weekly) {
            (Some(list), None) => {
                let mut days = [0_u32; 7];
                if list.len() != days.len() {
                    return Err(Refusal::field("/minutes/by_weekday", "capacity.seven_days"));
                }
                for (index, (day, minutes)) in days.iter_mut().zip(list).enumerate() {
                    let pointer = format!("/minutes/by_weekday/{index}");
                    *day = crate::record::load::units(input::number(&pointer, *minutes, 0, most)?);
                }
                Ok(days)
            }
            (None, Some(weekly)) => {
                let days = input::number("/minutes/working_days", self.working_days.unwrap_or(5), 1, 7)?;
                let weekly = input::number("/minutes/weekly", weekly, 0, most * days)?;
                let units = crate::record::load::units;
                Ok(CrewMember::evenly(units(weekly), units(days)).by_weekday)
            }
            _ => Err(Refusal::field("/minutes", "capacity.minutes_one_way")),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrewDone {
    /// The crew member.
    pub member: CrewMemberId,
    /// Version now.
    pub version: i64,
    /// Promises and aims that it touches, the worst first.
    pub touched: Vec<Touched>,
}

/// Adds minutes of somebody, or of a partner's team, to the crews of a territory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCrew {
    /// The colleague, whose leave counts.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// What to call somebody who is no colleague.
    #[serde(default)]
    pub name: Option<String>,
    /// Where they work.
    pub territory: TerritoryId,
    /// With which skill. Who has two has two entries that share the week.
    pub skill: SkillId,
    /// How much of an ordinary week.
    pub minutes: WeekMinutes,
    /// First day; always when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day; not known when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
}

fn stretch(from: Option<Date>, until: Option<Date>) -> Outcome<()> {
    for (pointer, day) in [("/from", from), ("/until", until)] {
        if day.is_some_and(|day| sane(day).is_err()) {
            return Err(Refusal::field(pointer, "field.year"));
        }
    }
    match (from, until) {
        (Some(from), Some(until)) if until < from => {
            Err(Refusal::field("/until", "capacity.until_before_from"))
        }
        _ => Ok(()),
    }
}

/// A person's minutes are given once: all entries of a weekday together are no more than a day.
fn given_once(tx: &mut Tx, member: &CrewMemberRow) -> Outcome<()> {
    let Some(person) = member.person_id else { return Ok(()) };
    let others = rows::crew_of_person(tx, person)?;
    let overlaps = |other: &CrewMemberRow| {
        let before = other.until_on.zip(member.from_on).is_some_and(|(until, from)| until < from);
        let after = member.until_on.zip(other.from_on).is_some_and(|(until, from)| until < from);
        other.id != member.id && !before && !after
    };
    let others: Vec<&CrewMemberRow> = others.iter().filter(|other| overlaps(other)).collect();
    for (day, minutes) in member.by_weekday.0.iter().enumerate() {
        let of_others = others.iter().filter_map(|other| other.by_weekday.0.get(day)).map(|m| i64::from(*m));
        let sum: i64 = of_others.sum::<i64>() + i64::from(*minutes);
        if sum > DAY_MINUTES {
            return Err(Refusal::field("/minutes", "capacity.minutes_twice").with("minutes", sum));
        }
    }
    Ok(())
}

impl Action for AddCrew {
    const NAME: &'static str = "capacity.add_crew";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CrewDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        neighbours::known_territory(tx, self.territory)?;
        let mut chains: Vec<Uuid> = vec![self.territory.into()];
        chains.extend(self.person.map(Uuid::from));
        Ok(Touches { customers: Vec::new(), chains })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CrewDone> {
        let name = match self.person {
            Some(person) => {
                people::named_person(tx, "/person", person)?;
                String::new()
            }
            None => input::text("/name", self.name.as_deref().unwrap_or_default(), input::NAME_MAX)?,
        };
        if catalog::find_skill(tx, self.skill)?.is_none_or(|skill| skill.archived) {
            return Err(Refusal::field("/skill", "field.unknown_reference"));
        }
        stretch(self.from, self.until)?;
        let member = CrewMemberRow {
            id: act.new_id(),
            person_id: self.person,
            name,
            territory_id: self.territory,
            skill_id: self.skill,
            by_weekday: Json(self.minutes.read(self.person.is_some())?),
            from_on: self.from,
            until_on: self.until,
            version: 1,
        };
        given_once(tx, &member)?;
        tx.insert(&member)?;
        act.fact("territory", self.territory);
        act.fact("skill", self.skill);
        Ok(CrewDone { member: member.id, version: member.version, touched: Vec::new() })
    }
}

/// Changes how much somebody gives to a crew, or since and until when. Less than what is promised is no error: the
/// promises it touches are named (R24).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCrew {
    /// The crew member.
    pub member: CrewMemberId,
    /// Version that was read.
    pub version: i64,
    /// How much of an ordinary week.
    pub minutes: WeekMinutes,
    /// First day; always when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day; not known when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
}

impl Action for ChangeCrew {
    const NAME: &'static str = "capacity.change_crew";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CrewDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let member: CrewMemberRow = tx.get(self.member)?.ok_or_else(Refusal::absent)?;
        let mut chains: Vec<Uuid> = vec![member.territory_id.into()];
        chains.extend(member.person_id.map(Uuid::from));
        Ok(Touches { customers: Vec::new(), chains })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CrewDone> {
        let mut member: CrewMemberRow = tx.get(self.member)?.ok_or_else(Refusal::absent)?;
        input::same_version(&member, self.version)?;
        stretch(self.from, self.until)?;
        member.by_weekday = Json(self.minutes.read(member.person_id.is_some())?);
        member.from_on = self.from;
        member.until_on = self.until;
        given_once(tx, &member)?;
        tx.update(&mut member)?;
        let touched = knock::apply_crews(tx, act, member.territory_id, member.skill_id)?;
        act.fact("territory", member.territory_id);
        act.fact("skill", member.skill_id);
        act.fact("touched", touched.len());
        Ok(CrewDone { member: member.id, version: member.version, touched })
    }
}
