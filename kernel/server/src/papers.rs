//! Documents of the registry as PDF: made in one snapshot, printed outside of it.

use std::{collections::BTreeMap, sync::Arc};

use accord_face::{
    Content, PageCx,
    page::escape,
    paper::{PaperDef, print},
};
use accord_kernel::Outcome;
use axum::{
    extract::{Extension, Path, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};

use crate::{
    app::{App, RequestId},
    pages::{admit, refused},
    request::{self, query_pairs},
    work::blocking,
};

/// A document of the registry.
pub(crate) async fn paper(
    def: PaperDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(path): Path<BTreeMap<String, String>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let query = query_pairs(&uri);
    let address = uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome: Outcome<(String, Vec<u8>)> = blocking(move || {
        let sheet = inner.kernel.read(&who, |reader| {
            let principal = &reader.context.principal;
            admit(def.audience, def.permission, principal.kind, principal.may(def.permission))?;
            (def.make)(&mut PageCx { reader, path, query, address })
        })?;
        let document = match sheet.content {
            Content::Made(document) => document,
            Content::Kept(bytes) => return Ok((sheet.file_name, bytes)),
        };
        let paper = print(&inner.kernel.registry, &document)?;
        if !paper.replaced.is_empty() {
            let characters: String = paper.replaced.iter().collect();
            tracing::warn!(number = document.number, characters, "printed with replaced characters");
        }
        Ok((sheet.file_name, paper.bytes))
    })
    .await;
    match outcome {
        Ok((name, bytes)) => {
            let disposition = format!("inline; filename*=UTF-8''{}.pdf", escape(&name));
            (
                [
                    (header::CONTENT_TYPE, "application/pdf".to_owned()),
                    (header::CONTENT_DISPOSITION, disposition),
                ],
                bytes,
            )
                .into_response()
        }
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}
