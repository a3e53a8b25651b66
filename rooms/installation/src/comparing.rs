//! Bought, expected, delivered: read from the rooms that know, nothing typed twice (R27). A room above says what it
//! delivered by registering a [`DeliveredSource`].

use accord_kernel::{Context, Money, Outcome};
use accord_room_asset::{self as asset, AssetId};
use accord_room_contract::{
    ContractId,
    record::contract::{ContractRow, contract, covers_of, lines_of, of_order as contracts_of_order},
};
use accord_room_customer::CustomerId;
use accord_room_order::{self as order, LineKind, LineState, Order, OrderId};
use accord_room_pipeline as pipeline;
use accord_room_promise::{self as promise, PromiseRow, State};
use accord_room_value as value;
use accord_store::Tx;
use jiff::{Unit, civil::Date};
use uuid::Uuid;

use crate::{
    id::{GapState, InstallationState, PlanKind, ServiceKind},
    neighbours::{day_in, today_at, zone_of},
    record::{
        delivered::{Gap, expectations, gaps, plan_services, services_done},
        plan::{Installation, of_asset, of_order},
        training::{courses_of, trained},
    },
    rules::columns::{self, Counted, Expected, Found, Met, ThingKind, by_months},
};

/// What is compared: an order with its contracts, or a contract without an order.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The customer.
    pub customer: CustomerId,
    /// The order.
    pub order: Option<Order>,
    /// Its contracts.
    pub contracts: Vec<ContractRow>,
    /// Its plans.
    pub plans: Vec<Installation>,
    /// Its units.
    pub units: Vec<AssetId>,
}

impl Scope {
    /// The id under which agreements about gaps are kept.
    pub fn id(&self) -> Uuid {
        let contract = || self.contracts.first().map(|row| row.id.0);
        self.order.as_ref().map(|row| row.id.0).or_else(contract).unwrap_or_default()
    }
}

/// Something that was done for a contract.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// What.
    pub kind: ServiceKind,
    /// By which contract, when it is known; else it counts for the one that covers the unit.
    pub contract: Option<ContractId>,
    /// On which unit.
    pub unit: Option<AssetId>,
    /// On which day.
    pub on: Date,
    /// What it is called.
    pub label: String,
}

/// What a room above delivered: `registry.extend(DeliveredSource { … })`.
#[derive(Debug, Clone, Copy)]
pub struct DeliveredSource {
    /// Stable word.
    pub word: &'static str,
    /// What was delivered for a scope.
    pub delivered: fn(&mut Tx, &Context, &Scope) -> Outcome<Vec<Delivery>>,
}

/// A counted thing with its words.
#[derive(Debug, Clone)]
pub struct Thing {
    /// As the rule counts it.
    pub counted: Counted,
    /// What it is called.
    pub what: String,
    /// The last day on which some of it was delivered.
    pub last_on: Option<Date>,
}

/// An expectation with its words.
#[derive(Debug, Clone)]
pub struct Hoped {
    /// As the rule sees it.
    pub expected: Expected,
    /// The words.
    pub what: String,
    /// When it was said, or is due.
    pub on: Option<Date>,
}

/// A gap with what was agreed about it.
#[derive(Debug, Clone)]
pub struct FoundGap {
    /// The gap.
    pub found: Found,
    /// What it is about, in words.
    pub what: String,
    /// What was agreed.
    pub agreed: Option<Gap>,
}

impl FoundGap {
    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.agreed.as_ref().is_none_or(|gap| gap.state != GapState::Closed)
    }
}

/// The three columns.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What was bought, with how much of it was delivered.
    pub things: Vec<Thing>,
    /// What was expected.
    pub hoped: Vec<Hoped>,
    /// The gaps.
    pub gaps: Vec<FoundGap>,
}

/// The scope of an order.
///
/// # Errors
/// Absent.
pub fn scope_of_order(tx: &mut Tx, id: OrderId) -> Outcome<Scope> {
    let row = order::find(tx, id)?;
    let contracts = contracts_of_order(tx, id)?;
    let plans: Vec<Installation> =
        of_order(tx, id)?.into_iter().filter(|row| row.state != InstallationState::Cancelled).collect();
    let units = plans.iter().filter_map(|row| row.asset_id).collect();
    Ok(Scope { customer: row.customer_id, order: Some(row), contracts, plans, units })
}

/// The scope of a contract: that of its order, when it has one.
///
/// # Errors
/// Absent.
pub fn scope_of_contract(tx: &mut Tx, id: ContractId) -> Outcome<Scope> {
    let row = contract(tx, id)?;
    if let Some(order) = row.order_id {
        return scope_of_order(tx, order);
    }
    let mut units: Vec<AssetId> = covers_of(tx, id)?.into_iter().map(|cover| cover.asset_id).collect();
    units.dedup();
    let mut plans = Vec::new();
    for unit in &units {
        plans.extend(of_asset(tx, *unit)?);
    }
    Ok(Scope { customer: row.customer_id, order: None, contracts: vec![row], plans, units })
}

