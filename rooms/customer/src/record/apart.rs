//! What taking a merge back rests on: the merge as the log tells it, and what was entered since (R2).

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::Outcome;
use accord_store::{
    Record, Table, Tx, Value,
    log::{self, Event, Slice},
    retrace::{self, Before, Step},
};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use super::{CustomerRow, MemberRow, family};
use crate::{id::CustomerId, rules::Later};

/// Name of the act of merging.
const MERGE: &str = "customer.merge";
/// Column by which a row is a customer's.
const OWNER: &str = "customer_id";
/// Columns by which people call a thing.
const CALLED: [&str; 6] = ["number", "name", "title", "serial", "file_name", "said"];
/// How many steps what a thing names is followed through parts of things: an order's line, a quote's version.
const PARTS_DEEP: usize = 4;
/// Events looked at in one step.
const STEP: i64 = 50;

/// A row of whatever table, as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) table: &'static Table,
    pub(crate) values: Vec<Value>,
}

fn place(table: &Table, column: &str) -> Option<usize> {
    table.fields.iter().position(|field| field.name == column)
}

impl Thing {
    fn column(&self, name: &str) -> Option<&Value> {
        self.values.get(place(self.table, name)?)
    }

    /// Its id.
    pub(crate) fn id(&self) -> Option<Uuid> {
        self.names_in("id")
    }

    /// The colleague of whose membership in a team it tells.
    pub(crate) fn member(&self) -> Option<Uuid> {
        self.names_in("person_id").filter(|_| self.table.name == MemberRow::TABLE.name)
    }

    fn names_in(&self, column: &str) -> Option<Uuid> {
        match self.column(column) {
            Some(Value::Uuid(id)) => Some(*id),
            _ => None,
        }
    }

    /// Whose it is; none when it is nobody's, or a part of something.
    pub(crate) fn owner(&self) -> Option<Uuid> {
        self.names_in(OWNER)
    }

    /// The same, given to a customer.
    pub(crate) fn given_to(mut self, customer: CustomerId) -> Self {
        if let Some(value) = place(self.table, OWNER).and_then(|at| self.values.get_mut(at)) {
            *value = Value::Uuid(customer.into());
        }
        self
    }

    /// What people call it; the table's name when it has none.
    pub(crate) fn called(&self) -> String {
        let text = |name: &&str| match self.column(name) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text.chars().take(60).collect()),
            _ => None,
        };
        CALLED.iter().find_map(text).unwrap_or_else(|| self.table.name.to_owned())
    }

    /// Ids of other rows that stand in it.
    fn names(&self) -> BTreeSet<Uuid> {
        let named = self.table.fields.iter().zip(&self.values).filter_map(|(field, value)| match value {
            Value::Uuid(id) if !matches!(field.name, "id" | OWNER) => Some(*id),
            _ => None,
        });
        named.collect()
    }
}

/// A merge as the log tells it, and how everything stands now.
pub(crate) struct Apart {
    /// What the merge made of the two records themselves.
    pub(crate) records: Vec<Step>,
    /// What went over, as it would be if it went back.
    pub(crate) back: Vec<Thing>,
    /// What went over and was given to somebody else since.
    pub(crate) given_on: Vec<Thing>,
    /// What the merge changed of the record that goes on, as it would be without.
    pub(crate) own: Vec<Thing>,
    /// What was entered since, by id.
    pub(crate) things: BTreeMap<Uuid, Thing>,
    /// What each of those names.
    pub(crate) later: BTreeMap<Uuid, Later>,
}

/// The merge by which a record went over, latest first when it did so more than once.
///
/// # Errors
/// What the database refuses.
pub(crate) fn merge_of(tx: &mut Tx, from: CustomerId) -> Outcome<Option<Event>> {
    let named = |event: &Event| {
        let id = event.header.facts.get("from").and_then(JsonValue::as_str);
        event.header.name == MERGE && id.and_then(|id| id.parse().ok()) == Some(Uuid::from(from))
    };
    let mut before = None;
    loop {
        let kind = Some("customer".to_owned());
        let page = log::read(tx, from.into(), &Slice { before, kind, limit: STEP, ..Slice::default() })?;
        let Some(last) = page.last() else { return Ok(None) };
        before = Some(last.seq);
        if let Some(event) = page.into_iter().find(named) {
            return Ok(Some(event));
        }
    }
}

fn things_of(tx: &mut Tx, table: &'static Table, ids: &[Uuid]) -> Outcome<BTreeMap<Uuid, Thing>> {
    let rows = retrace::rows(tx, table, ids)?;
    Ok(rows.into_iter().map(|(id, values)| (id, Thing { table, values })).collect())
}

/// By table, so that rows are read together.
fn by_table(
    list: impl Iterator<Item = (&'static Table, Uuid)>,
) -> impl Iterator<Item = (&'static Table, Vec<Uuid>)> {
    let mut all: BTreeMap<&'static str, (&'static Table, Vec<Uuid>)> = BTreeMap::new();
    for (table, id) in list {
        all.entry(table.name).or_insert_with(|| (table, Vec::new())).1.push(id);
    }
    all.into_values()
}

