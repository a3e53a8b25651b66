//! When a letter that did not go out is tried again.

use jiff::SignedDuration;

/// Tries after which a letter is given up.
const TRIES_MAX: i64 = 14;

/// The pause after this many tries: a minute, doubling up to six hours; none when it is given up.
pub fn pause(tries: i64) -> Option<SignedDuration> {
    if tries >= TRIES_MAX {
        return None;
    }
    let exponent = u32::try_from(tries - 1).unwrap_or(0).min(9);
    Some(SignedDuration::from_mins(2_i64.pow(exponent).min(360)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(pause(1), Some(SignedDuration::from_mins(1)));
        assert_eq!(pause(4), Some(SignedDuration::from_mins(8)));
        assert_eq!(pause(10), Some(SignedDuration::from_hours(6)));
        assert_eq!(pause(13), Some(SignedDuration::from_hours(6)));
        assert_eq!(pause(14), None);
    }
}
