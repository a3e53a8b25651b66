//! Price lists and their prices. Nothing is overwritten: a price ends and another begins.

use accord_kernel::{
    Act, Action, Audience, Context, Currency, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_room_catalog::ProductId;
use accord_room_value::PlanVersionId;
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    PriceEntryId, PriceListId,
    input::{self, NAME_MAX, same_version, text},
    neighbours::{author, offered_plan, product},
    record::{Item, PriceEntry, PriceList, entries, entries_of, price_entry, price_list},
};

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PriceAnswer {
    /// The list.
    pub price_list: PriceListId,
    /// The price, when it is about one.
    pub price_entry: Option<PriceEntryId>,
    /// Row version of the list, or of the price when it is about one.
    pub version: i64,
}

/// Enters a price list.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterPriceList {
    /// Name, unique.
    pub name: String,
    /// Currency of all its prices.
    pub currency: Currency,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last day; open when none.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
}

impl Action for EnterPriceList {
    const NAME: &'static str = "price_list.enter";
    const PERMISSION: Permission = Permission::PriceManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PriceAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PriceAnswer> {
        let span = input::span("/valid_until", self.valid_from, self.valid_until)?;
        let list = PriceList {
            id: act.new_id(),
            name: text("/name", &self.name, NAME_MAX)?,
            currency: self.currency,
            valid_from: span.from,
            valid_until: span.until,
            entered_by: author(act),
            entered_at: act.now,
            version: 1,
        };
        tx.insert(&list).on_constraint("price_list_name_key", "/name", "offer.taken")?;
        list.index(tx)?;
        act.chain(list.id);
        act.fact("price_list", list.id);
        Ok(PriceAnswer { price_list: list.id, price_entry: None, version: 1 })
    }
}

/// Changes the name or the last day of a price list. Quotes that were sent keep their prices.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePriceList {
    /// The list.
    pub price_list: PriceListId,
    /// Version that was seen.
    pub version: i64,
    /// Name, unique.
    pub name: String,
    /// Last day; open when none.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
}

impl Action for ChangePriceList {
    const NAME: &'static str = "price_list.change";
    const PERMISSION: Permission = Permission::PriceManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PriceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(price_list(tx, self.price_list)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PriceAnswer> {
        let mut list = price_list(tx, self.price_list)?;
        same_version(&list, self.version)?;
        let span = input::span("/valid_until", list.valid_from, self.valid_until)?;
        let outside = entries(tx, list.id)?
            .into_iter()
            .find(|entry| entry.valid_from > span.until.unwrap_or(entry.valid_from));
        if let Some(entry) = outside {
            return Err(Refusal::field("/valid_until", "price.after_list").with("from", entry.valid_from));
        }
        list.name = text("/name", &self.name, NAME_MAX)?;
        list.valid_until = span.until;
        tx.update(&mut list).on_constraint("price_list_name_key", "/name", "offer.taken")?;
        list.index(tx)?;
        act.fact("price_list", list.id);
        Ok(PriceAnswer { price_list: list.id, price_entry: None, version: list.version })
    }
}

/// Sets what a product or a plan costs by a list, from a day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPrice {
    /// The list.
    pub price_list: PriceListId,
    /// The product; open when it is a plan.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// The version of a plan; its price is that of a year for one machine.
    #[serde(default)]
    pub plan: Option<PlanVersionId>,
    /// Price of one in the list's currency, above nought, at most four digits after the point.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub unit_price: Decimal,
    /// First day; that of the list when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_from: Option<Date>,
    /// Last day; open when none.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
}

impl Action for SetPrice {
    const NAME: &'static str = "price.set";
    const PERMISSION: Permission = Permission::PriceManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PriceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(price_list(tx, self.price_list)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PriceAnswer> {
        let list = price_list(tx, self.price_list)?;
        let item = self.item(tx)?;
        let from = self.valid_from.unwrap_or(list.valid_from);
        let span = input::span("/valid_until", from, self.valid_until)?;
        if !list.span().meets(span) || span.from < list.valid_from {
            return Err(Refusal::field("/valid_from", "price.outside_list")
                .with("from", list.valid_from)
                .with("until", list.valid_until.map_or_else(|| "–".into(), accord_kernel::Fact::from)));
        }
        let other = entries_of(tx, list.id, item)?.into_iter().find(|entry| entry.span().meets(span));
        if let Some(other) = other {
            return Err(overlap(&other, span.from));
        }
        let entry = PriceEntry {
            id: act.new_id(),
            price_list_id: list.id,
            product_id: self.product,
            plan_version_id: self.plan,
            unit_price_e4: input::price("/unit_price", self.unit_price)?,
            valid_from: span.from,
            valid_until: span.until,
            set_by: author(act),
            set_at: act.now,
            version: 1,
        };
        tx.insert(&entry)?;
        act.fact("price_list", list.id);
        act.fact("price_entry", entry.id);
        Ok(PriceAnswer { price_list: list.id, price_entry: Some(entry.id), version: 1 })
    }
}

impl SetPrice {
    fn item(&self, tx: &mut Tx) -> Outcome<Item> {
        match (self.product, self.plan) {
            (Some(id), None) => Ok(Item::Product(product(tx, "/product", id)?.id)),
            (None, Some(id)) => Ok(Item::Plan(offered_plan(tx, "/plan", id)?.1.id)),
            (None, None) => Err(Refusal::field("/product", "field.required")),
            (Some(_), Some(_)) => Err(Refusal::field("/plan", "price.one_thing")),
        }
    }
}

/// The refusal of a price that meets another, with the way to make room: the other ends the day before.
fn overlap(other: &PriceEntry, from: Date) -> Refusal {
    let refusal = Refusal::field("/valid_from", "price.overlap")
        .with("from", other.valid_from)
        .with("until", other.valid_until.map_or_else(|| "–".into(), accord_kernel::Fact::from));
    match from.yesterday() {
        Ok(before) if before >= other.valid_from => refusal.possible_action(
            "end_price",
            vec![("on", before.into())],
            EndPrice::NAME,
            json!({ "price_entry": other.id, "version": other.version, "valid_until": before }),
        ),
        _ => refusal,
    }
}

/// Ends a price on a day, so that another can begin on the next.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPrice {
    /// The price.
    pub price_entry: PriceEntryId,
    /// Version that was seen.
    pub version: i64,
    /// Its last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
}

impl Action for EndPrice {
    const NAME: &'static str = "price.end";
    const PERMISSION: Permission = Permission::PriceManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PriceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(price_entry(tx, self.price_entry)?.price_list_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PriceAnswer> {
        let mut entry = price_entry(tx, self.price_entry)?;
        same_version(&entry, self.version)?;
        let span = input::span("/valid_until", entry.valid_from, Some(self.valid_until))?;
        // Longer than it was, it could meet the price that follows it.
        if entry.valid_until.is_some_and(|until| self.valid_until > until) {
            return Err(Refusal::field("/valid_until", "price.only_earlier"));
        }
        entry.valid_until = span.until;
        tx.update(&mut entry)?;
        act.fact("price_entry", entry.id);
        Ok(PriceAnswer {
            price_list: entry.price_list_id,
            price_entry: Some(entry.id),
            version: entry.version,
        })
    }
}
