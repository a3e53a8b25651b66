//! The only ways to change something here.

mod arrive;
mod look;

pub use arrive::ArriveMail;
pub use look::{OpenFromMail, PutIntoCase, SetMailAside, TieMail};

use accord_kernel::{Act, Action, Emit, Outcome, Registry};
use accord_room_case::CaseId;
use accord_room_customer::{AddAttachment, CustomerId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    id::{MailMessageId, MailState},
    record::MessageRow,
};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<ArriveMail>()
        .action::<PutIntoCase>()
        .action::<OpenFromMail>()
        .action::<TieMail>()
        .action::<SetMailAside>();
}

/// How a message stands after an action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MailAnswer {
    /// The message.
    pub message: MailMessageId,
    /// What became of it.
    pub state: MailState,
    /// The case in which its words stand.
    pub case: Option<CaseId>,
    /// Row version, for the next change.
    pub version: i64,
}

impl MailAnswer {
    fn of(row: &MessageRow) -> Self {
        Self { message: row.id, state: row.state, case: row.case_id, version: row.version }
    }
}

/// Puts the files of a message beside its case.
fn attach(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &MessageRow,
    customer: CustomerId,
    case: CaseId,
) -> Outcome<()> {
    for file in &row.attached.0 {
        let add = AddAttachment {
            customer,
            about_kind: Some("service_case".to_owned()),
            about: Some(case.into()),
            file_name: file.name.clone(),
            sha256: file.sha256.clone(),
        };
        let emit = Emit { name: AddAttachment::NAME, customer: Some(customer.into()), chains: Vec::new() };
        act.within(tx, emit, |tx, act| add.perform(tx, act))?;
    }
    Ok(())
}

/// What readers of the time line need. Nothing that the sender wrote stands in an event.
fn facts(act: &mut Act<'_>, row: &MessageRow) {
    act.fact("message", row.id);
    act.fact("state", row.state);
    if let Some(reason) = row.reason {
        act.fact("reason", reason);
    }
    if let Some(case) = row.case_id {
        act.fact("case", case);
    }
}
