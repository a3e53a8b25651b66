//! Complaints, in a list and one by one.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{self as customer, Channel, CustomerId};
use accord_room_people::{self as people, settings as company};
use accord_room_promise as promise;
use accord_store::Tx;
use jiff::Timestamp;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit, place, trim};
use crate::{
    id::{CauseArea, Closing, ComplaintId, ComplaintState, RemedyState},
    record::complaint::{ComplaintRow, Narrow, complaint, list},
    settings,
};

/// Complaints, the newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ComplaintList {
    /// Only those in this state.
    pub state: Option<ComplaintState>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Closed ones too.
    pub all: Option<bool>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// A complaint in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ComplaintLine {
    /// Id.
    pub id: ComplaintId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Whose,
    /// What it is about.
    pub about: String,
    /// How it stands.
    pub state: ComplaintState,
    /// How the remedy stands.
    pub remedy_state: RemedyState,
    /// Whose it is.
    pub owner: Who,
    /// When it was taken up.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub opened_at: Timestamp,
    /// By when the next thing is owed; none when nothing is.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due_at: Option<Timestamp>,
    /// That has passed.
    pub late: bool,
}

/// A page of complaints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ComplaintPage {
    /// The rows.
    pub rows: Vec<ComplaintLine>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What is owed next.
fn due(tx: &mut Tx, row: &ComplaintRow) -> Outcome<Option<Timestamp>> {
    for id in [row.answer_promise_id, row.proposal_promise_id] {
        let owed = promise::load(tx, id)?;
        if owed.state == promise::State::Open {
            return Ok(Some(owed.due_at));
        }
    }
    Ok(None)
}

impl View for ComplaintList {
    const NAME: &'static str = "complaint.list";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ComplaintPage> {
        let limit = limit(self.limit)?;
        let narrow = Narrow {
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            state: self.state,
            open: self.state.is_none() && !self.all.unwrap_or(false),
        };
        let after = place(self.after.as_deref())?.map(|(at, id)| (at, ComplaintId(id)));
        let mut found = list(tx, ctx, &narrow, after, limit + 1)?;
        let more = trim(&mut found, limit);
        let next = found.last().filter(|_| more).map(|row| format!("{}_{}", row.opened_at, row.id));
        let names = Names::read(
            tx,
            found.iter().map(|row| row.owner_id).collect(),
            found.iter().map(|row| row.customer_id).collect(),
        )?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let due_at = due(tx, &row)?;
            rows.push(ComplaintLine {
                id: row.id,
                customer: names.whose(row.customer_id),
                state: row.state,
                remedy_state: row.remedy_state,
                owner: names.who(row.owner_id),
                opened_at: row.opened_at,
                late: due_at.is_some_and(|at| at < ctx.now),
                due_at,
                number: row.number,
                about: row.about,
            });
        }
        Ok(ComplaintPage { rows, next })
    }
}

/// One complaint.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
}

/// A complaint as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ComplaintFacts {
    /// Id.
    pub id: ComplaintId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Whose,
    /// Who said it; empty when nobody in particular.
    pub contact: String,
    /// Through which channel.
    pub channel: Channel,
    /// What it is about.
    pub about: String,
    /// What the customer said.
    pub said: String,
    /// What would put it right for them.
    pub wanted: String,
    /// The unit.
    pub asset: Option<AssetId>,
    /// Its name.
    pub asset_name: String,
    /// Whose it is.
    pub owner: Who,
    /// How it stands.
    pub state: ComplaintState,
    /// When it was taken up.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub opened_at: Timestamp,
    /// By when the next thing is owed.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due_at: Option<Timestamp>,
    /// That has passed.
    pub late: bool,
    /// What a person answered.
    pub answer: Option<String>,
    /// Who.
    pub answered_by: Option<Who>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub answered_at: Option<Timestamp>,
    /// What puts it right.
    pub remedy: Option<String>,
    /// What it costs us.
    pub amount: Option<Money>,
    /// How that stands.
    pub remedy_state: RemedyState,
    /// Who proposed it.
    pub remedy_by: Option<Who>,
    /// Who decided.
    pub decided_by: Option<Who>,
    /// With which words.
    pub decided_words: Option<String>,
    /// Up to here it may be given at once.
    pub authority: Option<Money>,
    /// Where the cause lies.
    pub cause_area: Option<CauseArea>,
    /// The cause.
    pub cause: Option<String>,
    /// On whose word it was closed.
    pub closing: Option<Closing>,
    /// In words.
    pub closing_words: Option<String>,
    /// Who closed it.
    pub closed_by: Option<Who>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub closed_at: Option<Timestamp>,
    /// Row version.
    pub version: i64,
}

impl View for OneComplaint {
    const NAME: &'static str = "complaint.one";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(complaint(tx, self.complaint)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ComplaintFacts> {
        let row = complaint(tx, self.complaint)?;
        let persons = [Some(row.owner_id), row.answered_by, row.remedy_by, row.decided_by, row.closed_by];
        let names = Names::read(tx, persons.into_iter().flatten().collect(), vec![row.customer_id])?;
        let due_at = due(tx, &row)?;
        let contact = match row.contact_id {
            Some(id) => customer::contact(tx, id)?.name,
            None => String::new(),
        };
        let asset_name = match row.asset_id {
            Some(id) => asset::asset(tx, id)?.name(),
            None => String::new(),
        };
        let authority: Decimal = company::get(tx, ctx, &settings::AUTHORITY)?;
        let currency = people::the_company(tx)?.currency;
        Ok(ComplaintFacts {
            amount: row.money(),
            id: row.id,
            customer: names.whose(row.customer_id),
            contact,
            channel: row.channel,
            asset: row.asset_id,
            asset_name,
            owner: names.who(row.owner_id),
            state: row.state,
            opened_at: row.opened_at,
            late: due_at.is_some_and(|at| at < ctx.now),
            due_at,
            answered_by: names.maybe(row.answered_by),
            answered_at: row.answered_at,
            remedy_state: row.remedy_state,
            remedy_by: names.maybe(row.remedy_by),
            decided_by: names.maybe(row.decided_by),
            authority: Money::from_decimal_rounded(authority, currency),
            cause_area: row.cause_area,
            closing: row.closing,
            closed_by: names.maybe(row.closed_by),
            closed_at: row.closed_at,
            version: row.version,
            number: row.number,
            about: row.about,
            said: row.said,
            wanted: row.wanted,
            answer: row.answer,
            remedy: row.remedy,
            decided_words: row.decided_words,
            cause: row.cause,
            closing_words: row.closing_words,
        })
    }
}
