use super::*;

fn money(amount: &str, code: &str) -> Money {
    Money::from_decimal_exact(amount.parse().unwrap(), Currency::parse(code).unwrap()).unwrap()
}

fn case(cost: &str, without: &str, with: &str, price: &str, code: &str) -> Case {
    Case::new(&Figures {
        stop_cost: money(cost, code),
        hours_without: without.parse().unwrap(),
        hours_with: with.parse().unwrap(),
        price: money(price, code),
    })
    .unwrap()
}

fn table(case: &Case) -> Vec<String> {
    let say = |year: &Year| format!("{} {} {}", year.outages, year.net, year.roi_percent);
    case.table().unwrap().iter().map(say).collect()
}

#[test]
fn r14_the_table_has_the_year_without_an_outage_and_is_right_to_the_cent() {
    let story = case("100000", "36", "12", "96000", "USD");
    assert_eq!(
        table(&story),
        ["0 USD -96000.00 -100.0", "1 USD 4000.00 4.2", "2 USD 104000.00 108.3", "3 USD 204000.00 212.5"]
    );
    assert_eq!(story.avoided().unwrap(), money("100000", "USD"));
    assert_eq!(story.break_even().unwrap().unwrap().to_string(), "0.96");
    let expected = story.year("1.5".parse().unwrap()).unwrap();
    assert_eq!((expected.net, expected.roi_percent.to_string()), (money("54000", "USD"), "56.3".to_owned()));
    assert_eq!(story.uplift_year(12, 12).unwrap(), money("48000", "USD"));
    let band = story.both_claims().unwrap().unwrap();
    assert_eq!(band, (money("95238.10", "USD"), money("100000", "USD")));
}

#[test]
fn r14_other_currencies_and_figures_nobody_wrote_down() {
    let euro = case("61250.40", "29.5", "7.25", "41999.99", "EUR");
    assert_eq!(euro.avoided().unwrap(), money("56784.23", "EUR"));
    assert_eq!(table(&euro).get(1).unwrap(), "1 EUR 14784.24 35.2");
    let yen = case("9400000", "40", "11", "7300001", "JPY");
    assert_eq!(table(&yen).first().unwrap(), "0 JPY -7300001 -100.0");
    assert_eq!(yen.avoided().unwrap(), money("11358333", "JPY"));
    let dinar = case("12750.375", "33", "9", "12750.375", "KWD");
    assert_eq!(dinar.year(1.into()).unwrap().net, money("0", "KWD"));
    assert_eq!(dinar.verdict(Some(1.into())).unwrap(), Verdict::BreakEven);
}

#[test]
fn r14_what_may_be_said_follows_the_price() {
    assert!(!case("100000", "36", "12", "130000", "USD").one_recovers());
    let fits = case("57600", "30", "10", "46000", "BRL");
    assert!(fits.one_recovers() && fits.two_double());
    assert!(!case("57600", "30", "10", "45000", "BRL").two_double());
}

#[test]
fn r14_worth_more_is_sendable_break_even_is_shown_and_less_is_neither() {
    let plan = case("38400", "30", "10", "48000", "USD");
    let at = |outages: &str| plan.verdict(Some(outages.parse().unwrap())).unwrap();
    assert_eq!((at("1.51"), at("1.50"), at("1.49")), (Verdict::Worth, Verdict::BreakEven, Verdict::TooDear));
    assert_eq!(Verdict::ALL.iter().filter(|verdict| verdict.sendable()).count(), 1);
    assert_eq!(plan.verdict(None).unwrap(), Verdict::Unknown);
    let longer = case("38400", "10", "10", "48000", "USD");
    assert_eq!(longer.verdict(Some(9.into())).unwrap(), Verdict::NoValue);
}

#[test]
fn r14_figures_that_cannot_be_are_refused_by_field() {
    let figures = |cost: &str, without: &str, with: &str, price: &str| Figures {
        stop_cost: money(cost, "USD"),
        hours_without: without.parse().unwrap(),
        hours_with: with.parse().unwrap(),
        price: money(price, "USD"),
    };
    let pointer = |figures: Figures| Case::new(&figures).unwrap_err().fields[0].pointer.clone();
    assert_eq!(pointer(figures("0", "9", "3", "5")), "/stop_cost");
    assert_eq!(pointer(figures("7", "0", "3", "5")), "/hours_without");
    assert_eq!(pointer(figures("7", "9", "-1", "5")), "/hours_with");
    assert_eq!(pointer(figures("7", "9", "3", "0")), "/price");
    let mut two = figures("7", "9", "3", "5");
    two.price = money("5", "EUR");
    assert_eq!(Case::new(&two).unwrap_err().rule, "value.currencies");
}

#[test]
fn r14_a_lower_plan_is_proposed_or_none() {
    let other = |plan: char, net: i64, verdict| Other {
        plan,
        net: Money::new(net, Currency::parse("USD").unwrap()),
        verdict,
    };
    let plans = [
        other('a', 900, Verdict::Worth),
        other('b', 2_500, Verdict::Worth),
        other('c', 0, Verdict::BreakEven),
        other('d', -1, Verdict::TooDear),
    ];
    assert_eq!(propose(&plans).unwrap().plan, 'b');
    assert_eq!(propose(&plans[2..]).unwrap().plan, 'c');
    assert_eq!(propose(&plans[3..]), None);
}

#[test]
fn the_spread_is_the_same_each_time_and_centred_on_the_expectation() {
    let plan = case("52000", "34", "10", "39000", "USD");
    let belief = Belief::Known(1.2);
    let once = plan.spread(belief, 0.4, 11).unwrap();
    assert_eq!(once, plan.spread(belief, 0.4, 11).unwrap());
    assert_ne!(once, plan.spread(belief, 0.4, 12).unwrap());
    assert!(once.p10.minor < once.p50.minor && once.p50.minor < once.p90.minor);
    assert_eq!(once.p10, money("-39000", "USD"), "three years in ten have no outage");
    assert_eq!(outages(1.4999).to_string(), "1.50");
    assert_eq!(outages(f64::NAN).to_string(), "0.00");
}
