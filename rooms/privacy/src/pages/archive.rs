//! Everything held about somebody, as one archive.

use accord_face::{Download, DownloadDef, PageCx};
use accord_kernel::{Audience, Outcome, Permission, Refusal, View};
use uuid::Uuid;

use crate::{
    give_out,
    views::{GiveOut, Whom, WhomKind},
};

pub(super) const FILE: DownloadDef = DownloadDef {
    path: "/privacy/{kind}/{id}/archive",
    permission: Permission::PrivacyAdminister,
    audience: Audience::Staff,
    make,
};

/// The two parts of an address that say whose data are meant.
pub(super) fn whom(cx: &PageCx<'_, '_>) -> Outcome<(WhomKind, Uuid)> {
    let word = cx.path.get("kind").ok_or_else(Refusal::absent)?;
    let kind = WhomKind::ALL.iter().find(|kind| kind.word() == word).ok_or_else(Refusal::absent)?;
    Ok((*kind, cx.id("id")?))
}

fn make(cx: &mut PageCx<'_, '_>) -> Outcome<Download> {
    let (kind, id) = whom(cx)?;
    let given = cx.view(GiveOut { kind, id })?;
    cx.reader.gave_out(GiveOut::NAME, "zip", 1);
    let file_name = cx.say_with("privacy-archive-file", &[("name", given.name.as_str().into())]);
    let head = serde_json::to_value(&given).map_err(|error| Refusal::defect(error.to_string()))?;
    Ok(Download {
        file_name: format!("{file_name}.zip"),
        content_type: "application/zip",
        write: Box::new(move |kernel, out| give_out::write(kernel, Whom::new(kind, id), &head, out)),
    })
}
