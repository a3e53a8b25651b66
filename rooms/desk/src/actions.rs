//! What changes something in this room: a contact's word on their own page, and our answer to it (R5).

use accord_kernel::{
    Act, Action, Audience, Context, Fact, Happened, Outcome, Permission, Reaction, Refusal, Touches,
};
use accord_room_customer::{
    self as customer, Channel, CustomerId, CustomerRow, Direction, NewTalk, TeamSphere,
};
use accord_room_people::{
    self as people, Notice, PersonId,
    check::{NOTE_MAX, text},
    settings::{self, SettingDef, SettingKind},
};
use accord_room_recovery::{self as recovery, Heard, NewComplaint, Reply, Source, UtteranceKind};
use accord_store::Tx;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{MessageId, MessageKind},
    record::{self, PortalMessage},
};

/// Hours after which a head hears that nobody acknowledged a contact's word.
pub static ACKNOWLEDGE_HOURS: SettingDef = SettingDef {
    name: "portal.acknowledge_hours",
    kind: SettingKind::Whole { min: 1, max: 240 },
    default: "24",
};

/// The notice that a contact said something on their page.
const SAID: &str = "notice-portal-said";

/// A contact's word on their own page: a question, a complaint, praise, a wish. Both owners are told at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// What kind of word it is.
    pub kind: MessageKind,
    /// The words.
    #[schemars(length(max = 20_000))]
    pub said: String,
}

/// What was kept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Said {
    /// Id of the message.
    pub id: MessageId,
}

fn own(ctx: &Context) -> Outcome<CustomerId> {
    ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)
}

impl Action for Say {
    const NAME: &'static str = "portal.say";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Said;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own(ctx)?))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Said> {
        let customer = customer::load(tx, own(act)?)?;
        let contact = customer::contact_of(tx, customer.id, act.principal.id)?.id;
        let message = PortalMessage {
            id: act.new_id(),
            customer_id: customer.id,
            contact_id: contact,
            kind: self.kind,
            said: text("/said", &self.said, NOTE_MAX)?,
            said_at: act.now,
            answer: None,
            answered_by: None,
            answered_at: None,
            version: 1,
        };
        act.fact("kind", message.kind);
        act.fact("contact", contact);
        tx.insert(&message)?;
        tell_owners(tx, act, &customer, message.kind)?;
        hear(tx, act, &message)?;
        Ok(Said { id: message.id })
    }
}

/// What they said is owned, answered and told what came of it (R43); a complaint is put right (R34).
fn hear(tx: &mut Tx, act: &mut Act<'_>, message: &PortalMessage) -> Outcome<()> {
    let heard = Heard {
        customer: message.customer_id,
        contact: Some(message.contact_id),
        source: Source::Portal,
        source_id: Some(message.id.into()),
        kind: match message.kind {
            MessageKind::Question => UtteranceKind::Question,
            MessageKind::Complaint => UtteranceKind::Complaint,
            MessageKind::Praise => UtteranceKind::Praise,
            MessageKind::Request => UtteranceKind::Request,
        },
        said: message.said.clone(),
        owner: None,
    };
    let utterance = recovery::hear(tx, act, heard)?;
    if message.kind != MessageKind::Complaint {
        return Ok(());
    }
    let first: String = message.said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(80).collect();
    let complaint = NewComplaint {
        customer: message.customer_id,
        contact: Some(message.contact_id),
        channel: Channel::Chat,
        about: first,
        said: message.said.chars().take(2_000).collect(),
        wanted: None,
        asset: None,
        survey: None,
        utterance: Some(utterance),
        owner: None,
    };
    recovery::open_complaint(tx, act, complaint).map(|_| ())
}

fn tell_owners(tx: &mut Tx, act: &mut Act<'_>, customer: &CustomerRow, kind: MessageKind) -> Outcome<()> {
    let hours: i64 = settings::get(tx, act, &ACKNOWLEDGE_HOURS)?;
    let team = customer::team(tx, customer.id)?;
    let mut persons: Vec<PersonId> =
        TeamSphere::ALL.iter().filter_map(|sphere| team.half(*sphere).owner).collect();
    if persons.is_empty() {
        // A customer without owners is heard by the heads: never by nobody (R3).
        persons.extend(people::heads(tx, "head_of_service")?);
        persons.extend(people::heads(tx, "head_of_sales")?);
    }
    persons.sort_unstable();
    persons.dedup();
    for person in persons {
        let facts: Vec<(&'static str, Fact)> =
            vec![("customer", customer.name.clone().into()), ("kind", Fact::Word(kind.message()))];
        let notice = Notice::new(person, SAID, facts)
            .at(format!("/customers/{}", customer.id))
            .about(customer.id)
            .acknowledged_within(SignedDuration::from_hours(hours));
        people::notify(tx, act, notice)?;
    }
    Ok(())
}

/// Our answer to a contact's word. It appears on their page and is logged as a contact with them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The message.
    pub message: MessageId,
    /// Version that was seen.
    pub version: i64,
    /// The answer as the customer gets it.
    #[schemars(length(max = 20_000))]
    pub answer: String,
}

/// The answered message.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answered {
    /// Version after the answer.
    pub version: i64,
}

impl Action for Answer {
    const NAME: &'static str = "portal.answer";
    const PERMISSION: Permission = Permission::StatementMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Answered;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::message(tx, self.message)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Answered> {
        let mut message = record::message(tx, self.message)?;
        if message.answered_at.is_some() {
            return Err(Refusal::conflict("portal.answered"));
        }
        let person = PersonId::of(&act.principal).ok_or_else(Refusal::absent)?;
        let answer = text("/answer", &self.answer, NOTE_MAX)?;
        let talk = NewTalk {
            customer: message.customer_id,
            contact: Some(message.contact_id),
            person,
            channel: Channel::Chat,
            direction: Direction::Outbound,
            said: answer.clone(),
            happened_at: None,
        };
        customer::log_contact(tx, act, &talk)?;
        message.version = self.version;
        message.answer = Some(answer);
        message.answered_by = Some(person);
        message.answered_at = Some(act.now);
        tx.update(&mut message)?;
        let settles = matches!(message.kind, MessageKind::Question | MessageKind::Praise);
        let reply = Reply { words: message.answer.clone().unwrap_or_default(), settles };
        recovery::answered(tx, act, Source::Portal, message.id.into(), &reply)?;
        if !record::waits(tx, message.customer_id)? {
            people::settle(tx, act, SAID, message.customer_id)?;
        }
        Ok(Answered { version: message.version })
    }
}

/// A merged customer's messages go over to the record that goes on (R2).
pub(crate) const MERGE: Reaction = Reaction { name: "portal.follow_merge", on: "customer.merge", run: merge };

fn merge(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut message in record::messages_to_move(tx, from)? {
        message.customer_id = into;
        tx.update(&mut message)?;
    }
    Ok(())
}
