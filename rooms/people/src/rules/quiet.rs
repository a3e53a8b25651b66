//! Quiet hours: when a letter that can wait may go out.

use jiff::{Timestamp, civil::Time, tz::TimeZone};

/// The first instant at or after `now` outside the quiet hours of that zone. Hours over midnight are meant so; equal
/// ends are no quiet hours.
pub fn not_before(now: Timestamp, zone: &TimeZone, quiet: Option<(Time, Time)>) -> Timestamp {
    let Some((from, until)) = quiet else { return now };
    let local = zone.to_datetime(now);
    let time = local.time();
    let within = if from < until {
        from <= time && time < until
    } else {
        from != until && (time >= from || time < until)
    };
    if !within {
        return now;
    }
    let ends_tomorrow = time >= until;
    let date = if ends_tomorrow { local.date().tomorrow().unwrap_or(local.date()) } else { local.date() };
    // A quiet end that the clock change skips or repeats is read as the zone database reads it.
    zone.to_zoned(date.to_datetime(until)).map_or(now, |end| end.timestamp().max(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn letters_wait_for_the_morning() {
        let zone = TimeZone::get("America/Sao_Paulo").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let night = Some((time(21, 30, 0, 0), time(7, 0, 0, 0)));
        assert_eq!(not_before(at("2026-03-03T15:00:00Z"), &zone, night), at("2026-03-03T15:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T01:00:00Z"), &zone, night), at("2026-03-04T10:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T09:59:00Z"), &zone, night), at("2026-03-04T10:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T10:00:00Z"), &zone, night), at("2026-03-04T10:00:00Z"));
        let noon = Some((time(12, 0, 0, 0), time(13, 0, 0, 0)));
        assert_eq!(not_before(at("2026-03-04T15:30:00Z"), &zone, noon), at("2026-03-04T16:00:00Z"));
        let none = Some((time(12, 0, 0, 0), time(12, 0, 0, 0)));
        assert_eq!(not_before(at("2026-03-04T15:00:00Z"), &zone, none), at("2026-03-04T15:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T15:30:00Z"), &zone, None), at("2026-03-04T15:30:00Z"));
    }
}
