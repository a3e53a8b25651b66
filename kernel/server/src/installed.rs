//! Programs that are installed on a device: their shell, worker and manifest.

use std::sync::Arc;

use accord_face::InstalledDef;
use accord_kernel::{Clock, Language, Outcome, PrincipalKind, Refusal, Status};
use axum::{
    extract::{Extension, State},
    http::{HeaderMap, Uri, header},
    response::{Html, IntoResponse, Response},
};

use crate::{
    app::{App, RequestId},
    pages, request,
    work::blocking,
};

/// The shell. Whoever is not signed in is led to the door first; the device then keeps the shell, which holds nobody's
/// data.
pub(crate) async fn shell(
    def: InstalledDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome: Outcome<String> = blocking(move || {
        inner.kernel.read(&who, |reader| match reader.context.principal.kind {
            PrincipalKind::Person => {
                let tongue = reader.context.tongue();
                let stands = reader.kernel.clock == Clock::Movable;
                Ok(def.shell(&tongue, reader.context.language.word(), stands).into_string())
            }
            PrincipalKind::Nobody => Err(Refusal::new(Status::SignIn, "sign_in")),
            PrincipalKind::Contact | PrincipalKind::System => Err(Refusal::absent()),
        })
    })
    .await;
    match outcome {
        Ok(html) => Html(html).into_response(),
        Err(refusal) => pages::refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

/// The manifest.
pub(crate) async fn manifest(
    def: InstalledDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let language = request::page_caller(&app, &headers, id).language.unwrap_or(Language::English);
    let tongue = app.kernel.words.tongue(language, "UTC");
    let body = def.manifest_json(&tongue, language.word()).to_string();
    ([(header::CONTENT_TYPE, "application/manifest+json")], body).into_response()
}

/// The worker.
pub(crate) async fn worker(def: InstalledDef) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, def.worker_script()).into_response()
}
