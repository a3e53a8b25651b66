//! What a customer sees of a quote, on the own page, on paper and by the API. These types have no list price, no
//! discount, no obstacle and no note, so that none can leave the house by a slip (R5). What is added here is added for
//! customers.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    facts::TaxFacts,
    one::{instalments, tax_facts},
};
use crate::{
    QuoteId, QuoteLineKind, VersionState, WorthFigures,
    neighbours::plan,
    record::{
        Acceptance, Quote, QuoteLine, QuoteStatement, QuoteVersion, acceptance, claims, quote_lines,
        quotes_of, statements, sum, version,
    },
    rules::amount::{PRICE_SCALE, QUANTITY_SCALE, net, unscaled},
    worth::kept,
};

/// Most quotes shown.
const QUOTES_MAX: i64 = 200;

accord_kernel::word_enum! {
    /// How a quote stands for the customer.
    pub enum PortalQuoteState as "portal-quote-state" {
        /// It waits for an answer.
        Open = "open",
        /// It was accepted.
        Accepted = "accepted",
        /// It was declined.
        Declined = "declined",
        /// Its last day is over.
        Expired = "expired",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// A plan that covers the warranty at no extra cost.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalUplift {
    /// Months of the warranty.
    pub months: i64,
    /// What it costs: nothing.
    pub price: Money,
    /// What it would cost.
    pub list_value: Money,
}

/// A line as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalQuoteLine {
    /// Number.
    pub line_no: i64,
    /// What it is.
    pub kind: QuoteLineKind,
    /// In words.
    pub description: String,
    /// How many.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// Of a plan: for how many months it is paid.
    pub term_months: Option<i64>,
    /// Of a plan: number of the line with its machine.
    pub for_line: Option<i64>,
    /// Price of one; of a plan: of a year.
    #[schemars(with = "String")]
    pub unit_price: Decimal,
    /// Net amount.
    pub net: Money,
    /// Why it is here: what you need, in your words.
    pub because: Option<String>,
    /// What we say of it.
    pub statements: Vec<String>,
    /// Of a plan: what it is worth, from your own figures.
    pub worth: Option<WorthFigures>,
    /// Of a plan: it covers the warranty too.
    pub uplift: Option<PortalUplift>,
    /// You may leave it out.
    pub optional: bool,
    /// You left it out.
    pub left_out: bool,
}

/// A claim as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalClaim {
    /// What we say.
    pub wording: String,
    /// What it rests on.
    pub evidence: String,
}

/// A quote as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalQuote {
    /// Id, to answer it.
    pub id: QuoteId,
    /// Number.
    pub number: String,
    /// Number of the version.
    pub quote_version: i64,
    /// What it is about.
    pub title: String,
    /// How it stands.
    pub state: PortalQuoteState,
    /// The day on which it was sent.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub sent_on: Option<Date>,
    /// Last day on which it can be accepted.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
    /// Where its days are meant (IANA).
    pub zone: String,
    /// What we write before the lines.
    pub introduction: String,
    /// Its lines.
    pub lines: Vec<PortalQuoteLine>,
    /// Without taxes.
    pub net: Money,
    /// Each tax.
    pub taxes: Vec<TaxFacts>,
    /// With taxes.
    pub gross: Money,
    /// Equal parts in which it is paid.
    pub instalments: Vec<Money>,
    /// Payment terms.
    pub payment_terms: String,
    /// Delivery terms.
    pub delivery_terms: String,
    /// What we say of ourselves.
    pub claims: Vec<PortalClaim>,
    /// The day on which it was accepted.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub accepted_on: Option<Date>,
    /// Whom to ask about it.
    pub ask: String,
    /// Their telephone.
    pub ask_phone: Option<String>,
}

/// The quotes of the customer who asks, newest first. A colleague previews them by the desk.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PortalQuotes {
    /// Only this one.
    pub quote: Option<QuoteId>,
}

fn own(ctx: &Context) -> Outcome<CustomerId> {
    ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)
}

impl View for PortalQuotes {
    const NAME: &'static str = "portal.quotes";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Vec<PortalQuote>;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own(ctx)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PortalQuote>> {
        let customer = customer::load(tx, own(ctx)?)?.id;
        portal_quotes(tx, ctx, customer, self.quote)
    }
}

/// The quotes that a customer has, as the customer sees them.
///
/// # Errors
/// What the database refuses.
pub fn portal_quotes(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    only: Option<QuoteId>,
) -> Outcome<Vec<PortalQuote>> {
    let mut shown = Vec::new();
    for quote in quotes_of(tx, customer, QUOTES_MAX)? {
        let Some(number) = quote.sent_version.filter(|_| only.is_none_or(|only| only == quote.id)) else {
            continue;
        };
        let version = version(tx, quote.id, number)?;
        shown.push(offered(tx, ctx, &quote, &version)?);
    }
    Ok(shown)
}

