//! Offer rate, attach rate of orders, attach rate of offers: three figures, never one (R15).

use super::decision::Tally;

/// How one order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderCounts {
    /// A plan was offered for at least one of its units.
    pub offered: bool,
    /// A plan was accepted for at least one of its units.
    pub accepted: bool,
}

impl OrderCounts {
    /// By what was decided for its units. Undecided is not offered: the customer has heard of no plan.
    pub fn of(tally: Tally) -> Self {
        Self { offered: tally.accepted + tally.declined > 0, accepted: tally.accepted > 0 }
    }
}

/// Orders, of which offered, of which accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Orders with equipment.
    pub orders: i64,
    /// With at least one offer.
    pub offered: i64,
    /// With at least one acceptance.
    pub accepted: i64,
}

/// Counts orders.
pub fn counts(orders: impl IntoIterator<Item = OrderCounts>) -> Counts {
    let mut sum = Counts::default();
    for order in orders {
        sum.orders += 1;
        sum.offered += i64::from(order.offered);
        sum.accepted += i64::from(order.accepted);
    }
    sum
}

/// Whether somebody who sells needs coaching: so many orders at least, and a plan offered with none of them (R54).
pub fn needs_coaching(counts: Counts, orders_min: i64) -> bool {
    counts.orders >= orders_min.max(1) && counts.offered == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r15_three_separate_figures() {
        // 16 orders, 12 offered, 3 accepted: 75 %, 18.8 %, 25 %.
        let of = |n: i64, offered, accepted| (0..n).map(move |_| OrderCounts { offered, accepted });
        let all = counts(of(3, true, true).chain(of(9, true, false)).chain(of(4, false, false)));
        assert_eq!(all, Counts { orders: 16, offered: 12, accepted: 3 });
    }

    #[test]
    fn an_order_counts_once_however_many_units_it_has() {
        let mixed =
            OrderCounts::of(Tally { units: 9, accepted: 1, declined: 3, undecided: 5, ..Tally::default() });
        assert_eq!(mixed, OrderCounts { offered: true, accepted: true });
        let none = OrderCounts::of(Tally { units: 2, not_offered: 2, ..Tally::default() });
        assert_eq!(none, OrderCounts { offered: false, accepted: false });
    }

    #[test]
    fn r54_none_of_so_many_needs_coaching() {
        let of = |orders, offered| Counts { orders, offered, accepted: 0 };
        assert!(needs_coaching(of(4, 0), 4));
        assert!(!needs_coaching(of(3, 0), 4));
        assert!(!needs_coaching(of(40, 1), 4));
        assert!(!needs_coaching(of(0, 0), 0));
    }
}
