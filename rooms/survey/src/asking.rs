//! What rooms above call: ask about something that was done, and stop asking.

use accord_kernel::{Act, Emit, Outcome, Refusal, Schedule};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_room_people::{PersonId, settings as company};
use accord_store::Tx;
use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use crate::{
    actions::{EXPIRE, KNOCK},
    id::{SubjectKind, SurveyId, SurveyState},
    input::{self, ABOUT_MAX},
    record::{self, SurveyRow},
    settings,
};

/// A question to be asked. Whoever asks fills it by a rule, never by somebody's choice (T15).
#[derive(Debug, Clone)]
pub struct Ask {
    /// The customer.
    pub customer: CustomerId,
    /// What was done.
    pub kind: SubjectKind,
    /// Its id.
    pub subject: Uuid,
    /// For whom: who signed, who called.
    pub contact: ContactId,
    /// What it is about, as the customer knows it: a number, a unit's name. It stands in the letter.
    pub about: String,
    /// The product it was about.
    pub product: Option<ProductId>,
    /// Who did it.
    pub person: Option<PersonId>,
}

/// Asks a contact how well something was done. Asked again about the same thing, the first question stands. It goes out
/// by itself when its time has come and no guard holds it back.
///
/// # Errors
/// Absent when the contact is not the customer's; `field.empty` without words of what it is about.
pub fn ask(tx: &mut Tx, act: &mut Act<'_>, ask: Ask) -> Outcome<SurveyId> {
    let customer = customer::load(tx, ask.customer)?;
    let contact = customer::contact_of(tx, customer.id, ask.contact)?;
    let before = record::of_subject(tx, ask.kind, ask.subject)?;
    if let Some(row) = before.iter().find(|row| row.contact_id == contact.id) {
        return Ok(row.id);
    }
    let about = input::words("/about", Some(&ask.about), ABOUT_MAX)?;
    let row = SurveyRow {
        id: act.new_id(),
        customer_id: customer.id,
        subject_kind: ask.kind,
        subject_id: ask.subject,
        contact_id: contact.id,
        about: about.ok_or_else(|| Refusal::field("/about", "field.empty"))?,
        product_id: ask.product,
        territory_id: customer.territory_id,
        person_id: ask.person,
        state: SurveyState::Planned,
        asked_at: act.now,
        held_at: None,
        sent_at: None,
        expires_at: None,
        secret_hash: None,
        rating: None,
        words: None,
        answered_at: None,
        version: 1,
    };
    let hours: i64 = company::get(tx, act, &settings::DELAY_HOURS)?;
    let emit = Emit { name: "survey.ask", customer: Some(customer.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        tx.insert(&row)?;
        facts(act, &row);
        knock_after(tx, act, row.id, hours)
    })?;
    Ok(row.id)
}

/// Stops asking about something that was taken back. Answers stay.
///
/// # Errors
/// What the database refuses.
pub fn withdraw(tx: &mut Tx, act: &mut Act<'_>, kind: SubjectKind, subject: Uuid) -> Outcome<()> {
    for row in record::of_subject(tx, kind, subject)? {
        if matches!(row.state, SurveyState::Planned | SurveyState::Sent | SurveyState::Unreachable) {
            let emit =
                Emit { name: "survey.withdraw", customer: Some(row.customer_id.into()), chains: Vec::new() };
            act.within(tx, emit, |tx, act| drop_question(tx, act, row))?;
        }
    }
    Ok(())
}

/// A question is asked no more, and its link is none any more.
pub(crate) fn drop_question(tx: &mut Tx, act: &mut Act<'_>, mut row: SurveyRow) -> Outcome<()> {
    row.state = SurveyState::Withdrawn;
    row.secret_hash = None;
    tx.update(&mut row)?;
    facts(act, &row);
    act.cancel(tx, KNOCK, row.id)?;
    act.cancel(tx, EXPIRE, row.id)
}

/// Tries to send a question so many hours from now.
pub(crate) fn knock_after(tx: &mut Tx, act: &mut Act<'_>, survey: SurveyId, hours: i64) -> Outcome<()> {
    let due_at = act.now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(act.now);
    let plan = Schedule {
        action: KNOCK,
        subject: survey.into(),
        step: "knock".to_owned(),
        input: json!({ "survey": survey }),
        due_at,
    };
    act.schedule(tx, &plan)
}

/// What every event about a question holds.
pub(crate) fn facts(act: &mut Act<'_>, row: &SurveyRow) {
    act.fact("survey", row.id);
    act.fact("subject_kind", row.subject_kind);
    act.fact("subject", row.subject_id);
    act.fact("contact", row.contact_id);
}
