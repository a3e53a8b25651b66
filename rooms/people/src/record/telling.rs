//! How colleagues want to be told, and what waits to be told by letter.

use std::collections::BTreeMap;

use accord_kernel::Outcome;
use accord_store::{Json, Tx, params, record};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use crate::{
    NoticeId, PersonId,
    ids::RowId,
    record::notice::NoticeRow,
    terms::{Channel, DaysOff, DigestWish},
};

record! {
    /// How a colleague wants to be told.
    pub struct TellingRow in "telling" shape 1 subject "person_id" {
        /// Id.
        id: RowId,
        /// Who.
        person_id: PersonId,
        /// Whether days off are quiet.
        days_off: DaysOff,
        /// Whether there is a daily digest.
        digest: DigestWish,
        /// At which time of day (`HH:MM`, own zone).
        digest_at: String,
        /// Channel by kind of notices; what is not in it goes by the defaults.
        channels: Json<BTreeMap<String, Channel>>,
        /// Row version.
        version: i64,
    }
}

/// The time of day of a digest for whoever chose none: before the work of most begins.
pub const DIGEST_AT: &str = "07:00";

impl TellingRow {
    /// Where nothing was chosen.
    pub(crate) fn unchosen(id: RowId, person_id: PersonId) -> Self {
        Self {
            id,
            person_id,
            days_off: DaysOff::Quiet,
            digest: DigestWish::Daily,
            digest_at: DIGEST_AT.to_owned(),
            channels: Json(BTreeMap::new()),
            version: 1,
        }
    }

    /// The time of day of the digest.
    pub(crate) fn digest_time(&self) -> Time {
        self.digest_at.parse().unwrap_or(Time::constant(7, 0, 0, 0))
    }
}

/// How somebody wants to be told; none when they chose nothing.
pub(crate) fn stored(tx: &mut Tx, person: PersonId) -> Outcome<Option<TellingRow>> {
    Ok(tx.select_one("WHERE person_id = ?1", params![person])?)
}

/// How somebody wants to be told; the defaults when they chose nothing.
pub(crate) fn telling(tx: &mut Tx, person: PersonId) -> Outcome<TellingRow> {
    Ok(stored(tx, person)?.unwrap_or_else(|| TellingRow::unchosen(person.into(), person)))
}

/// For what a notice's letter waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// For the end of quiet time.
    Quiet,
    /// For the next digest.
    Digest,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Digest => "digest",
        }
    }
}

/// A notice's letter waits: for an instant (business time), or for the next digest.
pub(crate) fn later(
    tx: &mut Tx,
    notice: NoticeId,
    person: PersonId,
    due_at: Option<Timestamp>,
) -> Outcome<()> {
    let way = if due_at.is_some() { Way::Quiet } else { Way::Digest };
    let sql = "INSERT INTO told_later (notice_id, person_id, way, due_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (notice_id) DO NOTHING";
    tx.execute(sql, params![notice, person, way.word(), due_at])?;
    Ok(())
}

/// Those for whom something waited until now.
pub(crate) fn held_for(tx: &mut Tx, now: Timestamp, limit: i64) -> Outcome<Vec<PersonId>> {
    let sql = "SELECT DISTINCT person_id FROM told_later WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY person_id LIMIT ?2";
    tx.query(sql, params![now, limit])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Takes what waits for somebody out of the list: those of a way, with an instant those that waited until then. Whoever
/// takes them tells them, in the same transaction; what was read or acknowledged meanwhile is not told again.
pub(crate) fn take(
    tx: &mut Tx,
    person: PersonId,
    way: Way,
    until: Option<Timestamp>,
) -> Outcome<Vec<NoticeRow>> {
    let values = params![person, way.word(), until];
    let rows = tx.select::<NoticeRow>(
        "WHERE read_at IS NULL AND acknowledged_at IS NULL AND id IN (SELECT notice_id FROM told_later
        WHERE person_id = ?1 AND way = ?2 AND (due_at IS NULL OR due_at <= ?3)) ORDER BY made_at, id LIMIT 500",
        values,
    )?;
    let sql = "DELETE FROM told_later WHERE person_id = ?1 AND way = ?2 AND (due_at IS NULL OR due_at <= ?3)";
    tx.execute(sql, params![person, way.word(), until])?;
    Ok(rows)
}

/// A planned digest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DigestPlan {
    pub(crate) next_at: Timestamp,
    pub(crate) last_on: Option<Date>,
}

/// The plan of somebody's digest.
pub(crate) fn digest_plan(tx: &mut Tx, person: PersonId) -> Outcome<Option<DigestPlan>> {
    let sql = "SELECT next_at, last_on FROM digest_plan WHERE person_id = ?1";
    let row = tx.query_one(sql, params![person])?;
    row.map(|row| Ok(DigestPlan { next_at: row.get(0)?, last_on: row.get(1)? })).transpose()
}

/// Writes the plan of somebody's digest.
pub(crate) fn put_digest_plan(tx: &mut Tx, person: PersonId, plan: DigestPlan) -> Outcome<()> {
    let sql = "INSERT INTO digest_plan (person_id, next_at, last_on) VALUES (?1, ?2, ?3)
        ON CONFLICT (person_id) DO UPDATE SET next_at = excluded.next_at, last_on = excluded.last_on";
    tx.execute(sql, params![person, plan.next_at, plan.last_on])?;
    Ok(())
}

/// Takes a plan away: they want no digest any more, or have left.
pub(crate) fn drop_digest_plan(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.execute("DELETE FROM digest_plan WHERE person_id = ?1", params![person])?;
    Ok(())
}

/// Digests that are due: whose, and the instant planned.
pub(crate) fn due_digests(tx: &mut Tx, now: Timestamp, limit: i64) -> Outcome<Vec<(PersonId, Timestamp)>> {
    let sql =
        "SELECT person_id, next_at FROM digest_plan WHERE next_at <= ?1 ORDER BY next_at, person_id LIMIT ?2";
    tx.query(sql, params![now, limit])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Moves a plan on, if it is still the one that was seen: of two nodes one tells.
pub(crate) fn move_digest(tx: &mut Tx, person: PersonId, seen: Timestamp, to: DigestPlan) -> Outcome<bool> {
    let sql = "UPDATE digest_plan SET next_at = ?3, last_on = ?4 WHERE person_id = ?1 AND next_at = ?2";
    Ok(tx.execute(sql, params![person, seen, to.next_at, to.last_on])? == 1)
}

/// Colleagues with an address who have no plan yet and want one.
pub(crate) fn without_digest(tx: &mut Tx, limit: i64) -> Outcome<Vec<PersonId>> {
    let sql = "SELECT p.id FROM person p WHERE p.email IS NOT NULL AND p.state <> 'disabled'
        AND NOT EXISTS (SELECT 1 FROM digest_plan d WHERE d.person_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM telling t WHERE t.person_id = p.id AND t.digest = 'none')
        ORDER BY p.id LIMIT ?1";
    tx.query(sql, params![limit])?.iter().map(|row| Ok(row.get(0)?)).collect()
}
