//! What is asked: an order's lines, their destination, and the dates somebody wants to promise.

use std::collections::BTreeMap;

use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::TerritoryId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::rules::{
    commitment::{Wanted, WantedDates},
    hold::Purpose,
    key::LineKey,
};

/// Most lines of one question.
pub const LINES_MAX: usize = 200;

/// A line of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskLine {
    /// Its id; a line that is not written yet may have any.
    pub line: Uuid,
    /// What is ordered.
    pub product: ProductId,
    /// How many units.
    pub quantity: u32,
    /// Civil date on which it was ordered, from which its lead time counts; that of the order when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ordered_on: Option<Date>,
    /// Whether it is installed, when the product needs it; it is when open.
    #[serde(default)]
    pub install: Option<bool>,
    /// First day on which its materials are there, when something is known to come later. A slipped forecast is
    /// asked about by this.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub materials_from: Option<Date>,
    /// The ship date that the customer requires; answered with the slack.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
}

impl AskLine {
    /// A line of so many units.
    pub fn new(line: impl Into<Uuid>, product: ProductId, quantity: u32) -> Self {
        Self {
            line: line.into(),
            product,
            quantity,
            ordered_on: None,
            install: None,
            materials_from: None,
            required_on: None,
        }
    }
}

/// A question: when could this be shipped and installed? It is also the subject of the checks `ship` and `install`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderAsk {
    /// For whom; their territory's crews install.
    pub customer: Option<CustomerId>,
    /// Where; open when the customer collects.
    pub site: Option<SiteId>,
    /// The territory, where no customer says it.
    pub territory: Option<TerritoryId>,
    /// Civil date of the order, from which the lead times of its lines count; today when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub order_date: Option<Date>,
    /// Its lines.
    pub lines: Vec<AskLine>,
    /// Each line ships and is installed by itself.
    pub shipped_apart: bool,
    /// First day on which the site is ready, when it is known.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ready_from: Option<Date>,
    /// An order whose own reservations do not stand in the way, because it is planned anew.
    pub replaces: Option<Uuid>,
    /// Lines of that order that have left: the slots they took and the hours in which they are installed stay theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Uuid>,
    /// Asked for a target, not for a promise: it stands behind everything that stands already.
    pub target: bool,
    /// The line that a promise is about; the whole order when open.
    pub line: Option<Uuid>,
}

impl OrderAsk {
    /// A question of a customer about lines.
    pub fn new(customer: CustomerId, site: Option<SiteId>, lines: Vec<AskLine>) -> Self {
        Self { customer: Some(customer), site, lines, ..Self::default() }
    }

    /// As the subject of a promise about one line (or the whole order), for the checks `ship` and `install`.
    pub fn subject(&self, line: Option<Uuid>) -> serde_json::Value {
        serde_json::to_value(Self { line, ..self.clone() }).unwrap_or_default()
    }

    /// Whether what a line of the replaced order took is given back when this question is planned.
    pub(crate) fn gives_back(&self, line: Option<Uuid>) -> bool {
        line.is_none_or(|line| !self.left.contains(&line))
    }

    pub(crate) fn purpose(&self) -> Purpose {
        if self.target { Purpose::Target } else { Purpose::Commitment }
    }
}

/// The key of a line as rules see it.
pub fn line_key(line: Uuid) -> LineKey {
    LineKey::of(line)
}

/// The id behind a line's key.
pub(crate) fn line_id(key: &LineKey) -> Uuid {
    key.as_str().parse().unwrap_or_default()
}

/// Wanted dates of the whole order.
pub fn whole(ship: Option<Date>, install: Option<Date>) -> Wanted {
    Wanted::whole(ship, install)
}

/// Wanted dates of single lines: ship and installation date by line.
pub fn by_line(dates: impl IntoIterator<Item = (Uuid, Option<Date>, Option<Date>)>) -> Wanted {
    let lines: BTreeMap<LineKey, WantedDates> = dates
        .into_iter()
        .map(|(line, ship, install)| (line_key(line), WantedDates { ship, install }))
        .collect();
    Wanted { order: WantedDates::default(), lines }
}
