//! What happened to many units of one kind: how long each was watched, and when it stood still (R14).
//!
//! Two kinds of statement however many units there are: the units, and their outages page by page along the index, so that
//! neither a hundred thousand units nor a million outages stand in memory as rows.

use std::collections::HashMap;

use accord_kernel::{Context, Outcome};
use accord_room_catalog::ProductId;
use accord_room_customer::CustomerId;
use accord_store::{Row, Tx, Value, params};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use crate::{
    AssetId, names, neighbours,
    rules::{
        stop::{Report, Stop, stops, within},
        watch::{Beginning, watched_from},
    },
};

/// Whose histories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Units of a product of ours.
    Product(ProductId),
    /// Units of a model of somebody else's, by maker and model in words.
    Model {
        /// Its maker.
        maker: String,
        /// The model.
        model: String,
    },
    /// Units of a customer.
    Customer(CustomerId),
    /// One unit.
    Asset(AssetId),
    /// All units.
    Everything,
}

/// What happened to one unit while its outages were on record.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The unit.
    pub asset: AssetId,
    /// Whose.
    pub customer: CustomerId,
    /// The product; open for what is not of ours.
    pub product: Option<ProductId>,
    /// The instant from which its outages are on record.
    pub from: Timestamp,
    /// The instant until which they are: now, its retirement, or the end of what was brought.
    pub until: Timestamp,
    /// The stops that began in that time, in order; reports that overlap are one stop.
    pub stops: Vec<Stop>,
}

/// Seconds of a year of 365.25 days.
const YEAR_SECONDS: f64 = 31_557_600.0;

impl History {
    /// How long it was watched, in years of 365.25 days. An estimate's input, never money.
    pub fn exposure_years(&self) -> f64 {
        let seconds = self.until.as_second().saturating_sub(self.from.as_second()).max(0);
        seconds as f64 / YEAR_SECONDS
    }

    /// The instants of its stops as years since it was first watched: what a trend is fitted to.
    pub fn stop_years(&self) -> Vec<f64> {
        let since = |stop: &Stop| stop.began_at.as_second().saturating_sub(self.from.as_second());
        self.stops.iter().map(|stop| since(stop) as f64 / YEAR_SECONDS).collect()
    }
}

/// Outages read at a time.
const PAGE: i64 = 50_000;

impl Scope {
    /// The condition over `a`, its values beginning at `?next`.
    fn sql(&self, next: usize) -> (String, Vec<Value>) {
        let one = |column: &str, id: Uuid| (format!("{column} = ?{next}"), vec![Value::Uuid(id)]);
        match self {
            Self::Product(id) => one("a.product_id", id.0),
            Self::Customer(id) => one("a.customer_id", id.0),
            Self::Asset(id) => one("a.id", id.0),
            Self::Model { maker, model } => (
                format!("a.maker_key = ?{next} AND a.model_key = ?{}", next + 1),
                vec![Value::Text(names::key(maker)), Value::Text(names::key(model))],
            ),
            Self::Everything => ("TRUE".to_owned(), Vec::new()),
        }
    }
}

/// Zones read once each.
struct Zones {
    known: HashMap<String, TimeZone>,
    home: TimeZone,
}

impl Zones {
    fn get(&mut self, name: Option<String>) -> TimeZone {
        let Some(name) = name else { return self.home.clone() };
        let home = &self.home;
        self.known
            .entry(name)
            .or_insert_with_key(|name| TimeZone::get(name).unwrap_or_else(|_| home.clone()))
            .clone()
    }
}

/// The histories of units, by their ids. A unit that was never watched (retired before, in service later) is left out.
///
/// # Errors
/// What the database refuses.
pub fn histories(tx: &mut Tx, ctx: &Context, scope: &Scope) -> Outcome<Vec<History>> {
    let (condition, values) = scope.sql(1);
    let sql = format!(
        "SELECT a.id, a.customer_id, a.product_id, a.in_service_on, a.known_from, a.known_until, a.retired_on,
            a.entered_at, s.zone
        FROM asset a LEFT JOIN site s ON s.id = a.site_id WHERE {condition} ORDER BY a.id"
    );
    let mut zones = Zones { known: HashMap::new(), home: ctx.zone() };
    let mut found: HashMap<AssetId, Watched> = HashMap::new();
    for row in tx.query(&sql, &values)? {
        let one = watched(&row, &mut zones, ctx.now)?;
        found.insert(one.asset, one);
    }
    read_reports(tx, scope, &mut found)?;
    let mut list: Vec<History> = found.into_values().filter_map(Watched::history).collect();
    list.sort_by_key(|history| history.asset);
    Ok(list)
}

/// A unit with what is reported of it.
struct Watched {
    asset: AssetId,
    customer: CustomerId,
    product: Option<ProductId>,
    beginning: Beginning,
    until: Timestamp,
    reports: Vec<Report>,
}

impl Watched {
    /// Its history; none when it was never watched.
    fn history(self) -> Option<History> {
        let from = watched_from(self.beginning, self.reports.iter().map(|report| report.began_at));
        (self.until > from).then(|| History {
            asset: self.asset,
            customer: self.customer,
            product: self.product,
            from,
            until: self.until,
            stops: within(stops(&self.reports), from, self.until),
        })
    }
}

/// What is known of the time in which a unit's outages are on record.
fn watched(row: &Row, zones: &mut Zones, now: Timestamp) -> Outcome<Watched> {
    let zone = zones.get(row.get(8)?);
    let start = |date: Option<Date>| date.map(|date| neighbours::start_of(date, &zone)).transpose();
    let last: Option<Date> = row.get(5)?;
    let after = start(last.and_then(|last| last.tomorrow().ok()))?;
    let retired = start(row.get(6)?)?;
    Ok(Watched {
        asset: row.get(0)?,
        customer: row.get(1)?,
        product: row.get(2)?,
        beginning: Beginning {
            service: start(row.get(3)?)?,
            said: start(row.get(4)?)?,
            entered_at: row.get(7)?,
        },
        until: [after, retired].into_iter().flatten().fold(now, Timestamp::min),
        reports: Vec::new(),
    })
}

fn read_reports(tx: &mut Tx, scope: &Scope, found: &mut HashMap<AssetId, Watched>) -> Outcome<()> {
    let (condition, more) = scope.sql(5);
    let sql = format!(
        "SELECT o.asset_id, o.began_at, o.id, o.ended_at, o.state
        FROM asset_outage o JOIN asset a ON a.id = o.asset_id
        WHERE (o.asset_id, o.began_at, o.id) > (?1, ?2, ?3) AND o.state <> 'withdrawn' AND {condition}
        ORDER BY o.asset_id, o.began_at, o.id LIMIT ?4"
    );
    let mut after = (Uuid::nil(), i64::MIN, Uuid::nil());
    loop {
        let mut values = params![after.0, after.1, after.2, PAGE].to_vec();
        values.extend(more.iter().cloned());
        let rows = tx.query(&sql, &values)?;
        for row in &rows {
            if let Some(one) = found.get_mut(&row.get::<AssetId>(0)?) {
                one.reports.push(Report { began_at: row.get(1)?, ended_at: row.get(3)?, state: row.get(4)? });
            }
        }
        let Some(last) = rows.last().filter(|_| rows.len() as i64 == PAGE) else { return Ok(()) };
        after = (last.get(0)?, last.get(1)?, last.get(2)?);
    }
}
