//! Lines of the version that is being written.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_value::PlanVersionId;
use accord_store::{Json, Tx};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    QuoteId, QuoteLineId, QuoteLineKind,
    drafting::{
        allow_discount, draft, draft_line, facts, figure, giver, item, listed, settle, touches, touches_line,
    },
    input::{self, LINES_MAX, WORDING_MAX, same_version, some},
    neighbours::{author, offered_plan, product},
    record::{Quote, QuoteLine, QuoteVersion, last_line_no, quote_lines, statements},
    rules::amount::{discount_of, discounted},
};

/// Longest term of a plan, in months.
const TERM_MAX: i64 = 240;

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LineAnswer {
    /// The quote.
    pub quote: QuoteId,
    /// The line.
    pub line: QuoteLineId,
    /// Its number.
    pub line_no: i64,
    /// Its net amount.
    pub net: Money,
    /// What the version comes to without taxes.
    pub total_net: Money,
    /// With taxes.
    pub total_gross: Money,
    /// Row version of the line.
    pub version: i64,
}

pub(super) fn answer(quote: &Quote, version: &QuoteVersion, line: &QuoteLine) -> LineAnswer {
    LineAnswer {
        quote: quote.id,
        line: line.id,
        line_no: line.line_no,
        net: quote.money(line.net_minor),
        total_net: quote.money(version.net_minor),
        total_gross: quote.money(version.gross_minor),
        version: line.version,
    }
}

/// Adds a line: a product, a service plan for a machine, work, or a charge. The list price is found by the day where
/// the customer is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLine {
    /// The quote.
    pub quote: QuoteId,
    /// What it is; by what is named when open.
    #[serde(default)]
    pub kind: Option<QuoteLineKind>,
    /// The product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// The service plan.
    #[serde(default)]
    pub plan: Option<PlanVersionId>,
    /// Of a plan: number of the line with the machine that it covers.
    #[serde(default)]
    pub for_line: Option<i64>,
    /// Of a plan: the machine that the customer has and it covers.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// In words; the name of the product or plan when open.
    #[serde(default)]
    pub description: Option<String>,
    /// How many, at most three digits after the point; one, or as many as there are machines, when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub quantity: Option<Decimal>,
    /// Of a plan: for how many months it is paid; its usual term when open.
    #[serde(default)]
    pub term_months: Option<i64>,
    /// Price of one (of a plan: a year); the list price when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub unit_price: Option<Decimal>,
    /// Discount in per cent of the list price, at most two digits after the point.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub discount_percent: Option<Decimal>,
}

impl Action for AddLine {
    const NAME: &'static str = "quote.add_line";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LineAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LineAnswer> {
        let (quote, mut version) = draft(tx, self.quote)?;
        let lines = quote_lines(tx, version.id)?;
        if lines.len() >= LINES_MAX {
            return Err(Refusal::field("/quote", "field.too_many").with("max", LINES_MAX));
        }
        let mut line = self.blank(tx, act, &quote, &version)?;
        match line.kind {
            QuoteLineKind::Plan => self.read_plan(tx, &quote, &lines, &mut line)?,
            _ => self.read_other(tx, &mut line)?,
        }
        let typed = Typed { unit_price: self.unit_price, discount: self.discount_percent };
        price(tx, act, (&quote, &version), &lines, &mut line, typed)?;
        tx.insert(&line)?;
        // A plan answers the question whether one is offered.
        if let Some(mut covered) =
            crate::drafting::covered(&line, &lines).filter(|line| line.no_plan_reason.is_some()).cloned()
        {
            covered.no_plan_reason = None;
            covered.no_plan_words = None;
            tx.update(&mut covered)?;
        }
        settle(tx, &mut version)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        Ok(answer(&quote, &version, &line))
    }
}

impl AddLine {
    fn kind(&self) -> QuoteLineKind {
        self.kind.unwrap_or(match (self.plan, self.product) {
            (Some(_), _) => QuoteLineKind::Plan,
            (None, Some(_)) => QuoteLineKind::Equipment,
            (None, None) => QuoteLineKind::Charge,
        })
    }

    fn blank(&self, tx: &mut Tx, ctx: &Context, quote: &Quote, version: &QuoteVersion) -> Outcome<QuoteLine> {
        let quantity = self.quantity.map_or(Ok(1_000), |quantity| input::quantity("/quantity", quantity))?;
        Ok(QuoteLine {
            id: ctx.new_id(),
            quote_id: quote.id,
            quote_version_id: version.id,
            line_no: last_line_no(tx, quote.id)? + 1,
            kind: self.kind(),
            product_id: None,
            plan_version_id: None,
            for_line_no: None,
            asset_id: None,
            description: some("/description", self.description.as_deref(), WORDING_MAX)?.unwrap_or_default(),
            quantity_milli: quantity,
            term_months: None,
            list_price_e4: None,
            list_entry_id: None,
            discount_percent: Decimal::ZERO.to_string(),
            discount_by: None,
            unit_price_e4: 1,
            net_minor: 0,
            taxes: Json(Vec::new()),
            tie_kind: None,
            tie_id: None,
            tie_words: None,
            no_plan_reason: None,
            no_plan_words: None,
            worth: None,
            version: 1,
        })
    }

