//! How colleagues are told: channels, quiet time, the daily digest, folding, and what stands in vain (R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{
    Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Registry, Schedule, Touches,
};
use accord_room_people::{
    DigestLine, DigestPart, Notice, NoticeTopic, PersonId, digest, mail, notify, settle_thing,
};
use accord_store::{Tx, params};
use accord_testing::{House, on_both_databases};
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use support::{person, rule, set_up};
use uuid::Uuid;

/// What a higher room would do: tell somebody of something.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Tell {
    person: PersonId,
    number: String,
    #[serde(default)]
    minutes: Option<i64>,
}

impl Action for Tell {
    const NAME: &'static str = "test.tell";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let facts = vec![("number", Fact::from(self.number.clone()))];
        let mut notice =
            Notice::new(self.person, "notice-test-slip", facts).at(format!("/orders/{}", self.number));
        if let Some(minutes) = self.minutes {
            notice = notice.acknowledged_within(SignedDuration::from_mins(minutes));
        }
        notify(tx, act, notice).map(drop)
    }
}

/// What a higher room would do when the thing is done with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Done {
    number: String,
}

impl Action for Done {
    const NAME: &'static str = "test.done";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        settle_thing(tx, act, &format!("/orders/{}", self.number))
    }
}

/// A planned step that fails until somebody mends its cause (here: until there is a territory).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Breaks {}

impl Action for Breaks {
    const NAME: &'static str = "test.breaks";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(Uuid::from_u128(77)))
    }
    fn perform(self, tx: &mut Tx, _: &mut Act<'_>) -> Outcome<()> {
        match tx.query_one("SELECT 1 FROM territory", &[])? {
            Some(_) => Ok(()),
            None => Err(Refusal::conflict("company.none")),
        }
    }
}

/// Plans it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanBreaks {}

impl Action for PlanBreaks {
    const NAME: &'static str = "test.plan_breaks";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let due_at = act.now.checked_add(SignedDuration::from_mins(1)).unwrap();
        let subject = Uuid::from_u128(77);
        act.schedule(
            tx,
            &Schedule { action: "test.breaks", subject, step: "once".to_owned(), input: json!({}), due_at },
        )
    }
}

fn due(_: &mut Tx, ctx: &Context) -> Outcome<Vec<DigestLine>> {
    // As its reader, not as the program.
    let text = format!("for {}", ctx.principal.name);
    Ok(match ctx.principal.name.as_str() {
        "Ana Prado" => vec![DigestLine { text, href: Some("/promises/P-5".to_owned()) }],
        _ => Vec::new(),
    })
}

fn rooms(registry: &mut Registry) {
    support::rooms(registry);
    registry.extend(NoticeTopic { word: "slip", kinds: &["notice-test-"], off: true });
    registry.extend(NoticeTopic { word: "stop", kinds: &["notice-stop"], off: false });
    registry.extend(DigestPart { title: "due-test", read: due });
    registry.action::<Tell>().action::<Done>().action::<Breaks>().action::<PlanBreaks>().locale(
        "notice-test-slip = Order { $number } slips\nnotice-topic-slip = Slips\nnotice-topic-stop = Stops\ndue-test = DUE\n",
        "notice-test-slip = O pedido { $number } atrasa\nnotice-topic-slip = Atrasos\nnotice-topic-stop = Paradas\ndue-test = VENCE\n",
    );
}

/// What stands in the post office and was not seen yet: recipient, subject, text.
fn letters(house: &House) -> Vec<(String, String, String)> {
    house
        .kernel
        .db
        .write(|tx| {
            let sql = "SELECT recipient, subject, body FROM mail WHERE state = 'queued' ORDER BY made_at, id";
            let rows = tx.query(sql, &[])?;
            let list = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect();
            tx.execute("UPDATE mail SET state = 'sent' WHERE state = 'queued'", &[])?;
            list
        })
        .map_err(|error: Refusal| error)
        .unwrap()
}

fn tell(house: &House, by: PersonId, to: PersonId, number: &str, minutes: Option<i64>) {
    house.act(by, "test.tell", json!({ "person": to, "number": number, "minutes": minutes })).unwrap();
}

