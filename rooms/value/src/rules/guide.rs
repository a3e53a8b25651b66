//! Between which prices a plan is fair: not below what it costs us, not above what it is worth (R14).

use accord_kernel::{Currency, Money};
use rust_decimal::Decimal;

/// What serving one unit for a year takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serving {
    /// An engineer's hour.
    pub hour: Decimal,
    /// Hours of work of a visit.
    pub visit_hours: Decimal,
    /// Travel of a visit.
    pub travel: Decimal,
    /// Parts used at an outage.
    pub parts: Decimal,
    /// Standing by around the clock for a year.
    pub standby: Decimal,
}

/// The band of fair prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// What serving costs us: a lower price loses money.
    pub floor: Money,
    /// What it is worth to the customer: at a price not below it nothing is left for them.
    pub ceiling: Money,
}

impl Band {
    /// Whether any price is fair.
    pub fn open(&self) -> bool {
        self.floor.minor < self.ceiling.minor
    }
    /// Whether a price lies in it.
    pub fn holds(&self, price: Money) -> bool {
        self.floor.minor <= price.minor && price.minor < self.ceiling.minor
    }
}

/// What a year costs us: a visit and parts for each expected outage, the preventive visits, and standing by where the
/// plan's clocks never stop. Rounded once, at the end.
pub fn floor(
    serving: &Serving,
    outages: Decimal,
    visits: i64,
    around_clock: bool,
    currency: Currency,
) -> Option<Money> {
    let visit = serving.hour.checked_mul(serving.visit_hours)?.checked_add(serving.travel)?;
    let at_outages = visit.checked_add(serving.parts)?.checked_mul(outages)?;
    let preventive = visit.checked_mul(Decimal::from(visits))?;
    let standby = if around_clock { serving.standby } else { Decimal::ZERO };
    let year = at_outages.checked_add(preventive)?.checked_add(standby)?;
    Money::from_decimal_rounded(year, currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn r14_the_floor_is_what_serving_costs_and_the_band_ends_below_the_value() {
        let serving = Serving {
            hour: dec("88.50"),
            visit_hours: dec("6"),
            travel: dec("310"),
            parts: dec("950"),
            standby: dec("7200"),
        };
        let euro = Currency::parse("EUR").unwrap();
        // A visit is 841.00; 1.25 outages at 1,791.00 and two visits.
        assert_eq!(floor(&serving, dec("1.25"), 2, false, euro), Some(Money::new(392_075, euro)));
        let floor = floor(&serving, dec("1.25"), 2, true, euro).unwrap();
        assert_eq!(floor, Money::new(1_112_075, euro));
        let band = Band { floor, ceiling: Money::new(2_000_000, euro) };
        assert!(band.open() && band.holds(floor));
        assert!(!band.holds(Money::new(2_000_000, euro)), "nothing would be left for the customer");
        assert!(!Band { floor, ceiling: floor }.open());
    }
}
