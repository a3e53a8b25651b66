//! How far the first set-up is.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{record::set_up, terms::SetUpStep};

/// The steps of the first set-up, in their order; none where the house was set up by the command line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpSteps {}

/// How far the first set-up is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SetUpShown {
    /// The steps.
    pub steps: Vec<StepShown>,
    /// Whether the company has a mark.
    pub logo: bool,
}

/// A step.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepShown {
    /// Which.
    pub step: SetUpStep,
    /// When somebody said that it is done, or can wait.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub settled_at: Option<Timestamp>,
}

impl SetUpShown {
    /// The first step that nobody has gone through.
    pub fn next(&self) -> Option<SetUpStep> {
        self.steps.iter().find(|step| step.settled_at.is_none()).map(|step| step.step)
    }
    /// How many steps nobody has gone through.
    pub fn open(&self) -> usize {
        self.steps.iter().filter(|step| step.settled_at.is_none()).count()
    }
}

impl View for SetUpSteps {
    const NAME: &'static str = "people.set_up";
    const PERMISSION: Permission = Permission::SettingsManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SetUpShown;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Self::Answer> {
        let mut steps: Vec<StepShown> = set_up::steps(tx)?
            .into_iter()
            .map(|row| StepShown { step: row.word, settled_at: row.settled_at })
            .collect();
        steps.sort_by_key(|step| step.step);
        Ok(SetUpShown { steps, logo: set_up::logo(tx)?.is_some() })
    }
}
