//! Who asks to be forgotten is forgotten: of what they were known by, no byte is left in database, files, letters or logs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use accord_store::{Db, Options, params};
use serde_json::{Value as JsonValue, json};
use served::{free_port, own_schema, request, session, start};
use uuid::Uuid;

/// Words that stand nowhere but in what this test writes.
const CANARIES: [&str; 6] =
    ["zyxquenta", "corvalhosa", "kanarie@zyx-alfa.example", "98877-6655", "vogelbild", "tlwendola"];
/// How long the program may take to let go of what was erased.
const SOON: Duration = Duration::from_secs(60);

struct House {
    port: u16,
    data: PathBuf,
    database: Option<String>,
}

impl House {
    fn act(&self, cookie: &str, name: &str, input: &JsonValue) -> JsonValue {
        let headers = format!("Cookie: {cookie}\r\nContent-Type: application/json\r\n");
        let path = format!("/api/v1/actions/{name}");
        let answer = request(self.port, "POST", &path, &headers, &input.to_string()).unwrap();
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        answer.json()
    }

    fn view(&self, cookie: &str, address: &str) -> (u16, String) {
        let answer = request(
            self.port,
            "GET",
            &format!("/api/v1/views/{address}"),
            &format!("Cookie: {cookie}\r\n"),
            "",
        );
        let answer = answer.unwrap();
        (answer.status, answer.body)
    }

    /// A message by the mail server's pipe.
    fn mail_in(&self, raw: &str) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
        command.env("ACCORD_DATA", &self.data).env("ACCORD_LOG", "off");
        if let Some(database) = &self.database {
            command.env("ACCORD_DATABASE", database);
        }
        let mut child = command
            .args(["mail-in", "--to", "service@halden.example"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(raw.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }

    fn options(&self) -> Options {
        match &self.database {
            Some(address) => Options::parse(address).unwrap(),
            None => Options::Sqlite { path: self.data.join("accord.sqlite") },
        }
    }
}

/// The canaries that stand in some bytes, in whatever case.
fn singing(bytes: &[u8]) -> Vec<&'static str> {
    let lower = bytes.to_ascii_lowercase();
    CANARIES
        .into_iter()
        .filter(|canary| lower.windows(canary.len()).any(|part| part == canary.as_bytes()))
        .collect()
}

fn files_below(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, all) } else { all.push(path) }
    }
}

/// Where canaries still stand: in files, and in the rows of whatever table.
fn left(house: &House) -> Vec<String> {
    let (mut files, mut found) = (Vec::new(), Vec::new());
    files_below(&house.data, &mut files);
    for file in files {
        let canaries = singing(&std::fs::read(&file).unwrap());
        if !canaries.is_empty() {
            found.push(format!("{}: {canaries:?}", file.display()));
        }
    }
    let db = Db::open(&house.options()).unwrap();
    let tables = tables(&db);
    for table in tables {
        // Every column as text, whatever it holds; bytes as they are.
        let row = match house.database {
            Some(_) => format!("SELECT CAST(t.* AS TEXT) FROM {table} t"),
            None => format!("SELECT quote(c) FROM (SELECT {} AS c FROM {table})", columns(&db, &table)),
        };
        let rows = db.read(|tx| tx.query(&row, &[])).unwrap();
        for row in rows {
            let text: String = row.get(0).unwrap_or_default();
            let canaries = singing(text.as_bytes());
            if !canaries.is_empty() {
                found
                    .push(format!("{table}: {canaries:?} in {}", text.chars().take(400).collect::<String>()));
            }
        }
    }
    found
}

fn tables(db: &Db) -> Vec<String> {
    let sql = match db.kind() {
        "sqlite" => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'",
        _ => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()",
    };
    let rows = db.read(|tx| tx.query(sql, &[])).unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

fn columns(db: &Db, table: &str) -> String {
    let sql = "SELECT name FROM pragma_table_info(?1)";
    let rows = db.read(|tx| tx.query(sql, params![table.to_owned()])).unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.get(0).unwrap()).collect();
    names
        .iter()
        .map(|name| format!("COALESCE(CAST({name} AS TEXT), '')"))
        .collect::<Vec<_>>()
        .join(" || ' ' || ")
}

fn field(answer: &JsonValue, name: &str) -> Uuid {
    let answer = answer.get("answer").unwrap_or(answer);
    answer[name].as_str().unwrap_or_else(|| panic!("no {name} in {answer}")).parse().unwrap()
}

