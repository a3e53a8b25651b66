//! Orders with what they need: a customer and products that are not known yet are entered first, when the file says
//! enough of them.

use accord_kernel::{Act, Currency, Outcome, Permission, Refusal};
use accord_room_catalog::{self as catalog, Product, ProductId, ProductKind, rules};
use accord_room_customer::{SiteId, Stage};
use accord_room_order::{self as order, ImportedLine, ImportedOrder, import_order, rules::price::LineKind};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Made, Place, Writer, need, products, sites};
use crate::{
    draft::{AccountDraft, Content, LineDraft, OrderDraft},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

impl Writer {
    /// Writes one order; what it needs is entered before, each by itself.
    pub(super) fn order(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &OrderDraft) -> Outcome<()> {
        let hash = draft.hash();
        if let Some(known) = self.known(Entity::Order, &draft.number) {
            if known.content_hash == hash {
                self.counts.note(Entity::Order, Did::Same);
                return Ok(());
            }
            let differs =
                Refusal::field("/order_number", "import.order_differs").with("number", draft.number.as_str());
            return self.refuse(act, Entity::Order, whole(draft), differs);
        }
        let mut ready = true;
        if self.known(Entity::Account, &draft.account_code).is_none() {
            let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
                let name = draft.account_name.as_deref();
                own.account_needed(tx, act, draft.row, (&draft.account_code, name), Some(draft.currency))
            };
            ready =
                self.try_one(tx, act, Entity::Account, Place { row: draft.row, rows: 0 }, work)?.is_some();
        }
        for line in &draft.lines {
            let Some(code) = line.product_code.as_deref() else { continue };
            if ready && self.known(Entity::Product, code).is_none() {
                let work = |_: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
                    let new = (line.product_name.as_deref(), line.product_kind, line.product_unit.as_deref());
                    Self::product_needed(tx, act, code, new)
                };
                ready =
                    self.try_one(tx, act, Entity::Product, Place { row: line.row, rows: 0 }, work)?.is_some();
            }
        }
        if !ready {
            // The reason stands with what could not be entered.
            self.counts.note(Entity::Order, Did::Refused);
            self.counts.rows_refused += whole(draft).rows;
            return Ok(());
        }
        self.try_order(tx, act, draft, hash)
    }

    fn try_order(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &OrderDraft, hash: String) -> Outcome<()> {
        let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
            let new = own.imported(tx, act, draft)?;
            let id = import_order(tx, act, &new)?;
            Ok(Made {
                entity: Entity::Order,
                id: id.into(),
                key: draft.number.clone(),
                hash,
                row_hash: row_hash(&order::find(tx, id)?),
                chain: new.customer.into(),
                subject: None,
                former: None,
                did: Did::New,
            })
        };
        let Some(id) = self.try_one(tx, act, Entity::Order, whole(draft), work)? else { return Ok(()) };
        let lines = order::lines(tx, id.into())?;
        self.counts.lines += lines.len() as u64;
        self.counts.cancelling_orders +=
            u64::from(lines.iter().all(|line| line.kind == LineKind::Cancellation));
        self.counts.zero_price_lines += lines.iter().filter(|line| line.unit_price_e4 == 0).count() as u64;
        for line in &lines {
            self.counts.sum(line.currency, line.kind == LineKind::Cancellation, line.net_minor);
        }
        Ok(())
    }

    /// A customer by its key and name, entered since it is not known yet.
    pub(super) fn account_needed(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        row: u64,
        (code, name): (&str, Option<&str>),
        currency: Option<Currency>,
    ) -> Outcome<Made> {
        let name =
            name.ok_or_else(|| Refusal::field("/account_code", "import.account_unknown").with("code", code))?;
        need(act, Permission::CustomerWrite)?;
        let account = AccountDraft {
            row,
            code: code.to_owned(),
            name: name.to_owned(),
            legal_id: None,
            territory: None,
            currency,
            language: None,
            stage: Some(Stage::Use),
            sales_owner: None,
            service_owner: None,
        };
        let row = self.enter_account(tx, act, &account)?;
        Ok(Made {
            entity: Entity::Account,
            id: row.id.into(),
            key: code.to_owned(),
            // A file of accounts says more; whatever it says is new.
            hash: String::new(),
            row_hash: row_hash(&row),
            chain: row.id.into(),
            subject: None,
            former: None,
            did: Did::New,
        })
    }

    /// A product by its code, entered by name, kind and unit when nobody did yet.
    pub(super) fn product_needed(
        tx: &mut Tx,
        act: &mut Act<'_>,
        code: &str,
        (name, kind, unit): (Option<&str>, Option<ProductKind>, Option<&str>),
    ) -> Outcome<Made> {
        let kept = rules::code(code).ok_or_else(|| Refusal::field("/product_code", "product.code"))?;
        if let Some(row) = catalog::find_by_code(tx, &kept)? {
            return Ok(products::made(&row, code.to_owned(), String::new(), None, Did::Same));
        }
        let unknown = || Refusal::field("/product_code", "import.product_unknown").with("code", code);
        let name = name.ok_or_else(unknown)?;
        need(act, Permission::CatalogManage)?;
        let fields = ("/product_kind", "/product_unit");
        let new = products::new_product(code, name, kind, unit, fields)?;
        let (id, _) = catalog::import_product(tx, act, &new, None)?;
        let row = catalog::find(tx, id)?.ok_or_else(Refusal::absent)?;
        Ok(products::made(&row, code.to_owned(), String::new(), None, Did::New))
    }

    fn imported(&mut self, tx: &mut Tx, act: &Act<'_>, draft: &OrderDraft) -> Outcome<ImportedOrder> {
        let customer = self.customer(tx, act, &draft.account_code)?;
        let (ordered_on, received_at) = when(draft, &act.zone())?;
        let today = act.zone().to_datetime(act.now).date();
        if ordered_on > today || received_at > act.now {
            return Err(Refusal::field("/ordered_on", "import.in_future"));
        }
        let ids: Vec<ProductId> = draft.lines.iter().filter_map(|line| self.product_id(line)).collect();
        let products = catalog::find_all(tx, &ids)?;
        let lines = draft.lines.iter().map(|line| {
            let product = self.product_id(line).and_then(|id| products.get(&id));
            imported_line(line, product)
        });
        let lines = lines.collect::<Outcome<Vec<_>>>()?;
        Ok(ImportedOrder {
            number: None,
            customer: customer.id,
            site: self.site_for(draft)?,
            contact: None,
            ordered_on,
            received_at: Some(received_at),
            customer_reference: Some(
                draft.customer_reference.clone().unwrap_or_else(|| draft.number.clone()),
            ),
            currency: Some(draft.currency),
            lines,
        })
    }

    fn product_id(&self, line: &LineDraft) -> Option<ProductId> {
        Some(self.known(Entity::Product, line.product_code.as_deref()?)?.entity_id.into())
    }

    fn site_for(&self, draft: &OrderDraft) -> Outcome<Option<SiteId>> {
        let Some(name) = &draft.site else { return Ok(None) };
        let key = sites::key(&draft.account_code, name);
        let known = self.known(Entity::Site, &key);
        let unknown = || Refusal::field("/site", "import.site_unknown").with("name", name.as_str());
        Ok(Some(known.ok_or_else(unknown)?.entity_id.into()))
    }
}