fn state(version: &QuoteVersion, over: bool) -> PortalQuoteState {
    match version.state {
        VersionState::Sent if over => PortalQuoteState::Expired,
        VersionState::Draft | VersionState::Sent | VersionState::Superseded => PortalQuoteState::Open,
        VersionState::Accepted => PortalQuoteState::Accepted,
        VersionState::Declined => PortalQuoteState::Declined,
        VersionState::Expired => PortalQuoteState::Expired,
        VersionState::Withdrawn => PortalQuoteState::Withdrawn,
    }
}

/// A version as the customer gets it: the one source of the customer's page, the paper and the API.
///
/// # Errors
/// What the database refuses.
pub fn offered(tx: &mut Tx, ctx: &Context, quote: &Quote, version: &QuoteVersion) -> Outcome<PortalQuote> {
    let accepted = acceptance(tx, quote.id)?.filter(|row| row.quote_version_id == version.id);
    shown(tx, ctx, quote, version, accepted)
}

/// A version as it was sent, whatever was answered since.
pub(super) fn as_sent(
    tx: &mut Tx,
    ctx: &Context,
    quote: &Quote,
    version: &QuoteVersion,
) -> Outcome<PortalQuote> {
    shown(tx, ctx, quote, version, None)
}

fn shown(
    tx: &mut Tx,
    ctx: &Context,
    quote: &Quote,
    version: &QuoteVersion,
    accepted: Option<Acceptance>,
) -> Outcome<PortalQuote> {
    let lines = quote_lines(tx, version.id)?;
    let said = statements(tx, version.id)?;
    let left_out = accepted.as_ref().map(|row| row.left_out.0.clone()).unwrap_or_default();
    let totals = sum(lines.iter().filter(|line| !left_out.contains(&line.line_no)))?;
    let mut shown = Vec::with_capacity(lines.len());
    for line in &lines {
        shown.push(offered_line(tx, ctx, quote, line, &said, &left_out)?);
    }
    let owner = accord_room_people::person(tx, quote.owner_id)?;
    let claims = claims(tx, version.id)?.into_iter().filter(|claim| !claim.withdrawn);
    Ok(PortalQuote {
        id: quote.id,
        number: quote.number.clone(),
        quote_version: version.number,
        title: quote.title.clone(),
        state: state(version, quote.day(ctx.now) > version.valid_until),
        sent_on: version.sent_at.map(|at| quote.day(at)),
        valid_until: version.valid_until,
        zone: quote.zone.clone(),
        introduction: version.introduction.clone(),
        lines: shown,
        net: quote.money(totals.net_minor),
        taxes: tax_facts(quote, &totals.taxes),
        gross: quote.money(totals.gross_minor),
        instalments: instalments(quote, version, totals.gross_minor),
        payment_terms: version.payment_terms.clone(),
        delivery_terms: version.delivery_terms.clone(),
        claims: claims
            .map(|claim| PortalClaim { wording: claim.wording, evidence: claim.evidence })
            .collect(),
        accepted_on: accepted.map(|row| row.accepted_on),
        ask: owner.name,
        ask_phone: owner.phone,
    })
}

fn offered_line(
    tx: &mut Tx,
    ctx: &Context,
    quote: &Quote,
    line: &QuoteLine,
    said: &[QuoteStatement],
    left_out: &[i64],
) -> Outcome<PortalQuoteLine> {
    let own = said.iter().filter(|one| one.quote_line_id == line.id);
    Ok(PortalQuoteLine {
        line_no: line.line_no,
        kind: line.kind,
        description: line.description.clone(),
        quantity: unscaled(line.quantity_milli, QUANTITY_SCALE),
        term_months: line.term_months,
        for_line: line.for_line_no,
        unit_price: unscaled(line.unit_price_e4, PRICE_SCALE),
        net: quote.money(line.net_minor),
        because: line.tie_words.clone(),
        statements: own.map(|one| one.wording.clone()).collect(),
        worth: kept(line),
        uplift: uplift(tx, ctx, quote, line)?,
        optional: line.kind == QuoteLineKind::Plan,
        left_out: left_out.contains(&line.line_no),
    })
}

/// The cover of the warranty that comes with a plan bought with its machine (R16).
fn uplift(tx: &mut Tx, ctx: &Context, quote: &Quote, line: &QuoteLine) -> Outcome<Option<PortalUplift>> {
    let (Some(id), Some(_)) = (line.plan_version_id, line.for_line_no) else { return Ok(None) };
    if !plan(tx, id)?.1.uplift_allowed {
        return Ok(None);
    }
    let months = accord_room_asset::warranty_months(tx, ctx, line.product_id)?;
    if months == 0 {
        return Ok(None);
    }
    let value = net(line.quantity_milli, line.unit_price_e4, Some(months), quote.currency.digits());
    let value = value.ok_or_else(|| Refusal::conflict("offer.too_large"))?;
    Ok(Some(PortalUplift { months, price: quote.money(0), list_value: quote.money(value) }))
}
