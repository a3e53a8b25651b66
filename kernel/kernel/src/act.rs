//! What an action holds while it runs.

use std::ops::Deref;

use accord_store::{Image, Tx, log};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    Context, Feasibility, Happened, Outcome, Refusal, Status, Touches, Wanted,
    clockwork::{self, Schedule},
    registry::{Prepared, Registry},
};

/// An event of its own inside an action: what a lower room did on behalf of a higher one, a row of an import.
#[derive(Debug, Clone)]
pub struct Emit {
    /// Name, as of the action that would do it alone.
    pub name: &'static str,
    /// Customer it is about.
    pub customer: Option<Uuid>,
    /// Further chains.
    pub chains: Vec<Uuid>,
}

/// How deep reactions may cause reactions.
const REACTIONS_DEEP_MAX: usize = 32;

/// An event being collected.
#[derive(Clone)]
struct Frame {
    name: String,
    customer: Option<Uuid>,
    chains: Vec<Uuid>,
    facts: Map<String, JsonValue>,
    happened_at: Timestamp,
    cause: Option<Uuid>,
    /// Written even when no row changed (something was said or seen).
    always: bool,
}

/// What an action holds while it runs: the context, and the event that it makes.
pub struct Act<'k> {
    pub(crate) context: Context,
    pub(crate) registry: &'k Registry,
    frame: Frame,
    pub(crate) happened: Vec<Happened>,
    /// For each event that happened, how many reactions led to it.
    depths: Vec<usize>,
    depth: usize,
    pub(crate) changed: Vec<Uuid>,
    /// The refusal of a part whose rows still stand although its event was dropped.
    spoiled: Option<Refusal>,
}

impl Deref for Act<'_> {
    type Target = Context;
    fn deref(&self) -> &Context {
        &self.context
    }
}

impl<'k> Act<'k> {
    pub(crate) fn new(context: Context, registry: &'k Registry, name: &str, touches: &Touches) -> Self {
        let now = context.now;
        let chains = touches.all();
        Self {
            context,
            registry,
            frame: Frame {
                name: name.to_owned(),
                customer: touches.customers.first().copied(),
                chains,
                facts: Map::new(),
                happened_at: now,
                cause: None,
                always: true,
            },
            happened: Vec::new(),
            depths: Vec::new(),
            depth: 0,
            changed: Vec::new(),
            spoiled: None,
        }
    }

