//! Orders that were made elsewhere before: kept with what was ordered and shipped, without reviews, promises or
//! reservations. A whole import that nobody has touched since can be taken back.

use std::collections::BTreeMap;

use accord_kernel::{Act, Currency, Emit, OnConstraint, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteId};
use accord_store::{Json, Tx, search};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use crate::{
    LineId, LineState, OrderId, OrderState,
    booking::{NewDate, keep_date, keep_version},
    input::{LINES_MAX, NAME_MAX, WORDING_MAX, date, optional, quantity, text, unit_price},
    neighbours::author,
    record::{Line, LineDate, Order, OrderVersion, dates, find, lines, order_totals, versions},
    rules::{
        dates::DateWhat,
        price::{LineKind, net},
    },
};

/// A line of an order that was made elsewhere.
#[derive(Debug, Clone)]
pub struct ImportedLine {
    /// What it is. A cancelling line names no earlier one where the source does not.
    pub kind: LineKind,
    /// Place of the line that it takes back, from 1.
    pub cancels: Option<usize>,
    /// The product.
    pub product: Option<ProductId>,
    /// In words.
    pub description: String,
    /// How many, positive.
    pub quantity: Decimal,
    /// Price of one, nought or more.
    pub unit_price: Decimal,
    /// What the customer asked for.
    pub required_on: Option<Date>,
    /// When it left.
    pub shipped_on: Option<Date>,
}

/// An order that was made elsewhere.
#[derive(Debug, Clone)]
pub struct ImportedOrder {
    /// Its number there; one of ours when open.
    pub number: Option<String>,
    /// Whose.
    pub customer: CustomerId,
    /// Where it went.
    pub site: Option<SiteId>,
    /// Who ordered.
    pub contact: Option<ContactId>,
    /// Its date.
    pub ordered_on: Date,
    /// When it reached them, where that is known.
    pub received_at: Option<Timestamp>,
    /// The customer's own number for it.
    pub customer_reference: Option<String>,
    /// Currency; the customer's when open.
    pub currency: Option<Currency>,
    /// Its lines.
    pub lines: Vec<ImportedLine>,
}

/// Keeps an order that was made elsewhere, as an event of its own.
///
/// # Errors
/// A field's refusal by its place in the order; `order.number_taken`.
pub fn import_order(tx: &mut Tx, act: &mut Act<'_>, new: &ImportedOrder) -> Outcome<OrderId> {
    let account = customer::load(tx, new.customer)?;
    let emit = Emit { name: "order.import", customer: Some(account.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let (mut order, lines) = read(tx, act, new, &account)?;
        tx.insert(&order).on_constraint("sales_order_number_key", "/number", "order.number_taken")?;
        tx.insert_all(&lines)?;
        for line in &lines {
            if line.required_on.is_some() {
                keep_date(tx, act, line, None, &NewDate::inside(DateWhat::Required, line.required_on, ""))?;
            }
            if line.shipped_on.is_some() {
                keep_date(tx, act, line, None, &NewDate::inside(DateWhat::Shipped, line.shipped_on, ""))?;
            }
        }
        keep_version(tx, act, &mut order, &lines, "")?;
        tx.update(&mut order)?;
        order.index(tx)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        Ok(order.id)
    })
}

fn read(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: &ImportedOrder,
    account: &customer::CustomerRow,
) -> Outcome<(Order, Vec<Line>)> {
    if new.lines.is_empty() {
        return Err(Refusal::field("/lines", "field.required"));
    }
    if new.lines.len() > LINES_MAX {
        return Err(Refusal::field("/lines", "field.too_many").with("max", LINES_MAX));
    }
    if let Some(site) = new.site {
        customer::site_of(tx, account.id, site)?;
    }
    if let Some(contact) = new.contact {
        customer::contact_of(tx, account.id, contact)?;
    }
    let currency = new.currency.unwrap_or(account.currency);
    let id: OrderId = act.new_id();
    let mut lines: Vec<Line> = Vec::with_capacity(new.lines.len());
    let mut places: BTreeMap<usize, LineId> = BTreeMap::new();
    for (index, line) in new.lines.iter().enumerate() {
        let row = line_row(act, id, currency, index, line, &places)?;
        places.insert(index + 1, row.id);
        lines.push(row);
    }
    order_totals(&lines)?;
    let goods = || lines.iter().filter(|line| line.kind == LineKind::Goods);
    let shipped = goods().all(|line| line.shipped_on.is_some());
    let ordered_on = date("/ordered_on", new.ordered_on)?;
    let reference = optional("/customer_reference", new.customer_reference.as_deref(), NAME_MAX)?;
    let number = match &new.number {
        Some(number) => text("/number", number, NAME_MAX)?,
        None => act.number(tx, "O")?,
    };
    let midnight = ordered_on.to_zoned(act.zone()).map(|at| at.timestamp()).unwrap_or(act.now);
    let order = Order {
        id,
        number,
        customer_id: account.id,
        site_id: new.site,
        contact_id: new.contact,
        ordered_on,
        received_at: new.received_at.unwrap_or(midnight),
        customer_reference: reference.unwrap_or_default(),
        currency,
        payment_terms: String::new(),
        delivery_terms: String::new(),
        ship_apart: true,
        trial: false,
        net_new: false,
        imported: true,
        state: if shipped { OrderState::Closed } else { OrderState::Released },
        holds: Json(Vec::new()),
        current_version: 0,
        entered_by: author(act),
        entered_at: act.now,
        released_at: None,
        version: 1,
    };
    Ok((order, lines))
}

