//! One search over everything the reader may see.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{record, rules::kinds};

/// Longest query.
const QUERY_MAX: usize = 200;
/// Most rows.
const LIMIT_MAX: i64 = 200;

/// Finds things by words, blind to case and accents. What the reader may not see is not there.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words; each must begin a word of the thing.
    #[schemars(length(max = 200))]
    #[serde(default)]
    pub query: String,
    /// Most rows, 1 to 200; 20 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Only things of these kinds.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hit {
    /// What it is: `customer`, `order`, `promise`, …
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
    /// Its customer.
    pub customer: Option<Uuid>,
}

/// What was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Found {
    /// What is called just so or has just this number first, then what begins so; of each one’s own customers, and the
    /// latest.
    pub rows: Vec<Hit>,
    /// Whether there is more than is shown.
    pub more: bool,
}

impl View for Search {
    const NAME: &'static str = "desk.search";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Found;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        // A hit says that something is there; opening it is the read that is logged.
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Found> {
        if self.query.chars().count() > QUERY_MAX {
            return Err(Refusal::field("/query", "field.too_long").with("max", QUERY_MAX));
        }
        let limit = self.limit.unwrap_or(20).clamp(1, LIMIT_MAX);
        let kinds = kinds::searched(|permission| ctx.principal.may(permission), &self.kinds);
        let mut rows = record::near(tx, ctx, &self.query, &kinds, limit + 1)?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let hit = |entry: accord_store::search::Entry| Hit {
            kind: entry.kind,
            id: entry.id,
            label: entry.label,
            hint: entry.hint,
            customer: entry.customer,
        };
        Ok(Found { rows: rows.into_iter().map(hit).collect(), more })
    }
}
