//! One order: its agreement and versions, the dates of its lines with their history, what holds it, its promises.

use accord_kernel::{Audience, Context, Fact, Money, Outcome, Permission, Refusal, Touches, View, fact_json};
use accord_room_customer::{self as customer, ContactId, SiteId};
use accord_room_promise::{self as promise, PromiseId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;

use super::{Names, Who, Whose};
use crate::{
    CheckpointId, LineId, LineState, OrderId, OrderState, ReviewId, ReviewState,
    booking::touches,
    commitment::{Possible, left_milli, possible},
    neighbours::today_at,
    record::{
        Checkpoint, Line, LineDate, Order, OrderVersion, checkpoints, dates, find, lines, order_totals,
        review_of, versions,
    },
    release::open_conditions,
    rules::{
        checkpoint::CheckpointState,
        dates::{DateWhat, Delivery, Told, days_between, delivery, measured_against},
        price::{LineKind, PRICE_SCALE, QUANTITY_SCALE, TaxLine, unscaled},
        version::{Difference, differences},
    },
};

/// A tax.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaxFacts {
    /// Name.
    pub name: String,
    /// Rate in per cent.
    #[schemars(with = "String")]
    pub percent: Decimal,
    /// Amount.
    pub amount: Money,
}

/// What an order comes to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TotalFacts {
    /// Without taxes.
    pub net: Money,
    /// Each tax.
    pub taxes: Vec<TaxFacts>,
    /// With taxes.
    pub gross: Money,
}

/// A line with all its dates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LineFacts {
    /// Id.
    pub id: LineId,
    /// Number.
    pub line_no: i64,
    /// What it is.
    pub kind: LineKind,
    /// Number of the line that it takes back.
    pub cancels: Option<i64>,
    /// In words.
    pub description: String,
    /// How many.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// What is left of it after what was taken back.
    #[schemars(with = "String")]
    pub left: Decimal,
    /// Price of one.
    #[schemars(with = "String")]
    pub unit_price: Decimal,
    /// Net amount; negative on a line that takes back.
    pub net: Money,
    /// Taxes.
    pub taxes: Vec<TaxFacts>,
    /// When it, or the last of it, was ordered, where that was after the order: its lead time counts from then.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ordered_on: Option<Date>,
    /// What the customer asks for.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// What the customer was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub committed_on: Option<Date>,
    /// What the customer was told first.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_committed_on: Option<Date>,
    /// What delivery is measured against: the earliest date told and accepted.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub measured_on: Option<Date>,
    /// What we aim at.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub target_on: Option<Date>,
    /// What we expect.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub forecast_on: Option<Date>,
    /// When its installation is planned to start.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install_planned_on: Option<Date>,
    /// When the customer was told that its installation starts.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install_committed_on: Option<Date>,
    /// When it left.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub shipped_on: Option<Date>,
    /// How it stands.
    pub state: LineState,
    /// How its delivery stands: `on_time`, `late`, `open_and_late`, `open`, `never_told`.
    pub delivery: String,
    /// Days by which it left before (negative: after) what the customer was first told.
    pub days_before_first: Option<i64>,
    /// The promise of its ship date.
    pub ship_promise: Option<PromiseId>,
    /// The promise of its installation.
    pub install_promise: Option<PromiseId>,
    /// Row version.
    pub version: i64,
}

/// An entry in the history of dates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DateEntry {
    /// Number of the line.
    pub line_no: i64,
    /// Which date.
    pub what: DateWhat,
    /// Before.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub old_on: Option<Date>,
    /// After.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub new_on: Option<Date>,
    /// Why.
    pub reason: String,
    /// Who.
    pub set_by: Option<Who>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub set_at: Timestamp,
    /// The customer was told.
    pub told: bool,
    /// The customer accepted.
    pub accepted: bool,
}

/// A version of the agreement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionFacts {
    /// Number.
    pub number: i64,
    /// Why it was made.
    pub reason: String,
    /// Who made it.
    pub made_by: Option<Who>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// Sum with taxes.
    pub gross: Money,
    /// What differs from the version before.
    pub differences: Vec<Difference>,
}

/// What holds an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HoldFacts {
    /// Its word.
    pub word: String,
    /// Its rule.
    pub rule: String,
    /// What is open, in words.
    pub text: String,
    /// The same as facts.
    pub facts: JsonValue,
}

