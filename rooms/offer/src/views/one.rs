//! One quote as those who write it see it: a version with its lines, their ties, what they are worth, and everything
//! that stands between it and the customer.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer as customer;
use accord_room_promise as promise;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Names,
    facts::{
        AcceptanceFacts, ClaimFacts, LineFacts, ObstacleFacts, OversellFacts, QuoteFacts, StatementFacts,
        TaxFacts, VersionFacts, VersionLine, WorthFacts,
    },
};
use crate::{
    QuoteId, VersionState, WorthFigures,
    drafting::touches,
    judging::{Judged, judge, words},
    record::{
        Quote, QuoteLine, QuoteStatement, QuoteVersion, acceptance, claims, oversell_cases, price_list,
        quote, quote_line, quote_lines, statements, sum, version, version_by_id, versions,
    },
    rules::{
        amount::{PRICE_SCALE, QUANTITY_SCALE, TaxLine, parts, unscaled},
        send::PlanValue,
    },
    worth::{Worth, kept},
};

/// A quote with one of its versions: the draft, else what the customer has, unless another is named.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version.
    #[serde(default)]
    pub quote_version: Option<i64>,
}

impl View for OneQuote {
    const NAME: &'static str = "quote.one";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<QuoteFacts> {
        let quote = quote(tx, self.quote)?;
        let number = self.quote_version.or(quote.draft_version).or(quote.sent_version).unwrap_or(1);
        let shown = version(tx, quote.id, number)?;
        let names = Names::read(tx, vec![quote.owner_id], vec![quote.customer_id])?;
        let site_name = match quote.site_id {
            Some(site) => Some(customer::site(tx, site)?.name),
            None => None,
        };
        let contact = match quote.contact_id {
            Some(contact) => Some(customer::contact(tx, contact)?),
            None => None,
        };
        let versions = versions(tx, quote.id)?;
        Ok(QuoteFacts {
            shown: version_facts(tx, ctx, &quote, shown)?,
            versions: versions.iter().map(|version| version_line(&quote, version)).collect(),
            acceptance: acceptance_facts(tx, &quote)?,
            oversell: oversell(tx, &quote)?,
            currency_fixed: quote.sent_version.is_some(),
            customer: names.whose(quote.customer_id),
            owner: names.who(quote.owner_id),
            site_name,
            contact_name: contact.as_ref().map(|contact| contact.name.clone()),
            contact_phone: contact.and_then(|contact| contact.phone),
            id: quote.id,
            number: quote.number,
            title: quote.title,
            site: quote.site_id,
            contact: quote.contact_id,
            opportunity: quote.opportunity_id,
            currency: quote.currency,
            zone: quote.zone,
            state: quote.state,
            sent_version: quote.sent_version,
            draft_version: quote.draft_version,
            version: quote.version,
        })
    }
}

fn version_line(quote: &Quote, version: &QuoteVersion) -> VersionLine {
    VersionLine {
        number: version.number,
        state: version.state,
        net: quote.money(version.net_minor),
        sent_at: version.sent_at,
    }
}

pub(super) fn tax_facts(quote: &Quote, taxes: &[TaxLine]) -> Vec<TaxFacts> {
    let one = |tax: &TaxLine| TaxFacts {
        name: tax.name.clone(),
        percent: tax.percent,
        amount: quote.money(tax.amount_minor),
    };
    taxes.iter().map(one).collect()
}

/// The equal parts of a payment.
pub(super) fn instalments(
    quote: &Quote,
    version: &QuoteVersion,
    gross_minor: i64,
) -> Vec<accord_kernel::Money> {
    let count = u32::try_from(version.payment_parts).unwrap_or(1);
    parts(gross_minor, count).into_iter().map(|part| quote.money(part)).collect()
}

fn version_facts(tx: &mut Tx, ctx: &Context, quote: &Quote, version: QuoteVersion) -> Outcome<VersionFacts> {
    let judged = match version.state {
        VersionState::Draft => judge(tx, ctx, quote, &version)?,
        _ => Judged {
            lines: quote_lines(tx, version.id)?,
            statements: statements(tx, version.id)?,
            obstacles: Vec::new(),
            worths: Vec::new(),
            missing: Vec::new(),
        },
    };
    let totals = sum(&judged.lines)?;
    let givers = judged.lines.iter().filter_map(|line| line.discount_by).chain(version.sent_by).collect();
    let names = Names::read(tx, givers, Vec::new())?;
    let mut lines = Vec::with_capacity(judged.lines.len());
    for line in &judged.lines {
        lines.push(line_facts(tx, ctx, quote, line, &judged, &names)?);
    }
    let tongue = ctx.tongue();
    let obstacles = judged.obstacles.iter().map(|one| words(quote, &judged, one));
    let obstacles = obstacles
        .map(|(key, facts)| ObstacleFacts { word: key.to_owned(), text: tongue.say_with(key, &facts) })
        .collect();
    let price_list_name = match version.price_list_id {
        Some(id) => Some(price_list(tx, id)?.name),
        None => None,
    };
    let claims = claims(tx, version.id)?.into_iter().map(|claim| ClaimFacts {
        id: claim.id,
        claim: claim.claim_id,
        wording: claim.wording,
        evidence: claim.evidence,
        withdrawn: claim.withdrawn,
    });
    Ok(VersionFacts {
        number: version.number,
        state: version.state,
        price_list: version.price_list_id,
        price_list_name,
        list_currency: version.list_currency,
        exchange_rate: version.rate(),
        rate_on: version.rate_on,
        valid_until: version.valid_until,
        instalments: instalments(quote, &version, totals.gross_minor),
        taxes: tax_facts(quote, &totals.taxes),
        lines,
        net: quote.money(totals.net_minor),
        gross: quote.money(totals.gross_minor),
        claims: claims.collect(),
        obstacles,
        sent_at: version.sent_at,
        sent_by: names.maybe(version.sent_by),
        ended_words: version.ended_words,
        introduction: version.introduction,
        payment_terms: version.payment_terms,
        delivery_terms: version.delivery_terms,
    })
}

