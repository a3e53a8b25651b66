//! Messages that are due go out. They are claimed in one transaction, read by their owners' sight, brought outside of any, and
//! marked in another; a crash between lets the claim's lease run out, and the message goes again with the same id.
//!
//! Endpoints are served beside one another, so that one that hangs holds nobody up; each gets its messages one after the other,
//! and none after one that was not taken.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use accord_kernel::{Call, Caller, Kernel, Outcome, Refusal, Status};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::{
    TRIAL,
    id::{EndpointId, Failing, StopReason},
    record::{self, Delivery, EndpointRow},
    rules::{retry, sign},
    settings,
    views::OneMessage,
    wire::{Answered, Letter, Sender},
};

/// Messages of an endpoint brought in one round.
const BATCH: i64 = 20;
/// How long a claim holds; longer than a round takes.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// The receiver wants nothing more.
const GONE: u16 = 410;

/// What an endpoint is to be brought.
struct Bag {
    endpoint: EndpointRow,
    secrets: Vec<Vec<u8>>,
    /// Each with its body.
    messages: Vec<(Delivery, String)>,
}

/// What came of a message.
struct Brought {
    delivery: Delivery,
    at: Timestamp,
    took: Duration,
    /// None when it was not tried, since one before it was not taken.
    outcome: Option<Result<Answered, Failing>>,
}

/// Brings the messages that are due at `wall`. Returns how many were taken. Called by the heartbeat.
///
/// # Errors
/// What the database refuses; a message that is not taken is no error but tried again.
pub fn send_due(kernel: &Arc<Kernel>, sender: &Sender, wall: Timestamp) -> Outcome<usize> {
    if kernel.db.read(record::must_sort)? {
        kernel.db.write(move |tx| record::sort(tx, wall))?;
    }
    let endpoints = kernel.db.read(|tx| record::due(tx, wall))?;
    if endpoints.is_empty() {
        return Ok(0);
    }
    let mut bags = Vec::new();
    for endpoint in endpoints {
        bags.extend(pack(kernel, endpoint, wall)?);
    }
    // The store waits for PostgreSQL on this thread, so nothing of it happens inside the runtime.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Refusal::defect(error.to_string()))?;
    let brought = runtime.block_on(join_all(bags.into_iter().map(|bag| bring(sender, bag, wall))));
    let mut taken = 0;
    for (endpoint, messages) in brought {
        for one in messages {
            taken += usize::from(mark(kernel, endpoint, one)?);
        }
    }
    Ok(taken)
}

/// Claims what is due for an endpoint and reads what it says. None when there is nothing to bring.
fn pack(kernel: &Arc<Kernel>, endpoint: EndpointId, wall: Timestamp) -> Outcome<Option<Bag>> {
    let lease = wall.checked_add(LEASE).unwrap_or(wall);
    let (row, secrets, claimed) = kernel.db.write(move |tx| {
        let row = record::endpoint(tx, endpoint)?;
        // Who takes nothing is asked with one message, not with every one that waits.
        let fails = record::standing(tx, endpoint)?.is_some_and(|standing| standing.failing_since.is_some());
        let claimed = record::claim(tx, endpoint, wall, lease, if fails { 1 } else { BATCH })?;
        Ok::<_, Refusal>((row, record::secrets(tx, endpoint, wall)?, claimed))
    })?;
    let mut messages = Vec::new();
    let mut held_from = None;
    for delivery in claimed {
        if held_from.is_some() {
            give_back(kernel, &delivery, wall)?;
            continue;
        }
        match body(kernel, &row, &delivery) {
            Ok(body) => messages.push((delivery, body)),
            Err(refusal) if is_ended(&refusal) => {
                give_back(kernel, &delivery, wall)?;
                held_from = Some(delivery.id);
            }
            Err(refusal) if matches!(refusal.status, Status::Forbidden | Status::Absent) => {
                kernel.db.write(move |tx| record::withhold(tx, delivery.id))?;
            }
            Err(refusal) => return Err(refusal),
        }
    }
    if held_from.is_some() {
        stop(kernel, endpoint, StopReason::Owner)?;
    }
    let bag = Bag { endpoint: row, secrets, messages };
    Ok((!bag.messages.is_empty()).then_some(bag))
}

/// Whether the owner is no longer with us, or may not look after webhooks any more.
fn is_ended(refusal: &Refusal) -> bool {
    refusal.status == Status::SignIn || (refusal.status == Status::Forbidden && refusal.rule == "permission")
}

/// What a message says, by what the endpoint's owner may see now.
fn body(kernel: &Arc<Kernel>, endpoint: &EndpointRow, delivery: &Delivery) -> Outcome<String> {
    let said = kernel.read(&Caller::person(endpoint.owner_id), |reader| match delivery.event {
        Some(event) => {
            let message = reader.view(OneMessage { event })?;
            serde_json::to_value(message).map_err(|error| Refusal::defect(error.to_string()))
        }
        None => {
            // A trial says nothing of anybody, but it too is the owner's.
            reader.view(crate::views::OneEndpoint { endpoint: endpoint.id })?;
            let data = json!({ "endpoint": endpoint.id, "name": endpoint.name });
            Ok(json!({ "type": TRIAL, "timestamp": delivery.made_at, "data": data }))
        }
    })?;
    Ok(said.to_string())
}

