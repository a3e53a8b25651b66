//! When a replacement programme must be decided at the latest, what it needs, and how far it is (R12).

use accord_kernel::Money;
use jiff::{ToSpan, civil::Date};
use rust_decimal::{Decimal, RoundingStrategy};

use super::pursuit::{days_between, months_later};
use crate::TrialCounts;

/// A programme as the reckoning sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// First day of the window: the day of the trial order.
    pub starts_on: Date,
    /// Whole months of the window.
    pub months: i64,
    /// Units to replace.
    pub units: i64,
    /// Thousandths of a unit that can be installed in a month.
    pub capacity_milli: i64,
    /// Days that making the first ones takes.
    pub lead_days: i64,
    /// Days of delivery and preparation after that.
    pub preparation_days: i64,
}

/// The last day of the window: so many whole months after its first, clamped to the month's end.
pub fn window_end(plan: &Plan) -> Option<Date> {
    months_later(plan.starts_on, plan.months)
}

/// Whole months that the installation of all units takes: a month begun is a month.
pub fn months_needed(units: i64, capacity_milli: i64) -> Option<i64> {
    if units < 0 || capacity_milli <= 0 {
        return None;
    }
    let thousandths = units.checked_mul(1_000)?;
    Some(thousandths / capacity_milli + i64::from(thousandths % capacity_milli != 0))
}

/// The latest first day of installing so that `months` whole months later the window's end is not past. Where months
/// are clamped to their end, several days lead to the same end; the last of them is taken.
fn latest_start(end: Date, months: i64) -> Option<Date> {
    let mut start = end.checked_sub(i32::try_from(months).ok()?.months()).ok()?;
    while let Some(next) =
        start.tomorrow().ok().filter(|next| months_later(*next, months).is_some_and(|at| at <= end))
    {
        start = next;
    }
    Some(start)
}

/// The latest day on which the programme can be decided so that every unit is installed within the window: its end, less
/// the months that installing takes, less the days before the first unit can be installed.
pub fn latest_decision(plan: &Plan) -> Option<Date> {
    let months = months_needed(plan.units, plan.capacity_milli)?;
    let start = latest_start(window_end(plan)?, months)?;
    let before = plan.lead_days.checked_add(plan.preparation_days)?;
    start.checked_sub(before.days()).ok()
}

/// Units a month that the window needs, with two digits after the point.
pub fn need_a_month(units: i64, months: i64) -> Option<Decimal> {
    if months <= 0 {
        return None;
    }
    let exact = Decimal::from(units) / Decimal::from(months);
    let mut rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    Some(rounded)
}

/// So many times a price.
pub fn times(units: i64, price: Money) -> Option<Money> {
    Some(Money::new(price.minor.checked_mul(units)?, price.currency))
}

/// The last day of the trial's warranty: known from its acceptance, or reckoned from the plan while it is not accepted.
pub fn warranty_end(plan: &Plan, months: i64, accepted: Option<Date>) -> Option<Date> {
    if months <= 0 {
        return None;
    }
    let before = plan.lead_days.checked_add(plan.preparation_days)?;
    let from = match accepted {
        Some(on) => on,
        None => plan.starts_on.checked_add(before.days()).ok()?,
    };
    months_later(from, months)?.yesterday().ok()
}

/// What the people of a programme must know of its latest decision date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Alarm {
    /// Days that are left; negative when it is past.
    pub days_left: i64,
    /// It is so near that its owner is warned.
    pub near: bool,
    /// It is past.
    pub past: bool,
    /// It lies before the warranty of the trial ends: waiting for that end is too late.
    pub before_warranty_ends: bool,
}

/// How pressing the decision is.
pub fn alarm(latest: Date, today: Date, warning_days: i64, warranty_end: Option<Date>) -> Alarm {
    let days_left = days_between(today, latest);
    Alarm {
        days_left,
        near: days_left <= warning_days,
        past: days_left < 0,
        before_warranty_ends: warranty_end.is_some_and(|end| latest <= end),
    }
}

/// What came in the place of an old unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Nothing that is known.
    Nothing,
    /// A unit of ours that does not stand yet.
    OursToCome,
    /// A unit of ours that is accepted or in use.
    OursInstalled,
    /// A unit that is not of ours.
    NotOurs,
}

/// An old unit of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Old {
    /// It is the one that the trial unit retires.
    pub by_trial: bool,
    /// It is retired.
    pub retired: bool,
    /// What came in its place.
    pub after: After,
}

impl Old {
    /// Ours stands in its place.
    pub fn replaced(&self) -> bool {
        self.retired && self.after == After::OursInstalled
    }

    /// Somebody else's stands in its place: it is not to be won any more.
    pub fn lost(&self) -> bool {
        self.retired && self.after == After::NotOurs
    }
}

