//! What an operator looks for: letters that did not go out, and plans that failed.

use accord_kernel::Outcome;
use accord_store::{Row, Tx, params};
use jiff::Timestamp;
use uuid::Uuid;

/// A letter that was given up, tried in vain, or held back by a guard.
#[derive(Debug, Clone)]
pub(crate) struct StuckLetter {
    pub(crate) id: Uuid,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) made_at: Timestamp,
    pub(crate) state: String,
    pub(crate) attempts: i64,
    pub(crate) next_try_at: Timestamp,
    pub(crate) error: String,
}

/// Letters with something against them, the newest first.
pub(crate) fn stuck_letters(tx: &mut Tx, limit: i64) -> Outcome<Vec<StuckLetter>> {
    let sql = "SELECT id, recipient, subject, made_at, state, attempts, next_try_at, error FROM mail
        WHERE error IS NOT NULL AND state <> 'sent' ORDER BY made_at DESC, id DESC LIMIT ?1";
    tx.query(sql, params![limit])?.iter().map(stuck_letter).collect()
}

fn stuck_letter(row: &Row) -> Outcome<StuckLetter> {
    Ok(StuckLetter {
        id: row.get(0)?,
        recipient: row.get(1)?,
        subject: row.get(2)?,
        made_at: row.get(3)?,
        state: row.get(4)?,
        attempts: row.get(5)?,
        next_try_at: row.get(6)?,
        error: row.get(7)?,
    })
}

/// Puts a letter back into the post office, to be tried at once; false when it is not one that stands there in vain.
/// What a guard holds stays held: it is asked again when the letter would go.
pub(crate) fn try_letter_again(tx: &mut Tx, id: Uuid, wall: Timestamp) -> Outcome<bool> {
    let sql = "UPDATE mail SET state = 'queued', attempts = 0, next_try_at = ?2 WHERE id = ?1
        AND error IS NOT NULL AND state <> 'sent'";
    Ok(tx.execute(sql, params![id, wall])? == 1)
}

/// A plan that failed, or that a guard holds back.
#[derive(Debug, Clone)]
pub(crate) struct StuckPlan {
    pub(crate) id: Uuid,
    pub(crate) action: String,
    pub(crate) due_at: Timestamp,
    pub(crate) next_try_at: Timestamp,
    pub(crate) attempts: i64,
    pub(crate) error: String,
}

/// Plans with something against them, the longest due first.
pub(crate) fn stuck_plans(tx: &mut Tx, limit: i64) -> Outcome<Vec<StuckPlan>> {
    let sql = "SELECT id, action, due_at, next_try_at, attempts, error FROM clockwork
        WHERE fired_at IS NULL AND error IS NOT NULL ORDER BY due_at, id LIMIT ?1";
    let read = |row: &Row| {
        Ok(StuckPlan {
            id: row.get(0)?,
            action: row.get(1)?,
            due_at: row.get(2)?,
            next_try_at: row.get(3)?,
            attempts: row.get(4)?,
            error: row.get(5)?,
        })
    };
    tx.query(sql, params![limit])?.iter().map(read).collect()
}

/// Has a plan tried at once, with all its attempts before it; false when it is none that stands in vain.
pub(crate) fn try_plan_again(tx: &mut Tx, id: Uuid, now: Timestamp) -> Outcome<bool> {
    let sql = "UPDATE clockwork SET attempts = 0, next_try_at = ?2 WHERE id = ?1 AND fired_at IS NULL
        AND error IS NOT NULL";
    Ok(tx.execute(sql, params![id, now])? == 1)
}
