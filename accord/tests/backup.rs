//! `accord backup` and `accord restore` as an operator meets them: taken under load, restored, verified; whoever was
//! erased since is erased again; a backup before a migration; no start over a newer schema (R64, R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use accord::{demo::Beginning, erasures::Erasures};
use accord_kernel::{Call, Caller, Kernel, Refusal};
use accord_room_customer::{FileUse, Files};
use accord_store::{
    Db, MIGRATIONS, Migration, Options, Tx,
    backup::{self, Outside},
    migrate_with, params,
};
use serde_json::json;
use served::{START, free_port, own_schema, request, session, start};
use uuid::Uuid;

fn accord(data: &Path, database: Option<&str>, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.arg(words[0]).arg("--data").arg(data).args(&words[1..]).env("ACCORD_LOG", "error");
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn good(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

fn options(folder: &Path, database: Option<&str>) -> Options {
    match database {
        Some(address) => Options::parse(address).unwrap(),
        None => Options::Sqlite { path: folder.join("accord.sqlite") },
    }
}

/// Heads of all chains.
fn heads(db: &Db) -> Vec<(Uuid, i64, Vec<u8>)> {
    let rows =
        db.read(|tx| tx.query("SELECT chain, seq, hash FROM chain_head WHERE seq > 0", params![])).unwrap();
    rows.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap())).collect()
}

fn taken_under_load(database: Option<&str>, onto: Option<&str>) {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let port = free_port();
    let mut child = start(port, folder.path(), database);
    let cookie = session(port, "suzie@halden.example");
    let query = "/api/v1/views/customer.list?query=Harbour";
    let list = request(port, "GET", query, &format!("Cookie: {cookie}\r\n"), "").unwrap();
    let customer = list.json()["rows"][0]["id"].as_str().unwrap().to_owned();
    let write = move |port: u16, cookie: &str, n: u64| {
        let input = json!({
            "customer": customer, "kind": "document", "wording": format!("Drawing {n}."), "due_on": "2026-04-17",
            "told": "call", "confirm": true,
        });
        let headers =
            format!("Cookie: {cookie}\r\nContent-Type: application/json\r\nIdempotency-Key: backup-{n}\r\n");
        request(port, "POST", "/api/v1/actions/promise.make", &headers, &input.to_string())
    };
    let (stop, next, done) = (AtomicBool::new(false), AtomicU64::new(0), Mutex::new(Vec::new()));
    let path = folder.path().join("under-load.accord-backup");
    let before = std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if write(port, &cookie, n).is_ok_and(|answer| answer.status == 200) {
                        done.lock().unwrap().push(n);
                    }
                }
            });
        }
        let begun = Instant::now();
        while done.lock().unwrap().len() < 25 {
            assert!(begun.elapsed() < START, "writes are not acknowledged");
            std::thread::yield_now();
        }
        let before = done.lock().unwrap().clone();
        let taken = accord(folder.path(), database, &["backup", path.to_str().unwrap()]);
        stop.store(true, Ordering::Relaxed);
        let text = good(&taken);
        assert!(text.contains("every checksum read back"), "{text}");
        before
    });
    child.kill().unwrap();
    child.wait().unwrap();
    // Without a list of erasures somebody must say that there is none.
    let from = path.to_str().unwrap();
    let refused = accord(other.path(), onto, &["restore", from]);
    assert!(!refused.status.success() && said(&refused).contains("--without-erasures"), "{}", said(&refused));
    let list = folder.path().join("erasures.txt");
    let list = list.to_str().unwrap();
    let text = good(&accord(other.path(), onto, &["restore", from, "--erasures", list]));
    assert!(text.contains("everything agrees") && text.contains("sessions were ended"), "{text}");
    // Every chain of the backup is the beginning of the chain that goes on in the first database.
    let live = Db::open(&options(folder.path(), database)).unwrap();
    let back = Db::open(&options(other.path(), onto)).unwrap();
    let restored = heads(&back);
    assert!(restored.len() > 10);
    for (chain, seq, hash) in restored {
        let sql = "SELECT hash FROM event WHERE chain = ?1 AND seq = ?2";
        let row = live.read(|tx| tx.query_one(sql, params![chain, seq])).unwrap();
        assert_eq!(row.map(|row| row.get::<Vec<u8>>(0).unwrap()), Some(hash), "chain {chain} at {seq}");
    }
    drop(back);
    // Whatever was acknowledged before the backup was begun has its effect and its answer.
    let port = free_port();
    let mut child = start(port, other.path(), onto);
    let cookie = session(port, "suzie@halden.example");
    for n in before {
        let again = write(port, &cookie, n).unwrap();
        assert_eq!(again.status, 200, "write {n}: {}", again.body);
        assert_eq!(
            again.header("idempotency-replayed"),
            Some("true"),
            "write {n} is missing in the restored data"
        );
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let again = accord(other.path(), onto, &["restore", from, "--erasures", list]);
    assert!(!again.status.success() && said(&again).contains("not empty"), "{}", said(&again));
}