fn english(house: &House, who: PersonId, more: Value) {
    let mut wish = json!({ "language": "en" });
    for (name, value) in more.as_object().unwrap() {
        wish[name] = value.clone();
    }
    house.act(who, "people.preferences", wish).unwrap();
}

#[test]
fn r67_each_kind_has_its_channel_and_what_must_be_acknowledged_comes_anyway() {
    // A Tuesday, at noon in São Paulo.
    on_both_databases(rooms, "2026-03-03T15:00:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        english(house, ana, json!({}));
        // By default: what must be acknowledged at once, the rest with the digest.
        tell(house, rita, ana, "O-1", None);
        assert!(letters(house).is_empty());
        tell(house, rita, ana, "O-1", Some(40));
        let out = letters(house);
        assert_eq!((out.len(), out[0].1.as_str()), (1, "Order O-1 slips"));
        assert!(!out[0].2.contains("quiet"), "{}", out[0].2);
        let choose =
            |channel: Value| house.act(ana, "notice.choose", json!({ "topic": "slip", "channel": channel }));
        choose(json!("mail")).unwrap();
        tell(house, rita, ana, "O-2", None);
        assert_eq!(letters(house).len(), 1);
        choose(json!("page")).unwrap();
        tell(house, rita, ana, "O-3", Some(40));
        assert!(letters(house).is_empty());
        // Off: what needs no word is not even written, what does comes by the general rule.
        choose(json!("off")).unwrap();
        let seen = || house.view(ana, "people.notices", json!({})).unwrap()["rows"].as_array().unwrap().len();
        let before = seen();
        tell(house, rita, ana, "O-4", None);
        assert_eq!(seen(), before);
        tell(house, rita, ana, "O-5", Some(40));
        assert_eq!((seen(), letters(house).len()), (before + 1, 1));
        // A kind of which somebody always has to hear cannot be off, and one that nobody tells has no channel.
        let input = json!({ "topic": "stop", "channel": "off" });
        assert_eq!(rule(house.act(ana, "notice.choose", input)), "notice.not_off");
        assert_eq!(rule(house.act(ana, "notice.choose", json!({ "topic": "none" }))), "field.unknown");
        choose(Value::Null).unwrap();
        let telling = house.view(ana, "people.telling", json!({})).unwrap();
        let slip =
            telling["topics"].as_array().unwrap().iter().find(|one| one["topic"] == "slip").unwrap().clone();
        assert_eq!(
            (slip["chosen"].clone(), slip["must"].clone(), slip["rest"].clone()),
            (Value::Null, json!("mail"), json!("digest"))
        );
        house.verify();
    });
}

#[test]
fn r67_quiet_time_holds_letters_and_tells_them_once_when_it_ends() {
    // Friday the 6th, 23:30 in São Paulo.
    on_both_databases(rooms, "2026-03-07T02:30:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        english(
            house,
            ana,
            json!({ "mail_wish": "all", "quiet_from": "22:00", "quiet_until": "07:15", "days_off": "as_others", "digest": "none" }),
        );
        tell(house, rita, ana, "O-1", None);
        tell(house, rita, ana, "O-1", None);
        tell(house, rita, ana, "O-2", None);
        // Its answer can wait for the morning; the other's cannot, and says why it comes now.
        tell(house, rita, ana, "O-3", Some(10 * 60));
        assert!(letters(house).is_empty());
        tell(house, rita, ana, "O-4", Some(20));
        let out = letters(house);
        assert_eq!(out.len(), 1);
        assert!(out[0].2.contains("in your quiet time, since your word is asked for by"), "{}", out[0].2);
        house.at("2026-03-07T10:14:59Z");
        digest::tell_due(&house.kernel).unwrap();
        assert!(letters(house).is_empty(), "it is not morning yet");
        // What was read meanwhile is not told again.
        let rows = house.view(ana, "people.notices", json!({})).unwrap();
        let read =
            rows["rows"].as_array().unwrap().iter().find(|row| row["text"] == "Order O-2 slips").unwrap();
        house.act(ana, "notice.read", json!({ "notices": [read["notice"]] })).unwrap();
        house.at("2026-03-07T10:15:00Z");
        let node = house.second_node(rooms);
        digest::tell_due(&house.kernel).unwrap();
        digest::tell_due(&node).unwrap();
        digest::tell_due(&house.kernel).unwrap();
        let out = letters(house);
        assert_eq!(out.len(), 1, "one letter, by one node");
        let (to, subject, text) = &out[0];
        assert_eq!(
            (to.as_str(), subject.as_str()),
            ("ana.prado@vale.example", "3 notices from your quiet time")
        );
        assert_eq!(text.matches("Order O-1 slips").count(), 1, "about one thing in one line: {text}");
        assert!(
            text.contains("(and one earlier notice about it)") && text.contains("Order O-3 slips"),
            "{text}"
        );
        assert!(text.contains("6 Mar 2026, 23:30"), "it says when it happened: {text}");
        assert!(!text.contains("O-2") && !text.contains("O-4"), "{text}");
        house.verify();
    });
}

