//! Working on a case: an answer, somebody sent, somebody there, what is said and when the next word comes.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, Channel, ContactId};
use accord_room_people::{self as people, PersonId, check};
use accord_room_promise::{self as promise, Telling};
use accord_room_value::ClockStop;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CaseAnswer, keep, standing, still_open, touches};
use crate::{
    clocks,
    id::{CaseId, CaseState, ClockKind, EntryKind, Response},
    neighbours::{TAKE_NOTE, about_case, author, desk, past, tell},
    record::{CaseRow, load},
    rules::talk::{NotInTime, in_time},
    talk::{self, NewWord},
};

/// Name of what happens when a promised word did not come.
pub(crate) const UPDATE_LATE: &str = "case.update_late";

/// Records that a qualified engineer answered (R30).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Respond {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// How.
    pub how: Response,
    /// When, if earlier than now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// Which engineer; you, when open.
    #[serde(default)]
    pub engineer: Option<PersonId>,
}

/// Whether an answer of this kind stops the response clock, as the plan says it.
fn stops(row: &CaseRow, how: Response) -> bool {
    match row.clock_stop.unwrap_or(ClockStop::EngineerAtWork) {
        ClockStop::EngineerAtWork => how != Response::CallBack,
        ClockStop::OnSite => how == Response::OnSite,
        ClockStop::CallBack => true,
    }
}

pub(crate) fn respond(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut CaseRow,
    how: Response,
    at: Timestamp,
    engineer: Option<PersonId>,
) -> Outcome<()> {
    if at < row.began_at {
        return Err(Refusal::field("/at", "case.before_call").with("received", row.began_at));
    }
    row.engineer_id = row.engineer_id.or(engineer);
    if !stops(row, how) {
        return Ok(());
    }
    if row.responded_at.is_none() {
        row.responded_at = Some(at);
        row.responded_by = engineer;
    }
    let evidence = act.tongue().say(&how.message()).into_owned();
    clocks::stop(tx, act, row, ClockKind::Response, at, &evidence)
}

impl Action for Respond {
    const NAME: &'static str = "case.respond";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let at = past("/at", self.at, act.now)?;
        let engineer = self.engineer.or(author(act));
        if let Some(person) = engineer {
            people::named_person(tx, "/engineer", person)?;
        }
        respond(tx, act, &mut row, self.how, at, engineer)?;
        act.fact("how", self.how);
        keep(tx, act, row)
    }
}

/// Sends somebody: the customer hears a name and an arrival time (R29).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// Who goes.
    pub engineer: PersonId,
    /// When they will be there, as the customer is told.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub arrives_at: Timestamp,
}

impl Action for Dispatch {
    const NAME: &'static str = "case.dispatch";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = standing(tx, self.case, self.version)?;
        send(tx, act, row, self.engineer, self.arrives_at)
    }
}

/// Sends somebody within any action.
pub(crate) fn send(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: CaseRow,
    engineer: PersonId,
    arrives_at: Timestamp,
) -> Outcome<CaseAnswer> {
    people::named_person(tx, "/engineer", engineer)?;
    if row.state != CaseState::Open {
        return Err(Refusal::conflict("case.runs_again").with("number", row.number.as_str()));
    }
    if arrives_at <= act.now {
        return Err(Refusal::field("/arrives_at", "promise.due_past"));
    }
    row.engineer_id = Some(engineer);
    row.arrives_at = Some(arrives_at);
    let told = Telling { channel: Channel::Call, at: act.now };
    clocks::arrives(tx, act, &row, arrives_at, told)?;
    act.fact("engineer", engineer);
    act.fact("arrives_at", arrives_at);
    let word = about_case("notice-case-sent", &row).with("at", arrives_at).acknowledged_within(TAKE_NOTE);
    tell(tx, act, &[engineer], &word)?;
    keep(tx, act, row)
}

/// Whoever was to be there at a time is not sent any more, within any action. The promise of it stands: the customer has
/// it, until they are told another or it is honestly broken, so whoever owns the case hears of it.
pub(crate) fn not_sent(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: CaseRow,
    engineer: PersonId,
    arrives_at: Timestamp,
) -> Outcome<()> {
    let meant = (row.engineer_id, row.arrives_at) == (Some(engineer), Some(arrives_at));
    if !meant || row.state != CaseState::Open || row.on_site_at.is_some() {
        return Ok(());
    }
    row.engineer_id = None;
    row.arrives_at = None;
    let word = about_case("notice-case-not-sent", &row).with("at", arrives_at).acknowledged_within(TAKE_NOTE);
    tell(tx, act, &[row.owner_id], &word)?;
    keep(tx, act, row).map(|_| ())
}

/// Records that somebody is on site.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrive {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// When, if earlier than now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// Who; whoever was sent, when open.
    #[serde(default)]
    pub engineer: Option<PersonId>,
}

