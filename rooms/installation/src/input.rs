//! Reading what comes from outside: texts trimmed and bounded, dates within the years of business.

use accord_kernel::{Outcome, Refusal};
pub(crate) use accord_room_people::check::{NAME_MAX, WORDING_MAX, some as optional, text};
use jiff::civil::Date;

/// A whole number between two limits.
pub(crate) fn number(pointer: &str, number: i64, from: i64, to: i64) -> Outcome<i64> {
    if (from..=to).contains(&number) {
        Ok(number)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", from).with("to", to))
    }
}

/// A date within the years that business dates may have.
pub(crate) fn date(pointer: &str, date: Date) -> Outcome<Date> {
    if (1970..=2200).contains(&date.year()) {
        Ok(date)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", 1970_i64).with("to", 2200_i64))
    }
}

/// The last day of what is planned, which is not over yet.
pub(crate) fn to_come(pointer: &str, day: Date, today: Date) -> Outcome<Date> {
    let day = date(pointer, day)?;
    if day < today { Err(Refusal::field(pointer, "field.past")) } else { Ok(day) }
}
