//! Why each line is there: what it is tied to, and why a machine goes without a plan (R15, R21).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_pipeline::ProgrammeId;
use accord_room_value::{self as value, ValueProfileId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::{LineAnswer, QuoteAnswer};
use crate::{
    NoPlanReason, QuoteId, QuoteLineId, QuoteLineKind, TieKind,
    drafting::{draft, draft_line, facts, touches, touches_line},
    input::{WORDING_MAX, same_version, some},
    record::{Quote, QuoteLine, quote_lines},
};

/// Ties lines to what the customer needs or values, in the customer's words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TieLines {
    /// The quote.
    pub quote: QuoteId,
    /// The lines; every line that is tied to nothing when there are none.
    #[serde(default)]
    pub lines: Vec<QuoteLineId>,
    /// The recorded reasons and values; what speaks for the product or the customer when open.
    #[serde(default)]
    pub profile: Option<ValueProfileId>,
    /// Or the programme of replacing machines that it belongs to.
    #[serde(default)]
    pub programme: Option<ProgrammeId>,
    /// The need that it answers, in the customer's words; why they buy, as it was recorded, when open.
    #[serde(default)]
    pub words: Option<String>,
}

impl Action for TieLines {
    const NAME: &'static str = "quote.tie";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let (quote, version) = draft(tx, self.quote)?;
        let words = some("/words", self.words.as_deref(), WORDING_MAX)?;
        let mut tied = 0;
        let lines = quote_lines(tx, version.id)?;
        for id in &self.lines {
            if !lines.iter().any(|line| line.id == *id) {
                return Err(Refusal::absent());
            }
        }
        for mut line in lines {
            let meant = if self.lines.is_empty() {
                line.tie_kind.is_none() && line.kind != QuoteLineKind::Charge
            } else {
                self.lines.contains(&line.id)
            };
            if !meant {
                continue;
            }
            let tie = self.tie(tx, &quote, &line)?;
            let words = words.clone().or(tie.recorded).ok_or_else(|| nothing_recorded(quote.customer_id))?;
            line.tie_kind = Some(tie.kind);
            line.tie_id = Some(tie.id);
            line.tie_words = Some(words);
            tx.update(&mut line)?;
            tied += 1;
        }
        facts(act, &quote);
        act.fact("lines", tied);
        Ok(QuoteAnswer::of(&quote))
    }
}

/// What a line is tied to.
struct Tie {
    kind: TieKind,
    id: Uuid,
    /// What is recorded of it, in words.
    recorded: Option<String>,
}

impl TieLines {
    /// The programme or profile that is named, else the profile that speaks for the line's machine.
    fn tie(&self, tx: &mut Tx, quote: &Quote, line: &QuoteLine) -> Outcome<Tie> {
        if let Some(id) = self.programme {
            let programme = accord_room_pipeline::programme(tx, id)?;
            if programme.customer_id != quote.customer_id {
                return Err(Refusal::absent());
            }
            return Ok(Tie { kind: TieKind::Programme, id: id.into(), recorded: Some(programme.name) });
        }
        let profile = match self.profile {
            Some(id) => {
                Some(value::load_profile(tx, id)?).filter(|profile| profile.customer_id == quote.customer_id)
            }
            None => value::profile_for(tx, quote.customer_id, line.asset_id, line.product_id)?,
        };
        let profile = profile.ok_or_else(|| nothing_recorded(quote.customer_id))?;
        Ok(Tie {
            kind: TieKind::Profile,
            id: profile.id.into(),
            recorded: profile.reasons.or(profile.outcome).or(profile.importance),
        })
    }
}

/// The refusal when nobody wrote down why the customer buys, with the way to ask.
fn nothing_recorded(customer: accord_room_customer::CustomerId) -> Refusal {
    Refusal::conflict("quote.no_need_recorded").possible_action(
        "ask_needs",
        Vec::new(),
        "value.answer",
        serde_json::json!({ "customer": customer }),
    )
}

/// Says why a machine is quoted without a service plan. On the order the head of service approves it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideNoPlan {
    /// The line with the machine.
    pub line: QuoteLineId,
    /// Row version that was seen.
    pub version: i64,
    /// Why.
    pub reason: NoPlanReason,
    /// In words; needed for a reason of its own.
    #[serde(default)]
    pub words: Option<String>,
}

impl Action for DecideNoPlan {
    const NAME: &'static str = "quote.no_plan";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LineAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_line(tx, self.line)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LineAnswer> {
        let (quote, version, mut line) = draft_line(tx, self.line)?;
        same_version(&line, self.version)?;
        if line.kind != QuoteLineKind::Equipment {
            return Err(Refusal::conflict("quote.no_machine").with("line", line.line_no));
        }
        let lines = quote_lines(tx, version.id)?;
        if lines.iter().any(|plan| plan.for_line_no == Some(line.line_no)) {
            return Err(Refusal::conflict("quote.plan_offered").with("line", line.line_no));
        }
        let words = some("/words", self.words.as_deref(), WORDING_MAX)?;
        if words.is_none() && matches!(self.reason, NoPlanReason::Other | NoPlanReason::Refused) {
            return Err(Refusal::field("/words", "field.required"));
        }
        line.no_plan_reason = Some(self.reason);
        line.no_plan_words = words;
        tx.update(&mut line)?;
        facts(act, &quote);
        act.fact("line_no", line.line_no);
        act.fact("reason", self.reason);
        Ok(super::line::answer(&quote, &version, &line))
    }
}
