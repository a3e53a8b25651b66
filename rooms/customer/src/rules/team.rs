//! The account team of both spheres: who is called first, who is missing, what a merge makes of two teams (R2, R3).

use uuid::Uuid;

use crate::id::{Rank, TeamSphere};

/// One present member of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Row of the member.
    pub row: Uuid,
    /// Person.
    pub person: Uuid,
    /// Half of the team.
    pub sphere: TeamSphere,
    /// Standing.
    pub rank: Rank,
}

/// What becomes of a member of the merged customer's team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Goes over with this standing.
    As(Rank),
    /// Is in the surviving team already: the membership ends.
    End,
    /// Goes over as owner and ends that row of the surviving team, where the same person was only a back-up.
    AsOwnerInsteadOf(Uuid),
}

/// Both teams become one: the surviving customer keeps its owners, the other's owners become back-ups, unless there is
/// no owner yet. Nobody stands twice.
pub fn merge_team(into: &[Holder], from: &[Holder]) -> Vec<(Uuid, Move)> {
    let mut team = into.to_vec();
    let mut moves = Vec::with_capacity(from.len());
    for holder in from {
        let same = |other: &&Holder| other.sphere == holder.sphere;
        let owned = team.iter().filter(same).any(|other| other.rank == Rank::Owner);
        let known =
            team.iter().filter(same).find(|other| other.person == holder.person).map(|other| other.row);
        let decision = match (known, holder.rank, owned) {
            (Some(row), Rank::Owner, false) => Move::AsOwnerInsteadOf(row),
            (Some(_), _, _) => Move::End,
            (None, Rank::Owner, false) => Move::As(Rank::Owner),
            (None, _, _) => Move::As(Rank::Backup),
        };
        match decision {
            Move::As(rank) => team.push(Holder { rank, ..*holder }),
            Move::AsOwnerInsteadOf(row) => {
                team.retain(|other| other.row != row);
                team.push(*holder);
            }
            Move::End => {}
        }
        moves.push((holder.row, decision));
    }
    moves
}

/// A person who could take a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallSeat {
    /// Person.
    pub person: Uuid,
    /// Half of the team.
    pub sphere: TeamSphere,
    /// Standing.
    pub rank: Rank,
    /// Whether they are at work (no leave now).
    pub present: bool,
    /// Who covers them now, when somebody does.
    pub cover: Option<Uuid>,
}

accord_kernel::word_enum! {
    /// Why somebody is offered a call.
    pub enum OfferedAs as "offered-as" {
        /// Owns the customer in the sphere asked for.
        Owner = "owner",
        /// Back-up in that sphere.
        Backup = "backup",
        /// Covers an owner or back-up who is away.
        Cover = "cover",
        /// Answers for the customer in the other sphere.
        OtherSphere = "other_sphere",
        /// Heads the sphere.
        Head = "head",
    }
}

/// Somebody to whom a call is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    /// Person.
    pub person: Uuid,
    /// Why.
    pub why: OfferedAs,
}

/// To whom a customer's call goes, first to last: the owner when present, then back-ups, then covers, then the head of
/// the sphere, then the other half of the team; each person once. Never nobody while the company has anybody (R3).
pub fn call_order(sphere: TeamSphere, seats: &[CallSeat], heads: &[Uuid]) -> Vec<Offered> {
    let mut order: Vec<Offered> = Vec::new();
    let mut offer = |person: Uuid, why: OfferedAs| {
        if order.iter().all(|offered| offered.person != person) {
            order.push(Offered { person, why });
        }
    };
    let mine = || seats.iter().filter(|seat| seat.sphere == sphere);
    for seat in mine().filter(|seat| seat.rank == Rank::Owner && seat.present) {
        offer(seat.person, OfferedAs::Owner);
    }
    for seat in mine().filter(|seat| seat.rank == Rank::Backup && seat.present) {
        offer(seat.person, OfferedAs::Backup);
    }
    for cover in mine().filter(|seat| !seat.present).filter_map(|seat| seat.cover) {
        offer(cover, OfferedAs::Cover);
    }
    for head in heads {
        offer(*head, OfferedAs::Head);
    }
    for seat in seats.iter().filter(|seat| seat.sphere != sphere && seat.present) {
        offer(seat.person, OfferedAs::OtherSphere);
    }
    order
}

