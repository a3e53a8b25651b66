//! What limits a date, as data that a page can put into words.
//!
//! An answer carries a chain of limits: each says from which day to which it moved the date, and each begins
//! where the one before it ended. Read from top to bottom the chain explains the answer completely.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::{DaySpan, Horizon, ProductionWeek};
use super::key::{PartKey, ProductKey, RegionKey, SkillKey};

/// One step by which a date became later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What moved it.
    pub kind: LimitKind,
    /// The day before the step.
    pub from: Date,
    /// The day after it; `None` when it led beyond the planning horizon.
    pub to: Option<Date>,
}

/// A week that had less than was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortWeek {
    /// The week.
    pub week: ProductionWeek,
    /// What was left in it: units of a product, minutes of a crew.
    pub free: u32,
}

/// What can limit a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum LimitKind {
    /// The product's lead time, counted from the date on which the line was ordered.
    LeadTime {
        /// The product.
        product: ProductKey,
        /// The lead time in force on that date.
        span: DaySpan,
    },
    /// The order is older than its lead time: nothing leaves before today.
    Today,
    /// The line's materials come only then.
    Materials {
        /// The product.
        product: ProductKey,
    },
    /// The plant does not work on the day.
    PlantCalendar {
        /// The product whose plant it is.
        product: ProductKey,
    },
    /// The product's slots are taken in these weeks, or too few are left.
    SlotsFull {
        /// The product.
        product: ProductKey,
        /// The weeks that were short.
        weeks: Vec<ShortWeek>,
    },
    /// Goods that leave together wait for a day on which every plant works.
    ShippedTogether,
    /// The way to the site.
    Transport {
        /// How long it takes.
        span: DaySpan,
    },
    /// The customer's site is not ready before.
    SiteReady,
    /// The site or the crew does not work on the day.
    SiteCalendar,
    /// The crews' hours are taken in these weeks, or too few are left.
    CrewsFull {
        /// The region.
        region: RegionKey,
        /// The skill.
        skill: SkillKey,
        /// The weeks that were short, in minutes.
        weeks: Vec<ShortWeek>,
    },
    /// Not enough of the part is free: it has to be supplied.
    PartSupply {
        /// The part.
        part: PartKey,
        /// How many are free now.
        free: u32,
        /// How long the supply takes.
        span: DaySpan,
    },
    /// Not enough of the part is free before pieces on order come in.
    PartReceipt {
        /// The part.
        part: PartKey,
        /// How many are free now.
        free: u32,
    },
    /// The store does not work on the day.
    StoreCalendar,
}

/// Builds a chain of limits while a date moves through its steps.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    at: Option<Date>,
    until: Date,
    limits: Vec<Limit>,
}

impl Chain {
    pub(crate) fn start(at: Option<Date>, horizon: &Horizon) -> Self {
        Self { at, until: horizon.until(), limits: Vec::new() }
    }

    pub(crate) fn at(&self) -> Option<Date> {
        self.at
    }

    /// Moves the date by a step; a step that moves nothing leaves no trace.
    pub(crate) fn step(&mut self, kind: LimitKind, to: impl FnOnce(Date) -> Option<Date>) {
        let Some(from) = self.at else { return };
        let reached = to(from).filter(|date| *date <= self.until);
        if reached != Some(from) {
            self.limits.push(Limit { kind, from, to: reached });
        }
        self.at = reached;
    }

    /// A step that only says "not before".
    pub(crate) fn not_before(&mut self, kind: LimitKind, earliest: Option<Date>) {
        if let Some(earliest) = earliest {
            self.step(kind, |at| Some(at.max(earliest)));
        }
    }

    pub(crate) fn into_limits(self) -> Vec<Limit> {
        self.limits
    }
}
