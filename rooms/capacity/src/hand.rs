//! Parts that people take out of a place with their own hands, and pieces held for them there (R37): the same stock and
//! the same buckets that orders are promised from, so that no piece is counted twice.
//!
//! Who calls locks the part's chain first; a piece is taken by a changed row version besides, so that of two hands at
//! the last piece one finds it.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::{CustomerId, SiteId};
use accord_store::Tx;
use jiff::civil::Date;

use crate::{
    BookingId, Firmness, PartStockId, Pool, parts,
    record::{
        buckets,
        rows::{self, PartStock, Reservation},
    },
    rules::calendar::ProductionWeek,
};

/// A part in its place, as somebody who stands before it finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct InHand {
    /// The part in its place.
    pub stock: PartStock,
    /// Pieces that are held for others.
    pub held: i64,
    /// Pieces that may be taken; never less than none.
    pub free: i64,
}

/// Pieces to be held for somebody who will fetch them.
#[derive(Debug, Clone, Copy)]
pub struct HandHold {
    /// What is held together: a visit, say.
    pub booking: BookingId,
    /// The part in its place.
    pub stock: PartStockId,
    /// Pieces.
    pub quantity: i64,
    /// For whom.
    pub customer: CustomerId,
    /// Where they are needed.
    pub site: Option<SiteId>,
    /// On which day.
    pub on: Date,
}

/// A part in its place.
///
/// # Errors
/// Absent.
pub fn part_stock(tx: &mut Tx, id: PartStockId) -> Outcome<PartStock> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// All parts in a place.
///
/// # Errors
/// What the database refuses.
pub fn stocks_in(tx: &mut Tx, place: &str) -> Outcome<Vec<PartStock>> {
    rows::stocks_in(tx, place)
}

/// The names of all places in which parts are.
///
/// # Errors
/// What the database refuses.
pub fn place_names(tx: &mut Tx) -> Outcome<Vec<String>> {
    rows::place_names(tx)
}

/// Pieces of a part in its place that are on order.
///
/// # Errors
/// What the database refuses.
pub fn pieces_coming(tx: &mut Tx, stock: PartStockId) -> Outcome<i64> {
    let receipts = rows::receipts(tx, stock)?;
    Ok(receipts.iter().fold(0_i64, |sum, receipt| sum.saturating_add(receipt.quantity)))
}

fn own(tx: &mut Tx, booking: Option<BookingId>, stock: PartStockId) -> Outcome<Vec<Reservation>> {
    let Some(booking) = booking else { return Ok(Vec::new()) };
    let mut held = buckets::of_booking(tx, booking)?;
    held.retain(|row| row.kind == Pool::Part && row.pool_id == stock.0);
    Ok(held)
}

/// A part in its place, with what is held for others than `booking`.
///
/// # Errors
/// Absent.
pub fn in_hand(tx: &mut Tx, stock: PartStockId, booking: Option<BookingId>) -> Outcome<InHand> {
    let stock = part_stock(tx, stock)?;
    let mine: i64 = own(tx, booking, stock.id)?.iter().map(|row| row.amount).sum();
    let held = buckets::sums(tx, parts::bucket(stock.id))?.taken.saturating_sub(mine).max(0);
    let free = stock.on_hand.saturating_sub(held).max(0);
    Ok(InHand { stock, held, free })
}

/// What is held together: part in its place, pieces.
///
/// # Errors
/// What the database refuses.
pub fn held_in_hand(tx: &mut Tx, booking: BookingId) -> Outcome<Vec<(PartStockId, i64)>> {
    let held = buckets::of_booking(tx, booking)?;
    Ok(held
        .into_iter()
        .filter(|row| row.kind == Pool::Part)
        .map(|row| (PartStockId(row.pool_id), row.amount))
        .collect())
}

fn too_few(there: &InHand, quantity: i64) -> Refusal {
    let rule = if there.stock.on_hand < quantity { "part.not_there" } else { "part.promised" };
    Refusal::conflict(rule)
        .with("place", there.stock.place.clone())
        .with("on_hand", there.stock.on_hand)
        .with("free", there.free)
        .with("quantity", quantity)
}

/// Holds pieces that are there.
///
/// # Errors
/// `part.not_there`, `part.promised`.
pub fn hold_in_hand(tx: &mut Tx, ctx: &Context, hold: &HandHold) -> Outcome<()> {
    let there = in_hand(tx, hold.stock, None)?;
    let bucket = parts::bucket(hold.stock);
    let room = Some(there.stock.on_hand);
    if !buckets::take(tx, bucket, hold.quantity, Firmness::Committed, room)? {
        return Err(too_few(&there, hold.quantity));
    }
    tx.insert(&Reservation {
        id: ctx.new_id(),
        booking_id: hold.booking,
        kind: Pool::Part,
        pool_id: hold.stock.into(),
        skill_id: None,
        week: ProductionWeek::of(hold.on).monday(),
        amount: hold.quantity,
        hold: Firmness::Committed,
        expires_at: None,
        order_id: None,
        line_id: None,
        customer_id: hold.customer,
        site_id: hold.site,
        promise_id: None,
        realises_on: hold.on,
        not_before: hold.on,
        due_on: hold.on,
        harm: 0,
        made_at: ctx.now,
        version: 1,
    })?;
    Ok(())
}

/// Gives back what is held together: of one stock, or all of it. Answers how many pieces.
///
/// # Errors
/// What the database refuses.
pub fn drop_in_hand(tx: &mut Tx, booking: BookingId, stock: Option<PartStockId>) -> Outcome<i64> {
    let mut dropped = 0;
    for row in buckets::of_booking(tx, booking)? {
        if row.kind != Pool::Part || stock.is_some_and(|stock| row.pool_id != stock.0) {
            continue;
        }
        buckets::give_back(tx, row.bucket(), row.amount, row.hold)?;
        dropped += row.amount;
        tx.remove(&row)?;
    }
    Ok(dropped)
}

/// Takes pieces out: first those held for `booking`, then free ones. Never more than are there.
///
/// # Errors
/// `part.not_there`, `part.promised`.
pub fn take_in_hand(
    tx: &mut Tx,
    stock: PartStockId,
    quantity: i64,
    booking: Option<BookingId>,
) -> Outcome<PartStock> {
    let there = in_hand(tx, stock, booking)?;
    if there.free < quantity {
        return Err(too_few(&there, quantity));
    }
    let mut left = quantity;
    for mut row in own(tx, booking, stock)? {
        let used = row.amount.min(left);
        if used <= 0 {
            break;
        }
        buckets::give_back(tx, row.bucket(), used, row.hold)?;
        left -= used;
        if used == row.amount {
            tx.remove(&row)?;
        } else {
            row.amount -= used;
            tx.update(&mut row)?;
        }
    }
    let mut stock = there.stock;
    stock.on_hand -= quantity;
    tx.update(&mut stock)?;
    Ok(stock)
}

/// Puts pieces back that were not needed.
///
/// # Errors
/// Absent.
pub fn put_in_hand(tx: &mut Tx, stock: PartStockId, quantity: i64) -> Outcome<PartStock> {
    let mut stock = part_stock(tx, stock)?;
    stock.on_hand = stock.on_hand.saturating_add(quantity);
    tx.update(&mut stock)?;
    Ok(stock)
}
