//! A part: what is free, what is coming, and when it can be with a customer.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::{self as catalog, DayCount, ProductId};
use accord_room_customer::{CustomerId, SiteId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    PartReceiptId, PartStockId, facts, neighbours,
    parts::{self, Store},
    record::rows,
    rules::{calendar::Horizon, part::PartAnswer as Found},
    words::{self, LimitFacts, Names},
};

/// Where a part is, and when so many pieces can be with a customer (R20).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartView {
    /// The part.
    pub part: ProductId,
    /// How many pieces; one when open.
    #[serde(default)]
    pub quantity: Option<u32>,
    /// For whom; the way there counts.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Where.
    #[serde(default)]
    pub site: Option<SiteId>,
}

/// What is known of a part.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartAnswer {
    /// The part.
    pub part: ProductId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many pieces were asked for.
    pub quantity: u32,
    /// When they can be there out of the soonest place; open when in none.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub earliest: Option<Date>,
    /// What limits that.
    pub limits: Vec<LimitFacts>,
    /// The places.
    pub places: Vec<PartPlace>,
}

/// A part in a place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartPlace {
    /// Id.
    pub stock: PartStockId,
    /// Name of the place.
    pub place: String,
    /// Pieces there.
    pub on_hand: i64,
    /// Promised to customers.
    pub reserved: u32,
    /// Free now.
    pub free: u32,
    /// Days until a new supply is there.
    pub supply_days: i64,
    /// How they count.
    pub supply_count: DayCount,
    /// Pieces on order.
    pub receipts: Vec<ReceiptFacts>,
    /// When the pieces can be there out of this place.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub earliest: Option<Date>,
    /// Row version.
    pub version: i64,
}

/// Pieces on order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReceiptFacts {
    /// Id.
    pub receipt: PartReceiptId,
    /// How many.
    pub quantity: i64,
    /// When they are expected.
    #[schemars(with = "String", extend("format" = "date"))]
    pub expected_on: Date,
    /// Row version.
    pub version: i64,
}

impl View for PartView {
    const NAME: &'static str = "capacity.part";
    const PERMISSION: Permission = Permission::CapacityRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PartAnswer;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        neighbours::about(tx, self.customer, self.site)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PartAnswer> {
        let quantity = self.quantity.unwrap_or(1);
        if quantity == 0 {
            return Err(Refusal::field("/quantity", "capacity.zero_quantity"));
        }
        let product = catalog::find(tx, self.part)?.ok_or_else(Refusal::absent)?;
        let customer = match (self.customer, self.site) {
            (Some(customer), _) => Some(customer),
            (None, Some(site)) => Some(neighbours::site(tx, site)?.0),
            (None, None) => None,
        };
        let territory = match customer {
            Some(customer) => neighbours::territory_of(tx, customer)?,
            None => None,
        };
        let horizon = facts::horizon(ctx)?;
        let transport = facts::way_to(tx, territory, &product)?;
        let stores = parts::stores(tx, product.id, transport, None, &horizon)?;
        let mut names = Names::default();
        names.put(product.id.0, product.name.clone());
        let soonest = parts::soonest(&stores, quantity, &horizon).map(|(_, answer)| answer);
        let mut places = Vec::new();
        for store in stores {
            places.push(place(tx, store, quantity, &horizon)?);
        }
        let say =
            |answer: &Found| answer.limits.iter().map(|one| words::limit_facts(one, &names, ctx)).collect();
        Ok(PartAnswer {
            part: product.id,
            code: product.code,
            name: product.name,
            quantity,
            earliest: soonest.as_ref().and_then(|answer| answer.earliest.date()),
            limits: soonest.as_ref().map(say).unwrap_or_default(),
            places,
        })
    }
}

fn place(tx: &mut Tx, store: Store, quantity: u32, horizon: &Horizon) -> Outcome<PartPlace> {
    let answer = store.earliest(quantity, horizon);
    let receipts = rows::receipts(tx, store.stock.id)?
        .into_iter()
        .map(|receipt| ReceiptFacts {
            receipt: receipt.id,
            quantity: receipt.quantity,
            expected_on: receipt.expected_on,
            version: receipt.version,
        })
        .collect();
    Ok(PartPlace {
        stock: store.stock.id,
        place: store.stock.place,
        on_hand: store.stock.on_hand,
        reserved: store.supply.reserved,
        free: answer.free,
        supply_days: store.stock.supply_days,
        supply_count: if store.stock.supply_working { DayCount::Working } else { DayCount::Calendar },
        receipts,
        earliest: answer.earliest.date(),
        version: store.stock.version,
    })
}
