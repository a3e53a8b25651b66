//! A quote as a document: the customer's view of it with whom it is for and who sends it. What is printed is made from
//! this answer alone, so paper, page and API show the same figures.

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::portal::{PortalQuote, offered};
use crate::{
    QuoteId, VersionState,
    drafting::touches,
    record::{Quote, quote, version},
};

/// A quote with its parties.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuoteDocument {
    /// Language in which the customer is written to.
    pub language: Language,
    /// Who sends it.
    pub company: String,
    /// For whom it is: name and number.
    pub customer: Vec<String>,
    /// Who of the customer's people gets it.
    pub contact: Option<String>,
    /// Where it goes: name and address, one a line.
    pub site: Vec<String>,
    /// Not sent yet.
    pub draft: bool,
    /// What is offered, as the customer sees it.
    pub quote: PortalQuote,
}

fn document(tx: &mut Tx, ctx: &Context, quote: &Quote, number: i64) -> Outcome<QuoteDocument> {
    let version = version(tx, quote.id, number)?;
    let account = customer::load(tx, quote.customer_id)?;
    let contact = match version.sent_to.or(quote.contact_id) {
        Some(contact) => Some(customer::contact(tx, contact)?.name),
        None => None,
    };
    let site = match quote.site_id {
        Some(site) => {
            let site = customer::site(tx, site)?;
            let town = format!("{} {}", site.postal_code, site.town).trim().to_owned();
            let lines = [site.name, site.line1, site.line2, town, site.region, site.country];
            lines.into_iter().filter(|line| !line.is_empty()).collect()
        }
        None => Vec::new(),
    };
    Ok(QuoteDocument {
        language: account.language,
        company: accord_room_people::the_company(tx)?.name,
        customer: vec![account.name, account.number],
        contact,
        site,
        draft: version.state == VersionState::Draft,
        quote: offered(tx, ctx, quote, &version)?,
    })
}

/// A version of a quote as a document: what the customer has, else the draft, unless another is named.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentOfQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version.
    #[serde(default)]
    pub quote_version: Option<i64>,
}

impl View for DocumentOfQuote {
    const NAME: &'static str = "quote.document";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteDocument;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<QuoteDocument> {
        let quote = quote(tx, self.quote)?;
        let number = self.quote_version.or(quote.sent_version).or(quote.draft_version).unwrap_or(1);
        document(tx, ctx, &quote, number)
    }
}

/// What one's own company was sent, as a document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalDocument {
    /// The quote.
    pub quote: QuoteId,
}

impl View for PortalDocument {
    const NAME: &'static str = "portal.quote_document";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = QuoteDocument;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<QuoteDocument> {
        let quote = crate::actions::own_quote(tx, ctx, self.quote)?;
        document(tx, ctx, &quote, quote.sent_version.unwrap_or(1))
    }
}
