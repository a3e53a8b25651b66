//! Checks of what comes from outside: dates within the years of business, instants that have come, numbers in bounds.

use accord_kernel::{Outcome, Refusal};
pub use accord_room_catalog::input::{number, same_version};
pub use accord_room_people::check::{NAME_MAX, WORDING_MAX, optional, some, text};
use jiff::{Timestamp, civil::Date};

/// Most months of a warranty.
pub const MONTHS_MAX: i64 = crate::rules::period::MONTHS_MAX;
/// Most that a counter may show.
pub const READING_MAX: i64 = 1_000_000_000_000;

/// A civil date within the years that business dates may have.
///
/// # Errors
/// `field.year`.
pub fn date(pointer: &str, date: Date) -> Outcome<Date> {
    if (1900..=2200).contains(&date.year()) { Ok(date) } else { Err(Refusal::field(pointer, "asset.year")) }
}

/// As [`date`] for one that may be left out.
///
/// # Errors
/// As [`date`].
pub fn maybe_date(pointer: &str, value: Option<Date>) -> Outcome<Option<Date>> {
    value.map(|value| date(pointer, value)).transpose()
}

/// A civil date that has come where it is meant.
///
/// # Errors
/// `asset.future` with today there.
pub fn past_date(pointer: &str, value: Date, today: Date) -> Outcome<Date> {
    let value = date(pointer, value)?;
    if value > today {
        return Err(Refusal::field(pointer, "asset.future").with("today", today));
    }
    Ok(value)
}

/// An instant that has come, as databases keep it: by the microsecond.
///
/// # Errors
/// `asset.future_instant` with the present.
pub fn past_instant(pointer: &str, at: Timestamp, now: Timestamp) -> Outcome<Timestamp> {
    if at > now {
        return Err(Refusal::field(pointer, "asset.future_instant").with("now", now));
    }
    let kept = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
    let year = kept.to_zoned(jiff::tz::TimeZone::UTC).year();
    if year < 1900 { Err(Refusal::field(pointer, "asset.year")) } else { Ok(kept) }
}
