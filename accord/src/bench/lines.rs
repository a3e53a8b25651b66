//! What is measured: one line for each budget of the design, through the doors that people use.

use std::sync::{Arc, OnceLock};

use accord_kernel::{Call, Caller, wall_now};
use accord_room_mail::{Incoming, take_in};
use anyhow::anyhow;
use axum::{body::Body, http::Request};
use serde_json::json;
use tower::ServiceExt;

use super::{Ready, fill, meter::Line};
use crate::command::refused;

/// Opening a customer, alone also asked of the data that shows growth.
pub(super) const CUSTOMER_PAGE: Line = Line {
    name: "open a customer page: session, permission, HTML",
    budget_us: Some(500),
    run: |ready, n| {
        let path = format!("/customers/{}", ready.stage.place(n).0);
        Box::pin(page(ready, path))
    },
};

/// A page of the list, also asked of the data that shows growth.
pub(super) const LIST: Line = Line {
    name: "list 80 customers by stage, with count",
    budget_us: Some(300),
    run: |ready, _| Box::pin(view(ready, "customer.list", json!({ "limit": 80, "stage": "use" }))),
};

/// The budget lines.
pub(super) fn all() -> Vec<Line> {
    let mut lines = vec![CUSTOMER_PAGE];
    lines.extend(reading());
    lines.extend(writing());
    lines
}

fn reading() -> Vec<Line> {
    vec![
        Line {
            name: "open a briefing: session, permission, HTML",
            budget_us: Some(500),
            run: |ready, n| {
                let path = format!("/customers/{}/briefing", ready.stage.place(n).0);
                Box::pin(page(ready, path))
            },
        },
        LIST,
        Line {
            name: "the same list as a page, HTML",
            budget_us: None,
            run: |ready, _| Box::pin(page(ready, "/customers?stage=use".to_owned())),
        },
        Line {
            name: "search: a name, nearly typed",
            budget_us: None,
            run: |ready, n| {
                let name = ready.stage.name(n);
                let query = name.get(..name.len() - 1).unwrap_or_default();
                Box::pin(view(ready, "desk.search", json!({ "query": query, "limit": 12 })))
            },
        },
        Line {
            name: "search: one word that a tenth of all have",
            budget_us: None,
            run: |ready, n| {
                Box::pin(view(ready, "desk.search", json!({ "query": fill::word(n), "limit": 12 })))
            },
        },
        Line {
            name: "palette: session, pages, things, actions",
            budget_us: None,
            run: |ready, n| {
                let path = format!("/palette?q={}", ready.stage.name(n).replace(' ', "+"));
                Box::pin(page(ready, path))
            },
        },
        Line {
            name: "whose work is due: today's page, HTML",
            budget_us: None,
            run: |ready, _| Box::pin(page(ready, "/".to_owned())),
        },
    ]
}

fn writing() -> Vec<Line> {
    vec![
        Line {
            name: "log a contact, durable",
            budget_us: None,
            run: |ready, n| {
                let customer = ready.stage.place(n).0;
                let input = json!({ "customer": customer, "channel": "call", "direction": "inbound", "said": "All runs well." });
                Box::pin(act(ready, "contact_log.add", input))
            },
        },
        Line {
            name: "make a promise with its clocks, durable",
            budget_us: Some(500),
            run: |ready, n| {
                let input = json!({
                    "customer": ready.stage.place(n).0, "kind": "document", "wording": "The drawing you asked for.",
                    "due_on": ready.stage.due_on, "told": "call", "confirm": true,
                });
                Box::pin(act(ready, "promise.make", input))
            },
        },
        Line {
            name: "confirm an order with promise check, durable",
            budget_us: Some(1_000),
            run: |ready, n| {
                let (customer, site) = ready.stage.place(n);
                let input = json!({
                    "customer": customer, "site": site, "customer_reference": format!("PO-{n}"),
                    "required_on": ready.stage.required_on, "commit_required": true, "told_by": "mail",
                    "lines": [{ "product": ready.stage.product, "quantity": "1", "unit_price": "100.00" }],
                });
                Box::pin(act(ready, "order.enter", input))
            },
        },
        Line {
            name: "open a case with its clocks, durable",
            budget_us: Some(500),
            run: |ready, n| {
                let (customer, site) = ready.stage.place(n);
                Box::pin(act(ready, "case.open", fill::call(customer, site)))
            },
        },
        Line {
            name: "an e-mail read, put into its case and stored, durable",
            // 200 a second.
            budget_us: Some(5_000),
            run: |ready, n| Box::pin(mail_in(ready, n)),
        },
    ]
}

