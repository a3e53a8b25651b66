//! A toy room: things of customers, with everything a room can register.
#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "each test file uses a part of it"
)]

use accord_kernel::{
    Act, Action, Audience, Call, Caller, Context, Credential, Emit, Gate, Guard, Happened, Kernel, Outcome,
    Permission, PermissionSet, Principal, PrincipalKind, Reaction, Refusal, Registry, Schedule, Sharing,
    Sight, Sphere, Touches, Via, View,
};
use accord_store::{Error, Record, Tx, params, record};
use accord_testing::House;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

pub const START: &str = "2026-02-02T09:00:00Z";

/// Customers whose sight differs, and persons whose permissions do.
pub const OPEN: Uuid = Uuid::from_u128(0x0c01);
pub const OTHER: Uuid = Uuid::from_u128(0x0c02);
pub const CRISIS: Uuid = Uuid::from_u128(0x0c03);
pub const HIDDEN: Uuid = Uuid::from_u128(0x0c04);
pub const NEEDS_REASON: Uuid = Uuid::from_u128(0x0c05);
pub const BY_REASON: Uuid = Uuid::from_u128(0x0c06);
/// Merged into `OPEN`.
pub const MERGED: Uuid = Uuid::from_u128(0x0c07);
pub const ABSENT: Uuid = Uuid::from_u128(0x0cff);

pub const ANA: Uuid = Uuid::from_u128(0x0a01);
pub const BEN: Uuid = Uuid::from_u128(0x0a02);
/// May read and nothing else.
pub const READER: Uuid = Uuid::from_u128(0x0a03);
/// A contact of `OPEN`.
pub const CONTACT: Uuid = Uuid::from_u128(0x0a04);

record! {
    /// A thing of a customer.
    pub struct Thing in "thing" shape 1 subject "id" {
        id: Uuid,
        customer_id: Uuid,
        title: String,
        size: i64,
        @personal name: String,
        version: i64,
    }
}

pub fn thing(id: Uuid, customer: Uuid, title: &str) -> Thing {
    Thing {
        id,
        customer_id: customer,
        title: title.to_owned(),
        size: 0,
        name: "Person Name".to_owned(),
        version: 1,
    }
}

struct ToyGate;

impl Gate for ToyGate {
    fn principal(
        &self,
        _: &mut Tx,
        _: Timestamp,
        _: Timestamp,
        credential: &Credential,
    ) -> Outcome<Option<Principal>> {
        let (kind, id) = match credential {
            Credential::Person(id) => (PrincipalKind::Person, *id),
            Credential::Contact(id) => (PrincipalKind::Contact, *id),
            _ => return Ok(None),
        };
        let all: PermissionSet = match (kind, id) {
            (PrincipalKind::Contact, _) => {
                [Permission::PortalRead, Permission::PortalWrite].into_iter().collect()
            }
            (_, READER) => [Permission::CustomerRead].into_iter().collect(),
            _ => Permission::ALL.iter().copied().filter(|one| *one != Permission::SystemOnly).collect(),
        };
        let customer = (kind == PrincipalKind::Contact).then_some(OPEN);
        let mut principal = Principal::nobody();
        principal.kind = kind;
        principal.id = id;
        principal.permissions = all;
        principal.sphere = Sphere::Sales;
        principal.customer = customer;
        Ok(Some(principal))
    }
    fn company_zone(&self, _: &mut Tx) -> Outcome<String> {
        Ok("America/Sao_Paulo".to_owned())
    }
}

struct ToySharing;

impl Sharing for ToySharing {
    fn sight(&self, _: &mut Tx, _: &Context, customer: Uuid) -> Outcome<Sight> {
        Ok(match customer {
            OPEN | OTHER | CRISIS => Sight::Open,
            NEEDS_REASON => Sight::NeedsReason,
            BY_REASON => Sight::ByReason("visit next week".to_owned()),
            _ => Sight::Hidden,
        })
    }
    fn canonical(&self, _: &mut Tx, customer: Uuid) -> Outcome<Uuid> {
        Ok(if customer == MERGED { OPEN } else { customer })
    }
}

