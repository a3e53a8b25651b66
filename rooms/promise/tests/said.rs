//! The contradiction watch: warned before, one owner and one answer after (R23).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::*;

fn say(
    house: &House,
    cast: &Cast,
    person: uuid::Uuid,
    date: &str,
    more: Value,
) -> accord_kernel::Outcome<Value> {
    let mut input = json!({
        "customer": cast.customer, "subject_kind": "date", "subject": "Seal kit, pump 4", "date": date,
        "wording": format!("The kit comes on {date}."), "channel": "mail"
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    house.act(person, "statement.say", input)
}

#[test]
fn r23_the_speaker_is_warned_with_wording_author_and_time() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        say(house, &cast, cast.nina, "2027-03-19", json!({})).unwrap();
        house.advance("2027-03-09T12:00:00Z");
        // The same, said by another, in other letters: no contradiction.
        say(house, &cast, cast.rita, "2027-03-19", json!({ "subject": "SEAL KIT,  pump 4." })).unwrap();
        house.advance("2027-03-09T12:30:00Z");
        let refusal = refused(say(house, &cast, cast.rita, "2027-03-17", json!({})));
        assert_eq!((refusal.rule, refusal.status.code()), ("statement.contradicts", 409));
        let detail = refusal.detail.as_ref().unwrap();
        assert_eq!(detail["wording"], json!("The kit comes on 2027-03-19."));
        assert_eq!(detail["person"], json!(cast.rita));
        assert_eq!(detail["said_at"], json!("2027-03-09T12:00:00Z"));
        assert_eq!(refusal.possible.len(), 2);
        // Another subject is another matter.
        say(house, &cast, cast.rita, "2027-03-17", json!({ "subject": "Seal kit, pump 5" })).unwrap();
        house.verify();
    });
}

#[test]
fn r23_when_both_are_out_one_owner_owes_one_call_and_one_answer() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        say(house, &cast, cast.nina, "2027-03-19", json!({})).unwrap();
        // Already said an hour ago: nothing to warn of, a clarification opens.
        house.advance("2027-03-08T14:00:00Z");
        let out = say(house, &cast, cast.saulo, "2027-03-17", json!({ "said_at": "2027-03-08T13:00:00Z" }))
            .unwrap();
        let clarification = out["clarification"].clone();
        let list = |input: Value| house.view(cast.nina, "clarification.list", input).unwrap();
        let row = list(json!({ "state": "open" }))["rows"][0].clone();
        assert_eq!(row["owner"]["id"], json!(cast.rita), "the account's sales owner");
        assert_eq!(row["take_by"], json!("2027-03-08T15:00:00Z"));
        assert_eq!(row["answer_by"], json!("2027-03-09T18:00:00Z"), "one working day of the customer");
        assert_eq!(row["said"].as_array().unwrap().len(), 2);
        assert_eq!(row["better"], out["statement"], "the earlier date is better for the customer");
        assert_eq!(notices(house, cast.rita), ["notice-clarification-opened"]);
        // A third word belongs to the same clarification.
        let third = say(house, &cast, cast.nina, "2027-03-22", json!({ "confirm": true })).unwrap();
        assert_eq!(third["clarification"], clarification);
        // Not taken up in the hour: the head hears of it.
        house.advance("2027-03-08T15:30:00Z");
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-clarification-untaken"), 1);
        let take = |person, version: i64| {
            house.act(
                person,
                "clarification.take",
                json!({ "clarification": clarification, "version": version }),
            )
        };
        assert_eq!(rule(take(cast.saulo, 1)), "clarification.not_yours");
        take(cast.rita, 1).unwrap();
        let answer = |more: Value| {
            let mut input = json!({ "clarification": clarification, "date": "2027-03-19", "wording": "It comes on 19 March.",
                "channel": "call", "contact": cast.contact, "version": 2 });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(cast.rita, "clarification.answer", input)
        };
        assert_eq!(rule(answer(json!({ "channel": "mail" }))), "/channel clarification.by_voice");
        assert_eq!(rule(answer(json!({}))), "/reason clarification.better_stands");
        assert_eq!(rule(answer(json!({ "date": null }))), "/date field.required");
        let done = answer(json!({ "reason": "The kit leaves the port on the 16th." })).unwrap();
        assert_eq!(done["state"], json!("answered"));
        // All of it stays to be read; only the answer stands.
        let all = house.view(cast.nina, "statement.list", json!({ "customer": cast.customer })).unwrap();
        assert_eq!(all["rows"].as_array().unwrap().len(), 4);
        let standing = house
            .view(cast.nina, "statement.list", json!({ "customer": cast.customer, "standing": true }))
            .unwrap();
        assert_eq!(standing["rows"].as_array().unwrap().len(), 1);
        assert_eq!(standing["rows"][0]["id"], done["statement"]);
        assert_eq!(list(json!({ "id": clarification }))["rows"][0]["said"].as_array().unwrap().len(), 4);
        // The answer is what the next speaker is measured against.
        assert_eq!(rule(say(house, &cast, cast.nina, "2027-03-22", json!({}))), "statement.contradicts");
        say(house, &cast, cast.nina, "2027-03-19", json!({})).unwrap();
        house.advance("2027-03-12T12:00:00Z");
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-clarification-unanswered"), 0);
        house.verify();
    });
}

