//! Right first time, from facts (R25): nobody ticks it.

/// What is known of a finished installation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Faults for which somebody had to come again.
    pub returns: i64,
    /// Faults that were not mended when the customer signed.
    pub left_open: i64,
    /// Steps that had to be done again.
    pub redone: i64,
    /// Stops of the unit within the days that count.
    pub stops: i64,
}

/// Whether it was right first time.
pub fn right_first_time(facts: Facts) -> bool {
    facts == Facts::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r25_right_first_time_is_what_the_facts_say() {
        assert!(right_first_time(Facts::default()));
        for facts in [
            Facts { returns: 1, ..Facts::default() },
            Facts { left_open: 2, ..Facts::default() },
            Facts { redone: 1, ..Facts::default() },
            Facts { stops: 1, ..Facts::default() },
        ] {
            assert!(!right_first_time(facts), "{facts:?}");
        }
    }
}
