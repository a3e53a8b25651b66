//! Which statements to a customer are about one matter (R23). People name one thing in many words, so whoever speaks
//! chooses what was said or promised before; the words are compared only where nothing was chosen.

use accord_kernel::{Act, Outcome, Refusal, Status};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;

use super::said;
use crate::{
    PromiseRow,
    id::{MatterId, PromiseId, State, StatementId},
    input::About,
    record,
};

/// About what one speaks when one speaks about a promise that is about no thing.
const PROMISE: &str = "promise";
/// About what one speaks when one speaks about an earlier statement.
const STATEMENT: &str = "statement";

/// What statements about one matter have in common.
#[derive(Debug, Clone)]
pub(crate) struct Matter {
    /// The thing.
    pub about: Option<About>,
    /// The subject as it was named first.
    pub subject: String,
}

/// What a promise is about that is about the same as something said or promised before to this customer.
///
/// # Errors
/// Absent when nothing of that id was said or promised to this customer.
pub(crate) fn chosen(tx: &mut Tx, of: CustomerId, matter: MatterId) -> Outcome<About> {
    let of = customer::load(tx, of)?.id;
    if let Some(row) = promise_of(tx, PromiseId(matter.0))? {
        if row.customer_id != of {
            return Err(Refusal::absent());
        }
        // A promise that took up a matter itself hands on the first one.
        return Ok(match row.about() {
            Some(about) if takes_up(&about) => about,
            _ => About { kind: PROMISE.to_owned(), id: row.id.0 },
        });
    }
    let row = record::statement(tx, StatementId(matter.0))?;
    if row.customer_id != of {
        return Err(Refusal::absent());
    }
    Ok(About { kind: STATEMENT.to_owned(), id: row.id.0 })
}

/// The matter of what was [`chosen`]. A promise that is taken up becomes a statement by it, with the author and the time
/// of when the customer was told.
pub(crate) fn taken_up(tx: &mut Tx, act: &Act<'_>, about: &About) -> Outcome<Matter> {
    if about.kind == PROMISE
        && let Some(row) = promise_of(tx, PromiseId(about.id))?
        && row.state == State::Open
    {
        said::stated(tx, act, &row)?;
    }
    resolved(tx, about)?.ok_or_else(Refusal::absent)
}

/// Whether a promise took up what was said or promised before.
pub(super) fn takes_up(about: &About) -> bool {
    [PROMISE, STATEMENT].contains(&about.kind.as_str())
}

/// The matter of a promise: what it took up, or its own.
pub(super) fn of_promise(tx: &mut Tx, row: &PromiseRow) -> Outcome<Matter> {
    match row.about() {
        Some(about) => Ok(resolved(tx, &about)?.unwrap_or_else(|| own(row))),
        None => Ok(own(row)),
    }
}

/// The matter of an earlier promise or statement; nothing where it is a thing.
fn resolved(tx: &mut Tx, about: &About) -> Outcome<Option<Matter>> {
    match about.kind.as_str() {
        PROMISE => Ok(promise_of(tx, PromiseId(about.id))?.map(|row| own(&row))),
        STATEMENT => {
            let row = record::statement(tx, StatementId(about.id))?;
            let about = row.about_kind.zip(row.about_id).map(|(kind, id)| About { kind, id });
            Ok(Some(Matter { about, subject: row.subject }))
        }
        _ => Ok(None),
    }
}

/// The thing of a promise by its kind; a promise about no thing is a matter by itself.
fn own(row: &PromiseRow) -> Matter {
    match row.about() {
        Some(thing) => Matter { about: Some(thing), subject: row.kind.word().to_owned() },
        None => Matter {
            about: Some(About { kind: PROMISE.to_owned(), id: row.id.0 }),
            subject: row.number.clone(),
        },
    }
}

fn promise_of(tx: &mut Tx, id: PromiseId) -> Outcome<Option<PromiseRow>> {
    match record::load(tx, id) {
        Ok(row) => Ok(Some(row)),
        Err(refusal) if refusal.status == Status::Absent => Ok(None),
        Err(refusal) => Err(refusal),
    }
}
