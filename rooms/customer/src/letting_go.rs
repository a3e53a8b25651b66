//! Files follow rows: bytes that no row names any more are removed, because their person was forgotten, their time was
//! over, or nobody ever attached what was sent (R64).
//!
//! A room that keeps hashes of the file store registers a [`FileUse`]; one that does not say what it uses loses it.

use std::{
    collections::{BTreeSet, HashSet},
    time::{Duration, SystemTime},
};

use accord_kernel::{Kernel, Outcome, Refusal, Registry, wall_now};
use accord_store::Tx;

use crate::{Files, record};

/// Bytes are sent before the row that names them is made; so long nobody takes them for left behind.
const JUST_SENT: Duration = Duration::from_secs(3_600);
/// Hashes asked about at once.
const TOGETHER: usize = 500;

/// How a room says which files it needs. Rooms register it with `registry.extend`.
#[derive(Debug, Clone, Copy)]
pub struct FileUse {
    /// The room's word for them, for what is reported.
    pub name: &'static str,
    /// Which of these hashes its rows name.
    pub named: fn(&mut Tx, &[String]) -> Outcome<Vec<String>>,
    /// Every hash that its rows name, perhaps more than once: for whoever looks whether all of them are there.
    pub all: fn(&mut Tx) -> Outcome<Vec<String>>,
}

/// This room's own files: attachments, and with them the papers that are kept.
pub(crate) const OWN: FileUse = FileUse {
    name: "attachment",
    named: |tx, hashes| record::attachments_named(tx, hashes),
    all: |tx| record::hashes_of(tx, "attachment", "sha256"),
};

/// Every hash of the file store that a row of any room names.
///
/// # Errors
/// What the database refuses, as when its schema is another one.
pub fn files_named(registry: &Registry, tx: &mut Tx) -> Outcome<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for room in registry.extensions::<FileUse>() {
        found.extend((room.all)(tx)?);
    }
    Ok(found)
}

/// Removes every file that no row names. Returns how many went.
///
/// # Errors
/// What the file store or the database refuses; what went before stays gone.
pub fn let_go_unused(kernel: &Kernel) -> Outcome<u64> {
    let files =
        kernel.registry.extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
    let before = SystemTime::from(wall_now()).checked_sub(JUST_SENT).unwrap_or(SystemTime::UNIX_EPOCH);
    let (mut some, mut gone) = (Vec::new(), 0);
    files.each(&mut |name| {
        some.push(name.to_owned());
        if some.len() == TOGETHER {
            gone += let_go(kernel, files, &some, before)?;
            some.clear();
        }
        Ok(())
    })?;
    gone += let_go(kernel, files, &some, before)?;
    if gone > 0 {
        tracing::info!(gone, "{gone} files that nothing names any more were removed");
    }
    Ok(gone)
}

fn let_go(kernel: &Kernel, files: &Files, some: &[String], before: SystemTime) -> Outcome<u64> {
    let mut gone = 0;
    let used = named(kernel, some)?;
    for name in some.iter().filter(|name| !used.contains(*name)) {
        // Asked again once it is moved aside: a row may have come meanwhile.
        let one = std::slice::from_ref(name);
        gone += u64::from(files.remove_if(name, before, &mut || Ok(named(kernel, one)?.is_empty()))?);
    }
    Ok(gone)
}

fn named(kernel: &Kernel, some: &[String]) -> Outcome<HashSet<String>> {
    let mut found = HashSet::new();
    if some.is_empty() {
        return Ok(found);
    }
    kernel.db.read(|tx| {
        for room in kernel.registry.extensions::<FileUse>() {
            found.extend((room.named)(tx, some)?);
        }
        Ok(found)
    })
}
