//! Lead times as manufacturing gives them, kept by effective date (R18).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::DaySpan;

/// The lead times of a product, each in force from its date until the next one begins. Nothing is rewritten:
/// an order keeps the lead time that was in force on its own date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeadTimes(BTreeMap<Date, DaySpan>);

impl LeadTimes {
    /// One lead time since a date.
    pub fn since(from: Date, span: DaySpan) -> Self {
        Self(BTreeMap::from([(from, span)]))
    }

    /// The lead time that was in force on a date; `None` before the first.
    pub fn in_force(&self, on: Date) -> Option<DaySpan> {
        self.0.range(..=on).next_back().map(|(_, span)| *span)
    }
}

impl FromIterator<(Date, DaySpan)> for LeadTimes {
    /// Of two that begin on one date the later given counts.
    fn from_iter<I: IntoIterator<Item = (Date, DaySpan)>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_lead_time_of_the_orders_own_date_counts() {
        let history: LeadTimes = [
            (date(2025, 6, 1), DaySpan::calendar(35)),
            (date(2025, 9, 15), DaySpan::calendar(63)),
            (date(2026, 1, 1), DaySpan::working(20)),
        ]
        .into_iter()
        .collect();
        assert_eq!(history.in_force(date(2025, 5, 31)), None);
        assert_eq!(history.in_force(date(2025, 6, 1)), Some(DaySpan::calendar(35)));
        assert_eq!(history.in_force(date(2025, 12, 31)), Some(DaySpan::calendar(63)));
        assert_eq!(history.in_force(date(2030, 1, 1)), Some(DaySpan::working(20)));
    }
}