#[test]
fn r67_a_backup_under_load_holds_what_was_acknowledged_before_on_sqlite() {
    taken_under_load(None, None);
}

#[test]
fn r67_a_backup_under_load_holds_what_was_acknowledged_before_on_postgresql() {
    taken_under_load(Some(&own_schema("backup")), Some(&own_schema("restored")));
}

fn demo(folder: &Path, database: Option<&str>) -> Arc<Kernel> {
    accord::demo::open(&options(folder, database), folder, 0, Beginning::Meeting).unwrap()
}

fn demo_again(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let enter = |name: &str| {
        let kernel = demo(folder.path(), database);
        let found =
            kernel.db.read(|tx| tx.query_one("SELECT id FROM customer ORDER BY number LIMIT 1", params![]));
        let customer = found.unwrap().unwrap().get::<Uuid>(0).unwrap();
        let input = json!({ "customer": customer, "name": name });
        kernel.act(&Caller::system(), Call::new("contact.enter", input)).unwrap().answer
    };
    // The clock of the demo stands still: both are entered in one instant of it.
    assert_ne!(enter("Ulla Brandt"), enter("Iris Falk"));
}

#[test]
fn r67_a_demo_that_is_started_again_gives_ids_of_its_own_on_sqlite() {
    demo_again(None);
}

#[test]
fn r67_a_demo_that_is_started_again_gives_ids_of_its_own_on_postgresql() {
    demo_again(Some(&own_schema("demo_again")));
}

/// Files below a folder.
fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(all_files(&path)) } else { out.push(path) }
    }
    out
}

