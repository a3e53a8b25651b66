//! Whether a plan's response can be met at a site with today's people, skills, rota, travel, parts and access, before it
//! is offered (T19, R13, R15).
//!
//! What makes the response impossible refuses the offer: nobody with the skill, hours of the week in which nobody is
//! there, a way that is longer than the response. What only endangers it is a task before the cover begins: a second
//! engineer, a critical part, the way in at night.

use serde::{Deserialize, Serialize};

/// Minutes of a week.
pub const WEEK: u32 = 7 * 24 * 60;

/// A stretch of minutes of the week, Monday 00:00 is 0; `until` excluded. A stretch that passes Sunday midnight is two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    /// First minute.
    pub from: u32,
    /// First minute after it, at most [`WEEK`].
    pub until: u32,
}

/// Somebody who has a skill that the product needs and serves the site's region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engineer {
    /// Name, for the reason.
    pub name: String,
    /// When they can set out: hours of work and of standing by.
    pub there: Vec<Stretch>,
}

/// A part without which a stop lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriticalPart {
    /// Name.
    pub name: String,
    /// Minutes until it can be at the site from the nearest place that has one; open when no place has.
    pub minutes: Option<u32>,
}

/// What decides it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Response of the plan.
    pub response_minutes: u32,
    /// The minutes of the week in which the plan's clock runs.
    pub clock: Vec<Stretch>,
    /// Whether the plan's clock runs at night or at the weekend.
    pub at_night: bool,
    /// Minutes of the way to the site; open when nobody said.
    pub travel_minutes: Option<u32>,
    /// Those who could come.
    pub engineers: Vec<Engineer>,
    /// How many there should be, so that one who is ill or away breaks no promise.
    pub engineers_wanted: usize,
    /// Parts that must be near.
    pub parts: Vec<CriticalPart>,
    /// Words of what the site's access record lacks.
    pub access_gaps: Vec<String>,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Missing {
    /// Nobody with the skill serves the region.
    Engineer,
    /// Nobody is there in these hours; the first of them.
    Hours {
        /// First uncovered stretch.
        first: Stretch,
        /// Minutes a week without anybody.
        minutes: u32,
    },
    /// Nobody said how long the way is.
    Travel,
    /// The way is longer than the response.
    TooFar {
        /// The way.
        travel: u32,
        /// The response.
        response: u32,
    },
    /// Fewer than wanted can come.
    SecondEngineer {
        /// So many can.
        there: usize,
        /// So many should.
        wanted: usize,
    },
    /// A part is not near enough.
    CriticalPart {
        /// Which.
        part: String,
        /// How long it takes; open when no place has one.
        minutes: Option<u32>,
    },
    /// The way in is not known or not possible.
    Access {
        /// Word of what is missing.
        gap: String,
    },
}

impl Missing {
    /// Whether the plan cannot be offered because of it; otherwise it is a task before the cover begins.
    pub fn forbids(&self) -> bool {
        matches!(self, Self::Engineer | Self::Hours { .. } | Self::Travel | Self::TooFar { .. })
    }

    /// Stable word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Engineer => "engineer",
            Self::Hours { .. } => "hours",
            Self::Travel => "travel",
            Self::TooFar { .. } => "too_far",
            Self::SecondEngineer { .. } => "second_engineer",
            Self::CriticalPart { .. } => "critical_part",
            Self::Access { .. } => "access",
        }
    }
}

/// What is missing, what forbids first. Empty: the response can be met.
pub fn missing(facts: &Facts) -> Vec<Missing> {
    let mut found = Vec::new();
    if facts.engineers.is_empty() {
        found.push(Missing::Engineer);
    } else {
        let there = facts.engineers.iter().flat_map(|one| one.there.iter().copied());
        let gaps = uncovered(&facts.clock, there);
        if let Some(first) = gaps.first() {
            let minutes = gaps.iter().map(|gap| gap.until - gap.from).sum();
            found.push(Missing::Hours { first: *first, minutes });
        }
    }
    match facts.travel_minutes {
        None => found.push(Missing::Travel),
        Some(travel) if travel > facts.response_minutes => {
            found.push(Missing::TooFar { travel, response: facts.response_minutes });
        }
        Some(_) => {}
    }
    let there = facts.engineers.len();
    if there > 0 && there < facts.engineers_wanted {
        found.push(Missing::SecondEngineer { there, wanted: facts.engineers_wanted });
    }
    for part in &facts.parts {
        if part.minutes.is_none_or(|minutes| minutes > facts.response_minutes) {
            found.push(Missing::CriticalPart { part: part.name.clone(), minutes: part.minutes });
        }
    }
    found.extend(facts.access_gaps.iter().map(|gap| Missing::Access { gap: gap.clone() }));
    found
}

/// The minutes of `wanted` that nobody covers, in order.
pub fn uncovered(wanted: &[Stretch], there: impl IntoIterator<Item = Stretch>) -> Vec<Stretch> {
    let there = joined(there);
    let mut gaps = Vec::new();
    for want in joined(wanted.iter().copied()) {
        let mut at = want.from;
        for have in there.iter().filter(|have| have.until > want.from && have.from < want.until) {
            if have.from > at {
                gaps.push(Stretch { from: at, until: have.from });
            }
            at = at.max(have.until);
        }
        if at < want.until {
            gaps.push(Stretch { from: at, until: want.until });
        }
    }
    gaps
}

