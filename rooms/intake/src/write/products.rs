//! Products. A product is known by its code, whoever entered it.

use accord_kernel::{Act, Action, Emit, Outcome, Refusal};
use accord_room_catalog::{
    self as catalog, DayCount, LeadTimeId, Product, ProductKind,
    actions::{ChangeProduct, GivenLeadTime, NewProduct},
    rules,
};
use accord_store::Tx;
use serde::{Deserialize, Serialize};

use super::{Made, Writer, stored};
use crate::{
    draft::{Content, ProductDraft},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

/// What a product was before an import changed it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Former {
    pub product: NewProduct,
    pub lead_times: Vec<LeadTimeId>,
}

impl Former {
    fn of(tx: &mut Tx, row: &Product) -> Outcome<Self> {
        let lead_times = catalog::record::lead_times(tx, row.id)?.iter().map(|step| step.id).collect();
        Ok(Self { product: described(row), lead_times })
    }
}

/// What is said of a product now.
fn described(row: &Product) -> NewProduct {
    NewProduct {
        code: row.code.clone(),
        name: row.name.clone(),
        kind: row.kind,
        unit: row.unit.clone(),
        by_slots: row.by_slots,
        plant_calendar: row.plant_calendar_id,
        installation: row.installation.0.clone(),
        transport_days: row.transport_days,
        transport_count: Some(if row.transport_working { DayCount::Working } else { DayCount::Calendar }),
        price: row.price(),
    }
}

/// Changes a product as an event of its own.
pub(super) fn change(tx: &mut Tx, act: &mut Act<'_>, row: &Product, to: NewProduct) -> Outcome<()> {
    let emit = Emit { name: ChangeProduct::NAME, customer: None, chains: vec![row.id.into()] };
    let change = ChangeProduct { id: row.id, version: row.version, product: to };
    act.within(tx, emit, |tx, act| change.perform(tx, act)).map(drop)
}

/// A product to be entered, or the reason why it cannot be.
pub(super) fn new_product(
    code: &str,
    name: &str,
    kind: Option<ProductKind>,
    unit: Option<&str>,
    fields: (&'static str, &'static str),
) -> Outcome<NewProduct> {
    let kind = kind.ok_or_else(|| Refusal::field(fields.0, "import.new_needs"))?;
    let unit = unit.ok_or_else(|| Refusal::field(fields.1, "import.new_needs"))?;
    Ok(NewProduct {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        unit: unit.to_owned(),
        by_slots: false,
        plant_calendar: None,
        installation: Vec::new(),
        transport_days: 0,
        transport_count: None,
        price: None,
    })
}

impl Writer {
    pub(super) fn product(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &ProductDraft) -> Outcome<Made> {
        let hash = draft.hash();
        let code = rules::code(&draft.code).ok_or_else(|| Refusal::field("/code", "product.code"))?;
        let row = match self.known(Entity::Product, &draft.code).cloned() {
            Some(known) => {
                catalog::find(tx, known.entity_id.into())?.map(|row| (row, known.content_hash == hash))
            }
            None => catalog::find_by_code(tx, &code)?.map(|row| (row, false)),
        };
        match row {
            None => self.enter_product(tx, act, draft, hash),
            Some((row, true)) => Ok(made(&row, draft.code.clone(), hash, None, Did::Same)),
            Some((row, false)) => Self::change_product(tx, act, draft, hash, &row),
        }
    }

    fn enter_product(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &ProductDraft,
        hash: String,
    ) -> Outcome<Made> {
        let mut new =
            new_product(&draft.code, &draft.name, draft.kind, draft.unit.as_deref(), ("/kind", "/unit"))?;
        say(&mut new, draft);
        let lead = lead_of(act, draft);
        let (id, _) = catalog::import_product(tx, act, &new, lead)?;
        let row = catalog::find(tx, id)?.ok_or_else(Refusal::absent)?;
        Ok(made(&row, draft.code.clone(), hash, None, Did::New))
    }

    fn change_product(
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &ProductDraft,
        hash: String,
        row: &Product,
    ) -> Outcome<Made> {
        let former = Former::of(tx, row)?;
        let mut to = described(row);
        to.name = draft.name.clone();
        to.kind = draft.kind.unwrap_or(row.kind);
        if let Some(unit) = &draft.unit {
            to.unit = unit.clone();
        }
        say(&mut to, draft);
        let lead = new_lead(tx, act, draft, row)?;
        if lead.is_none() && stored(&former.product)? == stored(&to)? {
            return Ok(made(row, draft.code.clone(), hash, None, Did::Same));
        }
        catalog::import_product(tx, act, &to, lead)?;
        let now = catalog::find(tx, row.id)?.ok_or_else(Refusal::absent)?;
        Ok(made(&now, draft.code.clone(), hash, stored(&former)?, Did::Changed))
    }
}

fn say(new: &mut NewProduct, draft: &ProductDraft) {
    if let Some(days) = draft.transport_days {
        new.transport_days = days;
    }
    if draft.price.is_some() {
        new.price = draft.price;
    }
}

fn lead_of(act: &Act<'_>, draft: &ProductDraft) -> Option<GivenLeadTime> {
    let today = act.zone().to_datetime(act.now).date();
    let from = draft.lead_time_from.unwrap_or(today);
    draft.lead_time_days.map(|days| GivenLeadTime { days, count: draft.lead_time_count, from })
}

/// The lead time of a known product, when it is not the one in force already.
fn new_lead(
    tx: &mut Tx,
    act: &Act<'_>,
    draft: &ProductDraft,
    row: &Product,
) -> Outcome<Option<GivenLeadTime>> {
    let Some(lead) = lead_of(act, draft) else { return Ok(None) };
    let history: Vec<_> =
        catalog::record::lead_times(tx, row.id)?.iter().map(catalog::LeadTime::effective).collect();
    let wanted = rules::span(lead.days, lead.count.unwrap_or(DayCount::Calendar)).ok();
    let in_force = rules::in_force(&history, lead.from);
    Ok(Some(lead).filter(|_| wanted.is_none() || in_force != wanted))
}

pub(super) fn made(row: &Product, key: String, hash: String, former: Option<String>, did: Did) -> Made {
    Made {
        entity: Entity::Product,
        id: row.id.into(),
        key,
        hash,
        row_hash: row_hash(row),
        chain: row.id.into(),
        subject: None,
        former,
        did,
    }
}
