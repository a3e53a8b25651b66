//! A message that arrived is decided on, once.

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Touches};
use accord_mail::{Decision, Facts, Proof, Reason, Referred, Sender, decide};
use accord_room_case::{self as case, CaseId, CaseState, Entry, NewCase, Severity};
use accord_room_customer::{self as customer, ContactId, ContactRow, CustomerId};
use accord_room_people::{self as people, Word};
use accord_store::{Json, Tx, backup::hex};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{attach, facts};
use crate::{
    arrive::Taken,
    id::{MailMessageId, MailProgram, MailReason, MailState},
    record::{self, Attached, MessageRow},
    rules, settings,
};

/// Window of the limits against floods.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Held messages of an hour about which the desk is told one by one; more are only listed.
const TOLD_MAX: i64 = 20;
/// Role word of the desk.
const DESK: &str = "help_desk";

/// A message that was read.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArriveMail {
    /// Address of ours to which it came.
    pub alias: String,
    /// By what it is known again: its id, or its fingerprint.
    pub message_key: String,
    /// SHA-256 of what does not change on its way, in hexadecimal.
    pub fingerprint: String,
    /// Its id.
    #[serde(default)]
    pub message_id: Option<String>,
    /// What it refers to, the nearest first.
    #[serde(default)]
    pub references: Vec<String>,
    /// What stood where our tokens stand.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// Who says they wrote it; empty when it names nobody.
    pub from_address: String,
    /// Their name.
    pub from_name: String,
    /// Its subject.
    pub subject: String,
    /// What was written.
    pub words: String,
    /// When, as it says.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub written_at: Option<Timestamp>,
    /// When the mail server noted it.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub received_at: Option<Timestamp>,
    /// Its bytes.
    pub size: i64,
    /// SHA-256 of the bytes in the file store, in hexadecimal.
    pub sha256: String,
    /// Its files.
    #[serde(default)]
    pub attached: Vec<Attached>,
    /// Something of it is only in its bytes.
    pub cut: bool,
    /// Which program wrote it; a person when open.
    #[serde(default)]
    pub program: Option<MailProgram>,
    /// Why it cannot be read.
    #[serde(default)]
    pub unreadable: Option<MailReason>,
    /// Our mail server says that the sender's domain denies it.
    #[serde(default)]
    pub denied: bool,
}

impl Action for ArriveMail {
    const NAME: &'static str = "mail.arrive";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = Taken;

    /// The customer of the sender, so that nothing else happens to it meanwhile. A stranger's message stands in a chain of
    /// its own.
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let known = customer::contacts_at(tx, &self.from_address, 2)?;
        Ok(match known.as_slice() {
            [one] => Touches::chain(one.customer_id),
            [] => match record::last_of(tx, &self.from_address)?.and_then(|row| row.customer_id) {
                Some(of) => Touches::chain(customer::load(tx, of)?.id),
                None => Touches::nothing(),
            },
            _ => Touches::nothing(),
        })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Taken> {
        let (key, id_reused) = match self.place(tx)? {
            Place::Here(row) => {
                act.quiet();
                return Ok(Taken { message: row.id, state: row.state, reason: row.reason, repeated: true });
            }
            Place::Free(key, id_reused) => (key, id_reused),
        };
        let contacts = customer::contacts_at(tx, &self.from_address, 2)?;
        let mut row = self.row(act, key, contacts.as_slice());
        let decision = self.decide(tx, act, &contacts, id_reused)?;
        tx.insert(&row).on_constraint("mail_message_alias_message_key_key", "/message_key", "mail.known")?;
        match decision {
            Err(reason) => {
                row.state = MailState::Refused;
                row.reason = Some(reason);
                row.needs_look = true;
            }
            Ok(Decision::Record(reason)) => {
                row.state = MailState::Recorded;
                row.reason = Some(reason.into());
                row.proposed_case_id = self.referred(tx)?;
            }
            Ok(Decision::Hold(reason, proposed)) => {
                row.state = MailState::Held;
                row.reason = Some(self.held_for(reason));
                row.needs_look = true;
                row.proposed_case_id = proposed.map(CaseId);
            }
            Ok(Decision::Add(into)) => self.add(tx, act, &mut row, into.into())?,
            Ok(Decision::Open(reason)) => {
                row.reason = reason.map(MailReason::from);
                self.open(tx, act, &mut row, contacts.first())?;
            }
        }
        tx.update(&mut row)?;
        row.index(tx)?;
        self.tell(tx, act, &row)?;
        facts(act, &row);
        act.chain(row.customer_id.map_or(row.id.0, |of| of.0));
        if let Some(of) = row.customer_id {
            act.belongs_to(of);
        }
        Ok(Taken { message: row.id, state: row.state, reason: row.reason, repeated: false })
    }
}

