//! How pressing something owed is: the groups of the page of today.

use jiff::{Timestamp, ToSpan, tz::TimeZone};

accord_kernel::word_enum! {
    /// How pressing something is.
    pub enum Urgency as "urgency" {
        /// Its time has passed.
        Late = "late",
        /// Due before the day is over.
        Today = "today",
        /// Due within the next seven days.
        Week = "week",
        /// Later.
        Later = "later",
    }
}

/// How pressing something due at `due` is, by the reader's own day.
pub fn urgency(due: Timestamp, now: Timestamp, zone: &TimeZone) -> Urgency {
    if due < now {
        return Urgency::Late;
    }
    let today = zone.to_datetime(now).date();
    let day = zone.to_datetime(due).date();
    if day <= today {
        return Urgency::Today;
    }
    match today.checked_add(7.days()) {
        Ok(end) if day <= end => Urgency::Week,
        _ => Urgency::Later,
    }
}

/// How much of the time from `since` to `due` is used at `now`, 0 to 100.
pub fn used_percent(since: Timestamp, due: Timestamp, now: Timestamp) -> u8 {
    let whole = due.duration_since(since).as_secs();
    let gone = now.duration_since(since).as_secs();
    if whole <= 0 || gone >= whole {
        return 100;
    }
    u8::try_from((gone.max(0).saturating_mul(100)) / whole).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_the_readers_own() {
        let now = at("2031-05-14T22:30:00Z");
        let due = at("2031-05-15T02:00:00Z");
        let zone = |name: &str| TimeZone::get(name).unwrap();
        assert_eq!(urgency(due, now, &zone("UTC")), Urgency::Week);
        assert_eq!(urgency(due, now, &zone("America/Sao_Paulo")), Urgency::Today);
        assert_eq!(urgency(now, now, &zone("UTC")), Urgency::Today);
        assert_eq!(urgency(at("2031-05-14T22:29:59Z"), now, &zone("UTC")), Urgency::Late);
        assert_eq!(urgency(at("2031-05-21T23:59:00Z"), now, &zone("UTC")), Urgency::Week);
        assert_eq!(urgency(at("2031-05-22T00:00:00Z"), now, &zone("UTC")), Urgency::Later);
    }

    proptest! {
        #[test]
        fn the_share_used_grows_with_time(whole in 1_i64..10_000_000, a in -1_000_i64..11_000_000, b in -1_000_i64..11_000_000) {
            let start = at("2031-05-14T10:00:00Z");
            let plus = |seconds: i64| start.checked_add(seconds.seconds()).unwrap();
            let (early, late) = (a.min(b), a.max(b));
            let used = |gone| used_percent(start, plus(whole), plus(gone));
            prop_assert!(used(early) <= used(late));
            prop_assert!(used(late) <= 100);
            prop_assert_eq!(used(whole), 100);
        }

        #[test]
        fn what_is_due_later_is_never_more_pressing(a in 0_i64..2_000_000, b in 0_i64..2_000_000) {
            let now = at("2031-05-14T10:00:00Z");
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let of = |seconds: i64| urgency(now.checked_add((seconds - 500_000).seconds()).unwrap(), now, &zone);
            prop_assert!(of(a.min(b)) <= of(a.max(b)));
        }
    }
}
