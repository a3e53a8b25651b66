//! One act done to many rows: what a room declares of it, and how an action runs another one.
//!
//! Nothing here is a second way in. Each row goes through the action that changes one: authorised, admitted, guarded,
//! with an event of its own. A room says by a [`Bulk`] that an act of its own may be done to many rows of a list, and how
//! a row is given back what it had: by acts again.

use accord_store::{IsRetry, Tx, log};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    Act, Intent, Outcome, Refusal, Status, Touches,
    kernel::{authorise, unknown},
};

/// An act that may be done to many rows of a list (R67).
#[derive(Debug, Clone, Copy)]
pub struct Bulk {
    /// Its name, `customer.sales_owner`; its words are `bulk-<name with dashes>`.
    pub name: &'static str,
    /// The view whose rows it is done to; each has its id under `id`.
    pub view: &'static str,
    /// What a row is, as in `x-ref`: its page is found by it.
    pub entity: &'static str,
    /// The action, one call a row.
    pub action: &'static str,
    /// Fields of the action that are asked for once, for all rows.
    pub asks: &'static [&'static str],
    /// How a row stands, and what is called for it but for what is asked once. What is absent is refused as by the action
    /// itself. [`Bulk::standing`] calls it.
    pub stand: fn(&mut Tx, asked: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing>,
}

/// How a row stands before an act on many.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Whose it is; its sight is asked before the row is named to anybody.
    pub customer: Option<Uuid>,
    /// What it is called.
    pub label: String,
    /// Another one says that somebody changed it: the version of what the act changes.
    pub mark: String,
    /// The input of the action for this row.
    pub input: JsonValue,
    /// Calls that give it back what it has now, in order; none where that cannot be had again. A `version` is filled in.
    pub back: Vec<(&'static str, JsonValue)>,
    /// The version that a call back names.
    pub version: Option<i64>,
}

impl Bulk {
    /// How a row stands, and the whole call for it. A field that was not said stays out, so that the action misses it.
    ///
    /// # Errors
    /// As the action would be refused where the row is absent; what the database refuses.
    pub fn standing(&self, tx: &mut Tx, asked: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
        let mut standing = (self.stand)(tx, asked, row)?;
        if let Some(input) = standing.input.as_object_mut() {
            input.extend(asked.clone());
        }
        Ok(standing)
    }
}

impl Act<'_> {
    /// Runs another action in the name of whoever acts, as if they had called it alone: authorised, admitted, guarded, with
    /// an event and reactions of its own. The inner outcome is the action's: its refusal leaves nothing of it, and this
    /// action goes on.
    ///
    /// # Errors
    /// The store's failure, which ends the whole.
    pub fn call(&mut self, tx: &mut Tx, action: &str, input: &JsonValue) -> Outcome<Outcome<JsonValue>> {
        let (context, registry) = (self.context.clone(), self.registry);
        let done = tx.attempt(|tx| {
            let def = registry.find_action(action).ok_or_else(|| unknown(action))?;
            authorise(&context.principal, def.audience, def.permission)?;
            let prepared = def.prepared(input)?;
            let touches = prepared.touches(tx, &context)?;
            let touches = registry.lock(tx, touches)?;
            registry.admit(tx, &context, &touches)?;
            registry.ask_guards(tx, &context, &Intent { action: def, touches: &touches, input })?;
            let mut inner = Act::new(context, registry, def.name, &touches);
            let answer = inner.carry_out(tx, prepared)?;
            Ok::<_, Refusal>((answer, inner.changed))
        })?;
        match done {
            Ok((answer, changed)) => {
                self.changed.extend(changed);
                Ok(Ok(answer))
            }
            Err(refusal) if refusal.is_retry() || ends_all(&refusal) => Err(refusal),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Whether an action would read this input, whatever it then decides.
    ///
    /// # Errors
    /// 422 that names the field; `action.unknown`.
    pub fn reads(&self, action: &str, input: &JsonValue) -> Outcome<()> {
        let def = self.registry.find_action(action).ok_or_else(|| unknown(action))?;
        def.prepared(input).map(drop)
    }

    /// Whether whoever acts may run an action at all.
    ///
    /// # Errors
    /// As that action would be refused.
    pub fn may_call(&self, action: &str) -> Outcome<()> {
        let def = self.registry.find_action(action).ok_or_else(|| unknown(action))?;
        authorise(&self.context.principal, def.audience, def.permission)
    }

    /// Locks a customer's chain from here to the end, so that nobody changes it between a look and an act.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn hold(&self, tx: &mut Tx, customer: Uuid) -> Outcome<()> {
        Ok(log::lock(tx, &[customer])?)
    }

    /// Reads a view in this action's transaction, with the permission and the sight of whoever acts. That they read it
    /// stands in the action's own event.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn read_view(&self, tx: &mut Tx, name: &str, input: &JsonValue) -> Outcome<JsonValue> {
        let registry = self.registry;
        let def = registry
            .find_view(name)
            .ok_or_else(|| Refusal::new(Status::Absent, "view.unknown").with("name", name))?;
        authorise(&self.context.principal, def.audience, def.permission)?;
        def.answered(input, tx, &self.context, &|tx, about| {
            let customers = registry.survivors(tx, &about.customers)?;
            let touches = Touches { customers, ..Touches::nothing() };
            registry.admit(tx, &self.context, &touches).map(drop)
        })?
        .tree()
    }
}

/// The database's own trouble is no row's refusal.
fn ends_all(refusal: &Refusal) -> bool {
    matches!(refusal.status, Status::Unavailable | Status::Full)
}
