//! What a civil date or time, as somebody typed it, means at a zone. Nothing is shifted or
//! clamped in silence.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Span, Timestamp};

use crate::{CivilError, TimeError};

const FIRST_YEAR: i16 = 1970;
const LAST_YEAR: i16 = 2200;

/// The date it is at a zone at an instant.
#[must_use]
pub fn date_in_zone(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

/// The same day n months later (earlier, if negative), clamped to the month's end. Always count
/// from the anchor, never from a clamped date: 31 January + 1 is 28 February, + 2 is 31 March.
///
/// # Errors
/// [`TimeError::TooFar`] outside the years a date can have.
pub fn add_months_clamped(anchor: Date, n: i32) -> Result<Date, TimeError> {
    let too_far = |_| TimeError::TooFar { from: anchor };
    let months = Span::new().try_months(n).map_err(too_far)?;
    anchor.checked_add(months).map_err(too_far)
}

/// The instant at which the wall clock at a zone shows a local time; the offset, if given, says
/// which of two and must be one the zone really has then.
///
/// # Errors
/// [`CivilError::Skipped`] and [`CivilError::Ambiguous`] name both possible instants;
/// [`CivilError::WrongOffset`]; [`CivilError::OutOfRange`].
pub fn resolve_civil(
    local: DateTime,
    zone: &TimeZone,
    offset: Option<Offset>,
) -> Result<Timestamp, CivilError> {
    let instant = |offset: Offset| offset.to_timestamp(local).map_err(|_| CivilError::OutOfRange { local });
    match (zone.to_ambiguous_timestamp(local).offset(), offset) {
        (AmbiguousOffset::Gap { before, after }, _) => {
            Err(CivilError::Skipped { local, earlier: instant(after)?, later: instant(before)? })
        }
        (AmbiguousOffset::Unambiguous { offset: only }, None) => instant(only),
        (AmbiguousOffset::Unambiguous { offset: only }, Some(given)) if given == only => instant(only),
        (AmbiguousOffset::Fold { before, after }, Some(given)) if given == before || given == after => {
            instant(given)
        }
        (AmbiguousOffset::Fold { before, after }, None) => {
            Err(CivilError::Ambiguous { local, earlier: instant(before)?, later: instant(after)? })
        }
        (_, Some(given)) => Err(CivilError::WrongOffset { local, offset: given }),
    }
}

/// The instant somebody typed: `2026-03-29T03:30` is read at the zone; with `Z` or `+02:00` it
/// is that instant wherever the zone is. Seconds and fractions are optional, a space may stand
/// for the `T`.
///
/// # Errors
/// Any [`CivilError`] but [`CivilError::WrongOffset`].
pub fn parse_due(text: &str, zone: &TimeZone) -> Result<Timestamp, CivilError> {
    let unreadable = || CivilError::Unreadable { text: text.to_owned() };
    let (typed_date, rest) = date_fields(text.trim()).ok_or_else(unreadable)?;
    let (typed_time, rest) = rest.strip_prefix(['T', ' ']).and_then(time_fields).ok_or_else(unreadable)?;
    let offset = offset_field(rest).ok_or_else(unreadable)?;
    let local = real_date(typed_date)?.to_datetime(real_time(typed_time)?);
    match offset {
        Some(offset) => offset.to_timestamp(local).map_err(|_| CivilError::OutOfRange { local }),
        None => resolve_civil(local, zone, None),
    }
}

/// The date somebody typed, as `2026-03-29`.
///
/// # Errors
/// [`CivilError::Unreadable`], [`CivilError::NoSuchDate`] or [`CivilError::YearOutOfRange`].
pub fn parse_date(text: &str) -> Result<Date, CivilError> {
    match date_fields(text.trim()) {
        Some((typed, "")) => real_date(typed),
        _ => Err(CivilError::Unreadable { text: text.to_owned() }),
    }
}

type DateFields = (i16, i8, i8);
type TimeFields = (i8, i8, i8, i32);

fn real_date((year, month, day): DateFields) -> Result<Date, CivilError> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(CivilError::YearOutOfRange { year });
    }
    Date::new(year, month, day).map_err(|_| CivilError::NoSuchDate { year, month, day })
}

fn real_time((hour, minute, second, nanosecond): TimeFields) -> Result<Time, CivilError> {
    Time::new(hour, minute, second, nanosecond).map_err(|_| CivilError::NoSuchTime { hour, minute, second })
}

fn date_fields(text: &str) -> Option<(DateFields, &str)> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    Some(((i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?), rest))
}

fn time_fields(text: &str) -> Option<(TimeFields, &str)> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, mut rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (mut second, mut nanosecond) = (0, 0);
    if let Some(after) = rest.strip_prefix(':') {
        (second, rest) = digits(after, 2)?;
        if let Some(after) = rest.strip_prefix('.') {
            (nanosecond, rest) = fraction(after)?;
        }
    }
    Some((
        (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, nanosecond),
        rest,
    ))
}

fn fraction(text: &str) -> Option<(i32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (value, rest) = digits(text, length).filter(|_| (1..=9).contains(&length))?;
    let scale = 10_i32.checked_pow(u32::try_from(9 - length).ok()?)?;
    Some((value.checked_mul(scale)?, rest))
}

/// `Some(None)`: no offset was typed; `None`: what stands there is none.
fn offset_field(text: &str) -> Option<Option<Offset>> {
    if text.is_empty() {
        return Some(None);
    }
    if text == "Z" || text == "z" {
        return Some(Some(Offset::UTC));
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let in_day = rest.is_empty() && hours < 24 && minutes < 60;
    in_day.then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())?.map(Some)
}

fn digits(text: &str, count: usize) -> Option<(i32, &str)> {
    let (number, rest) = text.split_at_checked(count)?;
    let plain = number.bytes().all(|b| b.is_ascii_digit());
    Some((plain.then(|| number.parse().ok())??, rest))
}
