//! Which reservations count against whom: a committed date holds hard, an internal target softly, an offer
//! until it expires.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::bucket::{Bucket, Take, WeekBuckets};
use super::calendar::ProductionWeek;

/// How firmly a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// For a date that a customer was told.
    Committed,
    /// For a date that was offered, until that instant and no longer.
    Offer {
        /// When the offer expires.
        until: Timestamp,
    },
    /// For a date that is only aimed at.
    Target,
}

/// What the question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To tell or offer a date to a customer: targets give way.
    Commitment,
    /// To set an internal target: it stands behind everything that stands already.
    Target,
}

impl Hold {
    /// Whether a reservation of this kind is in the way of such a question at that instant.
    pub fn counts(self, purpose: Purpose, now: Timestamp) -> bool {
        match self {
            Self::Committed => true,
            Self::Offer { until } => now < until,
            Self::Target => purpose == Purpose::Target,
        }
    }

    /// Firmest first, for the order in which reservations keep their place.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Committed => 0,
            Self::Offer { .. } => 1,
            Self::Target => 2,
        }
    }
}

/// Buckets as such a question sees them: capacities, less the reservations that count.
pub fn buckets(
    capacity: &BTreeMap<ProductionWeek, u32>,
    reservations: impl IntoIterator<Item = (Hold, Take)>,
    purpose: Purpose,
    now: Timestamp,
) -> WeekBuckets {
    let mut buckets: WeekBuckets =
        capacity.iter().map(|(week, capacity)| (*week, Bucket { capacity: *capacity, taken: 0 })).collect();
    for (_, take) in reservations.into_iter().filter(|(hold, _)| hold.counts(purpose, now)) {
        let bucket = buckets.0.entry(take.week).or_default();
        bucket.taken = bucket.taken.saturating_add(take.amount);
    }
    buckets
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_offer_holds_until_the_very_instant_it_expires_and_a_target_gives_way() {
        let now: Timestamp = "2026-05-04T12:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-05-04T12:00:01Z".parse().unwrap();
        assert!(Hold::Committed.counts(Purpose::Commitment, now));
        assert!(Hold::Offer { until: later }.counts(Purpose::Target, now));
        assert!(!Hold::Offer { until: now }.counts(Purpose::Commitment, now));
        assert!(!Hold::Target.counts(Purpose::Commitment, now));

        let week = ProductionWeek::of(date(2026, 5, 4));
        let held = [Hold::Committed, Hold::Target, Hold::Offer { until: now }]
            .map(|hold| (hold, Take { week, amount: 2 }));
        let seen = |purpose| buckets(&BTreeMap::from([(week, 5)]), held, purpose, now).get(week).free();
        assert_eq!(seen(Purpose::Commitment), 3);
        assert_eq!(seen(Purpose::Target), 1);
    }
}
