//! The confirmation checkpoint (R19): the only thing that moves a committed date earlier, and only with the
//! customer's yes. Nobody acting moves nothing; it is escalated.

use std::collections::BTreeMap;

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_customer::{self as customer, Channel, ContactId, Direction, NewTalk};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    CheckpointId, LineId, OrderId,
    booking::{load_open, touches},
    commitment::{self, Commit},
    input::{WORDING_MAX, date, optional, text},
    neighbours::{
        HEAD_OF_MANUFACTURING, HEAD_OF_SALES, at_version, author, person_calendar, sales_owner,
        service_owners, today_at,
    },
    record::{Checkpoint, Line, Order, checkpoints, find, find_checkpoint, lines},
    release,
    rules::{
        checkpoint::{CheckpointState, NotReady, Readiness, against_earlier, checkpoint_on},
        dates::MoveBy,
    },
    settings::{interval, readiness_needed},
    tell::{Word, path, tell, tell_all_three},
};

/// A checkpoint after an act.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckpointAnswer {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// Its order.
    pub order: OrderId,
    /// How it stands.
    pub state: CheckpointState,
    /// Its day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Version for the next act.
    pub version: i64,
}

impl CheckpointAnswer {
    fn of(row: &Checkpoint) -> Self {
        Self {
            checkpoint: row.id,
            order: row.order_id,
            state: row.state,
            due_on: row.due_on,
            version: row.version,
        }
    }
}

fn checkpoint_touches(tx: &mut Tx, ctx: &Context, id: CheckpointId) -> Outcome<Touches> {
    let row = find_checkpoint(tx, id)?;
    touches(tx, ctx, row.order_id)
}

/// What a checkpoint is opened with.
struct New<'a> {
    on: Date,
    owner: PersonId,
    requested: bool,
    words: Option<&'a str>,
}

/// Opens a checkpoint; on a day whose working hours are over at its owner's place it is the next working day.
fn open(tx: &mut Tx, act: &mut Act<'_>, order: &Order, new: &New<'_>) -> Outcome<Checkpoint> {
    let calendar = person_calendar(tx, new.owner)?;
    let none = || Refusal::field("/due_on", "order.no_working_day");
    let mut due_on = calendar.working_day_on_or_after(new.on).map_err(|_| none())?;
    let mut due_at = calendar.end_of_working_day(due_on).map_err(|_| none())?;
    if due_at <= act.now {
        due_at = calendar.end_of_next_working_day(act.now).map_err(|_| none())?;
        due_on = calendar.zone().to_datetime(due_at).date();
    }
    let row = Checkpoint {
        id: act.new_id(),
        order_id: order.id,
        due_on,
        due_at,
        owner_id: new.owner,
        state: CheckpointState::Open,
        requested: new.requested,
        request_words: new.words.map(str::to_owned),
        readiness_percent: None,
        readiness_by: None,
        readiness_at: None,
        readiness_note: None,
        service_able: None,
        service_from: None,
        service_by: None,
        service_at: None,
        customer_answer: None,
        decided_by: None,
        decided_at: None,
        escalated_at: None,
        opened_by: author(act),
        opened_at: act.now,
        version: 1,
    };
    tx.insert(&row)?;
    let remind_at = calendar.start_of_working_day(due_on).unwrap_or(due_at).max(act.now);
    plan(tx, act, RemindCheckpoint::NAME, row.id, "day", remind_at)?;
    plan(tx, act, EscalateCheckpoint::NAME, row.id, "end", due_at)?;
    act.chain(new.owner);
    act.fact("checkpoint", row.id);
    act.fact("checkpoint_on", due_on);
    Ok(row)
}

fn plan(
    tx: &mut Tx,
    act: &mut Act<'_>,
    action: &'static str,
    id: CheckpointId,
    step: &str,
    due_at: Timestamp,
) -> Outcome<()> {
    let input = json!({ "checkpoint": id });
    act.schedule(tx, &Schedule { action, subject: id.into(), step: step.to_owned(), input, due_at })
}

fn forget(tx: &mut Tx, act: &mut Act<'_>, id: CheckpointId) -> Outcome<()> {
    act.cancel(tx, RemindCheckpoint::NAME, id)?;
    act.cancel(tx, EscalateCheckpoint::NAME, id)
}

