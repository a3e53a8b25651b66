//! The review that every order has before it is released, as the three functions hold it.

use std::sync::Arc;

use accord_kernel::{Caller, Kernel, Outcome, Refusal};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::script::{Company, Script, id};

/// Rounds of points: deciding one may put another on the table.
const ROUNDS: usize = 3;

/// Decides what is on the table, has the three functions sign, and releases the order; at this civil time in Chicago, or
/// when the clock stands.
pub(super) fn review(
    kernel: &Arc<Kernel>,
    company: &Company,
    order: Uuid,
    sales: &'static str,
    at: Option<&'static str>,
) -> Outcome<()> {
    let caller = Caller::person(company.person(sales)?);
    let seen = || kernel.view(&caller, "order.review", &json!({ "order": order }));
    for _ in 0..ROUNDS {
        let points = seen()?.get("agenda").and_then(JsonValue::as_array).cloned().unwrap_or_default();
        let open = points
            .into_iter()
            .filter(|point| point.get("decision").is_none_or(JsonValue::is_null))
            .map(|point| {
                json!({ "item": point.get("id"), "version": point.get("version"), "decision": "Agreed in the meeting." })
            })
            .collect::<Vec<_>>();
        if open.is_empty() {
            break;
        }
        all(kernel, company, at, open.into_iter().map(|point| (sales, "review.decide", point)).collect())?;
    }
    let review = id(&seen()?, "review")?;
    let sign = |who, function| (who, "review.sign", json!({ "review": review, "function": function }));
    let mut last = vec![sign(sales, "sales"), sign("mark", "manufacturing"), sign("steve", "service")];
    last.push(("mark", "order.release", json!({ "order": order })));
    all(kernel, company, at, last)
}

fn all(
    kernel: &Arc<Kernel>,
    company: &Company,
    at: Option<&'static str>,
    calls: Vec<(&'static str, &'static str, JsonValue)>,
) -> Outcome<()> {
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        if let Some(civil) = at {
            script.at(civil)?;
        }
        for (who, action, input) in &calls {
            script.by(who, action, input.clone())?;
        }
        Ok::<_, Refusal>(())
    })
}
