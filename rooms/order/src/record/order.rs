//! Orders, their versions, lines and the history of their dates.

use accord_kernel::{Context, Currency, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::{PersonId, paging::By};
use accord_room_promise::PromiseId;
use accord_store::{Column, Json, Tx, Value, params, record, search, walk::Walk};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as JsonValue;

use crate::{
    LineDateId, LineId, LineState, OrderId, OrderState, OrderVersionId,
    rules::{
        dates::{DateWhat, Told},
        price::{LineKind, Priced, TaxLine, Totals, totals},
        version::{Snapshot, SnapshotLine},
    },
};

record! {
    /// An order.
    pub struct Order in "sales_order" shape 1 {
        /// Id.
        id: OrderId,
        /// Number for people, `O-2026-0042`.
        number: String,
        /// Whose.
        customer_id: CustomerId,
        /// Where it goes; open when the customer collects and nothing is installed.
        site_id: Option<SiteId>,
        /// Who ordered.
        contact_id: Option<ContactId>,
        /// Civil date of the order, from which lead times count.
        ordered_on: Date,
        /// When it reached us.
        received_at: Timestamp,
        /// The customer's own number for it.
        customer_reference: String,
        /// Currency of all its lines.
        currency: Currency,
        /// Payment terms.
        payment_terms: String,
        /// Delivery terms.
        delivery_terms: String,
        /// Lines ship each by itself.
        ship_apart: bool,
        /// The customer tries before buying more.
        trial: bool,
        /// The customer had no order before.
        net_new: bool,
        /// Came from elsewhere with its history.
        imported: bool,
        /// How it stands.
        state: OrderState,
        /// Words of what holds it back from release.
        holds: Json<Vec<String>>,
        /// Number of the version that is agreed now.
        current_version: i64,
        /// Who entered it; open for the program.
        entered_by: Option<PersonId>,
        /// When.
        entered_at: Timestamp,
        /// When it was released to manufacturing.
        released_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What was agreed, version by version.
    pub struct OrderVersion in "order_version" shape 1 {
        /// Id.
        id: OrderVersionId,
        /// The order.
        order_id: OrderId,
        /// From 1.
        number: i64,
        /// Why it was made; empty for the first.
        reason: String,
        /// Who made it; open for the program.
        made_by: Option<PersonId>,
        /// When.
        made_at: Timestamp,
        /// The agreement.
        snapshot: Json<Snapshot>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A line of an order.
    pub struct Line in "order_line" shape 2 upgrade line_before_2 {
        /// Id.
        id: LineId,
        /// The order.
        order_id: OrderId,
        /// Its number, from 1; never used twice.
        line_no: i64,
        /// What it is.
        kind: LineKind,
        /// The line that it takes back.
        cancels_line_id: Option<LineId>,
        /// The product; open for charges.
        product_id: Option<ProductId>,
        /// In words.
        description: String,
        /// How many, in thousandths, positive.
        quantity_milli: i64,
        /// Price of one, in ten-thousandths of the currency's main unit.
        unit_price_e4: i64,
        /// Net amount in minor units, positive.
        net_minor: i64,
        /// Currency.
        currency: Currency,
        /// Its taxes.
        taxes: Json<Vec<TaxLine>>,
        /// When it, or the last of it, was ordered, where that was after the order; its lead time counts from then.
        ordered_on: Option<Date>,
        /// What the customer asks for.
        required_on: Option<Date>,
        /// What the customer was told: the due date of its promise.
        committed_on: Option<Date>,
        /// What the customer was told first.
        first_committed_on: Option<Date>,
        /// What we aim at; inside only.
        target_on: Option<Date>,
        /// What we expect; inside only.
        forecast_on: Option<Date>,
        /// When its installation is planned to start; inside only.
        install_planned_on: Option<Date>,
        /// When the customer was told that its installation starts.
        install_committed_on: Option<Date>,
        /// The promise of its ship date.
        ship_promise_id: Option<PromiseId>,
        /// The promise of its installation.
        install_promise_id: Option<PromiseId>,
        /// When it left.
        shipped_on: Option<Date>,
        /// How it stands.
        state: LineState,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A date in the history of a line.
    pub struct LineDate in "line_date" shape 1 {
        /// Id.
        id: LineDateId,
        /// The order.
        order_id: OrderId,
        /// The line.
        line_id: LineId,
        /// Which date.
        what: DateWhat,
        /// Before.
        old_on: Option<Date>,
        /// After.
        new_on: Option<Date>,
        /// Why.
        reason: String,
        /// Who set it; open for the program.
        set_by: Option<PersonId>,
        /// When.
        set_at: Timestamp,
        /// The customer was told.
        told: bool,
        /// The customer accepted.
        accepted: bool,
        /// Row version.
        version: i64,
    }
}

fn line_before_2(shape: i64, row: &mut serde_json::Map<String, JsonValue>) {
    if shape < 2 {
        row.insert("ordered_on".to_owned(), JsonValue::Null);
    }
}

impl Order {
    /// Whether it waits for something before it may be released.
    pub fn has_hold(&self, word: &str) -> bool {
        self.holds.0.iter().any(|held| held == word)
    }

    /// Whether its dates and lines may still change.
    pub fn is_open(&self) -> bool {
        matches!(self.state, OrderState::Held | OrderState::Released)
    }

    /// Puts it into the search.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "order".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.number.clone(),
            hint: self.customer_reference.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

impl Line {
    /// As totals see it.
    pub fn priced(&self) -> Priced {
        Priced { kind: self.kind, net_minor: self.net_minor, taxes: self.taxes.0.clone() }
    }

    /// Something that is still to be shipped.
    pub fn is_due(&self) -> bool {
        self.kind == LineKind::Goods && self.state == LineState::Open
    }
}

/// What an order's lines come to.
///
/// # Errors
/// A defect when the sum is out of range, which entering prevents.
pub fn order_totals(lines: &[Line]) -> Outcome<Totals> {
    let priced: Vec<Priced> = lines.iter().map(Line::priced).collect();
    totals(&priced).ok_or_else(|| Refusal::field("/lines", "order.sum_too_large"))
}

/// The agreement as a version keeps it.
///
/// # Errors
/// As [`order_totals`].
pub fn snapshot(order: &Order, lines: &[Line]) -> Outcome<Snapshot> {
    let number_of = |id: LineId| lines.iter().find(|line| line.id == id).map(|line| line.line_no);
    let kept = |line: &Line| SnapshotLine {
        line_no: line.line_no,
        kind: line.kind,
        cancels: line.cancels_line_id.and_then(number_of),
        description: line.description.clone(),
        quantity_milli: line.quantity_milli,
        unit_price_e4: line.unit_price_e4,
        net_minor: line.net_minor,
        taxes: line.taxes.0.clone(),
        required_on: line.required_on,
    };
    Ok(Snapshot {
        customer_reference: order.customer_reference.clone(),
        currency: order.currency.code().to_owned(),
        payment_terms: order.payment_terms.clone(),
        delivery_terms: order.delivery_terms.clone(),
        ship_apart: order.ship_apart,
        lines: lines.iter().map(kept).collect(),
        totals: order_totals(lines)?,
    })
}

/// An order by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn find(tx: &mut Tx, id: OrderId) -> Outcome<Order> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// An order by its number.
///
/// # Errors
/// What the database refuses.
pub fn find_by_number(tx: &mut Tx, number: &str) -> Outcome<Option<Order>> {
    Ok(tx.select_one("WHERE number = ?1", params![number])?)
}

/// The lines of an order by number.
///
/// # Errors
/// What the database refuses.
pub fn lines(tx: &mut Tx, order: OrderId) -> Outcome<Vec<Line>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY line_no", params![order])?)
}

/// A line by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn find_line(tx: &mut Tx, id: LineId) -> Outcome<Line> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The lines whose ship or installation promise it is: one, or several that ship together.
///
/// # Errors
/// What the database refuses.
pub fn lines_of_promise(tx: &mut Tx, promise: PromiseId) -> Outcome<Vec<Line>> {
    let mut found: Vec<Line> = tx.select("WHERE ship_promise_id = ?1 ORDER BY line_no", params![promise])?;
    found.extend(tx.select::<Line>("WHERE install_promise_id = ?1 ORDER BY line_no", params![promise])?);
    Ok(found)
}

/// The versions of an order, first to last.
///
/// # Errors
/// What the database refuses.
pub fn versions(tx: &mut Tx, order: OrderId) -> Outcome<Vec<OrderVersion>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY number", params![order])?)
}

/// The history of an order's dates as it was written.
///
/// # Errors
/// What the database refuses.
pub fn dates(tx: &mut Tx, order: OrderId) -> Outcome<Vec<LineDate>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY set_at, id", params![order])?)
}

/// The committed dates of a line as the figure "on time" sees them.
///
/// # Errors
/// What the database refuses.
pub fn told_dates(tx: &mut Tx, line: LineId) -> Outcome<Vec<Told>> {
    let rows: Vec<LineDate> =
        tx.select("WHERE line_id = ?1 AND what = 'committed' ORDER BY set_at, id", params![line])?;
    Ok(rows
        .iter()
        .filter_map(|row| Some(Told { on: row.new_on?, told: row.told, accepted: row.accepted }))
        .collect())
}

/// Orders of a customer: how many there ever were, and how many were ever released.
///
/// # Errors
/// What the database refuses.
pub(crate) fn counted_before(tx: &mut Tx, customer: CustomerId) -> Outcome<(u64, u64)> {
    let sql = "SELECT COUNT(*), COUNT(*) FILTER (WHERE state IN ('released', 'shipped', 'closed') OR released_at IS NOT NULL)
        FROM sales_order WHERE customer_id = ?1";
    let Some(row) = tx.query_one(sql, params![customer])? else { return Ok((0, 0)) };
    let count = |index| Ok::<u64, Refusal>(u64::try_from(row.get::<i64>(index)?).unwrap_or(0));
    Ok((count(0)?, count(1)?))
}

/// Whether a customer had an order before a day that was not taken back.
///
/// # Errors
/// What the database refuses.
pub(crate) fn has_before(tx: &mut Tx, customer: CustomerId, on: Date) -> Outcome<bool> {
    let sql = "SELECT 1 FROM sales_order WHERE customer_id = ?1 AND ordered_on < ?2 AND state <> 'cancelled' LIMIT 1";
    Ok(tx.query_one(sql, params![customer, on])?.is_some())
}

/// Orders of a customer, newest first; portal and merge read them.
///
/// # Errors
/// What the database refuses.
pub fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<Order>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 ORDER BY ordered_on DESC, id DESC LIMIT ?2",
        params![customer, limit],
    )?)
}

