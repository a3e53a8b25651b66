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

/// What it gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gave {
    /// What an outage costs less with the plan.
    pub avoided_each: Decimal,
    /// Of all that were handled.
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

/// What so many outages come to against a price. Nothing when a figure is out of range or the plan saves nothing.
pub fn gave(agreed: Agreed, outages: i64, price: Decimal) -> Option<Gave> {
    let saved = agreed.hours_without.checked_sub(agreed.hours_with)?;
    if saved <= Decimal::ZERO || agreed.stop_cost_per_day <= Decimal::ZERO || outages < 0 {
        return None;
    }
    let each = saved.checked_mul(agreed.stop_cost_per_day)?.checked_div(Decimal::from(24))?;
    let all = each.checked_mul(Decimal::from(outages))?;
    let net = all.checked_sub(price)?;
    let roi = (price > Decimal::ZERO)
        .then(|| net.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(price))
        .flatten()
        .map(|exact| rounded(exact, 1));
    Some(Gave {
        avoided_each: rounded(each, agreed.digits),
        avoided: rounded(all, agreed.digits),
        net: rounded(net, agreed.digits),
        roi_percent: roi,
    })
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

    #[test]
    fn r48_outages_on_the_agreed_basis() {
        // 31 hours of 24 at 61,000 are 78,791.666…; three of them 236,375.
        let got = gave(agreed(), 3, decimal("88000")).unwrap();
        assert_eq!(got.avoided_each.to_string(), "78791.67");
        assert_eq!(got.avoided.to_string(), "236375.00");
        assert_eq!(got.net.to_string(), "148375.00");
        assert_eq!(got.roi_percent.unwrap().to_string(), "168.6");
    }

    #[test]
    fn r48_none_is_shown_not_hidden_and_a_free_period_has_no_roi() {
        let none = gave(agreed(), 0, decimal("88000")).unwrap();
        assert_eq!(none.net.to_string(), "-88000.00");
        assert_eq!(none.roi_percent.unwrap().to_string(), "-100.0");
        assert_eq!(gave(agreed(), 2, Decimal::ZERO).unwrap().roi_percent, None);
    }

    #[test]
    fn a_plan_that_saves_nothing_gave_nothing_to_count() {
        assert_eq!(gave(Agreed { hours_with: decimal("41"), ..agreed() }, 1, decimal("1")), None);
        assert_eq!(gave(Agreed { stop_cost_per_day: Decimal::ZERO, ..agreed() }, 1, decimal("1")), None);
    }

    #[test]
    fn another_currency_has_its_own_digits() {
        let yen = Agreed { stop_cost_per_day: decimal("1000001"), digits: 0, ..agreed() };
        assert_eq!(gave(yen, 1, decimal("900000")).unwrap().avoided.to_string(), "1291668");
        let dinar = Agreed { stop_cost_per_day: decimal("1000.001"), digits: 3, ..agreed() };
        assert_eq!(gave(dinar, 1, decimal("900")).unwrap().avoided.to_string(), "1291.668");
    }
}
