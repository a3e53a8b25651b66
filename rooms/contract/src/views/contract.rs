//! Contracts: the list, one with its cover, and for choice.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{
    self as customer, CustomerId,
    papers::{KeptPaper, kept_paper},
};
use accord_room_order::{self as order, OrderId};
use accord_room_people::paging::{Sort, next_place, sorted};
use accord_room_value::{PlanVersionId, ServicePlanId};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, TaskFacts, Who, Whose, leaf, limit, place};
use crate::{
    id::{ContractId, ContractLineId, ContractState, CoverId},
    record::{
        contract::{
            self as rows, ContractFilter, ContractLineRow, ContractRow, ContractSort, CoverRow, contract,
            count_up_to, covers_of, find_text, lines_of, renewal_of,
        },
        task::tasks_of_contract,
    },
    rules::{
        billing::{Interval, of_months},
        term::{CoverKind, Days},
        window::Window,
    },
    settings,
};

/// A contract in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractRowFacts {
    /// Id.
    pub id: ContractId,
    /// Number.
    pub number: String,
    /// Whose.
    pub customer: Whose,
    /// Its plans.
    pub plans: Vec<String>,
    /// Units.
    pub units: i64,
    /// How it stands.
    pub state: ContractState,
    /// What the paid term comes to.
    pub price: Money,
    /// Civil day of the sale.
    #[schemars(with = "String", extend("format" = "date"))]
    pub sold_on: Date,
    /// First day of cover.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from_on: Option<Date>,
    /// Last day of cover.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until_on: Option<Date>,
}

/// Contracts, the latest sale first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContractList {
    /// Words of its number.
    pub query: Option<String>,
    /// Whose.
    pub customer: Option<CustomerId>,
    /// How they stand.
    pub state: Option<ContractState>,
    /// Which plan.
    pub plan: Option<ServicePlanId>,
    /// Only those whose cover ends within so many days.
    pub ends_within: Option<i64>,
    /// By what they are sorted, with a minus the other way round; the latest sale first when open.
    pub sort: Option<Sort<ContractSort>>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of contracts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractPage {
    /// The rows.
    pub rows: Vec<ContractRowFacts>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
}

impl View for ContractList {
    const NAME: &'static str = "contract.list";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ContractPage> {
        let limit = limit(self.limit)?;
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let after: Option<(Date, Uuid)> = place(own)?;
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let today = settings::today(ctx);
        let days = self.ends_within.map(|days| days.clamp(0, 3_650));
        let filter = ContractFilter {
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            state: self.state,
            plan: self.plan,
            ends: days
                .map(|days| Days { from: today, until: today.checked_add(days.days()).unwrap_or(today) }),
            among: query.map(|query| find_text(tx, query, 200)).transpose()?,
        };
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found =
            rows::list(tx, ctx, &filter, walk, after.map(|(on, id)| (on, ContractId(id))), limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_up_to(tx, ctx, &filter, most))?;
        let last = leaf.rows.last().filter(|_| leaf.more);
        let next = next_place(
            sorted.as_ref(),
            last,
            |row| row.id.into(),
            |row| Some(format!("{}_{}", row.sold_on, row.id)),
        );
        let names = Names::read(tx, Vec::new(), leaf.rows.iter().map(|row| row.customer_id).collect())?;
        let mut rows = Vec::with_capacity(leaf.rows.len());
        for row in leaf.rows {
            rows.push(list_row(tx, &row, &names)?);
        }
        Ok(ContractPage { rows, next, count: leaf.count, count_capped: leaf.count_capped })
    }
}

fn list_row(tx: &mut Tx, row: &ContractRow, names: &Names) -> Outcome<ContractRowFacts> {
    let lines = lines_of(tx, row.id)?;
    let covers: Vec<CoverRow> = covers_of(tx, row.id)?.into_iter().filter(|cover| cover.standing).collect();
    let mut plans: Vec<String> = lines.iter().map(|line| line.plan_name.clone()).collect();
    plans.dedup();
    Ok(ContractRowFacts {
        id: row.id,
        number: row.number.clone(),
        customer: names.whose(row.customer_id),
        plans,
        units: lines.iter().map(|line| line.units).sum(),
        state: row.state,
        price: Money::new(price_of(&lines, &covers), row.currency),
        sold_on: row.sold_on,
        from_on: covers.iter().map(|cover| cover.from_on).min(),
        until_on: covers.iter().map(|cover| cover.until_on).max(),
    })
}

