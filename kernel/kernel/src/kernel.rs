//! The one way in.

use std::sync::{Arc, Mutex, PoisonError};

use accord_store::{Db, Tx, log, params};
use jiff::Timestamp;
use serde_json::Value as JsonValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Act, Audience, Caller, Clock, Context, Credential, IdSource, Intent, Language, Outcome, Permission,
    Principal, PrincipalKind, Refusal, Registry, Sight, Status, Touches, Via, View, Words, clock,
    clockwork::{self, Planned},
};

/// How deep reactions may cause reactions.
const REACTIONS_DEEP_MAX: usize = 64;
/// Longest idempotency key.
const KEY_MAX: usize = 200;
/// Reads collected before they are written to the read log.
const READS_BATCH: usize = 256;

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

struct ReadEntry {
    at: Timestamp,
    principal: Uuid,
    customer: Uuid,
    view: &'static str,
    via: Via,
    reason: Option<String>,
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
    ids: IdSource,
    reads: Mutex<Vec<ReadEntry>>,
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
            reads: Mutex::new(Vec::new()),
            listeners: Mutex::new(Vec::new()),
        }))
    }

    /// Calls `listener` with the chains that changed, after each commit on this node.
    pub fn on_change(&self, listener: impl Fn(&[Uuid]) + Send + Sync + 'static) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    fn tell(&self, changed: &[Uuid]) {
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
        // Read the input before taking a place in the writer's queue.
        (def.prepare)(&call.input)?;
        let (kernel, caller) = (Arc::clone(self), caller.clone());
        let done = self.db.write(move |tx| kernel.act_in(tx, &caller, &call, None))?;
        self.tell(&done.changed);
        Ok(done)
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
                outcomes.push(tx.attempt(|tx| kernel.act_in(tx, caller, call, None))?);
            }
            Ok::<_, Refusal>(outcomes)
        })?;
        let changed: Vec<Uuid> =
            outcomes.iter().flatten().flat_map(|done| done.changed.iter().copied()).collect();
        self.tell(&changed);
        Ok(outcomes)
    }

    /// Runs several calls, each seeing what the ones before did, in one transaction: all of them or none. For the
    /// demo's history and for commands; on PostgreSQL the work may run again.
    ///
    /// # Errors
    /// The first refusal that the work passes on.
    pub fn together<T: Send + 'static>(
        self: &Arc<Self>,
        mut work: impl FnMut(&mut Together<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let kernel = Arc::clone(self);
        let (answer, changed) = self.db.write(move |tx| {
            let mut together = Together { kernel: &kernel, tx, changed: Vec::new() };
            let answer = work(&mut together)?;
            Ok::<_, Refusal>((answer, together.changed))
        })?;
        self.tell(&changed);
        Ok(answer)
    }

    fn context(&self, tx: &mut Tx, caller: &Caller) -> Outcome<Context> {
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
            request: caller.request,
            ids: self.ids.clone(),
            words: Arc::clone(&self.words),
            registry: Arc::clone(&self.registry),
            principal,
        })
    }

    /// The whole function that a serialization failure repeats: it has no effect but through its transaction.
    fn act_in(&self, tx: &mut Tx, caller: &Caller, call: &Call, fire: Option<&Planned>) -> Outcome<Done> {
        let def = self.registry.find_action(&call.action).ok_or_else(|| unknown(&call.action))?;
        let ctx = self.context(tx, caller)?;
        authorise(&ctx.principal, def.audience, def.permission)?;
        let fingerprint = Sha256::digest(format!("{}\n{}", def.name, call.input)).to_vec();
        if let Some(key) = &call.key
            && let Some(done) = earlier_answer(tx, &ctx.principal, key, &fingerprint)?
        {
            return Ok(done);
        }
        let prepared = (def.prepare)(&call.input)?;
        let mut touches = prepared.touches(tx, &ctx)?;
        for customer in &mut touches.customers {
            *customer = self.sharing()?.canonical(tx, *customer)?;
        }
        touches.customers.dedup();
        let mut chains = touches.customers.clone();
        chains.extend(&touches.chains);
        log::lock(tx, &chains)?;
        if let Some(plan) = fire
            && !clockwork::mark_fired(tx, plan, ctx.now)?
        {
            return Ok(Done { answer: JsonValue::Null, changed: Vec::new(), repeated: true });
        }
        self.admit(tx, &ctx, &touches)?;
        let intent = Intent { action: def, touches: &touches, input: &call.input };
        for guard in self.registry.guards() {
            (guard.check)(tx, &ctx, &intent)?;
        }
        let mut act = Act::new(ctx, &self.registry, def.name, &touches);
        if let Some(plan) = fire {
            let late = act.now.duration_since(plan.due_at);
            if late.as_secs() > 0 {
                act.fact("late_seconds", late.as_secs());
            }
        }
        let answer = prepared.perform(tx, &mut act)?;
        act.write_event(tx)?;
        self.react(tx, &mut act)?;
        if let Some(key) = &call.key {
            keep_answer(tx, act.context(), key, def.name, &fingerprint, &answer)?;
        }
        act.changed.sort_unstable();
        act.changed.dedup();
        Ok(Done { answer, changed: act.changed, repeated: false })
    }

    fn react(&self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let mut next = 0;
        while let Some(event) = act.happened.get(next).cloned() {
            next += 1;
            if next > REACTIONS_DEEP_MAX * 1_000 {
                return Err(Refusal::defect("reactions without end"));
            }
            for reaction in self.registry.reactions_on(&event.name) {
                act.react(tx, reaction.name, &event, |tx, act| (reaction.run)(tx, act, &event))?;
            }
        }
        Ok(())
    }

    fn sharing(&self) -> Outcome<&dyn crate::Sharing> {
        self.registry.sharing.as_deref().ok_or_else(|| Refusal::defect("no sharing rule"))
    }

    /// Checks sight of every touched customer. Returns the reason under which a restricted one may be read.
    fn admit(&self, tx: &mut Tx, ctx: &Context, touches: &Touches) -> Outcome<Option<String>> {
        let mut reason = None;
        for customer in &touches.customers {
            match ctx.principal.kind {
                PrincipalKind::System => {}
                PrincipalKind::Nobody => return Err(Refusal::absent()),
                PrincipalKind::Contact => {
                    if ctx.principal.customer != Some(*customer) {
                        return Err(Refusal::absent());
                    }
                }
                PrincipalKind::Person => match self.sharing()?.sight(tx, ctx, *customer)? {
                    Sight::Open => {}
                    Sight::ByReason(text) => reason = Some(text),
                    Sight::Hidden => return Err(Refusal::absent()),
                    Sight::NeedsReason => {
                        return Err(Refusal::forbidden("territory.reason_needed").possible_action(
                            "state_reason",
                            Vec::new(),
                            "customer.state_reason",
                            serde_json::json!({ "customer": customer }),
                        ));
                    }
                },
            }
        }
        Ok(reason)
    }

    /// Runs a read in one snapshot. What must be logged durably is written before the answer leaves.
    ///
    /// # Errors
    /// The read's refusal.
    pub fn read<T>(
        self: &Arc<Self>,
        caller: &Caller,
        work: impl FnOnce(&mut Reader<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let mut entries = Vec::new();
        let answer = self.db.read(|tx| {
            let context = self.context(tx, caller)?;
            let mut reader = Reader { tx, context, kernel: self, entries: Vec::new() };
            let answer = work(&mut reader)?;
            entries = reader.entries;
            Ok::<T, Refusal>(answer)
        })?;
        self.keep_reads(entries)?;
        Ok(answer)
    }

    /// Reads one view by name, as the API does.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view(self: &Arc<Self>, caller: &Caller, name: &str, input: &JsonValue) -> Outcome<JsonValue> {
        self.read(caller, |reader| reader.view_by_name(name, input))
    }

    fn keep_reads(self: &Arc<Self>, entries: Vec<ReadEntry>) -> Outcome<()> {
        let durable = entries.iter().any(|entry| entry.reason.is_some());
        let full = {
            let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
            reads.extend(entries);
            reads.len() >= READS_BATCH
        };
        if durable || full { self.flush_reads() } else { Ok(()) }
    }

    /// Writes the collected reads to the read log. Called by the heartbeat and when the program stops.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn flush_reads(self: &Arc<Self>) -> Outcome<()> {
        let entries = std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner));
        if entries.is_empty() {
            return Ok(());
        }
        let entries = Arc::new(entries);
        let (ids, list) = (self.ids.clone(), Arc::clone(&entries));
        let outcome = self.db.write(move |tx| {
            for entry in list.iter() {
                let sql = "INSERT INTO read_log (id, read_at, principal, customer_id, view, via, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                let id = ids.mint(entry.at);
                tx.execute(sql, params![id, entry.at, entry.principal, entry.customer, entry.view, entry.via, entry.reason])?;
            }
            Ok::<(), Refusal>(())
        });
        if outcome.is_err()
            && let Ok(entries) = Arc::try_unwrap(entries)
        {
            self.reads.lock().unwrap_or_else(PoisonError::into_inner).extend(entries);
        }
        outcome
    }

    /// Fires what is due by now, in order, each at once and each only once. Returns how many fired.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn tick(self: &Arc<Self>) -> Outcome<u64> {
        let now = self.db.read(|tx| self.clock.now(tx).map_err(Refusal::from))?;
        self.fire_until(now)
    }

    /// Moves business time forward to `target`, running every due item in order at its own instant.
    ///
    /// # Errors
    /// A refusal when the target lies behind; what the database refuses.
    pub fn advance(self: &Arc<Self>, target: Timestamp) -> Outcome<u64> {
        let now = self.db.read(|tx| self.clock.now(tx).map_err(Refusal::from))?;
        if self.clock != Clock::Movable {
            return Err(Refusal::conflict("clock.fixed"));
        }
        if target < now {
            return Err(Refusal::conflict("clock.backward"));
        }
        let fired = self.fire_until(target)?;
        self.set_clock(target)?;
        Ok(fired)
    }

    fn set_clock(self: &Arc<Self>, at: Timestamp) -> Outcome<()> {
        let clock = self.clock;
        self.db.write(move |tx| clock.set(tx, at).map_err(Refusal::from))
    }

    fn fire_until(self: &Arc<Self>, until: Timestamp) -> Outcome<u64> {
        let mut fired = 0;
        while let Some(plan) = self.db.read(|tx| clockwork::earliest(tx, until))? {
            if self.clock == Clock::Movable {
                let now = self.db.read(|tx| self.clock.now(tx).map_err(Refusal::from))?;
                if plan.due_at > now {
                    self.set_clock(plan.due_at)?;
                }
            }
            let (kernel, call, ticket) =
                (Arc::clone(self), Call::new(&plan.action, plan.input.clone()), plan.clone());
            let outcome = self.db.write(move |tx| kernel.act_in(tx, &Caller::system(), &call, Some(&ticket)));
            match outcome {
                Ok(done) => {
                    fired += u64::from(!done.repeated);
                    self.tell(&done.changed);
                }
                Err(refusal) => {
                    tracing::error!(
                        action = plan.action,
                        rule = refusal.rule,
                        detail = refusal.internal,
                        "planned {} failed",
                        plan.action
                    );
                    let (kernel, text) = (Arc::clone(self), refusal.rule.to_owned());
                    self.db.write(move |tx| {
                        let now = kernel.clock.now(tx)?;
                        clockwork::mark_failed(tx, &plan, now, &text)
                    })?;
                }
            }
        }
        Ok(fired)
    }

    /// Seals the chain heads that moved; returns the new root.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn seal(self: &Arc<Self>) -> Outcome<Option<Vec<u8>>> {
        let clock = self.clock;
        self.db.write(move |tx| {
            let now = clock.now(tx)?;
            Ok::<_, Refusal>(log::seal(tx, now)?)
        })
    }
}

