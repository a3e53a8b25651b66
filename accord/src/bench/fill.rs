//! The benchmark's data, made through the actions that everybody uses.

use std::sync::Arc;

use accord_kernel::{Caller, Kernel, Outcome, Refusal};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

/// Who works in the benchmark.
pub(super) const WHO: &str = "bench@accord.example";
/// Calls in one transaction while filling.
const BATCH: u64 = 500;
const WORDS: &[&str] =
    &["Harbour", "Mills", "Press", "North", "Iron", "Prairie", "Cedar", "River", "Summit", "Valley"];

/// A word that some customers have in their name.
pub(super) fn word(n: u32) -> &'static str {
    WORDS.get(usize::try_from(n).unwrap_or(0) % WORDS.len()).copied().unwrap_or("Press")
}

/// What stands ready.
pub(super) struct Stage {
    /// Customers that are opened, each with the same history.
    pub(super) customers: Vec<(Uuid, Uuid)>,
    /// Events in all.
    pub(super) events: i64,
    /// Product with slots enough.
    pub(super) product: Uuid,
    /// A working day two weeks away.
    pub(super) due_on: Date,
    /// A day that every order can be promised for.
    pub(super) required_on: Date,
}

impl Stage {
    pub(super) fn place(&self, n: u32) -> (Uuid, Uuid) {
        // A stride that visits the customers in no order, so that no cache flatters the figure.
        let len = self.customers.len().max(1);
        let at = (usize::try_from(n).unwrap_or(0) * 7_919) % len;
        self.customers.get(at).copied().unwrap_or_default()
    }
    pub(super) fn customer(&self, n: u32) -> Uuid {
        self.place(n).0
    }
}

fn first_id(answer: &JsonValue) -> Outcome<Uuid> {
    answer
        .as_object()
        .and_then(|object| {
            object
                .get("id")
                .into_iter()
                .chain(object.values())
                .find_map(|value| Uuid::parse_str(value.as_str()?).ok())
        })
        .ok_or_else(|| Refusal::defect(format!("no id in {answer}")))
}

fn count(kernel: &Kernel, what: &'static str) -> Outcome<i64> {
    kernel.db.read(|tx| {
        let row = tx.query_one(&format!("SELECT COUNT(*) FROM {what}"), &[])?;
        row.map_or(Ok(0), |row| row.get(0)).map_err(Refusal::from)
    })
}

/// Makes what is missing and finds the rest.
pub(super) fn fill(kernel: &Arc<Kernel>, customers: u32, events: u64) -> Outcome<Stage> {
    let fresh = kernel.db.read(accord_room_people::company)?.is_none();
    if fresh {
        company(kernel)?;
    }
    let who = administrator(kernel)?;
    let have = u32::try_from(count(kernel, "customer")?).unwrap_or(u32::MAX);
    for from in (have..customers).step_by(usize::try_from(BATCH).unwrap_or(500)) {
        let until = customers.min(from + u32::try_from(BATCH).unwrap_or(500));
        kernel.together(move |together| {
            let who = Caller::person(who);
            for n in from..until {
                let name = format!("{} {} {n}", word(n), word(n / 10));
                let entered = together.act(&who, "customer.enter", json!({ "name": name, "stage": if n % 3 == 0 { "use" } else { "win" }, "sales_owner": who_id(&who), "service_owner": who_id(&who) }))?;
                let customer = first_id(&entered)?;
                together.act(&who, "site.enter", json!({ "customer": customer, "name": "Plant", "line1": "1 Main Street", "town": "Town", "country": "US", "zone": "America/Chicago" }))?;
                together.act(&who, "contact.enter", json!({ "customer": customer, "name": format!("Contact {n}") }))?;
            }
            Ok(())
        })?;
    }
    let pairs = pairs(kernel)?;
    let have = u64::try_from(count(kernel, "event")?).unwrap_or(0);
    talk(kernel, who, &pairs, events.saturating_sub(have))?;
    let today = kernel
        .db
        .read(|tx| kernel.clock.now(tx).map_err(Refusal::from))?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let product = product(kernel, who, today, fresh)?;
    Ok(Stage {
        customers: pairs,
        events: count(kernel, "event")?,
        product,
        due_on: weekday(today.saturating_add(14.days())),
        required_on: weekday(today.saturating_add(400.days())),
    })
}