/// Sees to it that an order which aims earlier than it told has a checkpoint at which that can be confirmed.
pub(crate) fn ensure(tx: &mut Tx, act: &mut Act<'_>, order: &Order, lines: &[Line]) -> Outcome<()> {
    let aims = lines.iter().filter(|line| line.is_due()).filter_map(|line| {
        let (target, committed) = (line.target_on?, line.committed_on?);
        (target < committed).then_some(target)
    });
    let Some(earliest) = aims.min() else { return Ok(()) };
    if checkpoints(tx, order.id)?.iter().any(|row| row.state.is_open() && !row.requested) {
        return Ok(());
    }
    let owner = sales_owner(tx, act, order)?;
    let calendar = person_calendar(tx, owner)?;
    let meeting = calendar.zone().to_datetime(act.now).date();
    let latest = earliest.yesterday().unwrap_or(earliest);
    let on = checkpoint_on(meeting, interval(tx, act)?, latest, &calendar);
    open(tx, act, order, &New { on, owner, requested: false, words: None })?;
    Ok(())
}

/// Ends open checkpoints of an order that was shipped, cancelled or confirmed.
pub(crate) fn overtake(tx: &mut Tx, act: &mut Act<'_>, order: OrderId) -> Outcome<()> {
    for mut row in checkpoints(tx, order)?.into_iter().filter(|row| row.state.is_open()) {
        row.state = CheckpointState::Overtaken;
        row.decided_at = Some(act.now);
        tx.update(&mut row)?;
        forget(tx, act, row.id)?;
        act.chain(row.owner_id);
    }
    Ok(())
}

fn due(lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(|line| line.is_due())
}

/// An order that was told a date, with its lines.
fn load_told(tx: &mut Tx, id: OrderId) -> Outcome<(Order, Vec<Line>)> {
    let (order, lines) = load_open(tx, id)?;
    if due(&lines).all(|line| line.committed_on.is_none()) {
        return Err(Refusal::conflict("checkpoint.nothing_told").with("number", order.number.clone()));
    }
    Ok((order, lines))
}

/// Opens a checkpoint on a day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCheckpoint {
    /// The order.
    pub order: OrderId,
    /// On which day at its owner's place; by the setting when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Whose it is; the sales owner's when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

impl Action for OpenCheckpoint {
    const NAME: &'static str = "checkpoint.open";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let (order, lines) = load_told(tx, self.order)?;
        let owner = match self.owner {
            Some(owner) => people::active_person(tx, owner)?.id,
            None => sales_owner(tx, act, &order)?,
        };
        let calendar = person_calendar(tx, owner)?;
        let today = calendar.zone().to_datetime(act.now).date();
        let told = due(&lines).filter_map(|line| line.committed_on).max().unwrap_or(today);
        let latest = told.yesterday().unwrap_or(told);
        let on = match self.due_on {
            Some(on) if on < today => return Err(Refusal::field("/due_on", "field.past")),
            Some(on) if on > latest => {
                return Err(Refusal::field("/due_on", "checkpoint.too_late").with("latest", latest));
            }
            Some(on) => date("/due_on", on)?,
            None => checkpoint_on(today, interval(tx, act)?, latest, &calendar),
        };
        let row = open(tx, act, &order, &New { on, owner, requested: false, words: None })?;
        tell(
            tx,
            act,
            &order,
            &[owner],
            path(order.id),
            &Word::of("notice-checkpoint-opened", &order).with("on", row.due_on),
        )?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        Ok(CheckpointAnswer::of(&row))
    }
}

/// A checkpoint on which somebody may still act.
fn load_acting(tx: &mut Tx, id: CheckpointId, version: i64) -> Outcome<Checkpoint> {
    let row = find_checkpoint(tx, id)?;
    if !row.state.is_open() {
        return Err(Refusal::conflict("checkpoint.not_open").with("state", Fact::Word(row.state.message())));
    }
    at_version(&row, version)?;
    Ok(row)
}

/// Manufacturing says how ready it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateReadiness {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// The version that was read.
    pub version: i64,
    /// In per cent.
    pub percent: i64,
    /// What is to be said with it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Action for StateReadiness {
    const NAME: &'static str = "checkpoint.state_readiness";
    const PERMISSION: Permission = Permission::ReviewSignManufacturing;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = load_acting(tx, self.checkpoint, self.version)?;
        let order = find(tx, row.order_id)?;
        if !(0..=100).contains(&self.percent) {
            return Err(Refusal::field("/percent", "order.percent"));
        }
        row.readiness_percent = Some(self.percent);
        row.readiness_by = author(act);
        row.readiness_at = Some(act.now);
        row.readiness_note = optional("/note", self.note.as_deref(), WORDING_MAX)?;
        tx.update(&mut row)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("percent", self.percent);
        let word = Word::of("notice-checkpoint-readiness", &order).with("percent", self.percent);
        tell(tx, act, &order, &[row.owner_id], path(order.id), &word)?;
        Ok(CheckpointAnswer::of(&row))
    }
}

