//! Which engineer to ask to a demonstration, and as what it counts (R10).

use jiff::Timestamp;
use uuid::Uuid;

/// Why somebody is not free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Busy {
    /// On leave until then.
    Leave(Timestamp),
    /// At another demonstration, by its number.
    Demo(String),
    /// By what another room says, a message key.
    Other(&'static str),
}

/// An engineer who could come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Person.
    pub person: Uuid,
    /// Works in the territory of the customer.
    pub local: bool,
    /// Owns the customer in service, or stands in for the owner.
    pub looks_after: bool,
    /// Skills of the product that they have.
    pub skills: usize,
    /// Demonstrations that they gave lately: others get their turn.
    pub given: i64,
    /// What keeps them away.
    pub busy: Option<Busy>,
}

impl Candidate {
    /// Knows the product: has every skill that its installation needs.
    pub fn knows(&self, needed: usize) -> bool {
        self.skills >= needed
    }

    /// May be proposed: of that territory, knows the product, free.
    pub fn fits(&self, needed: usize) -> bool {
        self.local && self.knows(needed) && self.busy.is_none()
    }
}

/// Candidates with the one to ask first: who fits; then who looks after the customer; then who knows more; then who
/// gave fewer demonstrations.
pub fn ranked(mut candidates: Vec<Candidate>, needed: usize) -> Vec<Candidate> {
    candidates.sort_by_key(|one| {
        (
            !one.fits(needed),
            one.busy.is_some(),
            !one.looks_after,
            !one.local,
            std::cmp::Reverse(one.skills),
            one.given,
            one.person,
        )
    });
    candidates
}

/// Whether two stretches of time overlap; one that ends when the other begins does not.
pub fn overlap(one: (Timestamp, Timestamp), other: (Timestamp, Timestamp)) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// What the rate "engineer at the demonstration" makes of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// An engineer was there, or is to come.
    With,
    /// None was there, or none is asked.
    Without,
    /// A service call took the engineer; nobody is to blame (T3).
    Called,
    /// Its time is over and nobody said whether the engineer came: nothing is known of it.
    Unrecorded,
}

/// As what a demonstration counts: `came` is open until somebody recorded what came of it, `past` says that its time is
/// over.
pub fn counts(engineer: bool, came: Option<bool>, released: bool, past: bool) -> Counts {
    match (engineer, came) {
        (true, None) if past => Counts::Unrecorded,
        (true, Some(true) | None) => Counts::With,
        (false, _) if released => Counts::Called,
        _ => Counts::Without,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(n: u128, local: bool, looks_after: bool, skills: usize, given: i64) -> Candidate {
        Candidate { person: Uuid::from_u128(n), local, looks_after, skills, given, busy: None }
    }

    fn order(list: Vec<Candidate>, needed: usize) -> Vec<u128> {
        ranked(list, needed).iter().map(|one| one.person.as_u128()).collect()
    }

    #[test]
    fn r10_the_local_engineer_who_knows_the_product_and_is_free_comes_first() {
        let away = Candidate { busy: Some(Busy::Demo("D-2031-0004".into())), ..one(1, true, true, 2, 0) };
        let list = vec![
            away.clone(),
            one(2, false, false, 2, 0),
            one(3, true, false, 1, 0),
            one(4, true, false, 2, 3),
            one(5, true, false, 2, 1),
        ];
        assert_eq!(order(list, 2), [5, 4, 3, 2, 1]);
        assert!(!away.fits(2));
        assert_eq!(order(vec![one(7, true, false, 1, 0), one(8, true, true, 1, 9)], 1), [8, 7]);
    }

    #[test]
    fn a_stretch_that_ends_when_another_begins_is_free() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let nine = at("2031-05-06T09:00:00Z");
        let ten = at("2031-05-06T10:00:00Z");
        let eleven = at("2031-05-06T11:00:00Z");
        assert!(!overlap((nine, ten), (ten, eleven)));
        assert!(overlap((nine, eleven), (ten, eleven)));
    }

    #[test]
    fn r10_without_engineer_counts_against_and_a_service_call_does_not() {
        assert_eq!(counts(true, None, false, false), Counts::With);
        assert_eq!(counts(true, Some(true), false, true), Counts::With);
        assert_eq!(counts(true, Some(false), false, true), Counts::Without);
        assert_eq!(counts(false, None, false, false), Counts::Without);
        assert_eq!(counts(false, Some(false), true, true), Counts::Called);
    }

    #[test]
    fn r10_a_demonstration_of_which_nobody_said_anything_counts_for_neither_once_it_is_over() {
        assert_eq!(counts(true, None, false, true), Counts::Unrecorded);
        assert_eq!(
            counts(true, None, true, true),
            Counts::Unrecorded,
            "another engineer was asked after the call"
        );
        assert_eq!(counts(false, None, false, true), Counts::Without, "none was asked, come what may");
        assert_eq!(counts(false, None, true, true), Counts::Called);
    }
}
