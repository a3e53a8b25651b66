//! Places in a list, as opaque text: whoever reads a list hands it back for the next page.

mod sort;

use std::str::FromStr;

use accord_kernel::{Outcome, Refusal};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

pub use accord_store::{Value, walk::By};
pub use sort::{Sort, SortKey, Sorted, next_place, sorted};

/// Rows given when no limit is asked for.
const LIMIT_DEFAULT: i64 = 50;
/// Most rows given at once.
pub const LIMIT_MAX: i64 = 200;

/// The limit asked for.
///
/// # Errors
/// `field.range` beyond 1 to 200.
pub fn limit(asked: Option<i64>) -> Outcome<i64> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Refusal::field("/limit", "field.range").with("from", 1_i64).with("to", LIMIT_MAX));
    }
    Ok(limit)
}

/// Text of a place.
pub fn encode(place: &impl Serialize) -> Option<String> {
    Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).ok()?))
}

/// The place of a text.
///
/// # Errors
/// `field.form` when it is not one that [`encode`] made.
pub fn decode<T: DeserializeOwned>(after: Option<&str>) -> Outcome<Option<T>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok();
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

/// The two parts of a place that is written in the open, `one_other`.
///
/// # Errors
/// `field.form` when it is not such a place.
pub fn place<A: FromStr, B: FromStr>(after: Option<&str>) -> Outcome<Option<(A, B)>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || {
        let (a, b) = text.split_once('_')?;
        Some((a.parse().ok()?, b.parse().ok()?))
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

/// Rows of a list are counted exactly to here; beyond it says "more than".
pub const COUNT_EXACT_TO: i64 = 1_000;

/// What waits for somebody is counted to here: one more than the navigation says exactly, since each page asks for it.
pub const WAITING_COUNTED_TO: i64 = 100;

/// A page of a list, and how many rows the whole list has.
#[derive(Debug)]
pub struct Leaf<R> {
    /// The rows of this page.
    pub rows: Vec<R>,
    /// Whether another page follows.
    pub more: bool,
    /// Rows in the whole list, at most [`COUNT_EXACT_TO`].
    pub count: i64,
    /// True when there are more than were counted.
    pub count_capped: bool,
}

/// Makes a page of rows that were read one too far. `first` says that nothing went before: a first page that shows
/// everything has been counted by reading it, and `count` (asked with how far to count) is not needed.
///
/// # Errors
/// What `count` refuses.
pub fn leaf<R>(
    mut rows: Vec<R>,
    limit: i64,
    first: bool,
    count: impl FnOnce(i64) -> Outcome<i64>,
) -> Outcome<Leaf<R>> {
    let more = trim(&mut rows, limit);
    let found = if first && !more {
        i64::try_from(rows.len()).unwrap_or(i64::MAX)
    } else {
        count(COUNT_EXACT_TO + 1)?
    };
    Ok(Leaf { rows, more, count: found.min(COUNT_EXACT_TO), count_capped: found > COUNT_EXACT_TO })
}

/// Takes the rows too many off; whether there were any.
pub fn trim<R>(rows: &mut Vec<R>, limit: i64) -> bool {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

/// Takes the row too many off and says where the next page begins.
pub fn cut<R>(rows: &mut Vec<R>, limit: i64, place: impl Fn(&R) -> Option<String>) -> Option<String> {
    trim(rows, limit).then(|| rows.last().and_then(place)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_counted_one_further_than_the_navigation_shows() {
        let shown = i64::try_from(accord_face::parts::shell::Count::EXACT_TO).unwrap();
        assert_eq!(WAITING_COUNTED_TO, shown + 1);
    }

    #[test]
    fn a_place_comes_back_and_anything_else_is_refused() {
        let text = encode(&("müller & söhne".to_owned(), 7)).unwrap();
        assert_eq!(decode::<(String, i64)>(Some(&text)).unwrap(), Some(("müller & söhne".to_owned(), 7)));
        assert_eq!(decode::<(String, i64)>(Some("")).unwrap(), None);
        for bad in ["x", "%%", "e30", "é"] {
            assert!(decode::<(String, i64)>(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn limits_and_the_row_too_many() {
        assert_eq!(limit(None).unwrap(), 50);
        assert!(limit(Some(200)).is_ok() && limit(Some(0)).is_err() && limit(Some(201)).is_err());
        let mut rows = vec![1, 2, 3];
        assert_eq!(cut(&mut rows, 2, |row| Some(row.to_string())), Some("2".to_owned()));
        assert_eq!(rows, [1, 2]);
        assert_eq!(cut(&mut rows, 2, |row| Some(row.to_string())), None);
    }
}
