//! What falls due to be invoiced, for the company's accounting. Accord does no accounting (R16).

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Whose};
use crate::{
    id::ContractId,
    record::contract::{ContractRow, CoverRow, contract, covers_between, line},
    rules::{
        billing::{Part, parts},
        term::{CoverKind, Days, days},
    },
    settings,
};

/// Most stretches of cover looked at for one answer.
const COVERS_MAX: i64 = 5_000;

/// A sum that falls due to be invoiced.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BillingRow {
    /// The day on which it is due to be invoiced.
    #[schemars(with = "String", extend("format" = "date"))]
    pub invoice_on: Date,
    /// Whose.
    pub customer: Whose,
    /// The contract.
    pub contract: ContractId,
    /// Its number.
    pub number: String,
    /// Name of the plan.
    pub plan: String,
    /// Name of the unit.
    pub unit: String,
    /// What covers.
    pub kind: CoverKind,
    /// First day that it covers.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from_on: Date,
    /// Last day that it covers.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until_on: Date,
    /// The sum; nought through the warranty.
    pub amount: Money,
    /// What it is worth at the list price.
    pub list_value: Money,
}

/// Sums that fall due to be invoiced in a period, by day.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Billing {
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// First day; the first of this month when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day; a year after the first when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
}

/// What is due to be invoiced.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BillingPage {
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// The rows by day.
    pub rows: Vec<BillingRow>,
    /// Their sums, by currency.
    pub sums: Vec<Money>,
}

impl View for Billing {
    const NAME: &'static str = "contract.billing";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BillingPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<BillingPage> {
        let from = self.from.unwrap_or_else(|| settings::today(ctx).first_of_month());
        let to = self.to.unwrap_or_else(|| from.checked_add(12.months()).unwrap_or(from));
        let customer = self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id);
        let window = Days { from, until: to };
        let covers = covers_between(tx, ctx, customer, window, COVERS_MAX)?;
        let names = Names::read(tx, Vec::new(), covers.iter().map(|cover| cover.customer_id).collect())?;
        let mut rows = Vec::new();
        for cover in &covers {
            let row = contract(tx, cover.contract_id)?;
            let due: Vec<Part> =
                schedule(&row, cover).into_iter().filter(|part| window.has(part.on)).collect();
            if due.is_empty() {
                continue;
            }
            let plan = line(tx, cover.contract_line_id)?.plan_name;
            let unit = asset::asset(tx, cover.asset_id)?.name();
            rows.extend(due.into_iter().map(|part| BillingRow {
                invoice_on: part.on,
                customer: names.whose(cover.customer_id),
                contract: row.id,
                number: row.number.clone(),
                plan: plan.clone(),
                unit: unit.clone(),
                kind: cover.kind,
                from_on: part.on,
                until_on: part.until,
                amount: Money::new(part.minor, cover.currency),
                list_value: Money::new(part.list_minor, cover.currency),
            }));
        }
        rows.sort_by(|a, b| (a.invoice_on, &a.number, &a.unit).cmp(&(b.invoice_on, &b.number, &b.unit)));
        let mut sums: Vec<Money> = Vec::new();
        for row in &rows {
            match sums.iter_mut().find(|sum| sum.currency == row.amount.currency) {
                Some(sum) => sum.minor = sum.minor.saturating_add(row.amount.minor),
                None => sums.push(row.amount),
            }
        }
        Ok(BillingPage { from, to, rows, sums })
    }
}

/// The parts of a stretch of cover. Of cover that was cut short, those that begin before its end: what was invoiced for
/// days that are not covered any more is for accounting to give back.
pub(super) fn schedule(row: &ContractRow, cover: &CoverRow) -> Vec<Part> {
    let all = parts(cover.anchor_on, cover.months(), row.billing, cover.price_minor, cover.list_minor);
    let whole = days(cover.anchor_on, cover.months());
    let mut all = all.unwrap_or_default();
    if whole.is_some_and(|whole| whole.until > cover.until_on) {
        all.retain(|part| part.on <= cover.until_on);
    }
    all
}
