//! What is computed rather than stored: the value table, rates of a large fleet, what a unit is entitled to, a printed
//! quote. Their budgets are of other sizes than those of pages, so each has a number of rounds of its own.

use std::{sync::LazyLock, time::Instant};

use accord_insight::{
    rate::{GammaPrior, History, Prior},
    simulate::{self, Belief, Scenario},
    worth::{Terms, Worth},
};
use accord_kernel::{Call, Caller, Kernel, Outcome, Refusal};
use accord_paper::{Block, Column, Document, Figure, Letterhead, Table, Total, Words};
use accord_room_asset::AssetId;
use accord_room_customer::CustomerId;
use anyhow::{anyhow, bail};
use serde_json::{Value as JsonValue, json};
use std::sync::Arc;
use uuid::Uuid;

use super::{
    fill::Stage,
    meter::{Measured, cpu_seconds, micros, percentile},
};
use crate::command::refused;

/// Models and units of the fleet; each unit is watched for about a year.
const MODELS: u32 = 1_000;
const UNITS: u32 = 1_000;
/// Lines of the printed quote.
const QUOTE_LINES: u32 = 50;
/// Units that a service contract covers, beside their warranty.
const CONTRACTS: usize = 40;
/// Units made in one transaction.
const TOGETHER: usize = 1_000;

/// Runs something so often and counts the processor time of this process.
fn timed(
    name: &'static str,
    budget_us: u64,
    rounds: u32,
    mut work: impl FnMut(u32) -> anyhow::Result<()>,
) -> anyhow::Result<Measured> {
    let (begun, own) = (Instant::now(), cpu_seconds("self").unwrap_or(0.0));
    let mut times = Vec::new();
    for n in 0..rounds {
        let round = Instant::now();
        work(n)?;
        times.push(micros(round.elapsed()));
    }
    times.sort_unstable();
    let each = (cpu_seconds("self").unwrap_or(0.0) - own) * 1e6 / f64::from(rounds.max(1));
    Ok(Measured {
        name,
        budget_us: Some(budget_us),
        clients: 1,
        cpu_us: each,
        database_us: None,
        statements: None,
        median_us: percentile(&times, 50),
        p99_us: percentile(&times, 99),
        per_second: f64::from(rounds) / begun.elapsed().as_secs_f64(),
    })
}

/// The lines, as far as their names have these words.
///
/// # Errors
/// What refuses, in a sentence.
pub(super) fn lines(
    kernel: &Arc<Kernel>,
    stage: &Stage,
    (assets, rounds): (u32, u32),
    only: &str,
) -> anyhow::Result<Vec<Measured>> {
    let mut all = Vec::new();
    let mut line =
        |name: &'static str, budget_us, rounds: u32, work: &mut dyn FnMut(u32) -> anyhow::Result<()>| {
            if name.contains(only) {
                all.push(timed(name, budget_us, rounds, work)?);
            }
            anyhow::Ok(())
        };
    line("value table with 10,000 simulated years", 20_000, (rounds / 10).max(1), &mut value_table)?;
    // The fleet itself is made before the time is taken.
    LazyLock::force(&FLEET);
    line("rates of 1,000 models, 1,000,000 asset-years", 1_000_000, (rounds / 200).max(1), &mut |_| rates())?;
    let entitled = "what a unit is entitled to, in process";
    if assets > 0 && entitled.contains(only) {
        let units = units(kernel, stage, assets).map_err(|refusal| refused(kernel, &refusal))?;
        let at = accord_kernel::wall_now();
        let whole = timed(entitled, 50, 1, |_| {
            kernel
                .read(&Caller::person(stage.who), |reader| {
                    let context = reader.context.clone();
                    for n in 0..rounds.max(1) {
                        let place = usize::try_from(n).unwrap_or(0).wrapping_mul(7_919) % units.len().max(1);
                        let Some(unit) = units.get(place) else { continue };
                        accord_room_contract::entitlement_of(reader.tx, &context, *unit, at)?;
                    }
                    Ok(())
                })
                .map_err(|refusal| refused(kernel, &refusal))
        })?;
        let each = f64::from(rounds.max(1));
        let rounded = |us: u64| us / u64::from(rounds.max(1));
        all.push(Measured {
            cpu_us: whole.cpu_us / each,
            median_us: rounded(whole.median_us),
            p99_us: rounded(whole.p99_us),
            per_second: whole.per_second * each,
            ..whole
        });
    }
    let mut line = |name: &'static str, budget_us, rounds: u32| {
        if cfg!(feature = "pdf") && name.contains(only) {
            all.push(timed(name, budget_us, rounds, |n| print(kernel, n))?);
        }
        anyhow::Ok(())
    };
    line("a quote of 50 lines as PDF, the first", 400_000, 1)?;
    line("a quote of 50 lines as PDF, warm", 100_000, (rounds / 40).max(1))?;
    Ok(all)
}

