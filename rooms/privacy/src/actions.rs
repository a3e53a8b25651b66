//! What is kept for a time only is let go, by itself.

use std::sync::Arc;

use accord_kernel::{
    Act, Action, Audience, Call, Caller, Context, Kernel, Outcome, Permission, Refusal, Registry, Touches,
};
use accord_room_people::{Retention, settings};
use accord_store::Tx;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Things let go in one step.
const STEP: i64 = 200;

/// Registers the actions.
pub(crate) fn register(registry: &mut Registry) {
    registry.action::<LetGo>();
}

/// Lets go of a part of what was kept long enough.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LetGo {
    /// Of what: the word of a retention.
    pub what: String,
}

/// What went.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WentNow {
    /// How many; 0 when nothing is left to go.
    pub gone: u64,
}

impl Action for LetGo {
    const NAME: &'static str = "privacy.let_go";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = WentNow;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WentNow> {
        let found = act.registry().extensions::<Retention>().find(|kept| kept.name == self.what).copied();
        let kept = found.ok_or_else(|| Refusal::field("/what", "field.unknown_reference"))?;
        let days: i64 = settings::get(tx, act, kept.days)?;
        let before = act.now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(act.now);
        let gone = if days == 0 { 0 } else { (kept.let_go)(tx, act, before, STEP)? };
        if gone == 0 {
            act.quiet();
        } else {
            act.chain(accord_room_people::the_company(tx)?.id);
            act.fact("what", kept.name);
            act.fact("gone", i64::try_from(gone).unwrap_or(i64::MAX));
        }
        Ok(WentNow { gone })
    }
}

/// Lets go of everything that was kept long enough. Called by the heartbeat.
///
/// # Errors
/// The action's refusal; what went before stays gone.
pub fn let_go_all(kernel: &Arc<Kernel>) -> Outcome<u64> {
    let mut all = 0;
    let names: Vec<&'static str> = kernel.registry.extensions::<Retention>().map(|kept| kept.name).collect();
    for what in names {
        loop {
            let input = serde_json::json!({ "what": what });
            let done = kernel.act(&Caller::system(), Call::new(LetGo::NAME, input))?;
            let went: WentNow =
                serde_json::from_value(done.answer).map_err(|error| Refusal::defect(error.to_string()))?;
            if went.gone == 0 {
                break;
            }
            all += went.gone;
        }
    }
    Ok(all)
}
