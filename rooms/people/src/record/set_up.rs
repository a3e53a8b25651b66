//! The first set-up: its steps, its one-time address, and the company's mark.

use accord_kernel::Outcome;
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::{PersonId, ids::RowId, terms::SetUpStep};

record! {
    /// A step of the first set-up.
    pub struct SetUpStepRow in "set_up_step" shape 1 {
        /// Id.
        id: RowId,
        /// Which.
        word: SetUpStep,
        /// When somebody said that it is done, or can wait.
        settled_at: Option<Timestamp>,
        /// Who.
        settled_by: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// The company's mark.
    pub struct LogoRow in "company_logo" shape 1 {
        /// Id.
        id: RowId,
        /// What kind of picture it is.
        content_type: String,
        /// The picture, as base64.
        image: String,
        /// When it was set.
        set_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// Every step that the set-up of this installation has; none when it was set up by the command line.
pub(crate) fn steps(tx: &mut Tx) -> Outcome<Vec<SetUpStepRow>> {
    Ok(tx.select("ORDER BY word", params![])?)
}

/// One step.
pub(crate) fn step(tx: &mut Tx, step: SetUpStep) -> Outcome<Option<SetUpStepRow>> {
    Ok(tx.select_one("WHERE word = ?1", params![step])?)
}

/// The company's mark, when it has one.
pub(crate) fn logo(tx: &mut Tx) -> Outcome<Option<LogoRow>> {
    Ok(tx.select_one("ORDER BY id LIMIT 1", params![])?)
}

/// Puts the one address at which the house can be set up; the one before is void.
pub(crate) fn put_address(tx: &mut Tx, hash: &[u8], wall: Timestamp) -> Outcome<()> {
    drop_addresses(tx)?;
    let sql = "INSERT INTO set_up_address (secret_hash, made_at) VALUES (?1, ?2)";
    tx.execute(sql, params![hash.to_vec(), wall])?;
    Ok(())
}

/// Whether this is the address.
pub(crate) fn is_address(tx: &mut Tx, hash: &[u8]) -> Outcome<bool> {
    let sql = "SELECT 1 FROM set_up_address WHERE secret_hash = ?1";
    Ok(tx.query_one(sql, params![hash.to_vec()])?.is_some())
}

/// Uses the address up; false when it was used or replaced meanwhile, so that of two at one moment one goes on.
pub(crate) fn use_address(tx: &mut Tx, hash: &[u8]) -> Outcome<bool> {
    let sql = "DELETE FROM set_up_address WHERE secret_hash = ?1";
    Ok(tx.execute(sql, params![hash.to_vec()])? == 1)
}

/// Voids the address.
pub(crate) fn drop_addresses(tx: &mut Tx) -> Outcome<()> {
    tx.execute("DELETE FROM set_up_address", params![])?;
    Ok(())
}
