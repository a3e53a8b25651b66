//! What customers say: noted, answered, told what came of it (R42, R43).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId, Direction, NewTalk};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LATE;
use crate::{
    hearing::{Heard, Reply, answer_row, facts, hear, settle_row},
    id::{Hearing, Source, UtteranceId, UtteranceKind},
    neighbours::{Word, a_person, at_version, tell},
    record::utterance::{UtteranceRow, utterance},
};

/// An utterance after what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UtteranceStands {
    /// Its id.
    pub utterance: UtteranceId,
    /// Whether they were heard.
    pub hearing: Hearing,
    /// Row version.
    pub version: i64,
}

impl UtteranceStands {
    fn of(row: &UtteranceRow, ctx: &Context) -> Self {
        Self { utterance: row.id, hearing: row.hearing(ctx.now), version: row.version }
    }
}

fn touched(tx: &mut Tx, id: UtteranceId) -> Outcome<Touches> {
    Ok(Touches::customer(utterance(tx, id)?.customer_id))
}

/// Notes what a customer said and what needs an answer, through whichever channel. A suggestion is told back too.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteUtterance {
    /// The customer.
    pub customer: CustomerId,
    /// What kind of word it is.
    pub kind: UtteranceKind,
    /// The words.
    #[schemars(length(max = 2_000))]
    pub said: String,
    /// Who said it.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Through which channel; the telephone when open.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// Whose it is to answer; by the account's team when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

impl Action for NoteUtterance {
    const NAME: &'static str = "utterance.note";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = UtteranceStands;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<UtteranceStands> {
        let account = customer::load(tx, self.customer)?;
        let contact = match self.contact {
            Some(id) => Some(customer::named_contact(tx, account.id, "/contact", id)?.id),
            None => None,
        };
        if let Some(owner) = self.owner {
            people::named_person(tx, "/owner", owner)?;
        }
        let source = match self.channel.unwrap_or(Channel::Call) {
            Channel::Mail | Channel::Letter => Source::Mail,
            Channel::Visit | Channel::Meeting => Source::Visit,
            Channel::Call | Channel::Chat => Source::Call,
        };
        let heard = Heard {
            customer: account.id,
            contact,
            source,
            source_id: None,
            kind: self.kind,
            said: self.said,
            owner: self.owner,
        };
        let id = hear(tx, act, heard)?;
        Ok(UtteranceStands::of(&utterance(tx, id)?, act))
    }
}

/// Says what a person answered, as the customer got it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerUtterance {
    /// What was said.
    pub utterance: UtteranceId,
    /// The version that was read.
    pub version: i64,
    /// The words.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// Through which channel.
    pub channel: Channel,
    /// Whether it is also what came of it.
    #[serde(default)]
    pub settles: bool,
}

impl Action for AnswerUtterance {
    const NAME: &'static str = "utterance.answer";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = UtteranceStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.utterance)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<UtteranceStands> {
        let row = utterance(tx, self.utterance)?;
        at_version(&row, self.version)?;
        let reply = Reply { words: self.words, settles: self.settles };
        let row = answer_row(tx, act, row, &reply)?;
        log(tx, act, &row, self.channel, &reply.words)?;
        Ok(UtteranceStands::of(&row, act))
    }
}

/// Says what the customer was told came of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellOutcome {
    /// What was said.
    pub utterance: UtteranceId,
    /// The version that was read.
    pub version: i64,
    /// The words.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// Through which channel.
    pub channel: Channel,
}

impl Action for TellOutcome {
    const NAME: &'static str = "utterance.tell_outcome";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = UtteranceStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.utterance)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<UtteranceStands> {
        let row = utterance(tx, self.utterance)?;
        at_version(&row, self.version)?;
        let row = settle_row(tx, act, row, &self.words)?;
        log(tx, act, &row, self.channel, &self.words)?;
        Ok(UtteranceStands::of(&row, act))
    }
}

/// What we said stands among the contacts with the customer.
fn log(tx: &mut Tx, act: &mut Act<'_>, row: &UtteranceRow, channel: Channel, words: &str) -> Outcome<()> {
    let talk = NewTalk {
        customer: row.customer_id,
        contact: row.contact_id,
        person: a_person(act)?,
        channel,
        direction: Direction::Outbound,
        said: words.to_owned(),
        happened_at: None,
    };
    customer::log_contact(tx, act, &talk).map(|_| ())
}

/// Gives what was said to somebody else to answer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverUtterance {
    /// What was said.
    pub utterance: UtteranceId,
    /// The version that was read.
    pub version: i64,
    /// To whom.
    pub owner: PersonId,
}

impl Action for HandOverUtterance {
    const NAME: &'static str = "utterance.hand_over";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = UtteranceStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.utterance)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<UtteranceStands> {
        let mut row = utterance(tx, self.utterance)?;
        at_version(&row, self.version)?;
        if row.outcome_at.is_some() {
            return Err(Refusal::conflict("hearing.settled"));
        }
        people::named_person(tx, "/owner", self.owner)?;
        act.chain(row.owner_id);
        row.owner_id = self.owner;
        tx.update(&mut row)?;
        facts(act, &row);
        let word = told(tx, &row, "notice-utterance")?;
        tell(tx, act, &[self.owner], &word)?;
        Ok(UtteranceStands::of(&row, act))
    }
}

fn told(tx: &mut Tx, row: &UtteranceRow, kind: &'static str) -> Outcome<Word> {
    Ok(Word::new(kind, "/listening")
        .with("customer", customer::load(tx, row.customer_id)?.name)
        .with("kind", Fact::Word(row.kind.message()))
        .with("due", if row.answered_at.is_none() { row.answer_due_at } else { row.outcome_due_at })
        .about(row.customer_id))
}

/// Nobody answered, or told what came of it, in time: the owner and those above are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LateUtterance {
    /// What was said.
    pub utterance: UtteranceId,
    /// `answer` or `outcome`.
    pub step: String,
}

impl Action for LateUtterance {
    const NAME: &'static str = LATE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = UtteranceStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.utterance)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<UtteranceStands> {
        let row = utterance(tx, self.utterance)?;
        let done = row.outcome_at.is_some() || (self.step == "answer" && row.answered_at.is_some());
        if done || row.hearing(act.now) != Hearing::Unheard {
            act.quiet();
            return Ok(UtteranceStands::of(&row, act));
        }
        facts(act, &row);
        act.fact("step", &self.step);
        let mut persons = vec![row.owner_id];
        persons.extend(people::heads_of(tx, row.owner_id)?);
        let word = told(tx, &row, "notice-unheard")?.urgent();
        tell(tx, act, &persons, &word)?;
        Ok(UtteranceStands::of(&row, act))
    }
}
