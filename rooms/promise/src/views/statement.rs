//! What was said to a customer, by subject.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, cursor, limit, place, trim};
use crate::{
    id::{ClarificationId, PromiseId, StatementId, SubjectKind},
    record::{self, StatementRow},
    rules::statement::Said,
};

/// A statement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementLine {
    /// Id.
    pub id: StatementId,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// The subject.
    pub subject: String,
    /// The thing it is about.
    pub about_kind: Option<String>,
    /// The thing it is about.
    pub about_id: Option<Uuid>,
    /// The date that was said.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
    /// The price that was said.
    pub price: Option<Money>,
    /// The wording as the customer got it.
    pub wording: String,
    /// To which of their people.
    pub contact: Option<ContactId>,
    /// Who said it.
    pub by: Option<Who>,
    /// When it was said.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
    /// When that was recorded.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub recorded_at: Timestamp,
    /// Through which channel.
    pub channel: Channel,
    /// The promise that said it.
    pub promise: Option<PromiseId>,
    /// The clarification whose answer it is.
    pub clarification: Option<ClarificationId>,
    /// Whether a later one took its place.
    pub withdrawn: bool,
}

impl StatementLine {
    pub(super) fn of(names: &Names, row: StatementRow) -> Self {
        let price = match row.value() {
            Said::Price(price) => Some(price),
            Said::Date(_) | Said::Words(_) => None,
        };
        Self {
            id: row.id,
            subject_kind: row.subject_kind,
            subject: row.subject,
            about_kind: row.about_kind,
            about_id: row.about_id,
            date: row.said_on,
            price,
            wording: row.wording,
            contact: row.contact_id,
            by: row.person_id.map(|id| names.who(id)),
            said_at: row.said_at,
            recorded_at: row.recorded_at,
            channel: row.channel,
            promise: row.promise_id,
            clarification: row.clarification_id,
            withdrawn: row.withdrawn_by.is_some(),
        }
    }
}

/// A page of statements.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementPage {
    /// The rows, the last said first.
    pub rows: Vec<StatementLine>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What was said to a customer, the last first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListStatements {
    /// To whom.
    pub customer: CustomerId,
    /// Only about this.
    pub subject_kind: Option<SubjectKind>,
    /// Only what still stands.
    #[serde(default)]
    pub standing: bool,
    /// At most so many rows, 1 to 200.
    pub limit: Option<i64>,
    /// Where to go on.
    pub after: Option<String>,
}

impl View for ListStatements {
    const NAME: &'static str = "statement.list";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StatementPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<StatementPage> {
        let limit = limit(self.limit)?;
        let before = place::<StatementId>(self.after.as_ref())?;
        let customer = customer::load(tx, self.customer)?.id;
        let mut rows = record::statements(tx, customer, self.subject_kind, self.standing, before, limit + 1)?;
        let more = trim(&mut rows, limit);
        let next = rows.last().filter(|_| more).map(|row| cursor(row.said_at, row.id.into()));
        let names = Names::read(tx, rows.iter().filter_map(|row| row.person_id).collect(), Vec::new())?;
        Ok(StatementPage { rows: rows.into_iter().map(|row| StatementLine::of(&names, row)).collect(), next })
    }
}
