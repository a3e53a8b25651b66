//! Looking at the queue: what changes afterwards is marked until one looks again.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people as people;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::record::look;

/// Says that one has seen the desk's queue as it is now.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeeQueue {}

impl Action for SeeQueue {
    const NAME: &'static str = "case.see_queue";
    const PERMISSION: Permission = Permission::CaseRead;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let person = people::author(act).ok_or_else(Refusal::absent)?;
        look(tx, person, act.now)
    }
}
