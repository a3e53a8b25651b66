//! The benchmark's data, made through the actions and views that everybody uses.
//!
//! Every customer gets the same history: a site, a contact, one order whose lines are promised, and logged contacts up
//! to its share of the events. Customers are made in windows and their contacts logged in turn, so that one customer's
//! events do not lie side by side.

use std::sync::Arc;

use accord_kernel::{Call, Caller, Kernel, Outcome, Refusal};
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_store::log;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

/// Who works in the benchmark.
pub(super) const WHO: &str = "bench@accord.example";
/// Customers whose history is made together.
const WINDOW: u32 = 500;
/// Calls in one transaction while filling.
const BATCH: usize = 2_000;
const WORDS: &[&str] =
    &["Harbour", "Mills", "Press", "North", "Iron", "Prairie", "Cedar", "River", "Summit", "Valley"];
const SAID: &[&str] = &[
    "Asked how the press behaves with the new material; wants an answer this week.",
    "All runs well. They plan a second line for next year.",
    "Complained about the noise at shift change; we look into it.",
    "Thanked us for the quick answer.",
];

/// How much is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// Customers.
    pub(super) customers: u32,
    /// Order lines in all.
    pub(super) lines: u32,
    /// Events in all.
    pub(super) events: u64,
}

/// A customer and one of its sites.
pub(super) type Place = (CustomerId, SiteId);

/// What stands ready.
pub(super) struct Stage {
    /// Customers that are opened, each with the same history.
    pub(super) places: Vec<Place>,
    /// Who works.
    pub(super) who: Uuid,
    /// Product with slots enough.
    pub(super) product: Uuid,
    /// A working day two weeks away.
    pub(super) due_on: Date,
    /// A day that every order can be promised for.
    pub(super) required_on: Date,
}

impl Stage {
    /// A customer: a stride visits them in no order, so that no cache flatters the figure.
    pub(super) fn place(&self, n: u32) -> Place {
        let len = self.places.len().max(1);
        let at = usize::try_from(n).unwrap_or(0).wrapping_mul(7_919) % len;
        self.places.get(at).copied().unwrap_or_else(|| (Uuid::nil().into(), Uuid::nil().into()))
    }

    /// The address of the contact of a customer.
    pub(super) fn address(&self, n: u32) -> String {
        address(n.wrapping_mul(7_919) % u32::try_from(self.places.len()).unwrap_or(1).max(1))
    }

    /// The name of a customer.
    pub(super) fn name(&self, n: u32) -> String {
        name(n.wrapping_mul(7_919) % u32::try_from(self.places.len()).unwrap_or(1).max(1))
    }
}

/// A word that some customers have in their name.
pub(super) fn word(n: u32) -> &'static str {
    pick(WORDS, n)
}

/// The name of the customer with this number.
pub(super) fn name(n: u32) -> String {
    format!("{} {} {n}", word(n), word(n / 10))
}

