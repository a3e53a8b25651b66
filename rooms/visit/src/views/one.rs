//! One visit: who goes, how to get in, what was found and done.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId};
use accord_room_capacity::{self as capacity, PartStockId};
use accord_room_catalog as catalog;
use accord_room_customer::{self as customer, AccessRecord, AttachmentId, ContactId};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, VisitFacts, Who, list::shown};
use crate::{
    LeftPoint, PartMoveId, SafetyPoint, VisitId,
    neighbours::contact_of,
    record::{
        part::moves_of_visit,
        visit::{ReportRow, VisitRow, going, report, signatures, visit},
    },
    rules::{
        sign::{Signed, hash},
        step::{Facts, StepState, steps},
    },
};

/// Most files shown.
const FILES: i64 = 100;

/// Somebody who goes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonFacts {
    /// Who.
    pub person: Who,
    /// Answers for it.
    pub leads: bool,
    /// Why in spite of what speaks against it.
    pub reason: Option<String>,
    /// When they arrived.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub arrived_at: Option<Timestamp>,
}

/// What was found and done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportFacts {
    /// What was looked at before work began.
    pub safety: Vec<SafetyPoint>,
    /// What was noticed there.
    pub safety_note: String,
    /// What was found.
    pub found: String,
    /// What was done about it.
    pub mended: String,
    /// How the place was left.
    pub left_right: Vec<LeftPoint>,
    /// What is still to be made good there.
    pub left_note: String,
    /// In one sentence for the customer.
    pub summary: String,
    /// Why nobody signed.
    pub unsigned_reason: String,
    /// Row version.
    pub version: i64,
}

/// A signature.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignatureFacts {
    /// The name as typed.
    pub name: String,
    /// The drawn lines as the path of an SVG.
    pub drawn: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub signed_at: Timestamp,
    /// The words stand as they were signed.
    pub stands: bool,
}

/// Pieces taken or held for a visit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TakenFacts {
    /// What left its place; open for pieces that are held.
    #[serde(rename = "move")]
    pub part_move: Option<PartMoveId>,
    /// The part in its place.
    pub stock: PartStockId,
    /// Name of the part.
    pub part: String,
    /// Name of the place.
    pub place: String,
    /// Pieces.
    pub quantity: i64,
    /// Pieces of them that came back.
    pub returned: i64,
}

/// A file of a visit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileFacts {
    /// Id.
    pub id: AttachmentId,
    /// Name.
    pub file_name: String,
    /// Kind by its content.
    pub content_type: String,
}

/// A contact on the spot.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SpotContact {
    /// Id.
    pub id: ContactId,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// They can be written to.
    pub by_mail: bool,
}

/// A visit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OneVisitFacts {
    /// What it is.
    pub visit: VisitFacts,
    /// The unit it is about.
    pub asset: Option<AssetId>,
    /// Its name.
    pub asset_name: Option<String>,
    /// Kind of the thing it belongs to.
    pub subject_kind: Option<String>,
    /// Id of that thing.
    pub subject: Option<Uuid>,
    /// Whom the customer hears through.
    pub contact: Option<SpotContact>,
    /// Who goes.
    pub people: Vec<PersonFacts>,
    /// How to get in.
    pub access: Option<AccessRecord>,
    /// Address of the site.
    pub address: String,
    /// When somebody set out.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub travel_at: Option<Timestamp>,
    /// When they expect to be there.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub eta_at: Option<Timestamp>,
    /// When the first one arrived.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub arrived_at: Option<Timestamp>,
    /// When it was over.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub done_at: Option<Timestamp>,
    /// The beginning that the customer was told.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub told_start: Option<Timestamp>,
    /// Why it does not take place.
    pub ended_reason: Option<String>,
    /// The steps.
    pub steps: Vec<StepState>,
    /// What was found and done.
    pub report: ReportFacts,
    /// Signatures, the last first.
    pub signatures: Vec<SignatureFacts>,
    /// Parts taken.
    pub taken: Vec<TakenFacts>,
    /// Parts held.
    pub held: Vec<TakenFacts>,
    /// Photos and other files.
    pub files: Vec<FileFacts>,
}

/// One visit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneVisit {
    /// Which.
    pub visit: VisitId,
}

/// The hash of the words as they stand.
pub(crate) fn signed_hash(row: &VisitRow, report: &ReportRow) -> String {
    hash(&Signed {
        number: &row.number,
        found: &report.found,
        mended: &report.mended,
        left_note: &report.left_note,
        summary: &report.summary,
    })
}

/// What the steps are judged by.
pub(crate) fn step_facts(tx: &mut Tx, row: &VisitRow) -> Outcome<Facts> {
    let mut facts = Facts {
        travelled: row.travel_at.is_some(),
        arrived: row.arrived_at.is_some(),
        safety_points: SafetyPoint::ALL.len(),
        parts: moves_of_visit(tx, row.id)?.iter().filter(|one| one.quantity > one.returned).count(),
        done: row.done_at.is_some(),
        ..Facts::default()
    };
    if let Some(report) = report(tx, row.id)? {
        facts.safety = report.safety.0.len();
        facts.found = !report.found.is_empty();
        facts.mended = !report.mended.is_empty();
        facts.left = report.left_right.0.len();
        facts.left_note = !report.left_note.is_empty();
        facts.summary = !report.summary.is_empty();
        facts.unsigned_reason = !report.unsigned_reason.is_empty();
        let stands = signed_hash(row, &report);
        facts.signed = signatures(tx, row.id)?.iter().any(|one| one.text_sha256 == stands);
    }
    facts.evidence = customer::attachments_of(tx, row.customer_id, Some(row.id.into()), 1)?.len();
    if let (Some(unit), Some(arrived)) = (row.asset_id, row.arrived_at) {
        facts.evidence += asset::readings(tx, unit)?.iter().filter(|one| one.read_at >= arrived).count();
    }
    Ok(facts)
}

