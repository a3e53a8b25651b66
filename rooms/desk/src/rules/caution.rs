//! What not to say to a customer now, from how things stand (R4, R23, R24). Rooms that know more (a crisis forbids
//! selling) will add their own reason.

accord_kernel::word_enum! {
    /// What a colleague should hold back, or look up first.
    pub enum Caution as "caution" {
        /// Two of us said different things: only the owner of the clarification answers.
        Contradiction = "contradiction",
        /// Something owed is late: speak of that first.
        Late = "late",
        /// Something owed will not be kept: no new date that was not checked.
        AtRisk = "at_risk",
        /// A promise stands in the ledger that the customer has not been told.
        Untold = "untold",
    }
}

/// How things stand with a customer.
#[derive(Debug, Clone, Copy, Default)]
pub struct CautionFacts {
    /// Open promises past their due.
    pub late: usize,
    /// Open promises whose forecast passes their due.
    pub at_risk: usize,
    /// Open promises that nobody has told the customer.
    pub untold: usize,
    /// Contradictions without an answer.
    pub contradictions: usize,
}

/// What to hold back, the gravest first, with the number of reasons.
pub fn cautions(facts: &CautionFacts) -> Vec<(Caution, usize)> {
    [
        (Caution::Contradiction, facts.contradictions),
        (Caution::Late, facts.late),
        (Caution::AtRisk, facts.at_risk),
        (Caution::Untold, facts.untold),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_stands_first_and_nothing_is_said_without_a_reason() {
        assert_eq!(cautions(&CautionFacts::default()), []);
        let facts = CautionFacts { late: 2, at_risk: 0, untold: 1, contradictions: 1 };
        assert_eq!(cautions(&facts), [(Caution::Contradiction, 1), (Caution::Late, 2), (Caution::Untold, 1)]);
    }
}
