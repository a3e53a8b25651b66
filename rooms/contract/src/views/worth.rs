//! What a contract gave (R48), and what the customer's money came from (R68).

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Currency, Money, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId, OutageState};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_order::{self as order, LineKind, OrderState};
use accord_room_people::PersonId;
use accord_room_pipeline::SaleContributions;
use accord_room_value as value;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, billing::schedule, contract::price_of};
use crate::{
    id::{ContractId, ContractLineId, ContractState},
    record::{
        contract::{
            AgreedBasis, ContractLineRow, ContractRow, CoverRow, contract, contracts_of_customer, covers_of,
            lines_of,
        },
        offer::decision,
    },
    rules::worth::{Agreed, Handled, gave},
    settings,
};

/// Most orders that are counted.
const ORDERS_MAX: i64 = 10_000;

/// An outage that was handled within the contract.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HandledOutage {
    /// Name of the unit.
    pub unit: String,
    /// The unit.
    pub asset: AssetId,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// When it ended; open when that is not known.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// What caused it; may be empty.
    pub cause: String,
    /// The plan does not cover its cause: it is not counted.
    pub excluded: bool,
}

/// What was agreed for some units of a contract, and what their outages come to on it. A stop of one unit costs another
/// sum than a stop of the next, so each outage counts on the basis of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BasisFacts {
    /// The plans that were bought on it.
    pub plans: Vec<String>,
    /// Names of the units that they cover; none before the first cover is made.
    pub units: Vec<String>,
    /// What was agreed.
    pub agreed: AgreedBasis,
    /// How many outages of these units count.
    pub counted: i64,
    /// What an outage costs less with the plan; open without the customer's own number.
    pub avoided_each: Option<Money>,
    /// Of all of these that count.
    pub avoided: Option<Money>,
}

/// What a contract gave for what it cost, on the basis that was agreed at the sale.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementFacts {
    /// The contract.
    pub contract: ContractId,
    /// Its number.
    pub number: String,
    /// Whose.
    pub customer: Whose,
    /// The day of the statement.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// What was agreed of its value: one basis for the units for which the same was agreed.
    pub bases: Vec<BasisFacts>,
    /// Outages while it stood.
    pub outages: Vec<HandledOutage>,
    /// How many count.
    pub counted: i64,
    /// Of all that count, each on the basis of its own unit; open until the first day of cover, and where an outage
    /// counts for which no basis was agreed.
    pub avoided: Option<Money>,
    /// Price of the paid term.
    pub price: Money,
    /// Less the price.
    pub net: Option<Money>,
    /// Net over price in per cent.
    #[schemars(with = "Option<String>")]
    pub roi_percent: Option<Decimal>,
    /// What was invoiced until the day of the statement.
    pub invoiced: Money,
    /// List value of what was given at no extra cost until then.
    pub given: Money,
    /// The day of the first invoice.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_invoice_on: Option<Date>,
}

/// What a contract gave (R48).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueStatement {
    /// The contract.
    pub contract: ContractId,
}

impl View for ValueStatement {
    const NAME: &'static str = "contract.statement";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StatementFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<StatementFacts> {
        let row = contract(tx, self.contract)?;
        statement(tx, ctx, &row)
    }
}

/// What a contract gave until today.
pub(super) fn statement(tx: &mut Tx, ctx: &Context, row: &ContractRow) -> Outcome<StatementFacts> {
    let lines = lines_of(tx, row.id)?;
    let covers: Vec<CoverRow> = covers_of(tx, row.id)?.into_iter().filter(|one| one.standing).collect();
    let names = Names::read(tx, Vec::new(), vec![row.customer_id])?;
    let on = settings::today(ctx);
    let handled = handled(tx, &lines, &covers, ctx.now)?;
    let bases = bases(tx, row.currency, &lines, &covers, &handled)?;
    let outages: Vec<HandledOutage> = handled.into_iter().map(|(_, outage)| outage).collect();
    let counted = bases.iter().map(|basis| basis.counted).sum();
    let price = Money::new(price_of(&lines, &covers), row.currency);
    let parts: Vec<Handled> = bases
        .iter()
        .map(|one| Handled { agreed: agreed_terms(&one.agreed, row.currency), outages: one.counted })
        .collect();
    let worth = gave(&parts, row.currency.digits(), price.amount());
    // Before its first day of cover a plan neither gave nor cost anything.
    let so_far = worth.filter(|_| covers.iter().any(|cover| cover.from_on <= on));
    let money = |amount: Decimal| Money::from_decimal_rounded(amount, row.currency);
    let mut invoiced = 0_i64;
    let mut given = 0_i64;
    let mut first: Option<Date> = None;
    for cover in &covers {
        for part in schedule(row, cover) {
            if part.minor > 0 && first.is_none_or(|first| part.on < first) {
                first = Some(part.on);
            }
            if part.on <= on {
                invoiced = invoiced.saturating_add(part.minor);
                given = given.saturating_add(if part.minor == 0 { part.list_minor } else { 0 });
            }
        }
    }
    Ok(StatementFacts {
        contract: row.id,
        number: row.number.clone(),
        customer: names.whose(row.customer_id),
        on,
        bases,
        outages,
        counted,
        avoided: so_far.and_then(|worth| money(worth.avoided)),
        price,
        net: so_far.and_then(|worth| money(worth.net)),
        roi_percent: so_far.and_then(|worth| worth.roi_percent),
        invoiced: Money::new(invoiced, row.currency),
        given: Money::new(given, row.currency),
        first_invoice_on: first,
    })
}

