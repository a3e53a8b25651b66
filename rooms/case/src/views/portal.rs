//! What a customer sees of its cases. These types have no note, no helper and no rep's wording, so that none can leave
//! the house by a slip (R5). What is added here is added for customers.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::record::person;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CaseId, CaseState, EntryKind, Severity},
    record::{of_customer, public_entries_of},
};

/// Cases shown.
const CASES_MAX: i64 = 20;
/// Words shown of each.
const WORDS_MAX: i64 = 30;

/// Something said between the customer and us.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalWord {
    /// You said it; else we did.
    pub yours: bool,
    /// The words.
    pub words: String,
    /// When the next word comes.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_at: Option<Timestamp>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
}

/// A case as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalCase {
    /// Id.
    pub id: CaseId,
    /// Number.
    pub number: String,
    /// What is stopped or wrong.
    pub what: String,
    /// Your unit.
    pub unit: Option<String>,
    /// How badly you are hit.
    pub severity: Severity,
    /// How it stands.
    pub state: CaseState,
    /// Who answers for it to the end.
    pub owner: String,
    /// Who is on the way.
    pub engineer: Option<String>,
    /// When they will be there.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub arrives_at: Option<Timestamp>,
    /// When you hear from us next.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_word_at: Option<Timestamp>,
    /// When you told us.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub told_at: Timestamp,
    /// What was found and done.
    pub result: Option<String>,
    /// You said that it runs.
    pub confirmed: bool,
    /// How you found it.
    pub rating: Option<i64>,
    /// What was said, the latest first.
    pub words: Vec<PortalWord>,
}

/// One's own cases.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalCases {}

impl View for PortalCases {
    const NAME: &'static str = "portal.cases";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Vec<PortalCase>;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PortalCase>> {
        let of: CustomerId = customer::load(tx, ctx.principal.customer.ok_or_else(Refusal::absent)?)?.id;
        let rows = of_customer(tx, of, CASES_MAX)?;
        let mut persons: Vec<_> = rows.iter().map(|row| row.owner_id).collect();
        persons.extend(rows.iter().filter_map(|row| row.engineer_id));
        persons.sort_unstable();
        persons.dedup();
        let names: std::collections::BTreeMap<_, _> = person::names(tx, &persons)?.into_iter().collect();
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            if row.state == CaseState::Withdrawn {
                continue;
            }
            let words = public_entries_of(tx, row.id, WORDS_MAX)?
                .into_iter()
                .map(|entry| PortalWord {
                    yours: entry.kind == EntryKind::Heard,
                    words: entry.words,
                    next_at: entry.next_at,
                    said_at: entry.said_at,
                })
                .collect();
            let unit = match row.asset_id {
                Some(unit) => Some(asset::asset(tx, unit)?.name()),
                None => None,
            };
            out.push(PortalCase {
                id: row.id,
                unit,
                severity: row.severity,
                state: row.state,
                owner: names.get(&row.owner_id).cloned().unwrap_or_default(),
                engineer: row.engineer_id.and_then(|id| names.get(&id).cloned()),
                arrives_at: row.arrives_at.filter(|_| row.on_site_at.is_none()),
                next_word_at: row.next_update_at,
                told_at: row.received_at,
                result: row.result.filter(|_| row.state != CaseState::Open),
                confirmed: row.confirmed_at.is_some(),
                rating: row.rating,
                words,
                number: row.number,
                what: row.what,
            });
        }
        Ok(out)
    }
}
