//! Tasks about use and delivery, and reviews.

use accord_kernel::{Audience, Context, Fact, Outcome, Permission, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_order::{self as order, OrderId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit, mine};
use crate::{
    id::{DeliveryTaskId, DeliveryTaskKind, InstallationId, ReviewId, TaskState},
    record::{
        delivered::{Review, reviews},
        training::{TaskRow, tasks},
    },
    reviews::RENEWAL,
    settings,
};

/// Tasks about use and delivery, the next due first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeliveryTasks {
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only one's own, and those of whom one covers.
    pub mine: Option<bool>,
    /// Those that are done too.
    pub all: Option<bool>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
}

/// A task as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskFacts {
    /// Id.
    pub id: DeliveryTaskId,
    /// What it is about.
    pub kind: DeliveryTaskKind,
    /// In words.
    pub text: String,
    /// The customer.
    pub customer: Whose,
    /// The project.
    pub installation: Option<InstallationId>,
    /// Who has it.
    pub owner: Who,
    /// By the end of which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Its day has passed.
    pub late: bool,
    /// How it stands.
    pub state: TaskState,
    /// What came of it.
    pub words: Option<String>,
    /// Row version.
    pub version: i64,
}

impl View for DeliveryTasks {
    const NAME: &'static str = "delivery.tasks";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<TaskFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<TaskFacts>> {
        let owners = if self.mine.unwrap_or(false) { mine(ctx) } else { Vec::new() };
        let customer = self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id);
        let open = !self.all.unwrap_or(false);
        let rows = tasks(tx, ctx, customer, &owners, open, limit(self.limit)?)?;
        let names = Names::read(
            tx,
            rows.iter().map(|row| row.owner_id).collect(),
            rows.iter().map(|row| row.customer_id).collect(),
        )?;
        let today = settings::today(ctx);
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let contact = match row.contact_id {
                Some(id) => customer::contact(tx, id)?.name,
                None => String::new(),
            };
            shown.push(TaskFacts {
                id: row.id,
                kind: row.kind,
                text: text(ctx, &row, contact),
                customer: names.whose(row.customer_id),
                installation: row.installation_id,
                owner: names.who(row.owner_id),
                due_on: row.due_on,
                late: row.state == TaskState::Open && row.due_on < today,
                state: row.state,
                words: row.words,
                version: row.version,
            });
        }
        Ok(shown)
    }
}

/// A task in words of the reader.
fn text(ctx: &Context, row: &TaskRow, contact: String) -> String {
    let number = |name: &str| row.facts.0.get(name).and_then(|value| value.as_i64()).unwrap_or(0);
    let word =
        |name: &str| row.facts.0.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let tongue = ctx.tongue();
    match row.kind {
        DeliveryTaskKind::HelpToUse => {
            let known = row.facts.0.get("known").and_then(|value| value.as_bool()).unwrap_or(true);
            let key = if known { "delivery-task-help-to-use-text" } else { "delivery-task-no-usage-text" };
            let facts = [
                ("what", Fact::from(word("what"))),
                ("used", number("used").into()),
                ("seats", number("seats").into()),
            ];
            tongue.say_with(key, &facts)
        }
        DeliveryTaskKind::TrainingNeed => tongue.say_with(
            "delivery-task-training-need-text",
            &[("contact", contact.into()), ("n", number("questions").into())],
        ),
        DeliveryTaskKind::AccessCheck => {
            let on: Option<Date> = word("checked_on").parse().ok();
            let on = on.map_or(Fact::Text("–".to_owned()), Fact::Date);
            tongue.say_with("delivery-task-access-check-text", &[("site", word("site").into()), ("on", on)])
        }
    }
}

/// Reviews of bought, expected and delivered, the next due first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reviews {
    /// Only one's own, and those of whom one covers.
    pub mine: Option<bool>,
    /// Those that were held too.
    pub all: Option<bool>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
}

/// A review as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewFacts {
    /// Id.
    pub id: ReviewId,
    /// With whom.
    pub customer: Whose,
    /// Of which order.
    pub order: OrderId,
    /// Its number.
    pub order_number: String,
    /// Days after the first acceptance; open for the one before the renewal.
    pub days: Option<i64>,
    /// By the end of which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Its day has passed.
    pub late: bool,
    /// Who holds it.
    pub owner: Who,
    /// How it stands.
    pub state: TaskState,
    /// On which day it was held.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub held_on: Option<Date>,
    /// What the customer said.
    pub words: Option<String>,
    /// How many gaps were open when it was held.
    pub gaps: usize,
    /// Row version.
    pub version: i64,
}

impl View for Reviews {
    const NAME: &'static str = "delivery.reviews";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ReviewFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ReviewFacts>> {
        let owners = if self.mine.unwrap_or(false) { mine(ctx) } else { Vec::new() };
        let rows = reviews(tx, ctx, &owners, !self.all.unwrap_or(false), limit(self.limit)?)?;
        review_facts(tx, ctx, &rows)
    }
}

/// Reviews as shown.
pub(super) fn review_facts(tx: &mut Tx, ctx: &Context, rows: &[Review]) -> Outcome<Vec<ReviewFacts>> {
    let names = Names::read(
        tx,
        rows.iter().map(|row| row.owner_id).collect(),
        rows.iter().map(|row| row.customer_id).collect(),
    )?;
    let today = settings::today(ctx);
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        shown.push(ReviewFacts {
            id: row.id,
            customer: names.whose(row.customer_id),
            order: row.order_id,
            order_number: order::find(tx, row.order_id)?.number,
            days: if row.step == RENEWAL { None } else { row.step.parse().ok() },
            due_on: row.due_on,
            late: row.state == TaskState::Open && row.due_on < today,
            owner: names.who(row.owner_id),
            state: row.state,
            held_on: row.held_on,
            words: row.words.clone(),
            gaps: row.found.0.as_array().map_or(0, Vec::len),
            version: row.version,
        });
    }
    Ok(shown)
}