#[test]
fn r67_days_off_are_quiet_by_ones_own_calendar() {
    // Saturday noon.
    on_both_databases(rooms, "2026-03-07T15:00:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        english(house, ana, json!({ "mail_wish": "all", "digest": "none" }));
        tell(house, rita, ana, "O-1", None);
        house.at("2026-03-08T18:00:00Z");
        digest::tell_due(&house.kernel).unwrap();
        assert!(letters(house).is_empty());
        house.at("2026-03-09T13:00:00Z");
        digest::tell_due(&house.kernel).unwrap();
        let out = letters(house);
        assert_eq!((out.len(), out[0].1.as_str()), (1, "Order O-1 slips"));
        // Whoever works on other days says so.
        english(house, ana, json!({ "days_off": "as_others" }));
        house.at("2026-03-14T15:00:00Z");
        tell(house, rita, ana, "O-2", None);
        assert_eq!(letters(house).len(), 1);
        house.verify();
    });
}

#[test]
fn r67_a_digest_comes_once_a_day_over_nodes_and_says_what_waits_is_due_and_changed() {
    // Chicago springs forward on Sunday, 8 March 2026.
    on_both_databases(rooms, "2026-03-05T15:00:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let wish = json!({ "zone": "America/Chicago", "digest_at": "06:40", "days_off": "as_others" });
        english(house, ana, wish);
        house.act(rita, "people.preferences", json!({ "digest": "none" })).unwrap();
        tell(house, rita, ana, "O-1", None);
        tell(house, rita, ana, "O-1", None);
        tell(house, rita, ana, "O-2", Some(60 * 24 * 20));
        letters(house);
        let node = house.second_node(rooms);
        let both = |at: &str| {
            house.at(at);
            digest::tell_due(&node).unwrap();
            digest::tell_due(&house.kernel).unwrap();
            letters(house)
        };
        assert!(both("2026-03-06T12:39:59Z").is_empty());
        let out = both("2026-03-06T12:40:00Z");
        assert_eq!(out.len(), 1);
        let text = &out[0].2;
        assert_eq!(out[0].1, "Fri, 6 Mar 2026: 3 things for you");
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        assert!(place("WAITS FOR YOUR WORD") < place("Order O-2 slips"));
        assert!(place("Order O-2 slips") < place("DUE") && place("DUE") < place("for Ana Prado"));
        assert!(
            place("for Ana Prado") < place("NEW SINCE")
                && place("NEW SINCE") < place("Order O-1 slips (and one")
        );
        assert!(both("2026-03-06T23:00:00Z").is_empty(), "once a day");
        // What was told as new is not new again; on the day after the clocks changed it comes at the same time of day there.
        let out = both("2026-03-07T12:41:00Z");
        assert!(!out[0].2.contains("NEW SINCE") && out[0].2.contains("O-2"), "{}", out[0].2);
        assert!(both("2026-03-08T11:39:59Z").is_empty());
        assert_eq!(both("2026-03-08T11:40:00Z").len(), 1);
        // A later hour on the same day brings no second one; away for days brings one.
        english(house, ana, json!({ "digest_at": "09:00" }));
        assert!(both("2026-03-08T23:00:00Z").is_empty());
        assert_eq!(both("2026-03-12T20:00:00Z").len(), 1);
        // Nothing to say is no letter, and whoever has left gets none.
        let bia = person(house, "Bia Torres", &["sales_rep"]);
        english(house, bia, json!({ "days_off": "as_others" }));
        let out = both("2026-03-13T16:00:00Z");
        assert!(out.iter().all(|letter| letter.0.starts_with("ana")), "{out:?}");
        house.act(rita, "people.disable", json!({ "person": ana })).unwrap();
        assert!(both("2026-03-16T20:00:00Z").is_empty());
        house.verify();
    });
}

