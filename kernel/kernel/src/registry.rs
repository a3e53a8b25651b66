//! One list from which API, pages, permission matrix, palette and audit names come.

use std::{
    any::{Any, TypeId},
    collections::{BTreeMap, HashMap},
};

use accord_store::{Table, Tx};
use foldhash::fast::RandomState;
use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{Act, Audience, Context, Credential, Language, Metric, Outcome, Permission, Principal, Refusal};

/// What an action or view is about. Chains are locked before guards run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touches {
    /// Customers: sight is checked, chains are locked.
    pub customers: Vec<Uuid>,
    /// Other chains: persons, areas, products, settings.
    pub chains: Vec<Uuid>,
}

impl Touches {
    /// Nothing that exists yet, or nothing in particular.
    pub fn nothing() -> Self {
        Self::default()
    }
    /// One customer.
    pub fn customer(id: impl Into<Uuid>) -> Self {
        Self { customers: vec![id.into()], chains: Vec::new() }
    }
    /// Several customers.
    pub fn customers(ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self { customers: ids.into_iter().collect(), chains: Vec::new() }
    }
    /// Every chain it touches, each once: customers first.
    pub(crate) fn all(&self) -> Vec<Uuid> {
        let mut chains: Vec<Uuid> = Vec::with_capacity(self.customers.len() + self.chains.len());
        for chain in self.customers.iter().chain(&self.chains) {
            if !chains.contains(chain) {
                chains.push(*chain);
            }
        }
        chains
    }
    /// Another chain.
    pub fn chain(id: impl Into<Uuid>) -> Self {
        Self { customers: Vec::new(), chains: vec![id.into()] }
    }
}

/// The only way to change something: a plain struct with a name, a permission, what it touches, and one decision.
/// Nothing here has a default on purpose.
pub trait Action: DeserializeOwned + JsonSchema + Send + 'static {
    /// `room.verb`.
    const NAME: &'static str;
    /// Who may.
    const PERMISSION: Permission;
    /// Whether it sells: what is commercial can be held by a guard (R31).
    const COMMERCIAL: bool;
    /// For whom it is.
    const AUDIENCE: Audience;
    /// What it answers.
    type Answer: Serialize + JsonSchema;
    /// Finds what it touches. A thing that is absent is refused with [`Refusal::absent`].
    ///
    /// # Errors
    /// A refusal.
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches>;
    /// Loads, decides by pure rules, writes.
    ///
    /// # Errors
    /// A refusal; then nothing stays.
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer>;
}

/// A read model that is both the page's data and the API's answer. The struct holds its parameters.
pub trait View: DeserializeOwned + JsonSchema + Send + 'static {
    /// `room.noun`.
    const NAME: &'static str;
    /// Who may.
    const PERMISSION: Permission;
    /// For whom it is.
    const AUDIENCE: Audience;
    /// What it answers.
    type Answer: Serialize + JsonSchema + 'static;
    /// Whom it is about: sight of these customers is checked and the read is logged.
    ///
    /// # Errors
    /// A refusal.
    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches>;
    /// Reads.
    ///
    /// # Errors
    /// A refusal.
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer>;
}