fn erased_again(database: Option<&str>, onto: Option<&str>) {
    const CANARY: &str = "Quirina Zwetschgenbaum";
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let backup_file = folder.path().join("older");
    let contact = {
        let kernel = demo(folder.path(), database);
        let operator = Caller::system();
        let customer = kernel
            .db
            .read(|tx| tx.query_one("SELECT id FROM customer ORDER BY number LIMIT 1", params![]))
            .unwrap()
            .unwrap()
            .get::<Uuid>(0)
            .unwrap();
        let input = json!({ "customer": customer, "name": CANARY, "email": "quirina@zwetschge.example" });
        let done = kernel.act(&operator, Call::new("contact.enter", input)).unwrap();
        let contact: Uuid =
            done.answer["contact"].as_str().or(done.answer["id"].as_str()).unwrap().parse().unwrap();
        backup::take(&kernel.db, &backup_file, "test", accord_kernel::wall_now(), None).unwrap();
        let input = json!({ "contact": contact, "version": 1, "reason": "By letter of 3 February" });
        kernel.act(&operator, Call::new("contact.erase", input)).unwrap();
        let list = Erasures::open(&other.path().join("erasures.txt")).unwrap();
        assert!(list.follow(&kernel, |_| Ok(())).unwrap() >= 1);
        assert_eq!(list.follow(&kernel, |_| Ok(())).unwrap(), 0, "nobody is on it twice");
        contact
    };
    let text = good(&accord(other.path(), onto, &["restore", backup_file.to_str().unwrap()]));
    assert!(text.contains("1 persons were erased again") && text.contains("everything agrees"), "{text}");
    let kernel = demo(other.path(), onto);
    let row = kernel
        .db
        .read(|tx| tx.query_one("SELECT name, email, state FROM contact WHERE id = ?1", params![contact]));
    let row = row.unwrap().unwrap();
    assert_eq!(row.get::<String>(0).unwrap(), "");
    assert_eq!(row.get::<String>(2).unwrap(), "erased");
    assert!(matches!(
        kernel.db.read(|tx| accord_store::secret::key_of(tx, contact)).unwrap(),
        accord_store::secret::KeyState::Destroyed
    ));
    drop(kernel);
    for path in all_files(other.path()) {
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(CANARY.len()).any(|window| window.eq_ignore_ascii_case(CANARY.as_bytes()));
        assert!(!found, "the name of who was erased stands in {}", path.display());
    }
}

#[test]
fn r64_a_restored_older_backup_erases_again_on_sqlite() {
    erased_again(None, None);
}

#[test]
fn r64_a_restored_older_backup_erases_again_on_postgresql() {
    erased_again(Some(&own_schema("erased")), Some(&own_schema("again")));
}

/// Lays a file of so many bytes ready for an import, as the page does; returns its hash.
fn laid_ready(kernel: &Arc<Kernel>, name: &str, size: u64) -> String {
    let files = kernel.registry.extensions::<Files>().next().unwrap();
    let path = files.anteroom().unwrap().join("coming");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(name.as_bytes()).unwrap();
    file.set_len(size).unwrap();
    let stored = files.put_file(&path).unwrap();
    let input = json!({ "file_name": name, "sha256": stored.sha256 });
    kernel.act(&Caller::system(), Call::new("intake.keep_file", input)).unwrap();
    stored.sha256
}

fn place(folder: &Path, hash: &str) -> PathBuf {
    folder.join("files").join(&hash[..2]).join(hash)
}

fn large_files_come_back(database: Option<&str>, onto: Option<&str>) {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().join("large");
    let from = path.to_str().unwrap();
    // Larger than what is attached, and larger than what backups once took.
    let sizes = [26 * 1_048_576 + 1, 65 * 1_048_576 + 3];
    let hashes = {
        let kernel = demo(folder.path(), database);
        let hashes = sizes.map(|size| laid_ready(&kernel, &format!("units-{size}.csv"), size));
        for room in kernel.registry.extensions::<FileUse>() {
            let (mut all, named): (Vec<_>, Vec<_>) = kernel
                .db
                .read(|tx| {
                    let all = (room.all)(tx)?;
                    let named = if all.is_empty() { Vec::new() } else { (room.named)(tx, &all)? };
                    Ok::<_, Refusal>((all, named))
                })
                .unwrap();
            all.retain(|hash| !named.contains(hash));
            assert!(all.is_empty(), "{}: what it names in all it knows one by one", room.name);
        }
        hashes
    };
    let text = good(&accord(folder.path(), database, &["backup", from]));
    assert!(!text.contains("NOT IN IT") && !text.contains("MISSING"), "{text}");
    good(&accord(folder.path(), database, &["backup", from, "--check"]));
    let text = good(&accord(other.path(), onto, &["restore", from, "--without-erasures"]));
    assert!(text.contains("everything agrees") && !text.contains("MISSING"), "{text}");
    for (hash, size) in hashes.iter().zip(sizes) {
        let back = place(other.path(), hash);
        assert_eq!(std::fs::metadata(&back).unwrap().len(), size);
        assert!(std::fs::read(&back).unwrap() == std::fs::read(place(folder.path(), hash)).unwrap());
    }
    let coming = other.path().join("files").join("coming");
    assert_eq!(std::fs::read_dir(coming).unwrap().count(), 0, "nothing half done is left");
    let text = said(&accord(other.path(), onto, &["doctor"]));
    assert!(text.contains("All that rows name are there"), "{text}");
}

