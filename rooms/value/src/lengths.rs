//! How long an outage lasts: measured where a room above knows which outages were under which plan, else as set.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_store::Tx;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    id::{Origin, ServicePlanId},
    record::PlanVersionRow,
    settings,
};

/// The mean length of measured outages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeanLength {
    /// Minutes, all outages together.
    pub minutes: i64,
    /// How many outages.
    pub n: i64,
}

/// Reads the mean length of a product's outages, without any plan or under one.
pub type ReadLengths = fn(&mut Tx, &Context, ProductId, Option<ServicePlanId>) -> Outcome<Option<MeanLength>>;

/// Measures outages of a product, without any plan (`None`) or under one. A room that knows who had which plan registers
/// one; several are asked in order and the first that knows is taken.
#[derive(Debug)]
pub struct StopLengths {
    /// Name.
    pub name: &'static str,
    /// Measures.
    pub read: ReadLengths,
}

/// Hours with where they come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hours {
    /// Hours of an outage.
    pub hours: Decimal,
    /// Where they come from.
    pub origin: Origin,
    /// Sample size, when measured.
    pub n: Option<i64>,
}

fn measured(
    tx: &mut Tx,
    ctx: &Context,
    product: Option<ProductId>,
    plan: Option<ServicePlanId>,
) -> Outcome<Option<Hours>> {
    let Some(product) = product else { return Ok(None) };
    let enough: i64 = settings::get(tx, ctx, &settings::HISTORY_ENOUGH)?;
    let registry = std::sync::Arc::clone(&ctx.registry);
    for source in registry.extensions::<StopLengths>() {
        let Some(found) = (source.read)(tx, ctx, product, plan)? else { continue };
        if found.n < enough || found.minutes <= 0 {
            continue;
        }
        let mean = Decimal::from(found.minutes) / Decimal::from(found.n) / Decimal::from(60);
        let hours = mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        return Ok(Some(Hours { hours, origin: Origin::History, n: Some(found.n) }));
    }
    Ok(None)
}

/// Hours of an outage without a plan.
pub(crate) fn without(tx: &mut Tx, ctx: &Context, product: Option<ProductId>) -> Outcome<Hours> {
    if let Some(found) = measured(tx, ctx, product, None)? {
        return Ok(found);
    }
    let typed: String = settings::get(tx, ctx, &settings::HOURS_WITHOUT)?;
    let hours = typed.parse().map_err(|_| Refusal::defect("value.hours_without"))?;
    Ok(Hours { hours, origin: Origin::Setting, n: None })
}

/// Hours of an outage under a version of a plan.
pub(crate) fn with(
    tx: &mut Tx,
    ctx: &Context,
    product: Option<ProductId>,
    version: &PlanVersionRow,
) -> Outcome<Hours> {
    if let Some(found) = measured(tx, ctx, product, Some(version.plan_id))? {
        return Ok(found);
    }
    // Whole quarters of an hour, so that this is exact.
    let hours = Decimal::from(version.stop_minutes) / Decimal::from(60);
    Ok(Hours { hours, origin: Origin::Plan, n: None })
}
