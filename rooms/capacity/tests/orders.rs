//! Orders by table: the story's dates, and worlds unlike it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_business_time::{Calendar, Hours};
use accord_room_capacity::rules::CapacityError;
use accord_room_capacity::rules::calendar::{DateAnswer, DaySpan};
use accord_room_capacity::rules::capable::capable_to_promise;
use accord_room_capacity::rules::commitment::{
    RefusalReason, Wanted, WantedDates, check_commitment, slack_days,
};
use accord_room_capacity::rules::installation::VisitRules;
use accord_room_capacity::rules::key::SkillKey;
use accord_room_capacity::rules::lead_time::LeadTimes;
use accord_room_capacity::rules::limit::{Limit, LimitKind};
use accord_room_capacity::rules::order::ProductSupply;
use jiff::civil::{Date, date};
use support::*;

fn on(year: i16, month: i8, day: i8) -> DateAnswer {
    DateAnswer::On(date(year, month, day))
}

fn names(limits: &[Limit]) -> Vec<&'static str> {
    limits
        .iter()
        .map(|limit| match limit.kind {
            LimitKind::LeadTime { .. } => "lead time",
            LimitKind::Today => "today",
            LimitKind::Materials { .. } => "materials",
            LimitKind::PlantCalendar { .. } => "plant calendar",
            LimitKind::SlotsFull { .. } => "slots full",
            LimitKind::ShippedTogether => "shipped together",
            LimitKind::Transport { .. } => "transport",
            LimitKind::SiteReady => "site ready",
            LimitKind::SiteCalendar => "site calendar",
            LimitKind::CrewsFull { .. } => "crews full",
            _ => "part",
        })
        .collect()
}

#[test]
fn r18_eight_weeks_of_lead_leave_four_weeks_of_slack() {
    let plant = Weekdays::default();
    let today = date(2026, 2, 2);
    let mut supply = supply(vec![("h1", product(DaySpan::calendar(56), true, &plant))], None);
    slots(&mut supply, "h1", weeks(today, &[(1, 0); 30]));
    let request = order(today, vec![line("1", "h1", 1)]);
    let horizon = three_years(today);
    let ctp = capable_to_promise(&request, &supply, &horizon).unwrap();
    assert_eq!(ctp.ship, on(2026, 3, 30));
    assert_eq!(names(&ctp.limits), ["lead time"]);
    assert_eq!(slack_days(date(2026, 3, 30), date(2026, 4, 27)), 28);

    let required = Wanted::whole(Some(date(2026, 4, 27)), None);
    let plan = check_commitment(&request, &supply, &required, &horizon).unwrap().unwrap();
    assert_eq!(slot_weeks(&plan), [("1".to_owned(), date(2026, 4, 27), 1)], "a late date takes a late slot");
    let target = Wanted::whole(Some(date(2026, 3, 30)), None);
    let plan = check_commitment(&request, &supply, &target, &horizon).unwrap().unwrap();
    assert_eq!(slot_weeks(&plan), [("1".to_owned(), date(2026, 3, 30), 1)]);
}

#[test]
fn r18_a_date_before_the_lead_time_is_refused_with_the_earliest() {
    let plant = Weekdays::default();
    for (order_date, lead, wanted, earliest) in [
        (date(2026, 2, 2), 98, date(2026, 4, 27), date(2026, 5, 11)),
        (date(2026, 7, 1), 45, date(2026, 8, 14), date(2026, 8, 17)),
        (date(2027, 12, 31), 21, date(2028, 1, 20), date(2028, 1, 21)),
    ] {
        let mut supply = supply(vec![("p", product(DaySpan::calendar(lead), true, &plant))], None);
        slots(&mut supply, "p", weeks(order_date, &[(1, 0); 30]));
        let request = order(order_date, vec![line("1", "p", 1)]);
        let horizon = three_years(order_date);
        let wish = Wanted::whole(Some(wanted), None);
        let refusal = check_commitment(&request, &supply, &wish, &horizon).unwrap().unwrap_err();
        assert_eq!(refusal.reason, RefusalReason::TooEarly);
        assert_eq!(refusal.earliest_ship, DateAnswer::On(earliest));
        assert!(slack_days(earliest, wanted) < 0);
        let wish = Wanted::whole(Some(earliest), None);
        assert!(check_commitment(&request, &supply, &wish, &horizon).unwrap().is_ok());
    }
}

