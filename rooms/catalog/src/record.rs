//! Tables of the catalog and their SQL.

use std::collections::BTreeMap;

use accord_kernel::{Currency, Money, Outcome};
use accord_room_people::{CalendarId, PersonId, paging::By};
use accord_store::{Column, Json, Tx, Value, params, record, search, walk::Walk};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    DayCount, LeadTimeId, ProductId, ProductKind, SkillId,
    rules::{Effective, Span},
};

/// Work of installing one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstallWork {
    /// The skill it needs.
    pub skill: SkillId,
    /// Minutes for each unit, all people together.
    pub minutes: i64,
}

record! {
    /// A skill that work on a site needs.
    pub struct Skill in "skill" shape 1 {
        /// Id.
        id: SkillId,
        /// Name, unique.
        name: String,
        /// Not offered any more.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What the company sells.
    pub struct Product in "product" shape 1 {
        /// Id.
        id: ProductId,
        /// Code, unique, upper case.
        code: String,
        /// Name.
        name: String,
        /// Kind.
        kind: ProductKind,
        /// Unit in which it is counted.
        unit: String,
        /// Whether each unit takes a production slot of a week.
        by_slots: bool,
        /// Calendar of the plant or store it leaves from; the company's when open.
        plant_calendar_id: Option<CalendarId>,
        /// Work of installing one unit.
        installation: Json<Vec<InstallWork>>,
        /// Days of the way to a customer, where a region says nothing of its own.
        transport_days: i64,
        /// Whether those are working days.
        transport_working: bool,
        /// List price in minor units.
        price_minor: Option<i64>,
        /// Its currency.
        currency: Option<Currency>,
        /// Not sold any more.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A lead time in force from a date.
    pub struct LeadTime in "lead_time" shape 1 {
        /// Id.
        id: LeadTimeId,
        /// The product.
        product_id: ProductId,
        /// Days.
        days: i64,
        /// Whether those are working days.
        working: bool,
        /// First day on which orders have it.
        effective_from: Date,
        /// Why it was set.
        reason: String,
        /// Who set it; open for the program.
        set_by: Option<PersonId>,
        /// When it was set.
        set_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

fn count(working: bool) -> DayCount {
    if working { DayCount::Working } else { DayCount::Calendar }
}

fn span(days: i64, working: bool) -> Span {
    Span { days: u16::try_from(days).unwrap_or(u16::MAX), count: count(working) }
}

impl Product {
    /// List price.
    pub fn price(&self) -> Option<Money> {
        Some(Money::new(self.price_minor?, self.currency?))
    }
    /// The way to a customer.
    pub fn transport(&self) -> Span {
        span(self.transport_days, self.transport_working)
    }
    /// Puts it into the search, or takes it out when it is archived.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        if self.archived {
            return Ok(search::remove(tx, "product", self.id.0)?);
        }
        let entry = search::Entry {
            kind: "product".to_owned(),
            id: self.id.0,
            customer: None,
            label: self.name.clone(),
            hint: self.code.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

impl LeadTime {
    /// As rules see it.
    pub fn effective(&self) -> Effective {
        Effective { from: self.effective_from, span: span(self.days, self.working) }
    }
}

/// A product by id.
///
/// # Errors
/// What the database refuses.
pub fn find(tx: &mut Tx, id: ProductId) -> Outcome<Option<Product>> {
    Ok(tx.get(id)?)
}

/// A product by its code.
///
/// # Errors
/// What the database refuses.
pub fn find_by_code(tx: &mut Tx, code: &str) -> Outcome<Option<Product>> {
    Ok(tx.select_one("WHERE code = ?1", params![code])?)
}

/// Products by id; unknown ids are left out.
///
/// # Errors
/// What the database refuses.
pub fn find_all(tx: &mut Tx, ids: &[ProductId]) -> Outcome<BTreeMap<ProductId, Product>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let tail = format!("WHERE id IN ({})", accord_store::marks(1, values.len()));
        for product in tx.select::<Product>(&tail, &values)? {
            found.insert(product.id, product);
        }
    }
    Ok(found)
}

/// The lead times of a product in the order in which they were given.
///
/// # Errors
/// What the database refuses.
pub fn lead_times(tx: &mut Tx, product: ProductId) -> Outcome<Vec<LeadTime>> {
    Ok(tx.select("WHERE product_id = ?1 ORDER BY set_at, id", params![product])?)
}

/// The lead times of several products, each in the order in which they were given.
///
/// # Errors
/// What the database refuses.
pub fn lead_times_of(tx: &mut Tx, ids: &[ProductId]) -> Outcome<BTreeMap<ProductId, Vec<LeadTime>>> {
    let mut found: BTreeMap<ProductId, Vec<LeadTime>> = BTreeMap::new();
    for some in ids.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let tail =
            format!("WHERE product_id IN ({}) ORDER BY set_at, id", accord_store::marks(1, values.len()));
        for step in tx.select::<LeadTime>(&tail, &values)? {
            found.entry(step.product_id).or_default().push(step);
        }
    }
    Ok(found)
}

/// A skill by id.
///
/// # Errors
/// What the database refuses.
pub fn find_skill(tx: &mut Tx, id: SkillId) -> Outcome<Option<Skill>> {
    Ok(tx.get(id)?)
}

/// All skills by name, archived ones last.
///
/// # Errors
/// What the database refuses.
pub fn skills(tx: &mut Tx) -> Outcome<Vec<Skill>> {
    Ok(tx.select("ORDER BY archived, name, id LIMIT 500", params![])?)
}

/// Which products a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub kind: Option<ProductKind>,
    pub archived: bool,
    /// Ids found by a text search.
    pub among: Option<Vec<ProductId>>,
    /// After this code.
    pub after: Option<String>,
}

impl Filter {
    fn sql(&self) -> (String, Vec<Value>) {
        let mut sql = "WHERE archived = ?1".to_owned();
        let mut values = vec![Value::Bool(self.archived)];
        if let Some(kind) = self.kind {
            values.push(Value::Text(kind.word().to_owned()));
            sql.push_str(&format!(" AND kind = ?{}", values.len()));
        }
        if let Some(among) = &self.among {
            let marks = accord_store::listed(&mut values, among.iter().copied());
            sql.push_str(&format!(" AND id IN ({marks})"));
        }
        (sql, values)
    }
}

accord_room_people::sort_keys! {
    /// By what products are sorted.
    pub enum ProductSort of Product {
        /// Code.
        Code = "code", By::Text("code"), |row| row.code.to_value();
        /// Name, letter by letter.
        Name = "name", By::Text("name"), |row| row.name.to_value();
        /// Kind.
        Kind = "kind", By::Text("kind"), |row| row.kind.to_value();
    }
}

/// A page of products by code unless it is walked otherwise.
pub(crate) fn list(tx: &mut Tx, filter: &Filter, walk: Option<&Walk>, limit: i64) -> Outcome<Vec<Product>> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql();
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "id", limit);
        return Ok(tx.select(&sql, &values)?);
    }
    if let Some(after) = &filter.after {
        values.push(Value::Text(after.clone()));
        sql.push_str(&format!(" AND code > ?{}", values.len()));
    }
    values.push(Value::Int(limit));
    sql.push_str(&format!(" ORDER BY code LIMIT ?{}", values.len()));
    Ok(tx.select(&sql, &values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_up_to(tx: &mut Tx, filter: &Filter, most: i64) -> Outcome<i64> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(0);
    }
    let (sql, values) = filter.sql();
    Ok(tx.count_up_to(&format!("FROM product {sql}"), &values, most)?)
}

/// Ids of products whose name or code has these words.
pub(crate) fn find_text(tx: &mut Tx, query: &str, limit: i64) -> Outcome<Vec<ProductId>> {
    Ok(search::find(tx, query, &["product"], limit)?.into_iter().map(|entry| ProductId(entry.id)).collect())
}

/// Makes all products findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'product'", params![])?;
    let products = tx.select::<Product>("WHERE archived = FALSE", params![])?;
    for product in &products {
        product.index(tx)?;
    }
    Ok(u64::try_from(products.len()).unwrap_or(u64::MAX))
}
