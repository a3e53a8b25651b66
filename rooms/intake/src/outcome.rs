//! What came of an import: counts, sums, and what is wrong with which row. Pure.

use std::collections::BTreeMap;

use accord_kernel::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{Entity, ImportRunId, RunState};

/// Faults that are kept in a report one by one; beyond, only their number is.
pub const FAULTS_MAX: usize = 1_000;
/// Faults that stay with a run.
pub const KEPT_MAX: usize = 200;

/// What became of the things of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Entered.
    pub new: u64,
    /// Known and changed.
    pub changed: u64,
    /// Known and the same.
    pub same: u64,
    /// Refused.
    pub refused: u64,
}

impl Tally {
    /// All of them.
    pub fn all(self) -> u64 {
        self.new + self.changed + self.same + self.refused
    }
    fn add(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.same += other.same;
        self.refused += other.refused;
    }
}

/// What the order lines of one currency come to, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// Sold.
    pub sold_minor: i64,
    /// Taken back by cancelling lines.
    pub cancelled_minor: i64,
}

impl Sums {
    /// What is left.
    pub fn net_minor(self) -> i64 {
        self.sold_minor - self.cancelled_minor
    }
}

/// Faults that are taken in by one call.
impl From<Vec<Fault>> for Faults {
    fn from(first: Vec<Fault>) -> Self {
        Self { all: first.len() as u64, first }
    }
}

/// What a run did so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Things by kind.
    pub things: BTreeMap<String, Tally>,
    /// Order lines written.
    pub lines: u64,
    /// Orders that hold cancelling lines alone.
    pub cancelling_orders: u64,
    /// Lines at the price of nought.
    pub zero_price_lines: u64,
    /// Sums of the order lines written, by currency.
    pub sums: BTreeMap<String, Sums>,
    /// Rows of the file in what was refused.
    pub rows_refused: u64,
    /// Rows of the run's own book, from which it can be taken back.
    pub written: i64,
}

impl Counts {
    /// What became of a kind of thing.
    pub fn of(&self, entity: Entity) -> Tally {
        self.things.get(entity.word()).copied().unwrap_or_default()
    }

    /// Counts one thing.
    pub fn note(&mut self, entity: Entity, did: Did) {
        let tally = self.things.entry(entity.word().to_owned()).or_default();
        match did {
            Did::New => tally.new += 1,
            Did::Changed => tally.changed += 1,
            Did::Same => tally.same += 1,
            Did::Refused => tally.refused += 1,
        }
    }

    /// Adds a line's amount.
    pub fn sum(&mut self, currency: Currency, cancels: bool, minor: i64) {
        let sums = self.sums.entry(currency.code().to_owned()).or_default();
        let place = if cancels { &mut sums.cancelled_minor } else { &mut sums.sold_minor };
        *place = place.saturating_add(minor);
    }

    /// Adds those of a further chunk.
    pub fn add(&mut self, other: &Self) {
        for (entity, tally) in &other.things {
            self.things.entry(entity.clone()).or_default().add(*tally);
        }
        for (currency, sums) in &other.sums {
            let own = self.sums.entry(currency.clone()).or_default();
            own.sold_minor = own.sold_minor.saturating_add(sums.sold_minor);
            own.cancelled_minor = own.cancelled_minor.saturating_add(sums.cancelled_minor);
        }
        self.lines += other.lines;
        self.cancelling_orders += other.cancelling_orders;
        self.zero_price_lines += other.zero_price_lines;
        self.rows_refused += other.rows_refused;
        self.written += other.written;
    }
}

/// What became of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Entered.
    New,
    /// Known and changed.
    Changed,
    /// Known and the same.
    Same,
    /// Refused.
    Refused,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Row as a spreadsheet program numbers it; nought is the file as a whole.
    pub row: u64,
    /// Column as the header names it; may be empty.
    pub column: String,
    /// Field of the target; may be empty.
    pub field: String,
    /// The beginning of the cell; may be personal, so that it is shown and never kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Stable name of what is wrong.
    pub rule: String,
    /// The same in the reader's language.
    pub text: String,
    /// The rows that are refused by it; none where they came in nevertheless.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Span>,
}