/// The desk's queue, once its cases are there.
pub(super) const QUEUE: Line = Line {
    name: "the desk's queue: 80 by next clock, count exact to 1,000",
    budget_us: Some(300),
    run: |ready, _| Box::pin(view(ready, "case.queue", json!({ "limit": 80 }))),
};

/// Takes in a message of a contact: each first one opens a case, each second one answers it.
async fn mail_in(ready: Arc<Ready>, n: u32) -> anyhow::Result<()> {
    /// Ids of messages differ from those of an earlier run over the same data.
    static RUN: OnceLock<i64> = OnceLock::new();
    let run = RUN.get_or_init(|| wall_now().as_microsecond());
    let (pair, second) = (n / 2, n % 2 == 1);
    let id = |second: bool| format!("{pair}.{second}.{run}@bench.example");
    let refer = if second { format!("In-Reply-To: <{}>\r\n", id(false)) } else { String::new() };
    let raw = format!(
        "From: {}\r\nTo: service@bench.example\r\nMessage-ID: <{}>\r\nSubject: It is loud\r\n{refer}\
        MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=q\r\n\r\n--q\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nIt is loud since Monday, unit {n}.\r\n\r\n\
        On Monday you wrote:\r\n> How is it?\r\n--q\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <p>It is <b>loud</b> since Monday, unit {n}.</p>\r\n--q--\r\n",
        ready.stage.address(pair),
        id(second),
    );
    let outcome = tokio::task::spawn_blocking(move || {
        let incoming = Incoming {
            alias: "service@bench.example",
            raw: raw.as_bytes(),
            size: raw.len(),
            received_at: None,
            envelope: None,
            trusted: None,
        };
        take_in(&ready.kernel, incoming).map_err(|refusal| refused(&ready.kernel, &refusal))
    });
    outcome.await??;
    Ok(())
}

/// Asks for a page as a browser does, without the wire.
pub(super) async fn page(ready: Arc<Ready>, path: String) -> anyhow::Result<()> {
    let (status, body) = fetch(&ready, &path).await?;
    if status != 200 || body.len() < 100 {
        return Err(anyhow!("{path} answered {status}"));
    }
    Ok(())
}

/// Status and body of a GET.
pub(super) async fn fetch(ready: &Ready, path: &str) -> anyhow::Result<(u16, Vec<u8>)> {
    let request = Request::builder()
        .uri(path)
        .header("cookie", format!("accord={}", ready.session))
        .body(Body::empty())?;
    let response = ready.routes.clone().oneshot(request).await?;
    let status = response.status().as_u16();
    Ok((status, axum::body::to_bytes(response.into_body(), usize::MAX).await?.to_vec()))
}

async fn view(ready: Arc<Ready>, name: &'static str, input: serde_json::Value) -> anyhow::Result<()> {
    let outcome = tokio::task::spawn_blocking(move || {
        ready
            .kernel
            .view_text(&Caller::person(ready.stage.who), name, &input)
            .map_err(|refusal| refused(&ready.kernel, &refusal))
    });
    outcome.await??;
    Ok(())
}

async fn act(ready: Arc<Ready>, name: &'static str, input: serde_json::Value) -> anyhow::Result<()> {
    let outcome = tokio::task::spawn_blocking(move || {
        ready
            .kernel
            .act(&Caller::person(ready.stage.who), Call::new(name, input))
            .map_err(|refusal| refused(&ready.kernel, &refusal))
    });
    outcome.await??;
    Ok(())
}
