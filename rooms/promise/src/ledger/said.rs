//! Statements to a customer by subject, and the clarification that opens when two contradict each other (R23).

use accord_kernel::{Act, Emit, Fact, Money, Outcome, Refusal, Schedule};
use accord_room_customer::{Channel, ContactId, CustomerId};
use accord_room_people::{self as people, Notice, PersonId};
use accord_store::{Tx, search};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;

use super::matter;
use crate::{
    PromiseRow,
    id::{ClarificationId, ClarificationState, PromiseId, StatementId, SubjectKind},
    input::{self, About, NAME_MAX, WORDING_MAX},
    neighbours,
    record::{self, ClarificationRow, StatementRow},
    rules::statement::{self, Said},
    settings,
};

/// What was said, as an input gives it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spoken {
    pub date: Option<Date>,
    pub price: Option<Money>,
    pub words: Option<String>,
}

impl Spoken {
    /// Exactly the one that the subject needs; other subjects compare the words, or the wording itself.
    pub(crate) fn said(self, kind: SubjectKind, wording: &str) -> Outcome<Said> {
        match (kind, self.date, self.price, self.words) {
            (SubjectKind::Date, Some(date), None, None) => Ok(Said::Date(date)),
            (SubjectKind::Date, None, ..) => Err(Refusal::field("/date", "field.required")),
            (SubjectKind::Price, None, Some(price), None) => Ok(Said::Price(price)),
            (SubjectKind::Price, _, None, _) => Err(Refusal::field("/price", "field.required")),
            (SubjectKind::Date | SubjectKind::Price, ..) => {
                Err(Refusal::field("/words", "statement.one_form"))
            }
            (_, None, None, words) => {
                let words = input::some("/words", words.as_deref(), WORDING_MAX)?;
                Ok(Said::Words(folded(words.as_deref().unwrap_or(wording))))
            }
            _ => Err(Refusal::field("/words", "statement.one_form")),
        }
    }
}

/// Only meaning is compared: case, accents, spaces and punctuation at the end do not contradict anybody.
fn folded(text: &str) -> String {
    let words: Vec<String> = search::fold(text).split_whitespace().map(str::to_owned).collect();
    words.join(" ").trim_end_matches(['.', '!']).to_owned()
}

/// The subject in the one form by which statements are compared.
pub(crate) fn subject_key(about: Option<&About>, subject: &str) -> String {
    match about {
        Some(about) => format!("{}:{}:{}", about.kind, about.id, folded(subject)),
        None => folded(subject),
    }
}

/// A statement to be recorded.
pub(crate) struct NewStatement {
    pub customer: CustomerId,
    pub contact: Option<ContactId>,
    pub kind: SubjectKind,
    pub subject: String,
    pub about: Option<About>,
    pub said: Said,
    pub wording: String,
    pub channel: Channel,
    pub said_at: Timestamp,
    pub promise: Option<PromiseId>,
}

/// Records a statement. When it differs from a standing one the speaker is warned first; with `out` both are out, and
/// a clarification opens (R23).
///
/// # Errors
/// `statement.contradicts` with the earlier wording, author and time.
pub(crate) fn say(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: NewStatement,
    out: bool,
) -> Outcome<(StatementRow, Option<ClarificationRow>)> {
    let key = subject_key(new.about.as_ref(), &new.subject);
    let standing = record::standing(tx, new.customer, new.kind, &key)?;
    // The newest stands; older ones that differ from it are in a clarification already.
    let earlier =
        standing.first().filter(|earlier| statement::contradicts(Some(&earlier.value()), &new.said));
    if let (Some(earlier), false) = (earlier, out) {
        return Err(warning(tx, earlier)?);
    }
    let mut clarification = record::unanswered(tx, new.customer, new.kind, &key)?;
    if earlier.is_some() && clarification.is_none() {
        clarification = Some(open(tx, act, &new, &key)?);
    }
    let row = row(act, new, key);
    tx.insert(&row)?;
    act.fact("statement", row.id);
    act.fact("subject_kind", row.subject_kind);
    if let Some(clarification) = &clarification {
        act.fact("clarification", clarification.id);
        act.fact("number", &clarification.number);
    }
    Ok((row, clarification))
}

