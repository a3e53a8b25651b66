//! Units in a list, and for choice.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::paging::{Sort, next_place, sorted};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{leaf, limit};
use crate::{
    AssetId, Origin, Standing,
    record::{self, Asset, AssetSort, Filter, count_up_to, outage_summaries},
};

/// A customer as answers show them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CustomerRef {
    /// Id.
    pub id: CustomerId,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
}

/// A site as answers show it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SiteRef {
    /// Id.
    pub id: SiteId,
    /// Name.
    pub name: String,
}

/// A unit in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetLine {
    /// Id.
    pub id: AssetId,
    /// Number.
    pub number: String,
    /// Whose.
    pub customer: CustomerRef,
    /// Where it stands.
    pub site: Option<SiteRef>,
    /// Who made it.
    pub origin: Origin,
    /// Its maker; empty for ours.
    pub maker: String,
    /// The product, when it is of ours.
    pub product: Option<ProductId>,
    /// Model.
    pub model: String,
    /// Serial number; may be empty.
    pub serial: String,
    /// The unit that it is a part of.
    pub part_of: Option<AssetId>,
    /// Since when it is in service.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub in_service_on: Option<Date>,
    /// When the customer accepted it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
    /// Last day of its warranty.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub warranty_until: Option<Date>,
    /// Last day of a rival's contract for it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub contract_ends_on: Option<Date>,
    /// Since when it is out of use.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub retired_on: Option<Date>,
    /// Outages that began within the last 365 days, by different instants.
    pub outages: i64,
    /// Since when it stands still now.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub stopped_since: Option<Timestamp>,
    /// Row version.
    pub version: i64,
}

/// Units of the installed base, by model.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetList {
    /// Words of model, maker, serial number or number.
    pub query: Option<String>,
    /// Whose.
    pub customer: Option<CustomerId>,
    /// Where they stand.
    pub site: Option<SiteId>,
    /// Which product.
    pub product: Option<ProductId>,
    /// Who made them.
    pub origin: Option<Origin>,
    /// Whether they are used.
    pub standing: Option<Standing>,
    /// Only those that stand still now, when true.
    pub stopped: Option<bool>,
    /// Only rivals' units whose contract ends by this day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub contract_by: Option<Date>,
    /// By what they are sorted, with a minus the other way round; by model when open.
    pub sort: Option<Sort<AssetSort>>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of units.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetPage {
    /// The rows.
    pub rows: Vec<AssetLine>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
}

impl View for AssetList {
    const NAME: &'static str = "asset.list";
    const PERMISSION: Permission = Permission::AssetRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AssetPage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.customer, self.site) {
            (Some(customer), _) => Ok(Touches::customer(customer)),
            (None, Some(site)) => Ok(Touches::customer(customer::site(tx, site)?.customer_id)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<AssetPage> {
        let limit = limit(self.limit)?;
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let after = place(own)?;
        let customer = self.customer.map(|id| customer::load(tx, id).map(|row| row.id)).transpose()?;
        let filter = Filter {
            query: self.query,
            customer,
            site: self.site,
            product: self.product,
            origin: self.origin,
            standing: self.standing,
            stopped: self.stopped == Some(true),
            contract_by: self.contract_by,
            only: None,
            // A named customer was admitted, perhaps by a stated reason; all others are narrowed to what is open.
            admitted: customer.is_some() || self.site.is_some(),
        };
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = record::list(tx, ctx, &filter, walk, after, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_up_to(tx, ctx, &filter, most))?;
        let next = next_place(
            sorted.as_ref(),
            leaf.rows.last().filter(|_| leaf.more),
            |row| row.id.into(),
            |row| Some(format!("{}_{}", row.id, row.model_key)),
        );
        Ok(AssetPage {
            rows: lines(tx, ctx, &leaf.rows)?,
            next,
            count: leaf.count,
            count_capped: leaf.count_capped,
        })
    }
}

/// The place of a page, as `next` gave it.
fn place(after: Option<&str>) -> Outcome<Option<(String, Uuid)>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || {
        let (id, model) = text.split_once('_')?;
        Some((model.to_owned(), id.parse().ok()?))
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

/// Units as lists show them, in a few queries however many they are.
pub(super) fn lines(tx: &mut Tx, ctx: &Context, rows: &[Asset]) -> Outcome<Vec<AssetLine>> {
    let since = ctx.now.checked_sub(SignedDuration::from_hours(365 * 24)).unwrap_or(ctx.now);
    let ids: Vec<AssetId> = rows.iter().map(|row| row.id).collect();
    let outages = outage_summaries(tx, &ids, since)?;
    let mut customers: Vec<CustomerId> = rows.iter().map(|row| row.customer_id).collect();
    customers.sort_unstable();
    customers.dedup();
    let labels = customer::labels(tx, &customers)?;
    let sites = record::site_names(tx, rows.iter().filter_map(|row| row.site_id))?;
    let whose = |id: CustomerId| {
        let label = labels.iter().find(|label| label.0 == id);
        let (number, name) =
            label.map(|(_, number, name)| (number.clone(), name.clone())).unwrap_or_default();
        CustomerRef { id, number, name }
    };
    let line = |row: &Asset| {
        let outage = outages.get(&row.id).copied().unwrap_or_default();
        AssetLine {
            id: row.id,
            number: row.number.clone(),
            customer: whose(row.customer_id),
            site: row.site_id.map(|id| site_ref(&sites, id)),
            origin: row.origin,
            maker: row.maker.clone(),
            product: row.product_id,
            model: row.model.clone(),
            serial: row.serial.clone(),
            part_of: row.parent_id,
            in_service_on: row.in_service_on,
            accepted_on: row.accepted_on,
            warranty_until: row.warranty_until(),
            contract_ends_on: row.contract_ends_on,
            retired_on: row.retired_on,
            outages: outage.reports,
            stopped_since: outage.stopped_since,
            version: row.version,
        }
    };
    Ok(rows.iter().map(line).collect())
}

/// A site by its name, once read.
pub(super) fn site_ref(names: &BTreeMap<SiteId, String>, id: SiteId) -> SiteRef {
    SiteRef { id, name: names.get(&id).cloned().unwrap_or_default() }
}

/// Units for choice: by words, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetChoices {
    /// Words of model, maker, serial number or number.
    pub query: Option<String>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// One by its id, used or not.
    pub id: Option<AssetId>,
    /// Rows, 1 to 200; 20 when open.
    pub limit: Option<i64>,
}

/// A unit for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetChoice {
    /// Id.
    pub id: AssetId,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

impl View for AssetChoices {
    const NAME: &'static str = "asset.choices";
    const PERMISSION: Permission = Permission::AssetRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<AssetChoice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(record::asset(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<AssetChoice>> {
        let customer = self.customer.map(|id| customer::load(tx, id).map(|row| row.id)).transpose()?;
        let filter = Filter {
            query: self.query.filter(|_| self.id.is_none()),
            customer,
            only: self.id,
            standing: self.id.is_none().then_some(Standing::InUse),
            admitted: customer.is_some() || self.id.is_some(),
            ..Filter::default()
        };
        let found = record::list(tx, ctx, &filter, None, None, limit(self.limit.or(Some(20)))?)?;
        let choice = |row: Asset| AssetChoice { id: row.id, label: row.name(), hint: row.number };
        Ok(found.into_iter().map(choice).collect())
    }
}
