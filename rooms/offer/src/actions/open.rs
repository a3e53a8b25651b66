//! Opening a quote and what stands at its head.

use accord_kernel::{Act, Action, Audience, Context, Currency, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteId};
use accord_room_people::{self as people, PersonId};
use accord_room_pipeline::OpportunityId;
use accord_store::{Json, Tx};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    PriceListId, QuoteId, QuoteState, VersionState,
    drafting::{choose_list, draft, facts, reprice, settle, touches},
    input::{self, NAME_MAX, TAXES_MAX, WORDING_MAX, some, text},
    neighbours::{account, author, day_in, owner, present_contact, zone},
    record::{PriceList, Quote, QuoteVersion, quote},
    rules::amount::TaxRate,
    settings,
};

/// A tax on every line.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxInput {
    /// Name as it stands on papers.
    pub name: String,
    /// Rate in per cent.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub percent: Decimal,
}

fn read_taxes(taxes: &[TaxInput]) -> Outcome<Vec<TaxRate>> {
    if taxes.len() > TAXES_MAX {
        return Err(Refusal::field("/taxes", "field.too_many").with("max", TAXES_MAX));
    }
    let mut rates: Vec<TaxRate> = Vec::with_capacity(taxes.len());
    for (index, tax) in taxes.iter().enumerate() {
        let name = text(&format!("/taxes/{index}/name"), &tax.name, NAME_MAX)?;
        let percent = input::percent(&format!("/taxes/{index}/percent"), tax.percent, 4)?;
        if rates.iter().any(|rate| rate.name == name) {
            return Err(Refusal::field(format!("/taxes/{index}/name"), "offer.taken"));
        }
        rates.push(TaxRate { name, percent });
    }
    Ok(rates)
}

/// Opens a quote for a customer: its first version, to be written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenQuote {
    /// For whom.
    pub customer: CustomerId,
    /// What it is about, in a few words.
    pub title: String,
    /// Where it goes.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Who gets it.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// The pursuit it belongs to.
    #[serde(default)]
    pub opportunity: Option<OpportunityId>,
    /// Currency; that of the customer when open.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Where its prices come from; the only list in force in its currency when open.
    #[serde(default)]
    pub price_list: Option<PriceListId>,
    /// Units of the quote's currency for one of the list's, when the list is in another one.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub exchange_rate: Option<Decimal>,
    /// Day of that rate; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub rate_on: Option<Date>,
    /// Last day on which it holds, where the customer is.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
}

/// The quote that was opened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenedQuote {
    /// Its id.
    pub quote: QuoteId,
    /// Its number.
    pub number: String,
    /// Last day on which it holds, where the customer is.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
}

/// The rate that a list in another currency needs; none when it is the same.
fn conversion(
    list: Option<&PriceList>,
    currency: Currency,
    rate: Option<Decimal>,
    on: Option<Date>,
    today: Date,
) -> Outcome<Option<(Currency, Decimal, Date)>> {
    let Some(list) = list.filter(|list| list.currency != currency) else {
        return match rate {
            Some(_) => {
                Err(Refusal::field("/exchange_rate", "quote.no_conversion").with("currency", currency.code()))
            }
            None => Ok(None),
        };
    };
    let rate = rate.ok_or_else(|| {
        Refusal::field("/exchange_rate", "quote.rate_needed")
            .with("from", list.currency.code())
            .with("to", currency.code())
    })?;
    let on = on.map_or(Ok(today), |on| input::date("/rate_on", on))?;
    if on > today {
        return Err(Refusal::field("/rate_on", "field.future"));
    }
    Ok(Some((list.currency, input::rate("/exchange_rate", rate)?, on)))
}