/// The bases of a contract's lines, with the outages that count on each: lines for which the same was agreed are one.
fn bases(
    tx: &mut Tx,
    currency: Currency,
    lines: &[ContractLineRow],
    covers: &[CoverRow],
    handled: &[(ContractLineId, HandledOutage)],
) -> Outcome<Vec<BasisFacts>> {
    let mut found: Vec<BasisFacts> = Vec::new();
    for line in lines {
        let place = found.iter().position(|basis| basis.agreed == line.agreed.0).unwrap_or(found.len());
        if place == found.len() {
            found.push(BasisFacts {
                plans: Vec::new(),
                units: Vec::new(),
                agreed: line.agreed.0.clone(),
                counted: 0,
                avoided_each: None,
                avoided: None,
            });
        }
        let Some(basis) = found.get_mut(place) else { continue };
        if !basis.plans.contains(&line.plan_name) {
            basis.plans.push(line.plan_name.clone());
        }
        let mut units: Vec<AssetId> = covers
            .iter()
            .filter(|cover| cover.contract_line_id == line.id)
            .map(|cover| cover.asset_id)
            .collect();
        units.dedup();
        for id in units {
            basis.units.push(asset::asset(tx, id)?.name());
        }
        let counted = handled.iter().filter(|(of, outage)| *of == line.id && !outage.excluded).count();
        basis.counted += i64::try_from(counted).unwrap_or(0);
    }
    for basis in &mut found {
        let avoids = agreed_terms(&basis.agreed, currency).and_then(|terms| terms.avoids(basis.counted));
        if let Some((each, all)) = avoids {
            basis.avoided_each = Money::from_decimal_rounded(each, currency);
            basis.avoided = Money::from_decimal_rounded(all, currency);
        }
    }
    Ok(found)
}

/// What was agreed, when all of it is known and in the contract's currency.
fn agreed_terms(agreed: &AgreedBasis, currency: Currency) -> Option<Agreed> {
    let cost = agreed.stop_cost_per_day.filter(|cost| cost.currency == currency)?;
    Some(Agreed {
        stop_cost_per_day: cost.amount(),
        hours_without: agreed.hours_without?,
        hours_with: agreed.hours_with?,
        digits: currency.digits(),
    })
}

/// The outages that began while the contract covered their unit, each with the line that covered it.
fn handled(
    tx: &mut Tx,
    lines: &[ContractLineRow],
    covers: &[CoverRow],
    now: Timestamp,
) -> Outcome<Vec<(ContractLineId, HandledOutage)>> {
    let mut excluded: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for line in lines {
        let version = value::plan_version(tx, line.plan_version_id)?;
        excluded.insert(line.id, version.excluded_causes.0);
    }
    let mut units: Vec<AssetId> = covers.iter().map(|cover| cover.asset_id).collect();
    units.sort_unstable();
    units.dedup();
    let mut found = Vec::new();
    for id in units {
        let unit = asset::asset(tx, id)?;
        for outage in asset::outages(tx, id)? {
            if outage.state == OutageState::Withdrawn || outage.began_at > now {
                continue;
            }
            let within = covers.iter().find(|cover| {
                cover.asset_id == id && cover.from_at <= outage.began_at && outage.began_at < cover.until_at
            });
            let Some(cover) = within else { continue };
            let not_covered = excluded.get(&cover.contract_line_id);
            let same = |cause: &String| {
                accord_store::search::fold(cause) == accord_store::search::fold(&outage.cause)
            };
            let handled = HandledOutage {
                unit: unit.name(),
                asset: id,
                began_at: outage.began_at,
                ended_at: outage.ended_at,
                excluded: not_covered.is_some_and(|causes| causes.iter().any(same)),
                cause: outage.cause,
            };
            found.push((cover.contract_line_id, handled));
        }
    }
    found.sort_by_key(|(_, one)| (one.began_at, one.asset));
    Ok(found)
}