fn unknown(name: &str) -> Refusal {
    Refusal::new(Status::Absent, "action.unknown").with("name", name)
}

/// Deny by default: the audience first, then the permission.
fn authorise(principal: &Principal, audience: Audience, permission: Permission) -> Outcome<()> {
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

fn earlier_answer(
    tx: &mut Tx,
    principal: &Principal,
    key: &str,
    fingerprint: &[u8],
) -> Outcome<Option<Done>> {
    if key.is_empty() || key.len() > KEY_MAX {
        return Err(Refusal::new(Status::Malformed, "key.length").with("max", KEY_MAX));
    }
    let sql = "SELECT fingerprint, answer FROM idempotency WHERE principal = ?1 AND key = ?2";
    let Some(row) = tx.query_one(sql, params![principal.id, key])? else {
        return Ok(None);
    };
    if row.get::<Vec<u8>>(0)? != fingerprint {
        return Err(Refusal::new(Status::Invalid, "key.other_body"));
    }
    let answer: String = row.get(1)?;
    let answer = serde_json::from_str(&answer).unwrap_or(JsonValue::Null);
    Ok(Some(Done { answer, changed: Vec::new(), repeated: true }))
}

fn keep_answer(
    tx: &mut Tx,
    ctx: &Context,
    key: &str,
    action: &str,
    fingerprint: &[u8],
    answer: &JsonValue,
) -> Outcome<()> {
    let sql = "INSERT INTO idempotency (principal, key, action, fingerprint, answer, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (principal, key) DO NOTHING";
    let kept = without_secret(answer).to_string();
    let values = params![ctx.principal.id, key, action, fingerprint.to_vec(), kept, ctx.wall].to_vec();
    if tx.execute(sql, &values)? == 0 {
        // The same key ran on another node at the same moment: repeat, and find its answer.
        return Err(accord_store::Error::Retry.into());
    }
    Ok(())
}

/// The answer as it may be kept: what is shown once (`secret`) is shown once, also by a repeated key.
fn without_secret(answer: &JsonValue) -> JsonValue {
    let mut kept = answer.clone();
    if let Some(secret) = kept.as_object_mut().and_then(|fields| fields.get_mut("secret")) {
        *secret = JsonValue::String(String::new());
    }
    kept
}

/// Calls that belong together, in one transaction.
pub struct Together<'t> {
    kernel: &'t Kernel,
    tx: &'t mut Tx,
    changed: Vec<Uuid>,
}

