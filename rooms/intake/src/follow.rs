//! What becomes of brought files: they are kept while somebody may look into them, and go when their time is over or when
//! somebody who stands in one is forgotten (R64).

use accord_kernel::{Act, Happened, Outcome, Reaction, Registry};
use accord_room_people::{Retention, settings};
use accord_store::Tx;
use jiff::Timestamp;

use crate::record;

/// Days for which a brought file is kept after it was last used.
pub static FILE_DAYS: settings::SettingDef = settings::SettingDef {
    name: "import.file_days",
    kind: settings::SettingKind::Whole { min: 0, max: 3_650 },
    default: "90",
};

/// Registers what happens by itself.
pub(crate) fn register(registry: &mut Registry) {
    settings::register(registry, "imports-title", &[&FILE_DAYS]);
    registry
        .reaction(Reaction { name: "intake.contact_erased", on: "contact.erase", run: erased })
        .extend(Retention { name: "import_file", days: &FILE_DAYS, let_go });
}

/// The files out of which somebody came are let go, and what they were before.
fn erased(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(contact) = event.fact("contact") else { return Ok(()) };
    for mut row in record::rows_about(tx, contact)? {
        let sha256 = record::run(tx, row.run_id)?.sha256;
        forget_file(tx, &sha256)?;
        if row.former_personal.is_some() {
            row.former_personal = None;
            tx.update(&mut row)?;
        }
    }
    Ok(())
}

/// Lets go of a file: nothing names its bytes any more, and what was wrong in it is forgotten. One that is being
/// brought is let go when that is over.
fn forget_file(tx: &mut Tx, sha256: &str) -> Outcome<u64> {
    if sha256.is_empty() || record::is_driven(tx, sha256)? {
        return Ok(0);
    }
    let mut gone = 0;
    for mut run in record::runs_with(tx, sha256)? {
        record::drop_faults(tx, run.id, 0)?;
        run.sha256.clear();
        run.laid = false;
        tx.update(&mut run)?;
        gone += 1;
    }
    for mut file in record::files_with(tx, sha256)? {
        file.sha256.clear();
        tx.update(&mut file)?;
        gone += 1;
    }
    Ok(gone)
}

fn let_go(tx: &mut Tx, _: &mut Act<'_>, before: Timestamp, most: i64) -> Outcome<u64> {
    let mut gone = 0;
    for sha256 in record::unused_since(tx, before, most)? {
        gone += forget_file(tx, &sha256)?;
    }
    Ok(gone)
}
