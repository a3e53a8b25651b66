//! What a customer sees of its contracts. These types have no list of tasks, no cause and no colleague's note, so that
//! none can leave the house by a slip (R5). What is added here is added for customers.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Language, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_room_value::{self as value, views::PlanCard};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{billing::schedule, contract::price_of};
use crate::{
    id::{ContractId, ContractState},
    record::contract::{ContractLineRow, ContractRow, CoverRow, covers_of, lines_of, of_customer},
    rules::{billing::Interval, term::CoverKind},
};

/// Most contracts shown.
const CONTRACTS_MAX: i64 = 200;

/// What covers one of the customer's units, and when.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalCover {
    /// Your unit.
    pub unit: String,
    /// At no extra cost through the warranty, or paid.
    pub at_no_cost: bool,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from_on: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until_on: Date,
    /// What you pay for it.
    pub price: Money,
    /// What it is worth at our list price.
    pub list_value: Money,
}

/// A plan of a contract as its customer reads it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalPlan {
    /// What it gives.
    pub card: PlanCard,
    /// Units for which it was bought.
    pub units: i64,
    /// What you pay for a year of one unit.
    pub year: Money,
    /// What it is worth at our list price.
    pub list_value: Money,
    /// Months of the paid term.
    pub term_months: i64,
    /// Units whose cover begins when you accept them.
    pub waiting: i64,
}

/// A sum that is invoiced.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalPayment {
    /// The day from which it is invoiced.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// The sum; nought for what is covered at no extra cost.
    pub amount: Money,
    /// What it is worth at our list price.
    pub list_value: Money,
}

/// A contract as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalContract {
    /// Id, to open it.
    pub id: ContractId,
    /// Our number.
    pub number: String,
    /// The day on which it was sold.
    #[schemars(with = "String", extend("format" = "date"))]
    pub sold_on: Date,
    /// Its plans.
    pub plans: Vec<PortalPlan>,
    /// What is covered when.
    pub covers: Vec<PortalCover>,
    /// What the paid term comes to.
    pub price: Money,
    /// How often it is invoiced.
    pub billing: Interval,
    /// What is invoiced when, as far as it is known.
    pub payments: Vec<PortalPayment>,
    /// When the first invoice comes.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_invoice_on: Option<Date>,
    /// You may leave before the paid term begins.
    pub exit_right: bool,
    /// It has ended.
    pub ended: bool,
}

/// The contracts of the customer who asks, the latest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PortalContracts {}

impl View for PortalContracts {
    const NAME: &'static str = "portal.contracts";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Vec<PortalContract>;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PortalContract>> {
        let id = ctx.principal.customer.ok_or_else(Refusal::absent)?;
        let id = customer::load(tx, id)?.id;
        portal_contracts(tx, ctx, id, ctx.language)
    }
}

/// The contracts of a customer as the customer sees them.
///
/// # Errors
/// What the database refuses.
pub fn portal_contracts(
    tx: &mut Tx,
    ctx: &Context,
    of: CustomerId,
    language: Language,
) -> Outcome<Vec<PortalContract>> {
    let mut shown = Vec::new();
    for row in of_customer(tx, of, CONTRACTS_MAX)? {
        let one = portal_contract(tx, ctx, &row, language)?;
        if !(one.ended && one.covers.is_empty()) {
            shown.push(one);
        }
    }
    Ok(shown)
}

/// A contract as its customer sees it: the one source of the customer's page, the paper and the API.
///
/// # Errors
/// What the database refuses.
pub(super) fn portal_contract(
    tx: &mut Tx,
    ctx: &Context,
    row: &ContractRow,
    language: Language,
) -> Outcome<PortalContract> {
    let lines = lines_of(tx, row.id)?;
    let covers: Vec<CoverRow> = covers_of(tx, row.id)?.into_iter().filter(|cover| cover.standing).collect();
    let mut plans = Vec::with_capacity(lines.len());
    for line in &lines {
        plans.push(plan(tx, ctx, row, line, &covers, language)?);
    }
    let mut list = Vec::with_capacity(covers.len());
    for cover in &covers {
        list.push(PortalCover {
            unit: asset::asset(tx, cover.asset_id)?.name(),
            at_no_cost: cover.kind == CoverKind::Uplift,
            from_on: cover.from_on,
            until_on: cover.until_on,
            price: cover.price(),
            list_value: cover.list(),
        });
    }
    let payments = payments(row, &covers);
    Ok(PortalContract {
        id: row.id,
        number: row.number.clone(),
        sold_on: row.sold_on,
        plans,
        covers: list,
        price: Money::new(price_of(&lines, &covers), row.currency),
        billing: row.billing,
        first_invoice_on: payments.iter().filter(|part| part.amount.minor > 0).map(|part| part.on).min(),
        payments,
        exit_right: row.exit_right,
        ended: row.state == ContractState::Ended,
    })
}

fn plan(
    tx: &mut Tx,
    ctx: &Context,
    row: &ContractRow,
    line: &ContractLineRow,
    covers: &[CoverRow],
    language: Language,
) -> Outcome<PortalPlan> {
    let version = value::plan_version(tx, line.plan_version_id)?;
    let own = covers.iter().filter(|cover| cover.contract_line_id == line.id);
    let mut begun: Vec<_> = own.map(|cover| cover.asset_id).collect();
    begun.dedup();
    let waiting = (line.units - i64::try_from(begun.len()).unwrap_or(0)).max(0);
    Ok(PortalPlan {
        card: value::views::plan_card(tx, ctx, &version, language)?,
        units: line.units,
        year: Money::new(line.year_minor, row.currency),
        list_value: Money::new(line.list_minor, row.currency),
        term_months: line.term_months,
        waiting: if row.state == ContractState::Ended { 0 } else { waiting },
    })
}

/// What is invoiced, by day: what falls due on one day for several units is one sum.
fn payments(row: &ContractRow, covers: &[CoverRow]) -> Vec<PortalPayment> {
    let mut days: BTreeMap<Date, (i64, i64)> = BTreeMap::new();
    for part in covers.iter().flat_map(|cover| schedule(row, cover)) {
        let day = days.entry(part.on).or_default();
        day.0 = day.0.saturating_add(part.minor);
        day.1 = day.1.saturating_add(part.list_minor);
    }
    let money = |minor| Money::new(minor, row.currency);
    days.into_iter()
        .map(|(on, (amount, list))| PortalPayment { on, amount: money(amount), list_value: money(list) })
        .collect()
}
