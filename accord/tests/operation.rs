//! A real installation as its operator meets it: health, figures, logs, proxies, stopping (R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use accord_store::{Db, Options, params};
use serde_json::json;
use served::{
    Answer, Process, START, free_port,
    installed::{PASSWORD, init, log_of, run, serve, sign_in},
    own_schema, request,
};

/// A served installation with its administrator; its log is in a file of the data folder.
struct House {
    child: Process,
    folder: tempfile::TempDir,
    port: u16,
    cookie: String,
    secure: bool,
}

impl House {
    fn open(database: Option<&str>, words: &[&str], variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        init(folder.path(), database);
        let port = free_port();
        let child = serve(folder.path(), port, database, words, variables);
        let secure = words.iter().any(|word| word.starts_with("https://"));
        let mut house = Self { folder, port, child, cookie: String::new(), secure };
        let signed = house.sign_in(PASSWORD);
        house.cookie = signed.header("set-cookie").expect("a session").split(';').next().unwrap().to_owned();
        house
    }

    fn sign_in(&self, password: &str) -> Answer {
        sign_in(self.port, password)
    }

    fn get(&self, path: &str) -> Answer {
        request(self.port, "GET", path, &format!("Cookie: {}\r\n", self.cookie), "").unwrap()
    }

    fn enter(&self, n: u64) -> std::io::Result<Answer> {
        let headers = format!(
            "Cookie: {}\r\nContent-Type: application/json\r\nIdempotency-Key: stop-{n}\r\n",
            self.cookie
        );
        let input = json!({ "name": format!("Cliente {n}"), "currency": "BRL", "separate": true });
        request(self.port, "POST", "/api/v1/actions/customer.enter", &headers, &input.to_string())
    }

    /// Asks the program to stop and says how it ended and after how long.
    fn stop(&mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let status = self.child.wait().unwrap();
        (status.code(), begun.elapsed())
    }

    fn log(&self) -> String {
        log_of(self.folder.path())
    }
}

fn on_both(test: impl Fn(Option<&str>)) {
    test(None);
    test(Some(&own_schema(&format!("op{}", free_port()))));
}

