//! What a person does with mail that needs a look; on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod post;

use accord_room_mail::{MailReason, MailState, Taken};
use accord_testing::on_both_databases;
use post::{Mail, Post, id, rooms, rule};
use serde_json::{Value, json};

const START: &str = "2027-02-01T09:00:00Z";
const NOW: &str = "2027-08-16T09:00:00Z";

fn stranger(mail_id: &'static str, body: &'static str) -> Mail {
    Mail { from: "Inês Mó <ines@moinho.example>", id: mail_id, subject: "Gate", body, ..Mail::default() }
}

fn on(p: &Post<'_>, action: &str, of: &Taken, more: Value) -> accord_kernel::Outcome<Value> {
    let mut input = json!({ "message": of.message, "version": p.one(of)["version"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    p.house.act(p.d.desk, action, input)
}

#[test]
fn r29_a_strangers_mail_opens_a_case_that_the_desk_ties_to_its_customer() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let first = p.mail(&stranger("s1@x", "The gate is locked."));
        assert_eq!((first.state, first.reason), (MailState::InCase, None));
        let case = p.case_of(&first);
        let one = p.d.one(case);
        assert_eq!(one["customer"]["name"], "ines@moinho.example", "a record of their own");
        assert!(one["contact"].is_null() && one["cover"].is_null());
        assert_eq!(one["caller"], "Inês Mó, ines@moinho.example");
        assert_eq!(p.d.notices(p.d.desk, "notice-mail-stranger"), 1);
        assert!(p.letters().is_empty(), "nobody unknown is answered by a program");
        // What they write next goes on where they began, or stands with the same record.
        let more = "In-Reply-To: <s1@x>\r\n".to_owned();
        let second = p.mail(&Mail { more, ..stranger("s2@x", "Still locked.") });
        assert_eq!(p.case_of(&second), case);
        let third = p.mail(&stranger("s3@x", "Another thing."));
        assert_eq!(p.one(&third)["customer"]["id"], one["customer"]["id"]);
        assert_eq!(p.waiting(), 3);
        let look = p.one(&first);
        assert_eq!(look["proposed"][0]["id"], json!(p.d.customer()), "their people have the same domain");
        on(&p, "mail.tie", &first, json!({ "customer": p.d.customer() })).unwrap();
        let tied = p.d.one(case);
        assert_eq!(tied["customer"]["id"], json!(p.d.customer()));
        assert_eq!(p.waiting(), 0, "what they wrote before is theirs too");
        let contact = p.one(&first)["contact"].clone();
        assert_eq!(tied["contact"], contact);
        // From here on they are known, and are written to.
        let next = p.mail(&stranger("s4@x", "Thank you."));
        assert_eq!(p.d.one(p.case_of(&next))["contact"], contact);
        assert_eq!(p.letters().len(), 1);
        assert_eq!(
            rule(on(&p, "mail.tie", &first, json!({ "customer": p.d.customer() }))),
            "mail.no_stranger"
        );
        house.verify();
    });
}

#[test]
fn r32_a_held_message_goes_into_a_case_opens_one_or_is_set_aside() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let case = p.case_of(&p.mail(&Mail::default()));
        let refer = || "In-Reply-To: <m1@moinho.example>\r\n".to_owned();
        let file = "Content-Type: text/csv; name=log.csv\r\nContent-Disposition: attachment\r\n".to_owned();
        let held = |mail_id, more: String| {
            let taken = p.mail(&Mail {
                from: "shift@other.example",
                id: mail_id,
                more,
                body: "a;b",
                ..Mail::default()
            });
            assert_eq!(taken.reason, Some(MailReason::CaseOfAnother));
            taken
        };
        let (one, two, three) =
            (held("h1@x", format!("{file}{}", refer())), held("h2@x", refer()), held("h3@x", refer()));
        on(&p, "mail.put_into_case", &one, json!({ "case": case })).unwrap();
        assert_eq!(p.d.one(case)["entries"][0]["kind"], "heard");
        let files = json!({ "customer": p.d.customer(), "about": case });
        assert_eq!(
            house.view(p.d.desk, "customer.attachments", files).unwrap()["rows"].as_array().unwrap().len(),
            1
        );
        assert_eq!(rule(on(&p, "mail.put_into_case", &one, json!({ "case": case }))), "mail.in_case");
        let opened =
            on(&p, "mail.open_case", &two, json!({ "customer": p.d.customer(), "severity": "question" }))
                .unwrap();
        assert_eq!(p.d.one(id(&opened, "case"))["severity"], "question");
        assert_eq!(rule(on(&p, "mail.set_aside", &three, json!({ "reason": " " }))), "/reason field.empty");
        on(&p, "mail.set_aside", &three, json!({ "reason": "Not for us" })).unwrap();
        assert_eq!(p.one(&three)["state"], "set_aside");
        assert_eq!(p.one(&three)["decided_words"], "Not for us");
        assert_eq!(
            rule(on(&p, "mail.set_aside", &three, json!({ "reason": "again" }))),
            "mail.needs_no_look"
        );
        assert_eq!(p.waiting(), 0);
        // A stranger's case that was none is withdrawn with the message.
        let spam = p.mail(&Mail { from: "x@spam.example", id: "p@x", ..Mail::default() });
        let of = p.case_of(&spam);
        on(&p, "mail.set_aside", &spam, json!({ "reason": "Advertising" })).unwrap();
        assert_eq!(p.d.one(of)["state"], "withdrawn");
        let stale = json!({ "message": spam.message, "version": 1, "reason": "x" });
        assert_eq!(rule(house.act(p.d.desk, "mail.set_aside", stale)), "stale");
        house.verify();
    });
}

#[test]
fn r32_what_is_shown_of_a_message_runs_and_loads_nothing() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let taken = p.mail(&Mail {
            subject: "<img src=x onerror=alert(1)>",
            more: "Content-Type: text/html\r\n".to_owned(),
            body: "<style>@import url(//canary.example)</style><a href=javascript:alert(1)>go</a><form action=//canary.example><base href=//canary.example><p onclick=x>Words</p><img src=//canary.example/p.gif>",
            ..Mail::default()
        });
        let one = p.one(&taken);
        let html = one["html"].as_str().unwrap();
        assert!(html.contains("<p>Words</p>"), "{html}");
        for bad in ["canary", "javascript", "onclick", "<form", "<img", "<style"] {
            assert!(!html.contains(bad), "{bad}: {html}");
        }
        assert_eq!(one["subject"], "<img src=x onerror=alert(1)>", "kept as it is, and escaped by the page");
        house.verify();
    });
}

#[test]
fn r64_who_is_forgotten_is_forgotten_in_mail_too() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let taken = p.mail(&Mail::default());
        let contact = p.d.works.account.contact;
        let version = house
            .kernel
            .db
            .read(|tx| accord_room_customer::contact(tx, contact).map(|row| row.version))
            .unwrap();
        let input = json!({ "contact": contact, "version": version, "reason": "asked by letter" });
        house.system("contact.erase", input).unwrap();
        let one = p.one(&taken);
        for gone in ["from_address", "from_name", "subject", "written", "folded"] {
            assert_eq!(one[gone], "", "{gone}");
        }
        assert!(one["html"].is_null());
        assert_eq!(one["state"], "in_case");
        house.verify();
    });
}
