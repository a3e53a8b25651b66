//! What puts a complaint right: proposed, decided where it lies beyond the authority, given (R34).

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, settings as company};
use accord_store::Tx;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::complaint::{ComplaintStands, answer, keep, present, touched};
use crate::{
    id::{ComplaintId, ComplaintState, RemedyState},
    neighbours::{HEAD_OF_SERVICE, WORDING_MAX, Word, a_person, tell, text},
    putting_right::{facts, href},
    record::complaint::ComplaintRow,
    rules::remedy::within_authority,
    settings,
};

/// Proposes to the customer what puts it right. Within the authority it may be given at once; beyond it the head of
/// service decides first.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRemedy {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// What puts it right.
    #[schemars(length(max = 2_000))]
    pub remedy: String,
    /// What it costs us; nothing when open.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Whether it is given now.
    #[serde(default)]
    pub given: bool,
}

impl Action for ProposeRemedy {
    const NAME: &'static str = "complaint.propose";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let mut row = present(tx, self.complaint, self.version)?;
        let remedy = text("/remedy", &self.remedy, WORDING_MAX)?;
        if row.remedy_state == RemedyState::Given {
            return Err(Refusal::conflict("complaint.given"));
        }
        if self.amount.is_some_and(|money| money.minor < 0) {
            return Err(Refusal::field("/amount", "field.negative"));
        }
        let amount = self.amount.filter(|money| money.minor > 0);
        let authority: Decimal = company::get(tx, act, &settings::AUTHORITY)?;
        let currency = people::the_company(tx)?.currency;
        let alone = within_authority(amount, authority, currency);
        if self.given && !alone {
            let limit = Money::from_decimal_rounded(authority, currency);
            let refusal = Refusal::conflict("complaint.beyond_authority");
            return Err(match limit {
                Some(limit) => refusal.with("limit", limit),
                None => refusal,
            });
        }
        if row.answered_at.is_none() {
            answer(tx, act, &mut row, &remedy)?;
        }
        row.remedy = Some(remedy.clone());
        row.remedy_minor = amount.map(|money| money.minor);
        row.currency = amount.map(|money| money.currency);
        row.remedy_by = Some(a_person(act)?);
        row.remedy_at = Some(act.now);
        row.decided_by = None;
        row.decided_at = None;
        row.decided_words = None;
        row.remedy_state = if alone { RemedyState::Approved } else { RemedyState::Awaiting };
        row.state = ComplaintState::Proposed;
        if alone {
            keep(tx, act, row.proposal_promise_id, &remedy)?;
        }
        if self.given {
            give(act, &mut row);
        }
        tx.update(&mut row)?;
        facts(act, &row);
        act.fact("remedy_state", row.remedy_state);
        if !alone {
            let heads = people::heads(tx, HEAD_OF_SERVICE)?;
            let mut word = Word::new("notice-remedy-awaits", href(&row)).with("number", row.number.as_str());
            if let Some(money) = amount {
                word = word.with("amount", money);
            }
            tell(tx, act, &heads, &word.about(row.customer_id).urgent())?;
        }
        Ok(ComplaintStands::of(&row))
    }
}

fn give(act: &Act<'_>, row: &mut ComplaintRow) {
    row.remedy_state = RemedyState::Given;
    row.state = ComplaintState::Given;
    row.given_at = Some(act.now);
}

/// Decides what lies beyond the authority of whoever proposed it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRemedy {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// Whether it may be given.
    pub approved: bool,
    /// Why.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for DecideRemedy {
    const NAME: &'static str = "complaint.decide_remedy";
    const PERMISSION: Permission = Permission::FeedbackApprove;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let mut row = present(tx, self.complaint, self.version)?;
        if row.remedy_state != RemedyState::Awaiting {
            return Err(Refusal::conflict("complaint.nothing_awaits"));
        }
        row.decided_by = Some(a_person(act)?);
        row.decided_at = Some(act.now);
        row.decided_words = Some(text("/words", &self.words, WORDING_MAX)?);
        row.remedy_state = if self.approved { RemedyState::Approved } else { RemedyState::Refused };
        if self.approved {
            let remedy = row.remedy.clone().unwrap_or_default();
            keep(tx, act, row.proposal_promise_id, &remedy)?;
        }
        tx.update(&mut row)?;
        facts(act, &row);
        act.fact("approved", self.approved);
        let kind = if self.approved { "notice-remedy-approved" } else { "notice-remedy-refused" };
        let word = Word::new(kind, href(&row))
            .with("number", row.number.as_str())
            .with("words", self.words.as_str())
            .about(row.customer_id);
        let persons: Vec<_> = row.remedy_by.into_iter().chain([row.owner_id]).collect();
        tell(tx, act, &persons, &word)?;
        Ok(ComplaintStands::of(&row))
    }
}

/// Says that the remedy was given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveRemedy {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
}

impl Action for GiveRemedy {
    const NAME: &'static str = "complaint.give";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let mut row = present(tx, self.complaint, self.version)?;
        match row.remedy_state {
            RemedyState::Approved => {}
            RemedyState::Awaiting => return Err(Refusal::conflict("complaint.awaits_approval")),
            RemedyState::None | RemedyState::Refused => return Err(Refusal::conflict("complaint.no_remedy")),
            RemedyState::Given => return Err(Refusal::conflict("complaint.given")),
        }
        give(act, &mut row);
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(ComplaintStands::of(&row))
    }
}
