//! What the rules need to know, read in few queries.

use std::collections::BTreeMap;

use accord_kernel::Outcome;
use accord_room_catalog::{ProductId, SkillId};
use accord_room_people::TerritoryId;
use accord_store::{Tx, params};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    Pool,
    record::{buckets::sums_between, rows},
    rules::{
        bucket::{Bucket, WeekBuckets},
        calendar::{Horizon, ProductionWeek, WorkingDays},
        crew::{CrewMember, crew_minutes},
        hold::Purpose,
        leave::absences,
    },
};

/// A count as the rules have it; what does not fit is as much as fits.
pub(crate) fn units(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// What is in the way of a question: promises, and targets too when only a target is asked for.
fn in_the_way(taken: i64, aimed: i64, purpose: Purpose) -> u32 {
    units(if purpose == Purpose::Target { taken.saturating_add(aimed) } else { taken })
}

/// Slots of products from this week on.
pub(crate) fn slots(
    tx: &mut Tx,
    products: &[ProductId],
    horizon: &Horizon,
    purpose: Purpose,
) -> Outcome<BTreeMap<ProductId, WeekBuckets>> {
    let first = ProductionWeek::of(horizon.today()).monday();
    let mut found: BTreeMap<ProductId, WeekBuckets> = BTreeMap::new();
    for product in products {
        let mut weeks: WeekBuckets = slot_capacity(tx, *product, first, horizon.until())?
            .into_iter()
            .map(|(week, capacity)| (week, Bucket { capacity, taken: 0 }))
            .collect();
        for (_, week, sums) in sums_between(tx, Pool::Slot, product.0, first, horizon.until())? {
            if let Some(bucket) = weeks.0.get_mut(&ProductionWeek::of(week)) {
                bucket.taken = in_the_way(sums.taken, sums.aimed, purpose);
            }
        }
        found.insert(*product, weeks);
    }
    Ok(found)
}

/// Capacities of a product's weeks in a stretch, without what is taken.
pub(crate) fn slot_capacity(
    tx: &mut Tx,
    product: ProductId,
    from: Date,
    until: Date,
) -> Outcome<BTreeMap<ProductionWeek, u32>> {
    let sql = "SELECT week, capacity FROM slot_plan WHERE product_id = ?1 AND week >= ?2 AND week <= ?3";
    tx.query(sql, params![product, from, until])?
        .iter()
        .map(|row| Ok((ProductionWeek::of(row.get::<Date>(0)?), units(row.get(1)?))))
        .collect()
}

/// Minutes of crews of a territory by skill and week, from this week to the horizon's last, leave and holidays taken
/// off. `region` is the crews' calendar.
pub(crate) fn crew_capacity(
    tx: &mut Tx,
    territory: TerritoryId,
    skills: Option<&[SkillId]>,
    horizon: &Horizon,
    region: &crate::days::Days,
) -> Outcome<BTreeMap<SkillId, BTreeMap<ProductionWeek, u32>>> {
    let first = ProductionWeek::of(horizon.today()).monday();
    let mut crews: BTreeMap<SkillId, Vec<CrewMember>> = BTreeMap::new();
    let mut leave_of: BTreeMap<Uuid, Vec<crate::rules::crew::Leave>> = BTreeMap::new();
    for member in rows::crew(tx, Some(territory), first)? {
        if skills.is_some_and(|skills| !skills.contains(&member.skill_id)) {
            continue;
        }
        let leave = match member.person_id {
            None => Vec::new(),
            Some(person) => match leave_of.get(&person.0) {
                Some(known) => known.clone(),
                None => {
                    let leave =
                        crate::neighbours::leaves(tx, person, first, horizon.until(), region.calendar())?;
                    let list: Vec<_> = leave
                        .into_iter()
                        .flat_map(|(from, until)| absences(from, until, region.calendar()))
                        .collect();
                    leave_of.insert(person.0, list.clone());
                    list
                }
            },
        };
        crews.entry(member.skill_id).or_default().push(CrewMember {
            by_weekday: member.by_weekday.0,
            from: member.from_on,
            until: member.until_on,
            leave,
        });
    }
    let days: &dyn WorkingDays = region;
    let by_week = |members: &Vec<CrewMember>| {
        horizon.weeks_from(first).map(|week| (week, crew_minutes(week, members, days))).collect()
    };
    Ok(crews.iter().map(|(skill, members)| (*skill, by_week(members))).collect())
}

/// Buckets of a territory's crews: their minutes less what is in the way.
pub(crate) fn crews(
    tx: &mut Tx,
    territory: TerritoryId,
    skills: Option<&[SkillId]>,
    horizon: &Horizon,
    region: &crate::days::Days,
    purpose: Purpose,
) -> Outcome<BTreeMap<SkillId, WeekBuckets>> {
    let capacity = crew_capacity(tx, territory, skills, horizon, region)?;
    let mut found: BTreeMap<SkillId, WeekBuckets> = BTreeMap::new();
    for (skill, weeks) in capacity {
        let buckets =
            weeks.into_iter().map(|(week, capacity)| (week, Bucket { capacity, taken: 0 })).collect();
        found.insert(skill, buckets);
    }
    let first = ProductionWeek::of(horizon.today()).monday();
    for (skill, week, sums) in sums_between(tx, Pool::Crew, territory.0, first, horizon.until())? {
        if let Some(bucket) =
            found.get_mut(&SkillId(skill)).and_then(|weeks| weeks.0.get_mut(&ProductionWeek::of(week)))
        {
            bucket.taken = in_the_way(sums.taken, sums.aimed, purpose);
        }
    }
    Ok(found)
}

/// Products that have slots in a stretch.
pub(crate) fn planned_products(tx: &mut Tx, from: Date, until: Date, limit: i64) -> Outcome<Vec<ProductId>> {
    let sql = "SELECT DISTINCT s.product_id FROM slot_plan s WHERE s.week >= ?1 AND s.week <= ?2
        ORDER BY s.product_id LIMIT ?3";
    tx.query(sql, params![from, until, limit])?.iter().map(|row| Ok(row.get(0)?)).collect()
}
