//! Colleagues who have the same thing open see each other whichever of two nodes answers them (R32).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    time::Instant,
};

use accord_store::{Db, Options, params};
use jiff::SignedDuration;
use serde_json::{Value as JsonValue, json};
use served::{START, free_port, own_schema, request, session, start};

const SELLER: &str = "suzie@halden.example";
const SERVICE: &str = "grace@halden.example";

/// A page that listens, as a browser's does.
struct Page(BufReader<TcpStream>);

impl Page {
    fn open(port: u16, cookie: &str, place: &str) -> Self {
        let topic = place.split(':').next().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        // One read waits no longer than the whole may take.
        stream.set_read_timeout(Some(START)).unwrap();
        write!(
            stream,
            "GET /live?topics={topic}&here={place} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        )
        .unwrap();
        let mut page = Self(BufReader::new(stream));
        assert!(page.line().starts_with("HTTP/1.1 200"));
        page
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
        line
    }

    /// Reads on until it is told that these are there.
    fn told(&mut self, wanted: &JsonValue) {
        loop {
            if self.line().trim_end() == "event: here" {
                let line = self.line();
                let told = line.strip_prefix("data: ").expect("what is told");
                if serde_json::from_str::<JsonValue>(told).unwrap() == *wanted {
                    return;
                }
            }
        }
    }
}

#[test]
fn r32_colleagues_see_each_other_by_way_of_another_node_and_nothing_of_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let database = own_schema("presence");
    let ports = [free_port(), free_port()];
    let _nodes = ports.map(|port| start(port, folder.path(), Some(&database)));
    let (seller, service) = (session(ports[0], SELLER), session(ports[1], SERVICE));
    let cookie = |who: &str| format!("Cookie: {who}\r\n");
    let list = "/api/v1/views/customer.list?limit=1";
    let list = request(ports[0], "GET", list, &cookie(&seller), "").unwrap().json();
    let customer = list["rows"][0]["id"].as_str().unwrap().to_owned();
    let place = format!("{customer}:/cases/a");
    let db = Db::open(&Options::parse(&database).unwrap()).unwrap();
    died(&db, &customer);

    let mut at_first = Page::open(ports[0], &seller, &place);
    let mut at_second = Page::open(ports[1], &service, &place);
    let shown = |name: &str, writes: bool| json!([{ "name": name, "writes": writes }]);
    at_first.told(&shown("Grace Okafor", false));
    at_second.told(&shown("Suzie Sales", false));
    // Each request may come to another node than the one that the page listens to.
    let form = format!("{}Content-Type: application/x-www-form-urlencoded\r\n", cookie(&service));
    let body = format!("here={}", place.replace(':', "%3A").replace('/', "%2F"));
    assert_eq!(request(ports[0], "POST", "/live/here", &form, &body).unwrap().status, 204);
    at_first.told(&shown("Grace Okafor", true));
    at_first.told(&shown("Grace Okafor", false));
    drop(at_second);
    at_first.told(&json!([]));
    drop(at_first);
    let begun = Instant::now();
    let entered = || {
        let row = db.read(|tx| tx.query_one("SELECT COUNT(*) FROM presence", &[])).unwrap().unwrap();
        row.get::<i64>(0).unwrap()
    };
    while entered() > 0 {
        assert!(begun.elapsed() < START, "whoever left is still entered");
        std::thread::yield_now();
    }
}

/// What a node left behind that died half a minute ago.
fn died(db: &Db, customer: &str) {
    let topic = uuid::Uuid::parse_str(customer).unwrap();
    let seen = accord_kernel::wall_now() - SignedDuration::from_secs(30);
    db.write(move |tx| {
        let sql = "INSERT INTO presence (stream, topic, place, person_id, seen_at)
            SELECT ?1, ?1, '/cases/a', id, ?2 FROM person WHERE name = 'Helena Brandt'";
        assert_eq!(tx.execute(sql, params![topic, seen])?, 1);
        Ok::<_, accord_store::Error>(())
    })
    .unwrap();
}
