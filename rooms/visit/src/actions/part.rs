//! Pieces taken out of a place, put back, held there (R37). Nobody takes more than is there, and of two hands at the
//! last piece one finds it.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_capacity::{self as capacity, BookingId, HandHold, PartStockId};
use accord_room_customer as customer;
use accord_room_people::check;
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::living;
use crate::{
    MoveKind, PartMoveId, VisitId,
    neighbours::{author, day_at, happened, number},
    record::{
        part::{MinimumRow, MoveRow, keys_of_person, minimum, part_move, place_named},
        visit::visit,
    },
};

/// Most pieces at once.
const PIECES_MAX: i64 = 1_000;
/// What was taken may be told so much later: a phone without network, a night, a weekend.
const LATE: SignedDuration = SignedDuration::from_hours(24 * 14);

/// What is held for a visit is held together.
pub(super) fn booking(visit: VisitId) -> BookingId {
    BookingId(visit.into())
}

/// The part's own chain, so that two hands at one stock see each other; and the visit's customer.
fn about(tx: &mut Tx, stock: PartStockId, for_visit: Option<VisitId>) -> Outcome<Touches> {
    let part = capacity::part_stock(tx, stock)?.product_id;
    let mut touches = match for_visit {
        Some(id) => Touches::customer(visit(tx, id)?.customer_id),
        None => Touches::nothing(),
    };
    touches.chains.push(part.into());
    Ok(touches)
}

/// Takes pieces out of a place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePart {
    /// The part in its place.
    pub stock: PartStockId,
    /// Pieces.
    pub quantity: i64,
    /// For which visit.
    #[serde(default)]
    pub visit: Option<VisitId>,
    /// Why, in words.
    #[serde(default)]
    pub note: String,
    /// When; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MoveAnswer {
    /// What left its place.
    #[serde(rename = "move")]
    pub part_move: PartMoveId,
    /// Pieces that are still there.
    pub on_hand: i64,
}

impl Action for TakePart {
    const NAME: &'static str = "part.take";
    const PERMISSION: Permission = Permission::PartTake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MoveAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.stock, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MoveAnswer> {
        let quantity = number("/quantity", self.quantity, 1, PIECES_MAX)?;
        let visit = self.visit.map(|id| living(tx, id)).transpose()?;
        let earliest = act.now.checked_sub(LATE).unwrap_or(act.now);
        let at = happened(act, self.at, earliest)?;
        let stock = capacity::take_in_hand(tx, self.stock, quantity, self.visit.map(booking))?;
        let row = MoveRow {
            id: act.new_id(),
            stock_id: stock.id,
            kind: MoveKind::Taken,
            quantity,
            returned: 0,
            visit_id: self.visit,
            subject_kind: visit.as_ref().and_then(|row| row.subject_kind.clone()),
            subject_id: visit.as_ref().and_then(|row| row.subject_id),
            customer_id: visit.as_ref().map(|row| row.customer_id),
            person_id: author(act),
            note: check::optional("/note", &self.note, check::WORDING_MAX)?,
            happened_at: at,
            recorded_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("move", row.id);
        act.fact("stock", stock.id);
        act.fact("place", &stock.place);
        act.fact("quantity", quantity);
        act.fact("on_hand", stock.on_hand);
        if let Some(visit) = self.visit {
            act.fact("visit", visit);
        }
        act.fact("without_key", without_key(tx, act, &stock.place)?);
        Ok(MoveAnswer { part_move: row.id, on_hand: stock.on_hand })
    }
}

/// Whether somebody took it who holds no key of the place. It is kept, not refused: the piece is gone already.
fn without_key(tx: &mut Tx, act: &Act<'_>, place: &str) -> Outcome<bool> {
    let (Some(person), Some(at)) = (author(act), place_named(tx, place)?) else { return Ok(false) };
    if !at.kind.by_key() || at.person_id == Some(person) {
        return Ok(false);
    }
    let today = act.zone().to_datetime(act.now).date();
    let keys = keys_of_person(tx, person, today)?;
    Ok(!keys.iter().any(|key| key.place_id == at.id && key.covers(today, today)))
}

/// Puts pieces back that were not needed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnPart {
    /// What had left its place.
    #[serde(rename = "move")]
    pub part_move: PartMoveId,
    /// Pieces that are back.
    pub quantity: i64,
}