/// Whether the trial unit is one of the units.
pub fn trial_counts(rule: TrialCounts, retires_named_unit: bool) -> bool {
    match rule {
        TrialCounts::NamedUnit => retires_named_unit,
        TrialCounts::Always => true,
        TrialCounts::Never => false,
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many old units went to somebody else: what is left of the programme is fewer by so many.
pub fn lost(units: &[Old]) -> i64 {
    number(units.iter().filter(|unit| unit.lost()).count())
}

/// How many units are done: the new one, of ours, installed and the old one retired. A trial that does not count leaves its old
/// unit aside; one that counts without a named old unit is done when it is installed.
pub fn done(units: &[Old], rule: TrialCounts, trial_installed: bool) -> i64 {
    let named = units.iter().any(|unit| unit.by_trial);
    let counts = trial_counts(rule, named);
    let mine = |unit: &&Old| unit.replaced() && (counts || !unit.by_trial);
    let replaced = number(units.iter().filter(mine).count());
    replaced + i64::from(counts && !named && trial_installed)
}

#[cfg(test)]
mod tests {
    use accord_kernel::Currency;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn plan(
        starts_on: Date,
        months: i64,
        units: i64,
        capacity_milli: i64,
        lead_days: i64,
        preparation_days: i64,
    ) -> Plan {
        Plan { starts_on, months, units, capacity_milli, lead_days, preparation_days }
    }

    #[test]
    fn r12_the_window_the_need_and_the_latest_decision() {
        // The story's own figures, which everybody knows by heart.
        let story = plan(date(2026, 2, 2), 18, 13, 2_000, 56, 14);
        assert_eq!(window_end(&story), Some(date(2027, 8, 2)));
        assert_eq!(need_a_month(13, 18).unwrap().to_string(), "0.72");
        assert_eq!(months_needed(13, 2_000), Some(7));
        assert_eq!(latest_decision(&story), Some(date(2026, 10, 24)));
        // Others: half a unit a month more, no preparation, another window.
        let other = plan(date(2031, 5, 31), 25, 20, 2_500, 90, 0);
        assert_eq!(window_end(&other), Some(date(2033, 6, 30)));
        assert_eq!(months_needed(20, 2_500), Some(8));
        assert_eq!(need_a_month(20, 25).unwrap().to_string(), "0.80");
        // 30 June less 8 months is 30 October, and from the 31st of October eight months lead to 30 June just as well.
        assert_eq!(latest_decision(&other), Some(date(2032, 8, 2)));
        assert_eq!(months_needed(7, 0), None);
    }

    #[test]
    fn r12_it_is_warned_so_many_days_before_and_when_it_lies_before_the_warranty_ends() {
        let own = plan(date(2031, 3, 10), 18, 9, 1_000, 40, 10);
        let latest = latest_decision(&own).unwrap();
        assert_eq!(latest, date(2031, 10, 21));
        let reckoned = warranty_end(&own, 12, None).unwrap();
        assert_eq!(reckoned, date(2032, 4, 28));
        let quiet = alarm(latest, date(2031, 8, 21), 60, Some(reckoned));
        assert_eq!((quiet.days_left, quiet.near, quiet.before_warranty_ends), (61, false, true));
        assert!(alarm(latest, date(2031, 8, 22), 60, None).near);
        assert!(alarm(latest, date(2031, 10, 22), 60, None).past);
        let accepted = warranty_end(&own, 6, Some(date(2031, 4, 21))).unwrap();
        assert_eq!(accepted, date(2031, 10, 20));
        assert!(!alarm(latest, date(2031, 5, 1), 60, Some(accepted)).before_warranty_ends);
    }

    #[test]
    fn r12_one_of_so_many_is_installed_and_its_old_unit_retired() {
        use After::{Nothing, OursInstalled, OursToCome};
        let old = |by_trial, retired, after| Old { by_trial, retired, after };
        let units =
            [old(true, true, OursInstalled), old(false, true, OursToCome), old(false, false, Nothing)];
        assert_eq!(done(&units, TrialCounts::NamedUnit, true), 1);
        assert_eq!(done(&units, TrialCounts::Never, true), 0);
        let unnamed = [old(false, false, Nothing), old(false, true, OursInstalled)];
        assert_eq!(done(&unnamed, TrialCounts::NamedUnit, true), 1);
        assert_eq!(done(&unnamed, TrialCounts::Always, true), 2);
        assert_eq!(done(&unnamed, TrialCounts::Always, false), 1);
    }

    #[test]
    fn r12_what_a_rival_put_in_its_place_is_lost_and_not_done() {
        let old = |retired, after| Old { by_trial: false, retired, after };
        let units = [
            old(true, After::NotOurs),
            old(true, After::OursInstalled),
            old(false, After::NotOurs),
            old(true, After::Nothing),
        ];
        assert_eq!(done(&units, TrialCounts::NamedUnit, false), 1);
        assert_eq!(lost(&units), 1, "what is still in use can be won");
    }

    #[test]
    fn r12_the_value_at_stake_is_exact() {
        let price = Money::new(123_456_789, Currency::parse("EUR").unwrap());
        assert_eq!(times(9, price).unwrap().minor, 1_111_111_101);
        assert_eq!(times(i64::MAX, price), None);
    }

    /// Installs unit after unit, a month at a time, as a crew would: is everything there by the window's end?
    fn in_time(plan: &Plan, decided: Date) -> bool {
        let first = decided.checked_add((plan.lead_days + plan.preparation_days).days()).unwrap();
        let mut months = 0_i64;
        let mut installed_milli = 0_i64;
        while installed_milli < plan.units * 1_000 {
            installed_milli += plan.capacity_milli;
            months += 1;
        }
        months_later(first, months).unwrap() <= window_end(plan).unwrap()
    }

    proptest! {
        #[test]
        fn r12_the_latest_decision_is_what_a_search_over_every_day_finds(
            start in 0_i32..14_000, months in 1_i64..48, units in 1_i64..60,
            capacity_milli in 150_i64..9_000, lead_days in 0_i64..200, preparation_days in 0_i64..60,
        ) {
            let starts_on = date(2000, 1, 1).checked_add(start.days()).unwrap();
            let plan = plan(starts_on, months, units, capacity_milli, lead_days, preparation_days);
            let found = latest_decision(&plan).unwrap();
            // From the window's end backward: the first day on which deciding is in time.
            let mut day = window_end(&plan).unwrap();
            while !in_time(&plan, day) {
                day = day.yesterday().unwrap();
            }
            prop_assert_eq!(found, day);
        }
    }
}
