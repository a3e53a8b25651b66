//! What was found and done, and who signed. The report has a version of its own: two devices that write the same visit
//! meet here, and the one that comes second is told what stands there now, field by field.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId};
use accord_room_people::check;
use accord_store::{Json, Tx};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{facts, living, must_go, touches};
use crate::{
    LeftPoint, SafetyPoint, VisitId, VisitReportId, VisitSignatureId,
    neighbours::{at_version, happened},
    record::visit::{ReportRow, SignatureRow, report},
    rules::sign::is_path,
    views::signed_hash,
};

/// Writes down what was found and done. Fields that are open stay as they are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportVisit {
    /// The visit.
    pub visit: VisitId,
    /// Version of the report that was read.
    pub version: i64,
    /// What was looked at before work began.
    #[serde(default)]
    pub safety: Option<Vec<SafetyPoint>>,
    /// What was noticed there.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub safety_note: Option<String>,
    /// What was found.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub found: Option<String>,
    /// What was done about it.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub mended: Option<String>,
    /// How the place was left.
    #[serde(default)]
    pub left_right: Option<Vec<LeftPoint>>,
    /// What is still to be made good there.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub left_note: Option<String>,
    /// In one sentence for the customer.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub summary: Option<String>,
    /// Why nobody signed.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub unsigned_reason: Option<String>,
}

/// The report after a change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportAnswer {
    /// The report.
    pub report: VisitReportId,
    /// Its version now.
    pub version: i64,
}

fn write(pointer: &str, into: &mut String, typed: Option<&str>) -> Outcome<()> {
    if let Some(typed) = typed {
        *into = check::optional(pointer, typed, check::WORDING_MAX)?;
    }
    Ok(())
}

/// The points in their own order, each once.
fn points<T: Ord>(mut points: Vec<T>) -> Json<Vec<T>> {
    points.sort_unstable();
    points.dedup();
    Json(points)
}

fn report_row(tx: &mut Tx, visit: VisitId) -> Outcome<ReportRow> {
    report(tx, visit)?.ok_or_else(|| Refusal::defect("a visit has a report"))
}

impl Action for ReportVisit {
    const NAME: &'static str = "visit.report";
    const PERMISSION: Permission = Permission::VisitDo;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReportAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReportAnswer> {
        let visit = living(tx, self.visit)?;
        must_go(tx, act, &visit)?;
        let mut row = report_row(tx, visit.id)?;
        at_version(&row, self.version)?;
        if let Some(safety) = self.safety {
            row.safety = points(safety);
        }
        if let Some(left) = self.left_right {
            row.left_right = points(left);
        }
        write("/safety_note", &mut row.safety_note, self.safety_note.as_deref())?;
        write("/found", &mut row.found, self.found.as_deref())?;
        write("/mended", &mut row.mended, self.mended.as_deref())?;
        write("/left_note", &mut row.left_note, self.left_note.as_deref())?;
        write("/summary", &mut row.summary, self.summary.as_deref())?;
        write("/unsigned_reason", &mut row.unsigned_reason, self.unsigned_reason.as_deref())?;
        tx.update(&mut row)?;
        facts(act, &visit);
        Ok(ReportAnswer { report: row.id, version: row.version })
    }
}

/// The customer signs what was shown. Another text than the one that stands is refused: nobody signs what they did not
/// read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignVisit {
    /// The visit.
    pub visit: VisitId,
    /// The name as typed by whoever signs.
    pub name: String,
    /// Which contact it is, if we know them.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// SHA-256 of the words that were shown, in hexadecimal.
    pub text_sha256: String,
    /// The drawn lines as the path of an SVG; not needed, the name is enough.
    #[serde(default)]
    pub drawn: String,
    /// When; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignAnswer {
    /// The signature.
    pub signature: VisitSignatureId,
    /// What was signed.
    pub text_sha256: String,
}

impl Action for SignVisit {
    const NAME: &'static str = "visit.sign";
    const PERMISSION: Permission = Permission::VisitDo;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SignAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SignAnswer> {
        let visit = living(tx, self.visit)?;
        must_go(tx, act, &visit)?;
        let Some(arrived) = visit.arrived_at else {
            return Err(Refusal::conflict("visit.not_there").with("number", visit.number));
        };
        let row = report_row(tx, visit.id)?;
        if row.summary.is_empty() {
            return Err(Refusal::conflict("visit.nothing_to_sign").with("number", visit.number));
        }
        let stands = signed_hash(&visit, &row);
        if self.text_sha256.trim().to_ascii_lowercase() != stands {
            return Err(Refusal::conflict("visit.other_text").with("number", visit.number));
        }
        let name = check::text("/name", &self.name, check::NAME_MAX)?;
        if !is_path(&self.drawn) {
            return Err(Refusal::field("/drawn", "field.form"));
        }
        if let Some(contact) = self.contact {
            customer::named_contact(tx, visit.customer_id, "/contact", contact)?;
        }
        let at = happened(act, self.at, arrived)?;
        let id: VisitSignatureId = act.new_id();
        let signature = SignatureRow {
            id,
            visit_id: visit.id,
            subject_id: self.contact.map_or(Uuid::from(id), Uuid::from),
            contact_id: self.contact,
            name,
            drawn: self.drawn.trim().to_owned(),
            text_sha256: stands.clone(),
            signed_at: at,
            recorded_at: act.now,
            version: 1,
        };
        tx.insert(&signature)?;
        facts(act, &visit);
        act.fact("signature", id);
        act.fact("text_sha256", &stands);
        Ok(SignAnswer { signature: id, text_sha256: stands })
    }
}
