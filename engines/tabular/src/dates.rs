//! Dates and times written as text, by a stated order. `01/02/03` is three different days; only the
//! person who knows the file can say which.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::spec::Code;

/// The order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026-12-31
    Ymd,
}

impl DateOrder {
    /// All orders.
    pub(crate) const ALL: [Self; 3] = [Self::Dmy, Self::Mdy, Self::Ymd];
}

/// A date as written, with what stood behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub date: Date,
    pub time: Option<Time>,
    pub offset: Option<Offset>,
    pub two_digit_year: bool,
    /// The year stands in front with four digits, so that no order had to be known.
    pub year_first: bool,
}

/// Reads `text` under `order`. A year of four digits in front is year, month, day whatever the order.
pub(crate) fn parse(text: &str, order: Option<DateOrder>, years_from: Option<i16>) -> Result<Written, Code> {
    let text = text.trim();
    let end = text.find([' ', 'T', 't', '\u{a0}', '\u{202f}']).unwrap_or(text.len());
    let (date, rest) = text.split_at_checked(end).ok_or(Code::DateInvalid)?;
    let year_first = date.find(['/', '-', '.']) == Some(4);
    let (date, two_digit_year) = parse_date(date, order, years_from)?;
    let rest = rest.trim_start_matches(['T', 't']).trim();
    if rest.is_empty() {
        return Ok(Written { date, time: None, offset: None, two_digit_year, year_first });
    }
    let (time, offset) = parse_time(rest)?;
    Ok(Written { date, time: Some(time), offset, two_digit_year, year_first })
}

fn parse_date(text: &str, order: Option<DateOrder>, years_from: Option<i16>) -> Result<(Date, bool), Code> {
    let separator = text.chars().find(|c| matches!(c, '/' | '-' | '.')).ok_or(Code::DateInvalid)?;
    let mut parts = text.split(separator);
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(Code::DateInvalid);
    };
    let order = if a.len() == 4 { Some(DateOrder::Ymd) } else { order };
    let (year, month, day) = match order.ok_or(Code::DateOrderNotStated)? {
        DateOrder::Dmy => (c, b, a),
        DateOrder::Mdy => (c, a, b),
        DateOrder::Ymd => (a, b, c),
    };
    let written_year = number(year, 4)?;
    let (year, short) = match year.len() {
        4 => (written_year, false),
        2 => (full_year(written_year, years_from.ok_or(Code::TwoDigitYear)?), true),
        _ => return Err(Code::DateInvalid),
    };
    let month = i8::try_from(number(month, 2)?).map_err(|_| Code::DateInvalid)?;
    let day = i8::try_from(number(day, 2)?).map_err(|_| Code::DateInvalid)?;
    Date::new(year, month, day).map(|date| (date, short)).map_err(|_| Code::DateImpossible)
}

/// The year within the hundred beginning at `from` that ends in these two digits.
fn full_year(two: i16, from: i16) -> i16 {
    let ahead = (i32::from(two) - i32::from(from)).rem_euclid(100);
    from.saturating_add(i16::try_from(ahead).unwrap_or_default())
}

fn parse_time(text: &str) -> Result<(Time, Option<Offset>), Code> {
    let (text, offset) = split_offset(text)?;
    let upper = text.to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let hour = number(parts.next().unwrap_or_default(), 2)?;
    let minute = number(parts.next().ok_or(Code::TimeInvalid)?, 2)?;
    let second = parts.next().map_or(Ok(0), |part| number(part, 2))?;
    if parts.next().is_some() {
        return Err(Code::TimeInvalid);
    }
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(Code::TimeInvalid),
        Some(add) => hour % 12 + add,
    };
    let small = |value: i16| i8::try_from(value).map_err(|_| Code::TimeInvalid);
    Time::new(small(hour)?, small(minute)?, small(second)?, nanoseconds(fraction)?)
        .map(|time| (time, offset))
        .map_err(|_| Code::TimeInvalid)
}

/// `Z`, `+02:00`, `-0300` at the end of a time.
fn split_offset(text: &str) -> Result<(&str, Option<Offset>), Code> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Ok((clock.trim_end(), Some(Offset::UTC)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Ok((text, None)) };
    let (clock, offset) = text.split_at_checked(at).ok_or(Code::TimeInvalid)?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits, 2)?, 0),
        4 => {
            let (hours, minutes) = digits.split_at_checked(2).ok_or(Code::TimeInvalid)?;
            (number(hours, 2)?, number(minutes, 2)?)
        }
        _ => return Err(Code::TimeInvalid),
    };
    let seconds = sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60);
    if hours > 18 || minutes > 59 {
        return Err(Code::TimeInvalid);
    }
    Offset::from_seconds(seconds)
        .map(|offset| (clock.trim_end(), Some(offset)))
        .map_err(|_| Code::TimeInvalid)
}

