//! The texts of letters are the company's own: changed, looked at, tried out, put back (R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{Outcome, Refusal};
use accord_room_people::{PersonId, mail};
use accord_store::params;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::{person, rooms, rule, set_up};

const START: &str = "2026-03-03T15:00:00Z";

/// The newest letter: its subject, body and path.
fn newest(house: &House) -> (String, String, Option<String>) {
    let sql = "SELECT subject, body, path FROM mail ORDER BY made_at DESC, id DESC LIMIT 1";
    let read = |tx: &mut accord_store::Tx| -> Outcome<_> {
        let row = tx.query_one(sql, &[])?.unwrap();
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    house.kernel.db.read(read).unwrap()
}

fn set(house: &House, by: PersonId, language: &str, turn: i64, subject: &str, body: &str) -> Outcome<Value> {
    let input = json!({ "letter": "invitation", "language": language, "turn": turn, "subject": subject, "body": body });
    house.act(by, "letter.set", input)
}

fn one(house: &House, by: PersonId, letter: &str, language: &str) -> Value {
    house.view(by, "people.letter", json!({ "letter": letter, "language": language })).unwrap()
}

#[test]
fn r67_a_letters_text_is_changed_holds_at_once_and_is_put_back() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        let bia = person(house, "Bia Torres", &["field_engineer"]);
        house.act(ana, "people.preferences", json!({ "language": "en" })).unwrap();
        house.act(bia, "people.preferences", json!({ "language": "pt-BR" })).unwrap();
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let delivered = newest(house);
        assert_eq!(delivered.0, "Vale Presses invites you to Accord");

        house.advance("2026-03-03T17:00:00Z");
        set(house, rita, "en", 0, "Welcome to {company}", "Dear colleague,\n\n{link}\n\n(until {until})")
            .unwrap();
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let (subject, body, path) = newest(house);
        assert_eq!(subject, "Welcome to Vale Presses");
        assert!(body.starts_with("Dear colleague,\n\n") && body.ends_with(')'), "{body}");
        let path = path.unwrap();
        let secret = path.rsplit('/').next().unwrap();
        assert!(!body.contains(secret), "what opens something stands in no text");
        house.act(rita, "people.invite", json!({ "person": bia })).unwrap();
        assert!(newest(house).0.contains("convida"), "the other language is as it was");

        let folder = tempfile::tempdir().unwrap();
        let config = mail::MailConfig::folder(folder.path(), "Accord <accord@vale.example>").unwrap();
        assert_eq!(mail::send_due(&house.kernel, &config.site("https://accord.vale.example")).unwrap(), 3);
        let sent: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap().replace("=\r\n", ""))
            .collect();
        let own = sent.iter().find(|letter| letter.contains("Welcome to Vale")).unwrap();
        assert_eq!(own.matches(&format!("https://accord.vale.example{path}")).count(), 1, "{own}");

        house.advance("2026-03-03T22:00:00Z");
        let back = json!({ "letter": "invitation", "language": "en", "turn": 1 });
        house.act(rita, "letter.put_back", back.clone()).unwrap();
        assert_eq!(rule(house.act(rita, "letter.put_back", back)), "letter.changed_meanwhile");
        let again = json!({ "letter": "invitation", "language": "en", "turn": 2 });
        assert_eq!(rule(house.act(rita, "letter.put_back", again)), "letter.is_ours");
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        assert_eq!(newest(house).0, delivered.0);

        let shown = one(house, rita, "invitation", "en");
        assert_eq!((&shown["stand"], &shown["turn"]), (&json!("ours"), &json!(2)));
        let history = shown["history"].as_array().unwrap();
        let told: Vec<_> = history
            .iter()
            .map(|turn| {
                (
                    turn["set_by"].as_str().unwrap(),
                    turn["set_at"].as_str().unwrap(),
                    turn["text"]["subject"].as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Rita Campos", "2026-03-03T22:00:00Z", None),
                ("Rita Campos", "2026-03-03T17:00:00Z", Some("Welcome to {company}"))
            ]
        );
        house.verify();
    });
}

#[test]
fn r67_a_text_that_cannot_do_its_work_is_refused() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["head_of_service"]);
        let of = |subject: &str, body: &str| rule(set(house, rita, "en", 0, subject, body));
        assert_eq!(of("Welcome", "Come in."), "letter.place_missing");
        assert_eq!(of("Welcome", "{link} {password}"), "letter.unknown_place");
        assert_eq!(of("Welcome", "{link} { letter-reset }"), "letter.braces");
        assert_eq!(of("Welcome", "{link} { NUMBER($until) }"), "letter.braces");
        assert_eq!(of("Welcome", "{link} {"), "letter.braces");
        assert_eq!(of("  ", "{link}"), "field.empty");
        assert_eq!(of("Open {link}", "{link}"), "letter.place_only_in_body");
        assert_eq!(of("Welcome\r\nBcc: all@evil.example", "{link}"), "field.control_characters");
        let unknown =
            json!({ "letter": "no-such", "language": "en", "turn": 0, "subject": "A", "body": "B" });
        assert_eq!(rule(house.act(rita, "letter.set", unknown)), "absent");
        let draft =
            json!({ "letter": "invitation", "language": "en", "subject": "Welcome", "body": "Come in." });
        assert_eq!(rule(house.act(rita, "letter.draft", draft.clone())), "letter.place_missing");
        assert_eq!(rule(house.act(rita, "letter.try", draft.clone())), "letter.place_missing");
        assert_eq!(rule(house.view(rita, "people.letter_preview", draft.clone())), "letter.place_missing");

        // Of two who look at one text and change it, the second is told.
        set(house, rita, "en", 0, "Welcome", "{link}").unwrap();
        assert_eq!(rule(set(house, rita, "en", 0, "Hello", "{link}")), "letter.changed_meanwhile");
        assert_eq!(rule(set(house, rita, "en", 1, " Welcome", "{link}\n")), "letter.same");

        // Whoever may not change settings neither sees nor changes texts.
        for (action, input) in [
            (
                "letter.set",
                json!({ "letter": "invitation", "language": "en", "turn": 1, "subject": "A", "body": "{link}" }),
            ),
            ("letter.put_back", json!({ "letter": "invitation", "language": "en", "turn": 1 })),
            ("letter.draft", draft.clone()),
            ("letter.try", draft),
        ] {
            assert_eq!(rule(house.act(ana, action, input)), "permission", "{action}");
        }
        assert_eq!(rule(house.view(ana, "people.letters", json!({}))), "permission");
        house.verify();
    });
}

