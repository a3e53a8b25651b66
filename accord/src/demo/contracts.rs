//! Who stands by for calls, how long ways are, and the service contracts of ordinary customers.

use std::sync::Arc;

use accord_kernel::{Kernel, Outcome};
use accord_room_asset::{AssetId, Origin};
use accord_room_customer::CustomerId;
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value as JsonValue, json};

use super::script::{Company, Script};

/// Days of the year before in which the contracts that stand began.
const BEGAN: i64 = 343;
/// Who stands by around the clock, by territory.
const STANDBY: &[(&str, &str)] = &[("lakes", "nora"), ("lakes", "tomas"), ("south", "dario")];
/// Minutes of the way to the sites of a territory, and from the store in Milwaukee.
const WAYS: &[(&str, i64, i64)] =
    &[("lakes", 150, 210), ("south", 190, 900), ("west", 210, 1_200), ("brazil", 120, 4_300)];
/// Units sold in one transaction.
const BATCH: usize = 40;

/// The rota and the contracts; nothing is sold while no plan is on offer.
pub(super) fn live(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    rota(kernel, company)?;
    let plans: Vec<JsonValue> = kernel
        .db
        .read(accord_room_value::on_offer)?
        .into_iter()
        .map(|(_, version)| json!(version.id))
        .collect();
    if plans.is_empty() {
        return Ok(());
    }
    for some in units(kernel)?.chunks(BATCH) {
        let (some, company, plans) = (some.to_vec(), company.clone(), plans.clone());
        kernel.together(move |together| {
            let mut script = Script { together, company: &company };
            let at = script.at(company.beginning.paperwork())?;
            let first = TimeZone::UTC.to_datetime(at).date().saturating_sub(BEGAN.days());
            for (place, customer, unit) in some.iter().copied() {
                sell(&mut script, &plans, first, (place, customer, unit));
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn rota(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at(company.beginning.paperwork())?;
        for (territory, who) in STANDBY {
            for (from, until) in [("17:00", "08:00"), ("08:00", "17:00")] {
                let input = json!({
                    "territory": company.territory(territory)?, "person": company.person(who)?, "from": from, "until": until,
                });
                script.by("steve", "standby.set", input)?;
            }
        }
        for (territory, people, parts) in WAYS {
            let territory = company.territory(territory)?;
            script.by("steve", "travel.set", json!({ "territory": territory, "minutes": people }))?;
            let reach = json!({ "place": "Milwaukee", "territory": territory, "minutes": parts });
            script.by("steve", "part_reach.set", reach)?;
        }
        for (product, part) in [("H1", "881"), ("H2", "881"), ("H3", "530")] {
            let input = json!({ "product": company.product(product)?, "part": company.product(part)? });
            script.by("steve", "critical_part.add", input)?;
        }
        Ok(())
    })
}

/// Every third unit of ours that was accepted and is in use, with its place in the list.
fn units(kernel: &Arc<Kernel>) -> Outcome<Vec<(usize, CustomerId, AssetId)>> {
    kernel.db.read(|tx| {
        let mut found = Vec::new();
        for customer in accord_room_contract::record::contract::customers_with_units(tx)? {
            for unit in accord_room_asset::of_customer(tx, customer)? {
                let wanted =
                    unit.origin == Origin::Ours && unit.accepted_on.is_some() && unit.retired_on.is_none();
                if wanted {
                    found.push((customer, unit.id));
                }
            }
        }
        let third = found.into_iter().enumerate().filter(|(place, _)| place % 3 == 0);
        Ok(third.map(|(place, (customer, unit))| (place, customer, unit)).collect())
    })
}

/// One unit gets a plan since some day of the last year. Where a response cannot be met, or a plan is not worth its
/// price, nothing is sold, as in life.
fn sell(
    script: &mut Script<'_, '_>,
    plans: &[JsonValue],
    first: Date,
    (place, customer, unit): (usize, CustomerId, AssetId),
) {
    let Some(plan) = plans.get(place / 3 % plans.len()) else { return };
    let days = i64::try_from(place * 37 % 330).unwrap_or(0);
    let billing = ["yearly", "quarterly", "monthly"].get(place % 3).copied().unwrap_or("yearly");
    let input = json!({
        "customer": customer, "assets": [unit], "plan_version": plan,
        "starts_on": first.saturating_add(days.days()), "billing": billing,
    });
    drop(script.by("steve", "contract.sell", input));
}
