//! The pages of imports. They read views only; what is started on them goes on without them.

mod errors;
mod file;
mod list;
mod run;

use accord_face::{Followed, Home, PageCx, parts::Tone};
use accord_kernel::{Permission, Registry};

use crate::id::RunState;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(file::PAGE)
        .extend(run::PAGE)
        .extend(errors::FILE)
        .extend(Followed::of("import_run", Permission::ImportRun))
        .extend(Followed::of("import_file", Permission::ImportRun))
        .extend(Home { entity: "import_run", path: "/import/runs/{id}" })
        .extend(Home { entity: "import_file", path: "/import/files/{id}" });
}

fn tone(state: RunState) -> Tone {
    match state {
        RunState::Waiting | RunState::Running | RunState::Stopped => Tone::Warn,
        RunState::Done => Tone::Good,
        RunState::Undone => Tone::Plain,
        RunState::Failed => Tone::Bad,
    }
}

/// A count in the reader's language.
fn figure(cx: &PageCx<'_, '_>, count: u64) -> String {
    cx.tongue().number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What a field is called, in the reader's language.
fn field_label(cx: &PageCx<'_, '_>, field: &str) -> String {
    cx.say(&format!("import-field-{}", field.replace('_', "-")))
}
