//! What arrives: cases, words, records, and what is held; on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod post;

use accord_room_customer::{FileUse, Files};
use accord_room_mail::{MailReason, MailState};
use accord_testing::on_both_databases;
use post::{ALIAS, Mail, Post, bring, id, rooms};
use serde_json::json;

const START: &str = "2027-02-01T09:00:00Z";
const NOW: &str = "2027-08-16T09:00:00Z";

#[test]
fn r32_a_contacts_mail_opens_a_case_and_the_answer_to_our_letter_goes_into_it() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let pdf = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n";
        let body = "--q\r\nContent-Type: text/plain\r\n\r\nThe press is loud.\r\n\r\nOn Monday Dora wrote:\r\n> old words\r\n--q\r\nContent-Type: image/png; name=photo.png\r\nContent-Disposition: attachment; filename=../photo.png\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n--q--";
        let taken = p.mail(&Mail { more: pdf.to_owned(), body, ..Mail::default() });
        assert_eq!((taken.state, taken.reason, taken.repeated), (MailState::InCase, None, false));
        let case = p.case_of(&taken);
        let one = p.d.one(case);
        assert_eq!(one["customer"]["id"], json!(p.d.customer()));
        assert_eq!(one["contact"], json!(p.d.works.account.contact));
        assert_eq!((one["channel"].as_str(), one["severity"].as_str()), (Some("mail"), Some("disturbed")));
        assert_eq!(one["what"], "Press stands\n\nThe press is loud.", "quoted words stay behind");
        let files = json!({ "customer": p.d.customer(), "about": case });
        let files = house.view(p.d.desk, "customer.attachments", files).unwrap();
        assert_eq!(files["rows"][0]["file_name"], "photo.png");
        assert_eq!(
            files["rows"][0]["content_type"], "application/pdf",
            "the content says what it is, not the sender"
        );

        // The contact hears the number and the next word; the letter refers to what they wrote and says whereto to answer.
        let letters = p.letters();
        assert_eq!(letters.len(), 1);
        let (to, subject, token, refers_to, automatic, letter) = letters[0].clone();
        assert_eq!(to, "Paul@Moinho.example");
        assert!(subject.contains(one["number"].as_str().unwrap()), "{subject}");
        assert_eq!((refers_to.as_deref(), automatic), (Some("m1@moinho.example"), true));

        // An answer by reference, one by the token alone, one by the number alone.
        let more = format!("In-Reply-To: <{letter}@anything.example>\r\n");
        let by_reference =
            p.mail(&Mail { id: "m2@x", subject: "Re: x", more, body: "Louder now.", ..Mail::default() });
        let raw = Mail { id: "m3@x", subject: "x", body: "Third word.", ..Mail::default() }.raw();
        let by_token =
            bring(&house.kernel, &format!("service+{}@vale.example", token.unwrap().to_uppercase()), &raw);
        let subject = format!("again {}", one["number"].as_str().unwrap().to_lowercase());
        let subject: &'static str = Box::leak(subject.into_boxed_str());
        let by_number = p.mail(&Mail { id: "m4@x", subject, body: "Fourth word.", ..Mail::default() });
        for taken in [&by_reference, &by_token.unwrap(), &by_number] {
            assert_eq!((taken.state, p.case_of(taken)), (MailState::InCase, case));
        }
        let entries = p.d.one(case)["entries"].clone();
        let said: Vec<&str> =
            entries.as_array().unwrap().iter().map(|entry| entry["words"].as_str().unwrap()).collect();
        for words in ["Louder now.", "Third word.", "Fourth word."] {
            assert!(said.contains(&words), "{said:?}");
        }
        assert_eq!(entries[0]["contact"], "Paul");
        assert_eq!(p.letters().len(), 1, "words in a case are not answered by a program");
        assert_eq!((p.cases(), p.waiting()), (1, 0));
        house.verify();
    });
}