#[test]
fn r18_what_is_ordered_later_has_its_lead_time_from_then() {
    let plant = Weekdays::default();
    let (first, later) = (date(2026, 9, 1), date(2026, 10, 13));
    let since = [(date(2020, 1, 1), DaySpan::calendar(49)), (date(2026, 10, 1), DaySpan::calendar(70))];
    let lead_times: LeadTimes = since.into_iter().collect();
    let saw = ProductSupply { lead_times, by_slots: false, plant: &plant };
    let supply = supply(vec![("saw", saw)], None);
    let mut added = line("2", "saw", 1);
    added.ordered_on = Some(later);
    let mut request = order(first, vec![line("1", "saw", 1), added]);
    request.shipped_apart = true;
    let horizon = three_years(later);
    let ctp = capable_to_promise(&request, &supply, &horizon).unwrap();
    // Seven weeks from 1 September; ten weeks, the lead time then, from 13 October.
    assert_eq!((ctp.lines[0].ship, ctp.lines[1].ship), (on(2026, 10, 20), on(2026, 12, 22)));
    let wish = |day| Wanted {
        lines: [("2".into(), WantedDates { ship: Some(day), install: None })].into(),
        ..Wanted::default()
    };
    let early = check_commitment(&request, &supply, &wish(date(2026, 12, 21)), &horizon).unwrap();
    assert_eq!(early.unwrap_err().reason, RefusalReason::TooEarly);
    assert!(check_commitment(&request, &supply, &wish(date(2026, 12, 22)), &horizon).unwrap().is_ok());
}

#[test]
fn r18_a_full_week_and_a_closed_plant_move_the_date_on() {
    // Week 32 is full, week 33 the plant is shut, week 34 begins with a holiday.
    let shut: Vec<Date> = (10..=14).map(|day| date(2026, 8, day)).chain([date(2026, 8, 17)]).collect();
    let plant = Weekdays::but(&shut);
    let today = date(2026, 6, 24);
    let mut supply = supply(vec![("mill", product(DaySpan::calendar(42), true, &plant))], None);
    slots(&mut supply, "mill", weeks(date(2026, 8, 3), &[(2, 2), (3, 0), (2, 1), (4, 0)]));
    let one = order(today, vec![line("1", "mill", 1)]);
    let horizon = three_years(today);
    let ctp = capable_to_promise(&one, &supply, &horizon).unwrap();
    assert_eq!(ctp.ship, on(2026, 8, 18));
    assert_eq!(names(&ctp.limits), ["lead time", "slots full"]);
    let LimitKind::SlotsFull { weeks, .. } = &ctp.limits[1].kind else { panic!("slots") };
    assert_eq!(weeks.len(), 2);

    // Three units: one in week 34, two in 35; the order leaves with the last.
    let three = order(today, vec![line("1", "mill", 2), line("2", "mill", 1)]);
    let ctp = capable_to_promise(&three, &supply, &horizon).unwrap();
    assert_eq!(ctp.ship, on(2026, 8, 24));
    // All three fit into the last week, so the earlier slot is left to others.
    assert!(ctp.plan.unwrap().slots.iter().all(|slot| slot.take.week.monday() == date(2026, 8, 24)));

    let too_many = order(today, vec![line("1", "mill", 6)]);
    let ctp = capable_to_promise(&too_many, &supply, &horizon).unwrap();
    assert!(matches!(ctp.ship, DateAnswer::BeyondHorizon { .. }));
    assert_eq!(ctp.plan, None, "an order that cannot be promised as a whole books nothing");
    assert_eq!(ctp.limits.last().unwrap().to, None);
}