pub(super) fn report_facts(report: &ReportRow) -> ReportFacts {
    ReportFacts {
        safety: report.safety.0.clone(),
        safety_note: report.safety_note.clone(),
        found: report.found.clone(),
        mended: report.mended.clone(),
        left_right: report.left_right.0.clone(),
        left_note: report.left_note.clone(),
        summary: report.summary.clone(),
        unsigned_reason: report.unsigned_reason.clone(),
        version: report.version,
    }
}

pub(super) fn spot_contact(tx: &mut Tx, id: Option<ContactId>) -> Outcome<Option<SpotContact>> {
    let Some(id) = id else { return Ok(None) };
    let row = customer::contact(tx, id)?;
    Ok(Some(SpotContact { id: row.id, name: row.name, phone: row.phone, by_mail: row.email.is_some() }))
}

fn taken_of(
    tx: &mut Tx,
    part_move: Option<PartMoveId>,
    stock: PartStockId,
    quantity: i64,
    returned: i64,
) -> Outcome<TakenFacts> {
    let row = capacity::part_stock(tx, stock)?;
    let part = catalog::find(tx, row.product_id)?.map(|product| product.name).unwrap_or_default();
    Ok(TakenFacts { part_move, stock, part, place: row.place, quantity, returned })
}

/// Parts taken for a visit.
pub(super) fn taken(tx: &mut Tx, id: VisitId) -> Outcome<Vec<TakenFacts>> {
    let mut out = Vec::new();
    for row in moves_of_visit(tx, id)? {
        out.push(taken_of(tx, Some(row.id), row.stock_id, row.quantity, row.returned)?);
    }
    Ok(out)
}

/// Parts held for a visit.
pub(super) fn held(tx: &mut Tx, id: VisitId) -> Outcome<Vec<TakenFacts>> {
    let mut out = Vec::new();
    for (stock, pieces) in capacity::held_in_hand(tx, capacity::BookingId(id.into()))? {
        out.push(taken_of(tx, None, stock, pieces, 0)?);
    }
    Ok(out)
}

pub(super) fn address(site: &accord_room_customer::SiteRow) -> String {
    let town = format!("{} {}", site.postal_code, site.town);
    let lines = [site.line1.as_str(), site.line2.as_str(), town.trim(), site.region.as_str()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

impl View for OneVisit {
    const NAME: &'static str = "visit.one";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OneVisitFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(visit(tx, self.visit)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OneVisitFacts> {
        let row = visit(tx, self.visit)?;
        let site = customer::site(tx, row.site_id)?;
        let known = report(tx, row.id)?;
        let facts = step_facts(tx, &row)?;
        let those = going(tx, row.id)?;
        let names = Names::read(tx, those.iter().map(|one| one.person_id).collect(), Vec::new())?;
        let stands = known.as_ref().map(|report| signed_hash(&row, report)).unwrap_or_default();
        let signatures = signatures(tx, row.id)?;
        let files = customer::attachments_of(tx, row.customer_id, Some(row.id.into()), FILES)?;
        let name = row.asset_id.map(|id| asset::asset(tx, id)).transpose()?.map(|unit| unit.name());
        let person = |id: PersonId| names.who(id);
        Ok(OneVisitFacts {
            visit: shown(tx, ctx, std::slice::from_ref(&row))?
                .into_iter()
                .next()
                .ok_or_else(accord_kernel::Refusal::absent)?,
            asset: row.asset_id,
            asset_name: name,
            subject_kind: row.subject_kind.clone(),
            subject: row.subject_id,
            contact: spot_contact(tx, contact_of(&site, row.contact_id))?,
            people: those
                .iter()
                .map(|one| PersonFacts {
                    person: person(one.person_id),
                    leads: one.leads,
                    reason: one.reason.clone(),
                    arrived_at: one.arrived_at,
                })
                .collect(),
            address: address(&site),
            access: site.access.map(|access| access.0),
            travel_at: row.travel_at,
            eta_at: row.eta_at,
            arrived_at: row.arrived_at,
            done_at: row.done_at,
            told_start: row.told_start,
            ended_reason: row.ended_reason.clone(),
            steps: steps(&facts),
            report: known
                .as_ref()
                .map(report_facts)
                .ok_or_else(|| accord_kernel::Refusal::defect("a visit has a report"))?,
            signatures: signatures
                .into_iter()
                .map(|one| SignatureFacts {
                    stands: one.text_sha256 == stands,
                    name: one.name,
                    drawn: one.drawn,
                    signed_at: one.signed_at,
                })
                .collect(),
            taken: taken(tx, row.id)?,
            held: held(tx, row.id)?,
            files: files
                .into_iter()
                .map(|file| FileFacts {
                    id: file.id,
                    file_name: file.file_name,
                    content_type: file.content_type,
                })
                .collect(),
        })
    }
}
