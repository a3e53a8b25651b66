//! Price lists and their prices.

use accord_kernel::{Currency, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_people::PersonId;
use accord_room_value::PlanVersionId;
use accord_store::{Tx, params, record, search};
use jiff::{Timestamp, civil::Date};

use crate::{PriceEntryId, PriceListId, rules::span::Span};

record! {
    /// A list of prices in one currency.
    pub struct PriceList in "price_list" shape 1 {
        /// Id.
        id: PriceListId,
        /// Name, unique.
        name: String,
        /// Currency of all its prices.
        currency: Currency,
        /// First day.
        valid_from: Date,
        /// Last day; open when none.
        valid_until: Option<Date>,
        /// Who entered it; open for the program.
        entered_by: Option<PersonId>,
        /// When.
        entered_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What a product or a plan costs, from a day until a day.
    pub struct PriceEntry in "price_entry" shape 1 {
        /// Id.
        id: PriceEntryId,
        /// The list.
        price_list_id: PriceListId,
        /// The product.
        product_id: Option<ProductId>,
        /// The version of a plan; its price is that of a year.
        plan_version_id: Option<PlanVersionId>,
        /// Price of one, in ten-thousandths of the currency's main unit.
        unit_price_e4: i64,
        /// First day.
        valid_from: Date,
        /// Last day; open when none.
        valid_until: Option<Date>,
        /// Who set it; open for the program.
        set_by: Option<PersonId>,
        /// When.
        set_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// What has a price: a product, or a version of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A product.
    Product(ProductId),
    /// A version of a plan.
    Plan(PlanVersionId),
}

impl PriceList {
    /// The days on which it holds.
    pub fn span(&self) -> Span {
        Span { from: self.valid_from, until: self.valid_until }
    }
}

impl PriceList {
    /// Puts it into the search.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "price_list".to_owned(),
            id: self.id.0,
            customer: None,
            label: self.name.clone(),
            hint: self.currency.code().to_owned(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

impl PriceEntry {
    /// The days on which it holds, by itself.
    pub fn span(&self) -> Span {
        Span { from: self.valid_from, until: self.valid_until }
    }
}

/// A price list.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn price_list(tx: &mut Tx, id: PriceListId) -> Outcome<PriceList> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A price.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn price_entry(tx: &mut Tx, id: PriceEntryId) -> Outcome<PriceEntry> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// All price lists, those in force last begun first.
///
/// # Errors
/// What the database refuses.
pub fn price_lists(tx: &mut Tx) -> Outcome<Vec<PriceList>> {
    Ok(tx.select("ORDER BY valid_from DESC, name LIMIT 500", params![])?)
}

/// The lists that hold on a day, in a currency or in any.
///
/// # Errors
/// What the database refuses.
pub fn lists_on(tx: &mut Tx, day: Date, currency: Option<Currency>) -> Outcome<Vec<PriceList>> {
    let lists = match currency {
        Some(currency) => tx.select::<PriceList>("WHERE currency = ?1 ORDER BY name", params![currency])?,
        None => tx.select::<PriceList>("ORDER BY name", params![])?,
    };
    Ok(lists.into_iter().filter(|list| list.span().has(day)).collect())
}

/// The prices of a list, by their first day.
///
/// # Errors
/// What the database refuses.
pub fn entries(tx: &mut Tx, list: PriceListId) -> Outcome<Vec<PriceEntry>> {
    Ok(tx.select("WHERE price_list_id = ?1 ORDER BY valid_from, id", params![list])?)
}

/// The prices of one thing in a list, by their first day.
///
/// # Errors
/// What the database refuses.
pub fn entries_of(tx: &mut Tx, list: PriceListId, item: Item) -> Outcome<Vec<PriceEntry>> {
    Ok(match item {
        Item::Product(product) => tx.select(
            "WHERE price_list_id = ?1 AND product_id = ?2 ORDER BY valid_from, id",
            params![list, product],
        )?,
        Item::Plan(plan) => tx.select(
            "WHERE price_list_id = ?1 AND plan_version_id = ?2 ORDER BY valid_from, id",
            params![list, plan],
        )?,
    })
}

/// What a thing costs by a list on a day; nothing when the list or the thing's price does not hold then.
///
/// # Errors
/// What the database refuses.
pub fn price_on(tx: &mut Tx, list: &PriceList, item: Item, day: Date) -> Outcome<Option<PriceEntry>> {
    if !list.span().has(day) {
        return Ok(None);
    }
    Ok(entries_of(tx, list.id, item)?.into_iter().find(|entry| entry.span().has(day)))
}

/// Makes every price list findable anew.
pub(crate) fn rebuild_price_lists(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'price_list'", params![])?;
    let rows = tx.select::<PriceList>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}
