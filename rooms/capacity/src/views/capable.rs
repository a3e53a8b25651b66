//! "When could we?"

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::TerritoryId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use crate::{AskLine, Capable, OrderAsk, neighbours};

/// The earliest ship and installation date of something that might be ordered, with what limits them (R18).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CapableView {
    /// For whom.
    pub customer: Option<CustomerId>,
    /// Where.
    pub site: Option<SiteId>,
    /// The territory, where no customer says it.
    pub territory: Option<TerritoryId>,
    /// Civil date of the order; today when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub order_date: Option<Date>,
    /// One product.
    pub product: Option<ProductId>,
    /// How many of it; one when open.
    pub quantity: Option<u32>,
    /// Ship date that the customer requires of it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// Further products.
    pub lines: Vec<AskedLine>,
    /// Each line ships and is installed by itself.
    pub shipped_apart: bool,
}

/// A line of the question.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedLine {
    /// The product.
    pub product: ProductId,
    /// How many.
    pub quantity: u32,
    /// Ship date that the customer requires.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
}

impl CapableView {
    fn ask(self) -> OrderAsk {
        let one = self.product.map(|product| AskedLine {
            product,
            quantity: self.quantity.unwrap_or(1),
            required_on: self.required_on,
        });
        // Lines have no ids yet: they are numbered from one in the answer.
        let lines = one.into_iter().chain(self.lines).zip(1_u128..).map(|(line, number)| AskLine {
            required_on: line.required_on,
            ..AskLine::new(Uuid::from_u128(number), line.product, line.quantity)
        });
        OrderAsk {
            customer: self.customer,
            site: self.site,
            territory: self.territory,
            order_date: self.order_date,
            lines: lines.collect(),
            shipped_apart: self.shipped_apart,
            ..OrderAsk::default()
        }
    }
}

impl View for CapableView {
    const NAME: &'static str = "capacity.capable";
    const PERMISSION: Permission = Permission::CapacityRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Capable;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        neighbours::about(tx, self.customer, self.site)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Capable> {
        crate::capable(tx, ctx, &self.ask())
    }
}