fn weekday(mut date: Date) -> Date {
    while matches!(date.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
        date = date.saturating_add(1.day());
    }
    date
}

fn who_id(caller: &Caller) -> Uuid {
    match caller.credential {
        accord_kernel::Credential::Person(id) => id,
        _ => Uuid::nil(),
    }
}

fn company(kernel: &Arc<Kernel>) -> Outcome<()> {
    kernel
        .together(|together| {
            together.act(
                &Caller::system(),
                "company.set_up",
                json!({
                    "name": "Bench", "home_zone": "America/Chicago", "currency": "USD", "language": "en", "calendar_name": "Home",
                    "administrator": { "name": "Bench", "email": WHO },
                }),
            )
        })
        .map(|_| ())?;
    let who = administrator(kernel)?;
    kernel.together(move |together| {
        // One person with every role, so that each line can be run.
        for role in ["head_of_sales", "head_of_manufacturing", "head_of_service", "sales_rep"] {
            let role: Uuid = accord_room_people::RoleId::seeded(role).into();
            together.act(
                &Caller::person(who),
                "people.assign_role",
                json!({ "person": who, "role": role }),
            )?;
        }
        Ok(())
    })
}

fn administrator(kernel: &Arc<Kernel>) -> Outcome<Uuid> {
    let list = kernel.view(&Caller::system(), "people.list", &json!({}))?;
    list.pointer("/rows/0/person")
        .and_then(JsonValue::as_str)
        .and_then(|id| Uuid::parse_str(id).ok())
        .ok_or_else(|| Refusal::defect("the benchmark has nobody"))
}

fn pairs(kernel: &Arc<Kernel>) -> Outcome<Vec<(Uuid, Uuid)>> {
    kernel.db.read(|tx| {
        tx.query("SELECT customer_id, id FROM site ORDER BY id", &[])?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect::<accord_store::Result<_>>()
            .map_err(Refusal::from)
    })
}

/// Logged contacts, the same number for every customer.
fn talk(kernel: &Arc<Kernel>, who: Uuid, pairs: &[(Uuid, Uuid)], missing: u64) -> Outcome<()> {
    let pairs: Arc<Vec<Uuid>> = Arc::new(pairs.iter().map(|(customer, _)| *customer).collect());
    let len = u64::try_from(pairs.len()).unwrap_or(1).max(1);
    let mut done = 0;
    while done < missing {
        let (from, until, pairs) = (done, missing.min(done + BATCH * 4), Arc::clone(&pairs));
        kernel.together(move |together| {
            for n in from..until {
                let Some(customer) = pairs.get(usize::try_from(n % len).unwrap_or(0)) else { continue };
                together.act(
                    &Caller::person(who),
                    "contact_log.add",
                    json!({ "customer": customer, "channel": "call", "direction": "inbound", "said": "Asked how the press behaves with the new material; wants an answer this week." }),
                )?;
            }
            Ok(())
        })?;
        done = until;
    }
    Ok(())
}

fn product(kernel: &Arc<Kernel>, who: Uuid, today: Date, fresh: bool) -> Outcome<Uuid> {
    if !fresh {
        let list = kernel.view(&Caller::person(who), "catalog.products", &json!({}))?;
        return list
            .pointer("/rows/0")
            .map(first_id)
            .transpose()?
            .ok_or_else(|| Refusal::defect("no product"));
    }
    kernel.together(move |together| {
        let who = Caller::person(who);
        let made = together.act(
            &who,
            "product.enter",
            json!({
                "product": { "code": "B1", "name": "Bench press", "kind": "equipment", "unit": "unit", "by_slots": true, "installation": [], "transport_days": 2, "price": { "amount": "100.00", "currency": "USD" } },
                "lead_time": { "days": 30, "from": today },
            }),
        )?;
        let product = first_id(&made)?;
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        together.act(&who, "capacity.set_slots", json!({ "product": product, "from": monday, "until": monday.saturating_add(104.weeks()), "capacity": 100_000 }))?;
        Ok(product)
    })
}
