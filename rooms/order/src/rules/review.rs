//! The three-way review (R17): when it is needed, what stands on its agenda, and what is still open.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

accord_kernel::word_enum! {
    /// Why an order is looked at by all three before it is released.
    pub enum ReviewCause as "review-cause" {
        /// The customer has no order yet that was ever released.
        FirstOrder = "first_order",
        /// The customer tries before buying more.
        TrialOrder = "trial_order",
        /// Somebody asked for it.
        Asked = "asked",
    }
}

accord_kernel::word_enum! {
    /// The function for which somebody signs.
    pub enum Signatory as "review-function" {
        /// Sales.
        Sales = "sales",
        /// Manufacturing.
        Manufacturing = "manufacturing",
        /// After-sales service.
        Service = "service",
    }
}

accord_kernel::word_enum! {
    /// A point of the agenda. Rooms above put their own points in front by the words they declare.
    pub enum AgendaKind as "review-item" {
        /// What they need, what we can, what we say.
        Dates = "dates",
        /// Who installs, and whether there is room for it.
        Installation = "installation",
        /// Who is told what, how often.
        Communication = "communication",
        /// How to get in at the site.
        Access = "access",
        /// Anything else that one of the three puts there.
        Other = "other",
    }
}

/// What decides whether a review is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NeedFacts {
    /// Orders of the customer that were ever released to manufacturing, shipped or closed.
    pub released_before: u64,
    /// The order is a trial.
    pub trial: bool,
    /// Somebody asked for a review at entry.
    pub asked: bool,
}

/// Why a review is needed; empty when it is not.
pub fn needed(facts: NeedFacts) -> Vec<ReviewCause> {
    let mut causes = Vec::new();
    if facts.released_before == 0 {
        causes.push(ReviewCause::FirstOrder);
    }
    if facts.trial {
        causes.push(ReviewCause::TrialOrder);
    }
    if facts.asked {
        causes.push(ReviewCause::Asked);
    }
    causes
}

/// What the agenda is made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AgendaFacts {
    /// Something is to be made or shipped.
    pub goods: bool,
    /// Something is to be installed on site.
    pub installed: bool,
    /// The order names a site.
    pub site: bool,
}

/// The points of the agenda, in the order in which they are talked through.
pub fn agenda(facts: AgendaFacts) -> Vec<AgendaKind> {
    let mut points = Vec::new();
    if facts.goods {
        points.push(AgendaKind::Dates);
    }
    if facts.installed {
        points.push(AgendaKind::Installation);
    }
    points.push(AgendaKind::Communication);
    if facts.site && (facts.goods || facts.installed) {
        points.push(AgendaKind::Access);
    }
    points
}

/// What is still open before a review is complete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Points without a decision, by their words.
    pub points: Vec<String>,
    /// Functions that have not signed.
    pub signatures: Vec<Signatory>,
}

impl Open {
    /// Whether nothing is open.
    pub fn is_nothing(&self) -> bool {
        self.points.is_empty() && self.signatures.is_empty()
    }
}

/// What is open: every point needs its decision, and each of the three functions its signature.
pub fn open<'a>(points: impl IntoIterator<Item = (&'a str, bool)>, signed: &[Signatory]) -> Open {
    let points =
        points.into_iter().filter(|(_, decided)| !decided).map(|(word, _)| word.to_owned()).collect();
    let signatures = Signatory::ALL.iter().copied().filter(|one| !signed.contains(one)).collect();
    Open { points, signatures }
}

/// Why somebody may not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSign {
    /// The review is over.
    Complete,
    /// Points are still open: nobody signs blank.
    PointsOpen(Vec<String>),
    /// That function has signed.
    FunctionSigned,
    /// This person has signed for another function: three pairs of eyes are three persons.
    PersonSigned(Signatory),
}

/// Whether a person may sign for a function in this round.
///
/// # Errors
/// Why not.
pub fn may_sign<P: Ord + Copy>(
    complete: bool,
    open_points: &[String],
    signed: &[(Signatory, P)],
    function: Signatory,
    person: P,
) -> Result<(), CannotSign> {
    if complete {
        return Err(CannotSign::Complete);
    }
    if signed.iter().any(|(of, _)| *of == function) {
        return Err(CannotSign::FunctionSigned);
    }
    if let Some((of, _)) = signed.iter().find(|(_, by)| *by == person) {
        return Err(CannotSign::PersonSigned(*of));
    }
    if !open_points.is_empty() {
        return Err(CannotSign::PointsOpen(open_points.to_vec()));
    }
    Ok(())
}

/// The functions that were invited but have not signed.
pub fn waits_for(signed: &[Signatory]) -> BTreeSet<Signatory> {
    Signatory::ALL.iter().copied().filter(|one| !signed.contains(one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r17_a_first_order_or_a_trial_needs_all_three() {
        let facts = |released_before, trial| NeedFacts { released_before, trial, asked: false };
        assert_eq!(needed(facts(0, false)), [ReviewCause::FirstOrder]);
        assert_eq!(needed(facts(0, true)), [ReviewCause::FirstOrder, ReviewCause::TrialOrder]);
        assert_eq!(needed(facts(7, true)), [ReviewCause::TrialOrder]);
        assert_eq!(needed(facts(7, false)), []);
        assert_eq!(needed(NeedFacts { asked: true, ..facts(7, false) }), [ReviewCause::Asked]);
    }

    #[test]
    fn the_agenda_has_only_what_there_is_to_talk_about() {
        let all = AgendaFacts { goods: true, installed: true, site: true };
        use AgendaKind::{Access, Communication, Dates, Installation};
        assert_eq!(agenda(all), [Dates, Installation, Communication, Access]);
        assert_eq!(agenda(AgendaFacts { site: false, ..all }), [Dates, Installation, Communication]);
        assert_eq!(agenda(AgendaFacts { goods: false, installed: false, site: true }), [Communication]);
    }

    #[test]
    fn a_review_is_complete_only_when_all_is_decided_and_all_three_signed() {
        use Signatory::{Manufacturing, Sales, Service};
        let two = open([("dates", true), ("access", true)], &[Sales, Service]);
        assert_eq!(two.signatures, [Manufacturing]);
        assert!(!open([("dates", false)], &[Sales, Service, Manufacturing]).is_nothing());
        assert!(open([("dates", true)], &[Service, Manufacturing, Sales]).is_nothing());
    }

    #[test]
    fn one_person_signs_once_and_nobody_signs_blank() {
        use Signatory::{Manufacturing, Sales, Service};
        let signed = [(Sales, 1)];
        assert_eq!(may_sign(false, &[], &signed, Service, 2), Ok(()));
        assert_eq!(may_sign(false, &[], &signed, Sales, 2), Err(CannotSign::FunctionSigned));
        assert_eq!(may_sign(false, &[], &signed, Manufacturing, 1), Err(CannotSign::PersonSigned(Sales)));
        assert_eq!(may_sign(true, &[], &signed, Service, 2), Err(CannotSign::Complete));
        let open = vec!["dates".to_owned()];
        assert_eq!(may_sign(false, &open, &signed, Service, 2), Err(CannotSign::PointsOpen(open)));
    }
}
