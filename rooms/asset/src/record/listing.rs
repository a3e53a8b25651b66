//! Units in a list.

use accord_kernel::{Context, Outcome};
use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId, sight_filter};
use accord_room_people::paging::By;
use accord_store::{Column, Tx, Value, params, search, walk::Walk};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::Asset;
use crate::{AssetId, Origin, Standing};

/// Which units a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub query: Option<String>,
    pub customer: Option<CustomerId>,
    pub site: Option<SiteId>,
    pub product: Option<ProductId>,
    pub origin: Option<Origin>,
    pub standing: Option<Standing>,
    /// Only those that stand still.
    pub stopped: bool,
    /// Only rivals' units whose contract ends by then.
    pub contract_by: Option<Date>,
    /// Only this one.
    pub only: Option<AssetId>,
    /// The customer is named and the reader was admitted to them; otherwise the list is narrowed to what is open.
    pub admitted: bool,
}

struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    /// Adds a condition; `??` is the place of its value.
    fn and(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let place = format!("?{}", self.values.len());
        self.sql.push_str(&format!(" AND {}", condition.replace("??", &place)));
    }
}

impl Filter {
    /// The condition, or nothing when its words cannot find anything.
    fn sql(&self, tx: &Tx, ctx: &Context) -> Option<Where> {
        let (sight, values) = match self.admitted {
            true => ("TRUE".to_owned(), Vec::new()),
            false => sight_filter(ctx, "a.customer_id", 1),
        };
        let mut built = Where { sql: format!("WHERE {sight}"), values };
        let ids = [
            ("a.id = ??", self.only.map(|id| id.0)),
            ("a.customer_id = ??", self.customer.map(|id| id.0)),
            ("a.site_id = ??", self.site.map(|id| id.0)),
            ("a.product_id = ??", self.product.map(|id| id.0)),
        ];
        for (condition, id) in ids {
            if let Some(id) = id {
                built.and(condition, Value::Uuid(id));
            }
        }
        if let Some(origin) = self.origin {
            built.and("a.origin = ??", Value::Text(origin.word().to_owned()));
        }
        match self.standing {
            Some(Standing::InUse) => built.sql.push_str(" AND a.retired_on IS NULL"),
            Some(Standing::Retired) => built.sql.push_str(" AND a.retired_on IS NOT NULL"),
            None => {}
        }
        if self.stopped {
            built.sql.push_str(
                " AND EXISTS (SELECT 1 FROM asset_outage o WHERE o.asset_id = a.id AND o.state = 'open')",
            );
        }
        if let Some(by) = self.contract_by {
            built.and("a.contract_ends_on <= ??", Value::Text(by.to_string()));
        }
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        if let Some(query) = query {
            let (condition, value) = search::condition(tx, query, built.values.len() + 1)?;
            built.values.push(value);
            built.sql.push_str(&format!(
                " AND a.id IN (SELECT e.id FROM search_entry e WHERE e.kind = 'asset' AND {condition})"
            ));
        }
        Some(built)
    }
}

accord_room_people::sort_keys! {
    /// By what units are sorted.
    pub enum AssetSort of Asset {
        /// Number.
        Number = "number", By::Text("a.number"), |row| row.number.to_value();
        /// Model, as lists have it by themselves.
        Model = "model", By::Text("a.model_key"), |row| row.model_key.to_value();
        /// Maker; ours have none and stand first.
        Maker = "maker", By::Text("a.maker"), |row| row.maker.to_value();
        /// Serial number.
        Serial = "serial", By::Text("a.serial"), |row| row.serial.to_value();
        /// Since when it is in service; what is not stands last.
        InService = "in_service", By::MaybeText("a.in_service_on"), |row| row.in_service_on.to_value();
    }
}

/// A page of units by model unless it is walked otherwise, after a place.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &Filter,
    walk: Option<&Walk>,
    after: Option<(String, Uuid)>,
    limit: i64,
) -> Outcome<Vec<Asset>> {
    let Some(mut built) = filter.sql(tx, ctx) else { return Ok(Vec::new()) };
    if let Some(walk) = walk {
        walk.finish(&mut built.sql, &mut built.values, "a.id", limit);
        let sql = format!(
            "WHERE id IN (SELECT a.id FROM asset a {}) {}",
            built.sql,
            walk.order("id").replace("a.", "")
        );
        return Ok(tx.select(&sql, &built.values)?);
    }
    if let Some((model, id)) = after {
        let place = built.values.len();
        built.values.extend_from_slice(params![model, id]);
        built.sql.push_str(&format!(" AND (a.model_key, a.id) > (?{}, ?{})", place + 1, place + 2));
    }
    built.values.push(Value::Int(limit));
    let sql = format!(
        "WHERE id IN (SELECT a.id FROM asset a {} ORDER BY a.model_key, a.id LIMIT ?{}) ORDER BY model_key, id",
        built.sql,
        built.values.len()
    );
    Ok(tx.select(&sql, &built.values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_up_to(tx: &mut Tx, ctx: &Context, filter: &Filter, most: i64) -> Outcome<i64> {
    let Some(built) = filter.sql(tx, ctx) else { return Ok(0) };
    Ok(tx.count_up_to(&format!("FROM asset a {}", built.sql), &built.values, most)?)
}

/// What the reports of outages of a unit come to, for lists: how many stand that began since an instant, and since when it
/// stands still now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct OutageSummary {
    pub reports: i64,
    pub stopped_since: Option<Timestamp>,
}

/// Summaries of several units, in one query.
pub(crate) fn outage_summaries(
    tx: &mut Tx,
    ids: &[AssetId],
    since: Timestamp,
) -> Outcome<std::collections::BTreeMap<AssetId, OutageSummary>> {
    let mut found = std::collections::BTreeMap::new();
    for some in ids.chunks(200) {
        let mut values = params![since].to_vec();
        let list = accord_store::listed(&mut values, some.iter().copied());
        let sql = format!(
            "SELECT asset_id, COUNT(DISTINCT CASE WHEN began_at >= ?1 THEN began_at END),
                MIN(CASE WHEN state = 'open' THEN began_at END)
            FROM asset_outage WHERE state <> 'withdrawn' AND asset_id IN ({list}) GROUP BY asset_id"
        );
        for row in tx.query(&sql, &values)? {
            found.insert(row.get(0)?, OutageSummary { reports: row.get(1)?, stopped_since: row.get(2)? });
        }
    }
    Ok(found)
}