/// All orders of a customer, for a merge.
pub(crate) fn orders_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Order>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Several orders by id; unknown ids are left out.
pub(crate) fn orders_by_ids(tx: &mut Tx, ids: &[OrderId]) -> Outcome<Vec<Order>> {
    let mut found = Vec::new();
    for some in ids.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        found.extend(tx.select::<Order>(&format!("WHERE id IN ({marks})"), &values)?);
    }
    Ok(found)
}

/// Lines of several orders at once, by order and number.
///
/// # Errors
/// What the database refuses.
pub fn lines_of(tx: &mut Tx, orders: &[OrderId]) -> Outcome<Vec<Line>> {
    let mut found = Vec::new();
    for some in orders.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        let tail = format!("WHERE order_id IN ({marks}) ORDER BY order_id, line_no");
        found.extend(tx.select::<Line>(&tail, &values)?);
    }
    Ok(found)
}

/// Goods lines whose delivery counts in a period: due in it by what the customer was told and accepted, or shipped in
/// it. The measured day is worked out from the history by the caller.
///
/// # Errors
/// What the database refuses.
pub(crate) fn lines_with_told_dates(tx: &mut Tx, from: Date, to: Date) -> Outcome<Vec<Line>> {
    let sql = "WHERE kind = 'goods' AND EXISTS (SELECT 1 FROM line_date d
        WHERE d.line_id = order_line.id AND d.what = 'committed' AND d.new_on BETWEEN ?1 AND ?2) ORDER BY id";
    Ok(tx.select(sql, params![from, to])?)
}

