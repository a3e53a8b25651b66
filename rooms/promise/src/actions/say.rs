//! Recording what was said to a customer.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ClarificationId, MatterId, StatementId, SubjectKind},
    input::About,
    ledger::{self, Matter, NewStatement, Spoken},
};

/// Records what is said to a customer about a subject. Something else that was said before is a warning first (R23).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayStatement {
    /// To whom.
    pub customer: CustomerId,
    /// To which of their people.
    pub contact: Option<ContactId>,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// What was said or promised before about the same matter; its subject is taken.
    pub matter: Option<MatterId>,
    /// The subject in a few words: the part, the line, the cover; not needed with a matter.
    pub subject: Option<String>,
    /// The thing it is about.
    pub about: Option<About>,
    /// The date that was said.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
    /// The price that was said.
    pub price: Option<Money>,
    /// What was said in short, for comparison; empty compares the wording.
    pub words: Option<String>,
    /// The wording as the customer gets it.
    pub wording: String,
    /// Through which channel.
    pub channel: Channel,
    /// When it was said, if earlier than now: then it is out already, and nothing is warned of any more.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub said_at: Option<Timestamp>,
    /// Say it although something else was said before.
    #[serde(default)]
    pub confirm: bool,
}

/// The statement, and the clarification that it opened or belongs to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementAnswer {
    /// The statement.
    pub statement: StatementId,
    /// The clarification, when two statements contradict each other.
    pub clarification: Option<ClarificationId>,
    /// Its number.
    pub clarification_number: Option<String>,
}

impl SayStatement {
    /// What it is about, and its wording.
    fn checked(&self, tx: &mut Tx, act: &Act<'_>) -> Outcome<(Matter, String)> {
        let about = self.about.as_ref().map(About::checked).transpose()?;
        let subject = self.subject.as_deref().unwrap_or_default();
        let Some(matter) = self.matter else {
            let (subject, wording) = ledger::checked(subject, &self.wording)?;
            return Ok((Matter { about, subject }, wording));
        };
        if about.is_some() {
            return Err(Refusal::field("/matter", "promise.matter_or_about"));
        }
        let about = ledger::chosen(tx, self.customer, matter)?;
        let matter = ledger::taken_up(tx, act, &about)?;
        let (_, wording) = ledger::checked(&matter.subject, &self.wording)?;
        Ok((matter, wording))
    }
}

impl Action for SayStatement {
    const NAME: &'static str = "statement.say";
    const PERMISSION: Permission = Permission::StatementMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StatementAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StatementAnswer> {
        let customer = customer::load(tx, self.customer)?.id;
        let (matter, wording) = self.checked(tx, act)?;
        if let Some(contact) = self.contact {
            customer::named_contact(tx, customer, "/contact", contact)?;
        }
        let said_at = self.said_at.unwrap_or(act.now);
        if said_at > act.now {
            return Err(Refusal::field("/said_at", "promise.in_future"));
        }
        if said_at < act.now {
            act.happened_at(said_at);
        }
        let spoken = Spoken { date: self.date, price: self.price, words: self.words };
        let new = NewStatement {
            customer,
            contact: self.contact,
            kind: self.subject_kind,
            said: spoken.said(self.subject_kind, &wording)?,
            subject: matter.subject,
            about: matter.about,
            wording,
            channel: self.channel,
            said_at,
            promise: None,
        };
        let out = self.confirm || said_at < act.now;
        let (row, clarification) = ledger::say(tx, act, new, out)?;
        Ok(StatementAnswer {
            statement: row.id,
            clarification: clarification.as_ref().map(|row| row.id),
            clarification_number: clarification.map(|row| row.number),
        })
    }
}
