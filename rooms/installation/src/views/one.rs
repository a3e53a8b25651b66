//! One plan with everything that stands in it, and the text that is signed.

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId};
use accord_room_catalog as catalog;
use accord_room_customer::{self as customer, AttachmentId, ContactId, SiteId};
use accord_room_order::{self as order, OrderId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, training::CourseFacts};
use crate::{
    accepting::{acceptable, first_time_facts, hash, open_of, signer, text_for},
    access::{WayIn, way_in},
    id::{
        Evidence, FaultId, InstallationId, InstallationState, ItemId, ItemState, Part, PlanKind, Side,
        SubscriptionId,
    },
    planning::today_of,
    record::{
        plan::{Installation, Item, faults, installation, items, signature},
        training::{courses_of, subscription_of, trained, usages},
    },
    rules::{plan::is_late, use_well::instructed},
    settings,
};

/// Hours of notice that a planned installation gives.
const NOTICE_HOURS: u16 = 72;

/// One plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneInstallation {
    /// The plan.
    pub installation: InstallationId,
}

/// An item as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ItemFacts {
    /// Id.
    pub id: ItemId,
    /// Beforehand, or the work itself.
    pub part: Part,
    /// Stage.
    pub stage: String,
    /// Who does it.
    pub side: Side,
    /// What it is.
    pub text: String,
    /// Acceptance waits for it.
    pub mandatory: bool,
    /// What proves it.
    pub evidence: Evidence,
    /// By the end of which day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Its day has passed.
    pub late: bool,
    /// How it stands.
    pub state: ItemState,
    /// What was said.
    pub note: String,
    /// The value that was read off.
    pub reading: String,
    /// The file that proves it.
    pub attachment: Option<AttachmentId>,
    /// When it was done.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub done_at: Option<Timestamp>,
    /// By whom of ours.
    pub done_by: Option<Who>,
    /// The customer did it.
    pub by_customer: bool,
    /// How often it had to be done again.
    pub redone: i64,
    /// Row version.
    pub version: i64,
}

/// A fault as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FaultFacts {
    /// Id.
    pub id: FaultId,
    /// What is wrong.
    pub what: String,
    /// Somebody has to come again.
    pub needs_return: bool,
    /// When it was found.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub found_at: Timestamp,
    /// When it was mended.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub mended_at: Option<Timestamp>,
    /// How.
    pub mended_words: Option<String>,
    /// Row version.
    pub version: i64,
}

/// The signature of acceptance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignatureFacts {
    /// The name as typed; open when the person was forgotten.
    pub name: Option<String>,
    /// The drawn signature, strokes of points.
    pub drawing: Option<String>,
    /// The text that was signed.
    pub text: String,
    /// Its hash.
    pub text_hash: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub signed_at: Timestamp,
}

/// Software in use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SubscriptionFacts {
    /// Id.
    pub id: SubscriptionId,
    /// The release that runs.
    pub release: String,
    /// Seats that were bought.
    pub seats: i64,
    /// Since when it is live.
    #[schemars(with = "String", extend("format" = "date"))]
    pub since_on: Date,
    /// Seats that were used when it was last reported.
    pub used: Option<i64>,
    /// On which day that was.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub used_on: Option<Date>,
    /// Row version.
    pub version: i64,
}

