//! Answers to a quote: on the customer's own page, on paper, by the amendment of a purchase order; and the end of time.

use accord_kernel::{Act, Action, Audience, Context, Fact, Money, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, AttachmentId, ContactId, CustomerId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::QuoteAnswer;
use crate::{
    AcceptWay, QuoteId, QuoteState, VersionState,
    drafting::{facts, touches},
    input::{WORDING_MAX, date, some, text},
    record::{Acceptance, Quote, quote, version},
    replying::{NewAcceptance, accept, accepted_before, decline, end},
    tell,
};

/// How an acceptance was recorded on the side of those who write quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline, extend("x-words" = "quote-accept-way"))]
pub enum PaperWay {
    /// Signed on paper.
    Paper,
    /// By the amendment of a purchase order.
    Amendment,
}

/// The acceptance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcceptedQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version that was accepted.
    pub quote_version: i64,
    /// How it reached us.
    pub way: AcceptWay,
    /// The day where the customer is.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// What was accepted, with taxes.
    pub gross: Money,
    /// It had been accepted before; nothing happened twice.
    pub already: bool,
}

fn answer(tx: &mut Tx, quote: &Quote, row: &Acceptance, already: bool) -> Outcome<AcceptedQuote> {
    Ok(AcceptedQuote {
        quote: quote.id,
        quote_version: crate::record::version_by_id(tx, row.quote_version_id)?.number,
        way: row.way,
        accepted_on: row.accepted_on,
        gross: quote.money(row.gross_minor),
        already,
    })
}

/// Records that the customer accepted a quote on paper or by amending a purchase order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version that was accepted; the one that the customer has when open.
    #[serde(default)]
    pub quote_version: Option<i64>,
    /// How.
    pub way: PaperWay,
    /// In the customer's words, or what stands on the paper.
    pub words: String,
    /// Who of the customer's people said yes.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// The signed paper, among the customer's files.
    #[serde(default)]
    pub attachment: Option<AttachmentId>,
    /// The order whose amendment it is.
    #[serde(default)]
    pub order: Option<Uuid>,
    /// The day on which the customer said yes, where the customer is; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
    /// Numbers of plan lines that the customer does not take.
    #[serde(default)]
    pub leave_out: Vec<i64>,
    /// Why not, in the customer's words.
    #[serde(default)]
    pub leave_out_reason: Option<String>,
}

impl Action for AcceptQuote {
    const NAME: &'static str = "quote.accept";
    const PERMISSION: Permission = Permission::QuoteWrite;
    // It records what the customer decided.
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AcceptedQuote;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AcceptedQuote> {
        let mut quote = quote(tx, self.quote)?;
        let today = quote.day(act.now);
        let on = self.accepted_on.map_or(Ok(today), |on| date("/accepted_on", on))?;
        let number = self.quote_version.or(quote.sent_version).unwrap_or(1);
        let sent = version(tx, quote.id, number).map_err(|refusal| refusal.in_field("/quote_version"))?;
        let sent_on = sent.sent_at.map(|at| quote.day(at));
        if on > today || sent_on.is_some_and(|sent| on < sent) {
            return Err(Refusal::field("/accepted_on", "quote.accepted_when").with("today", today));
        }
        if let Some(contact) = self.contact {
            customer::named_contact(tx, quote.customer_id, "/contact", contact)?;
        }
        if let Some(attachment) = self.attachment {
            let file = customer::attachment(tx, attachment)?;
            if file.customer_id != quote.customer_id {
                return Err(Refusal::field("/attachment", "field.unknown_reference"));
            }
        }
        let new = NewAcceptance {
            way: match self.way {
                PaperWay::Paper => AcceptWay::Paper,
                PaperWay::Amendment => AcceptWay::Amendment,
            },
            number,
            contact: self.contact.or(sent.sent_to),
            attachment: self.attachment,
            order: self.order,
            words: text("/words", &self.words, WORDING_MAX)?,
            left_out: self.leave_out,
            left_out_reason: self.leave_out_reason,
            on,
        };
        let row = accept(tx, act, &mut quote, new)?;
        answer(tx, &quote, &row, false)
    }
}

/// A quote of the customer who asks; every other looks as absent.
pub(crate) fn own_quote(tx: &mut Tx, ctx: &Context, id: QuoteId) -> Outcome<Quote> {
    let own = ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?;
    let own = customer::load(tx, own)?.id;
    let quote = quote(tx, id)?;
    if quote.customer_id == own && quote.sent_version.is_some() { Ok(quote) } else { Err(Refusal::absent()) }
}

