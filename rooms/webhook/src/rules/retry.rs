//! When a message that the receiver did not take is tried again, and when an endpoint is given up. The pauses are those that
//! Standard Webhooks gives as its example: ten attempts within some 76 hours.

use jiff::{SignedDuration, Timestamp};

/// Pauses after the first attempt, the second, and so on, in seconds.
const PAUSES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// A pause is longer by up to so many parts in a thousand, so that what failed together is not tried together.
const SPREAD: i64 = 100;
/// What a receiver asks for counts up to here.
const ASKED_MAX: i64 = 86_400;

/// The pause after so many attempts; `chance` is any number, by which pauses differ. `asked` is what the receiver asked for
/// (`Retry-After`, in seconds). None when it is given up.
pub fn pause(attempts: i64, chance: u64, asked: Option<i64>) -> Option<SignedDuration> {
    let at = usize::try_from(attempts - 1).unwrap_or(0);
    let seconds = *PAUSES.get(at)?;
    let part = i64::try_from(chance % 1_000).unwrap_or(0);
    let spread = SignedDuration::from_millis(seconds * SPREAD * part / 1_000);
    let pause = SignedDuration::from_secs(seconds) + spread;
    let asked = SignedDuration::from_secs(asked.unwrap_or(0).clamp(0, ASKED_MAX));
    Some(pause.max(asked))
}

/// Whether an endpoint that has taken nothing since an instant is to be stopped.
pub fn is_over(failing_since: Timestamp, now: Timestamp, days: i64) -> bool {
    now.duration_since(failing_since) >= SignedDuration::from_hours(24 * days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_over_days_and_end() {
        let seconds: Vec<i64> =
            (1..).map_while(|tries| pause(tries, 0, None)).map(|one| one.as_secs()).collect();
        assert_eq!(seconds, PAUSES);
        let hours = seconds.iter().sum::<i64>() / 3_600;
        assert_eq!(hours, 75, "days, not minutes");
        assert_eq!(pause(10, 7, None), None, "ten attempts");
    }

    #[test]
    fn what_failed_together_is_not_tried_together() {
        let of = |chance| pause(3, chance, None).unwrap();
        assert_eq!(of(0), SignedDuration::from_secs(1_800));
        assert_eq!(of(500), SignedDuration::from_secs(1_890));
        assert!((0..5_000).map(of).all(|one| (1_800..=1_980).contains(&one.as_secs())));
    }

    #[test]
    fn what_the_receiver_asks_for_counts_within_a_day() {
        let asked = |seconds| pause(1, 0, Some(seconds)).unwrap().as_secs();
        assert_eq!((asked(90), asked(2), asked(-4), asked(9_999_999)), (90, 5, 5, 86_400));
    }

    #[test]
    fn an_endpoint_is_over_after_its_days() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let since = at("2027-03-01T10:00:00Z");
        assert!(!is_over(since, at("2027-03-03T09:59:59Z"), 2));
        assert!(is_over(since, at("2027-03-03T10:00:00Z"), 2));
    }
}
