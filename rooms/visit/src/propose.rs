//! Who can be at a site when: the facts of people, skills, rota, leave, other visits, ways and parts, for the rule to
//! judge. What contracts are judged by before they are sold is what visits are planned by afterwards.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use accord_kernel::{Context, Outcome, Permission};
use accord_room_asset::{self as asset, AssetId};
use accord_room_capacity as capacity;
use accord_room_catalog::{self as catalog, ProductId, SkillId};
use accord_room_contract::{record::ready, rules::feasibility};
use accord_room_customer::{self as customer, CustomerId, SiteRow, TeamSphere};
use accord_room_people::{self as people, PersonId, TerritoryId};
use accord_room_pipeline::{self as pipeline, EngineerBusy};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use crate::{
    Purpose, VisitId,
    neighbours::{territory, zone_of},
    record::{
        part,
        visit::{VisitRow, of_person_between},
    },
    rules::proposal::{Engineer, Proposal, Wanted, propose},
};

/// Puts the people who could come in order.
pub type Order = fn(&mut Tx, &Context, &Need, Vec<Proposal>) -> Outcome<Vec<Proposal>>;

/// Somebody who orders the list by more than this room knows: the optimising dispatch. The first one registered is
/// asked; it gets what this room found and answers the same people in its own order.
#[derive(Debug, Clone, Copy)]
pub struct Proposer {
    /// Stable word.
    pub word: &'static str,
    /// Puts the list in order.
    pub order: Order,
}

/// What somebody is needed for.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// For whom.
    pub customer: CustomerId,
    /// Where.
    pub site: accord_room_customer::SiteId,
    /// About which unit.
    pub asset: Option<AssetId>,
    /// What for.
    pub purpose: Purpose,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Minutes of work.
    pub minutes: i64,
    /// The visit that is being planned; it does not stand in its own way.
    pub visit: Option<VisitId>,
}

impl Need {
    /// When the work ends.
    pub fn ends_at(&self) -> Timestamp {
        self.starts_at.checked_add(SignedDuration::from_mins(self.minutes)).unwrap_or(self.starts_at)
    }
}

struct Scene {
    site: SiteRow,
    territory: Option<TerritoryId>,
    day: Date,
    product: Option<ProductId>,
    needed: BTreeSet<SkillId>,
    travel: Option<i64>,
    looks_after: BTreeSet<PersonId>,
    standby: Vec<ready::StandbyRow>,
    /// Critical parts with the places that have one: name of the part, places.
    parts: Vec<(String, Vec<Place>)>,
    night: bool,
}

struct Place {
    row: Option<part::PlaceRow>,
    /// Minutes from there to the territory, where somebody said so.
    minutes: Option<i64>,
}

/// Everybody who could go, whom to ask first on top.
///
/// # Errors
/// Absent; what the database refuses.
pub fn proposals(tx: &mut Tx, ctx: &Context, need: &Need) -> Outcome<Vec<Proposal>> {
    let scene = scene(tx, need)?;
    let mut skills: BTreeMap<PersonId, BTreeSet<SkillId>> = BTreeMap::new();
    let mut local = BTreeSet::new();
    if let Some(territory) = scene.territory {
        for (person, skill) in capacity::engineers(tx, territory, scene.day)? {
            skills.entry(person).or_default().insert(skill);
            local.insert(person);
        }
    }
    let elsewhere = capacity::record::rows::crew(tx, None, scene.day)?;
    let others = elsewhere.into_iter().filter_map(|row| row.person_id);
    for person in others.chain(scene.looks_after.iter().copied()) {
        if let Entry::Vacant(place) = skills.entry(person) {
            let known = capacity::skills_of(tx, person, scene.day)?;
            place.insert(known.into_iter().collect());
        }
    }
    let mut engineers = Vec::with_capacity(skills.len());
    for (person, known) in skills {
        if people::active_person(tx, person).is_err() {
            continue;
        }
        engineers.push(facts(tx, ctx, need, &scene, person, &known, local.contains(&person))?);
    }
    let wanted = Wanted {
        starts_at: need.starts_at,
        ends_at: need.ends_at(),
        skills: if need.purpose.needs_skills() { scene.needed.len() } else { 0 },
        now: ctx.now,
    };
    let found = propose(&wanted, engineers);
    match ctx.registry.extensions::<Proposer>().next() {
        Some(proposer) => (proposer.order)(tx, ctx, need, found),
        None => Ok(found),
    }
}

