//! Fact sheets and their statements.

use accord_kernel::{Language, Outcome, Refusal};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_people::PersonId;
use accord_store::{Tx, Value, params, record, search};
use jiff::{Timestamp, civil::Date};

use crate::{CapabilityId, FactSheetId, rules::span::Span};

record! {
    /// What may be said of one version of a product.
    pub struct FactSheet in "fact_sheet" shape 1 {
        /// Id.
        id: FactSheetId,
        /// The product.
        product_id: ProductId,
        /// Its version, as it stands on the type plate.
        product_version: String,
        /// First day on which this version is sold.
        valid_from: Date,
        /// Last day; open when none.
        valid_until: Option<Date>,
        /// Who entered it; open for the program.
        entered_by: Option<PersonId>,
        /// When.
        entered_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A statement of a fact sheet, in both languages.
    pub struct Capability in "capability" shape 1 {
        /// Id.
        id: CapabilityId,
        /// Its sheet.
        fact_sheet_id: FactSheetId,
        /// Its place.
        place: i64,
        /// In English.
        text_en: String,
        /// In Portuguese.
        text_pt: String,
        /// First day on which it is true.
        valid_from: Date,
        /// Last day; open when none.
        valid_until: Option<Date>,
        /// Why it is no longer said.
        withdrawn_reason: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl FactSheet {
    /// The days on which its version is sold.
    pub fn span(&self) -> Span {
        Span { from: self.valid_from, until: self.valid_until }
    }
}

impl FactSheet {
    /// Puts it into the search: by its product's name and code, and by its version.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let product = catalog::find(tx, self.product_id)?.ok_or_else(Refusal::absent)?;
        let entry = search::Entry {
            kind: "fact_sheet".to_owned(),
            id: self.id.0,
            customer: None,
            label: product.name,
            hint: self.product_version.clone(),
        };
        Ok(search::put(tx, &entry, &product.code)?)
    }
}

impl Capability {
    /// The days on which it may be said.
    pub fn span(&self) -> Span {
        Span { from: self.valid_from, until: self.valid_until }
    }
    /// Its words in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.text_en,
            Language::Portuguese => &self.text_pt,
        }
    }
}

/// A fact sheet.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn fact_sheet(tx: &mut Tx, id: FactSheetId) -> Outcome<FactSheet> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A statement.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn capability(tx: &mut Tx, id: CapabilityId) -> Outcome<Capability> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The sheets of a product, the newest version first.
///
/// # Errors
/// What the database refuses.
pub fn sheets_of(tx: &mut Tx, product: ProductId) -> Outcome<Vec<FactSheet>> {
    Ok(tx.select("WHERE product_id = ?1 ORDER BY valid_from DESC, id", params![product])?)
}

/// Sheets by product and first day, the newest first; of all products.
///
/// # Errors
/// What the database refuses.
pub fn sheets(tx: &mut Tx, limit: i64) -> Outcome<Vec<FactSheet>> {
    Ok(tx.select("ORDER BY product_id, valid_from DESC LIMIT ?1", params![limit])?)
}

/// The statements of a sheet in their order.
///
/// # Errors
/// What the database refuses.
pub fn capabilities(tx: &mut Tx, sheet: FactSheetId) -> Outcome<Vec<Capability>> {
    Ok(tx.select("WHERE fact_sheet_id = ?1 ORDER BY place", params![sheet])?)
}

/// The sheet of the version of a product that is sold on a day.
///
/// # Errors
/// What the database refuses.
pub fn sheet_on(tx: &mut Tx, product: ProductId, day: Date) -> Outcome<Option<FactSheet>> {
    Ok(sheets_of(tx, product)?.into_iter().find(|sheet| sheet.span().has(day)))
}

/// Statements by id; unknown ids are left out.
///
/// # Errors
/// What the database refuses.
pub fn capabilities_by_ids(tx: &mut Tx, ids: &[CapabilityId]) -> Outcome<Vec<Capability>> {
    let mut found = Vec::new();
    for some in ids.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        found.extend(tx.select::<Capability>(&format!("WHERE id IN ({marks})"), &values)?);
    }
    Ok(found)
}

/// Makes every fact sheet findable anew.
pub(crate) fn rebuild_fact_sheets(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'fact_sheet'", params![])?;
    let rows = tx.select::<FactSheet>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}
