//! Who looks at a thing by way of another node (R32). A node keeps who is there in its memory; where several serve over one
//! database each also enters its own people there, so that colleagues see each other whichever node answers them.

use std::{sync::Arc, time::Duration};

use accord_kernel::{
    Caller, Kernel, Outcome, PrincipalKind, Refusal,
    store::{Tx, params},
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::here::{Other, Place, WRITING};

/// An entry holds for so long without being renewed: its node may have died.
const SEEN: SignedDuration = SignedDuration::from_secs(25);
/// An entry is renewed this often.
pub(crate) const RENEWED: Duration = Duration::from_secs(9);

/// One open page, as the other nodes know it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The stream that the page listens to.
    pub(crate) stream: Uuid,
    /// Who reads it.
    pub(crate) person: Uuid,
    /// What it is about.
    pub(crate) place: Place,
}

/// Enters a page, or renews it; takes away what nodes left behind that died.
///
/// # Errors
/// What the database refuses.
pub(crate) fn enter(kernel: &Arc<Kernel>, entry: &Entry, now: Timestamp) -> Outcome<()> {
    let entry = entry.clone();
    kernel.db.write(move |tx| {
        let sql =
            "INSERT INTO presence (stream, topic, place, person_id, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (stream) DO UPDATE SET seen_at = excluded.seen_at";
        let Entry { stream, person, place } = &entry;
        tx.execute(sql, params![*stream, place.topic, place.name, *person, now])?;
        tx.execute("DELETE FROM presence WHERE seen_at < ?1", params![now - SEEN])?;
        Ok::<_, Refusal>(())
    })
}

/// A page was closed.
///
/// # Errors
/// What the database refuses.
pub(crate) fn leave(kernel: &Arc<Kernel>, stream: Uuid) -> Outcome<()> {
    kernel.db.write(move |tx| {
        tx.execute("DELETE FROM presence WHERE stream = ?1", params![stream])?;
        Ok::<_, Refusal>(())
    })
}

/// Somebody writes there, whichever node their page listens to.
///
/// # Errors
/// What the database refuses.
pub(crate) fn writes(kernel: &Arc<Kernel>, place: &Place, person: Uuid, now: Timestamp) -> Outcome<()> {
    let place = place.clone();
    kernel.db.write(move |tx| {
        let sql = "UPDATE presence SET wrote_at = ?4 WHERE topic = ?1 AND place = ?2 AND person_id = ?3";
        tx.execute(sql, params![place.topic, place.name, person, now])?;
        Ok::<_, Refusal>(())
    })
}

/// Everybody but this reader whose page is open there, on whichever node.
///
/// # Errors
/// What the database refuses.
pub(crate) fn others(kernel: &Arc<Kernel>, here: &Entry, now: Timestamp) -> Outcome<Vec<(Uuid, Other)>> {
    let there = kernel.db.read(|tx| rows(tx, here, now))?;
    let named = there.into_iter().filter_map(|(person, wrote)| {
        let writes = wrote.is_some_and(|at| now.duration_since(at) < seconds(WRITING));
        name_of(kernel, person).map(|name| (person, Other { name, writes }))
    });
    Ok(named.collect())
}

/// Each person once, however many pages they have open there, with when they last wrote.
fn rows(tx: &mut Tx, here: &Entry, now: Timestamp) -> Outcome<Vec<(Uuid, Option<Timestamp>)>> {
    let sql = "SELECT person_id, MAX(wrote_at) FROM presence
        WHERE topic = ?1 AND place = ?2 AND person_id <> ?3 AND seen_at >= ?4 GROUP BY person_id ORDER BY person_id";
    let found = tx.query(sql, params![here.place.topic, here.place.name, here.person, now - SEEN])?;
    found.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The name of somebody who may still sign in.
fn name_of(kernel: &Arc<Kernel>, person: Uuid) -> Option<String> {
    let named = kernel.read(&Caller::person(person), |reader| {
        let principal = &reader.context.principal;
        Ok((principal.kind == PrincipalKind::Person).then(|| principal.name.clone()))
    });
    named.ok().flatten()
}

fn seconds(span: Duration) -> SignedDuration {
    SignedDuration::from_secs(i64::try_from(span.as_secs()).unwrap_or(i64::MAX))
}
