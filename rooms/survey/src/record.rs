//! Tables of this room and their SQL.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, sight_filter};
use accord_room_people::{PersonId, TerritoryId};
use accord_store::{Tx, Value, params, record};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    id::{ScoreId, SubjectKind, SurveyId, SurveyState},
    rules::Tally,
};

record! {
    /// A question to a contact, and the answer.
    pub struct SurveyRow in "survey" shape 1 subject "contact_id" {
        /// Id.
        id: SurveyId,
        /// The customer.
        customer_id: CustomerId,
        /// What was done.
        subject_kind: SubjectKind,
        /// Its id, in the room above.
        subject_id: Uuid,
        /// Who is asked.
        contact_id: ContactId,
        /// What it is about, as the customer knows it.
        about: String,
        /// The product, for the splits of the score.
        product_id: Option<ProductId>,
        /// The region, for the splits of the score.
        territory_id: Option<TerritoryId>,
        /// The colleague who did it, for the splits of the score.
        person_id: Option<PersonId>,
        /// How it stands.
        state: SurveyState,
        /// When the work was done.
        asked_at: Timestamp,
        /// Since when it is held back.
        held_at: Option<Timestamp>,
        /// When it went out.
        sent_at: Option<Timestamp>,
        /// Until when it can be answered.
        expires_at: Option<Timestamp>,
        /// Hash of the link's secret.
        secret_hash: Option<Vec<u8>>,
        /// 1 to 5.
        rating: Option<i64>,
        /// The contact's words.
        @personal words: Option<String>,
        /// When it was answered.
        answered_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Whether the score of a kind of work lies below what we hold ourselves to.
    pub struct ScoreRow in "survey_score" shape 1 {
        /// Id.
        id: ScoreId,
        /// The kind of work.
        subject_kind: SubjectKind,
        /// Whether it is below.
        below: bool,
        /// Since when.
        since_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// A question.
///
/// # Errors
/// Absent.
pub fn survey(tx: &mut Tx, id: SurveyId) -> Outcome<SurveyRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The question of a link; absent for whatever is no link of ours, or of one that was withdrawn.
pub(crate) fn by_secret(tx: &mut Tx, hash: &[u8]) -> Outcome<SurveyRow> {
    let row: Option<SurveyRow> = tx.select_one("WHERE secret_hash = ?1", params![hash.to_vec()])?;
    row.filter(|row| row.state != SurveyState::Withdrawn).ok_or_else(Refusal::absent)
}

/// The questions about a thing.
///
/// # Errors
/// What the database refuses.
pub fn of_subject(tx: &mut Tx, kind: SubjectKind, subject: Uuid) -> Outcome<Vec<SurveyRow>> {
    Ok(tx.select("WHERE subject_kind = ?1 AND subject_id = ?2 ORDER BY id", params![kind, subject])?)
}

/// The questions to a contact.
pub(crate) fn of_contact(tx: &mut Tx, contact: ContactId) -> Outcome<Vec<SurveyRow>> {
    Ok(tx.select("WHERE contact_id = ?1 ORDER BY id", params![contact])?)
}

/// The questions of a customer, for a merge.
pub(crate) fn of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<SurveyRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// How the score of a kind stands.
pub(crate) fn score(tx: &mut Tx, kind: SubjectKind) -> Outcome<Option<ScoreRow>> {
    Ok(tx.select_one("WHERE subject_kind = ?1", params![kind])?)
}

/// By what a score is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    Product,
    Territory,
    Person,
}

impl Split {
    fn column(self) -> &'static str {
        match self {
            Self::Product => "product_id",
            Self::Territory => "territory_id",
            Self::Person => "person_id",
        }
    }
}

/// A stretch of time, its end excluded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// Answers of a stretch, by kind.
pub(crate) fn tallies(
    tx: &mut Tx,
    within: Stretch,
    satisfied_from: i64,
) -> Outcome<Vec<(SubjectKind, Tally)>> {
    let sql = "SELECT subject_kind, COUNT(*), CAST(COALESCE(SUM(CASE WHEN rating >= ?3 THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM survey WHERE state = 'answered' AND answered_at >= ?1 AND answered_at < ?2 GROUP BY subject_kind ORDER BY subject_kind";
    let rows = tx.query(sql, params![within.from, within.until, satisfied_from])?;
    rows.iter().map(|row| Ok((row.get(0)?, Tally { answers: row.get(1)?, satisfied: row.get(2)? }))).collect()
}

/// Answers of a stretch about a kind, split.
pub(crate) fn split(
    tx: &mut Tx,
    kind: Option<SubjectKind>,
    by: Split,
    within: Stretch,
    satisfied_from: i64,
) -> Outcome<Vec<(Uuid, Tally)>> {
    let column = by.column();
    let sql = format!(
        "SELECT {column}, COUNT(*), CAST(COALESCE(SUM(CASE WHEN rating >= ?3 THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM survey WHERE state = 'answered' AND answered_at >= ?1 AND answered_at < ?2 AND {column} IS NOT NULL
        AND (?4 = '' OR subject_kind = ?4) GROUP BY {column} ORDER BY {column}"
    );
    let word = kind.map_or("", SubjectKind::word);
    let rows = tx.query(&sql, params![within.from, within.until, satisfied_from, word])?;
    rows.iter().map(|row| Ok((row.get(0)?, Tally { answers: row.get(1)?, satisfied: row.get(2)? }))).collect()
}

/// What became of the questions that went out within a stretch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub sent: i64,
    pub answered: i64,
}

