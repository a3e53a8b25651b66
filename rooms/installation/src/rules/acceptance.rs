//! When an item is proved, and when a unit may be accepted (R25).

use jiff::civil::Date;

use crate::id::{Evidence, InstallationState, ItemState, Part};

/// What is known of an item.
#[derive(Debug, Clone, Copy)]
pub struct ItemFacts<'t> {
    /// Beforehand, or the work itself.
    pub part: Part,
    /// Acceptance waits for it.
    pub mandatory: bool,
    /// How it stands.
    pub state: ItemState,
    /// What it is called.
    pub text: &'t str,
}

/// What was brought as proof.
#[derive(Debug, Clone, Copy, Default)]
pub struct Proof<'t> {
    /// Words.
    pub note: &'t str,
    /// A value.
    pub reading: &'t str,
    /// Kind of the file by its content.
    pub file: Option<&'t str>,
}

/// Why an item is not proved: the field that is missing, and the rule.
pub type Unproved = (&'static str, &'static str);

/// Whether the proof is of the kind that is asked for.
///
/// # Errors
/// What is missing.
pub fn proved(wanted: Evidence, proof: Proof<'_>) -> Result<(), Unproved> {
    match wanted {
        Evidence::Word => Ok(()),
        Evidence::Reading if proof.reading.is_empty() => Err(("/reading", "installation.needs_reading")),
        Evidence::Text if proof.note.is_empty() => Err(("/note", "installation.needs_text")),
        Evidence::Reading | Evidence::Text => Ok(()),
        Evidence::Photo => match proof.file {
            Some(kind) if kind.starts_with("image/") => Ok(()),
            Some(_) => Err(("/attachment", "installation.not_a_picture")),
            None => Err(("/attachment", "installation.needs_photo")),
        },
        Evidence::Signature => match proof.file {
            Some(kind) if kind.starts_with("image/") || kind == "application/pdf" => Ok(()),
            Some(_) => Err(("/attachment", "installation.not_a_paper")),
            None => Err(("/attachment", "installation.needs_signature")),
        },
    }
}

/// Why a unit cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotYet {
    /// It is accepted already, or the plan was cancelled.
    Ended(InstallationState),
    /// The plan has no steps: nothing would show what was installed.
    NoSteps,
    /// It does not stand in the installed base: it was not shipped.
    NotThere,
    /// Steps that acceptance waits for are open.
    OpenSteps(Vec<String>),
    /// The day has not come at the site.
    Future(Date),
}

/// The names of mandatory steps that are open.
pub fn open_steps(items: &[ItemFacts<'_>]) -> Vec<String> {
    items
        .iter()
        .filter(|item| item.part == Part::Step && item.mandatory && !item.state.is_settled())
        .map(|item| item.text.to_owned())
        .collect()
}

/// What is known of a plan whose unit is to be accepted.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'t> {
    /// How it stands.
    pub state: InstallationState,
    /// Whether the unit stands in the installed base.
    pub there: bool,
    /// Its items.
    pub items: &'t [ItemFacts<'t>],
    /// The day of acceptance.
    pub on: Date,
    /// Today at the site.
    pub today: Date,
}

/// Whether the unit may be accepted.
///
/// # Errors
/// Why not.
pub fn may_accept(facts: Facts<'_>) -> Result<(), NotYet> {
    if !matches!(facts.state, InstallationState::Planned | InstallationState::Underway) {
        return Err(NotYet::Ended(facts.state));
    }
    if !facts.there {
        return Err(NotYet::NotThere);
    }
    if !facts.items.iter().any(|item| item.part == Part::Step) {
        return Err(NotYet::NoSteps);
    }
    let open = open_steps(facts.items);
    if !open.is_empty() {
        return Err(NotYet::OpenSteps(open));
    }
    if facts.on > facts.today {
        return Err(NotYet::Future(facts.today));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn step(text: &'static str, mandatory: bool, state: ItemState) -> ItemFacts<'static> {
        ItemFacts { part: Part::Step, mandatory, state, text }
    }

    #[test]
    fn r25_acceptance_waits_for_every_mandatory_step_and_names_those_that_are_open() {
        let items = [
            step("Anchor", true, ItemState::Done),
            step("Noise at full load", true, ItemState::Open),
            step("Paint touched up", false, ItemState::Open),
            step("Guards", true, ItemState::NotNeeded),
        ];
        let day = date(2028, 2, 29);
        let facts =
            Facts { state: InstallationState::Underway, there: true, items: &items, on: day, today: day };
        assert_eq!(may_accept(facts), Err(NotYet::OpenSteps(vec!["Noise at full load".to_owned()])));
        let done = [step("Anchor", true, ItemState::Done)];
        let ready = Facts { items: &done, ..facts };
        assert_eq!(may_accept(ready), Ok(()));
        assert_eq!(may_accept(Facts { there: false, ..ready }), Err(NotYet::NotThere));
        assert_eq!(may_accept(Facts { items: &[], ..ready }), Err(NotYet::NoSteps));
        assert_eq!(
            may_accept(Facts { today: date(2028, 2, 28), ..ready }),
            Err(NotYet::Future(date(2028, 2, 28)))
        );
        let ended = Facts { state: InstallationState::Finished, ..ready };
        assert_eq!(may_accept(ended), Err(NotYet::Ended(InstallationState::Finished)));
    }

    #[test]
    fn r25_each_kind_of_evidence_asks_for_its_own() {
        let photo = Proof { file: Some("image/jpeg"), ..Proof::default() };
        assert_eq!(proved(Evidence::Photo, photo), Ok(()));
        let paper = Proof { file: Some("application/pdf"), ..Proof::default() };
        assert_eq!(proved(Evidence::Photo, paper), Err(("/attachment", "installation.not_a_picture")));
        assert_eq!(proved(Evidence::Signature, paper), Ok(()));
        assert_eq!(
            proved(Evidence::Reading, Proof { note: "fine", ..Proof::default() }),
            Err(("/reading", "installation.needs_reading"))
        );
        assert_eq!(proved(Evidence::Text, Proof::default()), Err(("/note", "installation.needs_text")));
        assert_eq!(proved(Evidence::Word, Proof::default()), Ok(()));
    }
}
