//! For which units of an order the service offer is still open (R15). The offer is obligatory, its acceptance is not
//! (T9): each unit of equipment needs its decision before manufacturing begins.

use std::collections::{BTreeMap, BTreeSet};

accord_kernel::word_enum! {
    /// What was decided for a unit.
    pub enum Answer as "service-answer" {
        /// Offered, and the customer accepted.
        Accepted = "accepted",
        /// Offered, and the customer declined.
        Declined = "declined",
        /// Not offered.
        NotOffered = "not_offered",
    }
}

impl Answer {
    /// Whether the customer was offered a plan.
    pub fn was_offered(self) -> bool {
        matches!(self, Self::Accepted | Self::Declined)
    }
}

/// A decision that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub answer: Answer,
    /// For which units of its line, from 1.
    pub units: Vec<i64>,
    /// A head of service approved that nothing was offered.
    pub approved: bool,
}

/// Why a unit is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Open {
    /// Nothing was decided.
    Undecided,
    /// Nothing was offered, and nobody approved that yet.
    Unapproved,
}

/// The units of a line that are open, with why; `left` units are wanted, numbered from 1, less those taken back.
pub fn open(left: &BTreeSet<i64>, decided: &[Decided]) -> BTreeMap<i64, Open> {
    let mut open = BTreeMap::new();
    for unit in left {
        match decided.iter().find(|one| one.units.contains(unit)) {
            None => {
                open.insert(*unit, Open::Undecided);
            }
            Some(one) if one.answer == Answer::NotOffered && !one.approved => {
                open.insert(*unit, Open::Unapproved);
            }
            Some(_) => {}
        }
    }
    open
}

/// The units that are left of a line: the first ones that are not given back. Units given back are the last ones
/// without a plan first, since what was sold stays; then the last ones.
pub fn left(count: i64, decided: &[Decided]) -> impl Fn(i64) -> BTreeSet<i64> {
    let sold: BTreeSet<i64> = decided
        .iter()
        .filter(|one| one.answer == Answer::Accepted)
        .flat_map(|one| one.units.clone())
        .collect();
    move |keep: i64| {
        let mut order: Vec<i64> = (1..=count).collect();
        // What stays comes first: sold units, then by number.
        order.sort_by_key(|unit| (!sold.contains(unit), *unit));
        order.into_iter().take(usize::try_from(keep.max(0)).unwrap_or(usize::MAX)).collect()
    }
}

/// Why units cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChoose {
    /// Fewer are open than asked for.
    FewerOpen {
        /// So many are.
        open: i64,
    },
    /// Nothing is open.
    NothingOpen,
}

/// The units that a decision is about: the lowest undecided ones; all of them when no number is given.
///
/// # Errors
/// Why they cannot be chosen.
pub fn choose(open: &BTreeMap<i64, Open>, quantity: Option<i64>) -> Result<Vec<i64>, CannotChoose> {
    let undecided: Vec<i64> =
        open.iter().filter(|(_, why)| **why == Open::Undecided).map(|(unit, _)| *unit).collect();
    let there = i64::try_from(undecided.len()).unwrap_or(i64::MAX);
    if there == 0 {
        return Err(CannotChoose::NothingOpen);
    }
    let take = quantity.unwrap_or(there);
    if take > there {
        return Err(CannotChoose::FewerOpen { open: there });
    }
    Ok(undecided.into_iter().take(usize::try_from(take).unwrap_or(0)).collect())
}

/// The state of the offer for a whole order, as people say it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Units that need a decision or have one.
    pub units: i64,
    /// Without a decision.
    pub undecided: i64,
    /// Not offered and not approved yet.
    pub unapproved: i64,
    /// Offered and accepted.
    pub accepted: i64,
    /// Offered and declined.
    pub declined: i64,
    /// Not offered, approved.
    pub not_offered: i64,
}

impl Tally {
    /// Whether the order may go on.
    pub fn is_settled(self) -> bool {
        self.undecided == 0 && self.unapproved == 0
    }

    /// Adds a line's units.
    pub fn add(&mut self, left: &BTreeSet<i64>, decided: &[Decided]) {
        let open = open(left, decided);
        self.units += i64::try_from(left.len()).unwrap_or(0);
        self.undecided += count(&open, Open::Undecided);
        self.unapproved += count(&open, Open::Unapproved);
        for unit in left.iter().filter(|unit| !open.contains_key(unit)) {
            match decided.iter().find(|one| one.units.contains(unit)).map(|one| one.answer) {
                Some(Answer::Accepted) => self.accepted += 1,
                Some(Answer::Declined) => self.declined += 1,
                Some(Answer::NotOffered) => self.not_offered += 1,
                None => {}
            }
        }
    }
}

fn count(open: &BTreeMap<i64, Open>, why: Open) -> i64 {
    i64::try_from(open.values().filter(|one| **one == why).count()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decided(answer: Answer, units: &[i64], approved: bool) -> Decided {
        Decided { answer, units: units.to_vec(), approved }
    }

    fn all(count: i64) -> BTreeSet<i64> {
        (1..=count).collect()
    }

    #[test]
    fn r15_each_unit_needs_its_decision() {
        let some = [decided(Answer::Accepted, &[1, 2], false), decided(Answer::Declined, &[4], false)];
        let open = open(&all(5), &some);
        assert_eq!(open, BTreeMap::from([(3, Open::Undecided), (5, Open::Undecided)]));
        assert_eq!(choose(&open, None), Ok(vec![3, 5]));
        assert_eq!(choose(&open, Some(1)), Ok(vec![3]));
        assert_eq!(choose(&open, Some(3)), Err(CannotChoose::FewerOpen { open: 2 }));
    }

    #[test]
    fn r15_not_offered_waits_for_the_head_of_service() {
        let mut some = [decided(Answer::NotOffered, &[1], false)];
        let first = open(&all(1), &some);
        assert_eq!(first, BTreeMap::from([(1, Open::Unapproved)]));
        assert_eq!(choose(&first, None), Err(CannotChoose::NothingOpen));
        some[0].approved = true;
        assert!(open(&all(1), &some).is_empty());
        let mut tally = Tally::default();
        tally.add(&all(1), &some);
        assert!(tally.is_settled() && tally.not_offered == 1);
    }

    #[test]
    fn a_unit_taken_back_is_one_without_a_plan() {
        let some = [decided(Answer::Accepted, &[3], false)];
        let keep = left(3, &some);
        assert_eq!(keep(3), all(3));
        assert_eq!(keep(2), BTreeSet::from([1, 3]));
        assert_eq!(keep(1), BTreeSet::from([3]));
        assert_eq!(keep(0), BTreeSet::new());
    }

    proptest! {
        #[test]
        fn r15_every_unit_counts_exactly_once(count in 0_i64..30, cuts in prop::collection::vec((0_usize..3, any::<bool>(), 1_i64..6), 0..8)) {
            let mut next = 1;
            let mut some = Vec::new();
            for (which, approved, size) in cuts {
                let units: Vec<i64> = (next..next + size).collect();
                next += size;
                some.push(Decided { answer: Answer::ALL[which], units, approved });
            }
            let left = all(count);
            let mut tally = Tally::default();
            tally.add(&left, &some);
            prop_assert_eq!(tally.units, count);
            prop_assert_eq!(
                tally.undecided + tally.unapproved + tally.accepted + tally.declined + tally.not_offered,
                count
            );
            prop_assert_eq!(tally.is_settled(), open(&left, &some).is_empty());
        }
    }
}
