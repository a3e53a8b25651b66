//! Small pieces that the pages of this room share, and what other rooms' pages take of it.

use accord_face::{
    PageCx,
    parts::{
        Markup, Sphere, html,
        mark::time,
        ruler::{Load, Week},
    },
};
use accord_kernel::Outcome;
use accord_room_catalog::ProductId;
use accord_room_people::TerritoryId;
use jiff::civil::Date;

use crate::{
    LimitFacts,
    views::{CrewLoad, HolderFacts, ProductLoad, WeekLoad, Weeks},
};

/// The pages of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/capacity", "capacity-board"),
        ("/capacity/when", "capacity-when"),
        ("/capacity/parts", "capacity-parts"),
    ];
    cx.tabs("capacity-title", current, &pages)
}

/// Minutes as hours.
pub(super) fn hours(cx: &PageCx<'_, '_>, minutes: i64) -> String {
    let (hours, left) = (minutes.div_euclid(60), minutes.rem_euclid(60));
    let key = if left == 0 { "capacity-hours" } else { "capacity-hours-minutes" };
    cx.say_with(key, &[("hours", hours.into()), ("minutes", left.into())])
}

/// How much of a week is taken, in per cent; a closed week in which something is taken is overfull.
fn percent(week: &WeekLoad) -> u16 {
    if week.capacity <= 0 {
        return if week.taken > 0 { 999 } else { 0 };
    }
    let percent = week.taken.saturating_mul(100) / week.capacity;
    u16::try_from(percent.clamp(0, 999)).unwrap_or(999)
}

fn weeks(cx: &PageCx<'_, '_>, weeks: &[WeekLoad], crew: bool) -> Vec<Week> {
    let amount = |n: i64| if crew { hours(cx, n) } else { cx.tongue().number(n) };
    weeks
        .iter()
        .map(|week| Week {
            start: week.week,
            taken: percent(week),
            text: cx.say_with(
                "capacity-week-text",
                &[
                    ("week", week.week.into()),
                    ("taken", amount(week.taken).into()),
                    ("capacity", amount(week.capacity).into()),
                ],
            ),
        })
        .collect()
}

/// Weeks in which more is promised than there is.
pub(super) fn overfull(weeks: &[WeekLoad]) -> usize {
    weeks.iter().filter(|week| week.free < 0).count()
}

fn summary(cx: &PageCx<'_, '_>, weeks: &[WeekLoad]) -> String {
    let full = weeks.iter().filter(|week| week.free <= 0).count();
    cx.say_with("capacity-summary", &[("full", full.into()), ("weeks", weeks.len().into())])
}

/// A product's slots as a row of the ruler.
pub(super) fn product_load(cx: &PageCx<'_, '_>, load: &ProductLoad) -> Load {
    Load {
        label: load.name.clone(),
        sphere: Sphere::Sales,
        summary: summary(cx, &load.weeks),
        weeks: weeks(cx, &load.weeks, false),
    }
}

/// A crew's hours as a row of the ruler.
pub(super) fn crew_load(cx: &PageCx<'_, '_>, load: &CrewLoad) -> Load {
    Load {
        label: format!("{}, {}", load.territory_name, load.skill_name),
        sphere: Sphere::Service,
        summary: summary(cx, &load.weeks),
        weeks: weeks(cx, &load.weeks, true),
    }
}

/// The load of a product's slots and of a territory's crews, as rows under a date ruler: for the pages of orders.
///
/// # Errors
/// What the view refuses.
pub fn ruler_loads(
    cx: &mut PageCx<'_, '_>,
    product: Option<ProductId>,
    territory: Option<TerritoryId>,
    from: Date,
    count: i64,
) -> Outcome<Vec<Load>> {
    if product.is_none() && territory.is_none() {
        return Ok(Vec::new());
    }
    let seen = cx.view(Weeks { from: Some(from), weeks: Some(count), product, territory, skill: None })?;
    let mut loads: Vec<Load> = seen.products.iter().map(|load| product_load(cx, load)).collect();
    loads.extend(seen.crews.iter().map(|load| crew_load(cx, load)));
    Ok(loads)
}

/// What limits a date, step by step.
pub fn limits_list(limits: &[LimitFacts]) -> Markup {
    html! { ol.limits role="list" { @for limit in limits { li { (limit.text) } } } }
}

/// For whom a week is taken.
pub(super) fn holders(cx: &PageCx<'_, '_>, holders: &[HolderFacts]) -> Markup {
    html! {
        @if !holders.is_empty() {
            ul.plain role="list" {
                @for holder in holders {
                    li {
                        @match holder_href(cx, holder) {
                            Some(href) => { a href=(href) { (holder.label) } },
                            None => { (holder.label) },
                        }
                        " " span.small { (cx.say(&holder.hold.message())) ", " (time(&holder.due_on.to_string(), &cx.date(holder.due_on))) }
                    }
                }
            }
        }
    }
}

fn holder_href(cx: &PageCx<'_, '_>, holder: &HolderFacts) -> Option<String> {
    let order = holder.order.and_then(|order| cx.home("order", order));
    order.or_else(|| cx.home("customer", holder.customer))
}
