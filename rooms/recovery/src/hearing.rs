//! Hearing what customers say (R43): what rooms above tell us was said, and that a person answered.

use accord_kernel::{Act, Emit, Fact, Outcome, Refusal, Schedule};
use accord_room_customer::{self as customer, ContactId, CustomerId, TeamSphere};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::{
    actions::LATE,
    id::{Source, UtteranceId, UtteranceKind},
    neighbours::{NOTE_MAX, Word, a_person, owner, tell, text, working_days},
    record::utterance::{self, UtteranceRow},
    settings,
};

/// Something that a customer said.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The customer.
    pub customer: CustomerId,
    /// Who of them.
    pub contact: Option<ContactId>,
    /// Where.
    pub source: Source,
    /// Id of what it stands in; the same is heard once.
    pub source_id: Option<Uuid>,
    /// What kind of word it is.
    pub kind: UtteranceKind,
    /// The words.
    pub said: String,
    /// Whose it is to answer; by the account's team when open.
    pub owner: Option<PersonId>,
}

/// What a person answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// As the customer got it.
    pub words: String,
    /// Whether it is also what came of it.
    pub settles: bool,
}

/// Keeps what a customer said, gives it an owner and its dues, and tells the owner.
///
/// # Errors
/// `field.empty` without words.
pub fn hear(tx: &mut Tx, act: &mut Act<'_>, heard: Heard) -> Outcome<UtteranceId> {
    if let Some(id) = heard.source_id
        && let Some(row) = utterance::of_source(tx, heard.source, id)?
    {
        return Ok(row.id);
    }
    let account = customer::load(tx, heard.customer)?;
    let whose = match heard.owner {
        Some(person) => person,
        None => owner(tx, act, account.id, half(heard.kind))?,
    };
    let row = UtteranceRow {
        id: act.new_id(),
        customer_id: account.id,
        contact_id: heard.contact,
        source: heard.source,
        source_id: heard.source_id,
        kind: heard.kind,
        said: text("/said", &heard.said, NOTE_MAX)?,
        said_at: act.now,
        owner_id: whose,
        answer_due_at: working_days(tx, act, account.id, &settings::ANSWER_DAYS)?,
        outcome_due_at: working_days(tx, act, account.id, &settings::OUTCOME_DAYS)?,
        answer: None,
        answered_by: None,
        answered_at: None,
        outcome: None,
        outcome_by: None,
        outcome_at: None,
        version: 1,
    };
    let emit = Emit { name: "utterance.hear", customer: Some(account.id.into()), chains: vec![whose.into()] };
    act.within(tx, emit, |tx, act| {
        tx.insert(&row)?;
        facts(act, &row);
        remind(tx, act, &row, "answer", row.answer_due_at)?;
        remind(tx, act, &row, "outcome", row.outcome_due_at)?;
        // A complaint tells by itself, and so does what is said on the customer's page.
        if matches!(row.source, Source::Complaint | Source::Portal) {
            return Ok(());
        }
        let word = Word::new("notice-utterance", "/listening")
            .with("customer", account.name.as_str())
            .with("kind", Fact::Word(row.kind.message()))
            .with("due", row.answer_due_at)
            .about(account.id);
        tell(tx, act, &[whose], &word)
    })?;
    Ok(row.id)
}

/// Sales hears what sells; service everything else.
fn half(kind: UtteranceKind) -> TeamSphere {
    match kind {
        UtteranceKind::Request => TeamSphere::Sales,
        _ => TeamSphere::AfterSales,
    }
}

fn remind(tx: &mut Tx, act: &mut Act<'_>, row: &UtteranceRow, step: &str, due_at: Timestamp) -> Outcome<()> {
    let plan = Schedule {
        action: LATE,
        subject: row.id.into(),
        step: step.to_owned(),
        input: json!({ "utterance": row.id, "step": step }),
        due_at,
    };
    act.schedule(tx, &plan)
}

/// What every event about an utterance holds.
pub(crate) fn facts(act: &mut Act<'_>, row: &UtteranceRow) {
    act.fact("utterance", row.id);
    act.fact("source", row.source);
    act.fact("kind", row.kind);
}

/// A person has answered what stands in something (a message, say) somewhere else.
///
/// # Errors
/// `hearing.a_person` when the program acts: an automatic reply leaves the customer unheard.
pub fn answered(tx: &mut Tx, act: &mut Act<'_>, source: Source, id: Uuid, reply: &Reply) -> Outcome<()> {
    let found = utterance::of_source(tx, source, id)?;
    let Some(row) = found.filter(|row| row.outcome_at.is_none()) else { return Ok(()) };
    let name = "utterance.answer";
    let emit = Emit { name, customer: Some(row.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| answer_row(tx, act, row, reply).map(|_| ()))
}

/// A person answers: the words as the customer got them.
pub(crate) fn answer_row(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: UtteranceRow,
    reply: &Reply,
) -> Outcome<UtteranceRow> {
    let person = a_person(act)?;
    let words = text("/words", &reply.words, NOTE_MAX)?;
    if row.outcome_at.is_some() {
        return Err(Refusal::conflict("hearing.settled"));
    }
    if row.answered_at.is_none() {
        row.answered_at = Some(act.now);
        row.answered_by = Some(person);
        row.answer = Some(words.clone());
    }
    if reply.settles {
        settle(act, &mut row, person, words);
    }
    write(tx, act, row)
}

/// The customer is told what came of it.
pub(crate) fn settle_row(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: UtteranceRow,
    words: &str,
) -> Outcome<UtteranceRow> {
    let person = a_person(act)?;
    let words = text("/words", words, NOTE_MAX)?;
    if row.outcome_at.is_some() {
        return Err(Refusal::conflict("hearing.settled"));
    }
    if row.answered_at.is_none() {
        row.answered_at = Some(act.now);
        row.answered_by = Some(person);
        row.answer = Some(words.clone());
    }
    settle(act, &mut row, person, words);
    write(tx, act, row)
}

fn settle(act: &Act<'_>, row: &mut UtteranceRow, person: PersonId, words: String) {
    row.outcome_at = Some(act.now);
    row.outcome_by = Some(person);
    row.outcome = Some(words);
}

fn write(tx: &mut Tx, act: &mut Act<'_>, mut row: UtteranceRow) -> Outcome<UtteranceRow> {
    tx.update(&mut row)?;
    facts(act, &row);
    act.fact("settled", row.outcome_at.is_some());
    if row.outcome_at.is_some() {
        act.cancel(tx, LATE, row.id)?;
    }
    Ok(row)
}