/// Whether a message is here already.
enum Place {
    Here(Box<MessageRow>),
    /// By which key it is stored, and whether its id is another sender's.
    Free(String, bool),
}

impl ArriveMail {
    /// The same id from another sender is no repetition: it must not hide what somebody else wrote.
    fn place(&self, tx: &mut Tx) -> Outcome<Place> {
        let Some(row) = record::known(tx, &self.alias, &self.message_key)? else {
            return Ok(Place::Free(self.message_key.clone(), false));
        };
        if row.from_address == self.from_address {
            return Ok(Place::Here(Box::new(row)));
        }
        // Nothing in the key tells the sender.
        let key = hex(&Sha256::digest(format!("{} {}", self.fingerprint, self.from_address).as_bytes()));
        Ok(match record::known(tx, &self.alias, &key)? {
            Some(row) => Place::Here(Box::new(row)),
            None => Place::Free(key, true),
        })
    }

    fn row(&self, act: &Act<'_>, message_key: String, contacts: &[ContactRow]) -> MessageRow {
        let id: MailMessageId = act.new_id();
        let only = match contacts {
            [one] => Some(one.id),
            _ => None,
        };
        MessageRow {
            id,
            alias: self.alias.clone(),
            message_key,
            message_id: self.message_id.clone(),
            sender_id: only.map_or(id.into(), Uuid::from),
            from_address: self.from_address.clone(),
            from_name: self.from_name.clone(),
            subject: self.subject.clone(),
            written_at: self.written_at,
            received_at: rules::received(self.received_at, act.now),
            recorded_at: act.now,
            size: self.size,
            sha256: self.sha256.clone(),
            words: self.words.clone(),
            attached: Json(self.attached.clone()),
            cut: self.cut,
            state: MailState::Held,
            reason: None,
            needs_look: false,
            proposed_case_id: None,
            case_id: None,
            customer_id: None,
            contact_id: only,
            stranger: false,
            decided_by: None,
            decided_at: None,
            decided_words: None,
            version: 1,
        }
    }

