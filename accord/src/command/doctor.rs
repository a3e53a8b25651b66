//! `accord doctor`: looks at everything that an operator can put right, and says in plain sentences what to do.
//!
//! It changes nothing but one small fact in the database and one small file, both to see whether they can be written. It
//! applies no migration.

use std::{
    collections::BTreeSet,
    fs,
    net::{SocketAddr, TcpStream, ToSocketAddrs},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use accord_kernel::wall_now;
use accord_room_people as people;
use accord_server::Disk;
use accord_store::{Db, Error, Options, backup, standing};
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Serve, say, serve, stored};
use crate::erasures;

/// What is looked at.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    serve: Serve,
    /// Print one JSON object instead of sentences.
    #[arg(long)]
    json: bool,
}

/// What makes a database, and the schema in an empty one.
const BEGIN: &str =
    "Start accord serve, which makes it and says where the company is set up, or make it with accord init.";
/// A backup should be no older.
const BACKUP_AGE: SignedDuration = SignedDuration::from_hours(48);
/// A letter that is due should be gone by then.
const MAIL_AGE: SignedDuration = SignedDuration::from_mins(30);
/// What is due should have happened by then.
const CLOCKWORK_AGE: SignedDuration = SignedDuration::from_mins(2);
/// Two clocks may differ by so much.
const SKEW: SignedDuration = SignedDuration::from_secs(5);
/// No clock shows an earlier time than when this was written.
const EARLIEST: &str = "2026-11-01T00:00:00Z";
/// PostgreSQL from here on.
const POSTGRES: u32 = 13;
/// So many missing files are named by their hash.
const MISSING_NAMED: usize = 5;
/// How long is waited for somebody to open a door.
const CONNECT: Duration = Duration::from_secs(4);

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Good,
    Look,
    Wrong,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Look => "look",
            Self::Wrong => "wrong",
        }
    }
}

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    what: &'static str,
    state: State,
    says: String,
}

fn good(what: &'static str, says: impl Into<String>) -> Finding {
    Finding { what, state: State::Good, says: says.into() }
}

fn look(what: &'static str, says: impl Into<String>) -> Finding {
    Finding { what, state: State::Look, says: says.into() }
}

fn wrong(what: &'static str, says: impl Into<String>) -> Finding {
    Finding { what, state: State::Wrong, says: says.into() }
}

