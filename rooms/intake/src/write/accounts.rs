//! Customers.

use accord_kernel::{Act, Action, Emit, Outcome};
use accord_room_customer::{
    self as customer, ChangeCustomer, CustomerRow, EnterCustomer, NewCustomer, Rank, Stage, TeamSphere,
};
use accord_room_people::TerritoryId;
use accord_store::Tx;
use serde::{Deserialize, Serialize};

use super::{Made, Writer, seen, stored};
use crate::{
    draft::{AccountDraft, Content},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

/// What a customer was before an import changed it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Former {
    pub name: String,
    pub legal_id: Option<String>,
    pub territory: Option<TerritoryId>,
    pub currency: accord_kernel::Currency,
    pub language: accord_kernel::Language,
}

impl Former {
    fn of(row: &CustomerRow) -> Self {
        Self {
            name: row.name.clone(),
            legal_id: row.legal_id.clone(),
            territory: row.territory_id,
            currency: row.currency,
            language: row.language,
        }
    }

    /// The change that makes `row` so.
    pub(super) fn change(self, row: &CustomerRow) -> ChangeCustomer {
        ChangeCustomer {
            customer: row.id,
            version: row.version,
            name: self.name,
            legal_id: self.legal_id,
            territory: self.territory,
            currency: self.currency,
            language: self.language,
            separate: false,
        }
    }
}

/// Changes a customer as an event of its own.
pub(super) fn change(tx: &mut Tx, act: &mut Act<'_>, row: &CustomerRow, to: Former) -> Outcome<()> {
    let emit = Emit { name: ChangeCustomer::NAME, customer: Some(row.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| to.change(row).perform(tx, act)).map(drop)
}

impl Writer {
    pub(super) fn account(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &AccountDraft) -> Outcome<Made> {
        let hash = draft.hash();
        let known = self
            .known(Entity::Account, &draft.code)
            .map(|known| (known.entity_id, known.content_hash == hash));
        match known {
            None => {
                let row = self.enter_account(tx, act, draft)?;
                Ok(made(&row, draft, hash, None, Did::New))
            }
            Some((id, same)) => {
                let missing = || accord_kernel::Refusal::absent();
                let row = seen(tx, act, id)?.ok_or_else(missing)?;
                if same {
                    return Ok(made(&row, draft, hash, None, Did::Same));
                }
                self.change_account(tx, act, draft, hash, &row)
            }
        }
    }

    fn change_account(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &AccountDraft,
        hash: String,
        row: &CustomerRow,
    ) -> Outcome<Made> {
        let former = Former::of(row);
        let to = Former {
            name: draft.name.clone(),
            legal_id: draft.legal_id.clone().or_else(|| row.legal_id.clone()),
            territory: self.territory(tx, draft.territory.as_deref())?.or(row.territory_id),
            currency: draft.currency.unwrap_or(row.currency),
            language: draft.language.unwrap_or(row.language),
        };
        let alike = stored(&former)? == stored(&to)?;
        if alike {
            return Ok(made(row, draft, hash, None, Did::Same));
        }
        change(tx, act, row, to)?;
        let now = customer::load(tx, row.id)?;
        Ok(made(&now, draft, hash, stored(&former)?, Did::Changed))
    }

    /// Enters a customer with its owners as one event.
    pub(super) fn enter_account(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &AccountDraft,
    ) -> Outcome<CustomerRow> {
        let new = NewCustomer {
            name: draft.name.clone(),
            legal_id: draft.legal_id.clone(),
            territory: self.territory(tx, draft.territory.as_deref())?,
            currency: draft.currency,
            language: draft.language,
            stage: draft.stage.unwrap_or(Stage::Use),
            separate: false,
        };
        let owners = [
            (TeamSphere::Sales, "/sales_owner", draft.sales_owner.as_deref()),
            (TeamSphere::AfterSales, "/service_owner", draft.service_owner.as_deref()),
        ];
        let mut team = Vec::new();
        for (sphere, pointer, email) in owners {
            if let Some(person) = self.colleague(tx, pointer, email)? {
                team.push((sphere, pointer, person));
            }
        }
        let emit = Emit { name: EnterCustomer::NAME, customer: None, chains: Vec::new() };
        act.within(tx, emit, |tx, act| {
            let row = match &mut self.newcomers {
                Some(newcomers) => newcomers.enter(tx, act, &new)?,
                None => customer::enter(tx, act, &new)?,
            };
            for (sphere, pointer, person) in team {
                match &mut self.newcomers {
                    Some(newcomers) => newcomers.own(tx, act, row.id, sphere, person, pointer)?,
                    None => {
                        customer::assign(tx, act, row.id, sphere, person, Rank::Owner, pointer)?;
                    }
                }
            }
            Ok(row)
        })
    }
}

fn made(row: &CustomerRow, draft: &AccountDraft, hash: String, former: Option<String>, did: Did) -> Made {
    Made {
        entity: Entity::Account,
        id: row.id.into(),
        key: draft.code.clone(),
        hash,
        row_hash: row_hash(row),
        chain: row.id.into(),
        subject: None,
        former,
        did,
    }
}
