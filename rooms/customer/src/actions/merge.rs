//! Two records of one firm become one: nothing is lost, and both ids go on to resolve (R2).

use accord_kernel::{Act, Action, Audience, Context, Happened, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::writable;
use crate::{
    check,
    id::{CustomerId, CustomerState, Rank},
    record::{self, CustomerRow, MemberRow},
    rules::{self, Holder, Move},
};

/// Merges a duplicate into the record that goes on. Everything of the duplicate goes over; the surviving record keeps
/// its name, territory and owners.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeCustomers {
    /// The record that goes on.
    pub into: CustomerId,
    /// The duplicate.
    pub from: CustomerId,
    /// How one knows that both are the same firm.
    pub reason: String,
}

/// What a merge moved.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Merged {
    /// The record that goes on.
    pub id: CustomerId,
    /// Sites that went over.
    pub sites: usize,
    /// Contacts that went over.
    pub contacts: usize,
    /// Files that went over.
    pub attachments: usize,
}

/// Whom a `customer.merge` made one: the record that goes on, and the duplicate. What a room's reaction asks before it
/// moves what it has of the duplicate (R2).
///
/// # Errors
/// A defect when the event tells neither.
pub fn merged_records(event: &Happened) -> Outcome<(CustomerId, CustomerId)> {
    event
        .fact("into")
        .zip(event.fact("from"))
        .ok_or_else(|| Refusal::defect(format!("{} without both records", event.name)))
}

impl Action for MergeCustomers {
    const NAME: &'static str = "customer.merge";
    const PERMISSION: Permission = Permission::CustomerMerge;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Merged;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customers([self.into.into(), self.from.into()]))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Merged> {
        let mut into = writable(tx, self.into)?;
        let mut from = record::load(tx, self.from)?;
        if into.id == from.id {
            return Err(Refusal::field("/from", "merge.same").with("number", into.number));
        }
        act.fact("into", into.id);
        act.fact("from", from.id);
        act.fact("from_number", &from.number);
        act.fact("reason", check::text("/reason", &self.reason, check::WORDING_MAX)?);
        move_team(tx, act, &into, &from)?;
        let merged = move_rows(tx, &into, &from)?;
        // The loop goes on where it is furthest: a customer who uses something does not become a prospect again.
        if rules::is_further((from.cycle, from.stage), (into.cycle, into.stage)) {
            (into.cycle, into.stage) = (from.cycle, from.stage);
        }
        if into.legal_id.is_none() {
            into.legal_id.clone_from(&from.legal_id);
            into.legal_key.clone_from(&from.legal_key);
        }
        tx.update(&mut into)?;
        from.state = CustomerState::Merged;
        from.merged_into = Some(into.id);
        tx.update(&mut from)?;
        record::index_customer(tx, &into)?;
        for id in record::family(tx, into.id)? {
            if let Some(row) = record::customer_as_written(tx, id)?.filter(|row| row.id != into.id) {
                record::index_customer(tx, &row)?;
            }
        }
        Ok(merged)
    }
}

fn move_rows(tx: &mut Tx, into: &CustomerRow, from: &CustomerRow) -> Outcome<Merged> {
    let (mut sites, mut contacts, mut attachments) = (0, 0, 0);
    for mut site in record::sites_of(tx, from.id)? {
        site.customer_id = into.id;
        tx.update(&mut site)?;
        record::index_site(tx, &site)?;
        sites += 1;
    }
    for mut contact in record::contacts_of(tx, from.id)? {
        contact.customer_id = into.id;
        tx.update(&mut contact)?;
        record::index_contact(tx, &contact)?;
        contacts += 1;
    }
    for mut attachment in record::attachments_all(tx, from.id)? {
        attachment.customer_id = into.id;
        tx.update(&mut attachment)?;
        attachments += 1;
    }
    for mut paper in record::kept_papers_all(tx, from.id)? {
        paper.customer_id = into.id;
        tx.update(&mut paper)?;
    }
    for mut grant in record::grants_of(tx, from.id)? {
        grant.customer_id = into.id;
        tx.update(&mut grant)?;
    }
    for mut log in record::contact_logs_all(tx, from.id)? {
        log.customer_id = into.id;
        tx.update(&mut log)?;
    }
    Ok(Merged { id: into.id, sites, contacts, attachments })
}

fn holder(row: &MemberRow) -> Holder {
    Holder { row: row.id, person: row.person_id.into(), sphere: row.sphere, rank: row.rank }
}

fn move_team(tx: &mut Tx, act: &mut Act<'_>, into: &CustomerRow, from: &CustomerRow) -> Outcome<()> {
    let ours = record::members(tx, into.id)?;
    let theirs = record::memberships(tx, from.id)?;
    let present: Vec<Holder> = theirs.iter().filter(|row| row.until_at.is_none()).map(holder).collect();
    let moves = rules::merge_team(&ours.iter().map(holder).collect::<Vec<_>>(), &present);
    for mut row in theirs {
        match moves.iter().find(|(id, _)| *id == row.id).map(|(_, step)| *step) {
            Some(Move::As(rank)) => row.rank = rank,
            Some(Move::AsOwnerInsteadOf(other)) => {
                row.rank = Rank::Owner;
                if let Some(mut backup) = ours.iter().find(|member| member.id == other).cloned() {
                    backup.until_at = Some(act.now);
                    tx.update(&mut backup)?;
                }
            }
            Some(Move::End) => row.until_at = Some(act.now),
            None => {}
        }
        row.customer_id = into.id;
        act.chain(row.person_id);
        tx.update(&mut row)?;
    }
    Ok(())
}
