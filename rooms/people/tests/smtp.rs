//! Letters go out by SMTP: a small server of the test's own takes them, refuses one for good, and puts one off.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_room_people::mail;
use accord_testing::{Post, on_both_databases};
use serde_json::json;
use support::{person, set_up};

const START: &str = "2026-05-04T09:00:00Z";

#[test]
fn r67_letters_go_out_by_smtp_and_a_refused_one_is_given_up() {
    on_both_databases(support::rooms, START, |house| {
        let rita = set_up(house);
        for name in ["Ana Prado", "Gone Away", "Later On"] {
            let invited = person(house, name, &["field_engineer"]);
            house.act(rita, "people.invite", json!({ "person": invited })).unwrap();
        }
        let post = Post::open();
        let config = mail::MailConfig::smtp(post.address(), "Accord <accord@vale.example>").unwrap();
        let config = config.site("https://accord.vale.example");
        assert_eq!(mail::send_due(&house.kernel, &config).unwrap(), 1);
        let letters = post.letters();
        let letter = &letters[0];
        assert!(letter.contains("To: ana.prado@vale.example"), "{letter}");
        assert!(
            letter.contains("From: Accord <accord@vale.example>") || letter.contains("From: \"Accord\""),
            "{letter}"
        );
        assert!(letter.contains("https://accord.vale.example/welcome/"), "{letter}");
        assert_eq!(letters.len(), 1, "no other letter was taken");
        let sql = "SELECT state, error FROM mail WHERE recipient LIKE ?1";
        let state = |who: &str| {
            let row = house.kernel.db.read(|tx| tx.query_one(sql, accord_store::params![who.to_owned()]));
            let row = row.unwrap().unwrap();
            (row.get::<String>(0).unwrap(), row.get::<Option<String>>(1).unwrap())
        };
        assert_eq!(state("gone%"), ("failed".to_owned(), Some("refused".to_owned())));
        assert_eq!(state("later%"), ("queued".to_owned(), Some("later".to_owned())));
        house.verify();
    });
}

#[test]
fn a_password_of_the_mail_server_is_in_no_refusal() {
    let refusal = mail::MailConfig::smtp("smtp//user:hunter2@host", "accord@vale.example").err().unwrap();
    assert!(!format!("{refusal:?}").contains("hunter2"));
}
