//! People at customers. What they were before is protected by their own key, as their name is (R64).

use accord_kernel::{Act, Action, Emit, Language, Outcome, Refusal};
use accord_room_customer::{
    self as customer, ChangeContact, ContactRow, ContactState, EnterContact, NewContact,
};
use accord_store::Tx;
use serde::{Deserialize, Serialize};

use super::{Made, Writer, stored};
use crate::{
    draft::{ContactDraft, Content},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

/// A contact's key: that of its customer and its own.
pub(super) fn key(draft: &ContactDraft) -> String {
    format!("{}\n{}", draft.account_code, draft.code)
}

/// What a contact was before an import changed it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Former {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    language: Language,
    job: String,
}

impl Former {
    fn of(row: &ContactRow) -> Self {
        Self {
            name: row.name.clone(),
            email: row.email.clone(),
            phone: row.phone.clone(),
            language: row.language,
            job: row.job.clone(),
        }
    }
}

/// Changes a contact as an event of its customer.
pub(super) fn change(tx: &mut Tx, act: &mut Act<'_>, row: &ContactRow, to: Former) -> Outcome<()> {
    let change = ChangeContact {
        contact: row.id,
        version: row.version,
        name: to.name,
        email: to.email,
        phone: to.phone,
        language: to.language,
        job: Some(to.job),
    };
    let emit = Emit { name: ChangeContact::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| change.perform(tx, act)).map(drop)
}

impl Writer {
    pub(super) fn contact(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &ContactDraft) -> Outcome<Made> {
        let hash = draft.hash();
        let account = self.customer(tx, act, &draft.account_code)?;
        let key = key(draft);
        let Some(known) = self.known(Entity::Contact, &key).cloned() else {
            let new = NewContact {
                name: draft.name.clone(),
                email: draft.email.clone(),
                phone: draft.phone.clone(),
                language: draft.language,
                job: draft.job.clone(),
            };
            let emit =
                Emit { name: EnterContact::NAME, customer: Some(account.id.into()), chains: Vec::new() };
            let row = act.within(tx, emit, |tx, act| customer::enter_contact(tx, act, &account, &new))?;
            return Ok(made(&row, key, hash, None, Did::New));
        };
        let row = customer::contact_of(tx, account.id, known.entity_id)?;
        if known.content_hash == hash {
            return Ok(made(&row, key, hash, None, Did::Same));
        }
        if row.state != ContactState::Active {
            return Err(Refusal::conflict("import.archived").with("name", draft.code.clone()));
        }
        let former = Former::of(&row);
        let to = Former {
            name: draft.name.clone(),
            email: draft.email.clone().or_else(|| row.email.clone()),
            phone: draft.phone.clone().or_else(|| row.phone.clone()),
            language: draft.language.unwrap_or(row.language),
            job: draft.job.clone().unwrap_or_else(|| row.job.clone()),
        };
        if stored(&former)? == stored(&to)? {
            return Ok(made(&row, key, hash, None, Did::Same));
        }
        change(tx, act, &row, to)?;
        let now = customer::contact(tx, row.id)?;
        Ok(made(&now, key, hash, stored(&former)?, Did::Changed))
    }
}

fn made(row: &ContactRow, key: String, hash: String, former: Option<String>, did: Did) -> Made {
    Made {
        entity: Entity::Contact,
        id: row.id.into(),
        key,
        hash,
        row_hash: row_hash(row),
        chain: row.customer_id.into(),
        subject: Some(row.id.into()),
        former,
        did,
    }
}
