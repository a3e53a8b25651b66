//! Complaints.

use accord_kernel::{Context, Currency, Money, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId};
use accord_room_people::PersonId;
use accord_room_promise::PromiseId;
use accord_room_survey::SurveyId;
use accord_store::{Column, Tx, Value, params, record, search};
use jiff::Timestamp;

use super::Conditions;
use crate::id::{CauseArea, Closing, ComplaintId, ComplaintState, RemedyState, UtteranceId};

record! {
    /// A complaint.
    pub struct ComplaintRow in "complaint" shape 1 subject "id" {
        /// Id.
        id: ComplaintId,
        /// Short number for people.
        number: String,
        /// The customer.
        customer_id: CustomerId,
        /// Who said it.
        contact_id: Option<ContactId>,
        /// The utterance it is.
        utterance_id: Option<UtteranceId>,
        /// The survey whose low answer it is.
        survey_id: Option<SurveyId>,
        /// The unit.
        asset_id: Option<AssetId>,
        /// Through which channel.
        channel: Channel,
        /// What it is about, in a few words.
        @personal about: String,
        /// What the customer said.
        @personal said: String,
        /// What would put it right for them; may be empty.
        @personal wanted: String,
        /// Whose it is.
        owner_id: PersonId,
        /// How it stands.
        state: ComplaintState,
        /// Who took it up; open for the program.
        opened_by: Option<PersonId>,
        /// When.
        opened_at: Timestamp,
        /// The promise that a person answers.
        answer_promise_id: PromiseId,
        /// The promise that we propose what puts it right.
        proposal_promise_id: PromiseId,
        /// Who answered.
        answered_by: Option<PersonId>,
        /// When.
        answered_at: Option<Timestamp>,
        /// What.
        @personal answer: Option<String>,
        /// What puts it right.
        remedy: Option<String>,
        /// What it costs us, minor units.
        remedy_minor: Option<i64>,
        /// Its currency.
        currency: Option<Currency>,
        /// How that stands.
        remedy_state: RemedyState,
        /// Who proposed it.
        remedy_by: Option<PersonId>,
        /// When.
        remedy_at: Option<Timestamp>,
        /// Who decided what lay beyond the authority.
        decided_by: Option<PersonId>,
        /// When.
        decided_at: Option<Timestamp>,
        /// With which words.
        decided_words: Option<String>,
        /// When it was given.
        given_at: Option<Timestamp>,
        /// Where the cause lies.
        cause_area: Option<CauseArea>,
        /// The cause in a few words.
        cause: Option<String>,
        /// What it is compared by.
        cause_key: Option<String>,
        /// On whose word it was closed.
        closing: Option<Closing>,
        /// Who closed it.
        closed_by: Option<PersonId>,
        /// When.
        closed_at: Option<Timestamp>,
        /// The customer's words, or the manager's reason.
        @personal closing_words: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl ComplaintRow {
    /// What the remedy costs us.
    pub fn money(&self) -> Option<Money> {
        self.remedy_minor.zip(self.currency).map(|(minor, currency)| Money::new(minor, currency))
    }
}

/// A complaint.
///
/// # Errors
/// Absent.
pub(crate) fn complaint(tx: &mut Tx, id: ComplaintId) -> Outcome<ComplaintRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The complaint that an utterance is.
pub(crate) fn of_utterance(tx: &mut Tx, id: UtteranceId) -> Outcome<Option<ComplaintRow>> {
    Ok(tx.select_one("WHERE utterance_id = ?1", params![id])?)
}

/// Whether something is still being put right for a customer.
pub(crate) fn any_open(tx: &mut Tx, customer: CustomerId) -> Outcome<bool> {
    let sql = "SELECT 1 FROM complaint WHERE customer_id = ?1 AND state <> 'closed' LIMIT 1";
    Ok(tx.query_one(sql, params![customer])?.is_some())
}

impl ComplaintRow {
    /// Puts it into the search: by its number and its customer's name. What was said stays out: it can name somebody.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "complaint".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.number.clone(),
            hint: customer::load(tx, self.customer_id)?.name,
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

/// Puts every complaint into the search anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'complaint'", params![])?;
    let rows: Vec<ComplaintRow> = tx.select("ORDER BY id", params![])?;
    rows.iter().try_for_each(|row| row.index(tx))?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// Complaints of a customer, for a merge.
pub(crate) fn of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ComplaintRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// What a person still has to put right.
pub(crate) fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<ComplaintRow>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state <> 'closed' ORDER BY id", params![person])?)
}

/// When complaints of a cause were opened.
pub(crate) fn opened_by_cause(tx: &mut Tx, key: &str) -> Outcome<Vec<Timestamp>> {
    let sql = "SELECT opened_at FROM complaint WHERE cause_key = ?1 ORDER BY opened_at";
    let rows = tx.query(sql, params![key.to_owned()])?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Which complaints a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Narrow {
    pub customer: Option<CustomerId>,
    pub state: Option<ComplaintState>,
    pub open: bool,
}

/// Complaints, the newest first.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    after: Option<(Timestamp, ComplaintId)>,
    limit: i64,
) -> Outcome<Vec<ComplaintRow>> {
    let mut all = Conditions::default();
    if let Some(customer) = narrow.customer {
        all.test("c.customer_id = ?", customer.to_value());
    }
    if let Some(state) = narrow.state {
        all.test("c.state = ?", state.to_value());
    }
    if narrow.open {
        all.plain("c.state <> 'closed'");
    }
    if let Some((at, id)) = after {
        all.values.extend_from_slice(params![at, id]);
        all.plain(&format!("(c.opened_at, c.id) < (?{}, ?{})", all.values.len() - 1, all.values.len()));
    }
    if narrow.customer.is_none() {
        all.sight(ctx, "c.customer_id");
    }
    all.values.push(Value::Int(limit));
    let tail =
        format!("AS c WHERE {} ORDER BY c.opened_at DESC, c.id DESC LIMIT ?{}", all.sql(), all.values.len());
    Ok(tx.select(&tail, &all.values)?)
}

/// Complaints that were closed within a stretch, for figures.
pub(crate) fn closed_within(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Outcome<Vec<ComplaintRow>> {
    Ok(tx.select(
        "WHERE state = 'closed' AND closed_at >= ?1 AND closed_at < ?2 ORDER BY closed_at, id",
        params![from, until],
    )?)
}