fn value_table(n: u32) -> anyhow::Result<()> {
    let worth = Worth::new(&Terms {
        stop_cost_per_day: (60_000 + n % 977).into(),
        hours_without: 36.into(),
        hours_with: 12.into(),
        price: 48_000.into(),
        decimals: 2,
    })?;
    let rows = worth.table(3)?;
    let spread = simulate::run(
        &worth,
        &Scenario {
            rate: Belief::Estimated(GammaPrior { shape: 5.4, years: 3.1 }),
            length_cv: 0.6,
            years: simulate::YEARS,
            seed: n.into(),
        },
    )?;
    if rows.len() != 4 || spread.p10 > spread.p90 {
        bail!("the value table is not one");
    }
    Ok(())
}

/// The fleet's histories, unit by unit: even mixes of what a counter yields.
static FLEET: LazyLock<Vec<Vec<History>>> = LazyLock::new(|| {
    let unit = |model: u32, unit: u32| {
        let mut mix = (model * UNITS + unit).wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b;
        mix = (mix ^ (mix >> 15)).wrapping_mul(0x2c1b_3c6d);
        mix ^= mix >> 13;
        let exposure_years = 0.5 + f64::from(mix % 1_000) / 1_000.0;
        History { exposure_years, events: (mix >> 10) % (1 + model % 7) }
    };
    (0..MODELS).map(|model| (0..UNITS).map(|n| unit(model, n)).collect()).collect()
});

fn rates() -> anyhow::Result<()> {
    let models: Vec<History> = FLEET.iter().map(|units| History::sum(units)).collect();
    let prior = Prior::fit(&models)?;
    let rates = models.iter().map(|model| prior.posterior(model)).filter(|rate| rate.low < rate.high);
    if rates.count() != models.len() {
        bail!("a rate has no interval");
    }
    Ok(())
}

fn id(answer: &JsonValue, field: &str) -> Outcome<Uuid> {
    let found = answer.get(field).and_then(JsonValue::as_str).and_then(|text| text.parse().ok());
    found.ok_or_else(|| Refusal::defect(format!("no {field} in {answer}")))
}

/// The installed base: so many units, each with its warranty, some with a service contract. Those that are there already
/// are used again.
fn units(kernel: &Arc<Kernel>, stage: &Stage, count: u32) -> Outcome<Vec<AssetId>> {
    let find = || -> Outcome<Vec<AssetId>> {
        kernel.db.read(|tx| {
            let mut found = Vec::new();
            for (customer, _) in &stage.places {
                let all = accord_room_asset::of_customer(tx, *customer)?;
                found.extend(all.into_iter().map(|unit| unit.id));
            }
            Ok(found)
        })
    };
    let known = find()?;
    if known.len() >= usize::try_from(count).unwrap_or(usize::MAX) {
        return Ok(known);
    }
    let service = accord_kernel::wall_now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let service = service.saturating_sub(jiff::Span::new().days(30));
    let missing: Vec<u32> = (u32::try_from(known.len()).unwrap_or(0)..count).collect();
    let caller = Caller::person(stage.who);
    for some in missing.chunks(TOGETHER) {
        let made: Vec<(u32, CustomerId, Uuid)> = some
            .iter()
            .map(|n| {
                let (customer, site) = stage.place(*n);
                (*n, customer, site.into())
            })
            .collect();
        let (caller, product) = (caller.clone(), stage.product);
        kernel.together(move |together| {
            for (n, customer, site) in &made {
                let unit = json!({
                    "customer": customer, "site": site, "product": product, "serial": format!("B1-{n}"),
                    "in_service_on": service, "accepted_on": service, "known_from": service,
                });
                together.act(&caller, "asset.add", unit)?;
            }
            Ok(())
        })?;
    }
    contracts(kernel, stage, &caller)?;
    find()
}