/// Whether somebody has a role that carries out visits: who may not could neither report nor end it.
///
/// # Errors
/// Absent.
pub(crate) fn may_go(tx: &mut Tx, ctx: &Context, person: PersonId) -> Outcome<bool> {
    Ok(people::permissions_now(tx, person, ctx.now)?.has(Permission::VisitDo))
}

/// What speaks against one person, by the same facts as the list.
pub(crate) fn against(
    tx: &mut Tx,
    ctx: &Context,
    need: &Need,
    person: PersonId,
) -> Outcome<Vec<crate::rules::proposal::Why>> {
    let scene = scene(tx, need)?;
    let known: BTreeSet<SkillId> = capacity::skills_of(tx, person, scene.day)?.into_iter().collect();
    let local = match scene.territory {
        Some(territory) => {
            capacity::engineers(tx, territory, scene.day)?.iter().any(|(known, _)| *known == person)
        }
        None => false,
    };
    let engineer = facts(tx, ctx, need, &scene, person, &known, local)?;
    let wanted = Wanted {
        starts_at: need.starts_at,
        ends_at: need.ends_at(),
        skills: if need.purpose.needs_skills() { scene.needed.len() } else { 0 },
        now: ctx.now,
    };
    Ok(crate::rules::proposal::judge(&wanted, engineer).why)
}

fn scene(tx: &mut Tx, need: &Need) -> Outcome<Scene> {
    let site = customer::site_of(tx, need.customer, need.site)?;
    let territory = territory(tx, site.customer_id)?;
    let start = zone_of(&site).to_datetime(need.starts_at);
    let product = match need.asset {
        Some(id) => asset::asset(tx, id)?.product_id,
        None => None,
    };
    let needed = match product {
        Some(product) => catalog::find(tx, product)?
            .map(|row| row.installation.0.iter().map(|work| work.skill).collect())
            .unwrap_or_default(),
        None => BTreeSet::new(),
    };
    let team = customer::team(tx, site.customer_id)?;
    let half = team.half(TeamSphere::AfterSales);
    let looks_after = half.owner.into_iter().chain(half.backups.iter().copied()).collect();
    let standby = match territory {
        Some(territory) => ready::standbys(tx, Some(territory), start.date())?,
        None => Vec::new(),
    };
    let travel = ready::travel_to(tx, site.id, territory)?.map(|row| row.minutes);
    let calendar = customer::site_calendar(tx, &site)?;
    let night = !calendar.is_working_at(need.starts_at);
    let parts = match product.filter(|_| need.purpose == Purpose::Repair) {
        Some(product) => parts(tx, product, territory)?,
        None => Vec::new(),
    };
    let day = start.date();
    Ok(Scene { site, territory, day, product, needed, travel, looks_after, standby, parts, night })
}

/// The critical parts of a product with the places that have a piece to spare.
fn parts(
    tx: &mut Tx,
    product: ProductId,
    territory: Option<TerritoryId>,
) -> Outcome<Vec<(String, Vec<Place>)>> {
    let ways = match territory {
        Some(territory) => ready::reaches(tx, territory)?,
        None => Vec::new(),
    };
    let mut found = Vec::new();
    for critical in ready::critical_parts(tx, product)? {
        let Some(row) = catalog::find(tx, critical.part_id)? else { continue };
        let mut places = Vec::new();
        for stock in capacity::record::rows::stocks(tx, critical.part_id)? {
            if capacity::in_hand(tx, stock.id, None)?.free <= 0 {
                continue;
            }
            let minutes = ways.iter().find(|way| way.place == stock.place).map(|way| way.minutes);
            places.push(Place { row: part::place_named(tx, &stock.place)?, minutes });
        }
        found.push((row.name, places));
    }
    Ok(found)
}

