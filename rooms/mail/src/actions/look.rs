//! What a person does with a message that needs a look.

use accord_kernel::{
    Act, Action, Audience, Context, Emit, Outcome, Permission, Refusal, Touches, at_version,
};
use accord_room_case::{self as case, CaseId, CaseState, Entry, NewCase, Severity, actions::WithdrawCase};
use accord_room_customer::{
    self as customer, ContactId, CustomerId, CustomerRow, MergeCustomers, NewContact,
};
use accord_room_people::{author, check};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MailAnswer, attach, facts};
use crate::{
    id::{MailMessageId, MailState},
    record::{self, MessageRow},
    rules,
};

/// A message whose words stand in no case yet, at the version that was read.
fn unplaced(tx: &mut Tx, id: MailMessageId, version: i64) -> Outcome<MessageRow> {
    let row = record::load(tx, id)?;
    at_version(&row, version)?;
    match row.case_id {
        None => Ok(row),
        Some(of) => {
            let number = case::load(tx, of)?.number;
            Err(Refusal::conflict("mail.in_case").with("number", number))
        }
    }
}

/// The message's words stand in a case by somebody's decision.
fn placed(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: MessageRow,
    (of, into, contact): (CustomerId, CaseId, Option<ContactId>),
) -> Outcome<MailAnswer> {
    row.state = MailState::InCase;
    row.needs_look = false;
    row.case_id = Some(into);
    row.customer_id = Some(of);
    row.contact_id = contact;
    decided(act, &mut row);
    if let Some(id) = row.message_id.clone() {
        case::mail::mailed(tx, act, into, contact, &id)?;
    }
    attach(tx, act, &row, of, into)?;
    tx.update(&mut row)?;
    row.index(tx)?;
    facts(act, &row);
    Ok(MailAnswer::of(&row))
}

fn decided(act: &Act<'_>, row: &mut MessageRow) {
    row.decided_by = author(act);
    row.decided_at = Some(act.now);
}

fn words_of(act: &Act<'_>, row: &MessageRow) -> String {
    let without = act.words.tongue(act.language, &act.company_zone).say("mail-without-words").into_owned();
    rules::what(&row.subject, &row.words, &without)
}

/// The one contact of a customer who has this address.
fn writer(tx: &mut Tx, of: CustomerId, address: &str) -> Outcome<Option<ContactId>> {
    let known = customer::contacts_at(tx, address, 50)?;
    Ok(known.into_iter().find(|contact| contact.customer_id == of).map(|contact| contact.id))
}

/// Puts a message's words into a case, as the customer's: you have looked and know that they belong there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutIntoCase {
    /// The message.
    pub message: MailMessageId,
    /// Version that was read.
    pub version: i64,
    /// The case.
    pub case: CaseId,
}

impl Action for PutIntoCase {
    const NAME: &'static str = "mail.put_into_case";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MailAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        record::load(tx, self.message)?;
        Ok(Touches::customer(case::load(tx, self.case)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MailAnswer> {
        let row = unplaced(tx, self.message, self.version)?;
        let of = case::load(tx, self.case)?.customer_id;
        let contact = writer(tx, of, &row.from_address)?;
        let words = words_of(act, &row);
        case::mail::customer_wrote(tx, act, self.case, contact, &words)?;
        placed(tx, act, row, (of, self.case, contact))
    }
}

/// Opens a case from a message: you have looked and know whose it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenFromMail {
    /// The message.
    pub message: MailMessageId,
    /// Version that was read.
    pub version: i64,
    /// The customer.
    pub customer: CustomerId,
    /// How badly they are hit; something disturbs when open.
    #[serde(default)]
    pub severity: Option<Severity>,
}

impl Action for OpenFromMail {
    const NAME: &'static str = "mail.open_case";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MailAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        record::load(tx, self.message)?;
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MailAnswer> {
        let row = unplaced(tx, self.message, self.version)?;
        let of = customer::load(tx, self.customer)?.id;
        let contact = writer(tx, of, &row.from_address)?;
        let who = match (row.from_name.as_str(), row.from_address.as_str()) {
            ("", address) => address.to_owned(),
            (name, address) => format!("{name}, {address}"),
        };
        let new = NewCase {
            stranger: false,
            customer: Some(of),
            who: contact.is_none().then(|| rules::cut(&who, check::NAME_MAX)),
            what: words_of(act, &row),
            call_back: None,
            contact,
            site: None,
            asset: None,
            severity: self.severity.unwrap_or(Severity::Disturbed),
            channel: Entry::Mail,
            received_at: Some(rules::received(Some(row.received_at), act.now)),
            owner: None,
        };
        let opened = case::open(tx, act, new)?;
        placed(tx, act, row, (of, opened.id, contact))
    }
}

/// Says whose a stranger is: the record that was made for them is merged into that customer's, and the sender becomes a
/// contact there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TieMail {
    /// The message.
    pub message: MailMessageId,
    /// Version that was read.
    pub version: i64,
    /// The customer whose they are.
    pub customer: CustomerId,
    /// Name of the sender, when the message does not say it rightly.
    #[serde(default)]
    pub name: Option<String>,
}

