//! Drafts become things through the rooms that own them, each as an event of its own; what was made is kept in the
//! run's book, so that it can be taken back.
//!
//! A chunk is written in one go; when something in it is refused, it is written anew with each thing tried by itself: a
//! refusal then leaves nothing of that thing and becomes a fault of its row. A failure of the database ends the chunk.

mod accounts;
mod assets;
mod cases;
mod contacts;
mod opportunities;
mod orders;
mod products;
mod sites;
pub(crate) mod take_back;

use std::collections::HashMap;

use accord_kernel::{Act, Outcome, Permission, Refusal, Sharing, Sight, Status};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, CustomerRow, CustomerSharing, Newcomers};
use accord_room_people::{PersonId, TerritoryId};
use accord_store::{Tx, log, search};
use uuid::Uuid;

use crate::{
    actions::EnteredKey,
    draft::Drafts,
    id::{Entity, ImportRunId},
    outcome::{Counts, Did, Fault, Span},
    record::{self, ExternalRef, ImportRow},
};

/// Rule by which a chunk is refused in which something is refused, unless each thing is tried by itself.
pub const ONE_BY_ONE: &str = "import.one_by_one";

/// What was made of one draft.
pub(crate) struct Made {
    pub entity: Entity,
    pub id: Uuid,
    pub key: String,
    /// Hash of its content.
    pub hash: String,
    /// Hash of its row after the write.
    pub row_hash: String,
    /// Chain of its event.
    pub chain: Uuid,
    /// Whose key protects `former`.
    pub subject: Option<Uuid>,
    /// What it was before; none when it is new or nothing of it changed.
    pub former: Option<String>,
    pub did: Did,
}

/// Where a thing stands in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Its first row; that of the part which is tried.
    pub row: u64,
    /// How many rows are refused with it.
    pub rows: u64,
}

impl Place {
    fn one(row: u64) -> Self {
        Self { row, rows: 1 }
    }
}

/// Writes one chunk.
pub(crate) struct Writer {
    source: String,
    run: Option<ImportRunId>,
    place: i64,
    /// Each thing is tried by itself; otherwise a refusal ends the whole chunk, which costs far less where nothing is
    /// refused.
    one_by_one: bool,
    newcomers: Option<Newcomers>,
    refs: HashMap<(Entity, String), ExternalRef>,
    new_refs: Vec<ExternalRef>,
    rows: Vec<ImportRow>,
    territories: Option<HashMap<String, TerritoryId>>,
    colleagues: Option<HashMap<String, PersonId>>,
    customers: HashMap<Uuid, Option<CustomerRow>>,
    catalogue: Option<opportunities::Catalogue>,
    /// Keys of what is new, for a rehearsal to count each once.
    pub(crate) entered: Vec<EnteredKey>,
    pub(crate) counts: Counts,
    pub(crate) faults: Vec<Fault>,
    /// The rows of each thing of the chunk, in order.
    spans: Vec<Span>,
}

impl Writer {
    /// `place` is how many rows of the book the run has; a rehearsal has no run.
    pub(crate) fn new(source: &str, run: Option<ImportRunId>, place: i64, one_by_one: bool) -> Self {
        Self {
            source: source.to_owned(),
            run,
            place,
            one_by_one,
            newcomers: None,
            refs: HashMap::new(),
            new_refs: Vec::new(),
            rows: Vec::new(),
            territories: None,
            colleagues: None,
            customers: HashMap::new(),
            catalogue: None,
            entered: Vec::new(),
            counts: Counts::default(),
            faults: Vec::new(),
            spans: Vec::new(),
        }
    }

