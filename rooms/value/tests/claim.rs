//! Claims and their evidence, on both databases (R66).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::{START, World, rooms, rule};

fn claim(more: Value) -> Value {
    let mut claim = json!({
        "text_en": "97 of 100 customers are satisfied with us", "text_pt": "97 de 100 clientes estão satisfeitos",
        "backing": "measure", "metric": "test_satisfaction", "months": 12, "claimed": "97", "sense": "at_least",
        "source": "Survey after installation", "expires_on": "2029-01-31"
    });
    for (name, value) in more.as_object().unwrap() {
        claim[name] = value.clone();
    }
    claim
}

#[test]
fn r66_a_claim_with_enough_answers_is_allowed_and_says_on_what_it_rests() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let enter = |more| house.act(world.head_of_service, "claim.enter", claim(more));
        assert_eq!(rule(house.act(world.rita, "claim.enter", claim(json!({})))).0, "permission");
        enter(json!({})).unwrap();
        let seen = house.view(world.rita, "value.claims", json!({ "usable": true })).unwrap();
        assert_eq!(seen[0]["measured"], json!("97.4"), "{}", house.name());
        assert_eq!(
            (seen[0]["n"].clone(), seen[0]["from"].clone(), seen[0]["to"].clone()),
            (json!(61), json!("2027-05-15"), json!("2028-05-14"))
        );
        assert_eq!(enter(json!({ "claimed": "97.5" })).unwrap_err().rule, "claim.not_true");
        assert_eq!(
            enter(json!({ "metric": "test_few", "claimed": "90" })).unwrap_err().rule,
            "claim.too_few"
        );
        assert_eq!(rule(enter(json!({ "metric": "none_such" }))).1, "/metric");
        assert_eq!(
            rule(enter(json!({ "expires_on": "2028-05-14" }))),
            ("claim.expired".to_owned(), "/expires_on".to_owned())
        );
        house.verify();
    });
}

#[test]
fn r66_a_claim_whose_figure_fell_is_out_at_once_withdrawn_by_morning_and_its_users_are_told() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        house.act(world.head_of_service, "claim.enter", claim(json!({}))).unwrap();
        let usable = || house.view(world.rita, "value.claims", json!({ "usable": true })).unwrap();
        house.advance("2028-05-31T11:00:00Z");
        assert_eq!(usable().as_array().unwrap().len(), 1);
        // The figure falls at noon: no offer has it from then on, before its check has run.
        house.advance("2028-05-31T13:00:00Z");
        assert_eq!(usable(), json!([]), "{}", house.name());
        let all = house.view(world.rita, "value.claims", json!({})).unwrap();
        assert_eq!(
            (all[0]["state"].clone(), all[0]["fault"].clone()),
            (json!("standing"), json!("no_longer_true"))
        );
        house.advance("2028-06-01T06:00:00Z");
        let all = house.view(world.rita, "value.claims", json!({})).unwrap();
        assert_eq!(
            (all[0]["state"].clone(), all[0]["withdrawn_why"].clone()),
            (json!("withdrawn"), json!("no_longer_true"))
        );
        assert_eq!((all[0]["measured"].clone(), all[0]["n"].clone()), (json!("93.1"), json!(66)));
        for who in [world.rita, world.head_of_service] {
            let notices = house.view(who, "people.notices", json!({})).unwrap().to_string();
            assert_eq!(notices.matches("notice-claim-withdrawn").count(), 1, "{notices}");
        }
        house.advance("2028-08-01T06:00:00Z");
        house.verify();
    });
}

#[test]
fn r66_best_in_the_industry_needs_a_comparison_from_outside() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let enter = |more| house.act(world.head_of_service, "claim.enter", claim(more));
        let best = |more: Value| {
            let mut input = json!({ "text_en": "Our help desk is the BEST in the industry" });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            input
        };
        let refused = enter(best(json!({}))).unwrap_err();
        assert_eq!((refused.rule, refused.possible[0].word), ("claim.no_benchmark", "claim-benchmark"));
        let only_pt = json!({ "text_pt": "A líder do setor" });
        assert_eq!(enter(only_pt).unwrap_err().rule, "claim.no_benchmark");
        let outside = json!({
            "backing": "benchmark", "metric": null, "measured": "98", "n": 412, "period_from": "2027-01-01",
            "period_to": "2027-12-31", "source": "Trade press survey of eleven makers"
        });
        assert_eq!(rule(enter(best(json!({ "backing": "benchmark" })))).1, "/period_from");
        let few = best(
            json!({ "backing": "benchmark", "n": 12, "period_from": "2027-01-01", "period_to": "2027-12-31" }),
        );
        assert_eq!(enter(few).unwrap_err().rule, "claim.too_few");
        enter(best(outside)).unwrap();
        let usable = || house.view(world.rita, "value.claims", json!({ "usable": true })).unwrap();
        assert_eq!(usable()[0]["source"], json!("Trade press survey of eleven makers"));
        house.advance("2029-02-01T05:00:00Z");
        assert_eq!(usable(), json!([]), "expired, {}", house.name());
        house.verify();
    });
}

#[test]
fn r66_a_claim_taken_back_by_hand_stays_back() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let entered = house.act(world.head_of_service, "claim.enter", claim(json!({}))).unwrap();
        let withdraw = |version: i64| {
            let input =
                json!({ "claim": entered["claim"], "version": version, "reason": "The survey was ours." });
            house.act(world.head_of_service, "claim.withdraw", input)
        };
        assert_eq!(withdraw(7).unwrap_err().status.code(), 412);
        withdraw(1).unwrap();
        assert_eq!(withdraw(2).unwrap_err().rule, "claim.withdrawn");
        house.advance("2028-05-20T06:00:00Z");
        let all = house.view(world.rita, "value.claims", json!({})).unwrap();
        assert_eq!(all[0]["withdrawn_why"], json!("The survey was ours."), "{}", house.name());
        house.verify();
    });
}

#[test]
fn r66_whatever_the_words_a_comparison_with_others_needs_somebody_outside() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let enter = |more| house.act(world.head_of_service, "claim.enter", claim(more));
        for text in [
            json!({ "text_en": "The quickest repairs in the sector." }),
            json!({ "text_pt": "O conserto mais rápido do setor." }),
            json!({ "text_en": "Nobody in the industry answers sooner." }),
            json!({ "text_en": "Top-rated repairs, say our customers." }),
            json!({ "text_pt": "Ninguém atende mais rápido." }),
            // Said of itself, where no word gives it away.
            json!({ "text_en": "Others call back tomorrow. We have come by then.", "compares": true }),
        ] {
            assert_eq!(enter(text.clone()).unwrap_err().rule, "claim.no_benchmark", "{text}");
        }
        enter(json!({ "text_en": "Most calls are answered within ten minutes.", "compares": false }))
            .unwrap();
        let outside = json!({
            "text_en": "The quickest repairs in the sector.", "compares": true, "backing": "benchmark", "metric": null,
            "measured": "98", "n": 212, "period_from": "2027-01-01", "period_to": "2027-12-31", "source": "Trade press"
        });
        enter(outside).unwrap();
        house.verify();
    });
}