fn row(act: &Act<'_>, new: NewStatement, key: String) -> StatementRow {
    let (date, price) = match &new.said {
        Said::Date(date) => (Some(*date), None),
        Said::Price(price) => (None, Some(*price)),
        Said::Words(_) => (None, None),
    };
    let (about_kind, about_id) = new.about.map_or((None, None), |about| (Some(about.kind), Some(about.id)));
    StatementRow {
        id: act.new_id(),
        customer_id: new.customer,
        contact_id: new.contact,
        subject_kind: new.kind,
        subject_key: key,
        subject: new.subject,
        about_kind,
        about_id,
        said: new.said.canonical(),
        said_on: date,
        said_minor: price.map(|price| price.minor),
        said_currency: price.map(|price| price.currency),
        wording: new.wording,
        person_id: neighbours::author(act),
        said_at: new.said_at,
        recorded_at: act.now,
        channel: new.channel,
        promise_id: new.promise,
        clarification_id: None,
        withdrawn_by: None,
        version: 1,
    }
}

fn warning(tx: &mut Tx, earlier: &StatementRow) -> Outcome<Refusal> {
    let author = match earlier.person_id {
        Some(person) => Fact::Text(people::person(tx, person)?.name),
        None => Fact::Word("statement-author-program".to_owned()),
    };
    Ok(Refusal::conflict("statement.contradicts")
        .with("wording", earlier.wording.as_str())
        .with("author", author)
        .with("at", earlier.said_at)
        .detail(json!({
            "statement": earlier.id, "wording": earlier.wording, "said": earlier.said, "person": earlier.person_id,
            "said_at": earlier.said_at, "channel": earlier.channel,
        }))
        .possible("statement_repeat", vec![("wording", earlier.wording.as_str().into())])
        .possible("statement_confirm", Vec::new()))
}

