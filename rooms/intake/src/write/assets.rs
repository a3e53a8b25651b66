//! The installed base: units with what they need, and the outages that were reported of them.

use accord_kernel::{Act, Outcome, Refusal};
use accord_room_asset::{
    self as asset, Asset, ImportedAsset, ImportedOutage, change_import, import_asset, import_outage,
};
use accord_room_customer::SiteId;
use accord_store::{Tx, search};
use jiff::{SignedDuration, ToSpan, civil::Date};

use super::{Made, Place, Writer, sites, stored};
use crate::{
    draft::{AssetDraft, Content, OutageDraft},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

/// Key of a report: its unit's, its begin and its cause, blind to case and accents. One stop that two components caused is
/// reported twice.
pub(super) fn outage_key(draft: &OutageDraft) -> String {
    let cause = search::fold(draft.cause.as_deref().unwrap_or_default().trim());
    format!("{}\n{}\n{cause}", draft.asset_code, draft.began_at)
}

impl Writer {
    /// Writes one unit; a customer and a product that are not known yet are entered before, when the file says enough.
    pub(super) fn asset(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &AssetDraft) -> Outcome<()> {
        let nothing = Place { row: draft.row, rows: 0 };
        let mut ready = true;
        if self.known(Entity::Account, &draft.account_code).is_none() {
            let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
                let name = draft.account_name.as_deref();
                own.account_needed(tx, act, draft.row, (&draft.account_code, name), None)
            };
            ready = self.try_one(tx, act, Entity::Account, nothing, work)?.is_some();
        }
        if let Some(code) = draft.product_code.as_deref()
            && ready
            && self.known(Entity::Product, code).is_none()
        {
            let work = |_: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
                let new = (draft.product_name.as_deref(), draft.product_kind, draft.product_unit.as_deref());
                Self::product_needed(tx, act, code, new)
            };
            ready = self.try_one(tx, act, Entity::Product, nothing, work)?.is_some();
        }
        if !ready {
            // The reason stands with what could not be entered.
            self.counts.note(Entity::Asset, Did::Refused);
            self.counts.rows_refused += 1;
            return Ok(());
        }
        let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| own.one_asset(tx, act, draft);
        self.try_one(tx, act, Entity::Asset, Place::one(draft.row), work).map(drop)
    }

    fn one_asset(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &AssetDraft) -> Outcome<Made> {
        let hash = draft.hash();
        let account = self.customer(tx, act, &draft.account_code)?;
        let Some(known) = self.known(Entity::Asset, &draft.code).cloned() else {
            let site = self.site_of_asset(draft)?;
            let said = self.said(act, draft, ImportedAsset::default())?;
            let row = import_asset(tx, act, account.id, site, &said, draft.accepted_on)?;
            return Ok(made(&row, draft, hash, None, Did::New));
        };
        let row = asset::asset(tx, known.entity_id)?;
        if known.content_hash == hash {
            return Ok(made(&row, draft, hash, None, Did::Same));
        }
        if row.customer_id != account.id {
            let code = draft.code.as_str();
            return Err(Refusal::field("/code", "import.asset_of_other").with("code", code));
        }
        let site = self.site_of_asset(draft)?;
        if site.is_some() && site != row.site_id {
            return Err(Refusal::field("/site", "import.asset_moved"));
        }
        let former = ImportedAsset::of(&row);
        let to = self.said(act, draft, former.clone())?;
        if to == former {
            return Ok(made(&row, draft, hash, None, Did::Same));
        }
        let now = change_import(tx, act, row.id, &to)?;
        Ok(made(&now, draft, hash, stored(&former)?, Did::Changed))
    }

    fn site_of_asset(&self, draft: &AssetDraft) -> Outcome<Option<SiteId>> {
        let Some(name) = &draft.site else { return Ok(None) };
        let known = self.known(Entity::Site, &sites::key(&draft.account_code, name));
        let unknown = || Refusal::field("/site", "import.site_unknown").with("name", name.as_str());
        Ok(Some(known.ok_or_else(unknown)?.entity_id.into()))
    }

    /// What a unit is by the file; what the file leaves open stays as it was.
    fn said(&self, act: &Act<'_>, draft: &AssetDraft, was: ImportedAsset) -> Outcome<ImportedAsset> {
        let product = draft.product_code.as_deref().and_then(|code| self.known(Entity::Product, code));
        let part_of = match draft.part_of.as_deref() {
            Some(code) => {
                let unknown = || Refusal::field("/part_of", "import.asset_unknown").with("code", code);
                Some(self.known(Entity::Asset, code).ok_or_else(unknown)?.entity_id.into())
            }
            None => None,
        };
        let today = act.zone().to_datetime(act.now).date();
        Ok(ImportedAsset {
            origin: draft.origin.or(was.origin),
            maker: draft.maker.clone().or(was.maker),
            product: product.map(|known| known.entity_id.into()).or(was.product),
            model: draft.model.clone().or(was.model),
            serial: draft.serial.clone().or(was.serial),
            part_of: part_of.or(was.part_of),
            in_service_on: in_service(draft, today)?.or(was.in_service_on),
            warranty_months: draft.warranty_months.or(was.warranty_months),
            contract_ends_on: draft.contract_ends_on.or(was.contract_ends_on),
            known_from: draft.known_from.or(was.known_from),
            known_until: draft.known_until.or(was.known_until),
            note: draft.note.clone().or(was.note),
        })
    }

    /// Writes one report of an outage.
    pub(super) fn outage(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &OutageDraft) -> Outcome<()> {
        let hash = draft.hash();
        let key = outage_key(draft);
        if let Some(known) = self.known(Entity::Outage, &key) {
            if known.content_hash == hash {
                self.counts.note(Entity::Outage, Did::Same);
                return Ok(());
            }
            let differs = Refusal::field("/began_at", "import.outage_differs");
            return self.refuse(act, Entity::Outage, Place::one(draft.row), differs);
        }
        let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
            let code = draft.asset_code.as_str();
            let unknown = || Refusal::field("/asset_code", "import.asset_unknown").with("code", code);
            let id = own.known(Entity::Asset, code).ok_or_else(unknown)?.entity_id;
            let unit = asset::asset(tx, id)?;
            own.sight_of(tx, act, unit.customer_id.into())?.ok_or_else(unknown)?;
            let minutes = draft.minutes.map(SignedDuration::from_mins);
            let after = minutes.and_then(|long| draft.began_at.checked_add(long).ok());
            let new = ImportedOutage {
                asset: unit.id,
                began_at: draft.began_at,
                ended_at: draft.ended_at.or(after),
                cause: draft.cause.clone(),
                note: draft.note.clone(),
            };
            let row = import_outage(tx, act, &new)?;
            Ok(Made {
                entity: Entity::Outage,
                id: row.id.into(),
                key,
                hash,
                row_hash: row_hash(&row),
                chain: unit.customer_id.into(),
                subject: None,
                former: None,
                did: Did::New,
            })
        };
        self.try_one(tx, act, Entity::Outage, Place::one(draft.row), work).map(drop)
    }
}

/// Since when a unit is in service: as the file says, or by its age.
fn in_service(draft: &AssetDraft, today: Date) -> Outcome<Option<Date>> {
    let Some(years) = draft.age_years.filter(|_| draft.in_service_on.is_none()) else {
        return Ok(draft.in_service_on);
    };
    let on = draft.known_from.unwrap_or(today);
    let since = on.checked_sub(years.years()).map_err(|_| Refusal::field("/age_years", "import.age"))?;
    Ok(Some(since))
}

fn made(row: &Asset, draft: &AssetDraft, hash: String, former: Option<String>, did: Did) -> Made {
    Made {
        entity: Entity::Asset,
        id: row.id.into(),
        key: draft.code.clone(),
        hash,
        row_hash: row_hash(row),
        chain: row.customer_id.into(),
        subject: None,
        former,
        did,
    }
}
