//! What several actions do to an order: load it, set a date of a line, keep a version.

use accord_kernel::{Act, Context, Fact, Outcome, Refusal, Touches};
use accord_store::{Json, Tx};
use jiff::civil::Date;

use crate::{
    LineId, OrderId,
    neighbours::author,
    record::{Line, LineDate, Order, OrderVersion, find, lines, snapshot},
    rules::dates::DateWhat,
};

/// What an action about an order touches: its customer.
pub(crate) fn touches(tx: &mut Tx, _: &Context, order: OrderId) -> Outcome<Touches> {
    Ok(Touches::customer(find(tx, order)?.customer_id))
}

/// An order whose dates and lines may still change, with its lines.
pub(crate) fn load_open(tx: &mut Tx, id: OrderId) -> Outcome<(Order, Vec<Line>)> {
    let order = find(tx, id)?;
    if !order.is_open() {
        return Err(Refusal::conflict("order.not_open")
            .with("number", order.number.clone())
            .with("state", Fact::Word(order.state.message())));
    }
    let lines = lines(tx, id)?;
    Ok((order, lines))
}

/// Which goods an action is about: the named lines, or all that are still due. A named line must be one of them.
pub(crate) fn chosen(lines: &[Line], named: &[LineId]) -> Outcome<Vec<LineId>> {
    if named.is_empty() {
        let due: Vec<LineId> = lines.iter().filter(|line| line.is_due()).map(|line| line.id).collect();
        return if due.is_empty() { Err(Refusal::conflict("order.nothing_due")) } else { Ok(due) };
    }
    for (index, id) in named.iter().enumerate() {
        let line = lines.iter().find(|line| line.id == *id).ok_or_else(Refusal::absent)?;
        if !line.is_due() {
            return Err(
                Refusal::field(format!("/lines/{index}"), "order.line_not_due").with("line", line.line_no)
            );
        }
    }
    Ok(named.to_vec())
}

/// A date set for a line.
pub(crate) struct NewDate<'a> {
    /// Which.
    pub what: DateWhat,
    /// The day; open when it is taken back.
    pub on: Option<Date>,
    /// Why.
    pub reason: &'a str,
    /// The customer was told.
    pub told: bool,
    /// The customer accepted.
    pub accepted: bool,
}

impl<'a> NewDate<'a> {
    /// A date that stays inside the house, or that the customer gave.
    pub fn inside(what: DateWhat, on: Option<Date>, reason: &'a str) -> Self {
        Self { what, on, reason, told: false, accepted: false }
    }
}

/// Sets a date of a line and keeps it in the history; the caller writes the line. False when it stands already.
pub(crate) fn set_date(tx: &mut Tx, act: &mut Act<'_>, line: &mut Line, new: &NewDate<'_>) -> Outcome<bool> {
    let place = match new.what {
        DateWhat::Required => &mut line.required_on,
        DateWhat::Committed => &mut line.committed_on,
        DateWhat::Target => &mut line.target_on,
        DateWhat::Forecast => &mut line.forecast_on,
        DateWhat::Shipped => &mut line.shipped_on,
    };
    if *place == new.on {
        return Ok(false);
    }
    let old_on = std::mem::replace(place, new.on);
    if new.what == DateWhat::Committed && line.first_committed_on.is_none() {
        line.first_committed_on = new.on;
    }
    keep_date(tx, act, line, old_on, new)?;
    Ok(true)
}

/// Writes an entry of the history of dates.
pub(crate) fn keep_date(
    tx: &mut Tx,
    act: &mut Act<'_>,
    line: &Line,
    old_on: Option<Date>,
    new: &NewDate<'_>,
) -> Outcome<()> {
    let row = LineDate {
        id: act.new_id(),
        order_id: line.order_id,
        line_id: line.id,
        what: new.what,
        old_on,
        new_on: new.on,
        reason: new.reason.to_owned(),
        set_by: author(act),
        set_at: act.now,
        told: new.told,
        accepted: new.accepted,
        version: 1,
    };
    Ok(tx.insert(&row)?)
}

/// Keeps the present agreement as the next version; the caller writes the order.
pub(crate) fn keep_version(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &mut Order,
    lines: &[Line],
    reason: &str,
) -> Outcome<()> {
    order.current_version += 1;
    let row = OrderVersion {
        id: act.new_id(),
        order_id: order.id,
        number: order.current_version,
        reason: reason.to_owned(),
        made_by: author(act),
        made_at: act.now,
        snapshot: Json(snapshot(order, lines)?),
        version: 1,
    };
    Ok(tx.insert(&row)?)
}
