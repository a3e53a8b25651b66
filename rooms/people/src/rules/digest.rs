//! When a daily digest is due: at a time of day in its reader's zone, once on each of their days (R67).

use accord_business_time::Calendar;
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

use super::quiet::{instant, is_off};

/// Days looked ahead for one that is not off.
const AHEAD_MAX: usize = 400;

/// The first instant after `now` at that time of day, on a day after `last` and not off. On a day on which the clocks
/// skip that time it comes as much later as they skip; on one on which it comes twice, at its first.
pub fn next(
    now: Timestamp,
    zone: &TimeZone,
    at: Time,
    last: Option<Date>,
    days_off: Option<&Calendar>,
) -> Timestamp {
    let mut day = zone.to_datetime(now).date();
    for _ in 0..AHEAD_MAX {
        let told = last.is_some_and(|last| day <= last);
        if !told
            && !is_off(day, days_off)
            && let Some(due) = instant(zone, day, at).filter(|due| *due > now)
        {
            return due;
        }
        let Ok(tomorrow) = day.tomorrow() else { break };
        day = tomorrow;
    }
    // Somebody who never works is written to all the same.
    now.checked_add(jiff::SignedDuration::from_hours(24)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_business_time::Hours;
    use jiff::civil::{date, time};

    fn stamp(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn once_on_each_day_of_the_reader() {
        let zone = TimeZone::get("America/Sao_Paulo").unwrap();
        let at = time(7, 30, 0, 0);
        let first = next(stamp("2026-03-03T09:00:00Z"), &zone, at, None, None);
        assert_eq!(first, stamp("2026-03-03T10:30:00Z"));
        // Told on the third: an hour that is put later does not bring a second one.
        let today = Some(date(2026, 3, 3));
        assert_eq!(next(first, &zone, time(19, 0, 0, 0), today, None), stamp("2026-03-04T22:00:00Z"));
        // The program was away for days: the next one is the next day's, not one for each missed.
        assert_eq!(
            next(stamp("2026-03-09T15:00:00Z"), &zone, at, Some(date(2026, 3, 9)), None),
            stamp("2026-03-10T10:30:00Z")
        );
    }

    #[test]
    fn a_year_of_changing_clocks_has_one_for_each_day() {
        // Lord Howe changes by half an hour; at 02:15 one comes twice and one not at all.
        for (name, at) in [
            ("Australia/Lord_Howe", time(1, 45, 0, 0)),
            ("America/Chicago", time(2, 30, 0, 0)),
            ("Europe/Lisbon", time(1, 30, 0, 0)),
            ("Africa/Casablanca", time(2, 30, 0, 0)),
        ] {
            let zone = TimeZone::get(name).unwrap();
            let mut now = stamp("2026-01-01T00:00:00Z");
            let mut last = None;
            let mut days = Vec::new();
            while days.len() < 365 {
                now = next(now, &zone, at, last, None);
                let day = zone.to_datetime(now).date();
                last = Some(day);
                days.push(day);
            }
            assert!(days.windows(2).all(|pair| pair[1] == pair[0].tomorrow().unwrap()), "{name}");
        }
    }

    #[test]
    fn days_off_have_none() {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        let calendar = Calendar::weekdays("Europe/Lisbon", &[Hours::new(540, 1080).unwrap()]).unwrap();
        let friday = stamp("2026-01-16T12:00:00Z");
        let due = next(friday, &zone, time(8, 0, 0, 0), Some(date(2026, 1, 16)), Some(&calendar));
        assert_eq!(due, stamp("2026-01-19T08:00:00Z"));
        let never = Calendar::weekdays("Europe/Lisbon", &[]).unwrap();
        assert_eq!(next(friday, &zone, time(8, 0, 0, 0), None, Some(&never)), stamp("2026-01-17T12:00:00Z"));
    }
}
