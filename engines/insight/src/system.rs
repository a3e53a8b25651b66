//! The history of one unit: from when it entered service until nobody watched any more.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One repairable unit: its outages, and how long it was watched. Times count from its entry into
/// service, in any unit of time, the same for all units of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct System {
    end: f64,
    events: Vec<f64>,
}

/// Why a history is none.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum SystemError {
    /// The observation ends at no positive time.
    #[error("the observation ends at {0}, which is no positive time")]
    End(f64),
    /// An outage before entry into service, at it, or after the observation ended.
    #[error("an outage at {time} lies outside the observation, which ends at {end}")]
    Outside {
        /// The time of the outage.
        time: f64,
        /// When the observation ends.
        end: f64,
    },
}

impl System {
    /// A unit watched until `end`; outages in any order, several at one time allowed, one at the end
    /// counts.
    ///
    /// # Errors
    /// No positive end, or an outage outside the observation.
    pub fn new(end: f64, mut events: Vec<f64>) -> Result<Self, SystemError> {
        if !end.is_finite() || end <= 0.0 {
            return Err(SystemError::End(end));
        }
        if let Some(&time) = events.iter().find(|time| !(**time > 0.0 && **time <= end)) {
            return Err(SystemError::Outside { time, end });
        }
        events.sort_by(f64::total_cmp);
        Ok(Self { end, events })
    }

    /// When the observation ended.
    #[must_use]
    pub fn end(&self) -> f64 {
        self.end
    }

    /// The outages, earliest first.
    #[must_use]
    pub fn events(&self) -> &[f64] {
        &self.events
    }
}

/// All outages of all units.
pub(crate) fn event_count(systems: &[System]) -> usize {
    systems.iter().map(|system| system.events.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_that_cannot_be_is_refused() {
        assert!(matches!(System::new(0.0, vec![]), Err(SystemError::End(_))));
        assert!(matches!(System::new(f64::NAN, vec![]), Err(SystemError::End(_))));
        assert_eq!(System::new(9.0, vec![2.0, 9.5]), Err(SystemError::Outside { time: 9.5, end: 9.0 }));
        assert!(System::new(9.0, vec![0.0]).is_err());
        assert!(System::new(9.0, vec![f64::NAN]).is_err());
        assert_eq!(System::new(9.0, vec![9.0, 2.0]).unwrap().events(), [2.0, 9.0]);
    }
}
