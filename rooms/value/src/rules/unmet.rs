//! Which incidents no plan on offer covers, and when that is an unmet need (R13).

use std::collections::BTreeMap;

/// An incident as this rule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident<T> {
    /// What it is.
    pub id: T,
    /// Its cause, folded; empty when nobody noted one.
    pub cause: String,
    /// Whether it began in the working hours of its site.
    pub in_hours: bool,
}

/// What a plan on offer covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covers {
    /// Whether its clocks run at any hour.
    pub around_clock: bool,
    /// Causes that it does not cover, folded.
    pub excluded: Vec<String>,
}

/// Why an incident is outside every plan's cover.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// Every plan excludes its cause.
    Cause(String),
    /// It began at an hour at which no plan that covers its cause runs.
    Hours,
}

/// Why no plan covers it; `None` when one does.
pub fn outside<T>(incident: &Incident<T>, plans: &[Covers]) -> Option<Outside> {
    let by_cause: Vec<&Covers> = plans
        .iter()
        .filter(|plan| incident.cause.is_empty() || !plan.excluded.contains(&incident.cause))
        .collect();
    if by_cause.is_empty() && !plans.is_empty() {
        return Some(Outside::Cause(incident.cause.clone()));
    }
    let runs = |plan: &&Covers| plan.around_clock || incident.in_hours;
    (!by_cause.iter().any(runs)).then_some(Outside::Hours)
}

/// The incidents outside every plan's cover by their reason, the most first, and whether they are enough to be a need.
pub fn needs<T: Clone>(
    incidents: &[Incident<T>],
    plans: &[Covers],
    enough: usize,
) -> Vec<(Outside, Vec<T>, bool)> {
    let mut groups: BTreeMap<Outside, Vec<T>> = BTreeMap::new();
    for incident in incidents {
        if let Some(reason) = outside(incident, plans) {
            groups.entry(reason).or_default().push(incident.id.clone());
        }
    }
    let mut found: Vec<_> = groups
        .into_iter()
        .map(|(reason, ids)| {
            let unmet = ids.len() >= enough;
            (reason, ids, unmet)
        })
        .collect();
    found.sort_by_key(|(_, ids, _)| std::cmp::Reverse(ids.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(id: u8, cause: &str, in_hours: bool) -> Incident<u8> {
        Incident { id, cause: cause.into(), in_hours }
    }
    fn covers(around_clock: bool, excluded: &[&str]) -> Covers {
        Covers { around_clock, excluded: excluded.iter().map(|cause| (*cause).to_owned()).collect() }
    }

    #[test]
    fn r13_an_incident_is_outside_only_when_no_plan_covers_it() {
        let plans = [covers(true, &["water", "power"]), covers(false, &["water"])];
        assert_eq!(outside(&incident(1, "bearing", false), &plans), None);
        assert_eq!(outside(&incident(1, "water", true), &plans), Some(Outside::Cause("water".into())));
        assert_eq!(outside(&incident(1, "power", true), &plans), None, "the second covers it by day");
        assert_eq!(outside(&incident(1, "power", false), &plans), Some(Outside::Hours));
        assert_eq!(outside(&incident(1, "", false), &plans), None, "an unknown cause excludes nothing");
        assert_eq!(
            outside(&incident(1, "x", true), &[]),
            Some(Outside::Hours),
            "without plans nothing is covered"
        );
    }

    #[test]
    fn r13_so_many_incidents_outside_every_cover_are_an_unmet_need() {
        let plans = [covers(false, &["flood"])];
        let mut incidents: Vec<_> = (0..4).map(|id| incident(id, "flood", true)).collect();
        incidents.extend((4..10).map(|id| incident(id, "bearing", false)));
        incidents.push(incident(10, "bearing", true));
        let found = needs(&incidents, &plans, 6);
        assert_eq!(found[0], (Outside::Hours, vec![4, 5, 6, 7, 8, 9], true));
        assert_eq!(found[1], (Outside::Cause("flood".into()), vec![0, 1, 2, 3], false));
        assert_eq!(found.len(), 2);
    }
}
