//! How far away a due is, as people count: minutes and hours while it is near, days of the calendar beyond.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A distance in the one unit that people would use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Away {
    /// Minutes.
    Minutes(i64),
    /// Hours.
    Hours(i64),
    /// Days of the calendar.
    Days(i64),
}

impl Away {
    /// Word of the unit, for message keys.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Minutes(_) => "minutes",
            Self::Hours(_) => "hours",
            Self::Days(_) => "days",
        }
    }

    /// How many of them.
    pub fn count(self) -> i64 {
        match self {
            Self::Minutes(n) | Self::Hours(n) | Self::Days(n) => n,
        }
    }
}

/// How far a due is from now: under two hours in minutes, under two days in hours, both rounded down, and beyond in days
/// of the calendar in the zone of the due. Where a day was told (`on`) the days are counted from it: what was due on a
/// Monday is seven days late on the next.
pub fn away(now: Timestamp, at: Timestamp, on: Option<Date>, zone: &TimeZone) -> Away {
    let minutes = at.duration_since(now).as_mins().abs();
    match minutes {
        0..120 => Away::Minutes(minutes),
        120..2_880 => Away::Hours(minutes / 60),
        _ => {
            let day = on.unwrap_or_else(|| zone.to_datetime(at).date());
            let today = zone.to_datetime(now).date();
            Away::Days(day.duration_since(today).as_hours().abs() / 24)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn what_is_near_is_counted_in_minutes_and_hours() {
        let (now, utc) = (at("2031-05-14T10:00:00Z"), TimeZone::UTC);
        assert_eq!(away(now, at("2031-05-14T11:59:00Z"), None, &utc), Away::Minutes(119));
        assert_eq!(away(now, at("2031-05-14T08:00:00Z"), None, &utc), Away::Hours(2));
        assert_eq!(away(now, at("2031-05-16T09:59:00Z"), None, &utc), Away::Hours(47));
        assert_eq!(away(now, at("2031-05-16T10:00:00Z"), None, &utc), Away::Days(2));
    }

    #[test]
    fn days_are_those_of_the_calendar_where_it_is_due() {
        // Due by the end of Thursday the 8th in Lisbon; it is the morning of the 15th there.
        let due = at("2031-05-08T23:00:00Z");
        let on = Some(Date::constant(2031, 5, 8));
        let lisbon = zone("Europe/Lisbon");
        assert_eq!(away(at("2031-05-15T08:00:00Z"), due, on, &lisbon), Away::Days(7));
        assert_eq!(away(at("2031-05-04T08:00:00Z"), due, on, &lisbon), Away::Days(4));
        // An hour before midnight in Lisbon it is the next day in Tokyo already.
        let late = at("2031-05-15T22:30:00Z");
        assert_eq!(away(late, at("2031-05-08T12:00:00Z"), None, &lisbon), Away::Days(7));
        assert_eq!(away(late, at("2031-05-08T12:00:00Z"), None, &zone("Asia/Tokyo")), Away::Days(8));
    }
}
