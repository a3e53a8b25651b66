//! What a due means: a civil date at the customer's place, or an instant.

use accord_business_time::{Calendar, TimeError};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

/// A due as the customer was told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// An instant.
    At(Timestamp),
    /// A civil date at the customer's place.
    On(Date),
}

/// A due as the ledger keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When the watch takes it as due: for a civil date the end of the working hours there.
    pub at: Timestamp,
    /// The last instant at which it still counts as kept: for a civil date the end of that date, since the customer
    /// was told a date and no hour.
    pub limit_at: Timestamp,
    /// The civil date, where one was told.
    pub on: Option<Date>,
}

impl Due {
    /// The due as it can still be promised at `now`; `None` once it has passed. On the told date itself, after the
    /// hours of the place, the rest of the date is left.
    pub fn still_ahead(self, now: Timestamp) -> Option<Self> {
        if self.limit_at <= now {
            return None;
        }
        Some(if self.at <= now { Self { at: self.limit_at, ..self } } else { self })
    }
}

/// The due of a wish at a place with this calendar. On a date on which nobody works there, the whole date counts.
///
/// # Errors
/// [`TimeError::TooFar`] outside the years a date can have.
pub fn due(wish: Wish, calendar: &Calendar) -> Result<Due, TimeError> {
    match wish {
        Wish::At(at) => {
            // Databases keep microseconds; finer ones would make a due differ from itself.
            let at = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
            Ok(Due { at, limit_at: at, on: None })
        }
        Wish::On(date) => {
            let limit_at = end_of_date(date, calendar.zone())?;
            let at = calendar.end_of_working_day(date).map_or(limit_at, |end| end.min(limit_at));
            Ok(Due { at, limit_at, on: Some(date) })
        }
    }
}

/// The last microsecond of a civil date at a zone.
fn end_of_date(date: Date, zone: &TimeZone) -> Result<Timestamp, TimeError> {
    let too_far = |_| TimeError::TooFar { from: date };
    let next = date.tomorrow().map_err(too_far)?.to_zoned(zone.clone()).map_err(too_far)?.timestamp();
    next.checked_sub(SignedDuration::from_micros(1)).map_err(too_far)
}

/// The instant to which a promise is measured after the customer was told and accepted another due: it only ever
/// becomes earlier. Pushing a date out never loosens it (R24).
pub fn measured(before: Timestamp, told: Timestamp, accepted: bool) -> Timestamp {
    if accepted { before.min(told) } else { before }
}

/// By when the customer is told of a forecast that passes the due: within one working day, and before the due passes
/// while that is still possible (R24).
///
/// # Errors
/// [`TimeError::NoWorkingTime`].
pub fn tell_by(now: Timestamp, due_at: Timestamp, calendar: &Calendar) -> Result<Timestamp, TimeError> {
    let day = calendar.end_of_next_working_day(now)?;
    Ok(if due_at > now { day.min(due_at) } else { day })
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use jiff::civil::date;

    use super::*;

    fn calendar(zone: &str) -> Calendar {
        Calendar::weekdays(zone, &[Hours::new(8 * 60, 17 * 60).unwrap()]).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_due_when_the_place_closes_and_counts_to_its_end() {
        let due = due(Wish::On(date(2026, 5, 15)), &calendar("America/Sao_Paulo")).unwrap();
        assert_eq!(due.at, at("2026-05-15T20:00:00Z"));
        assert_eq!(due.limit_at, at("2026-05-16T02:59:59.999999Z"));
        assert_eq!(due.on, Some(date(2026, 5, 15)));
    }

    #[test]
    fn a_date_on_which_nobody_works_counts_whole() {
        let due = due(Wish::On(date(2026, 5, 16)), &calendar("Asia/Tokyo")).unwrap();
        assert_eq!(due.at, at("2026-05-16T14:59:59.999999Z"));
        assert_eq!(due.at, due.limit_at);
    }

    #[test]
    fn in_the_evening_the_rest_of_the_date_is_left() {
        let due = due(Wish::On(date(2026, 5, 15)), &calendar("America/Sao_Paulo")).unwrap();
        assert_eq!(due.still_ahead(at("2026-05-15T20:00:00Z")).unwrap().at, due.limit_at);
        assert_eq!(due.still_ahead(at("2026-05-15T19:59:59Z")), Some(due));
        assert_eq!(due.still_ahead(due.limit_at), None);
    }

    #[test]
    fn the_day_the_clocks_change_ends_where_its_zone_says() {
        // Lisbon goes one hour forward on 29 March 2026 and one back on 25 October.
        let round = Calendar::always("Europe/Lisbon").unwrap();
        assert_eq!(
            due(Wish::On(date(2026, 3, 28)), &round).unwrap().limit_at,
            at("2026-03-28T23:59:59.999999Z")
        );
        assert_eq!(
            due(Wish::On(date(2026, 3, 29)), &round).unwrap().limit_at,
            at("2026-03-29T22:59:59.999999Z")
        );
        assert_eq!(
            due(Wish::On(date(2026, 10, 25)), &round).unwrap().limit_at,
            at("2026-10-25T23:59:59.999999Z")
        );
    }

    #[test]
    fn pushing_out_never_loosens() {
        let (first, later, earlier) =
            (at("2026-04-20T20:00:00Z"), at("2026-05-20T20:00:00Z"), at("2026-04-01T20:00:00Z"));
        assert_eq!(measured(first, later, true), first);
        assert_eq!(measured(first, earlier, false), first);
        assert_eq!(measured(first, earlier, true), earlier);
        assert_eq!(measured(measured(first, earlier, true), later, true), earlier);
    }

    #[test]
    fn the_customer_is_told_in_one_working_day_but_before_the_due() {
        let place = calendar("America/Chicago");
        let friday = at("2026-06-12T15:00:00Z");
        assert_eq!(tell_by(friday, at("2026-06-30T22:00:00Z"), &place).unwrap(), at("2026-06-15T22:00:00Z"));
        assert_eq!(tell_by(friday, at("2026-06-15T14:00:00Z"), &place).unwrap(), at("2026-06-15T14:00:00Z"));
        assert_eq!(tell_by(friday, at("2026-06-11T14:00:00Z"), &place).unwrap(), at("2026-06-15T22:00:00Z"));
    }
}