/// Makes a thing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Make {
    pub customer: Uuid,
    pub title: String,
    #[serde(default)]
    pub id: Option<Uuid>,
    #[serde(default)]
    pub others: Vec<Uuid>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Made {
    pub id: Uuid,
    pub secret: String,
}

fn make(tx: &mut Tx, act: &Act<'_>, id: Option<Uuid>, customer: Uuid, title: &str) -> Outcome<Uuid> {
    if title == "refused" {
        // Something is written before the rule speaks, as may happen in a room.
        tx.insert(&thing(act.new_id(), customer, "written before the refusal"))?;
        return Err(Refusal::conflict("toy.refused"));
    }
    let id = id.unwrap_or_else(|| act.new_id());
    tx.insert(&thing(id, customer, title))?;
    Ok(id)
}

impl Action for Make {
    const NAME: &'static str = "toy.make";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Made;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut all = vec![self.customer];
        all.extend(&self.others);
        Ok(Touches::customers(all))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Made> {
        act.fact("title_length", self.title.len());
        let id = make(tx, act, self.id, self.customer, &self.title)?;
        Ok(Made { id, secret: "shown once".to_owned() })
    }
}

/// Sells a thing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sell {
    pub customer: Uuid,
}

impl Action for Sell {
    const NAME: &'static str = "toy.sell";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        make(tx, act, None, self.customer, "sold").map(drop)
    }
}

/// Changes a thing by its id.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grow {
    pub thing: Uuid,
    pub by: i64,
    #[serde(default)]
    pub version: Option<i64>,
}

impl Action for Grow {
    const NAME: &'static str = "toy.grow";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Both;
    type Answer = i64;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let thing: Thing = tx.get(self.thing)?.ok_or_else(Refusal::absent)?;
        Ok(Touches::customer(thing.customer_id))
    }
    fn perform(self, tx: &mut Tx, _: &mut Act<'_>) -> Outcome<i64> {
        let mut thing: Thing = tx.get(self.thing)?.ok_or_else(Refusal::absent)?;
        thing.size += self.by;
        thing.version = self.version.unwrap_or(thing.version);
        tx.update(&mut thing)?;
        Ok(thing.size)
    }
}

/// Makes many, each an event of its own or undone alone.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    pub customer: Uuid,
    pub titles: Vec<String>,
    /// `attempt`, or `swallow` as a careless room would.
    pub how: String,
}

impl Action for Import {
    const NAME: &'static str = "toy.import";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<bool>;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Vec<bool>> {
        let mut kept = Vec::new();
        for title in &self.titles {
            let emit =
                Emit { name: "toy.make", customer: Some(self.customer), chains: vec![self.customer, OTHER] };
            let one = |tx: &mut Tx, act: &mut Act<'_>| {
                act.within(tx, emit, |tx, act| {
                    act.fact("title_length", title.len());
                    make(tx, act, None, self.customer, title)
                })
                .and_then(|id| if title == "late" { Err(Refusal::conflict("toy.late")) } else { Ok(id) })
            };
            let outcome = if self.how == "attempt" { act.attempt(tx, one)? } else { one(tx, act) };
            kept.push(outcome.is_ok());
        }
        Ok(kept)
    }
}

macro_rules! plain_action {
    ($name:ident, $word:literal, $audience:ident, $permission:ident) => {
        /// An action for one audience; it says that it happened.
        #[derive(Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {}

        impl Action for $name {
            const NAME: &'static str = $word;
            const PERMISSION: Permission = Permission::$permission;
            const COMMERCIAL: bool = false;
            const AUDIENCE: Audience = Audience::$audience;
            type Answer = &'static str;
            fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
                Ok(Touches::chain(Uuid::from_u128(0x5e7)))
            }
            fn perform(self, _: &mut Tx, _: &mut Act<'_>) -> Outcome<&'static str> {
                Ok("done")
            }
        }
    };
}
plain_action!(ForStaff, "toy.for_staff", Staff, CustomerWrite);
plain_action!(ForCustomer, "toy.for_customer", Customer, PortalWrite);
plain_action!(ForBoth, "toy.for_both", Both, PortalWrite);
plain_action!(ForSystem, "toy.for_system", System, SystemOnly);
plain_action!(ForPublic, "toy.for_public", Public, SignIn);

