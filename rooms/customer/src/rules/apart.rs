//! Taking a merge back: to whom what came after it belongs (R2).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// A thing of the surviving record that was entered after the merge, and what it names: things that go back, things
/// that stay, and others that came after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Later {
    /// Names something that goes back.
    pub going: bool,
    /// Names something that the surviving record had before.
    pub staying: bool,
    /// Other things of both lists that it names.
    pub others: BTreeSet<Uuid>,
}

accord_kernel::word_enum! {
    /// Where things go that name something of both records.
    pub enum Both as "merge-both" {
        /// They stay with the record that goes on.
        Stay = "stay",
        /// They go with the record that is taken out again.
        Go = "go",
    }
}

/// What came after a merge, parted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parted {
    /// Goes along: it names only what goes back.
    pub along: BTreeSet<Uuid>,
    /// Names something of both; somebody has to say.
    pub both: BTreeSet<Uuid>,
}

/// Parts what came after a merge. A thing goes along with what it names, so that nothing hangs on what is another
/// customer's; what names nothing that goes back stays. `chosen` are things that a person moves as well.
pub fn part(later: &BTreeMap<Uuid, Later>, chosen: &BTreeSet<Uuid>) -> Parted {
    // First as much as possible goes along …
    let mut along: BTreeSet<Uuid> = chosen.iter().filter(|id| later.contains_key(id)).copied().collect();
    loop {
        let more: Vec<Uuid> = later
            .iter()
            .filter(|(id, _)| !along.contains(id))
            .filter(|(_, thing)| thing.going || !thing.others.is_disjoint(&along))
            .map(|(id, _)| *id)
            .collect();
        if more.is_empty() {
            break;
        }
        along.extend(more);
    }
    // … then whatever also names something that stays has to be decided; so has what names such a thing.
    let mut both = BTreeSet::new();
    loop {
        let torn: Vec<Uuid> = along
            .iter()
            .filter(|id| !chosen.contains(id))
            .filter(|id| {
                later.get(id).is_some_and(|thing| {
                    thing.staying || thing.others.iter().any(|other| !along.contains(other))
                })
            })
            .copied()
            .collect();
        if torn.is_empty() {
            return Parted { along, both };
        }
        for id in torn {
            along.remove(&id);
            both.insert(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn thing(going: bool, staying: bool, others: &[u128]) -> Later {
        Later { going, staying, others: others.iter().map(|n| id(*n)).collect() }
    }

    fn ids(list: &[u128]) -> BTreeSet<Uuid> {
        list.iter().map(|n| id(*n)).collect()
    }

    #[test]
    fn r02_what_came_after_goes_with_what_it_names_and_what_names_both_is_asked() {
        let later = BTreeMap::from([
            (id(1), thing(false, false, &[])),
            (id(2), thing(true, false, &[])),
            (id(3), thing(false, false, &[2])),
            (id(4), thing(true, true, &[])),
            (id(5), thing(false, false, &[4])),
            (id(6), thing(false, true, &[])),
            (id(7), thing(false, false, &[3, 1])),
        ]);
        let parted = part(&later, &BTreeSet::new());
        assert_eq!(parted.along, ids(&[2, 3]));
        assert_eq!(parted.both, ids(&[4, 5, 7]), "what hangs on an undecided one is undecided with it");
        let parted = part(&later, &ids(&[1, 99]));
        assert_eq!(parted.along, ids(&[1, 2, 3, 7]), "a chosen thing takes what hangs on it along");
        assert_eq!(parted.both, ids(&[4, 5]));
    }

    proptest! {
        #[test]
        fn r02_nothing_that_goes_along_hangs_on_what_stays(
            list in prop::collection::vec((any::<bool>(), any::<bool>(), prop::collection::vec(0_u128..12, 0..3)), 1..12),
        ) {
            let later: BTreeMap<Uuid, Later> = list
                .iter()
                .zip(0..)
                .map(|((going, staying, others), n)| {
                    let within: Vec<u128> =
                        others.iter().copied().filter(|other| *other != n && *other < list.len() as u128).collect();
                    (id(n), thing(*going, *staying, &within))
                })
                .collect();
            let parted = part(&later, &BTreeSet::new());
            prop_assert!(parted.along.is_disjoint(&parted.both));
            for (id, thing) in &later {
                if parted.along.contains(id) {
                    prop_assert!(!thing.staying && thing.others.is_subset(&parted.along));
                } else if !parted.both.contains(id) {
                    prop_assert!(!thing.going, "what names something that goes back is never left behind unasked");
                }
            }
        }
    }
}
