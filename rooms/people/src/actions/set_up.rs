//! The first set-up, step by step, and the company's mark.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use schemars::JsonSchema;
use serde::Deserialize;

use super::author;
use crate::{
    record::{
        company,
        set_up::{self, LogoRow, SetUpStepRow},
    },
    rules::logo,
    terms::SetUpStep,
};

/// Writes the steps that are to be gone through.
pub(super) fn begin(tx: &mut Tx, act: &Act<'_>) -> Outcome<()> {
    for step in SetUpStep::ALL {
        tx.insert(&SetUpStepRow {
            id: act.new_id(),
            word: *step,
            settled_at: None,
            settled_by: None,
            version: 1,
        })?;
    }
    Ok(())
}

/// Says that a step of the first set-up is done, or can wait: it is not asked for any more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleStep {
    /// The step.
    pub step: SetUpStep,
}

impl Action for SettleStep {
    const NAME: &'static str = "company.settle_step";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = set_up::step(tx, self.step)?.ok_or_else(Refusal::absent)?;
        act.quiet();
        // Whoever comes back to a step and goes on again changes nothing.
        if row.settled_at.is_some() {
            return Ok(());
        }
        row.settled_at = Some(act.now);
        row.settled_by = author(act);
        act.fact("step", self.step);
        Ok(tx.update(&mut row)?)
    }
}

/// Sets the mark of the company, which stands on the page to sign in and on pages that customers' letters lead to; an
/// empty one takes it away.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLogo {
    /// The picture as base64: PNG, JPEG or WebP, up to 256 KiB.
    #[serde(default)]
    pub image: String,
}

impl Action for SetLogo {
    const NAME: &'static str = "company.set_logo";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let known = set_up::logo(tx)?;
        if self.image.is_empty() {
            act.fact("taken_away", known.is_some());
            return known.map_or(Ok(()), |row| Ok(tx.remove(&row)?));
        }
        let bytes = BASE64.decode(&self.image).map_err(|_| Refusal::field("/image", "field.form"))?;
        let content_type = logo::kind(&bytes).map_err(|fault| match fault {
            logo::Fault::Size => {
                Refusal::field("/image", "logo.too_large").with("max", logo::SIZE_MAX / 1024)
            }
            logo::Fault::Kind => Refusal::field("/image", "logo.kind"),
        })?;
        act.fact("content_type", content_type);
        let image = BASE64.encode(&bytes);
        match known {
            Some(mut row) => {
                row.content_type = content_type.to_owned();
                row.image = image;
                row.set_at = act.now;
                Ok(tx.update(&mut row)?)
            }
            None => {
                let content_type = content_type.to_owned();
                let row = LogoRow { id: act.new_id(), content_type, image, set_at: act.now, version: 1 };
                Ok(tx.insert(&row)?)
            }
        }
    }
}
