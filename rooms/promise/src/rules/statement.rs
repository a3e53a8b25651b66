//! When two statements to a customer contradict each other, and which is better for the customer (R23).

use accord_kernel::Money;
use jiff::civil::Date;

use crate::id::SubjectKind;

/// What was said about a subject. Text comes folded (case, accents, spaces), so that only its meaning is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A date.
    Date(Date),
    /// A price.
    Price(Money),
    /// Words.
    Words(String),
}

impl Said {
    /// One stored form; two statements say the same when it is the same.
    pub fn canonical(&self) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            Self::Price(money) => money.to_string(),
            Self::Words(folded) => folded.clone(),
        }
    }

    /// Whether it is of the form that the subject needs.
    pub fn suits(&self, kind: SubjectKind) -> bool {
        match self {
            Self::Date(_) => kind == SubjectKind::Date,
            Self::Price(_) => kind == SubjectKind::Price,
            Self::Words(_) => !matches!(kind, SubjectKind::Date | SubjectKind::Price),
        }
    }
}

/// Whether a new statement differs from the standing one. Nothing standing contradicts nothing.
pub fn contradicts(standing: Option<&Said>, new: &Said) -> bool {
    standing.is_some_and(|standing| standing != new)
}

/// Which of two is better for the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The first.
    First,
    /// The second.
    Second,
    /// They say the same.
    Same,
    /// A person has to judge: words, or prices of two currencies.
    Judge,
}

/// An earlier date and a lower price are better for the customer; it holds if it is feasible (R23).
pub fn better(first: &Said, second: &Said) -> Better {
    let ordered = |first_is_better: bool| if first_is_better { Better::First } else { Better::Second };
    match (first, second) {
        _ if first == second => Better::Same,
        (Said::Date(a), Said::Date(b)) => ordered(a < b),
        (Said::Price(a), Said::Price(b)) if a.currency == b.currency => ordered(a.minor < b.minor),
        _ => Better::Judge,
    }
}

/// Whether an answer takes away what some statement gave: then it needs a reason that the customer is told.
pub fn takes_away(said: &[Said], answer: &Said) -> bool {
    said.iter().any(|earlier| better(earlier, answer) == Better::First)
}

#[cfg(test)]
mod tests {
    use accord_kernel::Currency;
    use jiff::civil::date;

    use super::*;

    fn price(minor: i64, code: &str) -> Said {
        Said::Price(Money::new(minor, Currency::parse(code).unwrap()))
    }

    #[test]
    fn another_date_contradicts_and_the_earlier_is_better() {
        let (desk, rep) = (Said::Date(date(2026, 8, 21)), Said::Date(date(2026, 8, 19)));
        assert!(contradicts(Some(&desk), &rep));
        assert!(!contradicts(Some(&desk), &desk));
        assert!(!contradicts(None, &rep));
        assert_eq!(better(&desk, &rep), Better::Second);
        assert!(takes_away(&[desk.clone(), rep.clone()], &desk));
        assert!(!takes_away(&[desk, rep.clone()], &rep));
    }

    #[test]
    fn prices_are_compared_within_one_currency() {
        assert_eq!(better(&price(7_500, "EUR"), &price(8_000, "EUR")), Better::First);
        assert_eq!(better(&price(7_500, "EUR"), &price(8_000, "USD")), Better::Judge);
        assert!(contradicts(Some(&price(7_500, "EUR")), &price(7_500, "USD")));
    }

    #[test]
    fn words_are_judged_by_people() {
        let (a, b) = (Said::Words("covered".into()), Said::Words("not covered".into()));
        assert!(contradicts(Some(&a), &b));
        assert_eq!(better(&a, &b), Better::Judge);
        assert!(!takes_away(&[a], &b));
    }

    #[test]
    fn each_subject_has_its_form() {
        assert!(Said::Date(date(2026, 1, 2)).suits(SubjectKind::Date));
        assert!(!Said::Words("soon".into()).suits(SubjectKind::Date));
        assert!(price(1, "EUR").suits(SubjectKind::Price));
        assert!(Said::Words("x".into()).suits(SubjectKind::Cause));
    }
}