fn forgotten(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let house =
        House { port: free_port(), data: folder.path().to_owned(), database: database.map(str::to_owned) };
    let mut child = start(house.port, &house.data, database);
    let helena = session(house.port, "helena@halden.example");
    let paula = session(house.port, "paula@halden.example");
    let nora = session(house.port, "nora@halden.example");

    let customer = field(&house.act(&helena, "customer.enter", &json!({ "name": "Alfa Prensas" })), "id");
    // Known by another name before: what the search was told of it then is forgotten with the rest.
    let mut known = json!({
        "customer": customer, "name": "Jqtlwendola de Corvalhosa", "email": "kanarie@zyx-alfa.example",
        "phone": "+55 11 98877-6655", "job": "Nachfolger von Zyxquenta",
    });
    let contact = field(&house.act(&helena, "contact.enter", &known), "id");
    known.as_object_mut().unwrap().remove("customer");
    known["contact"] = json!(contact);
    known["version"] = json!(1);
    known["name"] = json!("Zyxquenta de Corvalhosa");
    known["language"] = json!("pt-BR");
    house.act(&helena, "contact.change", &known);
    house.act(&helena, "contact.invite", &json!({ "contact": contact }));
    let said = "Zyxquenta asked twice: call 11 98877-6655 or write to Kanarie@zyx-alfa.example.";
    let talk = json!({
        "customer": customer, "contact": contact, "channel": "call", "direction": "inbound", "said": said,
    });
    house.act(&helena, "contact_log.add", &talk);
    let open = json!({
        "customer": customer, "contact": contact, "what": "Press stands, says Zyxquenta", "who": "Zyxquenta Corvalhosa",
        "call_back": "11 98877-6655", "severity": "disturbed",
    });
    house.act(&nora, "case.open", &open);
    let complaint = json!({
        "customer": customer, "contact": contact, "about": "Late call to Corvalhosa", "said": said, "channel": "call",
        "wanted": "Zyxquenta wants a call",
    });
    house.act(&nora, "complaint.open", &complaint);
    let statement = json!({
        "customer": customer, "contact": contact, "subject_kind": "other", "subject": "visit", "channel": "mail",
        "wording": "Dear Zyxquenta, the visit begins at nine.",
    });
    house.act(&nora, "statement.say", &statement);
    house.mail_in(
        "From: \"Zyxquenta Corvalhosa\" <kanarie@zyx-alfa.example>\r\nTo: service@halden.example\r\n\
         Message-ID: <kanarie@zyx-alfa.example>\r\nSubject: Zyxquenta again\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         The press stands again.\r\nZyxquenta Corvalhosa, +55 11 98877-6655\r\n\r\n--b\r\n\
         Content-Type: text/plain; name=vogelbild.txt\r\n\
         Content-Disposition: attachment; filename=vogelbild.txt\r\n\r\nzyxquenta corvalhosa vogelbild\r\n--b--\r\n",
    );
    house.mail_in(
        "From: Zyxquenta <kanarie@zyx-alfa.example>\r\nTo: service@halden.example\r\nMessage-ID: <2@zyx-alfa.example>\r\n\
         In-Reply-To: <kanarie@zyx-alfa.example>\r\nSubject: Re: again\r\n\r\nStill no word.\r\nZyxquenta\r\n",
    );
    assert!(!left(&house).is_empty(), "there is something to forget");

    let archive = request(
        house.port,
        "GET",
        &format!("/privacy/contact/{contact}/archive"),
        &format!("Cookie: {nora}\r\n"),
        "",
    );
    assert_eq!(archive.unwrap().status, 403, "an archive is the privacy administrator's alone");
    let (status, held) = house.view(&paula, &format!("privacy.held?kind=contact&id={contact}"));
    assert_eq!(status, 200, "{held}");
    let held: JsonValue = serde_json::from_str(&held).unwrap();
    let tables: Vec<&str> =
        held["tables"].as_array().unwrap().iter().map(|one| one["table"].as_str().unwrap()).collect();
    for table in
        ["contact", "contact_log", "service_case", "case_entry", "complaint", "statement", "mail_message"]
    {
        assert!(tables.contains(&table), "{table} is not among {tables:?}");
    }
    let archive = fetch(house.port, &format!("/privacy/contact/{contact}/archive"), &paula);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().any(|name| name.ends_with("vogelbild.txt")), "{names:?}");
    let mut text = String::new();
    zip.by_name("tables/mail_message.json").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("The press stands again."), "{text}");

    // Files that were sent a moment ago might still be attached to something: they are made to be of this morning.
    let (mut files, long_ago) =
        (Vec::new(), std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    files_below(&house.data.join("files"), &mut files);
    for file in files {
        std::fs::File::options().append(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let version = held["version"].as_i64().unwrap();
    let erase =
        json!({ "contact": contact, "version": version, "reason": "Zyxquenta Corvalhosa asked by letter" });
    house.act(&paula, "contact.erase", &erase);
    let begun = Instant::now();
    loop {
        let still = left(&house);
        if still.is_empty() {
            break;
        }
        assert!(begun.elapsed() < SOON, "still there:\n{}", still.join("\n"));
        std::thread::yield_now();
    }
    // What they wrote about stands.
    let db = Db::open(&house.options()).unwrap();
    let sql = "SELECT words FROM case_entry UNION ALL SELECT what FROM service_case";
    let said = db.read(|tx| tx.query(sql, &[])).unwrap();
    let said: Vec<String> = said.iter().map(|row| row.get(0).unwrap()).collect();
    for words in ["The press stands again.", "Still no word.", "Press stands, says […]"] {
        assert!(said.iter().any(|said| said.contains(words)), "{words}: {said:?}");
    }
    drop(db);

    child.kill().unwrap();
    child.wait().unwrap();
    let mut verify = Command::new(env!("CARGO_BIN_EXE_accord"));
    verify.args(["verify", "--data"]).arg(&house.data);
    if let Some(database) = database {
        verify.args(["--database", database]);
    }
    let verified = verify.output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

/// The bytes of a file.
fn fetch(port: u16, path: &str, cookie: &str) -> Vec<u8> {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let at = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    assert!(head.starts_with("HTTP/1.0 200") || head.starts_with("HTTP/1.1 200"), "{head}");
    bytes.split_off(at + 4)
}

#[test]
fn r64_of_who_is_forgotten_no_byte_is_left_on_sqlite() {
    forgotten(None);
}

#[test]
fn r64_of_who_is_forgotten_no_byte_is_left_on_postgresql() {
    if std::env::var_os("ACCORD_TEST_POSTGRES").is_some() {
        forgotten(Some(&own_schema("forgotten")));
    }
}
