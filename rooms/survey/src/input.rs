//! Reading what comes from outside: words trimmed and bounded.

use accord_kernel::{Outcome, Refusal};

/// Optional words; blank is none.
pub(crate) use accord_room_people::check::some as words;

/// Most characters of a contact's words.
pub(crate) const WORDS_MAX: usize = 4_000;
/// Most characters of what a question is about.
pub(crate) const ABOUT_MAX: usize = 200;

/// A rating from 1 to 5.
pub(crate) fn rating(rating: i64) -> Outcome<i64> {
    if (1..=5).contains(&rating) {
        Ok(rating)
    } else {
        Err(Refusal::field("/rating", "field.range").with("from", 1_i64).with("to", 5_i64))
    }
}