    /// Writes everything of a chunk.
    pub(crate) fn write(&mut self, tx: &mut Tx, act: &mut Act<'_>, drafts: &Drafts) -> Outcome<()> {
        self.spans = drafts.spans();
        self.find_refs(tx, drafts)?;
        self.lock_known(tx)?;
        if !self.one_by_one && !drafts.accounts.is_empty() {
            let legal_ids = drafts.accounts.iter().filter_map(|draft| draft.legal_id.as_deref());
            let new =
                drafts.accounts.iter().filter(|draft| self.known(Entity::Account, &draft.code).is_none());
            self.newcomers = Some(Newcomers::begin(tx, act, legal_ids, new.count())?);
        }
        for draft in &drafts.accounts {
            self.try_one(tx, act, Entity::Account, Place::one(draft.row), |own, tx, act| {
                own.account(tx, act, draft)
            })?;
        }
        for draft in &drafts.sites {
            self.try_one(tx, act, Entity::Site, Place::one(draft.row), |own, tx, act| {
                own.site(tx, act, draft)
            })?;
        }
        for draft in &drafts.contacts {
            self.try_one(tx, act, Entity::Contact, Place::one(draft.row), |own, tx, act| {
                own.contact(tx, act, draft)
            })?;
        }
        for draft in &drafts.products {
            self.try_one(tx, act, Entity::Product, Place::one(draft.row), |own, tx, act| {
                own.product(tx, act, draft)
            })?;
        }
        for draft in &drafts.orders {
            self.order(tx, act, draft)?;
        }
        for draft in &drafts.assets {
            self.asset(tx, act, draft)?;
        }
        for draft in &drafts.outages {
            self.outage(tx, act, draft)?;
        }
        self.incidents(tx, act, &drafts.incidents)?;
        for draft in &drafts.sellers {
            self.try_one(tx, act, Entity::Seller, Place::one(draft.row), |own, tx, act| {
                own.seller(tx, act, draft)
            })?;
        }
        for draft in &drafts.opportunities {
            self.opportunity(tx, act, draft)?;
        }
        if let Some(newcomers) = self.newcomers.take() {
            newcomers.finish(tx)?;
        }
        self.counts.written = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        tx.insert_all(&self.new_refs)?;
        tx.insert_all(&self.rows)?;
        Ok(())
    }

    fn find_refs(&mut self, tx: &mut Tx, drafts: &Drafts) -> Outcome<()> {
        let mut wanted: HashMap<Entity, Vec<String>> = HashMap::new();
        let mut want = |entity, key: String| wanted.entry(entity).or_default().push(key);
        drafts.accounts.iter().for_each(|draft| want(Entity::Account, draft.code.clone()));
        for draft in &drafts.sites {
            want(Entity::Account, draft.account_code.clone());
            want(Entity::Site, sites::key(&draft.account_code, &draft.name));
        }
        for draft in &drafts.contacts {
            want(Entity::Account, draft.account_code.clone());
            want(Entity::Contact, contacts::key(draft));
        }
        drafts.products.iter().for_each(|draft| want(Entity::Product, draft.code.clone()));
        drafts.sellers.iter().for_each(|draft| want(Entity::Seller, draft.name.clone()));
        for draft in &drafts.opportunities {
            want(Entity::Opportunity, draft.number.clone());
            draft.account_code.iter().for_each(|code| want(Entity::Account, code.clone()));
            draft.product_code.iter().for_each(|code| want(Entity::Product, code.clone()));
            draft.seller.iter().for_each(|name| want(Entity::Seller, name.clone()));
        }
        for draft in &drafts.orders {
            want(Entity::Account, draft.account_code.clone());
            want(Entity::Order, draft.number.clone());
            if let Some(site) = &draft.site {
                want(Entity::Site, sites::key(&draft.account_code, site));
            }
            draft
                .lines
                .iter()
                .filter_map(|line| line.product_code.clone())
                .for_each(|code| want(Entity::Product, code));
        }
        for draft in &drafts.assets {
            want(Entity::Account, draft.account_code.clone());
            want(Entity::Asset, draft.code.clone());
            draft.part_of.iter().for_each(|code| want(Entity::Asset, code.clone()));
            draft.product_code.iter().for_each(|code| want(Entity::Product, code.clone()));
            if let Some(site) = &draft.site {
                want(Entity::Site, sites::key(&draft.account_code, site));
            }
        }
        for draft in &drafts.outages {
            want(Entity::Asset, draft.asset_code.clone());
            want(Entity::Outage, assets::outage_key(draft));
        }
        for draft in &drafts.incidents {
            want(Entity::Account, draft.account_code.clone());
            want(Entity::Case, draft.number.clone());
            if let Some(site) = &draft.site {
                want(Entity::Site, sites::key(&draft.account_code, site));
            }
        }
        for (entity, mut keys) in wanted {
            keys.sort_unstable();
            keys.dedup();
            for (key, known) in record::refs(tx, &self.source, entity, &keys)? {
                self.refs.insert((entity, key), known);
            }
        }
        Ok(())
    }

