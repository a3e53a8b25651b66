//! What a quote shows to those who write it: types without any reading.

use accord_kernel::{Currency, Money};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, SiteId};
use accord_room_pipeline::OpportunityId;
use accord_room_promise::PromiseId;
use accord_room_value::{ClaimId, PlanVersionId};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Who, Whose};
use crate::{
    AcceptWay, NoPlanReason, OversellFinding, OversellId, OversellState, PriceListId, QuoteClaimId, QuoteId,
    QuoteLineId, QuoteLineKind, QuoteState, QuoteStatementId, TieKind, VersionState, WorthFigures,
    rules::send::PlanValue,
};

/// A tax with its amount.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaxFacts {
    /// Name.
    pub name: String,
    /// Rate in per cent.
    #[schemars(with = "String")]
    pub percent: Decimal,
    /// Amount.
    pub amount: Money,
}

/// What a line says of its product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementFacts {
    /// Id.
    pub id: QuoteStatementId,
    /// As the customer reads it.
    pub wording: String,
    /// The promise that it is.
    pub promise: Option<PromiseId>,
    /// Its number.
    pub promise_number: Option<String>,
    /// The day for which it was promised.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub promised_on: Option<Date>,
}

/// What a plan is worth to this customer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WorthFacts {
    /// Value against price.
    pub value: PlanValue,
    /// The plan that is worth its price, when this one is not.
    pub lower: Option<String>,
    /// The figures, when the customer's own number is known.
    pub figures: Option<WorthFigures>,
}

/// A line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LineFacts {
    /// Id.
    pub id: QuoteLineId,
    /// Number.
    pub line_no: i64,
    /// What it is.
    pub kind: QuoteLineKind,
    /// In words.
    pub description: String,
    /// The product.
    pub product: Option<ProductId>,
    /// The plan.
    pub plan: Option<PlanVersionId>,
    /// Of a plan: number of the line with its machine.
    pub for_line: Option<i64>,
    /// Of a plan: the machine that the customer has.
    pub asset: Option<AssetId>,
    /// How many.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// Of a plan: for how many months it is paid.
    pub term_months: Option<i64>,
    /// What the list says.
    #[schemars(with = "Option<String>")]
    pub list_price: Option<Decimal>,
    /// Discount in per cent.
    #[schemars(with = "String")]
    pub discount_percent: Decimal,
    /// Who gave it.
    pub discount_by: Option<Who>,
    /// Price of one; of a plan: of a year.
    #[schemars(with = "String")]
    pub unit_price: Decimal,
    /// Net amount.
    pub net: Money,
    /// Taxes.
    pub taxes: Vec<TaxFacts>,
    /// What of the customer's it is tied to.
    pub tie: Option<TieKind>,
    /// In the customer's words.
    pub tie_words: Option<String>,
    /// Why a machine goes without a plan.
    pub no_plan: Option<NoPlanReason>,
    /// In words.
    pub no_plan_words: Option<String>,
    /// What it says of its product.
    pub statements: Vec<StatementFacts>,
    /// Of a plan: what it is worth.
    pub worth: Option<WorthFacts>,
    /// Of a plan: what is missing to keep it at the site, in words.
    pub missing: Vec<String>,
    /// Row version.
    pub version: i64,
}

/// A claim.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClaimFacts {
    /// Its place in the quote.
    pub id: QuoteClaimId,
    /// The claim of the library.
    pub claim: ClaimId,
    /// As the customer reads it.
    pub wording: String,
    /// What it rests on.
    pub evidence: String,
    /// It no longer holds and is not sent.
    pub withdrawn: bool,
}

/// Something that stands between the draft and the customer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ObstacleFacts {
    /// Its message key.
    pub word: String,
    /// In words.
    pub text: String,
}

