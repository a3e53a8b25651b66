//! Who spoke, and whether they were heard: number and list for any period (R43).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit, mine, place, trim};
use crate::{
    figures::stretch,
    id::{Hearing, Source, UtteranceId, UtteranceKind},
    record::utterance::{Narrow, count, list},
};

/// What customers said, those that wait longest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Listening {
    /// Only those who were, or were not, heard.
    pub hearing: Option<Hearing>,
    /// Only one's own, and those of whom one covers.
    pub mine: Option<bool>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Said on this day or later.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Said on this day or earlier.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// Something a customer said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UtteranceFacts {
    /// Id.
    pub id: UtteranceId,
    /// The customer.
    pub customer: Whose,
    /// Who of them; empty when nobody in particular.
    pub contact: String,
    /// Where.
    pub source: Source,
    /// What kind of word it is.
    pub kind: UtteranceKind,
    /// The words.
    pub said: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
    /// Whose it is to answer.
    pub owner: Who,
    /// Whether they were heard.
    pub hearing: Hearing,
    /// What comes next, by when.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due_at: Option<Timestamp>,
    /// What a person answered.
    pub answer: Option<String>,
    /// Who.
    pub answered_by: Option<Who>,
    /// What they were told came of it.
    pub outcome: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A page of what customers said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ListeningPage {
    /// How many were not heard in the period, all customers together.
    pub unheard: i64,
    /// How many wait, their time not over.
    pub waiting: i64,
    /// How many were heard.
    pub heard: i64,
    /// The rows.
    pub rows: Vec<UtteranceFacts>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl View for Listening {
    const NAME: &'static str = "listening.list";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ListeningPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ListeningPage> {
        let limit = limit(self.limit)?;
        let narrow = Narrow {
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            owners: if self.mine.unwrap_or(false) { mine(ctx) } else { Vec::new() },
            hearing: self.hearing,
            from: self.from.map(|day| stretch(ctx, day, day).0),
            until: self.to.map(|day| stretch(ctx, day, day).1),
        };
        let of = |hearing| Narrow { hearing: Some(hearing), ..narrow.clone() };
        let unheard = count(tx, ctx, &of(Hearing::Unheard))?;
        let waiting = count(tx, ctx, &of(Hearing::Waiting))?;
        let heard = count(tx, ctx, &of(Hearing::Heard))?;
        let after = place(self.after.as_deref())?.map(|(at, id)| (at, UtteranceId(id)));
        let mut found = list(tx, ctx, &narrow, after, limit + 1)?;
        let more = trim(&mut found, limit);
        let next = found.last().filter(|_| more).map(|row| format!("{}_{}", row.said_at, row.id));
        let persons = found.iter().flat_map(|row| std::iter::once(row.owner_id).chain(row.answered_by));
        let names = Names::read(tx, persons.collect(), found.iter().map(|row| row.customer_id).collect())?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let contact = match row.contact_id {
                Some(id) => customer::contact(tx, id)?.name,
                None => String::new(),
            };
            let due_at = match (row.outcome_at, row.answered_at) {
                (Some(_), _) => None,
                (None, Some(_)) => Some(row.outcome_due_at),
                (None, None) => Some(row.answer_due_at),
            };
            rows.push(UtteranceFacts {
                hearing: row.hearing(ctx.now),
                id: row.id,
                customer: names.whose(row.customer_id),
                contact,
                source: row.source,
                kind: row.kind,
                said: row.said,
                said_at: row.said_at,
                owner: names.who(row.owner_id),
                due_at,
                answer: row.answer,
                answered_by: names.maybe(row.answered_by),
                outcome: row.outcome,
                version: row.version,
            });
        }
        Ok(ListeningPage { unheard, waiting, heard, rows, next })
    }
}
