//! Texts behind secret addresses. They are asked for again and again, so an unchanged one is not sent again; nobody keeps one for
//! somebody else, and whatever is no secret of ours gets one and the same answer.

use std::{collections::BTreeMap, sync::Arc};

use accord_face::FeedDef;
use axum::{
    extract::{Extension, Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use crate::{
    app::{App, RequestId},
    problem,
    request::knows,
    work::blocking,
};

type Places = Result<Path<BTreeMap<String, String>>, PathRejection>;

/// The text of a secret.
pub(crate) async fn feed(
    def: FeedDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    places: Places,
    headers: HeaderMap,
) -> Response {
    let secret = places.ok().and_then(|Path(places)| places.into_values().next()).unwrap_or_default();
    let site = app.operation.public.clone().unwrap_or_default();
    let inner = Arc::clone(&app);
    let mut response = match blocking(move || (def.show)(&inner.kernel, &secret, &site)).await {
        Ok(text) => {
            let hex: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
            let tag = format!("\"{hex}\"");
            let mut response = match knows(&headers, &tag) {
                true => StatusCode::NOT_MODIFIED.into_response(),
                false => ([(header::CONTENT_TYPE, def.content_type)], text).into_response(),
            };
            if let Ok(tag) = HeaderValue::from_str(&tag) {
                response.headers_mut().insert(header::ETAG, tag);
            }
            response
        }
        Err(refusal) => {
            problem::note(&refusal, id);
            problem::status(&refusal).into_response()
        }
    };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    out.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    out.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}
