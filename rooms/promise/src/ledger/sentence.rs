//! In which words a customer has a promise whose due moves: a sentence that names the old day would say two things.

use accord_kernel::{Context, Outcome};
use accord_store::Tx;

use crate::{PromiseRow, rules::due::Wish};

/// How a room that tells its dates in sentences of its own words a promise about its things on another due. Registered
/// by the room that makes these promises; asked wherever nobody gave words.
#[derive(Debug, Clone, Copy)]
pub struct Sentence {
    /// Name, for the log.
    pub name: &'static str,
    /// The sentence in the customer's language; nothing for a promise that is not that room's.
    pub of: fn(&mut Tx, &Context, &PromiseRow, Wish) -> Outcome<Option<String>>,
}

/// The sentence of whichever room words this promise.
pub(crate) fn sentence(tx: &mut Tx, ctx: &Context, row: &PromiseRow, due: Wish) -> Outcome<Option<String>> {
    for room in ctx.registry.extensions::<Sentence>() {
        if let Some(words) = (room.of)(tx, ctx, row, due)? {
            return Ok(Some(words));
        }
    }
    Ok(None)
}
