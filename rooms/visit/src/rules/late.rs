//! Whether a visit is late to begin.

use jiff::Timestamp;

use crate::VisitState;

/// Whether the time that was told is past and nobody has set out. Whoever is under way says by when they are there, and
/// a visit without a time was told to nobody.
pub fn late(state: VisitState, starts_at: Option<Timestamp>, now: Timestamp) -> bool {
    state == VisitState::Planned && starts_at.is_some_and(|at| at < now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_planned_visit_whose_time_is_past_is_late() {
        let now: Timestamp = "2031-05-06T12:00:00Z".parse().unwrap();
        let (before, after) =
            ("2031-05-06T11:59:00Z".parse().unwrap(), "2031-05-06T12:01:00Z".parse().unwrap());
        assert!(late(VisitState::Planned, Some(before), now));
        assert!(!late(VisitState::Planned, Some(now), now), "it begins this moment");
        assert!(!late(VisitState::Planned, Some(after), now));
        assert!(!late(VisitState::Planned, None, now));
        for state in [
            VisitState::Open,
            VisitState::Travelling,
            VisitState::OnSite,
            VisitState::Done,
            VisitState::Cancelled,
        ] {
            assert!(!late(state, Some(before), now), "{}", state.word());
        }
    }
}