#[test]
fn r23_an_answer_that_is_owed_too_long_goes_up() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        say(house, &cast, cast.nina, "2027-03-19", json!({})).unwrap();
        say(house, &cast, cast.rita, "2027-03-17", json!({ "confirm": true })).unwrap();
        house.advance("2027-03-09T17:59:59Z");
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-clarification-unanswered"), 0);
        house.advance("2027-03-09T18:00:00Z");
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-clarification-unanswered"), 1);
        house.advance("2027-03-20T18:00:00Z");
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-clarification-unanswered"), 1);
        house.verify();
    });
}

#[test]
fn r23_a_promised_date_is_a_statement_and_a_told_correction_is_none_against_it() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let about = json!({ "kind": "order_line", "id": "0191d7a0-0000-7000-8000-000000000002" });
        let part = |on: &str, told: &str| {
            let subject = json!({ "on_hand": 1 });
            cast.promise("part", json!({ "due_on": on, "told": told, "about": about, "subject": subject }))
        };
        let made = part("2027-03-24", "call");
        let made = house.act(cast.rita, "promise.make", made).unwrap();
        let other = json!({ "customer": cast.customer, "subject_kind": "date", "subject": "part", "about": about,
            "date": "2027-03-23", "wording": "It comes on the 23rd.", "channel": "chat" });
        assert_eq!(rule(house.act(cast.nina, "statement.say", other.clone())), "statement.contradicts");
        let redate = json!({ "promise": made["promise"], "due_on": "2027-03-23", "reason": "Found one.", "told": "call",
            "accepted": true, "version": 1 });
        house.act(cast.rita, "promise.redate", redate).unwrap();
        house.act(cast.nina, "statement.say", other).unwrap();
        assert_eq!(house.view(cast.rita, "clarification.list", json!({})).unwrap()["rows"], json!([]));
        // A second promise with another date about the same thing is stopped, too.
        let twice = part("2027-03-30", "mail");
        assert_eq!(rule(house.act(cast.rita, "promise.make", twice)), "statement.contradicts");
        house.verify();
    });
}

/// A promise that is about no thing, told by somebody.
fn list_on(
    house: &House,
    cast: &Cast,
    person: uuid::Uuid,
    on: &str,
    more: Value,
) -> accord_kernel::Outcome<Value> {
    let mut input = cast.promise(
        "document",
        json!({ "due_on": on, "told": "mail", "owner": cast.nina, "wording": format!("The list of spares on {on}.") }),
    );
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    house.act(person, "promise.make", input)
}