#[test]
fn r67_health_says_what_is_the_matter_in_a_word_and_no_figure() {
    on_both(|database| {
        let house = House::open(database, &[], &[]);
        assert_eq!(house.get("/healthz").body, "ok");
        let ready = house.get("/readyz");
        assert_eq!(ready.status, 200, "{}", ready.body);
        let said = ready.json();
        assert_eq!(said["state"], "ready");
        for part in ["database", "schema", "writing", "clockwork", "disk"] {
            assert!(said["parts"][part].is_string(), "{said}");
        }
        // Another node brings the schema of tomorrow: this one must not work on.
        let options = database.map_or_else(
            || Options::Sqlite { path: house.folder.path().join("accord.sqlite") },
            |address| Options::parse(address).unwrap(),
        );
        let db = Db::open(&options).unwrap();
        db.write(|tx| {
            let sql =
                "INSERT INTO schema_migration (number, title, fingerprint) VALUES (99999, 'of_tomorrow', ?1)";
            tx.execute(sql, params![vec![1_u8]])
        })
        .unwrap();
        let begun = Instant::now();
        let refused = loop {
            let answer = house.get("/readyz");
            if answer.status == 503 {
                break answer;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{}", answer.body);
            std::thread::yield_now();
        };
        let said = refused.json();
        assert_eq!(said["state"], "not ready");
        assert_eq!(said["parts"]["schema"], "newer than this program");
        assert_eq!(refused.header("retry-after"), Some("5"));
        assert_eq!(house.get("/healthz").status, 200, "alive all the same");
    });
}

#[test]
fn r67_figures_tell_routes_by_template_and_are_for_whoever_may_read_them() {
    let house = House::open(None, &[], &[]);
    assert_eq!(house.enter(1).unwrap().status, 200);
    assert_eq!(house.enter(1).unwrap().status, 200);
    house.get("/customers/01900000-0000-7000-8000-000000000001");
    house.get("/nowhere/hidden-canary");
    let text = house.get("/metrics").body;
    for line in [
        "accord_actions_total{action=\"customer.enter\",outcome=\"done\"} 1\n",
        "accord_actions_total{action=\"customer.enter\",outcome=\"repeated\"} 1\n",
        "route=\"/api/v1/actions/{name}\",status=\"200\",le=\"+Inf\"} 2\n",
        "accord_clockwork_lag_seconds 0\n",
        "accord_outbox_waiting 0\n",
        "accord_database_connections{state=\"max\"}",
        "process_resident_memory_bytes ",
        "route=\"none\",status=\"404\"",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    assert!(!text.contains("01900000") && !text.contains("canary") && !text.contains("Cliente"), "{text}");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect(line);
        assert!(value.parse::<f64>().is_ok() && name.starts_with(|c: char| c.is_ascii_lowercase()), "{line}");
    }
    drop(house);
    let house =
        House::open(None, &["--public-url", "http://127.0.0.1:1", "--metrics-token", "figures-canary"], &[]);
    assert_eq!(house.get("/metrics").status, 404);
    let bearer = |token: &str| format!("Authorization: Bearer {token}\r\n");
    assert_eq!(request(house.port, "GET", "/metrics", &bearer("wrong"), "").unwrap().status, 404);
    assert_eq!(request(house.port, "GET", "/metrics", &bearer("figures-canary"), "").unwrap().status, 200);
}

#[test]
fn r67_asked_to_stop_under_load_it_answers_what_it_took_and_ends() {
    let rounds = if std::env::var("ACCORD_TEST_LONG").is_ok_and(|long| long == "1") { 40 } else { 1 };
    on_both(|database| {
        let mut house = House::open(database, &[], &[]);
        let next = AtomicU64::new(0);
        for _ in 0..rounds {
            // Somebody listens for changes, which otherwise would never end.
            let mut listening = TcpStream::connect(("127.0.0.1", house.port)).unwrap();
            write!(
                listening,
                "GET /live?topics= HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\n\r\n",
                house.cookie
            )
            .unwrap();
            let mut first = [0; 12];
            listening.read_exact(&mut first).unwrap();
            assert_eq!(&first, b"HTTP/1.1 200");
            let (stop, done, odd) = (AtomicBool::new(false), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
            let (mut child, port) =
                (std::mem::replace(&mut house.child, Process::start(&mut Command::new("true"))), house.port);
            let ended = std::thread::scope(|scope| {
                for _ in 0..6 {
                    scope.spawn(|| {
                        while !stop.load(Ordering::Relaxed) {
                            let n = next.fetch_add(1, Ordering::Relaxed);
                            match house.enter(n) {
                                Ok(answer) if answer.status == 200 => done.lock().unwrap().push(n),
                                // The door is closed: nothing was taken. Half an answer would be odd.
                                Ok(answer) if answer.status == 0 && answer.head.is_empty() => {}
                                Ok(answer) => odd.lock().unwrap().push((answer.status, answer.head)),
                                Err(_) => {}
                            }
                        }
                    });
                }
                let begun = Instant::now();
                while done.lock().unwrap().len() < 30 {
                    assert!(begun.elapsed() < START, "nothing is done");
                    std::thread::yield_now();
                }
                let begun = Instant::now();
                assert!(
                    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success()
                );
                let status = child.wait().unwrap();
                stop.store(true, Ordering::Relaxed);
                (status.code(), begun.elapsed())
            });
            assert_eq!(ended.0, Some(0), "{}", house.log());
            assert!(ended.1 < Duration::from_secs(10), "{:?}", ended.1);
            assert!(odd.lock().unwrap().is_empty(), "{odd:?}");
            house.child = serve(house.folder.path(), port, database, &[], &[]);
            for n in done.into_inner().unwrap() {
                let again = house.enter(n).unwrap();
                assert_eq!(again.header("idempotency-replayed"), Some("true"), "write {n} was acknowledged");
            }
        }
        assert!(house.log().contains("stopped"), "it says that it ended in order");
    });
}

#[test]
fn r67_no_secret_is_written_into_a_log() {
    let schema = own_schema("quiet");
    for (format, database) in [("text", None), ("json", None), ("text", Some(schema.as_str()))] {
        let variables = [
            ("ACCORD_LOG", "trace"),
            ("ACCORD_SMTP", "smtp://mailer:smtp-canary-1@127.0.0.1:1"),
            ("ACCORD_METRICS_TOKEN", "metrics-canary-2"),
        ];
        let mut house = House::open(database, &["--log-format", format], &variables);
        house.sign_in("wrong-canary-3");
        request(house.port, "GET", "/welcome/link-canary-4", "", "").unwrap();
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        request(house.port, "POST", "/welcome/link-canary-4", form, "password=chosen-canary-5").unwrap();
        let bearer = "Authorization: Bearer token-canary-6\r\n";
        request(house.port, "GET", "/api/v1/views/people.me?access_token=query-canary-7", bearer, "")
            .unwrap();
        request(house.port, "POST", "/api/v1/actions/people.invite", bearer, "{\"email\":\"body-canary-8\"}")
            .unwrap();
        let note = json!({ "name": "Cliente name-canary-9", "currency": "BRL", "separate": true });
        let headers = format!("Cookie: {}\r\nContent-Type: application/json\r\n", house.cookie);
        request(house.port, "POST", "/api/v1/actions/customer.enter", &headers, &note.to_string()).unwrap();
        let cookie = house.cookie.split_once('=').unwrap().1.to_owned();
        house.get("/");
        let (code, _) = house.stop();
        assert_eq!(code, Some(0));
        let log = house.log();
        assert!(log.contains("/welcome/{secret}"), "requests are in it by template:\n{log}");
        for line in log.lines().filter(|_| format == "json") {
            let line: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
            assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
        }
        assert!(
            !log.contains("canary"),
            "{}",
            log.lines().find(|line| line.contains("canary")).unwrap_or_default()
        );
        assert!(
            !log.contains(PASSWORD) && !log.contains(&cookie),
            "a password or a session stands in the log"
        );
    }
}

#[test]
fn r67_behind_a_proxy_that_is_trusted_everybody_comes_by_https() {
    let words = ["--public-url", "https://accord.estaleiro.example", "--trusted-proxies", "127.0.0.0/8,::1"];
    let house = House::open(None, &words, &[]);
    assert!(house.secure && house.cookie.starts_with("__Host-accord="), "{}", house.cookie);
    let set = house.sign_in(PASSWORD);
    assert!(set.header("set-cookie").unwrap().contains("; Secure"));
    assert_eq!(set.header("strict-transport-security"), Some("max-age=31536000"));
    let plain = "X-Forwarded-Proto: http\r\nX-Forwarded-For: 203.0.113.77\r\n";
    let led = request(house.port, "GET", "/login?next=%2Fx", plain, "").unwrap();
    assert_eq!(led.status, 308);
    assert_eq!(led.header("location"), Some("https://accord.estaleiro.example/login?next=%2Fx"));
    assert_eq!(request(house.port, "POST", "/login", plain, "").unwrap().status, 403);
    let by_tls = "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.77\r\n";
    assert_eq!(request(house.port, "GET", "/login", by_tls, "").unwrap().status, 200);
    assert!(house.log().contains("203.0.113.77"), "whoever asked is in the log");
    drop(house);
    // Nobody is trusted: what anybody can write counts for nothing.
    let house = House::open(None, &words[..2], &[]);
    assert_eq!(request(house.port, "GET", "/login", plain, "").unwrap().status, 200);
    assert!(!house.log().contains("203.0.113.77"));
}

/// Forty tries at once from one network, each for somebody else it made up; then colleagues elsewhere come in.
#[test]
fn r67_a_stranger_who_never_stops_keeps_nobody_from_signing_in() {
    let words = ["--public-url", "https://accord.estaleiro.example", "--trusted-proxies", "127.0.0.1"];
    let house = House::open(None, &words, &[]);
    let from = |asker: &str, name: &str, password: &str| {
        let head = format!(
            "X-Forwarded-Proto: https\r\nX-Forwarded-For: 198.51.100.250, {asker}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        );
        let body = format!("email={name}%40estaleiro.example&password={password}");
        request(house.port, "POST", "/login", &head, &body).unwrap()
    };
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let ask = |n: u32| from(&format!("2001:db8:77:9::{n:x}"), &format!("nobody{n}"), "guess");
        let tries: Vec<_> = (0..40).map(|n| scope.spawn(move || ask(n))).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let stopped: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!((5..=20).contains(&stopped.len()), "{}", stopped.len());
    for answer in &stopped {
        assert_eq!(answer.header("retry-after"), Some("1"), "{}", answer.head);
    }
    for asker in ["198.51.100.4", "2001:db8:77:a::1"] {
        assert_eq!(from(asker, "ada", PASSWORD).status, 303, "{asker}");
    }
}

fn doctor(house: &House, database: Option<&str>, words: &[&str]) -> (Option<i32>, String) {
    let data = house.folder.path().to_str().unwrap();
    let mut all = vec!["doctor", "--data", data];
    if let Some(database) = database {
        all.extend(["--database", database]);
    }
    all.extend(words);
    let output = run(&all, "");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn r67_the_doctor_names_what_is_wrong_and_what_to_do() {
    on_both(|database| {
        let house = House::open(database, &[], &[]);
        let (code, text) = doctor(&house, database, &["--json"]);
        assert_eq!(code, Some(0), "{text}");
        let said: serde_json::Value = serde_json::from_str(&text).unwrap();
        let state = |what: &str| {
            let list = said["checks"].as_array().unwrap();
            list.iter().find(|check| check["what"] == what).unwrap_or_else(|| panic!("{what}: {said}"))["state"].clone()
        };
        for what in [
            "data folder",
            "file store",
            "database",
            "schema",
            "writing",
            "clock",
            "clockwork",
            "letters",
            "erasures",
        ] {
            assert_eq!(state(what), "good", "{what}: {said}");
        }
        // Without a backup, a mail server and a public address it works, and asks for a look.
        for what in ["backup", "mail", "public address"] {
            assert_eq!(state(what), "look", "{what}: {said}");
        }
        assert_eq!(said["state"], "look");
        let smtp = ["--smtp", "smtp://mailer:hidden-canary@127.0.0.1:1", "--listen", "0.0.0.0:8080"];
        let (code, text) = doctor(&house, database, &smtp);
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains("does not let us in") && text.contains("without encryption"), "{text}");
        assert!(!text.contains("canary"), "{text}");
        let to = house.folder.path().join("now");
        let mut take = vec!["backup", "--data", house.folder.path().to_str().unwrap(), to.to_str().unwrap()];
        if let Some(database) = database {
            take.extend(["--database", database]);
        }
        assert!(run(&take, "").status.success());
        let (_, text) = doctor(&house, database, &[]);
        assert!(text.contains("The last one was taken at"), "{text}");
    });
    let nothing = tempfile::tempdir().unwrap();
    let output = run(&["doctor", "--data", nothing.path().to_str().unwrap()], "");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("accord serve") && text.contains("accord init"), "{text}");
    assert!(!nothing.path().join("accord.sqlite").exists(), "it makes no database");
}

#[cfg(unix)]
#[test]
fn whoever_started_it_is_told_when_it_is_ready_and_when_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("notify");
    let socket = std::os::unix::net::UnixDatagram::bind(&address).unwrap();
    socket.set_read_timeout(Some(START)).unwrap();
    let mut house = House::open(None, &[], &[("NOTIFY_SOCKET", address.to_str().unwrap())]);
    let told = || {
        let mut bytes = [0; 64];
        let length = socket.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    };
    assert_eq!(told(), "READY=1");
    assert_eq!(house.stop().0, Some(0));
    assert_eq!(told(), "STOPPING=1");
}

#[test]
fn r67_a_restore_drill_says_whether_a_backup_would_do() {
    let house = House::open(None, &[], &[]);
    let data = house.folder.path().to_str().unwrap();
    let to = house.folder.path().join("drilled");
    assert!(run(&["backup", "--data", data, to.to_str().unwrap()], "").status.success());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/restore-drill");
    let drill = || {
        let mut command = Command::new(&script);
        command.arg(&to).env("ACCORD_BIN", env!("CARGO_BIN_EXE_accord")).env("TMPDIR", house.folder.path());
        // What is set for the installation in use must not reach the drill.
        command.env("ACCORD_DATA", data).env("ACCORD_PUBLIC_URL", "no address").output().unwrap()
    };
    let output = drill();
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}");
    assert!(text.contains("everything agrees") && text.contains("served and ready"), "{text}");
    let left = std::fs::read_dir(house.folder.path()).unwrap();
    let left = left
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("accord-drill"));
    assert_eq!(left.count(), 0, "nothing of the drill is left");
    let mut bytes = std::fs::read(&to).unwrap();
    let last = bytes.len() - 50;
    bytes[last] ^= 1;
    std::fs::write(&to, bytes).unwrap();
    assert!(!drill().status.success(), "a damaged one would not do");
}