/// The same minutes as stretches that neither overlap nor touch, in order.
fn joined(stretches: impl IntoIterator<Item = Stretch>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = stretches
        .into_iter()
        .map(|one| Stretch { from: one.from, until: one.until.min(WEEK) })
        .filter(|one| one.from < one.until)
        .collect();
    all.sort_unstable();
    let mut out: Vec<Stretch> = Vec::with_capacity(all.len());
    for one in all {
        match out.last_mut() {
            Some(last) if one.from <= last.until => last.until = last.until.max(one.until),
            _ => out.push(one),
        }
    }
    out
}

/// The stretches of a daily window on some weekdays (0 is Monday). A window that passes midnight, or lasts around the
/// clock (`from` equal to `until`), goes into the next day.
pub fn daily(weekdays: &[u32], from: u32, until: u32) -> Vec<Stretch> {
    const DAY: u32 = 24 * 60;
    let mut out = Vec::new();
    for day in weekdays.iter().filter(|day| **day < 7) {
        let start = day * DAY + from.min(DAY);
        let length = if until > from { until - from } else { DAY + until - from };
        let end = start + length;
        out.push(Stretch { from: start, until: end.min(WEEK) });
        if end > WEEK {
            out.push(Stretch { from: 0, until: end - WEEK });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EVERY: &[u32] = &[0, 1, 2, 3, 4, 5, 6];

    fn engineer(there: Vec<Stretch>) -> Engineer {
        Engineer { name: "Ingrid".to_owned(), there }
    }

    /// Six hours, around the clock, in a region with two people who share nights and days.
    fn facts() -> Facts {
        Facts {
            response_minutes: 360,
            clock: vec![Stretch { from: 0, until: WEEK }],
            at_night: true,
            travel_minutes: Some(95),
            engineers: vec![engineer(daily(EVERY, 420, 1_140)), engineer(daily(EVERY, 1_140, 420))],
            engineers_wanted: 2,
            parts: vec![CriticalPart { name: "Pump".to_owned(), minutes: Some(240) }],
            access_gaps: Vec::new(),
        }
    }

    #[test]
    fn everything_is_there() {
        assert_eq!(missing(&facts()), []);
    }

    #[test]
    fn t19_without_an_engineer_at_night_it_is_refused_and_says_when() {
        let mut day_only = facts();
        day_only.engineers.pop();
        let found = missing(&day_only);
        assert_eq!(
            found[0],
            Missing::Hours { first: Stretch { from: 0, until: 420 }, minutes: 7 * 720 },
            "from Monday midnight until seven"
        );
        assert!(found[0].forbids());
        assert_eq!(found[1], Missing::SecondEngineer { there: 1, wanted: 2 });
        assert!(!found[1].forbids());
    }

    #[test]
    fn t19_nobody_no_way_and_too_far_forbid() {
        let nobody = Facts { engineers: Vec::new(), travel_minutes: None, ..facts() };
        assert_eq!(missing(&nobody), [Missing::Engineer, Missing::Travel]);
        let far = Facts { travel_minutes: Some(361), ..facts() };
        assert_eq!(missing(&far), [Missing::TooFar { travel: 361, response: 360 }]);
        assert_eq!(missing(&Facts { travel_minutes: Some(360), ..facts() }), []);
        assert!(missing(&nobody).iter().chain(&missing(&far)).all(Missing::forbids));
    }

    #[test]
    fn t19_a_part_and_the_door_are_tasks() {
        let mut some = facts();
        some.parts.push(CriticalPart { name: "Drive".to_owned(), minutes: None });
        some.parts.push(CriticalPart { name: "Valve".to_owned(), minutes: Some(361) });
        some.access_gaps.push("night_contact".to_owned());
        let found = missing(&some);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|one| !one.forbids()));
    }

    #[test]
    fn a_clock_of_working_hours_needs_nobody_at_night() {
        let week = daily(&[0, 1, 2, 3, 4], 480, 1_020);
        let office =
            Facts { clock: week.clone(), engineers: vec![engineer(week)], engineers_wanted: 1, ..facts() };
        assert_eq!(missing(&office), []);
    }

    #[test]
    fn a_window_over_midnight_and_over_the_week() {
        assert_eq!(daily(&[2], 1_320, 360), [Stretch { from: 2 * 1_440 + 1_320, until: 3 * 1_440 + 360 }]);
        assert_eq!(
            daily(&[6], 1_320, 360),
            [Stretch { from: 6 * 1_440 + 1_320, until: WEEK }, Stretch { from: 0, until: 360 }]
        );
        assert_eq!(daily(&[0], 480, 480), [Stretch { from: 480, until: 1_920 }]);
    }

    fn any_stretches() -> impl Strategy<Value = Vec<Stretch>> {
        prop::collection::vec((0_u32..WEEK, 1_u32..2_000), 0..12).prop_map(|list| {
            list.into_iter()
                .map(|(from, length)| Stretch { from, until: (from + length).min(WEEK) })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn uncovered_minutes_are_those_that_a_minute_by_minute_count_finds(wanted in any_stretches(), there in any_stretches()) {
            let has = |list: &[Stretch], minute: u32| list.iter().any(|one| one.from <= minute && minute < one.until);
            let gaps = uncovered(&wanted, there.iter().copied());
            for minute in (0..WEEK).step_by(7) {
                prop_assert_eq!(has(&gaps, minute), has(&wanted, minute) && !has(&there, minute), "minute {}", minute);
            }
        }
    }
}
