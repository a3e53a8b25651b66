//! Takes a run back: what it entered goes, what it changed becomes what it was. Nothing of it is touched when somebody
//! has worked with a single one of the things since.

use std::collections::HashMap;

use accord_kernel::{Act, Emit, Fact, Outcome, Refusal};
use accord_room_asset::{self as asset, Asset, Outage};
use accord_room_case::{CaseRow, take_back_case};
use accord_room_catalog::{self as catalog, Product};
use accord_room_customer::{self as customer, ContactRow, CustomerRow, MemberRow, SiteRow};
use accord_room_order::{Order, take_back_import};
use accord_room_pipeline::{self as pipeline, Opportunity, Seller};
use accord_store::{Error, Record, Tx, log, search};
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use super::{accounts, contacts, opportunities, products, sites};
use crate::{
    id::Entity,
    record::{self, ImportRow, ImportRun, lives, row_hash},
};

/// Name of the event.
pub(crate) const TAKE_BACK: &str = "intake.take_back";
/// Things named in a refusal.
const NAMED_MAX: usize = 20;
/// Later events of a chain that are looked through; more are taken as touched.
const LATER_MAX: usize = 20_000;
/// Events read at a time.
const LATER_PAGE: i64 = 1_000;

/// What stands in the chains after the run's own last event, each chain read once.
struct Later {
    /// Place of the run's last event in each chain.
    last: HashMap<Uuid, i64>,
    /// The later events; none when there are too many.
    known: HashMap<Uuid, Option<Vec<log::Event>>>,
}

impl Later {
    fn of(&mut self, tx: &mut Tx, chain: Uuid) -> Outcome<Option<&[log::Event]>> {
        if !self.known.contains_key(&chain) {
            let last = self.last.get(&chain).copied().unwrap_or(0);
            let events = Self::read(tx, chain, last)?;
            self.known.insert(chain, events);
        }
        Ok(self.known.get(&chain).and_then(Option::as_deref))
    }

    fn read(tx: &mut Tx, chain: Uuid, last: i64) -> Outcome<Option<Vec<log::Event>>> {
        let mut found: Vec<log::Event> = Vec::new();
        if log::head(tx, chain)?.seq <= last {
            return Ok(Some(found));
        }
        let mut before = None;
        loop {
            let slice = log::Slice { before, limit: LATER_PAGE, ..log::Slice::default() };
            let page = log::read(tx, chain, &slice)?;
            before = page.last().map(|event| event.seq);
            found.extend(page.into_iter().filter(|event| event.seq > last));
            if before.is_none_or(|before| before <= last + 1) {
                return Ok(Some(found));
            }
            if found.len() > LATER_MAX {
                return Ok(None);
            }
        }
    }
}

/// Takes everything of a run back.
pub(crate) fn take_back(tx: &mut Tx, act: &mut Act<'_>, run: &ImportRun) -> Outcome<u64> {
    let rows = record::rows_of(tx, run.id)?;
    let chains: Vec<Uuid> = rows.iter().map(|row| row.chain).collect();
    log::lock(tx, &chains)?;
    let mut last: HashMap<Uuid, i64> = HashMap::new();
    for row in &rows {
        let seq = last.entry(row.chain).or_default();
        *seq = (*seq).max(row.chain_seq);
    }
    let mut named = Vec::new();
    let mut later = Later { last, known: HashMap::new() };
    for row in &rows {
        if touched(tx, act, row, &mut later)? {
            named.push(row);
        }
    }
    if !named.is_empty() {
        return Err(refusal(&named));
    }
    for row in &rows {
        one(tx, act, run, row)?;
    }
    Ok(rows.len() as u64)
}

fn refusal(named: &[&ImportRow]) -> Refusal {
    let first: Vec<&str> = named.iter().take(NAMED_MAX).map(|row| row.source_key.as_str()).collect();
    let detail: Vec<_> = named
        .iter()
        .take(NAMED_MAX)
        .map(|row| json!({ "entity": row.entity, "id": row.entity_id, "key": row.source_key }))
        .collect();
    Refusal::conflict("import.touched")
        .with("count", named.len())
        .with("names", Fact::List(first.iter().map(|name| Fact::Text(name.replace('\n', " / "))).collect()))
        .detail(json!({ "touched": detail }))
}

