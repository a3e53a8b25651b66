//! From the rows of a file to drafts: pure but for the file itself, which streams.
//!
//! What has several rows (orders, incidents) is read twice. The first time everything is looked at that only the whole
//! file tells: names of one product that disagree, orders whose rows stand in two places. The second time drafts are made.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, Cursor, Read, Seek},
    path::PathBuf,
    sync::Arc,
};

use accord_kernel::{Currency, Fact, Language, Money, Outcome, Refusal, Registry, Tongue};
use accord_room_catalog::{DayCount, ProductKind};
use accord_room_customer::Stage;
use accord_room_pipeline::{Kind, OpportunityState};
use accord_tabular::{
    FieldValue, Limits, Mapping, ReadError, Record, RowErrors, Table, TabularError,
    group::{Agreement, Document, Key, consecutive},
    read,
};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use crate::{
    draft::{
        AccountDraft, AssetDraft, ContactDraft, Drafts, LineDraft, OpportunityDraft, OrderDraft, OutageDraft,
        ProductDraft, SellerDraft, SiteDraft,
    },
    filing::store,
    id::ImportKind,
    outcome::{Fault, Several, Span},
    read_incident::incident,
    targets::{INCIDENT_HEADER, ORDER_HEADER, target},
    words::{column_of, fault, row_faults},
};

/// What the whole of a file tells before anything is written.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Keys with several values where one was to be expected.
    pub several: Vec<Several>,
    /// Product codes and account keys whose names disagree: their code stands for the name.
    unnamed: HashSet<(&'static str, String)>,
    /// Orders and incidents whose rows stand in two places.
    split: HashSet<String>,
}

/// Rows counted between two tellings of how far it is.
const TELL_EVERY: u64 = 1_000;

/// How many rows a file has below its header. A file that is cut off or damaged anywhere is refused here, before
/// anything of it is written.
pub(crate) fn count(
    origin: &Origin,
    mapping: &Mapping,
    told: &mut dyn FnMut(u64) -> Result<(), Refusal>,
) -> Result<u64, Stop<Refusal>> {
    let mut table = open(origin, mapping)?;
    let mut rows = table.rows()?;
    let mut counted = 0_u64;
    while rows.next_row()?.is_some() {
        counted += 1;
        if counted.is_multiple_of(TELL_EVERY) {
            told(counted).map_err(Stop::Caller)?;
        }
    }
    Ok(counted)
}

/// One thing of a file, or what is wrong with it.
pub(crate) enum Item {
    /// A thing; how many rows it has, and what of it could not be understood and stays in the words of the file.
    Draft(Box<Drafts>, u64, Vec<Fault>),
    /// Refused rows, and why.
    Refused(Vec<Fault>, u64),
}

/// Why reading stopped.
pub(crate) enum Stop<E> {
    /// The file.
    File(TabularError),
    /// The caller.
    Caller(E),
}

impl<E> From<TabularError> for Stop<E> {
    fn from(error: TabularError) -> Self {
        Self::File(error)
    }
}

/// Where a file's bytes are.
pub(crate) enum Origin {
    /// On a disk.
    Path(PathBuf),
    /// In memory: a file out of the store, bounded there.
    Bytes(Arc<[u8]>),
}

/// What a table can be read from.
pub(crate) trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

impl Origin {
    /// A file out of the store of this installation.
    ///
    /// # Errors
    /// `import.let_go` for one whose bytes were let go; what the store refuses.
    pub(crate) fn stored(registry: &Registry, sha256: &str) -> Outcome<Self> {
        if sha256.is_empty() {
            return Err(Refusal::conflict("import.let_go"));
        }
        Ok(match store(registry)?.path(sha256)? {
            Some(path) => Self::Path(path),
            None => Self::Bytes(store(registry)?.bytes(sha256)?.into()),
        })
    }

