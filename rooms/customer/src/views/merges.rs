//! What was merged into a customer, and what came after a merge (R2).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    colleague::{PersonRef, refs},
    id::{CustomerId, CustomerState},
    record, rules,
};

/// The records that were merged into a customer, directly or through others: when, by whom, why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerMerges {
    /// The customer.
    pub customer: CustomerId,
}

/// A record that was merged into another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MergedRecord {
    /// Its id.
    pub id: CustomerId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Number of the record into which it was merged.
    pub into_number: String,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub merged_at: Option<Timestamp>,
    /// By whom; none is the program.
    pub by: Option<PersonRef>,
    /// How they knew that both are the same firm.
    pub reason: String,
    /// Whether this merge can be taken back now; a later merge of the other record has to be taken back first.
    pub last: bool,
}

/// Merged records, latest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MergedRecords {
    /// The records.
    pub rows: Vec<MergedRecord>,
}

impl View for CustomerMerges {
    const NAME: &'static str = "customer.merges";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MergedRecords;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<MergedRecords> {
        let survivor = record::load(tx, self.customer)?;
        let mut rows = Vec::new();
        for id in record::family(tx, survivor.id)? {
            let Some(row) = record::customer_as_written(tx, id)? else { continue };
            let Some(into) = row.merged_into else { continue };
            let into = record::customer_as_written(tx, into.into())?;
            let merge = record::merge_of(tx, row.id)?.map(|event| event.header);
            let said = |header: &accord_store::log::Header| {
                header.facts.get("reason").and_then(|reason| reason.as_str()).map(str::to_owned)
            };
            let by = merge.as_ref().and_then(|header| header.actor).map(PersonId);
            rows.push((
                by,
                MergedRecord {
                    id: row.id,
                    number: row.number,
                    name: row.name,
                    into_number: into.as_ref().map(|into| into.number.clone()).unwrap_or_default(),
                    merged_at: merge.as_ref().map(|header| header.happened_at),
                    by: None,
                    reason: merge.as_ref().and_then(said).unwrap_or_default(),
                    last: into.is_some_and(|into| into.merged_into.is_none()),
                },
            ));
        }
        let names = refs(tx, rows.iter().filter_map(|(by, _)| *by))?;
        let named = |(by, row): (Option<PersonId>, MergedRecord)| MergedRecord {
            by: by.and_then(|by| names.get(&by).cloned()),
            ..row
        };
        let mut rows: Vec<MergedRecord> = rows.into_iter().map(named).collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.merged_at, row.id)));
        Ok(MergedRecords { rows })
    }
}

/// What was entered of the surviving record since a merge, and would stay there if the merge were taken back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SinceMerge {
    /// The record that was merged into another.
    pub customer: CustomerId,
}

/// Something that was entered since a merge.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SinceThing {
    /// Its id.
    pub id: Uuid,
    /// What it is: the name of its table.
    pub kind: String,
    /// What people call it.
    pub label: String,
}

/// What would stay, most lately entered last.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SinceThings {
    /// The things.
    pub rows: Vec<SinceThing>,
}

impl View for SinceMerge {
    const NAME: &'static str = "customer.since_merge";
    const PERMISSION: Permission = Permission::CustomerMerge;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SinceThings;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<SinceThings> {
        let from = record::customer_as_written(tx, self.customer.into())?;
        let Some(from) = from.filter(|row| row.state == CustomerState::Merged) else {
            return Ok(SinceThings { rows: Vec::new() });
        };
        let into = match from.merged_into {
            Some(into) => record::customer_as_written(tx, into.into())?,
            None => None,
        };
        let (Some(into), Some(merge)) = (into, record::merge_of(tx, from.id)?) else {
            return Ok(SinceThings { rows: Vec::new() });
        };
        let apart = record::apart(tx, ctx.registry.recorded(), (&into, &from), merge.header.id)?;
        let parted = rules::part(&apart.later, &std::collections::BTreeSet::new());
        let stays =
            apart.things.iter().filter(|(id, _)| !parted.along.contains(id) && !parted.both.contains(id));
        let rows = stays.map(|(id, thing)| SinceThing {
            id: *id,
            kind: thing.table.name.to_owned(),
            label: thing.called(),
        });
        Ok(SinceThings { rows: rows.collect() })
    }
}
