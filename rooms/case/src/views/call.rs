//! Who calls, before anything is written: by number, serial, site or name, with units and what covers them (R29).

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Sight, Touches, View};
use accord_room_asset::{self as asset, AssetId};
use accord_room_contract::{self as contract, CoverKind};
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_store::{Tx, search};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Whose, queue::Choice};
use crate::record::{crisis_of, of_customer};

/// Callers shown.
const CALLERS_MAX: usize = 6;
/// Units shown of each.
const UNITS_MAX: usize = 8;
/// Hits looked at.
const HITS_MAX: i64 = 60;

/// A unit that it may be about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnitFacts {
    /// Id.
    pub id: AssetId,
    /// Number.
    pub number: String,
    /// Name with its serial number.
    pub name: String,
    /// Found by what was typed.
    pub named: bool,
    /// What covers it now; open when nothing does.
    pub cover: Option<CoverKind>,
    /// The plan.
    pub plan: Option<String>,
    /// When a response would fall due for a call now.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub response_due_at: Option<Timestamp>,
}

/// Somebody who may be calling.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CandidateFacts {
    /// The customer.
    pub customer: Whose,
    /// Who of them, when that was found.
    pub contact: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<String>,
    /// Where to call back.
    pub phone: Option<String>,
    /// Units, those found by what was typed first.
    pub units: Vec<UnitFacts>,
    /// Open cases, by their numbers.
    pub open: Vec<Choice>,
    /// In crisis since then.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub in_crisis_since: Option<Timestamp>,
}

/// Who may be calling.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CallFacts {
    /// The likeliest first; only whom the reader may see.
    pub callers: Vec<CandidateFacts>,
}

/// Finds who calls.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindCaller {
    /// A telephone number, a serial number, a site, a name, a firm.
    #[serde(default)]
    pub query: Option<String>,
}

impl View for FindCaller {
    const NAME: &'static str = "call.find";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CallFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CallFacts> {
        let typed = self.query.unwrap_or_default();
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(CallFacts { callers: Vec::new() });
        }
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let number = digits.len() >= 7 && typed.chars().all(|c| !c.is_alphabetic());
        let query = if number { digits.as_str() } else { typed };
        let mut found: BTreeMap<uuid::Uuid, Vec<search::Entry>> = BTreeMap::new();
        let mut order = Vec::new();
        for kind in ["contact", "asset", "site", "customer"] {
            for hit in search::find(tx, query, &[kind], HITS_MAX)? {
                let Some(of) = hit.customer else { continue };
                if !order.contains(&of) {
                    order.push(of);
                }
                found.entry(of).or_default().push(hit);
            }
        }
        let mut callers = Vec::new();
        for of in order {
            if callers.len() >= CALLERS_MAX {
                break;
            }
            let open = match ctx.registry.sharing_of(tx, ctx, of)? {
                Sight::Open | Sight::ByReason(_) => true,
                Sight::NeedsReason | Sight::Hidden => false,
            };
            if open && let Some(hits) = found.get(&of) {
                callers.push(candidate(tx, ctx, of.into(), hits)?);
            }
        }
        Ok(CallFacts { callers })
    }
}

fn candidate(tx: &mut Tx, ctx: &Context, of: CustomerId, hits: &[search::Entry]) -> Outcome<CandidateFacts> {
    let contact = match hits.iter().find(|hit| hit.kind == "contact") {
        Some(hit) => Some(customer::contact(tx, hit.id)?),
        None => None,
    };
    let named: Vec<AssetId> =
        hits.iter().filter(|hit| hit.kind == "asset").map(|hit| hit.id.into()).collect();
    let site = hits.iter().find(|hit| hit.kind == "site").map(|hit| hit.id);
    let mut units = asset::of_customer(tx, of)?;
    // A rival's unit stands here only when the caller named it: ours are what we are called for.
    units.retain(|unit| {
        unit.retired_on.is_none() && (unit.origin != asset::Origin::Rival || named.contains(&unit.id))
    });
    units.sort_by_key(|unit| {
        (!named.contains(&unit.id), site.is_some() && unit.site_id.map(|id| id.0) != site)
    });
    units.truncate(UNITS_MAX);
    let mut shown = Vec::with_capacity(units.len());
    for unit in units {
        let facts = contract::entitlement_of(tx, ctx, unit.id, ctx.now)?;
        let cover = facts.counts.and_then(|place| facts.covers.get(place));
        shown.push(UnitFacts {
            id: unit.id,
            name: unit.name(),
            named: named.contains(&unit.id),
            cover: cover.map(|cover| cover.kind),
            plan: cover.and_then(|cover| cover.plan.clone()),
            response_due_at: cover.and_then(|cover| cover.clocks.response_due_at),
            number: unit.number,
        });
    }
    let cases = of_customer(tx, of, 20)?;
    let names = Names::read(tx, Vec::new(), vec![of])?;
    Ok(CandidateFacts {
        customer: names.whose(of),
        contact: contact.as_ref().map(|contact| contact.id),
        phone: contact.as_ref().and_then(|contact| contact.phone.clone()),
        contact_name: contact.map(|contact| contact.name),
        units: shown,
        open: cases
            .into_iter()
            .filter(|row| row.is_open)
            .map(|row| Choice { id: row.id, label: row.number })
            .collect(),
        in_crisis_since: crisis_of(tx, of)?.map(|row| row.began_at),
    })
}