    /// Chains of known things are locked in one order before anything is written.
    fn lock_known(&self, tx: &mut Tx) -> Outcome<()> {
        let chained = [Entity::Account, Entity::Product];
        let units: Vec<AssetId> = self
            .refs
            .iter()
            .filter(|((entity, _), _)| *entity == Entity::Asset)
            .map(|(_, known)| known.entity_id.into())
            .collect();
        // What is reported of a unit stands in its customer's chain.
        let whose = accord_room_asset::customers_of(tx, &units)?.into_iter().map(Uuid::from);
        let chains: Vec<Uuid> = self
            .refs
            .iter()
            .filter(|((entity, _), _)| chained.contains(entity))
            .map(|(_, known)| known.entity_id)
            .chain(whose)
            .collect();
        Ok(log::lock(tx, &chains)?)
    }

    /// Tries one thing; what it refuses becomes a fault and leaves nothing.
    fn try_one(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        entity: Entity,
        place: Place,
        work: impl FnOnce(&mut Self, &mut Tx, &mut Act<'_>) -> Outcome<Made>,
    ) -> Outcome<Option<Uuid>> {
        let outcome = if self.one_by_one {
            act.attempt(tx, |tx, act| work(self, tx, act))?
        } else {
            work(self, tx, act)
        };
        match outcome {
            Ok(made) => {
                let id = made.id;
                self.keep(tx, act, made)?;
                Ok(Some(id))
            }
            Err(refusal) if !self.one_by_one && !is_failure(&refusal) => Err(Refusal::conflict(ONE_BY_ONE)),
            Err(refusal) => {
                self.refuse(act, entity, place, refusal)?;
                Ok(None)
            }
        }
    }

    /// Makes faults of a refusal; what is no refusal but a failure goes on as it is.
    fn refuse(&mut self, act: &Act<'_>, entity: Entity, place: Place, refusal: Refusal) -> Outcome<()> {
        if is_failure(&refusal) {
            return Err(refusal);
        }
        self.counts.note(entity, Did::Refused);
        self.counts.rows_refused += place.rows;
        let refused = Some(self.span_of(place.row));
        self.faults
            .extend(faults(act, place.row, &refusal).into_iter().map(|fault| Fault { refused, ..fault }));
        Ok(())
    }

    /// The rows of the thing to which a row belongs.
    fn span_of(&self, row: u64) -> Span {
        let place = self.spans.partition_point(|span| span.last < row);
        self.spans.get(place).copied().filter(|span| span.holds(row)).unwrap_or_else(|| Span::one(row))
    }

    fn keep(&mut self, tx: &mut Tx, act: &mut Act<'_>, made: Made) -> Outcome<()> {
        self.counts.note(made.entity, made.did);
        if made.did == Did::New {
            self.entered.push(EnteredKey { entity: made.entity, key: made.key.clone() });
        }
        let Some((ref_made, former_hash)) = self.settle_ref(tx, act, &made)? else { return Ok(()) };
        let Some(run_id) = self.run else { return Ok(()) };
        // A chain that begins with this thing has its first event now; others are asked.
        let own_chain = made.did == Did::New && made.chain == made.id;
        let chain_seq = if own_chain { 1 } else { log::head(tx, made.chain)?.seq };
        let place = self.place + i64::try_from(self.rows.len()).unwrap_or(0);
        let (former, former_personal) = match made.subject {
            Some(_) => (None, made.former),
            None => (made.former, None),
        };
        self.rows.push(ImportRow {
            id: act.new_id(),
            run_id,
            place,
            entity: made.entity,
            entity_id: made.id,
            source_key: made.key,
            created: made.did == Did::New,
            ref_made,
            row_hash: made.row_hash,
            chain: made.chain,
            chain_seq,
            subject_id: made.subject,
            former,
            former_personal,
            former_hash,
            version: 1,
        });
        Ok(())
    }

    /// The key under which the thing is found again, with the hash of its content: whether the run gave it the key, and
    /// the hash before. None when nothing changed.
    fn settle_ref(
        &mut self,
        tx: &mut Tx,
        act: &Act<'_>,
        made: &Made,
    ) -> Outcome<Option<(bool, Option<String>)>> {
        let place = (made.entity, made.key.clone());
        match self.refs.get_mut(&place) {
            Some(known) if made.hash == known.content_hash => Ok(None),
            Some(known) => {
                let former = std::mem::replace(&mut known.content_hash, made.hash.clone());
                tx.update(known)?;
                Ok(Some((false, Some(former))))
            }
            None => {
                let new = ExternalRef {
                    id: act.new_id(),
                    source: self.source.clone(),
                    entity: made.entity,
                    source_key: made.key.clone(),
                    entity_id: made.id,
                    content_hash: made.hash.clone(),
                    version: 1,
                };
                self.new_refs.push(new.clone());
                self.refs.insert(place, new);
                Ok(Some((true, None)))
            }
        }
    }

    fn known(&self, entity: Entity, key: &str) -> Option<&ExternalRef> {
        self.refs.get(&(entity, key.to_owned()))
    }

    /// The customer of a source's key, whom the reader may see and who is not archived.
    fn customer(&mut self, tx: &mut Tx, act: &Act<'_>, code: &str) -> Outcome<CustomerRow> {
        let unknown = || Refusal::field("/account_code", "import.account_unknown").with("code", code);
        let id = self.known(Entity::Account, code).map(|known| known.entity_id).ok_or_else(unknown)?;
        self.sight_of(tx, act, id)?.ok_or_else(unknown)
    }

    /// A customer whom the reader may see and who is in use, asked for once in a chunk.
    fn sight_of(&mut self, tx: &mut Tx, act: &Act<'_>, id: Uuid) -> Outcome<Option<CustomerRow>> {
        if let Some(found) = self.customers.get(&id) {
            return Ok(found.clone());
        }
        let found = seen(tx, act, id)?;
        self.customers.insert(id, found.clone());
        Ok(found)
    }

    fn territory(&mut self, tx: &mut Tx, name: Option<&str>) -> Outcome<Option<TerritoryId>> {
        let Some(name) = name else { return Ok(None) };
        if self.territories.is_none() {
            let list = record::territories(tx)?;
            self.territories = Some(list.into_iter().map(|row| (search::fold(&row.name), row.id)).collect());
        }
        let found = self.territories.as_ref().and_then(|known| known.get(&search::fold(name)).copied());
        found.map(Some).ok_or_else(|| Refusal::field("/territory", "field.unknown_reference"))
    }

    fn colleague(
        &mut self,
        tx: &mut Tx,
        pointer: &'static str,
        email: Option<&str>,
    ) -> Outcome<Option<PersonId>> {
        let Some(email) = email else { return Ok(None) };
        if self.colleagues.is_none() {
            let list = record::colleagues(tx)?;
            let known =
                list.into_iter().filter_map(|row| Some((search::fold(&row.email?), row.id))).collect();
            self.colleagues = Some(known);
        }
        let found =
            self.colleagues.as_ref().and_then(|known| known.get(&search::fold(email.trim())).copied());
        found.map(Some).ok_or_else(|| Refusal::field(pointer, "field.unknown_reference"))
    }
}

/// The database failed: no refusal of a thing, but the end of the chunk.
fn is_failure(refusal: &Refusal) -> bool {
    matches!(refusal.status, Status::Defect | Status::Unavailable | Status::Full)
}

/// A customer whom the reader may see and who is in use; merges are followed.
pub(crate) fn seen(tx: &mut Tx, act: &Act<'_>, id: Uuid) -> Outcome<Option<CustomerRow>> {
    let row = match customer::load(tx, id) {
        Err(refusal) if refusal.status == Status::Absent => return Ok(None),
        other => other?,
    };
    let sight = CustomerSharing.sight(tx, act, row.id.into())?;
    let open = matches!(sight, Sight::Open | Sight::ByReason(_));
    Ok(Some(row).filter(|row| open && row.state == customer::CustomerState::Active))
}

/// Refuses one who lacks a further permission: an import is no way round it.
pub(crate) fn need(act: &Act<'_>, permission: Permission) -> Outcome<()> {
    if act.principal.may(permission) {
        Ok(())
    } else {
        Err(Refusal::forbidden("permission").with("permission", permission.word()))
    }
}

/// A refusal as faults of a row, in the reader's language.
pub(crate) fn faults(act: &Act<'_>, row: u64, refusal: &Refusal) -> Vec<Fault> {
    let tongue = act.tongue();
    let one = |field: String, rule: &'static str, facts: &[(&'static str, accord_kernel::Fact)]| Fault {
        row,
        column: String::new(),
        field,
        value: String::new(),
        rule: rule.to_owned(),
        text: tongue.say_with(&Refusal::message(rule), facts),
        refused: None,
    };
    if refusal.fields.is_empty() {
        return vec![one(String::new(), refusal.rule, &refusal.facts)];
    }
    let named = |pointer: &str| pointer.rsplit('/').next().unwrap_or_default().to_owned();
    refusal.fields.iter().map(|field| one(named(&field.pointer), field.rule, &field.facts)).collect()
}

/// A structured value as it stands in the book.
fn stored<T: serde::Serialize>(value: &T) -> Outcome<Option<String>> {
    serde_json::to_string(value).map(Some).map_err(|error| Refusal::defect(error.to_string()))
}
