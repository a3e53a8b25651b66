//! Which cover counts for a unit at an instant (R30, R16).
//!
//! The precedence, as it stands on the page:
//!
//! 1. Only cover that is in force at the instant counts. Cover that begins later and cover that is over are shown,
//!    and never counted.
//! 2. Of several, the one whose response falls due first: the customer always has the strongest.
//! 3. Due at the same instant: a plan that was paid for, then a plan through the warranty, then the warranty alone.
//! 4. Of the same kind: the unit's own cover, then that of the assembly it is part of, from the inside outward.
//! 5. At last the one that stands longest.
//!
//! Cover goes with the unit. When the unit was moved, its clocks are read on the calendar of the site where it stood at
//! that instant, and the answer says that it was sold for another.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::term::CoverKind;

/// A cover of a unit or of an assembly that it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// What covers.
    pub kind: CoverKind,
    /// Steps up to the assembly that has it; 0 is the unit's own.
    pub steps_up: u32,
    /// First instant.
    pub from_at: Timestamp,
    /// First instant after it.
    pub until_at: Timestamp,
    /// When a response would fall due for a call at the instant asked about; open when its calendar has no end.
    pub response_due_at: Option<Timestamp>,
}

accord_kernel::word_enum! {
    /// How a cover stands at the instant.
    pub enum Standing as "cover-standing" {
        /// It counts.
        Counts = "counts",
        /// It is in force, but a stronger one counts.
        Weaker = "weaker",
        /// It begins later.
        NotYet = "not_yet",
        /// It is over.
        NoMore = "no_more",
    }
}

accord_kernel::word_enum! {
    /// By which rule of precedence the cover that counts was chosen.
    pub enum Chosen as "cover-chosen" {
        /// It is the only one in force.
        Only = "only",
        /// Its response falls due first.
        Stronger = "stronger",
        /// A plan goes before the warranty alone.
        Kind = "kind",
        /// The unit's own goes before its assembly's.
        Own = "own",
        /// It stands longer.
        Longer = "longer",
        /// None is in force.
        None = "none",
    }
}

/// The verdict: for each cover, in the order given, how it stands; which counts, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// By cover.
    pub standing: Vec<Standing>,
    /// Place of the one that counts.
    pub counts: Option<usize>,
    /// Why that one.
    pub chosen: Chosen,
}

type Rank = (bool, Option<Timestamp>, u8, u32, Reverse<Timestamp>);

fn rank(cover: &Cover) -> Rank {
    let kind = match cover.kind {
        CoverKind::Paid => 0,
        CoverKind::Uplift => 1,
        CoverKind::Warranty => 2,
    };
    (cover.response_due_at.is_none(), cover.response_due_at, kind, cover.steps_up, Reverse(cover.until_at))
}

/// Which cover counts at an instant.
pub fn entitled(covers: &[Cover], at: Timestamp) -> Verdict {
    let mut standing = Vec::with_capacity(covers.len());
    let mut best: Option<usize> = None;
    let mut next: Option<usize> = None;
    for (place, cover) in covers.iter().enumerate() {
        if at < cover.from_at {
            standing.push(Standing::NotYet);
            continue;
        }
        if at >= cover.until_at {
            standing.push(Standing::NoMore);
            continue;
        }
        standing.push(Standing::Weaker);
        let better = |than: Option<usize>| match than.and_then(|than| covers.get(than)) {
            Some(than) => rank(cover) < rank(than),
            None => true,
        };
        if better(best) {
            next = best;
            best = Some(place);
        } else if better(next) {
            next = Some(place);
        }
    }
    if let Some(counted) = best.and_then(|best| standing.get_mut(best)) {
        *counted = Standing::Counts;
    }
    let of = |place: Option<usize>| place.and_then(|place| covers.get(place));
    let chosen = match (of(best), of(next)) {
        (None, _) => Chosen::None,
        (Some(_), None) => Chosen::Only,
        (Some(best), Some(next)) => why(&rank(best), &rank(next)),
    };
    Verdict { standing, counts: best, chosen }
}