    fn read_other(&self, tx: &mut Tx, line: &mut QuoteLine) -> Outcome<()> {
        if self.plan.is_some()
            || self.for_line.is_some()
            || self.asset.is_some()
            || self.term_months.is_some()
        {
            return Err(Refusal::field("/plan", "quote.only_of_plans"));
        }
        if let Some(id) = self.product {
            let product = product(tx, "/product", id)?;
            line.product_id = Some(product.id);
            if line.description.is_empty() {
                line.description = product.name;
            }
        } else if line.kind == QuoteLineKind::Equipment {
            return Err(Refusal::field("/product", "field.required"));
        }
        if line.description.is_empty() {
            return Err(Refusal::field("/description", "field.required"));
        }
        Ok(())
    }

    fn read_plan(
        &self,
        tx: &mut Tx,
        quote: &Quote,
        lines: &[QuoteLine],
        line: &mut QuoteLine,
    ) -> Outcome<()> {
        let id = self.plan.ok_or_else(|| Refusal::field("/plan", "field.required"))?;
        let (plan, version) = offered_plan(tx, "/plan", id)?;
        line.plan_version_id = Some(version.id);
        line.product_id =
            self.product.map(|id| product(tx, "/product", id)).transpose()?.map(|product| product.id);
        let term = self.term_months.unwrap_or(version.term_months);
        line.term_months = Some(accord_room_catalog::input::number("/term_months", term, 1, TERM_MAX)?);
        if line.description.is_empty() {
            line.description = plan.name.clone();
        }
        match (self.for_line, self.asset) {
            (Some(no), None) => {
                line.for_line_no = Some(no);
                let covered = crate::drafting::covered(line, lines)
                    .ok_or_else(|| Refusal::field("/for_line", "quote.no_such_machine").with("line", no))?;
                line.product_id = covered.product_id;
                if self.quantity.is_none() {
                    line.quantity_milli = covered.quantity_milli;
                }
                if line.quantity_milli > covered.quantity_milli {
                    return Err(
                        Refusal::field("/quantity", "quote.more_plans_than_machines").with("line", no)
                    );
                }
            }
            (None, Some(asset)) => {
                let unit = accord_room_asset::named_asset(tx, quote.customer_id, "/asset", asset)?;
                line.product_id = unit.product_id;
                line.asset_id = Some(unit.id);
            }
            (None, None) => return Err(Refusal::field("/for_line", "quote.plan_for_what")),
            (Some(_), Some(_)) => return Err(Refusal::field("/asset", "quote.plan_for_one")),
        }
        let twice = lines.iter().any(|other| {
            other.kind == QuoteLineKind::Plan
                && other.for_line_no == line.for_line_no
                && other.asset_id == line.asset_id
                && other.plan_version_id == line.plan_version_id
        });
        if twice { Err(Refusal::field("/plan", "quote.plan_twice").with("plan", plan.name)) } else { Ok(()) }
    }
}

/// A price as somebody typed it.
#[derive(Debug, Clone, Copy, Default)]
struct Typed {
    unit_price: Option<Decimal>,
    discount: Option<Decimal>,
}

/// Finds a line's list price, discount, unit price and amounts.
fn price(
    tx: &mut Tx,
    act: &Act<'_>,
    (quote, version): (&Quote, &QuoteVersion),
    lines: &[QuoteLine],
    line: &mut QuoteLine,
    typed: Typed,
) -> Outcome<()> {
    let found = match item(line, lines) {
        Some((item, product)) => listed(tx, quote, version, item, product, quote.day(act.now))?,
        None => None,
    };
    line.list_price_e4 = found.map(|found| found.price_e4);
    line.list_entry_id = found.and_then(|found| found.entry);
    let unit = typed.unit_price.map(|price| input::price("/unit_price", price)).transpose()?;
    let percent =
        typed.discount.map(|percent| input::percent("/discount_percent", percent, 2)).transpose()?;
    let (unit_price_e4, discount) = match (unit, percent, line.list_price_e4) {
        (Some(_), Some(percent), _) if !percent.is_zero() => {
            return Err(Refusal::field("/discount_percent", "quote.price_or_discount"));
        }
        (Some(unit), _, list) => (unit, list.map_or(Decimal::ZERO, |list| discount_of(list, unit))),
        (None, _, None) => return Err(Refusal::field("/unit_price", "quote.no_list_price")),
        (None, percent, Some(list)) => {
            let percent = percent.unwrap_or_default();
            let unit = discounted(list, percent).filter(|price| *price > 0);
            (unit.ok_or_else(|| Refusal::field("/discount_percent", "offer.price"))?, percent)
        }
    };
    if !discount.is_zero() {
        let known = (line.version > 1 || line.discount_by.is_some()).then_some(&*line);
        allow_discount(tx, act, known, discount)?;
    }
    let kept = !discount.is_zero() && line.discount_by.is_some() && discount <= line.discount();
    if !kept {
        line.discount_by = giver(act, discount);
    }
    line.discount_percent = discount.normalize().to_string();
    line.unit_price_e4 = unit_price_e4;
    figure(quote, version, line)
}