/// A checkpoint of the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckpointFacts {
    /// Id.
    pub id: CheckpointId,
    /// Its day at its owner's place.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// The end of that day.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Whose.
    pub owner: Who,
    /// How it stands.
    pub state: CheckpointState,
    /// Somebody may still act.
    pub open: bool,
    /// The customer asked for it.
    pub requested: bool,
    /// In which words.
    pub request_words: Option<String>,
    /// Manufacturing's readiness in per cent.
    pub readiness_percent: Option<i64>,
    /// Who stated it.
    pub readiness_by: Option<Who>,
    /// Whether service can install early.
    pub service_able: Option<bool>,
    /// From which day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub service_from: Option<Date>,
    /// Who said so.
    pub service_by: Option<Who>,
    /// What the customer answered, or why the date was kept.
    pub customer_answer: Option<String>,
    /// Who decided.
    pub decided_by: Option<Who>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub decided_at: Option<Timestamp>,
    /// When the head of sales was told that nobody acted.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub escalated_at: Option<Timestamp>,
    /// Version for the next act.
    pub version: i64,
}

/// A promise of the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PromiseOfOrder {
    /// Id.
    pub id: PromiseId,
    /// Number.
    pub number: String,
    /// What kind.
    pub kind: promise::Kind,
    /// The wording as the customer got it.
    pub wording: String,
    /// When it is due.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Its date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// How it stands.
    pub state: promise::State,
    /// Measured chance when it was made: kept in time.
    pub chance_kept: i64,
    /// Of how many.
    pub chance_n: i64,
    /// Who promised it against the check.
    pub override_by: Option<Who>,
    /// Why.
    pub override_reason: Option<String>,
    /// Who made it.
    pub maker: Option<Who>,
    /// Who keeps it.
    pub owner: Who,
}

/// An order. For colleagues: it has what never leaves the house.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderFacts {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Whose.
    pub customer: Whose,
    /// Where it goes.
    pub site: Option<SiteId>,
    /// Name of the place.
    pub site_name: Option<String>,
    /// Zone of the place.
    pub zone: Option<String>,
    /// Who ordered.
    pub contact: Option<ContactId>,
    /// Name of who ordered.
    pub contact_name: Option<String>,
    /// Telephone of who ordered.
    pub contact_phone: Option<String>,
    /// Its date.
    #[schemars(with = "String", extend("format" = "date"))]
    pub ordered_on: Date,
    /// When it reached us.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub received_at: Timestamp,
    /// The customer's own number.
    pub customer_reference: String,
    /// Payment terms.
    pub payment_terms: String,
    /// Delivery terms.
    pub delivery_terms: String,
    /// Each line ships by itself.
    pub ship_apart: bool,
    /// The customer tries before buying more.
    pub trial: bool,
    /// The customer's first.
    pub net_new: bool,
    /// Came from elsewhere with its history.
    pub imported: bool,
    /// How it stands.
    pub state: OrderState,
    /// What holds it, or what is open again since it was released.
    pub holds: Vec<HoldFacts>,
    /// Number of the agreement now.
    pub agreement: i64,
    /// Who entered it.
    pub entered_by: Option<Who>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub entered_at: Timestamp,
    /// When it was released.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub released_at: Option<Timestamp>,
    /// Its lines.
    pub lines: Vec<LineFacts>,
    /// What it comes to.
    pub totals: TotalFacts,
    /// Its versions, last first.
    pub versions: Vec<VersionFacts>,
    /// The history of its dates.
    pub history: Vec<DateEntry>,
    /// Its promises.
    pub promises: Vec<PromiseOfOrder>,
    /// Its checkpoints.
    pub checkpoints: Vec<CheckpointFacts>,
    /// Its review.
    pub review: Option<ReviewId>,
    /// How that stands.
    pub review_state: Option<ReviewState>,
    /// What could be promised at the earliest of what is still to be shipped.
    pub possible: Option<Possible>,
    /// Row version, for the next act.
    pub version: i64,
}

/// One order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOrder {
    /// Its id.
    pub order: OrderId,
}

impl View for OneOrder {
    const NAME: &'static str = "order.one";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OrderFacts;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OrderFacts> {
        let order = find(tx, self.order)?;
        facts(tx, ctx, order)
    }
}

