//! Whether the response of a plan can be met at a site: the facts of today's people, skills, rota, ways, parts and
//! access, for the rule to judge (T19).

use std::collections::{BTreeMap, BTreeSet};

use accord_business_time::Calendar;
use accord_kernel::{Context, Fact, Outcome, Refusal};
use accord_room_capacity::record::rows as capacity;
use accord_room_catalog::{self as catalog, ProductId, SkillId};
use accord_room_customer::{self as customer, CustomerId, SiteId, SiteRow};
use accord_room_people::{self as people, PersonId, TerritoryId, record::person};
use accord_room_value::{Cover, PlanVersionId, PlanVersionRow, plan_version};
use accord_store::Tx;
use jiff::civil::{Date, Weekday};

use crate::{
    neighbours::{day_in, territory},
    record::ready::{critical_parts, reaches, standbys, travel_to},
    rules::feasibility::{CriticalPart, Engineer, Facts, Missing, Stretch, WEEK, daily, missing},
    settings,
};

/// Minutes of a working day that "by the end of the next working day" gives at least.
const NEXT_WORKING_DAY: u32 = 24 * 60;
/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// For whom.
    pub customer: CustomerId,
    /// Where.
    pub site: SiteId,
    /// Which plan.
    pub plan_version: PlanVersionId,
    /// For which product; open for any.
    pub product: Option<ProductId>,
}

/// The verdict with what it rests on.
#[derive(Debug, Clone)]
pub struct Readiness {
    /// What is missing, what forbids first.
    pub missing: Vec<Missing>,
    /// What it was judged by.
    pub facts: Facts,
}

impl Readiness {
    /// Whether the plan may be offered.
    pub fn may_be_offered(&self) -> bool {
        !self.missing.iter().any(Missing::forbids)
    }
}

/// Whether the response of a plan can be met at a site.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn readiness(tx: &mut Tx, ctx: &Context, asked: Asked) -> Outcome<Readiness> {
    let version = plan_version(tx, asked.plan_version)?;
    let site = customer::site_of(tx, asked.customer, asked.site)?;
    let today = day_in(&site.zone, ctx.now);
    let territory = territory(tx, site.customer_id)?;
    let clock = clock(tx, &site, &version)?;
    let at_night = clock.iter().map(|one| one.until - one.from).sum::<u32>() > 5 * 14 * 60;
    let wanted: i64 = settings::get(tx, ctx, &settings::ENGINEERS_WANTED)?;
    let engineers = match territory {
        Some(territory) => engineers(tx, territory, asked.product, today)?,
        None => Vec::new(),
    };
    let response_minutes = version
        .response_minutes
        .map_or(NEXT_WORKING_DAY, |minutes| u32::try_from(minutes).unwrap_or(u32::MAX));
    let within = at_night.then(|| u16::try_from(response_minutes / 60).unwrap_or(u16::MAX));
    let gaps = customer::gaps_of_site(tx, ctx, &site, today, within)?;
    let facts = Facts {
        response_minutes,
        clock,
        at_night,
        travel_minutes: travel_to(tx, site.id, territory)?
            .map(|row| u32::try_from(row.minutes).unwrap_or(u32::MAX)),
        engineers,
        engineers_wanted: if at_night { usize::try_from(wanted).unwrap_or(1) } else { 1 },
        parts: parts(tx, ctx, asked.product, territory, at_night)?,
        access_gaps: gaps.into_iter().map(|gap| gap.word().to_owned()).collect(),
    };
    Ok(Readiness { missing: missing(&facts), facts })
}

/// The minutes of the week in which the plan's clock runs at a site.
fn clock(tx: &mut Tx, site: &SiteRow, version: &PlanVersionRow) -> Outcome<Vec<Stretch>> {
    if version.cover == Cover::AroundClock {
        return Ok(vec![Stretch { from: 0, until: WEEK }]);
    }
    let calendar = match version.calendar_id {
        Some(id) => people::calendar(tx, id)?,
        None => customer::site_calendar(tx, site)?,
    };
    Ok(hours_of(&calendar, |_| true))
}

/// The ordinary hours of a calendar on some weekdays (0 is Monday).
fn hours_of(calendar: &Calendar, on: impl Fn(u32) -> bool) -> Vec<Stretch> {
    let mut out = Vec::new();
    for (day, weekday) in (0_u32..7).zip(Weekday::Monday.cycle_forward()) {
        if !on(day) {
            continue;
        }
        for hours in calendar.weekday_hours(weekday) {
            out.push(Stretch {
                from: day * DAY + u32::from(hours.start_minute()),
                until: day * DAY + u32::from(hours.end_minute()),
            });
        }
    }
    out
}