#[test]
fn a_slot_of_the_week_in_which_the_lead_time_ends_is_usable_from_that_day() {
    let plant = Weekdays::default();
    let today = date(2026, 3, 4);
    let mut supply = supply(vec![("p", product(DaySpan::working(12), true, &plant))], None);
    slots(&mut supply, "p", weeks(date(2026, 3, 9), &[(5, 0), (1, 0), (5, 0)]));
    let ctp =
        capable_to_promise(&order(today, vec![line("1", "p", 1)]), &supply, &three_years(today)).unwrap();
    assert_eq!(ctp.ship, on(2026, 3, 20), "not the free slots of the week before, nor Monday the 16th");
    let ctp =
        capable_to_promise(&order(today, vec![line("1", "p", 2)]), &supply, &three_years(today)).unwrap();
    assert_eq!(ctp.ship, on(2026, 3, 23));
}

#[test]
fn lines_wait_for_each_other_unless_shipped_apart() {
    let (plant, other) = (Weekdays::default(), Weekdays::but(&[date(2026, 10, 12)]));
    let today = date(2026, 9, 1);
    let mut supply = supply(
        vec![
            ("slow", product(DaySpan::calendar(41), false, &plant)),
            ("fast", product(DaySpan::calendar(7), true, &other)),
        ],
        None,
    );
    slots(&mut supply, "fast", weeks(today, &[(2, 0); 20]));
    let mut request = order(today, vec![line("a", "slow", 1), line("b", "fast", 1)]);
    let horizon = three_years(today);
    let ctp = capable_to_promise(&request, &supply, &horizon).unwrap();
    // Ready on Monday the 12th, but the other plant is closed that day.
    assert_eq!(ctp.ship, on(2026, 10, 13));
    assert_eq!(names(&ctp.limits), ["lead time", "shipped together"]);
    assert_eq!(ctp.lines[1].ready, on(2026, 9, 8));
    assert_eq!(ctp.lines[1].ship, on(2026, 10, 13));
    let plan = ctp.plan.unwrap();
    assert_eq!(
        slot_weeks(&plan),
        [("b".to_owned(), date(2026, 10, 12), 1)],
        "it takes no early slot to wait"
    );

    request.shipped_apart = true;
    let ctp = capable_to_promise(&request, &supply, &horizon).unwrap();
    assert_eq!(ctp.ship, on(2026, 10, 12));
    assert_eq!(ctp.lines[1].ship, on(2026, 9, 8));
    // Each line may have its own date; the second one's is too early.
    let mut wanted = Wanted::whole(Some(date(2026, 10, 30)), None);
    let own = |day| WantedDates { ship: Some(day), install: None };
    wanted.lines.insert("b".into(), own(date(2026, 9, 8)));
    assert!(check_commitment(&request, &supply, &wanted, &horizon).unwrap().is_ok());
    wanted.lines.insert("b".into(), own(date(2026, 9, 7)));
    assert!(check_commitment(&request, &supply, &wanted, &horizon).unwrap().is_err());
}

