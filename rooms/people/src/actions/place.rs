//! Territories.

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::at_version;
use crate::{
    TerritoryId,
    check::{self, NAME_MAX},
    record::company::{self, TerritoryRow},
};

/// Enters a territory, by which sight of customers is limited (R64).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterTerritory {
    /// Name.
    pub name: String,
}

/// The new territory.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TerritoryMade {
    /// Its id.
    pub territory: TerritoryId,
}

impl Action for EnterTerritory {
    const NAME: &'static str = "territory.enter";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TerritoryMade;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let name = check::text("/name", &self.name, NAME_MAX)?;
        let row = TerritoryRow { id: act.new_id(), name, archived: false, version: 1 };
        tx.insert(&row).on_constraint("territory_name_key", "/name", "field.name_taken")?;
        Ok(TerritoryMade { territory: row.id })
    }
}

/// Changes a territory's name, or takes it out of use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeTerritory {
    /// The territory.
    pub territory: TerritoryId,
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// No longer offered.
    #[serde(default)]
    pub archived: bool,
}

impl Action for ChangeTerritory {
    const NAME: &'static str = "territory.change";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = tx.get::<TerritoryRow>(self.territory)?.ok_or_else(Refusal::absent)?;
        at_version(&row, self.version)?;
        row.name = check::text("/name", &self.name, NAME_MAX)?;
        row.archived = self.archived;
        tx.update(&mut row).on_constraint("territory_name_key", "/name", "field.name_taken")?;
        act.fact("territory", self.territory);
        Ok(())
    }
}