#[test]
fn r32_a_closed_case_opens_again_by_an_answer_within_days_and_a_later_one_opens_another() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let case = p.case_of(&p.mail(&Mail::default()));
        let close = |p: &Post<'_>| {
            p.d.restore(case, "nothing").unwrap();
            p.d.on(p.d.desk, "case.confirm", case, json!({ "words": "It is quiet" })).unwrap();
            p.d.on(p.d.desk, "case.close", case, json!({})).unwrap();
        };
        close(&p);
        let refer = || "In-Reply-To: <m1@moinho.example>\r\n".to_owned();
        house.advance("2027-08-27T09:00:00Z");
        let again = p.mail(&Mail { id: "m2@x", more: refer(), body: "It is loud again.", ..Mail::default() });
        assert_eq!(p.case_of(&again), case);
        assert_eq!(p.d.one(case)["state"], "open");
        assert_eq!(p.d.one(case)["changes"][0]["what"], "reopened");
        close(&p);
        house.advance("2027-09-27T09:00:00Z");
        let late = p.mail(&Mail { id: "m3@x", more: refer(), body: "And now?", ..Mail::default() });
        assert_ne!(p.case_of(&late), case);
        assert_eq!(p.d.one(case)["state"], "closed");
        house.verify();
    });
}

#[test]
fn r32_the_same_mail_is_one_record_at_each_address_whoever_brings_it() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let raw = Mail::default().raw();
        let second = house.second_node(rooms);
        let nodes = [house.kernel.clone(), second];
        let mut taken: Vec<accord_room_mail::Taken> = std::thread::scope(|scope| {
            let raw = &raw;
            let work = |number: usize| {
                let kernel = nodes[number % 2].clone();
                let alias = if number < 8 { ALIAS } else { "help@vale.example" };
                scope.spawn(move || bring(&kernel, alias, raw).unwrap())
            };
            let all: Vec<_> = (0..16).map(work).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(taken.iter().filter(|taken| !taken.repeated).count(), 2, "one at each of two addresses");
        taken.sort_by_key(|taken| taken.message.0);
        taken.dedup_by_key(|taken| taken.message.0);
        assert_eq!(taken.len(), 2);
        assert_eq!(p.cases(), 2);
        // Somebody nobody knows, by eight at once: one case too.
        let raw = Mail { from: "who@nowhere.example", id: "u1@nowhere.example", ..Mail::default() }.raw();
        let fresh = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|number: usize| {
                    let (kernel, raw) = (nodes[number % 2].clone(), &raw);
                    scope.spawn(move || bring(&kernel, ALIAS, raw).unwrap())
                })
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).filter(|taken| !taken.repeated).count()
        });
        assert_eq!((fresh, p.cases()), (1, 3));
        // Without an id it is known by its content.
        let bare = "From: paul@moinho.example\r\nSubject: y\r\n\r\nno id";
        assert!(!p.bring(bare).repeated);
        assert!(p.bring(&format!("Received: from mx\r\n{bare}")).repeated);
        house.verify();
    });
}

#[test]
fn r32_forged_senders_and_tokens_of_other_cases_attach_nothing_and_learn_nothing() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let case = p.case_of(&p.mail(&Mail::default()));
        let entries = p.d.one(case)["entries"].as_array().unwrap().len();
        let (.., letter) = p.letters()[0].clone();
        let token = p.letters()[0].2.clone().unwrap();
        let refer = format!("In-Reply-To: <{letter}@vale.example>\r\n");
        let to = |token: &str| format!("service+{token}@vale.example");
        let evil = |id: &'static str, more: &str| {
            Mail { from: "Paul Moinho <paul@evil.example>", id, more: more.to_owned(), ..Mail::default() }
                .raw()
        };
        let held = |taken: &accord_room_mail::Taken, reason| {
            assert_eq!((taken.state, taken.reason), (MailState::Held, Some(reason)));
            let one = p.one(taken);
            assert!(one["case"].is_null() && one["needs_look"] == true, "{one}");
            one["proposed_case"].clone()
        };
        let by_reference = p.bring(&evil("e1@evil", &refer));
        assert_eq!(
            held(&by_reference, MailReason::CaseOfAnother),
            json!(case),
            "the desk sees what it refers to"
        );
        let by_token = bring(&house.kernel, &to(&token), &evil("e2@evil", "")).unwrap();
        held(&by_token, MailReason::TokenOfAnother);
        let mut changed = token.clone().into_bytes();
        changed[30] = if changed[30] == b'0' { b'1' } else { b'0' };
        let changed = String::from_utf8(changed).unwrap();
        let by_changed = bring(&house.kernel, &to(&changed), &evil("e3@evil", "")).unwrap();
        assert!(held(&by_changed, MailReason::TokenUnsound).is_null());
        // The contact's own address, but their domain denies it; and the same written by anybody else is not believed.
        let denied = "Authentication-Results: mx.vale.example; dmarc=fail header.from=moinho.example\r\n";
        let denied = p.mail(&Mail { id: "e4@evil", more: format!("{denied}{refer}"), ..Mail::default() });
        held(&denied, MailReason::NotProved);
        let others = "Authentication-Results: mx.evil.example; dmarc=fail\r\n";
        let believed = p.mail(&Mail {
            id: "m5@x",
            more: format!("{others}{refer}"),
            body: "Truly me.",
            ..Mail::default()
        });
        assert_eq!(p.case_of(&believed), case);
        // An id that was used before does not hide another's message.
        let reused = Mail { from: "eve@evil.example", ..Mail::default() }.raw();
        let reused = p.bring(&reused);
        held(&reused, MailReason::IdReused);
        assert_eq!(p.d.one(case)["entries"].as_array().unwrap().len(), entries + 1);
        assert_eq!(p.letters().len(), 1, "nobody is answered");
        assert_eq!((p.cases(), p.waiting()), (1, 5));
        // The contact with a changed token is helped all the same: a case of their own, with the reason.
        let raw = Mail { id: "m6@x", subject: "new", ..Mail::default() }.raw();
        let own = bring(&house.kernel, &to(&changed), &raw).unwrap();
        assert_eq!((own.state, own.reason), (MailState::InCase, Some(MailReason::TokenUnsound)));
        assert_ne!(p.case_of(&own), case);
        house.verify();
    });
}

