//! The map of the company (R1): areas by sphere, what is unkeyed, what has changed since it was published, what is
//! distant from the customer.

use std::collections::{HashMap, HashSet};

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AreaId, PersonId,
    record::{company, list, person},
    rules::map::is_distant,
    settings,
    terms::HomeSphere,
};

/// The map.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Areas {}

/// An area on the map.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AreaShown {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its home sphere.
    pub sphere: Option<HomeSphere>,
    /// Whose promise it serves.
    pub serves_sphere: Option<HomeSphere>,
    /// How it helps customers to buy or to use well.
    pub helps: String,
    /// The customer figure by which it is measured.
    pub metric: Option<String>,
    /// How many hold a post there.
    pub people: i64,
    /// Whether it has no key: the map cannot be published.
    pub unkeyed: bool,
    /// Whether it is distant from the customer: neither a contact nor a figure for as long as the setting says.
    pub distant: bool,
    /// Row version, for changes.
    pub version: i64,
}

/// The map with its state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MapShown {
    /// The areas, by name.
    pub areas: Vec<AreaShown>,
    /// When it was last published.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub published_at: Option<Timestamp>,
    /// By whom.
    pub published_by: Option<PersonId>,
    /// Their name.
    pub published_by_name: Option<String>,
    /// Whether areas differ from what was published.
    pub changed: bool,
    /// Days after which an area counts as distant.
    pub distant_days: i64,
}

impl View for Areas {
    const NAME: &'static str = "people.areas";
    const PERMISSION: Permission = Permission::PeopleRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MapShown;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let distant_days: i64 = settings::get(tx, ctx, &settings::DISTANT_DAYS)?;
        let window = SignedDuration::from_hours(24 * distant_days);
        let since = ctx.now.checked_sub(window).unwrap_or(ctx.now);
        let near: HashSet<AreaId> = company::areas_near_customers(tx, since)?.into_iter().collect();
        let people: HashMap<AreaId, i64> = list::posts_by_area(tx)?.into_iter().collect();
        let rows = company::areas(tx)?;
        let publication = company::last_publication(tx)?;
        let as_now = company::map_json(&rows);
        let areas = rows
            .into_iter()
            .map(|row| AreaShown {
                unkeyed: row.key().is_none(),
                distant: is_distant(
                    near.contains(&row.id),
                    row.metric.is_some(),
                    row.entered_at,
                    ctx.now,
                    window,
                ),
                people: people.get(&row.id).copied().unwrap_or(0),
                area: row.id,
                name: row.name,
                sphere: row.sphere,
                serves_sphere: row.serves_sphere,
                helps: row.helps,
                metric: row.metric,
                version: row.version,
            })
            .collect();
        let by = publication.as_ref().and_then(|publication| publication.published_by);
        Ok(MapShown {
            areas,
            changed: publication.as_ref().is_none_or(|publication| publication.areas.0 != as_now),
            published_at: publication.map(|publication| publication.published_at),
            published_by_name: by.map(|by| person::name_of(tx, by)).transpose()?,
            published_by: by,
            distant_days,
        })
    }
}
