//! A unit moves to another site of its customer; where it was before stays known by date.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::SiteId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{AssetAnswer, touches};
use crate::{
    AssetId, input, neighbours,
    record::{self, Place},
    rules::place,
};

/// Moves a unit with everything that is part of it. A part that moves alone leaves its assembly.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAsset {
    /// The unit.
    pub asset: AssetId,
    /// Version that was read.
    pub version: i64,
    /// The site to which it moves.
    pub site: SiteId,
    /// When it moved; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub moved_at: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

impl Action for MoveAsset {
    const NAME: &'static str = "asset.move";
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
        if let Some(retired) = unit.retired_on {
            return Err(Refusal::conflict("asset.retired")
                .with("number", unit.number.clone())
                .with("on", retired));
        }
        let site = neighbours::site(tx, "/site", unit.customer_id, self.site)?;
        if unit.site_id == Some(site.id) {
            return Err(Refusal::field("/site", "asset.stands_there").with("name", site.name));
        }
        let reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        let at = input::past_instant("/moved_at", self.moved_at.unwrap_or(act.now), act.now)?;
        let mut answer = None;
        for mut row in record::with_parts(tx, unit.id)? {
            let stays: Vec<_> = record::places(tx, row.id)?.iter().map(Place::stay).collect();
            place::may_move(&stays, at, act.now)
                .map_err(|last| Refusal::field("/moved_at", "asset.moved_since").with("last", last))?;
            tx.insert(&Place {
                id: act.new_id(),
                asset_id: row.id,
                site_id: Some(site.id),
                from_at: at,
                reason: reason.clone(),
                recorded_by: neighbours::author(act),
                recorded_at: act.now,
                version: 1,
            })?;
            row.site_id = Some(site.id);
            if row.id == unit.id {
                row.parent_id = None;
            }
            tx.update(&mut row)?;
            if row.id == unit.id {
                answer = Some(AssetAnswer::of(&row));
            }
        }
        act.fact("asset", unit.id);
        act.fact("number", &unit.number);
        act.fact("from", unit.site_id);
        act.fact("site", site.id);
        act.fact("moved_at", at);
        answer.ok_or_else(|| Refusal::defect("a unit is the first of its own assembly"))
    }
}
