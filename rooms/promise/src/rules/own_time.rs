//! Whether somebody of ours is there to keep a promise: call-back, visit, update, document.

use accord_business_time::{Calendar, Due, Pause, TimeError, due};
use jiff::{SignedDuration, Timestamp};

use crate::id::Kind;

/// What such a promise rests on.
#[derive(Debug, Clone, Copy)]
pub struct OwnTime<'a> {
    /// Now.
    pub now: Timestamp,
    /// When it shall be due.
    pub wanted: Timestamp,
    /// Working time that the kind takes at least.
    pub lead: SignedDuration,
    /// The working calendar of who will keep it.
    pub owner: &'a Calendar,
    /// The customer's working calendar, where it must be open too (a visit).
    pub place: Option<&'a Calendar>,
    /// Absences that nobody covers.
    pub away: &'a [Pause],
}

/// What limits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The owner's working hours do not leave enough time before it.
    OwnerHours,
    /// The owner is away and nobody covers.
    OwnerAway,
    /// The customer's place is closed then.
    PlaceClosed,
    /// There is never a time at which it could be kept.
    Never,
}

/// Whether the wanted due can be kept, and what is the earliest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it can be kept.
    pub feasible: bool,
    /// The earliest due that can be kept; `None` when there is none.
    pub earliest: Option<Timestamp>,
    /// What limits it.
    pub limits: Vec<Limit>,
}

/// The least that any such promise takes: one minute in which somebody is at work.
const LEAST: SignedDuration = SignedDuration::from_mins(1);

/// Whether the kind is kept by a person's own working time.
pub fn applies(kind: Kind) -> bool {
    matches!(kind, Kind::CallBack | Kind::Visit | Kind::Update | Kind::Document)
}

/// Answers it.
pub fn answer(ask: &OwnTime<'_>) -> Answer {
    let lead = ask.lead.max(LEAST);
    let Some(ready) = ready_at(ask, lead, ask.away) else {
        return Answer { feasible: false, earliest: None, limits: vec![Limit::Never] };
    };
    let earliest = ask.place.map_or(Some(ready), |place| opening(place, ready));
    let mut limits = Vec::new();
    if ask.wanted < ready {
        let without_leave = ready_at(ask, lead, &[]);
        let by_leave = without_leave.is_some_and(|at| at <= ask.wanted);
        limits.push(if by_leave { Limit::OwnerAway } else { Limit::OwnerHours });
    }
    if ask.place.is_some_and(|place| !open_at(place, ask.wanted)) {
        limits.push(Limit::PlaceClosed);
    }
    Answer { feasible: limits.is_empty(), earliest, limits }
}

fn ready_at(ask: &OwnTime<'_>, lead: SignedDuration, away: &[Pause]) -> Option<Timestamp> {
    match due(ask.now, lead, ask.owner, away, ask.now) {
        Ok(Due::At(at)) => Some(at),
        Ok(Due::Paused { .. }) | Err(_) => None,
    }
}

/// Open at that instant, or just closing: a visit promised for the end of the hours is within them.
fn open_at(place: &Calendar, at: Timestamp) -> bool {
    place.is_working_at(at)
        || at.checked_sub(SignedDuration::from_micros(1)).is_ok_and(|before| place.is_working_at(before))
}

fn opening(place: &Calendar, from: Timestamp) -> Option<Timestamp> {
    if open_at(place, from) {
        return Some(from);
    }
    let least = SignedDuration::from_micros(1);
    let first: Result<Timestamp, TimeError> = place.advance(from, least);
    first.ok().and_then(|at| at.checked_sub(least).ok())
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn office(zone: &str) -> Calendar {
        Calendar::weekdays(zone, &[Hours::new(9 * 60, 18 * 60).unwrap()]).unwrap()
    }

    fn ask<'a>(now: &str, wanted: &str, owner: &'a Calendar, away: &'a [Pause]) -> OwnTime<'a> {
        OwnTime {
            now: at(now),
            wanted: at(wanted),
            lead: SignedDuration::from_mins(30),
            owner,
            place: None,
            away,
        }
    }

    #[test]
    fn a_call_back_in_the_night_is_not_possible_before_morning() {
        let owner = office("America/Sao_Paulo");
        let answer = answer(&ask("2026-08-07T20:50:00Z", "2026-08-08T01:00:00Z", &owner, &[]));
        // Ten minutes on Friday evening, twenty on Monday morning.
        assert_eq!(answer.earliest, Some(at("2026-08-10T12:20:00Z")));
        assert_eq!(answer.limits, [Limit::OwnerHours]);
    }

    #[test]
    fn leave_without_cover_moves_it_behind_the_leave() {
        let owner = office("America/Sao_Paulo");
        let away = [Pause { from: at("2026-08-03T03:00:00Z"), until: Some(at("2026-08-17T03:00:00Z")) }];
        let answer = answer(&ask("2026-08-05T13:00:00Z", "2026-08-06T15:00:00Z", &owner, &away));
        assert_eq!(answer.earliest, Some(at("2026-08-17T12:30:00Z")));
        assert_eq!(answer.limits, [Limit::OwnerAway]);
    }

    #[test]
    fn a_visit_needs_an_open_place() {
        let owner = Calendar::always("UTC").unwrap();
        let place = office("Asia/Tokyo");
        let ask = OwnTime {
            place: Some(&place),
            ..ask("2026-08-07T03:00:00Z", "2026-08-07T10:00:00Z", &owner, &[])
        };
        let closed = answer(&ask);
        assert_eq!(closed.limits, [Limit::PlaceClosed]);
        assert_eq!(closed.earliest, Some(at("2026-08-07T03:30:00Z")));
        let at_closing = answer(&OwnTime { wanted: at("2026-08-07T09:00:00Z"), ..ask });
        assert!(at_closing.feasible);
    }

    #[test]
    fn where_nobody_ever_works_there_is_no_earliest() {
        let never = Calendar::weekdays("UTC", &[]).unwrap();
        let answer = answer(&ask("2026-08-07T03:00:00Z", "2026-08-07T10:00:00Z", &never, &[]));
        assert_eq!(answer, Answer { feasible: false, earliest: None, limits: vec![Limit::Never] });
    }

    proptest! {
        #[test]
        fn what_is_offered_is_feasible(now in 0_i64..2_000_000, wanted in 0_i64..2_000_000, lead in 0_i64..2_000, visit: bool) {
            let (owner, place) = (office("Europe/Lisbon"), office("America/Chicago"));
            let base = 1_790_000_000;
            let t = |s: i64| Timestamp::from_second(base + s).unwrap();
            let away = [Pause { from: t(300_000), until: Some(t(700_000)) }];
            let ask = OwnTime { now: t(now), wanted: t(wanted), lead: SignedDuration::from_mins(lead), owner: &owner, place: visit.then_some(&place), away: &away };
            let first = answer(&ask);
            let again = answer(&OwnTime { wanted: first.earliest.unwrap(), ..ask });
            prop_assert!(again.feasible, "{:?} offered, then {:?}", first.earliest, again.limits);
            prop_assert!(!first.feasible || first.earliest.unwrap() <= t(wanted));
        }
    }
}