/// Service says whether it can install early.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateService {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// The version that was read.
    pub version: i64,
    /// Whether it can.
    pub able: bool,
    /// From which day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
}

impl Action for StateService {
    const NAME: &'static str = "checkpoint.state_service";
    const PERMISSION: Permission = Permission::ReviewSignService;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = load_acting(tx, self.checkpoint, self.version)?;
        let order = find(tx, row.order_id)?;
        row.service_able = Some(self.able);
        row.service_from = self.from.map(|on| date("/from", on)).transpose()?;
        row.service_by = author(act);
        row.service_at = Some(act.now);
        tx.update(&mut row)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("able", self.able);
        let kind =
            if self.able { "notice-checkpoint-service-able" } else { "notice-checkpoint-service-unable" };
        tell(tx, act, &order, &[row.owner_id], path(order.id), &Word::of(kind, &order))?;
        Ok(CheckpointAnswer::of(&row))
    }
}

accord_kernel::word_enum! {
    /// What is done at a checkpoint.
    pub enum CheckpointChoice as "checkpoint-choice" {
        /// The customer was asked and said yes to the earlier date.
        OfferEarlier = "offer_earlier",
        /// The committed date stays.
        Keep = "keep",
        /// The customer was asked and will answer.
        AskCustomer = "ask_customer",
    }
}

/// Decides at a checkpoint. Only `offer_earlier`, with the customer's yes, moves the committed date.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActOnCheckpoint {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// The version that was read.
    pub version: i64,
    /// What is done.
    pub choice: CheckpointChoice,
    /// The earlier ship date; the target when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// The customer's words; why, when the date is kept without asking.
    pub words: String,
    /// How the customer was asked.
    #[serde(default)]
    pub told_by: Option<Channel>,
    /// Who was asked.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

impl Action for ActOnCheckpoint {
    const NAME: &'static str = "checkpoint.act";
    const PERMISSION: Permission = Permission::OrderCommit;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = load_acting(tx, self.checkpoint, self.version)?;
        let (order, mut lines) = load_told(tx, row.order_id)?;
        let words = text("/words", &self.words, WORDING_MAX)?;
        if let Some(contact) = self.contact {
            customer::contact_of(tx, order.customer_id, contact)?;
        }
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("choice", self.choice);
        act.chain(row.owner_id);
        self.log(tx, act, &order, &words)?;
        row.customer_answer = Some(words.clone());
        match self.choice {
            CheckpointChoice::AskCustomer => {
                row.state = CheckpointState::Asked;
                let calendar = person_calendar(tx, row.owner_id)?;
                let next = calendar.end_of_next_working_day(act.now);
                let next = next.map_err(|_| Refusal::field("/choice", "order.no_working_day"))?;
                plan(tx, act, EscalateCheckpoint::NAME, row.id, "end", next.max(row.due_at))?;
                tx.update(&mut row)?;
            }
            CheckpointChoice::Keep => {
                row.state = CheckpointState::Kept;
                settle(tx, act, &mut row)?;
                let word = Word::of("notice-checkpoint-kept", &order).with("words", words);
                tell_all_three(tx, act, &order, &word)?;
            }
            CheckpointChoice::OfferEarlier => {
                let on = self.confirm(tx, act, &row, &order, &mut lines, &words)?;
                row.state = CheckpointState::Confirmed;
                settle(tx, act, &mut row)?;
                overtake(tx, act, order.id)?;
                release::refresh(tx, act, order.id)?;
                let word = Word::of("notice-checkpoint-confirmed", &order).with("on", on).urgent();
                tell_all_three(tx, act, &order, &word)?;
                act.fact("committed_on", on);
            }
        }
        Ok(CheckpointAnswer::of(&row))
    }
}

fn settle(tx: &mut Tx, act: &mut Act<'_>, row: &mut Checkpoint) -> Outcome<()> {
    row.decided_by = author(act);
    row.decided_at = Some(act.now);
    tx.update(row)?;
    forget(tx, act, row.id)
}

impl ActOnCheckpoint {
    /// A talk with the customer stands on the time line by itself.
    fn log(&self, tx: &mut Tx, act: &mut Act<'_>, order: &Order, words: &str) -> Outcome<()> {
        let (Some(channel), Some(person)) = (self.told_by, author(act)) else { return Ok(()) };
        let talk = NewTalk {
            customer: order.customer_id,
            contact: self.contact.or(order.contact_id),
            person,
            channel,
            direction: Direction::Outbound,
            said: words.to_owned(),
            happened_at: None,
        };
        customer::log_contact(tx, act, &talk)?;
        Ok(())
    }

