//! Taking a call.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Touches};
use accord_room_asset::AssetId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::CaseAnswer;
use crate::{
    id::{Entry, Severity},
    opening::{self, NewCase},
};

/// Takes a call: who, what is stopped, where to call back. Everything else may follow (R29).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// Who calls, as they say it: a firm, a name, a number, a serial number.
    #[serde(default)]
    pub who: Option<String>,
    /// The caller is none of those whom their words fit: a record of their own is made.
    #[serde(default)]
    pub stranger: bool,
    /// What is stopped or wrong.
    pub what: String,
    /// Where to call back.
    #[serde(default)]
    pub call_back: Option<String>,
    /// How badly they are hit; their use is stopped when open.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// The customer, when the caller is known.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Who of them.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Where.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// The unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// How it reached us; by telephone when open.
    #[serde(default)]
    pub channel: Option<Entry>,
    /// When they called, when that was before now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub received_at: Option<Timestamp>,
}

impl OpenCase {
    fn new_case(self) -> NewCase {
        NewCase {
            customer: self.customer,
            who: self.who,
            stranger: self.stranger,
            what: self.what,
            call_back: self.call_back,
            contact: self.contact,
            site: self.site,
            asset: self.asset,
            severity: self.severity.unwrap_or(Severity::Stopped),
            channel: self.channel.unwrap_or(Entry::Call),
            received_at: self.received_at,
            owner: None,
        }
    }
}

impl Action for OpenCase {
    const NAME: &'static str = "case.open";
    const PERMISSION: Permission = Permission::CaseOpen;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    /// A chain and no customer: whoever picks up takes the call, whatever territory it comes from, and learns nothing by
    /// it but the number of the case (R29, R64).
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut new = self.clone().new_case();
        Ok(match opening::whose(tx, &mut new)? {
            Some(of) => Touches::chain(of),
            None => Touches::nothing(),
        })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let new = self.new_case();
        opening::offer(tx, act, &new)?;
        Ok(CaseAnswer::of(&opening::open(tx, act, new)?))
    }
}