impl Action for ReturnPart {
    const NAME: &'static str = "part.return";
    const PERMISSION: Permission = Permission::PartTake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MoveAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = part_move(tx, self.part_move)?;
        about(tx, row.stock_id, row.visit_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MoveAnswer> {
        let mut row = part_move(tx, self.part_move)?;
        let left = row.quantity - row.returned;
        if left == 0 {
            return Err(Refusal::conflict("part.all_back"));
        }
        let quantity = number("/quantity", self.quantity, 1, left)?;
        row.returned += quantity;
        tx.update(&mut row)?;
        let stock = capacity::put_in_hand(tx, row.stock_id, quantity)?;
        act.fact("move", row.id);
        act.fact("stock", stock.id);
        act.fact("place", &stock.place);
        act.fact("quantity", quantity);
        act.fact("on_hand", stock.on_hand);
        Ok(MoveAnswer { part_move: row.id, on_hand: stock.on_hand })
    }
}

/// Holds pieces in a place for a visit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldPart {
    /// For which visit.
    pub visit: VisitId,
    /// The part in its place.
    pub stock: PartStockId,
    /// Pieces.
    pub quantity: i64,
}

/// Pieces held for a visit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HoldAnswer {
    /// The visit.
    pub visit: VisitId,
    /// The part in its place.
    pub stock: PartStockId,
    /// Pieces held there for it now.
    pub held: i64,
}

fn held(tx: &mut Tx, visit: VisitId, stock: PartStockId) -> Outcome<HoldAnswer> {
    let all = capacity::held_in_hand(tx, booking(visit))?;
    let held = all.into_iter().filter(|(id, _)| *id == stock).map(|(_, pieces)| pieces).sum();
    Ok(HoldAnswer { visit, stock, held })
}

impl Action for HoldPart {
    const NAME: &'static str = "part.hold";
    const PERMISSION: Permission = Permission::PartTake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = HoldAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.stock, Some(self.visit))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<HoldAnswer> {
        let row = living(tx, self.visit)?;
        let quantity = number("/quantity", self.quantity, 1, PIECES_MAX)?;
        let site = customer::site(tx, row.site_id)?;
        let on = day_at(&site, row.starts_at.unwrap_or(act.now));
        let hold = HandHold {
            booking: booking(row.id),
            stock: self.stock,
            quantity,
            customer: row.customer_id,
            site: Some(row.site_id),
            on,
        };
        capacity::hold_in_hand(tx, act, &hold)?;
        act.fact("visit", row.id);
        act.fact("held", quantity);
        held(tx, row.id, self.stock)
    }
}

/// Gives back what was held for a visit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropPart {
    /// For which visit.
    pub visit: VisitId,
    /// The part in its place.
    pub stock: PartStockId,
}

impl Action for DropPart {
    const NAME: &'static str = "part.drop";
    const PERMISSION: Permission = Permission::PartTake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = HoldAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.stock, Some(self.visit))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<HoldAnswer> {
        let row = visit(tx, self.visit)?;
        if capacity::drop_in_hand(tx, booking(row.id), Some(self.stock))? == 0 {
            return Err(Refusal::conflict("part.not_held"));
        }
        act.fact("visit", row.id);
        held(tx, row.id, self.stock)
    }
}

/// Sets how many pieces a place should have, whatever is sold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLeast {
    /// The part in its place.
    pub stock: PartStockId,
    /// Pieces.
    pub pieces: i64,
}

/// What was set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeastAnswer {
    /// The part in its place.
    pub stock: PartStockId,
    /// Pieces it should have.
    pub pieces: i64,
}

impl Action for SetLeast {
    const NAME: &'static str = "part.set_least";
    const PERMISSION: Permission = Permission::PartManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LeastAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.stock, None)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LeastAnswer> {
        let pieces = number("/pieces", self.pieces, 0, PIECES_MAX)?;
        match minimum(tx, self.stock)? {
            Some(mut row) => {
                row.pieces = pieces;
                tx.update(&mut row)?;
            }
            None => {
                let row = MinimumRow { id: act.new_id(), stock_id: self.stock, pieces, version: 1 };
                tx.insert(&row)?;
            }
        }
        act.fact("stock", self.stock);
        act.fact("pieces", pieces);
        Ok(LeastAnswer { stock: self.stock, pieces })
    }
}
