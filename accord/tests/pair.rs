//! Two served nodes on one PostgreSQL under load. One is killed, one frozen, the database restarted: nothing that was
//! acknowledged is lost or doubled, no letter goes twice, and whoever is disabled is out on both (R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use accord_kernel::{Caller, Clock, Credential, IdSource, Kernel};
use accord_room_people::login;
use accord_store::{Options, params};
use accord_testing::Post;
use serde_json::{Value as JsonValue, json};
use served::{
    Answer, Process, START,
    cluster::Cluster,
    free_port,
    installed::{PASSWORD, init, serve, sign_in},
    is_long, request_within,
};

/// Clients writing at once.
const CLIENTS: u64 = 6;
/// How long a client waits for an answer before it turns to the other node.
const PATIENCE: Duration = Duration::from_secs(4);
/// One write in so many invites a colleague, to whom a letter goes.
const INVITES: u64 = 5;

/// The two nodes, and what their clients know.
struct Pair {
    nodes: [Process; 2],
    cluster: Cluster,
    folder: tempfile::TempDir,
    smtp: String,
    ports: [u16; 2],
    cookie: String,
    role: JsonValue,
}

fn node(cluster: &Cluster, folder: &tempfile::TempDir, smtp: &str, port: u16) -> Process {
    serve(folder.path(), port, Some(&cluster.url), &["--smtp", smtp], &[("ACCORD_LOG", "warn")])
}

/// Sends to a node what a client sends.
fn send(port: u16, cookie: &str, method: &str, path: &str, key: &str, body: &str) -> std::io::Result<Answer> {
    let headers = format!("Cookie: {cookie}\r\nContent-Type: application/json\r\nIdempotency-Key: {key}\r\n");
    Answer::read(request_within(PATIENCE, port, method, path, &headers, body)?)
}

/// What the clients share: the next number, and the answers they were given.
#[derive(Default)]
struct Ledger {
    next: AtomicU64,
    stop: AtomicBool,
    answers: Mutex<BTreeMap<String, JsonValue>>,
}

impl Ledger {
    fn count(&self) -> usize {
        self.answers.lock().unwrap().len()
    }

    /// Waits until so many more were acknowledged: no clock, no luck needed.
    fn more(&self, count: usize, while_what: &str) {
        let (wanted, begun) = (self.count() + count, Instant::now());
        while self.count() < wanted {
            assert!(begun.elapsed() < START, "{while_what}: writes are not acknowledged");
            std::thread::yield_now();
        }
    }
}

/// A writer as the clients of an API are told to be: the same key until there is an answer, on the other node when one
/// does not give it.
struct Writer {
    ports: [u16; 2],
    cookie: String,
    role: JsonValue,
    ledger: Arc<Ledger>,
}

impl Writer {
    fn until_answered(&self, turn: u64, action: &str, key: &str, input: &JsonValue) -> JsonValue {
        let begun = Instant::now();
        for turn in turn.. {
            let port = self.ports[usize::from(turn % 2 == 1)];
            let path = format!("/api/v1/actions/{action}");
            match send(port, &self.cookie, "POST", &path, key, &input.to_string()) {
                Ok(answer) if answer.status == 200 => {
                    self.ledger.answers.lock().unwrap().insert(key.to_owned(), answer.json());
                    return answer.json();
                }
                // Not now, or the same request is still being answered by the other node.
                Ok(answer) if answer.status == 503 || answer.status == 409 => {}
                Ok(answer) => panic!("{action} {key}: {} {}", answer.status, answer.body),
                Err(_) => {}
            }
            assert!(begun.elapsed() < START * 2, "{action} {key} is never answered");
            std::thread::yield_now();
        }
        unreachable!("turns do not end")
    }

