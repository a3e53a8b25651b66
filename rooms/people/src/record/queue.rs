//! What waits to leave the house: letters, messages for machines. A row is claimed in one transaction, sent outside any, and
//! marked in another; a crash between lets the claim's lease run out and the row go again. Two nodes never hold one row.

use accord_kernel::Outcome;
use accord_store::{Tx, Value, params};
use jiff::Timestamp;
use uuid::Uuid;

/// A table whose rows wait to leave: with `id`, `state` (`queued` while it waits, `failed` when it was given up),
/// `attempts`, `next_try_at` (wall time) and `error`.
#[derive(Debug, Clone, Copy)]
pub struct Queue(pub &'static str);

impl Queue {
    /// Claims rows that are due, those that wait longest first; `only` names a column and its id to which it is narrowed. Until
    /// `lease` nobody else takes them. A claim is an attempt.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn claim(
        self,
        tx: &mut Tx,
        only: Option<(&'static str, Uuid)>,
        wall: Timestamp,
        lease: Timestamp,
        limit: i64,
    ) -> Outcome<Vec<Uuid>> {
        let table = self.0;
        let mut values = params![wall, limit].to_vec();
        let mut narrow = String::new();
        if let Some((column, id)) = only {
            values.push(Value::Uuid(id));
            narrow = format!(" AND {column} = ?3");
        }
        let due = format!(
            "SELECT id FROM {table} WHERE state = 'queued' AND next_try_at <= ?1{narrow} ORDER BY next_try_at, id LIMIT ?2"
        );
        let take = format!(
            "UPDATE {table} SET next_try_at = ?3, attempts = attempts + 1
            WHERE id = ?1 AND state = 'queued' AND next_try_at <= ?2"
        );
        let mut claimed = Vec::new();
        for row in tx.query(&due, &values)? {
            let id: Uuid = row.get(0)?;
            if tx.execute(&take, params![id, wall, lease])? == 1 {
                claimed.push(id);
            }
        }
        Ok(claimed)
    }

    /// Gives a claimed row back: it is tried again at `next`, and the claim was no attempt.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn give_back(self, tx: &mut Tx, id: Uuid, next: Timestamp, error: Option<&str>) -> Outcome<()> {
        let sql = format!(
            "UPDATE {} SET next_try_at = ?2, attempts = attempts - 1, error = COALESCE(?3, error) WHERE id = ?1",
            self.0
        );
        tx.execute(&sql, params![id, next, error.map(str::to_owned)])?;
        Ok(())
    }

    /// It did not leave; with `next` it is tried again then, without it is given up.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn not_sent(self, tx: &mut Tx, id: Uuid, next: Option<Timestamp>, error: &str) -> Outcome<()> {
        let state = if next.is_some() { "" } else { "state = 'failed', " };
        let sql = format!(
            "UPDATE {} SET {state}next_try_at = COALESCE(?2, next_try_at), error = ?3 WHERE id = ?1",
            self.0
        );
        tx.execute(&sql, params![id, next, error])?;
        Ok(())
    }
}