/// Which orders a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrderFilter {
    pub customer: Option<CustomerId>,
    pub state: Option<OrderState>,
    pub trial: Option<bool>,
    pub net_new: Option<bool>,
    pub hold: Option<String>,
    pub ordered_from: Option<Date>,
    pub ordered_to: Option<Date>,
    /// Ids found by a text search.
    pub among: Option<Vec<OrderId>>,
    /// Only open orders with a committed date before this day that has not been shipped.
    pub late_on: Option<Date>,
}

impl OrderFilter {
    fn sql(&self) -> (String, Vec<Value>) {
        let mut sql = String::new();
        let mut values = Vec::new();
        let mut and = |text: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {}", text.replace("??", &format!("?{}", values.len()))));
        };
        if let Some(customer) = self.customer {
            and("o.customer_id = ??", Value::Uuid(customer.0));
        }
        if let Some(state) = self.state {
            and("o.state = ??", Value::Text(state.word().to_owned()));
        }
        if let Some(trial) = self.trial {
            and("o.trial = ??", Value::Bool(trial));
        }
        if let Some(net_new) = self.net_new {
            and("o.net_new = ??", Value::Bool(net_new));
        }
        if let Some(hold) = &self.hold {
            and(
                "o.holds LIKE ?? ESCAPE '\\'",
                Value::Text(format!("%\"{}\"%", hold.replace(['%', '_', '\\'], ""))),
            );
        }
        if let Some(from) = self.ordered_from {
            and("o.ordered_on >= ??", Value::Text(from.to_string()));
        }
        if let Some(to) = self.ordered_to {
            and("o.ordered_on <= ??", Value::Text(to.to_string()));
        }
        if let Some(day) = self.late_on {
            and(
                "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.state = 'open' AND l.committed_on < ??)",
                Value::Text(day.to_string()),
            );
        }
        if let Some(among) = &self.among {
            let marks = accord_store::listed(&mut values, among.iter().copied());
            sql.push_str(&format!(" AND o.id IN ({marks})"));
        }
        (sql, values)
    }
}

