//! Dates that are not possible: what is refused, with what is possible instead.

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Act, Context, Fact, Outcome, Permission, Refusal};
use accord_room_capacity::{self as capacity, OrderAsk, Planned};
use accord_store::Tx;
use jiff::civil::Date;
use serde_json::json;

use super::Commit;
use crate::{
    LineId,
    record::{Line, Order},
    rules::dates::{CommittedMove, MoveBy, told_before_expected},
};

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
    let Some(reason) = manufacturings_word(act, new)? else {
        return Err(not_feasible(tx, act, order, asked, new, refusal));
    };
    Ok((capacity::soonest(tx, act, asked)?, Some(reason)))
}

/// The word of the head of manufacturing, by which a date is told against what we know; nothing when none was given.
fn manufacturings_word(act: &Act<'_>, new: &Commit) -> Outcome<Option<String>> {
    if new.override_reason.is_some() && !act.principal.may(Permission::OverrideManufacturing) {
        return Err(Refusal::forbidden("promise.override_not_yours").with("who", who_may()));
    }
    Ok(new.override_reason.clone())
}

fn who_may() -> Fact {
    Fact::Word("promise-head-manufacturing".to_owned())
}

/// A day before the one on which we expect to ship is told to no customer: either the forecast is said anew, or the head
/// of manufacturing answers for the day. What a checkpoint confirms rests on a statement of its own. Answers the reason
/// by which somebody goes past it.
pub(super) fn against_forecast(
    act: &Act<'_>,
    order: &Order,
    lines: &[Line],
    moved: &BTreeMap<LineId, CommittedMove>,
    new: &Commit,
) -> Outcome<Option<String>> {
    if new.by == MoveBy::Checkpoint {
        return Ok(None);
    }
    let told_anew = |line: &&Line| moved.get(&line.id).is_some_and(|how| *how != CommittedMove::Same);
    let too_soon = lines.iter().filter(told_anew).filter_map(|line| {
        let on = *new.ship.get(&line.id)?;
        line.forecast_on.filter(|_| told_before_expected(on, line.forecast_on)).map(|expected| (expected, on))
    });
    let Some((expected, on)) = too_soon.max() else { return Ok(None) };
    if let Some(reason) = manufacturings_word(act, new)? {
        return Ok(Some(reason));
    }
    Err(Refusal::conflict("order.told_before_forecast")
        .with("on", on)
        .with("expected", expected)
        .possible_action(
            "promise_earliest",
            vec![("earliest", expected.into())],
            "order.commit_date",
            json!({ "order": order.id, "on": expected }),
        )
        .possible_action("forecast_anew", Vec::new(), "order.set_forecast", json!({ "order": order.id }))
        .possible("promise_override", vec![("who", who_may())]))
}

/// A ship date after which an installation cannot start on the day that the customer was told is refused with the first
/// day on which it can: the two are told anew together. Otherwise the customer would hold two dates of which one is
/// not true.
pub(super) fn against_installation(
    tx: &mut Tx,
    ctx: &Context,
    order: &Order,
    lines: &[Line],
    installed: &BTreeSet<LineId>,
    asked: &OrderAsk,
    ship: &BTreeMap<LineId, Date>,
) -> Outcome<()> {
    let stands = |line: &Line| line.install_committed_on.filter(|_| installed.contains(&line.id));
    let kept: Vec<(&Line, Date, Date)> =
        lines.iter().filter_map(|line| Some((line, *ship.get(&line.id)?, stands(line)?))).collect();
    if kept.is_empty() {
        return Ok(());
    }
    let due = lines.iter().filter(|line| line.is_due());
    let wanted = capacity::by_line(due.map(|line| match ship.get(&line.id) {
        Some(on) => (line.id.0, Some(*on), None),
        None => (line.id.0, line.committed_on, stands(line)),
    }));
    let begins = match capacity::check(tx, ctx, asked, &wanted) {
        Ok(plan) => plan.deliveries,
        Err(refusal) if is_date_refused(&refusal) => Vec::new(),
        Err(refusal) => return Err(refusal),
    };
    let begin = |line: &Line| {
        begins
            .iter()
            .find(|delivery| delivery.lines.contains(&line.id.0))
            .and_then(|delivery| delivery.install)
    };
    let late =
        kept.iter().filter(|(line, on, stands)| begin(line).is_some_and(|day| day > *stands) || on > stands);
    let Some((line, on, stands)) = late.max_by_key(|(line, ..)| begin(line)) else { return Ok(()) };
    let refusal = Refusal::conflict("order.ships_after_installation").with("on", *on).with("stands", *stands);
    Err(match begin(line) {
        None => refusal.with("earliest", Fact::Word("none".to_owned())),
        Some(earliest) => refusal.with("earliest", earliest).possible_action(
            "install_from",
            vec![("earliest", earliest.into())],
            "order.commit_date",
            json!({ "order": order.id, "on": on, "install_on": earliest }),
        ),
    })
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
    answer.possible("promise_override", vec![("who", who_may())]).detail(json!({
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
