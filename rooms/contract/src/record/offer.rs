//! Decisions for units of orders, the early-sale window, units that became assets.

use accord_kernel::{Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_customer::{ContactId, CustomerId};
use accord_room_order::{LineId, OrderId};
use accord_room_people::PersonId;
use accord_room_value::PlanVersionId;
use accord_store::{Json, Tx, Value, params, record};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    id::{DecisionId, ExtensionId, OrderUnitId},
    rules::decision::{Answer, Decided},
};

record! {
    /// What was decided for some units of a line (R15).
    pub struct DecisionRow in "service_decision" shape 1 {
        /// Id.
        id: DecisionId,
        /// Whose order it is.
        customer_id: CustomerId,
        /// The order.
        order_id: OrderId,
        /// Its line.
        line_id: LineId,
        /// Numbers of the units, from 1 within the line.
        units: Json<Vec<i64>>,
        /// What was decided.
        answer: Answer,
        /// The plan that was offered.
        plan_version_id: Option<PlanVersionId>,
        /// The customer's reason to decline, or ours not to offer; empty when accepted.
        reason: String,
        /// Who of the customer said it.
        contact_id: Option<ContactId>,
        /// Who of us offered it.
        offered_by: Option<PersonId>,
        /// Who recorded it.
        decided_by: Option<PersonId>,
        /// When.
        decided_at: Timestamp,
        /// Civil day of the order's place.
        decided_on: Date,
        /// The quote that it came with.
        quote_id: Option<Uuid>,
        /// Who approved that nothing was offered.
        approved_by: Option<PersonId>,
        /// When.
        approved_at: Option<Timestamp>,
        /// In which words.
        approval_words: Option<String>,
        /// Whether it counts.
        standing: bool,
        /// When it was replaced.
        replaced_at: Option<Timestamp>,
        /// Why.
        replaced_reason: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl DecisionRow {
    /// As the rules see it.
    pub fn decided(&self) -> Decided {
        Decided { answer: self.answer, units: self.units.0.clone(), approved: self.approved_at.is_some() }
    }
}

record! {
    /// An extension of the early-sale window.
    pub struct ExtensionRow in "window_extension" shape 1 {
        /// Id.
        id: ExtensionId,
        /// Whose order it is.
        customer_id: CustomerId,
        /// The order.
        order_id: OrderId,
        /// Its last day.
        until_on: Date,
        /// Why.
        reason: String,
        /// Who approved it.
        approved_by: PersonId,
        /// When.
        approved_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// The unit of the installed base that a unit of an order became.
    pub struct OrderUnitRow in "order_unit" shape 1 {
        /// Id.
        id: OrderUnitId,
        /// Whose order it is.
        customer_id: CustomerId,
        /// The order.
        order_id: OrderId,
        /// Its line.
        line_id: LineId,
        /// Number within the line, from 1.
        unit_no: i64,
        /// The unit.
        asset_id: AssetId,
        /// Row version.
        version: i64,
    }
}

/// A decision.
///
/// # Errors
/// Absent.
pub fn decision(tx: &mut Tx, id: DecisionId) -> Outcome<DecisionRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The decisions of an order that stand, in the order in which they were made.
///
/// # Errors
/// What the database refuses.
pub fn standing_of(tx: &mut Tx, order: OrderId) -> Outcome<Vec<DecisionRow>> {
    Ok(tx.select("WHERE order_id = ?1 AND standing ORDER BY decided_at, id", params![order])?)
}

/// All decisions of an order, replaced ones too.
///
/// # Errors
/// What the database refuses.
pub fn decisions_of(tx: &mut Tx, order: OrderId) -> Outcome<Vec<DecisionRow>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY decided_at, id", params![order])?)
}

/// The standing decisions of several orders.
///
/// # Errors
/// What the database refuses.
pub fn standing_of_all(tx: &mut Tx, orders: &[OrderId]) -> Outcome<Vec<DecisionRow>> {
    let mut found = Vec::new();
    for some in orders.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        found.extend(tx.select::<DecisionRow>(
            &format!("WHERE order_id IN ({marks}) AND standing ORDER BY id"),
            &values,
        )?);
    }
    Ok(found)
}

/// The extension of an order's window that stands: the last one approved.
///
/// # Errors
/// What the database refuses.
pub fn extension_of(tx: &mut Tx, order: OrderId) -> Outcome<Option<ExtensionRow>> {
    Ok(tx.select_one("WHERE order_id = ?1 ORDER BY approved_at DESC, id DESC LIMIT 1", params![order])?)
}

/// The units of a line that are in the installed base.
///
/// # Errors
/// What the database refuses.
pub fn units_of_line(tx: &mut Tx, line: LineId) -> Outcome<Vec<OrderUnitRow>> {
    Ok(tx.select("WHERE line_id = ?1 ORDER BY unit_no", params![line])?)
}

/// The units of an order that are in the installed base.
///
/// # Errors
/// What the database refuses.
pub fn units_of_order(tx: &mut Tx, order: OrderId) -> Outcome<Vec<OrderUnitRow>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY line_id, unit_no", params![order])?)
}

