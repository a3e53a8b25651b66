//! Signatures, and beginning anew.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::PersonId;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{ReviewAnswer, reopen_for_change, review_touches};
use crate::{
    OrderState, ReviewId, ReviewState,
    input::{WORDING_MAX, text},
    neighbours::{author, sales_owner},
    record::{Review, ReviewSign, find, find_review, lines, open_of, signatures},
    release,
    rules::review::{CannotSign, Signatory, may_sign},
    tell::{Word, review_path, tell},
};

/// Signs a review for one of the three functions. The third signature completes it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignReview {
    /// The review.
    pub review: ReviewId,
    /// For which function.
    pub function: Signatory,
}

impl Signatory {
    /// Who may sign for it.
    pub fn permission(self) -> Permission {
        match self {
            Self::Sales => Permission::ReviewSignSales,
            Self::Manufacturing => Permission::ReviewSignManufacturing,
            Self::Service => Permission::ReviewSignService,
        }
    }
}

impl Action for SignReview {
    const NAME: &'static str = "review.sign";
    // Whoever takes part may ask to sign; for which function is decided below by its own permission.
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let mut review = find_review(tx, self.review)?;
        let needed = self.function.permission();
        if !act.principal.may(needed) {
            return Err(Refusal::forbidden("permission").with("permission", needed.word()));
        }
        let person =
            author(act).ok_or_else(|| Refusal::forbidden("permission").with("permission", needed.word()))?;
        let order = find(tx, review.order_id)?;
        let signed: Vec<(Signatory, PersonId)> = signatures(tx, review.id)?
            .iter()
            .filter(|sign| sign.round == review.round)
            .map(|sign| (sign.signatory, sign.person_id))
            .collect();
        let open = open_of(tx, &review)?;
        may_sign(review.state != ReviewState::Open, &open.points, &signed, self.function, person)
            .map_err(|why| cannot_sign(why, &review))?;
        tx.insert(&ReviewSign {
            id: act.new_id(),
            review_id: review.id,
            round: review.round,
            signatory: self.function,
            person_id: person,
            signed_at: act.now,
            version: 1,
        })?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("function", self.function);
        if open_of(tx, &review)?.is_nothing() {
            review.state = ReviewState::Complete;
            review.completed_at = Some(act.now);
            tx.update(&mut review)?;
            act.fact("complete", true);
            let owner = sales_owner(tx, act.context(), &order)?;
            tell(
                tx,
                act,
                &order,
                &[owner],
                review_path(order.id),
                &Word::of("notice-review-complete", &order),
            )?;
        }
        release::refresh(tx, act, order.id)?;
        Ok(ReviewAnswer::of(&review))
    }
}

fn cannot_sign(why: CannotSign, review: &Review) -> Refusal {
    match why {
        CannotSign::Complete => {
            Refusal::conflict("review.not_open").with("state", Fact::Word(review.state.message()))
        }
        CannotSign::FunctionSigned => Refusal::conflict("review.function_signed"),
        CannotSign::PersonSigned(of) => {
            Refusal::conflict("review.person_signed").with("function", Fact::Word(of.message()))
        }
        CannotSign::PointsOpen(points) => {
            let names =
                points.iter().map(|word| Fact::Word(format!("review-item-{}", word.replace('_', "-"))));
            Refusal::conflict("review.points_open").with("points", Fact::List(names.collect()))
        }
    }
}

/// Begins a review anew because something that was signed is not right. Earlier signatures stay in their round.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenReview {
    /// The review.
    pub review: ReviewId,
    /// Why.
    pub reason: String,
}

impl Action for ReopenReview {
    const NAME: &'static str = "review.reopen";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let review = find_review(tx, self.review)?;
        let order = find(tx, review.order_id)?;
        if order.state != OrderState::Held {
            return Err(Refusal::conflict("review.too_late").with("number", order.number.clone()));
        }
        act.fact("order", order.id);
        act.fact("reason", text("/reason", &self.reason, WORDING_MAX)?);
        let lines = lines(tx, order.id)?;
        reopen_for_change(tx, act, &order, &lines)?;
        release::refresh(tx, act, order.id)?;
        Ok(ReviewAnswer::of(&find_review(tx, review.id)?))
    }
}
