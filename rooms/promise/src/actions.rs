//! The actions of this room: thin, one thing each.

mod change;
mod clarify;
mod end;
mod make;
mod policy;
mod say;
mod watch;

pub use change::{ForecastPromise, HandOverPromise, RedatePromise, SetHarm, TellPromise};
pub use clarify::{AnswerClarification, ClarificationUnanswered, ClarificationUntaken, TakeClarification};
pub use end::{BreakPromise, KeepPromise, ReleasePromise};
pub use make::MakePromise;
pub use policy::SetPolicy;
pub use say::SayStatement;
pub use watch::{EscalatePromise, FallDue, TellCustomerBy, WarnPromise};

use accord_kernel::{Outcome, Touches};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    PromiseRow,
    id::{PromiseId, State},
    record,
};

/// How a promise stands after an action.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromiseAnswer {
    /// The promise.
    pub promise: PromiseId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: State,
    /// When it is due.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Its civil date, where a date was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Measured chance of keeping it, per cent; none when nothing of the kind has fallen due yet.
    #[schemars(with = "Option<String>")]
    pub chance: Option<Decimal>,
    /// On how many promises the chance rests.
    pub chance_n: i64,
    /// By when the customer must be told of the forecast.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub tell_by: Option<Timestamp>,
    /// Row version, for the next change.
    pub version: i64,
}

impl PromiseAnswer {
    fn of(row: &PromiseRow) -> Self {
        Self {
            promise: row.id,
            number: row.number.clone(),
            state: row.state,
            due_at: row.due_at,
            due_on: row.due_on,
            chance: row.chance().percent(),
            chance_n: row.chance_n,
            tell_by: row.tell_by,
            version: row.version,
        }
    }
}

/// What an action on a promise touches: its customer.
fn touches(tx: &mut Tx, promise: PromiseId) -> Outcome<Touches> {
    Ok(Touches::customer(record::load(tx, promise)?.customer_id))
}
