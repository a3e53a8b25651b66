//! Orders in a list, and for choice.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, PrincipalKind, Refusal, Touches, View};
use accord_room_customer::CustomerId;
use accord_room_people::paging::{Sort, next_place, sorted};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Whose, leaf, limit, place};
use crate::{
    LineId, LineKind, OrderId, OrderState,
    record::{self, Line, Order, OrderFilter, OrderSort, count_up_to, find_text, lines_of, order_totals},
};

/// An order in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderLine {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Whose.
    pub customer: Whose,
    /// Its date.
    #[schemars(with = "String", extend("format" = "date"))]
    pub ordered_on: Date,
    /// The customer's own number.
    pub customer_reference: String,
    /// How it stands.
    pub state: OrderState,
    /// What holds it.
    pub holds: Vec<String>,
    /// The customer tries before buying more.
    pub trial: bool,
    /// The customer's first.
    pub net_new: bool,
    /// Without taxes.
    pub net: Money,
    /// The earliest ship date that the customer requires of what is open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// The earliest ship date that the customer was told of what is open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub committed_on: Option<Date>,
    /// The latest forecast of what is open; inside only.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub forecast_on: Option<Date>,
    /// Something that was told is past its day and has not left.
    pub late: bool,
    /// Row version.
    pub version: i64,
}

/// Orders, newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderList {
    /// Words of number or reference.
    pub query: Option<String>,
    /// Whose.
    pub customer: Option<CustomerId>,
    /// How they stand.
    pub state: Option<OrderState>,
    /// What holds them.
    pub hold: Option<String>,
    /// Only trials, or none.
    pub trial: Option<bool>,
    /// Only first orders, or none.
    pub net_new: Option<bool>,
    /// Only those with something late, when true.
    pub late: Option<bool>,
    /// Ordered on or after.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Ordered on or before.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// By what they are sorted, with a minus the other way round; newest first when open.
    pub sort: Option<Sort<OrderSort>>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of orders.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderPage {
    /// The rows.
    pub rows: Vec<OrderLine>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
}

impl View for OrderList {
    const NAME: &'static str = "order.list";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OrderPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OrderPage> {
        let limit = limit(self.limit)?;
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let after: Option<(Date, Uuid)> = place(own)?;
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let today = ctx.zone().to_datetime(ctx.now).date();
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let customer = match self.customer {
            Some(customer) => Some(accord_room_customer::load(tx, customer)?.id),
            None => None,
        };
        let filter = OrderFilter {
            customer,
            state: self.state,
            trial: self.trial,
            net_new: self.net_new,
            hold: self.hold.filter(|hold| !hold.is_empty()),
            ordered_from: self.from,
            ordered_to: self.to,
            among: query.map(|query| find_text(tx, query, 200)).transpose()?,
            late_on: self.late.filter(|late| *late).map(|_| today),
        };
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = record::list(tx, ctx, &filter, walk, after.map(|(on, id)| (on, OrderId(id))), limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_up_to(tx, ctx, &filter, most))?;
        let last = leaf.rows.last().filter(|_| leaf.more);
        Ok(OrderPage {
            next: next_place(
                sorted.as_ref(),
                last,
                |row| row.id.into(),
                |row| Some(format!("{}_{}", row.ordered_on, row.id)),
            ),
            rows: rows(tx, today, &leaf.rows)?,
            count: leaf.count,
            count_capped: leaf.count_capped,
        })
    }
}

/// Orders with what their lines say, in two queries however many they are.
pub(super) fn rows(tx: &mut Tx, today: Date, orders: &[Order]) -> Outcome<Vec<OrderLine>> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let lines = lines_of(tx, &ids)?;
    let names = Names::read(tx, Vec::new(), orders.iter().map(|order| order.customer_id).collect())?;
    let mut rows = Vec::with_capacity(orders.len());
    for order in orders {
        let own: Vec<Line> = lines.iter().filter(|line| line.order_id == order.id).cloned().collect();
        let due = || own.iter().filter(|line| line.is_due());
        rows.push(OrderLine {
            id: order.id,
            number: order.number.clone(),
            customer: names.whose(order.customer_id),
            ordered_on: order.ordered_on,
            customer_reference: order.customer_reference.clone(),
            state: order.state,
            holds: order.holds.0.clone(),
            trial: order.trial,
            net_new: order.net_new,
            net: Money::new(order_totals(&own)?.net_minor, order.currency),
            required_on: due().filter_map(|line| line.required_on).min(),
            committed_on: due().filter_map(|line| line.committed_on).min(),
            forecast_on: due().filter_map(|line| line.forecast_on).max(),
            late: due().any(|line| line.committed_on.is_some_and(|on| on < today)),
            version: order.version,
        });
    }
    Ok(rows)
}

/// An order for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Choice {
    /// Id.
    pub id: OrderId,
    /// What to show.
    pub label: String,
}

/// Orders for choice: by words, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderChoices {
    /// Words of number or reference.
    pub query: Option<String>,
    /// One by its id.
    pub id: Option<OrderId>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Rows, 1 to 200.
    pub limit: Option<i64>,
}

impl View for OrderChoices {
    const NAME: &'static str = "order.choices";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if ctx.principal.kind == PrincipalKind::System {
            return Ok(Touches::nothing());
        }
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(record::find(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let among = match (self.id, query) {
            (Some(id), _) => Some(vec![id]),
            (None, Some(query)) => Some(find_text(tx, query, 200)?),
            (None, None) => None,
        };
        let filter = OrderFilter { among, customer: self.customer, ..OrderFilter::default() };
        let found = record::list(tx, ctx, &filter, None, None, limit(self.limit)?)?;
        let names = Names::read(tx, Vec::new(), found.iter().map(|order| order.customer_id).collect())?;
        let label = |order: &Order| format!("{} · {}", order.number, names.whose(order.customer_id).name);
        Ok(found.iter().map(|order| Choice { id: order.id, label: label(order) }).collect())
    }
}

/// A line for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LineChoice {
    /// Id.
    pub id: LineId,
    /// What to show.
    pub label: String,
}

/// The lines of an order for choice, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LineChoices {
    /// The order.
    pub order: Option<OrderId>,
    /// One by its id.
    pub line: Option<LineId>,
}

impl View for LineChoices {
    const NAME: &'static str = "order.line_choices";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<LineChoice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let order = match (self.line, self.order) {
            (Some(line), _) => record::find_line(tx, line)?.order_id,
            (None, Some(order)) => order,
            (None, None) => return Err(Refusal::absent()),
        };
        Ok(Touches::customer(record::find(tx, order)?.customer_id))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<LineChoice>> {
        let rows = match (self.line, self.order) {
            (Some(line), _) => vec![record::find_line(tx, line)?],
            (None, Some(order)) => record::lines(tx, order)?,
            (None, None) => Vec::new(),
        };
        let label = |line: &Line| format!("{} · {}", line.line_no, line.description);
        let offered = rows.iter().filter(|line| line.kind != LineKind::Cancellation);
        Ok(offered.map(|line| LineChoice { id: line.id, label: label(line) }).collect())
    }
}
