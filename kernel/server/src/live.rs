//! Live updates: the page is told "this topic changed" and fetches itself again. Right by polling the chain heads;
//! what this node commits itself is told at once.

use std::{convert::Infallible, sync::Arc, time::Duration};

use accord_face::Followed;
use accord_kernel::{
    Caller, IdSource, Outcome, PrincipalKind, Reader, Refusal,
    store::{Tx, log, params},
    wall_now,
};
use axum::{
    Form,
    extract::{Extension, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use serde_json::json;
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        mpsc::Sender,
    },
    time::{Instant, interval},
};
use uuid::Uuid;

use crate::{
    app::{App, RequestId},
    elsewhere,
    here::{Other, Place, Present, Stay},
    problem,
    request::{self, Pairs, query_pairs},
    work::blocking,
};

/// Topics one page may listen to.
const TOPICS_MAX: usize = 16;
/// Bytes of a head's hash that tell it from another.
const MARK_BYTES: usize = 8;
/// How often the heads are looked at, for what other nodes committed.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// A stream ends after this and the browser opens a new one, so that a session's end is noticed even when nothing
/// changes.
const LIFE: Duration = Duration::from_secs(300);

/// `GET /live?topics=…`.
pub(crate) async fn stream(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let asked = query_pairs(&uri);
    let (topics, drawn): (Vec<Uuid>, Vec<Option<String>>) = asked
        .iter()
        .filter(|(name, _)| name == "topics")
        .flat_map(|(_, value)| value.split(','))
        .filter_map(topic_and_mark)
        .take(TOPICS_MAX)
        .unzip();
    let changes = app.changes.subscribe();
    let place = asked.iter().find(|(name, _)| name == "here").and_then(|(_, text)| Place::read(text));
    let place = place.filter(|place| topics.contains(&place.topic));
    let (inner, who, list) = (Arc::clone(&app), caller.clone(), topics.clone());
    let heads = match blocking(move || heads(&inner, &who, &list)).await {
        // What the page shows is what it was drawn from, not what stands now: a change between the two is told at once.
        Ok(now) => drawn.into_iter().zip(now).map(|(drawn, now)| drawn.unwrap_or(now)).collect(),
        Err(refusal) => {
            let language = caller.language.unwrap_or(accord_kernel::Language::English);
            return problem::answer(&refusal, &app.kernel.words, language, id);
        }
    };
    let here = match place {
        Some(place) => whereabouts(&app, &caller, place).await,
        None => None,
    };
    let watch = Watch { app, caller, topics, heads, changes, here };
    Sse::new(events(watch)).keep_alive(KeepAlive::default()).into_response()
}

struct Watch {
    app: Arc<App>,
    caller: Caller,
    topics: Vec<Uuid>,
    heads: Vec<String>,
    changes: Receiver<Uuid>,
    here: Option<Here>,
}

/// Where the reader is, and whom they were told of last.
struct Here {
    stay: Stay,
    me: Uuid,
    present: Arc<Present>,
    moves: Receiver<Place>,
    told: Vec<Other>,
    /// Where several nodes serve.
    shared: Option<Shared>,
}

/// What this node tells the others of the reader, and they of theirs.
struct Shared {
    entry: elsewhere::Entry,
    renewed: Option<Instant>,
    others: Vec<(Uuid, Other)>,
}

impl Here {
    /// Who else is there now, when that is other than was told.
    fn news(&mut self) -> Option<String> {
        let elsewhere = self.shared.as_ref().map_or(&[][..], |shared| &shared.others);
        let others = self.present.others(&self.stay.place, self.me, std::time::Instant::now(), elsewhere);
        if others == self.told {
            return None;
        }
        let text = serde_json::to_string(&others).ok()?;
        self.told = others;
        Some(text)
    }

    /// Tells the other nodes of the reader when it is time, and asks for theirs. That others cannot be seen just now ends
    /// nobody's page.
    async fn look_elsewhere(here: &mut Option<Self>, app: &Arc<App>) {
        let Some(shared) = here.as_mut().and_then(|here| here.shared.as_mut()) else { return };
        let due = shared.renewed.is_none_or(|at| at.elapsed() >= elsewhere::RENEWED);
        if due {
            shared.renewed = Some(Instant::now());
        }
        let (app, entry) = (Arc::clone(app), shared.entry.clone());
        let found = blocking(move || {
            if due {
                elsewhere::enter(&app.kernel, &entry, wall_now())?;
            }
            elsewhere::others(&app.kernel, &entry, wall_now())
        });
        match found.await {
            Ok(others) => shared.others = others,
            Err(refusal) => {
                tracing::debug!(rule = %refusal.rule, "who is on other nodes is not known just now")
            }
        }
    }

