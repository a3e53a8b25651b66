//! Value profiles: when to look again, which of several speaks, what a stop costs by the hour (R11).

use accord_kernel::Money;
use jiff::{Span, civil::Date};
use rust_decimal::Decimal;

use crate::id::{Confidence, Question};

/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;

/// The day on which a profile is to be looked at again: so many months after the last look, on the month's last day
/// where there is no such day.
pub fn review_due(reviewed_on: Date, months: i64) -> Date {
    Span::new().try_months(months).and_then(|span| reviewed_on.checked_add(span)).unwrap_or(Date::MAX)
}

/// What a stop of some minutes costs, from the cost of a day of 24 hours; rounded once, at the end, never from a rounded
/// hour (Part 2, "Rounding"). `None` when it is out of range.
pub fn cost_of(per_day: Money, minutes: i64) -> Option<Money> {
    let exact =
        per_day.amount().checked_mul(Decimal::from(minutes))?.checked_div(Decimal::from(DAY_MINUTES))?;
    Money::from_decimal_rounded(exact, per_day.currency)
}

/// Which of the four questions has no answer yet, in their order.
pub fn open_questions(answered: impl Fn(Question) -> bool) -> Vec<Question> {
    Question::ALL.iter().copied().filter(|question| !answered(*question)).collect()
}

/// What is said of the cost of a stop, as the rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostSaid {
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Somebody at the customer is named who said it.
    pub contact: bool,
    /// Whoever writes has seen the number that stands.
    pub seen: bool,
    /// It is said why.
    pub reason: bool,
}

/// Why a cost of a stop is not taken as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostFault {
    /// A number is the customer's own only when somebody there said it.
    Contact,
    /// A less certain number would take the place of one that was not seen.
    Unseen,
    /// A less certain number would take the place of a more certain one, and nobody says why.
    Reason,
}

/// Whether a cost may be written in the place of what stands.
///
/// # Errors
/// What stands against it.
pub fn may_say(standing: Option<Confidence>, said: CostSaid) -> Result<(), CostFault> {
    if said.confidence.is_customers() && !said.contact {
        return Err(CostFault::Contact);
    }
    let weaker = standing.is_some_and(|standing| said.confidence < standing);
    match (weaker, said.seen, said.reason) {
        (true, false, _) => Err(CostFault::Unseen),
        (true, true, false) => Err(CostFault::Reason),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use accord_kernel::Currency;
    use jiff::civil::date;

    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, Currency::parse(code).unwrap())
    }

    #[test]
    fn r11_the_cost_of_an_hour_and_of_a_response_come_from_the_day() {
        // 100,000 a day is 4,166.67 an hour and 16,666.67 (never 4 x 4,166.67 = 16,666.68) in four hours.
        assert_eq!(cost_of(money(10_000_000, "USD"), 60), Some(money(416_667, "USD")));
        assert_eq!(cost_of(money(10_000_000, "USD"), 240), Some(money(1_666_667, "USD")));
        assert_eq!(cost_of(money(73_500, "JPY"), 60), Some(money(3_063, "JPY")));
        assert_eq!(cost_of(money(73_500, "JPY"), 480), Some(money(24_500, "JPY")));
        assert_eq!(cost_of(money(1_000_000, "KWD"), 60), Some(money(41_667, "KWD")));
        assert_eq!(cost_of(money(i64::MAX, "USD"), i64::MAX), None);
    }

    #[test]
    fn r11_a_review_falls_due_months_later_clamped_to_the_month() {
        assert_eq!(review_due(date(2027, 8, 31), 6), date(2028, 2, 29));
        assert_eq!(review_due(date(2028, 2, 29), 12), date(2029, 2, 28));
    }

    #[test]
    fn r11_a_number_is_theirs_when_somebody_there_said_it_and_a_weaker_one_needs_its_reason() {
        use Confidence::{Confirmed, OurEstimate, Told};
        let said = |confidence, contact, seen, reason| CostSaid { confidence, contact, seen, reason };
        assert_eq!(may_say(None, said(Told, false, true, true)), Err(CostFault::Contact));
        assert_eq!(may_say(None, said(Confirmed, false, true, true)), Err(CostFault::Contact));
        assert_eq!(may_say(None, said(OurEstimate, false, false, false)), Ok(()));
        assert_eq!(may_say(Some(Confirmed), said(Told, true, false, true)), Err(CostFault::Unseen));
        assert_eq!(may_say(Some(Confirmed), said(Told, true, true, false)), Err(CostFault::Reason));
        assert_eq!(may_say(Some(Told), said(OurEstimate, false, true, false)), Err(CostFault::Reason));
        assert_eq!(may_say(Some(Confirmed), said(Told, true, true, true)), Ok(()));
        assert_eq!(may_say(Some(Told), said(Told, true, false, false)), Ok(()), "as certain as before");
        assert_eq!(may_say(Some(OurEstimate), said(Confirmed, true, false, false)), Ok(()));
    }

    #[test]
    fn the_questions_come_in_order() {
        let open = open_questions(|question| question == Question::WhyImportant);
        assert_eq!(open, [Question::WhyBuy, Question::StopCost, Question::NeverFails]);
    }
}
