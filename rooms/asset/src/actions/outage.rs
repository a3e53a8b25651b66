//! A unit stood still: reported, ended, corrected, withdrawn. What was reported stays; reports that overlap are counted as
//! one stop.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::touches;
use crate::{
    AssetId, OutageId, OutageSource, OutageState, input, neighbours,
    record::{self, Asset, Outage},
    rules::stop::stops,
};

/// Reports that a unit stood still, or stands still now (R11, R14).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOutage {
    /// The unit.
    pub asset: AssetId,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// When it ended; the unit stands still when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// It runs again, and nobody noted since when.
    #[serde(default)]
    pub over: bool,
    /// What caused it, in a word.
    #[serde(default)]
    pub cause: Option<String>,
    /// What else is to be known.
    #[serde(default)]
    pub note: Option<String>,
    /// From whom it is known; a colleague when open.
    #[serde(default)]
    pub source: Option<OutageSource>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OutageAnswer {
    /// The report.
    pub outage: OutageId,
    /// The unit.
    pub asset: AssetId,
    /// It is counted as one stop with another report.
    pub joined: bool,
    /// Its version now.
    pub version: i64,
}

/// Begin and end of an outage, however they are said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub over: bool,
}

impl Span {
    /// Checks it against the time and the unit's service, and says how it stands.
    pub(crate) fn check(self, tx: &mut Tx, ctx: &Context, unit: &Asset) -> Outcome<(Self, OutageState)> {
        let began_at = input::past_instant("/began_at", self.began_at, ctx.now)?;
        let ended_at = self.ended_at.map(|at| input::past_instant("/ended_at", at, ctx.now)).transpose()?;
        if ended_at.is_some_and(|ended| ended < began_at) {
            return Err(Refusal::field("/ended_at", "asset.outage_backward"));
        }
        let zone = neighbours::zone_of(tx, ctx, unit.site_id)?;
        let day = zone.to_datetime(began_at).date();
        if let Some(since) = unit.in_service_on.filter(|since| day < *since) {
            return Err(Refusal::field("/began_at", "asset.outage_before_service").with("since", since));
        }
        if let Some(on) = unit.retired_on.filter(|on| day > *on) {
            return Err(Refusal::field("/began_at", "asset.outage_after_end").with("on", on));
        }
        let state = match (ended_at, self.over) {
            (Some(_), _) => OutageState::Ended,
            (None, true) => OutageState::Unknown,
            (None, false) => OutageState::Open,
        };
        if state == OutageState::Open && unit.retired_on.is_some() {
            return Err(Refusal::field("/ended_at", "field.required"));
        }
        Ok((Self { began_at, ended_at, over: self.over }, state))
    }
}

/// Refuses a second outage that lasts: a unit that stands still cannot stop.
fn nothing_open(tx: &mut Tx, unit: &Asset) -> Outcome<()> {
    let Some(open) = record::open_outage(tx, unit.id)? else { return Ok(()) };
    let end = json!({ "outage": open.id, "version": open.version });
    Err(Refusal::conflict("asset.stands_still")
        .with("number", unit.number.clone())
        .with("since", open.began_at)
        .possible_action("end-outage", Vec::new(), EndOutage::NAME, end))
}

/// Whether a report is counted as one stop with another one.
fn joined(tx: &mut Tx, asset: AssetId) -> Outcome<bool> {
    let rows = record::outages(tx, asset)?;
    let standing = rows.iter().filter(|row| row.state != OutageState::Withdrawn).count();
    let reports: Vec<_> = rows.iter().map(Outage::report).collect();
    Ok(stops(&reports).len() < standing)
}

fn facts(act: &mut Act<'_>, unit: &Asset, row: &Outage) {
    act.fact("asset", unit.id);
    act.fact("number", &unit.number);
    act.fact("outage", row.id);
    act.fact("began_at", row.began_at);
    act.fact("ended_at", row.ended_at);
    act.fact("state", row.state);
    act.fact("cause", &row.cause);
}

