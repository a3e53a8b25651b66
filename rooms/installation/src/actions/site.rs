//! Who comes to a site, and a record that grew old (R28).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{AccessGap, SiteId};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    access::{CHECK, Coming, announce, customer_of, way_in},
    id::{DeliveryTaskKind, InstallationId, VisitorId},
    input::{NAME_MAX, text},
    neighbours::{at_version, service_owner},
    record::{
        plan::installation,
        training::open_tasks_about,
        visitor::{Visitor, visitor},
    },
    tasks::{self, NewTask},
};

/// Tells the customer's people at the gate who of us comes and when.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnounceVisitor {
    /// To which site.
    pub site: SiteId,
    /// Who comes.
    pub person: PersonId,
    /// When they arrive.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub arrives_at: Timestamp,
    /// What for, in words for the customer.
    pub purpose: String,
    /// For which installation.
    #[serde(default)]
    pub installation: Option<InstallationId>,
}

/// A visitor.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitorAnswer {
    /// Its id.
    pub visitor: VisitorId,
    /// How many of the customer's people were told.
    pub told: usize,
    /// Row version.
    pub version: i64,
}

impl VisitorAnswer {
    fn of(row: &Visitor) -> Self {
        Self { visitor: row.id, told: row.told.0.len(), version: row.version }
    }
}

impl Action for AnnounceVisitor {
    const NAME: &'static str = "site.announce_visitor";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitorAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer_of(tx, self.site)?))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitorAnswer> {
        if self.arrives_at < act.now {
            return Err(Refusal::field("/arrives_at", "site.arrival_past"));
        }
        let about = match self.installation {
            Some(id) => {
                let unknown = || Refusal::field("/installation", "field.unknown_reference");
                let row = installation(tx, id).map_err(|_| unknown())?;
                if row.customer_id != customer_of(tx, self.site)? {
                    return Err(unknown());
                }
                Some(("installation".to_owned(), id.into()))
            }
            None => None,
        };
        let coming = Coming {
            site: self.site,
            person: self.person,
            arrives_at: self.arrives_at,
            purpose: text("/purpose", &self.purpose, NAME_MAX)?,
            about,
        };
        let row = announce(tx, act, coming)?;
        Ok(VisitorAnswer::of(&row))
    }
}

/// Records that a visitor was there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteArrival {
    /// The visitor.
    pub visitor: VisitorId,
    /// The version that was read.
    pub version: i64,
}

impl Action for NoteArrival {
    const NAME: &'static str = "site.note_arrival";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitorAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(visitor(tx, self.visitor)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitorAnswer> {
        let mut row = visitor(tx, self.visitor)?;
        at_version(&row, self.version)?;
        if row.came_at.is_some() {
            return Err(Refusal::conflict("site.arrived_already"));
        }
        row.came_at = Some(act.now);
        tx.update(&mut row)?;
        act.fact("visitor", row.id);
        act.fact("site", row.site_id);
        Ok(VisitorAnswer::of(&row))
    }
}

/// A site's access record may be old by now: somebody has to check it with the customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessDue {
    /// The site.
    pub site: SiteId,
}

/// A site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccessAnswer {
    /// The site.
    pub site: SiteId,
    /// Whether its record is old.
    pub old: bool,
}

impl Action for AccessDue {
    const NAME: &'static str = CHECK;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = AccessAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer_of(tx, self.site)?))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AccessAnswer> {
        let card = way_in(tx, act, self.site, None)?;
        let old = card.gaps.contains(&AccessGap::Old);
        let of = customer_of(tx, self.site)?;
        let known = open_tasks_about(tx, of, DeliveryTaskKind::AccessCheck)?;
        if !old || known.iter().any(|task| task.site_id == Some(self.site)) {
            act.quiet();
            return Ok(AccessAnswer { site: self.site, old });
        }
        let new = NewTask {
            customer: of,
            kind: DeliveryTaskKind::AccessCheck,
            installation: None,
            site: Some(self.site),
            contact: None,
            facts: json!({ "checked_on": card.checked_on, "site": card.name }),
            owner: service_owner(tx, act, of)?,
        };
        tasks::put(tx, act, new)?;
        Ok(AccessAnswer { site: self.site, old })
    }
}
