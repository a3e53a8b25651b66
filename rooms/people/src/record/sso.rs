//! Accounts at the company's own sign-in, and sign-ins that are under way there.

use accord_kernel::Outcome;
use accord_store::{Tx, params};
use jiff::Timestamp;

use crate::PersonId;

/// An account that is bound to a colleague.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) bound_at: Timestamp,
    pub(crate) last_at: Option<Timestamp>,
}

/// Whose account this is.
pub(crate) fn person_of(tx: &mut Tx, issuer: &str, subject: &str) -> Outcome<Option<PersonId>> {
    let sql = "SELECT person_id FROM sso_identity WHERE issuer = ?1 AND subject = ?2";
    let row = tx.query_one(sql, params![issuer.to_owned(), subject.to_owned()])?;
    Ok(row.map(|row| row.get(0)).transpose()?)
}

/// The accounts of a colleague.
pub(crate) fn identities_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Identity>> {
    let sql =
        "SELECT issuer, subject, bound_at, last_at FROM sso_identity WHERE person_id = ?1 ORDER BY issuer";
    let rows = tx.query(sql, params![person])?;
    rows.iter()
        .map(|row| {
            Ok(Identity {
                issuer: row.get(0)?,
                subject: row.get(1)?,
                bound_at: row.get(2)?,
                last_at: row.get(3)?,
            })
        })
        .collect()
}

/// Binds an account; false when it, or the colleague there, is bound already.
pub(crate) fn bind(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    person: PersonId,
    wall: Timestamp,
) -> Outcome<bool> {
    let sql = "INSERT INTO sso_identity (issuer, subject, person_id, bound_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, params![issuer.to_owned(), subject.to_owned(), person, wall])? == 1)
}

/// Takes every account of a colleague away; how many there were.
pub(crate) fn unbind(tx: &mut Tx, person: PersonId) -> Outcome<u64> {
    Ok(tx.execute("DELETE FROM sso_identity WHERE person_id = ?1", params![person])?)
}

/// An account was used.
pub(crate) fn used(tx: &mut Tx, issuer: &str, subject: &str, wall: Timestamp) -> Outcome<()> {
    let sql = "UPDATE sso_identity SET last_at = ?3 WHERE issuer = ?1 AND subject = ?2";
    tx.execute(sql, params![issuer.to_owned(), subject.to_owned(), wall])?;
    Ok(())
}

/// A sign-in that begins.
#[derive(Debug, Clone)]
pub(crate) struct Try {
    pub(crate) next: String,
    pub(crate) invitation_hash: Option<Vec<u8>>,
}

/// Notes a sign-in that begins.
pub(crate) fn put_try(
    tx: &mut Tx,
    state: &[u8],
    browser: &[u8],
    of: &Try,
    ends_at: Timestamp,
) -> Outcome<()> {
    let sql = "INSERT INTO sso_try (state_hash, browser_hash, next, invitation_hash, ends_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values =
        params![state.to_vec(), browser.to_vec(), of.next.clone(), of.invitation_hash.clone(), ends_at];
    tx.execute(sql, values)?;
    Ok(())
}

/// Takes a sign-in that comes back: once, by the browser that began it, in its time.
pub(crate) fn take_try(tx: &mut Tx, state: &[u8], browser: &[u8], wall: Timestamp) -> Outcome<Option<Try>> {
    let values = params![state.to_vec(), browser.to_vec(), wall];
    let sql = "SELECT next, invitation_hash FROM sso_try WHERE state_hash = ?1 AND browser_hash = ?2 AND ends_at > ?3";
    let Some(row) = tx.query_one(sql, values)? else { return Ok(None) };
    let found = Try { next: row.get(0)?, invitation_hash: row.get(1)? };
    let sql = "DELETE FROM sso_try WHERE state_hash = ?1 AND browser_hash = ?2";
    let gone = tx.execute(sql, params![state.to_vec(), browser.to_vec()])?;
    Ok((gone == 1).then_some(found))
}

/// Forgets sign-ins that never came back.
pub(crate) fn sweep_tries(tx: &mut Tx, wall: Timestamp) -> Outcome<u64> {
    Ok(tx.execute("DELETE FROM sso_try WHERE ends_at <= ?1", params![wall])?)
}