/// Opens a clarification with one owner, who is told and watched.
fn open(tx: &mut Tx, act: &mut Act<'_>, new: &NewStatement, key: &str) -> Outcome<ClarificationRow> {
    let emit = Emit { name: "clarification.open", customer: Some(new.customer.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let owner = neighbours::answerer(tx, new.customer, neighbours::author(act))?;
        let take = settings::get::<i64>(tx, act, &settings::TAKE_MINUTES)?;
        let days = settings::get::<u16>(tx, act, &settings::ANSWER_DAYS)?;
        let place = neighbours::place(tx, act, new.customer, None)?;
        let take_by = act.now.checked_add(SignedDuration::from_mins(take)).unwrap_or(act.now);
        let answer_by = place.calendar.end_of_nth_working_day(act.now, days).unwrap_or(take_by);
        let row = ClarificationRow {
            id: act.new_id(),
            number: act.number(tx, "K")?,
            customer_id: new.customer,
            subject_kind: new.kind,
            subject_key: key.to_owned(),
            subject: new.subject.clone(),
            owner_id: owner,
            state: ClarificationState::Open,
            opened_at: act.now,
            take_by,
            answer_by,
            taken_at: None,
            taken_by: None,
            answered_at: None,
            answered_by: None,
            answer_id: None,
            reason: None,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("clarification", row.id);
        act.fact("number", &row.number);
        for (action, due_at) in [("clarification.untaken", take_by), ("clarification.unanswered", answer_by)]
        {
            let input = json!({ "clarification": row.id });
            act.schedule(
                tx,
                &Schedule { action, subject: row.id.into(), step: "late".to_owned(), input, due_at },
            )?;
        }
        tell_owner(tx, act, &row, owner, "notice-clarification-opened")?;
        Ok(row)
    })
}

/// Tells somebody of a clarification.
pub(crate) fn tell_owner(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &ClarificationRow,
    to: PersonId,
    kind: &'static str,
) -> Outcome<()> {
    let facts = vec![
        ("number", Fact::Text(row.number.clone())),
        ("subject", Fact::Text(row.subject.clone())),
        ("take_by", Fact::Instant(row.take_by)),
        ("answer_by", Fact::Instant(row.answer_by)),
    ];
    let page = format!("/clarifications/{}", row.number);
    people::notify(tx, act, Notice::new(to, kind, facts).at(page).about(row.customer_id))?;
    Ok(())
}

/// Records the one answer: it stands, everything else said about the subject is withdrawn and stays to be read.
pub(crate) fn answer(
    tx: &mut Tx,
    act: &mut Act<'_>,
    clarification: ClarificationId,
    key: &str,
    new: NewStatement,
) -> Outcome<StatementRow> {
    let earlier = record::standing(tx, new.customer, new.kind, key)?;
    let mut row = row(act, new, key.to_owned());
    row.clarification_id = Some(clarification);
    tx.insert(&row)?;
    for statement in earlier {
        withdraw(tx, statement, row.id)?;
    }
    Ok(row)
}

fn withdraw(tx: &mut Tx, mut statement: StatementRow, by: StatementId) -> Outcome<()> {
    statement.withdrawn_by = Some(by);
    tx.update(&mut statement)?;
    Ok(())
}

/// A promise that names a date about a thing, told to the customer, is a statement about that date.
pub(super) fn by_promise(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow, confirm: bool) -> Outcome<()> {
    let Some(about) = row.about() else { return Ok(()) };
    if matter::takes_up(&about) {
        matter::taken_up(tx, act, &about)?;
    }
    let Some(new) = statement_of(tx, row)? else { return Ok(()) };
    say(tx, act, new, confirm)?;
    Ok(())
}

/// Records what the customer was told by a promise, as of when they were told, unless that was recorded before.
pub(super) fn stated(tx: &mut Tx, act: &Act<'_>, row: &PromiseRow) -> Outcome<()> {
    if record::is_stated(tx, row.id)? {
        return Ok(());
    }
    let Some(new) = statement_of(tx, row)? else { return Ok(()) };
    let key = subject_key(new.about.as_ref(), &new.subject);
    let mut said = self::row(act, new, key);
    said.person_id = row.maker_id;
    Ok(tx.insert(&said)?)
}

/// The customer was told a new date by a person, with the reason: a correction, not a contradiction (R65).
pub(super) fn corrected_by_promise(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow) -> Outcome<()> {
    let earlier = record::statements_of_promise(tx, row.id)?;
    if earlier.is_empty() && row.about().is_none() {
        return Ok(());
    }
    let Some(new) = statement_of(tx, row)? else { return Ok(()) };
    let key = subject_key(new.about.as_ref(), &new.subject);
    let said = self::row(act, new, key);
    tx.insert(&said)?;
    for statement in earlier {
        withdraw(tx, statement, said.id)?;
    }
    Ok(())
}

/// What a promise said that has ended no longer stands against what is said next, nor do the words of colleagues about
/// it; another open promise about the same matter does. Its own points at itself, since nothing replaced it yet.
pub(super) fn withdraw_of_promise(tx: &mut Tx, promise: &PromiseRow) -> Outcome<()> {
    for own in record::statements_of_promise(tx, promise.id)? {
        let by = own.id;
        let standing = record::standing(tx, promise.customer_id, own.subject_kind, &own.subject_key)?;
        for words in standing.into_iter().filter(|one| one.promise_id.is_none()) {
            withdraw(tx, words, by)?;
        }
        withdraw(tx, own, by)?;
    }
    Ok(())
}

/// What the customer was told by a promise; nothing while nobody told them.
fn statement_of(tx: &mut Tx, row: &PromiseRow) -> Outcome<Option<NewStatement>> {
    let (Some(channel), Some(said_at)) = (row.told_channel, row.told_at) else { return Ok(None) };
    let matter = matter::of_promise(tx, row)?;
    Ok(Some(NewStatement {
        customer: row.customer_id,
        contact: row.contact_id,
        kind: SubjectKind::Date,
        subject: matter.subject,
        about: matter.about,
        said: Said::Date(row.due_day()),
        wording: row.wording.clone(),
        channel,
        said_at,
        promise: Some(row.id),
    }))
}

/// Checks the texts of a statement.
pub(crate) fn checked(subject: &str, wording: &str) -> Outcome<(String, String)> {
    Ok((input::text("/subject", subject, NAME_MAX)?, input::text("/wording", wording, WORDING_MAX)?))
}
