//! `accord mail-in` as a mail server calls it: what its exit code says is what the mail server does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

fn accord(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.env("ACCORD_DATA", data).env("ACCORD_LOG", "off");
    command
}

fn mail_in(data: &Path, to: &str, raw: &[u8]) -> i32 {
    let mut child = accord(data)
        .args(["mail-in", "--to", to])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A program that has read enough may close its end before we are through.
    drop(child.stdin.take().unwrap().write_all(raw));
    child.wait().unwrap().code().unwrap()
}

#[test]
fn r32_a_piped_message_is_taken_refused_or_brought_again_by_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let init = accord(&data)
        .args(["init", "--company", "Vale", "--zone", "America/Sao_Paulo", "--currency", "BRL"])
        .args(["--admin-name", "Rita", "--admin-email", "rita@vale.example"])
        .output()
        .unwrap();
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let mail = b"From: who@nowhere.example\r\nMessage-ID: <p1@x>\r\nSubject: s\r\n\r\nwords\r\n";
    assert_eq!(mail_in(&data, "service@vale.example", mail), 0);
    assert_eq!(mail_in(&data, "service@vale.example", mail), 0, "the second time it is here already");
    assert_eq!(mail_in(&data, "no such address", mail), 67);
    assert_eq!(mail_in(&data, "service@vale.example", b""), 65);
    let mut large = mail.to_vec();
    large.resize(26 * 1024 * 1024, b'x');
    assert_eq!(mail_in(&data, "service@vale.example", &large), 65, "the sender hears that it is too large");
    // The database cannot be opened: the mail server keeps the message.
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::create_dir(closed.join("accord.sqlite")).unwrap();
    assert_eq!(mail_in(&closed, "service@vale.example", mail), 75);
    let db =
        accord_store::Db::open(&accord_store::Options::Sqlite { path: data.join("accord.sqlite") }).unwrap();
    let counted = db.read(|tx| {
        tx.query_one(
            "SELECT COUNT(*), SUM(CASE WHEN state = 'in_case' THEN 1 ELSE 0 END) FROM mail_message",
            &[],
        )
    });
    let row = counted.unwrap().unwrap();
    assert_eq!((row.get::<i64>(0).unwrap(), row.get::<i64>(1).unwrap()), (2, 1));
}
