//! The search among very many things, by whoever sees all of them and by whoever sees one in a hundred. It has a house of
//! its own, whose entries are laid in by the search's own door.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use accord_kernel::{Call, Caller, Clock, IdSource, Kernel, Outcome, Refusal};
use accord_room_people::RoleId;
use accord_store::search::{self, Entry};
use anyhow::bail;
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::{
    Bench,
    fill::{self, Size},
};
use crate::command::{kernel, options, refused};

/// Customers to whom the things belong; each hundredth is in the territory of whoever sees few.
const CUSTOMERS: u32 = 400;
const ONE_OF: u32 = 100;
/// Entries laid in by one transaction.
const TOGETHER: u32 = 10_000;
/// Times each is asked.
const ROUNDS: usize = 40;
/// What a search may take (R67).
const BUDGET: Duration = Duration::from_millis(20);
const SYLLABLES: &[&str] = &[
    "an", "ber", "cor", "dal", "el", "fjord", "gar", "hal", "in", "jor", "kal", "lin", "mar", "nor", "or",
    "pra", "qui", "ros", "sul", "tor", "ur", "vin", "wal", "xen", "yl", "zan",
];
const KINDS: &[&str] = &["contact", "order", "promise", "asset", "service_case", "quote", "visit", "site"];

/// Asks the search among so many things; a line for each question.
///
/// # Errors
/// What refuses, in a sentence.
pub(super) fn find(command: &Bench) -> anyhow::Result<Vec<String>> {
    let folder = command.data.join("find");
    let database = command.database.as_ref().map(|address| {
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}schema=find")
    });
    let place = options(&folder, database.as_deref())?;
    let kernel = kernel(&place, &folder, Clock::Wall, IdSource::System)?;
    let outcome = look(&kernel, command.found);
    outcome.map_err(|refusal| refused(&kernel, &refusal))?
}

fn id(answer: &JsonValue, name: &str) -> Outcome<Uuid> {
    let text = answer.get(name).and_then(JsonValue::as_str).unwrap_or_default();
    Uuid::parse_str(text).map_err(|_| Refusal::defect(format!("no {name}")))
}

fn look(kernel: &Arc<Kernel>, things: u32) -> Outcome<anyhow::Result<Vec<String>>> {
    let stage = fill::fill(kernel, Size { customers: 1, lines: 0, events: 0 }, &mut |_| {})?;
    let admin = Caller::person(stage.who);
    let act =
        |action: &str, input: JsonValue| kernel.act(&admin, Call::new(action, input)).map(|done| done.answer);
    let known = kernel.view(&admin, "customer.list", &json!({ "query": "Found", "limit": 1 }))?;
    if known.get("count").and_then(JsonValue::as_i64) == Some(0) {
        fill_up(kernel, &act, things)?;
    }
    let few = act(
        "people.enter",
        json!({ "name": "Sees few", "language": "en", "roles": [RoleId::seeded("sales_rep")], "posts": [],
            "territories": [territory(kernel, &admin)?] }),
    )?;
    let few = Caller::person(id(&few, "person")?);
    let mut lines = Vec::new();
    let mut slowest = Duration::ZERO;
    for (who, caller) in [("who sees all", &admin), ("who sees one in a hundred", &few)] {
        for (what, query) in questions(things) {
            let (median, worst, rows) = asked(kernel, caller, &query)?;
            slowest = slowest.max(median);
            lines.push(format!(
                "search among {things} things, {who}, {what} (“{query}”): median {:.1} ms, slowest {:.1} ms, {rows} rows",
                median.as_secs_f64() * 1e3,
                worst.as_secs_f64() * 1e3
            ));
        }
    }
    if slowest > BUDGET {
        lines.push(format!("**above the budget of 20 ms: {:.1} ms**", slowest.as_secs_f64() * 1e3));
    }
    if lines.is_empty() {
        return Ok((|| bail!("nothing was asked"))());
    }
    Ok(Ok(lines))
}

