//! What an answer to a quote does: accepted once, in time, and only the version that stands.

use jiff::civil::Date;

use crate::VersionState;

/// What is known of a version when an answer arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How the version stands.
    pub state: VersionState,
    /// Its number.
    pub number: i64,
    /// The number of the version that the customer has now; none while nothing was sent.
    pub newest_sent: Option<i64>,
    /// Last day on which it holds, where the customer is.
    pub valid_until: Date,
    /// The day there now.
    pub today: Date,
}

/// Why an answer cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The customer never got it.
    NotSent,
    /// A newer version took its place.
    Superseded(i64),
    /// Its last day is over.
    Expired(Date),
    /// It was answered with no.
    Declined,
    /// We took it back.
    Withdrawn,
    /// It was accepted before.
    Accepted,
}

/// Whether the customer's answer can be taken today.
///
/// # Errors
/// Why not.
pub fn may_answer(standing: &Standing) -> Result<(), Why> {
    match standing.state {
        VersionState::Draft => Err(Why::NotSent),
        VersionState::Superseded => Err(Why::Superseded(standing.newest_sent.unwrap_or(standing.number))),
        VersionState::Accepted => Err(Why::Accepted),
        VersionState::Declined => Err(Why::Declined),
        VersionState::Withdrawn => Err(Why::Withdrawn),
        VersionState::Expired => Err(Why::Expired(standing.valid_until)),
        VersionState::Sent if standing.newest_sent.is_some_and(|newest| newest > standing.number) => {
            Err(Why::Superseded(standing.newest_sent.unwrap_or(standing.number)))
        }
        VersionState::Sent if standing.today > standing.valid_until => {
            Err(Why::Expired(standing.valid_until))
        }
        VersionState::Sent => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn standing(state: VersionState) -> Standing {
        Standing {
            state,
            number: 2,
            newest_sent: Some(2),
            valid_until: date(2027, 5, 14),
            today: date(2027, 5, 14),
        }
    }

    #[test]
    fn the_version_that_stands_is_accepted_on_its_last_day_and_not_the_day_after() {
        assert_eq!(may_answer(&standing(VersionState::Sent)), Ok(()));
        let late = Standing { today: date(2027, 5, 15), ..standing(VersionState::Sent) };
        assert_eq!(may_answer(&late), Err(Why::Expired(date(2027, 5, 14))));
    }

    #[test]
    fn nothing_else_is() {
        let newer = Standing { newest_sent: Some(3), ..standing(VersionState::Sent) };
        assert_eq!(may_answer(&newer), Err(Why::Superseded(3)));
        for (state, why) in [
            (VersionState::Draft, Why::NotSent),
            (VersionState::Superseded, Why::Superseded(2)),
            (VersionState::Accepted, Why::Accepted),
            (VersionState::Declined, Why::Declined),
            (VersionState::Withdrawn, Why::Withdrawn),
            (VersionState::Expired, Why::Expired(date(2027, 5, 14))),
        ] {
            assert_eq!(may_answer(&standing(state)), Err(why), "{state:?}");
        }
    }
}
