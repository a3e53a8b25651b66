//! Everything that can be refused here, typed, with the facts a person needs to put it right.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Why a calendar cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The zone database knows no zone of this IANA name.
    #[error("no time zone is called {name:?}")]
    UnknownZone {
        /// The name as given.
        name: String,
    },
    /// Hours are written `HH:MM-HH:MM`, from `00:00` to `24:00`.
    #[error("{text:?} is not a pair of times like 08:00-12:00")]
    UnreadableHours {
        /// The text as given.
        text: String,
    },
    /// Hours must end after they start; a night shift is two entries, to 24:00 and from 00:00.
    #[error("hours {start}-{end} (minutes of the day) do not lie in order within one day")]
    HoursOutOfOrder {
        /// Start, in minutes after midnight.
        start: u16,
        /// End, in minutes after midnight.
        end: u16,
    },
    /// Two entries of one day overlap (touching is fine).
    #[error("{first} and {second} overlap")]
    Overlap {
        /// The entry that starts first.
        first: crate::Hours,
        /// The entry that starts before the first has ended.
        second: crate::Hours,
    },
}

/// Why a question about working time has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The calendar has no working time for ten years.
    #[error("the calendar has no working time between {from} and {until}")]
    NoWorkingTime {
        /// First date searched, at the calendar's zone.
        from: Date,
        /// Last date searched.
        until: Date,
    },
    /// The date has no working time.
    #[error("{date} is not a working day")]
    NotAWorkingDay {
        /// The date asked for.
        date: Date,
    },
    /// The answer lies more than a hundred years away, or outside the years the clock can show.
    #[error("the answer lies too far from {from}")]
    TooFar {
        /// Where the search began.
        from: Date,
    },
    /// A budget of working time cannot be negative.
    #[error("a working time of {duration} is negative")]
    NegativeDuration {
        /// The duration as given.
        duration: SignedDuration,
    },
    /// A pause ends before it begins.
    #[error("a pause from {from} cannot end at {until}")]
    PauseOutOfOrder {
        /// Beginning of the pause.
        from: Timestamp,
        /// Its end, as given.
        until: Timestamp,
    },
}

/// Why a typed date or time is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CivilError {
    /// Not written as `2026-03-29T03:30`, with optional seconds and optional `Z` or `+02:00`.
    #[error("{text:?} is not a time like 2026-03-29T03:30")]
    Unreadable {
        /// The text as given.
        text: String,
    },
    /// The calendar has no such date (30 February).
    #[error("there is no date {year:04}-{month:02}-{day:02}")]
    NoSuchDate {
        /// Year as typed.
        year: i16,
        /// Month as typed.
        month: i8,
        /// Day as typed.
        day: i8,
    },
    /// The day has no such time (25:00, 12:60, a leap second, 24:00).
    #[error("there is no time {hour:02}:{minute:02}:{second:02}")]
    NoSuchTime {
        /// Hour as typed.
        hour: i8,
        /// Minute as typed.
        minute: i8,
        /// Second as typed.
        second: i8,
    },
    /// Only the years 1970 to 2200 are accepted, so that a slip of a digit is caught.
    #[error("the year {year} is not between 1970 and 2200")]
    YearOutOfRange {
        /// Year as typed.
        year: i16,
    },
    /// Clocks at the zone jumped over this local time: it never was.
    #[error("{local} is skipped by the clocks there; near it lie {earlier} and {later}")]
    Skipped {
        /// The local time as typed.
        local: DateTime,
        /// The instant meant if the clock had already been put forward (shows an earlier time).
        earlier: Timestamp,
        /// The instant meant if the clock had not yet been put forward (shows a later time).
        later: Timestamp,
    },
    /// Clocks at the zone showed this local time twice; only an offset can say which is meant.
    #[error("{local} happens twice there, at {earlier} and at {later}")]
    Ambiguous {
        /// The local time as typed.
        local: DateTime,
        /// The first time the clock shows it.
        earlier: Timestamp,
        /// The second time the clock shows it.
        later: Timestamp,
    },
    /// The offset given is not one the zone has at this local time.
    #[error("the zone is not at offset {offset} at {local}")]
    WrongOffset {
        /// The local time as typed.
        local: DateTime,
        /// The offset as given.
        offset: Offset,
    },
    /// The local time lies beyond the years an instant can have.
    #[error("{local} lies outside the years that can be kept")]
    OutOfRange {
        /// The local time as typed.
        local: DateTime,
    },
}
