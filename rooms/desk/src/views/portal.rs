//! What a customer's contact sees, and the same thing seen by a colleague (R5). The types here and those that they are
//! made of have no internal field, so that none can leave by them.

use accord_kernel::{
    Audience, Context, Language, Outcome, Permission, PermissionSet, Principal, PrincipalKind, Refusal,
    Sphere, Touches, View,
};
use accord_room_case::views::{PortalCase, PortalCases};
use accord_room_contract::views::{PortalContract, PortalContracts};
use accord_room_customer::{
    self as customer, ContactId, ContactRow, ContactState, CustomerId, SiteState,
    views::{PortalCompany, PortalRecord},
};
use accord_room_installation::views::PortalInstallations;
use accord_room_offer::views::{PortalQuote, PortalQuotes};
use accord_room_order::views::{PortalOrder, PortalOrders};
use accord_room_promise::views::{PortalPromise, PortalPromises};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{id::MessageKind, record};

/// Messages shown.
const MESSAGES_MAX: i64 = 20;

/// What the contact's company wrote to us, and what it was answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalMessageLine {
    /// Who of them wrote it.
    pub by: String,
    /// What kind of word it is.
    pub kind: MessageKind,
    /// The words.
    pub said: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
    /// What they were answered.
    pub answer: Option<String>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub answered_at: Option<Timestamp>,
}

/// Something that the customer prepares for an installation and has not yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PortalToDo {
    /// What is installed.
    pub what: String,
    /// What is to be prepared.
    pub text: String,
    /// By the end of which day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Its day has passed.
    pub late: bool,
}

/// Everything that a customer sees on its page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortalHome {
    /// Language in which it is shown.
    pub language: Language,
    /// Zone in which instants are shown (IANA).
    pub zone: String,
    /// Their company as we know it, and whom to call.
    pub company: PortalRecord,
    /// What was promised to them.
    pub promises: Vec<PortalPromise>,
    /// What they see to for their installations, the next due first.
    pub to_do: Vec<PortalToDo>,
    /// What they were offered, newest first.
    pub quotes: Vec<PortalQuote>,
    /// Their orders, with the dates that they were told.
    pub orders: Vec<PortalOrder>,
    /// Their calls, and how each stands.
    pub cases: Vec<PortalCase>,
    /// Their service contracts, with what is covered when.
    pub contracts: Vec<PortalContract>,
    /// What they wrote, latest first.
    pub messages: Vec<PortalMessageLine>,
}

/// One's own company's page: what was promised, what was ordered, whom to call.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Portal {}

impl View for Portal {
    const NAME: &'static str = "portal.home";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = PortalHome;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PortalHome> {
        let customer = customer::load(tx, ctx.principal.customer.ok_or_else(Refusal::absent)?)?.id;
        let contact = customer::contact_of(tx, customer, ctx.principal.id)?;
        home(tx, ctx, customer, Some(contact))
    }
}

/// A customer's page with the customer's eyes: exactly what a contact of theirs gets, for a colleague, read-only.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AsCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// As this contact of theirs; the first one when left out.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

impl View for AsCustomer {
    const NAME: &'static str = "desk.as_customer";
    const PERMISSION: Permission = Permission::PortalPreview;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PortalHome;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PortalHome> {
        let customer = customer::load(tx, self.customer)?.id;
        let contact = match self.contact {
            Some(id) => Some(customer::contact_of(tx, customer, id)?),
            None => customer::contacts_of(tx, customer)?
                .into_iter()
                .find(|contact| contact.state == ContactState::Active),
        };
        home(tx, ctx, customer, contact)
    }
}

/// The page of a customer as a contact gets it. Whoever asks, every part is read as that contact, so that the answer
/// cannot depend on what the asker may see besides.
fn home(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    contact: Option<ContactRow>,
) -> Outcome<PortalHome> {
    let row = customer::load(tx, customer)?;
    let language = contact.as_ref().map_or(row.language, |contact| contact.language);
    let site = customer::sites_of(tx, customer)?.into_iter().find(|site| site.state == SiteState::Active);
    let zone = site.map_or_else(|| ctx.company_zone.clone(), |site| site.zone);
    let mut theirs = ctx.clone();
    theirs.language = language;
    theirs.principal = eyes_of(customer, contact.as_ref(), language, &zone);
    Ok(PortalHome {
        company: PortalCompany {}.read(tx, &theirs)?,
        promises: PortalPromises {}.read(tx, &theirs)?,
        to_do: to_do(tx, &theirs)?,
        quotes: PortalQuotes::default().read(tx, &theirs)?,
        orders: PortalOrders::default().read(tx, &theirs)?,
        cases: PortalCases {}.read(tx, &theirs)?,
        contracts: PortalContracts {}.read(tx, &theirs)?,
        messages: messages(tx, customer)?,
        language,
        zone,
    })
}

fn to_do(tx: &mut Tx, theirs: &Context) -> Outcome<Vec<PortalToDo>> {
    let mut open = Vec::new();
    let installations = PortalInstallations {}.read(tx, theirs)?;
    for one in installations {
        let tasks = one.tasks.into_iter().filter(|task| !task.state.is_settled());
        open.extend(tasks.map(|task| PortalToDo {
            what: one.title.clone(),
            text: task.text,
            due_on: task.due_on,
            late: task.late,
        }));
    }
    open.sort_by_key(|one| (one.due_on.is_none(), one.due_on));
    Ok(open)
}

fn eyes_of(customer: CustomerId, contact: Option<&ContactRow>, language: Language, zone: &str) -> Principal {
    let permissions: PermissionSet =
        [Permission::Own, Permission::PortalRead, Permission::PortalWrite].into_iter().collect();
    Principal {
        kind: PrincipalKind::Contact,
        id: contact.map(|contact| contact.id.into()).unwrap_or_default(),
        name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
        permissions,
        sphere: Sphere::None,
        customer: Some(customer.into()),
        language: Some(language),
        zone: zone.to_owned(),
        ..Principal::nobody()
    }
}

fn messages(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<PortalMessageLine>> {
    let rows = record::messages_of(tx, customer, MESSAGES_MAX)?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(PortalMessageLine {
            by: customer::contact(tx, row.contact_id)?.name,
            kind: row.kind,
            said: row.said,
            said_at: row.said_at,
            answer: row.answer,
            answered_at: row.answered_at,
        });
    }
    Ok(lines)
}