/// Whether somebody worked with the thing since.
fn touched(tx: &mut Tx, act: &Act<'_>, row: &ImportRow, later: &mut Later) -> Outcome<bool> {
    if !row.created && former_text(row).is_none() {
        return Ok(false);
    }
    let now = match row.entity {
        Entity::Account => hash_of::<CustomerRow>(tx, row)?,
        Entity::Site => hash_of::<SiteRow>(tx, row)?,
        Entity::Contact => hash_of::<ContactRow>(tx, row)?,
        Entity::Product => hash_of::<Product>(tx, row)?,
        Entity::Order => hash_of::<Order>(tx, row)?,
        Entity::Seller => hash_of::<Seller>(tx, row)?,
        Entity::Opportunity => hash_of::<Opportunity>(tx, row)?,
        Entity::Asset => hash_of::<Asset>(tx, row)?,
        Entity::Outage => hash_of::<Outage>(tx, row)?,
        Entity::Case => hash_of::<CaseRow>(tx, row)?,
    };
    if now.as_ref() != Some(&row.row_hash) {
        return Ok(true);
    }
    Ok(row.created && spoken_of(tx, act, row, later)?)
}

fn hash_of<R: Record>(tx: &mut Tx, row: &ImportRow) -> Outcome<Option<String>> {
    Ok(tx.get::<R>(row.entity_id)?.map(|found| row_hash(&found)))
}

