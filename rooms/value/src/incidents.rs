//! What happened that a plan could have covered: outages of the installed base, and whatever rooms above add.

use std::collections::BTreeMap;

use accord_kernel::{Context, Outcome};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, SiteId};
use accord_store::Tx;
use jiff::Timestamp;
use uuid::Uuid;

/// Outages read at most: a report is for people.
const READ_MAX: i64 = 20_000;

/// Something that happened to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Kind of thing, for the link: `asset_outage`, `case`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// The customer.
    pub customer: Uuid,
    /// What it happened to.
    pub label: String,
    /// When it began.
    pub at: Timestamp,
    /// Its cause as it was noted; empty when nobody did.
    pub cause: String,
    /// Whether it began in the working hours of its site.
    pub in_hours: bool,
}

/// A further source of incidents, registered by the room that has them.
#[derive(Debug)]
pub struct IncidentSource {
    /// Name.
    pub name: &'static str,
    /// Reads those that began within a time.
    pub read: fn(&mut Tx, &Context, Timestamp, Timestamp) -> Outcome<Vec<Happened>>,
}

/// Every incident that began within a time.
///
/// # Errors
/// What the database refuses.
pub fn between(tx: &mut Tx, ctx: &Context, from: Timestamp, to: Timestamp) -> Outcome<Vec<Happened>> {
    let mut found = outages(tx, from, to)?;
    let registry = std::sync::Arc::clone(&ctx.registry);
    for source in registry.extensions::<IncidentSource>() {
        found.extend((source.read)(tx, ctx, from, to)?);
    }
    Ok(found)
}

fn outages(tx: &mut Tx, from: Timestamp, to: Timestamp) -> Outcome<Vec<Happened>> {
    let mut calendars = BTreeMap::new();
    let mut found = Vec::new();
    for (outage, unit) in asset::outages_between(tx, from, to, READ_MAX)? {
        let calendar = match calendars.get(&unit.site_id) {
            Some(calendar) => calendar,
            None => {
                let calendar = calendar(tx, unit.site_id)?;
                calendars.entry(unit.site_id).or_insert(calendar)
            }
        };
        found.push(Happened {
            kind: "asset_outage",
            id: outage.id.0,
            customer: unit.customer_id.0,
            label: format!("{} {}", unit.number, unit.name()),
            at: outage.began_at,
            in_hours: calendar.is_working_at(outage.began_at),
            cause: outage.cause,
        });
    }
    Ok(found)
}

fn calendar(tx: &mut Tx, site: Option<SiteId>) -> Outcome<accord_business_time::Calendar> {
    match site {
        Some(site) => {
            let site = customer::site(tx, site)?;
            customer::site_calendar(tx, &site)
        }
        None => accord_room_people::company_calendar(tx),
    }
}