/// A plan by the next working day, and units that bought it.
fn contracts(kernel: &Arc<Kernel>, stage: &Stage, caller: &Caller) -> Outcome<()> {
    let act = |action: &'static str, input: JsonValue| {
        kernel.act(caller, Call::new(action, input)).map(|done| done.answer)
    };
    let plan = id(&act("plan.enter", json!({ "code": "BENCH", "name": "Bench", "place": 1 }))?, "plan")?;
    let terms = json!({
        "cover": "business_hours", "clock_stop": "engineer_at_work", "stop_minutes": 1_440, "term_months": 12,
        "uplift_allowed": true, "inclusions": [{ "code": "call", "en": "A call", "pt": "Uma chamada" }],
        "prices": [{ "product": null, "price": { "amount": "100.00", "currency": "USD" } }],
    });
    let draft = act("plan.draft", json!({ "plan": plan, "terms": terms }))?;
    let card = json!({ "headline": "Bench", "body": "Bench" });
    let written = act(
        "plan.cards",
        json!({
            "plan_version": draft.get("plan_version"), "version": draft.get("version"),
            "customer_en": card, "customer_pt": card, "colleague_en": card, "colleague_pt": card,
        }),
    )?;
    let version = id(&draft, "plan_version")?;
    let territory = staffed(stage, &act)?;
    act("plan.publish", json!({ "plan_version": version, "version": written.get("version") }))?;
    for (customer, _) in stage.places.iter().take(CONTRACTS) {
        let unit = kernel.db.read(|tx| accord_room_asset::of_customer(tx, *customer))?;
        let Some(unit) = unit.first() else { continue };
        let known = kernel.db.read(|tx| accord_room_customer::load(tx, *customer))?;
        act(
            "customer.change",
            json!({
                "customer": customer, "version": known.version, "name": known.name, "territory": territory,
                "currency": known.currency, "language": known.language,
            }),
        )?;
        act("contract.sell", json!({ "customer": customer, "assets": [unit.id], "plan_version": version }))?;
    }
    Ok(())
}

/// A territory with somebody who can come, since no response is sold where nobody can keep it.
fn staffed(stage: &Stage, act: &dyn Fn(&'static str, JsonValue) -> Outcome<JsonValue>) -> Outcome<Uuid> {
    let territory = id(&act("territory.enter", json!({ "name": "Bench" }))?, "territory")?;
    let skill = id(&act("skill.enter", json!({ "name": "Bench" }))?, "skill")?;
    act(
        "capacity.add_crew",
        json!({ "person": stage.who, "territory": territory, "skill": skill, "minutes": { "weekly": 2_400 } }),
    )?;
    act("travel.set", json!({ "territory": territory, "minutes": 60 }))?;
    Ok(territory)
}

fn print(kernel: &Arc<Kernel>, n: u32) -> anyhow::Result<()> {
    match accord_face::paper::print(&kernel.registry, &quote(n)) {
        Ok(paper) if paper.pages > 1 => Ok(()),
        Ok(_) => Err(anyhow!("the quote has one page only")),
        Err(refusal) => Err(refused(kernel, &refusal)),
    }
}

fn quote(n: u32) -> Document {
    let text = str::to_owned;
    let column = |title: &str, figures, share| Column { title: text(title), figures, share };
    Document {
        title: text("Quote"),
        number: format!("Q-{n}"),
        language: text("en"),
        region: None,
        date: jiff::civil::date(2026, 5, 4),
        dated: String::new(),
        letterhead: Letterhead { company: text("Bench"), lines: vec![text("1 Street")], logo: None },
        parties: Vec::new(),
        blocks: vec![
            Block::Figures(vec![Figure {
                label: text("A stop costs you, per day"),
                value: text("$71,500.00"),
                note: text("your own figure"),
            }]),
            Block::Table(Table {
                caption: text("Lines"),
                columns: vec![
                    column("No.", true, None),
                    column("What, and for which need", false, Some(1)),
                    column("Amount", true, None),
                ],
                rows: (1..=QUOTE_LINES)
                    .map(|line| {
                        vec![
                            line.to_string(),
                            format!("Part {n}-{line} of the pressing line\nNeed: the second shift"),
                            format!("{line},250.00"),
                        ]
                    })
                    .collect(),
                totals: vec![Total { label: text("To be paid"), value: text("$1,275,000.00"), strong: true }],
            }),
        ],
        footer: text("Bench"),
        words: Words { page: text("Page {page} of {pages}") },
    }
}