/// What the paid term comes to, in minor units: by the cover where it is made, else by the line.
pub(super) fn price_of(lines: &[ContractLineRow], covers: &[CoverRow]) -> i64 {
    lines
        .iter()
        .map(|line| {
            let own = || covers.iter().filter(|cover| cover.contract_line_id == line.id);
            let mut begun: Vec<AssetId> = own().map(|cover| cover.asset_id).collect();
            begun.dedup();
            let open = line.units - i64::try_from(begun.len()).unwrap_or(0);
            let each = of_months(line.year_minor, line.term_months).unwrap_or(0);
            own().map(|cover| cover.price_minor).sum::<i64>() + each.saturating_mul(open.max(0))
        })
        .sum()
}

/// A stretch of cover.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoverFacts {
    /// Id.
    pub id: CoverId,
    /// What covers.
    pub kind: CoverKind,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from_on: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until_on: Date,
    /// Its price.
    pub price: Money,
    /// What it would be at the list price.
    pub list: Money,
    /// It counts.
    pub standing: bool,
    /// Why it ended before its time.
    pub ended_reason: Option<String>,
}

/// A unit with its cover.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnitFacts {
    /// The unit.
    pub asset: AssetId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// When it was accepted.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
    /// Its stretches of cover, in order.
    pub covers: Vec<CoverFacts>,
}

/// A line of a contract.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractLineFacts {
    /// Id.
    pub id: ContractLineId,
    /// Number.
    pub line_no: i64,
    /// Name of the plan.
    pub plan: String,
    /// Its version.
    pub plan_version: PlanVersionId,
    /// Units.
    pub units: i64,
    /// Units whose cover begins with their acceptance, which is still to come.
    pub waiting: i64,
    /// Price of a year for one unit.
    pub year: Money,
    /// List price of a year for one unit.
    pub list: Money,
    /// Months of the paid term.
    pub term_months: i64,
    /// Whether it covers the warranty at no extra cost, and why.
    pub early_sale: Window,
    /// Last day of the extension by which it does.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub window_until: Option<Date>,
    /// Who approved that extension.
    pub window_by: Option<Who>,
    /// The units.
    pub covered: Vec<UnitFacts>,
}

/// A contract with everything that belongs to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractFacts {
    /// Id.
    pub id: ContractId,
    /// Number.
    pub number: String,
    /// Whose.
    pub customer: Whose,
    /// The order with which it was bought.
    pub order: Option<OrderId>,
    /// Its number.
    pub order_number: Option<String>,
    /// The quote with which it was offered.
    pub quote: Option<Uuid>,
    /// How it stands.
    pub state: ContractState,
    /// What the paid term comes to.
    pub price: Money,
    /// How often it is invoiced.
    pub billing: Interval,
    /// The customer may leave before the paid term begins.
    pub exit_right: bool,
    /// Civil day of the sale.
    #[schemars(with = "String", extend("format" = "date"))]
    pub sold_on: Date,
    /// Who sold it.
    pub sold_by: Option<Who>,
    /// The last day, when it ended before its time.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ended_on: Option<Date>,
    /// Why.
    pub ended_reason: Option<String>,
    /// The contract before.
    pub renews: Option<ContractId>,
    /// Its number.
    pub renews_number: Option<String>,
    /// The contract after.
    pub renewed_by: Option<ContractId>,
    /// Its number.
    pub renewed_by_number: Option<String>,
    /// Its lines.
    pub lines: Vec<ContractLineFacts>,
    /// What is to be done.
    pub tasks: Vec<TaskFacts>,
    /// It is kept as a document as it was concluded.
    pub concluded: bool,
    /// Today in the company's zone.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
    /// Row version.
    pub version: i64,
}

/// One contract.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneContract {
    /// The contract.
    pub contract: ContractId,
}

