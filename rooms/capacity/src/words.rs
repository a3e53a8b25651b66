//! Limits, refused dates and faults as message keys with facts.

use std::collections::BTreeMap;

use accord_kernel::{Context, Fact, Refusal, fact_json};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::rules::{
    CapacityError,
    calendar::{DayBasis, DaySpan, ProductionWeek},
    knock_on::Cause,
    limit::{Limit, LimitKind, ShortWeek},
};

/// Names of products, skills and territories behind the rules' keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    pub(crate) fn put(&mut self, id: Uuid, name: String) {
        self.0.insert(id.to_string(), name);
    }

    /// The name behind a key; the key itself when it has none.
    fn of(&self, key: &str) -> Fact {
        Fact::Text(self.0.get(key).cloned().unwrap_or_else(|| key.to_owned()))
    }
}

type Facts = Vec<(&'static str, Fact)>;

/// One step by which a date became later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitFacts {
    /// Word; its message is `limit-<word>`.
    pub limit: String,
    /// Its facts.
    pub facts: JsonValue,
    /// The sentence in the reader's language.
    pub text: String,
    /// The day before the step.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// The day after it; open when it led beyond the planning horizon.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
}

/// The message of a limit's word.
fn message(word: &str) -> String {
    format!("limit-{}", word.replace('_', "-"))
}

/// A limit as its word and facts; the message is `limit-<word>`.
pub(crate) fn limit(limit: &Limit, names: &Names) -> accord_kernel::Limit {
    let (key, mut facts) = of_kind(&limit.kind, names);
    facts.push(("from", limit.from.into()));
    facts.push(("to", limit.to.map_or_else(|| Fact::Word("capacity-beyond".to_owned()), Fact::Date)));
    (key, facts)
}

/// A limit as an answer shows it.
pub(crate) fn limit_facts(one: &Limit, names: &Names, ctx: &Context) -> LimitFacts {
    let (word, facts) = limit(one, names);
    LimitFacts {
        limit: word.to_owned(),
        text: ctx.tongue().say_with(&message(word), &facts),
        facts: json_facts(&facts),
        from: one.from,
        to: one.to,
    }
}