fn line_row(
    act: &Act<'_>,
    order: OrderId,
    currency: Currency,
    index: usize,
    line: &ImportedLine,
    places: &BTreeMap<usize, LineId>,
) -> Outcome<Line> {
    let at = |field: &str| format!("/lines/{index}/{field}");
    let cancels = line.cancels.filter(|_| line.kind == LineKind::Cancellation);
    let cancels_line_id = match cancels {
        Some(place) => {
            Some(*places.get(&place).ok_or_else(|| Refusal::field(at("cancels"), "order.no_such_line"))?)
        }
        None => None,
    };
    let quantity_milli = quantity(&at("quantity"), line.quantity)?;
    let unit_price_e4 = unit_price(&at("unit_price"), line.unit_price)?;
    let net_minor = net(quantity_milli, unit_price_e4, currency.digits())
        .ok_or_else(|| Refusal::field(at("unit_price"), "order.sum_too_large"))?;
    let shipped_on = line.shipped_on.map(|on| date(&at("shipped_on"), on)).transpose()?;
    let goods = line.kind == LineKind::Goods;
    Ok(Line {
        id: act.new_id(),
        order_id: order,
        line_no: i64::try_from(index).unwrap_or(0) + 1,
        kind: line.kind,
        cancels_line_id,
        product_id: line.product,
        description: text(&at("description"), &line.description, WORDING_MAX)?,
        quantity_milli,
        unit_price_e4,
        net_minor,
        currency,
        taxes: Json(Vec::new()),
        ordered_on: None,
        required_on: line.required_on.map(|on| date(&at("required_on"), on)).transpose()?,
        committed_on: None,
        first_committed_on: None,
        target_on: None,
        forecast_on: None,
        install_planned_on: None,
        install_committed_on: None,
        ship_promise_id: None,
        install_promise_id: None,
        shipped_on: shipped_on.filter(|_| goods),
        state: match (goods, shipped_on) {
            (false, _) => LineState::Settled,
            (true, Some(_)) => LineState::Shipped,
            (true, None) => LineState::Open,
        },
        version: 1,
    })
}

/// Takes an imported order back as a whole; the log keeps that it was there.
///
/// # Errors
/// `order.touched` when somebody has worked on it since, or when it was not imported.
pub fn take_back_import(tx: &mut Tx, act: &mut Act<'_>, id: OrderId) -> Outcome<()> {
    let order = find(tx, id)?;
    let lines: Vec<Line> = lines(tx, id)?;
    let versions: Vec<OrderVersion> = versions(tx, id)?;
    // The order itself is written twice by its import, everything else once.
    let untouched = order.imported
        && order.version == 2
        && versions.len() == 1
        && lines.iter().all(|line| line.version == 1);
    if !untouched {
        return Err(Refusal::conflict("order.touched").with("number", order.number.clone()));
    }
    let emit = Emit { name: "order.take_back", customer: Some(order.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let history: Vec<LineDate> = dates(tx, id)?;
        for row in &history {
            tx.remove(row)?;
        }
        for row in &versions {
            tx.remove(row)?;
        }
        // A cancelling line points at an earlier one, so the last goes first.
        for line in lines.iter().rev() {
            tx.remove(line)?;
        }
        tx.remove(&order)?;
        search::remove(tx, "order", id.into())?;
        act.fact("number", &order.number);
        Ok(())
    })
}