/// The rows of a file that belong to one thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The first of them.
    pub first: u64,
    /// The last of them.
    pub last: u64,
}

impl Span {
    /// One row.
    pub fn one(row: u64) -> Self {
        Self { first: row, last: row }
    }
    /// Whether a row is among them.
    pub fn holds(self, row: u64) -> bool {
        (self.first..=self.last).contains(&row)
    }
}

/// What was gone through of a file since the part before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Things gone through before: a part that does not follow the one before is refused.
    pub after: u64,
    /// Things gone through in this part, refused ones among them.
    pub items: u64,
    /// Their rows.
    pub rows: u64,
    /// Things among them that were refused as they were read.
    #[serde(default)]
    pub refused: u64,
    /// Their rows.
    pub rows_refused: u64,
    /// What is wrong with those.
    pub faults: Vec<Fault>,
}

/// Faults with a bound: the first ones, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    /// The first ones.
    pub first: Vec<Fault>,
    /// All of them.
    pub all: u64,
}

impl Faults {
    /// Takes one in.
    pub fn push(&mut self, fault: Fault) {
        self.all += 1;
        if self.first.len() < FAULTS_MAX {
            self.first.push(fault);
        }
    }
    /// Takes several in.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = Fault>) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

/// One key with several values where one was to be expected; nothing was chosen among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Several {
    /// The key, for example a product's code.
    pub key: String,
    /// Field.
    pub field: String,
    /// Its values, most frequent first.
    pub values: Vec<String>,
}

/// What is said of a file beside the counts; kept with its run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// Rows read.
    pub rows: u64,
    /// Rows refused, with the whole document that they belong to.
    pub rows_refused: u64,
    /// Keys with several values.
    pub several: u64,
    /// The first of them.
    pub several_first: Vec<Several>,
    /// The first faults, without the cells' values.
    pub faults: Vec<Fault>,
    /// All faults.
    pub faults_all: u64,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The run; none when nothing was to be written.
    pub run: Option<ImportRunId>,
    /// How it stands; none when nothing was written.
    pub state: Option<RunState>,
    /// Rows read.
    pub rows: u64,
    /// Rows refused.
    pub rows_refused: u64,
    /// What became of the things in it.
    pub counts: Counts,
    /// What is wrong.
    pub faults: Faults,
    /// Keys with several values where one was to be expected.
    pub several: Vec<Several>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub step: Step,
    /// Rows seen in this step.
    pub rows: u64,
    /// Things written or checked in this step.
    pub things: u64,
}

/// Steps of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The file is read through and nothing is written.
    Checking,
    /// Chunks are written.
    Writing,
    /// What was written is taken back, since something is wrong and all or nothing was wanted.
    TakingBack,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_chunks_add_up() {
        let gbp = Currency::parse("GBP").unwrap();
        let mut one = Counts::default();
        one.note(Entity::Order, Did::New);
        one.note(Entity::Order, Did::Refused);
        one.sum(gbp, false, 700);
        one.sum(gbp, true, 200);
        let mut two = one.clone();
        two.note(Entity::Product, Did::Same);
        two.add(&one);
        assert_eq!(two.of(Entity::Order), Tally { new: 2, refused: 2, ..Tally::default() });
        assert_eq!(two.of(Entity::Product).same, 1);
        assert_eq!(two.sums["GBP"].net_minor(), 1_000);
        assert_eq!(two.of(Entity::Order).all(), 4);
    }

    #[test]
    fn faults_have_a_bound_and_are_counted_beyond_it() {
        let mut faults = Faults::default();
        faults.extend((0..2_500).map(|row| Fault { row, ..Fault::default() }));
        assert_eq!((faults.first.len(), faults.all), (FAULTS_MAX, 2_500));
    }
}
