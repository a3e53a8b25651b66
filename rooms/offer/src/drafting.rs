//! What several actions do to a quote that is being written: load it, find list prices, work its figures out anew.

use accord_kernel::{Act, Context, Currency, Fact, Outcome, Refusal, Touches};
use accord_room_catalog::ProductId;

use accord_store::{Json, Tx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::json;

use crate::{
    PriceEntryId, PriceListId, QuoteId, QuoteLineId, QuoteLineKind,
    neighbours::{author, authority, plan, who_has},
    record::{
        Item, PriceList, Quote, QuoteLine, QuoteVersion, lists_on, price_list, price_on, quote, quote_line,
        quote_lines, sum, version, version_by_id,
    },
    rules::{
        amount::{converted, net, scaled, taxes},
        discount::{Beyond, may_give},
    },
    settings,
};

/// What an action about a quote touches: its customer.
pub(crate) fn touches(tx: &mut Tx, id: QuoteId) -> Outcome<Touches> {
    Ok(Touches::customer(quote(tx, id)?.customer_id))
}

/// What an action about a line touches: the quote's customer.
pub(crate) fn touches_line(tx: &mut Tx, id: QuoteLineId) -> Outcome<Touches> {
    let line = quote_line(tx, id)?;
    touches(tx, line.quote_id)
}

/// A quote with the version that is being written.
pub(crate) fn draft(tx: &mut Tx, id: QuoteId) -> Outcome<(Quote, QuoteVersion)> {
    let quote = quote(tx, id)?;
    if !quote.is_open() {
        return Err(Refusal::conflict("quote.ended")
            .with("number", quote.number)
            .with("state", Fact::Word(quote.state.message()))
            .possible("open_quote", Vec::new()));
    }
    let Some(number) = quote.draft_version else {
        return Err(Refusal::conflict("quote.sent_not_edited")
            .with("number", quote.number)
            .with("version", quote.sent_version.unwrap_or(1))
            .possible_action("revise", Vec::new(), "quote.revise", json!({ "quote": id })));
    };
    let version = version(tx, id, number)?;
    Ok((quote, version))
}

/// A line of the version that is being written.
pub(crate) fn draft_line(tx: &mut Tx, id: QuoteLineId) -> Outcome<(Quote, QuoteVersion, QuoteLine)> {
    let line = quote_line(tx, id)?;
    let (quote, version) = draft(tx, line.quote_id)?;
    if line.quote_version_id == version.id {
        return Ok((quote, version, line));
    }
    let sent = version_by_id(tx, line.quote_version_id)?;
    Err(Refusal::conflict("quote.sent_not_edited").with("number", quote.number).with("version", sent.number))
}

/// The price list that a quote takes its prices from: the named one, or the only one in force in its currency.
pub(crate) fn choose_list(
    tx: &mut Tx,
    day: Date,
    currency: Currency,
    named: Option<PriceListId>,
) -> Outcome<Option<PriceList>> {
    if let Some(id) = named {
        let list = price_list(tx, id).map_err(|refusal| refusal.in_field("/price_list"))?;
        if list.span().has(day) {
            return Ok(Some(list));
        }
        return Err(Refusal::field("/price_list", "quote.list_not_in_force")
            .with("list", list.name)
            .with("on", day));
    }
    let mut lists = lists_on(tx, day, Some(currency))?;
    if lists.len() > 1 {
        let names = lists.into_iter().map(|list| Fact::from(list.name)).collect();
        return Err(Refusal::field("/price_list", "quote.list_several").with("lists", Fact::List(names)));
    }
    Ok(lists.pop())
}

/// A price as a list, or what stands for one, gives it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    /// In the quote's currency, in ten-thousandths.
    pub price_e4: i64,
    /// The price it comes from; open for a price that stands with the product or plan itself.
    pub entry: Option<PriceEntryId>,
}

/// What a thing costs by list on a day where the customer is: by the version's price list, else by what the product or
/// plan itself says in the quote's currency.
pub(crate) fn listed(
    tx: &mut Tx,
    quote: &Quote,
    version: &QuoteVersion,
    item: Item,
    for_product: Option<ProductId>,
    day: Date,
) -> Outcome<Option<Listed>> {
    if let Some(id) = version.price_list_id {
        let list = price_list(tx, id)?;
        if let Some(entry) = price_on(tx, &list, item, day)? {
            let price_e4 = match version.rate() {
                Some(rate) => converted(entry.unit_price_e4, rate)
                    .ok_or_else(|| Refusal::conflict("offer.too_large"))?,
                None => entry.unit_price_e4,
            };
            return Ok(Some(Listed { price_e4, entry: Some(entry.id) }));
        }
    }
    let own = match item {
        Item::Product(product) => accord_room_catalog::find(tx, product)?.and_then(|product| product.price()),
        Item::Plan(id) => plan(tx, id)?.1.price(for_product, quote.currency),
    };
    let own = own.filter(|price| price.currency == quote.currency && price.minor > 0);
    Ok(own
        .and_then(|price| scaled(price.amount(), crate::rules::amount::PRICE_SCALE))
        .map(|price_e4| Listed { price_e4, entry: None }))
}