impl Action for OpenQuote {
    const NAME: &'static str = "quote.open";
    const PERMISSION: Permission = Permission::QuoteWrite;
    // Writing sells nothing; sending does.
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OpenedQuote;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OpenedQuote> {
        let account = account(tx, self.customer)?;
        let zone = zone(tx, act, account.id, self.site)?;
        let today = day_in(&zone, act);
        let contact = self.contact.map(|contact| present_contact(tx, account.id, contact)).transpose()?;
        let opportunity_id = match self.opportunity {
            Some(id) => Some(pursuit(tx, account.id, id)?),
            None => None,
        };
        let currency = self.currency.unwrap_or(account.currency);
        let list = choose_list(tx, today, currency, self.price_list)?;
        let conversion = conversion(list.as_ref(), currency, self.exchange_rate, self.rate_on, today)?;
        let valid_until = valid_until(tx, act, self.valid_until, today)?;
        let quote = Quote {
            id: act.new_id(),
            number: act.number(tx, "Q")?,
            customer_id: account.id,
            site_id: self.site,
            contact_id: contact.map(|contact| contact.id),
            opportunity_id,
            title: text("/title", &self.title, NAME_MAX)?,
            currency,
            zone,
            state: QuoteState::Draft,
            owner_id: owner(tx, act, account.id)?,
            sent_version: None,
            draft_version: Some(1),
            opened_by: author(act),
            opened_at: act.now,
            ended_at: None,
            version: 1,
        };
        tx.insert(&quote)?;
        let version = QuoteVersion {
            id: act.new_id(),
            quote_id: quote.id,
            number: 1,
            state: VersionState::Draft,
            price_list_id: list.map(|list| list.id),
            list_currency: conversion.map(|(currency, ..)| currency),
            exchange_rate: conversion.map(|(_, rate, _)| rate.to_string()),
            rate_on: conversion.map(|(.., on)| on),
            valid_until,
            introduction: String::new(),
            payment_terms: String::new(),
            delivery_terms: String::new(),
            payment_parts: 1,
            tax_rates: Json(Vec::new()),
            net_minor: 0,
            gross_minor: 0,
            sent_at: None,
            sent_by: None,
            sent_to: None,
            sent_channel: None,
            ended_at: None,
            ended_words: None,
            version: 1,
        };
        tx.insert(&version)?;
        quote.index(tx)?;
        facts(act, &quote);
        Ok(OpenedQuote { quote: quote.id, number: quote.number, valid_until })
    }
}

/// A pursuit of this customer.
fn pursuit(tx: &mut Tx, of: CustomerId, id: OpportunityId) -> Outcome<OpportunityId> {
    match accord_room_pipeline::opportunity(tx, id) {
        Ok(found) if found.customer_id == of => Ok(id),
        _ => Err(Refusal::field("/opportunity", "field.unknown_reference")),
    }
}

/// The last day on which a quote holds: as asked, not before today, or so many days from now by the setting.
fn valid_until(tx: &mut Tx, ctx: &Context, asked: Option<Date>, today: Date) -> Outcome<Date> {
    let Some(asked) = asked else {
        let days: i64 = people::settings::get(tx, ctx, &settings::VALID_DAYS)?;
        return today.checked_add(days.days()).map_err(|error| Refusal::defect(error.to_string()));
    };
    let on = input::date("/valid_until", asked)?;
    if on < today {
        return Err(Refusal::field("/valid_until", "quote.valid_past").with("today", today));
    }
    Ok(on)
}

/// How a quote stands after an action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuoteAnswer {
    /// The quote.
    pub quote: QuoteId,
    /// How it stands.
    pub state: QuoteState,
    /// Row version of the quote.
    pub version: i64,
}

impl QuoteAnswer {
    pub(super) fn of(quote: &Quote) -> Self {
        Self { quote: quote.id, state: quote.state, version: quote.version }
    }
}

/// Changes the head and the terms of the version that is being written. What is left open stays as it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Row version that was seen.
    pub version: i64,
    /// What it is about.
    #[serde(default)]
    pub title: Option<String>,
    /// Where it goes.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Who gets it.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Currency; fixed once a version was sent.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Where its prices come from.
    #[serde(default)]
    pub price_list: Option<PriceListId>,
    /// Units of the quote's currency for one of the list's.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub exchange_rate: Option<Decimal>,
    /// Day of that rate; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub rate_on: Option<Date>,
    /// Last day on which it holds, where the customer is.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// What we write before the lines.
    #[serde(default)]
    pub introduction: Option<String>,
    /// Payment terms.
    #[serde(default)]
    pub payment_terms: Option<String>,
    /// Equal parts in which it is paid, 1 to 120.
    #[serde(default)]
    pub payment_parts: Option<i64>,
    /// Delivery terms.
    #[serde(default)]
    pub delivery_terms: Option<String>,
    /// Taxes on every line; all of them, when given.
    #[serde(default)]
    pub taxes: Option<Vec<TaxInput>>,
}

