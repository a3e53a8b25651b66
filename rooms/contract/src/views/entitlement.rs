//! What a unit is entitled to at an instant: cover, clocks, the reason, with everything that was weighed (R30, R16).

use accord_business_time::Calendar;
use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, Asset, AssetId};
use accord_room_customer::{self as customer, SiteId};
use accord_room_people as people;
use accord_room_value::{self as value, ClockStop, Cover, PlanVersionId, PlanVersionRow};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    cover::warranty_of,
    id::ContractId,
    neighbours::{start_of, zone_of},
    record::contract::{CoverRow, contract, covers_of_asset},
    rules::{
        entitlement::{self as rule, Chosen, Standing, entitled},
        term::{CoverKind, Months, days},
    },
};

/// Assemblies above a unit that are looked at.
const STEPS_UP_MAX: u32 = 8;

/// The clocks of a cover.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Clocks {
    /// Minutes to the response; open: by the end of the next working day.
    pub response_minutes: Option<i64>,
    /// Minutes to running again, where that is promised.
    pub restore_minutes: Option<i64>,
    /// Hours in which they run.
    pub cover: Cover,
    /// What stops the response clock.
    pub clock_stop: Option<ClockStop>,
    /// When a response falls due for a call at the instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub response_due_at: Option<Timestamp>,
    /// When the unit has to run again for a call at the instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub restore_due_at: Option<Timestamp>,
    /// Zone in which they are read.
    pub zone: String,
}

/// A cover, and how it stands at the instant.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoverStanding {
    /// What covers.
    pub kind: CoverKind,
    /// How it stands.
    pub standing: Standing,
    /// The contract; open for the warranty alone.
    pub contract: Option<ContractId>,
    /// Its number.
    pub number: Option<String>,
    /// The plan; open for the warranty alone.
    pub plan: Option<String>,
    /// Its version.
    pub plan_version: Option<PlanVersionId>,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from_on: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until_on: Date,
    /// The unit that has it: this one, or an assembly above it.
    pub unit: AssetId,
    /// Its name.
    pub unit_name: String,
    /// Steps up to it.
    pub steps_up: u32,
    /// Price of the whole stretch.
    pub price: Option<Money>,
    /// Its clocks.
    pub clocks: Clocks,
}

/// A site as answers show it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SiteFacts {
    /// Id.
    pub id: SiteId,
    /// Name.
    pub name: String,
}

/// What a unit is entitled to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntitlementFacts {
    /// The unit.
    pub asset: AssetId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The instant.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Where it stood then.
    pub site: Option<SiteFacts>,
    /// Where it stood when the cover that counts was sold, when that was elsewhere.
    pub sold_for: Option<SiteFacts>,
    /// Place, in `covers`, of the one that counts.
    pub counts: Option<usize>,
    /// By which rule it was chosen.
    pub chosen: Chosen,
    /// Everything that was weighed.
    pub covers: Vec<CoverStanding>,
}

/// What a unit is entitled to at an instant.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    /// The unit.
    pub asset: AssetId,
    /// The instant; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

impl View for Entitlement {
    const NAME: &'static str = "contract.entitlement";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EntitlementFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(asset::asset(tx, self.asset)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<EntitlementFacts> {
        entitlement_of(tx, ctx, self.asset, self.at.unwrap_or(ctx.now))
    }
}

/// A cover with everything that its clocks need.
struct Weighed {
    row: Option<CoverRow>,
    version: Option<PlanVersionRow>,
    kind: CoverKind,
    unit: Asset,
    steps_up: u32,
    from_on: Date,
    until_on: Date,
    from_at: Timestamp,
    until_at: Timestamp,
}

/// What a unit is entitled to at an instant; rooms above ask it in the call.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn entitlement_of(tx: &mut Tx, ctx: &Context, id: AssetId, at: Timestamp) -> Outcome<EntitlementFacts> {
    let unit = asset::asset(tx, id)?;
    let site = asset::site_at(tx, id, at)?;
    let weighed = weigh(tx, ctx, &unit)?;
    let mut clocks = Vec::with_capacity(weighed.len());
    let mut calendar = None;
    let zone = zone_of(tx, ctx, site)?;
    for one in &weighed {
        clocks.push(clocks_of(tx, site, &zone, one.version.as_ref(), at, &mut calendar)?);
    }
    let covers: Vec<rule::Cover> = weighed
        .iter()
        .zip(&clocks)
        .map(|(one, clocks)| rule::Cover {
            kind: one.kind,
            steps_up: one.steps_up,
            from_at: one.from_at,
            until_at: one.until_at,
            response_due_at: clocks.response_due_at,
        })
        .collect();
    let verdict = entitled(&covers, at);
    let counted = verdict.counts.and_then(|place| weighed.get(place));
    let sold = counted.and_then(|one| one.row.as_ref()).and_then(|row| row.site_id);
    let sold_for = match sold.filter(|sold| Some(*sold) != site) {
        Some(sold) => Some(site_facts(tx, sold)?),
        None => None,
    };
    let mut shown = Vec::with_capacity(weighed.len());
    for ((one, clocks), standing) in weighed.into_iter().zip(clocks).zip(&verdict.standing) {
        shown.push(show(tx, one, clocks, *standing)?);
    }
    Ok(EntitlementFacts {
        asset: unit.id,
        number: unit.number.clone(),
        name: unit.name(),
        at,
        site: site.map(|id| site_facts(tx, id)).transpose()?,
        sold_for,
        counts: verdict.counts,
        chosen: verdict.chosen,
        covers: shown,
    })
}

