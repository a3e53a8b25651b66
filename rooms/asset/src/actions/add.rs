//! A unit enters the installed base.

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::{AcceptanceInput, AssetAnswer, accept};
use crate::{
    AssetId, Origin, input, names, neighbours,
    record::{self, Asset, Place},
    rules::{
        family::{self, FamilyFault},
        place,
    },
};

/// Enters a unit that stands at a customer: ours, a rival's, or the customer's own (R10, R11).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAsset {
    /// Whose it is.
    pub customer: CustomerId,
    /// Where it stands.
    #[serde(default)]
    pub site: Option<SiteId>,
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
    /// When the customer accepted it, where that was before.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
    /// Months of warranty that were agreed; those of the product when open.
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

/// What is said of a unit, however it is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnitInput {
    pub origin: Option<Origin>,
    pub maker: Option<String>,
    pub product: Option<ProductId>,
    pub model: Option<String>,
    pub serial: Option<String>,
    pub part_of: Option<AssetId>,
    pub in_service_on: Option<Date>,
    pub warranty_months: Option<i64>,
    pub contract_ends_on: Option<Date>,
    pub known_from: Option<Date>,
    pub known_until: Option<Date>,
    pub note: Option<String>,
}

impl UnitInput {
    /// Checks everything and writes it onto a row whose customer and site stand.
    pub(crate) fn apply(&self, tx: &mut Tx, act: &Act<'_>, row: &mut Asset) -> Outcome<()> {
        self.who_made_it(tx, row)?;
        row.serial = input::optional("/serial", self.serial.as_deref().unwrap_or_default(), input::NAME_MAX)?;
        row.serial_key = names::serial_key(row.origin, &row.maker_key, &row.serial);
        self.periods(tx, act, row)?;
        row.note = input::optional("/note", self.note.as_deref().unwrap_or_default(), input::WORDING_MAX)?;
        if self.part_of != row.parent_id {
            self.place_in_assembly(tx, row)?;
        }
        Ok(())
    }

    fn who_made_it(&self, tx: &mut Tx, row: &mut Asset) -> Outcome<()> {
        row.origin = self.origin.unwrap_or(Origin::Ours);
        row.maker = input::optional("/maker", self.maker.as_deref().unwrap_or_default(), input::NAME_MAX)?;
        match row.origin {
            Origin::Ours if !row.maker.is_empty() => {
                return Err(Refusal::field("/maker", "asset.maker_ours"));
            }
            Origin::Rival if row.maker.is_empty() => {
                return Err(Refusal::field("/maker", "asset.maker_needed"));
            }
            Origin::Rival | Origin::Own if self.product.is_some() => {
                return Err(Refusal::field("/product", "asset.product_ours"));
            }
            _ => {}
        }
        row.maker_key = names::key(&row.maker);
        let product = self.product.map(|id| neighbours::product(tx, "/product", id)).transpose()?;
        row.product_id = self.product;
        let said = input::some("/model", self.model.as_deref(), input::NAME_MAX)?;
        row.model = said
            .or_else(|| product.map(|product| product.name))
            .ok_or_else(|| Refusal::field("/model", "asset.model_needed"))?;
        row.model_key = names::key(&row.model);
        Ok(())
    }