/// An action with its input read, erased of its type.
pub(crate) trait Prepared {
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches>;
    fn perform(self: Box<Self>, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<JsonValue>;
}

struct Typed<A>(A);

impl<A: Action> Prepared for Typed<A> {
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        self.0.touches(tx, ctx)
    }
    fn perform(self: Box<Self>, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<JsonValue> {
        let answer = self.0.perform(tx, act)?;
        serde_json::to_value(answer).map_err(|error| Refusal::defect(error.to_string()))
    }
}

/// A registered action.
pub struct ActionDef {
    /// Name.
    pub name: &'static str,
    /// Who may.
    pub permission: Permission,
    /// Whether it sells.
    pub commercial: bool,
    /// For whom.
    pub audience: Audience,
    /// Schema of the input.
    pub input: Schema,
    /// Schema of the answer.
    pub answer: Schema,
    prepare: fn(&JsonValue) -> Outcome<Box<dyn Prepared + Send>>,
}

impl ActionDef {
    /// Reads an input, strictly and in the form that the document gives.
    pub(crate) fn prepared(&self, input: &JsonValue) -> Outcome<Box<dyn Prepared + Send>> {
        crate::form::check(&self.input, input)?;
        (self.prepare)(input)
    }
}

/// A registered view.
pub struct ViewDef {
    /// Name.
    pub name: &'static str,
    /// Who may.
    pub permission: Permission,
    /// For whom.
    pub audience: Audience,
    /// Schema of the parameters.
    pub input: Schema,
    /// Schema of the answer.
    pub answer: Schema,
    read: ReadView,
}

impl ViewDef {
    /// Reads the view, its parameters strictly and in the form that the document gives.
    pub(crate) fn answered(
        &self,
        input: &JsonValue,
        tx: &mut Tx,
        ctx: &Context,
        admit: &Admit<'_>,
    ) -> Outcome<Box<dyn Answered>> {
        crate::form::check(&self.input, input)?;
        (self.read)(input, tx, ctx, admit)
    }
}

/// Reads a view from its input.
pub(crate) type ReadView = fn(&JsonValue, &mut Tx, &Context, &Admit<'_>) -> Outcome<Box<dyn Answered>>;

/// A view's answer, not yet put into a form: a program gets text, and a tree is built only for whoever looks into it.
pub(crate) trait Answered {
    /// As a tree.
    fn tree(&self) -> Outcome<JsonValue>;
    /// As JSON text.
    fn text(&self) -> Outcome<String>;
}

impl<A: Serialize> Answered for A {
    fn tree(&self) -> Outcome<JsonValue> {
        serde_json::to_value(self).map_err(|error| Refusal::defect(error.to_string()))
    }

    fn text(&self) -> Outcome<String> {
        serde_json::to_string(self).map_err(|error| Refusal::defect(error.to_string()))
    }
}

/// Admits a reader to what a view is about, and notes the read.
pub(crate) type Admit<'a> = dyn Fn(&mut Tx, &Touches) -> Outcome<()> + 'a;

/// What a guard is told of an action about to run.
pub struct Intent<'a> {
    /// The action.
    pub action: &'a ActionDef,
    /// What it touches.
    pub touches: &'a Touches,
    /// Its input.
    pub input: &'a JsonValue,
}

/// A rule that can refuse any action that touches something.
pub struct Guard {
    /// Name.
    pub name: &'static str,
    /// Refuses, or not.
    pub check: fn(&mut Tx, &Context, &Intent<'_>) -> Outcome<()>,
}

/// An event as reactions see it.
#[derive(Debug, Clone)]
pub struct Happened {
    /// Id of the event.
    pub id: Uuid,
    /// Name of the action.
    pub name: String,
    /// Its customer.
    pub customer: Option<Uuid>,
    /// Its facts.
    pub facts: JsonValue,
}

impl Happened {
    /// One of its facts; none where it has none of this name, or one of another form.
    pub fn fact<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.facts.get(name)?).ok()
    }
}

/// What another room does, in the same transaction, when an event happens. Never vetoes: an error is a defect.
pub struct Reaction {
    /// Name of the reaction, and of the event it leaves when it writes.
    pub name: &'static str,
    /// Event it reacts to.
    pub on: &'static str,
    /// What it does.
    pub run: fn(&mut Tx, &mut Act<'_>, &Happened) -> Outcome<()>,
}

/// What a room keeps of every event, in the event's own transaction: what machines outside are to hear. It writes
/// operational tables alone and leaves no event. Never vetoes: an error is a defect.
pub struct Witness {
    /// Name of the witness.
    pub name: &'static str,
    /// What it does with the events of one call, in their order.
    pub see: fn(&mut Tx, &Context, &[Happened]) -> Outcome<()>,
}

/// What is wanted of a check.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The customer.
    pub customer: Uuid,
    /// When it shall be due.
    pub due_at: Timestamp,
    /// What the promise is about (an order line, a part), by the check's own form.
    pub subject: JsonValue,
}

/// What limits a date: a message key `limit-<word>` and its facts.
pub type Limit = (&'static str, Vec<(&'static str, crate::Fact)>);

