//! Areas, their key to a sphere, and the published map (R1).

use accord_kernel::{
    Act, Action, Audience, Context, Fact, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{at_version, author};
use crate::{
    AreaId,
    check::{self, NAME_MAX, WORDING_MAX},
    record::company::{self, AreaRow, MapPublicationRow},
    rules::map,
    terms::HomeSphere,
};

/// Enters an area, team or post of the company. It may be keyed later; the map waits for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterArea {
    /// Name.
    pub name: String,
    /// Its home sphere, when it is of one of the two.
    #[serde(default)]
    pub sphere: Option<HomeSphere>,
    /// Whose promise it serves, when it is of neither.
    #[serde(default)]
    pub serves_sphere: Option<HomeSphere>,
    /// How it helps customers to buy or to use well.
    #[serde(default)]
    pub helps: String,
}

/// The new area.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AreaMade {
    /// Its id.
    pub area: AreaId,
}

impl Action for EnterArea {
    const NAME: &'static str = "area.enter";
    const PERMISSION: Permission = Permission::MapManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AreaMade;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        if self.sphere.is_some() && self.serves_sphere.is_some() {
            return Err(Refusal::field("/serves_sphere", "area.one_key"));
        }
        let row = AreaRow {
            id: act.new_id(),
            name: check::text("/name", &self.name, NAME_MAX)?,
            sphere: self.sphere,
            serves_sphere: self.serves_sphere,
            helps: check::optional("/helps", &self.helps, WORDING_MAX)?,
            metric: None,
            entered_at: act.now,
            archived: false,
            version: 1,
        };
        tx.insert(&row).on_constraint("area_name_key", "/name", "field.name_taken")?;
        act.chain(row.id);
        Ok(AreaMade { area: row.id })
    }
}

fn area(tx: &mut Tx, id: AreaId) -> Outcome<AreaRow> {
    tx.get::<AreaRow>(id)?.ok_or_else(Refusal::absent)
}

/// Changes an area's words, the customer figure by which it is measured, or takes it off the map.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeArea {
    /// The area.
    pub area: AreaId,
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// How it helps customers to buy or to use well.
    #[serde(default)]
    pub helps: String,
    /// Name of the customer figure by which it is measured.
    #[serde(default)]
    pub metric: Option<String>,
    /// No longer on the map.
    #[serde(default)]
    pub archived: bool,
}

impl Action for ChangeArea {
    const NAME: &'static str = "area.change";
    const PERMISSION: Permission = Permission::MapManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(area(tx, self.area)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = area(tx, self.area)?;
        at_version(&row, self.version)?;
        let metric = check::some("/metric", self.metric.as_deref(), NAME_MAX)?;
        if metric.as_deref().is_some_and(|name| act.registry().find_metric(name).is_none()) {
            return Err(Refusal::field("/metric", "field.unknown"));
        }
        row.name = check::text("/name", &self.name, NAME_MAX)?;
        row.helps = check::optional("/helps", &self.helps, WORDING_MAX)?;
        row.metric = metric;
        row.archived = self.archived;
        tx.update(&mut row).on_constraint("area_name_key", "/name", "field.name_taken")
    }
}

/// Keys an area to exactly one of the two spheres: its home, or the one whose promise it serves (R1).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyArea {
    /// The area.
    pub area: AreaId,
    /// Version that was read.
    pub version: i64,
    /// Its home sphere.
    #[serde(default)]
    pub sphere: Option<HomeSphere>,
    /// Whose promise it serves.
    #[serde(default)]
    pub serves_sphere: Option<HomeSphere>,
}

impl Action for KeyArea {
    const NAME: &'static str = "area.key";
    const PERMISSION: Permission = Permission::MapManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(area(tx, self.area)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        if map::key(self.sphere, self.serves_sphere).is_none() {
            return Err(Refusal::field("/sphere", "area.one_key"));
        }
        let mut row = area(tx, self.area)?;
        at_version(&row, self.version)?;
        row.sphere = self.sphere;
        row.serves_sphere = self.serves_sphere;
        act.fact("sphere", self.sphere);
        act.fact("serves_sphere", self.serves_sphere);
        Ok(tx.update(&mut row)?)
    }
}

/// Publishes the map of the company. Refused while an area has no key, and names it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishMap {}

impl Action for PublishMap {
    const NAME: &'static str = "map.publish";
    const PERMISSION: Permission = Permission::MapManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let areas = company::areas(tx)?;
        if areas.is_empty() {
            return Err(Refusal::conflict("map.empty"));
        }
        let unkeyed = map::unkeyed(areas.iter().map(|area| (area.name.as_str(), area.key())));
        if !unkeyed.is_empty() {
            let names = unkeyed.iter().map(|name| Fact::from(*name)).collect();
            let first = areas.iter().find(|area| area.key().is_none()).map(|area| (area.id, area.version));
            let mut refusal = Refusal::conflict("map.unkeyed")
                .with("n", unkeyed.len())
                .with("areas", Fact::List(names))
                .detail(json!({ "areas": unkeyed }));
            if let Some((area, version)) = first {
                let input = json!({ "area": area, "version": version });
                refusal = refusal.possible_action("key_area", Vec::new(), "area.key", input);
            }
            return Err(refusal);
        }
        act.fact("areas", areas.len());
        tx.insert(&MapPublicationRow {
            id: act.new_id(),
            published_at: act.now,
            published_by: author(act),
            areas: Json(company::map_json(&areas)),
            version: 1,
        })?;
        Ok(())
    }
}
