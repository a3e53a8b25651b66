//! What a customer sees of the installations at their place. These types have no note of a colleague, no fault cause and
//! no internal date, so that none can leave the house by a slip (R5). What is added here is added for customers.

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Refusal, Touches, View};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_room_order as order;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    accepting::{acceptable, hash, text_for},
    actions::own,
    id::{InstallationId, InstallationState, ItemId, ItemState, PlanKind},
    planning::today_of,
    record::plan::{Installation, customers_items, of_customer, signature},
    rules::plan::is_late,
    settings,
};

/// Most installations shown.
const SHOWN_MAX: i64 = 100;

/// Something that you see to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalTask {
    /// Id, to say that it is done.
    pub id: ItemId,
    /// What it is.
    pub text: String,
    /// By the end of which day; open while the day of the installation is not settled with you.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Its day has passed.
    pub late: bool,
    /// How it stands.
    pub state: ItemState,
}

/// An installation at your place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalInstallation {
    /// Id.
    pub id: InstallationId,
    /// Number.
    pub number: String,
    /// Machine or software.
    pub kind: PlanKind,
    /// What.
    pub title: String,
    /// How it stands.
    pub state: InstallationState,
    /// Day on which you accepted it, or it went live.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub finished_on: Option<Date>,
    /// What you see to.
    pub tasks: Vec<PortalTask>,
    /// It can be accepted now.
    pub can_accept: bool,
    /// The text that was signed.
    pub signed_text: Option<String>,
}

/// One's own company's installations.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalInstallations {}

impl View for PortalInstallations {
    const NAME: &'static str = "portal.installations";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Vec<PortalInstallation>;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PortalInstallation>> {
        let id = ctx.principal.customer.ok_or_else(Refusal::absent)?;
        let id = customer::load(tx, id)?.id;
        portal_installations(tx, ctx, id)
    }
}

/// The installations of a customer as the customer sees them.
///
/// # Errors
/// What the database refuses.
pub fn portal_installations(tx: &mut Tx, ctx: &Context, of: CustomerId) -> Outcome<Vec<PortalInstallation>> {
    let tasks = customers_items(tx, of)?;
    let mut shown = Vec::new();
    for row in of_customer(tx, of, SHOWN_MAX)? {
        if row.state == InstallationState::Cancelled {
            continue;
        }
        let today = today_of(tx, ctx, &row)?;
        let title = match row.asset_id {
            Some(unit) => asset::asset(tx, unit)?.name(),
            None => row.title.clone(),
        };
        let mine = tasks.iter().filter(|item| item.installation_id == row.id);
        let told = rests_on_what_was_told(tx, &row)?;
        let can_accept = row.kind == PlanKind::Install && acceptable(tx, ctx, &row, today).is_ok();
        shown.push(PortalInstallation {
            id: row.id,
            number: row.number.clone(),
            kind: row.kind,
            title,
            state: row.state,
            finished_on: row.finished_on,
            tasks: mine
                .map(|item| PortalTask {
                    id: item.id,
                    text: item.text(ctx.language).to_owned(),
                    due_on: item.due_on.filter(|_| told),
                    late: told && is_late(item.state, item.due_on, today),
                    state: item.state,
                })
                .collect(),
            can_accept,
            signed_text: signature(tx, row.id)?.map(|signed| signed.words),
        });
    }
    Ok(shown)
}

/// Whether the days of a plan follow from what the customer was told. Those that follow from our own earlier aim would
/// give it away (T4): until the customer hears of it, what they prepare has no day on their page.
fn rests_on_what_was_told(tx: &mut Tx, row: &Installation) -> Outcome<bool> {
    let Some(line) = row.line_id else { return Ok(true) };
    let line = order::find_line(tx, line)?;
    // The day of the work itself was told, the goods have left, or the days of the plan never follow an aim of ours.
    if line.install_committed_on.is_some() || line.shipped_on.is_some() || row.kind == PlanKind::Implement {
        return Ok(true);
    }
    Ok(line.committed_on.is_some_and(|told| line.target_on.is_none_or(|aim| aim >= told)))
}

/// The text that you sign to accept a unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalAcceptanceText {
    /// The installation.
    pub installation: InstallationId,
}

/// A text to be signed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalAcceptance {
    /// The installation.
    pub installation: InstallationId,
    /// What it is about.
    pub title: String,
    /// The text.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// SHA-256 of the text in hexadecimal: it is sent with the signature.
    pub text_hash: String,
    /// Your name.
    pub signer: String,
    /// A drawn signature is asked for.
    pub drawing_needed: bool,
}

impl View for PortalAcceptanceText {
    const NAME: &'static str = "portal.acceptance_text";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = PortalAcceptance;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own(tx, ctx, self.installation)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PortalAcceptance> {
        let row = own(tx, ctx, self.installation)?;
        let contact = customer::contact_of(tx, row.customer_id, ctx.principal.id)?;
        let on = today_of(tx, ctx, &row)?;
        acceptable(tx, ctx, &row, on)?;
        let text = text_for(tx, ctx, &row, contact.language, on)?;
        Ok(PortalAcceptance {
            installation: row.id,
            title: row.title,
            text_hash: hash(&text),
            text,
            language: contact.language,
            signer: contact.name,
            drawing_needed: settings::get(tx, ctx, &settings::DRAWING)?,
        })
    }
}
