//! Tables and SQL of this room. SQL stands nowhere else in it.

use accord_kernel::Outcome;
use accord_room_people::PersonId;
use accord_store::{Row, Tx, params};
use jiff::Timestamp;

use crate::{FeedId, rules::Kept};

/// A calendar at a secret address.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    pub(crate) id: FeedId,
    pub(crate) person: PersonId,
    pub(crate) label: String,
    pub(crate) promises: bool,
    pub(crate) visits: bool,
    /// Wall time.
    pub(crate) made_at: Timestamp,
    /// Wall time, to some minutes.
    pub(crate) last_read_at: Option<Timestamp>,
}

const FEED: &str = "id, person_id, label, promises, visits, made_at, last_read_at FROM calendar_feed";

fn feed(row: &Row) -> Outcome<Feed> {
    Ok(Feed {
        id: row.get(0)?,
        person: row.get(1)?,
        label: row.get(2)?,
        promises: row.get(3)?,
        visits: row.get(4)?,
        made_at: row.get(5)?,
        last_read_at: row.get(6)?,
    })
}

/// The calendar of a secret that stands.
pub(crate) fn by_secret(tx: &mut Tx, hash: &[u8]) -> Outcome<Option<Feed>> {
    let sql = format!("SELECT {FEED} WHERE secret_hash = ?1 AND revoked_at IS NULL");
    tx.query_one(&sql, params![hash.to_vec()])?.map(|row| feed(&row)).transpose()
}

/// The calendars of a person that stand, the latest first.
pub(crate) fn of_person(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Feed>> {
    let sql = format!(
        "SELECT {FEED} WHERE person_id = ?1 AND revoked_at IS NULL ORDER BY made_at DESC, id DESC LIMIT 100"
    );
    tx.query(&sql, params![person])?.iter().map(feed).collect()
}

/// Writes a new calendar.
pub(crate) fn put(tx: &mut Tx, feed: &Feed, hash: &[u8]) -> Outcome<()> {
    let sql = "INSERT INTO calendar_feed (id, secret_hash, person_id, label, promises, visits, made_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![
        feed.id,
        hash.to_vec(),
        feed.person,
        feed.label.clone(),
        feed.promises,
        feed.visits,
        feed.made_at
    ];
    tx.execute(sql, values)?;
    Ok(())
}

/// Gives a person's calendar another secret; false when it is not theirs or revoked.
pub(crate) fn renew(
    tx: &mut Tx,
    person: PersonId,
    id: FeedId,
    hash: &[u8],
    wall: Timestamp,
) -> Outcome<bool> {
    let sql = "UPDATE calendar_feed SET secret_hash = ?3, made_at = ?4, last_read_at = NULL
        WHERE id = ?1 AND person_id = ?2 AND revoked_at IS NULL";
    Ok(tx.execute(sql, params![id, person, hash.to_vec(), wall])? == 1)
}

/// Revokes a person's calendar and forgets what it showed; false when it is not theirs or revoked.
pub(crate) fn revoke(tx: &mut Tx, person: PersonId, id: FeedId, wall: Timestamp) -> Outcome<bool> {
    let sql =
        "UPDATE calendar_feed SET revoked_at = ?3 WHERE id = ?1 AND person_id = ?2 AND revoked_at IS NULL";
    let revoked = tx.execute(sql, params![id, person, wall])? == 1;
    if revoked {
        tx.execute("DELETE FROM calendar_entry WHERE feed_id = ?1", params![id])?;
    }
    Ok(revoked)
}

/// Notes when a calendar was last read.
pub(crate) fn read_at(tx: &mut Tx, id: FeedId, wall: Timestamp) -> Outcome<()> {
    let sql = "UPDATE calendar_feed SET last_read_at = ?2 WHERE id = ?1 AND COALESCE(last_read_at, 0) < ?2";
    tx.execute(sql, params![id, wall])?;
    Ok(())
}

/// What a calendar showed when it was last read.
pub(crate) fn kept(tx: &mut Tx, feed: FeedId) -> Outcome<Vec<Kept>> {
    let sql = "SELECT uid, fingerprint, sequence, starts, changed_at, gone_at FROM calendar_entry WHERE feed_id = ?1
        ORDER BY uid";
    tx.query(sql, params![feed])?
        .iter()
        .map(|row| {
            Ok(Kept {
                uid: row.get(0)?,
                fingerprint: row.get(1)?,
                sequence: row.get(2)?,
                starts: row.get(3)?,
                changed_at: row.get(4)?,
                gone_at: row.get(5)?,
            })
        })
        .collect()
}

/// Keeps what a calendar shows now.
pub(crate) fn keep(tx: &mut Tx, feed: FeedId, changed: &[Kept], forgotten: &[String]) -> Outcome<()> {
    for one in changed {
        let sql = "INSERT INTO calendar_entry (feed_id, uid, fingerprint, sequence, starts, changed_at, gone_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (feed_id, uid) DO UPDATE SET fingerprint = excluded.fingerprint, sequence = excluded.sequence,
            starts = excluded.starts, changed_at = excluded.changed_at, gone_at = excluded.gone_at";
        let values = params![
            feed,
            one.uid.clone(),
            one.fingerprint.clone(),
            one.sequence,
            one.starts.clone(),
            one.changed_at,
            one.gone_at
        ];
        tx.execute(sql, values)?;
    }
    for uid in forgotten {
        tx.execute("DELETE FROM calendar_entry WHERE feed_id = ?1 AND uid = ?2", params![feed, uid.clone()])?;
    }
    Ok(())
}
