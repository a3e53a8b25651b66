//! One site, one contact.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::facts::{ContactFacts, SiteFacts, contact_facts, site_facts};
use crate::{
    colleague::{PersonRef, refs},
    id::{Channel, ContactId, CustomerId, Direction, SiteId},
    record,
};

/// A customer by name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CustomerRef {
    /// Id.
    pub id: CustomerId,
    /// Number for people.
    pub number: String,
    /// Name.
    pub name: String,
}

fn customer_ref(tx: &mut Tx, id: CustomerId) -> Outcome<CustomerRef> {
    let row = record::load(tx, id)?;
    Ok(CustomerRef { id: row.id, number: row.number, name: row.name })
}

/// One site with how to get in (R28).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SitePage {
    /// The site.
    pub site: SiteId,
}

/// A site and whose it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SiteOfCustomer {
    /// Its customer.
    pub customer: CustomerRef,
    /// The site.
    pub site: SiteFacts,
    /// Those who are asked for at the gate, as the access record names them.
    pub gate: Vec<ContactFacts>,
}

impl View for SitePage {
    const NAME: &'static str = "site.facts";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SiteOfCustomer;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::site(tx, self.site)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<SiteOfCustomer> {
        let row = record::site(tx, self.site)?;
        let customer = customer_ref(tx, row.customer_id)?;
        let site = site_facts(tx, ctx, row)?;
        let mut gate = Vec::new();
        for contact in site.access.iter().flat_map(|access| &access.contacts) {
            gate.push(contact_facts(record::contact(tx, contact.contact)?));
        }
        Ok(SiteOfCustomer { customer, site, gate })
    }
}

/// One contact with what was last spoken with them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPage {
    /// The contact.
    pub contact: ContactId,
}

/// What was said with a contact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TalkFacts {
    /// Id.
    pub id: Uuid,
    /// When it happened.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub happened_at: Timestamp,
    /// Through which channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// Which colleague.
    pub person: Option<PersonRef>,
    /// What was said.
    pub said: String,
}

/// A contact and whose they are.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactOfCustomer {
    /// Their customer.
    pub customer: CustomerRef,
    /// The contact.
    pub contact: ContactFacts,
    /// The last that was said with them, latest first.
    pub talks: Vec<TalkFacts>,
}

/// Talks shown with a contact.
const TALKS: i64 = 20;

impl View for ContactPage {
    const NAME: &'static str = "contact.facts";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContactOfCustomer;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::contact(tx, self.contact)?.customer_id))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<ContactOfCustomer> {
        let row = record::contact(tx, self.contact)?;
        let customer = customer_ref(tx, row.customer_id)?;
        let talks = record::talks_with(tx, row.id, TALKS)?;
        let names = refs(tx, talks.iter().map(|talk| talk.person_id))?;
        let talk = |talk: record::ContactLogRow| TalkFacts {
            id: talk.id,
            happened_at: talk.happened_at,
            channel: talk.channel,
            direction: talk.direction,
            person: names.get(&talk.person_id).cloned(),
            said: talk.said,
        };
        let talks = talks.into_iter().map(talk).collect();
        Ok(ContactOfCustomer { customer, contact: contact_facts(row), talks })
    }
}
