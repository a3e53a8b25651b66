//! The stages of the house, and the sellers of other systems.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who};
use crate::{
    SellerId,
    record::{sellers, stages_in_use},
    stages::stages,
};

/// The stages in their order.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stages {}

/// A stage.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StageFacts {
    /// Stable word.
    pub word: String,
    /// What to show.
    pub label: String,
    /// Name as the house gave it; empty for the words of the program.
    pub name: String,
    /// Some open opportunity stands there.
    pub in_use: bool,
}

impl View for Stages {
    const NAME: &'static str = "opportunity.stages";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<StageFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<StageFacts>> {
        let used = stages_in_use(tx)?;
        let facts = stages(tx)?.into_iter().map(|stage| StageFacts {
            label: stage.label(&ctx.tongue()),
            in_use: used.contains(&stage.word),
            word: stage.word,
            name: stage.name,
        });
        Ok(facts.collect())
    }
}

/// Sellers as other systems named them, by name.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sellers {}

/// A seller.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SellerFacts {
    /// Id.
    pub id: SellerId,
    /// Name.
    pub name: String,
    /// Team or manager.
    pub team: String,
    /// Office.
    pub office: String,
    /// The colleague who it is.
    pub person: Option<Who>,
    /// Row version.
    pub version: i64,
}

impl View for Sellers {
    const NAME: &'static str = "seller.list";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<SellerFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<SellerFacts>> {
        let all = sellers(tx)?;
        let persons: Vec<PersonId> = all.iter().filter_map(|row| row.person_id).collect();
        let names = Names::read(tx, persons, Vec::new())?;
        let facts = all.into_iter().map(|row| SellerFacts {
            id: row.id,
            name: row.name,
            team: row.team,
            office: row.office,
            person: names.maybe(row.person_id),
            version: row.version,
        });
        Ok(facts.collect())
    }
}
