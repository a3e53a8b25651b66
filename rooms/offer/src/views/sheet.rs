//! Fact sheets as people and the API read them.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_people::settings::today;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    CapabilityId, FactSheetId,
    record::{FactSheet, capabilities, fact_sheet, sheets, sheets_of},
};

/// Most sheets of an answer.
const SHEETS_MAX: i64 = 500;

/// A sheet in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetRow {
    /// Id.
    pub id: FactSheetId,
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub product_name: String,
    /// Its code.
    pub product_code: String,
    /// The version that the sheet is about.
    pub product_version: String,
    /// First day on which it is sold.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// It is sold today.
    pub in_force: bool,
    /// Row version.
    pub version: i64,
}

fn rows(tx: &mut Tx, ctx: &Context, found: &[FactSheet]) -> Outcome<Vec<SheetRow>> {
    let ids: Vec<ProductId> = found.iter().map(|sheet| sheet.product_id).collect();
    let products = catalog::find_all(tx, &ids)?;
    let today = today(ctx);
    let row = |sheet: &FactSheet| {
        let product = products.get(&sheet.product_id);
        SheetRow {
            id: sheet.id,
            product: sheet.product_id,
            product_name: product.map(|product| product.name.clone()).unwrap_or_default(),
            product_code: product.map(|product| product.code.clone()).unwrap_or_default(),
            product_version: sheet.product_version.clone(),
            valid_from: sheet.valid_from,
            valid_until: sheet.valid_until,
            in_force: sheet.span().has(today),
            version: sheet.version,
        }
    };
    let mut rows: Vec<SheetRow> = found.iter().map(row).collect();
    rows.sort_by(|a, b| (&a.product_name, b.valid_from).cmp(&(&b.product_name, a.valid_from)));
    Ok(rows)
}

/// Fact sheets by product, the version sold last first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FactSheets {
    /// Only of this product.
    pub product: Option<ProductId>,
}

impl View for FactSheets {
    const NAME: &'static str = "fact_sheet.list";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<SheetRow>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<SheetRow>> {
        let found = match self.product {
            Some(product) => sheets_of(tx, product)?,
            None => sheets(tx, SHEETS_MAX)?,
        };
        rows(tx, ctx, &found)
    }
}

/// A statement of a sheet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CapabilityFacts {
    /// Id.
    pub id: CapabilityId,
    /// In English.
    pub text_en: String,
    /// In Portuguese.
    pub text_pt: String,
    /// First day on which it is true.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// It may be said today.
    pub in_force: bool,
    /// Why it is no longer said.
    pub withdrawn_reason: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A sheet with its statements.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetFacts {
    /// The sheet.
    #[serde(flatten)]
    pub sheet: SheetRow,
    /// Its statements in their order.
    pub statements: Vec<CapabilityFacts>,
}

/// The fact sheet of a product's version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneFactSheet {
    /// The sheet.
    pub fact_sheet: FactSheetId,
}

impl View for OneFactSheet {
    const NAME: &'static str = "fact_sheet.one";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SheetFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<SheetFacts> {
        let sheet = fact_sheet(tx, self.fact_sheet)?;
        let today = today(ctx);
        let statements = capabilities(tx, sheet.id)?
            .into_iter()
            .map(|one| CapabilityFacts {
                in_force: one.span().has(today),
                id: one.id,
                text_en: one.text_en,
                text_pt: one.text_pt,
                valid_from: one.valid_from,
                valid_until: one.valid_until,
                withdrawn_reason: one.withdrawn_reason,
                version: one.version,
            })
            .collect();
        let row = rows(tx, ctx, &[sheet])?.into_iter().next().ok_or_else(Refusal::absent)?;
        Ok(SheetFacts { sheet: row, statements })
    }
}
