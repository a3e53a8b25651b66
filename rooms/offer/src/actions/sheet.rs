//! Fact sheets: what may be said of a product, in both languages (R21).

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::ProductId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    CapabilityId, FactSheetId,
    input::{self, NAME_MAX, WORDING_MAX, same_version, text},
    neighbours::{author, product},
    record::{Capability, FactSheet, capabilities, capability, fact_sheet, sheets_of},
};

/// Most statements of a sheet.
const CAPABILITIES_MAX: usize = 200;

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetAnswer {
    /// The sheet.
    pub fact_sheet: FactSheetId,
    /// The statement, when it is about one.
    pub capability: Option<CapabilityId>,
    /// Row version of the sheet, or of the statement when it is about one.
    pub version: i64,
}

/// A statement in both languages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapabilityText {
    /// In English.
    pub text_en: String,
    /// In Portuguese.
    pub text_pt: String,
}

/// Enters the fact sheet of a product's version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterFactSheet {
    /// The product.
    pub product: ProductId,
    /// Its version, as it stands on the type plate.
    pub product_version: String,
    /// First day on which this version is sold.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last day; open when none.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// What may be said of it.
    #[serde(default)]
    pub statements: Vec<CapabilityText>,
}

impl Action for EnterFactSheet {
    const NAME: &'static str = "fact_sheet.enter";
    const PERMISSION: Permission = Permission::FactSheetManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SheetAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SheetAnswer> {
        let product = product(tx, "/product", self.product)?;
        let span = input::span("/valid_until", self.valid_from, self.valid_until)?;
        let other = sheets_of(tx, product.id)?.into_iter().find(|sheet| sheet.span().meets(span));
        if let Some(other) = other {
            return Err(Refusal::field("/valid_from", "fact_sheet.overlap")
                .with("version", other.product_version)
                .with("from", other.valid_from)
                .possible("end_sheet", Vec::new()));
        }
        if self.statements.len() > CAPABILITIES_MAX {
            return Err(Refusal::field("/statements", "field.too_many").with("max", CAPABILITIES_MAX));
        }
        let sheet = FactSheet {
            id: act.new_id(),
            product_id: product.id,
            product_version: text("/product_version", &self.product_version, NAME_MAX)?,
            valid_from: span.from,
            valid_until: span.until,
            entered_by: author(act),
            entered_at: act.now,
            version: 1,
        };
        tx.insert(&sheet).on_constraint(
            "fact_sheet_product_id_product_version_key",
            "/product_version",
            "offer.taken",
        )?;
        sheet.index(tx)?;
        act.chain(sheet.id);
        act.chain(product.id);
        for (place, statement) in (1..).zip(&self.statements) {
            let row = statement.row(act, &sheet, place, &format!("/statements/{}", place - 1))?;
            tx.insert(&row)?;
        }
        act.fact("fact_sheet", sheet.id);
        Ok(SheetAnswer { fact_sheet: sheet.id, capability: None, version: 1 })
    }
}

impl CapabilityText {
    fn row(&self, ctx: &Context, sheet: &FactSheet, place: i64, pointer: &str) -> Outcome<Capability> {
        Ok(Capability {
            id: ctx.new_id(),
            fact_sheet_id: sheet.id,
            place,
            text_en: text(&format!("{pointer}/text_en"), &self.text_en, WORDING_MAX)?,
            text_pt: text(&format!("{pointer}/text_pt"), &self.text_pt, WORDING_MAX)?,
            valid_from: sheet.valid_from,
            valid_until: None,
            withdrawn_reason: None,
            version: 1,
        })
    }
}

/// Adds a statement to a sheet.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCapability {
    /// The sheet.
    pub fact_sheet: FactSheetId,
    /// In English.
    pub text_en: String,
    /// In Portuguese.
    pub text_pt: String,
    /// First day on which it is true; that of the sheet when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_from: Option<Date>,
}

impl Action for AddCapability {
    const NAME: &'static str = "fact_sheet.add_statement";
    const PERMISSION: Permission = Permission::FactSheetManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SheetAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(fact_sheet(tx, self.fact_sheet)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SheetAnswer> {
        let sheet = fact_sheet(tx, self.fact_sheet)?;
        let known = capabilities(tx, sheet.id)?;
        if known.len() >= CAPABILITIES_MAX {
            return Err(Refusal::field("/text_en", "field.too_many").with("max", CAPABILITIES_MAX));
        }
        let place = known.iter().map(|one| one.place).max().unwrap_or(0) + 1;
        let text = CapabilityText { text_en: self.text_en, text_pt: self.text_pt };
        let mut row = text.row(act, &sheet, place, "")?;
        if let Some(from) = self.valid_from {
            row.valid_from = input::date("/valid_from", from)?;
            if !sheet.span().has(row.valid_from) {
                return Err(
                    Refusal::field("/valid_from", "fact_sheet.outside").with("from", sheet.valid_from)
                );
            }
        }
        tx.insert(&row)?;
        act.fact("fact_sheet", sheet.id);
        act.fact("capability", row.id);
        Ok(SheetAnswer { fact_sheet: sheet.id, capability: Some(row.id), version: 1 })
    }
}

/// Withdraws a statement from a day on: quotes being written lose it, and those who write them are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawCapability {
    /// The statement.
    pub capability: CapabilityId,
    /// Version that was seen.
    pub version: i64,
    /// Last day on which it may be said; yesterday when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Action for WithdrawCapability {
    const NAME: &'static str = "fact_sheet.withdraw_statement";
    const PERMISSION: Permission = Permission::FactSheetManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SheetAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(capability(tx, self.capability)?.fact_sheet_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SheetAnswer> {
        let mut row = capability(tx, self.capability)?;
        same_version(&row, self.version)?;
        let today = act.zone().to_datetime(act.now).date();
        let until = match self.valid_until {
            Some(until) => input::date("/valid_until", until)?,
            None => today.yesterday().unwrap_or(today),
        };
        // A statement that was never true for a whole day ends before it begins: it holds on no day.
        row.valid_until = Some(until);
        row.withdrawn_reason = Some(text("/reason", &self.reason, WORDING_MAX)?);
        tx.update(&mut row)?;
        act.fact("fact_sheet", row.fact_sheet_id);
        act.fact("capability", row.id);
        Ok(SheetAnswer { fact_sheet: row.fact_sheet_id, capability: Some(row.id), version: row.version })
    }
}

/// Ends a sheet: another version of the product is sold from the next day on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndFactSheet {
    /// The sheet.
    pub fact_sheet: FactSheetId,
    /// Version that was seen.
    pub version: i64,
    /// Last day on which this version is sold.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
}

impl Action for EndFactSheet {
    const NAME: &'static str = "fact_sheet.end";
    const PERMISSION: Permission = Permission::FactSheetManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SheetAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(fact_sheet(tx, self.fact_sheet)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SheetAnswer> {
        let mut sheet = fact_sheet(tx, self.fact_sheet)?;
        same_version(&sheet, self.version)?;
        let span = input::span("/valid_until", sheet.valid_from, Some(self.valid_until))?;
        let others = sheets_of(tx, sheet.product_id)?;
        if others.iter().any(|other| other.id != sheet.id && other.span().meets(span)) {
            return Err(Refusal::field("/valid_until", "fact_sheet.overlap")
                .with("version", sheet.product_version)
                .with("from", sheet.valid_from));
        }
        sheet.valid_until = span.until;
        tx.update(&mut sheet)?;
        act.fact("fact_sheet", sheet.id);
        Ok(SheetAnswer { fact_sheet: sheet.id, capability: None, version: sheet.version })
    }
}