fn imported_line(line: &LineDraft, product: Option<&Product>) -> Outcome<ImportedLine> {
    let description = line.description.clone().or_else(|| product.map(|product| product.name.clone()));
    let kind = match (line.cancels, product) {
        (true, _) => LineKind::Cancellation,
        (false, Some(product)) if product.kind != ProductKind::Service => LineKind::Goods,
        (false, _) => LineKind::Charge,
    };
    Ok(ImportedLine {
        kind,
        cancels: None,
        product: product.map(|product| product.id),
        description: description.ok_or_else(|| Refusal::field("/description", "field.required"))?,
        quantity: line.quantity,
        unit_price: line.unit_price,
        required_on: line.required_on.filter(|_| kind == LineKind::Goods),
        shipped_on: line.shipped_on.filter(|_| kind == LineKind::Goods),
    })
}

fn whole(draft: &OrderDraft) -> Place {
    Place { row: draft.row, rows: draft.lines.len() as u64 }
}

/// Day and instant of an order: both as they are given, else each from the other by the company's zone.
fn when(draft: &OrderDraft, zone: &TimeZone) -> Outcome<(Date, Timestamp)> {
    let start = |day: Date| day.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    match (draft.ordered_on, draft.ordered_at) {
        (Some(day), Some(at)) => Ok((day, at)),
        (None, Some(at)) => Ok((zone.to_datetime(at).date(), at)),
        (Some(day), None) => {
            start(day).map(|at| (day, at)).ok_or_else(|| Refusal::field("/ordered_on", "order.date_range"))
        }
        (None, None) => Err(Refusal::field("/ordered_on", "field.required")),
    }
}
