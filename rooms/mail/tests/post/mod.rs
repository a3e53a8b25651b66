//! The machine maker with a desk and an address at which mail arrives, for the tests of this room.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

#[path = "../../../case/tests/desk/mod.rs"]
pub mod desk;

use std::sync::{Arc, LazyLock};

use accord_kernel::{Kernel, Outcome, Registry};
use accord_room_customer::Files;
use accord_room_mail::{Incoming, Taken, take_in};
use accord_testing::House;
pub use desk::{Desk, fact, id, rule};
use serde_json::{Value, json};
use uuid::Uuid;

/// One folder for the files of all tests of a program: files are named by their content.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

pub const ALIAS: &str = "service@vale.example";

pub fn rooms(registry: &mut Registry) {
    desk::rooms(registry);
    accord_room_mail::room(registry);
    registry.extend(Files::folder(FOLDER.path()));
}

/// A letter that waits: recipient, subject, token, what it refers to, whether a program wrote it, id.
pub type Letter = (String, String, Option<String>, Option<String>, bool, Uuid);

pub struct Post<'h> {
    pub d: Desk<'h>,
    pub house: &'h House,
}

/// A message in few words.
pub struct Mail {
    pub from: &'static str,
    pub id: &'static str,
    pub subject: &'static str,
    pub more: String,
    pub body: &'static str,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            from: "Paul Moinho <paul@moinho.example>",
            id: "m1@moinho.example",
            subject: "Press stands",
            more: String::new(),
            body: "It makes a noise since Monday.",
        }
    }
}

impl Mail {
    pub fn raw(&self) -> String {
        format!(
            "From: {}\r\nTo: {ALIAS}\r\nMessage-ID: <{}>\r\nSubject: {}\r\n{}\r\n{}\r\n",
            self.from, self.id, self.subject, self.more, self.body
        )
    }
}

impl<'h> Post<'h> {
    /// The contact of the customer writes from `paul@moinho.example`.
    pub fn new(house: &'h House) -> Self {
        let d = Desk::new(house);
        let contact = d.works.account.contact;
        let version = house
            .kernel
            .db
            .read(|tx| accord_room_customer::contact(tx, contact).map(|row| row.version))
            .unwrap();
        let input = json!({ "contact": contact, "version": version, "name": "Paul", "language": "en", "email": "Paul@Moinho.example" });
        house.act(d.works.maker.admin, "contact.change", input).unwrap();
        Self { d, house }
    }

    pub fn bring(&self, raw: &str) -> Taken {
        bring(&self.house.kernel, ALIAS, raw).unwrap()
    }

    pub fn mail(&self, mail: &Mail) -> Taken {
        self.bring(&mail.raw())
    }

    pub fn one(&self, of: &Taken) -> Value {
        self.house.view(self.d.desk, "mail.one", json!({ "message": of.message })).unwrap()
    }

    pub fn case_of(&self, of: &Taken) -> Uuid {
        serde_json::from_value(self.one(of)["case"].clone()).unwrap()
    }

    pub fn waiting(&self) -> usize {
        self.house.view(self.d.desk, "mail.list", json!({})).unwrap()["rows"].as_array().unwrap().len()
    }

    pub fn cases(&self) -> usize {
        self.house.view(self.d.desk, "case.queue", json!({ "limit": 200 })).unwrap()["rows"]
            .as_array()
            .unwrap()
            .len()
    }

    /// Letters that wait, to people of the customer.
    pub fn letters(&self) -> Vec<Letter> {
        let sql = "SELECT recipient, subject, reply_token, refers_to, automatic, id FROM mail WHERE lower(recipient) LIKE '%moinho%' ORDER BY id";
        self.house
            .kernel
            .db
            .read(|tx| {
                let rows = tx.query(sql, &[])?;
                rows.iter()
                    .map(|row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
                    })
                    .collect::<Outcome<Vec<_>>>()
            })
            .unwrap()
    }
}

pub fn bring(kernel: &Arc<Kernel>, alias: &str, raw: &str) -> Outcome<Taken> {
    let incoming = Incoming {
        alias,
        raw: raw.as_bytes(),
        size: 0,
        received_at: None,
        envelope: None,
        trusted: Some("mx.vale.example"),
    };
    take_in(kernel, incoming)
}
