//! Goods leave: the promise of their ship date is kept, on time or late by what the customer was first told.

use std::collections::BTreeSet;

use accord_business_time::Calendar;
use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_capacity::{self as capacity, Firmness, Pool};
use accord_room_promise::{self as promise, Ending, PromiseId, State};
use accord_store::{Json, Tx};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{overtake_checkpoints, release::StateAnswer};
use crate::{
    LineId, LineState, OrderId, OrderState,
    booking::{NewDate, chosen, touches},
    commitment::drop_targets,
    input::{WORDING_MAX, date, text},
    neighbours::place_calendar,
    record::{Line, find, lines},
    release::nothing_open,
    rules::{dates::DateWhat, price::LineKind},
};

/// Records that goods left.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipOrder {
    /// The order.
    pub order: OrderId,
    /// Which lines; all that are due when empty.
    #[serde(default)]
    pub lines: Vec<LineId>,
    /// On which day where they go; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub shipped_on: Option<Date>,
    /// What shows it: the number of a waybill.
    pub evidence: String,
}

impl Action for ShipOrder {
    const NAME: &'static str = "order.ship";
    const PERMISSION: Permission = Permission::OrderPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StateAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StateAnswer> {
        let mut order = find(tx, self.order)?;
        if order.state != OrderState::Released {
            return Err(Refusal::conflict("order.not_released")
                .with("number", order.number.clone())
                .with("state", Fact::Word(order.state.message())));
        }
        let mut lines = lines(tx, order.id)?;
        let named = chosen(&lines, &self.lines)?;
        nothing_open(tx, act, &order, &named)?;
        let evidence = text("/evidence", &self.evidence, WORDING_MAX)?;
        let calendar = place_calendar(tx, &order)?;
        let today = calendar.zone().to_datetime(act.now).date();
        let on = date("/shipped_on", self.shipped_on.unwrap_or(today))?;
        if on > today {
            return Err(Refusal::field("/shipped_on", "order.in_future"));
        }
        if on < order.ordered_on {
            return Err(Refusal::field("/shipped_on", "order.before_ordered"));
        }
        for line in lines.iter_mut().filter(|line| named.contains(&line.id)) {
            let shipped = NewDate {
                what: DateWhat::Shipped,
                on: Some(on),
                reason: &evidence,
                told: false,
                accepted: false,
            };
            crate::booking::set_date(tx, act, line, &shipped)?;
            line.state = LineState::Shipped;
            tx.update(line)?;
        }
        let promises = ship_promises(lines.iter().filter(|line| named.contains(&line.id)));
        keep_promises(tx, act, &lines, promises, &calendar, &evidence)?;
        for line in lines.iter().filter(|line| named.contains(&line.id)) {
            use_up(tx, act, order.id, line, on)?;
        }
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("shipped_on", on);
        act.fact(
            "lines",
            lines.iter().filter(|line| named.contains(&line.id)).map(|line| line.line_no).collect::<Vec<_>>(),
        );
        if !lines.iter().any(Line::is_due) {
            order.state = OrderState::Shipped;
            order.holds = Json(Vec::new());
            tx.update(&mut order)?;
            drop_targets(tx, act, &order)?;
            overtake_checkpoints(tx, act, order.id)?;
        }
        Ok(StateAnswer { order: order.id, state: order.state })
    }
}

/// What a line took is used up: parts have left their place, and slots of weeks after the shipment were not needed. Of
/// two plans for the work on site, for what was told and for what was aimed at, the one stays that still can be.
fn use_up(tx: &mut Tx, act: &mut Act<'_>, order: OrderId, line: &Line, on: Date) -> Outcome<()> {
    let id = Some(line.id.0);
    let aimed = capacity::held_by(tx, order.0)?.iter().any(|held| {
        held.line == id && held.kind == Pool::Crew && held.hold == Firmness::Target && held.realises_on >= on
    });
    let by_target = aimed && line.install_committed_on.is_none();
    capacity::release_some(tx, act, order.0, |held| {
        held.line == id
            && match held.kind {
                Pool::Slot => held.week > on,
                Pool::Crew => (held.hold == Firmness::Target) != by_target,
                Pool::Part => false,
            }
    })?;
    capacity::consume(tx, act, order.0, id)
}

/// The promises of the ship dates of these lines, each once.
pub(super) fn ship_promises<'l>(lines: impl Iterator<Item = &'l Line>) -> BTreeSet<PromiseId> {
    lines.filter_map(|line| line.ship_promise_id).collect()
}

/// Keeps every one of these ship promises of which nothing is due any more, since goods left: all of them, or those that
/// were not taken back.
pub(super) fn keep_promises(
    tx: &mut Tx,
    act: &mut Act<'_>,
    lines: &[Line],
    promises: BTreeSet<PromiseId>,
    calendar: &Calendar,
    evidence: &str,
) -> Outcome<()> {
    for id in promises {
        let of_it =
            || lines.iter().filter(|line| line.ship_promise_id == Some(id) && line.kind == LineKind::Goods);
        if of_it().any(Line::is_due) {
            continue;
        }
        let Some(last) = of_it().filter_map(|line| line.shipped_on).max() else { continue };
        let row = promise::load(tx, id)?;
        if row.state != State::Open {
            continue;
        }
        let at = instant_of(last, calendar, act.now).max(row.made_at);
        promise::keep(tx, act, id, Ending { at: Some(at), evidence: evidence.to_owned() })?;
    }
    Ok(())
}

/// An instant on a civil day that is not after now: the end of its working hours, or now.
fn instant_of(day: Date, calendar: &Calendar, now: Timestamp) -> Timestamp {
    let end = calendar.end_of_working_day(day).ok().or_else(|| {
        let noon = day.to_datetime(jiff::civil::time(12, 0, 0, 0));
        noon.to_zoned(calendar.zone().clone()).ok().map(|at| at.timestamp())
    });
    end.map_or(now, |end| end.min(now))
}
