//! How long outages last, without a plan and under each (R14). Pure: stops and cover in, sums out.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// A stretch of time in which a plan covered a unit.
#[derive(Debug, Clone, Copy)]
pub struct Cover<P> {
    /// The plan.
    pub plan: P,
    /// First instant.
    pub from: Timestamp,
    /// First instant after it.
    pub until: Timestamp,
}

/// Outages together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Seconds, all of them together.
    pub seconds: i64,
    /// How many.
    pub n: i64,
}

impl Sum {
    fn add(&mut self, seconds: i64) {
        self.seconds = self.seconds.saturating_add(seconds);
        self.n += 1;
    }
}

/// Outages without any plan and under each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lengths<P> {
    /// Without any plan.
    pub without: Sum,
    /// Under each plan.
    pub with: BTreeMap<P, Sum>,
}

impl<P> Default for Lengths<P> {
    fn default() -> Self {
        Self { without: Sum::default(), with: BTreeMap::new() }
    }
}

/// Adds a unit's stops: each belongs to the plans that covered the unit when it began, or to none. Which plan was in
/// force when it ended is no matter, since the answer to the call was given at its beginning.
pub fn lengths<P: Copy + Ord>(
    all: &mut Lengths<P>,
    stops: impl IntoIterator<Item = (Timestamp, Timestamp)>,
    covers: &[Cover<P>],
) {
    for (began, ended) in stops {
        let seconds = ended.as_second() - began.as_second();
        if seconds < 0 {
            continue;
        }
        let mut plans: Vec<P> = covers
            .iter()
            .filter(|cover| cover.from <= began && began < cover.until)
            .map(|cover| cover.plan)
            .collect();
        plans.sort_unstable();
        plans.dedup();
        if plans.is_empty() {
            all.without.add(seconds);
        }
        for plan in plans {
            all.with.entry(plan).or_default().add(seconds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + day * 86_400 + hour * 3_600).unwrap()
    }

    #[test]
    fn a_stop_belongs_to_the_plans_in_force_when_it_began() {
        let covers = [
            Cover { plan: 'g', from: at(10, 0), until: at(20, 0) },
            Cover { plan: 's', from: at(15, 0), until: at(30, 0) },
        ];
        let stops = [
            (at(9, 20), at(11, 6)),  // 34 h, before any cover
            (at(10, 0), at(10, 9)),  // 9 h, on its first instant
            (at(16, 0), at(16, 7)),  // 7 h, under both
            (at(20, 0), at(21, 2)),  // 26 h, the first one is over
            (at(30, 0), at(31, 16)), // 40 h, both are over
            (at(5, 0), at(4, 0)),    // noted wrongly
        ];
        let mut all = Lengths::default();
        lengths(&mut all, stops, &covers);
        assert_eq!(all.without, Sum { seconds: (34 + 40) * 3_600, n: 2 });
        assert_eq!(all.with[&'g'], Sum { seconds: (9 + 7) * 3_600, n: 2 });
        assert_eq!(all.with[&'s'], Sum { seconds: (7 + 26) * 3_600, n: 2 });
    }
}