impl Together<'_> {
    /// Business time stands at this instant for the calls that follow (movable clock only).
    ///
    /// # Errors
    /// What the database refuses.
    pub fn at(&mut self, instant: Timestamp) -> Outcome<()> {
        Ok(self.kernel.clock.set(self.tx, instant)?)
    }

    /// Runs one call and returns its answer.
    ///
    /// # Errors
    /// Its refusal.
    pub fn act(&mut self, caller: &Caller, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        let done = self.kernel.act_in(self.tx, caller, &Call::new(action, input), None)?;
        self.changed.extend(done.changed);
        Ok(done.answer)
    }
}

/// A read in one snapshot: pages and the API read views through it, so that permission, sight and the read log are
/// the same for both.
pub struct Reader<'r> {
    /// The snapshot. Rooms' pages do not use it; they read views.
    pub tx: &'r mut Tx,
    /// Who reads, when.
    pub context: Context,
    /// The kernel.
    pub kernel: &'r Arc<Kernel>,
    entries: Vec<ReadEntry>,
}

impl Reader<'_> {
    /// Reads a view with its type.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view<V: View>(&mut self, view: V) -> Outcome<V::Answer> {
        authorise(&self.context.principal, V::AUDIENCE, V::PERMISSION)?;
        let about = view.about(self.tx, &self.context)?;
        self.admit(V::NAME, &about)?;
        view.read(self.tx, &self.context)
    }

    /// Reads a view by its name.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view_by_name(&mut self, name: &str, input: &JsonValue) -> Outcome<JsonValue> {
        let kernel = Arc::clone(self.kernel);
        let def = kernel
            .registry
            .find_view(name)
            .ok_or_else(|| Refusal::new(Status::Absent, "view.unknown").with("name", name))?;
        authorise(&self.context.principal, def.audience, def.permission)?;
        let entries = std::cell::RefCell::new(Vec::new());
        let context = self.context.clone();
        let answer = (def.read)(input, self.tx, &context, &|tx, about| {
            entries.borrow_mut().extend(admit_read(&kernel, tx, &context, def.name, about)?);
            Ok(())
        })?;
        self.entries.extend(entries.into_inner());
        Ok(answer)
    }

    fn admit(&mut self, name: &'static str, about: &Touches) -> Outcome<()> {
        let entries = admit_read(self.kernel, self.tx, &self.context, name, about)?;
        self.entries.extend(entries);
        Ok(())
    }

    /// Whether the reader may run an action, without saying why not.
    pub fn may_act(&self, action: &str) -> bool {
        self.kernel
            .registry
            .find_action(action)
            .is_some_and(|def| authorise(&self.context.principal, def.audience, def.permission).is_ok())
    }
}

fn admit_read(
    kernel: &Arc<Kernel>,
    tx: &mut Tx,
    ctx: &Context,
    view: &'static str,
    about: &Touches,
) -> Outcome<Vec<ReadEntry>> {
    let mut touches = about.clone();
    for customer in &mut touches.customers {
        *customer = kernel.sharing()?.canonical(tx, *customer)?;
    }
    let reason = kernel.admit(tx, ctx, &touches)?;
    if ctx.principal.kind == PrincipalKind::System {
        return Ok(Vec::new());
    }
    Ok(touches
        .customers
        .iter()
        .map(|customer| ReadEntry {
            at: ctx.now,
            principal: ctx.principal.id,
            customer: *customer,
            view,
            via: ctx.via,
            reason: reason.clone(),
        })
        .collect())
}