#[test]
fn an_urgent_second_line_gets_the_early_slot_of_a_patient_first_one() {
    let plant = Weekdays::default();
    let today = date(2026, 9, 7);
    let mut supply = supply(vec![("p", product(DaySpan::calendar(0), true, &plant))], None);
    slots(&mut supply, "p", weeks(today, &[(1, 0), (1, 0)]));
    let mut request = order(today, vec![line("a", "p", 1), line("b", "p", 1)]);
    request.shipped_apart = true;
    let horizon = three_years(today);
    assert_eq!(capable_to_promise(&request, &supply, &horizon).unwrap().lines[1].ship, on(2026, 9, 14));
    let mut wanted = Wanted::whole(Some(date(2026, 9, 18)), None);
    wanted.lines.insert("b".into(), WantedDates { ship: Some(date(2026, 9, 7)), install: None });
    let plan = check_commitment(&request, &supply, &wanted, &horizon).unwrap().unwrap();
    assert_eq!(slot_weeks(&plan)[0], ("b".to_owned(), date(2026, 9, 7), 1));

    // A third line that can only be built in the last week pushes the patient one into the middle.
    slots(&mut supply, "p", weeks(today, &[(1, 0), (1, 0), (1, 0)]));
    let mut late = line("c", "p", 1);
    late.materials_from = Some(date(2026, 9, 21));
    request.lines.push(late);
    wanted.order.ship = Some(date(2026, 9, 25));
    let plan = check_commitment(&request, &supply, &wanted, &horizon).unwrap().unwrap();
    let expected = [("b", date(2026, 9, 7)), ("a", date(2026, 9, 14)), ("c", date(2026, 9, 21))];
    assert_eq!(slot_weeks(&plan), expected.map(|(line, week)| (line.to_owned(), week, 1)));
}

#[test]
fn r20_the_second_order_for_the_last_slot_and_the_last_crew_week_is_told_what_is_possible_and_why() {
    let days = Weekdays::default();
    let today = date(2026, 11, 2);
    let mut supply = supply(
        vec![("press", product(DaySpan::calendar(14), true, &days))],
        Some(site(DaySpan::working(3), &days, VisitRules::default())),
    );
    slots(&mut supply, "press", weeks(date(2026, 11, 16), &[(1, 0), (0, 0), (1, 0)]));
    crews(&mut supply, "rigger", weeks(date(2026, 11, 16), &[(0, 0), (2400, 0), (0, 0), (0, 0), (2400, 0)]));
    let request = order(today, vec![installed(line("1", "press", 1), "rigger", 1900)]);
    let horizon = three_years(today);
    let first = capable_to_promise(&request, &supply, &horizon).unwrap();
    assert_eq!((first.ship, first.install), (on(2026, 11, 16), Some(on(2026, 11, 23))));
    let plan = first.plan.unwrap();
    assert_eq!(crew_weeks(&plan), [("rigger".to_owned(), date(2026, 11, 23), 1900)]);
    supply.books.take(&plan).unwrap();

    let wish = Wanted::whole(Some(date(2026, 11, 16)), Some(date(2026, 11, 23)));
    let second = check_commitment(&request, &supply, &wish, &horizon).unwrap().unwrap_err();
    assert_eq!(second.earliest_ship, on(2026, 11, 30));
    assert_eq!(second.earliest_install, Some(on(2026, 12, 14)));
    assert_eq!(names(&second.limits), ["lead time", "slots full", "transport", "crews full"]);
    let LimitKind::CrewsFull { skill, weeks, .. } = &second.limits[3].kind else { panic!("crews") };
    assert_eq!(*skill, SkillKey::from("rigger"));
    assert_eq!(weeks.len(), 2);
    assert!(supply.books.clone().take(&plan).is_err(), "the same plan does not fit twice");
    supply.books.release(&plan);
    assert!(check_commitment(&request, &supply, &wish, &horizon).unwrap().is_ok());
}