/// Those who have a skill that the product needs and serve the territory, with the hours in which they can set out.
fn engineers(
    tx: &mut Tx,
    territory: TerritoryId,
    product: Option<ProductId>,
    today: Date,
) -> Outcome<Vec<Engineer>> {
    let skills: BTreeSet<SkillId> = match product {
        Some(product) => catalog::find(tx, product)?
            .map(|row| row.installation.0.iter().map(|work| work.skill).collect())
            .unwrap_or_default(),
        None => BTreeSet::new(),
    };
    let mut there: BTreeMap<PersonId, Vec<Stretch>> = BTreeMap::new();
    for row in capacity::crew(tx, Some(territory), today)? {
        let begun = row.from_on.is_none_or(|from| from <= today);
        let Some(id) =
            row.person_id.filter(|_| begun && (skills.is_empty() || skills.contains(&row.skill_id)))
        else {
            continue;
        };
        let member = people::person(tx, id)?;
        let calendar = people::calendar(tx, member.calendar_id)?;
        let works = |day: u32| {
            usize::try_from(day)
                .ok()
                .and_then(|day| row.by_weekday.0.get(day))
                .is_some_and(|minutes| *minutes > 0)
        };
        there.entry(id).or_default().extend(hours_of(&calendar, works));
    }
    for row in standbys(tx, Some(territory), today)? {
        let begun = row.from_on.is_none_or(|from| from <= today);
        // Standing by is for those who have the skill; nobody gets it by the rota.
        if let Some(hours) = there.get_mut(&row.person_id).filter(|_| begun) {
            let minute = |minute: i64| u32::try_from(minute).unwrap_or(0);
            hours.extend(daily(&row.weekdays.0, minute(row.from_minute), minute(row.until_minute)));
        }
    }
    let ids: Vec<PersonId> = there.keys().copied().collect();
    let names: BTreeMap<PersonId, String> = person::names(tx, &ids)?.into_iter().collect();
    Ok(there
        .into_iter()
        .map(|(id, there)| Engineer { name: names.get(&id).cloned().unwrap_or_default(), there })
        .collect())
}

/// Whether somebody gets into a place of parts at night and at the weekend, as a room above knows it. A place that
/// nobody says anything of counts as open.
#[derive(Debug, Clone, Copy)]
pub struct PlaceAtNight {
    /// By the name of the place.
    pub opens: fn(&mut Tx, &str) -> Outcome<bool>,
}

/// The critical parts of a product, with the minutes in which the nearest place that has one can bring it. For a plan
/// whose clock runs at night only places count that open then (R37).
fn parts(
    tx: &mut Tx,
    ctx: &Context,
    product: Option<ProductId>,
    territory: Option<TerritoryId>,
    at_night: bool,
) -> Outcome<Vec<CriticalPart>> {
    let (Some(product), Some(territory)) = (product, territory) else { return Ok(Vec::new()) };
    let mut ways = reaches(tx, territory)?;
    if at_night {
        for known in ctx.registry.extensions::<PlaceAtNight>() {
            let mut open = Vec::with_capacity(ways.len());
            for way in ways {
                if (known.opens)(tx, &way.place)? {
                    open.push(way);
                }
            }
            ways = open;
        }
    }
    let mut found = Vec::new();
    for row in critical_parts(tx, product)? {
        let Some(part) = catalog::find(tx, row.part_id)? else { continue };
        let stocks = capacity::stocks(tx, row.part_id)?;
        let near = ways
            .iter()
            .filter(|way| stocks.iter().any(|stock| stock.place == way.place && stock.on_hand > 0))
            .map(|way| u32::try_from(way.minutes).unwrap_or(u32::MAX))
            .min();
        found.push(CriticalPart { name: part.name, minutes: near });
    }
    Ok(found)
}

/// What is missing in the reader's language.
pub fn say(ctx: &Context, missing: &Missing) -> String {
    let tongue = ctx.tongue();
    tongue.say_with(&format!("missing-{}", missing.word().replace('_', "-")), &facts_of(missing))
}

/// The facts of its message.
pub(crate) fn facts_of(missing: &Missing) -> Vec<(&'static str, Fact)> {
    match missing {
        Missing::Engineer | Missing::Travel => Vec::new(),
        Missing::Hours { first, minutes } => vec![
            ("day", Fact::Word(format!("weekday-{}", first.from / DAY))),
            ("from", clock_text(first.from).into()),
            ("until", clock_text(first.until).into()),
            ("hours", i64::from(minutes / 60).into()),
        ],
        Missing::TooFar { travel, response } => {
            vec![("travel", i64::from(*travel).into()), ("response", i64::from(*response).into())]
        }
        Missing::SecondEngineer { there, wanted } => {
            vec![("there", (*there).into()), ("wanted", (*wanted).into())]
        }
        Missing::CriticalPart { part, minutes } => vec![
            ("part", part.clone().into()),
            (
                "minutes",
                minutes.map_or(Fact::Word("missing-part-nowhere".to_owned()), |m| i64::from(m).into()),
            ),
        ],
        Missing::Access { gap } => vec![("gap", Fact::Word(format!("access-gap-{}", gap.replace('_', "-"))))],
    }
}

/// A minute of the week as a time of day.
fn clock_text(minute: u32) -> String {
    format!("{:02}:{:02}", minute % DAY / 60, minute % 60)
}

/// Refuses what cannot be kept, and says what is missing.
///
/// # Errors
/// `contract.response_not_possible`.
pub(crate) fn must_be_possible(found: &Readiness, plan: &str, site: &str) -> Outcome<()> {
    if found.may_be_offered() {
        return Ok(());
    }
    let words = found
        .missing
        .iter()
        .filter(|one| one.forbids())
        .map(|one| Fact::Word(format!("missing-short-{}", one.word().replace('_', "-"))))
        .collect();
    let detail = serde_json::json!({ "missing": found.missing });
    Err(Refusal::conflict("contract.response_not_possible")
        .with("plan", plan)
        .with("site", site)
        .with("missing", Fact::List(words))
        .possible("contract_readiness", Vec::new())
        .detail(detail))
}
