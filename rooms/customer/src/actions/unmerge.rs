//! The way back from a merge: two firms were taken for one (R2, R64).

use std::collections::BTreeSet;

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::{Tx, retrace, search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    check,
    id::{CustomerId, CustomerState, SinceMergeId},
    record::{self, Apart, CustomerRow, Thing},
    rules::{self, Both, Parted},
};

/// Takes a merge back: what was the merged record's belongs to it again, with what was entered since and names only
/// that. Everything else that came after stays with the record that goes on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeCustomers {
    /// The record that was merged into another.
    pub customer: CustomerId,
    /// How one knows that they are two.
    pub reason: String,
    /// Where things go that were entered since and name something of both; refused with these things when left out.
    #[serde(default)]
    pub both: Option<Both>,
    /// What went over and was given to another customer since stays there; refused with these things unless set.
    #[serde(default)]
    pub leave_given: bool,
    /// Ids of things that were entered since, belong to the record that goes on, and go along as well.
    #[serde(default)]
    pub also: Vec<SinceMergeId>,
}

/// What went back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Unmerged {
    /// The record that stands for itself again.
    pub id: CustomerId,
    /// Its number.
    pub number: String,
    /// Things that had been its own.
    pub back: usize,
    /// Things that were entered since and went along.
    pub along: usize,
}

/// Things named in a refusal, at most.
const NAMED_MAX: usize = 12;
/// Things that a person moves as well, at most.
const ALSO_MAX: usize = 500;

impl Action for UnmergeCustomers {
    const NAME: &'static str = "customer.unmerge";
    const PERMISSION: Permission = Permission::CustomerMerge;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Unmerged;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        // Sight is that of the record that goes on; the chain of the other is locked with it.
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Unmerged> {
        let (into, from, merge) = merged_record(tx, self.customer)?;
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        let tables = act.registry().recorded();
        let apart = record::apart(tx, tables, (&into, &from), merge)?;
        self.refuse_given_on(&apart)?;
        let along = self.going_along(&apart)?;
        act.fact("into", into.id);
        act.fact("from", from.id);
        act.fact("from_number", &from.number);
        act.fact("reason", reason);
        act.chain(from.id);
        let moved =
            Unmerged { id: from.id, number: from.number.clone(), back: apart.back.len(), along: along.len() };
        act.fact("back", moved.back);
        act.fact("along", moved.along);
        give_back(tx, act, (into, from), apart, &along)?;
        Ok(moved)
    }
}

/// The record that goes on, the merged one, and the merge.
fn merged_record(tx: &mut Tx, id: CustomerId) -> Outcome<(CustomerRow, CustomerRow, Uuid)> {
    let from = record::customer_as_written(tx, id.into())?.ok_or_else(Refusal::absent)?;
    let Some(into) = from.merged_into.filter(|_| from.state == CustomerState::Merged) else {
        return Err(Refusal::conflict("unmerge.not_merged").with("number", from.number));
    };
    let into = record::customer_as_written(tx, into.into())?.ok_or_else(Refusal::absent)?;
    if into.merged_into.is_some() {
        let first = json!({ "customer": into.id });
        return Err(Refusal::conflict("unmerge.merged_on")
            .with("number", from.number)
            .with("into", into.number.clone())
            .possible_action(
                "unmerge_first",
                vec![("into", into.number.into())],
                UnmergeCustomers::NAME,
                first,
            ));
    }
    let merge = record::merge_of(tx, from.id)?;
    let merge =
        merge.ok_or_else(|| Refusal::defect(format!("customer {} is merged by no event", from.id)))?;
    Ok((into, from, merge.header.id))
}

/// What people call some things, and how many more there are.
fn called<'t>(things: impl Iterator<Item = &'t Thing>) -> String {
    let all: Vec<String> = things.map(Thing::called).collect();
    let shown = all.get(..NAMED_MAX).unwrap_or(&all).join(", ");
    if all.len() > NAMED_MAX { format!("{shown} + {}", all.len() - NAMED_MAX) } else { shown }
}

impl UnmergeCustomers {
    /// This act again with what is still to be said.
    fn again(&self, field: &str, value: JsonValue) -> JsonValue {
        let mut input = json!({
            "customer": self.customer, "reason": self.reason, "both": self.both, "leave_given": self.leave_given,
            "also": self.also
        });
        if let Some(input) = input.as_object_mut() {
            input.insert(field.to_owned(), value);
        }
        input
    }