/// Brings an endpoint its messages, one after the other, up to the first that is not taken.
async fn bring(sender: &Sender, bag: Bag, wall: Timestamp) -> (EndpointId, Vec<Brought>) {
    let began = Instant::now();
    let mut brought = Vec::with_capacity(bag.messages.len());
    let mut goes_on = true;
    for (delivery, body) in bag.messages {
        let started = Instant::now();
        let since = SignedDuration::try_from(began.elapsed()).unwrap_or_default();
        let at = wall.checked_add(since).unwrap_or(wall);
        let mut outcome = None;
        if goes_on {
            let id = crate::views::message_id(delivery.message);
            let timestamp = at.as_second();
            let signature = sign::signatures(&bag.secrets, &id, timestamp, &body);
            let letter = Letter { address: bag.endpoint.address.clone(), body, id, timestamp, signature };
            let answered = sender.bring(&letter).await;
            goes_on = matches!(answered, Ok(answered) if is_taken(answered.status));
            outcome = Some(answered);
        }
        brought.push(Brought { delivery, at, took: started.elapsed(), outcome });
    }
    (bag.endpoint.id, brought)
}

fn is_taken(status: u16) -> bool {
    (200..300).contains(&status)
}

fn give_back(kernel: &Arc<Kernel>, delivery: &Delivery, next: Timestamp) -> Outcome<()> {
    let id = delivery.id;
    kernel.db.write(move |tx| record::QUEUE.give_back(tx, id.into(), next, None))
}

fn stop(kernel: &Arc<Kernel>, endpoint: EndpointId, reason: StopReason) -> Outcome<()> {
    let call = Call::new("webhook.stop", json!({ "endpoint": endpoint, "reason": reason }));
    match kernel.act(&Caller::system(), call) {
        Ok(_) => Ok(()),
        // It was ended meanwhile.
        Err(refusal) if refusal.status == Status::Absent => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

/// Marks what came of a message. Returns whether it was taken.
fn mark(kernel: &Arc<Kernel>, endpoint: EndpointId, one: Brought) -> Outcome<bool> {
    let Brought { delivery, at, took, outcome } = one;
    let Some(outcome) = outcome else {
        // It was not tried; it is due as it was, right behind the one that was not taken.
        return give_back(kernel, &delivery, at).map(|()| false);
    };
    let status = outcome.as_ref().ok().map(|answered| answered.status);
    let error = match outcome {
        Ok(answered) if is_taken(answered.status) => None,
        Ok(_) => Some(Failing::Status),
        Err(word) => Some(word),
    };
    let asked = outcome.ok().and_then(|answered| answered.asked);
    let took_ms = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
    let id = delivery.id;
    let next = retry::pause(delivery.attempts, chance(id.into(), delivery.attempts), asked);
    let next = next.and_then(|pause| at.checked_add(pause).ok());
    let number = status.map(i64::from);
    let failing_since = kernel.db.write(move |tx| {
        record::put_attempt(tx, id, at, took_ms, number, error)?;
        match error {
            None => record::sent(tx, id, at, number.unwrap_or(0))?,
            Some(word) => record::not_sent(tx, id, next, number, word)?,
        }
        record::note(tx, endpoint, error.is_none(), at)
    })?;
    let Some(word) = error else { return Ok(true) };
    tracing::warn!(endpoint = %endpoint, delivery = %id, status, word = word.word(), "a webhook was not taken");
    if status == Some(GONE) {
        stop(kernel, endpoint, StopReason::Gone)?;
    } else if let Some(since) = failing_since {
        let days: i64 = settings::today(kernel, &settings::STOP_DAYS)?;
        if retry::is_over(since, at, days) {
            stop(kernel, endpoint, StopReason::Failing)?;
        }
    }
    Ok(false)
}

/// Some number of a message and its attempt, by which pauses differ.
fn chance(id: Uuid, attempts: i64) -> u64 {
    let (high, low) = id.as_u64_pair();
    (high ^ low.rotate_left(17) ^ attempts.unsigned_abs()).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}

/// Forgets messages that were kept long enough, and secrets that have ended. Called by the heartbeat, seldom.
///
/// # Errors
/// What the database refuses.
pub fn sweep(kernel: &Arc<Kernel>, wall: Timestamp) -> Outcome<u64> {
    let clock = kernel.clock;
    let days: i64 = settings::today(kernel, &settings::KEEP_DAYS)?;
    kernel.db.write(move |tx| {
        record::forget_secrets(tx, wall)?;
        let now = clock.now(tx)?;
        record::forget(tx, now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(now))
    })
}

/// Messages for programs outside as they stand, for whoever watches the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outbox {
    /// Messages that wait.
    pub waiting: i64,
    /// Messages that were given up.
    pub given_up: i64,
}

/// Messages for programs outside as they stand.
///
/// # Errors
/// What the database refuses.
pub fn outbox(tx: &mut accord_store::Tx) -> Outcome<Outbox> {
    let (waiting, given_up) = record::waiting(tx)?;
    Ok(Outbox { waiting, given_up })
}