impl Action for ChangeQuote {
    const NAME: &'static str = "quote.change";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let (mut quote, mut version) = draft(tx, self.quote)?;
        input::same_version(&quote, self.version)?;
        self.head(tx, act, &mut quote)?;
        self.prices(tx, act, &quote, &mut version)?;
        self.terms(&mut version)?;
        if let Some(on) = self.valid_until {
            version.valid_until = valid_until(tx, act, Some(on), quote.day(act.now))?;
        }
        reprice(tx, act, &quote, &version)?;
        settle(tx, &mut version)?;
        tx.update(&mut quote)?;
        quote.index(tx)?;
        facts(act, &quote);
        Ok(QuoteAnswer::of(&quote))
    }
}

impl ChangeQuote {
    fn head(&self, tx: &mut Tx, ctx: &Context, quote: &mut Quote) -> Outcome<()> {
        if let Some(title) = &self.title {
            quote.title = text("/title", title, NAME_MAX)?;
        }
        if let Some(site) = self.site {
            quote.zone = zone(tx, ctx, quote.customer_id, Some(site))?;
            quote.site_id = Some(customer::named_site(tx, quote.customer_id, "/site", site)?.id);
        }
        if let Some(contact) = self.contact {
            quote.contact_id = Some(present_contact(tx, quote.customer_id, contact)?.id);
        }
        if let Some(currency) = self.currency.filter(|currency| *currency != quote.currency) {
            if quote.sent_version.is_some() {
                return Err(Refusal::field("/currency", "quote.currency_fixed")
                    .with("currency", quote.currency.code())
                    .possible("open_quote", Vec::new()));
            }
            quote.currency = currency;
        }
        Ok(())
    }

    fn prices(&self, tx: &mut Tx, ctx: &Context, quote: &Quote, version: &mut QuoteVersion) -> Outcome<()> {
        if self.price_list.is_none() && self.currency.is_none() && self.exchange_rate.is_none() {
            return Ok(());
        }
        let today = quote.day(ctx.now);
        let named = self.price_list.or(version.price_list_id);
        let list = choose_list(tx, today, quote.currency, named)?;
        let rate = self.exchange_rate.or(version.rate()).filter(|_| {
            self.exchange_rate.is_some()
                || list.as_ref().is_some_and(|list| Some(list.currency) == version.list_currency)
        });
        let on = self.rate_on.or(version.rate_on.filter(|_| self.exchange_rate.is_none()));
        let conversion = conversion(list.as_ref(), quote.currency, rate, on, today)?;
        version.price_list_id = list.map(|list| list.id);
        version.list_currency = conversion.map(|(currency, ..)| currency);
        version.exchange_rate = conversion.map(|(_, rate, _)| rate.to_string());
        version.rate_on = conversion.map(|(.., on)| on);
        Ok(())
    }

    fn terms(&self, version: &mut QuoteVersion) -> Outcome<()> {
        let mut put = |pointer: &str, asked: &Option<String>, field: fn(&mut QuoteVersion) -> &mut String| {
            if asked.is_some() {
                *field(version) = some(pointer, asked.as_deref(), WORDING_MAX)?.unwrap_or_default();
            }
            Ok::<(), Refusal>(())
        };
        put("/introduction", &self.introduction, |version| &mut version.introduction)?;
        put("/payment_terms", &self.payment_terms, |version| &mut version.payment_terms)?;
        put("/delivery_terms", &self.delivery_terms, |version| &mut version.delivery_terms)?;
        if let Some(parts) = self.payment_parts {
            version.payment_parts = accord_room_catalog::input::number("/payment_parts", parts, 1, 120)?;
        }
        if let Some(taxes) = &self.taxes {
            version.tax_rates = Json(read_taxes(taxes)?);
        }
        Ok(())
    }
}

/// Gives a quote to another colleague.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Row version that was seen.
    pub version: i64,
    /// Who answers for it from now on.
    pub owner: PersonId,
}

impl Action for HandOverQuote {
    const NAME: &'static str = "quote.hand_over";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let mut quote = quote(tx, self.quote)?;
        input::same_version(&quote, self.version)?;
        let person = people::named_person(tx, "/owner", self.owner)?;
        act.chain(quote.owner_id);
        act.chain(person.id);
        quote.owner_id = person.id;
        tx.update(&mut quote)?;
        facts(act, &quote);
        act.fact("owner", quote.owner_id);
        Ok(QuoteAnswer::of(&quote))
    }
}