/// Takes a number for people.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Number {}

impl Action for Number {
    const NAME: &'static str = "toy.number";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = String;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(OPEN))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<String> {
        act.number(tx, "O")
    }
}

/// Plans what happens later.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub subject: Uuid,
    pub step: String,
    #[schemars(with = "String")]
    pub at: Timestamp,
    #[serde(default)]
    pub what: String,
}

impl Action for Plan {
    const NAME: &'static str = "toy.plan";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(OPEN))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let input = json!({ "subject": self.subject, "what": self.what, "step": self.step });
        act.schedule(
            tx,
            &Schedule { action: "toy.fire", subject: self.subject, step: self.step, input, due_at: self.at },
        )
    }
}

/// Forgets the plans of a subject.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    pub subject: Uuid,
}

impl Action for Cancel {
    const NAME: &'static str = "toy.cancel";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(OPEN))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        act.cancel(tx, "toy.fire", self.subject)
    }
}

/// What happens because time passed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fire {
    pub subject: Uuid,
    pub what: String,
    pub step: String,
}

impl Action for Fire {
    const NAME: &'static str = "toy.fire";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(OPEN))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let sql = "INSERT INTO fired (subject, step, at) VALUES (?1, ?2, ?3)";
        tx.execute(sql, params![self.subject, self.step, act.now])?;
        match self.what.as_str() {
            "fails" => Err(Refusal::conflict("toy.refused")),
            // Fails until the third try: the row that it counts by outlives the refusal only by being none of ours.
            "mends" => match tx
                .query_one("SELECT attempts FROM clockwork WHERE subject = ?1", params![self.subject])?
            {
                Some(row) if row.get::<i64>(0)? >= 2 => Ok(()),
                _ => Err(Refusal::conflict("toy.refused")),
            },
            "again" => {
                let due_at = act.now.checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
                let input = json!({ "subject": self.subject, "what": "once", "step": self.step });
                act.schedule(
                    tx,
                    &Schedule { action: "toy.fire", subject: self.subject, step: self.step, input, due_at },
                )
            }
            _ => Ok(()),
        }
    }
}

/// Things of a customer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Things {
    pub customer: Uuid,
}

#[derive(Serialize, JsonSchema)]
pub struct ThingsAnswer {
    pub titles: Vec<String>,
}

impl View for Things {
    const NAME: &'static str = "toy.things";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Both;
    type Answer = ThingsAnswer;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<ThingsAnswer> {
        let rows: Vec<Thing> =
            tx.select("WHERE customer_id = ?1 ORDER BY title, id", params![self.customer])?;
        Ok(ThingsAnswer { titles: rows.into_iter().map(|row| row.title).collect() })
    }
}

fn no_sale_in_a_crisis(_: &mut Tx, _: &Context, intent: &accord_kernel::Intent<'_>) -> Outcome<()> {
    if intent.action.commercial && intent.touches.customers.contains(&CRISIS) {
        return Err(Refusal::conflict("toy.crisis"));
    }
    Ok(())
}

/// When the toy customers' quiet is over.
pub const QUIET_UNTIL: &str = "2026-02-20T11:40:00Z";

fn nothing_in_the_quiet(_: &mut Tx, ctx: &Context, intent: &accord_kernel::Intent<'_>) -> Outcome<()> {
    let quiet = ctx.now < QUIET_UNTIL.parse().unwrap();
    if quiet && intent.action.name == "toy.fire" && intent.input["what"] == "held" {
        return Err(Refusal::conflict("toy.quiet"));
    }
    Ok(())
}

