//! Plain data that rows, rules, actions and views of this room share. No database, no clock.

use accord_kernel::Money;
use accord_room_catalog::ProductId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Need;

/// A time of the year in which a stop hurts more than usual: once, or every year from and to the same days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CriticalPeriod {
    /// Why, in the customer's words.
    pub label: String,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// Whether it comes back each year.
    #[serde(default)]
    pub yearly: bool,
}

/// A clause of a plan in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Short code, unique in the version: needs point to it.
    pub code: String,
    /// In English.
    pub en: String,
    /// In Brazilian Portuguese.
    pub pt: String,
}

/// Which clause answers a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedMet {
    /// The need.
    pub need: Need,
    /// Code of an included clause.
    pub clause: String,
}

/// The price of a year, for one product or for every product that has no price of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPrice {
    /// The product; open for every other.
    pub product: Option<ProductId>,
    /// Price of twelve months for one unit.
    pub price: Money,
}

/// A value card: one sentence, and what stands behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// One sentence.
    pub headline: String,
    /// What stands behind it.
    pub body: String,
}

/// The two cards of a version, each in both languages (R13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cards {
    /// For the customer, in English.
    pub customer_en: Option<Card>,
    /// For the customer, in Brazilian Portuguese.
    pub customer_pt: Option<Card>,
    /// For colleagues, in English.
    pub colleague_en: Option<Card>,
    /// For colleagues, in Brazilian Portuguese.
    pub colleague_pt: Option<Card>,
}
