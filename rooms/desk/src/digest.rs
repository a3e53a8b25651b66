//! What a colleague's daily digest says of what is due: the page of today, as far as it falls due by the end of the day.

use accord_kernel::{Context, Fact, Outcome, View};
use accord_room_people::DigestLine;
use accord_room_promise::views::PromiseLine;
use accord_store::Tx;
use jiff::Timestamp;

use crate::views::Today;

/// What is due today or late, and what waits for a signature or an answer; read as its reader.
pub(crate) fn due(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<DigestLine>> {
    let today = Today {}.read(tx, ctx)?;
    let tongue = ctx.tongue();
    let ends = end_of_day(ctx);
    let mut lines = Vec::new();
    let mut say = |key: &str, facts: &[(&'static str, Fact)], href: String| {
        lines.push(DigestLine { text: tongue.say_with(key, facts), href: Some(href) });
    };
    for visit in &today.visits {
        let facts = [
            ("number", Fact::from(visit.number.clone())),
            ("customer", visit.customer.name.clone().into()),
            ("at", visit.starts_at.map_or_else(|| String::new().into(), Fact::Instant)),
            ("what", visit.task.clone().into()),
        ];
        say("digest-due-visit", &facts, format!("/visits/{}", visit.id));
    }
    for promise in today.promises.iter().filter(|promise| promise.due_at < ends) {
        let facts = [
            ("number", Fact::from(promise.number.clone())),
            ("customer", promise.customer.name.clone().into()),
            ("due", due_fact(promise)),
            ("wording", promise.wording.clone().into()),
        ];
        say("digest-due-promise", &facts, format!("/promises/{}", promise.number));
    }
    for line in today.clarifications.iter().filter(|line| line.answer_by < ends) {
        let facts = [("number", Fact::from(line.number.clone())), ("due", line.answer_by.into())];
        say("digest-due-answer", &facts, "/".to_owned());
    }
    for line in today.checkpoints.iter().filter(|line| line.checkpoint.due_on <= today.today) {
        let facts = [
            ("number", Fact::from(line.number.clone())),
            ("customer", line.customer.name.clone().into()),
            ("due", line.checkpoint.due_on.into()),
        ];
        say("digest-due-checkpoint", &facts, format!("/orders/{}", line.order));
    }
    for task in today.tasks.iter().filter(|task| task.due_at < ends) {
        let facts = [
            ("number", Fact::from(task.number.clone())),
            ("due", task.due_at.into()),
            ("what", task.what.clone().into()),
        ];
        say("digest-due-task", &facts, format!("/orders/{}/review", task.order));
    }
    for review in &today.reviews {
        let facts = [
            ("number", Fact::from(review.number.clone())),
            ("customer", review.customer_name.clone().into()),
        ];
        say("digest-due-review", &facts, format!("/orders/{}/review", review.order));
    }
    Ok(lines)
}

/// A date where a date was told, else the instant.
fn due_fact(promise: &PromiseLine) -> Fact {
    promise.due_on.map_or(Fact::Instant(promise.due_at), Fact::Date)
}

/// When the reader's day ends.
fn end_of_day(ctx: &Context) -> Timestamp {
    let tongue = ctx.tongue();
    let today = tongue.date_of(ctx.now);
    let next = today.tomorrow().ok().and_then(|next| tongue.zone.to_zoned(next.at(0, 0, 0, 0)).ok());
    next.map_or(ctx.now, |next| next.timestamp())
}
