//! Points of the agenda and what was decided on them.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{ReviewAnswer, open_review, put_item, review_touches};
use crate::{
    ReviewId, ReviewItemId,
    input::{NAME_MAX, WORDING_MAX, text},
    neighbours::{at_version, author},
    record::{find_item, items, signatures},
    rules::review::AgendaKind,
};

/// Most points of an agenda.
const POINTS_MAX: usize = 50;

/// Puts a point on the agenda.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPoint {
    /// The review.
    pub review: ReviewId,
    /// What is to be settled.
    pub title: String,
}

impl Action for AddPoint {
    const NAME: &'static str = "review.add_point";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let review = open_review(tx, self.review)?;
        let title = text("/title", &self.title, NAME_MAX)?;
        let known = items(tx, review.id)?;
        if known.len() >= POINTS_MAX {
            return Err(Refusal::field("/title", "field.too_many").with("max", POINTS_MAX));
        }
        let place = known.iter().map(|item| item.place).max().unwrap_or(0) + 1;
        let item = put_item(tx, act, review.id, AgendaKind::Other.word(), place, &title)?;
        act.fact("order", review.order_id);
        act.fact("item", item);
        Ok(ReviewAnswer::of(&review))
    }
}

/// Keeps what was decided on a point of the agenda.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// The point.
    pub item: ReviewItemId,
    /// What was decided.
    pub decision: String,
    /// The version that was read.
    pub version: i64,
}

impl Action for Decide {
    const NAME: &'static str = "review.decide";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let item = find_item(tx, self.item)?;
        review_touches(tx, ctx, item.review_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let mut item = find_item(tx, self.item)?;
        let review = open_review(tx, item.review_id)?;
        at_version(&item, self.version)?;
        if signatures(tx, review.id)?.iter().any(|sign| sign.round == review.round) {
            return Err(Refusal::conflict("review.signed_already").possible_action(
                "reopen_review",
                Vec::new(),
                "review.reopen",
                json!({ "review": review.id }),
            ));
        }
        item.decision = Some(text("/decision", &self.decision, WORDING_MAX)?);
        item.decided_by = author(act);
        item.decided_at = Some(act.now);
        tx.update(&mut item)?;
        act.fact("order", review.order_id);
        act.fact("point", &item.kind);
        Ok(ReviewAnswer::of(&review))
    }
}