    /// What becomes of it, or why it cannot be read.
    fn decide(
        &self,
        tx: &mut Tx,
        act: &Act<'_>,
        contacts: &[ContactRow],
        id_reused: bool,
    ) -> Outcome<Result<Decision, MailReason>> {
        if let Some(reason) = self.unreadable {
            return Ok(Err(reason));
        }
        let since = act.now.checked_sub(HOUR).unwrap_or(act.now);
        let sent_max: i64 = settings::get(tx, act, &settings::SENDER_HOUR)?;
        let unknown_max: i64 = settings::get(tx, act, &settings::STRANGER_HOUR)?;
        let reopen_days: i64 = settings::get(tx, act, &settings::REOPEN_DAYS)?;
        let reopen = act.now.checked_sub(SignedDuration::from_hours(24 * reopen_days)).unwrap_or(act.now);
        let answered = case::mail::of_messages(tx, &self.references)?;
        let facts = Facts {
            own: self.is_own(tx)?,
            automatic: self.program.map(Into::into),
            sender: match contacts {
                [one] => Sender::Known { customer: one.customer_id.into(), contact: one.id.into() },
                [] => Sender::Unknown,
                _ => Sender::Several,
            },
            proof: if self.denied { Proof::Failed } else { Proof::None },
            token: self.token(tx, reopen)?,
            answers: self.found(tx, answered, reopen)?,
            named: match rules::number_in(&self.subject) {
                Some(number) => {
                    let found = case::mail::of_number(tx, &number)?.map(|row| row.id);
                    self.found(tx, found, reopen)?
                }
                None => None,
            },
            id_reused,
            sent: record::taken_since(tx, &self.from_address, since, sent_max)?,
            sent_max,
            unknown: record::strangers_since(tx, since, unknown_max)?,
            unknown_max,
        };
        let decision = decide(&facts);
        // Nobody to answer: a person looks at it, unless a program wrote it.
        if self.from_address.is_empty() && !matches!(decision, Decision::Record(_)) {
            return Ok(Ok(Decision::Hold(Reason::NotProved, None)));
        }
        Ok(Ok(decision))
    }

    fn held_for(&self, reason: Reason) -> MailReason {
        if self.from_address.is_empty() { MailReason::NoSender } else { reason.into() }
    }

    /// One of our letters come back, or an address of ours writing to us.
    fn is_own(&self, tx: &mut Tx) -> Outcome<bool> {
        if self.from_address == self.alias || record::is_alias(tx, &self.from_address)? {
            return Ok(true);
        }
        let id = self.message_id.as_deref().and_then(|id| id.split_once('@'));
        match id.and_then(|(local, _)| Uuid::parse_str(local).ok()) {
            Some(id) => people::is_letter(tx, id),
            None => Ok(false),
        }
    }

    fn found(&self, tx: &mut Tx, case: Option<CaseId>, reopen: Timestamp) -> Outcome<Option<Referred>> {
        let Some(id) = case else { return Ok(None) };
        let row = case::load(tx, id)?;
        Ok(Some(Referred {
            case: id.into(),
            customer: row.customer_id.into(),
            same_writer: record::wrote_in(tx, &self.from_address, id)?,
            takes_words: match row.state {
                CaseState::Open | CaseState::Fixed => true,
                CaseState::Closed => row.closed_at.is_some_and(|at| at >= reopen),
                CaseState::Withdrawn => false,
            },
        }))
    }

    /// The first token that is ours; `Some(None)` when there are only others.
    fn token(&self, tx: &mut Tx, reopen: Timestamp) -> Outcome<Option<Option<(Referred, Uuid)>>> {
        for token in &self.tokens {
            if let Some((case, contact)) = case::mail::of_token(tx, token)? {
                let found = self.found(tx, Some(case), reopen)?;
                return Ok(Some(found.map(|found| (found, contact.into()))));
            }
        }
        Ok((!self.tokens.is_empty()).then_some(None))
    }

    /// The case that it speaks of, for whoever looks at the record.
    fn referred(&self, tx: &mut Tx) -> Outcome<Option<CaseId>> {
        for token in &self.tokens {
            if let Some((case, _)) = case::mail::of_token(tx, token)? {
                return Ok(Some(case));
            }
        }
        case::mail::of_messages(tx, &self.references)
    }

    fn add(&self, tx: &mut Tx, act: &mut Act<'_>, row: &mut MessageRow, into: CaseId) -> Outcome<()> {
        let found = case::load(tx, into)?;
        let writer = self.writer_of(tx, row, found.customer_id)?;
        // What is only a file, or only a subject, is heard too.
        let words = if self.words.is_empty() { self.what(act) } else { self.words.clone() };
        case::mail::customer_wrote(tx, act, into, writer, &words)?;
        self.place_in(tx, act, row, (found.customer_id, into))?;
        row.stranger =
            writer.is_none() && record::last_of(tx, &self.from_address)?.is_some_and(|last| last.stranger);
        row.needs_look = row.stranger;
        Ok(())
    }

