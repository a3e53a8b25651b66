//! Files outside the database: which of them a backup takes, how they come back, and which of those that rows name are
//! not there.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use accord_kernel::{Refusal, Registry};
use accord_room_customer::{Files, files_named};
use accord_store::{
    Db, Tx,
    backup::{BackupError, FileHead, KeepFiles, Outside},
    standing,
};
use anyhow::{Context, anyhow};

/// Folder of the attached files below the data folder, and before their names in a backup.
pub(super) const FILES: &str = "files";
/// Before the names of what an installation is set up with, in a backup.
const SETTINGS: &str = "settings";

/// What is to be in a backup: the stored files, those that rows name and that are not there, and what the installation
/// is set up with.
pub(super) fn outside(data: &Path, registry: &Registry, tx: &mut Tx) -> anyhow::Result<Vec<Outside>> {
    let schema = standing(tx)?;
    // Rows of another schema cannot be asked; then any file may be one that they name.
    let mut named = match (schema.missing, schema.unknown) {
        (0, 0) => Some(files_named(registry, tx).map_err(unasked)?),
        _ => None,
    };
    let mut found = Vec::new();
    for part in sorted(&data.join(FILES))?.into_iter().filter(|part| part.is_dir()) {
        for path in sorted(&part)? {
            let Some(hash) = fitting(&path, is_hash) else { continue };
            let named = named.as_mut().is_none_or(|named| named.remove(&hash));
            found.push(Outside { name: format!("{FILES}/{hash}"), path, named });
        }
    }
    for hash in named.unwrap_or_default().into_iter().filter(|hash| is_hash(hash)) {
        found.push(Outside { name: format!("{FILES}/{hash}"), path: place(data, &hash), named: true });
    }
    for path in sorted(data)?.into_iter().filter(|path| path.is_file()) {
        if let Some(name) = fitting(&path, is_setting) {
            found.push(Outside { name: format!("{SETTINGS}/{name}"), path, named: false });
        }
    }
    Ok(found)
}

/// Hashes that rows name and of which there are no bytes.
pub(super) fn missing(db: &Db, data: &Path, registry: &Registry) -> anyhow::Result<BTreeSet<String>> {
    let mut named = db.read(|tx| files_named(registry, tx)).map_err(unasked)?;
    // What cannot be looked at is not said to be missing.
    named.retain(|hash| is_hash(hash) && matches!(place(data, hash).try_exists(), Ok(false)));
    Ok(named)
}

fn unasked(refusal: Refusal) -> anyhow::Error {
    anyhow!(
        "the rows could not be asked which files they name: {}",
        refusal.internal.unwrap_or_else(|| refusal.rule.to_owned())
    )
}

fn place(data: &Path, hash: &str) -> PathBuf {
    data.join(FILES).join(hash.get(..2).unwrap_or_default()).join(hash)
}

/// What lies in a folder, by name; nothing when there is none.
pub(super) fn sorted(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let unread = || format!("{} cannot be read", folder.display());
    let entries = fs::read_dir(folder).with_context(unread)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .with_context(unread)?;
    paths.sort_unstable();
    Ok(paths)
}

fn fitting(path: &Path, fits: fn(&str) -> bool) -> Option<String> {
    path.file_name()?.to_str().filter(|name| fits(name)).map(str::to_owned)
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The letterhead and its mark.
fn is_setting(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ending = [".toml", ".svg", ".png", ".jpg", ".jpeg"].iter().any(|ending| name.ends_with(ending));
    ending && !name.starts_with('.') && name.chars().all(plain)
}

/// A file whose name is not its hash was altered before the backup was taken: the backup is good, the file is not.
pub(super) fn is_altered(head: &FileHead) -> bool {
    !head.gone && head.name.strip_prefix("files/").is_some_and(|hash| hash != head.sha256)
}

/// Puts files back where they lay, piece by piece.
pub(super) struct PutBack<'p> {
    files: &'p Files,
    data: &'p Path,
    coming: Option<Coming>,
    /// How many are back.
    pub(super) back: u64,
    /// Names of those that were altered before the backup was taken; they are left out.
    pub(super) altered: Vec<String>,
}

impl<'p> PutBack<'p> {
    pub(super) fn new(files: &'p Files, data: &'p Path) -> Self {
        Self { files, data, coming: None, back: 0, altered: Vec::new() }
    }
}

/// A file that is not whole yet.
struct Coming {
    path: PathBuf,
    file: fs::File,
}

