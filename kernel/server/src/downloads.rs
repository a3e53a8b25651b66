//! Files of the registry that are made as they are fetched: written by a thread of its own into a short queue, so that a
//! slow reader holds the writer up and not the memory.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    sync::Arc,
};

use accord_face::{DownloadDef, PageCx, page::escape};
use axum::{
    body::Body,
    extract::{Extension, Path, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};
use tokio::sync::mpsc;

use crate::{
    app::{App, RequestId},
    live::Receiving,
    pages::{admit, refused},
    problem,
    request::{self, query_pairs},
    work::blocking,
};

/// Bytes of one piece.
const PIECE: usize = 64 << 10;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;

/// A file of the registry.
pub(crate) async fn download(
    def: DownloadDef,
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
    let outcome = blocking(move || {
        inner.kernel.read(&who, |reader| {
            let principal = &reader.context.principal;
            admit(def.audience, def.permission, principal.kind, principal.may(def.permission))?;
            (def.make)(&mut PageCx { reader, path, query, address })
        })
    })
    .await;
    let made = match outcome {
        Ok(made) => made,
        Err(refusal) => return refused(&app, &caller, refusal, &headers, &uri).await,
    };
    let (sender, receiver) = mpsc::channel(WAITING);
    let kernel = Arc::clone(&app.kernel);
    tokio::task::spawn_blocking(move || {
        let mut pieces = Pieces { sender, piece: Vec::with_capacity(PIECE) };
        let written = (made.write)(&kernel, &mut pieces);
        let ended = pieces.flush();
        if let Err(refusal) = written {
            problem::note(&refusal, id);
            // The reader sees that the file is not whole: the answer breaks off.
            drop(pieces.sender.blocking_send(Err(io::Error::other(refusal.rule))));
        } else if ended.is_err() {
            tracing::debug!("nobody waits for the file any more");
        }
    });
    let disposition = format!("attachment; filename*=UTF-8''{}", escape(&made.file_name));
    (
        [(header::CONTENT_TYPE, made.content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        Body::from_stream(Receiving { receiver }),
    )
        .into_response()
}

/// Collects what is written into pieces and hands them on; waits while the queue is full.
struct Pieces {
    sender: mpsc::Sender<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
