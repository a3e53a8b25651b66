//! The way into a site, and who was there (R28).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer::{self as customer, SiteId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who};
use crate::{
    access::{WayIn, customer_of, way_in},
    id::VisitorId,
    record::visitor::visitors,
};

/// Visitors shown.
const VISITORS_MAX: i64 = 50;

/// How one gets into a site; with hours, when somebody will be there so soon.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WayInto {
    /// The site.
    pub site: SiteId,
    /// Within how many hours somebody will be there.
    #[serde(default)]
    pub within_hours: Option<u16>,
}

impl View for WayInto {
    const NAME: &'static str = "site.way_in";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WayIn;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer_of(tx, self.site)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<WayIn> {
        way_in(tx, ctx, self.site, self.within_hours)
    }
}

/// Who of us comes to a site and was there, the latest first.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteVisitors {
    /// The site.
    pub site: SiteId,
}

/// A visitor as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitorFacts {
    /// Id.
    pub id: VisitorId,
    /// Who.
    pub person: Who,
    /// What for.
    pub purpose: String,
    /// When they arrive.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub arrives_at: Timestamp,
    /// Which of the customer's people were told.
    pub told: Vec<String>,
    /// When they were there.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub came_at: Option<Timestamp>,
    /// Row version.
    pub version: i64,
}

impl View for SiteVisitors {
    const NAME: &'static str = "site.visitors";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<VisitorFacts>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer_of(tx, self.site)?))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<VisitorFacts>> {
        let rows = visitors(tx, self.site, VISITORS_MAX)?;
        let names = Names::read(tx, rows.iter().map(|row| row.person_id).collect(), Vec::new())?;
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let mut told = Vec::new();
            for id in &row.told.0 {
                told.push(customer::contact(tx, *id)?.name);
            }
            shown.push(VisitorFacts {
                id: row.id,
                person: names.who(row.person_id),
                purpose: row.purpose,
                arrives_at: row.arrives_at,
                told,
                came_at: row.came_at,
                version: row.version,
            });
        }
        Ok(shown)
    }
}
