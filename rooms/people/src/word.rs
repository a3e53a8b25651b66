//! One word to several colleagues. Higher rooms tell whom it concerns with it.

use std::collections::BTreeSet;

use accord_kernel::{Act, Fact, Outcome};
use accord_store::Tx;
use jiff::SignedDuration;
use uuid::Uuid;

use crate::{Notice, PersonId, notify};

/// Within so long somebody has to take note of what must not be missed.
const TAKE_NOTE: SignedDuration = SignedDuration::from_hours(24);

/// What colleagues are told: the message, its facts, where to go.
#[derive(Debug, Clone)]
pub struct Word {
    kind: &'static str,
    facts: Vec<(&'static str, Fact)>,
    href: String,
    customer: Option<Uuid>,
    ack_within: Option<SignedDuration>,
    actor_too: bool,
}

impl Word {
    /// A word by its message key, `notice-…`, that leads to a page.
    pub fn new(kind: &'static str, href: impl Into<String>) -> Self {
        Self {
            kind,
            facts: Vec::new(),
            href: href.into(),
            customer: None,
            ack_within: None,
            actor_too: false,
        }
    }
    /// With a fact of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
    /// About a customer.
    #[must_use]
    pub fn about(mut self, customer: impl Into<Uuid>) -> Self {
        self.customer = Some(customer.into());
        self
    }
    /// That concerns whoever acts as much as the others.
    #[must_use]
    pub fn actor_too(mut self) -> Self {
        self.actor_too = true;
        self
    }
    /// That must be acknowledged within a day.
    #[must_use]
    pub fn urgent(self) -> Self {
        self.acknowledged_within(TAKE_NOTE)
    }
    /// That must be acknowledged within so long.
    #[must_use]
    pub fn acknowledged_within(mut self, within: SignedDuration) -> Self {
        self.ack_within = Some(within);
        self
    }
}

/// Tells these persons, each once; the one who acts only where it concerns them too.
///
/// # Errors
/// What the database refuses.
pub fn tell(tx: &mut Tx, act: &mut Act<'_>, persons: &[PersonId], word: &Word) -> Outcome<()> {
    let actor = act.principal.id;
    let mut seen = BTreeSet::new();
    for person in persons.iter().filter(|person| word.actor_too || person.0 != actor) {
        if !seen.insert(*person) {
            continue;
        }
        let notice = Notice {
            person: *person,
            kind: word.kind,
            facts: word.facts.clone(),
            href: Some(word.href.clone()),
            customer: word.customer,
            ack_within: word.ack_within,
        };
        notify(tx, act, notice)?;
    }
    Ok(())
}
