//! Letters go out by SMTP: a small server of the test's own takes them, refuses one for good, and puts one off.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
};

use accord_room_people::mail;
use accord_testing::on_both_databases;
use serde_json::json;
use support::{person, set_up};

const START: &str = "2026-05-04T09:00:00Z";

/// Speaks as much of RFC 5321 as a sender needs. A recipient whose address begins with `gone` is refused for good, one
/// that begins with `later` is put off; whatever is taken is passed on whole.
fn converse(stream: TcpStream, taken: &Sender<String>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 test.example")?;
    while let Some(line) = lines.next() {
        let line = line?;
        match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => say("250 test.example")?,
            "RCPT" if line.contains("<gone") => say("550 5.1.1 no such mailbox")?,
            "RCPT" if line.contains("<later") => say("451 4.3.0 try again")?,
            "DATA" => {
                say("354 go on")?;
                let letter: Result<Vec<String>, _> = lines
                    .by_ref()
                    .take_while(|line| line.as_ref().map_or(true, |line| line != "."))
                    .collect();
                drop(taken.send(letter?.join("\n")));
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 so be it")?,
        }
    }
    Ok(())
}

fn server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let (taken, letters) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // A sender that hangs up early is its own affair.
            drop(stream.and_then(|stream| converse(stream, &taken)));
        }
    });
    (address, letters)
}

#[test]
fn r67_letters_go_out_by_smtp_and_a_refused_one_is_given_up() {
    on_both_databases(support::rooms, START, |house| {
        let rita = set_up(house);
        for name in ["Ana Prado", "Gone Away", "Later On"] {
            let invited = person(house, name, &["field_engineer"]);
            house.act(rita, "people.invite", json!({ "person": invited })).unwrap();
        }
        let (address, letters) = server();
        let config = mail::MailConfig::smtp(&address, "Accord <accord@vale.example>").unwrap();
        let config = config.site("https://accord.vale.example");
        assert_eq!(mail::send_due(&house.kernel, &config).unwrap(), 1);
        let letter = letters.try_recv().unwrap();
        assert!(letter.contains("To: ana.prado@vale.example"), "{letter}");
        assert!(
            letter.contains("From: Accord <accord@vale.example>") || letter.contains("From: \"Accord\""),
            "{letter}"
        );
        assert!(letter.contains("https://accord.vale.example/welcome/"), "{letter}");
        assert!(letters.try_recv().is_err(), "no other letter was taken");
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
