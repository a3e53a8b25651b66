//! The service offer of an order: which units there are, what was decided, what is open, and what that holds (R15).

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Context, Outcome, Registry};
use accord_room_catalog::{self as catalog, Product, ProductKind};
use accord_room_order::{
    self as order, AgendaPoint, Line, LineKind, LineState, OpenCondition, Order, OrderId, ReleaseCondition,
    left_milli,
};
use accord_store::Tx;
use serde_json::json;

use crate::{
    record::offer::{DecisionRow, standing_of},
    rules::decision::{Decided, Open, Tally, left, open},
};

/// Word of the condition that every unit has its decision.
pub const SERVICE_OFFER: &str = "service_offer";

/// Registers what holds a release and stands first on a review.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(ReleaseCondition {
            word: SERVICE_OFFER,
            rule: "order.hold_service_offer",
            open: offer_open,
            holds: None,
        })
        .extend(AgendaPoint { word: SERVICE_OFFER, applies: has_equipment });
}

/// A line of equipment with what was decided for its units.
#[derive(Debug, Clone)]
pub(crate) struct LineOffer {
    pub line: Line,
    pub product: Product,
    pub decisions: Vec<DecisionRow>,
    pub left: BTreeSet<i64>,
    pub open: BTreeMap<i64, Open>,
}

impl LineOffer {
    pub fn decided(&self) -> Vec<Decided> {
        self.decisions.iter().map(DecisionRow::decided).collect()
    }
}

fn whole(milli: i64) -> i64 {
    milli.max(0).div_euclid(1_000) + i64::from(milli.max(0).rem_euclid(1_000) > 0)
}

/// The lines of equipment of an order.
pub(crate) fn equipment_lines(tx: &mut Tx, lines: &[Line]) -> Outcome<Vec<(Line, Product)>> {
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Goods) {
        let Some(product) = line.product_id else { continue };
        if let Some(product) = catalog::find(tx, product)?
            && product.kind == ProductKind::Equipment
        {
            found.push((line.clone(), product));
        }
    }
    Ok(found)
}

/// Lines of equipment with their decisions, those taken back as a whole left out.
pub(crate) fn line_offers(tx: &mut Tx, id: OrderId) -> Outcome<Vec<LineOffer>> {
    let lines = order::lines(tx, id)?;
    let decisions = standing_of(tx, id)?;
    offers_of(tx, &lines, &decisions)
}

/// As [`line_offers`], of rows that are there already.
pub(crate) fn offers_of(tx: &mut Tx, lines: &[Line], decisions: &[DecisionRow]) -> Outcome<Vec<LineOffer>> {
    let mut offers = Vec::new();
    for (line, product) in equipment_lines(tx, lines)? {
        if line.state == LineState::Cancelled {
            continue;
        }
        let own: Vec<DecisionRow> = decisions.iter().filter(|row| row.line_id == line.id).cloned().collect();
        let decided: Vec<Decided> = own.iter().map(DecisionRow::decided).collect();
        let there = left(whole(line.quantity_milli), &decided)(whole(left_milli(lines, &line)));
        let open = open(&there, &decided);
        offers.push(LineOffer { line, product, decisions: own, left: there, open });
    }
    Ok(offers)
}

/// How an order's service offer stands.
pub(crate) fn tally(offers: &[LineOffer]) -> Tally {
    let mut tally = Tally::default();
    for offer in offers {
        tally.add(&offer.left, &offer.decided());
    }
    tally
}

fn offer_open(tx: &mut Tx, _: &Context, order: &Order) -> Outcome<Option<OpenCondition>> {
    if order.imported {
        return Ok(None);
    }
    let offers = line_offers(tx, order.id)?;
    let tally = tally(&offers);
    if tally.is_settled() {
        return Ok(None);
    }
    Ok(Some(OpenCondition {
        lines: offers.iter().filter(|offer| !offer.open.is_empty()).map(|offer| offer.line.id).collect(),
        facts: vec![("undecided", tally.undecided.into()), ("unapproved", tally.unapproved.into())],
        possible: (tally.undecided > 0)
            .then(|| ("decide_service_offer", "service.decide", json!({ "order": order.id }))),
    }))
}

fn has_equipment(tx: &mut Tx, _: &Context, _: &Order, lines: &[Line]) -> Outcome<bool> {
    Ok(!equipment_lines(tx, lines)?.is_empty())
}
