//! What is still open with a customer, or at one of its sites: nothing is put away that is owed (R20).

use accord_kernel::{Act, Context, Fact, Outcome, Refusal};
use accord_room_people::Held;
use accord_store::Tx;
use serde_json::json;

use crate::id::{CustomerId, SiteId};

/// What is about to be put away.
#[derive(Debug, Clone, Copy)]
pub struct PutAway {
    /// The customer.
    pub customer: CustomerId,
    /// Only this site; none is the customer as a whole.
    pub site: Option<SiteId>,
}

impl PutAway {
    /// Whether something at this site stands in the way; what has no site does of the whole customer alone.
    pub fn concerns(self, site: Option<SiteId>) -> bool {
        self.site.is_none_or(|own| site == Some(own))
    }
}

/// What a room has open with a customer: `registry.extend(StillOpen { … })`.
#[derive(Debug, Clone, Copy)]
pub struct StillOpen {
    /// Name, for the log.
    pub name: &'static str,
    /// What is open; at most some hundreds.
    pub of: fn(&mut Tx, &Context, PutAway) -> Outcome<Vec<Held>>,
}

/// Things named in the sentence of a refusal; all stand in its detail.
const NAMED_MAX: usize = 10;

/// Refuses while any room has something open.
///
/// # Errors
/// `archive.still_open` with what is.
pub(crate) fn nothing_open(tx: &mut Tx, act: &Act<'_>, away: PutAway, name: &str) -> Outcome<()> {
    let mut open = Vec::new();
    for room in act.registry().extensions::<StillOpen>() {
        open.extend((room.of)(tx, act.context(), away)?);
    }
    if open.is_empty() {
        return Ok(());
    }
    let names = open.iter().take(NAMED_MAX).map(|thing| Fact::from(thing.label.as_str())).collect();
    Err(Refusal::conflict("archive.still_open")
        .with("name", name)
        .with("n", open.len())
        .with("things", Fact::List(names))
        .possible("end_first", Vec::new())
        .detail(json!({ "open": open })))
}
