//! The gate for spare parts: what is free now, what is coming, and how long a supply takes (R20).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CapacityError;
use super::calendar::{DateAnswer, DaySpan, Horizon, WorkingDays, on_or_after, sane};
use super::key::PartKey;
use super::limit::{Chain, Limit, LimitKind};

/// What is known about a part in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartSupply {
    /// The part.
    pub part: PartKey,
    /// Pieces in the store.
    pub on_hand: u32,
    /// Pieces promised to others. What stock does not cover, receipts do first.
    pub reserved: u32,
    /// Pieces on order, by the day they come in.
    pub receipts: BTreeMap<Date, u32>,
    /// How long a new supply takes.
    pub supply: DaySpan,
    /// How long the way to the customer takes.
    pub transport: DaySpan,
}

/// When pieces can be with the customer at the earliest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartAnswer {
    /// The day.
    pub earliest: DateAnswer,
    /// How it comes about.
    pub limits: Vec<Limit>,
    /// Pieces that are free now.
    pub free: u32,
}

/// A refused promise of parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRefusal {
    /// What was wanted.
    pub wanted: Date,
    /// What is possible, and why.
    pub answer: PartAnswer,
}

impl PartSupply {
    /// Pieces that nobody else was promised, of stock and of what comes in up to a day.
    fn free_by(&self, day: Option<Date>) -> u32 {
        let coming = day.map_or(0, |day| {
            self.receipts.range(..=day).fold(0_u32, |sum, (_, pieces)| sum.saturating_add(*pieces))
        });
        self.on_hand.saturating_add(coming).saturating_sub(self.reserved)
    }

    /// The day on which so many pieces are free by receipts alone.
    fn received(&self, quantity: u32, today: Date) -> Option<Date> {
        let enough = self.receipts.keys().find(|day| self.free_by(Some(**day)) >= quantity);
        enough.map(|day| (*day).max(today))
    }
}

/// When so many pieces can be with the customer. All of them or none: half an order of parts is no promise.
/// `store` is the calendar of the store; supply and transport in working days count in it.
pub fn part_earliest(
    supply: &PartSupply,
    quantity: u32,
    store: &dyn WorkingDays,
    horizon: &Horizon,
) -> PartAnswer {
    let free = supply.free_by(None);
    let today = horizon.today();
    let mut chain = Chain::start(Some(today), horizon);
    if free < quantity {
        let ordered = supply.supply.end(today, store, horizon.until());
        match supply.received(quantity, today) {
            Some(day) if ordered.is_none_or(|ordered| day <= ordered) => {
                chain.step(LimitKind::PartReceipt { part: supply.part.clone(), free }, |_| Some(day));
            }
            _ => {
                let kind = LimitKind::PartSupply { part: supply.part.clone(), free, span: supply.supply };
                chain.step(kind, |_| ordered);
            }
        }
    }
    chain.step(LimitKind::StoreCalendar, |at| on_or_after(store, at, horizon.until()));
    if supply.transport.days > 0 {
        chain.step(LimitKind::Transport { span: supply.transport }, |at| {
            supply.transport.end(at, store, horizon.until())
        });
    }
    PartAnswer { earliest: DateAnswer::from_search(chain.at(), horizon), limits: chain.into_limits(), free }
}

/// Whether parts may be promised for a day.
///
/// # Errors
/// [`CapacityError::DateOutOfRange`] for an impossible day. A refused date is the inner [`PartRefusal`].
pub fn check_part(
    supply: &PartSupply,
    quantity: u32,
    wanted: Date,
    store: &dyn WorkingDays,
    horizon: &Horizon,
) -> Result<Result<PartAnswer, Box<PartRefusal>>, CapacityError> {
    sane(wanted)?;
    let answer = part_earliest(supply, quantity, store, horizon);
    if answer.earliest <= DateAnswer::On(wanted) {
        return Ok(Ok(answer));
    }
    Ok(Err(Box::new(PartRefusal { wanted, answer })))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    struct Weekdays;
    impl WorkingDays for Weekdays {
        fn is_working(&self, day: Date) -> bool {
            day.weekday().to_monday_zero_offset() < 5 && day != date(2026, 9, 7)
        }
    }

    fn part(on_hand: u32, reserved: u32, supply: DaySpan) -> PartSupply {
        PartSupply {
            part: "seal".into(),
            on_hand,
            reserved,
            receipts: BTreeMap::new(),
            supply,
            transport: DaySpan::calendar(0),
        }
    }

    fn horizon(today: Date) -> Horizon {
        Horizon::years(today, 3).unwrap()
    }

    #[test]
    fn r20_a_part_that_is_ten_days_away_is_not_promised_for_friday() {
        let tuesday = date(2026, 5, 5);
        let none = part(0, 0, DaySpan::calendar(10));
        let refusal =
            check_part(&none, 1, date(2026, 5, 8), &Weekdays, &horizon(tuesday)).unwrap().unwrap_err();
        assert_eq!(refusal.answer.earliest, DateAnswer::On(date(2026, 5, 15)));
        assert!(check_part(&none, 1, date(2026, 5, 15), &Weekdays, &horizon(tuesday)).unwrap().is_ok());
    }

    #[test]
    fn supply_days_count_as_the_data_says_and_end_on_a_working_day() {
        let wednesday = date(2026, 8, 26);
        let by = |supply| part_earliest(&part(3, 2, supply), 2, &Weekdays, &horizon(wednesday));
        assert_eq!(by(DaySpan::calendar(10)).earliest, DateAnswer::On(date(2026, 9, 8)));
        assert_eq!(by(DaySpan::working(8)).earliest, DateAnswer::On(date(2026, 9, 8)));
        assert_eq!(by(DaySpan::working(7)).earliest, DateAnswer::On(date(2026, 9, 4)));
        assert_eq!(by(DaySpan::working(7)).free, 1);
        assert_eq!(by(DaySpan::calendar(10)).limits.len(), 2);
        assert!(matches!(by(DaySpan::calendar(3000)).earliest, DateAnswer::BeyondHorizon { .. }));
    }

    #[test]
    fn stock_that_is_promised_to_others_is_not_stock() {
        let monday = date(2026, 8, 24);
        let earliest = |supply: &PartSupply| part_earliest(supply, 2, &Weekdays, &horizon(monday)).earliest;
        assert_eq!(earliest(&part(4, 2, DaySpan::working(5))), DateAnswer::On(monday));
        assert_eq!(earliest(&part(4, 3, DaySpan::working(5))), DateAnswer::On(date(2026, 8, 31)));
        let mut owing = part(1, 4, DaySpan::working(30));
        owing.receipts = BTreeMap::from([(date(2026, 8, 20), 3), (date(2026, 8, 29), 2)]);
        assert_eq!(earliest(&owing), DateAnswer::On(date(2026, 8, 31)));
        owing.transport = DaySpan::working(2);
        assert_eq!(earliest(&owing), DateAnswer::On(date(2026, 9, 2)));
        owing.reserved = 5;
        assert!(earliest(&owing) > DateAnswer::On(date(2026, 9, 30)));
    }
}
