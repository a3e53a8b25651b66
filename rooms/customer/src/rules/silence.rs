//! Silences on a customer's time line that are worth naming.

use jiff::Timestamp;

/// Shortest silence that is named, in days.
const NAMED_DAYS: i64 = 14;

/// Whole days of silence between two neighbouring entries, when they are worth naming.
pub fn named_silence(earlier: Timestamp, later: Timestamp) -> Option<i64> {
    let days = later.duration_since(earlier).as_hours() / 24;
    (days >= NAMED_DAYS).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fortnight_is_named_and_less_is_not() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let start = at("2031-05-01T10:00:00Z");
        assert_eq!(named_silence(start, at("2031-05-15T09:59:00Z")), None);
        assert_eq!(named_silence(start, at("2031-05-15T10:00:00Z")), Some(14));
        assert_eq!(named_silence(start, at("2031-04-01T10:00:00Z")), None);
    }
}