pub(crate) fn json_facts(facts: &[(&'static str, Fact)]) -> JsonValue {
    JsonValue::Object(
        facts.iter().map(|(name, fact)| ((*name).to_owned(), fact_json(fact))).collect::<Map<_, _>>(),
    )
}

fn of_kind(kind: &LimitKind, names: &Names) -> (&'static str, Facts) {
    match kind {
        LimitKind::LeadTime { product, span } => {
            ("lead_time", with_span(vec![("product", names.of(product.as_str()))], *span))
        }
        LimitKind::Today => ("today", Vec::new()),
        LimitKind::Materials { product } => ("materials", vec![("product", names.of(product.as_str()))]),
        LimitKind::PlantCalendar { product } => {
            ("plant_calendar", vec![("product", names.of(product.as_str()))])
        }
        LimitKind::SlotsFull { product, weeks } => {
            ("slots_full", with_weeks(vec![("product", names.of(product.as_str()))], weeks))
        }
        LimitKind::ShippedTogether => ("shipped_together", Vec::new()),
        LimitKind::Transport { span } => ("transport", with_span(Vec::new(), *span)),
        LimitKind::SiteReady => ("site_ready", Vec::new()),
        LimitKind::SiteCalendar => ("site_calendar", Vec::new()),
        LimitKind::CrewsFull { region, skill, weeks } => {
            let facts = vec![("region", names.of(region.as_str())), ("skill", names.of(skill.as_str()))];
            ("crews_full", with_weeks(facts, weeks))
        }
        LimitKind::PartSupply { part, free, span } => {
            let facts = vec![("product", names.of(part.as_str())), ("free", (*free).into())];
            ("part_supply", with_span(facts, *span))
        }
        LimitKind::PartReceipt { part, free } => {
            ("part_receipt", vec![("product", names.of(part.as_str())), ("free", (*free).into())])
        }
        LimitKind::StoreCalendar => ("store_calendar", Vec::new()),
    }
}

fn with_span(mut facts: Facts, span: DaySpan) -> Facts {
    let basis = match span.basis {
        DayBasis::Calendar => "calendar",
        DayBasis::Working => "working",
    };
    facts.push(("days", i64::from(span.days).into()));
    facts.push(("basis", basis.into()));
    facts
}

/// A stretch of weeks that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WeekRange {
    pub(crate) first: ProductionWeek,
    pub(crate) last: ProductionWeek,
}

/// Weeks, in order, folded into stretches.
pub(crate) fn ranges(weeks: impl IntoIterator<Item = ProductionWeek>) -> Vec<WeekRange> {
    let mut ranges: Vec<WeekRange> = Vec::new();
    for week in weeks {
        match ranges.last_mut() {
            Some(range) if range.last.next() == Some(week) => range.last = week,
            _ => ranges.push(WeekRange { first: week, last: week }),
        }
    }
    ranges
}

/// How many weeks, the first and the last, and whether they follow each other: enough for one short sentence however
/// many they are. The weeks themselves stand in the answer's detail.
fn with_weeks(mut facts: Facts, weeks: &[ShortWeek]) -> Facts {
    facts.extend(week_facts(weeks.iter().map(|short| short.week)));
    facts
}

fn week_facts(weeks: impl IntoIterator<Item = ProductionWeek>) -> Facts {
    let weeks: Vec<ProductionWeek> = weeks.into_iter().collect();
    let ranges = ranges(weeks.iter().copied());
    let first = ranges.first().map(|range| range.first.monday());
    let last = ranges.last().map(|range| range.last.monday());
    let day = |day: Option<Date>| day.map_or(Fact::Text(String::new()), Fact::Date);
    vec![
        ("weeks", weeks.len().into()),
        ("stretches", ranges.len().into()),
        ("first", day(first)),
        ("last", day(last)),
    ]
}

/// Why a reservation no longer fits, as message and facts.
pub(crate) fn cause(cause: &Cause) -> (&'static str, Facts) {
    match cause {
        Cause::CapacityFell { weeks } => ("capacity-cause-fell", week_facts(weeks.iter().copied())),
        Cause::Slipped { not_before } => ("capacity-cause-slipped", vec![("day", (*not_before).into())]),
    }
}

/// Facts that contradict themselves, as a refusal.
pub(crate) fn fault(error: &CapacityError, names: &Names) -> Refusal {
    match error {
        CapacityError::EmptyOrder => Refusal::field("/lines", "capacity.empty_order"),
        CapacityError::DuplicateLine { .. } => Refusal::field("/lines", "capacity.duplicate_line"),
        CapacityError::ZeroQuantity { .. } => Refusal::field("/lines", "capacity.zero_quantity"),
        CapacityError::UnknownProduct { .. } | CapacityError::UnknownLine { .. } => Refusal::absent(),
        CapacityError::NoLeadTime { product, on } => {
            let name = names.of(product.as_str());
            let input = serde_json::json!({ "product": product.as_str() });
            Refusal::conflict("capacity.no_lead_time")
                .with("product", name.clone())
                .with("on", *on)
                .possible_action("set_lead_time", vec![("product", name)], "product.set_lead_time", input)
        }
        CapacityError::NoSite { .. } => Refusal::conflict("capacity.no_region"),
        CapacityError::NothingToInstall { .. } => Refusal::conflict("capacity.nothing_to_install"),
        CapacityError::TooMuchWork { skill } => {
            Refusal::conflict("capacity.too_much_work").with("skill", names.of(skill.as_str()))
        }
        CapacityError::DateOutOfRange { date } => {
            Refusal::conflict("capacity.date_out_of_range").with("date", *date)
        }
        CapacityError::BadHorizon { today, until } => {
            Refusal::conflict("capacity.bad_horizon").with("today", *today).with("until", *until)
        }
        CapacityError::Overbooked { week, free, asked } => Refusal::conflict("capacity.overbooked")
            .with("week", week.monday())
            .with("free", *free)
            .with("asked", *asked),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weeks_fold_into_stretches() {
        let week = |month, day| ProductionWeek::of(date(2026, month, day));
        let folded = ranges([week(3, 2), week(3, 9), week(3, 16), week(4, 6), week(4, 20), week(4, 27)]);
        let found: Vec<_> = folded.iter().map(|range| (range.first, range.last)).collect();
        assert_eq!(found, [(week(3, 2), week(3, 16)), (week(4, 6), week(4, 6)), (week(4, 20), week(4, 27))]);
        assert!(ranges([]).is_empty());
    }
}