/// Compares what was bought, expected and delivered.
///
/// # Errors
/// What the database refuses.
pub fn compare(tx: &mut Tx, ctx: &Context, scope: &Scope) -> Outcome<Compared> {
    let site = scope.order.as_ref().and_then(|row| row.site_id);
    let today = today_at(tx, ctx, site)?;
    let mut things = goods(tx, scope, today)?;
    things.extend(services(tx, ctx, scope, today)?);
    let mut hoped = profiles(tx, scope)?;
    hoped.extend(said(tx, scope)?);
    hoped.extend(promised(tx, ctx, scope)?);
    hoped.extend(criteria(tx, scope)?);
    let agreed = gaps(tx, scope.id())?;
    // What was talked about and settled in words is met.
    for one in &mut hoped {
        let settled =
            agreed.iter().any(|gap| gap.gap_key == one.expected.key && gap.state == GapState::Closed);
        let by_words = matches!(one.expected.kind, ThingKind::Said | ThingKind::Profile);
        if settled && by_words {
            one.expected.met = Met::Yes;
        }
    }
    let counted: Vec<Counted> = things.iter().map(|thing| thing.counted.clone()).collect();
    let expected: Vec<Expected> = hoped.iter().map(|one| one.expected.clone()).collect();
    let found = columns::gaps(&counted, &expected)
        .into_iter()
        .map(|found| {
            let words = |key: &str| {
                let thing = things.iter().find(|one| one.counted.key == key).map(|one| one.what.clone());
                let hope = || hoped.iter().find(|one| one.expected.key == key).map(|one| one.what.clone());
                thing.or_else(hope).unwrap_or_default()
            };
            FoundGap {
                what: words(&found.key),
                agreed: agreed.iter().find(|gap| gap.gap_key == found.key).cloned(),
                found,
            }
        })
        .collect();
    Ok(Compared { things, hoped, gaps: found })
}

fn thing(key: String, kind: ThingKind, what: String, numbers: [i64; 3], last_on: Option<Date>) -> Thing {
    let [bought, due_by_now, delivered] = numbers;
    Thing { counted: Counted { key, kind, bought, due_by_now, delivered, worth: None }, what, last_on }
}

fn goods(tx: &mut Tx, scope: &Scope, today: Date) -> Outcome<Vec<Thing>> {
    let Some(of) = &scope.order else { return Ok(Vec::new()) };
    let lines = order::lines(tx, of.id)?;
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Goods && line.state != LineState::Cancelled)
    {
        let bought = (order::left_milli(&lines, line) / 1_000).max(1);
        // Software is not shipped: it is there when it is live.
        let live = scope.plans.iter().any(|row| {
            row.line_id == Some(line.id)
                && row.kind == PlanKind::Implement
                && row.state == InstallationState::Finished
        });
        let there = if line.state == LineState::Shipped || live { bought } else { 0 };
        let due = line.first_committed_on.or(line.committed_on).is_some_and(|on| on < today) || there > 0;
        let due = if due { bought } else { 0 };
        found.push(thing(
            format!("line:{}", line.id),
            ThingKind::Goods,
            line.description.clone(),
            [bought, due, there],
            line.shipped_on,
        ));
        let plans: Vec<&Installation> =
            scope.plans.iter().filter(|row| row.line_id == Some(line.id)).collect();
        let count = |test: &dyn Fn(&Installation) -> bool| {
            i64::try_from(plans.iter().filter(|row| test(row)).count()).unwrap_or(i64::MAX)
        };
        if plans.is_empty() {
            continue;
        }
        let done = |row: &Installation| row.state == InstallationState::Finished;
        let late = |row: &Installation| done(row) || row.planned_until.is_some_and(|until| until < today);
        found.push(thing(
            format!("accepted:{}", line.id),
            ThingKind::Accepted,
            line.description.clone(),
            [count(&|_| true), count(&late), count(&done)],
            plans.iter().filter_map(|row| row.finished_on).max(),
        ));
        for plan in plans.iter().filter(|row| row.kind == PlanKind::Implement && row.seats > 0) {
            let taught = trained(tx, plan.id)?.min(plan.seats);
            let due = if late(plan) { plan.seats } else { 0 };
            let last = courses_of(tx, plan.id)?.iter().filter_map(|course| course.held_on).max();
            found.push(thing(
                format!("training:{}", plan.id),
                ThingKind::Training,
                plan.title.clone(),
                [plan.seats, due, taught],
                last,
            ));
        }
    }
    Ok(found)
}

