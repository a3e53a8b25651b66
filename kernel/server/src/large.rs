//! Takes a large file: written to its place piece by piece as it comes, so that its size costs no memory. Whoever may not
//! bring one is told before a byte of it is kept.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use accord_kernel::{Outcome, Refusal, Status};
use axum::{
    body::Bytes,
    extract::{
        Extension, Multipart, Path as Place, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, Uri},
    response::{IntoResponse, Redirect, Response},
};
use tokio::sync::mpsc;

use crate::{
    app::{App, LARGE_MAX, RequestId},
    doing::next_of,
    pages::{back, refused},
    request::{self, Pairs, value},
    work::blocking,
};

/// Pieces that wait to be written.
const WAITING: usize = 8;

/// `POST /upload/{purpose}`.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Place(purpose): Place<String>,
    headers: HeaderMap,
    uri: Uri,
    multipart: Multipart,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let (inner, who, what) = (Arc::clone(&app), caller.clone(), purpose.clone());
    let asked = blocking(move || inner.upload.anteroom(&inner.kernel, &who, &what)).await;
    let folder = match asked {
        Ok(folder) => folder,
        Err(refusal) => return refused(&app, &caller, refusal, &headers, &uri).await,
    };
    let coming = Coming(folder.join(format!("{id}.coming")));
    let outcome = match collect(multipart, &coming.0).await {
        Ok((fields, Some(file_name))) => {
            let next = value(&fields, "_next").to_owned();
            let (inner, who, path) = (Arc::clone(&app), caller.clone(), coming.0.clone());
            let kept = blocking(move || {
                inner.upload.keep_large(&inner.kernel, &who, &purpose, &fields, &file_name, &path)
            });
            kept.await.map(|answer| next_of(&next, &answer))
        }
        Ok((_, None)) => Err(Refusal::field("/file", "field.required")),
        Err(refusal) => Err(refusal),
    };
    match outcome {
        Ok(next) => Redirect::to(&next.unwrap_or_else(|| back(&headers))).into_response(),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

/// A file that is being collected; what was not moved to its place is removed, however the request ends.
struct Coming(PathBuf);

impl Drop for Coming {
    fn drop(&mut self) {
        // It was moved to its place, or never begun.
        drop(std::fs::remove_file(&self.0));
    }
}

async fn collect(mut multipart: Multipart, path: &Path) -> Outcome<(Pairs, Option<String>)> {
    let (mut fields, mut file) = (Pairs::new(), None);
    while let Some(field) = multipart.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) if file.is_none() => {
                write(field, path.to_owned()).await?;
                file = Some(file_name).filter(|name| !name.is_empty());
            }
            Some(_) => return Err(Refusal::new(Status::Malformed, "body.form")),
            None => fields.push((name, field.text().await.map_err(|error| broken(&error))?)),
        }
    }
    Ok((fields, file))
}

fn broken(error: &MultipartError) -> Refusal {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Refusal::new(Status::TooLarge, "body.too_large").with("max", LARGE_MAX);
    }
    Refusal::new(Status::Malformed, "body.form")
}

/// Writes the pieces of a field as they come, by a thread that may wait for the disk.
async fn write(mut field: Field<'_>, path: PathBuf) -> Outcome<()> {
    let (sender, mut receiver) = mpsc::channel::<Bytes>(WAITING);
    let writer = tokio::task::spawn_blocking(move || -> io::Result<()> {
        let mut file = std::fs::File::create(path)?;
        while let Some(piece) = receiver.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.flush()
    });
    let mut read = Ok(());
    loop {
        match field.chunk().await {
            Ok(Some(piece)) => {
                if sender.send(piece).await.is_err() {
                    // The disk refused; the writer says why.
                    break;
                }
            }
            Ok(None) => break,
            Err(error) => {
                read = Err(broken(&error));
                break;
            }
        }
    }
    drop(sender);
    match writer.await {
        Ok(Ok(())) => read,
        Ok(Err(error)) if error.kind() == io::ErrorKind::StorageFull => {
            Err(Refusal::new(Status::Full, "disk.full"))
        }
        Ok(Err(error)) => {
            let mut refusal = Refusal::new(Status::Unavailable, "file.unavailable");
            refusal.internal = Some(error.to_string());
            Err(refusal)
        }
        Err(error) => Err(Refusal::defect(error.to_string())),
    }
}
