//! Things of this room for choice in forms.

use accord_kernel::{
    Audience, Context, Language, Outcome, Permission, PrincipalKind, Refusal, Touches, View,
};
use accord_room_customer::CustomerId;
use accord_room_people::settings::today;
use accord_room_value::{ClaimId, claims::usable};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::limit;
use crate::{
    CapabilityId, PriceListId, QuoteId, QuoteLineId,
    actions::sayable,
    drafting::{touches, touches_line},
    record::{
        QuoteFilter, capability, find_text, list_quotes, price_list, price_lists, quote, quote_line,
        quote_lines, version,
    },
};

/// A thing for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Choice {
    /// Id.
    pub id: Uuid,
    /// What to show.
    pub label: String,
}

/// Price lists for choice: those in force, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PriceListChoices {
    /// One by its id.
    pub id: Option<PriceListId>,
}

impl View for PriceListChoices {
    const NAME: &'static str = "price_list.choices";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
        let today = today(ctx);
        let lists = match self.id {
            Some(id) => vec![price_list(tx, id)?],
            None => price_lists(tx)?.into_iter().filter(|list| list.span().has(today)).collect(),
        };
        let label = |name: &str, code: &str| format!("{name} · {code}");
        Ok(lists
            .iter()
            .map(|list| Choice { id: list.id.into(), label: label(&list.name, list.currency.code()) })
            .collect())
    }
}

/// Statements that may be made of a line's product today, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CapabilityChoices {
    /// The line of a quote.
    pub line: Option<QuoteLineId>,
    /// One by its id.
    pub id: Option<CapabilityId>,
}

impl View for CapabilityChoices {
    const NAME: &'static str = "capability.choices";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.line, self.id) {
            (Some(line), _) => touches_line(tx, line),
            (None, Some(_)) => Ok(Touches::nothing()),
            (None, None) => Err(Refusal::absent()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
        let found = match (self.id, self.line) {
            (Some(id), _) => vec![capability(tx, id)?],
            (None, Some(line)) => {
                let line = quote_line(tx, line)?;
                let quote = quote(tx, line.quote_id)?;
                sayable(tx, ctx, &quote, &line)?
            }
            (None, None) => Vec::new(),
        };
        Ok(found
            .iter()
            .map(|one| Choice { id: one.id.into(), label: one.text(ctx.language).to_owned() })
            .collect())
    }
}

/// Quotes for choice: by words, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuoteChoices {
    /// Words of number or title.
    pub query: Option<String>,
    /// One by its id.
    pub id: Option<QuoteId>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Rows, 1 to 200.
    pub limit: Option<i64>,
}

impl View for QuoteChoices {
    const NAME: &'static str = "quote.choices";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if ctx.principal.kind == PrincipalKind::System {
            return Ok(Touches::nothing());
        }
        match (self.id, self.customer) {
            (Some(id), _) => touches(tx, id),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let among = match (self.id, query) {
            (Some(id), _) => Some(vec![id]),
            (None, Some(query)) => Some(find_text(tx, query, 200)?),
            (None, None) => None,
        };
        let filter = QuoteFilter { among, customer: self.customer, ..QuoteFilter::default() };
        let found = list_quotes(tx, ctx, &filter, None, None, limit(self.limit)?)?;
        Ok(found
            .iter()
            .map(|quote| Choice {
                id: quote.id.into(), label: format!("{} · {}", quote.number, quote.title)
            })
            .collect())
    }
}

/// The lines of a quote for choice, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LineChoices {
    /// The quote.
    pub quote: Option<QuoteId>,
    /// One by its id.
    pub line: Option<QuoteLineId>,
}

impl View for LineChoices {
    const NAME: &'static str = "quote.line_choices";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.line, self.quote) {
            (Some(line), _) => touches_line(tx, line),
            (None, Some(quote)) => touches(tx, quote),
            (None, None) => Err(Refusal::absent()),
        }
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<Choice>> {
        let rows = match (self.line, self.quote) {
            (Some(line), _) => vec![quote_line(tx, line)?],
            (None, Some(id)) => {
                let quote = quote(tx, id)?;
                let shown = version(tx, id, quote.draft_version.or(quote.sent_version).unwrap_or(1))?;
                quote_lines(tx, shown.id)?
            }
            (None, None) => Vec::new(),
        };
        Ok(rows
            .iter()
            .map(|line| Choice {
                id: line.id.into(),
                label: format!("{} · {}", line.line_no, line.description),
            })
            .collect())
    }
}

/// A claim that may be used now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UsableClaim {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: String,
    /// Its words.
    pub text: String,
    /// Sample size.
    pub n: i64,
}

/// The claims that may be used now (R66).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsableClaims {}

impl View for UsableClaims {
    const NAME: &'static str = "quote.claims";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<UsableClaim>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<UsableClaim>> {
        let found = usable(tx, ctx)?.into_iter().map(|(claim, finding)| UsableClaim {
            claim: claim.id,
            number: claim.number.clone(),
            text: match ctx.language {
                Language::English => claim.text_en,
                Language::Portuguese => claim.text_pt,
            },
            n: finding.n,
        });
        Ok(found.collect())
    }
}