    /// The reader's page is closed: the other nodes need not wait until its entry is too old.
    async fn leave(here: Option<Self>, app: Arc<App>) {
        let Some(shared) = here.and_then(|here| here.shared) else { return };
        if let Err(refusal) = blocking(move || elsewhere::leave(&app.kernel, shared.entry.stream)).await {
            tracing::debug!(rule = %refusal.rule, "other nodes see for some seconds longer who left");
        }
    }

    /// Waits until somebody moves here; others' places are none of ours.
    async fn moved(here: &mut Option<Self>) {
        let Some(here) = here else { return std::future::pending().await };
        loop {
            match here.moves.recv().await {
                Ok(place) if place != here.stay.place => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return,
                Err(RecvError::Closed) => return std::future::pending().await,
            }
        }
    }
}

/// Enters a place as a colleague. Customers are not told who looks at what, nor do they count as being there.
async fn whereabouts(app: &Arc<App>, caller: &Caller, place: Place) -> Option<Here> {
    let (inner, who) = (Arc::clone(app), caller.clone());
    let found = blocking(move || {
        inner.kernel.read(&who, |reader| {
            let principal = &reader.context.principal;
            Ok((principal.kind, principal.id, principal.name.clone()))
        })
    });
    let (kind, me, name) = found.await.ok()?;
    if kind != PrincipalKind::Person {
        return None;
    }
    let present = Arc::clone(&app.present);
    let moves = present.listen();
    let stay = present.enter(place.clone(), me, name);
    let shared = app.kernel.db.has_nodes().then(|| {
        let stream = IdSource::System.mint(wall_now());
        let entry = elsewhere::Entry { stream, person: me, place };
        Shared { entry, renewed: None, others: Vec::new() }
    });
    Some(Here { stay, me, present, moves, told: Vec::new(), shared })
}

/// `POST /live/here`: the reader is writing about a thing. It lasts some seconds and is kept nowhere.
pub(crate) async fn writes(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let place = pairs.iter().find(|(name, _)| name == "here").and_then(|(_, text)| Place::read(text));
    if let Some(place) = place {
        let (inner, who, at) = (Arc::clone(&app), caller, place.clone());
        let me = blocking(move || {
            let me = inner.kernel.read(&who, |reader| {
                may_follow(reader, at.topic)?;
                Ok(reader.context.principal.id)
            })?;
            if inner.kernel.db.has_nodes() {
                elsewhere::writes(&inner.kernel, &at, me, wall_now())?;
            }
            Ok::<_, Refusal>(me)
        });
        if let Ok(me) = me.await {
            app.present.writes(&place, me, std::time::Instant::now());
        }
    }
    StatusCode::NO_CONTENT.into_response()
}

/// A topic as a page names it: with the mark of where it stood when the page was drawn, or without.
fn topic_and_mark(text: &str) -> Option<(Uuid, Option<String>)> {
    let (topic, mark) = text.split_once('@').map_or((text, None), |(topic, mark)| (topic, Some(mark)));
    Some((Uuid::parse_str(topic).ok()?, mark.map(str::to_owned)))
}

/// Where a chain stands, in a word that says nothing but whether it is the same still: how much was written about a
/// customer is none of theirs.
fn mark(tx: &mut Tx, topic: Uuid) -> Outcome<String> {
    let hash = log::head(tx, topic)?.hash;
    Ok(hash.iter().take(MARK_BYTES).map(|byte| format!("{byte:02x}")).collect())
}

/// The topics of a page, each with its mark.
///
/// # Errors
/// What the database refuses.
pub(crate) fn marked(tx: &mut Tx, topics: &[Uuid]) -> Outcome<String> {
    let mut all = Vec::with_capacity(topics.len());
    for topic in topics {
        all.push(format!("{topic}@{}", mark(tx, *topic)?));
    }
    Ok(all.join(","))
}

