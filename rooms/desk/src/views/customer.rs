//! Everything a colleague needs of one customer, in one answer: the data of the customer's page (R2, R4).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_asset::{
    Standing,
    views::{AssetList, AssetPage},
};
use accord_room_customer::{
    self as customer, CustomerId, TeamSphere,
    views::{AttachmentList, Attachments, CustomerFacts, CustomerRecord, Timeline, TimelinePage},
};
use accord_room_order::{self as order, Line, Order, OrderId, OrderState};
use accord_room_promise::{
    ClarificationState, State,
    views::{
        ClarificationLine, ListClarifications, ListPromises, ListStatements, PromiseLine, StatementLine,
    },
};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    held::{self, HeldLine},
    messages::{self, MessageLine},
};

/// Open promises shown; the rest stands on the page of promises.
const OWED_MAX: i64 = 8;
/// Orders, files, statements and messages shown.
const BESIDE_MAX: i64 = 8;
/// Entries of the time line when nobody says how many: what was last, as much as one look takes in.
const LATEST: i64 = 12;
/// And of what was before, for whoever goes back to read.
const EARLIER: i64 = 50;

/// One customer with what is owed to them, what happened, and who is who.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerDesk {
    /// The customer; the id of a record that was merged answers with the one that goes on.
    pub customer: CustomerId,
    /// Only what this sphere did; joint acts belong to both.
    #[serde(default)]
    pub sphere: Option<TeamSphere>,
    /// Only entries of this kind: `promise`, `order`, `contact_log`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Entries of the time line, 1 to 200; when left out the latest 12, and 50 behind `after`.
    #[serde(default)]
    pub limit: Option<i64>,
    /// `timeline.next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// An order of the customer with the dates of what is still to come. For colleagues: it holds internal dates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CustomerOrder {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// The customer's own number for it.
    pub customer_reference: String,
    /// When it was ordered.
    #[schemars(with = "String", extend("format" = "date"))]
    pub ordered_on: Date,
    /// How it stands.
    pub state: OrderState,
    /// Earliest date that the customer asks for, of lines still to come.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// Earliest date that the customer was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub committed_on: Option<Date>,
    /// Earliest date that we aim at; inside only.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub target_on: Option<Date>,
    /// Latest date that we expect; inside only.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub forecast_on: Option<Date>,
    /// Lines still to be shipped.
    pub lines_due: i64,
}

impl CustomerOrder {
    fn of(order: Order, lines: &[Line]) -> Self {
        let due: Vec<&Line> =
            lines.iter().filter(|line| line.order_id == order.id && line.is_due()).collect();
        let earliest = |date: fn(&Line) -> Option<Date>| due.iter().filter_map(|line| date(line)).min();
        Self {
            required_on: earliest(|line| line.required_on),
            committed_on: earliest(|line| line.committed_on),
            target_on: earliest(|line| line.target_on),
            forecast_on: due.iter().filter_map(|line| line.forecast_on).max(),
            lines_due: i64::try_from(due.len()).unwrap_or(i64::MAX),
            id: order.id,
            number: order.number,
            customer_reference: order.customer_reference,
            ordered_on: order.ordered_on,
            state: order.state,
        }
    }
}

/// A customer's page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomerDeskPage {
    /// The record: sites, contacts, team.
    pub record: CustomerRecord,
    /// What we owe them, the worst first.
    pub owed: Vec<PromiseLine>,
    /// How much we owe them in all, exact to 1,000.
    pub owed_count: i64,
    /// Two things were said and one answer is owed.
    pub clarifications: Vec<ClarificationLine>,
    /// What they wrote on their own page, latest first.
    pub messages: Vec<MessageLine>,
    /// What happened, both spheres in one line, latest first.
    pub timeline: TimelinePage,
    /// Their orders, newest first.
    pub orders: Vec<CustomerOrder>,
    /// Units that they use, whoever made them; none for whoever may not see units.
    pub assets: Option<AssetPage>,
    /// What was said to them and stands, latest first.
    pub statements: Vec<StatementLine>,
    /// Their files, newest first.
    pub files: AttachmentList,
    /// What of sales waits until the customer is well served again.
    pub held: Vec<HeldLine>,
}

