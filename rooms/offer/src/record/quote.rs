//! Quotes, their versions, lines, statements and claims.

use accord_kernel::{Currency, Money, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::{Channel, ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_room_pipeline::OpportunityId;
use accord_room_promise::PromiseId;
use accord_room_value::{ClaimId, PlanVersionId};
use accord_store::{Json, Tx, Value, params, record, search};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{
    CapabilityId, NoPlanReason, PriceEntryId, PriceListId, QuoteClaimId, QuoteId, QuoteLineId, QuoteLineKind,
    QuoteState, QuoteStatementId, QuoteVersionId, TieKind, VersionState,
    rules::amount::{Priced, TaxLine, TaxRate, Totals, totals},
};

record! {
    /// An offer to a customer, in versions.
    pub struct Quote in "quote" shape 1 {
        /// Id.
        id: QuoteId,
        /// Number for people, `Q-2026-0042`.
        number: String,
        /// Whose.
        customer_id: CustomerId,
        /// Where it goes.
        site_id: Option<SiteId>,
        /// Who gets it.
        contact_id: Option<ContactId>,
        /// The pursuit it belongs to.
        opportunity_id: Option<OpportunityId>,
        /// What it is about, in a few words.
        title: String,
        /// Currency of all its lines; fixed once it was sent.
        currency: Currency,
        /// Where the customer is: its days are meant there (IANA).
        zone: String,
        /// How it stands.
        state: QuoteState,
        /// Who answers for it.
        owner_id: PersonId,
        /// Number of the version that the customer has.
        sent_version: Option<i64>,
        /// Number of the version that is being written.
        draft_version: Option<i64>,
        /// Who opened it; open for the program.
        opened_by: Option<PersonId>,
        /// When.
        opened_at: Timestamp,
        /// When it was answered, ran out or was taken back.
        ended_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// One version of a quote.
    pub struct QuoteVersion in "quote_version" shape 1 {
        /// Id.
        id: QuoteVersionId,
        /// The quote.
        quote_id: QuoteId,
        /// From 1.
        number: i64,
        /// How it stands.
        state: VersionState,
        /// The list that its prices come from.
        price_list_id: Option<PriceListId>,
        /// Currency of that list, when it is another one.
        list_currency: Option<Currency>,
        /// Units of the quote's currency for one of the list's.
        exchange_rate: Option<String>,
        /// Day of that rate.
        rate_on: Option<Date>,
        /// Last day on which it holds, where the customer is.
        valid_until: Date,
        /// What we write before the lines.
        introduction: String,
        /// Payment terms.
        payment_terms: String,
        /// Delivery terms.
        delivery_terms: String,
        /// Equal parts in which it is paid.
        payment_parts: i64,
        /// Taxes on every line.
        tax_rates: Json<Vec<TaxRate>>,
        /// Without taxes, in minor units.
        net_minor: i64,
        /// With taxes, in minor units.
        gross_minor: i64,
        /// When it was sent.
        sent_at: Option<Timestamp>,
        /// By whom.
        sent_by: Option<PersonId>,
        /// To whom.
        sent_to: Option<ContactId>,
        /// How.
        sent_channel: Option<Channel>,
        /// When it was answered, overtaken, ran out or was taken back.
        ended_at: Option<Timestamp>,
        /// Why, in the customer's words or ours.
        ended_words: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A line of a version of a quote.
    pub struct QuoteLine in "quote_line" shape 1 {
        /// Id.
        id: QuoteLineId,
        /// The quote.
        quote_id: QuoteId,
        /// The version.
        quote_version_id: QuoteVersionId,
        /// Its number, from 1; the same in later versions.
        line_no: i64,
        /// What it is.
        kind: QuoteLineKind,
        /// The product.
        product_id: Option<ProductId>,
        /// The version of a plan.
        plan_version_id: Option<PlanVersionId>,
        /// Of a plan: the machine of this quote that it covers.
        for_line_no: Option<i64>,
        /// Of a plan: the machine that the customer has and it covers.
        asset_id: Option<AssetId>,
        /// In words.
        description: String,
        /// How many, in thousandths.
        quantity_milli: i64,
        /// Of a plan: for how many months the price is paid.
        term_months: Option<i64>,
        /// What the list says, in ten-thousandths of the quote's currency.
        list_price_e4: Option<i64>,
        /// The price it comes from.
        list_entry_id: Option<PriceEntryId>,
        /// Discount in per cent of the list price.
        discount_percent: String,
        /// Who gave it.
        discount_by: Option<PersonId>,
        /// Price of one (of a plan: a year), in ten-thousandths.
        unit_price_e4: i64,
        /// Net amount in minor units.
        net_minor: i64,
        /// Its taxes.
        taxes: Json<Vec<TaxLine>>,
        /// What of the customer's it is tied to.
        tie_kind: Option<TieKind>,
        /// The id of that.
        tie_id: Option<Uuid>,
        /// In the customer's words.
        tie_words: Option<String>,
        /// Of a machine without a plan: why none.
        no_plan_reason: Option<NoPlanReason>,
        /// In words.
        no_plan_words: Option<String>,
        /// Of a plan: what it is worth, as it was when it was sent.
        worth: Option<Json<JsonValue>>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What a line says of its product.
    pub struct QuoteStatement in "quote_statement" shape 1 {
        /// Id.
        id: QuoteStatementId,
        /// The line.
        quote_line_id: QuoteLineId,
        /// The statement of the fact sheet.
        capability_id: Option<CapabilityId>,
        /// Or the dated promise.
        promise_id: Option<PromiseId>,
        /// As the customer reads it.
        wording: String,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A claim in a version of a quote.
    pub struct QuoteClaim in "quote_claim" shape 1 {
        /// Id.
        id: QuoteClaimId,
        /// The version.
        quote_version_id: QuoteVersionId,
        /// The claim of the library.
        claim_id: ClaimId,
        /// As the customer reads it.
        wording: String,
        /// What it rests on, as the customer reads it.
        evidence: String,
        /// It no longer held before the version was sent, and is not in it.
        withdrawn: bool,
        /// Row version.
        version: i64,
    }
}

impl Quote {
    /// Whether something can still happen to it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, QuoteState::Draft | QuoteState::Sent)
    }
    /// The day it is where the customer is.
    pub fn day(&self, at: Timestamp) -> Date {
        self.zone().to_datetime(at).date()
    }
    /// Where the customer is.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }
    /// An amount in its currency.
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
    /// Makes it findable.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "quote".to_owned(),
            id: self.id.into(),
            customer: Some(self.customer_id.into()),
            label: self.number.clone(),
            hint: self.title.clone(),
        };
        Ok(search::put(tx, &entry, &self.title)?)
    }
}

impl QuoteVersion {
    /// The exchange rate.
    pub fn rate(&self) -> Option<Decimal> {
        self.exchange_rate.as_ref().and_then(|text| text.parse().ok())
    }
}

impl QuoteLine {
    /// The discount.
    pub fn discount(&self) -> Decimal {
        self.discount_percent.parse().unwrap_or_default()
    }
    /// As totals see it.
    pub fn priced(&self) -> Priced {
        Priced { net_minor: self.net_minor, taxes: self.taxes.0.clone() }
    }
}

/// What these lines come to.
///
/// # Errors
/// `offer.too_large` when the sum is out of range.
pub fn sum<'a>(lines: impl IntoIterator<Item = &'a QuoteLine>) -> Outcome<Totals> {
    let priced: Vec<Priced> = lines.into_iter().map(QuoteLine::priced).collect();
    totals(&priced).ok_or_else(|| Refusal::conflict("offer.too_large"))
}

/// A quote by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn quote(tx: &mut Tx, id: QuoteId) -> Outcome<Quote> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A version by its number.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn version(tx: &mut Tx, quote: QuoteId, number: i64) -> Outcome<QuoteVersion> {
    tx.select_one("WHERE quote_id = ?1 AND number = ?2", params![quote, number])?.ok_or_else(Refusal::absent)
}

/// A version by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn version_by_id(tx: &mut Tx, id: QuoteVersionId) -> Outcome<QuoteVersion> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The versions of a quote, the first first.
///
/// # Errors
/// What the database refuses.
pub fn versions(tx: &mut Tx, quote: QuoteId) -> Outcome<Vec<QuoteVersion>> {
    Ok(tx.select("WHERE quote_id = ?1 ORDER BY number", params![quote])?)
}

/// The lines of a version in their order.
///
/// # Errors
/// What the database refuses.
pub fn quote_lines(tx: &mut Tx, version: QuoteVersionId) -> Outcome<Vec<QuoteLine>> {
    Ok(tx.select("WHERE quote_version_id = ?1 ORDER BY line_no", params![version])?)
}

/// A line by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn quote_line(tx: &mut Tx, id: QuoteLineId) -> Outcome<QuoteLine> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The greatest number that a line of this quote ever had.
pub(crate) fn last_line_no(tx: &mut Tx, quote: QuoteId) -> Outcome<i64> {
    let sql = "SELECT COALESCE(MAX(line_no), 0) FROM quote_line WHERE quote_id = ?1";
    Ok(tx.query_one(sql, params![quote])?.map_or(Ok(0), |row| row.get(0))?)
}

/// What the lines of a version say of their products.
///
/// # Errors
/// What the database refuses.
pub fn statements(tx: &mut Tx, version: QuoteVersionId) -> Outcome<Vec<QuoteStatement>> {
    let tail =
        "WHERE quote_line_id IN (SELECT l.id FROM quote_line l WHERE l.quote_version_id = ?1) ORDER BY id";
    Ok(tx.select(tail, params![version])?)
}

/// A statement by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn statement(tx: &mut Tx, id: QuoteStatementId) -> Outcome<QuoteStatement> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The claims of a version.
///
/// # Errors
/// What the database refuses.
pub fn claims(tx: &mut Tx, version: QuoteVersionId) -> Outcome<Vec<QuoteClaim>> {
    Ok(tx.select("WHERE quote_version_id = ?1 ORDER BY id", params![version])?)
}

/// A claim of a version by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn quote_claim(tx: &mut Tx, id: QuoteClaimId) -> Outcome<QuoteClaim> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Where a claim of the library stands in drafts.
pub(crate) fn drafts_with_claim(tx: &mut Tx, claim: ClaimId) -> Outcome<Vec<QuoteClaim>> {
    let tail = "c WHERE c.claim_id = ?1 AND c.withdrawn = FALSE
        AND EXISTS (SELECT 1 FROM quote_version v WHERE v.id = c.quote_version_id AND v.state = 'draft') ORDER BY c.id";
    Ok(tx.select(tail, params![claim])?)
}

/// Quotes of a customer, newest first.
///
/// # Errors
/// What the database refuses.
pub fn quotes_of(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<Quote>> {
    let tail = "WHERE customer_id = ?1 ORDER BY opened_at DESC, id DESC LIMIT ?2";
    Ok(tx.select(tail, params![customer, limit])?)
}

/// Quotes of a pursuit, newest first.
///
/// # Errors
/// What the database refuses.
pub fn quotes_of_opportunity(tx: &mut Tx, opportunity: OpportunityId) -> Outcome<Vec<Quote>> {
    Ok(tx.select("WHERE opportunity_id = ?1 ORDER BY opened_at DESC, id DESC", params![opportunity])?)
}

/// All quotes of a customer, for a merge.
pub(crate) fn all_quotes_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Quote>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Open quotes that a person answers for.
pub(crate) fn open_quotes_of(tx: &mut Tx, owner: PersonId) -> Outcome<Vec<Quote>> {
    Ok(tx.select(
        "WHERE owner_id = ?1 AND state IN ('draft', 'sent') ORDER BY opened_at, id",
        params![owner],
    )?)
}

/// Several quotes' versions that are meant by a list: the one the customer has, or the draft.
pub(crate) fn shown_versions(tx: &mut Tx, quotes: &[Quote]) -> Outcome<Vec<QuoteVersion>> {
    let mut found = Vec::new();
    for some in quotes.chunks(200) {
        let values: Vec<Value> = some.iter().map(|quote| Value::Uuid(quote.id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        let tail = format!("WHERE quote_id IN ({marks}) ORDER BY quote_id, number");
        found.extend(tx.select::<QuoteVersion>(&tail, &values)?);
    }
    Ok(found)
}
