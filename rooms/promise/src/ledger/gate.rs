//! The gate: a promise is checked before it is made (R20). Only the named head goes past it, with a reason, on record.

use accord_business_time::Calendar;
use accord_kernel::{Act, Context, Fact, Feasibility, Outcome, Permission, Refusal, Wanted, fact_json};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use serde_json::{Value as JsonValue, json};

use crate::{
    id::Kind,
    neighbours,
    rules::{due::Wish, risk},
};

/// How the gate is passed.
#[derive(Debug, Clone)]
pub enum Asking {
    /// The check of the kind is asked now.
    Ask {
        /// Reason to promise against it.
        override_reason: Option<String>,
    },
    /// The calling room has asked its own check in this transaction and holds what it reserved.
    Asked {
        /// Reason to promise against it; the permission of the kind is still required.
        override_reason: Option<String>,
        /// Who must deliver and is told at once of an override.
        deliverers: Vec<PersonId>,
    },
}

impl Default for Asking {
    fn default() -> Self {
        Self::Ask { override_reason: None }
    }
}

/// What the gate is asked.
pub(super) struct Question<'a> {
    pub customer: accord_room_customer::CustomerId,
    pub kind: Kind,
    pub subject: JsonValue,
    pub wish: Wish,
    pub due_at: Timestamp,
    pub calendar: &'a Calendar,
    /// The action that a refusal offers instead, its input without a due.
    pub retry: (&'static str, JsonValue),
}

/// How it was passed.
#[derive(Debug, Default)]
pub(super) struct Passed {
    pub checked: bool,
    pub override_reason: Option<String>,
    pub deliverers: Vec<PersonId>,
}

pub(super) fn pass(tx: &mut Tx, act: &Act<'_>, asking: &Asking, question: &Question<'_>) -> Outcome<Passed> {
    let override_reason = match asking {
        Asking::Asked { override_reason, deliverers } => {
            if override_reason.is_some() {
                allow(act, Some(neighbours::override_permission(question.kind)))?;
            }
            let passed = Passed {
                checked: true,
                override_reason: override_reason.clone(),
                deliverers: deliverers.clone(),
            };
            return Ok(passed);
        }
        Asking::Ask { override_reason } => override_reason,
    };
    let wanted = Wanted {
        customer: question.customer.into(),
        due_at: question.due_at,
        subject: question.subject.clone(),
    };
    let Some(feasibility) = act.check(tx, question.kind.word(), &wanted)? else {
        return Ok(Passed::default());
    };
    if feasibility.feasible {
        return Ok(Passed { checked: true, ..Passed::default() });
    }
    match override_reason {
        None => Err(refusal(act, &feasibility, question)),
        Some(reason) => {
            allow(act, feasibility.override_by)?;
            let deliverers = feasibility.deliverers.iter().copied().map(PersonId).collect();
            Ok(Passed { checked: true, override_reason: Some(reason.clone()), deliverers })
        }
    }
}

fn allow(ctx: &Context, permission: Option<Permission>) -> Outcome<()> {
    match permission {
        None => Err(Refusal::conflict("promise.no_override")),
        Some(permission) if ctx.principal.may(permission) => Ok(()),
        Some(permission) => {
            Err(Refusal::forbidden("promise.override_not_yours")
                .with("who", Fact::Word(head_word(permission))))
        }
    }
}

fn head_word(permission: Permission) -> String {
    format!("promise-head-{}", permission.word().rsplit('.').next().unwrap_or_default())
}

/// Names the earliest date and what limits it; offers the same promise with that date, and says who could go past.
fn refusal(ctx: &Context, feasibility: &Feasibility, question: &Question<'_>) -> Refusal {
    let tongue = ctx.tongue();
    let said = |(word, facts): &accord_kernel::Limit| {
        Fact::Text(tongue.say_with(&format!("limit-{}", word.replace(['_', '.'], "-")), facts))
    };
    let limits: Vec<Fact> = feasibility.limits.iter().map(said).collect();
    let machine: Vec<JsonValue> = feasibility
        .limits
        .iter()
        .map(|(word, facts)| json!({ "limit": word, "facts": Refusal::facts_json(facts) }))
        .collect();
    let earliest = feasibility.earliest.map(|at| earliest_wish(at, question));
    let detail = json!({
        "earliest": earliest.as_ref().map(|(fact, ..)| fact_json(fact)),
        "earliest_at": feasibility.earliest,
        "limits": machine,
        "override_by": feasibility.override_by.map(Permission::word),
    });
    let limits = Fact::List(limits);
    let mut refusal = match &earliest {
        Some((fact, ..)) => {
            Refusal::conflict("promise.not_feasible").with("earliest", fact.clone()).with("limits", limits)
        }
        None => Refusal::conflict("promise.never_feasible").with("limits", limits),
    }
    .detail(detail);
    if let Some((fact, name, value)) = earliest {
        let (action, mut input) = question.retry.clone();
        if let Some(input) = input.as_object_mut() {
            input.insert(name.to_owned(), value);
        }
        refusal = refusal.possible_action("promise_earliest", vec![("earliest", fact)], action, input);
    }
    if let Some(permission) = feasibility.override_by {
        refusal = refusal.possible("promise_override", vec![("who", Fact::Word(head_word(permission)))]);
    }
    refusal
}

/// The earliest due in the form that was wanted: a date for a date.
fn earliest_wish(at: Timestamp, question: &Question<'_>) -> (Fact, &'static str, JsonValue) {
    match risk::draft(at, matches!(question.wish, Wish::On(_)), question.calendar) {
        Wish::On(date) => (Fact::Date(date), "due_on", json!(date)),
        Wish::At(at) => (Fact::Instant(at), "due_at", json!(at)),
    }
}