/// Whether something stands in the log about the thing since, and is not taken back itself. Where the chain is the
/// thing's own, every event is about it; what merely followed from an event of the run is of the run.
fn spoken_of(tx: &mut Tx, act: &Act<'_>, row: &ImportRow, later: &mut Later) -> Outcome<bool> {
    let own_chain = row.chain == row.entity_id;
    let id = row.entity_id.to_string();
    let about = |event: &&log::Event| own_chain || event.body.contains(&id);
    let Some(events) = later.of(tx, row.chain)? else { return Ok(true) };
    for event in events.iter().filter(|event| event.header.cause.is_none()).filter(about) {
        if stands(tx, act, row, event)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether anything that an event wrote is still there, the thing itself aside; an event that only says something
/// stands for ever.
fn stands(tx: &mut Tx, act: &Act<'_>, row: &ImportRow, event: &log::Event) -> Outcome<bool> {
    let images = log::stored_images(tx, &event.body)?;
    for image in &images {
        let table = act.registry().recorded().iter().find(|table| table.name == image.table);
        if image.key != row.entity_id
            && let Some(table) = table
            && lives(tx, table, image.key)?
        {
            return Ok(true);
        }
    }
    Ok(images.is_empty())
}

/// What the thing was before.
fn former_text(row: &ImportRow) -> Option<&str> {
    row.former.as_deref().or(row.former_personal.as_deref())
}

fn one(tx: &mut Tx, act: &mut Act<'_>, run: &ImportRun, row: &ImportRow) -> Outcome<()> {
    if row.created && row.entity == Entity::Order {
        take_back_import(tx, act, row.entity_id.into()).map_err(|refusal| standing(refusal, row))?;
    } else if row.created && row.entity == Entity::Opportunity {
        let gone = pipeline::take_back_opportunity(tx, act, row.entity_id.into());
        gone.map_err(|refusal| standing(refusal, row))?;
    } else if row.created && row.entity == Entity::Case {
        take_back_case(tx, act, row.entity_id.into()).map_err(|refusal| standing(refusal, row))?;
    } else if row.created && row.entity == Entity::Seller {
        let gone = pipeline::take_back_seller(tx, act, row.entity_id.into());
        gone.map_err(|refusal| standing(refusal, row))?;
    } else if row.created {
        let customer = (row.entity != Entity::Product).then_some(row.chain);
        let chains = if customer.is_none() { vec![row.chain] } else { Vec::new() };
        let emit = Emit { name: TAKE_BACK, customer, chains };
        act.within(tx, emit, |tx, act| {
            act.fact("import", run.id);
            act.fact("entity", row.entity);
            remove(tx, row).map_err(|refusal| standing(refusal, row))
        })?;
    } else if former_text(row).is_some() {
        restore(tx, act, row)?;
    }
    settle_ref(tx, run, row)?;
    Ok(tx.remove(row)?)
}

/// A thing that cannot go because something stands on it (the store's foreign key) is a touched one.
fn standing(refusal: Refusal, row: &ImportRow) -> Refusal {
    if matches!(
        refusal.rule,
        "absent" | "order.touched" | "pipeline.touched" | "asset.touched" | "case.touched" | "promise.ended"
    ) {
        self::refusal(&[row])
    } else {
        refusal
    }
}

/// A row that something else stands on cannot go; the store says so by its foreign key.
fn gone<R: Record>(tx: &mut Tx, row: &R) -> Outcome<()> {
    match tx.remove(row) {
        Err(Error::Stale { .. }) => Err(Refusal::absent()),
        other => Ok(other?),
    }
}

fn found<R: Record>(tx: &mut Tx, id: Uuid) -> Outcome<R> {
    tx.get::<R>(id)?.ok_or_else(Refusal::absent)
}

fn remove(tx: &mut Tx, row: &ImportRow) -> Outcome<()> {
    let id = row.entity_id;
    search::remove(tx, search_kind(row.entity), id)?;
    match row.entity {
        Entity::Account => {
            let account: CustomerRow = found(tx, id)?;
            for member in customer::members(tx, account.id)? {
                gone::<MemberRow>(tx, &member)?;
            }
            gone(tx, &account)
        }
        Entity::Site => {
            let site: SiteRow = found(tx, id)?;
            gone(tx, &site)?;
            customer::reindex(tx, site.customer_id)
        }
        Entity::Contact => {
            let contact: ContactRow = found(tx, id)?;
            gone(tx, &contact)
        }
        Entity::Product => {
            let product: Product = found(tx, id)?;
            for step in catalog::record::lead_times(tx, product.id)? {
                gone(tx, &step)?;
            }
            gone(tx, &product)
        }
        Entity::Asset => asset::take_back_asset(tx, id.into()),
        Entity::Outage => asset::take_back_outage(tx, id.into()),
        // Their rooms take their own back.
        Entity::Order | Entity::Opportunity | Entity::Seller | Entity::Case => Ok(()),
    }
}

fn search_kind(entity: Entity) -> &'static str {
    match entity {
        Entity::Account => "customer",
        Entity::Case => "service_case",
        other => other.word(),
    }
}

fn former<T: DeserializeOwned>(row: &ImportRow) -> Outcome<T> {
    serde_json::from_str(former_text(row).unwrap_or_default())
        .map_err(|error| Refusal::defect(format!("import_row {}: {error}", row.id)))
}

fn restore(tx: &mut Tx, act: &mut Act<'_>, row: &ImportRow) -> Outcome<()> {
    let id = row.entity_id;
    match row.entity {
        Entity::Account => {
            let now: CustomerRow = found(tx, id)?;
            accounts::change(tx, act, &now, former(row)?)
        }
        Entity::Site => {
            let now: SiteRow = found(tx, id)?;
            sites::change(tx, act, &now, former(row)?)
        }
        Entity::Contact => {
            let now: ContactRow = found(tx, id)?;
            contacts::change(tx, act, &now, former(row)?)
        }
        Entity::Product => {
            let product: Product = found(tx, id)?;
            let before: products::Former = former(row)?;
            let emit = Emit { name: TAKE_BACK, customer: None, chains: vec![row.chain] };
            act.within(tx, emit, |tx, _| {
                for step in catalog::record::lead_times(tx, product.id)? {
                    if !before.lead_times.contains(&step.id) {
                        gone(tx, &step)?;
                    }
                }
                Ok(())
            })?;
            products::change(tx, act, &product, before.product)
        }
        Entity::Asset => asset::change_import(tx, act, id.into(), &former(row)?).map(drop),
        Entity::Seller => {
            let before: opportunities::FormerSeller = former(row)?;
            opportunities::restore_seller(tx, act, before)
        }
        Entity::Order | Entity::Outage | Entity::Opportunity | Entity::Case => Ok(()),
    }
}

/// The source's key goes with the thing, or says again what it said before.
fn settle_ref(tx: &mut Tx, run: &ImportRun, row: &ImportRow) -> Outcome<()> {
    let Some(mut known) = record::ref_of(tx, &run.source, row.entity, &row.source_key)? else {
        return Ok(());
    };
    if row.ref_made {
        return Ok(tx.remove(&known)?);
    }
    if let Some(hash) = &row.former_hash {
        known.content_hash.clone_from(hash);
        tx.update(&mut known)?;
    }
    Ok(())
}
