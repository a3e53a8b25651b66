//! Deciding at a checkpoint.

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, Channel, ContactId, Direction, NewTalk};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{
    CheckpointAnswer, EscalateCheckpoint, StateReadiness, StateService, checkpoint_touches, due, ensure,
    forget, goods, load_acting, load_told, overtake, plan,
};
use crate::{
    CheckpointId, LineId,
    booking::chosen,
    commitment::{self, Commit},
    input::{WORDING_MAX, date, text},
    neighbours::{author, person_calendar, today_at},
    record::{Checkpoint, Line, Order},
    release,
    rules::{
        checkpoint::{CheckpointState, NotReady, Readiness, Unsaid, against_earlier, moved},
        dates::MoveBy,
    },
    settings::readiness_needed,
    tell::{Word, tell_all_three},
};

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
    /// Goods that ship apart, to which the customer said yes; when empty, those for which we aim earlier than told.
    #[serde(default)]
    pub lines: Vec<LineId>,
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
            customer::named_contact(tx, order.customer_id, "/contact", contact)?;
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
                let days = self.confirm(tx, act, &row, &order, &mut lines, &words)?;
                row.state = CheckpointState::Confirmed;
                settle(tx, act, &mut row)?;
                // What is still aimed at is confirmed at a checkpoint of its own.
                if goods(&lines).iter().any(|one| one.aims_earlier().is_some()) {
                    ensure(tx, act, &order, &lines)?;
                } else {
                    overtake(tx, act, order.id)?;
                }
                release::refresh(tx, act, order.id)?;
                act.fact("committed_on", days.last());
                let days: Vec<Fact> = days.into_iter().map(Fact::Date).collect();
                let word =
                    Word::of("notice-checkpoint-confirmed", &order).with("on", Fact::List(days)).urgent();
                tell_all_three(tx, act, &order, &word)?;
            }
        }
        Ok(CheckpointAnswer::of(&row))
    }
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

    /// Which goods the customer's yes is about, each with its day.
    fn moved(&self, order: &Order, lines: &[Line]) -> Outcome<BTreeMap<LineId, Date>> {
        if !self.lines.is_empty() {
            chosen(lines, &self.lines)?;
        }
        let on = self.on.map(|on| date("/on", on)).transpose()?;
        moved(&goods(lines), &self.lines, order.ship_apart, on).map_err(|unsaid| match unsaid {
            Unsaid::Day => Refusal::field("/on", "field.required"),
            Unsaid::Lines => Refusal::field("/lines", "checkpoint.which_lines"),
        })
    }

    /// Moves committed dates earlier by the customer's yes, checked anew like any date. Answers the days.
    fn confirm(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        row: &Checkpoint,
        order: &Order,
        lines: &mut [Line],
        words: &str,
    ) -> Outcome<BTreeSet<Date>> {
        let channel = self.told_by.ok_or_else(|| Refusal::field("/told_by", "field.required"))?;
        let ship = self.moved(order, lines)?;
        let moving: Vec<Line> = due(lines).filter(|line| ship.contains_key(&line.id)).cloned().collect();
        let facts = Readiness {
            percent: row.readiness_percent,
            service_able: row.service_able,
            installed: commitment::is_installed(tx, order, &moving)?,
            threshold: readiness_needed(tx, act)?,
        };
        refuse_unready(order, row, &moving, &ship, facts, today_at(tx, act, order)?)?;
        let days = ship.values().copied().collect();
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
        Ok(days)
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

/// Refuses with everything that stands against an earlier date of any of these goods.
fn refuse_unready(
    order: &Order,
    row: &Checkpoint,
    moving: &[Line],
    ship: &BTreeMap<LineId, Date>,
    facts: Readiness,
    today: Date,
) -> Outcome<()> {
    let told = moving.iter().filter_map(|line| line.committed_on).max();
    let mut against = BTreeSet::new();
    for line in moving {
        let Some(on) = ship.get(&line.id).copied() else { continue };
        // What ships together was told as one; goods apart of which nothing was told have no date to become earlier.
        let stands = if order.ship_apart { line.committed_on } else { told };
        against.extend(against_earlier(facts, on, stands.unwrap_or(on), today));
    }
    if against.is_empty() {
        return Ok(());
    }
    Err(not_ready(row, &against, facts, told.unwrap_or(today)))
}

fn not_ready(row: &Checkpoint, against: &BTreeSet<NotReady>, facts: Readiness, stands: Date) -> Refusal {
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

fn settle(tx: &mut Tx, act: &mut Act<'_>, row: &mut Checkpoint) -> Outcome<()> {
    row.decided_by = author(act);
    row.decided_at = Some(act.now);
    tx.update(row)?;
    forget(tx, act, row.id)
}