/// Reads a merge back and how everything stands now. `tables` are all recorded ones.
///
/// # Errors
/// What the database refuses.
pub(crate) fn apart(
    tx: &mut Tx,
    tables: &[&'static Table],
    (into, from): (&CustomerRow, &CustomerRow),
    merge: Uuid,
) -> Outcome<Apart> {
    let elder = family(tx, from.id)?;
    let trace = retrace::trace(tx, tables, into.id.into(), merge, &elder)?;
    let mut now: BTreeMap<Uuid, Thing> = BTreeMap::new();
    for (table, ids) in by_table(trace.steps.iter().map(|step| (step.table, step.key))) {
        now.extend(things_of(tx, table, &ids)?);
    }
    let mut all = Apart {
        records: Vec::new(),
        back: Vec::new(),
        given_on: Vec::new(),
        own: Vec::new(),
        things: BTreeMap::new(),
        later: BTreeMap::new(),
    };
    for step in trace.steps {
        if step.table.name == "customer" {
            all.records.push(step);
            continue;
        }
        // What the merge wrote first stays, and what was taken out since is gone.
        let Some(thing) = now.remove(&step.key).filter(|_| step.before != Before::New) else { continue };
        let values = step.taken_back(&thing.values);
        let changed = Thing { table: step.table, values };
        if !went_over(&step, into.id) {
            all.own.push(changed);
        } else if thing.owner() == Some(into.id.into()) {
            all.back.push(changed.given_to(from.id));
        } else {
            all.given_on.push(thing);
        }
    }
    look_later(tx, tables, into.id, trace.later, &mut all)?;
    Ok(all)
}

/// Whether a row became the surviving record's by the merge. Of its own rows the chain that was read to its beginning
/// knows what they were before.
fn went_over(step: &Step, into: CustomerId) -> bool {
    let into = into.to_string();
    let is = |value: &JsonValue| value.as_str() == Some(into.as_str());
    match (step.column(OWNER), &step.before, &step.after) {
        (Some((before, after)), _, _) => is(after) && !is(before),
        (None, Before::Unknown, Some(after)) => after.get(OWNER).is_some_and(is),
        _ => false,
    }
}

/// What an id stands for.
enum Named {
    Going,
    Staying,
    Later,
    /// A part of something, or of nothing; these it names itself.
    Part(BTreeSet<Uuid>),
}

fn look_later(
    tx: &mut Tx,
    tables: &[&'static Table],
    into: CustomerId,
    later: Vec<(&'static Table, Uuid)>,
    all: &mut Apart,
) -> Outcome<()> {
    let owned = later.into_iter().filter(|(table, _)| place(table, OWNER).is_some());
    for (table, ids) in by_table(owned) {
        let mine = things_of(tx, table, &ids)?.into_iter();
        all.things.extend(mine.filter(|(_, thing)| thing.owner() == Some(into.into())));
    }
    let mut known: BTreeMap<Uuid, Named> =
        all.back.iter().filter_map(|thing| Some((thing.id()?, Named::Going))).collect();
    known.extend(all.things.keys().map(|id| (*id, Named::Later)));
    let mut next: BTreeSet<Uuid> = all.things.values().flat_map(Thing::names).collect();
    for _ in 0..PARTS_DEEP {
        let unknown: Vec<Uuid> = next.into_iter().filter(|id| !known.contains_key(id)).collect();
        if unknown.is_empty() {
            break;
        }
        next = BTreeSet::new();
        for table in tables {
            for (id, thing) in things_of(tx, table, &unknown)? {
                let named = match thing.owner() {
                    Some(owner) if owner == Uuid::from(into) => Named::Staying,
                    Some(_) => Named::Part(BTreeSet::new()),
                    // Persons, products and the firms themselves hang together by other ways than these.
                    None if table.name == "customer" => Named::Part(BTreeSet::new()),
                    None => Named::Part(thing.names()),
                };
                if let Named::Part(names) = &named {
                    next.extend(names);
                }
                known.insert(id, named);
            }
        }
    }
    all.later = all.things.iter().map(|(id, thing)| (*id, later_of(&known, *id, thing))).collect();
    Ok(())
}

fn later_of(known: &BTreeMap<Uuid, Named>, id: Uuid, thing: &Thing) -> Later {
    let mut later = Later::default();
    let mut seen = BTreeSet::from([id]);
    let mut next: Vec<Uuid> = thing.names().into_iter().collect();
    while let Some(one) = next.pop() {
        if !seen.insert(one) {
            continue;
        }
        match known.get(&one) {
            Some(Named::Going) => later.going = true,
            Some(Named::Staying) => later.staying = true,
            Some(Named::Later) => {
                later.others.insert(one);
            }
            Some(Named::Part(names)) => next.extend(names),
            None => {}
        }
    }
    later
}
