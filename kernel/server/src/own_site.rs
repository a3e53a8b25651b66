//! Requests that another site has a browser send. A browser adds its cookies to them, so whatever a cookie opens is
//! guarded; a token is sent by nobody but the program that has it, and goes through.

use std::sync::Arc;

use accord_kernel::{Caller, Credential, Refusal};
use axum::{
    extract::{Extension, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower::{Layer, ServiceExt};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::{
    api,
    app::{App, RequestId},
    pages::refused,
    request,
};

/// Lets through what comes from our own pages, from no page, or with a token where tokens count.
pub(crate) async fn guard(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let is_api = uri.path().starts_with("/api/v1/");
    if is_api && request::bearer(&headers).is_some() {
        return next.run(request).await;
    }
    let answered = CsrfLayer::new().layer(next).oneshot(request).await;
    let response = match answered {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.extensions().get::<ProtectionError>().is_none() {
        return response;
    }
    let refusal = Refusal::forbidden("cross_site");
    let caller = Caller { credential: Credential::Nobody, ..request::page_caller(&app, &headers, id) };
    match is_api {
        true => api::refuse(&app, &caller, &refusal, id),
        false => refused(&app, &caller, refusal, &headers, &uri).await.into_response(),
    }
}