    fn work(&self, client: u64) {
        while !self.ledger.stop.load(Ordering::Relaxed) {
            let n = self.ledger.next.fetch_add(1, Ordering::Relaxed);
            let input = json!({ "name": format!("Cliente {n}"), "currency": "BRL", "separate": true });
            self.until_answered(n + client, "customer.enter", &format!("customer-{n}"), &input);
            if n.is_multiple_of(INVITES) {
                let email = format!("colega{n}@estaleiro.example");
                let input = json!({ "name": format!("Colega {n}"), "email": email, "roles": [self.role] });
                let entered = self.until_answered(n, "people.enter", &format!("person-{n}"), &input);
                let input = json!({ "person": entered["person"] });
                self.until_answered(n + 1, "people.invite", &format!("invite-{n}"), &input);
            }
        }
    }
}

impl Pair {
    fn open(smtp: String) -> Self {
        let cluster = Cluster::start();
        let folder = tempfile::tempdir().unwrap();
        init(folder.path(), Some(&cluster.url));
        let ports = [free_port(), free_port()];
        let nodes = ports.map(|port| node(&cluster, &folder, &smtp, port));
        let signed = sign_in(ports[0], PASSWORD);
        let cookie = signed.header("set-cookie").expect("a session").split(';').next().unwrap().to_owned();
        let roles = send(ports[1], &cookie, "GET", "/api/v1/views/people.roles", "-", "").unwrap().json();
        let role = roles.as_array().unwrap().iter().find(|role| role["name"] == "trainer").unwrap();
        let role = role["role"].clone();
        Self { cluster, folder, smtp, ports, nodes, cookie, role }
    }

    fn writer(&self, ledger: &Arc<Ledger>) -> Writer {
        Writer {
            ports: self.ports,
            cookie: self.cookie.clone(),
            role: self.role.clone(),
            ledger: Arc::clone(ledger),
        }
    }

    fn kill_and_restart(&mut self, which: usize, ledger: &Ledger) {
        self.nodes[which].kill().unwrap();
        self.nodes[which].wait().unwrap();
        ledger.more(20, "one node is dead");
        self.nodes[which] = node(&self.cluster, &self.folder, &self.smtp, self.ports[which]);
    }

    fn signal(&self, which: usize, name: &str) {
        let done = Command::new("kill").args([name, &self.nodes[which].id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    /// Somebody of their own, signed in; returns the id and the session's cookie.
    fn somebody(&self, round: u64, writer: &Writer) -> (JsonValue, String) {
        let email = format!("cedo{round}@estaleiro.example");
        let input = json!({ "name": "Cedo", "email": email, "roles": [self.role] });
        let entered = writer.until_answered(0, "people.enter", &format!("early-{round}"), &input);
        let kernel = self.kernel();
        let nobody = Caller { credential: Credential::Nobody, ..Caller::system() };
        let signed = login::enter(&kernel, &nobody, &email).unwrap();
        (entered["person"].clone(), format!("accord={}", signed.secret))
    }

    fn kernel(&self) -> Arc<Kernel> {
        let options = Options::parse(&self.cluster.url).unwrap();
        accord::command::kernel(&options, self.folder.path(), Clock::Wall, IdSource::System).unwrap()
    }

    /// Freezes a node; the other works on, and somebody is disabled there who is signed in on the frozen one.
    fn freeze(&self, which: usize, round: u64, ledger: &Arc<Ledger>) {
        const WHO: &str = "/api/v1/views/people.me";
        let writer = self.writer(ledger);
        let (person, session) = self.somebody(round, &writer);
        let port = self.ports[which];
        let begun = Instant::now();
        while !send(port, &session, "GET", WHO, "-", "").is_ok_and(|answer| answer.status == 200) {
            assert!(begun.elapsed() < START, "the node does not know the session");
        }
        self.signal(which, "-STOP");
        let begun = Instant::now();
        ledger.more(20, "one node is frozen");
        while is_long() && begun.elapsed() < Duration::from_secs(60) {
            ledger.more(20, "one node is frozen for a minute");
        }
        let other = u64::from(which == 0);
        let input = json!({ "person": person });
        writer.until_answered(other, "people.disable", &format!("disable-{round}"), &input);
        self.signal(which, "-CONT");
        let refused = loop {
            match send(port, &session, "GET", WHO, "-", "") {
                Ok(answer) if answer.status != 503 => break answer,
                // Its connections were closed by the database meanwhile.
                Ok(_) | Err(_) => assert!(begun.elapsed() < START, "the node does not wake up"),
            }
        };
        assert_eq!(refused.status, 401, "{}", refused.body);
        ledger.more(20, "both work again");
    }

    fn restart_database(&self, ledger: &Ledger) {
        self.cluster.does("halt");
        self.cluster.does("resume");
        ledger.more(20, "the database was restarted");
    }
}

#[test]
fn r67_two_nodes_under_load_lose_nothing_and_double_nothing_whatever_happens_to_one_of_them() {
    let post = Post::open();
    let mut pair = Pair::open(post.address().to_owned());
    let ledger = Arc::new(Ledger::default());
    let rounds = if is_long() { 5 } else { 1 };
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let writer = pair.writer(&ledger);
            std::thread::spawn(move || writer.work(client))
        })
        .collect();
    for round in 0..rounds {
        let (killed, frozen) = if round % 2 == 0 { (0, 1) } else { (1, 0) };
        ledger.more(20, "both nodes work");
        pair.kill_and_restart(killed, &ledger);
        pair.freeze(frozen, round, &ledger);
        pair.restart_database(&ledger);
    }
    ledger.stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.join().unwrap();
    }
    each_once(&pair, &ledger);
    letters_once(&pair, &post, rounds);
    accord_testing::verified(&pair.kernel());
}