/// A plan as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InstallationFacts {
    /// Id.
    pub id: InstallationId,
    /// Number.
    pub number: String,
    /// Machine or software.
    pub kind: PlanKind,
    /// For whom.
    pub customer: Whose,
    /// Where.
    pub site: Option<SiteId>,
    /// How one gets in there.
    pub way_in: Option<WayIn>,
    /// The order.
    pub order: Option<OrderId>,
    /// Its number.
    pub order_number: Option<String>,
    /// The unit.
    pub asset: Option<AssetId>,
    /// Its name.
    pub asset_name: Option<String>,
    /// What.
    pub title: String,
    /// What has to be brought along.
    pub tools: Vec<String>,
    /// What whoever installs must be able to do.
    pub skills: Vec<String>,
    /// Who leads it.
    pub lead: Option<Who>,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub planned_from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub planned_until: Option<Date>,
    /// Why the dates were moved last.
    pub moved_words: Option<String>,
    /// How it stands.
    pub state: InstallationState,
    /// Day of acceptance or go-live.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub finished_on: Option<Date>,
    /// Why it went live nevertheless, or was cancelled.
    pub reason: Option<String>,
    /// Items: readiness first, then steps.
    pub items: Vec<ItemFacts>,
    /// Faults.
    pub faults: Vec<FaultFacts>,
    /// Names of the steps for which acceptance waits.
    pub open_steps: Vec<String>,
    /// The signature of acceptance.
    pub signature: Option<SignatureFacts>,
    /// Right first time; open until it is finished.
    pub right_first_time: Option<bool>,
    /// Users of the software.
    pub users: i64,
    /// How many of them attended a course.
    pub trained: i64,
    /// Live, or to go live, with too few trained users.
    pub not_instructed: bool,
    /// Courses.
    pub courses: Vec<CourseFacts>,
    /// The software in use.
    pub subscription: Option<SubscriptionFacts>,
    /// Today at the site.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
    /// Acceptance asks for a drawn signature.
    pub drawing_needed: bool,
    /// Row version.
    pub version: i64,
}

impl View for OneInstallation {
    const NAME: &'static str = "installation.one";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = InstallationFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(installation(tx, self.installation)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<InstallationFacts> {
        let row = installation(tx, self.installation)?;
        let found = items(tx, row.id)?;
        let today = today_of(tx, ctx, &row)?;
        let mut persons: Vec<_> = found.iter().filter_map(|item| item.done_by).collect();
        persons.extend(row.lead_id);
        let names = Names::read(tx, persons, vec![row.customer_id])?;
        let taught = trained(tx, row.id)?;
        let percent: i64 = settings::get(tx, ctx, &settings::INSTRUCTED_PERCENT)?;
        let near = !row.is_open() || row.planned_until.is_some_and(|until| until <= today);
        let short =
            row.kind == PlanKind::Implement && !instructed(row.trained.unwrap_or(taught), row.seats, percent);
        let mut courses = Vec::new();
        for course in courses_of(tx, row.id)? {
            courses.push(CourseFacts::of(tx, &course)?);
        }
        let asset = row.asset_id.map(|id| asset::asset(tx, id)).transpose()?;
        let of = row.order_id.map(|id| order::find(tx, id)).transpose()?;
        Ok(InstallationFacts {
            way_in: row.site_id.map(|site| way_in(tx, ctx, site, Some(NOTICE_HOURS))).transpose()?,
            skills: skills(tx, &row)?,
            faults: fault_facts(tx, &row)?,
            open_steps: open_of(&found, ctx.language),
            signature: signature_facts(tx, &row)?,
            right_first_time: first_time_facts(tx, ctx, row.id)?.map(|(right, _)| right),
            subscription: subscription_facts(tx, &row)?,
            drawing_needed: settings::get(tx, ctx, &settings::DRAWING)?,
            items: found.iter().map(|item| item_facts(ctx, item, &names, today)).collect(),
            not_instructed: short && near,
            id: row.id,
            number: row.number,
            kind: row.kind,
            customer: names.whose(row.customer_id),
            site: row.site_id,
            order: row.order_id,
            order_number: of.map(|of| of.number),
            asset: row.asset_id,
            asset_name: asset.map(|unit| unit.name()),
            title: row.title,
            tools: row.tools.0,
            lead: names.maybe(row.lead_id),
            planned_from: row.planned_from,
            planned_until: row.planned_until,
            moved_words: row.moved_words,
            state: row.state,
            finished_on: row.finished_on,
            reason: row.reason,
            users: row.seats,
            trained: row.trained.unwrap_or(taught),
            courses,
            today,
            version: row.version,
        })
    }
}

