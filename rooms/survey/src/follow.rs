//! What this room does when others act: a merge moves questions; who is erased is asked no more.

use accord_kernel::{Act, Happened, Outcome, Reaction, Refusal, Registry};
use accord_room_customer::{self as customer, ContactId};
use accord_store::Tx;

use crate::{asking::drop_question, id::SurveyState, record};

/// Registers the reactions.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .reaction(Reaction { name: "survey.customer_merged", on: "customer.merge", run: merge })
        .reaction(Reaction { name: "survey.contact_erased", on: "contact.erase", run: erase });
}

fn merge(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut row in record::of_customer(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    Ok(())
}

/// The words go; the rating stays, since it says nothing of the person.
fn erase(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let contact = event
        .fact::<ContactId>("contact")
        .ok_or_else(|| Refusal::defect(format!("{} without the contact", event.name)))?;
    for mut row in record::of_contact(tx, contact)? {
        if row.words.is_some() {
            row.words = None;
            tx.update(&mut row)?;
        }
        if matches!(row.state, SurveyState::Planned | SurveyState::Sent) {
            drop_question(tx, act, row)?;
        }
    }
    Ok(())
}