/// Whether a customer has a named owner in both spheres (R3).
pub fn covered(has_sales_owner: bool, has_service_owner: bool) -> bool {
    has_sales_owner && has_service_owner
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn seat(n: u128, sphere: TeamSphere, rank: Rank, present: bool, cover: Option<u128>) -> CallSeat {
        CallSeat { person: id(n), sphere, rank, present, cover: cover.map(id) }
    }

    #[test]
    fn r03_a_call_goes_to_the_present_owner_first_else_the_back_up_never_to_nobody() {
        use {Rank::*, TeamSphere::*};
        let mut seats = vec![
            seat(1, AfterSales, Owner, true, None),
            seat(2, AfterSales, Backup, true, None),
            seat(3, Sales, Owner, true, None),
        ];
        let persons = |seats: &[CallSeat], heads: &[Uuid]| -> Vec<(u128, OfferedAs)> {
            call_order(AfterSales, seats, heads).iter().map(|o| (o.person.as_u128(), o.why)).collect()
        };
        assert_eq!(
            persons(&seats, &[id(9)]),
            [
                (1, OfferedAs::Owner),
                (2, OfferedAs::Backup),
                (9, OfferedAs::Head),
                (3, OfferedAs::OtherSphere)
            ]
        );
        seats[0].present = false;
        seats[0].cover = Some(id(5));
        assert_eq!(persons(&seats, &[id(9)])[..2], [(2, OfferedAs::Backup), (5, OfferedAs::Cover)]);
        seats[1].present = false;
        assert_eq!(persons(&seats, &[id(9)])[0], (5, OfferedAs::Cover));
        seats[0].cover = None;
        assert_eq!(persons(&seats, &[id(9)])[0], (9, OfferedAs::Head));
        assert_eq!(persons(&[], &[id(9)]), [(9, OfferedAs::Head)]);
    }

    fn holders(first_row: u128) -> impl Strategy<Value = Vec<Holder>> {
        prop::collection::vec((0_u128..6, any::<bool>(), any::<bool>()), 0..8).prop_map(move |list| {
            let mut out: Vec<Holder> = Vec::new();
            for (row, (person, sales, owner)) in list.into_iter().enumerate() {
                let sphere = if sales { TeamSphere::Sales } else { TeamSphere::AfterSales };
                let taken = out.iter().any(|o| {
                    o.sphere == sphere && (o.person == id(person) || (owner && o.rank == Rank::Owner))
                });
                if !taken {
                    let rank = if owner { Rank::Owner } else { Rank::Backup };
                    out.push(Holder { row: id(first_row + row as u128), person: id(person), sphere, rank });
                }
            }
            out
        })
    }

    proptest! {
        #[test]
        fn r02_a_merge_leaves_one_owner_a_sphere_and_loses_nobody(into in holders(1_000), from in holders(2_000)) {
            let moves = merge_team(&into, &from);
            prop_assert_eq!(moves.len(), from.len());
            let mut team = into.clone();
            for (holder, (row, step)) in from.iter().zip(&moves) {
                prop_assert_eq!(holder.row, *row);
                match step {
                    Move::As(rank) => team.push(Holder { rank: *rank, ..*holder }),
                    Move::AsOwnerInsteadOf(other) => {
                        team.retain(|o| o.row != *other);
                        team.push(*holder);
                    }
                    Move::End => {}
                }
            }
            for sphere in [TeamSphere::Sales, TeamSphere::AfterSales] {
                let half: Vec<_> = team.iter().filter(|o| o.sphere == sphere).collect();
                let owners = half.iter().filter(|o| o.rank == Rank::Owner).count();
                let had = into.iter().chain(&from).any(|o| o.sphere == sphere && o.rank == Rank::Owner);
                prop_assert_eq!(owners, usize::from(had));
                let mut persons: Vec<_> = half.iter().map(|o| o.person).collect();
                persons.sort_unstable();
                let all = persons.len();
                persons.dedup();
                prop_assert_eq!(all, persons.len());
                for holder in from.iter().filter(|o| o.sphere == sphere) {
                    prop_assert!(half.iter().any(|o| o.person == holder.person));
                }
            }
        }
    }
}
