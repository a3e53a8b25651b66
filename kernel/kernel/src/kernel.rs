//! The one way in.

use std::sync::{Arc, Mutex, PoisonError};

use accord_store::{Db, IsRetry, Tx, log};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value as JsonValue;
use tracing::field::Empty;
use uuid::Uuid;

use crate::{
    Act, ActionDef, Audience, Caller, Clock, Context, Counts, Credential, IdSource, Intent, Language,
    Outcome, Permission, Principal, PrincipalKind, Refusal, Registry, Status, Touches, Words, clock,
    clockwork::{self, Planned},
    idempotency::Key,
    reader::ReadEntry,
    registry::Prepared,
};

/// Target of the spans that are made for whoever collects traces. They are no part of the log.
pub const TRACE: &str = "accord::trace";

/// A call of an action.
#[derive(Debug, Clone)]
pub struct Call {
    /// Name of the action.
    pub action: String,
    /// Its input.
    pub input: JsonValue,
    /// Idempotency key: the same key has one effect and one answer.
    pub key: Option<String>,
}

impl Call {
    /// A call without a key.
    pub fn new(action: &str, input: JsonValue) -> Self {
        Self { action: action.to_owned(), input, key: None }
    }
}

/// What came of a call.
#[derive(Debug, Clone)]
pub struct Done {
    /// The action's answer.
    pub answer: JsonValue,
    /// Chains that have new events.
    pub changed: Vec<Uuid>,
    /// True when the answer is that of an earlier call with the same key.
    pub repeated: bool,
}

type Listener = Box<dyn Fn(&[Uuid]) + Send + Sync>;

/// The kernel: everything enters here.
pub struct Kernel {
    /// The database.
    pub db: Db,
    /// What the rooms registered.
    pub registry: Arc<Registry>,
    /// The words.
    pub words: Arc<Words>,
    /// Business time.
    pub clock: Clock,
    pub(crate) ids: IdSource,
    /// Calls on this node since it started.
    pub counts: Counts,
    pub(crate) reads: Mutex<Vec<ReadEntry>>,
    listeners: Mutex<Vec<Listener>>,
}

impl Kernel {
    /// Starts the kernel over an open database.
    ///
    /// # Errors
    /// A sentence that names what is wrong with the wiring.
    pub fn new(db: Db, registry: Registry, clock: Clock, ids: IdSource) -> Result<Arc<Self>, String> {
        let faults = registry.faults();
        if !faults.is_empty() {
            return Err(faults.join("; "));
        }
        let words = Words::new(registry.messages())?;
        Ok(Arc::new(Self {
            db,
            registry: Arc::new(registry),
            words,
            clock,
            ids,
            counts: Counts::default(),
            reads: Mutex::new(Vec::new()),
            listeners: Mutex::new(Vec::new()),
        }))
    }