/// The version that is shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionFacts {
    /// Number.
    pub number: i64,
    /// How it stands.
    pub state: VersionState,
    /// Where its prices come from.
    pub price_list: Option<PriceListId>,
    /// Its name.
    pub price_list_name: Option<String>,
    /// Currency of that list, when it is another one.
    pub list_currency: Option<Currency>,
    /// Units of the quote's currency for one of the list's.
    #[schemars(with = "Option<String>")]
    pub exchange_rate: Option<Decimal>,
    /// Day of that rate.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub rate_on: Option<Date>,
    /// Last day on which it holds.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
    /// What we write before the lines.
    pub introduction: String,
    /// Payment terms.
    pub payment_terms: String,
    /// Delivery terms.
    pub delivery_terms: String,
    /// Equal parts in which it is paid; they add up to the whole.
    pub instalments: Vec<Money>,
    /// The rates of its taxes.
    pub taxes: Vec<TaxFacts>,
    /// Its lines.
    pub lines: Vec<LineFacts>,
    /// Without taxes.
    pub net: Money,
    /// With taxes.
    pub gross: Money,
    /// Its claims.
    pub claims: Vec<ClaimFacts>,
    /// What stands between it and the customer; only of a draft.
    pub obstacles: Vec<ObstacleFacts>,
    /// When it was sent.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub sent_at: Option<Timestamp>,
    /// By whom.
    pub sent_by: Option<Who>,
    /// Why it ended, in the customer's words or ours.
    pub ended_words: Option<String>,
}

/// A version in the row of versions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionLine {
    /// Number.
    pub number: i64,
    /// How it stands.
    pub state: VersionState,
    /// Without taxes.
    pub net: Money,
    /// When it was sent.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub sent_at: Option<Timestamp>,
}

/// The acceptance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcceptanceFacts {
    /// Number of the version.
    pub quote_version: i64,
    /// How it reached us.
    pub way: AcceptWay,
    /// The day where the customer is.
    #[schemars(with = "String", extend("format" = "date"))]
    pub accepted_on: Date,
    /// Who of the customer's people said yes.
    pub by: Option<String>,
    /// In the customer's words.
    pub words: String,
    /// Numbers of the plan lines that are not taken.
    pub left_out: Vec<i64>,
    /// Why not.
    pub left_out_reason: Option<String>,
    /// What was accepted, without taxes.
    pub net: Money,
    /// With taxes.
    pub gross: Money,
}

/// A case of "not what I was sold".
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OversellFacts {
    /// Id.
    pub id: OversellId,
    /// Number of the line.
    pub line_no: i64,
    /// In the customer's words.
    pub said: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub raised_at: Timestamp,
    /// How it stands.
    pub state: OversellState,
    /// What was found.
    pub finding: Option<OversellFinding>,
    /// What was done about it.
    pub remedy: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A quote.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuoteFacts {
    /// Id.
    pub id: QuoteId,
    /// Number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Whose.
    pub customer: Whose,
    /// Where it goes.
    pub site: Option<SiteId>,
    /// Name of that place.
    pub site_name: Option<String>,
    /// Who gets it.
    pub contact: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<String>,
    /// Their telephone.
    pub contact_phone: Option<String>,
    /// The pursuit it belongs to.
    pub opportunity: Option<OpportunityId>,
    /// Currency of all its lines.
    pub currency: Currency,
    /// Where its days are meant (IANA).
    pub zone: String,
    /// How it stands.
    pub state: QuoteState,
    /// Who answers for it.
    pub owner: Who,
    /// Number of the version that the customer has.
    pub sent_version: Option<i64>,
    /// Number of the version that is being written.
    pub draft_version: Option<i64>,
    /// Its currency can no longer be changed.
    pub currency_fixed: bool,
    /// The version that is shown.
    pub shown: VersionFacts,
    /// All versions.
    pub versions: Vec<VersionLine>,
    /// Its acceptance.
    pub acceptance: Option<AcceptanceFacts>,
    /// Cases of "not what I was sold".
    pub oversell: Vec<OversellFacts>,
    /// Row version.
    pub version: i64,
}
