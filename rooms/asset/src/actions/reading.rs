//! What a counter of a unit showed.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::touches;
use crate::{
    AssetId, Counter, input, neighbours,
    record::{self, ReadingRow},
    rules::reading::{Reading, ReadingFault, may_stand},
};

/// Records what a counter of a unit showed (R11). It never runs backward unless it was replaced.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordReading {
    /// The unit.
    pub asset: AssetId,
    /// Which counter.
    pub counter: Counter,
    /// What it showed, in whole hours, cycles or pieces.
    pub reading: i64,
    /// When; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub read_at: Option<Timestamp>,
    /// The counter was replaced before and counts anew.
    #[serde(default)]
    pub replaced: bool,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReadingAnswer {
    /// The unit.
    pub asset: AssetId,
    /// What it has run in all, over every counter it had.
    pub run_in_all: i64,
}

impl Action for RecordReading {
    const NAME: &'static str = "asset.reading_record";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReadingAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReadingAnswer> {
        let unit = record::asset(tx, self.asset)?;
        input::number("/reading", self.reading, 0, input::READING_MAX)?;
        let at = input::past_instant("/read_at", self.read_at.unwrap_or(act.now), act.now)?;
        let rows = record::readings(tx, unit.id)?;
        let mut known: Vec<Reading> =
            rows.iter().filter(|row| row.counter == self.counter).map(ReadingRow::as_reading).collect();
        let new = Reading { at, shown: self.reading, replaced: self.replaced };
        may_stand(&known, new).map_err(refused)?;
        let row = ReadingRow {
            id: act.new_id(),
            asset_id: unit.id,
            counter: self.counter,
            read_at: at,
            reading: self.reading,
            replaced: self.replaced,
            recorded_by: neighbours::author(act),
            recorded_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("asset", unit.id);
        act.fact("number", &unit.number);
        act.fact("counter", self.counter);
        act.fact("reading", self.reading);
        known.push(new);
        Ok(ReadingAnswer { asset: unit.id, run_in_all: crate::rules::reading::run_in_all(&known) })
    }
}

fn refused(fault: ReadingFault) -> Refusal {
    let beside =
        |rule, than: Reading| Refusal::field("/reading", rule).with("shown", than.shown).with("at", than.at);
    match fault {
        ReadingFault::Less { than } => beside("asset.reading_less", than),
        ReadingFault::More { than } => beside("asset.reading_more", than),
        ReadingFault::Twice => Refusal::field("/read_at", "asset.reading_twice"),
    }
}
