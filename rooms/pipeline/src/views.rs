//! Read models of this room; they are for colleagues alone.

mod board;
mod demo;
mod list;
mod one;
mod programme;
mod report;
mod stages;

pub use board::{Board, BoardCard, BoardColumn, BoardPage};
pub use demo::{DemoLine, DemoList, DemoPage, EngineerLine, Engineers, EngineersPage};
pub use list::{
    Choice, MyPipeline, OpportunityChoices, OpportunityLine, OpportunityList, OpportunityPage, WaitingPage,
};
pub use one::{IncumbentFacts, ItemFacts, MetFacts, OneOpportunity, OpportunityFacts, RivalUnit, StepFacts};
pub use programme::{
    CriterionFacts, OldUnit, OneProgramme, ProgrammeChoices, ProgrammeFacts, ProgrammeLine, ProgrammeList,
    ProgrammePage, ScoreLine,
};
pub use report::{Ends, EndsReport, ReasonCount};
pub use stages::{SellerFacts, Sellers, StageFacts, Stages};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::{Money, Registry};
use accord_room_customer::names::Names;
use accord_room_people::paging::{limit, place};
use schemars::JsonSchema;
use serde::Serialize;

/// Rows are counted exactly to here.
const COUNT_EXACT_TO: i64 = 1_000;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<OpportunityList>()
        .view::<Board>()
        .view::<OneOpportunity>()
        .view::<MyPipeline>()
        .view::<OpportunityChoices>()
        .view::<Ends>()
        .view::<Stages>()
        .view::<Sellers>()
        .view::<DemoList>()
        .view::<Engineers>()
        .view::<ProgrammeList>()
        .view::<OneProgramme>()
        .view::<ProgrammeChoices>();
}

/// A sum in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sum {
    /// What it comes to.
    pub value: Money,
    /// How many it sums.
    pub n: i64,
}

/// The rows of a page out of one more than it holds, and whether there are more.
fn cut<T>(mut rows: Vec<T>, limit: i64) -> (Vec<T>, bool) {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    (rows, more)
}

/// A count as lists say it: exact to a thousand.
fn counted(count: i64) -> (i64, bool) {
    (count.min(COUNT_EXACT_TO), count > COUNT_EXACT_TO)
}
