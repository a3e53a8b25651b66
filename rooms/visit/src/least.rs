//! How many pieces of a part a place should have, and who is asked when there are fewer (R37).

use accord_kernel::{Act, Context, Fact, Outcome};
use accord_room_capacity::{self as capacity, PartStockId, record::PartStock};
use accord_room_catalog as catalog;
use accord_room_people::{self as people, Notice};
use accord_store::Tx;

use crate::{
    ReplenishState,
    record::part::{ReplenishRow, asked_for, minimum, units_that_count_on},
    rules::stock,
    settings,
};

/// Roles that bring parts, the first that somebody has.
const SUPPLIERS: [&str; 3] = ["service_planner", "head_of_service", "administrator"];

/// What a place should have, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Least {
    /// Pieces.
    pub pieces: i64,
    /// Somebody set it.
    pub set: bool,
    /// Units under contract that count on it.
    pub units: i64,
}

/// How many pieces a place should have: what somebody set, else what follows from the units under contract.
pub(crate) fn least(tx: &mut Tx, ctx: &Context, row: &PartStock) -> Outcome<Least> {
    let units = units_that_count_on(tx, row.product_id, &row.place, ctx.now)?;
    if let Some(set) = minimum(tx, row.id)? {
        return Ok(Least { pieces: set.pieces, set: true, units });
    }
    let each = settings::get(tx, ctx, &settings::UNITS_FOR_ONE_PART)?;
    Ok(Least { pieces: stock::least(units, each), set: false, units })
}

/// Asks for pieces when a place has fewer than it should, once; and ends the request when it has enough.
pub(crate) fn settle(tx: &mut Tx, act: &mut Act<'_>, id: PartStockId) -> Outcome<()> {
    let row = capacity::part_stock(tx, id)?;
    let least = least(tx, act, &row)?;
    let open = asked_for(tx, id)?;
    let lacking = stock::lacking(row.on_hand, 0, least.pieces);
    act.chain(row.product_id);
    match open {
        Some(mut open) if lacking == 0 => {
            open.state = ReplenishState::Filled;
            open.ended_at = Some(act.now);
            tx.update(&mut open)?;
            act.fact("replenishment", open.id);
            Ok(())
        }
        Some(mut open) if open.quantity != lacking => {
            open.quantity = lacking;
            tx.update(&mut open)?;
            act.fact("replenishment", open.id);
            Ok(())
        }
        Some(_) => Ok(()),
        None if lacking == 0 => Ok(()),
        None => ask(tx, act, &row, lacking),
    }
}

fn ask(tx: &mut Tx, act: &mut Act<'_>, row: &PartStock, lacking: i64) -> Outcome<()> {
    let request = ReplenishRow {
        id: act.new_id(),
        stock_id: row.id,
        quantity: lacking,
        state: ReplenishState::Open,
        asked_at: act.now,
        ended_at: None,
        version: 1,
    };
    tx.insert(&request)?;
    act.fact("replenishment", request.id);
    act.fact("place", &row.place);
    act.fact("quantity", lacking);
    let part = catalog::find(tx, row.product_id)?.map(|product| product.name).unwrap_or_default();
    for role in SUPPLIERS {
        let people = people::heads(tx, role)?;
        for person in &people {
            let facts = vec![
                ("part", Fact::from(part.clone())),
                ("place", row.place.clone().into()),
                ("quantity", lacking.into()),
            ];
            people::notify(tx, act, Notice::new(*person, "notice-part-lacking", facts).at("/parts"))?;
        }
        if !people.is_empty() {
            break;
        }
    }
    Ok(())
}