#[test]
fn r67_files_larger_than_any_attachment_come_back_on_sqlite() {
    large_files_come_back(None, None);
}

#[test]
fn r67_files_larger_than_any_attachment_come_back_on_postgresql() {
    large_files_come_back(Some(&own_schema("large")), Some(&own_schema("large_back")));
}

fn lost_and_let_go(database: Option<&str>, onto: [Option<&str>; 2]) {
    let (folder, other, third) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, let_go) = (folder.path().join("lost"), folder.path().join("let-go"));
    let from = path.to_str().unwrap();
    let hash = {
        let kernel = demo(folder.path(), database);
        // A file that was let go while the backup was taken: no row names it by the time it comes back.
        let name = "7".repeat(64);
        let outside =
            Outside { path: place(folder.path(), &name), name: format!("files/{name}"), named: true };
        let mut list = |_: &mut Tx| Ok(vec![outside.clone()]);
        backup::take(&kernel.db, &let_go, "test", accord_kernel::wall_now(), Some(&mut list)).unwrap();
        laid_ready(&kernel, "units.csv", 77)
    };
    std::fs::remove_file(place(folder.path(), &hash)).unwrap();
    let taken = accord(folder.path(), database, &["backup", from]);
    let text = said(&taken);
    assert_eq!(taken.status.code(), Some(2), "{text}");
    assert!(text.contains(&format!("MISSING: rows name the stored file files/{hash}")), "{text}");
    let text = good(&accord(folder.path(), database, &["backup", from, "--check"]));
    assert!(text.contains(&format!("NOT IN IT: the stored file files/{hash}")), "{text}");
    let text = good(&accord(other.path(), onto[0], &["restore", from, "--without-erasures"]));
    assert!(text.contains(&format!("MISSING: rows name the stored file {hash}")), "{text}");
    let text = said(&accord(other.path(), onto[0], &["doctor"]));
    let line = text.lines().find(|line| line.contains("stored files")).unwrap();
    assert!(line.starts_with("look") && line.contains(&hash), "{text}");

    let words = ["restore", let_go.to_str().unwrap(), "--without-erasures"];
    let text = said(&accord(third.path(), onto[1], &words));
    assert!(!text.contains(&"7".repeat(64)), "nobody misses what no row names: {text}");
}

#[test]
fn r67_a_file_that_is_lost_ends_no_backup_and_is_told_of_on_sqlite() {
    lost_and_let_go(None, [None, None]);
}

#[test]
fn r67_a_file_that_is_lost_ends_no_backup_and_is_told_of_on_postgresql() {
    let onto = [own_schema("lost_back"), own_schema("let_go_back")];
    lost_and_let_go(Some(&own_schema("lost")), [Some(&onto[0]), Some(&onto[1])]);
}

/// A SQLite database as the first release left it.
fn early(folder: &Path) {
    let steps: &'static [Migration] = Vec::leak(MIGRATIONS.iter().take(12).copied().collect());
    let db = Db::open(&options(folder, None)).unwrap();
    migrate_with(&db, steps).unwrap();
    db.write(|tx| tx.execute("INSERT INTO counter (name, value) VALUES ('O-2025', 907)", params![])).unwrap();
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    let folder = folder.join("backups");
    if folder.exists() { all_files(&folder) } else { Vec::new() }
}

