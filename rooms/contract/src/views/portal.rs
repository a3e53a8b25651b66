//! What a customer sees of its contracts. These types have no list of tasks, no cause and no colleague's note, so that
//! none can leave the house by a slip (R5). What is added here is added for customers.

use accord_kernel::{Audience, Context, Language, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_room_value::{self as value, ClockStop, Cover};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{billing::schedule, contract::price_of, offer::cards};
use crate::{
    id::ContractState,
    record::contract::{CoverRow, covers_of, lines_of, of_customer},
    rules::term::CoverKind,
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
    /// Its name.
    pub name: String,
    /// What it means to you, in a sentence.
    pub headline: String,
    /// Minutes to our response; open: by the end of the next working day.
    pub response_minutes: Option<i64>,
    /// Hours in which the clock runs.
    pub cover: Cover,
    /// What "response" means.
    pub clock_stop: ClockStop,
    /// Units whose cover begins when you accept them.
    pub waiting: i64,
}

/// A contract as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalContract {
    /// Our number.
    pub number: String,
    /// Its plans.
    pub plans: Vec<PortalPlan>,
    /// What is covered when.
    pub covers: Vec<PortalCover>,
    /// What the paid term comes to.
    pub price: Money,
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
        portal_contracts(tx, id, ctx.language)
    }
}

/// The contracts of a customer as the customer sees them.
///
/// # Errors
/// What the database refuses.
pub fn portal_contracts(tx: &mut Tx, of: CustomerId, language: Language) -> Outcome<Vec<PortalContract>> {
    let mut shown = Vec::new();
    for row in of_customer(tx, of, CONTRACTS_MAX)? {
        let lines = lines_of(tx, row.id)?;
        let covers: Vec<CoverRow> =
            covers_of(tx, row.id)?.into_iter().filter(|cover| cover.standing).collect();
        if row.state == ContractState::Ended && covers.is_empty() {
            continue;
        }
        let mut plans = Vec::with_capacity(lines.len());
        for line in &lines {
            let version = value::plan_version(tx, line.plan_version_id)?;
            let mut begun: Vec<_> = covers
                .iter()
                .filter(|cover| cover.contract_line_id == line.id)
                .map(|cover| cover.asset_id)
                .collect();
            begun.dedup();
            let waiting = (line.units - i64::try_from(begun.len()).unwrap_or(0)).max(0);
            plans.push(PortalPlan {
                name: line.plan_name.clone(),
                headline: cards(&version, language).1.0,
                response_minutes: version.response_minutes,
                cover: version.cover,
                clock_stop: version.clock_stop,
                waiting: if row.state == ContractState::Ended { 0 } else { waiting },
            });
        }
        let mut list = Vec::with_capacity(covers.len());
        let mut first: Option<Date> = None;
        for cover in &covers {
            let begins = schedule(&row, cover).iter().filter(|part| part.minor > 0).map(|part| part.on).min();
            first = [first, begins].into_iter().flatten().min();
            list.push(PortalCover {
                unit: asset::asset(tx, cover.asset_id)?.name(),
                at_no_cost: cover.kind == CoverKind::Uplift,
                from_on: cover.from_on,
                until_on: cover.until_on,
                price: cover.price(),
                list_value: cover.list(),
            });
        }
        shown.push(PortalContract {
            number: row.number.clone(),
            plans,
            covers: list,
            price: Money::new(price_of(&lines, &covers), row.currency),
            first_invoice_on: first,
            exit_right: row.exit_right,
            ended: row.state == ContractState::Ended,
        });
    }
    Ok(shown)
}