fn line_facts(
    tx: &mut Tx,
    ctx: &Context,
    quote: &Quote,
    line: &QuoteLine,
    judged: &Judged,
    names: &Names,
) -> Outcome<LineFacts> {
    let mut said = Vec::new();
    for one in judged.statements.iter().filter(|one| one.quote_line_id == line.id) {
        said.push(statement_facts(tx, one)?);
    }
    let tongue = ctx.tongue();
    let missing = judged.missing.iter().find(|(no, _)| *no == line.line_no);
    let missing = missing.map(|(_, list)| list.as_slice()).unwrap_or_default();
    let worth = judged.worths.iter().find(|(id, _)| *id == line.id).map(|(_, worth)| worth_facts(worth));
    Ok(LineFacts {
        id: line.id,
        line_no: line.line_no,
        kind: line.kind,
        description: line.description.clone(),
        product: line.product_id,
        plan: line.plan_version_id,
        for_line: line.for_line_no,
        asset: line.asset_id,
        quantity: unscaled(line.quantity_milli, QUANTITY_SCALE),
        term_months: line.term_months,
        list_price: line.list_price_e4.map(|price| unscaled(price, PRICE_SCALE)),
        discount_percent: line.discount(),
        discount_by: names.maybe(line.discount_by),
        unit_price: unscaled(line.unit_price_e4, PRICE_SCALE),
        net: quote.money(line.net_minor),
        taxes: tax_facts(quote, &line.taxes.0),
        tie: line.tie_kind,
        tie_words: line.tie_words.clone(),
        no_plan: line.no_plan_reason,
        no_plan_words: line.no_plan_words.clone(),
        statements: said,
        worth: worth.or_else(|| kept(line).map(frozen_facts)),
        missing: missing.iter().map(|one| tongue.say_with(&one.message(), &one.facts)).collect(),
        version: line.version,
    })
}

fn worth_facts(worth: &Worth) -> WorthFacts {
    WorthFacts {
        value: worth.value,
        lower: worth.lower.clone(),
        figures: serde_json::from_value(worth.frozen.clone()).ok(),
    }
}

/// What was sent was worth its price, or it would not have been sent.
fn frozen_facts(figures: WorthFigures) -> WorthFacts {
    WorthFacts { value: PlanValue::Above, lower: None, figures: Some(figures) }
}

fn statement_facts(tx: &mut Tx, one: &QuoteStatement) -> Outcome<StatementFacts> {
    let promised = match one.promise_id {
        Some(id) => Some(promise::load(tx, id)?),
        None => None,
    };
    Ok(StatementFacts {
        id: one.id,
        wording: one.wording.clone(),
        promise: one.promise_id,
        promise_number: promised.as_ref().map(|row| row.number.clone()),
        promised_on: promised.and_then(|row| row.due_on),
    })
}

fn acceptance_facts(tx: &mut Tx, quote: &Quote) -> Outcome<Option<AcceptanceFacts>> {
    let Some(row) = acceptance(tx, quote.id)? else { return Ok(None) };
    let by = match row.contact_id {
        Some(contact) => Some(customer::contact(tx, contact)?.name),
        None => None,
    };
    Ok(Some(AcceptanceFacts {
        quote_version: version_by_id(tx, row.quote_version_id)?.number,
        way: row.way,
        accepted_on: row.accepted_on,
        by,
        words: row.words,
        left_out: row.left_out.0,
        left_out_reason: row.left_out_reason,
        net: quote.money(row.net_minor),
        gross: quote.money(row.gross_minor),
    }))
}

fn oversell(tx: &mut Tx, quote: &Quote) -> Outcome<Vec<OversellFacts>> {
    let mut facts = Vec::new();
    for case in oversell_cases(tx, quote.id)? {
        facts.push(OversellFacts {
            id: case.id,
            line_no: quote_line(tx, case.quote_line_id)?.line_no,
            said: case.said,
            raised_at: case.raised_at,
            state: case.state,
            finding: case.finding,
            remedy: case.remedy,
            version: case.version,
        });
    }
    Ok(facts)
}