/// `accord doctor`: exit code 1 when something is wrong, 0 when it works, though something may ask for a look.
pub(super) fn doctor(command: &Doctor) -> anyhow::Result<ExitCode> {
    let found = findings(&command.serve);
    let worst = found.iter().map(|finding| finding.state).max().unwrap_or(State::Good);
    if command.json {
        let checks: Vec<_> = found
            .iter()
            .map(|finding| json!({ "what": finding.what, "state": finding.state.word(), "says": finding.says }))
            .collect();
        say(&json!({ "state": worst.word(), "checks": checks }).to_string());
    } else {
        for finding in &found {
            say(&format!("{:6}{:15}{}", finding.state.word(), finding.what, finding.says));
        }
        say(match worst {
            State::Good => "Everything is as it should be.",
            State::Look => "It works; have a look at what is marked so.",
            State::Wrong => "Something is wrong: see above what to do.",
        });
    }
    Ok(if worst == State::Wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn findings(serve: &Serve) -> Vec<Finding> {
    let data = &serve.place.data;
    let mut found = vec![data_folder(data), disk(Disk::of(data)), file_store(data)];
    let last_event = database(serve, &mut found);
    found.push(clock(wall_now(), last_event));
    found.push(erasure_list(&serve.place.erasures()));
    found.extend(mail(serve));
    found.extend(public_address(serve.public_url.as_deref(), serve.listen, serve.trusted_proxies.len()));
    found
}

fn data_folder(data: &Path) -> Finding {
    const WHAT: &str = "data folder";
    match fs::metadata(data) {
        Ok(there) if there.is_dir() => good(WHAT, format!("{} is there.", data.display())),
        Ok(_) => wrong(WHAT, format!("{} is no folder. Name one with --data.", data.display())),
        Err(error) => {
            wrong(WHAT, format!("{} cannot be opened: {error}. Name the folder with --data.", data.display()))
        }
    }
}

fn disk(disk: Option<Disk>) -> Finding {
    const WHAT: &str = "disk";
    let gigabytes =
        |bytes: u64| format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000);
    match disk {
        None => look(WHAT, "It cannot be told how much room is left."),
        Some(disk) if disk.is_low() => wrong(
            WHAT,
            format!(
                "Only {} are left. When it is full, nothing can be written. Make room.",
                gigabytes(disk.free)
            ),
        ),
        Some(disk) => good(WHAT, format!("{} of {} are free.", gigabytes(disk.free), gigabytes(disk.size))),
    }
}

/// Writes a file where attachments are kept, reads it, and takes it away.
fn file_store(data: &Path) -> Finding {
    const WHAT: &str = "file store";
    let folder = data.join("files");
    let place = folder.join(format!("doctor-{}.tmp", std::process::id()));
    let tried = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&place, b"accord"))
        .and_then(|()| fs::read(&place))
        .and_then(|bytes| fs::remove_file(&place).map(|()| bytes));
    match tried {
        Ok(bytes) if bytes == b"accord" => good(WHAT, "Files can be written and read."),
        Ok(_) => wrong(
            WHAT,
            format!("What is written into {} is read back differently: look at the disk.", folder.display()),
        ),
        Err(error) => wrong(
            WHAT,
            format!(
                "Files cannot be kept in {}: {error}. Give it to the user that Accord runs as.",
                folder.display()
            ),
        ),
    }
}

/// Everything about the database; returns when the last event was recorded.
fn database(serve: &Serve, found: &mut Vec<Finding>) -> Option<Timestamp> {
    const WHAT: &str = "database";
    let options = match &serve.place.database {
        Some(address) => Options::parse(address),
        None => Ok(Options::Sqlite { path: serve.place.data.join("accord.sqlite") }),
    };
    // Opening would make an empty file, which nobody asked for.
    if let Ok(Options::Sqlite { path }) = &options
        && !path.exists()
    {
        found.push(wrong(WHAT, format!("There is no database at {}. {BEGIN}", path.display())));
        return None;
    }
    let db = match options.and_then(|options| Db::open(&options)) {
        Ok(db) => db,
        Err(error) => {
            found.push(wrong(
                WHAT,
                format!("It cannot be opened: {error}. Look at --database, and whether it runs."),
            ));
            return None;
        }
    };
    match db.release() {
        Ok(release) => found.push(release_of(db.kind(), &release)),
        Err(error) => {
            found.push(wrong(
                WHAT,
                format!("It does not answer: {error}. Look whether it runs and may be reached."),
            ));
            return None;
        }
    }
    match db.read(standing) {
        Ok(schema) => found.push(schema_of(schema)),
        Err(_) => {
            found.push(wrong("schema", format!("There is no schema yet. {BEGIN}")));
            return None;
        }
    }
    found.push(match db.probe(wall_now()) {
        Ok(()) => good("writing", "The database can be written."),
        Err(Error::Full) => {
            wrong("writing", "The disk of the database is full. Make room; nothing need be restarted.")
        }
        Err(error) => wrong("writing", format!("The database cannot be written: {error}.")),
    });
    if let Some(finding) = server_clock(&db) {
        found.push(finding);
    }
    let wall = wall_now();
    found.push(match db.read(backup::last) {
        Ok(last) => backup_age(wall, last),
        Err(error) => look("backup", format!("It cannot be told when the last one was taken: {error}.")),
    });
    match db.read(|tx| people::outbox(tx, wall)) {
        Ok(outbox) => found.push(outbox_of(wall, outbox)),
        Err(_) => found.push(look("letters", "It cannot be told how many wait; the schema is another one.")),
    }
    match db.read(|tx| accord_kernel::backlog(tx, wall)) {
        Ok(backlog) => found.push(clockwork_of(wall, backlog)),
        Err(_) => found.push(look("clockwork", "It cannot be told what is due; the schema is another one.")),
    }
    let data = &serve.place.data;
    found.push(match stored::missing(&db, data, &crate::wiring::registry()) {
        Ok(missing) => stored_files(&data.join(stored::FILES), &missing),
        Err(_) => look("stored files", "It cannot be told whether all are there; the schema is another one."),
    });
    db.read(backup::last_event).ok().flatten()
}

