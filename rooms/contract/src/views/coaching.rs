//! Coaching, with the offer rate before and after it (R54).

use accord_kernel::{Audience, Context, MetricValue, Outcome, Permission, PrincipalKind, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who};
use crate::{
    coach::{counted, recent},
    id::{CoachingCause, CoachingId, CoachingState},
    record::task::{CoachingRow, coachings},
    rules::rate::{Counts, counts},
    settings,
};

/// Most coachings shown.
const ROWS_MAX: i64 = 200;

/// An offer rate with what it is made of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateFacts {
    /// Orders with equipment.
    pub orders: i64,
    /// With an offer.
    pub offered: i64,
    /// Per cent; open without an order.
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
}

impl RateFacts {
    fn of(counts: Counts) -> Self {
        Self {
            orders: counts.orders,
            offered: counts.offered,
            percent: MetricValue::percent(counts.offered, counts.orders),
        }
    }
}

/// A coaching as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoachingFacts {
    /// Id.
    pub id: CoachingId,
    /// Who sells.
    pub rep: Who,
    /// Why.
    pub cause: CoachingCause,
    /// What was asked for.
    pub asked: String,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub opened_at: Timestamp,
    /// By the end of which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// How it stands.
    pub state: CoachingState,
    /// Who coached.
    pub coach: Option<Who>,
    /// On which day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub held_on: Option<Date>,
    /// What they worked on.
    pub notes: Option<String>,
    /// Offer rate when it was opened.
    pub before: RateFacts,
    /// Offer rate of the orders since it was held; open before that.
    pub after: Option<RateFacts>,
    /// Row version.
    pub version: i64,
}

/// Coachings: one's own, or of all for whoever approves contracts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Coachings {
    /// Only of this colleague.
    pub rep: Option<PersonId>,
}

/// Coachings with one's own figures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoachingPage {
    /// The coachings, open ones first.
    pub rows: Vec<CoachingFacts>,
    /// The reader's own offer rate over the last months.
    pub own: RateFacts,
}

impl View for Coachings {
    const NAME: &'static str = "coaching.list";
    const PERMISSION: Permission = Permission::ContractWrite;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CoachingPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CoachingPage> {
        let own = PersonId(ctx.principal.id);
        // What somebody is helped with is theirs and the coach's, not for every colleague's eyes.
        let rep = if ctx.principal.may(Permission::ContractApprove) { self.rep } else { Some(own) };
        let rows = coachings(tx, rep, ROWS_MAX)?;
        let persons = rows.iter().flat_map(|row| [Some(row.rep_id), row.coach_id]).flatten().collect();
        let names = Names::read(tx, persons, Vec::new())?;
        let mut shown = Vec::with_capacity(rows.len());
        for row in &rows {
            shown.push(facts(tx, ctx, row, &names)?);
        }
        let figures = if ctx.principal.kind == PrincipalKind::Person {
            recent(tx, ctx, own, None)?
        } else {
            Counts::default()
        };
        Ok(CoachingPage { rows: shown, own: RateFacts::of(figures) })
    }
}

fn facts(tx: &mut Tx, ctx: &Context, row: &CoachingRow, names: &Names) -> Outcome<CoachingFacts> {
    let after = match row.held_on {
        Some(on) => {
            let from = on.tomorrow().unwrap_or(on);
            let list = counted(tx, from, settings::today(ctx).max(from), Some(row.rep_id))?;
            Some(RateFacts::of(counts(list.into_iter().map(|(_, one)| one))))
        }
        None => None,
    };
    Ok(CoachingFacts {
        id: row.id,
        rep: names.who(row.rep_id),
        cause: row.cause,
        asked: row.asked.clone(),
        opened_at: row.opened_at,
        due_on: row.due_on,
        state: row.state,
        coach: names.maybe(row.coach_id),
        held_on: row.held_on,
        notes: row.notes.clone(),
        before: RateFacts::of(Counts { orders: row.before_orders, offered: row.before_offered, accepted: 0 }),
        after,
        version: row.version,
    })
}
