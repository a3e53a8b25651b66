//! Whether a claim may be used now (R66, T15).

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{Backing, ClaimFault, ClaimState, Sense};

/// What a claim says and rests on.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// On what it rests.
    pub backing: Backing,
    /// Whether it compares us with others, as declared or by its words.
    pub compares: bool,
    /// Which side of the claimed value keeps it true.
    pub sense: Sense,
    /// The claimed value.
    pub claimed: Decimal,
    /// The value now; `None` when nothing is measured.
    pub measured: Option<Decimal>,
    /// Sample size now.
    pub n: i64,
    /// Last day on which it may be used.
    pub expires_on: Date,
    /// How it stands.
    pub state: ClaimState,
}

/// Why it may not be used on a day; `None` when it may. `enough` is the least sample.
pub fn fault(evidence: &Evidence, today: Date, enough: i64) -> Option<ClaimFault> {
    if evidence.state == ClaimState::Withdrawn {
        return Some(ClaimFault::Withdrawn);
    }
    if evidence.compares && evidence.backing != Backing::Benchmark {
        return Some(ClaimFault::NoBenchmark);
    }
    if today > evidence.expires_on {
        return Some(ClaimFault::Expired);
    }
    let Some(measured) = evidence.measured else { return Some(ClaimFault::NotMeasured) };
    if evidence.n < enough {
        return Some(ClaimFault::TooFew);
    }
    let holds = match evidence.sense {
        Sense::AtLeast => measured >= evidence.claimed,
        Sense::AtMost => measured <= evidence.claimed,
    };
    (!holds).then_some(ClaimFault::NoLongerTrue)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn evidence() -> Evidence {
        Evidence {
            backing: Backing::Measure,
            compares: false,
            sense: Sense::AtLeast,
            claimed: "91.5".parse().unwrap(),
            measured: Some("92.0".parse().unwrap()),
            n: 84,
            expires_on: date(2028, 3, 31),
            state: ClaimState::Standing,
        }
    }

    #[test]
    fn r66_a_claim_holds_while_its_figure_supports_it() {
        let today = date(2028, 3, 31);
        assert_eq!(fault(&evidence(), today, 84), None);
        assert_eq!(fault(&evidence(), today, 85), Some(ClaimFault::TooFew));
        assert_eq!(fault(&evidence(), date(2028, 4, 1), 30), Some(ClaimFault::Expired));
        let fell = Evidence { measured: Some("91.4".parse().unwrap()), ..evidence() };
        assert_eq!(fault(&fell, today, 30), Some(ClaimFault::NoLongerTrue));
        let exactly = Evidence { measured: Some("91.5".parse().unwrap()), ..evidence() };
        assert_eq!(fault(&exactly, today, 30), None);
        let nothing = Evidence { measured: None, n: 0, ..evidence() };
        assert_eq!(fault(&nothing, today, 30), Some(ClaimFault::NotMeasured));
        let waiting = Evidence { sense: Sense::AtMost, ..evidence() };
        assert_eq!(fault(&waiting, today, 30), Some(ClaimFault::NoLongerTrue), "less is better there");
    }

    #[test]
    fn r66_best_needs_somebody_outside() {
        let best = Evidence { compares: true, ..evidence() };
        assert_eq!(fault(&best, date(2028, 1, 1), 30), Some(ClaimFault::NoBenchmark));
        let compared = Evidence { backing: Backing::Benchmark, ..best };
        assert_eq!(fault(&compared, date(2028, 1, 1), 30), None);
    }
}