    /// Moves the committed date earlier by the customer's yes, checked anew like any date.
    fn confirm(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        row: &Checkpoint,
        order: &Order,
        lines: &mut [Line],
        words: &str,
    ) -> Outcome<Date> {
        let channel = self.told_by.ok_or_else(|| Refusal::field("/told_by", "field.required"))?;
        let aimed = due(lines).filter_map(|line| line.target_on).max();
        let on = self.on.or(aimed).ok_or_else(|| Refusal::field("/on", "field.required"))?;
        let on = date("/on", on)?;
        let stands = due(lines).filter_map(|line| line.committed_on).max().unwrap_or(on);
        let facts = Readiness {
            percent: row.readiness_percent,
            service_able: row.service_able,
            installed: commitment::is_installed(tx, order, lines)?,
            threshold: readiness_needed(tx, act)?,
        };
        let against = against_earlier(facts, on, stands, today_at(tx, act, order)?);
        if !against.is_empty() {
            return Err(not_ready(row, &against, facts, stands));
        }
        let ship: BTreeMap<LineId, Date> = due(lines)
            .filter(|line| line.committed_on.is_some_and(|stands| stands > on))
            .map(|line| (line.id, on))
            .collect();
        let new = Commit {
            ship,
            install_on: None,
            contact: self.contact,
            channel,
            wording: None,
            reason: None,
            customer_words: Some(words.to_owned()),
            by: MoveBy::Checkpoint,
            override_reason: None,
        };
        commitment::commit(tx, act, order, lines, new)?;
        if due(lines)
            .all(|line| line.target_on.is_none_or(|aim| line.committed_on.is_some_and(|told| told <= aim)))
        {
            commitment::drop_targets(tx, act, order)?;
        }
        Ok(on)
    }
}

impl NotReady {
    /// Message key.
    fn message(self) -> &'static str {
        match self {
            Self::ReadinessNotStated => "checkpoint-against-readiness-not-stated",
            Self::ReadinessTooLow => "checkpoint-against-readiness-too-low",
            Self::ServiceNotStated => "checkpoint-against-service-not-stated",
            Self::ServiceUnable => "checkpoint-against-service-unable",
            Self::NotEarlier => "checkpoint-against-not-earlier",
            Self::InThePast => "checkpoint-against-in-the-past",
        }
    }
}

fn not_ready(row: &Checkpoint, against: &[NotReady], facts: Readiness, stands: Date) -> Refusal {
    let why = against.iter().map(|one| Fact::Word(one.message().to_owned())).collect();
    let mut refusal = Refusal::conflict("checkpoint.not_ready")
        .with("why", Fact::List(why))
        .with("needed", facts.threshold)
        .with("stands", stands);
    let input = json!({ "checkpoint": row.id, "version": row.version });
    if against.contains(&NotReady::ReadinessNotStated) {
        refusal = refusal.possible_action("state_readiness", Vec::new(), StateReadiness::NAME, input.clone());
    }
    if against.contains(&NotReady::ServiceNotStated) {
        refusal = refusal.possible_action("state_service", Vec::new(), StateService::NAME, input.clone());
    }
    let mut keep = input;
    if let Some(fields) = keep.as_object_mut() {
        fields.insert("choice".to_owned(), json!(CheckpointChoice::Keep));
    }
    refusal.possible_action("keep_date", vec![("stands", stands.into())], ActOnCheckpoint::NAME, keep)
}

/// What may be told to a customer who asks for an earlier date: the truth, and nothing that is only aimed at.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TrueAnswer {
    /// The checkpoint at which it will be confirmed.
    pub checkpoint: CheckpointId,
    /// The order.
    pub order: OrderId,
    /// By what we stand.
    #[schemars(with = "String", extend("format" = "date"))]
    pub committed_on: Date,
    /// When we will confirm.
    #[schemars(with = "String", extend("format" = "date"))]
    pub confirms_on: Date,
    /// The same in words.
    pub answer: String,
}

