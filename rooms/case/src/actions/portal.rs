//! What a customer does on their own page: report, say, confirm, rate. It is theirs and never held (R31).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_asset::AssetId;
use accord_room_customer::{Channel, ContactId};
use accord_room_people::check;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{CaseAnswer, finish, keep, still_open};
use crate::{
    id::{CaseId, Entry, EntryKind, Severity},
    neighbours::{about_case, tell},
    opening::{self, NewCase},
    record::{CaseRow, load},
    talk,
};

/// A case of the customer who asks; anybody else's is absent.
fn own(tx: &mut Tx, ctx: &Context, case: CaseId) -> Outcome<CaseRow> {
    let row = load(tx, case)?;
    if ctx.principal.customer == Some(row.customer_id.0) { Ok(row) } else { Err(Refusal::absent()) }
}

/// Reports on one's own page that something is wrong.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportCase {
    /// What is stopped or wrong.
    pub what: String,
    /// Your work is stopped, or somebody is in danger.
    #[serde(default)]
    pub stopped: bool,
    /// The unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// Where to call back.
    #[serde(default)]
    pub call_back: Option<String>,
}

impl Action for ReportCase {
    const NAME: &'static str = "portal.report_case";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = CaseAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let customer = act.principal.customer.ok_or_else(Refusal::absent)?;
        let new = NewCase {
            customer: Some(customer.into()),
            who: None,
            stranger: false,
            what: self.what,
            call_back: self.call_back,
            contact: Some(ContactId(act.principal.id)),
            site: None,
            asset: self.asset,
            severity: if self.stopped { Severity::Stopped } else { Severity::Disturbed },
            channel: Entry::Portal,
            received_at: None,
            owner: None,
        };
        Ok(CaseAnswer::of(&opening::open(tx, act, new)?))
    }
}

/// Says something about one's own case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayInCase {
    /// The case.
    pub case: CaseId,
    /// The words.
    pub words: String,
    /// You had to say this before.
    #[serde(default)]
    pub repeated: bool,
}

impl Action for SayInCase {
    const NAME: &'static str = "portal.say_in_case";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        own(tx, ctx, self.case).map(|row| Touches::customer(row.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = own(tx, act, self.case)?;
        still_open(&row)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let mut entry = talk::entry(act, &row, (EntryKind::Heard, words));
        entry.channel = Some(Channel::Chat);
        entry.repeated = self.repeated;
        tx.insert(&entry)?;
        row.contacts += 1;
        row.repeats += i64::from(self.repeated);
        tell(tx, act, &[row.owner_id], &about_case("notice-case-heard", &row))?;
        keep(tx, act, row)
    }
}

/// Confirms that one's own unit runs again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmMine {
    /// The case.
    pub case: CaseId,
    /// In your words.
    pub words: String,
}

impl Action for ConfirmMine {
    const NAME: &'static str = "portal.confirm_case";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        own(tx, ctx, self.case).map(|row| Touches::customer(row.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = own(tx, act, self.case)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let now = act.now;
        finish::confirm(tx, act, row, words, now)
    }
}

/// Says how one was served, from 1 to 5.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateMine {
    /// The case.
    pub case: CaseId,
    /// From 1 to 5.
    pub rating: i64,
    /// In your words.
    #[serde(default)]
    pub words: Option<String>,
}

impl Action for RateMine {
    const NAME: &'static str = "portal.rate_case";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        own(tx, ctx, self.case).map(|row| Touches::customer(row.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = own(tx, act, self.case)?;
        let words = check::some("/words", self.words.as_deref(), check::WORDING_MAX)?;
        finish::rate(tx, act, row, self.rating, words)
    }
}
