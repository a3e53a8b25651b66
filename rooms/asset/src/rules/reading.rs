//! Counters never run backward, unless they were replaced.

use jiff::Timestamp;

/// What a counter showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// What it showed.
    pub shown: i64,
    /// The counter was replaced before: it counts anew from what it shows.
    pub replaced: bool,
}

/// Why a reading cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingFault {
    /// It shows less than a reading before it.
    Less {
        /// That reading.
        than: Reading,
    },
    /// It shows more than a reading after it.
    More {
        /// That reading.
        than: Reading,
    },
    /// There is a reading of that instant already.
    Twice,
}

/// Whether a reading fits those that are known, in any order.
///
/// # Errors
/// Why not.
pub fn may_stand(known: &[Reading], new: Reading) -> Result<(), ReadingFault> {
    if known.iter().any(|reading| reading.at == new.at) {
        return Err(ReadingFault::Twice);
    }
    let before = known.iter().filter(|reading| reading.at < new.at).max_by_key(|reading| reading.at);
    let after = known.iter().filter(|reading| reading.at > new.at).min_by_key(|reading| reading.at);
    match (before, after) {
        (Some(than), _) if !new.replaced && than.shown > new.shown => Err(ReadingFault::Less { than: *than }),
        (_, Some(than)) if !than.replaced && than.shown < new.shown => {
            Err(ReadingFault::More { than: *than })
        }
        _ => Ok(()),
    }
}

/// What a unit has run in all since its first reading, over every counter it had. What ran between the last reading of
/// a replaced counter and its replacement nobody saw, and is not counted.
pub fn run_in_all(known: &[Reading]) -> i64 {
    let mut sorted = known.to_vec();
    sorted.sort_by_key(|reading| reading.at);
    let first = sorted.first().map_or(0, |reading| reading.shown);
    let steps = sorted.windows(2).map(|pair| match pair {
        [before, after] if !after.replaced => after.shown.saturating_sub(before.shown),
        _ => 0,
    });
    steps.fold(first, i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(day: i8, shown: i64, replaced: bool) -> Reading {
        let at = jiff::civil::date(2027, 5, day).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        Reading { at, shown, replaced }
    }

    #[test]
    fn a_counter_never_runs_backward_unless_it_was_replaced() {
        let known = [read(20, 900, false), read(3, 410, false)];
        assert_eq!(may_stand(&known, read(9, 655, false)), Ok(()));
        assert_eq!(may_stand(&known, read(9, 409, false)), Err(ReadingFault::Less { than: known[1] }));
        assert_eq!(may_stand(&known, read(9, 901, false)), Err(ReadingFault::More { than: known[0] }));
        assert_eq!(may_stand(&known, read(20, 905, false)), Err(ReadingFault::Twice));
        assert_eq!(may_stand(&known, read(25, 12, true)), Ok(()));
        assert_eq!(may_stand(&known, read(25, 12, false)), Err(ReadingFault::Less { than: known[0] }));
        let replaced = [known[0], known[1], read(25, 12, true), read(28, 40, false)];
        assert_eq!(run_in_all(&replaced), 928);
        assert_eq!(run_in_all(&[]), 0);
    }
}
