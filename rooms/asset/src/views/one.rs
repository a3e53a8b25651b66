//! One unit with its whole life.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, ContactId, SiteId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::list::{AssetLine, SiteRef, lines, site_ref};
use crate::{
    AssetId, Counter, OutageId, OutageSource, OutageState, neighbours,
    record::{self, Asset, Outage, Place, ReadingRow, Scope, histories},
    rules::{place::ALWAYS, reading::run_in_all, stop::stops},
};

/// One unit of the installed base.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneAsset {
    /// The unit.
    pub asset: AssetId,
}

/// A unit as others name it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetRef {
    /// Id.
    pub id: AssetId,
    /// Number.
    pub number: String,
    /// Model and serial number.
    pub name: String,
}

/// A stay at a site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceFacts {
    /// Where; open when nobody knows.
    pub site: Option<SiteRef>,
    /// Since when; open for the first.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub from_at: Option<Timestamp>,
    /// Why it moved; empty for the first.
    pub reason: String,
}

/// A report of an outage.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OutageFacts {
    /// Id.
    pub id: OutageId,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// When it ended.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// What is known of its end.
    pub state: OutageState,
    /// Minutes that it took, or has taken by now; open when nobody noted its end.
    pub minutes: Option<i64>,
    /// What caused it.
    pub cause: String,
    /// What else is to be known.
    pub note: String,
    /// From whom it is known.
    pub source: OutageSource,
    /// Why it was withdrawn; empty while it stands.
    pub withdrawn_reason: String,
    /// Row version.
    pub version: i64,
}

/// A counter of a unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CounterFacts {
    /// Which.
    pub counter: Counter,
    /// What it showed last.
    pub reading: i64,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub read_at: Timestamp,
    /// What the unit has run in all, over every counter it had.
    pub run_in_all: i64,
}

/// An acceptance; the last one holds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcceptanceFacts {
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// Who signed; open when it was taken over from elsewhere.
    pub signed_by: Option<ContactId>,
    /// Their name; empty when it was erased.
    pub signed_by_name: String,
    /// How satisfied they were, 1 to 5.
    pub satisfaction: Option<i64>,
    /// Why the day was corrected; empty for the first.
    pub reason: String,
    /// When it was noted.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub recorded_at: Timestamp,
}

accord_kernel::word_enum! {
    /// What happened in a unit's life.
    pub enum LifeKind as "asset-life" {
        /// It went into service.
        Service = "service",
        /// The customer accepted it.
        Accepted = "accepted",
        /// The day of acceptance was corrected.
        Corrected = "corrected",
        /// It moved to another site.
        Moved = "moved",
        /// It stood still.
        Stopped = "stopped",
        /// A counter was replaced.
        CounterReplaced = "counter_replaced",
        /// It went out of use.
        Retired = "retired",
    }
}

/// Something that happened in a unit's life.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LifeEntry {
    /// What.
    pub kind: LifeKind,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// The civil date, where only that is known.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// Until when it lasted.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until: Option<Timestamp>,
    /// It lasts still.
    pub open: bool,
    /// In words: a site, a cause, a reason.
    pub words: String,
}

/// A unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetFacts {
    /// As in the list.
    pub asset: AssetLine,
    /// Months of warranty: agreed, or those that it would have by acceptance today.
    pub warranty_months: i64,
    /// They are agreed: by the sale or by acceptance.
    pub warranty_agreed: bool,
    /// Since when its outages are on record. Open: since it was entered here, or since the first that is on record.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub known_from: Option<Date>,
    /// Last day until which they are, when nobody reports them any more.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub known_until: Option<Date>,
    /// The order it came with.
    pub order: Option<Uuid>,
    /// The line of that order.
    pub order_line: Option<Uuid>,
    /// What else is to be known.
    pub note: String,
    /// Why it went out of use; empty while it is used.
    pub retired_reason: String,
    /// The unit that it is a part of.
    pub part_of: Option<AssetRef>,
    /// Its own parts.
    pub parts: Vec<AssetRef>,
    /// The unit that came in its place.
    pub successor: Option<AssetRef>,
    /// The units in whose place it came.
    pub predecessors: Vec<AssetRef>,
    /// Where it stood, the present place first.
    pub places: Vec<PlaceFacts>,
    /// Reports of outages, the latest first.
    pub outages: Vec<OutageFacts>,
    /// Stops while its outages were on record: reports that overlap are one.
    pub stops: i64,
    /// How long its outages are on record, in days.
    pub watched_days: i64,
    /// Minutes of those stops whose end is known, all together.
    pub stopped_minutes: i64,
    /// Its counters.
    pub counters: Vec<CounterFacts>,
    /// Its acceptances, the one that holds first.
    pub acceptances: Vec<AcceptanceFacts>,
    /// Its life, the latest first.
    pub life: Vec<LifeEntry>,
}

