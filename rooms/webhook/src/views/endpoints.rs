//! Endpoints, and the kinds of events there are to hear of.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::{PersonId, permissions_now, person};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{EndpointId, EndpointState, StopReason},
    kinds, record,
};

/// Every endpoint, by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {}

/// An endpoint in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EndpointLine {
    /// Id.
    pub id: EndpointId,
    /// What people call it.
    pub name: String,
    /// Scheme, host and port of its address; what stands behind may be the receiver's own secret.
    pub host: String,
    /// Whether it hears of anything.
    pub state: EndpointState,
    /// Why the program stopped it.
    pub reason: Option<StopReason>,
    /// Of how many kinds of events it hears.
    pub kinds: usize,
    /// Messages that wait, to 1,000.
    pub waiting: i64,
    /// Messages that are kept because it is not on, to 1,000.
    pub held: i64,
    /// Messages that were given up or withheld, to 1,000.
    pub lost: i64,
    /// When it last took a message (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_sent_at: Option<Timestamp>,
    /// Since when it has taken none (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub failing_since: Option<Timestamp>,
}

/// More endpoints there are not.
const LIMIT: i64 = 200;

fn line(tx: &mut Tx, row: &record::EndpointRow) -> Outcome<EndpointLine> {
    let (waiting, held, lost) = record::counts(tx, row.id)?;
    let standing = record::standing(tx, row.id)?;
    Ok(EndpointLine {
        id: row.id,
        name: row.name.clone(),
        host: host(&row.address),
        state: row.state,
        reason: row.reason,
        kinds: row.kinds.0.len(),
        waiting,
        held,
        lost,
        last_sent_at: record::last_sent(tx, row.id)?,
        failing_since: standing.and_then(|standing| standing.failing_since),
    })
}

/// An address without its path.
fn host(address: &str) -> String {
    let path = url::Url::parse(address).map(|url| url.origin().ascii_serialization());
    path.unwrap_or_default()
}

impl View for Endpoints {
    const NAME: &'static str = "webhook.list";
    const PERMISSION: Permission = Permission::WebhookManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<EndpointLine>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Self::Answer> {
        let rows = record::endpoints(tx, LIMIT)?;
        rows.iter().map(|row| line(tx, row)).collect()
    }
}

/// One endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
}

/// A secret as it is known here: never the secret itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SecretFacts {
    /// When it was made (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// Until when it signs beside a newer one (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ends_at: Option<Timestamp>,
}

/// A kind of event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kind {
    /// Its name, as messages carry it.
    pub name: String,
    /// What it is in the reader's words.
    pub words: String,
    /// The permission by which one may hear of it.
    pub permission: Permission,
    /// Whether the owner may hear of it now (in a list of kinds: whether the reader may).
    pub heard: bool,
}

/// An endpoint with everything that its page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EndpointFacts {
    /// As in the list.
    #[serde(flatten)]
    pub line: EndpointLine,
    /// The whole address.
    pub address: String,
    /// Of what it hears.
    pub heard: Vec<Kind>,
    /// Who answers for it.
    pub owner: PersonId,
    /// Their name.
    pub owner_name: String,
    /// Secrets that sign now, the newest first.
    pub secrets: Vec<SecretFacts>,
    /// When it was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// Since when it is as it is.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub changed_at: Timestamp,
    /// Row version, for the next change.
    pub version: i64,
}

impl View for OneEndpoint {
    const NAME: &'static str = "webhook.one";
    const PERMISSION: Permission = Permission::WebhookManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EndpointFacts;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let row = record::endpoint(tx, self.endpoint)?;
        let line = line(tx, &row)?;
        let owner = person(tx, row.owner_id)?;
        let held = permissions_now(tx, row.owner_id, ctx.now)?;
        let tongue = ctx.tongue();
        let kind = |name: &String| {
            let permission = kinds::permission_of(&ctx.registry, name).unwrap_or(Permission::SystemOnly);
            Kind {
                name: name.clone(),
                words: tongue.say(&kinds::message(name)).into_owned(),
                permission,
                heard: held.has(permission),
            }
        };
        let heard = row.kinds.0.iter().map(kind).collect();
        let secrets = record::secret_lines(tx, row.id, ctx.wall)?;
        Ok(EndpointFacts {
            line,
            address: row.address,
            heard,
            owner: row.owner_id,
            owner_name: owner.name,
            secrets: secrets
                .into_iter()
                .map(|one| SecretFacts { made_at: one.made_at, ends_at: one.ends_at })
                .collect(),
            made_at: row.made_at,
            changed_at: row.changed_at,
            version: row.version,
        })
    }
}

/// Every kind of event that the reader may hear of, in the reader's words.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kinds {}

impl View for Kinds {
    const NAME: &'static str = "webhook.kinds";
    const PERMISSION: Permission = Permission::WebhookManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Kind>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, _: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let tongue = ctx.tongue();
        let groups = kinds::names_for(&ctx.registry, &ctx.principal);
        let names = groups.into_values().flatten();
        Ok(names
            .filter_map(|name| {
                let permission = kinds::permission_of(&ctx.registry, name)?;
                let words = tongue.say(&kinds::message(name)).into_owned();
                Some(Kind { name: name.to_owned(), words, permission, heard: true })
            })
            .collect())
    }
}