#[test]
fn r67_notices_about_one_thing_are_one_line_and_end_with_the_thing() {
    on_both_databases(rooms, "2026-03-03T15:00:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let bia = person(house, "Bia Torres", &["sales_rep"]);
        english(house, ana, json!({}));
        tell(house, rita, ana, "O-1", Some(90));
        house.at("2026-03-03T15:05:00Z");
        tell(house, rita, ana, "O-1", Some(30));
        tell(house, rita, ana, "O-2", Some(45));
        tell(house, rita, ana, "O-3", None);
        let told = || house.view(ana, "people.told", json!({})).unwrap();
        let waiting = told()["waiting"].as_array().unwrap().clone();
        let of: Vec<(&str, usize)> = waiting
            .iter()
            .map(|one| (one["text"].as_str().unwrap(), one["notices"].as_array().unwrap().len()))
            .collect();
        assert_eq!(of, [("Order O-1 slips", 2), ("Order O-2 slips", 1)]);
        assert_eq!(
            (waiting[0]["acknowledge_by"].as_str(), told()["waiting_count"].as_i64()),
            (Some("2026-03-03T15:35:00Z"), Some(3))
        );
        // Reading is no word: it still waits.
        house.act(ana, "notice.read", json!({})).unwrap();
        assert_eq!(
            (told()["waiting"].as_array().unwrap().len(), told()["news"].as_array().unwrap().len()),
            (2, 0)
        );
        // Nobody takes another's in hand, and not a mixed bag either.
        let all = json!({ "notices": [waiting[0]["notices"][0], waiting[1]["notices"][0]] });
        assert_eq!(rule(house.act(bia, "notice.acknowledge_all", all)), "absent");
        assert_eq!(rule(house.act(ana, "notice.acknowledge_all", json!({ "notices": [] }))), "field.empty");
        house.act(ana, "notice.acknowledge_all", json!({ "notices": waiting[0]["notices"] })).unwrap();
        assert_eq!(told()["waiting_count"], 1);
        // Two who leave one matter lying are told of above once, not twice.
        let head = person(house, "Helena Dias", &["head_of_sales"]);
        for who in [ana, bia] {
            tell(house, rita, who, "O-9", Some(30));
        }
        house.advance("2026-03-03T15:35:00Z");
        let above = house.view(head, "people.told", json!({})).unwrap();
        assert_eq!(above["waiting_count"], 1, "{above}");
        house.act(bia, "test.done", json!({ "number": "O-9" })).unwrap();
        // The thing is done with: nobody above hears of it.
        house.act(bia, "test.done", json!({ "number": "O-2" })).unwrap();
        assert_eq!(told()["waiting_count"], 0);
        assert_eq!(house.advance("2026-03-06T15:00:00Z"), 0, "nothing goes up");
        house.verify();
    });
}