#[test]
fn r23_what_was_promised_before_is_chosen_as_the_matter_and_warns() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let first = list_on(house, &cast, cast.nina, "2027-03-15", json!({})).unwrap();
        house.advance("2027-03-09T12:00:00Z");
        let matter = json!({ "matter": first["promise"] });
        let refusal = refused(list_on(house, &cast, cast.rita, "2027-03-24", matter.clone()));
        assert_eq!(refusal.rule, "statement.contradicts");
        let detail = refusal.detail.as_ref().unwrap();
        assert_eq!(detail["wording"], "The list of spares on 2027-03-15.");
        assert_eq!(
            (&detail["person"], &detail["said_at"]),
            (&json!(cast.nina), &json!("2027-03-08T12:00:00Z"))
        );
        // A promise of another kind and a mail about the same matter are measured against it, in whatever words.
        let call =
            json!({ "kind": "call_back", "matter": first["promise"], "wording": "I call with the list." });
        assert_eq!(rule(list_on(house, &cast, cast.rita, "2027-03-18", call)), "statement.contradicts");
        let mail =
            json!({ "matter": first["promise"], "subject": null, "wording": "You have it on the 19th." });
        assert_eq!(rule(say(house, &cast, cast.rita, "2027-03-19", mail.clone())), "statement.contradicts");
        say(house, &cast, cast.rita, "2027-03-15", mail).unwrap();
        // Another list is another matter.
        list_on(house, &cast, cast.rita, "2027-03-25", json!({})).unwrap();
        // Said all the same: both are out and stay to be read, and one colleague owes one answer.
        let mut out = matter;
        out["confirm"] = json!(true);
        let second = list_on(house, &cast, cast.rita, "2027-03-24", out).unwrap();
        let row = house.view(cast.nina, "clarification.list", json!({})).unwrap()["rows"][0].clone();
        let said: Vec<&Value> = row["said"].as_array().unwrap().iter().map(|said| &said["promise"]).collect();
        assert!(said.contains(&&first["promise"]) && said.contains(&&second["promise"]), "{row}");
        // It belongs to the first matter, and a new due goes on in it.
        let third = json!({ "matter": second["promise"] });
        assert_eq!(rule(list_on(house, &cast, cast.nina, "2027-03-29", third)), "statement.contradicts");
        // The clarification keeps everything that was said about it, whichever of the promises ends.
        let broken = json!({ "promise": first["promise"], "reason": "Nobody has it.", "version": 1 });
        house.act(cast.nina, "promise.break", broken).unwrap();
        let row = house.view(cast.nina, "clarification.list", json!({})).unwrap()["rows"][0].clone();
        assert_eq!(row["said"].as_array().unwrap().len(), said.len(), "{row}");
        let standing = json!({ "customer": cast.customer, "standing": true });
        let standing = house.view(cast.nina, "statement.list", standing).unwrap();
        assert_eq!(standing["rows"].as_array().unwrap().len(), 1, "the other promise stands: {standing}");
        let redate = json!({ "promise": second["promise"], "due_on": "2027-03-26", "reason": "Ill.", "told": "call",
            "wording": "The list of spares on Friday.", "version": 1 });
        house.act(cast.rita, "promise.redate", redate).unwrap();
        let all = house.view(cast.nina, "statement.list", json!({ "customer": cast.customer })).unwrap();
        let friday = all["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["wording"] == "The list of spares on Friday.");
        assert_eq!(friday.unwrap()["about_id"], first["promise"]);
        house.verify();
    });
}