    fn refuse_given_on(&self, apart: &Apart) -> Outcome<()> {
        if apart.given_on.is_empty() || self.leave_given {
            return Ok(());
        }
        Err(Refusal::conflict("unmerge.given_on")
            .with("count", apart.given_on.len())
            .with("things", called(apart.given_on.iter()))
            .possible_action("leave_given", Vec::new(), Self::NAME, self.again("leave_given", true.into())))
    }

    /// What was entered since and goes along.
    fn going_along(&self, apart: &Apart) -> Outcome<BTreeSet<Uuid>> {
        if self.also.len() > ALSO_MAX || self.also.iter().any(|id| !apart.things.contains_key(&id.0)) {
            return Err(Refusal::field("/also", "unmerge.not_since"));
        }
        let Parted { mut along, both } =
            rules::part(&apart.later, &self.also.iter().map(|id| id.0).collect());
        match self.both {
            Some(Both::Go) => along.extend(both),
            Some(Both::Stay) => {}
            None if both.is_empty() => {}
            None => {
                let things = both.iter().filter_map(|id| apart.things.get(id));
                return Err(Refusal::conflict("unmerge.names_both")
                    .with("count", both.len())
                    .with("things", called(things))
                    .possible_action("both_stay", Vec::new(), Self::NAME, self.again("both", "stay".into()))
                    .possible_action("both_go", Vec::new(), Self::NAME, self.again("both", "go".into())));
            }
        }
        Ok(along)
    }
}

fn give_back(
    tx: &mut Tx,
    act: &mut Act<'_>,
    (into, from): (CustomerRow, CustomerRow),
    apart: Apart,
    along: &BTreeSet<Uuid>,
) -> Outcome<()> {
    let Apart { records, back, own, things, .. } = apart;
    stand_alone(tx, into, from.clone(), &records)?;
    let chosen = things.into_iter().filter(|(id, _)| along.contains(id));
    let chosen = chosen.map(|(_, thing)| thing.given_to(from.id));
    let mut moved: Vec<Uuid> = Vec::new();
    for thing in back.into_iter().chain(chosen) {
        chain_of_person(act, &thing);
        moved.extend(thing.id());
        retrace::write(tx, thing.table, thing.values)?;
    }
    // After what went back: a place in the team that the merge took is free again only then. Where somebody else has
    // it meanwhile, it stays as it is.
    for thing in own {
        let (table, values) = (thing.table, thing.values.clone());
        if act.attempt(tx, |tx, _| Ok(retrace::write(tx, table, values)?))?.is_ok() {
            chain_of_person(act, &thing);
        }
    }
    search::under(tx, &moved, from.id.into())?;
    for id in record::family(tx, from.id)? {
        if let Some(row) = record::customer_as_written(tx, id)? {
            record::index_customer(tx, &row)?;
        }
    }
    Ok(())
}

/// A membership also stands in the chain of the colleague.
fn chain_of_person(act: &mut Act<'_>, thing: &Thing) {
    if let Some(person) = thing.member() {
        act.chain(person);
    }
}

/// Both records as they were, save what was changed since.
fn stand_alone(
    tx: &mut Tx,
    mut into: CustomerRow,
    mut from: CustomerRow,
    records: &[retrace::Step],
) -> Outcome<()> {
    let step = |id: CustomerId| records.iter().find(|step| step.key == Uuid::from(id));
    let was = |id: CustomerId, column: &str| step(id)?.column(column).map(|(before, _)| before.clone());
    let made = |id: CustomerId, column: &str| step(id)?.column(column).map(|(_, after)| after.clone());
    let archived = json!(CustomerState::Archived);
    let before = was(from.id, "state");
    from.state = if before == Some(archived) { CustomerState::Archived } else { CustomerState::Active };
    from.merged_into = None;
    tx.update(&mut from)?;
    // Stage and cycle, the register number and its key: each pair is one fact.
    let untouched = |column: &str, now: JsonValue| made(into.id, column) == Some(now);
    if untouched("stage", json!(into.stage)) && untouched("cycle", json!(into.cycle)) {
        let (stage, cycle) = (was(into.id, "stage"), was(into.id, "cycle"));
        if let Some((stage, cycle)) = stage.zip(cycle) {
            into.stage = serde_json::from_value(stage).unwrap_or(into.stage);
            into.cycle = cycle.as_i64().unwrap_or(into.cycle);
        }
    }
    if untouched("legal_id", json!(into.legal_id)) {
        let text = |column: &str| was(into.id, column).map(|value| value.as_str().map(str::to_owned));
        if let Some((legal_id, legal_key)) = text("legal_id").zip(text("legal_key")) {
            (into.legal_id, into.legal_key) = (legal_id, legal_key);
        }
    }
    tx.update(&mut into)?;
    record::index_customer(tx, &into)
}
