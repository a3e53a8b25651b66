//! What a customer sees of its orders. These types have no target, no forecast, no plan and no hold, so that none can
//! leave the house by a slip (R5, R18, T20). What is added here is added for customers.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::CustomerId;
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    LineState, OrderId, OrderState,
    commitment::left_milli,
    record::{Line, Order, checkpoints, lines_of, of_customer, order_totals},
    rules::{
        checkpoint::{Confirmation, confirmation},
        price::{LineKind, PRICE_SCALE, QUANTITY_SCALE, unscaled},
    },
};

use super::one::{TaxFacts, tax_facts};

/// Most orders shown.
const ORDERS_MAX: i64 = 200;

accord_kernel::word_enum! {
    /// How an order stands for the customer.
    pub enum PortalState as "portal-order-state" {
        /// We have it.
        Received = "received",
        /// All of it has left.
        Shipped = "shipped",
        /// It was taken back.
        Cancelled = "cancelled",
    }
}

/// A line as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalLine {
    /// Number.
    pub line_no: i64,
    /// What was ordered.
    pub description: String,
    /// How many are left of it.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// Price of one.
    #[schemars(with = "String")]
    pub unit_price: Decimal,
    /// What they come to, without taxes.
    pub net: Money,
    /// When we said that it ships.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ships_on: Option<Date>,
    /// When we said that its installation starts.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub installs_on: Option<Date>,
    /// When it left.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub shipped_on: Option<Date>,
}

/// An order as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalOrder {
    /// Id, to ask about it.
    pub id: OrderId,
    /// Our number.
    pub number: String,
    /// Your number.
    pub reference: String,
    /// Its date.
    #[schemars(with = "String", extend("format" = "date"))]
    pub ordered_on: Date,
    /// How it stands.
    pub state: PortalState,
    /// What it comes to, without taxes.
    pub net: Money,
    /// Each tax.
    pub taxes: Vec<TaxFacts>,
    /// What it comes to, with taxes.
    pub total: Money,
    /// Payment terms.
    pub payment_terms: String,
    /// Delivery terms.
    pub delivery_terms: String,
    /// Its lines.
    pub lines: Vec<PortalLine>,
    /// When we will next confirm its dates; never a day that is over.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub next_confirmation_on: Option<Date>,
    /// The day on which we were to confirm them is over, and we have not.
    pub confirmation_overdue: bool,
}

/// The orders of the customer who asks, newest first. A colleague previews them by the desk.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PortalOrders {
    /// Only this one.
    pub order: Option<OrderId>,
}

fn own(ctx: &Context) -> Outcome<CustomerId> {
    ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)
}

impl View for PortalOrders {
    const NAME: &'static str = "portal.orders";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Vec<PortalOrder>;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own(ctx)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PortalOrder>> {
        let customer = accord_room_customer::load(tx, own(ctx)?)?.id;
        portal_orders(tx, ctx, customer, self.order)
    }
}

/// The orders of a customer as the customer sees them.
///
/// # Errors
/// What the database refuses.
pub fn portal_orders(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    only: Option<OrderId>,
) -> Outcome<Vec<PortalOrder>> {
    let mut orders = of_customer(tx, customer, ORDERS_MAX)?;
    orders.retain(|order| only.is_none_or(|only| order.id == only));
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let lines = lines_of(tx, &ids)?;
    let mut shown = Vec::with_capacity(orders.len());
    for order in &orders {
        let own: Vec<Line> = lines.iter().filter(|line| line.order_id == order.id).cloned().collect();
        let open = order.is_open() && own.iter().any(|line| line.is_due() && line.committed_on.is_some());
        let next = if open { confirmed_on(tx, ctx, order.id)? } else { Confirmation::None };
        shown.push(portal_order(order, &own, next)?);
    }
    Ok(shown)
}

fn confirmed_on(tx: &mut Tx, ctx: &Context, order: OrderId) -> Outcome<Confirmation> {
    let known: Vec<_> =
        checkpoints(tx, order)?.iter().map(|row| (row.state, row.due_on, row.due_at)).collect();
    Ok(confirmation(&known, ctx.now))
}

pub(super) fn portal_order(
    order: &Order,
    lines: &[Line],
    confirmation: Confirmation,
) -> Outcome<PortalOrder> {
    let state = match order.state {
        OrderState::Held | OrderState::Released => PortalState::Received,
        OrderState::Shipped | OrderState::Closed => PortalState::Shipped,
        OrderState::Cancelled => PortalState::Cancelled,
    };
    let seen = |line: &&Line| line.kind != LineKind::Cancellation && line.state != LineState::Cancelled;
    let line = |line: &Line| PortalLine {
        line_no: line.line_no,
        description: line.description.clone(),
        quantity: unscaled(left_milli(lines, line), QUANTITY_SCALE),
        unit_price: unscaled(line.unit_price_e4, PRICE_SCALE),
        net: Money::new(left_minor(lines, line), order.currency),
        ships_on: line.committed_on,
        installs_on: line.install_committed_on,
        shipped_on: line.shipped_on,
    };
    let totals = order_totals(lines)?;
    Ok(PortalOrder {
        id: order.id,
        number: order.number.clone(),
        reference: order.customer_reference.clone(),
        ordered_on: order.ordered_on,
        state,
        net: Money::new(totals.net_minor, order.currency),
        taxes: tax_facts(order, &totals.taxes),
        total: Money::new(totals.gross_minor, order.currency),
        payment_terms: order.payment_terms.clone(),
        delivery_terms: order.delivery_terms.clone(),
        lines: lines.iter().filter(seen).map(line).collect(),
        next_confirmation_on: match confirmation {
            Confirmation::On(on) => Some(on),
            Confirmation::None | Confirmation::Overdue => None,
        },
        confirmation_overdue: confirmation == Confirmation::Overdue,
    })
}

/// What a line comes to after what was taken back of it, so that the lines that are shown add up to the whole.
fn left_minor(lines: &[Line], line: &Line) -> i64 {
    let back = lines.iter().filter(|other| other.cancels_line_id == Some(line.id));
    line.net_minor - back.map(|other| other.net_minor).sum::<i64>()
}
