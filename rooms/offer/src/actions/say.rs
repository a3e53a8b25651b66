//! What a line says of its product: a statement of its fact sheet, or a dated promise through the gate (R21, R20).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::PersonId;
use accord_room_promise::{self as promise, About, Kind, NewPromise, PromiseId, Wish};
use accord_store::{Tx, search::fold};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    CapabilityId, QuoteLineId, QuoteStatementId,
    drafting::{draft, draft_line, facts, touches, touches_line},
    input::{WORDING_MAX, date, some},
    neighbours::account,
    record::{
        Capability, Quote, QuoteLine, QuoteStatement, capabilities, quote_line, sheet_on, statement,
        statements,
    },
};

/// Statements named in a refusal.
const OFFERED_MAX: usize = 8;

/// Says something of a line's product. What its fact sheet holds is said as it stands there; anything else becomes a
/// promise for a day, or is refused.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayOfProduct {
    /// The line.
    pub line: QuoteLineId,
    /// The statement of the fact sheet.
    #[serde(default)]
    pub capability: Option<CapabilityId>,
    /// Or what shall be said, as the customer will read it.
    #[serde(default)]
    pub wording: Option<String>,
    /// The day by which it will be true, when the product does not do it today.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub promise_by: Option<Date>,
    /// Who keeps that promise; who answers for the quote when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

/// What was said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SaidOfProduct {
    /// The statement.
    pub statement: QuoteStatementId,
    /// As the customer reads it.
    pub wording: String,
    /// The promise that it became.
    pub promise: Option<PromiseId>,
}

impl Action for SayOfProduct {
    const NAME: &'static str = "quote.say";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SaidOfProduct;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_line(tx, self.line)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SaidOfProduct> {
        let (quote, version, line) = draft_line(tx, self.line)?;
        let account = account(tx, quote.customer_id)?;
        let sayable = sayable(tx, act, &quote, &line)?;
        let wording = some("/wording", self.wording.as_deref(), WORDING_MAX)?;
        let known = sayable.iter().find(|one| match (self.capability, &wording) {
            (Some(id), _) => one.id == id,
            (None, Some(wording)) => same(wording, &one.text_en) || same(wording, &one.text_pt),
            (None, None) => false,
        });
        let (capability, promise, wording) = match (known, wording) {
            (Some(known), _) => (Some(known.id), None, known.text(account.language).to_owned()),
            (None, Some(wording)) => {
                let by = self
                    .promise_by
                    .ok_or_else(|| not_in_sheet(&line, &wording, &sayable, &account.language))?;
                let owner = self.owner.unwrap_or(quote.owner_id);
                let promise = promised(tx, act, &quote, &line, &wording, date("/promise_by", by)?, owner)?;
                (None, Some(promise), wording)
            }
            (None, None) if self.capability.is_some() => {
                return Err(
                    Refusal::field("/capability", "quote.not_of_this_product").with("line", line.line_no)
                );
            }
            (None, None) => return Err(Refusal::field("/wording", "field.required")),
        };
        let said = statements(tx, version.id)?;
        if said.iter().any(|one| one.quote_line_id == line.id && same(&one.wording, &wording)) {
            return Err(Refusal::field("/wording", "quote.said_already"));
        }
        let row = QuoteStatement {
            id: act.new_id(),
            quote_line_id: line.id,
            capability_id: capability,
            promise_id: promise,
            wording,
            version: 1,
        };
        tx.insert(&row)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        Ok(SaidOfProduct { statement: row.id, wording: row.wording, promise })
    }
}

/// What may be said of a line's product today, where the customer is.
pub(crate) fn sayable(
    tx: &mut Tx,
    ctx: &Context,
    quote: &Quote,
    line: &QuoteLine,
) -> Outcome<Vec<Capability>> {
    let Some(product) = line.product_id else { return Ok(Vec::new()) };
    let day = quote.day(ctx.now);
    let Some(sheet) = sheet_on(tx, product, day)? else { return Ok(Vec::new()) };
    Ok(capabilities(tx, sheet.id)?.into_iter().filter(|one| one.span().has(day)).collect())
}

/// Whether two sentences say the same: case, accents, spaces and the full stop do not matter.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        fold(text).split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
    };
    plain(one) == plain(other)
}

fn not_in_sheet(
    line: &QuoteLine,
    wording: &str,
    sayable: &[Capability],
    language: &accord_kernel::Language,
) -> Refusal {
    let known: Vec<Fact> =
        sayable.iter().take(OFFERED_MAX).map(|one| Fact::from(one.text(*language))).collect();
    let mut refusal = Refusal::field("/wording", "quote.not_in_fact_sheet")
        .with("product", line.description.clone())
        .with("wording", wording);
    if !known.is_empty() {
        refusal = refusal.possible("say_instead", vec![("statements", Fact::List(known))]);
    }
    refusal.possible_action(
        "promise_it",
        Vec::new(),
        SayOfProduct::NAME,
        json!({ "line": line.id, "wording": wording }),
    )
}

fn promised(
    tx: &mut Tx,
    act: &mut Act<'_>,
    quote: &Quote,
    line: &QuoteLine,
    wording: &str,
    by: Date,
    owner: PersonId,
) -> Outcome<PromiseId> {
    let mut new = NewPromise::new(quote.customer_id, Kind::Free, wording, Wish::On(by), owner);
    new.contact = quote.contact_id;
    new.site = quote.site_id;
    new.about = Some(About { kind: "quote".to_owned(), id: quote.id.into() });
    new.basis = format!("{} / {}", quote.number, line.line_no);
    Ok(promise::make(tx, act, new)?.id)
}

/// Takes a statement out of the version that is being written. A promise that it became is released or kept in the
/// ledger of promises, not here.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropStatement {
    /// The statement.
    pub statement: QuoteStatementId,
}

impl Action for DropStatement {
    const NAME: &'static str = "quote.drop_statement";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = super::QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let said = statement(tx, self.statement)?;
        let line = quote_line(tx, said.quote_line_id)?;
        touches(tx, line.quote_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<super::QuoteAnswer> {
        let said = statement(tx, self.statement)?;
        let (_, _, line) = draft_line(tx, said.quote_line_id)?;
        let (quote, _) = draft(tx, line.quote_id)?;
        tx.remove(&said)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        Ok(super::QuoteAnswer::of(&quote))
    }
}
