//! Endpoints: made, changed, switched, taken over, ended; and stopped by the program.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches, at_version};
use accord_room_people::{PersonId, Word, check, heads, roles::ADMINISTRATOR, tell};
use accord_store::{Json, Tx};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EventName, NAME_MAX, address, chosen, message, secret};
use crate::{
    id::{EndpointId, EndpointState, StopReason},
    record::{self, EndpointRow},
};

/// Most endpoints.
const ENDPOINTS_MAX: i64 = 50;

/// How an endpoint stands after an action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EndpointAnswer {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Whether it hears of anything.
    pub state: EndpointState,
    /// Row version, for the next change.
    pub version: i64,
}

impl EndpointAnswer {
    fn of(row: &EndpointRow) -> Self {
        Self { endpoint: row.id, state: row.state, version: row.version }
    }
}

/// Enters an address that is to hear of events. A trial goes out at once. Whoever enters it answers for it: it hears what they
/// may see.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEndpoint {
    /// What people call it.
    pub name: String,
    /// Where messages go: `https://…`.
    pub address: String,
    /// Of which events it hears.
    pub kinds: Vec<EventName>,
}

/// The new endpoint.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EndpointMade {
    /// Its id.
    pub endpoint: EndpointId,
    /// The secret by which the receiver knows that messages are ours. Shown once.
    pub secret: String,
}

impl Action for CreateEndpoint {
    const NAME: &'static str = "webhook.create";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EndpointMade;
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let owner = owner(act)?;
        if record::endpoints_count(tx)? >= ENDPOINTS_MAX {
            return Err(Refusal::conflict("webhook.too_many").with("max", ENDPOINTS_MAX));
        }
        let row = EndpointRow {
            id: act.new_id(),
            name: check::text("/name", &self.name, NAME_MAX)?,
            address: address(act, &self.address)?,
            kinds: Json(chosen(act, &self.kinds)?),
            owner_id: owner,
            state: EndpointState::On,
            reason: None,
            made_at: act.now,
            changed_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        record::put_kinds(tx, &row)?;
        record::set_on(tx, row.id, act.now)?;
        let secret = secret::make(tx, act, row.id)?;
        message::put_trial(tx, act, row.id)?;
        act.chain(row.id);
        act.fact("endpoint", row.id);
        act.fact("kinds", &row.kinds.0);
        Ok(EndpointMade { endpoint: row.id, secret })
    }
}

/// The person who acts; a program without a person owns nothing.
fn owner(ctx: &Context) -> Outcome<PersonId> {
    ctx.principal.author().map(PersonId).ok_or_else(|| Refusal::conflict("webhook.nobody"))
}

/// An endpoint at the version that was read.
fn read(tx: &mut Tx, id: EndpointId, version: i64) -> Outcome<EndpointRow> {
    let row = record::endpoint(tx, id)?;
    at_version(&row, version)?;
    Ok(row)
}

/// Changes what an endpoint is called, where it stands and what it hears of. Whoever changes the address or the events answers
/// for it from then on: nobody lets another's sight flow to an address of their own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Version that was read.
    pub version: i64,
    /// What people call it.
    pub name: String,
    /// Where messages go: `https://…`.
    pub address: String,
    /// Of which events it hears.
    pub kinds: Vec<EventName>,
}

impl Action for ChangeEndpoint {
    const NAME: &'static str = "webhook.change";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EndpointAnswer;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = read(tx, self.endpoint, self.version)?;
        let before = row.clone();
        row.name = check::text("/name", &self.name, NAME_MAX)?;
        row.address = address(act, &self.address)?;
        let wanted = chosen_again(act, &before, &self.kinds)?;
        row.kinds = Json(wanted);
        if row.address != before.address || row.kinds != before.kinds {
            row.owner_id = owner(act)?;
        }
        tx.update(&mut row)?;
        record::put_kinds(tx, &row)?;
        act.fact("endpoint", row.id);
        act.fact("kinds", &row.kinds.0);
        act.fact("owner", row.owner_id);
        act.fact("moved", row.address != before.address);
        Ok(EndpointAnswer::of(&row))
    }
}

