//! What our plans do not cover although it happens (R13).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::{Tx, search::fold};
use jiff::{Span, Timestamp, civil::Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::Cover,
    incidents::{self, Happened},
    record,
    rules::unmet::{self, Covers, Incident, Outside},
    settings,
};

/// Incidents shown of a need at most.
const SHOWN_MAX: usize = 200;

/// Incidents of the last twelve months that no plan on offer covers, by their reason.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UnmetNeeds {}

/// An incident outside every plan's cover.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IncidentFacts {
    /// Kind of thing: `asset_outage`, `case`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// The customer.
    pub customer: Uuid,
    /// What it happened to.
    pub label: String,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
}

/// Incidents outside every plan's cover for one reason.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnmetFacts {
    /// The cause that every plan excludes; open when it is the hour.
    pub cause: Option<String>,
    /// How many.
    pub count: usize,
    /// Whether they are enough to be an unmet need.
    pub unmet: bool,
    /// The incidents, the newest first.
    pub incidents: Vec<IncidentFacts>,
}

/// The report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnmetPage {
    /// From how many on it is a need.
    pub enough: i64,
    /// Incidents of the twelve months.
    pub incidents: usize,
    /// Those outside every plan's cover, by reason, the most first.
    pub rows: Vec<UnmetFacts>,
}

fn covers(tx: &mut Tx) -> Outcome<Vec<Covers>> {
    let offered = record::on_offer(tx)?.into_iter();
    Ok(offered
        .map(|(_, version)| Covers {
            around_clock: version.cover == Cover::AroundClock,
            excluded: version.excluded_causes.0.iter().map(|cause| fold(cause)).collect(),
        })
        .collect())
}

impl View for UnmetNeeds {
    const NAME: &'static str = "value.unmet_needs";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = UnmetPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<UnmetPage> {
        let today = settings::today(ctx);
        let from = today.checked_sub(Span::new().years(1)).unwrap_or(today);
        let midnight = from.to_datetime(Time::midnight()).to_zoned(ctx.zone());
        let from = midnight.map_or(ctx.now, |at| at.timestamp());
        let happened = incidents::between(tx, ctx, from, ctx.now)?;
        let enough: i64 = settings::get(tx, ctx, &settings::UNMET_INCIDENTS)?;
        let covers = covers(tx)?;
        let count = happened.len();
        let seen: Vec<Incident<Happened>> = happened
            .into_iter()
            .map(|one| Incident { cause: fold(&one.cause), in_hours: one.in_hours, id: one })
            .collect();
        let needs = unmet::needs(&seen, &covers, usize::try_from(enough).unwrap_or(usize::MAX));
        let mut rows = Vec::new();
        for (reason, mut list, unmet) in needs {
            list.sort_by_key(|one| std::cmp::Reverse(one.at));
            let count = list.len();
            // Only what the reader may see is named; what they may not see counts all the same.
            list.truncate(SHOWN_MAX);
            let open = record::open_to(tx, ctx, list.iter().map(|one| one.customer))?;
            let shown =
                list.into_iter().filter(|one| open.contains(&one.customer)).map(|one| IncidentFacts {
                    kind: one.kind.to_owned(),
                    id: one.id,
                    customer: one.customer,
                    label: one.label,
                    at: one.at,
                });
            let cause = match reason {
                Outside::Cause(cause) => Some(cause),
                Outside::Hours => None,
            };
            rows.push(UnmetFacts { cause, count, unmet, incidents: shown.collect() });
        }
        Ok(UnmetPage { enough, incidents: count, rows })
    }
}
