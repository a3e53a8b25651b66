//! Mail of a case in both directions.

use accord_kernel::Outcome;
use accord_room_customer::ContactId;
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::{
    id::{CaseId, CaseMailId},
    record::CaseRow,
};

record! {
    /// A mail of a case. What it says stands elsewhere; here is by what it is known again.
    pub struct MailRow in "case_mail" shape 1 subject "id" {
        /// Id; of our own letters, the letter's.
        id: CaseMailId,
        /// The case.
        case_id: CaseId,
        /// With whom.
        contact_id: Option<ContactId>,
        /// Its Message-ID without angle brackets; of our own letters the part before the `@`.
        @personal message_id: String,
        /// We wrote it.
        ours: bool,
        /// A program wrote it.
        automatic: bool,
        /// Beginning of the token in the address to which one answers.
        tag: Option<String>,
        /// When.
        mailed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// Ids of the mails of a case, the latest ones, in their order.
pub(crate) fn mail_ids(tx: &mut Tx, case: CaseId, limit: i64) -> Outcome<Vec<String>> {
    let sql = "SELECT message_id FROM case_mail WHERE case_id = ?1 ORDER BY mailed_at DESC, id DESC LIMIT ?2";
    let mut ids: Vec<String> =
        tx.query(sql, params![case, limit])?.iter().map(|row| Ok(row.get(0)?)).collect::<Outcome<_>>()?;
    ids.reverse();
    Ok(ids)
}

/// The case of a message id.
pub(crate) fn case_of_message(tx: &mut Tx, message_id: &str) -> Outcome<Option<CaseId>> {
    let row: Option<MailRow> =
        tx.select_one("WHERE message_id = ?1 ORDER BY mailed_at DESC, id DESC LIMIT 1", params![message_id])?;
    Ok(row.map(|row| row.case_id))
}

/// To which case and contact a token's beginning was given.
pub(crate) fn of_tag(tx: &mut Tx, tag: &str) -> Outcome<Option<(CaseId, ContactId)>> {
    let row: Option<MailRow> = tx.select_one("WHERE tag = ?1 ORDER BY id LIMIT 1", params![tag])?;
    Ok(row.and_then(|row| Some((row.case_id, row.contact_id?))))
}

/// Automatic letters to a contact since an instant, counted to a limit.
pub(crate) fn automatic_since(tx: &mut Tx, contact: ContactId, since: Timestamp, limit: i64) -> Outcome<i64> {
    let from = "FROM case_mail WHERE contact_id = ?1 AND automatic AND mailed_at > ?2";
    Ok(tx.count_up_to(from, params![contact, since], limit)?)
}

/// The case of a number.
pub(crate) fn numbered(tx: &mut Tx, number: &str) -> Outcome<Option<CaseRow>> {
    Ok(tx.select_one("WHERE number = ?1", params![number])?)
}
