//! Parts in their places and on order.

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, DayCount, ProductId, ProductKind, input, rules::DAYS_MAX};
use accord_room_people::CalendarId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    PartReceiptId, PartStockId,
    record::rows::{self, PartReceipt, PartStock},
    rules::calendar::sane,
};

/// Most pieces in one place.
const PIECES_MAX: i64 = 1_000_000_000;

/// Says how many pieces of a part are in a place, and how long a new supply takes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStock {
    /// The part.
    pub product: ProductId,
    /// Name of the place.
    pub place: String,
    /// Version that was read; open when the place is new for the part.
    #[serde(default)]
    pub version: Option<i64>,
    /// Pieces there, promised ones included.
    pub on_hand: i64,
    /// Days until a new supply is there.
    pub supply_days: i64,
    /// How they count; calendar days when open.
    #[serde(default)]
    pub supply_count: Option<DayCount>,
    /// Working days of the store; the company's when open.
    #[serde(default)]
    pub calendar: Option<CalendarId>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StockDone {
    /// The part in its place.
    pub stock: PartStockId,
    /// Version now.
    pub version: i64,
}

impl Action for SetStock {
    const NAME: &'static str = "part.set_stock";
    const PERMISSION: Permission = Permission::SlotManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StockDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(catalog::find(tx, self.product)?.ok_or_else(Refusal::absent)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StockDone> {
        let product = catalog::find(tx, self.product)?.ok_or_else(Refusal::absent)?;
        if product.kind != ProductKind::Part {
            return Err(Refusal::conflict("capacity.not_a_part").with("product", product.code));
        }
        let place = input::text("/place", &self.place, input::NAME_MAX)?;
        let on_hand = input::number("/on_hand", self.on_hand, 0, PIECES_MAX)?;
        let supply_days = input::number("/supply_days", self.supply_days, 0, DAYS_MAX)?;
        let supply_working = self.supply_count == Some(DayCount::Working);
        if let Some(calendar) = self.calendar
            && accord_room_people::find_calendar(tx, calendar)?.is_none()
        {
            return Err(Refusal::field("/calendar", "field.unknown_reference"));
        }
        act.fact("place", &place);
        act.fact("on_hand", on_hand);
        match rows::stock_at(tx, product.id, &place)? {
            Some(mut stock) => {
                input::same_version(&stock, self.version.unwrap_or(0))?;
                stock.on_hand = on_hand;
                stock.supply_days = supply_days;
                stock.supply_working = supply_working;
                stock.calendar_id = self.calendar;
                tx.update(&mut stock)?;
                act.fact("stock", stock.id);
                Ok(StockDone { stock: stock.id, version: stock.version })
            }
            None => {
                let stock = PartStock {
                    id: act.new_id(),
                    product_id: product.id,
                    place,
                    on_hand,
                    supply_days,
                    supply_working,
                    calendar_id: self.calendar,
                    version: 1,
                };
                tx.insert(&stock).on_constraint("part_stock_product_id_place_key", "/place", "stale")?;
                act.fact("stock", stock.id);
                Ok(StockDone { stock: stock.id, version: 1 })
            }
        }
    }
}

/// Says that pieces are on order and when they are expected.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectPart {
    /// The part in its place.
    pub stock: PartStockId,
    /// How many pieces.
    pub quantity: i64,
    /// When they are expected.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReceiptDone {
    /// The pieces on order.
    pub receipt: PartReceiptId,
    /// Version now.
    pub version: i64,
}

fn stock_of(tx: &mut Tx, stock: PartStockId) -> Outcome<PartStock> {
    tx.get(stock)?.ok_or_else(Refusal::absent)
}

impl Action for ExpectPart {
    const NAME: &'static str = "part.expect";
    const PERMISSION: Permission = Permission::SlotManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReceiptDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(stock_of(tx, self.stock)?.product_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReceiptDone> {
        let stock = stock_of(tx, self.stock)?;
        let quantity = input::number("/quantity", self.quantity, 1, PIECES_MAX)?;
        sane(self.on).map_err(|_| Refusal::field("/on", "field.year"))?;
        let receipt = PartReceipt {
            id: act.new_id(),
            stock_id: stock.id,
            quantity,
            expected_on: self.on,
            received_on: None,
            version: 1,
        };
        tx.insert(&receipt)?;
        act.fact("place", &stock.place);
        act.fact("quantity", quantity);
        act.fact("on", self.on);
        Ok(ReceiptDone { receipt: receipt.id, version: 1 })
    }
}

/// Takes pieces that were on order into their place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivePart {
    /// The pieces on order.
    pub receipt: PartReceiptId,
    /// Version that was read.
    pub version: i64,
    /// How many came.
    pub quantity: i64,
}

impl Action for ReceivePart {
    const NAME: &'static str = "part.receive";
    const PERMISSION: Permission = Permission::SlotManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StockDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let receipt: PartReceipt = tx.get(self.receipt)?.ok_or_else(Refusal::absent)?;
        Ok(Touches::chain(stock_of(tx, receipt.stock_id)?.product_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StockDone> {
        let mut receipt: PartReceipt = tx.get(self.receipt)?.ok_or_else(Refusal::absent)?;
        input::same_version(&receipt, self.version)?;
        if receipt.received_on.is_some() {
            return Err(Refusal::conflict("capacity.received_already"));
        }
        let quantity = input::number("/quantity", self.quantity, 0, PIECES_MAX)?;
        receipt.received_on = Some(act.zone().to_datetime(act.now).date());
        tx.update(&mut receipt)?;
        let mut stock = stock_of(tx, receipt.stock_id)?;
        stock.on_hand = stock.on_hand.saturating_add(quantity).min(PIECES_MAX);
        tx.update(&mut stock)?;
        act.fact("stock", stock.id);
        act.fact("place", &stock.place);
        act.fact("quantity", quantity);
        Ok(StockDone { stock: stock.id, version: stock.version })
    }
}