#[test]
fn r23_a_matter_is_one_in_whatever_words() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let first =
            say(house, &cast, cast.nina, "2027-03-19", json!({ "subject": "Drive unit 881" })).unwrap();
        let matter = |date: &str| {
            let more = json!({ "matter": first["statement"], "subject": "the drive unit" });
            say(house, &cast, cast.rita, date, more)
        };
        assert_eq!(rule(matter("2027-03-17")), "statement.contradicts");
        matter("2027-03-19").unwrap();
        let promised = json!({ "matter": first["statement"], "kind": "free", "owner": cast.rita });
        assert_eq!(rule(list_on(house, &cast, cast.rita, "2027-03-17", promised)), "statement.contradicts");
        let about = json!({ "kind": "order", "id": uuid::Uuid::from_u128(1) });
        let both = json!({ "matter": first["statement"], "about": about });
        assert_eq!(rule(say(house, &cast, cast.rita, "2027-03-17", both)), "/matter promise.matter_or_about");
        assert_eq!(
            rule(say(house, &cast, cast.rita, "2027-03-17", json!({ "subject": null }))),
            "/subject field.empty"
        );
        let other = json!({ "name": "Outra", "territory": cast.north });
        let other = id(&house.act(cast.head_of_sales, "customer.enter", other).unwrap(), "id");
        let theirs = json!({ "customer": other, "matter": first["statement"] });
        assert_eq!(rule(say(house, &cast, cast.rita, "2027-03-17", theirs)), "absent");
        let nothing = json!({ "matter": uuid::Uuid::from_u128(7) });
        assert_eq!(rule(list_on(house, &cast, cast.rita, "2027-03-17", nothing)), "absent");
        house.verify();
    });
}

#[test]
fn r23_a_promised_part_is_a_statement_until_its_promise_ends() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let kit = uuid::Uuid::from_u128(881);
        let part = |on: &str, more: Value| {
            let mut input = cast.promise("part", json!({ "due_on": on, "told": "call", "part": kit }));
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(cast.rita, "promise.make", input)
        };
        assert_eq!(rule(part("2027-03-15", json!({ "part": null }))), "/part field.required");
        assert_eq!(rule(part("2027-03-15", json!({ "quantity": 0 }))), "/quantity field.not_positive");
        assert_eq!(rule(part("2027-03-15", json!({ "kind": "visit" }))), "/part promise.part_alone");
        let first = part("2027-03-15", json!({ "quantity": 3, "site": cast.site })).unwrap();
        assert_eq!(one(house, cast.nina, &first)["about_id"], json!(kit));
        assert_eq!(rule(part("2027-03-18", json!({}))), "statement.contradicts");
        let keep = json!({ "promise": first["promise"], "evidence": "Signed for.", "version": 1 });
        house.act(cast.rita, "promise.keep", keep).unwrap();
        // What was kept is no word against the next parts; what is released neither.
        let next = part("2027-03-18", json!({})).unwrap();
        let release = json!({ "promise": next["promise"], "customer_words": "We need none.", "version": 1 });
        house.act(cast.rita, "promise.release", release).unwrap();
        part("2027-03-22", json!({})).unwrap();
        assert_eq!(house.view(cast.nina, "clarification.list", json!({})).unwrap()["rows"], json!([]));
        house.verify();
    });
}

#[test]
fn each_subject_has_its_form() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let said = |kind: &str, more: Value| {
            let mut input = json!({ "customer": cast.customer, "subject_kind": kind, "subject": "Visit", "wording": "It is covered.", "channel": "call" });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(cast.rita, "statement.say", input)
        };
        assert_eq!(rule(said("price", json!({}))), "/price field.required");
        assert_eq!(rule(said("date", json!({ "words": "soon" }))), "/date field.required");
        assert_eq!(rule(said("cover", json!({ "date": "2027-03-19" }))), "/words statement.one_form");
        assert_eq!(
            rule(said("cover", json!({ "said_at": "2027-03-08T12:00:01Z" }))),
            "/said_at promise.in_future"
        );
        let price = |amount: &str| json!({ "price": { "amount": amount, "currency": "EUR" } });
        said("price", price("180.00")).unwrap();
        said("price", price("180")).unwrap();
        assert_eq!(rule(said("price", price("179.99"))), "statement.contradicts");
        said("cover", json!({})).unwrap();
        said("cover", json!({ "wording": "it is COVERED" })).unwrap();
        assert_eq!(rule(said("cover", json!({ "wording": "It is not covered." }))), "statement.contradicts");
        house.verify();
    });
}
