//! The mark of the house, given out to anybody.

use std::sync::Arc;

use accord_face::{LOGO, LogoDef, Picture};
use accord_kernel::{Caller, Credential, Kernel, Outcome};
use axum::{
    extract::{Extension, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    app::{App, RequestId},
    problem, request,
    work::blocking,
};

/// Browsers keep it so long, in seconds: another one shows within minutes.
const CACHE: &str = "public, max-age=300";

fn read(kernel: &Arc<Kernel>, caller: &Caller) -> Outcome<Option<Picture>> {
    let Some(def) = kernel.registry.extensions::<LogoDef>().next().copied() else { return Ok(None) };
    let nobody = Caller { credential: Credential::Nobody, ..caller.clone() };
    kernel.read(&nobody, |reader| (def.read)(reader))
}

/// The address of the mark; empty when there is none. What cannot be read is no reason to show no page.
pub(crate) async fn address(app: &Arc<App>, caller: &Caller) -> String {
    let (inner, who) = (Arc::clone(app), caller.clone());
    match blocking(move || read(&inner.kernel, &who)).await {
        Ok(Some(_)) => LOGO.to_owned(),
        Ok(None) | Err(_) => String::new(),
    }
}

/// The picture.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let inner = Arc::clone(&app);
    match blocking(move || read(&inner.kernel, &caller)).await {
        Ok(Some(picture)) => {
            let mut response = picture.bytes.into_response();
            let kind = HeaderValue::from_str(&picture.content_type)
                .unwrap_or(HeaderValue::from_static("application/octet-stream"));
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
            response
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(refusal) => {
            problem::note(&refusal, id);
            problem::status(&refusal).into_response()
        }
    }
}