/// Cover, and what plans include by count.
fn services(tx: &mut Tx, ctx: &Context, scope: &Scope, today: Date) -> Outcome<Vec<Thing>> {
    let mut done: Vec<Delivery> = Vec::new();
    for source in ctx.registry.extensions::<DeliveredSource>() {
        done.extend((source.delivered)(tx, ctx, scope)?);
    }
    let mut found = Vec::new();
    for of in &scope.contracts {
        for row in services_done(tx, of.id)? {
            done.push(Delivery {
                kind: row.kind,
                contract: Some(of.id),
                unit: row.asset_id,
                on: row.on_day,
                label: row.words,
            });
        }
        let covers: Vec<_> = covers_of(tx, of.id)?.into_iter().filter(|cover| cover.standing).collect();
        for line in lines_of(tx, of.id)? {
            let own: Vec<_> = covers.iter().filter(|cover| cover.contract_line_id == line.id).collect();
            let mut units: Vec<AssetId> = own.iter().map(|cover| cover.asset_id).collect();
            units.dedup();
            let begun = i64::try_from(units.len()).unwrap_or(0);
            let first = own.iter().map(|cover| cover.from_on).min();
            found.push(thing(
                format!("cover:{}", line.id),
                ThingKind::Cover,
                line.plan_name.clone(),
                [line.units, begun, begun],
                first,
            ));
            let Some(from) = first else { continue };
            for service in plan_services(tx, line.plan_version_id)? {
                let (mut bought, mut due) = (0, 0);
                for unit in &units {
                    let months: i64 = own
                        .iter()
                        .filter(|cover| cover.asset_id == *unit)
                        .map(|cover| cover.to_month - cover.from_month)
                        .sum();
                    let began =
                        own.iter().filter(|cover| cover.asset_id == *unit).map(|cover| cover.from_on).min();
                    let (all, now) =
                        by_months(service.per_year, months, months_gone(began.unwrap_or(from), today));
                    bought += all;
                    due += now;
                }
                let mine = |one: &&Delivery| {
                    one.kind == service.kind
                        && one.on >= from
                        && one.contract.is_none_or(|id| id == of.id)
                        && one.unit.is_none_or(|unit| units.contains(&unit))
                };
                let made: Vec<&Delivery> = done.iter().filter(mine).collect();
                let made_n = i64::try_from(made.len()).unwrap_or(i64::MAX);
                let last = made.iter().map(|one| one.on).max();
                let mut counted = thing(
                    format!("service:{}:{}", line.id, service.kind.word()),
                    ThingKind::Service,
                    ctx.tongue().say(&service.kind.message()).into_owned(),
                    [bought, due, made_n],
                    last,
                );
                counted.counted.worth = service.worth();
                found.push(counted);
            }
        }
    }
    Ok(found)
}

/// Whole months from one day to another; none backwards.
fn months_gone(from: Date, today: Date) -> i64 {
    if today <= from {
        return 0;
    }
    let span = from.until((Unit::Month, today)).unwrap_or_default();
    i64::from(span.get_months())
}

fn hope(key: String, kind: ThingKind, agreed: bool, met: Met, what: String, on: Option<Date>) -> Hoped {
    Hoped { expected: Expected { key, kind, agreed, met }, what, on }
}

/// Why they bought and what they want of it, as the value profiles have it.
fn profiles(tx: &mut Tx, scope: &Scope) -> Outcome<Vec<Hoped>> {
    let products: Vec<_> = scope.plans.iter().filter_map(|row| row.product_id).collect();
    let mut found = Vec::new();
    for row in value::profiles_of(tx, scope.customer)? {
        let ours = row.product_id.is_none_or(|id| products.contains(&id))
            && row.asset_id.is_none_or(|id| scope.units.contains(&id));
        if !ours {
            continue;
        }
        for (name, words) in [("outcome", &row.outcome), ("expectation", &row.expectation)] {
            if let Some(words) = words {
                let key = format!("profile:{}:{name}", row.id);
                let on = Some(row.reviewed_on);
                found.push(hope(key, ThingKind::Profile, false, Met::Open, words.clone(), on));
            }
        }
    }
    Ok(found)
}

fn said(tx: &mut Tx, scope: &Scope) -> Outcome<Vec<Hoped>> {
    let contracts: Vec<ContractId> = scope.contracts.iter().map(|row| row.id).collect();
    let rows = expectations(tx, scope.order.as_ref().map(|row| row.id), &contracts)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let key = format!("said:{}", row.id);
            hope(key, ThingKind::Said, row.in_contract, Met::Open, row.words, Some(row.said_on))
        })
        .collect())
}

