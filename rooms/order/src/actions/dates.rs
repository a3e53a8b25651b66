//! Dates of an order: what the customer is told, what we aim at, what we expect.

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, Channel, ContactId};
use accord_room_promise::{self as promise, Wish};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ensure_checkpoint;
use crate::{
    LineId, OrderId,
    booking::{NewDate, chosen, load_open, set_date, touches},
    commitment::{self, Commit},
    input::{WORDING_MAX, date, optional, text},
    neighbours::{at_version, today_at},
    record::{Line, Order, lines},
    release::refresh_row,
    rules::dates::{DateWhat, MoveBy, aims_after_told},
    tell::{Word, tell_all_three},
};

/// The dates of an order's line after a change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LineDates {
    /// The line.
    pub line: LineId,
    /// Its number.
    pub line_no: i64,
    /// What the customer asks for.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// What the customer was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub committed_on: Option<Date>,
    /// What the customer was told first.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_committed_on: Option<Date>,
    /// What we aim at.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub target_on: Option<Date>,
    /// What we expect.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub forecast_on: Option<Date>,
    /// When its installation is planned to start.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install_planned_on: Option<Date>,
}

impl LineDates {
    fn of(line: &Line) -> Self {
        Self {
            line: line.id,
            line_no: line.line_no,
            required_on: line.required_on,
            committed_on: line.committed_on,
            first_committed_on: line.first_committed_on,
            target_on: line.target_on,
            forecast_on: line.forecast_on,
            install_planned_on: line.install_planned_on,
        }
    }
}

/// An order's dates after a change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DatesAnswer {
    /// The order.
    pub order: OrderId,
    /// The dates of its goods.
    pub lines: Vec<LineDates>,
    /// What still holds the order.
    pub holds: Vec<String>,
}

/// Writes the order with its holds and answers its dates.
pub(super) fn finish(tx: &mut Tx, act: &mut Act<'_>, mut order: Order) -> Outcome<DatesAnswer> {
    if refresh_row(tx, act, &mut order)? {
        tx.update(&mut order)?;
    }
    act.fact("order", order.id);
    act.fact("number", &order.number);
    let lines = lines(tx, order.id)?;
    let dates = lines.iter().filter(|line| line.product_id.is_some()).map(LineDates::of).collect();
    Ok(DatesAnswer { order: order.id, lines: dates, holds: order.holds.0 })
}

/// Tells the customer a ship date: checked first, then a promise. A date before what is possible is refused with the
/// earliest; only the head of manufacturing goes past it, with a reason that stays on record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitDate {
    /// The order.
    pub order: OrderId,
    /// Lines that ship apart; all that are due when empty.
    #[serde(default)]
    pub lines: Vec<LineId>,
    /// The ship date.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// The day on which installation starts, when that is told too.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub install_on: Option<Date>,
    /// How the customer was told.
    pub told_by: Channel,
    /// Who was told; who ordered when open.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// The wording as the customer got it; the house's own when open.
    #[serde(default)]
    pub wording: Option<String>,
    /// Why a date that stands becomes later.
    #[serde(default)]
    pub reason: Option<String>,
    /// What the customer said to it.
    #[serde(default)]
    pub customer_words: Option<String>,
    /// Why it is promised against the check (head of manufacturing only).
    #[serde(default)]
    pub override_reason: Option<String>,
    /// The order's version that was read, when it must not have changed.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Action for CommitDate {
    const NAME: &'static str = "order.commit_date";
    const PERMISSION: Permission = Permission::OrderCommit;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DatesAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DatesAnswer> {
        let (order, mut lines) = load_open(tx, self.order)?;
        if let Some(version) = self.version {
            at_version(&order, version)?;
        }
        if let Some(contact) = self.contact {
            customer::named_contact(tx, order.customer_id, "/contact", contact)?;
        }
        let named = chosen(&lines, &self.lines)?;
        let on = date("/on", self.on)?;
        if on < today_at(tx, act, &order)? {
            return Err(Refusal::field("/on", "field.past"));
        }
        let install_on = self.install_on.map(|on| date("/install_on", on)).transpose()?;
        if install_on.is_some_and(|install| install < on) {
            return Err(Refusal::field("/install_on", "order.install_before_ship"));
        }
        let some = |pointer: &str, value: &Option<String>| optional(pointer, value.as_deref(), WORDING_MAX);
        let new = Commit {
            ship: named.iter().map(|line| (*line, on)).collect::<BTreeMap<_, _>>(),
            install_on,
            contact: self.contact,
            channel: self.told_by,
            wording: some("/wording", &self.wording)?,
            reason: some("/reason", &self.reason)?,
            customer_words: some("/customer_words", &self.customer_words)?,
            by: MoveBy::Telling,
            override_reason: some("/override_reason", &self.override_reason)?,
        };
        commitment::commit(tx, act, &order, &mut lines, new)?;
        ensure_checkpoint(tx, act, &order, &lines)?;
        finish(tx, act, order)
    }
}