/// Reports of outages shown.
const OUTAGES_MAX: usize = 200;

fn reference(row: &Asset) -> AssetRef {
    AssetRef { id: row.id, number: row.number.clone(), name: row.name() }
}

impl View for OneAsset {
    const NAME: &'static str = "asset.one";
    const PERMISSION: Permission = Permission::AssetRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AssetFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::asset(tx, self.asset)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<AssetFacts> {
        let row = record::asset(tx, self.asset)?;
        let asset = lines(tx, ctx, std::slice::from_ref(&row))?.pop().ok_or_else(Refusal::absent)?;
        let other = |tx: &mut Tx, id: Option<AssetId>| -> Outcome<Option<AssetRef>> {
            id.map(|id| record::asset(tx, id).map(|row| reference(&row))).transpose()
        };
        let places = record::places(tx, row.id)?;
        let sites = record::site_names(tx, places.iter().filter_map(|place| place.site_id))?;
        let outages = record::outages(tx, row.id)?;
        let readings = record::readings(tx, row.id)?;
        let acceptances = acceptances(tx, &row)?;
        let history = histories(tx, ctx, &Scope::Asset(row.id))?.pop();
        let seconds =
            history.iter().flat_map(|history| &history.stops).filter_map(|stop| stop.seconds(ctx.now));
        let life = Life { row: &row, zone: neighbours::zone_of(tx, ctx, row.site_id)?, sites: &sites };
        Ok(AssetFacts {
            warranty_months: match row.warranty_months {
                Some(months) => months,
                None => neighbours::warranty_months(tx, ctx, row.product_id)?,
            },
            warranty_agreed: row.warranty_months.is_some(),
            known_from: row.known_from,
            known_until: row.known_until,
            order: row.order_id,
            order_line: row.order_line_id,
            note: row.note.clone(),
            retired_reason: row.retired_reason.clone(),
            part_of: other(tx, row.parent_id)?,
            parts: record::parts_of(tx, row.id)?.iter().map(reference).collect(),
            successor: other(tx, row.successor_id)?,
            predecessors: record::predecessors(tx, row.id)?.iter().map(reference).collect(),
            stops: history.as_ref().map_or(0, |history| count(history.stops.len())),
            stopped_minutes: seconds.sum::<i64>() / 60,
            watched_days: history.as_ref().map_or(0, |history| {
                history.until.as_second().saturating_sub(history.from.as_second()) / 86_400
            }),
            counters: counters(&readings),
            life: life.entries(&places, &outages, &readings, &acceptances)?,
            places: places.iter().rev().map(|place| place_facts(place, &sites)).collect(),
            outages: outages.iter().rev().take(OUTAGES_MAX).map(|row| outage_facts(row, ctx.now)).collect(),
            acceptances,
            asset,
        })
    }
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

fn place_facts(place: &Place, sites: &BTreeMap<SiteId, String>) -> PlaceFacts {
    PlaceFacts {
        site: place.site_id.map(|id| site_ref(sites, id)),
        from_at: Some(place.from_at).filter(|at| *at != ALWAYS),
        reason: place.reason.clone(),
    }
}

fn outage_facts(row: &Outage, now: Timestamp) -> OutageFacts {
    let stop = stops(&[row.report()]).into_iter().next();
    OutageFacts {
        id: row.id,
        began_at: row.began_at,
        ended_at: row.ended_at,
        state: row.state,
        minutes: stop.and_then(|stop| stop.seconds(now)).map(|seconds| seconds / 60),
        cause: row.cause.clone(),
        note: row.note.clone(),
        source: row.source,
        withdrawn_reason: row.withdrawn_reason.clone(),
        version: row.version,
    }
}

fn counters(readings: &[ReadingRow]) -> Vec<CounterFacts> {
    let mut found = Vec::new();
    for counter in Counter::ALL {
        let own: Vec<&ReadingRow> = readings.iter().filter(|row| row.counter == *counter).collect();
        if let Some(last) = own.iter().max_by_key(|row| row.read_at) {
            let known: Vec<_> = own.iter().map(|row| row.as_reading()).collect();
            found.push(CounterFacts {
                counter: *counter,
                reading: last.reading,
                read_at: last.read_at,
                run_in_all: run_in_all(&known),
            });
        }
    }
    found
}

fn acceptances(tx: &mut Tx, row: &Asset) -> Outcome<Vec<AcceptanceFacts>> {
    let mut found = Vec::new();
    for acceptance in record::acceptances(tx, row.id)?.into_iter().rev() {
        let name = match acceptance.contact_id {
            Some(contact) => customer::contact(tx, contact)?.name,
            None => String::new(),
        };
        found.push(AcceptanceFacts {
            accepted_on: acceptance.accepted_on,
            signed_by: acceptance.contact_id,
            signed_by_name: name,
            satisfaction: acceptance.satisfaction,
            reason: acceptance.reason,
            recorded_at: acceptance.recorded_at,
        });
    }
    Ok(found)
}

/// What is needed to tell a unit's life.
struct Life<'a> {
    row: &'a Asset,
    zone: jiff::tz::TimeZone,
    sites: &'a BTreeMap<SiteId, String>,
}