fn why(best: &Rank, next: &Rank) -> Chosen {
    if (best.0, best.1) != (next.0, next.1) {
        Chosen::Stronger
    } else if best.2 != next.2 {
        Chosen::Kind
    } else if best.3 != next.3 {
        Chosen::Own
    } else {
        Chosen::Longer
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3_600).unwrap()
    }

    fn cover(kind: CoverKind, from: i64, until: i64, response: i64) -> Cover {
        Cover {
            kind,
            steps_up: 0,
            from_at: at(from),
            until_at: at(until),
            response_due_at: Some(at(response)),
        }
    }

    #[test]
    fn expired_and_future_cover_is_shown_and_never_counts() {
        let covers = [cover(CoverKind::Paid, 0, 10, 1), cover(CoverKind::Paid, 20, 30, 1)];
        let verdict = entitled(&covers, at(15));
        assert_eq!(verdict.standing, [Standing::NoMore, Standing::NotYet]);
        assert_eq!((verdict.counts, verdict.chosen), (None, Chosen::None));
        assert_eq!(entitled(&covers, at(10)).counts, None, "the end is not part of it");
        assert_eq!(entitled(&covers, at(20)).counts, Some(1), "the beginning is");
    }

    #[test]
    fn of_two_plans_the_stronger_response_counts() {
        let covers = [cover(CoverKind::Paid, 0, 90, 24), cover(CoverKind::Uplift, 0, 50, 19)];
        let verdict = entitled(&covers, at(15));
        assert_eq!((verdict.counts, verdict.chosen), (Some(1), Chosen::Stronger));
        assert_eq!(verdict.standing, [Standing::Weaker, Standing::Counts]);
    }

    #[test]
    fn the_uplift_goes_before_the_warranty_alone() {
        let covers = [cover(CoverKind::Warranty, 0, 90, 19), cover(CoverKind::Uplift, 0, 50, 19)];
        let verdict = entitled(&covers, at(15));
        assert_eq!((verdict.counts, verdict.chosen), (Some(1), Chosen::Kind));
    }

    #[test]
    fn a_part_has_its_own_cover_before_that_of_its_assembly_unless_that_is_stronger() {
        let own = cover(CoverKind::Paid, 0, 90, 19);
        let assembly = Cover { steps_up: 1, ..own };
        let verdict = entitled(&[assembly, own], at(15));
        assert_eq!((verdict.counts, verdict.chosen), (Some(1), Chosen::Own));
        let stronger = Cover { response_due_at: Some(at(16)), ..assembly };
        assert_eq!(entitled(&[own, stronger], at(15)).counts, Some(1));
        let longer = Cover { until_at: at(91), ..own };
        assert_eq!(entitled(&[own, longer], at(15)).chosen, Chosen::Longer);
    }

    #[test]
    fn cover_without_an_end_of_its_clock_is_the_weakest() {
        let open = Cover { response_due_at: None, ..cover(CoverKind::Paid, 0, 90, 0) };
        let covers = [open, cover(CoverKind::Warranty, 0, 90, 200)];
        assert_eq!(entitled(&covers, at(15)).counts, Some(1));
    }

    fn any_cover() -> impl Strategy<Value = Cover> {
        (0_usize..3, 0_u32..3, 0_i64..40, 1_i64..40, prop::option::of(0_i64..60)).prop_map(
            |(kind, steps_up, from, length, response)| Cover {
                kind: CoverKind::ALL[kind],
                steps_up,
                from_at: at(from),
                until_at: at(from + length),
                response_due_at: response.map(at),
            },
        )
    }

    proptest! {
        #[test]
        fn the_same_cover_counts_whatever_the_order(covers in prop::collection::vec(any_cover(), 0..7), now in 0_i64..90) {
            let verdict = entitled(&covers, at(now));
            let mut turned = covers.clone();
            turned.reverse();
            let other = entitled(&turned, at(now));
            let pick = |verdict: &Verdict, list: &[Cover]| verdict.counts.map(|place| rank(&list[place]));
            prop_assert_eq!(pick(&verdict, &covers), pick(&other, &turned));
            prop_assert_eq!(verdict.chosen, other.chosen);
            // The slow model: the least rank among those in force.
            let slow = covers.iter().filter(|c| c.from_at <= at(now) && at(now) < c.until_at).map(rank).min();
            prop_assert_eq!(pick(&verdict, &covers), slow);
            let counted = verdict.standing.iter().filter(|one| **one == Standing::Counts).count();
            prop_assert_eq!(counted, usize::from(verdict.counts.is_some()));
        }
    }
}