fn pick(list: &[&'static str], n: u32) -> &'static str {
    list.get(usize::try_from(n).unwrap_or(0) % list.len().max(1)).copied().unwrap_or_default()
}

fn id(answer: &JsonValue, field: &str) -> Outcome<Uuid> {
    answer
        .get(field)
        .and_then(JsonValue::as_str)
        .and_then(|text| Uuid::parse_str(text).ok())
        .ok_or_else(|| Refusal::defect(format!("no {field} in {answer}")))
}

/// Makes what is missing and finds the rest; `told` hears how many customers are whole.
pub(super) fn fill(kernel: &Arc<Kernel>, size: Size, told: &mut dyn FnMut(u32)) -> Outcome<Stage> {
    if kernel.db.read(accord_room_people::company)?.is_none() {
        company(kernel)?;
    }
    let who = administrator(kernel)?;
    let now = accord_kernel::wall_now();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut stage = Stage {
        places: kernel.db.read(customer::places)?,
        who,
        product: product(kernel, who, today)?,
        due_on: weekday(today.saturating_add(14.days())),
        required_on: weekday(today.saturating_add(400.days())),
    };
    let each = i64::try_from(size.events / u64::from(size.customers.max(1))).unwrap_or(i64::MAX);
    for from in (0..size.customers).step_by(usize::try_from(WINDOW).unwrap_or(1)) {
        let until = size.customers.min(from + WINDOW);
        let have = u32::try_from(stage.places.len()).unwrap_or(u32::MAX);
        if have < until {
            stage.places.extend(customers(kernel, &stage, size, have.max(from)..until)?);
        }
        let of = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let window = stage.places.get(of(from)..of(until)).unwrap_or_default().to_vec();
        talk(kernel, who, window, each)?;
        told(until);
    }
    Ok(stage)
}

fn weekday(mut date: Date) -> Date {
    while matches!(date.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
        date = date.saturating_add(1.day());
    }
    date
}

fn company(kernel: &Arc<Kernel>) -> Outcome<()> {
    let set_up = json!({
        "name": "Bench", "home_zone": "America/Chicago", "currency": "USD", "language": "en", "calendar_name": "Home",
        "administrator": { "name": "Bench", "email": WHO },
    });
    kernel.act(&Caller::system(), Call::new("company.set_up", set_up))?;
    let who = administrator(kernel)?;
    // One person with every role that a line needs.
    for role in ["head_of_sales", "head_of_manufacturing", "head_of_service", "sales_rep"] {
        let role: Uuid = accord_room_people::RoleId::seeded(role).into();
        let assign = json!({ "person": who, "role": role });
        kernel.act(&Caller::person(who), Call::new("people.assign_role", assign))?;
    }
    Ok(())
}

fn administrator(kernel: &Arc<Kernel>) -> Outcome<Uuid> {
    let list = kernel.view(&Caller::system(), "people.list", &json!({}))?;
    let first = list.pointer("/rows/0").ok_or_else(|| Refusal::defect("the benchmark has nobody"))?;
    id(first, "person")
}

fn product(kernel: &Arc<Kernel>, who: Uuid, today: Date) -> Outcome<Uuid> {
    let list = kernel.view(&Caller::person(who), "catalog.products", &json!({}))?;
    if let Some(first) = list.pointer("/rows/0") {
        return id(first, "id");
    }
    let enter = json!({
        "product": {
            "code": "B1", "name": "Bench press", "kind": "equipment", "unit": "unit", "by_slots": true,
            "installation": [], "transport_days": 2, "price": { "amount": "100.00", "currency": "USD" },
        },
        "lead_time": { "days": 30, "from": today.saturating_sub(7.days()) },
    });
    let made = kernel.act(&Caller::person(who), Call::new("product.enter", enter))?.answer;
    let product = id(&made, "product")?;
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let slots = json!({
        "product": product, "from": monday, "until": monday.saturating_add(104.weeks()), "capacity": 1_000_000,
    });
    kernel.act(&Caller::person(who), Call::new("capacity.set_slots", slots))?;
    Ok(product)
}

/// The address of a customer's contact.
fn address(n: u32) -> String {
    format!("contact{n}@customer{n}.example")
}

/// Customers of these numbers, each with a site, a contact and, where the size has lines, an order.
fn customers(
    kernel: &Arc<Kernel>,
    stage: &Stage,
    size: Size,
    numbers: std::ops::Range<u32>,
) -> Outcome<Vec<Place>> {
    let (who, product, required_on) = (stage.who, stage.product, stage.required_on);
    let each = size.lines / size.customers.max(1);
    kernel.together(move |together| {
        let caller = Caller::person(who);
        let mut made = Vec::new();
        for n in numbers.clone() {
            let stage = if n % 3 == 0 { "use" } else { "win" };
            let enter =
                json!({ "name": name(n), "stage": stage, "sales_owner": who, "service_owner": who });
            let customer = id(&together.act(&caller, "customer.enter", enter)?, "id")?;
            let site = json!({
                "customer": customer, "name": "Plant", "line1": "1 Main Street", "town": "Town", "country": "US",
                "zone": "America/Chicago",
            });
            let site = id(&together.act(&caller, "site.enter", site)?, "id")?;
            let contact = json!({
                "customer": customer, "name": format!("Contact {n}"), "phone": "+1 312 555 0100", "email": address(n),
            });
            together.act(&caller, "contact.enter", contact)?;
            if each > 0 {
                let line = json!({ "product": product, "quantity": "1", "unit_price": "100.00" });
                let order = json!({
                    "customer": customer, "site": site, "customer_reference": format!("PO-F{n}"),
                    "required_on": required_on, "commit_required": true, "told_by": "mail",
                    "lines": vec![line; usize::try_from(each).unwrap_or(1)],
                });
                together.act(&caller, "order.enter", order)?;
            }
            made.push((customer.into(), site.into()));
        }
        Ok(made)
    })
}

/// A call about something that is wrong while work goes on: nobody is in crisis by it.
pub(super) fn call(customer: CustomerId, site: SiteId) -> JsonValue {
    json!({
        "customer": customer, "site": site, "what": "The guard rattles at every second stroke.",
        "call_back": "+1 312 555 0100", "severity": "disturbed", "channel": "call",
    })
}

/// Opens cases until so many are open.
pub(super) fn cases(kernel: &Arc<Kernel>, stage: &Stage, wanted: u32) -> Outcome<()> {
    let open = kernel.view(&Caller::person(stage.who), "case.load", &json!({}))?;
    let open = open.as_array().into_iter().flatten();
    let open: u64 = open.filter_map(|row| row.get("open").and_then(JsonValue::as_u64)).sum();
    let missing: Vec<u32> = (u32::try_from(open).unwrap_or(u32::MAX)..wanted).collect();
    let caller = Caller::person(stage.who);
    for some in missing.chunks(BATCH) {
        let calls: Vec<JsonValue> = some
            .iter()
            .map(|n| {
                let (customer, site) = stage.place(*n);
                call(customer, site)
            })
            .collect();
        let caller = caller.clone();
        kernel.together(move |together| {
            calls.iter().try_for_each(|call| together.act(&caller, "case.open", call.clone()).map(drop))
        })?;
    }
    Ok(())
}

/// Logs contacts until each of these customers has so many events. The briefing is opened before, as it should be, so
/// that each contact is an informed one.
fn talk(kernel: &Arc<Kernel>, who: Uuid, window: Vec<Place>, each: i64) -> Outcome<()> {
    let chains: Vec<Uuid> = window.iter().map(|(customer, _)| (*customer).into()).collect();
    let mut missing = kernel.db.read(|tx| {
        let left = |chain: &Uuid| Ok((*chain, each - log::head(tx, *chain)?.seq));
        chains.iter().map(left).collect::<Outcome<Vec<_>>>()
    })?;
    missing.retain(|(_, left)| *left > 0);
    let caller = Caller::person(who);
    for (chain, _) in &missing {
        kernel.view(&caller, "desk.briefing", &json!({ "customer": chain }))?;
    }
    kernel.flush_reads()?;
    let mut turns: Vec<Uuid> = Vec::new();
    while !missing.is_empty() {
        turns.extend(missing.iter().map(|(chain, _)| *chain));
        for (_, left) in &mut missing {
            *left -= 1;
        }
        missing.retain(|(_, left)| *left > 0);
    }
    for some in turns.chunks(BATCH) {
        let (some, caller) = (some.to_vec(), caller.clone());
        kernel.together(move |together| {
            for (n, customer) in (0_u32..).zip(&some) {
                let log = json!({
                    "customer": customer, "channel": "call", "direction": "inbound", "said": pick(SAID, n),
                });
                together.act(&caller, "contact_log.add", log)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}