impl Action for TieMail {
    const NAME: &'static str = "mail.tie";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MailAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut all = vec![self.customer.into()];
        all.extend(record::load(tx, self.message)?.customer_id.map(uuid::Uuid::from));
        Ok(Touches::customers(all))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MailAnswer> {
        let row = record::load(tx, self.message)?;
        at_version(&row, self.version)?;
        let (Some(from), Some(of_case), true) = (row.customer_id, row.case_id, row.stranger) else {
            return Err(Refusal::conflict("mail.no_stranger"));
        };
        let account = customer::load(tx, self.customer)?;
        let into = account.id;
        let from = customer::load(tx, from)?.id;
        if into != from {
            let reason = act.tongue().say("mail-tied").into_owned();
            let emit =
                Emit { name: MergeCustomers::NAME, customer: Some(into.into()), chains: vec![from.into()] };
            let merge = MergeCustomers { into, from, reason };
            act.within(tx, emit, |tx, act| merge.perform(tx, act))?;
        }
        let contact = match writer(tx, into, &row.from_address)? {
            Some(known) => known,
            None => self.enter(tx, act, &row, &account)?,
        };
        let mut answer = None;
        for mut row in record::of_customer_and_sender(tx, from, into, &row.from_address)? {
            row.stranger = false;
            row.needs_look = false;
            row.customer_id = Some(into);
            row.contact_id = Some(contact);
            decided(act, &mut row);
            tx.update(&mut row)?;
            row.index(tx)?;
            if row.id == self.message {
                facts(act, &row);
                answer = Some(MailAnswer::of(&row));
            }
        }
        // The case follows its customer after this; its contact is named then.
        act.fact("tied_case", of_case);
        act.fact("contact", contact);
        act.belongs_to(into);
        answer.ok_or_else(|| Refusal::defect("a tied message is not its customer's"))
    }
}

impl TieMail {
    fn enter(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        row: &MessageRow,
        into: &CustomerRow,
    ) -> Outcome<ContactId> {
        let said = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = said.or(Some(row.from_name.as_str()).filter(|name| !name.is_empty()));
        let new = NewContact {
            name: name.unwrap_or(&row.from_address).to_owned(),
            email: Some(row.from_address.clone()),
            phone: None,
            language: None,
            job: None,
        };
        Ok(customer::enter_contact(tx, act, into, &new)?.id)
    }
}

/// Sets a message aside that needs nothing. A case that a stranger's message opened is withdrawn with it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMailAside {
    /// The message.
    pub message: MailMessageId,
    /// Version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for SetMailAside {
    const NAME: &'static str = "mail.set_aside";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MailAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = record::load(tx, self.message)?;
        Ok(match row.customer_id {
            Some(of) => Touches::customer(of),
            None => Touches::chain(row.id),
        })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<MailAnswer> {
        let mut row = record::load(tx, self.message)?;
        at_version(&row, self.version)?;
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        if !row.needs_look {
            return Err(Refusal::conflict("mail.needs_no_look"));
        }
        if let (Some(of), true) = (row.case_id, row.stranger) {
            let found = case::load(tx, of)?;
            if found.state == CaseState::Open {
                let withdraw = WithdrawCase { case: of, version: found.version, reason: reason.clone() };
                let customer = Some(found.customer_id.into());
                let emit = Emit { name: WithdrawCase::NAME, customer, chains: Vec::new() };
                act.within(tx, emit, |tx, act| withdraw.perform(tx, act))?;
            }
        }
        row.needs_look = false;
        row.state = MailState::SetAside;
        row.decided_words = Some(reason);
        decided(act, &mut row);
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(MailAnswer::of(&row))
    }
}
