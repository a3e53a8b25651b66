//! What can be promised at the earliest, and what limits it: the answer of rules in words for pages and API.

use accord_kernel::{Context, Outcome};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    OrderAsk,
    ask::line_id,
    facts::Facts,
    rules::{
        calendar::DateAnswer,
        capable::{CapableToPromise, DeliveryAnswer, LineAnswer, capable_to_promise},
        commitment::slack_days,
        limit::Limit,
    },
    words::{self, LimitFacts},
};

/// The earliest dates of an order, with what limits them (R18). For colleagues only: a customer is told committed
/// dates, never what would be possible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Capable {
    /// The day for which it is said.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
    /// The last day that was looked at.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until: Date,
    /// The day on which the whole order can have been shipped; open when not by `until`.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ship: Option<Date>,
    /// Whether anything is installed.
    pub installs: bool,
    /// The day on which the last installation can start; open when nothing is installed, when not by `until`, or
    /// when it cannot be said.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install: Option<Date>,
    /// Rule by which an installation date cannot be said.
    pub install_unknown: Option<String>,
    /// How the dates come about, step by step.
    pub limits: Vec<LimitFacts>,
    /// The lines in the order's own order.
    pub lines: Vec<LineCapable>,
    /// What leaves together.
    pub deliveries: Vec<DeliveryCapable>,
}

/// What can be said of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineCapable {
    /// The line.
    pub line: Uuid,
    /// When it is ready, before it waits for the others.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ready: Option<Date>,
    /// When it ships.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ship: Option<Date>,
    /// When its installation starts.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install: Option<Date>,
    /// The ship date that the customer requires.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required: Option<Date>,
    /// Days from the earliest to the required ship date; below nought it cannot be done.
    pub slack_days: Option<i32>,
    /// How its ready date comes about.
    pub limits: Vec<LimitFacts>,
}

/// What can be said of goods that leave together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeliveryCapable {
    /// Its lines.
    pub lines: Vec<Uuid>,
    /// When it ships.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ship: Option<Date>,
    /// When it reaches the site.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub arrival: Option<Date>,
    /// When its installation starts.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install: Option<Date>,
    /// When its installation can be done: an estimate.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install_done: Option<Date>,
}

/// The earliest dates of an order, and what limits them.
///
/// # Errors
/// `capacity.no_lead_time` and other facts that contradict themselves; absent for a foreign site; fields of the ask.
pub fn capable(tx: &mut Tx, ctx: &Context, ask: &OrderAsk) -> Outcome<Capable> {
    let facts = Facts::load(tx, ctx, ask)?;
    Ok(describe(&facts, ask, ctx, &answer(&facts)?))
}

/// The rules' answer to loaded facts.
pub(crate) fn answer(facts: &Facts) -> Outcome<CapableToPromise> {
    capable_to_promise(&facts.request, &facts.supply()?, &facts.horizon)
        .map_err(|error| words::fault(&error, &facts.names))
}

/// The rules' answer in words.
pub(crate) fn describe(facts: &Facts, ask: &OrderAsk, ctx: &Context, found: &CapableToPromise) -> Capable {
    let say =
        |limits: &[Limit]| limits.iter().map(|one| words::limit_facts(one, &facts.names, ctx)).collect();
    let line = |line: &LineAnswer| {
        let id = line_id(&line.line);
        let required = ask.lines.iter().find(|asked| asked.line == id).and_then(|asked| asked.required_on);
        let ship = line.ship.date();
        LineCapable {
            line: id,
            ready: line.ready.date(),
            ship,
            install: line.install.and_then(DateAnswer::date),
            required,
            slack_days: ship.zip(required).map(|(ship, required)| slack_days(ship, required)),
            limits: say(&line.limits),
        }
    };
    let delivery = |delivery: &DeliveryAnswer| DeliveryCapable {
        lines: delivery.lines.iter().map(line_id).collect(),
        ship: delivery.ship.date(),
        arrival: delivery.arrival.and_then(DateAnswer::date),
        install: delivery.install.and_then(DateAnswer::date),
        install_done: delivery.install_done.and_then(DateAnswer::date),
    };
    Capable {
        today: facts.horizon.today(),
        until: facts.horizon.until(),
        ship: found.ship.date(),
        installs: found.install.is_some() || facts.install_open.is_some(),
        install: found.install.and_then(DateAnswer::date),
        install_unknown: facts.install_open.map(|open| open.rule().to_owned()),
        limits: say(&found.limits),
        lines: found.lines.iter().map(line).collect(),
        deliveries: found.deliveries.iter().map(delivery).collect(),
    }
}
