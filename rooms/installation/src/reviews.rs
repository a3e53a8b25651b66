//! When bought, expected and delivered are looked at with the customer: so many days after the first acceptance, and
//! before the cover ends (R27). Nobody types these days.

use accord_kernel::{Act, Outcome, Schedule};
use accord_room_asset::AssetId;
use accord_room_contract::record::{contract::covers_of_asset, offer::unit_of_asset};
use accord_room_order::{self as order, OrderId};
use accord_store::{Json, Tx};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as JsonValue, json};

use crate::{
    id::{ReviewId, TaskState},
    neighbours::{service_owner, start_of, zone_of},
    record::{
        delivered::{Review, reviews_of},
        plan::of_order,
    },
    rules::plan::days_before,
    settings,
    tasks::day_after,
};

/// The action that tells about a review.
pub(crate) const REMIND: &str = "delivery.remind_review";
/// Word of the review before the cover ends.
pub(crate) const RENEWAL: &str = "renewal";

/// Lays the reviews of the order with which a unit came, or moves those that are open.
pub(crate) fn lay(tx: &mut Tx, act: &mut Act<'_>, unit: AssetId, on: Date) -> Outcome<()> {
    let Some(ordered) = unit_of_asset(tx, unit)? else { return Ok(()) };
    let until = covers_of_asset(tx, unit)?.iter().map(|cover| cover.until_on).max();
    lay_for(tx, act, ordered.order_id, on, until)
}

/// The same for an order: `on` is a day of acceptance or go-live, `until` the last day of its cover.
pub(crate) fn lay_for(
    tx: &mut Tx,
    act: &mut Act<'_>,
    id: OrderId,
    on: Date,
    until: Option<Date>,
) -> Outcome<()> {
    let of = order::find(tx, id)?;
    let first = of_order(tx, id)?.into_iter().filter_map(|row| row.finished_on).min();
    let first = first.map_or(on, |first| first.min(on));
    let steps: Vec<i64> = settings::get(tx, act, &settings::REVIEW_DAYS)?;
    let mut wanted: Vec<(String, Date)> = steps
        .into_iter()
        .map(|days| (days.to_string(), first.checked_add(days.days()).unwrap_or(first)))
        .collect();
    if let Some(until) = until {
        let before: i64 = settings::get(tx, act, &settings::RENEWAL_DAYS)?;
        wanted.push((RENEWAL.to_owned(), days_before(until, before)));
    }
    let known = reviews_of(tx, id)?;
    for (step, due_on) in wanted {
        match known.iter().find(|row| row.step == step) {
            Some(row) if row.state == TaskState::Open && row.due_on != due_on => {
                let mut row = row.clone();
                row.due_on = due_on;
                tx.update(&mut row)?;
                plan(tx, act, &row, &of)?;
            }
            Some(_) => {}
            None => {
                let row = Review {
                    id: act.new_id::<ReviewId>(),
                    customer_id: of.customer_id,
                    order_id: id,
                    step,
                    due_on,
                    owner_id: service_owner(tx, act, of.customer_id)?,
                    state: TaskState::Open,
                    held_on: None,
                    words: None,
                    found: Json(JsonValue::Null),
                    version: 1,
                };
                tx.insert(&row)?;
                act.fact("order", id);
                plan(tx, act, &row, &of)?;
            }
        }
    }
    Ok(())
}

fn plan(tx: &mut Tx, act: &mut Act<'_>, row: &Review, of: &order::Order) -> Outcome<()> {
    act.cancel(tx, REMIND, row.id)?;
    act.chain(row.owner_id);
    let zone = zone_of(tx, act, of.site_id)?;
    let before: i64 = settings::get(tx, act, &settings::REMIND_DAYS)?;
    for (step, day) in [("soon", days_before(row.due_on, before)), ("late", day_after(row.due_on))] {
        act.schedule(
            tx,
            &Schedule {
                action: REMIND,
                subject: row.id.into(),
                step: step.to_owned(),
                input: json!({ "review": row.id, "step": step }),
                due_at: start_of(day, &zone)?.max(act.now),
            },
        )?;
    }
    Ok(())
}
