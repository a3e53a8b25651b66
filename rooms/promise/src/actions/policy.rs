//! The watch's policies.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{Kind, WatchPolicyId},
    ledger,
    record::{self, PolicyRow},
    rules::watch::{self, LadderStep, Policy, PolicyWrong},
};

/// Sets when to warn and whom to tell, for one kind of promise. It holds for promises made or re-dated from now on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPolicy {
    /// Kind of promise.
    pub kind: Kind,
    /// Warnings, per cent of the working time to the due.
    pub warn_percents: Vec<u32>,
    /// What happens once it is due and not kept.
    pub ladder: Vec<LadderStep>,
    /// Version that was seen; 0 while the default holds.
    pub version: i64,
}

/// The policy as it holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyAnswer {
    /// Its id.
    pub policy: WatchPolicyId,
    /// Row version.
    pub version: i64,
}

impl Action for SetPolicy {
    const NAME: &'static str = "watch.set_policy";
    const PERMISSION: Permission = Permission::WatchManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PolicyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(match record::policy_of(tx, self.kind)? {
            Some(row) => Touches::chain(row.id),
            None => Touches::nothing(),
        })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PolicyAnswer> {
        let mut policy = Policy { warn_percents: self.warn_percents, ladder: self.ladder };
        watch::check_policy(&policy).map_err(wrong)?;
        policy.warn_percents.sort_unstable();
        policy.ladder.sort_by_key(|step| step.minutes);
        let row = match record::policy_of(tx, self.kind)? {
            Some(mut row) => {
                ledger::at_version(&row, self.version)?;
                row.warn_percents = Json(policy.warn_percents);
                row.ladder = Json(policy.ladder);
                tx.update(&mut row)?;
                row
            }
            None if self.version == 0 => {
                let (warn_percents, ladder) = (Json(policy.warn_percents), Json(policy.ladder));
                let row = PolicyRow { id: act.new_id(), kind: self.kind, warn_percents, ladder, version: 1 };
                tx.insert(&row)?;
                row
            }
            None => return Err(Refusal::absent()),
        };
        act.chain(row.id);
        act.fact("kind", row.kind);
        Ok(PolicyAnswer { policy: row.id, version: row.version })
    }
}

fn wrong(why: PolicyWrong) -> Refusal {
    match why {
        PolicyWrong::Percent => Refusal::field("/warn_percents", "watch.percent"),
        PolicyWrong::PercentTwice => Refusal::field("/warn_percents", "watch.twice"),
        PolicyWrong::TooMany => Refusal::field("/ladder", "watch.too_many").with("max", watch::STEPS_MAX),
        PolicyWrong::Minutes => Refusal::field("/ladder", "watch.minutes").with("max", watch::MINUTES_MAX),
        PolicyWrong::StepTwice => Refusal::field("/ladder", "watch.twice"),
        PolicyWrong::NobodyTold => Refusal::field("/ladder", "watch.nobody"),
    }
}
