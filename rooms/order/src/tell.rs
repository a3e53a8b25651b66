//! Telling colleagues about an order.

use accord_kernel::{Act, Fact, Outcome};
use accord_room_people::{self as people, Notice, PersonId};
use accord_store::Tx;
use jiff::SignedDuration;

use crate::{OrderId, neighbours::all_three, record::Order};

/// Within so long somebody has to take note of what must not be missed.
const TAKE_NOTE: SignedDuration = SignedDuration::from_hours(4);

/// Path of an order's page.
pub(crate) fn path(order: OrderId) -> String {
    format!("/orders/{order}")
}

/// Path of an order's review.
pub(crate) fn review_path(order: OrderId) -> String {
    format!("/orders/{order}/review")
}

/// What is told: the message, its facts, and whether it must be acknowledged.
pub(crate) struct Word {
    pub kind: &'static str,
    pub facts: Vec<(&'static str, Fact)>,
    pub urgent: bool,
}

impl Word {
    /// A word that begins with the order's number.
    pub fn of(kind: &'static str, order: &Order) -> Self {
        Self { kind, facts: vec![("number", Fact::from(order.number.clone()))], urgent: false }
    }
    /// With another fact.
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
    /// That must be acknowledged.
    pub fn urgent(mut self) -> Self {
        self.urgent = true;
        self
    }
}

/// Tells these persons, but not the one who acts.
pub(crate) fn tell(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    persons: &[PersonId],
    href: String,
    word: &Word,
) -> Outcome<()> {
    let actor = act.principal.id;
    for person in persons.iter().filter(|person| person.0 != actor) {
        let mut notice =
            Notice::new(*person, word.kind, word.facts.clone()).at(href.clone()).about(order.customer_id);
        if word.urgent {
            notice = notice.acknowledged_within(TAKE_NOTE);
        }
        people::notify(tx, act, notice)?;
    }
    Ok(())
}

/// Tells sales, manufacturing and service.
pub(crate) fn tell_all_three(tx: &mut Tx, act: &mut Act<'_>, order: &Order, word: &Word) -> Outcome<()> {
    let persons = all_three(tx, act.context(), order)?;
    tell(tx, act, order, &persons, path(order.id), word)
}