/// Somebody who had a part in a customer's revenue.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Contribution {
    /// Who.
    pub person: Who,
    /// What they did: words `contribution-<word>`.
    pub did: Vec<String>,
}

/// Sums of one currency. They add up to the total.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RevenueSums {
    /// What was ordered first.
    pub first_sale: Money,
    /// Service contracts that were bought.
    pub contract: Money,
    /// Contracts that went on.
    pub kept: Money,
    /// What was ordered later.
    pub growth: Money,
    /// Everything.
    pub total: Money,
}

/// What a customer's money came from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RevenueFacts {
    /// Whose.
    pub customer: Whose,
    /// By currency.
    pub sums: Vec<RevenueSums>,
    /// Whoever of both functions had a part in it.
    pub contributions: Vec<Contribution>,
}

/// What a customer's money came from: first sale, contracts, what was kept, growth; and who had a part in it (R68).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revenue {
    /// The customer.
    pub customer: CustomerId,
}

#[derive(Default, Clone, Copy)]
struct Minor {
    first: i64,
    contract: i64,
    kept: i64,
    growth: i64,
}

impl View for Revenue {
    const NAME: &'static str = "contract.revenue";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RevenueFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<RevenueFacts> {
        let account = customer::load(tx, self.customer)?;
        let mut sums: BTreeMap<&str, (Currency, Minor)> = BTreeMap::new();
        let mut did: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
        let mut note = |person: Option<PersonId>, word: &str| {
            if let Some(person) = person {
                let list = did.entry(person).or_default();
                if !list.iter().any(|known| known == word) {
                    list.push(word.to_owned());
                }
            }
        };
        let contracts = contracts_of_customer(tx, account.id)?;
        let mut charges = Vec::new();
        for row in &contracts {
            let lines = lines_of(tx, row.id)?;
            charges.extend(lines.iter().filter_map(|line| line.charge_line_id));
            let covers: Vec<CoverRow> =
                covers_of(tx, row.id)?.into_iter().filter(|cover| cover.standing).collect();
            if row.state == ContractState::Ended && covers.is_empty() {
                continue;
            }
            let minor = price_of(&lines, &covers);
            let sum = of(&mut sums, row.currency);
            if row.renews_id.is_some() {
                sum.kept += minor;
                note(row.sold_by, "kept");
            } else {
                sum.contract += minor;
                note(row.sold_by, "contract");
            }
            for line in &lines {
                if let Some(id) = line.decision_id {
                    note(decision(tx, id)?.offered_by, "offered");
                }
            }
        }
        let mut orders = order::of_customer(tx, account.id, ORDERS_MAX)?;
        orders.retain(|row| row.state != OrderState::Cancelled);
        orders.sort_by_key(|row| (row.ordered_on, row.entered_at, row.id));
        let first = orders.first().map(|row| row.id);
        for row in &orders {
            let lines = order::lines(tx, row.id)?;
            let sold = |line: &&order::Line| {
                let taken = line.cancels_line_id.unwrap_or(line.id);
                !charges.contains(&line.id) && !charges.contains(&taken)
            };
            let minor: i64 = lines
                .iter()
                .filter(sold)
                .map(
                    |line| if line.kind == LineKind::Cancellation { -line.net_minor } else { line.net_minor },
                )
                .sum();
            let sum = of(&mut sums, row.currency);
            if Some(row.id) == first {
                sum.first += minor;
                note(row.entered_by, "first_sale");
            } else {
                sum.growth += minor;
                note(row.entered_by, "growth");
            }
        }
        let team = customer::team(tx, account.id)?;
        note(team.sales.owner, "looks_after");
        note(team.after_sales.owner, "looks_after");
        for source in ctx.registry.extensions::<SaleContributions>() {
            for (person, word) in (source.of)(tx, account.id)? {
                note(Some(person), word);
            }
        }
        let names = Names::read(tx, did.keys().copied().collect(), vec![account.id])?;
        Ok(RevenueFacts {
            customer: names.whose(account.id),
            sums: sums.into_values().map(|(currency, sum)| shown(currency, sum)).collect(),
            contributions: did
                .into_iter()
                .map(|(person, did)| Contribution { person: names.who(person), did })
                .collect(),
        })
    }
}

fn of<'m>(sums: &'m mut BTreeMap<&str, (Currency, Minor)>, currency: Currency) -> &'m mut Minor {
    &mut sums.entry(currency.code()).or_insert((currency, Minor::default())).1
}

fn shown(currency: Currency, sum: Minor) -> RevenueSums {
    let money = |minor| Money::new(minor, currency);
    RevenueSums {
        first_sale: money(sum.first),
        contract: money(sum.contract),
        kept: money(sum.kept),
        growth: money(sum.growth),
        total: money(sum.first + sum.contract + sum.kept + sum.growth),
    }
}
