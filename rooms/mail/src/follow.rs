//! What this room does when something happens elsewhere.

use accord_kernel::{Act, Action, Emit, Happened, Outcome, Reaction, Registry};
use accord_room_case::{self as case, CaseId, actions::NameUnit};
use accord_room_customer::{self as customer, ContactId};
use accord_room_people::Retention;
use accord_store::{Json, Tx, secret};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    actions::TieMail,
    id::MailMessageId,
    record::{self, MessageRow},
    settings,
};

/// Rows changed in one step.
const STEP: i64 = 200;

/// Registers the reactions.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .reaction(Reaction { name: "mail.customer_merged", on: "customer.merge", run: merged })
        .reaction(Reaction { name: "mail.contact_erased", on: "contact.erase", run: erased })
        .reaction(Reaction { name: "mail.case_tied", on: TieMail::NAME, run: tied })
        .extend(Retention { name: "mail", days: &settings::KEEP_DAYS, let_go });
}

/// What a merged record had belongs to the one that goes on (R2).
fn merged(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    let mut after = MailMessageId(Uuid::nil());
    loop {
        let rows = record::of_customer(tx, from, after, STEP)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for mut row in rows {
            row.customer_id = Some(into);
            tx.update(&mut row)?;
            row.index(tx)?;
        }
    }
}

/// The case of a stranger belongs to a customer now: it gets its contact, who is written to from here on.
fn tied(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(id), Some(contact)) = (event.fact::<CaseId>("tied_case"), event.fact::<ContactId>("contact"))
    else {
        return Ok(());
    };
    let found = case::load(tx, id)?;
    if found.contact_id.is_some() || !found.is_open {
        return Ok(());
    }
    let name = NameUnit {
        case: id,
        version: found.version,
        asset: found.asset_id,
        site: found.site_id,
        contact: Some(contact),
    };
    let emit = Emit { name: NameUnit::NAME, customer: Some(found.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| name.perform(tx, act)).map(|_| ())
}

/// Who asked to be forgotten is forgotten here too: what they wrote by mail is cleared, that it came stays (R64).
fn erased(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(contact) = event.fact::<Uuid>("contact") else { return Ok(()) };
    let kept = event.fact::<String>(customer::KEPT_FILES).unwrap_or_default();
    let mut after = MailMessageId(Uuid::nil());
    loop {
        let rows = record::of_sender(tx, contact, after, STEP)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for mut row in rows {
            for file in &row.attached.0 {
                let Some(case) = row.case_id else { break };
                for beside in customer::attachments_with(tx, case.into(), &file.sha256)? {
                    if !kept.split(' ').any(|id| id == beside.id.to_string()) {
                        customer::forget_file(tx, act.wall, beside)?;
                    }
                }
            }
            // What they wrote before anybody knew them stands under a key of its own.
            secret::destroy(tx, row.sender_id, act.wall)?;
            clear(&mut row);
            tx.update(&mut row)?;
            row.index(tx)?;
        }
    }
}

/// What is left of a message: that it came, when, and what became of it.
fn clear(row: &mut MessageRow) {
    row.from_address.clear();
    row.from_name.clear();
    row.subject.clear();
    row.words.clear();
    row.attached = Json(Vec::new());
    row.sha256.clear();
    // It is not known again: a mail program may write an address into the id.
    row.message_id = None;
    row.message_key = row.id.to_string();
}

/// What became no words of a case goes when its time is over, looked at or not.
fn let_go(tx: &mut Tx, act: &mut Act<'_>, before: Timestamp, most: i64) -> Outcome<u64> {
    let mut gone = 0;
    for mut row in record::outside_cases(tx, before, most)? {
        // A sender whom nobody knows has a key here and nowhere else.
        if row.sender_id == Uuid::from(row.id) {
            secret::destroy(tx, row.sender_id, act.wall)?;
        }
        clear(&mut row);
        row.needs_look = false;
        tx.update(&mut row)?;
        row.index(tx)?;
        gone += 1;
    }
    Ok(gone)
}
