//! Leave and cover (R20): the cover inherits while the leave lasts, and nothing is moved in the data.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::PersonId;

/// Who covers whom at one instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covers(BTreeMap<PersonId, PersonId>);

impl Covers {
    /// From `(away, cover)`; of several leaves of one person the first counts.
    pub fn new(list: impl IntoIterator<Item = (PersonId, PersonId)>) -> Self {
        let mut map = BTreeMap::new();
        for (away, cover) in list {
            map.entry(away).or_insert(cover);
        }
        Self(map)
    }

    /// Whether the person is away.
    pub fn is_away(&self, person: PersonId) -> bool {
        self.0.contains_key(&person)
    }

    /// Who has the owner's work: the owner, or the cover, or the cover's cover. When everybody in a ring is away, the
    /// work stays with the owner, so that it is never with nobody.
    pub fn responsible(&self, owner: PersonId) -> PersonId {
        let mut seen = BTreeSet::from([owner]);
        let mut at = owner;
        while let Some(next) = self.0.get(&at) {
            if !seen.insert(*next) {
                return owner;
            }
            at = *next;
        }
        at
    }
}

/// What stands against a leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveFault {
    /// It ends before it begins.
    Empty,
    /// It is over already.
    Past,
    /// The cover is the person.
    OwnCover,
    /// The cover is not active.
    CoverGone,
    /// The person has another leave then.
    Overlaps,
    /// The cover is on leave then.
    CoverAway,
}

/// A leave that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct LeaveAsked {
    /// Who will be away.
    pub person: PersonId,
    /// Who covers.
    pub cover: PersonId,
    /// From.
    pub from: Timestamp,
    /// Until (exclusive).
    pub until: Timestamp,
}

/// Whether a leave may be planned: `own` and `covers` are the leaves that stand and overlap it, of the person and of
/// the cover.
///
/// # Errors
/// The first thing that stands against it.
pub fn may_leave(
    asked: &LeaveAsked,
    cover_active: bool,
    own: usize,
    covers: usize,
    now: Timestamp,
) -> Result<(), LeaveFault> {
    if asked.until <= asked.from {
        return Err(LeaveFault::Empty);
    }
    if asked.until <= now {
        return Err(LeaveFault::Past);
    }
    if asked.cover == asked.person {
        return Err(LeaveFault::OwnCover);
    }
    if !cover_active {
        return Err(LeaveFault::CoverGone);
    }
    if own > 0 {
        return Err(LeaveFault::Overlaps);
    }
    if covers > 0 {
        return Err(LeaveFault::CoverAway);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn p(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    #[test]
    fn cover_is_followed_and_a_ring_stays_with_the_owner() {
        let covers = Covers::new([(p(1), p(2)), (p(2), p(3)), (p(7), p(8)), (p(8), p(7)), (p(9), p(7))]);
        assert_eq!(covers.responsible(p(1)), p(3));
        assert_eq!(covers.responsible(p(2)), p(3));
        assert_eq!(covers.responsible(p(3)), p(3));
        assert_eq!(covers.responsible(p(7)), p(7));
        assert_eq!(covers.responsible(p(9)), p(9));
    }

    proptest! {
        #[test]
        fn somebody_is_always_responsible(pairs in prop::collection::vec((0_u128..12, 0_u128..12), 0..20), owner in 0_u128..12) {
            let covers = Covers::new(pairs.iter().map(|(a, b)| (p(*a), p(*b))));
            let found = covers.responsible(p(owner));
            prop_assert!(found == p(owner) || !covers.is_away(found));
        }
    }

    #[test]
    fn a_leave_needs_a_cover_who_is_there() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let asked = LeaveAsked {
            person: p(1),
            cover: p(2),
            from: at("2026-08-03T00:00:00Z"),
            until: at("2026-08-10T00:00:00Z"),
        };
        let now = at("2026-08-01T00:00:00Z");
        assert_eq!(may_leave(&asked, true, 0, 0, now), Ok(()));
        assert_eq!(may_leave(&asked, true, 0, 0, asked.until), Err(LeaveFault::Past));
        assert_eq!(
            may_leave(&LeaveAsked { until: asked.from, ..asked }, true, 0, 0, now),
            Err(LeaveFault::Empty)
        );
        assert_eq!(
            may_leave(&LeaveAsked { cover: p(1), ..asked }, true, 0, 0, now),
            Err(LeaveFault::OwnCover)
        );
        assert_eq!(may_leave(&asked, false, 0, 0, now), Err(LeaveFault::CoverGone));
        assert_eq!(may_leave(&asked, true, 1, 0, now), Err(LeaveFault::Overlaps));
        assert_eq!(may_leave(&asked, true, 0, 1, now), Err(LeaveFault::CoverAway));
    }
}
