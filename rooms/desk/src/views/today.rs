//! What a colleague has to do today: everything that they owe, by themselves or by cover, and what waits for them.

use accord_kernel::{Audience, Context, Outcome, Permission, PrincipalKind, Refusal, Touches, View};
use accord_room_order::{
    Signatory, WaitingReview,
    views::{CheckpointLine, CheckpointList, MyTasks, TaskFacts},
    waiting_reviews,
};
use accord_room_people::{
    settings::today,
    views::notices::{Told, ToldPage},
};
use accord_room_pipeline::views::{MyPipeline, WaitingPage};
use accord_room_promise::{
    ClarificationState,
    views::{ClarificationLine, ListClarifications, MyPromises, PromiseLine},
};
use accord_room_visit::views::{VisitFacts, VisitList};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::messages::{self, MessageLine};
use crate::record;

/// Promises shown; the rest stands on the page of promises.
const PROMISES_MAX: i64 = 60;
/// Other things shown of a kind.
const LIST_MAX: i64 = 30;
/// Things looked through for those that wait for the reader.
const LOOKED_THROUGH: i64 = 200;

/// Everything that waits for the reader, own and by cover.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Today {}

/// What waits for the reader.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TodayPage {
    /// The company's day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
    /// Visits, own and by cover, that begin by the end of the reader's day or are under way; what is late stands first.
    pub visits: Vec<VisitFacts>,
    /// Open promises, the next due first; those past their due stand first.
    pub promises: Vec<PromiseLine>,
    /// How many there are, exact to 1,000.
    pub promises_count: i64,
    /// Clarifications whose answer the reader owes.
    pub clarifications: Vec<ClarificationLine>,
    /// Confirmation checkpoints of the next seven days, and those that are past.
    pub checkpoints: Vec<CheckpointLine>,
    /// Reviews that wait for a signature.
    pub reviews: Vec<WaitingReview>,
    /// Open tasks from reviews.
    pub tasks: Vec<TaskFacts>,
    /// What contacts of the reader's customers wrote, without an answer yet, oldest first.
    pub messages: Vec<MessageLine>,
    /// What of the pipeline stands still, and whom to ask again.
    pub pipeline: WaitingPage,
    /// Notices not yet read or acknowledged, those about one thing in one line.
    pub told: ToldPage,
}

impl TodayPage {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty()
            && self.promises.is_empty()
            && self.clarifications.is_empty()
            && self.checkpoints.is_empty()
            && self.reviews.is_empty()
            && self.tasks.is_empty()
            && self.messages.is_empty()
            && self.pipeline.is_empty()
            && self.told.is_empty()
    }
}

impl View for Today {
    const NAME: &'static str = "desk.today";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TodayPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<TodayPage> {
        if ctx.principal.kind != PrincipalKind::Person {
            return Err(Refusal::absent());
        }
        let may = |permission| ctx.principal.may(permission);
        let mut page = TodayPage {
            today: today(ctx),
            visits: Vec::new(),
            promises: Vec::new(),
            promises_count: 0,
            clarifications: Vec::new(),
            checkpoints: Vec::new(),
            reviews: Vec::new(),
            tasks: Vec::new(),
            messages: Vec::new(),
            pipeline: WaitingPage::default(),
            told: Told {}.read(tx, ctx)?,
        };
        if may(Permission::VisitRead) {
            page.visits = visits(tx, ctx)?;
        }
        if may(Permission::PromiseRead) {
            let mine = MyPromises { limit: Some(PROMISES_MAX), ..MyPromises::default() }.read(tx, ctx)?;
            (page.promises, page.promises_count) = (mine.rows, mine.count);
            page.clarifications = clarifications(tx, ctx)?;
        }
        if may(Permission::OrderRead) {
            page.checkpoints = checkpoints(tx, ctx, page.today)?;
            page.tasks = MyTasks {}.read(tx, ctx)?;
            page.reviews = reviews(tx, ctx)?;
        }
        if may(Permission::PipelineRead) {
            page.pipeline = MyPipeline {}.read(tx, ctx)?;
        }
        if may(Permission::CustomerRead) {
            page.messages = messages(tx, ctx)?;
        }
        Ok(page)
    }
}

/// What begins by the end of the day on the reader's clock: whoever goes lives by theirs.
fn visits(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<VisitFacts>> {
    let until = ctx.tongue().date_of(ctx.now);
    let asked =
        VisitList { mine: Some(true), until: Some(until), limit: Some(LIST_MAX), ..VisitList::default() };
    Ok(asked.read(tx, ctx)?.rows)
}

fn clarifications(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ClarificationLine>> {
    let mut rows = Vec::new();
    for state in [ClarificationState::Open, ClarificationState::Taken] {
        let asked = ListClarifications {
            state: Some(state),
            limit: Some(LOOKED_THROUGH),
            ..ListClarifications::default()
        };
        rows.extend(asked.read(tx, ctx)?.rows);
    }
    rows.retain(|row| ctx.principal.answers_for(row.owner.id.into()));
    rows.sort_by_key(|row| (row.answer_by, row.id));
    Ok(rows)
}

fn checkpoints(tx: &mut Tx, ctx: &Context, today: Date) -> Outcome<Vec<CheckpointLine>> {
    let asked = CheckpointList {
        mine: Some(true),
        open: Some(true),
        to: today.checked_add(7.days()).ok(),
        limit: Some(LIST_MAX),
        ..CheckpointList::default()
    };
    Ok(asked.read(tx, ctx)?.rows)
}

/// For which function the reader may sign.
const SIGNATORIES: [(Signatory, Permission); 3] = [
    (Signatory::Sales, Permission::ReviewSignSales),
    (Signatory::Manufacturing, Permission::ReviewSignManufacturing),
    (Signatory::Service, Permission::ReviewSignService),
];

fn reviews(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<WaitingReview>> {
    let mine: Vec<Signatory> = SIGNATORIES
        .iter()
        .filter(|(_, permission)| ctx.principal.may(*permission))
        .map(|(one, _)| *one)
        .collect();
    waiting_reviews(tx, ctx, &mine, LIST_MAX)
}

fn messages(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<MessageLine>> {
    let mine = record::unanswered(tx, ctx, LOOKED_THROUGH)?;
    messages::lines(tx, mine)
}
