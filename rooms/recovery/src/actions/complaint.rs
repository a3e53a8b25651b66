//! A complaint taken up, answered, its cause named, and closed on somebody's word (R34).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId, Direction, NewTalk};
use accord_room_people::{self as people, PersonId, settings as company};
use accord_room_promise::{self as promise, Ending, PromiseId, State};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    hearing::{Reply, answer_row},
    id::{CauseArea, Closing, ComplaintId, ComplaintState, Source},
    learning::{NewImprovement, improve},
    neighbours::{ABOUT_MAX, WORDING_MAX, Word, a_person, at_version, author, tell, text},
    putting_right::{NewComplaint, facts, href, open_here},
    record::{
        complaint::{self, ComplaintRow, complaint},
        learning::any_about,
        utterance::utterance,
    },
    rules::remedy::{NotYet, cause_key, is_repeated, satisfied},
    settings,
};

/// A complaint after what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ComplaintStands {
    /// Its id.
    pub complaint: ComplaintId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ComplaintState,
    /// Row version.
    pub version: i64,
}

impl ComplaintStands {
    pub(super) fn of(row: &ComplaintRow) -> Self {
        Self { complaint: row.id, number: row.number.clone(), state: row.state, version: row.version }
    }
}

pub(super) fn touched(tx: &mut Tx, id: ComplaintId) -> Outcome<Touches> {
    Ok(Touches::customer(complaint(tx, id)?.customer_id))
}

/// The complaint at the version that was read, not closed.
pub(super) fn present(tx: &mut Tx, id: ComplaintId, version: i64) -> Outcome<ComplaintRow> {
    let row = complaint(tx, id)?;
    at_version(&row, version)?;
    if row.state == ComplaintState::Closed {
        return Err(closed(&row));
    }
    Ok(row)
}

fn closed(row: &ComplaintRow) -> Refusal {
    Refusal::conflict("complaint.closed").with("number", row.number.as_str())
}

/// Takes a complaint up: by whoever hears it, through whichever channel.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenComplaint {
    /// The customer.
    pub customer: CustomerId,
    /// What it is about, in a few words.
    #[schemars(length(max = 200))]
    pub about: String,
    /// What the customer said.
    #[schemars(length(max = 2_000))]
    pub said: String,
    /// Through which channel.
    pub channel: Channel,
    /// What would put it right for them.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub wanted: Option<String>,
    /// Who said it.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// The unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// Whose it is; by the account's team when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

impl Action for OpenComplaint {
    const NAME: &'static str = "complaint.open";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let account = customer::load(tx, self.customer)?;
        let new = NewComplaint {
            customer: account.id,
            contact: self.contact,
            channel: self.channel,
            about: self.about,
            said: self.said,
            wanted: self.wanted,
            asset: self.asset,
            survey: None,
            utterance: None,
            owner: self.owner,
        };
        Ok(ComplaintStands::of(&open_here(tx, act, &account, new)?))
    }
}

/// Says what a person answered, as the customer got it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// The words.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// Through which channel.
    pub channel: Channel,
}

impl Action for AnswerComplaint {
    const NAME: &'static str = "complaint.answer";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let mut row = present(tx, self.complaint, self.version)?;
        if row.answered_at.is_some() {
            return Err(Refusal::conflict("complaint.answered"));
        }
        let words = text("/words", &self.words, WORDING_MAX)?;
        answer(tx, act, &mut row, &words)?;
        tx.update(&mut row)?;
        facts(act, &row);
        let talk = NewTalk {
            customer: row.customer_id,
            contact: row.contact_id,
            person: a_person(act)?,
            channel: self.channel,
            direction: Direction::Outbound,
            said: words,
            happened_at: None,
        };
        customer::log_contact(tx, act, &talk)?;
        Ok(ComplaintStands::of(&row))
    }
}

/// A person has answered: the promise is kept and the customer was answered.
pub(super) fn answer(tx: &mut Tx, act: &mut Act<'_>, row: &mut ComplaintRow, words: &str) -> Outcome<()> {
    row.answered_by = Some(a_person(act)?);
    row.answered_at = Some(act.now);
    row.answer = Some(words.to_owned());
    if row.state == ComplaintState::Open {
        row.state = ComplaintState::Answered;
    }
    keep(tx, act, row.answer_promise_id, words)?;
    if let Some(id) = row.utterance_id {
        let heard = utterance(tx, id)?;
        if heard.answered_at.is_none() && heard.outcome_at.is_none() {
            answer_row(tx, act, heard, &Reply { words: words.to_owned(), settles: false })?;
        }
    }
    Ok(())
}

/// Keeps a promise that is still owed.
pub(super) fn keep(tx: &mut Tx, act: &mut Act<'_>, id: PromiseId, evidence: &str) -> Outcome<()> {
    if promise::load(tx, id)?.state == State::Open {
        promise::keep(tx, act, id, Ending { at: None, evidence: evidence.to_owned() })?;
    }
    Ok(())
}

/// Names where the cause lies: an area, never a person. The third complaint of a cause asks for an improvement.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameCause {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// Where it lies.
    pub area: CauseArea,
    /// The cause in a few words.
    #[schemars(length(max = 200))]
    pub cause: String,
}

