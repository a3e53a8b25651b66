//! What this room promises, through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod shop;

use accord_kernel::{Caller, Period, Status};
use accord_testing::on_both_databases;
use serde_json::json;
use shop::{Shop, id, refused, rooms, rule, text};

const START: &str = "2026-03-04T09:00:00Z";

#[test]
fn r25_who_got_the_work_is_asked_by_a_link_and_looking_counts_nothing() {
    on_both_databases(rooms, START, |house| {
        let shop = Shop::new(house);
        let who = shop.account("Moinhos do Sado", Some("paula@sado.example"));
        shop.finish(who, "installation");
        assert_eq!(shop.letters(), 0, "it goes out by itself, not in the same breath");
        house.advance("2026-03-04T09:01:00Z");
        assert_eq!(shop.letters(), 1);
        let secret = shop.secret();
        assert!(secret.len() >= 44, "256 bits");
        for _ in 0..3 {
            let card = shop.look(&secret).unwrap();
            assert_eq!((card.language.word(), card.company.as_str()), ("pt-BR", "Prensas Tejo"));
            assert!(card.title.contains("Press 4") && !card.title.contains(&secret));
            assert!(text(&card).contains(r#"name="rating" value="5""#));
        }
        assert_eq!(shop.results()["kinds"][0]["answers"], 0);

        let card = shop.press(&secret, "", "nothing chosen").unwrap();
        assert_eq!(refused(&card), Some(Status::Invalid));
        assert!(text(&card).contains("nothing chosen"), "what was typed is still there");
        assert_eq!(refused(&shop.press(&secret, "6", "").unwrap()), Some(Status::Invalid));
        assert_eq!(refused(&shop.press(&secret, "4", "<script>x</script>\nA porta range").unwrap()), None);
        assert_eq!(refused(&shop.press(&secret, "4", "<script>x</script>\nA porta range").unwrap()), None);
        assert_eq!(refused(&shop.press(&secret, "1", "").unwrap()), Some(Status::Conflict));
        assert!(shop.look(&secret).unwrap().title.contains("Obrigado"));

        let results = shop.results();
        let score = &results["kinds"][0];
        assert_eq!((&score["answers"], &score["percent"]), (&json!(1), &json!("100.0")));
        assert_eq!((&score["sent"], &score["response"]), (&json!(1), &json!("100.0")));
        assert_eq!(score["may_be_claimed"], false);
        assert_eq!(results["by_person"][0]["label"], "Nina");
        let answers = house.view(shop.head, "survey.answers", json!({ "kind": "installation" })).unwrap();
        assert_eq!(answers["rows"][0]["words"], "<script>x</script>\nA porta range");
        house.verify();
    });
}

#[test]
fn a_link_that_is_none_is_absent_and_one_that_is_over_says_so() {
    on_both_databases(rooms, START, |house| {
        let shop = Shop::new(house);
        let first = shop.account("Moinhos", Some("a@moinhos.example"));
        shop.finish(first, "visit");
        house.advance("2026-03-04T09:01:00Z");
        let secret = shop.secret();
        let mut flipped = secret.clone();
        let last = flipped.pop().unwrap();
        flipped.push(if last == 'A' { 'B' } else { 'A' });
        let doubled = format!("{secret}{secret}");
        let zero = format!("{secret}\0");
        for bad in ["", "x", &flipped, &doubled, &zero, &secret[..secret.len() - 1], "../../s"] {
            assert_eq!(rule(shop.look(bad)), "absent", "{bad:?}");
            assert_eq!(rule(shop.press(bad, "5", "")), "absent", "{bad:?}");
        }
        house.advance("2026-04-03T09:01:01Z");
        let card = shop.look(&secret).unwrap();
        assert_eq!(refused(&card), Some(Status::Conflict));
        assert_eq!(refused(&shop.press(&secret, "5", "").unwrap()), Some(Status::Conflict));
        assert_eq!(shop.results()["kinds"][0]["response"], "0.0", "asked and not answered counts (T15)");
        house.verify();
    });
}

#[test]
fn r31_a_customer_in_crisis_is_asked_when_it_is_over() {
    on_both_databases(rooms, START, |house| {
        let shop = Shop::new(house);
        let who = shop.account("Stopped Mills", Some("paula@mills.example"));
        let survey = shop.finish(who, "case");
        house.advance("2026-03-08T09:00:00Z");
        assert_eq!(shop.letters(), 0);
        assert_eq!(rule(house.system("survey.send", json!({ "survey": survey }))), "test.crisis");
        let change = json!({
            "customer": who.0, "version": 1, "name": "Running Mills", "currency": "EUR", "language": "en"
        });
        house.act(shop.head, "customer.change", change).unwrap();
        house.advance("2026-03-08T16:00:00Z");
        assert_eq!(shop.letters(), 1);
        assert_eq!(refused(&shop.press(&shop.secret(), "5", "").unwrap()), None);
        house.verify();
    });
}

#[test]
fn r25_a_score_below_the_limit_is_told_once_and_again_only_after_it_was_above() {
    on_both_databases(rooms, START, |house| {
        let shop = Shop::new(house);
        shop.set("survey.sample_min", json!(4));
        shop.set("survey.installation_percent", json!("80.0"));
        let who = shop.account("Moinhos", Some("a@moinhos.example"));
        let mut minute = 1;
        let mut answer = |rating: &str| {
            shop.finish(who, "installation");
            house.advance(&format!("2026-03-04T09:{minute:02}:00Z"));
            minute += 1;
            assert_eq!(refused(&shop.press(&shop.secret(), rating, "").unwrap()), None);
        };
        let told = || {
            let seen = house.view(shop.head, "people.notices", json!({})).unwrap();
            seen["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "notice-survey-below").count()
        };
        for rating in ["5", "5", "3"] {
            answer(rating);
        }
        assert_eq!(told(), 0, "three answers prove nothing");
        answer("5");
        assert_eq!(told(), 1, "75.0 of n 4");
        answer("2");
        assert_eq!(told(), 1, "once");
        for _ in 0..5 {
            answer("4");
        }
        assert_eq!(shop.results()["kinds"][0]["percent"], "80.0");
        assert_eq!(shop.results()["kinds"][0]["below"], false);
        answer("1");
        assert_eq!(told(), 2);
        house.verify();
    });
}

#[test]
fn r66_all_who_were_asked_count_and_the_figures_have_their_rows() {
    on_both_databases(rooms, START, |house| {
        let shop = Shop::new(house);
        let reachable = shop.account("Moinhos", Some("a@moinhos.example"));
        let silent = shop.account("Silos", None);
        for (hour, rating) in [(10, "5"), (11, "3"), (12, "")] {
            shop.finish(reachable, "installation");
            house.advance(&format!("2026-03-04T{hour}:00:00Z"));
            if !rating.is_empty() {
                assert_eq!(refused(&shop.press(&shop.secret(), rating, "").unwrap()), None);
            }
        }
        shop.finish(silent, "installation");
        house.advance("2026-03-04T18:00:00Z");
        let metric = |name: &'static str| {
            let def = house.kernel.registry.find_metric(name).unwrap();
            let day = |text: &str| text.parse().unwrap();
            let period = Period { from: day("2026-03-04"), to: day("2026-03-04") };
            house
                .kernel
                .read(&Caller::person(shop.head), |reader| (def.run)(reader.tx, &reader.context, period))
                .unwrap()
        };
        let score = metric("installation_satisfaction");
        assert_eq!((score.n, score.value.unwrap().to_string().as_str()), (2, "50.0"));
        assert!(!score.rows[0].good, "bad ones first");
        let response = metric("survey_response");
        assert_eq!((response.n, response.value.unwrap().to_string().as_str()), (3, "66.7"));
        assert_eq!(response.beside, vec![("survey-beside-unreachable".to_owned(), 1)]);
        assert_eq!(shop.results()["unreachable"], 1);
        house.verify();
    });
}

#[test]
fn one_question_for_each_thing_and_contact_and_an_erased_contact_is_asked_no_more() {
    on_both_databases(rooms, START, |house| {
        let shop = Shop::new(house);
        let who = shop.account("Moinhos", Some("a@moinhos.example"));
        let thing = json!({
            "customer": who.0, "contact": who.1, "subject": who.0, "kind": "visit", "person": null
        });
        let first = id(&house.act(shop.engineer, "test.finish", thing.clone()).unwrap(), "survey");
        house.advance("2026-03-04T09:01:00Z");
        assert_eq!(id(&house.act(shop.engineer, "test.finish", thing).unwrap(), "survey"), first);
        house.advance("2026-03-04T09:02:00Z");
        assert_eq!(shop.letters(), 1, "asked once");
        let answered = shop.secret();
        shop.press(&answered, "2", "personal words").unwrap();
        shop.finish(who, "visit");
        house.advance("2026-03-04T09:03:00Z");
        let open = shop.secret();
        let erase = json!({ "contact": who.1, "version": 1, "reason": "asked for it" });
        house.act(shop.officer, "contact.erase", erase).unwrap();
        assert_eq!(rule(shop.press(&open, "5", "")), "absent");
        let rows = house.view(shop.head, "survey.answers", json!({})).unwrap();
        assert_eq!((&rows["rows"][0]["rating"], &rows["rows"][0]["words"]), (&json!(2), &json!(null)));

        let into = shop.account("Moinhos SA", None);
        let merge = json!({ "into": into.0, "from": who.0, "reason": "the same firm" });
        house.act(shop.head, "customer.merge", merge).unwrap();
        let rows = house.view(shop.head, "survey.answers", json!({ "customer": into.0 })).unwrap();
        assert_eq!(rows["rows"].as_array().unwrap().len(), 1);
        house.verify();
    });
}
