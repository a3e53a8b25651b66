//! What puts a complaint right, and who may give it (R34).

use accord_kernel::{Currency, Money};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::id::{Closing, ComplaintState};

/// Whether somebody may give a remedy at once. What costs nothing everybody may give; another currency than that of the
/// authority is never within it, since nobody agreed on a rate.
pub fn within_authority(remedy: Option<Money>, authority: Decimal, currency: Currency) -> bool {
    match remedy {
        None => true,
        Some(money) => money.currency == currency && money.amount() <= authority,
    }
}

/// What a cause is compared by: its words without case and superfluous blanks.
pub fn cause_key(area: &str, cause: &str) -> String {
    let words: Vec<String> = cause.split_whitespace().map(str::to_lowercase).collect();
    format!("{area}:{}", words.join(" "))
}

/// Whether complaints of a cause, by when they were opened, are so many within so many days before `now`.
pub fn is_repeated(opened: &[Timestamp], now: Timestamp, days: i64, times: i64) -> bool {
    let since = now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
    let count = opened.iter().filter(|at| **at >= since && **at <= now).count();
    i64::try_from(count).unwrap_or(i64::MAX) >= times
}

/// Why the customer's word cannot close a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotYet {
    /// Nobody has answered them.
    Answered,
    /// They said already that it is well.
    Open,
}

/// Whether the customer's word that it is well closes a complaint: once somebody has answered, or after a manager's
/// reason, which stands only until the customer speaks.
///
/// # Errors
/// What stands against it.
pub fn satisfied(state: ComplaintState, closing: Option<Closing>, answered: bool) -> Result<(), NotYet> {
    match (state, closing) {
        (ComplaintState::Closed, Some(Closing::Reason)) => Ok(()),
        (ComplaintState::Closed, _) => Err(NotYet::Open),
        _ if answered => Ok(()),
        _ => Err(NotYet::Answered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64, currency: &str) -> Option<Money> {
        Some(Money::new(minor, Currency::parse(currency).unwrap()))
    }

    #[test]
    fn r34_what_lies_within_the_authority_is_given_at_once() {
        let (limit, brl) = ("750.00".parse().unwrap(), Currency::parse("BRL").unwrap());
        assert!(within_authority(None, limit, brl));
        assert!(within_authority(money(75_000, "BRL"), limit, brl));
        assert!(!within_authority(money(75_001, "BRL"), limit, brl));
        assert!(!within_authority(money(1, "USD"), limit, brl));
        let kwd = Currency::parse("KWD").unwrap();
        assert!(within_authority(money(750_000, "KWD"), limit, kwd), "three decimals");
        assert!(!within_authority(money(750_001, "KWD"), limit, kwd));
        let jpy = Currency::parse("JPY").unwrap();
        assert!(
            within_authority(money(750, "JPY"), limit, jpy)
                && !within_authority(money(751, "JPY"), limit, jpy)
        );
    }

    #[test]
    fn r34_the_third_of_a_cause_within_the_days_is_repeated() {
        let at = |day: i8| {
            jiff::civil::date(2026, 6, day)
                .at(9, 0, 0, 0)
                .to_zoned(jiff::tz::TimeZone::UTC)
                .unwrap()
                .timestamp()
        };
        let now = at(30);
        assert!(!is_repeated(&[at(1), at(30)], now, 29, 3));
        assert!(is_repeated(&[at(1), at(20), at(30)], now, 29, 3));
        assert!(!is_repeated(&[at(1), at(20), at(30)], now, 28, 3), "the first is too old");
        assert_eq!(cause_key("production", " Door  SEAL "), cause_key("production", "door seal"));
        assert_ne!(cause_key("production", "door seal"), cause_key("service", "door seal"));
    }

    #[test]
    fn r34_the_customers_word_closes_what_was_answered_and_what_a_manager_closed() {
        assert_eq!(satisfied(ComplaintState::Open, None, false), Err(NotYet::Answered));
        assert_eq!(satisfied(ComplaintState::Proposed, None, true), Ok(()));
        for answered in [false, true] {
            assert_eq!(satisfied(ComplaintState::Closed, Some(Closing::Reason), answered), Ok(()));
            let well = satisfied(ComplaintState::Closed, Some(Closing::Satisfied), answered);
            assert_eq!(well, Err(NotYet::Open));
        }
    }
}
