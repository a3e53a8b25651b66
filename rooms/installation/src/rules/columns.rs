//! Bought, expected, delivered, and the gaps between (R27).

use accord_kernel::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

accord_kernel::word_enum! {
    /// What kind of thing stands in a column.
    pub enum ThingKind as "delivered" {
        /// Goods of an order.
        Goods = "goods",
        /// Units accepted by signature, or software gone live.
        Accepted = "accepted",
        /// Cover by a plan, in units.
        Cover = "cover",
        /// Visits, training days and the like that a plan includes by count.
        Service = "service",
        /// Users who were trained.
        Training = "training",
        /// Why they bought, and what they want of it.
        Profile = "profile",
        /// What the customer said beside the contract.
        Said = "said",
        /// What we promised.
        Promise = "promise",
        /// A criterion of the trial.
        Criterion = "criterion",
    }
}

accord_kernel::word_enum! {
    /// How an expectation stands.
    pub enum Met as "expectation-met" {
        /// Met.
        Yes = "yes",
        /// Not met, or broken.
        No = "no",
        /// Not known yet.
        Open = "open",
    }
}

/// A counted thing: how many were bought, and how many delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// Which thing.
    pub key: String,
    /// Its kind.
    pub kind: ThingKind,
    /// How many were bought.
    pub bought: i64,
    /// How many should be there by now; at most as many as were bought.
    pub due_by_now: i64,
    /// How many were delivered.
    pub delivered: i64,
    /// What one is worth.
    pub worth: Option<Money>,
}

/// An expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Which one.
    pub key: String,
    /// Its kind.
    pub kind: ThingKind,
    /// Whether it stands in what was agreed.
    pub agreed: bool,
    /// How it stands.
    pub met: Met,
}

accord_kernel::word_enum! {
    /// Why something is a gap.
    pub enum GapWhy as "gap-why" {
        /// Less was delivered than was bought.
        UnderDelivered = "under_delivered",
        /// What was agreed was not met.
        NotMet = "not_met",
        /// It is expected, but stands in nothing that was agreed: to be talked about.
        NotAgreed = "not_agreed",
    }
}

/// A gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// Which thing it is about.
    pub key: String,
    /// Its kind.
    pub kind: ThingKind,
    /// Why.
    pub why: GapWhy,
    /// How many are missing; 0 where nothing is counted.
    pub missing: i64,
    /// What that is worth, where it is known.
    pub worth: Option<Money>,
}

/// The gaps, under-delivery first. Where less was delivered than is due by now, all that is left of what was bought is
/// missing: the customer bought four visits, two were made when three were due, so two are missing.
pub fn gaps(counted: &[Counted], expected: &[Expected]) -> Vec<Found> {
    let mut found = Vec::new();
    for one in counted {
        if one.delivered >= one.due_by_now {
            continue;
        }
        let missing = one.bought.max(one.due_by_now) - one.delivered;
        let worth = one.worth.and_then(|worth| {
            worth.minor.checked_mul(missing).map(|minor| Money::new(minor, worth.currency))
        });
        found.push(Found {
            key: one.key.clone(),
            kind: one.kind,
            why: GapWhy::UnderDelivered,
            missing,
            worth,
        });
    }
    for one in expected {
        let why = match (one.met, one.agreed) {
            (Met::Yes, _) | (Met::Open, true) => continue,
            (Met::No, true) => GapWhy::NotMet,
            (_, false) => GapWhy::NotAgreed,
        };
        found.push(Found { key: one.key.clone(), kind: one.kind, why, missing: 0, worth: None });
    }
    found
}

/// How many of what comes so often in twelve months were bought in the years that have begun, and how many are due after
/// so many months; both rounded down. Of a term that ends within a year only its months count.
pub fn by_months(per_year: i64, months: i64, gone: i64) -> (i64, i64) {
    let months = months.max(0);
    let gone = gone.clamp(0, months);
    let begun = ((gone / 12 + 1) * 12).min(months);
    (per_year.saturating_mul(begun) / 12, per_year.saturating_mul(gone) / 12)
}

#[cfg(test)]
mod tests {
    use accord_kernel::Currency;

    use super::*;

    fn visits(bought: i64, due: i64, delivered: i64) -> Counted {
        let worth = Some(Money::new(45_000, Currency::parse("EUR").unwrap()));
        Counted {
            key: "service:x".to_owned(),
            kind: ThingKind::Service,
            bought,
            due_by_now: due,
            delivered,
            worth,
        }
    }

    #[test]
    fn r27_six_bought_and_one_done_leaves_five_with_their_worth() {
        let found = gaps(&[visits(6, 4, 1)], &[]);
        assert_eq!((found[0].missing, found[0].worth.unwrap().minor), (5, 225_000));
        assert_eq!(found[0].why, GapWhy::UnderDelivered);
        assert_eq!(gaps(&[visits(6, 4, 6)], &[]), []);
        assert_eq!(gaps(&[visits(6, 0, 0)], &[]), [], "nothing is due yet");
        assert_eq!(gaps(&[visits(6, 4, 4)], &[]), [], "what is due was done");
    }

    #[test]
    fn r27_an_expectation_outside_the_contract_is_a_gap_to_be_talked_about() {
        let expected = |agreed, met| Expected { key: "own".to_owned(), kind: ThingKind::Said, agreed, met };
        let why = |agreed, met| gaps(&[], &[expected(agreed, met)]).first().map(|gap| gap.why);
        assert_eq!(why(false, Met::Open), Some(GapWhy::NotAgreed));
        assert_eq!(why(false, Met::No), Some(GapWhy::NotAgreed));
        assert_eq!(why(false, Met::Yes), None);
        assert_eq!(why(true, Met::Open), None);
        assert_eq!(why(true, Met::No), Some(GapWhy::NotMet));
    }

    #[test]
    fn r27_counts_follow_the_months() {
        assert_eq!(by_months(4, 12, 9), (4, 3));
        assert_eq!(by_months(4, 24, 9), (4, 3));
        assert_eq!(by_months(4, 24, 13), (8, 4));
        assert_eq!(by_months(4, 18, 13), (6, 4));
        assert_eq!(by_months(4, 24, 30), (8, 8));
        assert_eq!(by_months(1, 12, 11), (1, 0));
        assert_eq!(by_months(3, 0, 5), (0, 0));
    }
}