#[test]
fn r67_of_each_kind_the_newest_things_are_told_one_by_one_and_all_are_counted() {
    on_both_databases(rooms, "2026-03-03T15:00:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        english(house, ana, json!({}));
        for n in 1..=15 {
            house.at(&format!("2026-03-03T15:{n:02}:00Z"));
            tell(house, rita, ana, &format!("O-{n}"), None);
        }
        house.at("2026-03-03T16:00:00Z");
        tell(house, rita, ana, "O-9", None);
        let told = house.view(ana, "people.told", json!({})).unwrap();
        let news = told["news"].as_array().unwrap();
        let texts: Vec<&str> = news.iter().map(|one| one["text"].as_str().unwrap()).collect();
        assert_eq!((news.len(), texts[0], texts[1]), (12, "Order O-9 slips", "Order O-15 slips"));
        assert_eq!(
            (news[0]["notices"].as_array().unwrap().len(), &news[0]["earlier"]),
            (2, &json!(["Order O-9 slips"]))
        );
        assert_eq!(texts.last(), Some(&"Order O-4 slips"));
        assert_eq!(told["news_count"], 16);
        assert_eq!(told["news_topics"], json!([{ "topic": "slip", "things": 15 }]));
    });
}

#[test]
fn r67_what_stands_in_vain_is_seen_with_its_reason_and_tried_again() {
    on_both_databases(rooms, "2026-03-03T15:00:00Z", |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        std::fs::write(&blocked, "not a folder").unwrap();
        let broken = mail::MailConfig::folder(&blocked, "accord@vale.example").unwrap();
        assert_eq!(mail::send_due(&house.kernel, &broken).unwrap(), 0);
        house.act(ana, "test.plan_breaks", json!({})).unwrap();
        house.advance("2026-03-03T15:01:00Z");
        let stuck = || house.view(rita, "operation.stuck", json!({})).unwrap();
        let seen = stuck();
        let letter = &seen["letters"][0];
        assert_eq!(
            (letter["stand"].as_str(), letter["reason"].as_str(), letter["attempts"].as_i64()),
            (Some("tried_again"), Some("folder"), Some(1))
        );
        assert!(letter["next_try_at"].is_string());
        assert!(!seen.to_string().contains("/welcome/"), "the link is its reader's");
        let plan = &seen["plans"][0];
        assert_eq!(
            (plan["action"].as_str(), plan["stand"].as_str(), plan["reason"].as_str()),
            (Some("test.breaks"), Some("tried_again"), Some("company.none"))
        );
        // After all its tries it rests, until somebody who may looks.
        house.advance("2026-03-05T15:00:00Z");
        let seen = stuck();
        assert_eq!(
            (seen["plans"][0]["stand"].as_str(), seen["plans"][0]["next_try_at"].is_null()),
            (Some("given_up"), true)
        );
        let again = json!({ "plan": seen["plans"][0]["plan"] });
        assert_eq!(rule(house.act(ana, "operation.plan_again", again.clone())), "permission");
        assert_eq!(rule(house.view(ana, "operation.stuck", json!({}))), "permission");
        house.act(rita, "territory.enter", json!({ "name": "South" })).unwrap();
        assert_eq!(house.advance("2026-03-05T16:00:00Z"), 0, "it rests");
        house.act(rita, "operation.plan_again", again.clone()).unwrap();
        let fired = house.advance("2026-03-05T16:00:01Z");
        assert_eq!(fired, 1, "{}", stuck());
        assert_eq!(rule(house.act(rita, "operation.plan_again", again)), "absent");
        let sound = mail::MailConfig::folder(folder.path(), "accord@vale.example").unwrap();
        assert_eq!(mail::send_due(&house.kernel, &sound).unwrap(), 0, "it rests a minute first");
        let letter = json!({ "letter": stuck()["letters"][0]["letter"] });
        house.act(rita, "operation.letter_again", letter.clone()).unwrap();
        assert_eq!(mail::send_due(&house.kernel, &sound).unwrap(), 1);
        assert_eq!(rule(house.act(rita, "operation.letter_again", letter)), "absent");
        let left = stuck();
        assert_eq!(
            (left["letters"].as_array().unwrap().len(), left["plans"].as_array().unwrap().len()),
            (0, 0)
        );
        // An address that was refused for good is named as one that leads nowhere.
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let sql = "UPDATE mail SET state = 'failed', error = 'refused' WHERE state = 'queued'";
        house.kernel.db.write(move |tx| tx.execute(sql, params![]).map(drop)).unwrap();
        assert_eq!(stuck()["dead"], json!(["ana.prado@vale.example"]));
        house.verify();
    });
}