    /// The contact, when they belong to this customer.
    fn writer_of(&self, tx: &mut Tx, row: &MessageRow, of: CustomerId) -> Outcome<Option<ContactId>> {
        let Some(id) = row.contact_id else { return Ok(None) };
        Ok((customer::contact(tx, id)?.customer_id == of).then_some(id))
    }

    fn what(&self, act: &Act<'_>) -> String {
        let without =
            act.words.tongue(act.language, &act.company_zone).say("mail-without-words").into_owned();
        rules::what(&self.subject, &self.words, &without)
    }

    fn open(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        row: &mut MessageRow,
        known: Option<&ContactRow>,
    ) -> Outcome<()> {
        let (of, stranger) = match known {
            Some(contact) => (contact.customer_id, false),
            None => self.customer_of_stranger(tx, act)?,
        };
        let who = match self.from_name.as_str() {
            "" => self.from_address.clone(),
            name => format!("{name}, {}", self.from_address),
        };
        let new = NewCase {
            stranger: false,
            customer: Some(of),
            who: known.is_none().then(|| rules::cut(&who, people::check::NAME_MAX)),
            what: self.what(act),
            call_back: known.and_then(|contact| contact.phone.clone()),
            contact: known.map(|contact| contact.id),
            site: None,
            asset: None,
            severity: Severity::Disturbed,
            channel: Entry::Mail,
            received_at: Some(row.received_at),
            owner: None,
        };
        let opened = case::open(tx, act, new)?;
        self.place_in(tx, act, row, (of, opened.id))?;
        row.stranger = stranger;
        row.needs_look = stranger;
        if known.is_some() && settings::get(tx, act, &settings::ACKNOWLEDGE)? {
            case::mail::acknowledge(tx, act, opened.id)?;
        }
        Ok(())
    }

    /// A record of their own, which is merged when somebody says whose they are; the same one for all they write.
    fn customer_of_stranger(&self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<(CustomerId, bool)> {
        if let Some(last) = record::last_of(tx, &self.from_address)?
            && let Some(of) = last.customer_id
        {
            return Ok((customer::load(tx, of)?.id, last.stranger));
        }
        Ok((case::enter_unknown(tx, act, &self.from_address)?, true))
    }

    fn place_in(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        row: &mut MessageRow,
        (of, into): (CustomerId, CaseId),
    ) -> Outcome<()> {
        row.state = MailState::InCase;
        row.case_id = Some(into);
        row.customer_id = Some(of);
        if let Some(id) = &self.message_id {
            case::mail::mailed(tx, act, into, row.contact_id, id)?;
        }
        attach(tx, act, row, of, into)
    }

    /// The desk hears of what it has to look at, but not of a flood one by one; the owner hears that a letter came back.
    fn tell(&self, tx: &mut Tx, act: &mut Act<'_>, row: &MessageRow) -> Outcome<()> {
        if row.reason == Some(MailReason::Bounce)
            && let Some(of) = row.proposed_case_id
        {
            let found = case::load(tx, of)?;
            let word =
                Word::new("notice-mail-bounced", format!("/mail/{}", row.id)).with("number", found.number);
            return people::tell(tx, act, &[found.owner_id], &word.about(found.customer_id).urgent());
        }
        let since = act.now.checked_sub(HOUR).unwrap_or(act.now);
        if !row.needs_look || record::waiting_since(tx, since, TOLD_MAX + 1)? > TOLD_MAX {
            return Ok(());
        }
        let kind = if row.stranger { "notice-mail-stranger" } else { "notice-mail-held" };
        let reason = row.reason.map_or_else(|| "mail-stranger".to_owned(), |reason| reason.message());
        let word =
            Word::new(kind, format!("/mail/{}", row.id)).with("reason", accord_kernel::Fact::Word(reason));
        let desk = people::heads(tx, DESK)?;
        people::tell(tx, act, &desk, &word)
    }
}
