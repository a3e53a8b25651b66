//! What a contract gave for what it cost, on the basis that was agreed with the customer (R48).
//!
//! Each outage that was handled within the contract counts with what the customer agreed that the plan saves: hours
//! without it less hours with it, at the customer's own cost of a stop. Our own estimate of a single case is never put
//! in its place.

use rust_decimal::{Decimal, RoundingStrategy};

/// What was agreed when the plan was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// What a stop of a day costs the customer.
    pub stop_cost_per_day: Decimal,
    /// Hours of an outage without the plan.
    pub hours_without: Decimal,
    /// Hours of an outage with the plan.
    pub hours_with: Decimal,
    /// Digits of the currency.
    pub digits: u32,
}

/// Outages that count on one basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handled {
    /// The basis; open where the customer's own number was not known.
    pub agreed: Option<Agreed>,
    /// How many.
    pub outages: i64,
}

/// What it gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gave {
    /// What all outages that were handled cost less.
    pub avoided: Decimal,
    /// Less the price.
    pub net: Decimal,
    /// Net over price in per cent, one digit; open without a price.
    pub roi_percent: Option<Decimal>,
}

fn rounded(exact: Decimal, digits: u32) -> Decimal {
    let mut out = exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    out.rescale(digits);
    out
}

impl Agreed {
    /// What an outage costs less with the plan: never less than nothing. Nothing known when a figure is out of range.
    fn saves(&self) -> Option<Decimal> {
        if self.stop_cost_per_day <= Decimal::ZERO {
            return None;
        }
        let saved = self.hours_without.checked_sub(self.hours_with)?.max(Decimal::ZERO);
        saved.checked_mul(self.stop_cost_per_day)?.checked_div(Decimal::from(24))
    }

    /// What an outage costs less with the plan, and what so many of them do.
    pub fn avoids(&self, outages: i64) -> Option<(Decimal, Decimal)> {
        let each = self.saves().filter(|each| *each > Decimal::ZERO)?;
        let all = each.checked_mul(Decimal::from(outages))?;
        Some((rounded(each, self.digits), rounded(all, self.digits)))
    }
}

/// What the outages of a contract come to against its price, each on the basis that was agreed for its own unit. Nothing
/// when an outage counts for which no basis was agreed, when a figure is out of range, or when no plan of it saves
/// anything: then no return is claimed.
pub fn gave(handled: &[Handled], digits: u32, price: Decimal) -> Option<Gave> {
    let mut avoided = Decimal::ZERO;
    let mut saves = false;
    for part in handled {
        let Some(each) = part.agreed.as_ref().and_then(Agreed::saves) else {
            if part.outages == 0 {
                continue;
            }
            return None;
        };
        saves |= each > Decimal::ZERO;
        avoided = avoided.checked_add(each.checked_mul(Decimal::from(part.outages))?)?;
    }
    if !saves {
        return None;
    }
    let net = avoided.checked_sub(price)?;
    let roi = (price > Decimal::ZERO)
        .then(|| net.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(price))
        .flatten()
        .map(|exact| rounded(exact, 1));
    Some(Gave { avoided: rounded(avoided, digits), net: rounded(net, digits), roi_percent: roi })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn agreed() -> Agreed {
        Agreed {
            stop_cost_per_day: decimal("61000"),
            hours_without: decimal("40"),
            hours_with: decimal("9"),
            digits: 2,
        }
    }

    fn of(agreed: Agreed, outages: i64) -> Handled {
        Handled { agreed: Some(agreed), outages }
    }

    fn gave(handled: &[Handled], price: &str) -> Option<Gave> {
        super::gave(handled, 2, decimal(price))
    }

    #[test]
    fn r48_outages_on_the_agreed_basis() {
        // 31 hours of 24 at 61,000 are 78,791.666…; three of them 236,375.
        let (each, all) = agreed().avoids(3).unwrap();
        assert_eq!((each.to_string(), all.to_string()), ("78791.67".to_owned(), "236375.00".to_owned()));
        let got = gave(&[of(agreed(), 3)], "88000").unwrap();
        assert_eq!(got.avoided.to_string(), "236375.00");
        assert_eq!(got.net.to_string(), "148375.00");
        assert_eq!(got.roi_percent.unwrap().to_string(), "168.6");
    }

    #[test]
    fn r48_each_outage_counts_with_what_a_stop_of_its_own_unit_costs() {
        let small =
            Agreed { stop_cost_per_day: decimal("5000.02"), hours_without: decimal("30"), ..agreed() };
        // 21 of 24 hours at 5,000.02 are 4,375.0175; two of them 8,750.035, rounded once beside the other's 78,791.666….
        let got = gave(&[of(agreed(), 1), of(small, 2)], "88000").unwrap();
        assert_eq!((got.avoided.to_string(), got.net.to_string()), ("87541.70".into(), "-458.30".into()));
        assert_eq!(gave(&[of(agreed(), 0), of(small, 2)], "88000").unwrap().avoided.to_string(), "8750.04");
    }

    #[test]
    fn r48_an_outage_without_an_agreed_basis_claims_no_return_and_one_that_saves_nothing_counts_nothing() {
        let open = |outages| Handled { agreed: None, outages };
        assert_eq!(gave(&[of(agreed(), 2), open(1)], "88000"), None);
        assert_eq!(gave(&[of(agreed(), 2), open(0)], "88000"), gave(&[of(agreed(), 2)], "88000"));
        let no_better = Agreed { hours_with: decimal("41"), ..agreed() };
        assert_eq!(gave(&[of(agreed(), 2), of(no_better, 3)], "88000"), gave(&[of(agreed(), 2)], "88000"));
    }

    #[test]
    fn r48_none_is_shown_not_hidden_and_a_free_period_has_no_roi() {
        let none = gave(&[of(agreed(), 0)], "88000").unwrap();
        assert_eq!(none.net.to_string(), "-88000.00");
        assert_eq!(none.roi_percent.unwrap().to_string(), "-100.0");
        assert_eq!(gave(&[of(agreed(), 2)], "0").unwrap().roi_percent, None);
    }

    #[test]
    fn a_plan_that_saves_nothing_gave_nothing_to_count() {
        assert_eq!(gave(&[of(Agreed { hours_with: decimal("41"), ..agreed() }, 1)], "1"), None);
        assert_eq!(gave(&[of(Agreed { stop_cost_per_day: Decimal::ZERO, ..agreed() }, 1)], "1"), None);
        assert_eq!(gave(&[], "1"), None);
    }

    #[test]
    fn another_currency_has_its_own_digits() {
        let yen = Agreed { stop_cost_per_day: decimal("1000001"), digits: 0, ..agreed() };
        assert_eq!(super::gave(&[of(yen, 1)], 0, decimal("900000")).unwrap().avoided.to_string(), "1291668");
        let dinar = Agreed { stop_cost_per_day: decimal("1000.001"), digits: 3, ..agreed() };
        assert_eq!(super::gave(&[of(dinar, 1)], 3, decimal("900")).unwrap().avoided.to_string(), "1291.668");
    }
}
