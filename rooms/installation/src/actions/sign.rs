//! Acceptance signed: on a colleague's device, or by the customer's contact on the own page.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::touches;
use crate::{
    accepting::{Signing, sign, signer},
    id::{InstallationId, SignatureId},
    planning::today_of,
    record::plan::{Installation, installation},
};

/// Signs the acceptance of a unit on a colleague's device: the customer's contact types the name, and may draw.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignAcceptance {
    /// The plan.
    pub installation: InstallationId,
    /// Who signs.
    pub contact: ContactId,
    /// The name, typed by who signs.
    pub name: String,
    /// Hash of the text that was shown, as the view gave it.
    pub text_hash: String,
    /// Civil day at the site on which the unit was accepted; today when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
    /// The drawn signature: strokes of points.
    #[serde(default)]
    #[schemars(extend("x-drawing" = true))]
    pub drawing: Option<String>,
}

/// A signature.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignAnswer {
    /// The plan.
    pub installation: InstallationId,
    /// The signature.
    pub signature: SignatureId,
    /// The day of acceptance.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
}

impl Action for SignAcceptance {
    const NAME: &'static str = "installation.sign";
    const PERMISSION: Permission = Permission::AcceptanceRecord;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SignAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SignAnswer> {
        let row = installation(tx, self.installation)?;
        let contact = signer(tx, &row, self.contact)?;
        let accepted_on = match self.accepted_on {
            Some(on) => on,
            None => today_of(tx, act, &row)?,
        };
        let given = Signing {
            contact,
            name: self.name,
            text_hash: self.text_hash,
            accepted_on,
            drawing: self.drawing,
        };
        let signature = sign(tx, act, &row, given)?;
        Ok(SignAnswer { installation: row.id, signature, accepted_on })
    }
}

/// Signs the acceptance on the customer's own page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalSign {
    /// The plan.
    pub installation: InstallationId,
    /// Your name.
    pub name: String,
    /// Hash of the text that was shown.
    pub text_hash: String,
    /// The drawn signature: strokes of points.
    #[serde(default)]
    #[schemars(extend("x-drawing" = true))]
    pub drawing: Option<String>,
}

/// A plan of the contact's own company.
pub(crate) fn own(tx: &mut Tx, ctx: &Context, id: InstallationId) -> Outcome<Installation> {
    let own = ctx.principal.customer.ok_or_else(Refusal::absent)?;
    let own = customer::load(tx, own)?.id;
    let row = installation(tx, id)?;
    if row.customer_id == own { Ok(row) } else { Err(Refusal::absent()) }
}

impl Action for PortalSign {
    const NAME: &'static str = "portal.sign_acceptance";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = SignAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own(tx, ctx, self.installation)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SignAnswer> {
        let row = own(tx, act, self.installation)?;
        let contact = signer(tx, &row, ContactId(act.principal.id))?;
        let accepted_on = today_of(tx, act, &row)?;
        let given = Signing {
            contact,
            name: self.name,
            text_hash: self.text_hash,
            accepted_on,
            drawing: self.drawing,
        };
        let signature = sign(tx, act, &row, given)?;
        Ok(SignAnswer { installation: row.id, signature, accepted_on })
    }
}