/// Accepts a quote on the customer's own page. Pressing twice accepts once.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalAcceptQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version that is accepted.
    pub quote_version: i64,
    /// What you want to say with it.
    #[serde(default)]
    pub words: Option<String>,
    /// Numbers of plan lines that you do not take.
    #[serde(default)]
    pub leave_out: Vec<i64>,
    /// Why not.
    #[serde(default)]
    pub leave_out_reason: Option<String>,
}

impl Action for PortalAcceptQuote {
    const NAME: &'static str = "portal.accept_quote";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = AcceptedQuote;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own_quote(tx, ctx, self.quote)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AcceptedQuote> {
        let mut quote = own_quote(tx, act, self.quote)?;
        if let Some(row) = accepted_before(tx, quote.id, self.quote_version)? {
            act.quiet();
            return answer(tx, &quote, &row, true);
        }
        let new = NewAcceptance {
            way: AcceptWay::Portal,
            number: self.quote_version,
            contact: Some(act.principal.id.into()),
            attachment: None,
            order: None,
            words: some("/words", self.words.as_deref(), WORDING_MAX)?.unwrap_or_default(),
            left_out: self.leave_out,
            left_out_reason: self.leave_out_reason,
            on: quote.day(act.now),
        };
        let row = accept(tx, act, &mut quote, new)?;
        answer(tx, &quote, &row, false)
    }
}

/// Records that the customer does not want a quote.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Why, in the customer's words.
    pub words: String,
}

impl Action for DeclineQuote {
    const NAME: &'static str = "quote.decline";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let mut quote = quote(tx, self.quote)?;
        let words = text("/words", &self.words, WORDING_MAX)?;
        let today = quote.day(act.now);
        decline(tx, act, &mut quote, &words, today)?;
        Ok(QuoteAnswer::of(&quote))
    }
}

/// Declines a quote on the customer's own page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalDeclineQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Why.
    pub words: String,
}

/// What the customer gets back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalAnswer {
    /// The quote.
    pub quote: QuoteId,
}

impl Action for PortalDeclineQuote {
    const NAME: &'static str = "portal.decline_quote";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = PortalAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own_quote(tx, ctx, self.quote)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PortalAnswer> {
        let mut quote = own_quote(tx, act, self.quote)?;
        let words = text("/words", &self.words, WORDING_MAX)?;
        let today = quote.day(act.now);
        decline(tx, act, &mut quote, &words, today)?;
        Ok(PortalAnswer { quote: quote.id })
    }
}

/// The day after a quote's last one: it runs out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version that was sent.
    pub quote_version: i64,
}

impl Action for ExpireQuote {
    const NAME: &'static str = "quote.expire";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let mut quote = quote(tx, self.quote)?;
        let mut version = version(tx, quote.id, self.quote_version)?;
        let over = quote.day(act.now) > version.valid_until;
        if version.state != VersionState::Sent || !over {
            act.quiet();
            return Ok(QuoteAnswer::of(&quote));
        }
        version.state = VersionState::Expired;
        version.ended_at = Some(act.now);
        tx.update(&mut version)?;
        if quote.draft_version.is_some() {
            // A newer one is being written: the quote goes on with it.
            quote.state = QuoteState::Draft;
            tx.update(&mut quote)?;
        } else {
            end(tx, act, &mut quote, QuoteState::Expired)?;
        }
        facts(act, &quote);
        act.fact("quote_version", version.number);
        let owner = quote.owner_id;
        tell::person(tx, act, &quote, owner, "notice-quote-expired")?;
        Ok(QuoteAnswer::of(&quote))
    }
}

/// Some days before a quote runs out its owner is reminded to ask, unless nothing is sold to the customer then (R31).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version that was sent.
    pub quote_version: i64,
}

impl Action for RemindQuote {
    const NAME: &'static str = "quote.remind";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::System;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let quote = quote(tx, self.quote)?;
        let version = version(tx, quote.id, self.quote_version)?;
        if version.state != VersionState::Sent {
            act.quiet();
            return Ok(QuoteAnswer::of(&quote));
        }
        act.fact("quote", quote.id);
        let notice = accord_room_people::Notice::new(
            quote.owner_id,
            "notice-quote-ends",
            vec![("number", Fact::from(quote.number.clone())), ("until", version.valid_until.into())],
        );
        let notice = notice.at(tell::path(quote.id)).about(quote.customer_id);
        accord_room_people::notify(tx, act, notice)?;
        Ok(QuoteAnswer::of(&quote))
    }
}
