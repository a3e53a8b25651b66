//! `accord bench`: makes its data, runs each budget line, prints one table. CPU per action is the figure to trust on a
//! busy machine; it is the whole process's, measured over many rounds.

mod fill;
mod meter;

use std::{path::PathBuf, sync::Arc, time::Instant};

use accord_kernel::{Call, Caller, Clock, IdSource, Kernel};
use accord_room_people::login;
use accord_server::{App, router};
use anyhow::{Context, anyhow};
use axum::{body::Body, http::Request};
use clap::Args;
use serde_json::json;
use tower::ServiceExt;
use uuid::Uuid;

use crate::{
    command::{kernel, options, refused, say},
    door::{CustomerFiles, PeopleDoor},
};
use meter::{Line, Table};

/// Size and place of a benchmark.
#[derive(Debug, Args)]
pub struct Bench {
    /// Customers.
    #[arg(long, default_value_t = 10_000)]
    customers: u32,
    /// Events in all; what the customers themselves do not make is filled up with logged contacts.
    #[arg(long, default_value_t = 1_000_000)]
    events: u64,
    /// Rounds of each line.
    #[arg(long, default_value_t = 2_000)]
    rounds: u32,
    /// Folder of the data; made when absent, used again when it is there.
    #[arg(long, default_value = "var/bench")]
    data: PathBuf,
    /// `postgres://…` instead of a SQLite file.
    #[arg(long)]
    database: Option<String>,
}

/// What the lines need.
struct Ready {
    app: Arc<App>,
    kernel: Arc<Kernel>,
    session: String,
    person: Uuid,
    stage: fill::Stage,
}

/// Runs the benchmark.
///
/// # Errors
/// What stands in the way, in a sentence.
pub fn run(command: &Bench) -> anyhow::Result<()> {
    let place = options(&command.data, command.database.as_deref())?;
    let kernel = kernel(&place, &command.data, Clock::Wall, IdSource::System)?;
    let begun = Instant::now();
    let stage = fill::fill(&kernel, command.customers, command.events)
        .map_err(|refusal| refused(&kernel, &refusal))?;
    say(&format!(
        "data ready in {:.1} s: {} customers, {} events",
        begun.elapsed().as_secs_f64(),
        stage.customers.len(),
        stage.events
    ));
    let cold = cold_start(command)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let ready = Arc::new(ready(&kernel, stage)?);
    let mut table = Table::new(kernel.db.kind(), command.customers, ready.stage.events);
    for line in lines() {
        for clients in [1, 16] {
            let rounds = command.rounds.max(clients * 4);
            table.add(runtime.block_on(meter::measure(&ready, &line, clients, rounds))?);
        }
    }
    table.open_loop(runtime.block_on(meter::open_loop(&ready, 500, std::time::Duration::from_secs(10)))?);
    table.cold(cold);
    table.memory();
    say(&table.print());
    drop(ready);
    drop(runtime);
    Ok(())
}

/// From nothing to the first answer, on the data as it stands.
fn cold_start(command: &Bench) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let place = options(&command.data, command.database.as_deref())?;
    let kernel = kernel(&place, &command.data, Clock::Wall, IdSource::System)?;
    kernel
        .db
        .read(accord_room_people::company)
        .map_err(|refusal| refused(&kernel, &refusal))?
        .context("the benchmark's company is not there")?;
    Ok(begun.elapsed().as_secs_f64())
}

fn ready(kernel: &Arc<Kernel>, stage: fill::Stage) -> anyhow::Result<Ready> {
    let signed_in = login::enter(
        kernel,
        &Caller { credential: accord_kernel::Credential::Nobody, ..Caller::system() },
        fill::WHO,
    )
    .map_err(|refusal| refused(kernel, &refusal))?;
    let files = accord_room_customer::Files::folder(std::env::temp_dir().join("accord-bench-files"));
    let app = App::new(
        Arc::clone(kernel),
        Box::new(PeopleDoor { demo: Vec::new() }),
        Box::new(CustomerFiles { files }),
        Vec::new(),
        false,
    );
    Ok(Ready { app, kernel: Arc::clone(kernel), session: signed_in.secret, person: signed_in.subject, stage })
}

/// The budget lines of the design.
fn lines() -> Vec<Line> {
    vec![
        Line {
            name: "open a customer page, HTML",
            budget_us: 500,
            run: |ready, n| {
                let path = format!("/customers/{}", ready.stage.customer(n));
                Box::pin(page(ready, path))
            },
        },
        Line {
            name: "open a briefing, HTML",
            budget_us: 500,
            run: |ready, n| {
                let path = format!("/customers/{}/briefing", ready.stage.customer(n));
                Box::pin(page(ready, path))
            },
        },
        Line {
            name: "list 80 customers with filter",
            budget_us: 300,
            run: |ready, _| Box::pin(view(ready, "customer.list", json!({ "limit": 80, "stage": "use" }))),
        },
        Line {
            name: "search",
            budget_us: 300,
            run: |ready, n| {
                Box::pin(view(ready, "desk.search", json!({ "query": fill::word(n), "limit": 20 })))
            },
        },
        Line {
            name: "make a promise with its clocks, durable",
            budget_us: 500,
            run: |ready, n| {
                let input = json!({
                    "customer": ready.stage.customer(n), "kind": "document", "wording": "The drawing you asked for.",
                    "due_on": ready.stage.due_on, "told": "call", "confirm": true,
                });
                Box::pin(act(ready, "promise.make", input))
            },
        },
        Line {
            name: "confirm an order with promise check",
            budget_us: 1_000,
            run: |ready, n| {
                let (customer, site) = ready.stage.place(n);
                let input = json!({
                    "customer": customer, "site": site, "customer_reference": format!("PO-{n}"), "required_on": ready.stage.required_on,
                    "commit_required": true, "told_by": "mail",
                    "lines": [{ "product": ready.stage.product, "quantity": "1", "unit_price": "100.00" }],
                });
                Box::pin(act(ready, "order.enter", input))
            },
        },
    ]
}

async fn page(ready: Arc<Ready>, path: String) -> anyhow::Result<()> {
    let request = Request::builder()
        .uri(&path)
        .header("cookie", format!("accord={}", ready.session))
        .body(Body::empty())?;
    let response = router(&ready.app).oneshot(request).await?;
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
    if status != 200 || body.len() < 1_000 {
        return Err(anyhow!("{path} answered {status}"));
    }
    Ok(())
}

async fn view(ready: Arc<Ready>, name: &'static str, input: serde_json::Value) -> anyhow::Result<()> {
    let outcome = tokio::task::spawn_blocking(move || {
        ready
            .kernel
            .view(&Caller::person(ready.person), name, &input)
            .map_err(|refusal| refused(&ready.kernel, &refusal))
    });
    outcome.await??;
    Ok(())
}

async fn act(ready: Arc<Ready>, name: &'static str, input: serde_json::Value) -> anyhow::Result<()> {
    let outcome = tokio::task::spawn_blocking(move || {
        ready
            .kernel
            .act(&Caller::person(ready.person), Call::new(name, input))
            .map_err(|refusal| refused(&ready.kernel, &refusal))
    });
    outcome.await??;
    Ok(())
}
