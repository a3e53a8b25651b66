//! Putting right what went wrong (R34): a complaint with its owner, its two promises, and who is told.

use accord_kernel::{Act, Emit, Fact, Outcome};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId, CustomerRow, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_room_promise::{self as promise, About, Asking, Kind, NewPromise, PromiseId, Wish};
use accord_room_survey::SurveyId;
use accord_store::Tx;
use jiff::Timestamp;

use crate::{
    hearing::{Heard, hear},
    id::{ComplaintId, ComplaintState, RemedyState, Source, UtteranceId, UtteranceKind},
    neighbours::{
        ABOUT_MAX, HEAD_OF_SERVICE, WORDING_MAX, Word, author, customers_tongue, owner, tell, text, words,
        working_days,
    },
    record::complaint::{self, ComplaintRow},
    settings,
};

/// A complaint to be taken up.
#[derive(Debug, Clone)]
pub struct NewComplaint {
    /// The customer.
    pub customer: CustomerId,
    /// Who said it.
    pub contact: Option<ContactId>,
    /// Through which channel.
    pub channel: Channel,
    /// What it is about, in a few words.
    pub about: String,
    /// What the customer said.
    pub said: String,
    /// What would put it right for them.
    pub wanted: Option<String>,
    /// The unit.
    pub asset: Option<AssetId>,
    /// The survey whose low answer it is.
    pub survey: Option<SurveyId>,
    /// The utterance it is, when it was heard already.
    pub utterance: Option<UtteranceId>,
    /// Whose it is; by the account's team when open.
    pub owner: Option<PersonId>,
}

/// Whether something is still being put right for a customer.
///
/// # Errors
/// What the database refuses.
pub fn is_open(tx: &mut Tx, customer: CustomerId) -> Outcome<bool> {
    complaint::any_open(tx, customer)
}

/// Takes a complaint up: two promises in the ledger, and both owners of the account and the heads of service are told
/// in the same transaction, so the rep knows within the hour.
///
/// # Errors
/// A field's refusal.
pub fn open(tx: &mut Tx, act: &mut Act<'_>, new: NewComplaint) -> Outcome<ComplaintRow> {
    let customer = customer::load(tx, new.customer)?;
    let emit = Emit { name: "complaint.open", customer: Some(customer.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| open_here(tx, act, &customer, new))
}

/// As [`open`], as the event of the running action.
pub(crate) fn open_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    account: &CustomerRow,
    new: NewComplaint,
) -> Outcome<ComplaintRow> {
    let contact = match new.contact {
        Some(id) => Some(customer::named_contact(tx, account.id, "/contact", id)?.id),
        None => None,
    };
    let asset = match new.asset {
        Some(id) => Some(accord_room_asset::named_asset(tx, account.id, "/asset", id)?.id),
        None => None,
    };
    let whose = match new.owner {
        Some(person) => people::named_person(tx, "/owner", person)?.id,
        None => owner(tx, act, account.id, TeamSphere::AfterSales)?,
    };
    let said = text("/said", &new.said, WORDING_MAX)?;
    let id: ComplaintId = act.new_id();
    let utterance = match new.utterance {
        Some(utterance) => utterance,
        None => hear(
            tx,
            act,
            Heard {
                customer: account.id,
                contact,
                source: Source::Complaint,
                source_id: Some(id.into()),
                kind: UtteranceKind::Complaint,
                said: said.clone(),
                owner: Some(whose),
            },
        )?,
    };
    let number = act.number(tx, "CO")?;
    let answer = owed(tx, act, account, (id, &number, whose), "complaint-promise-answer")?;
    let proposal = owed(tx, act, account, (id, &number, whose), "complaint-promise-proposal")?;
    let row = ComplaintRow {
        id,
        number,
        customer_id: account.id,
        contact_id: contact,
        utterance_id: Some(utterance),
        survey_id: new.survey,
        asset_id: asset,
        channel: new.channel,
        about: text("/about", &new.about, ABOUT_MAX)?,
        said,
        wanted: words("/wanted", new.wanted.as_deref(), WORDING_MAX)?,
        owner_id: whose,
        state: ComplaintState::Open,
        opened_by: author(act),
        opened_at: act.now,
        answer_promise_id: answer,
        proposal_promise_id: proposal,
        answered_by: None,
        answered_at: None,
        answer: None,
        remedy: None,
        remedy_minor: None,
        currency: None,
        remedy_state: RemedyState::None,
        remedy_by: None,
        remedy_at: None,
        decided_by: None,
        decided_at: None,
        decided_words: None,
        given_at: None,
        cause_area: None,
        cause: None,
        cause_key: None,
        closing: None,
        closed_by: None,
        closed_at: None,
        closing_words: None,
        version: 1,
    };
    tx.insert(&row)?;
    row.index(tx)?;
    facts(act, &row);
    tell_all(tx, act, account, &row)?;
    Ok(row)
}

/// One of the two promises of a complaint. They are ours to keep by whoever has the work then, so no diary is asked.
fn owed(
    tx: &mut Tx,
    act: &mut Act<'_>,
    account: &CustomerRow,
    (id, number, whose): (ComplaintId, &str, PersonId),
    key: &str,
) -> Outcome<PromiseId> {
    let days = if key.ends_with("answer") { &settings::ANSWER_DAYS } else { &settings::OUTCOME_DAYS };
    let due: Timestamp = working_days(tx, act, account.id, days)?;
    let wording = customers_tongue(tx, act, account)?.say_with(key, &[("number", number.into())]);
    let mut new = NewPromise::new(account.id, Kind::Free, &wording, Wish::At(due), whose);
    new.about = Some(About { kind: "complaint".to_owned(), id: id.into() });
    new.asking = Asking::Asked { override_reason: None, deliverers: Vec::new() };
    new.confirm = true;
    Ok(promise::make(tx, act, new)?.id)
}

fn tell_all(tx: &mut Tx, act: &mut Act<'_>, account: &CustomerRow, row: &ComplaintRow) -> Outcome<()> {
    let mut persons = vec![row.owner_id];
    for half in TeamSphere::ALL {
        persons.extend(customer::owner_of(tx, account.id, *half)?);
    }
    persons.extend(people::heads(tx, HEAD_OF_SERVICE)?);
    let word = Word::new("notice-complaint", href(row))
        .with("number", row.number.as_str())
        .with("customer", account.name.as_str())
        .with("about", row.about.as_str())
        .with("owner", people::facts::person(row.owner_id))
        .about(account.id)
        .urgent();
    tell(tx, act, &persons, &word)
}

/// The page of a complaint.
pub(crate) fn href(row: &ComplaintRow) -> String {
    format!("/complaints/{}", row.id)
}

/// What every event about a complaint holds.
pub(crate) fn facts(act: &mut Act<'_>, row: &ComplaintRow) {
    act.fact("complaint", row.id);
    act.fact("number", &row.number);
    act.fact("state", row.state);
    act.chain(row.owner_id);
}

/// What a low answer is about, in the words of the house's language: the rating, and the contact's own words.
pub(crate) fn said_by_rating(act: &Act<'_>, rating: i64, words: Option<&str>) -> String {
    match words {
        Some(words) => words.to_owned(),
        None => {
            let tongue = act.words.tongue(act.language, &act.company_zone);
            let facts = [("rating", rating.into()), ("word", Fact::Word(format!("survey-rating-{rating}")))];
            tongue.say_with("complaint-from-rating", &facts)
        }
    }
}
