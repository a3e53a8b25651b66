//! How long the outages of a product last, without any plan and under each one: this room knows which outage began under
//! which cover, so it answers the room of values (R14). The table of a plan's worth then rests on what happened instead
//! of on a setting, and says so with its sample.
//!
//! A stop whose end nobody noted, or that lasts still, has no length and is not counted.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use accord_kernel::{Context, Outcome};
use accord_room_asset::{self as asset, AssetId, Scope};
use accord_room_catalog::ProductId;
use accord_room_value::{ServicePlanId, lengths::MeanLength};
use accord_store::Tx;
use uuid::Uuid;

use crate::{
    record::contract::{CoverRow, covers_of_assets, newest_cover},
    rules::length::{Cover, Lengths, lengths},
};

/// Seconds of an hour.
const HOUR_SECONDS: i64 = 3_600;

/// What tells one state of outages and cover from another: the newest of each, and the hour.
type Mark = (Option<Uuid>, Option<Uuid>, Option<Uuid>, i64);

/// The last measurements of this process by product. A new outage or cover makes them void at once, what was corrected
/// within the hour.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Option<(Mark, Measured)>>);

/// What was measured, product by product.
type Measured = BTreeMap<ProductId, Arc<Lengths<ServicePlanId>>>;

fn mark(tx: &mut Tx, ctx: &Context) -> Outcome<Mark> {
    let (unit, outage) = asset::newest(tx)?;
    Ok((unit, outage, newest_cover(tx)?, ctx.now.as_second() / HOUR_SECONDS))
}

/// The mean length of a product's outages, without any plan or under one.
pub(crate) fn read(
    tx: &mut Tx,
    ctx: &Context,
    product: ProductId,
    plan: Option<ServicePlanId>,
) -> Outcome<Option<MeanLength>> {
    let found = of_product(tx, ctx, product)?;
    let sum = match plan {
        None => Some(found.without),
        Some(plan) => found.with.get(&plan).copied(),
    };
    Ok(sum.filter(|sum| sum.n > 0).map(|sum| MeanLength { minutes: sum.seconds / 60, n: sum.n }))
}

fn of_product(tx: &mut Tx, ctx: &Context, product: ProductId) -> Outcome<Arc<Lengths<ServicePlanId>>> {
    let cache = ctx.registry.extensions::<Cache>().next();
    let mark = mark(tx, ctx)?;
    // Whoever died while holding it left a whole answer or none.
    let held = cache.map(|cache| cache.0.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some(found) = held
        .as_ref()
        .and_then(|held| held.as_ref())
        .filter(|(of, _)| *of == mark)
        .and_then(|(_, all)| all.get(&product))
    {
        return Ok(Arc::clone(found));
    }
    drop(held);
    let found = Arc::new(measure(tx, ctx, product)?);
    if let Some(cache) = cache {
        let mut held = cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = match held.take() {
            Some((of, mut all)) if of == mark => {
                all.insert(product, Arc::clone(&found));
                all
            }
            _ => BTreeMap::from([(product, Arc::clone(&found))]),
        };
        *held = Some((mark, all));
    }
    Ok(found)
}

fn measure(tx: &mut Tx, ctx: &Context, product: ProductId) -> Outcome<Lengths<ServicePlanId>> {
    let histories = asset::histories(tx, ctx, &Scope::Product(product))?;
    let ids: Vec<AssetId> =
        histories.iter().filter(|one| !one.stops.is_empty()).map(|one| one.asset).collect();
    let mut covers: BTreeMap<AssetId, Vec<Cover<ServicePlanId>>> = BTreeMap::new();
    for row in covers_of_assets(tx, &ids)? {
        let CoverRow { asset_id, plan_id, from_at, until_at, .. } = row;
        covers.entry(asset_id).or_default().push(Cover { plan: plan_id, from: from_at, until: until_at });
    }
    let mut all = Lengths::default();
    for history in &histories {
        let own = covers.get(&history.asset).map(Vec::as_slice).unwrap_or_default();
        let ended = history.stops.iter().filter(|stop| !stop.open);
        lengths(&mut all, ended.filter_map(|stop| Some((stop.began_at, stop.ended_at?))), own);
    }
    Ok(all)
}