impl Action for NameCause {
    const NAME: &'static str = "complaint.name_cause";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let mut row = complaint(tx, self.complaint)?;
        at_version(&row, self.version)?;
        let cause = text("/cause", &self.cause, ABOUT_MAX)?;
        let key = cause_key(self.area.word(), &cause);
        row.cause_area = Some(self.area);
        row.cause = Some(cause.clone());
        row.cause_key = Some(key.clone());
        tx.update(&mut row)?;
        facts(act, &row);
        act.fact("area", self.area);
        let days: i64 = company::get(tx, act, &settings::REPEATED_DAYS)?;
        let times: i64 = company::get(tx, act, &settings::REPEATED_TIMES)?;
        let opened = complaint::opened_by_cause(tx, &key)?;
        if is_repeated(&opened, act.now, days, times) && !any_about(tx, &key)? {
            let product = match row.asset_id {
                Some(id) => accord_room_asset::asset(tx, id)?.product_id,
                None => None,
            };
            let new = NewImprovement {
                review: None,
                area: self.area,
                what: cause,
                cause_key: Some(key),
                product,
                owner: None,
                due_on: None,
            };
            improve(tx, act, new)?;
        }
        Ok(ComplaintStands::of(&row))
    }
}

/// Gives a complaint to somebody else; the promises go along.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// To whom.
    pub owner: PersonId,
    /// Why.
    #[schemars(length(max = 2_000))]
    pub reason: String,
}

impl Action for HandOverComplaint {
    const NAME: &'static str = "complaint.hand_over";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let mut row = present(tx, self.complaint, self.version)?;
        people::named_person(tx, "/owner", self.owner)?;
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        act.chain(row.owner_id);
        row.owner_id = self.owner;
        tx.update(&mut row)?;
        for id in [row.answer_promise_id, row.proposal_promise_id] {
            let owed = promise::load(tx, id)?;
            if owed.state == State::Open && owed.owner_id != self.owner {
                promise::hand_over(tx, act, id, self.owner, &reason)?;
            }
        }
        if let Some(id) = row.utterance_id {
            let mut heard = utterance(tx, id)?;
            heard.owner_id = self.owner;
            tx.update(&mut heard)?;
        }
        facts(act, &row);
        let word = Word::new("notice-complaint-yours", href(&row))
            .with("number", row.number.as_str())
            .with("about", row.about.as_str())
            .about(row.customer_id);
        tell(tx, act, &[self.owner], &word)?;
        Ok(ComplaintStands::of(&row))
    }
}

/// Closes a complaint with the customer's own word that it is well. One that a manager closed by a reason is closed by that
/// word too, whenever it comes: it ends what only the customer can end (R31).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// What the customer said.
    #[schemars(length(max = 2_000))]
    pub customer_words: String,
}

impl Action for CloseComplaint {
    const NAME: &'static str = "complaint.close";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let row = complaint(tx, self.complaint)?;
        at_version(&row, self.version)?;
        let words = text("/customer_words", &self.customer_words, WORDING_MAX)?;
        close(tx, act, row, Closing::Satisfied, words)
    }
}

/// The customer says on their own page that it is well.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// In their words.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for ConfirmComplaint {
    const NAME: &'static str = "complaint.confirm";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = ();

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let row = complaint(tx, self.complaint)?;
        let words = text("/words", &self.words, WORDING_MAX)?;
        close(tx, act, row, Closing::Satisfied, words).map(|_| ())
    }
}

/// Closes a complaint without the customer's word, signed with a reason. It is no recovery.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseByReason {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    #[schemars(length(max = 2_000))]
    pub reason: String,
}

impl Action for CloseByReason {
    const NAME: &'static str = "complaint.close_by_reason";
    const PERMISSION: Permission = Permission::FeedbackApprove;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ComplaintStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.complaint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ComplaintStands> {
        let row = present(tx, self.complaint, self.version)?;
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        close(tx, act, row, Closing::Reason, reason)
    }
}

/// Closes it: what is still owed is kept by the customer's word, or honestly broken by the reason.
fn close(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: ComplaintRow,
    closing: Closing,
    words: String,
) -> Outcome<ComplaintStands> {
    if closing == Closing::Satisfied {
        match satisfied(row.state, row.closing, row.answered_at.is_some()) {
            Ok(()) => {}
            Err(NotYet::Answered) => return Err(Refusal::conflict("complaint.not_answered")),
            Err(NotYet::Open) => return Err(closed(&row)),
        }
    }
    for id in [row.answer_promise_id, row.proposal_promise_id] {
        match closing {
            Closing::Satisfied => keep(tx, act, id, &words)?,
            Closing::Reason if promise::load(tx, id)?.state == State::Open => {
                promise::break_honestly(tx, act, id, &words, None)?;
            }
            Closing::Reason => {}
        }
    }
    row.state = ComplaintState::Closed;
    row.closing = Some(closing);
    row.closed_by = author(act);
    row.closed_at = Some(act.now);
    row.closing_words = Some(words.clone());
    tx.update(&mut row)?;
    if let Some(id) = row.utterance_id {
        let mut heard = utterance(tx, id)?;
        if heard.outcome_at.is_none() {
            heard.outcome_at = Some(act.now);
            heard.outcome_by = Some(row.owner_id);
            heard.outcome = Some(words);
            tx.update(&mut heard)?;
            act.cancel(tx, super::LATE, heard.id)?;
        }
        if let (Source::Case, Some(rated)) = (heard.source, heard.source_id)
            && let Some(case) = accord_room_case::case_of_opening(tx, rated)?
        {
            accord_room_case::recovery_changed(tx, act, case)?;
        }
    }
    facts(act, &row);
    act.fact("closing", closing);
    Ok(ComplaintStands::of(&row))
}