/// Restricts a list to the customers whom the reader may see: an SQL condition, never empty, with its values.
pub(super) fn sighted(ctx: &Context, column: &str, values: &mut Vec<Value>) -> String {
    let (sql, more) = accord_room_customer::sight_filter(ctx, column, values.len() + 1);
    values.extend(more);
    if sql.is_empty() { "TRUE".to_owned() } else { sql }
}

accord_room_people::sort_keys! {
    /// By what orders are sorted.
    pub enum OrderSort of Order {
        /// Number.
        Number = "number", By::Text("o.number"), |row| row.number.to_value();
        /// The customer's own number.
        Reference = "reference", By::Text("o.customer_reference"), |row| row.customer_reference.to_value();
        /// Day of the order.
        Ordered = "ordered", By::Text("o.ordered_on"), |row| row.ordered_on.to_value();
        /// How it stands.
        State = "state", By::Text("o.state"), |row| row.state.to_value();
    }
}

/// A page of orders, newest first unless it is walked otherwise.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &OrderFilter,
    walk: Option<&Walk>,
    after: Option<(Date, OrderId)>,
    limit: i64,
) -> Outcome<Vec<Order>> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql();
    let sight = sighted(ctx, "o.customer_id", &mut values);
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "o.id", limit);
        return Ok(tx.select(&format!("o WHERE {sight}{sql}"), &values)?);
    }
    if let Some((on, id)) = after {
        values.push(Value::Text(on.to_string()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (o.ordered_on, o.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("o WHERE {sight}{sql} ORDER BY o.ordered_on DESC, o.id DESC LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_up_to(tx: &mut Tx, ctx: &Context, filter: &OrderFilter, most: i64) -> Outcome<i64> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(0);
    }
    let (sql, mut values) = filter.sql();
    let sight = sighted(ctx, "o.customer_id", &mut values);
    Ok(tx.count_up_to(&format!("FROM sales_order o WHERE {sight}{sql}"), &values, most)?)
}

/// Ids of orders whose number or reference has these words.
pub(crate) fn find_text(tx: &mut Tx, query: &str, limit: i64) -> Outcome<Vec<OrderId>> {
    Ok(search::find(tx, query, &["order"], limit)?.into_iter().map(|entry| OrderId(entry.id)).collect())
}

/// Makes all orders findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'order'", params![])?;
    let orders = tx.select::<Order>("ORDER BY id", params![])?;
    for order in &orders {
        order.index(tx)?;
    }
    Ok(u64::try_from(orders.len()).unwrap_or(u64::MAX))
}