impl Life<'_> {
    fn day(&self, kind: LifeKind, on: Date, words: &str) -> Outcome<LifeEntry> {
        let at = neighbours::start_of(on, &self.zone)?;
        Ok(LifeEntry { kind, at, on: Some(on), until: None, open: false, words: words.to_owned() })
    }

    fn at(kind: LifeKind, at: Timestamp, words: String) -> LifeEntry {
        LifeEntry { kind, at, on: None, until: None, open: false, words }
    }

    fn entries(
        &self,
        places: &[Place],
        outages: &[Outage],
        readings: &[ReadingRow],
        acceptances: &[AcceptanceFacts],
    ) -> Outcome<Vec<LifeEntry>> {
        let mut life = Vec::new();
        if let Some(on) = self.row.in_service_on {
            life.push(self.day(LifeKind::Service, on, "")?);
        }
        if let (Some(on), Some(held)) = (self.row.accepted_on, acceptances.first()) {
            let kind = if held.reason.is_empty() { LifeKind::Accepted } else { LifeKind::Corrected };
            life.push(self.day(kind, on, &held.reason)?);
        }
        if let Some(on) = self.row.retired_on {
            life.push(self.day(LifeKind::Retired, on, &self.row.retired_reason)?);
        }
        let site = |id: Option<SiteId>| id.and_then(|id| self.sites.get(&id).cloned()).unwrap_or_default();
        let moves = places.iter().skip(1);
        life.extend(moves.map(|place| Self::at(LifeKind::Moved, place.from_at, site(place.site_id))));
        let replaced = readings.iter().filter(|row| row.replaced);
        life.extend(
            replaced.map(|row| Self::at(LifeKind::CounterReplaced, row.read_at, row.counter.message())),
        );
        let reports: Vec<_> = outages.iter().map(Outage::report).collect();
        for stop in stops(&reports) {
            let until = |row: &&Outage| {
                row.state != OutageState::Withdrawn
                    && row.began_at >= stop.began_at
                    && (stop.open
                        || row.began_at == stop.began_at
                        || stop.ended_at.is_some_and(|end| row.began_at <= end))
            };
            let mut causes: Vec<&str> = outages.iter().filter(until).map(|row| row.cause.as_str()).collect();
            causes.retain(|cause| !cause.is_empty());
            causes.dedup();
            life.push(LifeEntry {
                until: stop.ended_at,
                open: stop.open,
                ..Self::at(LifeKind::Stopped, stop.began_at, causes.join(", "))
            });
        }
        life.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        Ok(life)
    }
}

/// The months of warranty that units of a product get.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WarrantyOf {
    /// The product.
    pub product: ProductId,
}

/// Months of warranty.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct WarrantyTerms {
    /// Months of units accepted today.
    pub months: i64,
    /// They are the product's own, not the company's.
    pub own: bool,
}

impl View for WarrantyOf {
    const NAME: &'static str = "asset.warranty";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WarrantyTerms;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<WarrantyTerms> {
        let product = catalog::find(tx, self.product)?.ok_or_else(Refusal::absent)?.id;
        let own = record::warranty_of(tx, product)?.is_some();
        Ok(WarrantyTerms { months: neighbours::warranty_months(tx, ctx, Some(product))?, own })
    }
}
