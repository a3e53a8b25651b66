//! What is said of a unit is corrected. Where it stands is changed by a move, when it was accepted by a correction of its
//! own, since much hangs on both.

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Touches};
use accord_room_catalog::ProductId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::{AssetAnswer, UnitInput, touches};
use crate::{AssetId, Origin, input, record};

/// Corrects what is said of a unit; what is left open is taken away.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectAsset {
    /// The unit.
    pub asset: AssetId,
    /// Version that was read.
    pub version: i64,
    /// Who made it; we, when open.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// Name of its maker; needed for a rival's.
    #[serde(default)]
    pub maker: Option<String>,
    /// The product, when it is of ours.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Model in words; the product's name when open.
    #[serde(default)]
    pub model: Option<String>,
    /// Serial number.
    #[serde(default)]
    pub serial: Option<String>,
    /// Unit that this is a part of.
    #[serde(default)]
    pub part_of: Option<AssetId>,
    /// Since when it is in service.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub in_service_on: Option<Date>,
    /// Months of warranty that were agreed.
    #[serde(default)]
    pub warranty_months: Option<i64>,
    /// Last day of a rival's contract for it.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub contract_ends_on: Option<Date>,
    /// Since when its outages are on record. Open: since it was entered here, or since the first that is on record.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub known_from: Option<Date>,
    /// Last day until which its outages are on record, when nobody reports them any more.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub known_until: Option<Date>,
    /// The order that it came with.
    #[serde(default)]
    pub order: Option<Uuid>,
    /// The line of that order.
    #[serde(default)]
    pub order_line: Option<Uuid>,
    /// What else is to be known.
    #[serde(default)]
    pub note: Option<String>,
}

impl Action for CorrectAsset {
    const NAME: &'static str = "asset.correct";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AssetAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AssetAnswer> {
        let mut row = record::asset(tx, self.asset)?;
        input::same_version(&row, self.version)?;
        let said = UnitInput {
            origin: self.origin,
            maker: self.maker,
            product: self.product,
            model: self.model,
            serial: self.serial,
            part_of: self.part_of,
            in_service_on: self.in_service_on,
            warranty_months: self.warranty_months,
            contract_ends_on: self.contract_ends_on,
            known_from: self.known_from,
            known_until: self.known_until,
            note: self.note,
        };
        let accepted = row.accepted_on.is_some();
        said.apply(tx, act, &mut row)?;
        if accepted && row.origin != Origin::Ours {
            return Err(accord_kernel::Refusal::field("/origin", "asset.accepted_is_ours"));
        }
        row.order_id = self.order;
        row.order_line_id = self.order_line;
        tx.update(&mut row).on_constraint(
            "asset_maker_key_serial_key_key",
            "/serial",
            "asset.serial_taken",
        )?;
        record::index(tx, &row)?;
        act.fact("asset", row.id);
        act.fact("number", &row.number);
        Ok(AssetAnswer::of(&row))
    }
}