#[test]
fn r32_a_contact_of_another_customer_reaches_only_their_own_cases() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let case = p.case_of(&p.mail(&Mail::default()));
        let token = p.letters()[0].2.clone().unwrap();
        let other = p.d.works.maker.account("Tecelagem Rio");
        let version = house
            .kernel
            .db
            .read(|tx| accord_room_customer::contact(tx, other.contact).map(|row| row.version))
            .unwrap();
        let input = json!({ "contact": other.contact, "version": version, "name": "Rita", "language": "en", "email": "rita@tecelagem.example" });
        house.act(p.d.works.maker.admin, "contact.change", input).unwrap();
        let raw = Mail {
            from: "rita@tecelagem.example",
            id: "r1@x",
            more: "References: <m1@moinho.example>\r\n".to_owned(),
            ..Mail::default()
        }
        .raw();
        let taken = bring(&house.kernel, &format!("service+{token}@vale.example"), &raw).unwrap();
        assert_eq!((taken.state, taken.reason), (MailState::InCase, Some(MailReason::CaseOfAnother)));
        let own = p.case_of(&taken);
        assert_ne!(own, case);
        assert_eq!(p.d.one(own)["customer"]["id"], json!(other.customer));
        assert!(p.d.one(case)["entries"].as_array().unwrap().is_empty());
        house.verify();
    });
}

#[test]
fn r32_programs_are_recorded_and_never_answered_and_floods_are_held() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let first = p.mail(&Mail::default());
        let case = p.case_of(&first);
        let letter = p.letters()[0].5;
        let heads = [
            ("Auto-Submitted: auto-replied\r\n", MailReason::AutoReply),
            ("Auto-Submitted: auto-generated\r\n", MailReason::Generated),
            ("Precedence: bulk\r\n", MailReason::List),
            ("X-Auto-Response-Suppress: All\r\n", MailReason::Generated),
            ("Return-Path: <>\r\n", MailReason::Bounce),
            ("List-Id: <a.b>\r\n", MailReason::List),
        ];
        for (number, (head, reason)) in heads.iter().enumerate() {
            let mail_id: &'static str = Box::leak(format!("a{number}@x").into_boxed_str());
            let more = format!("{head}In-Reply-To: <{letter}@vale.example>\r\n");
            let taken = p.mail(&Mail { id: mail_id, more, ..Mail::default() });
            assert_eq!((taken.state, taken.reason), (MailState::Recorded, Some(*reason)), "{head}");
        }
        let own: &'static str = Box::leak(format!("{letter}@vale.example").into_boxed_str());
        assert_eq!(p.mail(&Mail { id: own, ..Mail::default() }).reason, Some(MailReason::Own));
        assert_eq!(p.mail(&Mail { from: ALIAS, id: "o@x", ..Mail::default() }).reason, Some(MailReason::Own));
        let raw = Mail { id: "n@x", ..Mail::default() }.raw();
        let incoming = accord_room_mail::Incoming {
            alias: ALIAS,
            raw: raw.as_bytes(),
            size: 0,
            received_at: None,
            envelope: Some("<>"),
            trusted: None,
        };
        assert_eq!(
            accord_room_mail::take_in(&house.kernel, incoming).unwrap().reason,
            Some(MailReason::Bounce)
        );
        assert_eq!((p.letters().len(), p.cases(), p.waiting()), (1, 1, 0));
        assert!(p.d.one(case)["entries"].as_array().unwrap().is_empty());
        assert_eq!(p.d.notices(id(&p.d.one(case)["owner"], "id"), "notice-mail-bounced"), 1);
        // Thirty in an hour, then a person looks. Of automatic letters two at most.
        for number in 0..31 {
            let mail_id: &'static str = Box::leak(format!("f{number}@x").into_boxed_str());
            let taken = p.mail(&Mail { id: mail_id, ..Mail::default() });
            let expected = if number < 29 { MailState::InCase } else { MailState::Held };
            assert_eq!(taken.state, expected, "{number}");
        }
        assert_eq!(p.letters().len(), 2);
        house.advance("2027-08-16T10:01:00Z");
        assert_eq!(p.mail(&Mail { id: "later@x", ..Mail::default() }).state, MailState::InCase);
        assert_eq!(p.letters().len(), 3);
        house.verify();
    });
}