impl Coming {
    fn at(path: PathBuf) -> std::io::Result<Self> {
        let file = fs::File::create(&path)?;
        Ok(Self { path, file })
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        // Where it went to its place there is nothing left; otherwise half a file is of no use to anybody.
        drop(fs::remove_file(&self.path));
    }
}

/// What a name in a backup stands for.
enum Named<'n> {
    Stored(&'n str),
    Setting(&'n str),
}

fn of_ours(name: &str) -> Result<Named<'_>, BackupError> {
    match name.split_once('/') {
        Some((FILES, hash)) if is_hash(hash) => Ok(Named::Stored(hash)),
        Some((SETTINGS, name)) if is_setting(name) => Ok(Named::Setting(name)),
        _ => Err(BackupError::Refused(format!(
            "the backup holds a file of the name {name:?}, which is none of ours"
        ))),
    }
}

fn unkept(head: &FileHead, refusal: &Refusal) -> BackupError {
    let why = refusal.internal.clone().unwrap_or_else(|| refusal.rule.to_owned());
    BackupError::Refused(format!("the file {} cannot be kept: {why}", head.name))
}

impl KeepFiles for PutBack<'_> {
    fn begin(&mut self, head: &FileHead) -> Result<(), BackupError> {
        let named = of_ours(&head.name)?;
        if head.gone || is_altered(head) {
            return Ok(());
        }
        let path = match named {
            Named::Stored(hash) => {
                let anteroom = self.files.anteroom().map_err(|refusal| unkept(head, &refusal))?;
                anteroom.join(format!("{hash}.back"))
            }
            Named::Setting(name) => self.data.join(format!(".{name}.back")),
        };
        self.coming = Some(Coming::at(path)?);
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        match &mut self.coming {
            Some(coming) => Ok(coming.file.write_all(bytes)?),
            None => Ok(()),
        }
    }

    fn end(&mut self, head: &FileHead) -> Result<(), BackupError> {
        let Some(coming) = self.coming.take() else {
            if !head.gone {
                self.altered.push(head.name.clone());
            }
            return Ok(());
        };
        match of_ours(&head.name)? {
            Named::Stored(hash) => {
                self.files.put_back(hash, &coming.path).map_err(|refusal| unkept(head, &refusal))?;
            }
            Named::Setting(name) => {
                let place = self.data.join(name);
                // What stands there was put there for this machine.
                if !place.exists() {
                    fs::rename(&coming.path, place)?;
                }
            }
        }
        self.back += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use accord_store::backup::hex;

    use super::*;

    fn come(keep: &mut PutBack<'_>, name: &str, sha256: &str, pieces: &[&[u8]]) -> Result<(), BackupError> {
        let size = pieces.iter().map(|piece| piece.len() as u64).sum();
        let head = FileHead { name: name.to_owned(), size, sha256: sha256.to_owned(), gone: false };
        keep.begin(&head)?;
        pieces.iter().try_for_each(|piece| keep.bytes(piece))?;
        keep.end(&head)
    }

    #[test]
    fn only_names_of_ours_are_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join(FILES));
        let mut keep = PutBack::new(&files, folder.path());
        for name in ["../x", "settings/../x.toml", "settings/.x.toml", "files/abc", "settings/a/b.toml", "x"]
        {
            assert!(come(&mut keep, name, "", &[b"x"]).is_err(), "{name}");
        }
        come(&mut keep, "settings/letterhead.toml", "", &[b"x", b"y"]).unwrap();
        come(&mut keep, "settings/letterhead.toml", "", &[b"another"]).unwrap();
        assert_eq!(fs::read(folder.path().join("letterhead.toml")).unwrap(), b"xy", "what is there stays");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half done lies beside it");
    }

    #[test]
    fn a_file_comes_back_under_its_hash_and_leaves_nothing_when_it_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join(FILES));
        let stored = files.put(b"drawing").unwrap().sha256;
        fs::remove_file(place(folder.path(), &stored)).unwrap();
        let name = format!("{FILES}/{stored}");
        let mut keep = PutBack::new(&files, folder.path());
        // Its head is right, and something else arrives.
        assert!(come(&mut keep, &name, &stored, &[b"something else"]).is_err());
        assert_eq!(files.describe(&stored).unwrap(), None);
        assert_eq!(fs::read_dir(folder.path().join(FILES).join("coming")).unwrap().count(), 0);
        come(&mut keep, &name, &stored, &[b"dra", b"wing"]).unwrap();
        assert_eq!(files.bytes(&stored).unwrap(), b"drawing");
        come(&mut keep, &name, &hex(&[0; 32]), &[b"x"]).unwrap();
        assert_eq!((keep.back, keep.altered), (1, vec![name]));
    }
}
