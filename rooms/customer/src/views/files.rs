//! Files of a customer, and their bytes for the faces.

use std::sync::Arc;

use accord_kernel::{Audience, Caller, Context, Kernel, Outcome, Permission, Refusal, Touches, View};
use accord_room_people::paging;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    colleague::{PersonRef, refs},
    files::Files,
    id::{AttachmentId, AttachmentState, CustomerId},
    record::{self, AttachmentRow},
    rules,
};

/// Files of a customer, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The customer.
    pub customer: CustomerId,
    /// Only those about this thing.
    #[serde(default)]
    pub about: Option<Uuid>,
    /// Most rows, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// A file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AttachmentFacts {
    /// Id.
    pub id: AttachmentId,
    /// Kind of thing it is about.
    pub about_kind: Option<String>,
    /// Id of that thing.
    pub about: Option<Uuid>,
    /// Name.
    pub file_name: String,
    /// Kind of file by its content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Who added it.
    pub added_by: Option<PersonRef>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub added_at: Timestamp,
    /// Version; send it with a change.
    pub version: i64,
}

/// Files of a customer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AttachmentList {
    /// The files.
    pub rows: Vec<AttachmentFacts>,
}

impl View for Attachments {
    const NAME: &'static str = "customer.attachments";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AttachmentList;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<AttachmentList> {
        let customer = record::load(tx, self.customer)?;
        let rows = record::attachments_of(tx, customer.id, self.about, paging::limit(self.limit)?)?;
        let known = refs(tx, rows.iter().filter_map(|row| row.added_by).map(Into::into))?;
        let facts = |row: AttachmentRow| AttachmentFacts {
            id: row.id,
            about_kind: row.about_kind,
            about: row.about_id,
            file_name: row.file_name,
            content_type: row.content_type,
            size: row.size,
            added_by: row.added_by.and_then(|person| known.get(&person.into())).cloned(),
            added_at: row.added_at,
            version: row.version,
        };
        Ok(AttachmentList { rows: rows.into_iter().map(facts).collect() })
    }
}

/// One file, as it is needed to hand out its bytes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OneAttachment {
    attachment: AttachmentId,
}

#[derive(Debug, Serialize, JsonSchema)]
struct OneFile {
    file_name: String,
    content_type: String,
    sha256: String,
}

impl View for OneAttachment {
    const NAME: &'static str = "attachment.bytes";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OneFile;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::attachment(tx, self.attachment)?.customer_id))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<OneFile> {
        let row = record::attachment(tx, self.attachment)?;
        if row.state == AttachmentState::Removed {
            return Err(Refusal::absent());
        }
        Ok(OneFile { file_name: row.file_name, content_type: row.content_type, sha256: row.sha256 })
    }
}

/// The bytes of a file, with how they may be handed out.
#[derive(Debug)]
pub struct FileBytes {
    /// Name of the file.
    pub file_name: String,
    /// Kind of file by its content, for the header; send `X-Content-Type-Options: nosniff` with it.
    pub content_type: String,
    /// Whether a browser may show it in place; otherwise it goes out as a download.
    pub inline: bool,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The bytes of an attachment, as far as the caller may see its customer; the read is logged like any other.
///
/// # Errors
/// Absent for an unknown, removed or hidden one; what the file store refuses.
pub fn attachment_bytes(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    attachment: AttachmentId,
) -> Outcome<FileBytes> {
    let files =
        kernel.registry.extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
    let file = kernel.read(caller, |reader| reader.view(OneAttachment { attachment }))?;
    let bytes = files.bytes(&file.sha256)?;
    let inline = rules::safe_inline(&file.content_type);
    Ok(FileBytes { file_name: file.file_name, content_type: file.content_type, inline, bytes })
}
