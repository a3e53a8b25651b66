//! The pages of acts on many: what would be done, what was, and taking it back. They read views only.

mod bar;
mod list;
mod run;

use accord_face::{Followed, Home, ListPicks, PageCx, parts::Tone};
use accord_kernel::{Outcome, Reader, Registry, Status};
use uuid::Uuid;

use crate::{
    id::{BulkRunId, RowState, RunState},
    views::OneRun,
};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(run::PAGE)
        .extend(ListPicks { draw: bar::bar })
        .extend(Followed { may: may_follow })
        .extend(Home { entity: "bulk_run", path: "/bulk/{id}" });
}

/// Whoever asked for it follows it.
fn may_follow(reader: &mut Reader<'_>, chain: Uuid) -> Outcome<bool> {
    match reader.view(OneRun { run: BulkRunId(chain) }) {
        Ok(_) => Ok(true),
        Err(refusal) if refusal.status == Status::Absent => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

fn tone(state: RunState, stopped: bool) -> Tone {
    match state {
        _ if stopped => Tone::Bad,
        RunState::Counting | RunState::Doing | RunState::Undoing => Tone::Warn,
        RunState::Done => Tone::Good,
        _ => Tone::Plain,
    }
}

fn row_tone(state: RowState) -> Tone {
    match state {
        RowState::Done => Tone::Good,
        RowState::Left | RowState::Refused | RowState::Stays => Tone::Warn,
        _ => Tone::Plain,
    }
}

/// A count in the reader's language.
fn figure(cx: &PageCx<'_, '_>, count: i64) -> String {
    cx.tongue().number(count)
}
