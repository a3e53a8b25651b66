//! Files over HTTP: taken from pages and programs, and given out to both. Whoever may not send one is told before a byte
//! of it is kept.

use std::{path::PathBuf, sync::Arc};

use accord_face::page::escape;
use accord_kernel::{Caller, Done, Outcome, Refusal};
use axum::{
    Json,
    extract::{Extension, FromRequest, Multipart, Path, Request, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use crate::{
    api,
    app::{App, Brought, FileDef, RequestId},
    doing::next_of,
    incoming::{Coming, collect, discard, drain, malformed},
    pages::{admit, back, refused},
    request::{self, Pairs, value},
    work::blocking,
};

/// Kinds that open in the browser.
pub(crate) const SHOWN: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];
/// As what everything else is given out.
pub(crate) const OTHER: &str = "application/octet-stream";

/// `POST /upload`: a file for a record.
pub(crate) async fn upload(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
    sent: Request,
) -> Response {
    from_page(&app, id, FileDef::OF_A_RECORD.to_owned(), &headers, &uri, sent).await
}

/// `POST /upload/{purpose}`.
pub(crate) async fn upload_for(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(purpose): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    sent: Request,
) -> Response {
    from_page(&app, id, purpose, &headers, &uri, sent).await
}

async fn from_page(
    app: &Arc<App>,
    id: Uuid,
    purpose: String,
    headers: &HeaderMap,
    uri: &Uri,
    sent: Request,
) -> Response {
    let caller = request::page_caller(app, headers, id);
    let mut next = String::new();
    let outcome = take(app, &caller, purpose, sent, |mut fields| {
        next = value(&fields, "_next").to_owned();
        let key = Some(value(&fields, "_key").to_owned()).filter(|key| !key.is_empty());
        // A form sends what was left blank; what begins so is the form's own.
        fields.retain(|(name, value)| !name.starts_with('_') && !value.is_empty());
        (fields, key)
    })
    .await;
    match outcome {
        Ok(done) if wants_json(headers) => Json(done.answer).into_response(),
        Ok(done) => {
            Redirect::to(&next_of(&next, &done.answer).unwrap_or_else(|| back(headers))).into_response()
        }
        Err(refusal) if wants_json(headers) => api::refuse(app, &caller, &refusal, id),
        Err(refusal) => refused(app, &caller, refusal, headers, uri).await,
    }
}

/// A script of a page asks for JSON, a form does not.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.trim_start().starts_with("application/json")
}

/// `POST /api/v1/files`: as a page does it, for a program.
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    sent: Request,
) -> Response {
    let caller = request::api_caller(&app, &headers, id);
    let key = match request::idempotency_key(&headers) {
        Ok(key) => key,
        Err(refusal) => return api::refuse(&app, &caller, &refusal, id),
    };
    let purpose = FileDef::OF_A_RECORD.to_owned();
    match take(&app, &caller, purpose, sent, |fields| (fields, key)).await {
        Ok(done) => api::done(&done),
        Err(refusal) => api::refuse(&app, &caller, &refusal, id),
    }
}

/// Takes a file: asks whether it may come, collects it, and has it recorded. `read` says which of the form's fields are
/// the action's, and under which key it is called.
async fn take(
    app: &Arc<App>,
    caller: &Caller,
    purpose: String,
    sent: Request,
    read: impl FnOnce(Pairs) -> (Pairs, Option<String>),
) -> Outcome<Done> {
    let (inner, who) = (Arc::clone(app), caller.clone());
    let (def, place) = match blocking(move || enter(&inner, &who, &purpose)).await {
        Ok(entered) => entered,
        Err(refusal) => {
            discard(sent.into_body()).await;
            return Err(refusal);
        }
    };
    let mut multipart = Multipart::from_request(sent, &()).await.map_err(|_| malformed())?;
    let incoming = match collect(&mut multipart, def, Coming(place)).await {
        Ok(incoming) => incoming,
        Err(refusal) => {
            drain(multipart).await;
            return Err(refusal);
        }
    };
    let (fields, key) = read(incoming.fields);
    let (inner, who) = (Arc::clone(app), caller.clone());
    blocking(move || {
        let path = &incoming.place.0;
        let brought = Brought { fields: &fields, file_name: &incoming.file_name, path, key };
        inner.upload.keep(&inner.kernel, &who, &def, brought)
    })
    .await
}

/// Whether the caller may bring such a file at all, and where it is collected.
fn enter(app: &App, caller: &Caller, purpose: &str) -> Outcome<(FileDef, PathBuf)> {
    let def = app.kernel.registry.extensions::<FileDef>().find(|def| def.word == purpose).copied();
    let def = def.ok_or_else(Refusal::absent)?;
    let action = app.kernel.registry.find_action(def.action);
    let action = action.ok_or_else(|| Refusal::defect(format!("{} is no action", def.action)))?;
    app.kernel.read(caller, |reader| {
        let principal = &reader.context.principal;
        admit(action.audience, action.permission, principal.kind, principal.may(action.permission))
    })?;
    Ok((def, app.upload.anteroom()?.join(format!("{}.coming", caller.request))))
}

/// `GET /files/{id}`, for pages.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(file): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    match give(&app, &caller, &file).await {
        Ok(response) => response,
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

/// `GET /api/v1/files/{id}`, for programs.
pub(crate) async fn fetch(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let caller = request::api_caller(&app, &headers, id);
    match give(&app, &caller, &file).await {
        Ok(response) => response,
        Err(refusal) => api::refuse(&app, &caller, &refusal, id),
    }
}

/// Gives a file out. Only pictures and PDFs open in the browser; everything else is saved.
async fn give(app: &Arc<App>, caller: &Caller, file: &str) -> Outcome<Response> {
    let file = file.parse::<Uuid>().map_err(|_| Refusal::absent())?;
    let (inner, who) = (Arc::clone(app), caller.clone());
    let (name, content_type, bytes) = blocking(move || inner.upload.give(&inner.kernel, &who, file)).await?;
    let safe = SHOWN.contains(&content_type.as_str());
    let disposition =
        format!("{}; filename*=UTF-8''{}", if safe { "inline" } else { "attachment" }, escape(&name));
    let content_type = if safe { content_type } else { OTHER.to_owned() };
    let headers = [(header::CONTENT_TYPE, content_type), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}
