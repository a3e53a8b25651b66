//! The customer accepts a unit: the day from which its warranty and paid terms are counted (R16). Rooms above react.

use accord_kernel::{Act, Action, Audience, Context, Emit, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::touches;
use crate::{
    AssetId, input, neighbours,
    record::{self, Acceptance, Asset},
    rules::acceptance::{AcceptanceFault, Unit, may_accept, may_correct},
};

/// Records that the customer accepted a unit by signature. Warranty and paid terms begin by it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAcceptance {
    /// The unit.
    pub asset: AssetId,
    /// Civil date at its site on which it was accepted.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// Who signed.
    pub signed_by: ContactId,
    /// How satisfied they were with the installation, 1 to 5.
    #[serde(default)]
    pub satisfaction: Option<i64>,
}

/// Corrects the day of an acceptance. Everything that is counted from it moves.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectAcceptance {
    /// The unit.
    pub asset: AssetId,
    /// Civil date at its site on which it was accepted.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// Why it is corrected.
    pub reason: String,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcceptanceAnswer {
    /// The unit.
    pub asset: AssetId,
    /// The day that stands.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// Months of its warranty.
    pub warranty_months: i64,
    /// Last day of its warranty; open when there is none.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub warranty_until: Option<Date>,
    /// The unit's version now.
    pub version: i64,
}

/// An acceptance, however it is said.
pub(crate) struct AcceptanceInput {
    pub accepted_on: Date,
    pub contact: Option<ContactId>,
    pub satisfaction: Option<i64>,
    pub reason: String,
}

fn unit(tx: &mut Tx, ctx: &Context, row: &Asset) -> Outcome<Unit> {
    Ok(Unit {
        origin: row.origin,
        accepted_on: row.accepted_on,
        retired_on: row.retired_on,
        today: neighbours::today_at(tx, ctx, row.site_id)?,
    })
}

fn refused(row: &Asset, fault: AcceptanceFault) -> Refusal {
    let at = |rule| Refusal::field("/accepted_on", rule);
    match fault {
        AcceptanceFault::NotOurs => {
            Refusal::conflict("acceptance.not_ours").with("number", row.number.clone())
        }
        AcceptanceFault::Already { on } => Refusal::conflict("acceptance.already")
            .with("number", row.number.clone())
            .with("on", on)
            .possible_action(
                "correct-acceptance",
                Vec::new(),
                CorrectAcceptance::NAME,
                json!({ "asset": row.id }),
            ),
        AcceptanceFault::NotYet => Refusal::conflict("acceptance.not_yet").with("number", row.number.clone()),
        AcceptanceFault::Same => at("acceptance.same"),
        AcceptanceFault::Future { today } => at("asset.future").with("today", today),
        AcceptanceFault::Retired { on } => at("acceptance.retired").with("on", on),
    }
}

/// Writes an acceptance onto its unit, within an event of the acceptance.
fn write(tx: &mut Tx, act: &mut Act<'_>, row: &mut Asset, given: AcceptanceInput) -> Outcome<()> {
    input::date("/accepted_on", given.accepted_on)?;
    if let Some(satisfaction) = given.satisfaction {
        input::number("/satisfaction", satisfaction, 1, 5)?;
    }
    let before = row.accepted_on;
    let place = i64::try_from(record::acceptances(tx, row.id)?.len()).unwrap_or(i64::MAX) + 1;
    tx.insert(&Acceptance {
        id: act.new_id(),
        asset_id: row.id,
        accepted_on: given.accepted_on,
        contact_id: given.contact,
        satisfaction: given.satisfaction,
        reason: given.reason,
        place,
        recorded_by: neighbours::author(act),
        recorded_at: act.now,
        version: 1,
    })?;
    // A unit that began its service by being accepted follows the correction.
    if row.in_service_on.is_none() || row.in_service_on == before {
        row.in_service_on = Some(given.accepted_on);
    }
    row.accepted_on = Some(given.accepted_on);
    if row.warranty_months.is_none() {
        row.warranty_months = Some(neighbours::warranty_months(tx, act, row.product_id)?);
    }
    tx.update(row)?;
    act.fact("asset", row.id);
    act.fact("number", &row.number);
    act.fact("accepted_on", given.accepted_on);
    act.fact("warranty_months", row.warranty_months);
    act.fact("warranty_until", row.warranty_until());
    if let Some(line) = row.order_line_id {
        act.fact("order_line", line);
    }
    if let Some(order) = row.order_id {
        act.fact("order", order);
    }
    if let Some(before) = before {
        act.fact("before", before);
    }
    Ok(())
}

/// Accepts a unit within another action, as an event of its own, on which rooms above react.
pub(crate) fn accept(tx: &mut Tx, act: &mut Act<'_>, row: &mut Asset, given: AcceptanceInput) -> Outcome<()> {
    let facts = unit(tx, act, row)?;
    may_accept(&facts, given.accepted_on).map_err(|fault| refused(row, fault))?;
    let emit =
        Emit { name: RecordAcceptance::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| write(tx, act, row, given))
}

impl AcceptanceAnswer {
    fn of(row: &Asset, accepted_on: Date) -> Self {
        Self {
            asset: row.id,
            accepted_on,
            warranty_months: row.warranty_months.unwrap_or(0),
            warranty_until: row.warranty_until(),
            version: row.version,
        }
    }
}

impl Action for RecordAcceptance {
    const NAME: &'static str = "acceptance.record";
    const PERMISSION: Permission = Permission::AcceptanceRecord;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AcceptanceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AcceptanceAnswer> {
        let mut row = record::asset(tx, self.asset)?;
        let contact = customer::named_contact(tx, row.customer_id, "/signed_by", self.signed_by)?;
        let facts = unit(tx, act, &row)?;
        may_accept(&facts, self.accepted_on).map_err(|fault| refused(&row, fault))?;
        let given = AcceptanceInput {
            accepted_on: self.accepted_on,
            contact: Some(contact.id),
            satisfaction: self.satisfaction,
            reason: String::new(),
        };
        write(tx, act, &mut row, given)?;
        Ok(AcceptanceAnswer::of(&row, self.accepted_on))
    }
}

impl Action for CorrectAcceptance {
    const NAME: &'static str = "acceptance.correct";
    const PERMISSION: Permission = Permission::AcceptanceRecord;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AcceptanceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AcceptanceAnswer> {
        let mut row = record::asset(tx, self.asset)?;
        let facts = unit(tx, act, &row)?;
        may_correct(&facts, self.accepted_on).map_err(|fault| refused(&row, fault))?;
        let reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        let last = record::acceptances(tx, row.id)?.pop();
        let given = AcceptanceInput {
            accepted_on: self.accepted_on,
            contact: last.as_ref().and_then(|last| last.contact_id),
            satisfaction: last.and_then(|last| last.satisfaction),
            reason,
        };
        write(tx, act, &mut row, given)?;
        Ok(AcceptanceAnswer::of(&row, self.accepted_on))
    }
}