fn release_of(kind: &str, release: &str) -> Finding {
    let first: u32 =
        release.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if kind == "postgres" && first < POSTGRES {
        return wrong("database", format!("PostgreSQL {release} is too old; {POSTGRES} or later is needed."));
    }
    let name = if kind == "postgres" { "PostgreSQL" } else { "SQLite" };
    good("database", format!("{name} {release} answers."))
}

fn schema_of(schema: accord_store::Standing) -> Finding {
    match (schema.missing, schema.unknown) {
        (0, 0) => good("schema", "It is the one of this program."),
        (_, 1..) => wrong(
            "schema",
            "It is newer than this program. Start the newer program again, or restore a backup from before the upgrade.",
        ),
        (missing, _) => {
            look("schema", format!("{missing} steps are missing. They are applied at the next start."))
        }
    }
}

fn server_clock(db: &Db) -> Option<Finding> {
    let before = wall_now();
    let theirs = db.clock().ok()??;
    let apart = theirs.duration_since(before).abs();
    Some(if apart > SKEW {
        wrong(
            "clocks",
            format!("The clock of the database's machine differs by {} s. Set both by NTP.", apart.as_secs()),
        )
    } else {
        good("clocks", "The clock of the database's machine agrees.")
    })
}

fn clock(wall: Timestamp, last_event: Option<Timestamp>) -> Finding {
    const WHAT: &str = "clock";
    let earliest: Timestamp = EARLIEST.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    if wall < earliest {
        return wrong(
            WHAT,
            format!("It says {wall}, which is long ago. Set it by NTP before anything is promised."),
        );
    }
    match last_event {
        Some(last) if last.duration_since(wall) > SKEW => wrong(
            WHAT,
            format!(
                "It says {wall}, but something was recorded at {last}. It went back, or another node is ahead. Set it by NTP."
            ),
        ),
        _ => good(WHAT, format!("It says {wall}.")),
    }
}

fn backup_age(wall: Timestamp, last: Option<Timestamp>) -> Finding {
    const WHAT: &str = "backup";
    match last {
        None => look(WHAT, "None was taken yet. Let accord backup run every night."),
        Some(at) if wall.duration_since(at) > BACKUP_AGE => {
            let days = wall.duration_since(at).as_hours() / 24;
            look(WHAT, format!("The last one is {days} days old. Look why accord backup no longer runs."))
        }
        Some(at) => good(WHAT, format!("The last one was taken at {at}.")),
    }
}

fn outbox_of(wall: Timestamp, outbox: people::Outbox) -> Finding {
    const WHAT: &str = "letters";
    let given_up = match outbox.given_up {
        0 => String::new(),
        count => format!(" {count} were given up; see whom they were for, and tell them."),
    };
    match outbox.oldest {
        Some(at) if wall.duration_since(at) > MAIL_AGE => wrong(
            WHAT,
            format!(
                "{} wait, the oldest since {at}. Look at the mail server and the log.{given_up}",
                outbox.waiting
            ),
        ),
        _ if outbox.given_up > 0 => look(WHAT, format!("{} wait.{given_up}", outbox.waiting)),
        _ => good(WHAT, format!("{} wait, none of them too long.", outbox.waiting)),
    }
}

