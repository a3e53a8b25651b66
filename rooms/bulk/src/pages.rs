//! The pages of acts on many: what would be done, what was, and taking it back. They read views only.

mod bar;
mod list;
mod run;

use accord_face::{Followed, Home, ListPicks, PageCx, parts::Tone};
use accord_kernel::{Permission, Registry};

use crate::id::{RowState, RunState};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(run::PAGE)
        .extend(ListPicks { draw: bar::bar })
        .extend(Followed { entity: "bulk_run", permission: Permission::Own, owner: Some("by_id") })
        .extend(Home { entity: "bulk_run", path: "/bulk/{id}" });
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
