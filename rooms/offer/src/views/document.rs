//! A quote as a document: a version as it was sent, with whom it is for and who sends it. What is printed is made from
//! this answer alone, so paper, page and API show the same figures; what was sent is kept byte by byte.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{
    CustomerId,
    papers::{Addressed, KeptPaper, addressed, kept_paper},
};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::portal::{PortalQuote, as_sent};
use crate::{
    QuoteId, VersionState,
    drafting::touches,
    record::{Quote, quote, version},
};

/// A quote with its parties.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuoteDocument {
    /// Whom it is for.
    pub to: Addressed,
    /// Not sent yet.
    pub draft: bool,
    /// What is offered, as the customer got it.
    pub quote: PortalQuote,
    /// The file as it was sent.
    pub kept: Option<KeptPaper>,
}

fn document(tx: &mut Tx, ctx: &Context, quote: &Quote, number: i64) -> Outcome<QuoteDocument> {
    let version = version(tx, quote.id, number)?;
    let contact = version.sent_to.or(quote.contact_id);
    let mut to = addressed(tx, ctx, quote.customer_id, contact, quote.site_id)?;
    to.zone.clone_from(&quote.zone);
    to.today = quote.day(ctx.now);
    Ok(QuoteDocument {
        to,
        draft: version.state == VersionState::Draft,
        quote: as_sent(tx, ctx, quote, &version)?,
        kept: kept_paper(tx, version.id)?,
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
