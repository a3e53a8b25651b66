//! How long an address rests after failed tries.

use jiff::SignedDuration;

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

#[cfg(test)]
mod tests {
    use super::*;

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