#[test]
fn r67_a_backup_is_taken_before_a_migration_unless_a_reason_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    early(folder.path());
    good(&accord(folder.path(), None, &["migrate"]));
    let taken = backups(folder.path());
    assert_eq!(taken.len(), 1);
    let checked = backup::check(&taken[0]).unwrap();
    assert_eq!(checked.manifest.steps.len(), 12, "it has the schema from before");
    good(&accord(folder.path(), None, &["migrate"]));
    assert_eq!(backups(folder.path()).len(), 1, "nothing was to be done the second time");
    // It comes back with the figure that stood in it, in the schema of today.
    let other = tempfile::tempdir().unwrap();
    let words = ["restore", taken[0].to_str().unwrap(), "--without-erasures"];
    good(&accord(other.path(), None, &words));
    let db = Db::open(&options(other.path(), None)).unwrap();
    let row = db.read(|tx| tx.query_one("SELECT value FROM counter", params![])).unwrap().unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 907);

    let folder = tempfile::tempdir().unwrap();
    early(folder.path());
    let without = accord(folder.path(), None, &["migrate", "--no-backup-before-migration", " "]);
    assert!(!without.status.success() && said(&without).contains("say why"), "{}", said(&without));
    good(&accord(folder.path(), None, &["migrate", "--no-backup-before-migration", "copied by the host"]));
    assert!(backups(folder.path()).is_empty());
}

#[test]
fn r67_files_beside_an_older_schema_are_backed_up_though_its_rows_cannot_be_asked() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    early(folder.path());
    let stored = Files::folder(folder.path().join("files")).put(b"drawing").unwrap();
    let path = folder.path().join("older");
    let from = path.to_str().unwrap();
    good(&accord(folder.path(), None, &["backup", from]));
    good(&accord(other.path(), None, &["restore", from, "--without-erasures"]));
    assert_eq!(std::fs::read(place(other.path(), &stored.sha256)).unwrap(), b"drawing");
}

#[test]
fn r67_an_older_program_refuses_a_newer_schema_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    good(&accord(folder.path(), None, &["migrate"]));
    let db = Db::open(&options(folder.path(), None)).unwrap();
    db.write(|tx| {
        let sql =
            "INSERT INTO schema_migration (number, title, fingerprint) VALUES (99999, 'of_tomorrow', ?1)";
        tx.execute(sql, params![vec![1_u8]])
    })
    .unwrap();
    drop(db);
    for verb in ["migrate", "serve", "verify"] {
        let refused = accord(folder.path(), None, &[verb]);
        let text = said(&refused);
        assert!(
            !refused.status.success() && text.contains("newer Accord") && text.contains("restore the backup"),
            "{text}"
        );
    }
}

#[test]
fn a_folder_gets_backups_by_name_and_keeps_so_many() {
    let (folder, keep) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    good(&accord(folder.path(), None, &["migrate"]));
    std::fs::write(folder.path().join("letterhead.toml"), "footer = \"Registered\"\n").unwrap();
    let old = keep.path().join("accord-2020-01-01T000000Z.accord-backup");
    std::fs::write(&old, "x").unwrap();
    good(&accord(folder.path(), None, &["backup", keep.path().to_str().unwrap(), "--keep", "1"]));
    let left = all_files(keep.path());
    assert!(left.len() == 1 && left[0] != old, "{left:?}");
    let path = left[0].to_str().unwrap();
    good(&accord(folder.path(), None, &["backup", path, "--check"]));
    let other = tempfile::tempdir().unwrap();
    good(&accord(other.path(), None, &["restore", path, "--without-erasures"]));
    assert!(other.path().join("letterhead.toml").exists());
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(path, bytes).unwrap();
    let third = tempfile::tempdir().unwrap();
    for words in [vec!["backup", path, "--check"], vec!["restore", path, "--without-erasures"]] {
        let refused = accord(third.path(), None, &words);
        let text = said(&refused);
        assert!(!refused.status.success() && text.contains("damaged in its block"), "{text}");
    }
}
