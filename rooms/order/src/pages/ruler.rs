//! The date ruler of an order: what they need, what we can, what we said, with the load of slots and crews beneath.

use accord_face::{
    PageCx,
    parts::{
        Markup, Sphere,
        ruler::{DateRuler, Load, Mark, MarkKind, Slack, Week, date_ruler},
    },
};
use jiff::{ToSpan, civil::Date};

use crate::views::{LoadFacts, OrderFacts, WeekFacts};

/// What stands on the ruler beside the order's own dates.
#[derive(Default)]
pub(super) struct Around<'a> {
    pub today: Option<Date>,
    pub earliest_ship: Option<Date>,
    pub earliest_install: Option<Date>,
    pub slots: &'a [LoadFacts],
    pub crews: &'a [LoadFacts],
}

/// Draws it; empty when the order has no date at all.
pub(super) fn ruler(cx: &PageCx<'_, '_>, order: &OrderFacts, around: &Around<'_>) -> Markup {
    let mut marks: Vec<Mark> = Vec::new();
    let mut put = |date: Option<Date>, kind, label: String, note: String| {
        let Some(date) = date else { return };
        if !marks.iter().any(|mark: &Mark| mark.date == date && mark.kind == kind) {
            marks.push(Mark { date, kind, date_text: cx.date(date), label, note });
        }
    };
    let due = || order.lines.iter().filter(|line| line.shipped_on.is_none());
    put(around.today, MarkKind::Today, cx.say("today"), String::new());
    for line in due() {
        put(line.required_on, MarkKind::Requested, cx.say("order-date-required"), String::new());
        let chance = order.promises.iter().find(|promise| Some(promise.id) == line.ship_promise);
        let chance = chance.filter(|promise| promise.chance_n > 0).map(|promise| {
            let facts = [("kept", promise.chance_kept.into()), ("n", promise.chance_n.into())];
            cx.say_with("order-chance", &facts)
        });
        put(
            line.committed_on,
            MarkKind::Committed,
            cx.say("order-date-committed"),
            chance.unwrap_or_default(),
        );
        put(line.target_on, MarkKind::Target, cx.say("order-target"), cx.say("order-inside-only"));
        let forecast = MarkKind::Other(Sphere::Both);
        put(line.forecast_on, forecast, cx.say("order-forecast"), cx.say("order-inside-only"));
        put(
            line.install_planned_on,
            MarkKind::Other(Sphere::Service),
            cx.say("order-install-planned"),
            String::new(),
        );
    }
    for row in order.checkpoints.iter().filter(|row| row.open) {
        let facts = [("owner", row.owner.name.clone().into())];
        put(
            Some(row.due_on),
            MarkKind::Checkpoint,
            cx.say_with("order-checkpoint-of", &facts),
            String::new(),
        );
    }
    if due().all(|line| line.target_on.is_none()) {
        put(
            around.earliest_ship,
            MarkKind::Other(Sphere::Both),
            cx.say("order-earliest-ship"),
            cx.say("order-inside-only"),
        );
    }
    if due().all(|line| line.install_planned_on.is_none()) {
        let kind = MarkKind::Other(Sphere::Service);
        put(around.earliest_install, kind, cx.say("order-earliest-install"), String::new());
    }
    let stands = due().filter_map(|line| line.committed_on.or(line.required_on)).min();
    let slack = around.earliest_ship.zip(stands).filter(|(from, to)| from < to).map(|(from, to)| Slack {
        from,
        to,
        text: cx.say("order-slack-ours"),
    });
    let first = marks.iter().map(|mark| mark.date).min();
    let last = marks.iter().map(|mark| mark.date).max();
    let ticks = first.zip(last).map(|(first, last)| months(cx, first, last)).unwrap_or_default();
    let loads = (around.slots.iter().map(|load| row(cx, load, Sphere::Both)))
        .chain(around.crews.iter().map(|load| row(cx, load, Sphere::Service)))
        .collect();
    date_ruler(&DateRuler { label: cx.say("order-ruler"), marks, slack, ticks, loads })
}

/// Beginnings of months between two days, at most two years of them.
fn months(cx: &PageCx<'_, '_>, first: Date, last: Date) -> Vec<(Date, String)> {
    let start = first.first_of_month();
    start
        .series(1.month())
        .skip_while(|day| *day < first)
        .take_while(|day| *day <= last)
        .take(24)
        .map(|day| (day, cx.say(&format!("month-short-{}", day.month()))))
        .collect()
}

fn row(cx: &PageCx<'_, '_>, load: &LoadFacts, sphere: Sphere) -> Load {
    let percent = |week: &WeekFacts| {
        let taken = week.taken.saturating_mul(100).checked_div(week.capacity);
        u16::try_from(taken.unwrap_or(if week.taken > 0 { 999 } else { 0 }).clamp(0, 999)).unwrap_or(999)
    };
    let full = load.weeks.iter().filter(|week| week.taken >= week.capacity).count();
    Load {
        label: load.label.clone(),
        sphere,
        summary: cx.say_with("order-load", &[("full", full.into()), ("weeks", load.weeks.len().into())]),
        weeks: load
            .weeks
            .iter()
            .map(|week| Week {
                start: week.week,
                taken: percent(week),
                text: cx.say_with(
                    "order-load-week",
                    &[("week", week.week.into()), ("percent", i64::from(percent(week)).into())],
                ),
            })
            .collect(),
    }
}
