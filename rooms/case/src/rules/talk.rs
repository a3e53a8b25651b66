//! When the next word comes (R32): every word says when, and not later than the rhythm that holds at the severity.

use jiff::Timestamp;

/// Why the next word does not come in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotInTime {
    /// Nobody said when it comes.
    Unsaid,
    /// Later than the customer is told at the latest.
    Late,
}

/// Whether the next word comes by the latest time at which it has to.
///
/// # Errors
/// What is wrong with it.
pub fn in_time(next_at: Option<Timestamp>, latest: Timestamp) -> Result<(), NotInTime> {
    match next_at {
        None => Err(NotInTime::Unsaid),
        Some(at) if at > latest => Err(NotInTime::Late),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r32_the_next_word_is_said_and_comes_by_the_rhythm_at_the_latest() {
        let latest: Timestamp = "2027-03-03T11:40:00Z".parse().unwrap();
        assert_eq!(in_time(None, latest), Err(NotInTime::Unsaid));
        assert_eq!(in_time(Some(latest), latest), Ok(()));
        assert_eq!(in_time("2027-03-03T10:05:00Z".parse().ok(), latest), Ok(()));
        assert_eq!(in_time("2027-03-03T11:40:00.000001Z".parse().ok(), latest), Err(NotInTime::Late));
    }
}
