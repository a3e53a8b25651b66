//! The watch's policies.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{Kind, WatchPolicyId},
    ledger, record,
    rules::watch::LadderStep,
};

/// The policy of a kind.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyLine {
    /// Kind of promise.
    pub kind: Kind,
    /// Its id; none while the default holds.
    pub policy: Option<WatchPolicyId>,
    /// Warnings, per cent of the working time to the due.
    pub warn_percents: Vec<u32>,
    /// What happens once it is due and not kept.
    pub ladder: Vec<LadderStep>,
    /// Row version; 0 while the default holds.
    pub version: i64,
}

/// When the watch warns and whom it tells, for every kind.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policies {}

impl View for Policies {
    const NAME: &'static str = "watch.policies";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<PolicyLine>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<PolicyLine>> {
        let set = record::policies(tx)?;
        let line = |kind: &Kind| match set.iter().find(|row| row.kind == *kind) {
            Some(row) => PolicyLine {
                kind: *kind,
                policy: Some(row.id),
                warn_percents: row.warn_percents.0.clone(),
                ladder: row.ladder.0.clone(),
                version: row.version,
            },
            None => {
                let policy = ledger::default_policy(*kind);
                let (warn_percents, ladder) = (policy.warn_percents, policy.ladder);
                PolicyLine { kind: *kind, policy: None, warn_percents, ladder, version: 0 }
            }
        };
        Ok(Kind::ALL.iter().map(line).collect())
    }
}
