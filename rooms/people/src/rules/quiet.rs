//! Quiet time: when a letter that can wait may go out, and what may not wait (R67).

use accord_business_time::Calendar;
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

/// When somebody wants no letters, in their own zone.
#[derive(Debug, Clone, Copy)]
pub struct Quiet<'c> {
    /// The zone in which they live.
    pub zone: &'c TimeZone,
    /// From this time of day until that one, over midnight when the first is later. Equal ends are no quiet hours.
    pub hours: Option<(Time, Time)>,
    /// By whose working days the others are quiet altogether; none when days off are as any other.
    pub days_off: Option<&'c Calendar>,
}

/// What becomes of a letter that would go out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nobody is disturbed: it goes.
    Now,
    /// It goes in quiet time, since their word is asked for before that ends.
    Through,
    /// It waits until then.
    Held(Timestamp),
}

/// No stretch of quiet time is looked at further than so many steps; one step is a night or a day off.
const STEPS_MAX: usize = 800;

/// What becomes of a letter that would go out at `now`. Whatever must be acknowledged before the quiet time ends gets
/// through: held back, it would go to those above before its reader could know.
pub fn moment(now: Timestamp, quiet: &Quiet<'_>, acknowledge_by: Option<Timestamp>) -> Moment {
    let until = not_before(now, quiet);
    if until <= now {
        return Moment::Now;
    }
    match acknowledge_by {
        Some(by) if by <= until => Moment::Through,
        _ => Moment::Held(until),
    }
}

/// The first instant at or after `now` outside quiet time.
pub fn not_before(now: Timestamp, quiet: &Quiet<'_>) -> Timestamp {
    let mut at = now;
    for _ in 0..STEPS_MAX {
        let next = after_hours(after_days_off(at, quiet), quiet);
        if next == at {
            break;
        }
        at = next;
    }
    at
}

/// Whether a date of theirs is one on which they want nothing.
pub(super) fn is_off(date: Date, days_off: Option<&Calendar>) -> bool {
    days_off.is_some_and(|calendar| calendar.hours_on(date).is_empty())
}

fn after_days_off(at: Timestamp, quiet: &Quiet<'_>) -> Timestamp {
    let today = quiet.zone.to_datetime(at).date();
    let Some(calendar) = quiet.days_off.filter(|calendar| calendar.hours_on(today).is_empty()) else {
        return at;
    };
    // Without a working day in ten years nobody's letters are kept for ever.
    let Ok(next) = calendar.next_working_day(today) else { return at };
    let opens = calendar.hours_on(next).first().map_or(0, |hours| hours.start_minute());
    let (hour, minute) = (i8::try_from(opens / 60).unwrap_or(0), i8::try_from(opens % 60).unwrap_or(0));
    let time = Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight());
    instant(quiet.zone, next, time).map_or(at, |opened| opened.max(at))
}

fn after_hours(at: Timestamp, quiet: &Quiet<'_>) -> Timestamp {
    let Some((from, until)) = quiet.hours else { return at };
    let local = quiet.zone.to_datetime(at);
    let time = local.time();
    let within = if from < until {
        from <= time && time < until
    } else {
        from != until && (time >= from || time < until)
    };
    if !within {
        return at;
    }
    let ends_tomorrow = time >= until;
    let date = if ends_tomorrow { local.date().tomorrow().unwrap_or(local.date()) } else { local.date() };
    instant(quiet.zone, date, until).map_or(at, |end| end.max(at))
}

