//! Asking how an installation was: the one place that knows the survey room.

use accord_kernel::{Act, Outcome};
use accord_room_customer::ContactId;
use accord_room_survey::{self as survey, Ask, SubjectKind};
use accord_store::Tx;

use crate::record::plan::Installation;

/// Asks the contact who signed. Nobody chooses whom to ask, and nobody is asked where nobody signed.
pub(crate) fn ask(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &Installation,
    contact: Option<ContactId>,
) -> Outcome<()> {
    let Some(contact) = contact else { return Ok(()) };
    let ask = Ask {
        customer: row.customer_id,
        contact,
        kind: SubjectKind::Installation,
        subject: row.id.into(),
        about: row.title.clone(),
        product: row.product_id,
        person: row.lead_id,
    };
    survey::ask(tx, act, ask).map(drop)
}