#[test]
fn r67_a_draft_is_seen_as_it_would_arrive_and_tried_out_before_it_holds() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let bruno = person(house, "Bruno Sales", &["administrator"]);
        let text = json!({
            "letter": "digest", "language": "en", "subject": "{today}: <b>{things}</b>",
            "body": "Hello {reader}, {{not a place}}\n{lines}\n{choose}"
        });
        house.act(rita, "letter.draft", text.clone()).unwrap();
        let shown = one(house, rita, "digest", "en");
        let preview = &shown["preview"];
        assert_eq!(preview["subject"], "Tue, 3 Mar 2026: <b>2 things for you</b>", "markup is literal");
        let body = preview["body"].as_str().unwrap();
        assert!(body.starts_with("Hello Daniel Prado, {not a place}\n- "), "{body}");
        assert!(body.ends_with("https://accord.example/me/notices"), "{body}");
        assert!(shown["text"]["subject"] == "{today}: {things}", "it does not hold yet");
        assert!(one(house, bruno, "digest", "en")["draft"].is_null(), "a draft is its writer's alone");
        assert_eq!(*preview, house.view(rita, "people.letter_preview", text.clone()).unwrap());

        house.act(rita, "letter.try", text.clone()).unwrap();
        let (subject, sent, path) = newest(house);
        assert_eq!(json!(subject), preview["subject"]);
        assert_eq!(sent.replace('\u{1}', "https://accord.example"), body, "what is sent is what was seen");
        assert_eq!(path.as_deref(), Some("/settings/letters/digest"), "a trial opens nothing");
        let to = "SELECT recipient FROM mail";
        let recipients: Vec<String> = house
            .kernel
            .db
            .read(|tx| -> Outcome<_> {
                let rows = tx.query(to, &[])?;
                Ok(rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?)
            })
            .unwrap();
        assert_eq!(recipients, ["rita@vale.example"]);

        let mut own = text.clone();
        own["turn"] = json!(0);
        house.act(rita, "letter.set", own).unwrap();
        let shown = one(house, rita, "digest", "en");
        assert!(shown["draft"].is_null(), "what holds is no draft any more");
        assert_eq!(shown["stand"], "own");
        house.act(rita, "letter.draft", text).unwrap();
        let which = json!({ "letter": "digest", "language": "en" });
        house.act(rita, "letter.drop_draft", which.clone()).unwrap();
        assert_eq!(rule(house.act(rita, "letter.drop_draft", which)), "absent");

        let silent = house.system(
            "people.enter",
            json!({ "name": "No Mail", "roles": [accord_room_people::RoleId::seeded("administrator")] }),
        );
        let silent = PersonId(support::id(&silent.unwrap(), "person"));
        let text = json!({ "letter": "reset", "language": "en", "subject": "A", "body": "{link}" });
        assert_eq!(rule(house.act(silent, "letter.try", text)), "letter.no_address");
        house.verify();
    });
}

/// A later version of the program delivers another text, or asks for more: as if this had been written under an older one.
#[test]
fn r67_an_own_text_goes_on_to_hold_when_the_delivered_one_changes() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        house.act(ana, "people.preferences", json!({ "language": "en" })).unwrap();
        set(house, rita, "en", 0, "Come in", "{link}").unwrap();
        let before = |sql: &'static str| {
            house
                .kernel
                .db
                .write(move |tx| -> Result<(), Refusal> { Ok(tx.execute(sql, params![]).map(drop)?) })
                .unwrap();
        };
        before("UPDATE letter_text SET ours_subject = 'An older subject'");
        let shown = one(house, rita, "invitation", "en");
        assert_eq!(
            (&shown["stand"], &shown["ours_then"]["subject"]),
            (&json!("ours_changed"), &json!("An older subject"))
        );
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        assert_eq!(newest(house).0, "Come in");
        let list = house.view(rita, "people.letters", json!({})).unwrap();
        let row = list.as_array().unwrap().iter().find(|row| row["letter"] == "invitation").unwrap();
        assert_eq!(row["texts"][0]["stand"], "ours_changed");
        assert_eq!(row["texts"][1]["stand"], "ours");

        before("UPDATE letter_text SET body = 'Nothing to press'");
        let shown = one(house, rita, "invitation", "en");
        assert_eq!((&shown["stand"], &shown["unfit"]["body"]), (&json!("unfit"), &json!("Nothing to press")));
        house.advance("2026-03-03T16:00:00Z");
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        assert_eq!(
            newest(house).0,
            "Vale Presses invites you to Accord",
            "a letter without its link would be none"
        );
    });
}