    /// Calls `listener` with the chains that changed, after each commit on this node.
    pub fn on_change(&self, listener: impl Fn(&[Uuid]) + Send + Sync + 'static) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    pub(crate) fn tell(&self, changed: &[Uuid]) {
        for listener in self.listeners.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(changed);
        }
    }

    /// Runs one action.
    ///
    /// # Errors
    /// Its refusal; then it has no effect.
    pub fn act(self: &Arc<Self>, caller: &Caller, call: Call) -> Outcome<Done> {
        let def = self.registry.find_action(&call.action).ok_or_else(|| unknown(&call.action))?;
        let span = tracing::info_span!(target: TRACE, "action", otel.name = def.name, rule = Empty).entered();
        let outcome = self.act_as(def, caller, call);
        if let Err(refusal) = &outcome {
            span.record("rule", refusal.rule);
        }
        drop(span);
        self.counts.note(def.name, &outcome);
        outcome
    }

    fn act_as(self: &Arc<Self>, def: &ActionDef, caller: &Caller, call: Call) -> Outcome<Done> {
        // Read the input before taking a place in the writer's queue.
        let prepared = match def.prepared(&call.input) {
            Ok(prepared) => prepared,
            Err(refusal) => return Err(self.refuse_unread(caller, def, refusal)),
        };
        let (kernel, caller, mut prepared) = (Arc::clone(self), caller.clone(), Some(prepared));
        // When transactions meet, the work is repeated and its input read again.
        let done = self.db.write(move |tx| kernel.act_in(tx, &caller, &call, prepared.take(), None))?;
        self.tell(&done.changed);
        Ok(done)
    }

    /// Who may not run an action learns that, and nothing of what is wrong with the input.
    fn refuse_unread(&self, caller: &Caller, def: &ActionDef, unread: Refusal) -> Refusal {
        let admitted = self.db.read(|tx| {
            let ctx = self.context(tx, caller)?;
            authorise(&ctx.principal, def.audience, def.permission)
        });
        admitted.err().unwrap_or(unread)
    }

    /// Runs several calls in one transaction; each has its own effect or refusal. For imports and the demo's history.
    /// With `at`, business time stands at that instant for the call (movable clock only).
    ///
    /// # Errors
    /// The store's failure; then none has an effect.
    pub fn act_many(
        self: &Arc<Self>,
        calls: Vec<(Caller, Call, Option<Timestamp>)>,
    ) -> Outcome<Vec<Outcome<Done>>> {
        let kernel = Arc::clone(self);
        let outcomes: Vec<Outcome<Done>> = self.db.write(move |tx| {
            let mut outcomes = Vec::with_capacity(calls.len());
            for (caller, call, at) in &calls {
                if let Some(at) = at {
                    kernel.clock.set(tx, *at)?;
                }
                outcomes.push(kernel.attempt_in(tx, caller, call)?);
            }
            Ok::<_, Refusal>(outcomes)
        })?;
        let changed: Vec<Uuid> =
            outcomes.iter().flatten().flat_map(|done| done.changed.iter().copied()).collect();
        self.tell(&changed);
        Ok(outcomes)
    }

    /// One of several calls in a transaction: a refused one leaves nothing. Transactions that met repeat the whole.
    pub(crate) fn attempt_in(&self, tx: &mut Tx, caller: &Caller, call: &Call) -> Outcome<Outcome<Done>> {
        match tx.attempt(|tx| self.act_in(tx, caller, call, None, None))? {
            Err(refusal) if refusal.is_retry() => Err(refusal),
            outcome => Ok(outcome),
        }
    }

    pub(crate) fn context(&self, tx: &mut Tx, caller: &Caller) -> Outcome<Context> {
        let wall = clock::wall_now();
        let now = match self.clock {
            Clock::Wall => wall,
            Clock::Movable => self.clock.now(tx)?,
        };
        let gate = self.registry.gate.as_ref().ok_or_else(|| Refusal::defect("no gate"))?;
        let principal = match &caller.credential {
            Credential::System => Principal::system(),
            Credential::Nobody => Principal::nobody(),
            credential => gate
                .principal(tx, wall, now, credential)?
                .ok_or_else(|| Refusal::new(Status::SignIn, "sign_in"))?,
        };
        Ok(Context {
            now,
            wall,
            via: caller.via,
            language: principal.language.or(caller.language).unwrap_or(Language::English),
            company_zone: gate.company_zone(tx)?,
            reader_zone: TimeZone::get(&principal.zone).unwrap_or(TimeZone::UTC),
            request: caller.request,
            ids: self.ids.clone(),
            words: Arc::clone(&self.words),
            registry: Arc::clone(&self.registry),
            principal,
        })
    }

    /// The whole function that a serialization failure repeats: it has no effect but through its transaction.
    /// `prepared` is the call's input when it was read before; `fire` is the plan that calls.
    pub(crate) fn act_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        call: &Call,
        prepared: Option<Box<dyn Prepared + Send>>,
        fire: Option<&Planned>,
    ) -> Outcome<Done> {
        let def = self.registry.find_action(&call.action).ok_or_else(|| unknown(&call.action))?;
        let ctx = self.context(tx, caller)?;
        authorise(&ctx.principal, def.audience, def.permission)?;
        let key = Key::of(&ctx.principal, def.name, call)?;
        if let Some(key) = &key
            && let Some(answer) = key.claim(tx, &ctx)?
        {
            return Ok(Done { answer, changed: Vec::new(), repeated: true });
        }
        let prepared = prepared.map_or_else(|| def.prepared(&call.input), Ok)?;
        let touches = prepared.touches(tx, &ctx)?;
        let touches = self.registry.lock(tx, touches)?;
        if let Some(plan) = fire
            && !clockwork::mark_fired(tx, plan, ctx.now)?
        {
            return Ok(Done { answer: JsonValue::Null, changed: Vec::new(), repeated: true });
        }
        self.registry.admit(tx, &ctx, &touches)?;
        self.registry.ask_guards(tx, &ctx, &Intent { action: def, touches: &touches, input: &call.input })?;
        let mut act = Act::new(ctx, &self.registry, def.name, &touches);
        if let Some(plan) = fire {
            let late = act.now.duration_since(plan.due_at);
            if late.as_secs() > 0 {
                act.fact("late_seconds", late.as_secs());
            }
        }
        let answer = act.carry_out(tx, prepared)?;
        if let Some(key) = &key {
            key.keep(tx, &answer)?;
        }
        act.changed.sort_unstable();
        act.changed.dedup();
        Ok(Done { answer, changed: act.changed, repeated: false })
    }

    /// Asks the guards whether an action may be done to a customer now, as the program: what was begun before goes on only
    /// while none stands against it (a letter that waits).
    ///
    /// # Errors
    /// The guard's refusal; `action.unknown`.
    pub fn guarded(&self, tx: &mut Tx, action: &str, customer: Uuid, input: &JsonValue) -> Outcome<()> {
        let def = self.registry.find_action(action).ok_or_else(|| unknown(action))?;
        let ctx = self.context(tx, &Caller::system())?;
        let touches = Touches { customers: self.registry.survivors(tx, &[customer])?, ..Touches::nothing() };
        self.registry.ask_guards(tx, &ctx, &Intent { action: def, touches: &touches, input })
    }

    /// Seals the chain heads that moved, by and by where there are many; returns the last root.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn seal(self: &Arc<Self>) -> Outcome<Option<Vec<u8>>> {
        let clock = self.clock;
        let mut last = None;
        loop {
            let sealed = self.db.write(move |tx| {
                let now = clock.now(tx)?;
                Ok::<_, Refusal>(log::seal(tx, now)?)
            })?;
            let Some(sealed) = sealed else { return Ok(last) };
            last = Some(sealed.root);
            if !sealed.full {
                return Ok(last);
            }
        }
    }
}

pub(crate) fn unknown(name: &str) -> Refusal {
    Refusal::new(Status::Absent, "action.unknown").with("name", name)
}

/// Deny by default: the audience first, then the permission.
pub(crate) fn authorise(principal: &Principal, audience: Audience, permission: Permission) -> Outcome<()> {
    if principal.kind == PrincipalKind::Nobody && audience != Audience::Public {
        return Err(Refusal::new(Status::SignIn, "sign_in"));
    }
    if !audience.admits(principal.kind) {
        // A contact must not learn what colleagues can do.
        return Err(match principal.kind {
            PrincipalKind::Contact => Refusal::absent(),
            _ => Refusal::forbidden("permission").with("permission", permission.word()),
        });
    }
    if audience != Audience::Public && !principal.may(permission) {
        return Err(Refusal::forbidden("permission").with("permission", permission.word()));
    }
    Ok(())
}
