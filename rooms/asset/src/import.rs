//! Units and outages that were known elsewhere before: kept as an import says them, each as an event of its own, and taken
//! back as a whole while nobody has worked with them.

use accord_kernel::{Act, Action, Emit, OnConstraint, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId};
use accord_store::{Tx, search};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    AssetId, Origin, OutageId, OutageSource, OutageState,
    actions::{
        AcceptanceInput, AddAsset, CorrectAsset, RecordOutage, Span, UnitInput, accept, blank, insert,
    },
    input, neighbours,
    record::{self, Asset, Outage},
};

/// What is said of a unit, apart from whose it is, where it stands and when it was accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedAsset {
    /// Who made it; we, when open.
    pub origin: Option<Origin>,
    /// Name of its maker.
    pub maker: Option<String>,
    /// The product, when it is of ours.
    pub product: Option<ProductId>,
    /// Model in words; the product's name when open.
    pub model: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Unit that it is a part of.
    pub part_of: Option<AssetId>,
    /// Since when it is in service.
    pub in_service_on: Option<Date>,
    /// Months of warranty.
    pub warranty_months: Option<i64>,
    /// Last day of a rival's contract for it.
    pub contract_ends_on: Option<Date>,
    /// Since when its outages are on record. Open: since its entry, or since the first that is on record.
    pub known_from: Option<Date>,
    /// The last day until which they are.
    pub known_until: Option<Date>,
    /// What else is to be known.
    pub note: Option<String>,
}

impl ImportedAsset {
    /// What is said of a unit now.
    pub fn of(row: &Asset) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            origin: Some(row.origin),
            maker: some(&row.maker),
            product: row.product_id,
            model: some(&row.model),
            serial: some(&row.serial),
            part_of: row.parent_id,
            in_service_on: row.in_service_on,
            warranty_months: row.warranty_months,
            contract_ends_on: row.contract_ends_on,
            known_from: row.known_from,
            known_until: row.known_until,
            note: some(&row.note),
        }
    }

    fn input(&self) -> UnitInput {
        UnitInput {
            origin: self.origin,
            maker: self.maker.clone(),
            product: self.product,
            model: self.model.clone(),
            serial: self.serial.clone(),
            part_of: self.part_of,
            in_service_on: self.in_service_on,
            warranty_months: self.warranty_months,
            contract_ends_on: self.contract_ends_on,
            known_from: self.known_from,
            known_until: self.known_until,
            note: self.note.clone(),
        }
    }
}

/// Enters a unit as an event of its own.
///
/// # Errors
/// A field's refusal.
pub fn import_asset(
    tx: &mut Tx,
    act: &mut Act<'_>,
    customer: CustomerId,
    site: Option<SiteId>,
    new: &ImportedAsset,
    accepted_on: Option<Date>,
) -> Outcome<Asset> {
    let emit = Emit { name: AddAsset::NAME, customer: Some(customer.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let mut row = blank(act.new_id(), customer, site, act.now);
        row.imported = true;
        new.input().apply(tx, act, &mut row)?;
        insert(tx, act, &mut row)?;
        if let Some(accepted_on) = accepted_on {
            let given =
                AcceptanceInput { accepted_on, contact: None, satisfaction: None, reason: String::new() };
            accept(tx, act, &mut row, given)?;
        }
        Ok(row)
    })
}

/// Says of a known unit what an import says now, as an event of its own.
///
/// # Errors
/// A field's refusal.
pub fn change_import(tx: &mut Tx, act: &mut Act<'_>, id: AssetId, to: &ImportedAsset) -> Outcome<Asset> {
    let mut row = record::asset(tx, id)?;
    let emit = Emit { name: CorrectAsset::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        to.input().apply(tx, act, &mut row)?;
        tx.update(&mut row).on_constraint(
            "asset_maker_key_serial_key_key",
            "/serial",
            "asset.serial_taken",
        )?;
        record::index(tx, &row)?;
        act.fact("asset", row.id);
        act.fact("number", &row.number);
        Ok(row)
    })
}

/// An outage that was known elsewhere.
#[derive(Debug, Clone)]
pub struct ImportedOutage {
    /// The unit.
    pub asset: AssetId,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended, where that is known.
    pub ended_at: Option<Timestamp>,
    /// What caused it, in a word.
    pub cause: Option<String>,
    /// What else is to be known.
    pub note: Option<String>,
}

/// Keeps an outage as an event of its own. Without an end it is over, and nobody noted since when.
///
/// # Errors
/// A field's refusal.
pub fn import_outage(tx: &mut Tx, act: &mut Act<'_>, new: &ImportedOutage) -> Outcome<Outage> {
    let unit = record::asset(tx, new.asset)?;
    let emit = Emit { name: RecordOutage::NAME, customer: Some(unit.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let span = Span { began_at: new.began_at, ended_at: new.ended_at, over: true };
        let (span, state) = span.check(tx, act, &unit)?;
        let row = Outage {
            id: act.new_id(),
            asset_id: unit.id,
            began_at: span.began_at,
            ended_at: span.ended_at,
            state,
            cause: input::optional("/cause", new.cause.as_deref().unwrap_or_default(), input::NAME_MAX)?,
            note: input::optional("/note", new.note.as_deref().unwrap_or_default(), input::WORDING_MAX)?,
            source: OutageSource::Import,
            withdrawn_reason: String::new(),
            recorded_by: neighbours::author(act),
            recorded_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("asset", unit.id);
        act.fact("number", &unit.number);
        act.fact("outage", row.id);
        act.fact("began_at", row.began_at);
        act.fact("cause", &row.cause);
        Ok(row)
    })
}

/// Takes an imported unit back, within the caller's event; the log keeps that it was there.
///
/// # Errors
/// `asset.touched` when something was noted of it since.
pub fn take_back_asset(tx: &mut Tx, id: AssetId) -> Outcome<()> {
    let row = record::asset(tx, id)?;
    let places = record::places(tx, id)?;
    let accepted = record::acceptances(tx, id)?;
    let untouched = row.imported
        && places.len() == 1
        && accepted.len() <= 1
        && record::outages(tx, id)?.is_empty()
        && record::readings(tx, id)?.is_empty()
        && record::parts_of(tx, id)?.is_empty();
    if !untouched {
        return Err(Refusal::conflict("asset.touched").with("number", row.number));
    }
    for acceptance in &accepted {
        tx.remove(acceptance)?;
    }
    for place in &places {
        tx.remove(place)?;
    }
    tx.remove(&row)?;
    Ok(search::remove(tx, "asset", id.into())?)
}

/// Takes an imported outage back, within the caller's event.
///
/// # Errors
/// `asset.touched` when it was changed since.
pub fn take_back_outage(tx: &mut Tx, id: OutageId) -> Outcome<()> {
    let row = record::outage(tx, id)?;
    let untouched = row.source == OutageSource::Import
        && row.version == 1
        && matches!(row.state, OutageState::Ended | OutageState::Unknown);
    if !untouched {
        let unit = record::asset(tx, row.asset_id)?;
        return Err(Refusal::conflict("asset.touched").with("number", unit.number));
    }
    Ok(tx.remove(&row)?)
}