    /// The bytes from the beginning.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Bytes>> {
        Ok(match self {
            Self::Path(path) => Box::new(File::open(path)?),
            Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

pub(crate) fn open(origin: &Origin, mapping: &Mapping) -> Result<Table<Box<dyn Bytes>>, TabularError> {
    let file = origin.open().map_err(TabularError::Io)?;
    Table::open(file, &mapping.source, Limits::default())
}

/// Whether the mapping fits the file, without reading its rows.
pub(crate) fn check(origin: &Origin, kind: ImportKind, mapping: &Mapping) -> Result<(), TabularError> {
    let mut table = open(origin, mapping)?;
    read(&mut table, mapping, &target(kind)).map(drop)
}

/// The field that tells the documents of a file apart, and those that all rows of one must say alike; none where each
/// row is a thing of its own.
fn document_of(kind: ImportKind) -> Option<(&'static str, &'static [&'static str])> {
    match kind {
        ImportKind::OrderLines => Some(("order_number", &ORDER_HEADER)),
        ImportKind::Incidents => Some(("number", &INCIDENT_HEADER)),
        _ => None,
    }
}

/// Looks through a file of documents; other kinds need no survey.
pub(crate) fn survey(origin: &Origin, kind: ImportKind, mapping: &Mapping) -> Result<Survey, TabularError> {
    let mut survey = Survey::default();
    let Some((number, header)) = document_of(kind) else { return Ok(survey) };
    let mut table = open(origin, mapping)?;
    let mut names = [
        ("product_code", "product_name", Agreement::new(&["product_code"], &["product_name"])),
        ("account_code", "account_name", Agreement::new(&["account_code"], &["account_name"])),
    ];
    let records = read(&mut table, mapping, &target(kind))?.inspect(|record| {
        if let Ok(record) = record {
            for (key, _, agreement) in &mut names {
                if record.get(key).is_some() {
                    agreement.see(record);
                }
            }
        }
    });
    for document in consecutive(records, &[number], header) {
        match document {
            Ok(document) if document.split => {
                survey.split.insert(key_text(&document.key));
            }
            Ok(_) | Err(ReadError::Row(_)) => {}
            Err(ReadError::File(error)) => return Err(error),
        }
    }
    for (key, field, agreement) in names {
        survey.several_of(key, field, &agreement);
    }
    Ok(survey)
}

pub(crate) fn key_text(key: &Key) -> String {
    key.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" / ")
}

impl Survey {
    fn several_of(&mut self, key: &'static str, field: &str, agreement: &Agreement) {
        for disagreement in agreement.disagreements() {
            let code = key_text(&disagreement.key);
            let mut variants = disagreement.variants;
            variants.sort_by_key(|variant| std::cmp::Reverse(variant.rows));
            let shown =
                |value: &Option<FieldValue>| value.as_ref().map(ToString::to_string).unwrap_or_default();
            self.several.push(Several {
                key: code.clone(),
                field: field.to_owned(),
                values: variants.iter().map(|variant| shown(&variant.value)).collect(),
            });
            self.unnamed.insert((key, code));
        }
    }

    fn name(&self, key: &'static str, code: Option<&str>, said: Option<String>) -> Option<String> {
        match code {
            Some(code) if said.is_some() && self.unnamed.contains(&(key, code.to_owned())) => {
                Some(code.to_owned())
            }
            _ => said,
        }
    }
}

/// Streams the things of a file in its order.
pub(crate) fn drafts<E>(
    origin: &Origin,
    kind: ImportKind,
    mapping: &Mapping,
    survey: &Survey,
    tongue: &Tongue<'_>,
    take: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<(), Stop<E>> {
    let mut table = open(origin, mapping)?;
    let records = read(&mut table, mapping, &target(kind))?;
    let mut give = |item: Item, span: Span| take(named(item, span, mapping)).map_err(Stop::Caller);
    let wrong = |errors: &RowErrors, give: &mut dyn FnMut(Item, Span) -> Result<(), Stop<E>>| {
        give(Item::Refused(row_faults(tongue, errors), 1), Span::one(errors.row))
    };
    let Some((number, header)) = document_of(kind) else {
        for record in records {
            match record {
                Ok(record) => give(flat(kind, &record, tongue), Span::one(record.row))?,
                Err(ReadError::Row(errors)) => wrong(&errors, &mut give)?,
                Err(ReadError::File(error)) => return Err(error.into()),
            }
        }
        return Ok(());
    };
    for document in consecutive(records, &[number], header) {
        match document {
            Ok(document) if kind == ImportKind::Incidents => {
                let split = survey.split.contains(&key_text(&document.key));
                give(incident(&document, split, tongue), rows_of(&document))?;
            }
            Ok(document) => give(order(&document, survey, tongue), rows_of(&document))?,
            Err(ReadError::Row(errors)) => wrong(&errors, &mut give)?,
            Err(ReadError::File(error)) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The rows of a document, refused ones among them.
fn rows_of(document: &Document) -> Span {
    let rows =
        || document.lines.iter().map(|line| line.row).chain(document.refused.iter().map(|row| row.row));
    Span { first: rows().min().unwrap_or(0), last: rows().max().unwrap_or(0) }
}

/// Names the column of each fault that this room found by its field, and the rows that are refused by it.
fn named(item: Item, span: Span, mapping: &Mapping) -> Item {
    match item {
        Item::Refused(mut faults, rows) => {
            for fault in &mut faults {
                name_column(fault, mapping);
                fault.refused = Some(span);
            }
            Item::Refused(faults, rows)
        }
        Item::Draft(drafts, rows, mut said) => {
            said.iter_mut().for_each(|fault| name_column(fault, mapping));
            Item::Draft(drafts, rows, said)
        }
    }
}

/// Names the column of a fault by its field.
pub(crate) fn name_column(fault: &mut Fault, mapping: &Mapping) {
    if fault.column.is_empty()
        && let Some(column) = column_of(mapping, &fault.field)
    {
        column.clone_into(&mut fault.column);
    }
}

/// The fields of a record, taken out by name.
pub(crate) struct Fields<'r, 't> {
    record: &'r Record,
    tongue: &'t Tongue<'t>,
    faults: Vec<Fault>,
}

impl<'r, 't> Fields<'r, 't> {
    pub(crate) fn new(record: &'r Record, tongue: &'t Tongue<'t>) -> Self {
        Self { record, tongue, faults: Vec::new() }
    }
    pub(crate) fn text(&self, field: &str) -> Option<String> {
        let text = self.record.get(field)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
    pub(crate) fn must(&self, field: &str) -> String {
        self.text(field).unwrap_or_default()
    }
    pub(crate) fn number(&self, field: &str) -> Option<i64> {
        match self.record.get(field)? {
            FieldValue::Integer(number) => Some(*number),
            _ => None,
        }
    }
    fn decimal(&self, field: &str) -> Decimal {
        self.record.get(field).and_then(FieldValue::as_decimal).unwrap_or_default()
    }
    pub(crate) fn date(&self, field: &str) -> Option<Date> {
        match self.record.get(field)? {
            FieldValue::Date(date) => Some(*date),
            _ => None,
        }
    }
    pub(crate) fn instant(&self, field: &str) -> Option<Timestamp> {
        match self.record.get(field)? {
            FieldValue::DateTime(instant) => Some(*instant),
            _ => None,
        }
    }
    pub(crate) fn truth(&self, field: &str) -> Option<bool> {
        match self.record.get(field)? {
            FieldValue::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }
    fn wrong(&mut self, field: &str, rule: &'static str) {
        self.faults.push(fault(self.tongue, self.record.row, field, rule, &[]));
    }
    fn currency(&mut self, field: &str, code: &str) -> Option<Currency> {
        let currency = Currency::parse(code.trim());
        if currency.is_none() {
            self.wrong(field, "import.currency_unknown");
        }
        currency
    }
    fn money(&mut self, field: &str) -> Option<Money> {
        let Some(FieldValue::Money { amount, currency }) = self.record.get(field) else { return None };
        let (amount, currency) = (*amount, currency.clone());
        let currency = self.currency(field, &currency)?;
        let money = Money::from_decimal_exact(amount, currency);
        if money.is_none() {
            self.wrong(field, "field.digits");
        }
        money
    }
    fn money_currency(&mut self, field: &str) -> Option<Currency> {
        let Some(FieldValue::Money { currency, .. }) = self.record.get(field) else { return None };
        let code = currency.clone();
        self.currency(field, &code)
    }
    fn language(&self, field: &str) -> Option<Language> {
        Language::parse(&self.text(field)?)
    }
}

fn flat(kind: ImportKind, record: &Record, tongue: &Tongue<'_>) -> Item {
    let mut fields = Fields::new(record, tongue);
    let mut drafts = Drafts::default();
    match kind {
        ImportKind::Accounts => drafts.accounts.push(account(&mut fields)),
        ImportKind::Sites => drafts.sites.push(site(&fields)),
        ImportKind::Contacts => drafts.contacts.push(contact(&fields)),
        ImportKind::Products => drafts.products.push(product(&mut fields)),
        ImportKind::InstalledBase => drafts.assets.push(asset(&fields)),
        ImportKind::Outages => drafts.outages.push(outage(&fields)),
        // They are documents of several rows.
        ImportKind::OrderLines | ImportKind::Incidents => {}
        ImportKind::Sellers => drafts.sellers.push(seller(&fields)),
        ImportKind::Opportunities => drafts.opportunities.extend(opportunity(&mut fields)),
    }
    if fields.faults.is_empty() {
        Item::Draft(Box::new(drafts), 1, Vec::new())
    } else {
        Item::Refused(fields.faults, 1)
    }
}

fn account(fields: &mut Fields<'_, '_>) -> AccountDraft {
    let currency = fields.text("currency").and_then(|code| fields.currency("currency", &code));
    AccountDraft {
        row: fields.record.row,
        code: fields.must("code"),
        name: fields.must("name"),
        legal_id: fields.text("legal_id"),
        territory: fields.text("territory"),
        currency,
        language: fields.language("language"),
        stage: fields.text("stage").and_then(|word| Stage::parse(&word)),
        sales_owner: fields.text("sales_owner"),
        service_owner: fields.text("service_owner"),
    }
}

fn site(fields: &Fields<'_, '_>) -> SiteDraft {
    SiteDraft {
        row: fields.record.row,
        account_code: fields.must("account_code"),
        name: fields.must("name"),
        line1: fields.must("line1"),
        line2: fields.text("line2"),
        postal_code: fields.text("postal_code"),
        town: fields.must("town"),
        region: fields.text("region"),
        country: fields.must("country"),
        zone: fields.must("zone"),
    }
}

fn contact(fields: &Fields<'_, '_>) -> ContactDraft {
    ContactDraft {
        row: fields.record.row,
        account_code: fields.must("account_code"),
        code: fields.must("code"),
        name: fields.must("name"),
        email: fields.text("email"),
        phone: fields.text("phone"),
        job: fields.text("job"),
        language: fields.language("language"),
    }
}

fn seller(fields: &Fields<'_, '_>) -> SellerDraft {
    SellerDraft {
        row: fields.record.row,
        name: fields.must("name"),
        team: fields.text("team"),
        office: fields.text("office"),
        email: fields.text("email"),
    }
}

/// Nothing when a word is none of the choices, which the reader of files has said already.
fn opportunity(fields: &mut Fields<'_, '_>) -> Option<OpportunityDraft> {
    let value = fields.money("value");
    Some(OpportunityDraft {
        row: fields.record.row,
        number: fields.must("number"),
        account_code: fields.text("account_code"),
        title: fields.text("title"),
        kind: fields.text("kind").and_then(|word| Kind::parse(&word))?,
        state: fields.text("state").and_then(|word| OpportunityState::parse(&word))?,
        stage: fields.text("stage"),
        product_code: fields.text("product_code"),
        quantity: fields.number("quantity"),
        value,
        opened_on: fields.date("opened_on"),
        closed_on: fields.date("closed_on"),
        seller: fields.text("seller"),
        owner: fields.text("owner"),
        end_words: fields.text("end_words"),
    })
}

fn product(fields: &mut Fields<'_, '_>) -> ProductDraft {
    let price = fields.money("price");
    ProductDraft {
        row: fields.record.row,
        code: fields.must("code"),
        name: fields.must("name"),
        kind: fields.text("kind").and_then(|word| ProductKind::parse(&word)),
        unit: fields.text("unit"),
        price,
        transport_days: fields.number("transport_days"),
        lead_time_days: fields.number("lead_time_days"),
        lead_time_count: fields.text("lead_time_count").and_then(|word| DayCount::parse(&word)),
        lead_time_from: fields.date("lead_time_from"),
    }
}

fn asset(fields: &Fields<'_, '_>) -> AssetDraft {
    AssetDraft {
        row: fields.record.row,
        code: fields.must("code"),
        account_code: fields.must("account_code"),
        account_name: fields.text("account_name"),
        site: fields.text("site"),
        origin: fields.text("origin").and_then(|word| accord_room_asset::Origin::parse(&word)),
        maker: fields.text("maker"),
        product_code: fields.text("product_code"),
        product_name: fields.text("product_name"),
        product_kind: fields.text("product_kind").and_then(|word| ProductKind::parse(&word)),
        product_unit: fields.text("product_unit"),
        model: fields.text("model"),
        serial: fields.text("serial"),
        part_of: fields.text("part_of"),
        in_service_on: fields.date("in_service_on"),
        age_years: fields.number("age_years"),
        accepted_on: fields.date("accepted_on"),
        warranty_months: fields.number("warranty_months"),
        contract_ends_on: fields.date("contract_ends_on"),
        known_from: fields.date("known_from"),
        known_until: fields.date("known_until"),
        note: fields.text("note"),
    }
}

fn outage(fields: &Fields<'_, '_>) -> OutageDraft {
    OutageDraft {
        row: fields.record.row,
        asset_code: fields.must("asset_code"),
        // A row without it was refused before.
        began_at: fields.instant("began_at").unwrap_or_default(),
        ended_at: fields.instant("ended_at"),
        minutes: fields.number("minutes"),
        cause: fields.text("cause"),
        note: fields.text("note"),
    }
}

fn order(document: &Document, survey: &Survey, tongue: &Tongue<'_>) -> Item {
    let rows = (document.lines.len() + document.refused.len()) as u64;
    let number = key_text(&document.key);
    let mut faults: Vec<Fault> =
        document.refused.iter().flat_map(|errors| row_faults(tongue, errors)).collect();
    let first = document.lines.first().map_or(0, |line| line.row);
    if survey.split.contains(&number) {
        let facts = [("number", Fact::Text(number.clone()))];
        faults.push(fault(tongue, first, "order_number", "import.order_split", &facts));
    }
    for other in &document.disagreements {
        // The first row that differs from the row before it.
        let row = other.variants.get(1).map_or(first, |variant| variant.first_row);
        let facts = [("number", Fact::Text(number.clone()))];
        faults.push(fault(tongue, row, &other.field, "import.order_disagrees", &facts));
    }
    let (Some(head), true) = (document.lines.first(), faults.is_empty()) else {
        return Item::Refused(faults, rows);
    };
    let mut lines = Vec::with_capacity(document.lines.len());
    let mut currencies: HashMap<&'static str, (Currency, u64)> = HashMap::new();
    for record in &document.lines {
        let mut fields = Fields::new(record, tongue);
        if let Some(currency) = fields.money_currency("unit_price") {
            currencies.entry(currency.code()).or_insert((currency, record.row));
        }
        lines.push(line(&fields, survey));
        faults.extend(fields.faults);
    }
    if currencies.len() > 1 {
        let row = currencies.values().map(|(_, row)| *row).max().unwrap_or(first);
        faults.push(fault(tongue, row, "unit_price", "import.order_currencies", &[]));
    }
    let currency = currencies.values().next().map(|(currency, _)| *currency);
    let (Some(currency), true) = (currency, faults.is_empty()) else { return Item::Refused(faults, rows) };
    let fields = Fields::new(head, tongue);
    let code = fields.must("account_code");
    let draft = OrderDraft {
        row: head.row,
        number,
        account_name: survey.name("account_code", Some(&code), fields.text("account_name")),
        account_code: code,
        ordered_at: fields.instant("ordered_at"),
        ordered_on: fields.date("ordered_on"),
        customer_reference: fields.text("customer_reference"),
        site: fields.text("site"),
        currency,
        lines,
    };
    let drafts = Drafts { orders: vec![draft], ..Drafts::default() };
    Item::Draft(Box::new(drafts), rows, Vec::new())
}

fn line(fields: &Fields<'_, '_>, survey: &Survey) -> LineDraft {
    let code = fields.text("product_code");
    LineDraft {
        row: fields.record.row,
        cancels: fields.text("kind").as_deref() == Some("cancellation"),
        product_name: survey.name("product_code", code.as_deref(), fields.text("product_name")),
        product_code: code,
        product_kind: fields.text("product_kind").and_then(|word| ProductKind::parse(&word)),
        product_unit: fields.text("product_unit"),
        description: fields.text("description"),
        quantity: fields.decimal("quantity"),
        unit_price: fields.decimal("unit_price"),
        required_on: fields.date("required_on"),
        shipped_on: fields.date("shipped_on"),
    }
}
