//! Setting going again what stands in vain: letters that did not go out, plans that failed.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use crate::record::{company, operation};

/// Has a letter tried again at once. What holds it back is asked again too: a letter that sells still waits for the end of
/// a crisis.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TryLetterAgain {
    /// The letter.
    pub letter: Uuid,
}

impl Action for TryLetterAgain {
    const NAME: &'static str = "operation.letter_again";
    const PERMISSION: Permission = Permission::OperationManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        if !operation::try_letter_again(tx, self.letter, act.wall)? {
            return Err(Refusal::absent());
        }
        act.fact("letter", self.letter);
        Ok(())
    }
}

/// Has a planned step that failed tried again at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TryPlanAgain {
    /// The plan.
    pub plan: Uuid,
}

impl Action for TryPlanAgain {
    const NAME: &'static str = "operation.plan_again";
    const PERMISSION: Permission = Permission::OperationManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        if !operation::try_plan_again(tx, self.plan, act.now)? {
            return Err(Refusal::absent());
        }
        act.fact("plan", self.plan);
        Ok(())
    }
}
