//! Questions about whole working days.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, Offset};
use jiff::{SignedDuration, Timestamp};

use crate::walk::{Stretch, Walk, saturating_add};
use crate::{Calendar, TimeError, date_in_zone};

const IDLE_DAYS: usize = 3653;
const HORIZON_DAYS: usize = 36_525;
/// No zone is further than this from UTC.
const WIDEST_OFFSET: SignedDuration = SignedDuration::from_hours(26);

#[derive(Clone, Copy)]
enum Toward {
    Later,
    Earlier,
}

impl Calendar {
    /// Whether the date has any working time on the wall clock at the zone. A date that the
    /// zone left out, or whose hours the clocks skipped altogether, has none.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        let hours = self.hours_on(date);
        let plain = hours.iter().any(|h| {
            let shown = date.to_datetime(Time::midnight()).checked_add(h.start_offset());
            shown.is_ok_and(|shown| {
                let reading = self.zone().to_ambiguous_timestamp(shown);
                !matches!(reading.offset(), AmbiguousOffset::Gap { .. }) && reading.later().is_ok()
            })
        });
        plain || (!hours.is_empty() && self.stretches_of(date).next().is_some())
    }

    /// The first working day strictly after a date.
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`] if there is none for ten years.
    pub fn next_working_day(&self, date: Date) -> Result<Date, TimeError> {
        self.seek(date, Toward::Later, false)
    }

    /// The last working day strictly before a date.
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`] if there is none for ten years.
    pub fn previous_working_day(&self, date: Date) -> Result<Date, TimeError> {
        self.seek(date, Toward::Earlier, false)
    }

    /// The date itself if it is a working day, otherwise the next one.
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`] if there is none for ten years.
    pub fn working_day_on_or_after(&self, date: Date) -> Result<Date, TimeError> {
        self.seek(date, Toward::Later, true)
    }

    /// The date itself if it is a working day, otherwise the one before.
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`] if there is none for ten years.
    pub fn working_day_on_or_before(&self, date: Date) -> Result<Date, TimeError> {
        self.seek(date, Toward::Earlier, true)
    }

    fn seek(&self, date: Date, toward: Toward, itself: bool) -> Result<Date, TimeError> {
        let too_far = |_| TimeError::TooFar { from: date };
        let mut day = date;
        if itself && self.is_working_day(day) {
            return Ok(day);
        }
        for _ in 0..IDLE_DAYS {
            day = match toward {
                Toward::Later => day.tomorrow().map_err(too_far)?,
                Toward::Earlier => day.yesterday().map_err(too_far)?,
            };
            if self.is_working_day(day) {
                return Ok(day);
            }
        }
        Err(TimeError::NoWorkingTime { from: date.min(day), until: date.max(day) })
    }

    /// The n-th working day strictly after a date (before it, if negative). Zero gives the date
    /// itself, working or not.
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`], or [`TimeError::TooFar`] beyond a hundred years.
    pub fn add_working_days(&self, date: Date, n: i32) -> Result<Date, TimeError> {
        let toward = if n < 0 { Toward::Earlier } else { Toward::Later };
        if usize::try_from(n.unsigned_abs()).is_ok_and(|n| n > HORIZON_DAYS) {
            return Err(TimeError::TooFar { from: date });
        }
        (0..n.unsigned_abs()).try_fold(date, |day, _| self.seek(day, toward, false))
    }

    /// How many working days lead from one date to another: those after `from` up to and with
    /// `to`; negative for those before `from` down to and with `to`. The counterpart of
    /// [`add_working_days`](Self::add_working_days).
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        let working = |day: &Date| self.is_working_day(*day);
        let count = |days: usize| i64::try_from(days).unwrap_or(i64::MAX);
        let one_day = jiff::Span::new().days(1);
        if from <= to {
            count(from.series(one_day).skip(1).take_while(|day| *day <= to).filter(working).count())
        } else {
            -count(to.series(one_day).take_while(|day| *day < from).filter(working).count())
        }
    }

    /// The first working day of the ISO week (Monday to Sunday) a date lies in; `None` if that
    /// week has none. A production week's slot is usable from this day.
    #[must_use]
    pub fn first_working_day_of_week(&self, date: Date) -> Option<Date> {
        let back = i64::from(date.weekday().to_monday_zero_offset());
        let monday = date.checked_sub(jiff::Span::new().days(back)).ok()?;
        monday.series(jiff::Span::new().days(1)).take(7).find(|day| self.is_working_day(*day))
    }

    /// The instant at which the working time of a date begins.
    ///
    /// # Errors
    /// [`TimeError::NotAWorkingDay`].
    pub fn start_of_working_day(&self, date: Date) -> Result<Timestamp, TimeError> {
        self.stretches_of(date).map(|s| s.start).min().ok_or(TimeError::NotAWorkingDay { date })
    }

    /// The instant at which the last working interval of a date ends: what "by the end of 2 March"
    /// means (R19).
    ///
    /// # Errors
    /// [`TimeError::NotAWorkingDay`].
    pub fn end_of_working_day(&self, date: Date) -> Result<Timestamp, TimeError> {
        self.stretches_of(date).map(|s| s.end).max().ok_or(TimeError::NotAWorkingDay { date })
    }

    /// "Next working day" and "within one working day": the end of the next working day after
    /// the date it now is at the zone, whatever the hour (R24, R30).
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`] if there is none for ten years.
    pub fn end_of_next_working_day(&self, now: Timestamp) -> Result<Timestamp, TimeError> {
        self.end_of_nth_working_day(now, 1)
    }

    /// "Within n working days": the end of the n-th working day after the date it now is at the
    /// zone. Zero means the end of today, or of the next working day if today is none.
    ///
    /// # Errors
    /// [`TimeError::NoWorkingTime`], or [`TimeError::TooFar`] beyond a hundred years.
    pub fn end_of_nth_working_day(&self, now: Timestamp, n: u16) -> Result<Timestamp, TimeError> {
        let today = date_in_zone(now, self.zone());
        let day = match n {
            0 => self.working_day_on_or_after(today)?,
            n => self.add_working_days(today, i32::from(n))?,
        };
        self.end_of_working_day(day)
    }

    fn stretches_of(&self, date: Date) -> impl Iterator<Item = Stretch> {
        let midnight = Offset::UTC.to_timestamp(date.to_datetime(Time::midnight())).unwrap_or(Timestamp::MAX);
        let from = saturating_add(midnight, -WIDEST_OFFSET);
        let limit = saturating_add(midnight, SignedDuration::from_hours(24) + WIDEST_OFFSET);
        Walk::new(self, from, limit).filter(move |stretch| stretch.date == date)
    }
}
