//! A file that comes in as part of a form: written to its place piece by piece as it comes, so that its size costs no
//! memory, and stopped where it is larger than is taken.

use std::{
    future::poll_fn,
    io::{self, Write},
    path::PathBuf,
    pin::Pin,
};

use accord_kernel::{Outcome, Refusal, Status};
use axum::{
    body::{Body, Bytes},
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use futures_core::Stream;
use tokio::sync::mpsc;

use crate::{
    app::{BODY_MAX, FileDef, UPLOAD_MAX},
    request::Pairs,
};

/// Pieces that wait to be written.
const WAITING: usize = 8;

/// A file that was collected, and what came with it.
pub(crate) struct Incoming {
    /// The form's other fields.
    pub(crate) fields: Pairs,
    /// What the file is called where it comes from.
    pub(crate) file_name: String,
    /// Where it lies.
    pub(crate) place: Coming,
}

/// A file that is being collected; what was not moved to its place is removed, however the request ends.
pub(crate) struct Coming(pub(crate) PathBuf);

impl Drop for Coming {
    fn drop(&mut self) {
        // It was moved to its place, or never begun.
        drop(std::fs::remove_file(&self.0));
    }
}

/// What is no whole form with files.
pub(crate) fn malformed() -> Refusal {
    Refusal::new(Status::Malformed, "body.multipart")
}

/// Collects the one file of a form.
///
/// # Errors
/// For a form that is broken off or holds no file; the file's own refusal when it is too large; what the disk refuses.
pub(crate) async fn collect(multipart: &mut Multipart, def: FileDef, place: Coming) -> Outcome<Incoming> {
    let (mut fields, mut file, mut room) = (Pairs::new(), None, BODY_MAX);
    while let Some(field) = multipart.next_field().await.map_err(|error| broken(&error, def))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) if file.is_none() => {
                write(field, place.0.clone(), def).await?;
                file = Some(file_name);
            }
            Some(_) => return Err(malformed()),
            None => fields.push((name, text(field, def, &mut room).await?)),
        }
    }
    // A form whose file was left out sends one without a name.
    let file_name = file.filter(|name| !name.is_empty());
    let file_name = file_name.ok_or_else(|| Refusal::field("/file", "field.required"))?;
    Ok(Incoming { fields, file_name, place })
}

/// Reads on for as long as a file for a record may be, and keeps nothing of it: whoever is in the middle of sending would
/// not hear the answer.
pub(crate) async fn drain(mut multipart: Multipart) {
    let mut room = UPLOAD_MAX;
    while let Ok(Some(mut field)) = multipart.next_field().await {
        while let Ok(Some(piece)) = field.chunk().await {
            match room.checked_sub(piece.len()) {
                Some(left) => room = left,
                None => return,
            }
        }
    }
}

/// Reads on as [`drain`] does and keeps nothing, not for a moment: the reader of forms would hold what has no boundary.
pub(crate) async fn discard(body: Body) {
    let mut stream = body.into_data_stream();
    let mut room = UPLOAD_MAX;
    while let Some(Ok(piece)) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        match room.checked_sub(piece.len()) {
            Some(left) => room = left,
            None => return,
        }
    }
}

fn broken(error: &MultipartError, def: FileDef) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { (def.too_large)() } else { malformed() }
}

/// A field's text; all of them together are no larger than any other form.
async fn text(mut field: Field<'_>, def: FileDef, room: &mut usize) -> Outcome<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error, def))? {
        *room = room
            .checked_sub(piece.len())
            .ok_or_else(|| Refusal::new(Status::TooLarge, "body.too_large").with("max", BODY_MAX))?;
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

/// Writes the pieces of a field as they come, by a thread that may wait for the disk.
async fn write(field: Field<'_>, path: PathBuf, def: FileDef) -> Outcome<()> {
    let (sender, mut receiver) = mpsc::channel::<Bytes>(WAITING);
    let writer = tokio::task::spawn_blocking(move || -> io::Result<()> {
        let mut file = std::fs::File::create(path)?;
        while let Some(piece) = receiver.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.flush()
    });
    let read = hand_on(field, sender, def).await;
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

/// Hands the pieces of a field to whoever writes them, as many as are taken.
async fn hand_on(mut field: Field<'_>, sender: mpsc::Sender<Bytes>, def: FileDef) -> Outcome<()> {
    let mut room = def.max;
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error, def))? {
        room = room.checked_sub(piece.len()).ok_or_else(def.too_large)?;
        if sender.send(piece).await.is_err() {
            // The disk refused; the writer says why.
            break;
        }
    }
    Ok(())
}
