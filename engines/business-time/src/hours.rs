//! One stretch of working hours within a civil day, written `08:00-12:00`.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::CalendarError;

const MINUTES_OF_DAY: u16 = 24 * 60;

/// Working hours within one civil day, start included, end excluded; the end may be `24:00`.
/// The times are what the wall clock shows at the calendar's zone. Serialised as `"08:00-12:00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hours {
    start: u16,
    end: u16,
}

impl Hours {
    /// The whole day, `00:00-24:00`.
    pub const ALL_DAY: Self = Self { start: 0, end: MINUTES_OF_DAY };

    /// Hours from and to so many minutes after midnight on the wall clock.
    ///
    /// # Errors
    /// [`CalendarError::HoursOutOfOrder`] unless `start < end <= 24:00`.
    pub fn new(start: u16, end: u16) -> Result<Self, CalendarError> {
        if start < end && end <= MINUTES_OF_DAY {
            Ok(Self { start, end })
        } else {
            Err(CalendarError::HoursOutOfOrder { start, end })
        }
    }

    /// Start, in minutes after midnight on the wall clock (0 to 1439).
    #[must_use]
    pub fn start_minute(self) -> u16 {
        self.start
    }

    /// End, in minutes after midnight on the wall clock (1 to 1440).
    #[must_use]
    pub fn end_minute(self) -> u16 {
        self.end
    }

    pub(crate) fn start_offset(self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.start) * 60)
    }

    pub(crate) fn end_offset(self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.end) * 60)
    }

    /// The entries of one day in order, touching ones joined.
    pub(crate) fn in_order(mut entries: Vec<Self>) -> Result<Vec<Self>, CalendarError> {
        entries.sort_unstable();
        let mut joined: Vec<Self> = Vec::with_capacity(entries.len());
        for next in entries {
            match joined.last_mut() {
                Some(last) if next.start < last.end => {
                    return Err(CalendarError::Overlap { first: *last, second: next });
                }
                Some(last) if next.start == last.end => last.end = next.end,
                _ => joined.push(next),
            }
        }
        Ok(joined)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start, self.end);
        write!(f, "{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
    }
}

impl FromStr for Hours {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let unreadable = || CalendarError::UnreadableHours { text: text.to_owned() };
        let (start, end) = text.split_once('-').ok_or_else(unreadable)?;
        let start = minute_of_day(start).ok_or_else(unreadable)?;
        let end = minute_of_day(end).ok_or_else(unreadable)?;
        Self::new(start, end)
    }
}

impl TryFrom<String> for Hours {
    type Error = CalendarError;

    fn try_from(text: String) -> Result<Self, CalendarError> {
        text.parse()
    }
}

impl From<Hours> for String {
    fn from(hours: Hours) -> Self {
        hours.to_string()
    }
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| -> Option<u16> {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    (minute < 60).then_some(hour * 60 + minute).filter(|m| *m <= MINUTES_OF_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_form_round_trips() {
        for text in ["00:00-24:00", "08:00-12:30", "23:59-24:00"] {
            assert_eq!(text.parse::<Hours>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn bad_forms_are_refused() {
        for text in
            ["", "8:00-12:00", "08:00", "08:60-09:00", "08:00-24:01", "+8:00-12:00", "08:00-12:00-13:00"]
        {
            assert!(
                matches!(text.parse::<Hours>(), Err(CalendarError::UnreadableHours { .. })),
                "{text} was accepted"
            );
        }
        for text in ["12:00-08:00", "08:00-08:00", "22:00-06:00", "24:00-24:00"] {
            assert!(
                matches!(text.parse::<Hours>(), Err(CalendarError::HoursOutOfOrder { .. })),
                "{text} was accepted"
            );
        }
    }

    #[test]
    fn a_day_is_put_in_order_and_overlaps_are_refused() {
        let h = |text: &str| text.parse::<Hours>().unwrap();
        assert_eq!(
            Hours::in_order(vec![h("13:00-17:00"), h("08:00-12:00"), h("12:00-12:30")]).unwrap(),
            [h("08:00-12:30"), h("13:00-17:00")]
        );
        assert_eq!(
            Hours::in_order(vec![h("11:59-17:00"), h("08:00-12:00")]),
            Err(CalendarError::Overlap { first: h("08:00-12:00"), second: h("11:59-17:00") })
        );
    }
}
