//! Clocks that run on a calendar: a budget of working time, stopped by pauses (R24, R30).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Calendar, TimeError};

/// A time that does not count against a clock. Pauses may overlap; what they cover together is
/// left out once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// When the clock stops.
    pub from: Timestamp,
    /// When it runs again; `None` while nobody knows.
    pub until: Option<Timestamp>,
}

/// When a clock runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this instant, as things stand. Acting at this very instant is still in time.
    At(Timestamp),
    /// Not before an open pause ends.
    Paused {
        /// When the clock stopped.
        since: Timestamp,
        /// Working time still to run once it is resumed.
        remaining: SignedDuration,
    },
}

impl Due {
    /// The due instant, if there is one.
    #[must_use]
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Paused { .. } => None,
        }
    }

    /// Whether something that happened (was received, not processed) then was in time.
    #[must_use]
    pub fn met_by(self, happened: Timestamp) -> bool {
        self.at().is_none_or(|due| happened <= due)
    }
}

/// When a budget of working time that began at `start` is used up. A budget used up at the very
/// instant a pause begins is due at that instant.
///
/// A planned pause with a known end counts beforehand; an open one counts once it has begun by
/// `now`. Pauses before `start` count for the part that lies after it.
///
/// # Errors
/// [`TimeError::NegativeDuration`], [`TimeError::PauseOutOfOrder`],
/// [`TimeError::NoWorkingTime`] or [`TimeError::TooFar`].
pub fn due(
    start: Timestamp,
    budget: SignedDuration,
    calendar: &Calendar,
    pauses: &[Pause],
    now: Timestamp,
) -> Result<Due, TimeError> {
    if budget.is_negative() {
        return Err(TimeError::NegativeDuration { duration: budget });
    }
    let mut runs_from = start;
    let mut remaining = budget;
    for pause in in_order(pauses, now)? {
        let run = calendar.working_time(runs_from, pause.from.max(runs_from));
        if run >= remaining {
            break;
        }
        remaining -= run;
        match pause.until {
            Some(until) => runs_from = runs_from.max(until),
            None => return Ok(Due::Paused { since: pause.from.max(start), remaining }),
        }
    }
    calendar.advance(runs_from, remaining).map(Due::At)
}

/// When so many percent of a budget are used: the instant for a warning (R30: 50, 75, 90).
/// 100 gives what [`due`] gives.
///
/// # Errors
/// As [`due`]; [`TimeError::TooFar`] if the share is longer than can be counted.
pub fn percent_at(
    start: Timestamp,
    budget: SignedDuration,
    calendar: &Calendar,
    pauses: &[Pause],
    percent: u32,
    now: Timestamp,
) -> Result<Due, TimeError> {
    due(start, share(budget, percent, start, calendar)?, calendar, pauses, now)
}

/// Working time a clock has used by `now`, pauses left out; zero before it starts.
///
/// # Errors
/// [`TimeError::PauseOutOfOrder`].
pub fn elapsed(
    start: Timestamp,
    calendar: &Calendar,
    pauses: &[Pause],
    now: Timestamp,
) -> Result<SignedDuration, TimeError> {
    let mut runs_from = start;
    let mut used = SignedDuration::ZERO;
    for pause in in_order(pauses, now)? {
        if pause.from >= now {
            break;
        }
        used += calendar.working_time(runs_from, pause.from.max(runs_from));
        runs_from = runs_from.max(pause.until.unwrap_or(now));
    }
    Ok(used + calendar.working_time(runs_from, now.max(runs_from)))
}

/// When so many percent of the working time between a promise's beginning and its due instant
/// have passed: the instant for a warning where the promise names a time, not a budget. `start`
/// if no working time lies between them (warn at once).
///
/// # Errors
/// [`TimeError::NoWorkingTime`] or [`TimeError::TooFar`], for shares over 100 only.
pub fn warn_at(
    start: Timestamp,
    due: Timestamp,
    percent: u32,
    calendar: &Calendar,
) -> Result<Timestamp, TimeError> {
    let total = calendar.working_time(start, due.max(start));
    calendar.advance(start, share(total, percent, start, calendar)?)
}

/// As [`warn_at`] for several shares at once, each with its instant and in ascending order: the way is measured once and
/// walked once, however many they are. Left out is what [`warn_at`] finds no instant for.
#[must_use]
pub fn warnings_at(
    start: Timestamp,
    due: Timestamp,
    percents: &[u32],
    calendar: &Calendar,
) -> Vec<(u32, Timestamp)> {
    let mut percents = percents.to_vec();
    percents.sort_unstable();
    if percents.is_empty() {
        return Vec::new();
    }
    let total = calendar.working_time(start, due.max(start));
    let shares = percents.iter().map_while(|percent| share(total, *percent, start, calendar).ok());
    let instants = calendar.advance_each(start, shares);
    percents.iter().copied().zip(instants).collect()
}

/// Percent of a duration, rounded up to the nanosecond: never reached too early.
fn share(
    whole: SignedDuration,
    percent: u32,
    start: Timestamp,
    calendar: &Calendar,
) -> Result<SignedDuration, TimeError> {
    if whole.is_negative() {
        return Err(TimeError::NegativeDuration { duration: whole });
    }
    let hundredfold = whole.as_nanos() * i128::from(percent);
    SignedDuration::try_from_nanos_i128((hundredfold + 99) / 100)
        .ok_or(TimeError::TooFar { from: crate::date_in_zone(start, calendar.zone()) })
}

/// The pauses that count by `now`, checked, in order and joined where they overlap or touch.
fn in_order(pauses: &[Pause], now: Timestamp) -> Result<Vec<Pause>, TimeError> {
    let mut ordered = Vec::with_capacity(pauses.len());
    for pause in pauses {
        match pause.until {
            Some(until) if until < pause.from => {
                return Err(TimeError::PauseOutOfOrder { from: pause.from, until });
            }
            None if pause.from > now => {}
            _ => ordered.push(*pause),
        }
    }
    ordered.sort_unstable_by_key(|pause| pause.from);
    ordered.dedup_by(|next, joined| match (joined.until, next.until) {
        (Some(end), _) if end < next.from => false,
        (Some(end), Some(next_end)) => {
            joined.until = Some(end.max(next_end));
            true
        }
        _ => {
            joined.until = None;
            true
        }
    });
    Ok(ordered)
}
