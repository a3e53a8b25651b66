//! The board: a column a stage, with what presses most on top.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    OpportunityLine, Sum, leaf,
    list::{mine, rows, stage_name},
};
use crate::{
    Kind, OpportunityState,
    record::{Filter, count_up_to, pressing, stages_in_use, sums},
    stages::{Stage, stages},
};

/// Cards of a column; the rest stands in the list.
const CARDS_MAX: i64 = 30;

/// A card is a row of the list.
pub type BoardCard = OpportunityLine;

/// Open opportunities by stage.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Board {
    /// Who pursues them.
    pub owner: Option<PersonId>,
    /// Only the reader's own, and those of whom the reader covers, when true.
    pub mine: Option<bool>,
    /// What they are.
    pub kind: Option<Kind>,
}

/// A stage with its opportunities.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BoardColumn {
    /// The stage's word.
    pub stage: String,
    /// Its name.
    pub name: String,
    /// The cards: no next step first, then by the day of the next step.
    pub cards: Vec<BoardCard>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
    /// What they are worth, by currency: a plain sum.
    pub sums: Vec<Sum>,
}

/// The board.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BoardPage {
    /// The columns in the order of the stages.
    pub columns: Vec<BoardColumn>,
}

impl View for Board {
    const NAME: &'static str = "opportunity.board";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BoardPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<BoardPage> {
        let mut all = stages(tx)?;
        // Opportunities of a stage that an import or an earlier list left behind are shown, not hidden.
        for word in stages_in_use(tx)? {
            if all.iter().all(|stage| stage.word != word) {
                all.push(Stage { name: word.clone(), word });
            }
        }
        let owners = match (self.owner, self.mine) {
            (Some(owner), _) => Some(vec![owner]),
            (None, Some(true)) => Some(mine(ctx)),
            _ => None,
        };
        let mut columns = Vec::with_capacity(all.len());
        for stage in &all {
            let filter = Filter {
                stage: Some(stage.word.clone()),
                state: Some(OpportunityState::Open),
                kind: self.kind,
                owners: owners.clone(),
                ..Filter::default()
            };
            let found = pressing(tx, ctx, &filter, CARDS_MAX + 1)?;
            let found = leaf(found, CARDS_MAX, true, |most| count_up_to(tx, ctx, &filter, most))?;
            let sums = sums(tx, ctx, &filter)?.into_iter();
            columns.push(BoardColumn {
                stage: stage.word.clone(),
                name: stage_name(ctx, &all, &stage.word),
                cards: rows(tx, ctx, &found.rows)?,
                count: found.count,
                count_capped: found.count_capped,
                sums: sums
                    .map(|(currency, n, minor)| Sum { value: Money::new(minor, currency), n })
                    .collect(),
            });
        }
        Ok(BoardPage { columns })
    }
}
