//! Files of a customer: the purchase order itself.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Changed, writable};
use crate::{
    check,
    files::Files,
    id::{AttachmentId, AttachmentState, CustomerId},
    record::{self, AttachmentRow},
};

/// Adds a file whose bytes are in the file store already. Its kind and size are read from the bytes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAttachment {
    /// The customer.
    pub customer: CustomerId,
    /// Kind of thing that the file is about, for example `order`.
    #[serde(default)]
    pub about_kind: Option<String>,
    /// Id of that thing.
    #[serde(default)]
    pub about: Option<Uuid>,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the stored bytes, in hexadecimal.
    pub sha256: String,
}

/// A file that was added.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Added {
    /// Its id.
    pub id: AttachmentId,
    /// Kind of file by its content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
}

/// The file's own name: no folders of somebody's disk, no character that a header or a shell could stumble over.
fn file_name(value: &str) -> Outcome<String> {
    let name = value.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = check::text("/file_name", name, check::NAME_MAX)?;
    if name.chars().all(|c| c == '.') {
        return Err(Refusal::field("/file_name", "field.form"));
    }
    Ok(name)
}

impl Action for AddAttachment {
    const NAME: &'static str = "attachment.add";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Added;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Added> {
        let customer = writable(tx, self.customer)?;
        let file_name = file_name(&self.file_name)?;
        if self.about.is_some() != self.about_kind.is_some() {
            return Err(Refusal::field("/about_kind", "field.required"));
        }
        let about_kind = check::some("/about_kind", self.about_kind.as_deref(), check::NAME_MAX)?;
        let files =
            act.registry().extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
        let Some(stored) = files.describe(&self.sha256)? else {
            return Err(Refusal::field("/sha256", "file.not_stored"));
        };
        let row = AttachmentRow {
            id: act.new_id(),
            customer_id: customer.id,
            about_kind,
            about_id: self.about,
            file_name,
            content_type: stored.content_type.to_owned(),
            size: stored.size,
            sha256: stored.sha256,
            added_by: act.principal.author(),
            added_at: act.now,
            state: AttachmentState::Active,
            version: 1,
        };
        act.fact("attachment", row.id);
        tx.insert(&row)?;
        Ok(Added { id: row.id, content_type: row.content_type, size: row.size })
    }
}

/// Takes a file off the customer's list. That it was there stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAttachment {
    /// The file.
    pub attachment: AttachmentId,
    /// Version that was seen.
    pub version: i64,
}

impl Action for RemoveAttachment {
    const NAME: &'static str = "attachment.remove";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::attachment(tx, self.attachment)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::attachment(tx, self.attachment)?;
        check::at_version(&row, self.version)?;
        if row.state == AttachmentState::Removed {
            return Err(Refusal::absent());
        }
        if let Some(about) = row.about_id
            && record::kept_about(tx, about)?.is_some_and(|paper| paper.attachment_id == Some(row.id))
        {
            return Err(Refusal::conflict("file.kept").with("file", row.file_name));
        }
        row.state = AttachmentState::Removed;
        act.fact("attachment", row.id);
        tx.update(&mut row)?;
        Ok(Changed { version: row.version })
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_name_has_no_folders() {
        assert_eq!(file_name("C:\\orders\\PO 7.pdf").unwrap(), "PO 7.pdf");
        assert_eq!(file_name("../../etc/passwd").unwrap(), "passwd");
        for bad in ["", "..", "a/", "a\r\nb.pdf"] {
            assert!(file_name(bad).is_err(), "{bad:?}");
        }
    }
}
