//! What covers a call: the cover of the unit at the instant of the call. Unknown unit: the strongest cover among the
//! customer's units, so that nobody waits for it; the clocks are set right when the unit is named (R29, R30).

use accord_kernel::{Context, Outcome};
use accord_room_asset::{self as asset, AssetId, Standing};
use accord_room_contract::{self as contract, views::CoverStanding};
use accord_room_customer::{self as customer, CustomerId, SiteId, SiteState};
use accord_room_value as value;
use accord_store::Tx;
use jiff::Timestamp;

use crate::{neighbours::zone_of, record::CaseRow};

/// Units looked at when nobody knows which one it is.
const UNITS_MAX: usize = 100;

/// What was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub cover: Option<CoverStanding>,
    pub site: Option<SiteId>,
    /// The unit was not known.
    pub assumed: bool,
}

/// The cover of a call at an instant.
pub(crate) fn find(
    tx: &mut Tx,
    ctx: &Context,
    of: CustomerId,
    site: Option<SiteId>,
    unit: Option<AssetId>,
    at: Timestamp,
) -> Outcome<Found> {
    if let Some(unit) = unit {
        let facts = contract::entitlement_of(tx, ctx, unit, at)?;
        let counts = facts.counts.and_then(|place| facts.covers.get(place)).cloned();
        return Ok(Found { cover: counts, site: facts.site.map(|site| site.id), assumed: false });
    }
    let mut units = match site {
        Some(site) => asset::of_site(tx, site)?,
        None => asset::of_customer(tx, of)?,
    };
    units.retain(|unit| unit.standing() != Standing::Retired && unit.retired_on.is_none());
    units.truncate(UNITS_MAX);
    let mut best: Option<CoverStanding> = None;
    for unit in &units {
        let facts = contract::entitlement_of(tx, ctx, unit.id, at)?;
        let Some(cover) = facts.counts.and_then(|place| facts.covers.get(place)) else { continue };
        let key = |cover: &CoverStanding| cover.clocks.response_due_at.unwrap_or(Timestamp::MAX);
        if best.as_ref().is_none_or(|best| key(cover) < key(best)) {
            best = Some(cover.clone());
        }
    }
    let site = match site {
        Some(site) => Some(site),
        None => only_site(tx, of)?,
    };
    Ok(Found { cover: best, site, assumed: true })
}

/// Where a customer with one site alone must mean: who goes there learns the way in without another question.
fn only_site(tx: &mut Tx, of: CustomerId) -> Outcome<Option<SiteId>> {
    let mut open = customer::sites_of(tx, of)?.into_iter().filter(|site| site.state == SiteState::Active);
    Ok(open.next().filter(|_| open.next().is_none()).map(|site| site.id))
}

/// Puts what was found on a case. A site that was said now counts; else the one of the unit, which corrects what was
/// taken for it before.
pub(crate) fn put(
    tx: &mut Tx,
    ctx: &Context,
    row: &mut CaseRow,
    said: Option<SiteId>,
    found: Found,
) -> Outcome<()> {
    row.site_id = said.or(found.site).or(row.site_id);
    row.zone = zone_of(tx, ctx, row.customer_id, row.site_id)?;
    row.assumed = found.assumed;
    let version = match found.cover.as_ref().and_then(|cover| cover.plan_version) {
        Some(id) => Some(value::plan_version(tx, id)?),
        None => None,
    };
    row.calendar_id = version.as_ref().and_then(|version| version.calendar_id);
    row.clock_stop = version.as_ref().map(|version| version.clock_stop);
    let clocks = found.cover.as_ref().map(|cover| &cover.clocks);
    row.response_minutes = clocks.and_then(|clocks| clocks.response_minutes);
    row.restore_minutes = clocks.and_then(|clocks| clocks.restore_minutes);
    row.around_clock = clocks
        .is_some_and(|clocks| clocks.cover == value::Cover::AroundClock && clocks.response_minutes.is_some());
    row.cover = found.cover.as_ref().map(|cover| cover.kind);
    row.contract_id = found.cover.as_ref().and_then(|cover| cover.contract);
    row.contract_number = found.cover.as_ref().and_then(|cover| cover.number.clone());
    row.plan = found.cover.and_then(|cover| cover.plan);
    Ok(())
}