/// Everything that is known of an order.
pub(super) fn facts(tx: &mut Tx, ctx: &Context, order: Order) -> Outcome<OrderFacts> {
    let lines = lines(tx, order.id)?;
    let versions = versions(tx, order.id)?;
    let history = dates(tx, order.id)?;
    let checkpoints = checkpoints(tx, order.id)?;
    let promises = promises(tx, &lines)?;
    let persons = (versions.iter().filter_map(|row| row.made_by))
        .chain(history.iter().filter_map(|row| row.set_by))
        .chain(checkpoints.iter().flat_map(|row| {
            let others = [row.readiness_by, row.service_by, row.decided_by];
            others.into_iter().flatten().chain([row.owner_id])
        }))
        .chain(
            promises
                .iter()
                .flat_map(|row| [row.maker_id, row.override_by, Some(row.owner_id)].into_iter().flatten()),
        )
        .chain(order.entered_by)
        .collect();
    let names = Names::read(tx, persons, vec![order.customer_id])?;
    let today = today_at(tx, ctx, &order)?;
    let site = order.site_id.map(|site| customer::site(tx, site)).transpose()?;
    let contact = order.contact_id.map(|contact| customer::contact(tx, contact)).transpose()?;
    let review = review_of(tx, order.id)?;
    let open = if order.is_open() { Some(possible(tx, ctx, &order, &lines)?) } else { None };
    Ok(OrderFacts {
        customer: names.whose(order.customer_id),
        site: order.site_id,
        site_name: site.as_ref().map(|site| site.name.clone()),
        zone: site.map(|site| site.zone),
        contact: order.contact_id,
        contact_name: contact.as_ref().map(|contact| contact.name.clone()),
        contact_phone: contact.and_then(|contact| contact.phone),
        holds: holds(tx, ctx, &order)?,
        entered_by: names.maybe(order.entered_by),
        lines: lines.iter().map(|line| line_facts(line, &lines, &history, today)).collect(),
        totals: totals_facts(&order, &lines)?,
        versions: version_facts(&order, &versions, &names),
        history: history.iter().map(|row| entry(row, &lines, &names)).collect(),
        promises: promises.iter().map(|row| promise_facts(row, &names)).collect(),
        checkpoints: checkpoints.iter().map(|row| checkpoint_facts(row, &names)).collect(),
        review: review.as_ref().map(|review| review.id),
        review_state: review.map(|review| review.state),
        possible: open,
        id: order.id,
        number: order.number,
        ordered_on: order.ordered_on,
        received_at: order.received_at,
        customer_reference: order.customer_reference,
        payment_terms: order.payment_terms,
        delivery_terms: order.delivery_terms,
        ship_apart: order.ship_apart,
        trial: order.trial,
        net_new: order.net_new,
        imported: order.imported,
        state: order.state,
        agreement: order.current_version,
        entered_at: order.entered_at,
        released_at: order.released_at,
        version: order.version,
    })
}