    fn periods(&self, tx: &mut Tx, act: &Act<'_>, row: &mut Asset) -> Outcome<()> {
        let today = neighbours::today_at(tx, act, row.site_id)?;
        let past = |pointer: &'static str, date: Option<Date>| {
            date.map(|date| input::past_date(pointer, date, today)).transpose()
        };
        row.in_service_on = past("/in_service_on", self.in_service_on)?;
        row.known_from = past("/known_from", self.known_from)?;
        row.known_until = input::maybe_date("/known_until", self.known_until)?;
        if row.known_until.is_some() && row.known_until < row.known_from.max(row.in_service_on) {
            return Err(Refusal::field("/known_until", "asset.ends_before"));
        }
        if let (Some(service), Some(retired)) = (row.in_service_on, row.retired_on)
            && service > retired
        {
            return Err(Refusal::field("/in_service_on", "asset.service_after_end").with("on", retired));
        }
        row.contract_ends_on = input::maybe_date("/contract_ends_on", self.contract_ends_on)?;
        if row.contract_ends_on.is_some() && row.origin == Origin::Ours {
            return Err(Refusal::field("/contract_ends_on", "asset.contract_of_rival"));
        }
        if let Some(months) = self.warranty_months {
            if row.origin != Origin::Ours {
                return Err(Refusal::field("/warranty_months", "asset.warranty_ours"));
            }
            input::number("/warranty_months", months, 0, input::MONTHS_MAX)?;
        }
        row.warranty_months = self.warranty_months;
        Ok(())
    }

    /// A part stands where its assembly stands.
    fn place_in_assembly(&self, tx: &mut Tx, row: &mut Asset) -> Outcome<()> {
        let Some(whole) = self.part_of else {
            row.parent_id = None;
            return Ok(());
        };
        let whole = record::asset_of(tx, row.customer_id, whole)
            .map_err(|_| Refusal::field("/part_of", "asset.part_of_unknown"))?;
        if let Some(retired) = whole.retired_on {
            return Err(Refusal::field("/part_of", "asset.part_of_retired").with("on", retired));
        }
        let beneath = match row.version {
            0 => 0,
            _ => record::layers(tx, row.id)?.len().saturating_sub(1),
        };
        let above = record::above(tx, &whole)?;
        family::may_be_part(row.id, &above, beneath).map_err(|fault| {
            Refusal::field(
                "/part_of",
                match fault {
                    FamilyFault::Circle => "asset.part_of_itself",
                    FamilyFault::TooDeep => "asset.part_too_deep",
                },
            )
        })?;
        if row.site_id.is_some() && row.site_id != whole.site_id {
            return Err(
                Refusal::field("/part_of", "asset.part_elsewhere").with("number", whole.number.clone())
            );
        }
        row.site_id = whole.site_id;
        row.parent_id = Some(whole.id);
        Ok(())
    }
}

/// A unit of which nothing is said yet. Its version is nought until it is written.
pub(crate) fn blank(id: AssetId, customer: CustomerId, site: Option<SiteId>, now: Timestamp) -> Asset {
    Asset {
        id,
        number: String::new(),
        customer_id: customer,
        site_id: site,
        parent_id: None,
        origin: Origin::Ours,
        maker: String::new(),
        maker_key: String::new(),
        product_id: None,
        model: String::new(),
        model_key: String::new(),
        serial: String::new(),
        serial_key: None,
        order_id: None,
        order_line_id: None,
        in_service_on: None,
        known_from: None,
        known_until: None,
        warranty_months: None,
        accepted_on: None,
        retired_on: None,
        retired_reason: String::new(),
        successor_id: None,
        contract_ends_on: None,
        note: String::new(),
        imported: false,
        entered_at: now,
        version: 0,
    }
}

/// Where a unit stood at first.
fn first_place(act: &Act<'_>, row: &Asset) -> Place {
    Place {
        id: act.new_id(),
        asset_id: row.id,
        site_id: row.site_id,
        from_at: place::ALWAYS,
        reason: String::new(),
        recorded_by: neighbours::author(act),
        recorded_at: act.now,
        version: 1,
    }
}

/// Writes a new unit with its first place, and makes it findable.
pub(crate) fn insert(tx: &mut Tx, act: &mut Act<'_>, row: &mut Asset) -> Outcome<()> {
    row.number = act.number(tx, "A")?;
    row.version = 1;
    let place = first_place(act, row);
    tx.insert(row).on_constraint("asset_maker_key_serial_key_key", "/serial", "asset.serial_taken")?;
    tx.insert(&place)?;
    record::index(tx, row)?;
    act.fact("asset", row.id);
    act.fact("number", &row.number);
    act.fact("origin", row.origin);
    Ok(())
}

impl Action for AddAsset {
    const NAME: &'static str = "asset.add";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AssetAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AssetAnswer> {
        let customer = neighbours::customer(tx, self.customer)?.id;
        if let Some(site) = self.site {
            neighbours::site(tx, "/site", customer, site)?;
        }
        let mut row = blank(act.new_id(), customer, self.site, act.now);
        row.order_id = self.order;
        row.order_line_id = self.order_line;
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
            known_until: None,
            note: self.note,
        };
        said.apply(tx, act, &mut row)?;
        insert(tx, act, &mut row)?;
        if let Some(accepted_on) = self.accepted_on {
            let given =
                AcceptanceInput { accepted_on, contact: None, satisfaction: None, reason: String::new() };
            accept(tx, act, &mut row, given)?;
        }
        Ok(AssetAnswer::of(&row))
    }
}
