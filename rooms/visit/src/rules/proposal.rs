//! Who can be at a site when, and why not the others: the list from which a person chooses. The optimising dispatch
//! will order it by more than this; what forbids stays the same.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// When somebody should be there.
    pub starts_at: Timestamp,
    /// When the work ends, as planned.
    pub ends_at: Timestamp,
    /// Skills that the work needs; empty for any.
    pub skills: usize,
    /// It is now.
    pub now: Timestamp,
}

/// What is known of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engineer {
    /// Who.
    pub person: Uuid,
    /// Has a role that carries out visits.
    pub may: bool,
    /// Works in the site's territory.
    pub local: bool,
    /// Looks after the customer.
    pub looks_after: bool,
    /// Skills of the needed that they have.
    pub skills: usize,
    /// Works or stands by when it begins.
    pub on_duty: bool,
    /// On leave until.
    pub leave_until: Option<Timestamp>,
    /// Somewhere else until, with its number.
    pub busy: Option<(String, Timestamp)>,
    /// Kept away by something another room knows; a message key.
    pub other: Option<&'static str>,
    /// Minutes of the way; open when nobody said.
    pub travel_minutes: Option<i64>,
    /// Names of needed parts that they cannot bring.
    pub parts_missing: Vec<String>,
    /// Minutes of visits in the week of the visit already.
    pub week_minutes: i64,
}

/// What speaks against somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Has no role that carries out visits: they could neither report nor end it.
    MayNot,
    /// On leave until.
    Leave(Timestamp),
    /// At another visit until.
    Busy(String, Timestamp),
    /// Kept away; a message key.
    Other(&'static str),
    /// Lacks a skill.
    Skill,
    /// Neither works nor stands by then.
    OffDuty,
    /// Works in another territory.
    Elsewhere,
    /// Nobody said how long the way is.
    Way,
    /// Cannot be there before.
    Late(Timestamp),
    /// Cannot bring a part.
    Part(String),
}

impl Why {
    /// Whether nobody may choose them in spite of it: a person cannot be in two places, and no reason gives a right.
    pub fn forbids(&self) -> bool {
        matches!(self, Self::MayNot | Self::Leave(_) | Self::Busy(..))
    }

    /// Stable word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::MayNot => "may_not",
            Self::Leave(_) => "leave",
            Self::Busy(..) => "busy",
            Self::Other(_) => "other",
            Self::Skill => "skill",
            Self::OffDuty => "off_duty",
            Self::Elsewhere => "elsewhere",
            Self::Way => "way",
            Self::Late(_) => "late",
            Self::Part(_) => "part",
        }
    }
}

/// Somebody with when they can be there and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who.
    pub person: Uuid,
    /// When they can be there at the earliest, not before it is wanted; open when nobody can say.
    pub there_at: Option<Timestamp>,
    /// What speaks against it; empty: they can.
    pub why: Vec<Why>,
    /// Works in the territory.
    pub local: bool,
    /// Looks after the customer.
    pub looks_after: bool,
    /// Minutes of the way.
    pub travel_minutes: Option<i64>,
    /// Minutes of visits in that week already.
    pub week_minutes: i64,
}

/// What is known of one, judged.
pub fn judge(wanted: &Wanted, one: Engineer) -> Proposal {
    let mut why = Vec::new();
    if !one.may {
        why.push(Why::MayNot);
    }
    if let Some(until) = one.leave_until {
        why.push(Why::Leave(until));
    }
    if let Some((number, until)) = one.busy {
        why.push(Why::Busy(number, until));
    }
    if let Some(key) = one.other {
        why.push(Why::Other(key));
    }
    if one.skills < wanted.skills {
        why.push(Why::Skill);
    }
    if !one.on_duty {
        why.push(Why::OffDuty);
    }
    if !one.local && !one.looks_after {
        why.push(Why::Elsewhere);
    }
    // The way is known from where the territory's own people are.
    let there_at = match one.travel_minutes.filter(|_| one.local || one.looks_after) {
        None if !one.local && !one.looks_after => None,
        None => {
            why.push(Why::Way);
            None
        }
        Some(minutes) => {
            let soonest = wanted.now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(wanted.now);
            if soonest > wanted.starts_at {
                why.push(Why::Late(soonest));
            }
            Some(soonest.max(wanted.starts_at))
        }
    };
    why.extend(one.parts_missing.into_iter().map(Why::Part));
    Proposal {
        person: one.person,
        there_at,
        why,
        local: one.local,
        looks_after: one.looks_after,
        travel_minutes: one.travel_minutes,
        week_minutes: one.week_minutes,
    }
}

/// Whom to ask instead of somebody who may not: the first so many of a list whom nothing forbids. Of a visit that has
/// no time yet only the right counts: whether they are free is not known.
pub fn instead(list: &[Proposal], timed: bool, most: usize) -> Vec<Uuid> {
    let forbidden = |why: &Why| if timed { why.forbids() } else { *why == Why::MayNot };
    let free = list.iter().filter(|one| !one.why.iter().any(forbidden));
    free.map(|one| one.person).take(most).collect()
}

