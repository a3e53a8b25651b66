//! Reading: views in one snapshot, with permission, sight and the read log the same for pages and the API (R64).

use std::sync::{Arc, PoisonError};

use accord_store::{Tx, params};
use jiff::Timestamp;
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{
    Caller, Context, Kernel, Outcome, PrincipalKind, Refusal, Registry, Status, Touches, Via, View,
    kernel::{TRACE, authorise},
    registry::Answered,
};

/// Reads collected before they are written to the read log.
const READS_BATCH: usize = 256;
/// Reads written by one statement.
const READS_TOGETHER: usize = 64;
/// Columns of the read log.
const READ_COLUMNS: usize = 7;

/// A read that the log keeps.
#[derive(Clone)]
pub(crate) struct ReadEntry {
    at: Timestamp,
    principal: Uuid,
    /// Whom it is about; none for a list that was given out.
    customer: Option<Uuid>,
    view: &'static str,
    via: Via,
    reason: Option<String>,
}

fn insert_reads(rows: usize) -> String {
    let row = |index: usize| format!("({})", accord_store::marks(index * READ_COLUMNS + 1, READ_COLUMNS));
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO read_log (id, read_at, principal, customer_id, view, via, reason) VALUES {}",
        rows.join(", ")
    )
}

impl Kernel {
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

    /// Reads one view by name, to look into its answer.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view(self: &Arc<Self>, caller: &Caller, name: &str, input: &JsonValue) -> Outcome<JsonValue> {
        self.read(caller, |reader| reader.view_by_name(name, input))
    }

    /// Reads one view by name, as the API does: its answer as JSON text.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view_text(self: &Arc<Self>, caller: &Caller, name: &str, input: &JsonValue) -> Outcome<String> {
        self.read(caller, |reader| reader.view_text(name, input))
    }

    /// Reads that needed a reason are durable before the answer leaves; the others wait for company.
    fn keep_reads(self: &Arc<Self>, entries: Vec<ReadEntry>) -> Outcome<()> {
        let (durable, ordinary): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| entry.reason.is_some());
        if !durable.is_empty() {
            self.write_reads(Arc::new(durable))?;
        }
        if ordinary.is_empty() {
            return Ok(());
        }
        let full = {
            let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
            reads.extend(ordinary);
            reads.len() >= READS_BATCH
        };
        if full { self.flush_reads() } else { Ok(()) }
    }

    /// Writes the collected reads to the read log. Called by the heartbeat and when the program stops.
    ///
    /// # Errors
    /// What the database refuses; the reads then are kept for the next time.
    pub fn flush_reads(self: &Arc<Self>) -> Outcome<()> {
        let entries = std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner));
        if entries.is_empty() {
            return Ok(());
        }
        let entries = Arc::new(entries);
        let outcome = self.write_reads(Arc::clone(&entries));
        if outcome.is_err() {
            let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
            reads.extend(entries.iter().cloned());
        }
        outcome
    }

    fn write_reads(self: &Arc<Self>, entries: Arc<Vec<ReadEntry>>) -> Outcome<()> {
        let ids = self.ids.clone();
        self.db.write(move |tx| {
            for some in entries.chunks(READS_TOGETHER) {
                let mut values = Vec::with_capacity(some.len() * READ_COLUMNS);
                for entry in some {
                    let id = ids.mint(entry.at);
                    values.extend_from_slice(params![
                        id,
                        entry.at,
                        entry.principal,
                        entry.customer,
                        entry.view,
                        entry.via,
                        entry.reason
                    ]);
                }
                tx.execute(&insert_reads(some.len()), &values)?;
            }
            Ok::<(), Refusal>(())
        })
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
        let _span = tracing::info_span!(target: TRACE, "view", otel.name = V::NAME).entered();
        authorise(&self.context.principal, V::AUDIENCE, V::PERMISSION)?;
        let about = view.about(self.tx, &self.context)?;
        self.admit(V::NAME, &about)?;
        view.read(self.tx, &self.context)
    }

    /// Reads a view by its name, to look into its answer.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view_by_name(&mut self, name: &str, input: &JsonValue) -> Outcome<JsonValue> {
        self.answered(name, input)?.tree()
    }

    /// Reads a view by its name, to hand its answer on as JSON text.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view_text(&mut self, name: &str, input: &JsonValue) -> Outcome<String> {
        self.answered(name, input)?.text()
    }

    fn answered(&mut self, name: &str, input: &JsonValue) -> Outcome<Box<dyn Answered>> {
        let kernel = Arc::clone(self.kernel);
        let def = kernel
            .registry
            .find_view(name)
            .ok_or_else(|| Refusal::new(Status::Absent, "view.unknown").with("name", name))?;
        let _span = tracing::info_span!(target: TRACE, "view", otel.name = def.name).entered();
        authorise(&self.context.principal, def.audience, def.permission)?;
        let entries = std::cell::RefCell::new(Vec::new());
        let answer = def.answered(input, self.tx, &self.context, &|tx, about| {
            entries.borrow_mut().extend(admit_read(&kernel.registry, tx, &self.context, def.name, about)?);
            Ok(())
        })?;
        self.note(entries.into_inner());
        Ok(answer)
    }

    fn admit(&mut self, name: &'static str, about: &Touches) -> Outcome<()> {
        let entries = admit_read(&self.kernel.registry, self.tx, &self.context, name, about)?;
        self.note(entries);
        Ok(())
    }

    /// Notes that the rows of a list were given out as a file. It is durable before the file leaves (R64).
    pub fn gave_out(&mut self, view: &str, form: &str, rows: usize) {
        let Some(view) = self.kernel.registry.find_view(view).map(|def| def.name) else { return };
        self.entries.push(ReadEntry {
            at: self.context.now,
            principal: self.context.principal.id,
            customer: None,
            view,
            via: self.context.via,
            reason: Some(format!("export.{form}: {rows}")),
        });
    }

    /// A page asks a dozen views about one customer, and that is one look at them: it is noted once, by the first view.
    fn note(&mut self, entries: Vec<ReadEntry>) {
        for entry in entries {
            if self.entries.iter().all(|noted| noted.customer != entry.customer) {
                self.entries.push(entry);
            }
        }
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
    registry: &Registry,
    tx: &mut Tx,
    ctx: &Context,
    view: &'static str,
    about: &Touches,
) -> Outcome<Vec<ReadEntry>> {
    let touches = Touches { customers: registry.survivors(tx, &about.customers)?, ..Touches::nothing() };
    let reason = registry.admit(tx, ctx, &touches)?;
    if ctx.principal.kind == PrincipalKind::System {
        return Ok(Vec::new());
    }
    Ok(touches
        .customers
        .iter()
        .map(|customer| ReadEntry {
            at: ctx.now,
            principal: ctx.principal.id,
            customer: Some(*customer),
            view,
            via: ctx.via,
            reason: reason.clone(),
        })
        .collect())
}