fn holds(tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<Vec<HoldFacts>> {
    let tongue = ctx.tongue();
    let open = open_conditions(tx, ctx, order)?;
    Ok(open
        .iter()
        .map(|(condition, found)| HoldFacts {
            word: condition.word.to_owned(),
            rule: condition.rule.to_owned(),
            text: tongue.say_with(&Refusal::message(condition.rule), &found.facts),
            facts: found
                .facts
                .iter()
                .map(|(name, fact): &(&str, Fact)| ((*name).to_owned(), fact_json(fact)))
                .collect(),
        })
        .collect())
}

fn promises(tx: &mut Tx, lines: &[Line]) -> Outcome<Vec<promise::PromiseRow>> {
    let mut ids: Vec<PromiseId> =
        lines.iter().flat_map(|line| [line.ship_promise_id, line.install_promise_id]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(|id| promise::load(tx, id)).collect()
}

fn line_facts(line: &Line, lines: &[Line], history: &[LineDate], today: Date) -> LineFacts {
    let told: Vec<Told> = history
        .iter()
        .filter(|row| row.line_id == line.id && row.what == DateWhat::Committed)
        .filter_map(|row| Some(Told { on: row.new_on?, told: row.told, accepted: row.accepted }))
        .collect();
    let measured_on = measured_against(&told);
    let stands = match delivery(measured_on, line.shipped_on, today) {
        Delivery::NeverTold => "never_told",
        Delivery::OnTime => "on_time",
        Delivery::Late => "late",
        Delivery::OpenAndLate => "open_and_late",
        Delivery::Open => "open",
    };
    let sign = if line.kind == LineKind::Cancellation { -1 } else { 1 };
    let number_of = |id: LineId| lines.iter().find(|other| other.id == id).map(|other| other.line_no);
    LineFacts {
        id: line.id,
        line_no: line.line_no,
        kind: line.kind,
        cancels: line.cancels_line_id.and_then(number_of),
        description: line.description.clone(),
        quantity: unscaled(line.quantity_milli, QUANTITY_SCALE),
        left: unscaled(left_milli(lines, line), QUANTITY_SCALE),
        unit_price: unscaled(line.unit_price_e4, PRICE_SCALE),
        net: Money::new(line.net_minor * sign, line.currency),
        taxes: line
            .taxes
            .0
            .iter()
            .map(|tax| TaxFacts {
                name: tax.name.clone(),
                percent: tax.percent,
                amount: Money::new(tax.amount_minor * sign, line.currency),
            })
            .collect(),
        ordered_on: line.ordered_on,
        required_on: line.required_on,
        committed_on: line.committed_on,
        first_committed_on: line.first_committed_on,
        measured_on,
        target_on: line.target_on,
        forecast_on: line.forecast_on,
        install_planned_on: line.install_planned_on,
        install_committed_on: line.install_committed_on,
        shipped_on: line.shipped_on,
        state: line.state,
        delivery: stands.to_owned(),
        days_before_first: line
            .shipped_on
            .zip(line.first_committed_on)
            .map(|(left, first)| days_between(left, first)),
        ship_promise: line.ship_promise_id,
        install_promise: line.install_promise_id,
        version: line.version,
    }
}

/// Taxes of an order as they are shown.
pub(super) fn tax_facts(order: &Order, taxes: &[TaxLine]) -> Vec<TaxFacts> {
    let one = |tax: &TaxLine| TaxFacts {
        name: tax.name.clone(),
        percent: tax.percent,
        amount: Money::new(tax.amount_minor, order.currency),
    };
    taxes.iter().map(one).collect()
}

fn totals_facts(order: &Order, lines: &[Line]) -> Outcome<TotalFacts> {
    let totals = order_totals(lines)?;
    let money = |minor| Money::new(minor, order.currency);
    Ok(TotalFacts {
        net: money(totals.net_minor),
        taxes: tax_facts(order, &totals.taxes),
        gross: money(totals.gross_minor),
    })
}

fn version_facts(order: &Order, versions: &[OrderVersion], names: &Names) -> Vec<VersionFacts> {
    let mut before: Option<&OrderVersion> = None;
    let mut facts = Vec::new();
    for row in versions {
        facts.push(VersionFacts {
            number: row.number,
            reason: row.reason.clone(),
            made_by: names.maybe(row.made_by),
            made_at: row.made_at,
            gross: Money::new(row.snapshot.0.totals.gross_minor, order.currency),
            differences: before.map(|old| differences(&old.snapshot.0, &row.snapshot.0)).unwrap_or_default(),
        });
        before = Some(row);
    }
    facts.reverse();
    facts
}

fn entry(row: &LineDate, lines: &[Line], names: &Names) -> DateEntry {
    DateEntry {
        line_no: lines.iter().find(|line| line.id == row.line_id).map_or(0, |line| line.line_no),
        what: row.what,
        old_on: row.old_on,
        new_on: row.new_on,
        reason: row.reason.clone(),
        set_by: names.maybe(row.set_by),
        set_at: row.set_at,
        told: row.told,
        accepted: row.accepted,
    }
}

fn promise_facts(row: &promise::PromiseRow, names: &Names) -> PromiseOfOrder {
    PromiseOfOrder {
        id: row.id,
        number: row.number.clone(),
        kind: row.kind,
        wording: row.wording.clone(),
        due_at: row.due_at,
        due_on: row.due_on,
        state: row.state,
        chance_kept: row.chance_kept,
        chance_n: row.chance_n,
        override_by: names.maybe(row.override_by),
        override_reason: row.override_reason.clone(),
        maker: names.maybe(row.maker_id),
        owner: names.who(row.owner_id),
    }
}

pub(super) fn checkpoint_facts(row: &Checkpoint, names: &Names) -> CheckpointFacts {
    CheckpointFacts {
        id: row.id,
        due_on: row.due_on,
        due_at: row.due_at,
        owner: names.who(row.owner_id),
        state: row.state,
        open: row.state.is_open(),
        requested: row.requested,
        request_words: row.request_words.clone(),
        readiness_percent: row.readiness_percent,
        readiness_by: names.maybe(row.readiness_by),
        service_able: row.service_able,
        service_from: row.service_from,
        service_by: names.maybe(row.service_by),
        customer_answer: row.customer_answer.clone(),
        decided_by: names.maybe(row.decided_by),
        decided_at: row.decided_at,
        escalated_at: row.escalated_at,
        version: row.version,
    }
}

/// The history of an order's dates.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateHistory {
    /// The order.
    pub order: OrderId,
}

impl View for DateHistory {
    const NAME: &'static str = "order.history_of_dates";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<DateEntry>;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<DateEntry>> {
        let lines = lines(tx, self.order)?;
        let history = dates(tx, self.order)?;
        let names = Names::read(tx, history.iter().filter_map(|row| row.set_by).collect(), Vec::new())?;
        Ok(history.iter().map(|row| entry(row, &lines, &names)).collect())
    }
}
