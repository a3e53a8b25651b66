//! What this room asks of the rooms below it, in one place.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, CustomerId, CustomerState, SiteId, SiteRow, SiteState};
use accord_room_people::settings;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{record, settings::WARRANTY_MONTHS};

pub(crate) use accord_room_people::author;

/// The zone of a site, or the company's.
///
/// # Errors
/// What the database refuses.
pub fn zone_of(tx: &mut Tx, ctx: &Context, site: Option<SiteId>) -> Outcome<TimeZone> {
    let Some(site) = site else { return Ok(ctx.zone()) };
    let row = customer::site(tx, site)?;
    Ok(TimeZone::get(&row.zone).unwrap_or_else(|_| ctx.zone()))
}

/// The civil date it is now at a site, or at the company.
///
/// # Errors
/// What the database refuses.
pub fn today_at(tx: &mut Tx, ctx: &Context, site: Option<SiteId>) -> Outcome<Date> {
    Ok(zone_of(tx, ctx, site)?.to_datetime(ctx.now).date())
}

/// The first instant of a civil date in a zone.
pub(crate) fn start_of(date: Date, zone: &TimeZone) -> Outcome<Timestamp> {
    date.to_zoned(zone.clone()).map(|at| at.timestamp()).map_err(|error| Refusal::defect(error.to_string()))
}

/// The months of warranty that a product has today: its own, or the company's.
///
/// # Errors
/// What the database refuses.
pub fn warranty_months(tx: &mut Tx, ctx: &Context, product: Option<ProductId>) -> Outcome<i64> {
    if let Some(product) = product
        && let Some(own) = record::warranty_of(tx, product)?
    {
        return Ok(own.months);
    }
    settings::get(tx, ctx, &WARRANTY_MONTHS)
}

/// A customer that is in use; merges are followed.
pub(crate) fn customer(tx: &mut Tx, id: CustomerId) -> Outcome<customer::CustomerRow> {
    let row = customer::load(tx, id)?;
    if row.state == CustomerState::Active {
        Ok(row)
    } else {
        Err(Refusal::conflict("asset.customer_archived").with("name", row.name))
    }
}

/// A site of a customer that is in use.
pub(crate) fn site(tx: &mut Tx, pointer: &'static str, of: CustomerId, id: SiteId) -> Outcome<SiteRow> {
    let row = customer::named_site(tx, of, pointer, id)?;
    if row.state == SiteState::Archived {
        return Err(Refusal::field(pointer, "asset.site_archived").with("name", row.name));
    }
    Ok(row)
}

/// A product that exists.
pub(crate) fn product(tx: &mut Tx, pointer: &'static str, id: ProductId) -> Outcome<catalog::Product> {
    catalog::find(tx, id)?.ok_or_else(|| Refusal::field(pointer, "field.unknown_reference"))
}
