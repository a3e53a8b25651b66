//! The card of a call about a quote: telephone, proposal, what to say, how it ended; for a phone held in one hand (R17).

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Touches, View};
use accord_room_customer as customer;
use accord_room_value::{self as value, Question};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Whose, portal::PortalQuote};
use crate::{
    QuoteId, QuoteState,
    drafting::touches,
    neighbours::{open_questions, plan},
    record::{quote, quote_lines, version},
    views::offered,
};

/// What is at hand for the call.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CallFacts {
    /// The quote.
    pub quote: QuoteId,
    /// How it stands.
    pub state: QuoteState,
    /// Whose.
    pub customer: Whose,
    /// Whom to call.
    pub contact_name: Option<String>,
    /// Their telephone.
    pub phone: Option<String>,
    /// The proposal, as the customer gets it.
    pub proposal: PortalQuote,
    /// One sentence of each plan's card for the customer.
    pub cards: Vec<String>,
    /// What the customer has not been asked.
    pub open_questions: Vec<Question>,
    /// Last day on which it can be accepted.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
}

/// The card of a call about a quote.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallCard {
    /// The quote.
    pub quote: QuoteId,
}

impl View for CallCard {
    const NAME: &'static str = "quote.call";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CallFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CallFacts> {
        let quote = quote(tx, self.quote)?;
        let shown = version(tx, quote.id, quote.draft_version.or(quote.sent_version).unwrap_or(1))?;
        let account = customer::load(tx, quote.customer_id)?;
        let contact = match quote.contact_id {
            Some(contact) => Some(customer::contact(tx, contact)?),
            None => None,
        };
        let mut cards = Vec::new();
        let mut product = None;
        for line in quote_lines(tx, shown.id)? {
            product = product.or(line.product_id);
            let Some(id) = line.plan_version_id else { continue };
            let cards_of = plan(tx, id)?.1.cards.0;
            let card = match account.language {
                Language::English => cards_of.customer_en,
                Language::Portuguese => cards_of.customer_pt,
            };
            cards.extend(card.map(|card| card.headline));
        }
        let profile = value::profile_for(tx, quote.customer_id, None, product)?;
        Ok(CallFacts {
            quote: quote.id,
            state: quote.state,
            customer: Whose { id: account.id, number: account.number, name: account.name },
            contact_name: contact.as_ref().map(|contact| contact.name.clone()),
            phone: contact.and_then(|contact| contact.phone),
            proposal: offered(tx, ctx, &quote, &shown)?,
            cards,
            open_questions: open_questions(profile.as_ref()),
            valid_until: shown.valid_until,
        })
    }
}