impl Action for RecordOutage {
    const NAME: &'static str = "asset.outage_record";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OutageAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OutageAnswer> {
        let unit = record::asset(tx, self.asset)?;
        let span = Span { began_at: self.began_at, ended_at: self.ended_at, over: self.over };
        let (span, state) = span.check(tx, act, &unit)?;
        if state == OutageState::Open {
            nothing_open(tx, &unit)?;
        }
        let before = joined(tx, unit.id)?;
        let row = Outage {
            id: act.new_id(),
            asset_id: unit.id,
            began_at: span.began_at,
            ended_at: span.ended_at,
            state,
            cause: input::optional("/cause", self.cause.as_deref().unwrap_or_default(), input::NAME_MAX)?,
            note: input::optional("/note", self.note.as_deref().unwrap_or_default(), input::WORDING_MAX)?,
            source: self.source.unwrap_or(OutageSource::Colleague),
            withdrawn_reason: String::new(),
            recorded_by: neighbours::author(act),
            recorded_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        facts(act, &unit, &row);
        let joined = !before && joined(tx, unit.id)?;
        Ok(OutageAnswer { outage: row.id, asset: unit.id, joined, version: row.version })
    }
}

fn outage_touches(tx: &mut Tx, outage: OutageId) -> Outcome<Touches> {
    let row = record::outage(tx, outage)?;
    touches(tx, row.asset_id)
}

/// A report that may still be changed, with its unit.
fn standing(tx: &mut Tx, outage: OutageId, version: i64) -> Outcome<(Outage, Asset)> {
    let row = record::outage(tx, outage)?;
    input::same_version(&row, version)?;
    if row.state == OutageState::Withdrawn {
        return Err(Refusal::conflict("asset.outage_withdrawn"));
    }
    let unit = record::asset(tx, row.asset_id)?;
    Ok((row, unit))
}

/// Says since when a unit runs again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOutage {
    /// The report.
    pub outage: OutageId,
    /// Version that was read.
    pub version: i64,
    /// When it ended; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
}

impl Action for EndOutage {
    const NAME: &'static str = "asset.outage_end";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OutageAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        outage_touches(tx, self.outage)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OutageAnswer> {
        let (mut row, unit) = standing(tx, self.outage, self.version)?;
        if let Some(ended) = row.ended_at {
            return Err(Refusal::conflict("asset.outage_ended").with("ended", ended));
        }
        let span =
            Span { began_at: row.began_at, ended_at: Some(self.ended_at.unwrap_or(act.now)), over: true };
        let (span, state) = span.check(tx, act, &unit)?;
        row.ended_at = span.ended_at;
        row.state = state;
        tx.update(&mut row)?;
        facts(act, &unit, &row);
        Ok(OutageAnswer {
            outage: row.id,
            asset: unit.id,
            joined: joined(tx, unit.id)?,
            version: row.version,
        })
    }
}

/// Corrects a report; what is left open is taken away.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectOutage {
    /// The report.
    pub outage: OutageId,
    /// Version that was read.
    pub version: i64,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// When it ended; the unit stands still when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// It runs again, and nobody noted since when.
    #[serde(default)]
    pub over: bool,
    /// What caused it, in a word.
    #[serde(default)]
    pub cause: Option<String>,
    /// What else is to be known.
    #[serde(default)]
    pub note: Option<String>,
}

impl Action for CorrectOutage {
    const NAME: &'static str = "asset.outage_correct";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OutageAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        outage_touches(tx, self.outage)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OutageAnswer> {
        let (mut row, unit) = standing(tx, self.outage, self.version)?;
        let span = Span { began_at: self.began_at, ended_at: self.ended_at, over: self.over };
        let (span, state) = span.check(tx, act, &unit)?;
        if state == OutageState::Open && row.state != OutageState::Open {
            nothing_open(tx, &unit)?;
        }
        row.began_at = span.began_at;
        row.ended_at = span.ended_at;
        row.state = state;
        row.cause = input::optional("/cause", self.cause.as_deref().unwrap_or_default(), input::NAME_MAX)?;
        row.note = input::optional("/note", self.note.as_deref().unwrap_or_default(), input::WORDING_MAX)?;
        tx.update(&mut row)?;
        facts(act, &unit, &row);
        Ok(OutageAnswer {
            outage: row.id,
            asset: unit.id,
            joined: joined(tx, unit.id)?,
            version: row.version,
        })
    }
}

/// Withdraws a report that was a mistake. It stays readable and counts nowhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawOutage {
    /// The report.
    pub outage: OutageId,
    /// Version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for WithdrawOutage {
    const NAME: &'static str = "asset.outage_withdraw";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OutageAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        outage_touches(tx, self.outage)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OutageAnswer> {
        let (mut row, unit) = standing(tx, self.outage, self.version)?;
        row.withdrawn_reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        row.state = OutageState::Withdrawn;
        tx.update(&mut row)?;
        facts(act, &unit, &row);
        Ok(OutageAnswer { outage: row.id, asset: unit.id, joined: false, version: row.version })
    }
}
