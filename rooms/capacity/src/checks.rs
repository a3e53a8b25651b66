//! Whether a ship date, an installation date or a part may be promised: the checks of this room's kinds (R18, R20).

use accord_business_time::{Calendar, date_in_zone};
use accord_kernel::{Check, Context, Feasibility, Outcome, Permission, Refusal, Registry, Wanted};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people as people;
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{
    AskLine, OrderAsk,
    ask::line_key,
    capable::answer,
    facts::{self, Facts},
    neighbours, parts,
    rules::{
        calendar::DateAnswer,
        commitment::{Wanted as WantedDates, WantedDates as Dates, check_commitment},
        limit::Limit,
    },
    words::{self, Names},
};

/// Registers the checks of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .check(Check { kind: "ship", run: ship })
        .check(Check { kind: "install", run: install })
        .check(Check { kind: "part", run: part });
}

/// The short subject of a ship or installation promise that belongs to no order yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Short {
    product: ProductId,
    quantity: u32,
    #[serde(default)]
    site: Option<SiteId>,
}

/// The subject of a promise of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartSubject {
    /// The part.
    pub part: ProductId,
    /// Pieces.
    pub quantity: u32,
    /// Where they go; the way there counts.
    #[serde(default)]
    pub site: Option<SiteId>,
}

fn read<T: DeserializeOwned>(subject: &JsonValue) -> Outcome<T> {
    serde_json::from_value(subject.clone()).map_err(|error| {
        let mut refusal = Refusal::field("/subject", "capacity.subject");
        refusal.internal = Some(error.to_string());
        refusal
    })
}

/// The question behind a subject: an [`OrderAsk`], or `{product, quantity, site}`.
fn question(wanted: &Wanted) -> Outcome<OrderAsk> {
    let mut ask: OrderAsk = if wanted.subject.get("product").is_some() {
        let short: Short = read(&wanted.subject)?;
        let line = AskLine::new(Uuid::nil(), short.product, short.quantity);
        OrderAsk { site: short.site, lines: vec![line], ..OrderAsk::default() }
    } else {
        read(&wanted.subject)?
    };
    // Whatever a subject says, it is the promise's own customer who is served.
    ask.customer = Some(CustomerId(wanted.customer));
    Ok(ask)
}

fn ship(tx: &mut Tx, ctx: &Context, wanted: &Wanted) -> Outcome<Feasibility> {
    dates(tx, ctx, wanted, false)
}

fn install(tx: &mut Tx, ctx: &Context, wanted: &Wanted) -> Outcome<Feasibility> {
    dates(tx, ctx, wanted, true)
}

fn dates(tx: &mut Tx, ctx: &Context, wanted: &Wanted, install: bool) -> Outcome<Feasibility> {
    let ask = question(wanted)?;
    let place = place_of(tx, &ask)?;
    let facts = Facts::load(tx, ctx, &ask)?;
    if install && let Some(open) = facts.install_open {
        return Err(Refusal::conflict(open.rule()));
    }
    let wish = date_of(wanted.due_at, &place);
    let found = answer(&facts)?;
    let of_line = ask.line.and_then(|line| found.lines.iter().find(|answer| answer.line == line_key(line)));
    let (earliest, limits) = match (of_line, install) {
        (Some(line), false) => (Some(line.ship), found.limits.as_slice()),
        (Some(line), true) => (line.install, found.limits.as_slice()),
        (None, false) => (Some(found.ship), found.limits.as_slice()),
        (None, true) => (found.install, found.limits.as_slice()),
    };
    let Some(earliest) = earliest else { return Err(Refusal::conflict("capacity.nothing_to_install")) };
    let asked = Dates { ship: (!install).then_some(wish), install: install.then_some(wish) };
    let dates = match ask.line {
        Some(line) => WantedDates { order: Dates::default(), lines: [(line_key(line), asked)].into() },
        None => WantedDates { order: asked, ..WantedDates::default() },
    };
    let feasible = check_commitment(&facts.request, &facts.supply()?, &dates, &facts.horizon)
        .map_err(|error| words::fault(&error, &facts.names))?
        .is_ok();
    let (override_by, role) = if install {
        (Permission::OverrideService, "head_of_service")
    } else {
        (Permission::OverrideManufacturing, "head_of_manufacturing")
    };
    Ok(Feasibility {
        feasible,
        earliest: instant_of(earliest, &place),
        limits: say(limits, &facts.names),
        override_by: Some(override_by),
        deliverers: deliverers(tx, &[role])?,
    })
}

