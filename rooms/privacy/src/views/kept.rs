//! What is kept for a time only.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::{Retention, settings};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is kept for a time only, and for how long.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {}

/// One such thing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeptOne {
    /// Its word.
    pub what: String,
    /// The setting that says for how long.
    pub setting: String,
    /// Days; 0 for ever.
    pub days: i64,
}

impl View for Kept {
    const NAME: &'static str = "privacy.kept";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<KeptOne>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<KeptOne>> {
        let kept: Vec<Retention> = ctx.registry.extensions::<Retention>().copied().collect();
        kept.iter()
            .map(|one| {
                let days = settings::get(tx, ctx, one.days)?;
                Ok(KeptOne { what: one.name.to_owned(), setting: one.days.name.to_owned(), days })
            })
            .collect()
    }
}
