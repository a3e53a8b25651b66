//! Outages as they are counted: reports of one unit that overlap, or that begin at the same instant, are one stop.

use jiff::Timestamp;

use crate::OutageState;

/// A report that a unit stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended; open while it lasts, and when nobody noted it.
    pub ended_at: Option<Timestamp>,
    /// What is known of its end.
    pub state: OutageState,
}

/// A stop of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended; open while it lasts, and when nobody noted it.
    pub ended_at: Option<Timestamp>,
    /// Whether it lasts still.
    pub open: bool,
}

impl Stop {
    /// How long it took or has taken by `now`; `None` when nobody noted its end.
    pub fn seconds(&self, now: Timestamp) -> Option<i64> {
        let until = if self.open { Some(now) } else { self.ended_at }?;
        Some(until.as_second().saturating_sub(self.began_at.as_second()).max(0))
    }

    fn of(report: Report) -> Self {
        let open = report.state == OutageState::Open;
        Self { began_at: report.began_at, ended_at: report.ended_at.filter(|_| !open), open }
    }

    /// Whether a report that begins at `at`, not before this stop, belongs to it. Where nobody noted the end, only one
    /// of the same instant does.
    fn reaches(&self, at: Timestamp) -> bool {
        self.open || at == self.began_at || self.ended_at.is_some_and(|end| at <= end)
    }

    fn join(&mut self, other: Self) {
        self.open |= other.open;
        self.ended_at = if self.open { None } else { self.ended_at.max(other.ended_at) };
    }
}

/// The stops of one unit, in order, out of what was reported in any order. What was withdrawn does not count.
pub fn stops(reports: &[Report]) -> Vec<Stop> {
    let standing = reports.iter().filter(|report| report.state != OutageState::Withdrawn);
    let mut parts: Vec<Stop> = standing.copied().map(Stop::of).collect();
    parts.sort_by_key(|part| (part.began_at, part.ended_at));
    let mut stops: Vec<Stop> = Vec::with_capacity(parts.len());
    for part in parts {
        match stops.last_mut() {
            Some(last) if last.reaches(part.began_at) => last.join(part),
            _ => stops.push(part),
        }
    }
    stops
}

/// The stops that began in a stretch of time: its begin counts, its end does not.
pub fn within(stops: Vec<Stop>, from: Timestamp, until: Timestamp) -> Vec<Stop> {
    stops.into_iter().filter(|stop| stop.began_at >= from && stop.began_at < until).collect()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        "2027-05-03T00:00:00Z".parse::<Timestamp>().unwrap().checked_add(hour.hours()).unwrap()
    }

    fn ended(from: i64, until: i64) -> Report {
        Report { began_at: at(from), ended_at: Some(at(until)), state: OutageState::Ended }
    }

    fn bare(from: i64, state: OutageState) -> Report {
        Report { began_at: at(from), ended_at: None, state }
    }

    #[test]
    fn what_overlaps_is_one_stop_and_counts_its_whole_length_once() {
        let reports = [ended(30, 41), ended(2, 9), ended(8, 11), ended(11, 12), ended(13, 14)];
        let found = stops(&reports);
        let hours: Vec<_> = found.iter().map(|stop| stop.seconds(at(99)).unwrap() / 3_600).collect();
        assert_eq!(hours, [10, 1, 11]);
        assert_eq!(within(found, at(13), at(30)).len(), 1);
    }

    #[test]
    fn reports_of_one_instant_are_one_stop_even_without_an_end() {
        let reports =
            [bare(5, OutageState::Unknown), bare(5, OutageState::Unknown), bare(6, OutageState::Unknown)];
        let found = stops(&reports);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].seconds(at(99)), None);
        let with_length = stops(&[bare(5, OutageState::Unknown), ended(5, 8)]);
        assert_eq!(with_length.len(), 1);
        assert_eq!(with_length[0].seconds(at(99)), Some(3 * 3_600));
    }

    #[test]
    fn what_lasts_swallows_what_was_reported_since_and_what_was_withdrawn_never_was() {
        let found = stops(&[bare(4, OutageState::Open), ended(6, 7), bare(1, OutageState::Withdrawn)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].open);
        assert_eq!(found[0].seconds(at(14)), Some(10 * 3_600));
    }

    proptest! {
        /// Against a model that marks each hour.
        #[test]
        fn stopped_hours_are_those_of_the_marked_hours(
            list in prop::collection::vec((0_i64..200, 1_i64..30), 0..20),
        ) {
            let reports: Vec<Report> = list.iter().map(|(from, long)| ended(*from, from + long)).collect();
            let mut marked = [false; 256];
            for (from, long) in &list {
                for hour in *from..from + long {
                    marked[usize::try_from(hour).unwrap()] = true;
                }
            }
            let found = stops(&reports);
            let seconds: i64 = found.iter().map(|stop| stop.seconds(at(0)).unwrap()).sum();
            let hours = marked.iter().filter(|hour| **hour).count();
            prop_assert_eq!(seconds / 3_600, i64::try_from(hours).unwrap());
            prop_assert!(found.windows(2).all(|pair| pair[0].ended_at < Some(pair[1].began_at)));
        }
    }
}