/// Sets the date at which we aim. It takes capacity softly, plans the installation by it, and never leaves the house.
/// Taken back, the installation stands again where it stood without it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTarget {
    /// The order.
    pub order: OrderId,
    /// Lines that ship apart; all that are due when empty.
    #[serde(default)]
    pub lines: Vec<LineId>,
    /// The date; no target when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Action for SetTarget {
    const NAME: &'static str = "order.set_target";
    const PERMISSION: Permission = Permission::OrderPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DatesAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DatesAnswer> {
        let (order, mut lines) = load_open(tx, self.order)?;
        let mut named = chosen(&lines, &self.lines)?;
        if !order.ship_apart {
            named = lines.iter().filter(|line| line.is_due()).map(|line| line.id).collect();
        }
        let reason = optional("/reason", self.reason.as_deref(), WORDING_MAX)?.unwrap_or_default();
        let before: Vec<Option<Date>> = lines.iter().map(|line| line.install_planned_on).collect();
        match self.on {
            Some(on) => {
                let on = date("/on", on)?;
                if on < today_at(tx, act, &order)? {
                    return Err(Refusal::field("/on", "field.past"));
                }
                is_an_aim(&order, &lines, &named, on)?;
                commitment::aim(tx, act, &order, &mut lines, &named, on, &reason)?;
                act.fact("target_on", on);
            }
            None => commitment::stop_aiming(tx, act, &order, &mut lines, &named, &reason)?,
        }
        let moved = lines.iter().map(|line| line.install_planned_on).ne(before);
        if moved {
            let planned = lines.iter().filter_map(|line| line.install_planned_on).max();
            let word = Word::of("notice-installation-planned", &order);
            let word = match planned {
                Some(on) => word.with("on", on),
                None => word.with("on", accord_kernel::Fact::Word("none".to_owned())),
            };
            let persons = crate::neighbours::service_owners(tx, &order)?;
            crate::tell::tell(tx, act, &order, &persons, crate::tell::path(order.id), &word)?;
        }
        ensure_checkpoint(tx, act, &order, &lines)?;
        finish(tx, act, order)
    }
}

/// To ship after the day that the customer was told is no aim: whoever expects it says so, and the customer hears of it.
fn is_an_aim(order: &Order, lines: &[Line], named: &[LineId], on: Date) -> Outcome<()> {
    let told = lines
        .iter()
        .filter(|line| line.is_due() && (!order.ship_apart || named.contains(&line.id)))
        .filter_map(|line| line.committed_on)
        .min();
    match told.filter(|told| aims_after_told(on, Some(*told))) {
        None => Ok(()),
        Some(told) => Err(Refusal::conflict("order.target_after_told")
            .with("on", on)
            .with("stands", told)
            .possible_action(
                "say_forecast",
                vec![("on", on.into())],
                "order.set_forecast",
                json!({ "order": order.id, "on": on }),
            )),
    }
}

/// Says when we expect to ship. Past what the customer was told, the owner hears it at once and the customer is told by
/// a person within a working day (R24); before that nothing leaves the house.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetForecast {
    /// The order.
    pub order: OrderId,
    /// Lines that ship apart; all that are due when empty.
    #[serde(default)]
    pub lines: Vec<LineId>,
    /// When we expect to ship.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Why.
    pub reason: String,
}

impl Action for SetForecast {
    const NAME: &'static str = "order.set_forecast";
    const PERMISSION: Permission = Permission::OrderPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DatesAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DatesAnswer> {
        let (order, mut lines) = load_open(tx, self.order)?;
        let mut named = chosen(&lines, &self.lines)?;
        if !order.ship_apart {
            named = lines.iter().filter(|line| line.is_due()).map(|line| line.id).collect();
        }
        let on = date("/on", self.on)?;
        if on < today_at(tx, act, &order)? {
            return Err(Refusal::field("/on", "field.past"));
        }
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        let mut promises = BTreeSet::new();
        for line in lines.iter_mut().filter(|line| named.contains(&line.id)) {
            if set_date(tx, act, line, &NewDate::inside(DateWhat::Forecast, Some(on), &reason))? {
                tx.update(line)?;
            }
            promises.extend(line.ship_promise_id);
        }
        for id in promises {
            // The line may have expected it before its promise was made.
            if promise::load(tx, id)?.forecast_on != Some(on) {
                promise::forecast(tx, act, id, Wish::On(on), &reason)?;
            }
        }
        if let Some(install) =
            commitment::forecast_installation(tx, act, &order, &mut lines, &named, on, &reason)?
        {
            act.fact("install_forecast_on", install);
        }
        act.fact("forecast_on", on);
        let late = lines
            .iter()
            .any(|line| named.contains(&line.id) && line.committed_on.is_some_and(|told| on > told));
        if late {
            act.fact("late", true);
            let word =
                Word::of("notice-forecast-late", &order).with("on", on).with("reason", reason).urgent();
            tell_all_three(tx, act, &order, &word)?;
        }
        finish(tx, act, order)
    }
}
