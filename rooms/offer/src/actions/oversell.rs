//! "This is not what I was sold": against the line by which it was sold, settled, and counted (R21).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reply::own_quote;
use crate::{
    OversellFinding, OversellId, OversellState, QuoteId, QuoteLineId,
    drafting::{touches, touches_line},
    input::{WORDING_MAX, same_version, text},
    neighbours::author,
    record::{
        OversellCase, Quote, QuoteLine, oversell_case, quote, quote_line, quote_lines, version, version_by_id,
    },
    tell,
};

/// How a case stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OversellAnswer {
    /// The case.
    pub case: OversellId,
    /// How it stands.
    pub state: OversellState,
    /// Row version.
    pub version: i64,
}

fn answer(row: &OversellCase) -> OversellAnswer {
    OversellAnswer { case: row.id, state: row.state, version: row.version }
}

fn raise(
    tx: &mut Tx,
    act: &mut Act<'_>,
    quote: &Quote,
    line: &QuoteLine,
    contact: Option<ContactId>,
    said: &str,
) -> Outcome<OversellCase> {
    let row = OversellCase {
        id: act.new_id(),
        customer_id: quote.customer_id,
        quote_id: quote.id,
        quote_line_id: line.id,
        contact_id: contact,
        said: text("/said", said, WORDING_MAX)?,
        raised_by: author(act),
        raised_at: act.now,
        state: OversellState::Open,
        finding: None,
        remedy: None,
        settled_by: None,
        settled_at: None,
        version: 1,
    };
    tx.insert(&row)?;
    act.fact("quote", quote.id);
    act.fact("number", &quote.number);
    act.fact("line_no", line.line_no);
    act.fact("case", row.id);
    tell::answered(tx, act, quote, "notice-oversell-raised")?;
    for head in accord_room_people::heads_of(tx, quote.owner_id)? {
        tell::person(tx, act, quote, head, "notice-oversell-raised")?;
    }
    Ok(row)
}

/// Records that a customer says it is not what they were sold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseOversell {
    /// The line by which it was sold.
    pub line: QuoteLineId,
    /// In the customer's words.
    pub said: String,
    /// Who said it.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

impl Action for RaiseOversell {
    const NAME: &'static str = "oversell.raise";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OversellAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_line(tx, self.line)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OversellAnswer> {
        let line = quote_line(tx, self.line)?;
        let quote = quote(tx, line.quote_id)?;
        if version_by_id(tx, line.quote_version_id)?.sent_at.is_none() {
            return Err(Refusal::conflict("quote.not_sent").with("number", quote.number));
        }
        if let Some(contact) = self.contact {
            customer::named_contact(tx, quote.customer_id, "/contact", contact)?;
        }
        let row = raise(tx, act, &quote, &line, self.contact, &self.said)?;
        Ok(answer(&row))
    }
}

/// Says on the customer's own page that a line is not what was sold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalNotAsSold {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the line.
    pub line_no: i64,
    /// What is different.
    pub said: String,
}

impl Action for PortalNotAsSold {
    const NAME: &'static str = "portal.not_as_sold";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = super::reply::PortalAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own_quote(tx, ctx, self.quote)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<super::reply::PortalAnswer> {
        let quote = own_quote(tx, act, self.quote)?;
        let sent = version(tx, quote.id, quote.sent_version.unwrap_or(1))?;
        let lines = quote_lines(tx, sent.id)?;
        let line = lines
            .iter()
            .find(|line| line.line_no == self.line_no)
            .ok_or_else(|| Refusal::field("/line_no", "field.unknown_reference"))?;
        raise(tx, act, &quote, line, Some(act.principal.id.into()), &self.said)?;
        Ok(super::reply::PortalAnswer { quote: quote.id })
    }
}

/// Settles a case: what was found, and what the customer was told and given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleOversell {
    /// The case.
    pub case: OversellId,
    /// Row version that was seen.
    pub version: i64,
    /// What was found.
    pub finding: OversellFinding,
    /// What was done about it, as the customer was told.
    pub remedy: String,
}

impl Action for SettleOversell {
    const NAME: &'static str = "oversell.settle";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OversellAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = oversell_case(tx, self.case)?;
        touches(tx, row.quote_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OversellAnswer> {
        let mut row = oversell_case(tx, self.case)?;
        same_version(&row, self.version)?;
        if row.state == OversellState::Settled {
            return Err(Refusal::conflict("oversell.settled"));
        }
        row.state = OversellState::Settled;
        row.finding = Some(self.finding);
        row.remedy = Some(text("/remedy", &self.remedy, WORDING_MAX)?);
        row.settled_by = author(act);
        row.settled_at = Some(act.now);
        tx.update(&mut row)?;
        act.fact("quote", row.quote_id);
        act.fact("case", row.id);
        act.fact("finding", self.finding);
        Ok(answer(&row))
    }
}