fn site_facts(tx: &mut Tx, id: SiteId) -> Outcome<SiteFacts> {
    Ok(SiteFacts { id, name: customer::site(tx, id)?.name })
}

/// All cover of a unit and of the assemblies that it is part of, with the warranty of each.
fn weigh(tx: &mut Tx, ctx: &Context, unit: &Asset) -> Outcome<Vec<Weighed>> {
    let mut found = Vec::new();
    let mut at = Some(unit.clone());
    let mut steps_up = 0;
    while let Some(one) = at {
        for row in covers_of_asset(tx, one.id)? {
            let version = value::plan_version(tx, row.plan_version_id)?;
            found.push(Weighed {
                kind: row.kind,
                unit: one.clone(),
                steps_up,
                from_on: row.from_on,
                until_on: row.until_on,
                from_at: row.from_at,
                until_at: row.until_at,
                version: Some(version),
                row: Some(row),
            });
        }
        if let Some(warranty) = warranty(tx, ctx, &one, steps_up)? {
            found.push(warranty);
        }
        steps_up += 1;
        at = match one.parent_id.filter(|_| steps_up <= STEPS_UP_MAX) {
            Some(parent) => Some(asset::asset(tx, parent)?),
            None => None,
        };
    }
    Ok(found)
}

/// The warranty alone, with standard service: an answer by the end of the next working day.
fn warranty(tx: &mut Tx, ctx: &Context, unit: &Asset, steps_up: u32) -> Outcome<Option<Weighed>> {
    let Some(on) = unit.accepted_on else { return Ok(None) };
    let months = warranty_of(tx, ctx, unit)?;
    let Some(days) = days(on, Months { from: 0, to: months }) else { return Ok(None) };
    let zone = zone_of(tx, ctx, unit.site_id)?;
    Ok(Some(Weighed {
        row: None,
        version: None,
        kind: CoverKind::Warranty,
        unit: unit.clone(),
        steps_up,
        from_on: days.from,
        until_on: days.until,
        from_at: start_of(days.from, &zone)?,
        until_at: start_of(days.until.tomorrow().unwrap_or(days.until), &zone)?,
    }))
}

/// The clocks of a cover for a call at an instant, on the calendar of the site where the unit stood.
fn clocks_of(
    tx: &mut Tx,
    site: Option<SiteId>,
    zone: &str,
    version: Option<&PlanVersionRow>,
    at: Timestamp,
    known: &mut Option<Calendar>,
) -> Outcome<Clocks> {
    let response = version.and_then(|version| version.response_minutes);
    let restore = version.and_then(|version| version.restore_minutes);
    let cover = version.map_or(Cover::BusinessHours, |version| version.cover);
    let after = |minutes: Option<i64>| {
        minutes.and_then(|minutes| at.checked_add(SignedDuration::from_mins(minutes)).ok())
    };
    let (response_due_at, restore_due_at) = if cover == Cover::AroundClock && response.is_some() {
        (after(response), after(restore))
    } else {
        let calendar = match version.and_then(|version| version.calendar_id) {
            Some(id) => people::calendar_in(tx, Some(id), zone)?,
            None => match known {
                Some(calendar) => calendar.clone(),
                None => known.insert(site_calendar(tx, site)?).clone(),
            },
        };
        let working = |minutes: i64| {
            accord_business_time::due(at, SignedDuration::from_mins(minutes), &calendar, &[], at)
                .ok()
                .and_then(|due| due.at())
        };
        let response_due = match response {
            Some(minutes) => working(minutes),
            None => calendar.end_of_next_working_day(at).ok(),
        };
        (response_due, restore.and_then(working))
    };
    Ok(Clocks {
        response_minutes: response,
        restore_minutes: restore,
        cover,
        clock_stop: version.map(|version| version.clock_stop),
        response_due_at,
        restore_due_at,
        zone: zone.to_owned(),
    })
}

fn site_calendar(tx: &mut Tx, site: Option<SiteId>) -> Outcome<Calendar> {
    match site {
        Some(site) => {
            let site = customer::site(tx, site)?;
            customer::site_calendar(tx, &site)
        }
        None => people::company_calendar(tx),
    }
}

fn show(tx: &mut Tx, one: Weighed, clocks: Clocks, standing: Standing) -> Outcome<CoverStanding> {
    let number = match &one.row {
        Some(row) => Some(contract(tx, row.contract_id)?.number),
        None => None,
    };
    let plan = match &one.version {
        Some(version) => Some(value::load_plan(tx, version.plan_id)?.name),
        None => None,
    };
    Ok(CoverStanding {
        kind: one.kind,
        standing,
        contract: one.row.as_ref().map(|row| row.contract_id),
        number,
        plan,
        plan_version: one.version.as_ref().map(|version| version.id),
        from_on: one.from_on,
        until_on: one.until_on,
        unit: one.unit.id,
        unit_name: one.unit.name(),
        steps_up: one.steps_up,
        price: one.row.as_ref().map(CoverRow::price),
        clocks,
    })
}
