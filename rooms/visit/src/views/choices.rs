//! What is offered where a visit or a place of parts is to be chosen.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    PartPlaceId, VisitId,
    record::{
        part::{place, places},
        visit::{by_number, visit},
    },
};

/// Choices offered at once.
const CHOICES: i64 = 20;

/// Something to choose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitChoice {
    /// Id.
    pub id: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

/// Visits whose number begins so, or the one of an id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VisitChoices {
    /// Beginning of the number.
    pub query: Option<String>,
    /// Only this one.
    pub id: Option<VisitId>,
}

impl View for VisitChoices {
    const NAME: &'static str = "visit.choices";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<VisitChoice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match self.id {
            Some(id) => Ok(Touches::customer(visit(tx, id)?.customer_id)),
            None => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<VisitChoice>> {
        let rows = match self.id {
            Some(id) => vec![visit(tx, id)?],
            None => by_number(tx, ctx, self.query.as_deref().unwrap_or_default(), CHOICES)?,
        };
        Ok(rows
            .into_iter()
            .map(|row| VisitChoice { id: row.id.into(), label: row.number, hint: row.task })
            .collect())
    }
}

/// Places of parts, or the one of an id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlaceChoices {
    /// Words of the name.
    pub query: Option<String>,
    /// Only this one.
    pub id: Option<PartPlaceId>,
}

impl View for PlaceChoices {
    const NAME: &'static str = "part_place.choices";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<VisitChoice>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<VisitChoice>> {
        let rows = match self.id {
            Some(id) => vec![place(tx, id)?],
            None => places(tx)?,
        };
        let query = self.query.unwrap_or_default().to_lowercase();
        Ok(rows
            .into_iter()
            .filter(|row| row.name.to_lowercase().contains(query.trim()))
            .take(usize::try_from(CHOICES).unwrap_or(20))
            .map(|row| VisitChoice {
                id: row.id.into(),
                label: row.name,
                hint: ctx.tongue().say(&row.kind.message()).into_owned(),
            })
            .collect())
    }
}