/// Everybody, whom to ask first on top: who can, soonest; who knows the customer; who has least that week; and at the end
/// those who must not, so that nobody wonders where they are.
pub fn propose(wanted: &Wanted, engineers: Vec<Engineer>) -> Vec<Proposal> {
    let mut all: Vec<Proposal> = engineers.into_iter().map(|one| judge(wanted, one)).collect();
    all.sort_by_key(|one| {
        (
            one.why.iter().any(Why::forbids),
            one.why.len(),
            one.there_at.unwrap_or(Timestamp::MAX),
            !one.looks_after,
            !one.local,
            one.week_minutes,
            one.person,
        )
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn wanted() -> Wanted {
        Wanted {
            starts_at: at("2031-05-06T13:00:00Z"),
            ends_at: at("2031-05-06T16:00:00Z"),
            skills: 2,
            now: at("2031-05-06T11:40:00Z"),
        }
    }

    fn one(person: u128) -> Engineer {
        Engineer {
            person: Uuid::from_u128(person),
            may: true,
            local: true,
            looks_after: false,
            skills: 2,
            on_duty: true,
            leave_until: None,
            busy: None,
            other: None,
            travel_minutes: Some(45),
            parts_missing: Vec::new(),
            week_minutes: 300,
        }
    }

    fn order(list: Vec<Engineer>) -> Vec<u128> {
        propose(&wanted(), list).into_iter().map(|one| one.person.as_u128()).collect()
    }

    #[test]
    fn who_can_stands_before_who_cannot_and_each_says_why() {
        let away = Engineer { leave_until: Some(at("2031-05-20T00:00:00Z")), ..one(1) };
        let unskilled = Engineer { skills: 1, ..one(2) };
        let busy = Engineer { busy: Some(("V-7".to_owned(), at("2031-05-06T15:00:00Z"))), ..one(3) };
        let found = propose(&wanted(), vec![away, unskilled, busy, one(4)]);
        let people: Vec<u128> = found.iter().map(|one| one.person.as_u128()).collect();
        assert_eq!(people[..2], [4, 2]);
        assert_eq!(found[0].why, []);
        assert_eq!(found[1].why, [Why::Skill]);
        assert!(found[2].why.iter().chain(&found[3].why).all(Why::forbids));
    }

    #[test]
    fn who_may_not_carry_out_visits_is_no_choice_and_others_are_named_instead() {
        let seller = Engineer { may: false, travel_minutes: Some(5), ..one(1) };
        let away = Engineer { leave_until: Some(at("2031-05-20T00:00:00Z")), ..one(2) };
        let busier = Engineer { week_minutes: 900, ..one(4) };
        let found = propose(&wanted(), vec![seller, away, busier, one(3), one(5)]);
        let last = found.iter().find(|one| one.person.as_u128() == 1).unwrap();
        assert_eq!(last.why, [Why::MayNot]);
        assert!(last.why.iter().all(Why::forbids));
        let named = |timed: bool, most: usize| -> Vec<u128> {
            instead(&found, timed, most).iter().map(Uuid::as_u128).collect()
        };
        assert_eq!(named(true, 9), [3, 5, 4]);
        assert_eq!(named(true, 2), [3, 5]);
        assert_eq!(named(false, 9), [3, 5, 4, 2], "whether they are free then is not known");
    }

    #[test]
    fn who_cannot_be_there_in_time_is_told_when() {
        let far = Engineer { travel_minutes: Some(200), ..one(1) };
        let unknown = Engineer { travel_minutes: None, ..one(2) };
        let found = propose(&wanted(), vec![far, unknown]);
        assert_eq!(found[0].why, [Why::Late(at("2031-05-06T15:00:00Z"))]);
        assert_eq!(found[0].there_at, Some(at("2031-05-06T15:00:00Z")));
        assert_eq!((found[1].there_at, &found[1].why[..]), (None, &[Why::Way][..]));
    }

    #[test]
    fn whoever_works_elsewhere_is_not_said_to_be_there_in_no_time() {
        let elsewhere = Engineer { local: false, ..one(1) };
        let owner = Engineer { local: false, looks_after: true, ..one(2) };
        let found = propose(&wanted(), vec![elsewhere, owner]);
        assert_eq!((found[0].person.as_u128(), &found[0].why[..]), (2, &[][..]));
        assert_eq!((found[1].there_at, &found[1].why[..]), (None, &[Why::Elsewhere][..]));
    }

    #[test]
    fn among_equals_who_knows_the_customer_then_who_has_least() {
        let knows = Engineer { looks_after: true, week_minutes: 900, ..one(9) };
        let idle = Engineer { week_minutes: 10, ..one(8) };
        assert_eq!(order(vec![one(7), idle, knows]), [9, 8, 7]);
    }
}