/// Opens a checkpoint now because the customer asks, and answers what is true.
fn request(tx: &mut Tx, act: &mut Act<'_>, order: OrderId, words: Option<&str>) -> Outcome<TrueAnswer> {
    let (order, lines) = load_told(tx, order)?;
    let known = checkpoints(tx, order.id)?;
    let standing = known.iter().find(|row| row.state.is_open() && row.requested);
    let row = match standing {
        Some(row) => row.clone(),
        None => {
            let owner = sales_owner(tx, act, &order)?;
            let today = person_calendar(tx, owner)?.zone().to_datetime(act.now).date();
            let row = open(tx, act, &order, &New { on: today, owner, requested: true, words })?;
            let word = Word::of("notice-checkpoint-requested", &order).with("on", row.due_on).urgent();
            tell_all_three(tx, act, &order, &word)?;
            row
        }
    };
    let committed_on = due(&lines).filter_map(|line| line.committed_on).max().unwrap_or(row.due_on);
    act.fact("order", order.id);
    act.fact("number", &order.number);
    let facts = [("committed", Fact::Date(committed_on)), ("confirms", Fact::Date(row.due_on))];
    Ok(TrueAnswer {
        checkpoint: row.id,
        order: order.id,
        committed_on,
        confirms_on: row.due_on,
        answer: act.tongue().say_with("checkpoint-true-answer", &facts),
    })
}

/// The customer asks for an earlier date: a checkpoint is opened now, and the answer is what is true.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestCheckpoint {
    /// The order.
    pub order: OrderId,
    /// In the customer's words.
    pub words: String,
}

impl Action for RequestCheckpoint {
    const NAME: &'static str = "checkpoint.request_now";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TrueAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TrueAnswer> {
        let words = text("/words", &self.words, WORDING_MAX)?;
        request(tx, act, self.order, Some(&words))
    }
}

/// A customer asks on the portal whether it can be earlier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForDate {
    /// The order.
    pub order: OrderId,
    /// What they want to say.
    pub words: String,
}

/// What the customer is answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DateAnswer {
    /// By what we stand.
    #[schemars(with = "String", extend("format" = "date"))]
    pub committed_on: Date,
    /// When we will confirm.
    #[schemars(with = "String", extend("format" = "date"))]
    pub confirms_on: Date,
    /// The same in words.
    pub answer: String,
}

impl Action for AskForDate {
    const NAME: &'static str = "portal.ask_for_date";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = DateAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DateAnswer> {
        let words = text("/words", &self.words, WORDING_MAX)?;
        let TrueAnswer { committed_on, confirms_on, answer, .. } =
            request(tx, act, self.order, Some(&words))?;
        Ok(DateAnswer { committed_on, confirms_on, answer })
    }
}

/// The day of a checkpoint begins: its owner and those who must say how ready they are hear of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindCheckpoint {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
}

impl Action for RemindCheckpoint {
    const NAME: &'static str = "checkpoint.remind";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let row = find_checkpoint(tx, self.checkpoint)?;
        let order = find(tx, row.order_id)?;
        if !row.state.is_open() || !order.is_open() {
            act.quiet();
            return Ok(CheckpointAnswer::of(&row));
        }
        let mut persons = vec![row.owner_id];
        if row.readiness_percent.is_none() {
            persons.extend(people::heads(tx, HEAD_OF_MANUFACTURING)?);
        }
        let lines = lines(tx, order.id)?;
        if row.service_able.is_none() && commitment::is_installed(tx, &order, &lines)? {
            persons.extend(service_owners(tx, &order)?);
        }
        persons.sort_unstable();
        persons.dedup();
        act.fact("order", order.id);
        act.fact("number", &order.number);
        let word = Word::of("notice-checkpoint-today", &order).with("due", row.due_at);
        tell(tx, act, &order, &persons, path(order.id), &word)?;
        Ok(CheckpointAnswer::of(&row))
    }
}

/// The day of a checkpoint is over and nobody acted: the head of sales hears of it. The date stays as it was told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalateCheckpoint {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
}

impl Action for EscalateCheckpoint {
    const NAME: &'static str = "checkpoint.escalate";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = find_checkpoint(tx, self.checkpoint)?;
        let order = find(tx, row.order_id)?;
        if !matches!(row.state, CheckpointState::Open | CheckpointState::Asked) || !order.is_open() {
            act.quiet();
            return Ok(CheckpointAnswer::of(&row));
        }
        row.state = CheckpointState::Escalated;
        row.escalated_at = Some(act.now);
        tx.update(&mut row)?;
        let mut persons = people::heads(tx, HEAD_OF_SALES)?;
        persons.extend(people::heads_of(tx, row.owner_id)?);
        persons.push(row.owner_id);
        persons.sort_unstable();
        persons.dedup();
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.chain(row.owner_id);
        let word = Word::of("notice-checkpoint-escalated", &order).with("on", row.due_on).urgent();
        tell(tx, act, &order, &persons, path(order.id), &word)?;
        Ok(CheckpointAnswer::of(&row))
    }
}