/// Changes a line of the version that is being written. What is left open stays as it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeLine {
    /// The line.
    pub line: QuoteLineId,
    /// Row version that was seen.
    pub version: i64,
    /// In words.
    #[serde(default)]
    pub description: Option<String>,
    /// How many.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub quantity: Option<Decimal>,
    /// Of a plan: for how many months it is paid.
    #[serde(default)]
    pub term_months: Option<i64>,
    /// Price of one (of a plan: a year).
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub unit_price: Option<Decimal>,
    /// Discount in per cent of the list price.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub discount_percent: Option<Decimal>,
}

impl Action for ChangeLine {
    const NAME: &'static str = "quote.change_line";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LineAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_line(tx, self.line)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LineAnswer> {
        let (quote, mut version, mut line) = draft_line(tx, self.line)?;
        same_version(&line, self.version)?;
        let lines = quote_lines(tx, version.id)?;
        if let Some(text) = some("/description", self.description.as_deref(), WORDING_MAX)? {
            line.description = text;
        }
        if let Some(quantity) = self.quantity {
            line.quantity_milli = input::quantity("/quantity", quantity)?;
            quantities_fit(&line, &lines)?;
        }
        if let Some(months) = self.term_months {
            if line.kind != QuoteLineKind::Plan {
                return Err(Refusal::field("/term_months", "quote.only_of_plans"));
            }
            line.term_months = Some(accord_room_catalog::input::number("/term_months", months, 1, TERM_MAX)?);
        }
        if self.unit_price.is_some() || self.discount_percent.is_some() {
            let typed = Typed { unit_price: self.unit_price, discount: self.discount_percent };
            price(tx, act, (&quote, &version), &lines, &mut line, typed)?;
        } else {
            figure(&quote, &version, &mut line)?;
        }
        tx.update(&mut line)?;
        settle(tx, &mut version)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        Ok(answer(&quote, &version, &line))
    }
}

/// No more plans than machines, from whichever side the quantity changes.
fn quantities_fit(line: &QuoteLine, lines: &[QuoteLine]) -> Outcome<()> {
    let too_many =
        |no: i64| Err(Refusal::field("/quantity", "quote.more_plans_than_machines").with("line", no));
    if let Some(covered) = crate::drafting::covered(line, lines)
        && line.quantity_milli > covered.quantity_milli
    {
        return too_many(covered.line_no);
    }
    let plan = lines
        .iter()
        .find(|plan| plan.for_line_no == Some(line.line_no) && plan.quantity_milli > line.quantity_milli);
    if line.kind == QuoteLineKind::Equipment && plan.is_some() { too_many(line.line_no) } else { Ok(()) }
}

/// Takes a line out of the version that is being written; the plans for its machine go with it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveLine {
    /// The line.
    pub line: QuoteLineId,
    /// Row version that was seen.
    pub version: i64,
}

impl Action for RemoveLine {
    const NAME: &'static str = "quote.remove_line";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LineAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_line(tx, self.line)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LineAnswer> {
        let (quote, mut version, line) = draft_line(tx, self.line)?;
        same_version(&line, self.version)?;
        let said = statements(tx, version.id)?;
        for other in quote_lines(tx, version.id)? {
            let goes = other.id == line.id
                || (line.kind == QuoteLineKind::Equipment && other.for_line_no == Some(line.line_no));
            if !goes {
                continue;
            }
            for statement in said.iter().filter(|statement| statement.quote_line_id == other.id) {
                if statement.promise_id.is_some() {
                    return Err(Refusal::conflict("quote.line_promised").with("line", other.line_no));
                }
                tx.remove(statement)?;
            }
            tx.remove(&other)?;
        }
        settle(tx, &mut version)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        Ok(answer(&quote, &version, &line))
    }
}

/// Gives a discount on a line, by the authority of whoever answers for prices.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantDiscount {
    /// The line.
    pub line: QuoteLineId,
    /// Row version that was seen.
    pub version: i64,
    /// Discount in per cent of the list price, at most two digits after the point.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub discount_percent: Decimal,
    /// Why.
    pub reason: String,
}

impl Action for GrantDiscount {
    const NAME: &'static str = "quote.grant_discount";
    const PERMISSION: Permission = Permission::DiscountHead;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LineAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_line(tx, self.line)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LineAnswer> {
        let (quote, mut version, mut line) = draft_line(tx, self.line)?;
        same_version(&line, self.version)?;
        let reason = input::text("/reason", &self.reason, WORDING_MAX)?;
        let lines = quote_lines(tx, version.id)?;
        let typed = Typed { unit_price: None, discount: Some(self.discount_percent) };
        price(tx, act, (&quote, &version), &lines, &mut line, typed)?;
        line.discount_by = author(act);
        tx.update(&mut line)?;
        settle(tx, &mut version)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        act.fact("reason", reason);
        act.fact("discount_percent", &line.discount_percent);
        Ok(answer(&quote, &version, &line))
    }
}
