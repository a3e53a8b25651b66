//! Answers one by one, and what a contact can answer.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::limit;
use crate::{
    id::{SubjectKind, SurveyId},
    record::{self, Narrow},
};

/// Answers, the newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyAnswers {
    /// Only about this kind of work.
    pub kind: Option<SubjectKind>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only with at most this rating.
    pub at_most: Option<i64>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnswerFacts {
    /// Id of the question.
    pub id: SurveyId,
    /// The kind of work.
    pub kind: SubjectKind,
    /// Its id.
    pub subject: Uuid,
    /// What it was about.
    pub about: String,
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Who answered; empty once erased.
    pub contact: String,
    /// 1 to 5.
    pub rating: i64,
    /// In words.
    pub words: Option<String>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub answered_at: Timestamp,
}

/// A page of answers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnswerPage {
    /// The rows.
    pub rows: Vec<AnswerFacts>,
    /// Where the next page begins.
    pub next: Option<String>,
}

fn place(after: Option<&str>) -> Outcome<Option<(Timestamp, SurveyId)>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || {
        let (at, id) = text.split_once('_')?;
        Some((at.parse().ok()?, SurveyId(Uuid::parse_str(id).ok()?)))
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

impl View for SurveyAnswers {
    const NAME: &'static str = "survey.answers";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AnswerPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<AnswerPage> {
        let limit = limit(self.limit)?;
        let narrow = Narrow {
            kind: self.kind,
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            at_most: self.at_most,
            after: place(self.after.as_deref())?,
        };
        let mut found = record::answers(tx, ctx, &narrow, limit + 1)?;
        let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
        if more {
            found.pop();
        }
        let mut customers: Vec<CustomerId> = found.iter().map(|row| row.customer_id).collect();
        customers.sort_unstable();
        customers.dedup();
        let names = customer::labels(tx, &customers)?;
        let next =
            found.last().filter(|_| more).and_then(|row| Some(format!("{}_{}", row.answered_at?, row.id)));
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let name = names.iter().find(|(id, _, _)| *id == row.customer_id);
            rows.push(AnswerFacts {
                customer_name: name.map(|(_, _, name)| name.clone()).unwrap_or_default(),
                contact: customer::contact(tx, row.contact_id)?.name,
                id: row.id,
                kind: row.subject_kind,
                subject: row.subject_id,
                about: row.about,
                customer: row.customer_id,
                rating: row.rating.unwrap_or_default(),
                words: row.words,
                answered_at: row.answered_at.unwrap_or(row.asked_at),
            });
        }
        Ok(AnswerPage { rows, next })
    }
}

/// What the signed-in contact can answer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MySurveys {}

/// A question to oneself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MyQuestion {
    /// Id.
    pub id: SurveyId,
    /// What it is about.
    pub about: String,
    /// Until when it can be answered.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until: Option<Timestamp>,
}

/// Questions to oneself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MyQuestions {
    /// The rows.
    pub rows: Vec<MyQuestion>,
}

impl View for MySurveys {
    const NAME: &'static str = "survey.mine";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = MyQuestions;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<MyQuestions> {
        let found = record::open_of_contact(tx, ContactId(ctx.principal.id), ctx.now)?;
        let rows =
            found.into_iter().map(|row| MyQuestion { id: row.id, about: row.about, until: row.expires_at });
        Ok(MyQuestions { rows: rows.collect() })
    }
}
