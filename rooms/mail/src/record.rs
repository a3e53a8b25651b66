//! Tables, rows and SQL of this room. SQL stands nowhere else in it.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_case::CaseId;
use accord_room_customer::{ContactId, CustomerId, hashes_named, hashes_of, sight_filter};
use accord_room_people::PersonId;
use accord_store::{Column, Json, Record, Table, Tx, Value, params, record, search};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{MailMessageId, MailReason, MailState};

/// Recorded tables of this room.
pub(crate) const TABLES: &[&Table] = &[MessageRow::TABLE];

/// A file that came with a message; its bytes lie in the file store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// Name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

record! {
    /// A message that arrived at an address of ours. What the sender wrote is personal under the contact's key, or under the
    /// message's own while nobody knows the sender.
    pub struct MessageRow in "mail_message" shape 1 subject "sender_id" {
        /// Id.
        id: MailMessageId,
        /// Address of ours to which it came, without token.
        alias: String,
        /// By what it is known again at this address.
        @personal message_key: String,
        /// Its Message-ID without angle brackets.
        @personal message_id: Option<String>,
        /// The contact, or the message itself: whose key protects it.
        sender_id: Uuid,
        /// Who says they wrote it; empty when it names nobody.
        @personal from_address: String,
        /// Their name, as they say; may be empty.
        @personal from_name: String,
        /// Subject; may be empty.
        @personal subject: String,
        /// When it was written, as it says.
        written_at: Option<Timestamp>,
        /// When it reached us.
        received_at: Timestamp,
        /// When it was recorded.
        recorded_at: Timestamp,
        /// Bytes of the whole message.
        size: i64,
        /// SHA-256 of the whole message as it came, in hexadecimal.
        sha256: String,
        /// What was written, without what was quoted; cut.
        @personal words: String,
        /// Files that came with it.
        @personal attached: Json<Vec<Attached>>,
        /// Something of it is only in the message itself.
        cut: bool,
        /// What became of it.
        state: MailState,
        /// Why, when it was not simply taken.
        reason: Option<MailReason>,
        /// A person has to look at it.
        needs_look: bool,
        /// The case it refers to, although its sender may not write there.
        proposed_case_id: Option<CaseId>,
        /// The case in which its words stand.
        case_id: Option<CaseId>,
        /// Whose case that is.
        customer_id: Option<CustomerId>,
        /// The contact who wrote it.
        contact_id: Option<ContactId>,
        /// Nobody knew the sender, and nobody has said yet whose they are.
        stranger: bool,
        /// Who decided on it; none is the program.
        decided_by: Option<PersonId>,
        /// When.
        decided_at: Option<Timestamp>,
        /// Why.
        decided_words: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl MessageRow {
    /// Puts it into the search: by its subject and by who wrote it. Nothing is found of what was cleared. What is in a case is
    /// found by whoever may see its customer, as it is listed.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let who = if self.from_name.is_empty() { &self.from_address } else { &self.from_name };
        let label = if self.subject.is_empty() { who } else { &self.subject };
        if label.is_empty() {
            return Ok(search::remove(tx, "mail_message", self.id.0)?);
        }
        let entry = search::Entry {
            kind: "mail_message".to_owned(),
            id: self.id.0,
            customer: self.customer_id.map(|of| of.0),
            label: label.clone(),
            hint: who.clone(),
        };
        Ok(search::put(tx, &entry, &self.from_address)?)
    }
}

/// Makes every message findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'mail_message'", params![])?;
    let rows = tx.select::<MessageRow>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// A message.
///
/// # Errors
/// Absent.
pub fn load(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<MessageRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A message that is here already.
pub(crate) fn known(tx: &mut Tx, alias: &str, key: &str) -> Outcome<Option<MessageRow>> {
    Ok(tx.select_one("WHERE alias = ?1 AND message_key = ?2", params![alias.to_owned(), key.to_owned()])?)
}

/// How many messages of an address became words or cases since an instant, counted to a limit.
pub(crate) fn taken_since(tx: &mut Tx, address: &str, since: Timestamp, limit: i64) -> Outcome<i64> {
    let from = "FROM mail_message WHERE from_address = ?1 AND recorded_at > ?2 AND state = 'in_case'";
    Ok(tx.count_up_to(from, params![address.to_owned(), since], limit)?)
}

/// How many cases strangers began since an instant, counted to a limit.
pub(crate) fn strangers_since(tx: &mut Tx, since: Timestamp, limit: i64) -> Outcome<i64> {
    Ok(tx.count_up_to("FROM mail_message WHERE stranger AND recorded_at > ?1", params![since], limit)?)
}

/// How many messages wait for a look since an instant, counted to a limit.
pub(crate) fn waiting_since(tx: &mut Tx, since: Timestamp, limit: i64) -> Outcome<i64> {
    Ok(tx.count_up_to("FROM mail_message WHERE needs_look AND received_at > ?1", params![since], limit)?)
}

/// The latest message of an address whose customer is known, be it only by that message.
pub(crate) fn last_of(tx: &mut Tx, address: &str) -> Outcome<Option<MessageRow>> {
    Ok(tx.select_one(
        "WHERE from_address = ?1 AND customer_id IS NOT NULL ORDER BY recorded_at DESC, id DESC LIMIT 1",
        params![address.to_owned()],
    )?)
}

/// Whether an address wrote in a case while nobody knew it.
pub(crate) fn wrote_in(tx: &mut Tx, address: &str, case: CaseId) -> Outcome<bool> {
    let sql =
        "SELECT 1 FROM mail_message WHERE from_address = ?1 AND case_id = ?2 AND contact_id IS NULL LIMIT 1";
    Ok(tx.query_one(sql, params![address.to_owned(), case])?.is_some())
}

/// Whether an address is one at which our mail arrives.
pub(crate) fn is_alias(tx: &mut Tx, address: &str) -> Outcome<bool> {
    let sql = "SELECT 1 FROM mail_message WHERE alias = ?1 LIMIT 1";
    Ok(tx.query_one(sql, params![address.to_owned()])?.is_some())
}

/// Messages of a customer, after an id, for a merge and an erasure.
pub(crate) fn of_customer(
    tx: &mut Tx,
    customer: CustomerId,
    after: MailMessageId,
    limit: i64,
) -> Outcome<Vec<MessageRow>> {
    Ok(tx
        .select("WHERE customer_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3", params![customer, after, limit])?)
}

/// Messages of somebody, under their key or from before they were known, after an id.
pub(crate) fn of_sender(
    tx: &mut Tx,
    sender: Uuid,
    after: MailMessageId,
    limit: i64,
) -> Outcome<Vec<MessageRow>> {
    Ok(tx.select(
        "WHERE (sender_id = ?1 OR contact_id = ?1) AND id > ?2 ORDER BY id LIMIT ?3",
        params![sender, after, limit],
    )?)
}

/// Messages from before an instant whose words stand in no case and that still say something.
pub(crate) fn outside_cases(tx: &mut Tx, before: Timestamp, limit: i64) -> Outcome<Vec<MessageRow>> {
    let tail =
        "WHERE state <> 'in_case' AND sha256 <> '' AND received_at < ?1 ORDER BY received_at, id LIMIT ?2";
    Ok(tx.select(tail, params![before, limit])?)
}

/// Which of these hashes of the file store are a message's own bytes, or a file that came with one.
pub(crate) fn files_named(tx: &mut Tx, hashes: &[String]) -> Outcome<Vec<String>> {
    let mut named = hashes_named(tx, "mail_message", "sha256", hashes)?;
    each_attached(tx, &mut |hash| {
        if hashes.contains(&hash) {
            named.push(hash);
        }
    })?;
    Ok(named)
}

/// Every hash of the file store that is a message's own bytes, or a file's that came with one.
pub(crate) fn files_kept(tx: &mut Tx) -> Outcome<Vec<String>> {
    let mut all = hashes_of(tx, "mail_message", "sha256")?;
    each_attached(tx, &mut |hash| all.push(hash))?;
    Ok(all)
}

/// Goes through the hashes of the files that came with messages.
fn each_attached(tx: &mut Tx, each: &mut dyn FnMut(String)) -> Outcome<()> {
    let mut after = Uuid::nil();
    loop {
        // Names of files are personal and stand together in one text: they are read, and only those that have some.
        let sql =
            "SELECT id, attached FROM mail_message WHERE attached <> '[]' AND id > ?1 ORDER BY id LIMIT 1000";
        let rows = tx.query(sql, params![after])?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.get(0)?;
        for row in &rows {
            let attached: Json<Vec<Attached>> = row.get(1)?;
            attached.0.into_iter().for_each(|file| each(file.sha256));
        }
    }
}

/// What a list is narrowed by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Narrow {
    pub look: bool,
    pub state: Option<MailState>,
    pub case: Option<CaseId>,
}

/// Messages, the latest first, before a place.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    before: Option<(Timestamp, MailMessageId)>,
    limit: i64,
) -> Outcome<Vec<MessageRow>> {
    let (mut sql, mut values) = filter(ctx, narrow);
    if let Some((at, id)) = before {
        values.extend_from_slice(params![at, id]);
        sql.push_str(&format!(" AND (received_at, id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("WHERE {sql} ORDER BY received_at DESC, id DESC LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// How many there are, counted to a limit.
pub(crate) fn counted(tx: &mut Tx, ctx: &Context, narrow: &Narrow, limit: i64) -> Outcome<i64> {
    let (sql, values) = filter(ctx, narrow);
    Ok(tx.count_up_to(&format!("FROM mail_message WHERE {sql}"), &values, limit)?)
}

/// What is in a case of a customer whom the reader does not see is not listed.
fn filter(ctx: &Context, narrow: &Narrow) -> (String, Vec<Value>) {
    let (mut parts, mut values) = (Vec::new(), Vec::new());
    if narrow.look {
        parts.push("needs_look".to_owned());
    }
    if let Some(state) = narrow.state {
        values.push(state.to_value());
        parts.push(format!("state = ?{}", values.len()));
    }
    if let Some(case) = narrow.case {
        values.push(case.to_value());
        parts.push(format!("case_id = ?{}", values.len()));
    }
    let (sight, more) = sight_filter(ctx, "mail_message.customer_id", values.len() + 1);
    if sight != "TRUE" {
        parts.push(format!("(mail_message.customer_id IS NULL OR {sight})"));
        values.extend(more);
    }
    let sql = if parts.is_empty() { "TRUE".to_owned() } else { parts.join(" AND ") };
    (sql, values)
}

/// What a sender wrote while their customer was one of these two: the record that was made for them, and whose they are.
pub(crate) fn of_customer_and_sender(
    tx: &mut Tx,
    from: CustomerId,
    into: CustomerId,
    address: &str,
) -> Outcome<Vec<MessageRow>> {
    Ok(tx.select(
        "WHERE from_address = ?1 AND (customer_id = ?2 OR customer_id = ?3) ORDER BY id LIMIT 500",
        params![address.to_owned(), from, into],
    )?)
}