/// The thing of a line that has a list price, and the product that a plan is for.
pub(crate) fn item(line: &QuoteLine, lines: &[QuoteLine]) -> Option<(Item, Option<ProductId>)> {
    if let Some(plan) = line.plan_version_id {
        return Some((
            Item::Plan(plan),
            line.product_id.or(covered(line, lines).and_then(|covered| covered.product_id)),
        ));
    }
    line.product_id.map(|product| (Item::Product(product), None))
}

/// The machine of the quote that a plan line covers.
pub(crate) fn covered<'a>(line: &QuoteLine, lines: &'a [QuoteLine]) -> Option<&'a QuoteLine> {
    let no = line.for_line_no?;
    lines.iter().find(|other| other.line_no == no && other.kind == QuoteLineKind::Equipment)
}

/// Whether whoever acts may give this discount; the refusal names who may.
pub(crate) fn allow_discount(
    tx: &mut Tx,
    ctx: &Context,
    line: Option<&QuoteLine>,
    percent: Decimal,
) -> Outcome<()> {
    // What somebody with more authority gave stays given, as long as it does not grow.
    if line.is_some_and(|line| line.discount_by.is_some() && percent <= line.discount()) {
        return Ok(());
    }
    let limits = settings::limits(tx, ctx)?;
    let Err(Beyond { own, needs }) = may_give(percent, authority(ctx), limits) else { return Ok(()) };
    let mut refusal = Refusal::field("/discount_percent", "quote.discount_beyond")
        .with("percent", percent)
        .with("own", own);
    match needs {
        Some(needed) => {
            let who = who_has(tx, needed)?;
            let mut facts =
                vec![("authority", Fact::Word(needed.message())), ("up_to", limits.of(needed).into())];
            facts.push(("who", Fact::List(who)));
            refusal = match line {
                Some(line) => refusal.possible_action(
                    "ask_discount",
                    facts,
                    "quote.grant_discount",
                    json!({ "line": line.id, "version": line.version, "discount_percent": percent }),
                ),
                None => refusal.possible("ask_discount", facts),
            };
        }
        None => {
            refusal = refusal.possible(
                "no_such_discount",
                vec![("most", limits.of(crate::rules::discount::Authority::Company).into())],
            )
        }
    }
    Err(refusal)
}

/// Works a line's amounts out from its quantity and price.
pub(crate) fn figure(quote: &Quote, version: &QuoteVersion, line: &mut QuoteLine) -> Outcome<()> {
    let too_large = || Refusal::field("/quantity", "offer.too_large");
    let amount = net(line.quantity_milli, line.unit_price_e4, line.term_months, quote.currency.digits());
    line.net_minor = amount.ok_or_else(too_large)?;
    line.taxes = Json(taxes(line.net_minor, &version.tax_rates.0).ok_or_else(too_large)?);
    Ok(())
}

/// Writes what the lines come to into the version that is being written. Returns the lines.
pub(crate) fn settle(tx: &mut Tx, version: &mut QuoteVersion) -> Outcome<Vec<QuoteLine>> {
    let lines = quote_lines(tx, version.id)?;
    let totals = sum(&lines)?;
    version.net_minor = totals.net_minor;
    version.gross_minor = totals.gross_minor;
    tx.update(version)?;
    Ok(lines)
}

/// Prices every line anew: the list, the rate, the taxes or the day changed. Discounts stay; a price that was typed stays.
pub(crate) fn reprice(tx: &mut Tx, act: &Act<'_>, quote: &Quote, version: &QuoteVersion) -> Outcome<()> {
    let lines = quote_lines(tx, version.id)?;
    let day = quote.day(act.now);
    for line in &lines {
        let mut line = line.clone();
        let before = line.clone();
        let found = match item(&line, &lines) {
            Some((item, product)) => listed(tx, quote, version, item, product, day)?,
            None => None,
        };
        if let Some(found) = found {
            let typed = line.list_price_e4.is_none_or(|list| line.unit_price_e4 > list);
            line.list_price_e4 = Some(found.price_e4);
            line.list_entry_id = found.entry;
            if !typed {
                line.unit_price_e4 = crate::rules::amount::discounted(found.price_e4, line.discount())
                    .filter(|price| *price > 0)
                    .ok_or_else(|| Refusal::conflict("offer.too_large"))?;
            }
        }
        figure(quote, version, &mut line)?;
        if line != before {
            tx.update(&mut line)?;
        }
    }
    Ok(())
}

/// Who gave a discount, when there is one.
pub(crate) fn giver(ctx: &Context, percent: Decimal) -> Option<accord_room_people::PersonId> {
    if percent.is_zero() { None } else { author(ctx) }
}

/// Something that happened to a quote, as readers of the time line need it.
pub(crate) fn facts(act: &mut Act<'_>, quote: &Quote) {
    act.fact("quote", quote.id);
    act.fact("number", &quote.number);
    act.fact("state", quote.state);
}