fn write_as(tx: &mut Tx, act: &Act<'_>, event: &Happened, title: &str) -> Outcome<()> {
    tx.insert(&thing(act.new_id(), event.customer.unwrap(), title))?;
    Ok(())
}

fn first(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    write_as(tx, act, event, "by the first")
}

fn second(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    if event.facts["title_length"] == json!(4) {
        return Err(Refusal::conflict("toy.refused"));
    }
    write_as(tx, act, event, "by the second")
}

fn third(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    write_as(tx, act, event, "by the third, caused by the first")
}

fn around(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    act.fact("turn", 1);
    write_as(tx, act, event, "round and round")
}

/// The room without reactions.
pub fn quiet_room(registry: &mut Registry) {
    registry.gate(Box::new(ToyGate)).sharing(Box::new(ToySharing)).tables(&[Thing::TABLE]);
    registry.action::<Make>().action::<Sell>().action::<Grow>().action::<Import>().view::<Things>();
    registry
        .action::<ForStaff>()
        .action::<ForCustomer>()
        .action::<ForBoth>()
        .action::<ForSystem>()
        .action::<ForPublic>();
    registry.action::<Plan>().action::<Cancel>().action::<Fire>().action::<Number>();
    registry.guard(Guard { name: "toy.crisis", check: no_sale_in_a_crisis });
    registry.guard(Guard { name: "toy.quiet", check: nothing_in_the_quiet });
}

/// The room with reactions to what is made.
pub fn room(registry: &mut Registry) {
    quiet_room(registry);
    registry.reaction(Reaction { name: "toy.first", on: "toy.make", run: first });
    registry.reaction(Reaction { name: "toy.second", on: "toy.make", run: second });
    registry.reaction(Reaction { name: "toy.third", on: "toy.first", run: third });
}

/// A room whose reactions cause each other for ever.
pub fn endless_room(registry: &mut Registry) {
    quiet_room(registry);
    registry.reaction(Reaction { name: "toy.there", on: "toy.sell", run: around });
    registry.reaction(Reaction { name: "toy.back", on: "toy.there", run: around });
    registry.reaction(Reaction { name: "toy.there", on: "toy.back", run: around });
}

pub fn make_tables(kernel: &Kernel) {
    kernel
        .db
        .write(|tx| {
            let sql = "CREATE TABLE thing (id UUID NOT NULL PRIMARY KEY, customer_id UUID NOT NULL, title TEXT NOT NULL,
                size BIGINT NOT NULL, name TEXT NOT NULL, version BIGINT NOT NULL)";
            tx.execute(sql, params![])?;
            tx.execute("CREATE TABLE fired (subject UUID NOT NULL, step TEXT NOT NULL, at BIGINT NOT NULL)", params![])?;
            tx.execute("CREATE INDEX thing_customer_index ON thing (customer_id, title)", params![])?;
            tx.execute("CREATE UNIQUE INDEX thing_title_key ON thing (title) WHERE title LIKE 'only %'", params![])?;
            Ok::<_, Error>(())
        })
        .expect("the toy tables are made");
}

/// Runs a test on both databases with the toy tables.
pub fn on_both(rooms: fn(&mut Registry), test: impl Fn(&House)) {
    accord_testing::on_both_databases(rooms, START, |house| {
        make_tables(&house.kernel);
        test(house);
    });
}

pub fn caller(credential: Credential) -> Caller {
    Caller { credential, via: Via::Api, language: None, request: Uuid::nil() }
}

pub fn with_key(action: &str, input: JsonValue, key: &str) -> Call {
    Call { key: Some(key.to_owned()), ..Call::new(action, input) }
}

pub fn count(house: &House, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    house.kernel.db.read(|tx| tx.query(&sql, params![])).unwrap()[0].get(0).unwrap()
}

pub fn titles(house: &House) -> Vec<String> {
    let rows: Vec<Thing> = house.kernel.db.read(|tx| tx.select("ORDER BY title, id", params![])).unwrap();
    rows.into_iter().map(|row| row.title).collect()
}
