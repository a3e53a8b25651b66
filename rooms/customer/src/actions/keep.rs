//! The end of printing a document that left the house: the file is kept, or it is known why not.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    check,
    files::Files,
    id::{AttachmentId, AttachmentState, KeptPaperId},
    record::{AttachmentRow, KeptPaperRow},
};

/// Keeps a document that was printed, byte by byte as it left the house; or writes down why it could not be printed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepPaper {
    /// The document.
    pub kept_paper: KeptPaperId,
    /// Name of the file.
    #[serde(default)]
    pub file_name: Option<String>,
    /// SHA-256 of the stored bytes, in hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// The rule by which it could not be printed.
    #[serde(default)]
    pub failed: Option<String>,
}

/// What became of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kept {
    /// The file.
    pub attachment: Option<AttachmentId>,
}

fn row(tx: &mut Tx, id: KeptPaperId) -> Outcome<KeptPaperRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

impl Action for KeepPaper {
    const NAME: &'static str = "paper.keep";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = Kept;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(row(tx, self.kept_paper)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Kept> {
        let mut paper = row(tx, self.kept_paper)?;
        act.fact("kept_paper", paper.id);
        if paper.attachment_id.is_some() || paper.failed.is_some() {
            // Two nodes may print the same document; the first one keeps it.
            return Ok(Kept { attachment: paper.attachment_id });
        }
        let Some(sha256) = self.sha256 else {
            paper.failed = Some(self.failed.unwrap_or_else(|| "unknown".to_owned()));
            act.fact("failed", paper.failed.clone().unwrap_or_default());
            tx.update(&mut paper)?;
            return Ok(Kept { attachment: None });
        };
        let files =
            act.registry().extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
        let stored = files.describe(&sha256)?.ok_or_else(|| Refusal::field("/sha256", "file.not_stored"))?;
        let name = self.file_name.unwrap_or_default().replace(['/', '\\'], "-");
        let file = AttachmentRow {
            id: act.new_id(),
            customer_id: paper.customer_id,
            about_kind: Some(paper.about_kind.clone()),
            about_id: Some(paper.about_id),
            file_name: check::text("/file_name", &name, check::NAME_MAX)?,
            content_type: stored.content_type.to_owned(),
            size: stored.size,
            sha256: stored.sha256,
            added_by: None,
            added_at: act.now,
            state: AttachmentState::Active,
            version: 1,
        };
        tx.insert(&file)?;
        paper.attachment_id = Some(file.id);
        paper.kept_at = Some(act.now);
        tx.update(&mut paper)?;
        act.fact("attachment", file.id);
        Ok(Kept { attachment: Some(file.id) })
    }
}