impl View for OneContract {
    const NAME: &'static str = "contract.one";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ContractFacts> {
        let row = contract(tx, self.contract)?;
        let lines = lines_of(tx, row.id)?;
        let covers = covers_of(tx, row.id)?;
        let persons = lines.iter().filter_map(|line| line.window_by).chain(row.sold_by).collect();
        let names = Names::read(tx, persons, vec![row.customer_id])?;
        let standing: Vec<CoverRow> = covers.iter().filter(|cover| cover.standing).cloned().collect();
        let price = Money::new(price_of(&lines, &standing), row.currency);
        let mut shown = Vec::with_capacity(lines.len());
        for line in &lines {
            shown.push(line_facts(tx, &row, line, &covers, &names)?);
        }
        let before = row.renews_id.map(|id| contract(tx, id)).transpose()?;
        let next = renewal_of(tx, row.id)?;
        let task_rows = tasks_of_contract(tx, row.id)?;
        let order_row = row.order_id.map(|id| order::find(tx, id)).transpose()?;
        Ok(ContractFacts {
            id: row.id,
            number: row.number.clone(),
            customer: names.whose(row.customer_id),
            order: row.order_id,
            order_number: order_row.map(|row| row.number),
            quote: row.quote_id,
            state: row.state,
            price,
            billing: row.billing,
            exit_right: row.exit_right,
            sold_on: row.sold_on,
            sold_by: names.maybe(row.sold_by),
            ended_on: row.ended_on,
            ended_reason: row.ended_reason.clone(),
            renews: row.renews_id,
            renews_number: before.map(|row| row.number),
            renewed_by: next.as_ref().map(|row| row.id),
            renewed_by_number: next.map(|row| row.number),
            lines: shown,
            tasks: super::tasks::shown(tx, ctx, &task_rows)?,
            concluded: concluded(tx, &lines)?.is_some(),
            today: settings::today(ctx),
            version: row.version,
        })
    }
}

/// The document that is kept of a contract as it was concluded: the latest, when more was bought later.
pub(super) fn concluded(tx: &mut Tx, lines: &[ContractLineRow]) -> Outcome<Option<KeptPaper>> {
    for line in lines.iter().rev() {
        if let Some(kept) = kept_paper(tx, line.id)? {
            return Ok(Some(kept));
        }
    }
    Ok(None)
}

fn line_facts(
    tx: &mut Tx,
    row: &ContractRow,
    line: &ContractLineRow,
    covers: &[CoverRow],
    names: &Names,
) -> Outcome<ContractLineFacts> {
    let mut by_unit: BTreeMap<AssetId, Vec<CoverFacts>> = BTreeMap::new();
    for cover in covers.iter().filter(|cover| cover.contract_line_id == line.id) {
        by_unit.entry(cover.asset_id).or_default().push(CoverFacts {
            id: cover.id,
            kind: cover.kind,
            from_on: cover.from_on,
            until_on: cover.until_on,
            price: cover.price(),
            list: cover.list(),
            standing: cover.standing,
            ended_reason: cover.ended_reason.clone(),
        });
    }
    let mut covered = Vec::with_capacity(by_unit.len());
    for (id, covers) in by_unit {
        let unit = asset::asset(tx, id)?;
        covered.push(UnitFacts {
            asset: id,
            number: unit.number.clone(),
            name: unit.name(),
            accepted_on: unit.accepted_on,
            covers,
        });
    }
    let waiting = line.units - i64::try_from(covered.len()).unwrap_or(0);
    Ok(ContractLineFacts {
        id: line.id,
        line_no: line.line_no,
        plan: line.plan_name.clone(),
        plan_version: line.plan_version_id,
        units: line.units,
        waiting: waiting.max(0),
        year: Money::new(line.year_minor, row.currency),
        list: Money::new(line.list_minor, row.currency),
        term_months: line.term_months,
        early_sale: line.early_sale,
        window_until: line.window_until,
        window_by: names.maybe(line.window_by),
        covered,
    })
}

/// A contract for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractChoice {
    /// Id.
    pub id: ContractId,
    /// What to show.
    pub label: String,
}

/// Contracts for choice: by words, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContractChoices {
    /// Words of the number.
    pub query: Option<String>,
    /// One by its id.
    pub id: Option<ContractId>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
}

impl View for ContractChoices {
    const NAME: &'static str = "contract.choices";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ContractChoice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(contract(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ContractChoice>> {
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let among = match (self.id, query) {
            (Some(id), _) => Some(vec![id]),
            (None, Some(query)) => Some(find_text(tx, query, 50)?),
            (None, None) => None,
        };
        let filter = ContractFilter { customer: self.customer, among, ..ContractFilter::default() };
        let found = rows::list(tx, ctx, &filter, None, None, 20)?;
        let names = Names::read(tx, Vec::new(), found.iter().map(|row| row.customer_id).collect())?;
        let label = |row: &ContractRow| format!("{} · {}", row.number, names.whose(row.customer_id).name);
        Ok(found.iter().map(|row| ContractChoice { id: row.id, label: label(row) }).collect())
    }
}
