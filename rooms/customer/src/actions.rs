//! What changes the customer record. One file a thing; each action loads, asks a rule, writes.

mod attachment;
mod contact;
mod customer;
mod keep;
mod merge;
mod seeing;
mod site;
mod talk;
mod team;
mod unmerge;

pub use attachment::{AddAttachment, RemoveAttachment};
pub(crate) use contact::erase_again;
pub use contact::{
    ChangeContact, EnterContact, EraseContact, InviteContact, KEPT_FILES, LeaveContact, NewContact,
    SpeakLanguage, enter_contact, forget_file,
};
pub use customer::{
    ArchiveCustomer, ChangeCustomer, EnterCustomer, NewCustomer, RestoreCustomer, SetStage, advance_stage,
    enter,
};
pub(crate) use customer::{NUMBERS, refuse_duplicate, write_new};
pub use keep::KeepPaper;
pub use merge::{MergeCustomers, merged_records};
pub use seeing::StateReason;
pub use site::{ArchiveSite, ChangeSite, EnterSite, NewSite, RestoreSite, SetAccess, enter_site};
pub use talk::{LogContact, NewTalk, SettleContact, log_contact};
pub(crate) use team::join;
pub use team::{AssignTeam, UnassignTeam, assign};
pub use unmerge::UnmergeCustomers;

use accord_kernel::{Outcome, Refusal};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    id::CustomerState,
    record::{CustomerRow, load},
};

/// What an action that changes a row answers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changed {
    /// Version after the change; send it with the next one.
    pub version: i64,
}

/// A customer that can be written: not archived.
fn writable(tx: &mut accord_store::Tx, id: impl Into<uuid::Uuid>) -> Outcome<CustomerRow> {
    let row = load(tx, id)?;
    match row.state {
        CustomerState::Active => Ok(row),
        _ => Err(Refusal::conflict("customer.archived").with("customer", row.name).possible_action(
            "restore",
            Vec::new(),
            "customer.restore",
            serde_json::json!({ "customer": row.id, "version": row.version }),
        )),
    }
}