fn clockwork_of(wall: Timestamp, backlog: accord_kernel::Backlog) -> Finding {
    const WHAT: &str = "clockwork";
    match backlog.oldest {
        Some(at) if wall.duration_since(at) > CLOCKWORK_AGE => wrong(
            WHAT,
            format!(
                "{} things are due, the oldest since {at}. Does accord serve run? If so, look into its log.",
                backlog.due
            ),
        ),
        _ if backlog.resting > 0 => {
            look(WHAT, format!("{} things failed too often and rest. The log says why.", backlog.resting))
        }
        _ => good(WHAT, "Nothing is late."),
    }
}

/// Whether all files are there that rows name; `missing` are the hashes of those that are not.
fn stored_files(folder: &Path, missing: &BTreeSet<String>) -> Finding {
    const WHAT: &str = "stored files";
    let named = missing.iter().take(MISSING_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match missing.len() {
        0 => good(WHAT, "All that rows name are there."),
        count => look(
            WHAT,
            format!(
                "{count} of those that rows name cannot be found in {}: {named}{}. Take them from an older backup, or ask whoever sent them.",
                folder.display(),
                if count > MISSING_NAMED { " and others" } else { "" },
            ),
        ),
    }
}

fn erasure_list(path: &Path) -> Finding {
    const WHAT: &str = "erasures";
    match erasures::read(path) {
        Ok(Some(list)) => good(WHAT, format!("The list at {} names {} persons.", path.display(), list.len())),
        Ok(None) => {
            look(WHAT, format!("There is no list at {} yet; accord serve makes one.", path.display()))
        }
        Err(error) => {
            wrong(WHAT, format!("{error:#}. Without it a restore cannot erase again who was erased."))
        }
    }
}

fn mail(serve: &Serve) -> Vec<Finding> {
    const WHAT: &str = "mail";
    let (smtp, from) = (serve.mail.smtp.as_deref(), &serve.mail.mail_from);
    let mailer = match serve::mail_sender(smtp, from, &serve.place.data) {
        Ok(mailer) => mailer,
        Err(_) => {
            return vec![wrong(
                WHAT,
                "The mail server's or the sender's address cannot be read. Write smtps://user:password@host.",
            )];
        }
    };
    if smtp.is_none() {
        return vec![look(
            WHAT,
            "Letters are written into the data folder and reach nobody. Name a mail server with --smtp.",
        )];
    }
    let mut found = vec![match mailer.test() {
        Ok(()) => good(WHAT, "The mail server answers."),
        Err(word) => wrong(
            WHAT,
            format!("The mail server does not let us in ({word}). Look at --smtp and its password."),
        ),
    }];
    if from.ends_with("@localhost") {
        found.push(look(WHAT, format!("Letters come from {from}, which others refuse. Set --mail-from.")));
    }
    found
}

/// Whether the public address can be right, and whether what stands in front is named.
fn public_address(public: Option<&str>, listen: SocketAddr, proxies: usize) -> Vec<Finding> {
    const WHAT: &str = "public address";
    let outside = !listen.ip().is_loopback();
    let Some(public) = public else {
        return vec![if outside {
            wrong(
                WHAT,
                format!(
                    "Others reach {listen} without encryption, and passwords with them. Put a proxy with TLS in front and set --public-url."
                ),
            )
        } else {
            look(WHAT, "None is set: links in letters lead nowhere. Set --public-url.")
        }];
    };
    let Ok(address) = serve::public_address(public) else {
        return vec![wrong(
            WHAT,
            "It cannot be read. Write it like https://accord.example.com, without a path.",
        )];
    };
    let Some(host) = address.strip_prefix("https://") else {
        return vec![wrong(
            WHAT,
            format!("{address} is not encrypted. Put a proxy with TLS in front and write https://."),
        )];
    };
    let mut found = Vec::new();
    if proxies == 0 {
        found.push(look(
            WHAT,
            "No proxy is trusted, so the log cannot tell who called. Set --trusted-proxies.",
        ));
    }
    if outside && proxies == 0 {
        found.push(look(WHAT, format!("Others may reach {listen} past the proxy. Listen on 127.0.0.1 if the proxy is on this machine.")));
    }
    let place = if host.contains(':') { host.to_owned() } else { format!("{host}:443") };
    let reached =
        place.to_socket_addrs().map(|mut all| all.any(|to| TcpStream::connect_timeout(&to, CONNECT).is_ok()));
    found.push(match reached {
        Ok(true) => good(WHAT, format!("{address} is answered.")),
        Ok(false) => look(WHAT, format!("Nobody answers at {place} from here. Is the proxy up?")),
        Err(_) => wrong(WHAT, format!("The name in {address} is not known. Look at the DNS.")),
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_old_late_or_low_is_named() {
        let wall = at("2027-03-09T12:00:00Z");
        assert_eq!(backup_age(wall, None).state, State::Look);
        assert_eq!(backup_age(wall, Some(at("2027-03-08T13:00:00Z"))).state, State::Good);
        assert!(backup_age(wall, Some(at("2027-03-05T11:00:00Z"))).says.contains("4 days"));
        assert_eq!(clock(at("1970-01-01T00:05:00Z"), None).state, State::Wrong);
        assert_eq!(clock(wall, Some(at("2027-03-09T12:10:00Z"))).state, State::Wrong);
        assert_eq!(clock(wall, Some(at("2027-03-09T11:59:59Z"))).state, State::Good);
        let outbox = |oldest, given_up| people::Outbox { waiting: 3, oldest, given_up };
        assert_eq!(outbox_of(wall, outbox(Some(at("2027-03-09T11:20:00Z")), 0)).state, State::Wrong);
        assert_eq!(outbox_of(wall, outbox(Some(at("2027-03-09T11:50:00Z")), 0)).state, State::Good);
        assert_eq!(outbox_of(wall, outbox(None, 2)).state, State::Look);
        let backlog = |oldest, resting| accord_kernel::Backlog { due: 1, oldest, resting };
        assert_eq!(clockwork_of(wall, backlog(Some(at("2027-03-09T11:57:00Z")), 0)).state, State::Wrong);
        assert_eq!(clockwork_of(wall, backlog(None, 1)).state, State::Look);
        assert_eq!(disk(Some(Disk { free: 40_000_000, size: 90_000_000_000 })).state, State::Wrong);
        assert_eq!(disk(Some(Disk { free: 40_000_000_000, size: 90_000_000_000 })).state, State::Good);
        let missing: BTreeSet<String> = (1..=7).map(|n| format!("hash-{n}")).collect();
        let told = stored_files(Path::new("/data/files"), &missing);
        assert_eq!(told.state, State::Look);
        assert!(told.says.starts_with("7 ") && told.says.contains("hash-5 and others."), "{}", told.says);
        assert_eq!(stored_files(Path::new("/data/files"), &BTreeSet::new()).state, State::Good);
        assert_eq!(release_of("postgres", "12.4 (Debian)").state, State::Wrong);
        assert_eq!(release_of("postgres", "15.20").state, State::Good);
    }

    #[test]
    fn an_address_without_encryption_is_wrong_wherever_others_reach_it() {
        let state = |public: Option<&str>, listen: &str, proxies| {
            public_address(public, listen.parse().unwrap(), proxies)
                .iter()
                .map(|finding| finding.state)
                .max()
                .unwrap()
        };
        assert_eq!(state(None, "0.0.0.0:8080", 0), State::Wrong);
        assert_eq!(state(None, "127.0.0.1:8080", 0), State::Look);
        assert_eq!(state(Some("http://accord.example"), "127.0.0.1:8080", 1), State::Wrong);
        assert_eq!(state(Some("https://accord.example/path"), "127.0.0.1:8080", 1), State::Wrong);
    }
}
