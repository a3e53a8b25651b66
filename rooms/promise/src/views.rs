//! The read models of this room.

mod clarification;
mod figure;
mod list;
mod one;
mod portal;
mod risk;
mod statement;
mod watch;

pub use clarification::{ClarificationLine, ListClarifications};
pub use figure::{KeptAnswer, KeptPromises, MissedLine, RateLine};
pub use list::{
    LateCount, ListPromises, MyLate, MyPromises, PromiseChoice, PromiseChoices, PromiseLine, PromisePage,
};
pub use one::{ChangeLine, MarkLine, OnePromise, PromiseFacts};
pub use portal::{PortalPromise, PortalPromises};
pub use risk::{AtRisk, RiskLine};
pub use statement::{ListStatements, StatementLine};
pub use watch::{Policies, PolicyLine};

pub use accord_room_customer::names::{Who, Whose};
use accord_room_people::paging::{leaf, trim};

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::names::Names;
use jiff::Timestamp;
use uuid::Uuid;

/// Most rows of one answer.
const LIMIT_MAX: i64 = 200;
/// Rows when nobody says how many.
const LIMIT: i64 = 50;

/// The wanted number of rows.
fn limit(wanted: Option<i64>) -> Outcome<i64> {
    match wanted {
        None => Ok(LIMIT),
        Some(n) if (1..=LIMIT_MAX).contains(&n) => Ok(n),
        Some(_) => Err(Refusal::field("/limit", "promise.limit_range").with("max", LIMIT_MAX)),
    }
}

/// A place in a list as opaque text.
fn cursor(at: Timestamp, id: Uuid) -> String {
    format!("{}.{id}", at.as_microsecond())
}

fn place<T: From<Uuid>>(after: Option<&String>) -> Outcome<Option<(Timestamp, T)>> {
    let Some(text) = after else { return Ok(None) };
    let parsed = text.split_once('.').and_then(|(at, id)| {
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, T::from(Uuid::parse_str(id).ok()?)))
    });
    parsed.map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}