fn facts(
    tx: &mut Tx,
    ctx: &Context,
    need: &Need,
    scene: &Scene,
    person: PersonId,
    known: &BTreeSet<SkillId>,
    local: bool,
) -> Outcome<Engineer> {
    let (from, until) = (need.starts_at, need.ends_at());
    let leave = people::leaves_between(tx, person, from, until)?;
    let mut visits = of_person_between(tx, person, from, until)?;
    visits.retain(|row| Some(row.id) != need.visit);
    Ok(Engineer {
        person: person.into(),
        may: may_go(tx, ctx, person)?,
        local,
        looks_after: scene.looks_after.contains(&person),
        skills: known.intersection(&scene.needed).count(),
        on_duty: on_duty(tx, scene, person, need.starts_at)?,
        leave_until: leave.first().map(|(_, until)| *until),
        busy: visits.first().and_then(|row| Some((row.number.clone(), row.ends_at?))),
        other: elsewhere(tx, ctx, person, from, until)?,
        travel_minutes: scene.travel,
        parts_missing: parts_missing(tx, scene, person, local)?,
        week_minutes: week(tx, scene, person)?,
    })
}

/// What another room knows to keep somebody away. Our own word is left out: visits are looked at one by one.
fn elsewhere(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Option<&'static str>> {
    if !pipeline::asked_between(tx, person, from, until)?.is_empty() {
        return Ok(Some("busy-demonstration"));
    }
    for known in ctx.registry.extensions::<EngineerBusy>().filter(|known| known.word != WORD) {
        if let Some(why) = (known.busy)(tx, ctx, person, from, until)? {
            return Ok(Some(why));
        }
    }
    Ok(None)
}

/// Word under which visits keep engineers from demonstrations.
pub(crate) const WORD: &str = "visit";

/// Whether a visit keeps somebody away, as demonstrations ask.
pub(crate) fn busy(
    tx: &mut Tx,
    _: &Context,
    person: PersonId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Option<&'static str>> {
    Ok((!of_person_between(tx, person, from, until)?.is_empty()).then_some("busy-visit"))
}

/// Works at that time by their own calendar, or stands by in the territory.
fn on_duty(tx: &mut Tx, scene: &Scene, person: PersonId, at: Timestamp) -> Outcome<bool> {
    let row = people::person(tx, person)?;
    if people::calendar(tx, row.calendar_id)?.is_working_at(at) {
        return Ok(true);
    }
    let local = zone_of(&scene.site).to_datetime(at);
    let weekday = u32::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
    let minute = weekday * 24 * 60
        + u32::try_from(local.hour()).unwrap_or(0) * 60
        + u32::try_from(local.minute()).unwrap_or(0);
    let of_day = |minute: i64| u32::try_from(minute).unwrap_or(0);
    Ok(scene.standby.iter().any(|window| {
        window.person_id == person
            && window.from_on.is_none_or(|from| from <= scene.day)
            && window.until_on.is_none_or(|until| until >= scene.day)
            && feasibility::daily(&window.weekdays.0, of_day(window.from_minute), of_day(window.until_minute))
                .iter()
                .any(|stretch| stretch.from <= minute && minute < stretch.until)
    }))
}

/// The critical parts that this person cannot bring: no place that they can open, or that sends it, has one.
fn parts_missing(tx: &mut Tx, scene: &Scene, person: PersonId, local: bool) -> Outcome<Vec<String>> {
    if scene.product.is_none() {
        return Ok(Vec::new());
    }
    let keys: BTreeSet<_> = part::keys_of_person(tx, person, scene.day)?
        .into_iter()
        .filter(|key| key.covers(scene.day, scene.day))
        .map(|key| key.place_id)
        .collect();
    let reaches = |place: &Place| {
        let Some(row) = &place.row else { return place.minutes.is_some() };
        let open = !scene.night || row.night_access;
        let own = row.person_id == Some(person) || keys.contains(&row.id);
        let sent = place.minutes.is_some() && !row.kind.by_key();
        row.active && open && (sent || own && (local || place.minutes.is_some()))
    };
    Ok(scene
        .parts
        .iter()
        .filter(|(_, places)| !places.iter().any(reaches))
        .map(|(name, _)| name.clone())
        .collect())
}

/// Minutes of visits in the week of the wanted one.
fn week(tx: &mut Tx, scene: &Scene, person: PersonId) -> Outcome<i64> {
    let monday = scene.day.saturating_sub(i64::from(scene.day.weekday().to_monday_zero_offset()).days());
    let zone = zone_of(&scene.site);
    let start = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp()).unwrap_or(Timestamp::MIN);
    let (from, until) = (start(monday), start(monday.saturating_add(7.days())));
    let rows: Vec<VisitRow> = of_person_between(tx, person, from, until)?;
    Ok(rows.iter().map(|row| row.minutes).sum())
}