/// The marks of the topics, after checking that the caller may follow each of them.
fn heads(app: &Arc<App>, caller: &Caller, topics: &[Uuid]) -> Outcome<Vec<String>> {
    app.kernel.read(caller, |reader| {
        let mut heads = Vec::with_capacity(topics.len());
        for topic in topics {
            may_follow(reader, *topic)?;
            heads.push(mark(reader.tx, *topic)?);
        }
        Ok(heads)
    })
}

/// One's own chain always; a contact's company; for a colleague, whatever customer they may open, and the things that
/// rooms name, by their permission.
fn may_follow(reader: &mut Reader<'_>, topic: Uuid) -> Outcome<()> {
    let principal = &reader.context.principal;
    if topic == principal.id || principal.customer == Some(topic) {
        return Ok(());
    }
    match principal.kind {
        PrincipalKind::Person => {
            for known in reader.kernel.registry.extensions::<Followed>() {
                if principal.may(known.permission) && holds(reader.tx, *known, topic, principal.id)? {
                    return Ok(());
                }
            }
            reader.view_by_name("customer.sight", &json!({ "chain": topic })).map(|_| ())
        }
        _ => Err(Refusal::absent()),
    }
}

/// Whether the table has the thing, and it is the reader's own where it belongs to somebody.
fn holds(tx: &mut Tx, known: Followed, id: Uuid, reader: Uuid) -> Outcome<bool> {
    let owner = known.owner.unwrap_or("NULL");
    let row = tx.query_one(&format!("SELECT {owner} FROM {} WHERE id = ?1", known.entity), params![id])?;
    Ok(match (row, known.owner) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(row), Some(_)) => row.get::<Option<Uuid>>(0)? == Some(reader),
    })
}

fn events(mut watch: Watch) -> impl futures_core::Stream<Item = Result<Event, Infallible>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(8);
    tokio::spawn(async move {
        follow(&mut watch, &sender).await;
        Here::leave(watch.here, watch.app).await;
    });
    Receiving { receiver }
}

/// Tells the page what happens until it is closed, its time is over or its reader may not follow any more.
async fn follow(watch: &mut Watch, sender: &Sender<Result<Event, Infallible>>) {
    let mut look = interval(LOOK_EVERY);
    let end = Instant::now() + LIFE;
    while Instant::now() < end && !sender.is_closed() {
        let mut looked = false;
        let changed = tokio::select! {
            told = watch.changes.recv() => match told {
                Ok(chain) => watch.topics.contains(&chain),
                Err(RecvError::Lagged(_)) => true,
                Err(RecvError::Closed) => return,
            },
            () = Here::moved(&mut watch.here) => false,
            _ = look.tick() => {
                looked = true;
                false
            }
            // The program stops: the browser opens a new stream, to whoever serves then.
            () = watch.app.operation.stop() => return,
        };
        if looked {
            Here::look_elsewhere(&mut watch.here, &watch.app).await;
        }
        if let Some(text) = watch.here.as_mut().and_then(Here::news)
            && sender.send(Ok(Event::default().event("here").data(text))).await.is_err()
        {
            return;
        }
        let (app, caller, topics) = (Arc::clone(&watch.app), watch.caller.clone(), watch.topics.clone());
        // Asking again with the session also ends the stream of somebody who was disabled or signed out.
        let Ok(now) = blocking(move || heads(&app, &caller, &topics)).await else { return };
        if now != watch.heads || changed {
            watch.heads = now;
            if sender.send(Ok(Event::default().event("changed").data("1"))).await.is_err() {
                return;
            }
        }
    }
}

/// A channel as a stream.
pub(crate) struct Receiving<T> {
    pub(crate) receiver: tokio::sync::mpsc::Receiver<T>,
}

impl<T> futures_core::Stream for Receiving<T> {
    type Item = T;
    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        self.receiver.poll_recv(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_comes_with_the_mark_of_its_page_or_without() {
        let topic = Uuid::from_u128(7);
        assert_eq!(topic_and_mark(&topic.to_string()), Some((topic, None)));
        assert_eq!(topic_and_mark(&format!("{topic}@")), Some((topic, Some(String::new()))));
        assert_eq!(topic_and_mark(&format!("{topic}@0af3")), Some((topic, Some("0af3".to_owned()))));
        assert_eq!(topic_and_mark("none@0af3"), None);
    }
}
