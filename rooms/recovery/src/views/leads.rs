//! What colleagues saw and what became of it, by function (R35).

use std::collections::BTreeMap;

use accord_kernel::{
    Audience, Context, MetricValue, Outcome, Permission, PrincipalKind, Sphere, Touches, View,
};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{PersonId, settings as company};
use accord_room_pipeline::OpportunityId;
use accord_store::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit, place, trim};
use crate::{
    figures::stretch,
    id::{ObservationId, ObservationKind, ObservationState},
    record::observation::{Narrow, list, offered_within},
};

/// What colleagues saw, the newest first. What is kept or held is shown to nobody but who saw it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadList {
    /// Only those in this state.
    pub state: Option<ObservationState>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// What a colleague saw.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadFacts {
    /// Id.
    pub id: ObservationId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Whose,
    /// What was seen.
    pub kind: ObservationKind,
    /// In words.
    pub saw: String,
    /// What it is worth to the customer.
    pub value: Option<String>,
    /// Who saw it.
    pub seen_by: Who,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub seen_at: Timestamp,
    /// How it stands.
    pub state: ObservationState,
    /// Who is to take it up.
    pub owner: Option<Who>,
    /// By when.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub accept_due_at: Option<Timestamp>,
    /// It was not taken up in time.
    pub late: bool,
    /// Who speaks with the customer.
    pub speaker: Option<Who>,
    /// What is pursued since.
    pub opportunity: Option<OpportunityId>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A page of what colleagues saw.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadPage {
    /// The rows.
    pub rows: Vec<LeadFacts>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl View for LeadList {
    const NAME: &'static str = "observation.list";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LeadPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<LeadPage> {
        let limit = limit(self.limit)?;
        let narrow = Narrow {
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            state: self.state,
            reader: (ctx.principal.kind == PrincipalKind::Person).then_some(PersonId(ctx.principal.id)),
        };
        let after = place(self.after.as_deref())?.map(|(at, id)| (at, ObservationId(id)));
        let mut found = list(tx, ctx, &narrow, after, limit + 1)?;
        let more = trim(&mut found, limit);
        let next = found.last().filter(|_| more).map(|row| format!("{}_{}", row.seen_at, row.id));
        let persons = found
            .iter()
            .flat_map(|row| [Some(row.seen_by), row.owner_id, row.speaker_id].into_iter().flatten());
        let names = Names::read(tx, persons.collect(), found.iter().map(|row| row.customer_id).collect())?;
        let rows = found
            .into_iter()
            .map(|row| LeadFacts {
                id: row.id,
                customer: names.whose(row.customer_id),
                kind: row.kind,
                seen_by: names.who(row.seen_by),
                seen_at: row.seen_at,
                state: row.state,
                owner: names.maybe(row.owner_id),
                accept_due_at: row.accept_due_at,
                late: row.late,
                speaker: names.maybe(row.speaker_id),
                opportunity: row.opportunity_id,
                version: row.version,
                number: row.number,
                saw: row.saw,
                value: row.value_tie,
                outcome: row.outcome,
            })
            .collect();
        Ok(LeadPage { rows, next })
    }
}

/// What became of leads offered in a period, by the function of who saw them; a year when nobody says which.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadResults {
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
}

/// Leads of a function.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadScore {
    /// Of whom: the function of who saw it.
    pub sphere: Sphere,
    /// Leads.
    pub leads: i64,
    /// Taken up.
    pub accepted: i64,
    /// Not taken up in time.
    pub late: i64,
    /// Won.
    pub won: i64,
    /// Lost or not taken up.
    pub lost: i64,
    /// Won of those that ended.
    #[schemars(with = "Option<String>")]
    pub win_rate: Option<Decimal>,
    /// Won ones that may be credited: seen outside a crisis.
    pub credited: i64,
}

/// Leads by function.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadScores {
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// The functions.
    pub rows: Vec<LeadScore>,
}

impl View for LeadResults {
    const NAME: &'static str = "observation.results";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LeadScores;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<LeadScores> {
        let to = self.to.unwrap_or_else(|| company::today(ctx));
        let from = self.from.unwrap_or_else(|| to.checked_sub(1.year()).unwrap_or(to));
        let (start, end) = stretch(ctx, from, to);
        let mut all: BTreeMap<Sphere, LeadScore> = BTreeMap::new();
        for row in offered_within(tx, start, end)? {
            let score = all.entry(row.sphere).or_insert(LeadScore {
                sphere: row.sphere,
                leads: 0,
                accepted: 0,
                late: 0,
                won: 0,
                lost: 0,
                win_rate: None,
                credited: 0,
            });
            let won = row.state == ObservationState::Won;
            score.leads += 1;
            score.accepted += i64::from(row.opportunity_id.is_some());
            score.late += i64::from(row.late);
            score.won += i64::from(won);
            score.lost += i64::from(matches!(row.state, ObservationState::Lost | ObservationState::Declined));
            score.credited += i64::from(won && !row.in_quiet);
        }
        let rows = all
            .into_values()
            .map(|score| LeadScore {
                win_rate: MetricValue::percent(score.won, score.won + score.lost),
                ..score
            })
            .collect();
        Ok(LeadScores { from, to, rows })
    }
}
