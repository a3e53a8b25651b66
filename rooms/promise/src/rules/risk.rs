//! When a forecast endangers a promise, in which order to look at what is endangered, and what to draft.

use std::cmp::Ordering;

use accord_business_time::{Calendar, date_in_zone};
use accord_kernel::Money;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::rules::due::Wish;

/// Whether a forecast passes the present due.
pub fn endangers(forecast_at: Timestamp, due_at: Timestamp) -> bool {
    forecast_at > due_at
}

/// What an endangered promise is weighed by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Harm {
    /// What the customer loses, as somebody stated it.
    pub amount: Option<Money>,
    /// Its due.
    pub due_at: Timestamp,
    /// When it is expected.
    pub forecast_at: Timestamp,
}

impl Harm {
    fn late(&self) -> SignedDuration {
        self.forecast_at.duration_since(self.due_at)
    }
    /// Amounts of different currencies are compared by their figures: no rate is known here, and an order that is
    /// the same every time is worth more than none.
    fn figure(&self) -> Option<Decimal> {
        self.amount.map(Money::amount)
    }
}

/// The worst first: a stated harm before none, the greater before the smaller; then the longer delay; then the
/// earlier due.
pub fn by_harm(a: &Harm, b: &Harm) -> Ordering {
    b.figure().cmp(&a.figure()).then_with(|| b.late().cmp(&a.late())).then_with(|| a.due_at.cmp(&b.due_at))
}

/// The new due to draft for the talk with the customer: never before the forecast. A promise that names a date gets
/// a date, the first working day at the place on which the forecast is met.
pub fn draft(forecast_at: Timestamp, names_a_date: bool, calendar: &Calendar) -> Wish {
    if !names_a_date {
        return Wish::At(forecast_at);
    }
    let date = date_in_zone(forecast_at, calendar.zone());
    let met = |day| calendar.end_of_working_day(day).is_ok_and(|end| end >= forecast_at);
    let day = match calendar.working_day_on_or_after(date) {
        Ok(day) if met(day) => day,
        Ok(day) => calendar.next_working_day(day).unwrap_or(day),
        Err(_) => date.tomorrow().unwrap_or(date),
    };
    Wish::On(day)
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use accord_kernel::Currency;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::rules::due::due;

    fn t(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).unwrap()
    }

    fn harm(amount: Option<(i64, &str)>, due: i64, forecast: i64) -> Harm {
        let amount = amount.map(|(minor, code)| Money::new(minor, Currency::parse(code).unwrap()));
        Harm { amount, due_at: t(due), forecast_at: t(forecast) }
    }

    #[test]
    fn the_worst_comes_first() {
        let mut list = [
            harm(None, 10, 500),
            harm(Some((90_000, "BRL")), 10, 20),
            harm(None, 5, 500),
            harm(Some((100_000, "JPY")), 10, 11),
            harm(None, 10, 900),
        ];
        list.sort_by(by_harm);
        let order: Vec<_> =
            list.iter().map(|h| (h.amount.map(|m| m.minor), h.due_at, h.forecast_at)).collect();
        let wanted = [
            (Some(100_000), t(10), t(11)),
            (Some(90_000), t(10), t(20)),
            (None, t(10), t(900)),
            (None, t(5), t(500)),
            (None, t(10), t(500)),
        ];
        assert_eq!(order, wanted);
    }

    #[test]
    fn a_date_is_drafted_for_a_working_day_that_holds() {
        let place = Calendar::weekdays("America/Chicago", &[Hours::new(8 * 60, 17 * 60).unwrap()]).unwrap();
        let friday_evening: Timestamp = "2026-06-12T23:30:00Z".parse().unwrap();
        assert_eq!(draft(friday_evening, true, &place), Wish::On(date(2026, 6, 15)));
        assert_eq!(draft(friday_evening, false, &place), Wish::At(friday_evening));
        assert!(!endangers(t(5), t(5)));
    }

    proptest! {
        #[test]
        fn a_draft_is_never_before_the_forecast(second in 0_i64..50_000_000, dated: bool) {
            let place = Calendar::weekdays("Europe/Lisbon", &[Hours::new(8 * 60, 17 * 60).unwrap()]).unwrap();
            let drafted = due(draft(t(second), dated, &place), &place).unwrap();
            prop_assert!(drafted.at >= t(second));
        }
    }
}