/// Whether a promise of a kind can be kept.
#[derive(Debug, Clone)]
pub struct Feasibility {
    /// Whether the wanted due can be kept.
    pub feasible: bool,
    /// The earliest that can be kept.
    pub earliest: Option<Timestamp>,
    /// What limits it.
    pub limits: Vec<Limit>,
    /// Who may override with a reason; `None` means nobody can.
    pub override_by: Option<Permission>,
    /// Persons who must deliver and are told at once of an override.
    pub deliverers: Vec<Uuid>,
}

/// Answers whether a promise of a kind can be kept.
pub struct Check {
    /// Kind of promise.
    pub kind: &'static str,
    /// Answers.
    pub run: fn(&mut Tx, &Context, &Wanted) -> Outcome<Feasibility>,
}

/// Alias kept for readers of the registry.
pub type CheckDef = Check;

/// Finds who somebody is. The people room gives it.
pub trait Gate: Send + Sync {
    /// The principal of a credential at this moment; `None` when it proves nobody.
    ///
    /// # Errors
    /// What the database refuses.
    fn principal(
        &self,
        tx: &mut Tx,
        wall: Timestamp,
        now: Timestamp,
        credential: &Credential,
    ) -> Outcome<Option<Principal>>;
    /// The company's home zone (IANA).
    ///
    /// # Errors
    /// What the database refuses.
    fn company_zone(&self, tx: &mut Tx) -> Outcome<String>;
}

/// How far somebody may look at a customer (R64, T12, T13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Within their work.
    Open,
    /// Another territory, with a reason given before; it is logged durably with the read.
    ByReason(String),
    /// Another territory: a reason must be stated first.
    NeedsReason,
    /// Not to be seen; the same answer as absent.
    Hidden,
}

/// Decides sight of customers. The customer room gives it.
pub trait Sharing: Send + Sync {
    /// How far the principal may look.
    ///
    /// # Errors
    /// What the database refuses.
    fn sight(&self, tx: &mut Tx, ctx: &Context, customer: Uuid) -> Outcome<Sight>;
    /// The surviving record of a merged customer; itself otherwise.
    ///
    /// # Errors
    /// What the database refuses.
    fn canonical(&self, tx: &mut Tx, customer: Uuid) -> Outcome<Uuid>;
}

/// A derived table, and what rebuilds it and returns how many rows it made.
pub type Rebuild = (&'static str, fn(&mut Tx) -> Outcome<u64>);

/// What the rooms registered.
#[derive(Default)]
pub struct Registry {
    actions: BTreeMap<&'static str, ActionDef>,
    views: BTreeMap<&'static str, ViewDef>,
    guards: Vec<Guard>,
    reactions: Vec<Reaction>,
    witnesses: Vec<Witness>,
    checks: BTreeMap<&'static str, Check>,
    metrics: BTreeMap<&'static str, Metric>,
    tables: Vec<&'static Table>,
    locales: Vec<(Language, &'static str)>,
    rebuilds: Vec<Rebuild>,
    pub(crate) gate: Option<Box<dyn Gate>>,
    pub(crate) sharing: Option<Box<dyn Sharing>>,
    /// By their type a list of that type, in the order in which they were registered.
    extensions: HashMap<TypeId, Box<dyn Any + Send + Sync>, RandomState>,
    faults: Vec<String>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Registry").finish_non_exhaustive()
    }
}

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaGenerator::new(SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true))
        .into_root_schema_for::<T>()
}

/// Reads an input strictly and names the field that is wrong.
///
/// # Errors
/// 422 that names the field.
pub fn read_input<T: DeserializeOwned>(input: &JsonValue) -> Outcome<T> {
    if let Some(pointer) = unstorable(input) {
        return Err(Refusal::field(pointer, "field.form"));
    }
    if input.is_array() {
        // It would be taken for the fields in their order.
        return Err(Refusal::field("", "field.form"));
    }
    serde_path_to_error::deserialize(input).map_err(|error| {
        let pointer = pointer_of(error.path());
        let text = error.inner().to_string();
        if let Some(name) = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
            return Refusal::field(join(&pointer, name), "field.unknown");
        }
        if let Some(name) = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            return Refusal::field(join(&pointer, name), "field.required");
        }
        if text.starts_with("amount_digits") {
            return Refusal::field(pointer, "field.digits");
        }
        let mut refusal = Refusal::field(pointer, "field.form");
        refusal.internal = Some(text);
        refusal
    })
}