/// Questions that went out within a stretch, by kind, and how many of them were answered since.
pub(crate) fn asked(tx: &mut Tx, within: Stretch) -> Outcome<Vec<(SubjectKind, Asked)>> {
    let sql = "SELECT subject_kind, COUNT(*), CAST(COALESCE(SUM(CASE WHEN state = 'answered' THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM survey WHERE sent_at IS NOT NULL AND sent_at >= ?1 AND sent_at < ?2 GROUP BY subject_kind ORDER BY subject_kind";
    let rows = tx.query(sql, params![within.from, within.until])?;
    rows.iter().map(|row| Ok((row.get(0)?, Asked { sent: row.get(1)?, answered: row.get(2)? }))).collect()
}

/// Questions that nobody could be sent, asked within a stretch.
pub(crate) fn unreachable(tx: &mut Tx, within: Stretch) -> Outcome<i64> {
    let sql = "SELECT COUNT(*) FROM survey WHERE state = 'unreachable' AND asked_at >= ?1 AND asked_at < ?2";
    Ok(tx.query_one(sql, params![within.from, within.until])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Answers of a stretch, for figures.
pub(crate) fn answered_within(
    tx: &mut Tx,
    kind: Option<SubjectKind>,
    within: Stretch,
) -> Outcome<Vec<SurveyRow>> {
    let word = kind.map_or("", SubjectKind::word);
    Ok(tx.select(
        "WHERE state = 'answered' AND answered_at >= ?1 AND answered_at < ?2 AND (?3 = '' OR subject_kind = ?3) ORDER BY answered_at, id",
        params![within.from, within.until, word],
    )?)
}

/// Questions that went out within a stretch, for figures.
pub(crate) fn sent_within(tx: &mut Tx, within: Stretch) -> Outcome<Vec<SurveyRow>> {
    Ok(tx.select(
        "WHERE sent_at IS NOT NULL AND sent_at >= ?1 AND sent_at < ?2 ORDER BY sent_at, id",
        params![within.from, within.until],
    )?)
}

/// Which answers a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Narrow {
    pub kind: Option<SubjectKind>,
    pub customer: Option<CustomerId>,
    pub at_most: Option<i64>,
    pub after: Option<(Timestamp, SurveyId)>,
}

/// Answers of customers that the reader sees, the newest first.
pub(crate) fn answers(tx: &mut Tx, ctx: &Context, narrow: &Narrow, limit: i64) -> Outcome<Vec<SurveyRow>> {
    let mut values: Vec<Value> = params![limit].to_vec();
    let mut parts = vec!["s.state = 'answered'".to_owned()];
    if let Some(kind) = narrow.kind {
        values.extend_from_slice(params![kind]);
        parts.push(format!("s.subject_kind = ?{}", values.len()));
    }
    if let Some(customer) = narrow.customer {
        values.extend_from_slice(params![customer]);
        parts.push(format!("s.customer_id = ?{}", values.len()));
    }
    if let Some(rating) = narrow.at_most {
        values.extend_from_slice(params![rating]);
        parts.push(format!("s.rating <= ?{}", values.len()));
    }
    if let Some((at, id)) = narrow.after {
        values.extend_from_slice(params![at, id]);
        parts.push(format!("(s.answered_at, s.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    let (sight, more) = sight_filter(ctx, "s.customer_id", values.len() + 1);
    if narrow.customer.is_none() && !sight.is_empty() {
        parts.push(sight);
        values.extend(more);
    }
    let tail = format!("AS s WHERE {} ORDER BY s.answered_at DESC, s.id DESC LIMIT ?1", parts.join(" AND "));
    Ok(tx.select(&tail, &values)?)
}

/// Questions that a contact can answer now.
pub(crate) fn open_of_contact(tx: &mut Tx, contact: ContactId, now: Timestamp) -> Outcome<Vec<SurveyRow>> {
    Ok(tx.select(
        "WHERE contact_id = ?1 AND state = 'sent' AND expires_at > ?2 ORDER BY sent_at, id",
        params![contact, now],
    )?)
}
