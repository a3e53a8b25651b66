//! Clarifications: taken up within the hour, answered by one call within one working day (R23).

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{Channel, ContactId};
use accord_room_people as people;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ClarificationId, ClarificationState, StatementId},
    input::{self, WORDING_MAX},
    ledger::{self, NewStatement, Spoken},
    neighbours,
    record::{self, ClarificationRow},
    rules::statement::{self, Said},
};

/// How a clarification stands after an action.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClarificationAnswer {
    /// The clarification.
    pub clarification: ClarificationId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ClarificationState,
    /// The statement that holds.
    pub statement: Option<StatementId>,
    /// Row version, for the next change.
    pub version: i64,
}

impl ClarificationAnswer {
    fn of(row: &ClarificationRow) -> Self {
        Self {
            clarification: row.id,
            number: row.number.clone(),
            state: row.state,
            statement: row.answer_id,
            version: row.version,
        }
    }
}

fn touches(tx: &mut Tx, id: ClarificationId) -> Outcome<Touches> {
    Ok(Touches::customer(record::clarification(tx, id)?.customer_id))
}

fn facts(act: &mut Act<'_>, row: &ClarificationRow) {
    act.fact("clarification", row.id);
    act.fact("number", &row.number);
}

fn unanswered(row: &ClarificationRow) -> Outcome<()> {
    match row.state {
        ClarificationState::Answered => {
            Err(Refusal::conflict("clarification.answered").with("number", row.number.as_str()))
        }
        ClarificationState::Open | ClarificationState::Taken => Ok(()),
    }
}

/// One owner gives one answer: they, their cover, or who manages the watch.
fn yours(act: &Act<'_>, row: &ClarificationRow) -> Outcome<()> {
    if act.principal.answers_for(row.owner_id.into()) || act.principal.may(Permission::WatchManage) {
        return Ok(());
    }
    Err(Refusal::forbidden("clarification.not_yours").with("number", row.number.as_str()))
}

/// Takes up a clarification.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeClarification {
    /// The clarification.
    pub clarification: ClarificationId,
    /// Version that was seen.
    pub version: i64,
}

impl Action for TakeClarification {
    const NAME: &'static str = "clarification.take";
    const PERMISSION: Permission = Permission::StatementMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ClarificationAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.clarification)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClarificationAnswer> {
        let mut row = record::clarification(tx, self.clarification)?;
        ledger::at_version(&row, self.version)?;
        unanswered(&row)?;
        yours(act, &row)?;
        if row.state == ClarificationState::Taken {
            return Err(Refusal::conflict("clarification.taken").with("number", row.number));
        }
        row.state = ClarificationState::Taken;
        row.taken_at = Some(act.now);
        row.taken_by = neighbours::author(act);
        tx.update(&mut row)?;
        act.cancel(tx, "clarification.untaken", row.id)?;
        facts(act, &row);
        Ok(ClarificationAnswer::of(&row))
    }
}

/// Gives the customer one answer, by voice. It stands; what was said before stays to be read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerClarification {
    /// The clarification.
    pub clarification: ClarificationId,
    /// Whom you spoke with.
    pub contact: Option<ContactId>,
    /// The date that holds.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
    /// The price that holds.
    pub price: Option<Money>,
    /// What holds in short; empty takes the wording.
    pub words: Option<String>,
    /// The wording as the customer got it.
    pub wording: String,
    /// How you spoke: a call, a visit or a meeting; a letter or a mail is no voice.
    pub channel: Channel,
    /// Why the answer better for the customer cannot hold.
    pub reason: Option<String>,
    /// Version that was seen.
    pub version: i64,
}

impl Action for AnswerClarification {
    const NAME: &'static str = "clarification.answer";
    const PERMISSION: Permission = Permission::StatementMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ClarificationAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.clarification)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClarificationAnswer> {
        let mut row = record::clarification(tx, self.clarification)?;
        ledger::at_version(&row, self.version)?;
        unanswered(&row)?;
        yours(act, &row)?;
        if !matches!(self.channel, Channel::Call | Channel::Visit | Channel::Meeting) {
            return Err(Refusal::field("/channel", "clarification.by_voice"));
        }
        let (_, wording) = ledger::checked(&row.subject, &self.wording)?;
        if let Some(contact) = self.contact {
            accord_room_customer::named_contact(tx, row.customer_id, "/contact", contact)?;
        }
        let spoken = Spoken { date: self.date, price: self.price, words: self.words };
        let said = spoken.said(row.subject_kind, &wording)?;
        let reason = input::some("/reason", self.reason.as_deref(), WORDING_MAX)?;
        let earlier = record::standing(tx, row.customer_id, row.subject_kind, &row.subject_key)?;
        let values: Vec<Said> = earlier.iter().map(record::StatementRow::value).collect();
        if statement::takes_away(&values, &said) && reason.is_none() {
            return Err(Refusal::field("/reason", "clarification.better_stands"));
        }
        let about = earlier.iter().find_map(|earlier| {
            Some(input::About { kind: earlier.about_kind.clone()?, id: earlier.about_id? })
        });
        let new = NewStatement {
            customer: row.customer_id,
            contact: self.contact,
            kind: row.subject_kind,
            subject: row.subject.clone(),
            about,
            said,
            wording,
            channel: self.channel,
            said_at: act.now,
            promise: None,
        };
        let key = row.subject_key.clone();
        let answer = ledger::answer(tx, act, row.id, &key, new)?;
        row.state = ClarificationState::Answered;
        row.answered_at = Some(act.now);
        row.answered_by = neighbours::author(act);
        row.answer_id = Some(answer.id);
        row.reason = reason;
        tx.update(&mut row)?;
        act.cancel(tx, "clarification.untaken", row.id)?;
        act.cancel(tx, "clarification.unanswered", row.id)?;
        facts(act, &row);
        act.fact("statement", answer.id);
        Ok(ClarificationAnswer::of(&row))
    }
}

/// The owner did not take a clarification up in time: the heads hear of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClarificationUntaken {
    /// The clarification.
    pub clarification: ClarificationId,
}

impl Action for ClarificationUntaken {
    const NAME: &'static str = "clarification.untaken";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ClarificationAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.clarification)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClarificationAnswer> {
        let row = record::clarification(tx, self.clarification)?;
        if row.state == ClarificationState::Open {
            tell_heads(tx, act, &row, "notice-clarification-untaken")?;
        } else {
            act.quiet();
        }
        Ok(ClarificationAnswer::of(&row))
    }
}

/// The customer has no answer in time: the heads hear of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClarificationUnanswered {
    /// The clarification.
    pub clarification: ClarificationId,
}

impl Action for ClarificationUnanswered {
    const NAME: &'static str = "clarification.unanswered";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ClarificationAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.clarification)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClarificationAnswer> {
        let row = record::clarification(tx, self.clarification)?;
        if row.state == ClarificationState::Answered {
            act.quiet();
        } else {
            tell_heads(tx, act, &row, "notice-clarification-unanswered")?;
        }
        Ok(ClarificationAnswer::of(&row))
    }
}

fn tell_heads(tx: &mut Tx, act: &mut Act<'_>, row: &ClarificationRow, kind: &'static str) -> Outcome<()> {
    facts(act, row);
    for head in people::heads_of(tx, row.owner_id)? {
        ledger::tell_owner(tx, act, row, head, kind)?;
    }
    Ok(())
}