/// Where a text holds the zero character, which PostgreSQL cannot store and nobody types.
fn unstorable(input: &JsonValue) -> Option<String> {
    match input {
        JsonValue::String(text) => text.contains('\0').then(String::new),
        JsonValue::Array(list) => {
            list.iter().enumerate().find_map(|(index, item)| Some(format!("/{index}{}", unstorable(item)?)))
        }
        JsonValue::Object(map) => {
            map.iter().find_map(|(key, item)| Some(format!("/{key}{}", unstorable(item)?)))
        }
        _ => None,
    }
}

fn join(pointer: &str, name: &str) -> String {
    // serde names the unknown field in the path already when it is the map's key.
    if pointer.rsplit('/').next() == Some(name) { pointer.to_owned() } else { format!("{pointer}/{name}") }
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } => out.push_str(&format!("/{key}")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    out
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    /// Registers an action.
    pub fn action<A: Action>(&mut self) -> &mut Self {
        let def = ActionDef {
            name: A::NAME,
            permission: A::PERMISSION,
            commercial: A::COMMERCIAL,
            audience: A::AUDIENCE,
            input: schema_of::<A>(),
            answer: schema_of::<A::Answer>(),
            prepare: |input| Ok(Box::new(Typed(read_input::<A>(input)?))),
        };
        if self.actions.insert(A::NAME, def).is_some() {
            self.fault(format!("action {} is registered twice", A::NAME));
        }
        self
    }

    /// Registers a view.
    pub fn view<V: View>(&mut self) -> &mut Self {
        let def = ViewDef {
            name: V::NAME,
            permission: V::PERMISSION,
            audience: V::AUDIENCE,
            input: schema_of::<V>(),
            answer: schema_of::<V::Answer>(),
            read: |input, tx, ctx, admit| {
                let view: V = read_input(input)?;
                let about = view.about(tx, ctx)?;
                admit(tx, &about)?;
                Ok(Box::new(view.read(tx, ctx)?))
            },
        };
        if self.views.insert(V::NAME, def).is_some() {
            self.fault(format!("view {} is registered twice", V::NAME));
        }
        self
    }

    /// Registers a guard; guards run in order of registration.
    pub fn guard(&mut self, guard: Guard) -> &mut Self {
        self.guards.push(guard);
        self
    }

    /// Registers a reaction; reactions run in order of registration.
    pub fn reaction(&mut self, reaction: Reaction) -> &mut Self {
        self.reactions.push(reaction);
        self
    }

    /// Registers a witness; witnesses see in order of registration.
    pub fn witness(&mut self, witness: Witness) -> &mut Self {
        self.witnesses.push(witness);
        self
    }

    /// Registers the check of a kind of promise.
    pub fn check(&mut self, check: Check) -> &mut Self {
        let kind = check.kind;
        if self.checks.insert(kind, check).is_some() {
            self.fault(format!("the check of {kind} is registered twice"));
        }
        self
    }

    /// Registers a metric.
    pub fn metric(&mut self, metric: Metric) -> &mut Self {
        let name = metric.name;
        if self.metrics.insert(name, metric).is_some() {
            self.fault(format!("metric {name} is registered twice"));
        }
        self
    }

    /// Registers recorded tables; `accord verify` rebuilds them from the events.
    pub fn tables(&mut self, tables: &[&'static Table]) -> &mut Self {
        self.tables.extend_from_slice(tables);
        self
    }

    /// Registers a derived table and how to rebuild it; returns how many rows it made.
    pub fn derived(&mut self, table: &'static str, rebuild: fn(&mut Tx) -> Outcome<u64>) -> &mut Self {
        self.rebuilds.push((table, rebuild));
        self
    }

    /// Registers messages.
    pub fn locale(&mut self, english: &'static str, portuguese: &'static str) -> &mut Self {
        self.locales.push((Language::English, english));
        self.locales.push((Language::Portuguese, portuguese));
        self
    }

    /// Sets who finds principals.
    pub fn gate(&mut self, gate: Box<dyn Gate>) -> &mut Self {
        self.gate = Some(gate);
        self
    }

    /// Sets who decides sight.
    pub fn sharing(&mut self, sharing: Box<dyn Sharing>) -> &mut Self {
        self.sharing = Some(sharing);
        self
    }

    /// How far the reader may look at a customer, for views that find things before anybody named one.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn sharing_of(&self, tx: &mut Tx, ctx: &Context, customer: Uuid) -> Outcome<Sight> {
        let sharing = self.sharing_rule()?;
        let customer = sharing.canonical(tx, customer)?;
        sharing.sight(tx, ctx, customer)
    }

    /// Adds something the faces understand (pages, navigation, lookups) without the kernel knowing it.
    pub fn extend<T: Any + Send + Sync>(&mut self, extension: T) -> &mut Self {
        let list = self.extensions.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(Vec::<T>::new()));
        if let Some(list) = list.downcast_mut::<Vec<T>>() {
            list.push(extension);
        }
        self
    }

    /// Extensions of a type, in order of registration.
    pub fn extensions<T: Any>(&self) -> impl Iterator<Item = &T> {
        let known = self.extensions.get(&TypeId::of::<T>());
        known.and_then(|list| list.downcast_ref::<Vec<T>>()).into_iter().flatten()
    }

    /// All actions, by name.
    pub fn actions(&self) -> impl Iterator<Item = &ActionDef> {
        self.actions.values()
    }
    /// An action by name.
    pub fn find_action(&self, name: &str) -> Option<&ActionDef> {
        self.actions.get(name)
    }
    /// All views, by name.
    pub fn views(&self) -> impl Iterator<Item = &ViewDef> {
        self.views.values()
    }
    /// A view by name.
    pub fn find_view(&self, name: &str) -> Option<&ViewDef> {
        self.views.get(name)
    }
    /// All metrics, by name.
    pub fn metrics(&self) -> impl Iterator<Item = &Metric> {
        self.metrics.values()
    }
    /// A metric by name.
    pub fn find_metric(&self, name: &str) -> Option<&Metric> {
        self.metrics.get(name)
    }
    /// The check of a kind of promise.
    pub fn find_check(&self, kind: &str) -> Option<&Check> {
        self.checks.get(kind)
    }
    /// Guards in order.
    pub fn guards(&self) -> &[Guard] {
        &self.guards
    }
    pub(crate) fn reactions_on<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Reaction> {
        self.reactions.iter().filter(move |reaction| reaction.on == event)
    }
    /// Names of the events that reactions leave.
    pub fn reaction_names(&self) -> impl Iterator<Item = &'static str> {
        self.reactions.iter().map(|reaction| reaction.name)
    }
    pub(crate) fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }
    /// Recorded tables.
    pub fn recorded(&self) -> &[&'static Table] {
        &self.tables
    }
    /// Derived tables with their rebuild.
    pub fn rebuilds(&self) -> &[Rebuild] {
        &self.rebuilds
    }
    /// Every room's messages, by language.
    pub fn messages(&self) -> &[(Language, &'static str)] {
        &self.locales
    }

    /// What is wrong with the wiring; empty when it may start.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.faults.clone();
        for reaction in &self.reactions {
            if !self.actions.contains_key(reaction.on)
                && !self.reactions.iter().any(|other| other.name == reaction.on)
            {
                faults.push(format!(
                    "reaction {} waits for {}, which nothing does",
                    reaction.name, reaction.on
                ));
            }
        }
        for (index, table) in self.tables.iter().enumerate() {
            if self.tables.iter().take(index).any(|other| other.name == table.name) {
                faults.push(format!("table {} is registered twice", table.name));
            }
            faults.extend(table.fault());
        }
        if self.gate.is_none() {
            faults.push("nobody finds principals".to_owned());
        }
        if self.sharing.is_none() {
            faults.push("nobody decides sight of customers".to_owned());
        }
        faults
    }
}
