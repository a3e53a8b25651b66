//! What a leave takes from a crew's days.

use accord_business_time::{Calendar, TimeError, date_in_zone, elapsed};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::calendar::days;
use super::crew::Leave;

/// The absences of a leave from one instant to another (exclusive), on the days of a crew's calendar. A day of which
/// the leave takes all working time is lost whole; of a day that it only touches the touched minutes are lost.
pub fn absences(from: Timestamp, until: Timestamp, calendar: &Calendar) -> Vec<Leave> {
    let Ok(last_moment) = until.checked_sub(SignedDuration::from_micros(1)) else { return Vec::new() };
    if last_moment < from {
        return Vec::new();
    }
    let first = date_in_zone(from, calendar.zone());
    let last = date_in_zone(last_moment, calendar.zone());
    let mut list = Vec::new();
    for edge in [first, last] {
        if !list.iter().any(|leave: &Leave| leave.from == edge) {
            list.extend(edge_of(edge, from, until, calendar));
        }
    }
    let inner = |day: Result<Date, jiff::Error>| day.ok().filter(|day| first < *day && *day < last);
    if let (Some(second), Some(before_last)) = (inner(first.tomorrow()), inner(last.yesterday())) {
        list.push(Leave { from: second, until: before_last, minutes_a_day: None });
    }
    list.sort_by_key(|leave| leave.from);
    list
}

/// The first or last day of a leave.
fn edge_of(day: Date, from: Timestamp, until: Timestamp, calendar: &Calendar) -> Option<Leave> {
    let lost = lost_on(day, from, until, calendar).ok()?;
    let all = lost_on(day, Timestamp::MIN, Timestamp::MAX, calendar).ok()?;
    if lost <= 0 {
        return None;
    }
    let minutes_a_day = (lost < all).then(|| u32::try_from(lost).unwrap_or(u32::MAX));
    Some(Leave { from: day, until: day, minutes_a_day })
}

/// Working minutes of a day inside a stretch, begun ones counted whole.
fn lost_on(day: Date, from: Timestamp, until: Timestamp, calendar: &Calendar) -> Result<i64, TimeError> {
    let start = calendar.start_of_working_day(day)?.max(from);
    let end = calendar.end_of_working_day(day)?.min(until);
    if end <= start {
        return Ok(0);
    }
    let seconds = elapsed(start, calendar, &[], end)?.as_secs();
    Ok(seconds.div_euclid(60) + i64::from(seconds.rem_euclid(60) > 0))
}

/// The minutes a day that a list of absences leaves of an ordinary number, for tests and explanations.
pub fn left_of(ordinary: u32, day: Date, list: &[Leave]) -> u32 {
    list.iter()
        .filter(|leave| days(leave.from, leave.until).any(|lost| lost == day))
        .fold(ordinary, |left, leave| leave.minutes_a_day.map_or(0, |lost| left.saturating_sub(lost)))
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use jiff::civil::date;

    use super::*;

    fn calendar() -> Calendar {
        let hours = [Hours::new(8 * 60, 12 * 60).unwrap(), Hours::new(13 * 60, 17 * 60).unwrap()];
        Calendar::weekdays("America/Sao_Paulo", &hours).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn whole_days_go_whole_and_edges_by_the_minute() {
        // Sao Paulo is three hours behind: from Tuesday 14:00 to Friday 10:30.
        let list = absences(at("2026-06-09T17:00:00Z"), at("2026-06-12T13:30:00Z"), &calendar());
        let left = |day| left_of(480, date(2026, 6, day), &list);
        assert_eq!([8, 9, 10, 11, 12, 13].map(left), [480, 300, 0, 0, 330, 480]);
    }

    #[test]
    fn a_leave_inside_a_day_over_lunch_counts_working_time_only() {
        let list = absences(at("2026-06-09T14:00:00Z"), at("2026-06-09T17:00:30Z"), &calendar());
        assert_eq!(
            list,
            [Leave { from: date(2026, 6, 9), until: date(2026, 6, 9), minutes_a_day: Some(121) }]
        );
    }

    #[test]
    fn a_leave_of_whole_civil_days_ends_before_the_next_one() {
        let list = absences(at("2026-06-09T03:00:00Z"), at("2026-06-11T03:00:00Z"), &calendar());
        let left = |day| left_of(480, date(2026, 6, day), &list);
        assert_eq!([8, 9, 10, 11].map(left), [480, 0, 0, 480]);
        assert!(absences(at("2026-06-11T03:00:00Z"), at("2026-06-11T03:00:00Z"), &calendar()).is_empty());
    }

    #[test]
    fn a_leave_over_a_weekend_takes_nothing_of_it() {
        let list = absences(at("2026-06-13T03:00:00Z"), at("2026-06-15T03:00:00Z"), &calendar());
        assert!(list.is_empty(), "{list:?}");
    }
}