    /// The context alone.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// What is registered: checks, metrics.
    pub fn registry(&self) -> &'k Registry {
        self.registry
    }

    /// Puts a small fact into the event: ids, codes, dates, numbers. Never a personal field.
    pub fn fact(&mut self, name: &str, value: impl Serialize) {
        self.frame.facts.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(JsonValue::Null));
    }

    /// The event belongs to a customer that this action creates.
    pub fn belongs_to(&mut self, customer: impl Into<Uuid>) {
        let customer = customer.into();
        self.frame.customer = Some(customer);
        self.chain(customer);
    }

    /// The event also stands in this chain (a person, a product, an area).
    pub fn chain(&mut self, chain: impl Into<Uuid>) {
        let chain = chain.into();
        if !self.frame.chains.contains(&chain) {
            self.frame.chains.push(chain);
        }
    }

    /// It happened earlier than it is recorded; both times are kept (R61).
    pub fn happened_at(&mut self, at: Timestamp) {
        self.frame.happened_at = at;
    }

    /// Leaves no event when no row changed.
    pub fn quiet(&mut self) {
        self.frame.always = false;
    }

    /// Runs `work` as an event of its own, with its own reactions.
    ///
    /// # Errors
    /// The work's refusal; the whole action then is refused, unless it ran inside [`Act::attempt`].
    pub fn within<T>(
        &mut self,
        tx: &mut Tx,
        emit: Emit,
        work: impl FnOnce(&mut Tx, &mut Self) -> Outcome<T>,
    ) -> Outcome<T> {
        let outer_images = tx.take_images();
        let mut chains: Vec<Uuid> = emit.customer.into_iter().collect();
        chains.extend(emit.chains);
        let frame = Frame {
            name: emit.name.to_owned(),
            customer: emit.customer,
            chains,
            facts: Map::new(),
            happened_at: self.frame.happened_at,
            cause: self.frame.cause,
            always: false,
        };
        let outer = std::mem::replace(&mut self.frame, frame);
        let outcome = work(tx, self).and_then(|answer| self.write_event(tx).map(|()| answer));
        if let Err(refusal) = &outcome {
            tx.take_images();
            self.spoiled.get_or_insert_with(|| refusal.clone());
        }
        self.frame = outer;
        tx.restore_images(outer_images);
        outcome
    }

    /// Runs a part of the work so that its refusal leaves nothing of it behind, neither rows nor events, while the
    /// rest goes on: one row of an import.
    ///
    /// # Errors
    /// The store's failure, which ends the whole action.
    pub fn attempt<T>(
        &mut self,
        tx: &mut Tx,
        work: impl FnOnce(&mut Tx, &mut Self) -> Outcome<T>,
    ) -> Outcome<Outcome<T>> {
        let (happened, changed) = (self.happened.len(), self.changed.len());
        let (frame, spoiled) = (self.frame.clone(), self.spoiled.clone());
        let outcome = tx.attempt(|tx| work(tx, self))?;
        if outcome.is_err() {
            self.happened.truncate(happened);
            self.depths.truncate(happened);
            self.changed.truncate(changed);
            self.frame = frame;
            self.spoiled = spoiled;
        }
        Ok(outcome)
    }

    /// Refuses the action when a part of it was refused and passed over without [`Act::attempt`].
    pub(crate) fn unspoiled(&mut self) -> Outcome<()> {
        self.spoiled.take().map_or(Ok(()), Err)
    }

    /// Performs, writes the event, lets the others react and shows it to those who keep something of it.
    pub(crate) fn carry_out(
        &mut self,
        tx: &mut Tx,
        prepared: Box<dyn Prepared + Send>,
    ) -> Outcome<JsonValue> {
        let answer = prepared.perform(tx, self)?;
        self.write_event(tx)?;
        self.react_to_all(tx)?;
        self.unspoiled()?;
        self.show_to_witnesses(tx)?;
        Ok(answer)
    }

    /// Runs every reaction to what happened, and to what they cause, in the order of events and of registration.
    pub(crate) fn react_to_all(&mut self, tx: &mut Tx) -> Outcome<()> {
        let registry = self.registry;
        let mut next = 0;
        while let Some(event) = self.happened.get(next).cloned() {
            self.depth = self.depths.get(next).map_or(0, |depth| depth + 1);
            next += 1;
            for reaction in registry.reactions_on(&event.name) {
                if self.depth > REACTIONS_DEEP_MAX {
                    return Err(Refusal::defect(format!("reactions without end, at {}", reaction.name)));
                }
                let emit = Emit { name: reaction.name, customer: event.customer, chains: Vec::new() };
                self.within(tx, emit, |tx, act| {
                    act.frame.cause = Some(event.id);
                    (reaction.run)(tx, act, &event)
                })
                .map_err(|refusal| not_a_veto(reaction.name, refusal))?;
            }
        }
        Ok(())
    }

    /// Shows every event of this call to those who keep something of it.
    pub(crate) fn show_to_witnesses(&mut self, tx: &mut Tx) -> Outcome<()> {
        if self.happened.is_empty() {
            return Ok(());
        }
        for witness in self.registry.witnesses() {
            (witness.see)(tx, &self.context, &self.happened)
                .map_err(|refusal| not_a_veto(witness.name, refusal))?;
        }
        Ok(())
    }

    /// Writes the event collected so far, when there is something to write.
    pub(crate) fn write_event(&mut self, tx: &mut Tx) -> Outcome<()> {
        let images: Vec<Image> = tx.take_images();
        if images.is_empty()
            && self.frame.facts.is_empty()
            && (!self.frame.always || !self.happened.is_empty())
        {
            return Ok(());
        }
        if self.frame.chains.is_empty() {
            return Err(Refusal::defect(format!("{} wrote without a chain", self.frame.name)));
        }
        let header = log::Header {
            id: self.context.new_id(),
            name: self.frame.name.clone(),
            customer: self.frame.customer,
            actor: self.context.principal.author(),
            sphere: self.context.principal.sphere.word().to_owned(),
            via: self.context.via.word().to_owned(),
            cause: self.frame.cause,
            happened_at: self.frame.happened_at,
            recorded_at: self.context.now,
            facts: JsonValue::Object(std::mem::take(&mut self.frame.facts)),
        };
        log::append(tx, &self.frame.chains, &header, &images)?;
        self.changed.extend(&self.frame.chains);
        self.depths.push(self.depth);
        self.happened.push(Happened {
            id: header.id,
            name: header.name,
            customer: header.customer,
            facts: header.facts,
        });
        Ok(())
    }

    /// Plans an action of the program for later. A plan for the same action, subject and step is replaced.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn schedule(&mut self, tx: &mut Tx, plan: &Schedule) -> Outcome<()> {
        self.schedule_all(tx, std::slice::from_ref(plan))
    }

    /// Plans several at once, no two for the same action, subject and step.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn schedule_all(&mut self, tx: &mut Tx, plans: &[Schedule]) -> Outcome<()> {
        clockwork::schedule(tx, &self.context, plans)
    }

    /// Forgets the plans of an action for a subject that have not fired.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn cancel(&mut self, tx: &mut Tx, action: &str, subject: impl Into<Uuid>) -> Outcome<()> {
        clockwork::cancel(tx, action, subject.into())
    }

    /// The next short number for people: `O-2026-0042`. Gaps are allowed, repeats are not.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn number(&mut self, tx: &mut Tx, prefix: &str) -> Outcome<String> {
        let mut one = self.numbers(tx, prefix, 1)?;
        one.pop().ok_or_else(|| Refusal::defect("a counter answered nothing"))
    }

    /// As [`Act::number`], so many at once.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn numbers(&mut self, tx: &mut Tx, prefix: &str, count: usize) -> Outcome<Vec<String>> {
        let year = self.context.zone().to_datetime(self.context.now).year();
        let name = format!("{prefix}-{year}");
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if count == 0 {
            return Ok(Vec::new());
        }
        let last = accord_store::counter::raise(tx, &name, count)?;
        Ok((last - count + 1..=last).map(|value| format!("{prefix}-{year}-{value:04}")).collect())
    }

    /// Asks the check of a kind of promise; a kind without a check answers `None`.
    ///
    /// # Errors
    /// The check's refusal.
    pub fn check(&self, tx: &mut Tx, kind: &str, wanted: &Wanted) -> Outcome<Option<Feasibility>> {
        match self.registry.find_check(kind) {
            Some(check) => (check.run)(tx, &self.context, wanted).map(Some),
            None => Ok(None),
        }
    }
}

/// A reaction cannot refuse what happened: its rule's refusal is a defect; the store's failures stay what they are.
fn not_a_veto(reaction: &str, refusal: Refusal) -> Refusal {
    if matches!(refusal.status, Status::Unavailable | Status::Full | Status::Defect) {
        return refusal;
    }
    let fields: Vec<&str> = refusal.fields.iter().map(|field| field.rule).collect();
    Refusal::defect(format!("reaction {reaction} refused: {} {fields:?}", refusal.rule))
}
