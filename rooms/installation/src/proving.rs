//! Items are done with what proves them.

use accord_kernel::{Act, Outcome, Refusal};
use accord_room_customer::{AttachmentRow, AttachmentState, ContactId};
use accord_store::Tx;

use crate::{
    id::{InstallationState, ItemState, Part},
    neighbours::author,
    record::plan::{Installation, Item, installation},
    rules::acceptance::{Proof, proved},
};

/// What was brought.
#[derive(Default)]
pub(crate) struct Brought<'f> {
    pub note: String,
    pub reading: String,
    pub file: Option<&'f AttachmentRow>,
    pub contact: Option<ContactId>,
}

/// Marks an item as done with its proof.
pub(crate) fn done(tx: &mut Tx, act: &mut Act<'_>, item: &mut Item, brought: Brought<'_>) -> Outcome<()> {
    let proof = Proof {
        note: &brought.note,
        reading: &brought.reading,
        file: brought.file.map(|file| file.content_type.as_str()),
    };
    proved(item.evidence, proof).map_err(|(pointer, rule)| Refusal::field(pointer, rule))?;
    item.state = ItemState::Done;
    item.note = brought.note;
    item.reading = brought.reading;
    item.attachment_id = brought.file.map(|file| file.id).or(item.attachment_id);
    item.done_at = Some(act.now);
    item.done_by = author(act);
    item.done_by_contact = brought.contact;
    tx.update(item)?;
    let mut row = installation(tx, item.installation_id)?;
    begin(tx, act, &mut row, item)?;
    act.fact("installation", item.installation_id);
    act.fact("item", item.id);
    act.fact("evidence", item.evidence);
    Ok(())
}

/// The first step begins the work.
fn begin(tx: &mut Tx, act: &mut Act<'_>, row: &mut Installation, item: &Item) -> Outcome<()> {
    if item.part == Part::Step && row.state == InstallationState::Planned {
        row.state = InstallationState::Underway;
        row.begun_at = Some(act.now);
        tx.update(row)?;
    }
    Ok(())
}

/// A file came for an item. Of another kind than was asked for it stays a file and proves nothing.
pub(crate) fn by_file(tx: &mut Tx, act: &mut Act<'_>, mut item: Item, file: &AttachmentRow) -> Outcome<()> {
    let row = installation(tx, item.installation_id)?;
    let proof = Proof { file: Some(file.content_type.as_str()), ..Proof::default() };
    let fits = file.state == AttachmentState::Active && proved(item.evidence, proof).is_ok();
    if !row.is_open() || item.state == ItemState::NotNeeded || !fits {
        return Ok(());
    }
    let note = item.note.clone();
    done(tx, act, &mut item, Brought { note, file: Some(file), ..Brought::default() })
}