impl View for CustomerDesk {
    const NAME: &'static str = "desk.customer";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CustomerDeskPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CustomerDeskPage> {
        // Sight of the customer was checked for this view; each part asks besides for its own permission.
        let record = CustomerFacts { customer: self.customer }.read(tx, ctx)?;
        let id = record.id;
        let promises = ctx.principal.may(Permission::PromiseRead);
        let (owed, owed_count) = if promises { owed(tx, ctx, id, OWED_MAX)? } else { (Vec::new(), 0) };
        let timeline = Timeline {
            customer: id,
            sphere: self.sphere,
            kind: self.kind,
            limit: Some(self.limit.unwrap_or(if self.after.is_some() { EARLIER } else { LATEST })),
            after: self.after,
        };
        Ok(CustomerDeskPage {
            owed,
            owed_count,
            clarifications: if promises { open_clarifications(tx, ctx, id)? } else { Vec::new() },
            messages: messages::of_customer(tx, id, BESIDE_MAX)?,
            timeline: timeline.read(tx, ctx)?,
            orders: orders(tx, ctx, id)?,
            assets: assets(tx, ctx, id)?,
            statements: if promises { standing(tx, ctx, id, BESIDE_MAX)? } else { Vec::new() },
            files: Attachments { customer: id, about: None, limit: Some(BESIDE_MAX) }.read(tx, ctx)?,
            held: held::of_customer(tx, ctx, id)?,
            record,
        })
    }
}

/// Open promises to a customer, the next due first, and how many there are.
pub(super) fn owed(
    tx: &mut Tx,
    ctx: &Context,
    customer: customer::CustomerId,
    limit: i64,
) -> Outcome<(Vec<PromiseLine>, i64)> {
    let asked = ListPromises {
        customer: Some(customer),
        state: Some(State::Open),
        limit: Some(limit),
        ..ListPromises::default()
    };
    let page = asked.read(tx, ctx)?;
    Ok((page.rows, page.count))
}

/// Clarifications that still owe the customer an answer.
pub(super) fn open_clarifications(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
) -> Outcome<Vec<ClarificationLine>> {
    let mut rows = Vec::new();
    for state in [ClarificationState::Open, ClarificationState::Taken] {
        let asked = ListClarifications {
            customer: Some(customer),
            state: Some(state),
            limit: Some(BESIDE_MAX),
            ..ListClarifications::default()
        };
        rows.extend(asked.read(tx, ctx)?.rows);
    }
    rows.sort_by_key(|row| (row.answer_by, row.id));
    Ok(rows)
}

/// What was said to a customer and stands.
pub(super) fn standing(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    limit: i64,
) -> Outcome<Vec<StatementLine>> {
    let asked =
        ListStatements { customer, subject_kind: None, standing: true, limit: Some(limit), after: None };
    Ok(asked.read(tx, ctx)?.rows)
}

/// The units that a customer uses; none for whoever may not see units.
fn assets(tx: &mut Tx, ctx: &Context, customer: CustomerId) -> Outcome<Option<AssetPage>> {
    if !ctx.principal.may(Permission::AssetRead) {
        return Ok(None);
    }
    let asked = AssetList {
        customer: Some(customer),
        standing: Some(Standing::InUse),
        limit: Some(BESIDE_MAX),
        ..AssetList::default()
    };
    asked.read(tx, ctx).map(Some)
}

/// The latest orders of a customer; none for whoever may not see orders.
pub(super) fn orders(tx: &mut Tx, ctx: &Context, customer: CustomerId) -> Outcome<Vec<CustomerOrder>> {
    if !ctx.principal.may(Permission::OrderRead) {
        return Ok(Vec::new());
    }
    let orders = order::of_customer(tx, customer, BESIDE_MAX)?;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let lines = order::lines_of(tx, &ids)?;
    Ok(orders.into_iter().map(|order| CustomerOrder::of(order, &lines)).collect())
}