#[test]
fn a_site_in_the_south_with_its_own_holidays_and_a_real_calendar() {
    let hours = [Hours::new(8 * 60, 17 * 60).unwrap()];
    let plant = Calendar::weekdays("Europe/Berlin", &hours).unwrap();
    let brazil = Calendar::weekdays("America/Sao_Paulo", &hours)
        .unwrap()
        .with_exception(date(2026, 2, 16), &[])
        .unwrap()
        .with_exception(date(2026, 2, 17), &[])
        .unwrap();
    let today = date(2026, 1, 14);
    let rules = VisitRules { minutes_a_day: Some(480), ..VisitRules::default() };
    let mut supply = supply(
        vec![("line", product(DaySpan::working(15), true, &plant))],
        Some(site(DaySpan::calendar(10), &brazil, rules)),
    );
    slots(&mut supply, "line", weeks(date(2026, 2, 2), &[(1, 0); 8]));
    crews(&mut supply, "fitter", weeks(date(2026, 2, 9), &[(4800, 0), (2880, 0), (4800, 2400)]));
    let request = order(today, vec![installed(line("1", "line", 1), "fitter", 2000)]);
    let ctp = capable_to_promise(&request, &supply, &three_years(today)).unwrap();
    assert_eq!(ctp.ship, on(2026, 2, 4));
    // Saturday the 14th, then the weekend and carnival.
    assert_eq!(ctp.install, Some(on(2026, 2, 18)));
    assert_eq!(names(&ctp.limits), ["lead time", "transport", "site calendar"]);
    let plan = ctp.plan.unwrap();
    assert_eq!(
        crew_weeks(&plan),
        [("fitter".to_owned(), date(2026, 2, 16), 1440), ("fitter".to_owned(), date(2026, 2, 23), 560)],
        "three days of 480 minutes, then the rest"
    );
    assert_eq!(plan.deliveries[0].install_done, Some(date(2026, 2, 24)));
}

#[test]
fn an_installation_that_may_not_be_interrupted_by_a_weekend_waits() {
    let days = Weekdays::but(&[date(2026, 4, 3), date(2026, 4, 6)]);
    let today = date(2026, 2, 2);
    let rules = VisitRules { minutes_a_day: Some(480), weeks_at_most: Some(1), minutes_a_week_at_least: 240 };
    let mut supply = supply(
        vec![("h1", product(DaySpan::calendar(56), true, &days))],
        Some(site(DaySpan::working(3), &days, rules)),
    );
    slots(&mut supply, "h1", weeks(today, &[(1, 0); 20]));
    crews(&mut supply, "bench", weeks(today, &[(1920, 0); 20]));
    let request = order(today, vec![installed(line("1", "h1", 1), "bench", 1440)]);
    let horizon = three_years(today);
    let ctp = capable_to_promise(&request, &supply, &horizon).unwrap();
    assert_eq!((ctp.ship, ctp.install), (on(2026, 3, 30), Some(on(2026, 4, 7))));
    assert_eq!(ctp.deliveries[0].install_done, Some(on(2026, 4, 9)));

    let wish = Wanted::whole(Some(date(2026, 4, 27)), Some(date(2026, 5, 7)));
    let plan = check_commitment(&request, &supply, &wish, &horizon).unwrap().unwrap();
    assert_eq!(plan.deliveries[0].ship, date(2026, 4, 27));
    assert_eq!(plan.deliveries[0].install, Some(date(2026, 5, 5)), "the last start that ends in its week");
    // An installation wanted before the goods of that ship date arrive pulls the shipment forward.
    let wish = Wanted::whole(Some(date(2026, 4, 27)), Some(date(2026, 4, 28)));
    let plan = check_commitment(&request, &supply, &wish, &horizon).unwrap().unwrap();
    assert_eq!(plan.deliveries[0].install, Some(date(2026, 4, 28)));
    assert_eq!(plan.deliveries[0].ship, date(2026, 4, 23));
    // Only the installation date is wanted: the goods leave just in time.
    let wish = Wanted::whole(None, Some(date(2026, 6, 9)));
    let plan = check_commitment(&request, &supply, &wish, &horizon).unwrap().unwrap();
    assert_eq!(plan.deliveries[0].ship, date(2026, 6, 4));
    assert_eq!(slot_weeks(&plan)[0].1, date(2026, 6, 1));
}

