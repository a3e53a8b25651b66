//! The named examples of the requirements and of the bad inputs, and others like them on other
//! figures, zones and calendars.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use accord_business_time::{
    Calendar, CivilError, Due, Hours, Pause, TimeError, add_months_clamped, date_in_zone, due, elapsed,
    parse_date, parse_due, percent_at, resolve_civil, warn_at, zone,
};
use jiff::civil::date;
use jiff::tz::offset;
use jiff::{SignedDuration, Timestamp};

const ROME: &str = "Europe/Rome";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn h(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

fn hours(text: &[&str]) -> Vec<Hours> {
    text.iter().map(|entry| entry.parse().unwrap()).collect()
}

fn office(zone: &str) -> Calendar {
    Calendar::weekdays(zone, &hours(&["08:00-12:00", "12:00-17:00"])).unwrap()
}

/// What a local time without daylight-saving trouble is as an instant.
fn local(zone_name: &str, text: &str) -> Timestamp {
    parse_due(text, &zone(zone_name).unwrap()).unwrap()
}

#[test]
fn r30_round_the_clock_response_is_due_in_real_hours() {
    for (zone, called, budget, expected) in [
        ("America/Chicago", "2026-07-18T02:10", 4, "2026-07-18T06:10"),
        ("Asia/Kolkata", "2027-12-25T23:30", 6, "2027-12-26T05:30"),
        ("Pacific/Auckland", "2026-02-28T22:00", 48, "2026-03-02T22:00"),
    ] {
        let calendar = Calendar::always(zone).unwrap();
        let start = local(zone, called);
        assert_eq!(
            due(start, h(budget), &calendar, &[], start),
            Ok(Due::At(local(zone, expected))),
            "{zone}"
        );
    }
}

#[test]
fn r30_standard_cover_is_due_at_the_end_of_the_next_working_day() {
    let chicago = office("America/Chicago");
    for (called, expected) in [
        ("2026-07-18T02:10", "2026-07-20T17:00"),
        ("2026-07-17T09:00", "2026-07-20T17:00"),
        ("2026-07-17T23:59:59", "2026-07-20T17:00"),
        ("2026-07-20T00:00", "2026-07-21T17:00"),
    ] {
        let called = local("America/Chicago", called);
        let expected = local("America/Chicago", expected);
        assert_eq!(chicago.end_of_next_working_day(called), Ok(expected), "{called}");
    }
    let kuwait = Calendar::new(
        "Asia/Kuwait",
        std::array::from_fn(|day| if day == 4 || day == 5 { vec![] } else { hours(&["07:00-15:30"]) }),
        [(date(2026, 7, 19), vec![]), (date(2026, 7, 20), hours(&["07:00-11:15"]))].into(),
    )
    .unwrap();
    let called = local("Asia/Kuwait", "2026-07-16T18:00");
    assert_eq!(kuwait.end_of_next_working_day(called), Ok(local("Asia/Kuwait", "2026-07-20T11:15")));
}

#[test]
fn the_next_working_day_is_counted_from_the_date_at_the_site() {
    let called = at("2026-07-20T22:30:00Z");
    assert_eq!(date_in_zone(called, &zone("Australia/Sydney").unwrap()), date(2026, 7, 21));
    assert_eq!(
        office("Australia/Sydney").end_of_next_working_day(called),
        Ok(local("Australia/Sydney", "2026-07-22T17:00"))
    );
    assert_eq!(
        office("America/Los_Angeles").end_of_next_working_day(called),
        Ok(local("America/Los_Angeles", "2026-07-21T17:00"))
    );
}

#[test]
fn within_n_working_days_counts_from_today() {
    let calendar = office(ROME).with_exception(date(2026, 5, 1), &[]).unwrap();
    let wednesday = local(ROME, "2026-04-29T20:00");
    for (n, expected) in
        [(0, "2026-04-29T17:00"), (1, "2026-04-30T17:00"), (2, "2026-05-04T17:00"), (5, "2026-05-07T17:00")]
    {
        assert_eq!(calendar.end_of_nth_working_day(wednesday, n), Ok(local(ROME, expected)), "{n}");
    }
    let holiday = local(ROME, "2026-05-01T09:00");
    assert_eq!(calendar.end_of_nth_working_day(holiday, 0), Ok(local(ROME, "2026-05-04T17:00")));
}

#[test]
fn r30_warnings_come_at_their_share_of_the_budget() {
    let zone = "America/Chicago";
    let (calendar, start) = (Calendar::always(zone).unwrap(), local(zone, "2026-07-18T02:10"));
    for (percent, expected) in [
        (0, "2026-07-18T02:10"),
        (50, "2026-07-18T04:10"),
        (75, "2026-07-18T05:10"),
        (90, "2026-07-18T05:46"),
        (100, "2026-07-18T06:10"),
        (150, "2026-07-18T08:10"),
    ] {
        let expected = local(zone, expected);
        assert_eq!(percent_at(start, h(4), &calendar, &[], percent, start), Ok(Due::At(expected)));
    }
    let budget = SignedDuration::from_nanos(7);
    let rounded_up = percent_at(start, budget, &calendar, &[], 50, start).unwrap().at().unwrap();
    assert_eq!(rounded_up, start + SignedDuration::from_nanos(4));
}

#[test]
fn r24_a_promise_for_an_instant_warns_by_working_time() {
    let calendar = office(ROME);
    let (made, promised) = (local(ROME, "2026-03-27T13:00"), local(ROME, "2026-03-30T12:00"));
    assert_eq!(warn_at(made, promised, 50, &calendar), Ok(local(ROME, "2026-03-27T17:00")));
    assert_eq!(warn_at(made, promised, 75, &calendar), Ok(local(ROME, "2026-03-30T10:00")));
    let (saturday, sunday) = (local(ROME, "2026-03-28T10:00"), local(ROME, "2026-03-29T10:00"));
    assert_eq!(warn_at(saturday, sunday, 75, &calendar), Ok(saturday));
    assert_eq!(warn_at(sunday, saturday, 75, &calendar), Ok(sunday));
    assert_eq!(warn_at(promised, made, 75, &calendar), Ok(promised));
}

#[test]
fn r24_daylight_saving_counts_real_hours() {
    let rome = Calendar::always(ROME).unwrap();
    let start = local(ROME, "2026-03-29T01:59");
    assert_eq!(rome.advance(start, h(4)), Ok(at("2026-03-29T04:59:00Z")));
    assert_eq!(rome.advance(start, h(4)), Ok(local(ROME, "2026-03-29T06:59")));
    let autumn = local(ROME, "2026-10-25T01:59");
    assert_eq!(rome.advance(autumn, h(4)), Ok(local(ROME, "2026-10-25T04:59")));

    let night = Calendar::weekdays(ROME, &[]).unwrap();
    let spring_night = night.clone().with_exception(date(2026, 3, 29), &hours(&["01:00-05:00"])).unwrap();
    let day = (local(ROME, "2026-03-29T00:00"), local(ROME, "2026-03-30T00:00"));
    assert_eq!(spring_night.working_time(day.0, day.1), h(3));
    let autumn_night = night.clone().with_exception(date(2026, 10, 25), &hours(&["01:00-05:00"])).unwrap();
    let day = (local(ROME, "2026-10-25T00:00"), local(ROME, "2026-10-26T00:00"));
    assert_eq!(autumn_night.working_time(day.0, day.1), h(5));

    let swallowed = night.with_exception(date(2026, 3, 29), &hours(&["02:00-03:00"])).unwrap();
    assert!(!swallowed.is_working_day(date(2026, 3, 29)));
    assert_eq!(
        swallowed.end_of_working_day(date(2026, 3, 29)),
        Err(TimeError::NotAWorkingDay { date: date(2026, 3, 29) })
    );
}

#[test]
fn a_budget_used_up_at_closing_time_is_due_at_closing_time() {
    let calendar = office(ROME);
    let friday = local(ROME, "2026-06-05T15:00");
    assert_eq!(calendar.advance(friday, h(2)), Ok(local(ROME, "2026-06-05T17:00")));
    let one_more = SignedDuration::from_secs(2 * 3600 + 1);
    assert_eq!(calendar.advance(friday, one_more), Ok(local(ROME, "2026-06-08T08:00:01")));
    let saturday = local(ROME, "2026-06-06T15:00");
    assert_eq!(calendar.advance(saturday, h(0)), Ok(saturday));
    assert!(calendar.is_working_at(local(ROME, "2026-06-05T08:00")));
    assert!(!calendar.is_working_at(local(ROME, "2026-06-05T17:00")));
    assert!(!calendar.is_working_at(local(ROME, "2026-06-05T07:59:59")));
}

#[test]
fn pauses_stop_the_clock_and_overlaps_count_once() {
    let calendar = office(ROME);
    let p = |from: &str, until: &str| Pause {
        from: local(ROME, from),
        until: (!until.is_empty()).then(|| local(ROME, until)),
    };
    let start = local(ROME, "2026-06-05T10:00");
    let pauses = [p("2026-06-05T14:00", "2026-06-08T09:00"), p("2026-06-05T13:00", "2026-06-05T16:00")];
    let now = start;
    assert_eq!(due(start, h(6), &calendar, &pauses, now), Ok(Due::At(local(ROME, "2026-06-08T12:00"))));
    assert_eq!(elapsed(start, &calendar, &pauses, local(ROME, "2026-06-08T10:00")), Ok(h(4)));
    assert_eq!(elapsed(start, &calendar, &pauses, local(ROME, "2026-06-05T13:30")), Ok(h(3)));

    let open = [p("2026-06-05T12:00", "2026-06-05T13:00"), p("2026-06-05T13:00", "")];
    let since = local(ROME, "2026-06-05T12:00");
    let paused = Due::Paused { since, remaining: h(4) };
    assert_eq!(due(start, h(6), &calendar, &open, local(ROME, "2026-06-05T13:00")), Ok(paused));
    let before_it_began = due(start, h(6), &calendar, &open, local(ROME, "2026-06-05T12:59"));
    assert_eq!(before_it_began, Ok(Due::At(local(ROME, "2026-06-05T17:00"))));
    assert!(paused.met_by(local(ROME, "2030-01-01T00:00")));

    let backwards = p("2026-06-05T13:00", "2026-06-05T12:00");
    assert_eq!(
        due(start, h(6), &calendar, &[backwards], now),
        Err(TimeError::PauseOutOfOrder { from: backwards.from, until: backwards.until.unwrap() })
    );
}

#[test]
fn a_pause_at_the_due_second_comes_too_late() {
    let calendar = Calendar::always("UTC").unwrap();
    let start = at("2026-06-05T10:00:00Z");
    let end = start + h(4);
    let pause = |from| [Pause { from, until: None }];
    let now = start + h(10);
    assert_eq!(due(start, h(4), &calendar, &pause(end), now), Ok(Due::At(end)));
    let second = SignedDuration::from_secs(1);
    assert_eq!(
        due(start, h(4), &calendar, &pause(end - second), now),
        Ok(Due::Paused { since: end - second, remaining: second })
    );
    let due = Due::At(end);
    assert!(due.met_by(end - second) && due.met_by(end) && !due.met_by(end + second));
}

#[test]
fn a_clock_started_during_a_pause_waits_for_its_end() {
    let calendar = Calendar::always("UTC").unwrap();
    let start = at("2026-06-05T10:00:00Z");
    let pause = |until| [Pause { from: start - h(5), until }];
    assert_eq!(due(start, h(4), &calendar, &pause(Some(start + h(1))), start), Ok(Due::At(start + h(5))));
    let paused = Due::Paused { since: start, remaining: h(4) };
    assert_eq!(due(start, h(4), &calendar, &pause(None), start), Ok(paused));
    assert_eq!(elapsed(start, &calendar, &pause(None), start + h(9)), Ok(h(0)));
}

#[test]
fn r19_the_end_of_a_checkpoint_day_is_its_last_working_hour() {
    let checkpoint = add_months_clamped(date(2026, 2, 2), 1).unwrap();
    assert_eq!(checkpoint, date(2026, 3, 2));
    let chicago = "America/Chicago";
    let end = office(chicago).end_of_working_day(checkpoint);
    assert_eq!(end, Ok(local(chicago, "2026-03-02T17:00")));
    let always = Calendar::always(chicago).unwrap();
    assert_eq!(always.end_of_working_day(checkpoint), Ok(local(chicago, "2026-03-03T00:00")));
    assert_eq!(office(chicago).start_of_working_day(checkpoint), Ok(local(chicago, "2026-03-02T08:00")));
}

#[test]
fn months_are_counted_from_the_anchor_and_clamped() {
    for (anchor, n, expected) in [
        (date(2026, 2, 2), 1, date(2026, 3, 2)),
        (date(2026, 4, 10), 12, date(2027, 4, 10)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ] {
        assert_eq!(add_months_clamped(anchor, n), Ok(expected), "{anchor} + {n}");
    }
    assert_eq!(
        add_months_clamped(date(2026, 1, 1), i32::MAX),
        Err(TimeError::TooFar { from: date(2026, 1, 1) })
    );
}

#[test]
fn working_days_step_over_weekends_and_holidays() {
    let sao_paulo = office("America/Sao_Paulo")
        .with_exception(date(2026, 4, 21), &[])
        .unwrap()
        .with_exception(date(2026, 4, 25), &hours(&["08:00-12:00"]))
        .unwrap();
    let monday = date(2026, 4, 20);
    assert_eq!(sao_paulo.next_working_day(monday), Ok(date(2026, 4, 22)));
    assert_eq!(sao_paulo.previous_working_day(date(2026, 4, 22)), Ok(monday));
    assert_eq!(sao_paulo.working_day_on_or_after(monday), Ok(monday));
    assert_eq!(sao_paulo.working_day_on_or_after(date(2026, 4, 21)), Ok(date(2026, 4, 22)));
    assert_eq!(sao_paulo.working_day_on_or_before(date(2026, 4, 26)), Ok(date(2026, 4, 25)));
    assert_eq!(sao_paulo.add_working_days(monday, 4), Ok(date(2026, 4, 25)));
    assert_eq!(sao_paulo.add_working_days(date(2026, 4, 26), -2), Ok(date(2026, 4, 24)));
    assert_eq!(sao_paulo.add_working_days(date(2026, 4, 21), 0), Ok(date(2026, 4, 21)));
    assert_eq!(sao_paulo.working_days_between(monday, date(2026, 4, 27)), 5);
    assert_eq!(sao_paulo.working_days_between(date(2026, 4, 27), monday), -5);
    assert_eq!(sao_paulo.working_days_between(monday, monday), 0);
}

#[test]
fn a_production_week_begins_on_its_first_working_day() {
    let calendar = office(ROME).with_exception(date(2026, 4, 6), &[]).unwrap();
    for day in 6..=12 {
        assert_eq!(calendar.first_working_day_of_week(date(2026, 4, day)), Some(date(2026, 4, 7)));
    }
    assert_eq!(calendar.first_working_day_of_week(date(2026, 4, 5)), Some(date(2026, 3, 30)));
    let shut = (24..=28).fold(calendar, |c, day| c.with_exception(date(2026, 8, day), &[]).unwrap());
    assert_eq!(shut.first_working_day_of_week(date(2026, 8, 26)), None);
}

#[test]
fn what_has_no_end_is_refused_in_bounded_time() {
    let closed = Calendar::weekdays(ROME, &[]).unwrap();
    let (now, today) = (at("2026-01-05T07:00:00Z"), date(2026, 1, 5));
    let nothing = Err(TimeError::NoWorkingTime { from: today, until: date(2036, 1, 6) });
    assert_eq!(closed.next_working_day(today), nothing);
    assert_eq!(closed.advance(now, h(1)).map(|_| today), nothing);
    assert_eq!(closed.end_of_next_working_day(now).map(|_| today), nothing);
    assert_eq!(due(now, h(1), &closed, &[], now).map(|_| today), nothing);
    assert_eq!(closed.first_working_day_of_week(today), None);
    assert!(!closed.is_working_at(now));

    let open = Calendar::always(ROME).unwrap();
    let too_far = Err(TimeError::TooFar { from: today });
    assert_eq!(open.advance(now, h(24 * 366 * 100)).map(|_| today), too_far);
    assert_eq!(open.advance(now, SignedDuration::MAX).map(|_| today), too_far);
    assert_eq!(open.add_working_days(today, i32::MIN), too_far);
    assert_eq!(percent_at(now, SignedDuration::MAX, &open, &[], 200, now).map(|_| today), too_far);
    assert_eq!(open.advance(now, -h(1)), Err(TimeError::NegativeDuration { duration: -h(1) }));
    assert!(open.advance(Timestamp::MAX, h(1)).is_err());
    assert!(!open.is_working_day(jiff::civil::Date::MAX));
}

#[test]
fn a_skipped_or_repeated_local_time_is_never_settled_in_silence() {
    let rome = zone(ROME).unwrap();
    assert_eq!(
        parse_due("2026-03-29T02:30", &rome),
        Err(CivilError::Skipped {
            local: date(2026, 3, 29).at(2, 30, 0, 0),
            earlier: at("2026-03-29T00:30:00Z"),
            later: at("2026-03-29T01:30:00Z"),
        })
    );
    let twice = date(2026, 10, 25).at(2, 30, 0, 0);
    let (earlier, later) = (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
    assert_eq!(
        resolve_civil(twice, &rome, None),
        Err(CivilError::Ambiguous { local: twice, earlier, later })
    );
    assert_eq!(resolve_civil(twice, &rome, Some(offset(2))), Ok(earlier));
    assert_eq!(resolve_civil(twice, &rome, Some(offset(1))), Ok(later));
    let wrong = offset(3);
    assert_eq!(
        resolve_civil(twice, &rome, Some(wrong)),
        Err(CivilError::WrongOffset { local: twice, offset: wrong })
    );
    let summer = date(2026, 7, 1).at(9, 0, 0, 0);
    assert_eq!(resolve_civil(summer, &rome, Some(offset(2))), Ok(at("2026-07-01T07:00:00Z")));
    assert!(matches!(resolve_civil(summer, &rome, Some(offset(1))), Err(CivilError::WrongOffset { .. })));
    let lord_howe = zone("Australia/Lord_Howe").unwrap();
    assert!(matches!(parse_due("2026-10-04T02:15", &lord_howe), Err(CivilError::Skipped { .. })));
    assert!(parse_due("2026-10-04T02:30", &lord_howe).is_ok());
    let apia = zone("Pacific/Apia").unwrap();
    assert!(matches!(parse_due("2011-12-30T12:00", &apia), Err(CivilError::Skipped { .. })));
}

#[test]
fn typed_times_are_read_strictly() {
    let rome = zone(ROME).unwrap();
    for (text, expected) in [
        ("2026-03-29T03:30", "2026-03-29T01:30:00Z"),
        (" 2026-03-29 03:30:15 ", "2026-03-29T01:30:15Z"),
        ("2026-03-29T02:30Z", "2026-03-29T02:30:00Z"),
        ("2026-03-29T02:30:00.250+05:45", "2026-03-28T20:45:00.25Z"),
        ("2026-10-25T02:30-03:00", "2026-10-25T05:30:00Z"),
        ("1970-01-01T01:00", "1970-01-01T00:00:00Z"),
        ("2200-12-31T23:59:59", "2200-12-31T22:59:59Z"),
    ] {
        assert_eq!(parse_due(text, &rome), Ok(at(expected)), "{text}");
    }
    for text in [
        "",
        "2026-03-29",
        "29/03/2026 03:30",
        "2026-3-29T03:30",
        "2026-03-29T3:30",
        "20260329T0330",
        "2026-03-29T03:30+2",
        "2026-03-29T03:30+02:60",
        "2026-03-29T03:30+24:00",
        "2026-03-29T03:30Zz",
        "2026-03-29T03:30:00.",
        "2026-03-29T03:30:00.1234567890",
        "2026-03-29T03:30[Europe/Rome]",
        "+2026-03-29T03:30",
        "-026-03-29T03:30",
        "２026-03-29T03:30",
        "2026-03-29T03:30é",
        "2026-03-29é03:30",
    ] {
        let unreadable = Err(CivilError::Unreadable { text: text.to_owned() });
        assert_eq!(parse_due(text, &rome), unreadable, "{text}");
    }
    for (text, year, month, day) in [
        ("2026-02-30T10:00", 2026, 2, 30),
        ("2027-02-29T10:00Z", 2027, 2, 29),
        ("2026-13-01T10:00", 2026, 13, 1),
    ] {
        assert_eq!(parse_due(text, &rome), Err(CivilError::NoSuchDate { year, month, day }));
    }
    for (text, hour, minute, second) in
        [("2026-02-03T24:00", 24, 0, 0), ("2026-02-03T10:60", 10, 60, 0), ("2026-02-03T10:59:60", 10, 59, 60)]
    {
        assert_eq!(parse_due(text, &rome), Err(CivilError::NoSuchTime { hour, minute, second }));
    }
    for (text, year) in [("1969-12-31T10:00", 1969), ("2201-01-01T10:00Z", 2201), ("0026-01-01T10:00", 26)] {
        assert_eq!(parse_due(text, &rome), Err(CivilError::YearOutOfRange { year }));
    }
    assert_eq!(parse_date("2026-03-29"), Ok(date(2026, 3, 29)));
    assert_eq!(parse_date("2026-02-30"), Err(CivilError::NoSuchDate { year: 2026, month: 2, day: 30 }));
    assert!(matches!(parse_date("2026-03-29T03:30"), Err(CivilError::Unreadable { .. })));
}
