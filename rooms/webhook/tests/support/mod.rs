//! A small company with somebody who looks after webhooks, and a receiver that answers as it is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use accord_kernel::{Kernel, Outcome, Registry, wall_now};
use accord_room_webhook::{Inside, Sender, send_due};
use accord_testing::House;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

pub const START: &str = "2027-03-08T12:00:00Z";

/// Rooms with this machine opened to webhooks.
pub fn rooms(registry: &mut Registry) {
    closed(registry);
    registry.extend(Inside(vec!["127.0.0.0/8".parse().unwrap()]));
}

/// Rooms as an operator has them who opened nothing.
pub fn closed(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_webhook::room(registry);
}

pub fn sender() -> Sender {
    Sender::new(vec!["127.0.0.0/8".parse().unwrap()]).unwrap()
}

pub fn id(value: &Value, name: &str) -> Uuid {
    let text = value[name].as_str().unwrap_or_else(|| panic!("no id {name} in {value}"));
    text.parse().unwrap()
}

pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    let first = refusal.fields.first().map(|field| format!("{} {}", field.pointer, field.rule));
    first.unwrap_or_else(|| refusal.rule.to_owned())
}

/// What arrived.
#[derive(Debug, Clone)]
pub struct Request {
    pub line: String,
    pub heads: BTreeMap<String, String>,
    pub body: String,
}

impl Request {
    pub fn id(&self) -> &str {
        &self.heads["webhook-id"]
    }
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
}

type Answer = Arc<dyn Fn(usize, &Request) -> String + Send + Sync>;

/// A receiver on this machine.
pub struct Receiver {
    pub address: SocketAddr,
    got: Arc<Mutex<Vec<Request>>>,
}

/// An answer with nothing but its status.
pub fn status(code: u16) -> String {
    format!("HTTP/1.1 {code} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

impl Receiver {
    /// Answers each request, by its number from 0 on.
    pub fn answering(answer: impl Fn(usize, &Request) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let got: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (kept, answer): (_, Answer) = (Arc::clone(&got), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream, &kept, &answer));
            }
        });
        Self { address, got }
    }
    /// Takes everything.
    pub fn taking() -> Self {
        Self::answering(|_, _| status(204))
    }
    pub fn got(&self) -> Vec<Request> {
        self.got.lock().unwrap().clone()
    }
    pub fn url(&self) -> String {
        format!("http://{}/in?key=receivers-own", self.address)
    }
}

fn serve(mut stream: TcpStream, kept: &Mutex<Vec<Request>>, answer: &Answer) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let mut heads = BTreeMap::new();
    loop {
        let mut head = String::new();
        reader.read_line(&mut head).unwrap();
        let Some((name, value)) = head.trim_end().split_once(':') else { break };
        heads.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; heads["content-length"].parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let request = Request { line: line.trim_end().to_owned(), heads, body: String::from_utf8(body).unwrap() };
    let number = {
        let mut kept = kept.lock().unwrap();
        kept.push(request.clone());
        kept.len() - 1
    };
    drop(stream.write_all(answer(number, &request).as_bytes()));
}

/// The cast.
pub struct Cast {
    pub admin: Uuid,
    /// Looks after webhooks; sells in the North.
    pub ines: Uuid,
    /// Looks after webhooks, reads persons alone.
    pub joel: Uuid,
    pub helena: Uuid,
    pub north: Uuid,
    pub south: Uuid,
    /// The role that Ines has.
    pub role: Uuid,
}

pub fn cast(house: &House) -> Cast {
    let made = json!({
        "name": "Serra", "home_zone": "America/Recife", "currency": "BRL", "language": "en", "calendar_name": "Office",
        "administrator": { "name": "Olga", "email": "olga@serra.example" }
    });
    let admin = id(&house.system("company.set_up", made).unwrap(), "administrator");
    let territory =
        |name: &str| id(&house.act(admin, "territory.enter", json!({ "name": name })).unwrap(), "territory");
    let (north, south) = (territory("North"), territory("South"));
    let area = json!({ "name": "Sales", "sphere": "sales", "helps": "Answers within the hour." });
    let area = id(&house.act(admin, "area.enter", area).unwrap(), "area");
    let define = |label: &str, permissions: &[&str]| {
        let input = json!({ "label": label, "permissions": permissions });
        id(&house.act(admin, "role.define", input).unwrap(), "role")
    };
    let role = define("Integrator", &["webhook.manage", "customer.read", "customer.write", "people.read"]);
    let narrow = define("Personnel programs", &["webhook.manage", "people.read"]);
    let head = accord_room_people::RoleId::seeded("head_of_sales").into();
    let person = |name: &str, role: Uuid, territories: &[Uuid]| {
        let input = json!({
            "name": name, "phone": "+55 81 5550", "language": "en", "roles": [role], "territories": territories,
            "posts": [{ "area": area, "title": "" }]
        });
        id(&house.act(admin, "people.enter", input).unwrap(), "person")
    };
    Cast {
        admin,
        ines: person("Ines", role, &[north]),
        joel: person("Joel", narrow, &[]),
        helena: person("Helena", head, &[]),
        north,
        south,
        role,
    }
}

/// An endpoint and its secret.
pub struct Endpoint {
    pub id: Uuid,
    pub secret: String,
}

impl Cast {
    pub fn endpoint(&self, house: &House, owner: Uuid, receiver: &Receiver, kinds: &[&str]) -> Endpoint {
        let input = json!({ "name": "Ledger", "address": receiver.url(), "kinds": kinds });
        let made = house.act(owner, "webhook.create", input).unwrap();
        Endpoint { id: id(&made, "endpoint"), secret: made["secret"].as_str().unwrap().to_owned() }
    }
    pub fn customer(&self, house: &House, name: &str, territory: Uuid) -> Uuid {
        let input = json!({ "name": name, "territory": territory });
        id(&house.act(self.helena, "customer.enter", input).unwrap(), "id")
    }
    pub fn one(&self, house: &House, endpoint: &Endpoint) -> Value {
        house.view(self.admin, "webhook.one", json!({ "endpoint": endpoint.id })).unwrap()
    }
    pub fn log(&self, house: &House, endpoint: &Endpoint) -> Vec<Value> {
        let page = house.view(self.admin, "webhook.deliveries", json!({ "endpoint": endpoint.id })).unwrap();
        page["rows"].as_array().unwrap().clone()
    }
    /// How the deliveries of events stand, the earliest first.
    pub fn states(&self, house: &House, endpoint: &Endpoint) -> Vec<String> {
        let rows = self.log(house, endpoint);
        let events = rows.iter().rev().filter(|row| !row["event"].is_null());
        events.map(|row| row["state"].as_str().unwrap().to_owned()).collect()
    }
    pub fn switch(&self, house: &House, endpoint: &Endpoint, on: bool, since: Option<&str>) {
        let version = self.one(house, endpoint)["version"].clone();
        let input = json!({ "endpoint": endpoint.id, "version": version, "on": on, "since": since });
        house.act(self.admin, "webhook.switch", input).unwrap();
    }
}

/// Wall time so many seconds from now.
pub fn later(seconds: i64) -> Timestamp {
    wall_now().checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

/// Sends everything that is due at a wall time.
pub fn send(kernel: &Arc<Kernel>, wall: Timestamp) -> usize {
    let sender = sender();
    let mut taken = 0;
    loop {
        let now = send_due(kernel, &sender, wall).unwrap();
        taken += now;
        if now == 0 {
            return taken;
        }
    }
}