/// A time of day on a date. One that the clock change skips or repeats is read as the zone database reads it.
pub(super) fn instant(zone: &TimeZone, date: Date, time: Time) -> Option<Timestamp> {
    zone.to_zoned(date.to_datetime(time)).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_business_time::Hours;
    use jiff::civil::{date, time};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn hours(zone: &TimeZone, hours: Option<(Time, Time)>) -> Quiet<'_> {
        Quiet { zone, hours, days_off: None }
    }

    #[test]
    fn letters_wait_for_the_morning() {
        let zone = TimeZone::get("America/Sao_Paulo").unwrap();
        let night = hours(&zone, Some((time(21, 30, 0, 0), time(7, 0, 0, 0))));
        assert_eq!(not_before(at("2026-03-03T15:00:00Z"), &night), at("2026-03-03T15:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T01:00:00Z"), &night), at("2026-03-04T10:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T09:59:00Z"), &night), at("2026-03-04T10:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T10:00:00Z"), &night), at("2026-03-04T10:00:00Z"));
        let noon = hours(&zone, Some((time(12, 0, 0, 0), time(13, 0, 0, 0))));
        assert_eq!(not_before(at("2026-03-04T15:30:00Z"), &noon), at("2026-03-04T16:00:00Z"));
        let none = hours(&zone, Some((time(12, 0, 0, 0), time(12, 0, 0, 0))));
        assert_eq!(not_before(at("2026-03-04T15:00:00Z"), &none), at("2026-03-04T15:00:00Z"));
        assert_eq!(not_before(at("2026-03-04T15:30:00Z"), &hours(&zone, None)), at("2026-03-04T15:30:00Z"));
    }

    #[test]
    fn the_morning_after_the_clocks_changed_is_the_morning_there() {
        // Chicago springs forward on 8 March 2026 at 02:00, and falls back on 1 November.
        let zone = TimeZone::get("America/Chicago").unwrap();
        let night = hours(&zone, Some((time(22, 0, 0, 0), time(6, 30, 0, 0))));
        assert_eq!(not_before(at("2026-03-08T05:00:00Z"), &night), at("2026-03-08T11:30:00Z"));
        assert_eq!(not_before(at("2026-11-01T05:00:00Z"), &night), at("2026-11-01T12:30:00Z"));
        // An end that does not exist on that day comes an hour later, and one that comes twice comes at its first.
        let small = hours(&zone, Some((time(22, 0, 0, 0), time(2, 30, 0, 0))));
        assert_eq!(not_before(at("2026-03-08T05:00:00Z"), &small), at("2026-03-08T08:30:00Z"));
        let twice = hours(&zone, Some((time(22, 0, 0, 0), time(1, 30, 0, 0))));
        assert_eq!(not_before(at("2026-11-01T05:00:00Z"), &twice), at("2026-11-01T06:30:00Z"));
    }

    #[test]
    fn days_off_are_quiet_until_work_begins_and_the_night_too() {
        let zone = TimeZone::get("America/Sao_Paulo").unwrap();
        let calendar =
            Calendar::weekdays("America/Sao_Paulo", &[Hours::new(8 * 60, 17 * 60).unwrap()]).unwrap();
        let calendar = calendar.with_exception(date(2026, 4, 21), &[]).unwrap();
        let mut quiet = Quiet { zone: &zone, hours: None, days_off: Some(&calendar) };
        // Saturday noon waits for Monday at eight; the holiday on Tuesday for Wednesday.
        assert_eq!(not_before(at("2026-04-18T15:00:00Z"), &quiet), at("2026-04-20T11:00:00Z"));
        assert_eq!(not_before(at("2026-04-20T23:00:00Z"), &quiet), at("2026-04-20T23:00:00Z"));
        assert_eq!(not_before(at("2026-04-21T12:00:00Z"), &quiet), at("2026-04-22T11:00:00Z"));
        // Friday night runs into the weekend, and Monday is quiet until nine.
        quiet.hours = Some((time(20, 0, 0, 0), time(9, 0, 0, 0)));
        assert_eq!(not_before(at("2026-04-18T00:00:00Z"), &quiet), at("2026-04-20T12:00:00Z"));
    }

    #[test]
    fn what_must_be_acknowledged_before_the_morning_gets_through() {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        let night = hours(&zone, Some((time(22, 0, 0, 0), time(7, 0, 0, 0))));
        let now = at("2026-01-15T23:10:00Z");
        let ends = at("2026-01-16T07:00:00Z");
        assert_eq!(moment(now, &night, Some(at("2026-01-15T23:25:00Z"))), Moment::Through);
        assert_eq!(moment(now, &night, Some(ends)), Moment::Through);
        assert_eq!(moment(now, &night, Some(at("2026-01-16T07:00:01Z"))), Moment::Held(ends));
        assert_eq!(moment(now, &night, None), Moment::Held(ends));
        assert_eq!(moment(at("2026-01-15T21:59:59Z"), &night, None), Moment::Now);
    }
}