fn promised(tx: &mut Tx, ctx: &Context, scope: &Scope) -> Outcome<Vec<Hoped>> {
    let mut rows: Vec<PromiseRow> = Vec::new();
    if let Some(of) = &scope.order {
        rows.extend(promise::about(tx, "order", of.id)?);
        for line in order::lines(tx, of.id)? {
            rows.extend(promise::about(tx, "order_line", line.id)?);
        }
    }
    for unit in &scope.units {
        rows.extend(promise::about(tx, "asset", *unit)?);
    }
    for plan in &scope.plans {
        rows.extend(promise::about(tx, "installation", plan.id)?);
    }
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    let found = rows.into_iter().filter(|row| row.state != State::Released).map(|row| {
        let met = match row.state {
            State::Kept => Met::Yes,
            State::KeptLate | State::Broken => Met::No,
            State::Open | State::Released if row.is_late(ctx.now) => Met::No,
            State::Open | State::Released => Met::Open,
        };
        let on = row.due_on.or_else(|| Some(day_in(&row.zone, row.due_at)));
        hope(format!("promise:{}", row.id), ThingKind::Promise, true, met, row.wording, on)
    });
    Ok(found.collect())
}

fn criteria(tx: &mut Tx, scope: &Scope) -> Outcome<Vec<Hoped>> {
    let Some(of) = &scope.order else { return Ok(Vec::new()) };
    let Some(programme) = pipeline::programme_of_trial(tx, of.id.0)? else { return Ok(Vec::new()) };
    let found = pipeline::criteria(tx, programme.id)?.into_iter().map(|row| {
        let met = match row.met {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::Open,
        };
        hope(format!("criterion:{}", row.id), ThingKind::Criterion, true, met, row.what, Some(row.agreed_on))
    });
    Ok(found.collect())
}

/// What was delivered, day by day, the latest first.
pub(crate) fn delivered(
    tx: &mut Tx,
    ctx: &Context,
    scope: &Scope,
) -> Outcome<Vec<(Date, ThingKind, String)>> {
    let mut found: Vec<(Date, ThingKind, String)> = Vec::new();
    if let Some(of) = &scope.order {
        for line in order::lines(tx, of.id)?.into_iter().filter(|line| line.kind == LineKind::Goods) {
            found.extend(line.shipped_on.map(|on| (on, ThingKind::Goods, line.description.clone())));
        }
    }
    for plan in &scope.plans {
        let name = match plan.asset_id {
            Some(unit) => asset::asset(tx, unit)?.name(),
            None => plan.title.clone(),
        };
        found.extend(plan.finished_on.map(|on| (on, ThingKind::Accepted, name)));
        for course in courses_of(tx, plan.id)? {
            found.extend(course.held_on.map(|on| (on, ThingKind::Training, course.title)));
        }
    }
    for source in ctx.registry.extensions::<DeliveredSource>() {
        let more = (source.delivered)(tx, ctx, scope)?;
        found.extend(more.into_iter().map(|one| (one.on, ThingKind::Service, one.label)));
    }
    for of in &scope.contracts {
        for row in services_done(tx, of.id)? {
            let what = ctx.tongue().say(&row.kind.message()).into_owned();
            found.push((row.on_day, ThingKind::Service, format!("{what}: {}", row.words)));
        }
    }
    for one in promised(tx, ctx, scope)?.into_iter().filter(|one| one.expected.met == Met::Yes) {
        found.extend(one.on.map(|on| (on, ThingKind::Promise, one.what)));
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.0));
    Ok(found)
}

/// The worth of all open gaps in each currency.
pub(crate) fn worth_of(gaps: &[FoundGap]) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for worth in gaps.iter().filter(|gap| gap.is_open()).filter_map(|gap| gap.found.worth) {
        match sums.iter_mut().find(|sum| sum.currency == worth.currency) {
            Some(sum) => *sum = sum.plus(worth).unwrap_or(*sum),
            None => sums.push(worth),
        }
    }
    sums
}

/// The open gaps of an order, for rooms that weigh the risk of a renewal (R48).
///
/// # Errors
/// Absent; what the database refuses.
pub fn open_gaps(tx: &mut Tx, ctx: &Context, id: OrderId) -> Outcome<Vec<FoundGap>> {
    let scope = scope_of_order(tx, id)?;
    Ok(compare(tx, ctx, &scope)?.gaps.into_iter().filter(FoundGap::is_open).collect())
}

/// The zone in which days of a scope are meant.
pub(crate) fn zone_of_scope(tx: &mut Tx, ctx: &Context, scope: &Scope) -> Outcome<String> {
    zone_of(tx, ctx, scope.order.as_ref().and_then(|row| row.site_id))
}
