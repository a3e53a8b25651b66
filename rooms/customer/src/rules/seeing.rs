//! How far a colleague may look at a customer (R64, T12, T13).

use accord_kernel::Sight;

/// What the decision needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SightFacts {
    /// Whether they may see customers at all.
    pub may_read: bool,
    /// Whether their role sees every territory.
    pub all_territories: bool,
    /// Whether they, or somebody whom they cover now, stand in the account team.
    pub in_team: bool,
    /// Whether the customer is of no territory, or of one of theirs.
    pub own_territory: bool,
    /// The reason they stated, while it holds.
    pub reason: Option<String>,
}

/// Own territory and own accounts are open; another territory needs a reason, stated before (R64). The sphere never
/// limits sight (T13).
pub fn sight(facts: SightFacts) -> Sight {
    if !facts.may_read {
        return Sight::Hidden;
    }
    if facts.all_territories || facts.in_team || facts.own_territory {
        return Sight::Open;
    }
    facts.reason.map_or(Sight::NeedsReason, Sight::ByReason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r64_own_territory_is_open_and_another_needs_a_reason() {
        let foreign = SightFacts { may_read: true, ..SightFacts::default() };
        assert_eq!(sight(foreign.clone()), Sight::NeedsReason);
        let words = "their fitter called me".to_owned();
        assert_eq!(
            sight(SightFacts { reason: Some(words.clone()), ..foreign.clone() }),
            Sight::ByReason(words)
        );
        for open in [
            SightFacts { own_territory: true, ..foreign.clone() },
            SightFacts { in_team: true, ..foreign.clone() },
            SightFacts { all_territories: true, reason: Some("x".to_owned()), ..foreign },
        ] {
            assert_eq!(sight(open), Sight::Open);
        }
    }

    #[test]
    fn without_the_permission_nothing_is_seen() {
        let facts =
            SightFacts { all_territories: true, in_team: true, own_territory: true, ..SightFacts::default() };
        assert_eq!(sight(facts), Sight::Hidden);
    }
}
