//! A mailbox that is polled: a small server of the test's own speaks as much IMAP as is needed, and hangs up where a crash
//! would hurt most.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use accord::mailbox::Mailbox;
use accord_kernel::{Clock, IdSource, Kernel};
use accord_store::Options;

/// A message of the mailbox, and where it is.
#[derive(Clone)]
struct Held {
    uid: u32,
    raw: String,
    seen: bool,
    folder: String,
}

#[derive(Default)]
struct State {
    messages: Vec<Held>,
    /// The connection breaks off instead of marking.
    breaks: bool,
    said: Vec<String>,
    can_move: bool,
}

type Shared = Arc<Mutex<State>>;

fn converse(stream: TcpStream, state: &Shared) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    out.write_all(b"* OK ready\r\n")?;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        let mut state = state.lock().unwrap();
        state.said.push(line.clone());
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        let upper = command.to_ascii_uppercase();
        let words: Vec<&str> = command.split(' ').collect();
        let mut answer = String::new();
        if upper.starts_with("LOGIN") {
            if !command.contains("\"post\" \"secret\"") {
                out.write_all(format!("{tag} NO wrong\r\n").as_bytes())?;
                continue;
            }
        } else if upper.starts_with("CAPABILITY") {
            answer = format!("* CAPABILITY IMAP4rev1{}\r\n", if state.can_move { " MOVE" } else { "" });
        } else if upper.starts_with("SELECT") {
            answer = format!("* {} EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n", state.messages.len());
        } else if upper.starts_with("UID SEARCH") {
            let unseen = upper.contains("UNSEEN");
            let waiting = state.messages.iter().filter(|one| one.folder == "INBOX" && !(unseen && one.seen));
            let uids: Vec<String> = waiting.map(|one| one.uid.to_string()).collect();
            answer = format!("* SEARCH {}\r\n", uids.join(" "));
        } else if upper.starts_with("UID FETCH") {
            let uid: u32 = words[2].parse().unwrap();
            let one = state.messages.iter().find(|one| one.uid == uid).unwrap();
            answer = if upper.contains("BODY") {
                format!("* 1 FETCH (UID {uid} BODY[] {{{}}}\r\n{})\r\n", one.raw.len(), one.raw)
            } else {
                let at = "16-Aug-2027 08:00:00 +0000";
                format!("* 1 FETCH (UID {uid} RFC822.SIZE {} INTERNALDATE \"{at}\")\r\n", one.raw.len())
            };
        } else if upper.starts_with("UID MOVE") || upper.starts_with("UID STORE") {
            if state.breaks {
                return Ok(());
            }
            let uid: u32 = words[2].parse().unwrap();
            let one = state.messages.iter_mut().find(|one| one.uid == uid).unwrap();
            one.seen = true;
            if upper.starts_with("UID MOVE") || upper.contains("DELETED") {
                one.folder = "Done".to_owned();
            }
        }
        out.write_all(format!("{answer}{tag} OK done\r\n").as_bytes())?;
        if upper.starts_with("LOGOUT") {
            return Ok(());
        }
    }
    Ok(())
}

fn server(messages: &[&str]) -> (u16, Shared) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let held = messages.iter().zip(1..).map(|(raw, uid)| Held {
        uid,
        raw: (*raw).to_owned(),
        seen: false,
        folder: "INBOX".to_owned(),
    });
    let state = Arc::new(Mutex::new(State { messages: held.collect(), ..State::default() }));
    let shared = Arc::clone(&state);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // A client that hangs up early is its own affair.
            drop(stream.and_then(|stream| converse(stream, &shared)));
        }
    });
    (port, state)
}

fn kernel(folder: &std::path::Path) -> Arc<Kernel> {
    let options = Options::Sqlite { path: folder.join("accord.sqlite") };
    let kernel = accord::command::kernel(&options, folder, Clock::Wall, IdSource::System).unwrap();
    let company = serde_json::json!({
        "name": "Vale", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "pt-BR", "calendar_name": "Casa",
        "administrator": { "name": "Rita", "email": "rita@vale.example" },
    });
    let call = accord_kernel::Call::new("company.set_up", company);
    kernel.act(&accord_kernel::Caller::system(), call).unwrap();
    kernel
}

fn count(kernel: &Arc<Kernel>, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let row = kernel.db.read(|tx| tx.query_one(&sql, &[])).unwrap();
    row.unwrap().get(0).unwrap()
}

fn mail(id: &str) -> String {
    format!("From: who@nowhere.example\r\nMessage-ID: <{id}@x>\r\nSubject: s\r\n\r\nwords {id}\r\n")
}

#[test]
fn r32_a_mailbox_is_emptied_once_whatever_breaks_off() {
    let folder = tempfile::tempdir().unwrap();
    let kernel = kernel(folder.path());
    for (done, can_move) in [(None, false), (Some("Done"), true), (Some("Done"), false)] {
        let name = format!("{}{can_move}", done.unwrap_or("seen"));
        let messages = [mail(&format!("a{name}")), mail(&format!("b{name}"))];
        let (port, state) = server(&[&messages[0], &messages[1]]);
        state.lock().unwrap().can_move = can_move;
        let address = format!("imap://post:secret@127.0.0.1:{port}/INBOX");
        let mailbox = Mailbox::parse(&address, "service@vale.example", done, None).unwrap();
        let before = count(&kernel, "mail_message");
        // It breaks off after the first message was stored and before it was marked: the message comes again.
        state.lock().unwrap().breaks = true;
        assert!(mailbox.poll(&kernel).is_err());
        assert_eq!(count(&kernel, "mail_message"), before + 1);
        state.lock().unwrap().breaks = false;
        assert_eq!(mailbox.poll(&kernel).unwrap(), 2);
        assert_eq!(count(&kernel, "mail_message"), before + 2, "one record each");
        assert_eq!(count(&kernel, "service_case"), before + 2);
        assert_eq!(mailbox.poll(&kernel).unwrap(), 0, "nothing is left to be taken");
        let state = state.lock().unwrap();
        assert!(state.messages.iter().all(|one| one.seen && (done.is_none() || one.folder == "Done")));
        let fetched =
            state.said.iter().filter(|line| line.contains("BODY")).all(|line| line.contains("BODY.PEEK"));
        assert!(fetched, "reading alone marks nothing");
    }
}

#[test]
fn r32_a_mailbox_that_cannot_be_reached_says_so_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let kernel = kernel(folder.path());
    let (port, _) = server(&[]);
    let wrong = format!("imap://post:hunter2@127.0.0.1:{port}/INBOX");
    let refusal = Mailbox::parse(&wrong, "a@b.example", None, None).unwrap().poll(&kernel).unwrap_err();
    assert_eq!((refusal.rule, refusal.internal.as_deref()), ("mail.mailbox", Some("login")));
    assert!(!format!("{refusal:?}").contains("hunter2"));
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let nobody = format!("imap://post:hunter2@127.0.0.1:{closed}/INBOX");
    assert!(Mailbox::parse(&nobody, "a@b.example", None, None).unwrap().poll(&kernel).is_err());
}
