//! Which engineers could come to a demonstration: those of the customer's territory with the skills that installing the
//! product needs, and those of the account team, with what keeps them away (R10).

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Context, Outcome};
use accord_room_capacity as capacity;
use accord_room_catalog::{Product, SkillId};
use accord_room_customer::{self as customer, CustomerId, CustomerRow, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};

use crate::{
    DemoId, EngineerBusy,
    record::{Opportunity, asked_between, demonstrations_of, given_since},
    rules::demo::{Busy, Candidate, ranked},
};

/// How far back demonstrations count when the turn goes round.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 180);

/// What is asked of the engineers.
pub(crate) struct Wanted<'a> {
    pub account: &'a CustomerRow,
    pub product: &'a Product,
    pub from: Timestamp,
    pub until: Timestamp,
    /// A demonstration that is being moved does not stand in its own way.
    pub except: Option<DemoId>,
}

/// Skills that installing a product needs.
pub(crate) fn needed(product: &Product) -> BTreeSet<SkillId> {
    product.installation.0.iter().map(|work| work.skill).collect()
}

/// Everybody who could come, whom to ask first on top.
pub(crate) fn candidates(tx: &mut Tx, ctx: &Context, wanted: &Wanted<'_>) -> Outcome<Vec<Candidate>> {
    let needed = needed(wanted.product);
    let mut skills: BTreeMap<PersonId, BTreeSet<SkillId>> = BTreeMap::new();
    let day = ctx.zone().to_datetime(wanted.from).date();
    if let Some(territory) = wanted.account.territory_id {
        for (person, skill) in capacity::engineers(tx, territory, day)? {
            skills.entry(person).or_default().insert(skill);
        }
    }
    let local: BTreeSet<PersonId> = skills.keys().copied().collect();
    let team = team_of_service(tx, wanted.account.id)?;
    for person in &team {
        if !skills.contains_key(person) {
            let known = capacity::skills_of(tx, *person, day)?;
            skills.insert(*person, known.into_iter().collect());
        }
    }
    let mut list = Vec::with_capacity(skills.len());
    for (person, known) in skills {
        if people::active_person(tx, person).is_err() {
            continue;
        }
        list.push(Candidate {
            person: person.into(),
            local: local.contains(&person),
            looks_after: team.contains(&person),
            skills: known.intersection(&needed).count(),
            given: given_since(tx, person, ctx.now.checked_sub(LATELY).unwrap_or(ctx.now))?,
            busy: busy(tx, ctx, person, wanted)?,
        });
    }
    Ok(ranked(list, needed.len()))
}

fn team_of_service(tx: &mut Tx, account: CustomerId) -> Outcome<BTreeSet<PersonId>> {
    let team = customer::team(tx, account)?;
    let half = team.half(TeamSphere::AfterSales);
    Ok(half.owner.into_iter().chain(half.backups.iter().copied()).collect())
}

/// What keeps somebody away: leave, another demonstration, or what a room above knows.
pub(crate) fn busy(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    wanted: &Wanted<'_>,
) -> Outcome<Option<Busy>> {
    let leaves = people::leaves_between(tx, person, wanted.from, wanted.until)?;
    if let Some((_, until)) = leaves.first() {
        return Ok(Some(Busy::Leave(*until)));
    }
    let mut demos = asked_between(tx, person, wanted.from, wanted.until)?;
    demos.retain(|demo| Some(demo.id) != wanted.except);
    if let Some(demo) = demos.into_iter().next() {
        return Ok(Some(Busy::Demo(demo.number)));
    }
    for known in ctx.registry.extensions::<EngineerBusy>() {
        if let Some(why) = (known.busy)(tx, ctx, person, wanted.from, wanted.until)? {
            return Ok(Some(Busy::Other(why)));
        }
    }
    Ok(None)
}

/// Engineers whom the customer met at demonstrations on the way to an opportunity, the last first, who do not own the
/// customer in service already.
pub(crate) fn met_engineers(tx: &mut Tx, row: &Opportunity) -> Outcome<Vec<PersonId>> {
    let owner = customer::owner_of(tx, row.customer_id, TeamSphere::AfterSales)?;
    let mut met: Vec<PersonId> = Vec::new();
    for demo in demonstrations_of(tx, row.id)? {
        let came = demo.engineer_id.filter(|_| demo.engineer_came == Some(true));
        if let Some(engineer) = came.filter(|engineer| !met.contains(engineer) && Some(*engineer) != owner)
            && people::active_person(tx, engineer).is_ok()
        {
            met.push(engineer);
        }
    }
    Ok(met)
}
