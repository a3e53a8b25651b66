//! A unit goes out of use, perhaps for another one; and comes back when that was a mistake.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{AssetAnswer, touches};
use crate::{
    AssetId, OutageState, input, neighbours,
    record::{self, Asset},
};

/// Takes a unit out of use with everything that is part of it (R10). Its history stays.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireAsset {
    /// The unit.
    pub asset: AssetId,
    /// Version that was read.
    pub version: i64,
    /// Civil date at its site since which it is out of use.
    #[schemars(with = "String", extend("format" = "date"))]
    pub retired_on: Date,
    /// Why.
    pub reason: String,
    /// The unit that came in its place.
    #[serde(default)]
    pub successor: Option<AssetId>,
}

impl Action for RetireAsset {
    const NAME: &'static str = "asset.retire";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AssetAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AssetAnswer> {
        let unit = record::asset(tx, self.asset)?;
        input::same_version(&unit, self.version)?;
        let reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        self.may_retire(tx, act, &unit)?;
        let all = record::with_parts(tx, unit.id)?;
        if let Some(successor) = self.successor {
            check_successor(tx, &unit, &all, successor)?;
        }
        let mut answer = None;
        for mut row in all.into_iter().filter(|row| row.retired_on.is_none()) {
            row.retired_on = Some(self.retired_on.max(row.in_service_on.unwrap_or(self.retired_on)));
            row.retired_reason.clone_from(&reason);
            if row.id == unit.id {
                row.successor_id = self.successor;
            }
            end_open_outage(tx, act, &row)?;
            tx.update(&mut row)?;
            if row.id == unit.id {
                answer = Some(AssetAnswer::of(&row));
            }
        }
        act.fact("asset", unit.id);
        act.fact("number", &unit.number);
        act.fact("origin", unit.origin);
        act.fact("retired_on", self.retired_on);
        act.fact("successor", self.successor);
        answer.ok_or_else(|| Refusal::defect("a unit is the first of its own assembly"))
    }
}

impl RetireAsset {
    fn may_retire(&self, tx: &mut Tx, act: &Act<'_>, unit: &Asset) -> Outcome<()> {
        if let Some(retired) = unit.retired_on {
            return Err(Refusal::conflict("asset.retired")
                .with("number", unit.number.clone())
                .with("on", retired));
        }
        let today = neighbours::today_at(tx, act, unit.site_id)?;
        input::past_date("/retired_on", self.retired_on, today)?;
        match unit.in_service_on.max(unit.accepted_on) {
            Some(since) if self.retired_on < since => {
                Err(Refusal::field("/retired_on", "asset.retired_before_service").with("since", since))
            }
            _ => Ok(()),
        }
    }
}

fn check_successor(tx: &mut Tx, unit: &Asset, all: &[Asset], successor: AssetId) -> Outcome<()> {
    let next = record::asset_of(tx, unit.customer_id, successor)
        .map_err(|_| Refusal::field("/successor", "asset.successor_unknown"))?;
    if all.iter().any(|row| row.id == next.id) {
        return Err(Refusal::field("/successor", "asset.successor_itself"));
    }
    if let Some(retired) = next.retired_on {
        return Err(Refusal::field("/successor", "asset.successor_retired").with("on", retired));
    }
    Ok(())
}

/// What is out of use stands still for nobody any more.
fn end_open_outage(tx: &mut Tx, act: &Act<'_>, row: &Asset) -> Outcome<()> {
    let (Some(mut open), Some(on)) = (record::open_outage(tx, row.id)?, row.retired_on) else {
        return Ok(());
    };
    let zone = neighbours::zone_of(tx, act, row.site_id)?;
    let after = neighbours::start_of(on.tomorrow().unwrap_or(on), &zone)?;
    let end: Timestamp = after.min(act.now).max(open.began_at);
    open.ended_at = Some(end);
    open.state = OutageState::Ended;
    Ok(tx.update(&mut open)?)
}

/// Takes a unit into use again that was taken out by mistake.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReinstateAsset {
    /// The unit.
    pub asset: AssetId,
    /// Version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for ReinstateAsset {
    const NAME: &'static str = "asset.reinstate";
    const PERMISSION: Permission = Permission::AssetWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AssetAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.asset)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AssetAnswer> {
        let mut row = record::asset(tx, self.asset)?;
        input::same_version(&row, self.version)?;
        act.fact("reason", input::text("/reason", &self.reason, input::WORDING_MAX)?);
        if row.retired_on.is_none() {
            return Err(Refusal::conflict("asset.in_use").with("number", row.number));
        }
        if let Some(whole) = row.parent_id
            && record::asset(tx, whole)?.retired_on.is_some()
        {
            // It went with its assembly and comes back without it.
            row.parent_id = None;
        }
        row.retired_on = None;
        row.retired_reason = String::new();
        row.successor_id = None;
        tx.update(&mut row)?;
        act.fact("asset", row.id);
        act.fact("number", &row.number);
        Ok(AssetAnswer::of(&row))
    }
}
