//! What moves the clocks of a case: time that is the customer's, severity, the unit and its cover. Used time stays used,
//! and what was before stays readable (R30).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{self as customer, AttachmentId, ContactId, SiteId};
use accord_room_people::check;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{CaseAnswer, keep, standing, touches};
use crate::{
    clocks, cover, crisis,
    id::{CaseId, CaseState, Change, PauseCause, Severity},
    neighbours::{about_case, author, past, tell},
    record::{CaseRow, ChangeRow, PauseRow, pauses_of},
    talk,
};

pub(super) fn note(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    what: Change,
    (before, after): (Option<String>, Option<String>),
    reason: &str,
) -> Outcome<()> {
    tx.insert(&ChangeRow {
        id: act.new_id(),
        case_id: row.id,
        what,
        before_value: before,
        after_value: after,
        reason: reason.to_owned(),
        person_id: author(act),
        changed_at: act.now,
        version: 1,
    })?;
    Ok(())
}

/// Stops the clocks for a cause at the customer's, with evidence: a file, or the customer's own words (R30).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// Why.
    pub cause: PauseCause,
    /// The customer's words for it; or a file.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub words: Option<String>,
    /// A file that shows it; or the customer's words.
    #[serde(default)]
    pub attachment: Option<AttachmentId>,
    /// Since when, if earlier than now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

impl Action for PauseCase {
    const NAME: &'static str = "case.pause";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = standing(tx, self.case, self.version)?;
        if row.state != CaseState::Open {
            return Err(Refusal::conflict("case.runs_again").with("number", row.number.as_str()));
        }
        let words = check::some("/words", self.words.as_deref(), check::WORDING_MAX)?;
        if words.is_none() && self.attachment.is_none() {
            return Err(Refusal::field("/words", "case.pause_evidence"));
        }
        if let Some(file) = self.attachment {
            let file = customer::attachment(tx, file)?;
            if file.customer_id != row.customer_id {
                return Err(Refusal::absent());
            }
        }
        let from_at = past("/at", self.at, act.now)?;
        let before = pauses_of(tx, row.id)?;
        if before.iter().any(|pause| pause.until_at.is_none()) {
            return Err(Refusal::conflict("case.paused_already").with("number", row.number.as_str()));
        }
        let free = before.iter().filter_map(|pause| pause.until_at).max().unwrap_or(row.began_at);
        let earliest = free.max(row.began_at);
        if from_at < earliest {
            return Err(Refusal::field("/at", "case.pause_overlaps").with("earliest", earliest));
        }
        tx.insert(&PauseRow {
            id: act.new_id(),
            case_id: row.id,
            cause: self.cause,
            words,
            attachment_id: self.attachment,
            from_at,
            until_at: None,
            paused_by: author(act),
            resumed_by: None,
            version: 1,
        })?;
        let reason = act.tongue().say(&self.cause.message()).into_owned();
        clocks::refresh(tx, act, &row, &reason)?;
        act.fact("cause", self.cause);
        keep(tx, act, row)
    }
}

/// Lets the clocks run again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// When, if earlier than now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

impl Action for ResumeCase {
    const NAME: &'static str = "case.resume";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = standing(tx, self.case, self.version)?;
        let at = past("/at", self.at, act.now)?;
        let open = pauses_of(tx, row.id)?.into_iter().find(|pause| pause.until_at.is_none());
        let Some(mut pause) = open else {
            return Err(Refusal::conflict("case.not_paused").with("number", row.number.as_str()));
        };
        if at < pause.from_at {
            return Err(Refusal::field("/at", "case.pause_overlaps").with("earliest", pause.from_at));
        }
        pause.until_at = Some(at);
        pause.resumed_by = author(act);
        tx.update(&mut pause)?;
        let reason = act.tongue().say("case-clock-runs").into_owned();
        clocks::refresh(tx, act, &row, &reason)?;
        keep(tx, act, row)
    }
}

/// Says anew how badly the customer is hit. Time that was used stays used; lowering it ends no crisis (R31).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSeverity {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// How badly.
    pub severity: Severity,
    /// Why.
    #[schemars(length(max = 2_000))]
    pub reason: String,
}

impl Action for SetSeverity {
    const NAME: &'static str = "case.set_severity";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        if row.severity == self.severity {
            return Err(Refusal::field("/severity", "case.same_severity"));
        }
        let values = (Some(row.severity.word().to_owned()), Some(self.severity.word().to_owned()));
        note(tx, act, &row, Change::Severity, values, &reason)?;
        row.severity = self.severity;
        row.worst = row.worst.min(self.severity);
        if row.severity.is_crisis() && row.crisis_id.is_none() {
            crisis::begin(tx, act, &mut row)?;
        }
        if row.state == CaseState::Open {
            // The rhythm of words follows; a word that was promised sooner stays promised.
            let latest = talk::next_word(tx, act, &row)?;
            let changed = act.tongue().say("case-severity-changed").into_owned();
            talk::owe_by(tx, act, &mut row, latest, &changed)?;
        }
        let word = about_case("notice-case-severity", &row);
        tell(tx, act, &[row.owner_id], &word)?;
        keep(tx, act, row)
    }
}

/// Names unit, site or contact when they are known. The clocks are read anew from their beginning.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameUnit {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// The unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// Where.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Who of them.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

impl Action for NameUnit {
    const NAME: &'static str = "case.name_unit";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let before = row.asset_id.map(|id| id.to_string());
        if let Some(contact) = self.contact {
            row.contact_id = Some(customer::named_contact(tx, row.customer_id, "/contact", contact)?.id);
        }
        if let Some(site) = self.site {
            row.site_id = Some(customer::named_site(tx, row.customer_id, "/site", site)?.id);
        }
        if let Some(unit) = self.asset {
            row.asset_id = Some(asset::named_asset(tx, row.customer_id, "/asset", unit)?.id);
        }
        if self.asset.is_some() || self.site.is_some() {
            let found = cover::find(tx, act, row.customer_id, row.site_id, row.asset_id, row.began_at)?;
            cover::put(tx, act, &mut row, self.site, found)?;
            let reason = act.tongue().say("case-cover-known").into_owned();
            let after = row.asset_id.map(|id| id.to_string());
            note(tx, act, &row, Change::Unit, (before, after), &reason)?;
            clocks::follow_cover(tx, act, &row, &reason)?;
        }
        keep(tx, act, row)
    }
}