/// The calendar in which the customer's dates are read: the site's; where none is named, that of the customer's first
/// site, as the ledger of promises reads it; else the company's.
fn place_of(tx: &mut Tx, ask: &OrderAsk) -> Outcome<Calendar> {
    match (ask.site, ask.customer) {
        (Some(site), _) => Ok(neighbours::site(tx, site)?.1),
        (None, Some(customer)) => neighbours::customer_calendar(tx, customer),
        (None, None) => neighbours::calendar(tx, None),
    }
}

/// The civil date of a due. A due at the very end of a day is still of that day.
fn date_of(due_at: Timestamp, place: &Calendar) -> Date {
    let just_before = due_at.checked_sub(SignedDuration::from_micros(1)).unwrap_or(due_at);
    date_in_zone(just_before, place.zone())
}

fn instant_of(earliest: DateAnswer, place: &Calendar) -> Option<Timestamp> {
    use accord_room_promise::rules::due::{Wish, due};
    due(Wish::On(earliest.date()?), place).ok().map(|due| due.at)
}

fn say(limits: &[Limit], names: &Names) -> Vec<accord_kernel::Limit> {
    limits.iter().map(|one| words::limit(one, names)).collect()
}

fn deliverers(tx: &mut Tx, roles: &[&str]) -> Outcome<Vec<Uuid>> {
    let mut list = Vec::new();
    for role in roles {
        list.extend(people::heads(tx, role)?.into_iter().map(Uuid::from));
    }
    Ok(list)
}

fn part(tx: &mut Tx, ctx: &Context, wanted: &Wanted) -> Outcome<Feasibility> {
    let subject: PartSubject = read(&wanted.subject)?;
    if subject.quantity == 0 {
        return Err(Refusal::field("/subject/quantity", "capacity.zero_quantity"));
    }
    let customer = CustomerId(wanted.customer);
    let ask = OrderAsk { customer: Some(customer), site: subject.site, ..OrderAsk::default() };
    let place = place_of(tx, &ask)?;
    let (product, stores, horizon) = part_stores(tx, ctx, &subject, customer)?;
    let mut names = Names::default();
    names.put(product.id.0, product.name);
    let Some((_, answer)) = parts::soonest(&stores, subject.quantity, &horizon) else {
        return Err(Refusal::conflict("capacity.part_nowhere").with("product", product.code));
    };
    let wish = date_of(wanted.due_at, &place);
    Ok(Feasibility {
        feasible: answer.earliest <= DateAnswer::On(wish),
        earliest: instant_of(answer.earliest, &place),
        limits: say(&answer.limits, &names),
        override_by: Some(Permission::OverrideManufacturing),
        deliverers: deliverers(tx, &["head_of_manufacturing", "head_of_service"])?,
    })
}

/// The stores of a part with the way to a customer.
pub(crate) fn part_stores(
    tx: &mut Tx,
    ctx: &Context,
    subject: &PartSubject,
    customer: CustomerId,
) -> Outcome<(catalog::Product, Vec<parts::Store>, crate::rules::calendar::Horizon)> {
    let product = catalog::find(tx, subject.part)?.ok_or_else(Refusal::absent)?;
    if let Some(site) = subject.site {
        let (owner, _) = neighbours::site(tx, site).map_err(|refusal| refusal.in_field("/site"))?;
        if neighbours::canonical(tx, owner)? != neighbours::canonical(tx, customer)? {
            return Err(Refusal::absent().in_field("/site"));
        }
    }
    let horizon = facts::horizon(ctx)?;
    let territory = neighbours::territory_of(tx, customer)?;
    let transport = facts::way_to(tx, territory, &product)?;
    let stores = parts::stores(tx, product.id, transport, None, &horizon)?;
    Ok((product, stores, horizon))
}
