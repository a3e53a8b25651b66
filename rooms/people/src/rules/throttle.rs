//! How long an address rests after failed tries.

use jiff::{SignedDuration, Timestamp};

/// Tries that cost nothing: people mistype.
pub const FREE_TRIES: i64 = 5;
/// The longest rest, so that nobody can lock a colleague out for a day.
const REST_MAX_SECONDS: i64 = 15 * 60;

/// The rest after this many failures in a row: none at first, then 30 seconds doubling each time.
pub fn rest(failures: i64) -> Option<SignedDuration> {
    let over = failures - FREE_TRIES;
    if over < 0 {
        return None;
    }
    let exponent = u32::try_from(over).unwrap_or(u32::MAX).min(10);
    Some(SignedDuration::from_secs((30 * 2_i64.pow(exponent)).min(REST_MAX_SECONDS)))
}

/// Letters with a new link that one address may be sent in an hour: a slip or two, but no flood in somebody's mailbox.
pub const ASKED_MAX: i64 = 3;
/// How long they are counted.
pub const ASKED_FOR: SignedDuration = SignedDuration::from_hours(1);

/// One more asking of an address, known or not: how many then, and until when they are counted.
///
/// # Errors
/// Until when nothing more is sent to it.
pub fn ask(asked: i64, until: Option<Timestamp>, wall: Timestamp) -> Result<(i64, Timestamp), Timestamp> {
    match until.filter(|until| *until > wall) {
        Some(until) if asked >= ASKED_MAX => Err(until),
        Some(until) => Ok((asked + 1, until)),
        None => Ok((1, wall.checked_add(ASKED_FOR).unwrap_or(wall))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_letters_an_hour_from_the_first_on() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let end = at("2026-03-02T10:17:00Z");
        assert_eq!(ask(0, None, at("2026-03-02T09:17:00Z")), Ok((1, end)));
        assert_eq!(ask(1, Some(end), at("2026-03-02T09:30:00Z")), Ok((2, end)));
        assert_eq!(ask(2, Some(end), at("2026-03-02T10:16:00Z")), Ok((3, end)));
        assert_eq!(ask(3, Some(end), at("2026-03-02T10:16:59Z")), Err(end));
        assert_eq!(ask(3, Some(end), end), Ok((1, at("2026-03-02T11:17:00Z"))));
    }

    #[test]
    fn rests_grow_to_a_limit() {
        assert_eq!(rest(4), None);
        assert_eq!(rest(5), Some(SignedDuration::from_secs(30)));
        assert_eq!(rest(6), Some(SignedDuration::from_secs(60)));
        assert_eq!(rest(9), Some(SignedDuration::from_secs(480)));
        assert_eq!(rest(10), Some(SignedDuration::from_mins(15)));
        assert_eq!(rest(i64::MAX - 10), Some(SignedDuration::from_mins(15)));
    }
}
