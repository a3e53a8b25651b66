//! What an order comes to, by the arithmetic that all papers share. A cancelling line keeps a positive quantity: its
//! kind gives the sign.

pub use accord_kernel::amount::{PRICE_SCALE, QUANTITY_SCALE, TaxLine, Totals, net, scaled, tax, unscaled};

accord_kernel::word_enum! {
    /// What a line of an order is.
    pub enum LineKind as "order-line-kind" {
        /// A product, delivered.
        Goods = "goods",
        /// Takes back an earlier line or a part of it.
        Cancellation = "cancellation",
        /// Freight, packing, a service at a price of its own: nothing to make and nothing to ship.
        Charge = "charge",
    }
}

/// A line as totals see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Gives the sign.
    pub kind: LineKind,
    /// Net amount in minor units, never negative.
    pub net_minor: i64,
    /// Its taxes.
    pub taxes: Vec<TaxLine>,
}

/// The sum of an order's lines; nothing when it is out of range.
pub fn totals<'a>(lines: impl IntoIterator<Item = &'a Priced>) -> Option<Totals> {
    let mut sum = Totals::default();
    for line in lines {
        let sign = if line.kind == LineKind::Cancellation { -1 } else { 1 };
        sum.add(sign, line.net_minor, &line.taxes)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_cancelling_line_is_positive_and_its_kind_takes_it_back() {
        let tax = |amount| vec![TaxLine { name: "VAT".into(), percent: decimal("19"), amount_minor: amount }];
        let lines = [
            Priced { kind: LineKind::Goods, net_minor: 40_000, taxes: tax(7_600) },
            Priced { kind: LineKind::Charge, net_minor: 500, taxes: Vec::new() },
            Priced { kind: LineKind::Cancellation, net_minor: 10_000, taxes: tax(1_900) },
        ];
        let sum = totals(&lines).unwrap();
        assert_eq!((sum.net_minor, sum.gross_minor), (30_500, 36_200));
        assert_eq!(sum.taxes, tax(5_700));
    }

    proptest! {
        #[test]
        fn a_line_taken_back_whole_leaves_nothing(quantity in 1_i64..1_000_000, price in 0_i64..10_000_000_000, rate in 0_i64..4_000) {
            let net_minor = net(quantity, price, 2).unwrap();
            let percent = Decimal::new(rate, 2);
            let taxes = vec![TaxLine { name: "T".into(), percent, amount_minor: tax(net_minor, percent).unwrap() }];
            let there = Priced { kind: LineKind::Goods, net_minor, taxes: taxes.clone() };
            let back = Priced { kind: LineKind::Cancellation, net_minor, taxes };
            let sum = totals([&there, &back]).unwrap();
            prop_assert_eq!((sum.net_minor, sum.gross_minor), (0, 0));
        }
    }
}
