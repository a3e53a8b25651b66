//! Putting a plan that was bought into a contract, and onto the order with which it was bought (R16).

use accord_kernel::{Act, Action, Emit, Money, Outcome};
use accord_room_customer as customer;
use accord_room_order::{
    self as order, LineId, Order,
    actions::{AmendOrder, LineInput},
};
use accord_room_people::PersonId;
use accord_room_value::{PlanRow, PlanVersionRow};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{
    id::{ContractId, ContractState, DecisionId},
    neighbours::author,
    offer::LineOffer,
    record::{
        contract::{AgreedBasis, ContractLineRow, ContractRow, lines_of, of_order},
        offer::{ExtensionRow, extension_of},
    },
    rules::{
        billing::{Interval, of_months},
        window::{Window, WindowFacts, window},
    },
    settings,
};

/// A plan that was bought for units of a line.
pub(crate) struct Bought<'a> {
    pub order: &'a Order,
    pub offer: &'a LineOffer,
    pub decision: DecisionId,
    pub units: i64,
    pub plan: &'a PlanRow,
    pub version: &'a PlanVersionRow,
    /// Price of a year for one unit.
    pub year: Money,
    /// List price of a year for one unit.
    pub list: Money,
    pub term_months: i64,
    pub billing: Interval,
    pub sold_on: Date,
    pub sold_by: Option<PersonId>,
    pub quote: Option<Uuid>,
    pub agreed: AgreedBasis,
    /// The line of the order by which it is paid, when there is one already.
    pub charge_line: Option<LineId>,
}

/// Whether a plan that is bought for this line on a day covers the warranty, and the extension by which it does.
pub(crate) fn window_of(
    tx: &mut Tx,
    offer: &LineOffer,
    gives: bool,
    warranty_months: i64,
    sold_on: Date,
) -> Outcome<(Window, Option<ExtensionRow>)> {
    let extension = extension_of(tx, offer.line.order_id)?;
    let found = window(WindowFacts {
        sold_on,
        shipped_on: offer.line.shipped_on,
        extended_until: extension.as_ref().map(|row| row.until_on),
        plan_gives: gives,
        warranty_months,
    });
    Ok((found, extension.filter(|_| found == Window::Extended)))
}

/// Puts it into the contract of the order, or a new one. The order's lines are amended when it can still change.
pub(crate) fn book(
    tx: &mut Tx,
    act: &mut Act<'_>,
    bought: &Bought<'_>,
) -> Outcome<(ContractRow, ContractLineRow)> {
    let warranty = accord_room_asset::warranty_months(tx, act, Some(bought.offer.product.id))?;
    let (early_sale, extension) =
        window_of(tx, bought.offer, bought.version.uplift_allowed, warranty, bought.sold_on)?;
    let row = contract_for(tx, act, bought)?;
    let charge_line = match bought.charge_line {
        Some(line) => Some(line),
        None if bought.order.is_open() => Some(amend(tx, act, bought, early_sale, warranty)?),
        None => None,
    };
    let known = lines_of(tx, row.id)?;
    let line = ContractLineRow {
        id: act.new_id(),
        contract_id: row.id,
        line_no: known.iter().map(|line| line.line_no).max().unwrap_or(0) + 1,
        plan_id: bought.plan.id,
        plan_version_id: bought.version.id,
        plan_name: bought.plan.name.clone(),
        decision_id: Some(bought.decision),
        order_line_id: Some(bought.offer.line.id),
        charge_line_id: charge_line,
        units: bought.units,
        year_minor: bought.year.minor,
        list_minor: bought.list.minor,
        term_months: bought.term_months,
        early_sale,
        window_until: extension.as_ref().map(|row| row.until_on),
        window_by: extension.as_ref().map(|row| row.approved_by),
        agreed: Json(bought.agreed.clone()),
        version: 1,
    };
    tx.insert(&line)?;
    row.index(tx, &line.plan_name)?;
    act.fact("contract", row.id);
    act.fact("contract_number", &row.number);
    act.fact("early_sale", early_sale);
    Ok((row, line))
}

/// The contract that was sold with the order under the same terms today, or a new one.
fn contract_for(tx: &mut Tx, act: &mut Act<'_>, bought: &Bought<'_>) -> Outcome<ContractRow> {
    let known = of_order(tx, bought.order.id)?.into_iter().find(|row| {
        row.state == ContractState::Sold
            && row.sold_on == bought.sold_on
            && row.billing == bought.billing
            && row.quote_id == bought.quote
    });
    if let Some(row) = known {
        return Ok(row);
    }
    let row = ContractRow {
        id: act.new_id::<ContractId>(),
        number: act.number(tx, "S")?,
        customer_id: bought.order.customer_id,
        order_id: Some(bought.order.id),
        quote_id: bought.quote,
        renews_id: None,
        currency: bought.order.currency,
        billing: bought.billing,
        exit_right: settings::get(tx, act, &settings::EXIT_RIGHT)?,
        sold_on: bought.sold_on,
        sold_at: act.now,
        sold_by: bought.sold_by.or_else(|| author(act)),
        owner_id: None,
        state: ContractState::Sold,
        ended_on: None,
        ended_reason: None,
        version: 1,
    };
    tx.insert(&row)?;
    Ok(row)
}

/// Amends the order by the plan's lines: the paid term at its price, and the cover through the warranty at nought. Both
/// in the customer's language, since they stand on the customer's papers.
fn amend(
    tx: &mut Tx,
    act: &mut Act<'_>,
    bought: &Bought<'_>,
    early_sale: Window,
    warranty: i64,
) -> Outcome<LineId> {
    let account = customer::load(tx, bought.order.customer_id)?;
    let words = act.words.clone();
    let tongue = words.tongue(account.language, &act.company_zone);
    let unit = bought.offer.product.name.as_str();
    let facts = |months: i64| {
        [("plan", bought.plan.name.as_str().into()), ("months", months.into()), ("unit", unit.into())]
    };
    let term = of_months(bought.year.minor, bought.term_months).unwrap_or(bought.year.minor);
    let line = |description: String, price: Decimal| LineInput {
        product: None,
        description: Some(short(description)),
        quantity: Decimal::from(bought.units),
        unit_price: Some(price),
        required_on: None,
    };
    let price = Money::new(term, bought.order.currency).amount();
    let mut lines = vec![line(tongue.say_with("contract-line-paid", &facts(bought.term_months)), price)];
    if early_sale.gives_uplift() {
        lines.push(line(tongue.say_with("contract-line-uplift", &facts(warranty)), Decimal::ZERO));
    }
    let reason = tongue.say_with("contract-amendment", &[("plan", bought.plan.name.as_str().into())]);
    let before = order::lines(tx, bought.order.id)?.iter().map(|line| line.line_no).max().unwrap_or(0);
    let present = order::find(tx, bought.order.id)?;
    let amendment = AmendOrder {
        order: bought.order.id,
        version: present.version,
        reason,
        customer_reference: None,
        payment_terms: None,
        delivery_terms: None,
        changes: Vec::new(),
        lines,
        taxes: Vec::new(),
    };
    let emit = Emit { name: AmendOrder::NAME, customer: Some(account.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| amendment.perform(tx, act))?;
    let charge = order::lines(tx, bought.order.id)?.into_iter().find(|line| line.line_no == before + 1);
    charge.map(|line| line.id).ok_or_else(|| accord_kernel::Refusal::defect("the amendment left no line"))
}

/// A description has at most so many characters.
fn short(text: String) -> String {
    text.chars().take(crate::input::NAME_MAX).collect()
}
