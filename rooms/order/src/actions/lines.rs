//! Lines as they come from outside, read into rows.

use std::collections::BTreeMap;

use accord_kernel::{Context, Currency, Outcome, Refusal};
use accord_room_catalog::{self as catalog, Product, ProductId, ProductKind};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    LineState, OrderId,
    input::{LINES_MAX, NAME_MAX, TAXES_MAX, date, percent, quantity, text, unit_price},
    record::Line,
    rules::price::{LineKind, QUANTITY_SCALE, TaxLine, net, tax},
};

/// A line of an order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineInput {
    /// What is ordered; open for a charge such as freight. A product of the kind "service" is not shipped.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// In words; the product's name when open.
    #[serde(default)]
    pub description: Option<String>,
    /// How many, at most three digits after the point.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub quantity: Decimal,
    /// Price of one in the order's currency, at most four digits after the point; the list price when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub unit_price: Option<Decimal>,
    /// Ship date that the customer requires; that of the order when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
}

/// A tax on one line or on all.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxInput {
    /// Place of the line among those given, from 1; all of them when open.
    #[serde(default)]
    pub line: Option<i64>,
    /// Name as it stands on papers.
    pub name: String,
    /// Rate in per cent.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub percent: Decimal,
}

/// What lines of one order have in common.
pub(crate) struct Frame {
    pub order: OrderId,
    pub currency: Currency,
    /// The number of the first line.
    pub first_no: i64,
    /// When they are ordered, where that is after the order.
    pub ordered_on: Option<Date>,
    /// For lines without a required date of their own.
    pub required_on: Option<Date>,
}

/// Reads lines and taxes into rows that are not written yet.
pub(crate) fn read(
    tx: &mut Tx,
    ctx: &Context,
    frame: &Frame,
    lines: &[LineInput],
    taxes: &[TaxInput],
) -> Outcome<Vec<Line>> {
    if lines.is_empty() {
        return Err(Refusal::field("/lines", "field.required"));
    }
    if lines.len() > LINES_MAX {
        return Err(Refusal::field("/lines", "field.too_many").with("max", LINES_MAX));
    }
    let taxes = read_taxes(taxes, lines.len())?;
    let ids: Vec<ProductId> = lines.iter().filter_map(|line| line.product).collect();
    let products = catalog::find_all(tx, &ids)?;
    let mut rows = Vec::with_capacity(lines.len());
    for (index, input) in lines.iter().enumerate() {
        rows.push(row(ctx, frame, index, input, &products, &taxes)?);
    }
    Ok(rows)
}

type Taxes = Vec<(Option<usize>, String, Decimal)>;

fn read_taxes(taxes: &[TaxInput], lines: usize) -> Outcome<Taxes> {
    if taxes.len() > TAXES_MAX.saturating_mul(lines) {
        return Err(Refusal::field("/taxes", "field.too_many").with("max", TAXES_MAX.saturating_mul(lines)));
    }
    let mut read = Vec::new();
    for (index, input) in taxes.iter().enumerate() {
        let line = input.line.map(|no| usize::try_from(no).unwrap_or(0));
        if line.is_some_and(|no| no == 0 || no > lines) {
            return Err(Refusal::field(format!("/taxes/{index}/line"), "order.no_such_line"));
        }
        let name = text(&format!("/taxes/{index}/name"), &input.name, NAME_MAX)?;
        read.push((line, name, percent(&format!("/taxes/{index}/percent"), input.percent)?));
    }
    Ok(read)
}

fn row(
    ctx: &Context,
    frame: &Frame,
    index: usize,
    input: &LineInput,
    products: &BTreeMap<ProductId, Product>,
    taxes: &Taxes,
) -> Outcome<Line> {
    let at = |field: &str| format!("/lines/{index}/{field}");
    let product = match input.product {
        Some(id) => Some(
            products
                .get(&id)
                .filter(|one| !one.archived)
                .ok_or_else(|| Refusal::field(at("product"), "order.no_such_product"))?,
        ),
        None => None,
    };
    let quantity_milli = quantity(&at("quantity"), input.quantity)?;
    if let Some(product) = product {
        whole(&at("quantity"), product, quantity_milli)?;
    }
    let description = match (&input.description, product) {
        (None, Some(product)) => product.name.clone(),
        (given, _) => text(&at("description"), given.as_deref().unwrap_or_default(), NAME_MAX)?,
    };
    let listed = product.and_then(Product::price).filter(|price| price.currency == frame.currency);
    let price = input.unit_price.or(listed.map(|price| price.amount()));
    let price = price.ok_or_else(|| Refusal::field(at("unit_price"), "field.required"))?;
    let unit_price_e4 = unit_price(&at("unit_price"), price)?;
    let too_large = || Refusal::field(at("unit_price"), "order.sum_too_large");
    let net_minor = net(quantity_milli, unit_price_e4, frame.currency.digits()).ok_or_else(too_large)?;
    let taxes = taxes
        .iter()
        .filter(|(line, ..)| line.is_none_or(|no| no == index + 1))
        .map(|(_, name, percent)| {
            let amount_minor = tax(net_minor, *percent).ok_or_else(too_large)?;
            Ok(TaxLine { name: name.clone(), percent: *percent, amount_minor })
        })
        .collect::<Outcome<Vec<_>>>()?;
    let required_on =
        input.required_on.map(|on| date(&at("required_on"), on)).transpose()?.or(frame.required_on);
    let goods = product.is_some_and(|product| product.kind != ProductKind::Service);
    Ok(Line {
        id: ctx.new_id(),
        order_id: frame.order,
        line_no: frame.first_no + i64::try_from(index).unwrap_or(0),
        kind: if goods { LineKind::Goods } else { LineKind::Charge },
        cancels_line_id: None,
        product_id: input.product,
        description,
        quantity_milli,
        unit_price_e4,
        net_minor,
        currency: frame.currency,
        taxes: Json(taxes),
        ordered_on: frame.ordered_on,
        required_on: required_on.filter(|_| goods),
        committed_on: None,
        first_committed_on: None,
        target_on: None,
        forecast_on: None,
        install_planned_on: None,
        install_committed_on: None,
        ship_promise_id: None,
        install_promise_id: None,
        shipped_on: None,
        state: if goods { LineState::Open } else { LineState::Settled },
        version: 1,
    })
}

/// Machines and parts are ordered by the piece.
pub(crate) fn whole(pointer: &str, product: &Product, quantity_milli: i64) -> Outcome<()> {
    let pieces = matches!(product.kind, ProductKind::Equipment | ProductKind::Part);
    if pieces && quantity_milli % 10_i64.pow(QUANTITY_SCALE) != 0 {
        return Err(Refusal::field(pointer, "order.whole_pieces"));
    }
    Ok(())
}
