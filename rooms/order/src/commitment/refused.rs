//! Dates that are not possible: what is refused, with what is possible instead.

use accord_kernel::{Act, Context, Fact, Outcome, Permission, Refusal};
use accord_room_capacity::{self as capacity, OrderAsk, Planned};
use accord_store::Tx;
use serde_json::json;

use super::Commit;
use crate::record::Order;

/// Whether capacity refused a date, and not something else.
pub(crate) fn is_date_refused(refusal: &Refusal) -> bool {
    matches!(refusal.rule, "capacity.too_early" | "capacity.beyond_horizon")
}

/// A date that the check refuses: only the head of manufacturing goes past it, with a reason, and then the soonest
/// that is possible is taken. Otherwise the refusal names the earliest date and what limits it.
pub(super) fn against_check(
    tx: &mut Tx,
    act: &Act<'_>,
    order: &Order,
    asked: &OrderAsk,
    new: &Commit,
    refusal: Refusal,
) -> Outcome<(Planned, Option<String>)> {
    let Some(reason) = &new.override_reason else {
        return Err(not_feasible(tx, act, order, asked, new, refusal));
    };
    if !act.principal.may(Permission::OverrideManufacturing) {
        return Err(Refusal::forbidden("promise.override_not_yours")
            .with("who", Fact::Word("promise-head-manufacturing".to_owned())));
    }
    Ok((capacity::soonest(tx, act, asked)?, Some(reason.clone())))
}

/// The gate's refusal for an order: the earliest date of what was wanted too early, what limits it, and the same act
/// with that date.
fn not_feasible(
    tx: &mut Tx,
    ctx: &Context,
    order: &Order,
    asked: &OrderAsk,
    new: &Commit,
    refusal: Refusal,
) -> Refusal {
    let Ok(capable) = capacity::capable(tx, ctx, asked) else { return refusal };
    let limits = Fact::List(capable.limits.iter().map(|limit| Fact::Text(limit.text.clone())).collect());
    let who = Fact::Word("promise-head-manufacturing".to_owned());
    let never_installed = capable.installs && capable.install.is_none() && capable.install_unknown.is_none();
    let wanted = new.ship.values().min().copied();
    let answer = match capable.ship.filter(|_| !never_installed) {
        None => Refusal::conflict("promise.never_feasible").with("limits", limits),
        Some(ship) => {
            // Where the goods could leave in time, it is the installation that was wanted too early.
            let install =
                capable.install.filter(|_| new.install_on.is_some() && wanted.is_some_and(|on| ship <= on));
            let earliest = install.unwrap_or(ship);
            let input = match (install, wanted) {
                (Some(install), Some(on)) => json!({ "order": order.id, "on": on, "install_on": install }),
                _ => json!({ "order": order.id, "on": ship }),
            };
            Refusal::conflict("promise.not_feasible")
                .with("earliest", earliest)
                .with("limits", limits)
                .possible_action(
                    "promise_earliest",
                    vec![("earliest", earliest.into())],
                    "order.commit_date",
                    input,
                )
        }
    };
    answer.possible("promise_override", vec![("who", who)]).detail(json!({
        "earliest": capable.ship,
        "earliest_install": capable.install,
        "limits": capable.limits,
        "override_by": Permission::OverrideManufacturing.word(),
    }))
}

/// A target that is not possible is refused with the earliest that is.
pub(super) fn target_refused(order: &Order, refusal: Refusal) -> Refusal {
    let earliest = refusal.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Date(date) if *name == "earliest_ship" => Some(*date),
        _ => None,
    });
    let mut answer = Refusal::conflict("order.target_not_feasible");
    answer.facts = refusal.facts;
    answer.detail = refusal.detail;
    match earliest {
        Some(date) => answer.possible_action(
            "aim_at",
            vec![("earliest", date.into())],
            "order.set_target",
            json!({ "order": order.id, "on": date }),
        ),
        None => answer,
    }
}
