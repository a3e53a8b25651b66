//! Places of customers.

use accord_kernel::{Act, Action, Emit, Outcome, Refusal};
use accord_room_customer::{self as customer, ChangeSite, EnterSite, NewSite, SiteRow, SiteState};
use accord_room_people::CalendarId;
use accord_store::{Tx, search};
use serde::{Deserialize, Serialize};

use super::{Made, Writer, stored};
use crate::{
    draft::{Content, SiteDraft},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

/// A site's key: its customer's key and its name, blind to case and accents.
pub(super) fn key(account: &str, name: &str) -> String {
    format!("{account}\n{}", search::fold(name.trim()))
}

/// What a site was before an import changed it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Former {
    name: String,
    line1: String,
    line2: String,
    postal_code: String,
    town: String,
    region: String,
    country: String,
    zone: String,
    calendar: Option<CalendarId>,
}

impl Former {
    fn of(row: &SiteRow) -> Self {
        Self {
            name: row.name.clone(),
            line1: row.line1.clone(),
            line2: row.line2.clone(),
            postal_code: row.postal_code.clone(),
            town: row.town.clone(),
            region: row.region.clone(),
            country: row.country.clone(),
            zone: row.zone.clone(),
            calendar: row.calendar_id,
        }
    }
}

/// Changes a site as an event of its customer.
pub(super) fn change(tx: &mut Tx, act: &mut Act<'_>, row: &SiteRow, to: Former) -> Outcome<()> {
    let change = ChangeSite {
        site: row.id,
        version: row.version,
        name: to.name,
        line1: to.line1,
        line2: Some(to.line2),
        postal_code: Some(to.postal_code),
        town: to.town,
        region: Some(to.region),
        country: to.country,
        zone: to.zone,
        calendar: to.calendar,
    };
    let emit = Emit { name: ChangeSite::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| change.perform(tx, act)).map(drop)
}

impl Writer {
    pub(super) fn site(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &SiteDraft) -> Outcome<Made> {
        let hash = draft.hash();
        let account = self.customer(tx, act, &draft.account_code)?;
        let key = key(&draft.account_code, &draft.name);
        let Some(known) = self.known(Entity::Site, &key).cloned() else {
            let new = NewSite {
                name: draft.name.clone(),
                line1: draft.line1.clone(),
                line2: draft.line2.clone(),
                postal_code: draft.postal_code.clone(),
                town: draft.town.clone(),
                region: draft.region.clone(),
                country: draft.country.clone(),
                zone: draft.zone.clone(),
                calendar: None,
            };
            let emit = Emit { name: EnterSite::NAME, customer: Some(account.id.into()), chains: Vec::new() };
            let row = act.within(tx, emit, |tx, act| customer::enter_site(tx, act, account.id, &new))?;
            return Ok(made(&row, key, hash, None, Did::New));
        };
        let row = customer::site_of(tx, account.id, known.entity_id)?;
        if known.content_hash == hash {
            return Ok(made(&row, key, hash, None, Did::Same));
        }
        if row.state == SiteState::Archived {
            return Err(Refusal::conflict("import.archived").with("name", row.name));
        }
        let former = Former::of(&row);
        let said = |new: &Option<String>, old: &str| new.clone().unwrap_or_else(|| old.to_owned());
        let to = Former {
            name: draft.name.clone(),
            line1: draft.line1.clone(),
            line2: said(&draft.line2, &row.line2),
            postal_code: said(&draft.postal_code, &row.postal_code),
            town: draft.town.clone(),
            region: said(&draft.region, &row.region),
            country: draft.country.clone(),
            zone: draft.zone.clone(),
            calendar: row.calendar_id,
        };
        if stored(&former)? == stored(&to)? {
            return Ok(made(&row, key, hash, None, Did::Same));
        }
        change(tx, act, &row, to)?;
        let now = customer::site(tx, row.id)?;
        Ok(made(&now, key, hash, stored(&former)?, Did::Changed))
    }
}

fn made(row: &SiteRow, key: String, hash: String, former: Option<String>, did: Did) -> Made {
    Made {
        entity: Entity::Site,
        id: row.id.into(),
        key,
        hash,
        row_hash: row_hash(row),
        chain: row.customer_id.into(),
        subject: None,
        former,
        did,
    }
}
