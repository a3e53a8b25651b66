//! The early-sale window: whether a plan that is bought now covers the warranty at no extra cost (R16, T5).
//!
//! The same rule for every customer: the window is open until the unit ships. A head of service may extend it to a
//! dated limit, by name and with a reason; nobody else, and never without a date.

use jiff::civil::Date;

/// What decides it for one line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowFacts {
    /// The day on which the plan is bought.
    pub sold_on: Date,
    /// When the unit left.
    pub shipped_on: Option<Date>,
    /// The last day of an extension that somebody approved.
    pub extended_until: Option<Date>,
    /// Whether the plan gives the uplift at all.
    pub plan_gives: bool,
    /// Whole months of warranty.
    pub warranty_months: i64,
}

accord_kernel::word_enum! {
    /// Whether the plan covers the warranty, and why.
    pub enum Window as "sale-window" {
        /// Bought before the unit shipped.
        Open = "open",
        /// Bought after it shipped, within an extension that a head of service approved.
        Extended = "extended",
        /// Bought after it shipped.
        Shipped = "shipped",
        /// Bought after the extension had ended.
        ExtensionOver = "extension_over",
        /// The plan gives no uplift.
        PlanWithout = "plan_without",
        /// There is no warranty to cover.
        NoWarranty = "no_warranty",
    }
}

impl Window {
    /// Whether the plan covers the warranty at no extra cost.
    pub fn gives_uplift(self) -> bool {
        matches!(self, Self::Open | Self::Extended)
    }
}

/// Whether the plan covers the warranty. On the day of shipping itself the window is closed: the goods have left.
pub fn window(facts: WindowFacts) -> Window {
    if !facts.plan_gives {
        return Window::PlanWithout;
    }
    if facts.warranty_months <= 0 {
        return Window::NoWarranty;
    }
    match (facts.shipped_on, facts.extended_until) {
        (None, _) => Window::Open,
        (Some(_), Some(until)) if facts.sold_on <= until => Window::Extended,
        (Some(_), Some(_)) => Window::ExtensionOver,
        (Some(_), None) => Window::Shipped,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn facts() -> WindowFacts {
        WindowFacts {
            sold_on: date(2028, 5, 17),
            shipped_on: None,
            extended_until: None,
            plan_gives: true,
            warranty_months: 18,
        }
    }

    #[test]
    fn r16_open_until_the_unit_ships() {
        assert_eq!(window(facts()), Window::Open);
        assert_eq!(window(WindowFacts { shipped_on: Some(date(2028, 5, 17)), ..facts() }), Window::Shipped);
        assert!(!Window::Shipped.gives_uplift());
    }

    #[test]
    fn r16_an_extension_is_dated() {
        let shipped = WindowFacts { shipped_on: Some(date(2028, 5, 2)), ..facts() };
        let on_the_day = WindowFacts { extended_until: Some(date(2028, 5, 17)), ..shipped };
        assert_eq!(window(on_the_day), Window::Extended);
        let before = WindowFacts { extended_until: Some(date(2028, 5, 16)), ..shipped };
        assert_eq!(window(before), Window::ExtensionOver);
    }

    #[test]
    fn nothing_is_given_that_the_plan_or_the_unit_does_not_have() {
        assert_eq!(window(WindowFacts { plan_gives: false, ..facts() }), Window::PlanWithout);
        assert_eq!(window(WindowFacts { warranty_months: 0, ..facts() }), Window::NoWarranty);
    }
}
