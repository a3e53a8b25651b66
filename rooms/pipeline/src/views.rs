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
    Choice, MyPipeline, MyPipelineCount, OpportunityChoices, OpportunityLine, OpportunityList,
    OpportunityPage, WaitingPage,
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
use accord_room_people::paging::{leaf, limit, place, trim};
use schemars::JsonSchema;
use serde::Serialize;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<OpportunityList>()
        .view::<Board>()
        .view::<OneOpportunity>()
        .view::<MyPipeline>()
        .view::<MyPipelineCount>()
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