impl Action for Arrive {
    const NAME: &'static str = "case.arrive";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = standing(tx, self.case, self.version)?;
        let at = past("/at", self.at, act.now)?;
        arrive(tx, act, row, self.engineer, at)
    }
}

/// Somebody is on site, within any action.
pub(crate) fn arrive(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: CaseRow,
    engineer: Option<PersonId>,
    at: Timestamp,
) -> Outcome<CaseAnswer> {
    let engineer = engineer.or(row.engineer_id).or(author(act));
    respond(tx, act, &mut row, Response::OnSite, at, engineer)?;
    row.on_site_at = row.on_site_at.or(Some(at));
    let evidence = act.tongue().say(&Response::OnSite.message()).into_owned();
    clocks::stop(tx, act, &row, ClockKind::OnSite, at, &evidence)?;
    keep(tx, act, row)
}

/// Writes a note for colleagues; the customer never sees it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The case.
    pub case: CaseId,
    /// The words.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for Note {
    const NAME: &'static str = "case.note";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = load(tx, self.case)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let entry = talk::entry(act, &row, (EntryKind::Note, words));
        tx.insert(&entry)?;
        keep(tx, act, row)
    }
}

/// Tells the customer how it stands: what, what next, when next. Whoever leads the account hears it at the same moment
/// in their own wording (R32).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// What the customer reads.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// What whoever leads the account in sales reads; the same when open.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub rep_words: Option<String>,
    /// When the next word comes.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_at: Option<Timestamp>,
    /// Through which channel; that of the communication plan when open.
    #[serde(default)]
    pub channel: Option<Channel>,
}

impl Action for Update {
    const NAME: &'static str = "case.update";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let rep_words = check::some("/rep_words", self.rep_words.as_deref(), check::WORDING_MAX)?;
        if row.state == CaseState::Open {
            let latest = talk::next_word(tx, act, &row)?;
            in_time(self.next_at, latest).map_err(|wrong| match wrong {
                NotInTime::Unsaid => Refusal::field("/next_at", "case.next_word").with("proposed", latest),
                NotInTime::Late => Refusal::field("/next_at", "case.next_word_late").with("latest", latest),
            })?;
        }
        if self.next_at.is_some_and(|at| at <= act.now) {
            return Err(Refusal::field("/next_at", "promise.due_past"));
        }
        let word = NewWord { words, rep_words, next_at: self.next_at, channel: self.channel };
        let entry = talk::tell_customer(tx, act, &mut row, word)?;
        act.fact("entry", entry.id);
        if let Some(at) = self.next_at {
            act.fact("next_at", at);
        }
        keep(tx, act, row)
    }
}

/// Writes down what the customer said, and whether they had to say it again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hear {
    /// The case.
    pub case: CaseId,
    /// The customer's words.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// They had to repeat what they said before.
    #[serde(default)]
    pub repeated: bool,
    /// Through which channel; by telephone when open.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// Who of the customer's said it; the case's contact when open.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

impl Action for Hear {
    const NAME: &'static str = "case.hear";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = load(tx, self.case)?;
        still_open(&row)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let mut entry = talk::entry(act, &row, (EntryKind::Heard, words));
        entry.channel = Some(self.channel.unwrap_or(Channel::Call));
        if let Some(contact) = self.contact {
            entry.contact_id = Some(customer::named_contact(tx, row.customer_id, "/contact", contact)?.id);
        }
        entry.repeated = self.repeated;
        tx.insert(&entry)?;
        row.contacts += 1;
        row.repeats += i64::from(self.repeated);
        tell(tx, act, &[row.owner_id], &about_case("notice-case-heard", &row))?;
        keep(tx, act, row)
    }
}

/// The promised word did not come within the grace: the desk hears of it, and the promise is broken (R32).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateLate {
    /// The case.
    pub case: CaseId,
    /// The promise of the word.
    pub promise: promise::PromiseId,
}

/// Whether the word was late.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LateAnswer {
    /// It was, and the desk was told.
    pub late: bool,
}

impl Action for UpdateLate {
    const NAME: &'static str = UPDATE_LATE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = LateAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LateAnswer> {
        let mut row = load(tx, self.case)?;
        // It runs again by then, perhaps: that too is a word, and it did not come.
        let owed = row.update_promise_id == Some(self.promise) && row.is_open;
        if !owed || promise::load(tx, self.promise)?.state != promise::State::Open {
            act.quiet();
            return Ok(LateAnswer { late: false });
        }
        row.update_late = true;
        let reason = act.words.tongue(act.language, &row.zone).say("case-update-did-not-come").into_owned();
        promise::break_honestly(tx, act, self.promise, &reason, None)?;
        let mut persons = desk(tx)?;
        persons.push(row.owner_id);
        let word = about_case("notice-case-update-late", &row)
            .with("due", row.next_update_at.unwrap_or(act.now))
            .acknowledged_within(TAKE_NOTE);
        tell(tx, act, &persons, &word)?;
        keep(tx, act, row)?;
        Ok(LateAnswer { late: true })
    }
}
