//! What the head of service can let pass in a crisis (R31): a thing that can be needed to restore, each by itself. A whole
//! customer, a contract or a pursuit is none: what is sold by those never mends a unit.

use accord_kernel::Outcome;
use accord_room_customer::CustomerId;
use accord_room_offer::{Quote, QuoteId};
use accord_room_order::{Line, LineId, Order};
use accord_store::Tx;
use uuid::Uuid;

/// A kind of thing that can be let pass.
pub(crate) struct Releasable {
    /// The field by which an action that sells names such a thing.
    pub(crate) field: &'static str,
    /// Whose it is; nothing where there is none with this id.
    whose: fn(&mut Tx, Uuid) -> Outcome<Option<CustomerId>>,
}

/// The kinds.
pub(crate) static RELEASABLE: [Releasable; 2] =
    [Releasable { field: "quote", whose: of_quote }, Releasable { field: "line", whose: of_order_line }];

fn of_quote(tx: &mut Tx, id: Uuid) -> Outcome<Option<CustomerId>> {
    Ok(tx.get::<Quote>(QuoteId(id))?.map(|quote| quote.customer_id))
}

fn of_order_line(tx: &mut Tx, id: Uuid) -> Outcome<Option<CustomerId>> {
    let Some(line) = tx.get::<Line>(LineId(id))? else { return Ok(None) };
    Ok(tx.get::<Order>(line.order_id)?.map(|order| order.customer_id))
}

/// Whether a thing of this id can be let pass for a customer.
pub(crate) fn is_releasable(tx: &mut Tx, customer: CustomerId, id: Uuid) -> Outcome<bool> {
    for kind in &RELEASABLE {
        if (kind.whose)(tx, id)? == Some(customer) {
            return Ok(true);
        }
    }
    Ok(false)
}