fn item_facts(ctx: &Context, item: &Item, names: &Names, today: Date) -> ItemFacts {
    ItemFacts {
        id: item.id,
        part: item.part,
        stage: item.stage.clone(),
        side: item.side,
        text: item.text(ctx.language).to_owned(),
        mandatory: item.mandatory,
        evidence: item.evidence,
        due_on: item.due_on,
        late: is_late(item.state, item.due_on, today),
        state: item.state,
        note: item.note.clone(),
        reading: item.reading.clone(),
        attachment: item.attachment_id,
        done_at: item.done_at,
        done_by: names.maybe(item.done_by),
        by_customer: item.done_by_contact.is_some(),
        redone: item.redone,
        version: item.version,
    }
}

fn skills(tx: &mut Tx, row: &Installation) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for id in &row.skills.0 {
        names.extend(catalog::find_skill(tx, *id)?.map(|skill| skill.name));
    }
    Ok(names)
}

fn fault_facts(tx: &mut Tx, row: &Installation) -> Outcome<Vec<FaultFacts>> {
    let found = faults(tx, row.id)?;
    Ok(found
        .into_iter()
        .map(|fault| FaultFacts {
            id: fault.id,
            what: fault.what,
            needs_return: fault.needs_return,
            found_at: fault.found_at,
            mended_at: fault.mended_at,
            mended_words: fault.mended_words,
            version: fault.version,
        })
        .collect())
}

fn signature_facts(tx: &mut Tx, row: &Installation) -> Outcome<Option<SignatureFacts>> {
    Ok(signature(tx, row.id)?.map(|signed| SignatureFacts {
        name: signed.name,
        drawing: signed.drawing,
        text: signed.words,
        text_hash: signed.words_hash,
        signed_at: signed.signed_at,
    }))
}

fn subscription_facts(tx: &mut Tx, row: &Installation) -> Outcome<Option<SubscriptionFacts>> {
    let Some(sub) = subscription_of(tx, row.id)? else { return Ok(None) };
    let last = usages(tx, sub.id, 1)?.pop();
    Ok(Some(SubscriptionFacts {
        id: sub.id,
        release: sub.release,
        seats: sub.seats,
        since_on: sub.since_on,
        used: last.as_ref().map(|row| row.used),
        used_on: last.map(|row| row.on_day),
        version: sub.version,
    }))
}

/// The text that a contact signs to accept a unit, with its hash. Refused while the unit cannot be accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceText {
    /// The plan.
    pub installation: InstallationId,
    /// Who is to sign: the text is in their language.
    pub contact: ContactId,
    /// Civil day at the site; today when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
}

/// A text to be signed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcceptanceFacts {
    /// The text.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// SHA-256 of the text in hexadecimal: it is sent with the signature.
    pub text_hash: String,
    /// The day that stands in it.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// Name of who is to sign.
    pub signer: String,
}

impl View for AcceptanceText {
    const NAME: &'static str = "installation.acceptance_text";
    const PERMISSION: Permission = Permission::AcceptanceRecord;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AcceptanceFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = installation(tx, self.installation)?;
        customer::contact_of(tx, row.customer_id, self.contact)?;
        Ok(Touches::customer(row.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<AcceptanceFacts> {
        let row = installation(tx, self.installation)?;
        let contact = signer(tx, &row, self.contact)?;
        let on = match self.accepted_on {
            Some(on) => on,
            None => today_of(tx, ctx, &row)?,
        };
        acceptable(tx, ctx, &row, on)?;
        let text = text_for(tx, ctx, &row, contact.language, on)?;
        Ok(AcceptanceFacts {
            text_hash: hash(&text),
            text,
            language: contact.language,
            accepted_on: on,
            signer: contact.name,
        })
    }
}