/// Everything that was acknowledged is there exactly once, nothing else is, and the same request has the same answer.
fn each_once(pair: &Pair, ledger: &Ledger) {
    let kernel = pair.kernel();
    let names: Vec<String> = kernel
        .db
        .read(|tx| tx.query("SELECT name FROM customer WHERE name LIKE 'Cliente %' ORDER BY name", &[]))
        .unwrap()
        .iter()
        .map(|row| row.get(0).unwrap())
        .collect();
    let answers = ledger.answers.lock().unwrap();
    let mut wanted: Vec<String> = answers
        .keys()
        .filter_map(|key| key.strip_prefix("customer-").map(|n| format!("Cliente {n}")))
        .collect();
    wanted.sort();
    assert_eq!(names, wanted);
    for (turn, (key, answer)) in answers.iter().enumerate() {
        let Some(n) = key.strip_prefix("customer-") else { continue };
        let input = json!({ "name": format!("Cliente {n}"), "currency": "BRL", "separate": true });
        let port = pair.ports[turn % 2];
        let path = "/api/v1/actions/customer.enter";
        let again = send(port, &pair.cookie, "POST", path, key, &input.to_string()).unwrap();
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{key}: {}", again.body);
        assert_eq!(&again.json(), answer, "{key}");
    }
}

/// No letter went out twice, but for at most once in each crash of a sender; and all go out in the end but those that a
/// dead node had taken in hand, which wait until its claim is over.
fn letters_once(pair: &Pair, post: &Post, crashes: u64) {
    let kernel = pair.kernel();
    let begun = Instant::now();
    let waiting = || {
        let now = accord_kernel::wall_now();
        let sql = "SELECT COUNT(*) FROM mail WHERE state = 'queued' AND next_try_at <= ?1";
        let row = kernel.db.read(|tx| tx.query_one(sql, params![now])).unwrap().unwrap();
        row.get::<i64>(0).unwrap()
    };
    while waiting() > 0 {
        assert!(begun.elapsed() < START, "letters do not go out");
        std::thread::yield_now();
    }
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for letter in post.letters() {
        let id = letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("a Message-ID");
        *taken.entry(id.to_owned()).or_default() += 1;
    }
    assert!(!taken.is_empty());
    let twice: u32 = taken.values().map(|times| times - 1).sum();
    assert!(u64::from(twice) <= crashes, "{twice} letters went twice in {crashes} crashes");
}
