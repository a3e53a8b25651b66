//! Portal access of contacts: the people room keeps logins, this room says who a contact is (R5).

use accord_kernel::Outcome;
use accord_room_people::gate;
use accord_store::Tx;
use uuid::Uuid;

use crate::{
    id::{ContactState, CustomerState},
    record::{self, ContactRow},
};

/// Who a contact is at this moment; `None` when there is none. The customer is the one that goes on after merges.
pub(crate) fn find_contact(tx: &mut Tx, id: Uuid) -> Outcome<Option<gate::ContactFacts>> {
    let Some(row) = tx.get::<ContactRow>(id)? else {
        return Ok(None);
    };
    let customer = record::load(tx, row.customer_id)?;
    let site = record::first_site_zone(tx, customer.id)?;
    Ok(Some(gate::ContactFacts {
        name: row.name,
        customer: customer.id.into(),
        language: Some(row.language),
        zone: site.unwrap_or_else(|| "UTC".to_owned()),
        active: row.state == ContactState::Active && customer.state == CustomerState::Active,
    }))
}