#[test]
fn r32_what_cannot_be_read_is_kept_and_shown_and_a_wrong_date_changes_nothing() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let mut deep = Mail::default()
            .raw()
            .replace("\r\n\r\n", "\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for level in 0..1_000 {
            deep.push_str(&format!(
                "--b{level}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n",
                level + 1
            ));
        }
        let taken = p.bring(&deep);
        assert_eq!((taken.state, taken.reason), (MailState::Refused, Some(MailReason::TooManyParts)));
        assert!(p.bring(&deep).repeated);
        let huge = p.bring(&format!("{}{}", Mail::default().raw(), "x".repeat(26 * 1024 * 1024)));
        assert_eq!(huge.reason, Some(MailReason::TooLarge));
        let nobody = p.bring("Subject: who?\r\nMessage-ID: <z@z>\r\n\r\nwords");
        assert_eq!((nobody.state, nobody.reason), (MailState::Held, Some(MailReason::NoSender)));
        assert_eq!(p.waiting(), 3);
        let future = "Date: Fri, 31 Dec 2099 23:59:59 +9999\r\n".to_owned();
        let taken = p.mail(&Mail { id: "d@x", more: future, ..Mail::default() });
        assert_eq!(p.d.one(p.case_of(&taken))["received_at"], NOW);
        for bad in ["", " ", "a b@c", "\u{0}@x"] {
            assert!(bring(&house.kernel, bad, "From: a@b.example\r\n\r\nx").is_err(), "{bad:?}");
        }
        assert!(bring(&house.kernel, ALIAS, "").is_err());
        house.verify();
    });
}

#[test]
fn r67_a_message_and_what_came_with_it_are_files_that_rows_name() {
    on_both_databases(rooms, START, |house| {
        let p = Post::new(house);
        house.advance(NOW);
        let more = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n".to_owned();
        let body = "--q\r\nContent-Type: text/plain\r\n\r\nSee the plan.\r\n--q\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n--q--";
        p.mail(&Mail { more, body, ..Mail::default() });
        let registry = &house.kernel.registry;
        let own = registry.extensions::<FileUse>().find(|room| room.name == "mail").unwrap();
        let all = house.kernel.db.read(|tx| (own.all)(tx)).unwrap();
        let files = registry.extensions::<Files>().next().unwrap();
        let plan = files.put(b"%PDF-1.7").unwrap().sha256;
        assert_eq!(all.len(), 2, "the whole message, and the plan");
        assert!(all.contains(&plan) && all.iter().all(|hash| files.describe(hash).unwrap().is_some()));
        let other = [all.clone(), vec!["0".repeat(64)]].concat();
        let mut named = house.kernel.db.read(|tx| (own.named)(tx, &other)).unwrap();
        named.sort();
        let mut sorted = all;
        sorted.sort();
        assert_eq!(named, sorted, "one by one it names the same");
    });
}