#[test]
fn the_chain_of_limits_starts_at_the_order_and_ends_at_the_answer() {
    let days = Weekdays::default();
    let (ordered, today) = (date(2026, 1, 5), date(2026, 2, 14));
    let mut site = site(DaySpan::calendar(2), &days, VisitRules::default());
    site.ready_from = Some(date(2026, 3, 21));
    let mut supply = supply(vec![("p", product(DaySpan::calendar(20), false, &days))], Some(site));
    crews(&mut supply, "s", weeks(date(2026, 3, 23), &[(60, 0), (600, 0)]));
    let mut item = installed(line("1", "p", 2), "s", 100);
    item.materials_from = Some(date(2026, 3, 1));
    let request = order(ordered, vec![item]);
    let ctp = capable_to_promise(&request, &supply, &three_years(today)).unwrap();
    assert_eq!(
        names(&ctp.limits),
        ["lead time", "today", "materials", "plant calendar", "transport", "site ready", "site calendar"]
    );
    assert_eq!(ctp.install, Some(on(2026, 3, 23)), "60 minutes in the first week, the rest in the next");
    assert_eq!(ctp.limits[0].from, ordered);
    assert!(ctp.limits.windows(2).all(|pair| pair[0].to == Some(pair[1].from)));
    assert!(
        matches!(&ctp.limits[0].kind, LimitKind::LeadTime { span, .. } if *span == DaySpan::calendar(20))
    );
}

#[test]
fn nothing_is_promised_beyond_the_horizon() {
    let days = Weekdays::default();
    let today = date(2026, 1, 5);
    let supply = supply(vec![("p", product(DaySpan::calendar(10), false, &days))], None);
    let request = order(today, vec![line("1", "p", 1)]);
    let horizon = three_years(today);
    let far = Wanted::whole(Some(date(2029, 1, 6)), None);
    let refusal = check_commitment(&request, &supply, &far, &horizon).unwrap().unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::BeyondHorizon);
    assert_eq!(refusal.earliest_ship, on(2026, 1, 15));
    let absurd = Wanted::whole(Some(date(9999, 12, 31)), None);
    assert!(matches!(
        check_commitment(&request, &supply, &absurd, &horizon),
        Err(CapacityError::DateOutOfRange { .. })
    ));
}

#[test]
fn facts_that_contradict_themselves_are_said_to_do_so() {
    let days = Weekdays::default();
    let today = date(2026, 1, 5);
    let supply = supply(vec![("p", product(DaySpan::calendar(10), true, &days))], None);
    let ask = |lines| capable_to_promise(&order(today, lines), &supply, &three_years(today)).unwrap_err();
    assert_eq!(ask(vec![]), CapacityError::EmptyOrder);
    assert!(matches!(ask(vec![line("1", "q", 1)]), CapacityError::UnknownProduct { .. }));
    assert!(matches!(ask(vec![line("1", "p", 0)]), CapacityError::ZeroQuantity { .. }));
    assert!(matches!(ask(vec![line("1", "p", 1), line("1", "p", 1)]), CapacityError::DuplicateLine { .. }));
    assert!(matches!(ask(vec![installed(line("1", "p", 1), "s", 5)]), CapacityError::NoSite { .. }));
    let early = order(date(1999, 12, 31), vec![line("1", "p", 1)]);
    let horizon = three_years(today);
    assert!(matches!(capable_to_promise(&early, &supply, &horizon), Err(CapacityError::NoLeadTime { .. })));
    let request = order(today, vec![line("1", "p", 1)]);
    let wish = Wanted::whole(None, Some(today));
    assert!(matches!(
        check_commitment(&request, &supply, &wish, &horizon),
        Err(CapacityError::NothingToInstall { .. })
    ));
    let mut wish = Wanted::default();
    wish.lines.insert("9".into(), WantedDates::default());
    assert!(matches!(
        check_commitment(&request, &supply, &wish, &horizon),
        Err(CapacityError::UnknownLine { .. })
    ));
    // A product by slots without any slot is never ready.
    let ctp = capable_to_promise(&request, &supply, &horizon).unwrap();
    assert!(matches!(ctp.ship, DateAnswer::BeyondHorizon { .. }));
}
