//! From when on a unit's outages are on record (R14). What nobody wrote down is no time without outages.

use jiff::Timestamp;

/// What is known of the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// When it went into service.
    pub service: Option<Timestamp>,
    /// Since when somebody says that its outages are written down.
    pub said: Option<Timestamp>,
    /// When the unit was entered here.
    pub entered_at: Timestamp,
}

/// The instant from which a unit's outages count: from the day that somebody named, or from its entry here, or from the
/// first outage that is on record when that is earlier; never from before its service.
pub fn watched_from(known: Beginning, outages: impl IntoIterator<Item = Timestamp>) -> Timestamp {
    let begins = |at: Timestamp| known.service.map_or(at, |service| at.max(service));
    match known.said {
        Some(said) => begins(said),
        None => {
            let first =
                outages.into_iter().filter(|at| known.service.is_none_or(|service| *at >= service)).min();
            begins(first.map_or(known.entered_at, |first| first.min(known.entered_at)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn r14_years_of_which_nobody_wrote_anything_down_are_not_years_without_outages() {
        let found = Beginning {
            service: Some(at("2016-04-01T00:00:00Z")),
            said: None,
            entered_at: at("2031-09-15T10:30:00Z"),
        };
        assert_eq!(watched_from(found, []), found.entered_at, "found on site");
        let brought = [at("2029-02-03T04:00:00Z"), at("2028-11-20T17:00:00Z")];
        assert_eq!(watched_from(found, brought), brought[1], "outages were brought along");
        let before = [at("2015-12-24T00:00:00Z"), brought[0]];
        assert_eq!(watched_from(found, before), brought[0], "what lies before its service says nothing");
        let later = [at("2031-12-01T08:00:00Z")];
        assert_eq!(watched_from(found, later), found.entered_at);
        let new = Beginning { service: Some(at("2031-11-01T00:00:00Z")), ..found };
        assert_eq!(watched_from(new, []), new.service.unwrap(), "entered before it was put into use");
        let nothing = Beginning { service: None, ..found };
        assert_eq!(watched_from(nothing, []), nothing.entered_at);
    }

    #[test]
    fn r14_a_day_that_somebody_named_holds() {
        let said = Beginning {
            service: Some(at("2016-04-01T00:00:00Z")),
            said: Some(at("2016-04-01T00:00:00Z")),
            entered_at: at("2031-09-15T10:30:00Z"),
        };
        assert_eq!(watched_from(said, []), said.said.unwrap());
        let early = Beginning { said: Some(at("2010-01-01T00:00:00Z")), ..said };
        assert_eq!(watched_from(early, []), said.service.unwrap());
        let after = Beginning { said: Some(at("2030-01-01T00:00:00Z")), ..said };
        assert_eq!(watched_from(after, [at("2020-01-01T00:00:00Z")]), after.said.unwrap());
    }
}