/// The unit of an order that an asset was.
///
/// # Errors
/// What the database refuses.
pub fn unit_of_asset(tx: &mut Tx, asset: AssetId) -> Outcome<Option<OrderUnitRow>> {
    Ok(tx.select_one("WHERE asset_id = ?1", params![asset])?)
}

/// The decisions of a customer, for a merge.
pub(crate) fn decisions_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<DecisionRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// The extensions of a customer, for a merge.
pub(crate) fn extensions_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ExtensionRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// The units of a customer, for a merge.
pub(crate) fn units_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<OrderUnitRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Orders with equipment that were booked in a period, with who entered them: the ground of the offer figures. Imported
/// and cancelled orders are not among them; sight is checked by the caller's right to read figures.
///
/// # Errors
/// What the database refuses.
pub(crate) fn counted_orders(
    tx: &mut Tx,
    from: Date,
    to: Date,
    rep: Option<PersonId>,
) -> Outcome<Vec<OrderId>> {
    let mut values = params![from, to].to_vec();
    let mut by = String::new();
    if let Some(rep) = rep {
        values.push(Value::Uuid(rep.0));
        by = " AND o.entered_by = ?3".to_owned();
    }
    let sql = format!(
        "SELECT o.id FROM sales_order o WHERE o.ordered_on >= ?1 AND o.ordered_on <= ?2 AND NOT o.imported
        AND o.state <> 'cancelled'{by} AND EXISTS (SELECT 1 FROM order_line l JOIN product p ON p.id = l.product_id
        WHERE l.order_id = o.id AND l.kind = 'goods' AND l.state <> 'cancelled' AND p.kind = 'equipment')
        ORDER BY o.ordered_on, o.id"
    );
    tx.query(&sql, &values)?.iter().map(|row| Ok(OrderId(row.get(0)?))).collect()
}

/// Held orders whose service offer is open, the oldest first, within what the reader may see.
///
/// # Errors
/// What the database refuses.
pub(crate) fn orders_held_for_offer(
    tx: &mut Tx,
    ctx: &accord_kernel::Context,
    limit: i64,
) -> Outcome<Vec<OrderId>> {
    let mut values = params![limit].to_vec();
    let (sight, more) = accord_room_customer::sight_filter(ctx, "o.customer_id", values.len() + 1);
    values.extend(more);
    let sight = if sight.is_empty() { String::new() } else { format!(" AND {sight}") };
    let sql = format!(
        "SELECT o.id FROM sales_order o WHERE o.state = 'held' AND o.holds LIKE '%\"service_offer\"%'{sight}
        ORDER BY o.ordered_on, o.id LIMIT ?1"
    );
    tx.query(&sql, &values)?.iter().map(|row| Ok(OrderId(row.get(0)?))).collect()
}