fn nanoseconds(fraction: &str) -> Result<i32, Code> {
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Code::TimeInvalid);
    }
    format!("{fraction:0<9}").parse().map_err(|_| Code::TimeInvalid)
}

fn number(text: &str, most_digits: usize) -> Result<i16, Code> {
    let right = (1..=most_digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten().ok_or(Code::DateInvalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, order: DateOrder) -> String {
        match parse(text, Some(order), Some(1970)) {
            Ok(Written { date, time, offset, .. }) => {
                let time = time.map(|time| format!(" {time}")).unwrap_or_default();
                let offset = offset.map(|offset| format!(" {offset}")).unwrap_or_default();
                format!("{date}{time}{offset}")
            }
            Err(code) => code.as_str().to_owned(),
        }
    }

    #[test]
    fn the_stated_order_decides() {
        for (text, dmy, mdy, ymd) in [
            ("01/02/03", "2003-02-01", "2003-01-02", "2001-02-03"),
            ("12/1/2010 13:04", "2010-01-12 13:04:00", "2010-12-01 13:04:00", "date-invalid"),
            ("31.12.2026", "2026-12-31", "date-impossible", "date-invalid"),
            ("2026-12-31", "2026-12-31", "2026-12-31", "2026-12-31"),
            ("29/2/2015", "date-impossible", "date-impossible", "date-invalid"),
            ("1/1/69", "2069-01-01", "2069-01-01", "date-invalid"),
            ("1/1/70", "1970-01-01", "1970-01-01", "date-invalid"),
            ("1/2-2020", "date-invalid", "date-invalid", "date-invalid"),
            ("hello", "date-invalid", "date-invalid", "date-invalid"),
            ("", "date-invalid", "date-invalid", "date-invalid"),
        ] {
            assert_eq!(shown(text, DateOrder::Dmy), dmy, "{text} as dmy");
            assert_eq!(shown(text, DateOrder::Mdy), mdy, "{text} as mdy");
            assert_eq!(shown(text, DateOrder::Ymd), ymd, "{text} as ymd");
        }
    }

    #[test]
    fn times_come_in_every_dress() {
        for (text, expected) in [
            ("2020-01-02T03:04:05Z", "2020-01-02 03:04:05 +00"),
            ("2020-01-02 03:04:05.25-03:00", "2020-01-02 03:04:05.25 -03"),
            ("2020-01-02 12:30 AM", "2020-01-02 00:30:00"),
            ("2020-01-02 12:30pm", "2020-01-02 12:30:00"),
            ("2020-01-02 13:30 PM", "time-invalid"),
            ("2020-01-02 25:00", "time-invalid"),
            ("2020-01-02 12", "time-invalid"),
            ("2020-01-02 12:00:00:00", "time-invalid"),
            ("2020-01-02 12:00+99:00", "time-invalid"),
        ] {
            assert_eq!(shown(text, DateOrder::Dmy), expected, "{text}");
        }
    }

    #[test]
    fn two_digit_years_and_order_are_never_guessed() {
        assert_eq!(parse("1/2/20", Some(DateOrder::Dmy), None), Err(Code::TwoDigitYear));
        assert_eq!(parse("1/2/2020", None, None), Err(Code::DateOrderNotStated));
    }

    proptest! {
        #[test]
        fn every_day_survives_every_order(year in 1_i16..9999, month in 1_i8..=12, day in 1_i8..=28) {
            let date = Date::new(year, month, day).unwrap();
            for (order, text) in [
                (DateOrder::Dmy, format!("{day}/{month}/{year:04}")),
                (DateOrder::Mdy, format!("{month:02}.{day:02}.{year:04}")),
                (DateOrder::Ymd, format!("{year:04}-{month}-{day}")),
            ] {
                prop_assert_eq!(parse(&text, Some(order), None).map(|written| written.date), Ok(date));
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}", from in i16::MIN..i16::MAX) {
            for order in DateOrder::ALL {
                let _ = parse(&text, Some(order), Some(from));
            }
        }
    }
}