fn territory(kernel: &Arc<Kernel>, admin: &Caller) -> Outcome<Uuid> {
    let input = json!({ "kind": "territory", "query": "Few" });
    let found = kernel.view(admin, "people.choices", &input)?;
    let first = found.as_array().and_then(|list| list.first()).cloned().unwrap_or_default();
    id(&first, "id")
}

fn fill_up(
    kernel: &Arc<Kernel>,
    act: &dyn Fn(&str, JsonValue) -> Outcome<JsonValue>,
    things: u32,
) -> Outcome<()> {
    let territory =
        |name: &str| -> Outcome<Uuid> { id(&act("territory.enter", json!({ "name": name }))?, "territory") };
    let (few, many) = (territory("Few")?, territory("Many")?);
    let mut customers = Vec::new();
    for n in 0..CUSTOMERS {
        let territory = if n.is_multiple_of(ONE_OF) { few } else { many };
        let made = act("customer.enter", json!({ "name": format!("Found {n}"), "territory": territory }))?;
        customers.push(id(&made, "id")?);
    }
    for from in (0..things).step_by(usize::try_from(TOGETHER).unwrap_or(1)) {
        let entries: Vec<(Entry, String)> =
            (from..things.min(from + TOGETHER)).map(|n| entry(n, &customers)).collect();
        kernel.db.write(move |tx| search::put_all(tx, entries.clone()).map_err(Refusal::from))?;
    }
    Ok(())
}

fn pick<'a>(list: &[&'a str], n: u32) -> &'a str {
    list.get(usize::try_from(n).unwrap_or(0) % list.len().max(1)).copied().unwrap_or_default()
}

/// A number that looks like none other near it.
fn mixed(n: u32) -> u32 {
    n.wrapping_mul(2_654_435_761) >> 7
}

fn name(n: u32) -> String {
    let m = mixed(n);
    format!(
        "{}{}{} {}{}",
        pick(SYLLABLES, m),
        pick(SYLLABLES, m / 26),
        pick(SYLLABLES, m / 676),
        pick(SYLLABLES, m / 17_576),
        pick(SYLLABLES, n)
    )
}

fn number(n: u32) -> String {
    format!("{}-2026-{n:07}", pick(&["K", "O", "V", "S"], n))
}

fn entry(n: u32, customers: &[Uuid]) -> (Entry, String) {
    let customer = customers.get(usize::try_from(mixed(n)).unwrap_or(0) % customers.len().max(1)).copied();
    let entry = Entry {
        kind: pick(KINDS, n).to_owned(),
        id: Uuid::from_u128(u128::from(n) + 1),
        customer,
        label: number(n),
        hint: name(n),
    };
    (entry, format!("press line hall {}", pick(SYLLABLES, n / 7)))
}

fn questions(things: u32) -> Vec<(&'static str, String)> {
    let some = things / 3;
    let whole = name(some);
    let nearly: String = whole.chars().take(whole.chars().count().saturating_sub(1)).collect();
    vec![
        ("a number", number(some)),
        ("a number without signs", number(some).replace('-', "").to_lowercase()),
        ("a name nearly typed", nearly),
        ("one word that all have", "press".to_owned()),
        ("two letters", "ma".to_owned()),
        ("one letter", "k".to_owned()),
        ("two beginnings that many have", "pre hal".to_owned()),
        ("a word that nobody has", "blomster".to_owned()),
    ]
}

fn asked(kernel: &Arc<Kernel>, caller: &Caller, query: &str) -> Outcome<(Duration, Duration, usize)> {
    let mut times = Vec::with_capacity(ROUNDS);
    let mut rows = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let found = kernel.view(caller, "desk.search", &json!({ "query": query, "limit": 12 }))?;
        times.push(begun.elapsed());
        rows = found.get("rows").and_then(JsonValue::as_array).map_or(0, Vec::len);
    }
    times.sort_unstable();
    let at = |part: usize| times.get(part).copied().unwrap_or_default();
    Ok((at(ROUNDS / 2), at(ROUNDS.saturating_sub(1)), rows))
}
