//! Parts out of a store: when they can be with a customer, and which store gives them.

use std::collections::BTreeMap;

use accord_kernel::Outcome;
use accord_room_catalog::{Product, ProductId, ProductKind};
use accord_store::Tx;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    AskLine, PartStockId, Pool,
    days::Days,
    neighbours,
    record::{
        buckets::{self, BucketKey, PART_WEEK},
        load::units,
        rows::{self, PartStock},
    },
    rules::{
        calendar::{DaySpan, Horizon},
        key::PartKey,
        part::{PartAnswer, PartSupply, part_earliest},
    },
};

/// A line that is served out of a store.
#[derive(Debug, Clone)]
pub(crate) struct PartPick {
    pub(crate) line: Uuid,
    pub(crate) product: ProductId,
    pub(crate) stock: PartStockId,
    pub(crate) quantity: u32,
    /// When the pieces are ready to leave; the day after the horizon when they are not inside it.
    pub(crate) ready: Date,
}

/// A part in a place with what is known of it.
pub(crate) struct Store {
    pub(crate) stock: PartStock,
    pub(crate) supply: PartSupply,
    pub(crate) days: Days,
}

/// The bucket of a part in a place.
pub(crate) fn bucket(stock: PartStockId) -> BucketKey {
    BucketKey { kind: Pool::Part, pool: stock.0, skill: Uuid::nil(), week: PART_WEEK }
}

/// The places of a part. What the order `replaces` has taken counts as free.
pub(crate) fn stores(
    tx: &mut Tx,
    product: ProductId,
    transport: DaySpan,
    replaces: Option<Uuid>,
    horizon: &Horizon,
) -> Outcome<Vec<Store>> {
    let own: BTreeMap<Uuid, i64> = match replaces {
        None => BTreeMap::new(),
        Some(order) => {
            let held = buckets::of_order(tx, order)?;
            let parts = held
                .into_iter()
                .filter(|held| held.kind == Pool::Part && held.hold != crate::Firmness::Target);
            let mut own = BTreeMap::new();
            for held in parts {
                *own.entry(held.pool_id).or_insert(0) += held.amount;
            }
            own
        }
    };
    let mut found = Vec::new();
    for stock in rows::stocks(tx, product)? {
        let taken = buckets::sums(tx, bucket(stock.id))?.taken - own.get(&stock.id.0).copied().unwrap_or(0);
        let mut receipts = BTreeMap::new();
        for receipt in rows::receipts(tx, stock.id)? {
            let pieces: &mut u32 = receipts.entry(receipt.expected_on).or_default();
            *pieces = pieces.saturating_add(units(receipt.quantity));
        }
        let supply = PartSupply {
            part: PartKey::of(product),
            on_hand: units(stock.on_hand),
            reserved: units(taken),
            receipts,
            supply: stock.supply(),
            transport,
        };
        let days = Days::new(neighbours::calendar(tx, stock.calendar_id)?, horizon);
        found.push(Store { stock, supply, days });
    }
    Ok(found)
}

impl Store {
    /// When so many pieces can be with the customer out of this place.
    pub(crate) fn earliest(&self, quantity: u32, horizon: &Horizon) -> PartAnswer {
        part_earliest(&self.supply, quantity, &self.days, horizon)
    }
}

/// The store that is soonest; the fuller one of equals.
pub(crate) fn soonest(stores: &[Store], quantity: u32, horizon: &Horizon) -> Option<(usize, PartAnswer)> {
    let answers = stores.iter().enumerate().map(|(index, store)| (index, store.earliest(quantity, horizon)));
    answers.min_by_key(|(_, answer)| (answer.earliest, std::cmp::Reverse(answer.free)))
}

/// The store for a line of an order; none when the product is no part, or is kept nowhere. `picked` are the lines
/// before it, which take their pieces first.
pub(crate) fn pick(
    tx: &mut Tx,
    line: &AskLine,
    product: &Product,
    picked: &[PartPick],
    replaces: Option<Uuid>,
    horizon: &Horizon,
) -> Outcome<Option<PartPick>> {
    if product.kind != ProductKind::Part {
        return Ok(None);
    }
    let mut stores = stores(tx, product.id, DaySpan::calendar(0), replaces, horizon)?;
    for store in &mut stores {
        let before = picked.iter().filter(|pick| pick.stock == store.stock.id);
        let taken = before.fold(0_u32, |sum, pick| sum.saturating_add(pick.quantity));
        store.supply.reserved = store.supply.reserved.saturating_add(taken);
    }
    let after = horizon.until().tomorrow().unwrap_or(horizon.until());
    Ok(soonest(&stores, line.quantity, horizon).and_then(|(index, answer)| {
        let store = stores.get(index)?;
        Some(PartPick {
            line: line.line,
            product: product.id,
            stock: store.stock.id,
            quantity: line.quantity,
            ready: answer.earliest.date().unwrap_or(after),
        })
    }))
}
