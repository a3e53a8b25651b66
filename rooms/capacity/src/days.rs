//! A calendar asked day by day, each day only once.

use std::cell::RefCell;

use accord_business_time::Calendar;
use jiff::civil::Date;

use crate::rules::calendar::{Horizon, WorkingDays};

/// A calendar that remembers its answers inside the planning horizon. A search asks the same days many times, and a
/// calendar has to look into its zone for each.
pub struct Days {
    calendar: Calendar,
    from: Date,
    known: RefCell<Vec<Option<bool>>>,
}

impl Days {
    /// A calendar over a horizon.
    pub fn new(calendar: Calendar, horizon: &Horizon) -> Self {
        let from = crate::rules::calendar::ProductionWeek::of(horizon.today()).monday();
        let days = from.duration_until(horizon.until()).as_hours() / 24 + 8;
        let known = RefCell::new(vec![None; usize::try_from(days).unwrap_or(0)]);
        Self { calendar, from, known }
    }

    /// The calendar itself.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}

impl WorkingDays for Days {
    fn is_working(&self, date: Date) -> bool {
        let index = usize::try_from(self.from.duration_until(date).as_hours() / 24).ok();
        let Some(index) = index.filter(|_| date >= self.from) else {
            return self.calendar.is_working_day(date);
        };
        if let Some(known) = self.known.borrow().get(index).copied().flatten() {
            return known;
        }
        let works = self.calendar.is_working_day(date);
        if let Some(cell) = self.known.borrow_mut().get_mut(index) {
            *cell = Some(works);
        }
        works
    }
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use jiff::{ToSpan, civil::date};

    use super::*;

    #[test]
    fn it_answers_as_its_calendar_does_twice() {
        let hours = [Hours::new(8 * 60, 16 * 60).unwrap()];
        let calendar = Calendar::weekdays("Europe/Lisbon", &hours)
            .unwrap()
            .with_exception(date(2026, 12, 8), &[])
            .unwrap();
        let horizon = Horizon::years(date(2026, 11, 19), 1).unwrap();
        let days = Days::new(calendar.clone(), &horizon);
        for _ in 0..2 {
            for offset in -20_i64..420 {
                let day = date(2026, 11, 19).saturating_add(offset.days());
                assert_eq!(days.is_working(day), calendar.is_working_day(day), "{day}");
            }
        }
    }
}
