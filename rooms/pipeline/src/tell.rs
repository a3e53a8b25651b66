//! Telling colleagues about what is pursued.

use accord_kernel::{Act, Fact, Outcome};
use accord_room_people::{self as people, Notice, PersonId};
use accord_store::Tx;

use crate::record::Opportunity;

/// Path of an opportunity's page.
pub(crate) fn path(one: &Opportunity) -> String {
    format!("/opportunities/{}", one.id)
}

/// Tells these persons, each once, but not the one who acts.
pub(crate) fn tell(
    tx: &mut Tx,
    act: &mut Act<'_>,
    persons: impl IntoIterator<Item = PersonId>,
    kind: &'static str,
    about: &Opportunity,
    facts: Vec<(&'static str, Fact)>,
) -> Outcome<()> {
    let mut all = vec![("number", Fact::from(about.number.clone())), ("title", about.title.clone().into())];
    all.extend(facts);
    let mut told = Vec::new();
    for person in persons {
        if person.0 == act.principal.id || told.contains(&person) {
            continue;
        }
        told.push(person);
        let notice = Notice::new(person, kind, all.clone()).at(path(about)).about(about.customer_id);
        people::notify(tx, act, notice)?;
    }
    Ok(())
}
