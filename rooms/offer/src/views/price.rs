//! Price lists as people and the API read them.

use accord_kernel::{Audience, Context, Currency, Outcome, Permission, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_people::settings::today;
use accord_room_value::PlanVersionId;
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    PriceEntryId, PriceListId,
    neighbours::plan,
    record::{PriceList, entries, price_list, price_lists},
    rules::amount::{PRICE_SCALE, unscaled},
};

/// A price list in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PriceListRow {
    /// Id.
    pub id: PriceListId,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: Currency,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// It holds today.
    pub in_force: bool,
    /// Row version.
    pub version: i64,
}

fn row(list: &PriceList, today: Date) -> PriceListRow {
    PriceListRow {
        id: list.id,
        name: list.name.clone(),
        currency: list.currency,
        valid_from: list.valid_from,
        valid_until: list.valid_until,
        in_force: list.span().has(today),
        version: list.version,
    }
}

/// All price lists, the newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceLists {}

impl View for PriceLists {
    const NAME: &'static str = "price_list.list";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<PriceListRow>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PriceListRow>> {
        let today = today(ctx);
        Ok(price_lists(tx)?.iter().map(|list| row(list, today)).collect())
    }
}

/// A price.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryFacts {
    /// Id.
    pub id: PriceEntryId,
    /// The product.
    pub product: Option<ProductId>,
    /// The version of a plan.
    pub plan: Option<PlanVersionId>,
    /// Its name.
    pub name: String,
    /// Its code; of a plan the number of its version.
    pub code: String,
    /// Price of one; of a plan: of a year.
    #[schemars(with = "String")]
    pub unit_price: Decimal,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// It holds today.
    pub in_force: bool,
    /// Row version.
    pub version: i64,
}

/// A price list with its prices.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PriceListFacts {
    /// The list.
    #[serde(flatten)]
    pub list: PriceListRow,
    /// Its prices by name and first day.
    pub entries: Vec<EntryFacts>,
}

/// A price list.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnePriceList {
    /// The list.
    pub price_list: PriceListId,
}

impl View for OnePriceList {
    const NAME: &'static str = "price_list.one";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PriceListFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PriceListFacts> {
        let list = price_list(tx, self.price_list)?;
        let today = today(ctx);
        let found = entries(tx, list.id)?;
        let ids: Vec<ProductId> = found.iter().filter_map(|entry| entry.product_id).collect();
        let products = catalog::find_all(tx, &ids)?;
        let mut facts = Vec::with_capacity(found.len());
        for entry in found {
            let product = entry.product_id.and_then(|id| products.get(&id));
            let (name, code) = match (product, entry.plan_version_id) {
                (Some(product), _) => (product.name.clone(), product.code.clone()),
                (None, Some(id)) => {
                    let (plan, version) = plan(tx, id)?;
                    (plan.name, format!("{} v{}", plan.code, version.number))
                }
                (None, None) => (String::new(), String::new()),
            };
            facts.push(EntryFacts {
                id: entry.id,
                product: entry.product_id,
                plan: entry.plan_version_id,
                name,
                code,
                unit_price: unscaled(entry.unit_price_e4, PRICE_SCALE),
                valid_from: entry.valid_from,
                valid_until: entry.valid_until,
                in_force: list.span().has(today) && entry.span().has(today),
                version: entry.version,
            });
        }
        facts.sort_by(|a, b| (&a.name, a.valid_from).cmp(&(&b.name, b.valid_from)));
        Ok(PriceListFacts { list: row(&list, today), entries: facts })
    }
}