/// As [`chosen`]; kinds that stay as they are need not be allowed anew, but then the owner stays too.
fn chosen_again(ctx: &Context, before: &EndpointRow, kinds: &[EventName]) -> Outcome<Vec<String>> {
    let mut same: Vec<String> = kinds.iter().map(|kind| kind.0.clone()).collect();
    same.sort_unstable();
    same.dedup();
    if same == before.kinds.0 { Ok(same) } else { chosen(ctx, kinds) }
}

/// Switches an endpoint on or off. While it is off its messages are kept; `since` lets those go that were kept from then on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Version that was read.
    pub version: i64,
    /// Whether messages go out.
    pub on: bool,
    /// What happened from here on goes out; from now on when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub since: Option<Timestamp>,
}

impl Action for SwitchEndpoint {
    const NAME: &'static str = "webhook.switch";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EndpointAnswer;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = read(tx, self.endpoint, self.version)?;
        let state = if self.on { EndpointState::On } else { EndpointState::Off };
        if self.since.is_some_and(|since| since > act.now) {
            return Err(Refusal::field("/since", "field.future"));
        }
        if row.state == state {
            act.quiet();
            return Ok(EndpointAnswer::of(&row));
        }
        row.state = state;
        row.reason = None;
        row.changed_at = act.now;
        tx.update(&mut row)?;
        if self.on {
            record::set_on(tx, row.id, self.since.unwrap_or(act.now))?;
        }
        act.fact("endpoint", row.id);
        act.fact("state", row.state);
        Ok(EndpointAnswer::of(&row))
    }
}

/// Answers for an endpoint from now on: it hears what the new owner may see.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Version that was read.
    pub version: i64,
}

impl Action for TakeOver {
    const NAME: &'static str = "webhook.take_over";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EndpointAnswer;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = read(tx, self.endpoint, self.version)?;
        row.owner_id = owner(act)?;
        tx.update(&mut row)?;
        act.fact("endpoint", row.id);
        act.fact("owner", row.owner_id);
        Ok(EndpointAnswer::of(&row))
    }
}

/// Ends an endpoint: its secrets and its messages are forgotten.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Version that was read.
    pub version: i64,
}

impl Action for EndEndpoint {
    const NAME: &'static str = "webhook.end";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = read(tx, self.endpoint, self.version)?;
        row.state = EndpointState::Ended;
        row.changed_at = act.now;
        tx.update(&mut row)?;
        record::put_kinds(tx, &row)?;
        record::drop_secrets(tx, row.id)?;
        record::drop_of(tx, row.id)?;
        act.fact("endpoint", row.id);
        Ok(())
    }
}

/// Stops an endpoint that is gone, takes nothing for days, or whose owner may not answer for it any more; who answers for it
/// is told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Why.
    pub reason: StopReason,
}

impl Action for StopEndpoint {
    const NAME: &'static str = "webhook.stop";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = record::endpoint(tx, self.endpoint)?;
        if row.state != EndpointState::On {
            act.quiet();
            return Ok(());
        }
        row.state = EndpointState::Stopped;
        row.reason = Some(self.reason);
        row.changed_at = act.now;
        tx.update(&mut row)?;
        act.fact("endpoint", row.id);
        act.fact("reason", self.reason);
        let mut told = vec![row.owner_id];
        if self.reason == StopReason::Owner {
            told.extend(heads(tx, ADMINISTRATOR)?);
        }
        let kind = match self.reason {
            StopReason::Gone => "notice-webhook-gone",
            StopReason::Failing => "notice-webhook-failing",
            StopReason::Owner => "notice-webhook-owner",
        };
        let word = Word::new(kind, format!("/webhooks/{}", row.id)).with("name", row.name.as_str());
        tell(tx, act, &told, &word)
    }
}
