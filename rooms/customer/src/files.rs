//! Where the bytes of attachments lie: outside the database, named by their SHA-256, so that the same file lies there
//! once and a file without a row does no harm.
//!
//! Bytes are put here before the action that makes a row of them; a store of another kind implements [`FileStore`].

use std::{
    fs, io,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use accord_kernel::{Outcome, Refusal, Status, wall_now};
use accord_store::backup::hex;
use sha2::{Digest, Sha256};

use crate::rules;

/// The largest file, in bytes.
pub const FILE_MAX: usize = 25 * 1024 * 1024;

/// Bytes read to tell the kind of a file.
const HEAD: u64 = 4_096;

/// A file that was begun to be collected so long ago is not coming any more.
const LEFT_AFTER: Duration = Duration::from_secs(86_400);

/// Ending of a file that is moved aside to be removed.
const GOING: &str = ".going";

/// What is known of stored bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 in hexadecimal: its name in the store.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Kind by content.
    pub content_type: &'static str,
}

/// A place for bytes.
pub trait FileStore: Send + Sync {
    /// Keeps bytes under a name; keeping them again changes nothing.
    ///
    /// # Errors
    /// The place's failure.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// The bytes of a name; `None` when there are none.
    ///
    /// # Errors
    /// The place's failure.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
    /// Where the bytes of a name lie as a file that can be read in pieces; `None` when they do not.
    fn path(&self, _name: &str) -> Option<PathBuf> {
        None
    }
    /// Where a large file may be collected before it is kept by [`FileStore::move_in`]; `None` when this store takes no
    /// large files.
    ///
    /// # Errors
    /// The place's failure.
    fn anteroom(&self) -> io::Result<Option<PathBuf>> {
        Ok(None)
    }
    /// Keeps a file of the anteroom under a name, in one move.
    ///
    /// # Errors
    /// The place's failure.
    fn move_in(&self, _name: &str, _from: &Path) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
    /// Goes through every name that is kept, in no order.
    ///
    /// # Errors
    /// The place's failure; what `each` says.
    fn each(&self, each: &mut dyn FnMut(&str) -> Outcome<()>) -> Outcome<()>;
    /// Removes the bytes of a name for which `unused` says so and that nobody kept or kept again since `before`. Whoever
    /// keeps them meanwhile finds them there or writes them anew. Returns whether they are gone.
    ///
    /// # Errors
    /// The place's failure; what `unused` says.
    fn remove_if(
        &self,
        name: &str,
        before: SystemTime,
        unused: &mut dyn FnMut() -> Outcome<bool>,
    ) -> Outcome<bool>;
    /// The size of a name and its first bytes; `None` when there are none.
    ///
    /// # Errors
    /// The place's failure.
    fn head(&self, name: &str) -> io::Result<Option<(u64, Vec<u8>)>>;
}

/// The store of this installation, given to the registry with `registry.extend(Files::folder(path))`.
#[derive(Clone)]
pub struct Files(Arc<dyn FileStore>);

impl Files {
    /// A folder; it is made when the first file comes.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::new(Folder { path: path.into() })
    }

    /// Another kind of store.
    pub fn new(store: impl FileStore + 'static) -> Self {
        Self(Arc::new(store))
    }

    /// Keeps bytes. Call it outside a transaction, then run `attachment.add` with the hash.
    ///
    /// # Errors
    /// 413 `file.too_large`; 422 `file.empty`; the store's failure.
    pub fn put(&self, bytes: &[u8]) -> Outcome<Stored> {
        if bytes.len() > FILE_MAX {
            return Err(Refusal::new(Status::TooLarge, "file.too_large")
                .with("max_megabytes", FILE_MAX / 1024 / 1024));
        }
        if bytes.is_empty() {
            return Err(Refusal::field("/file", "file.empty"));
        }
        let sha256 = hex(&Sha256::digest(bytes));
        self.0.write(&sha256, bytes).map_err(failed)?;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(Stored { sha256, size, content_type: rules::content_type(bytes) })
    }

    /// A place for a large file that comes in pieces; it is the caller's to write, and to give to
    /// [`Files::put_file`] or to remove.
    ///
    /// # Errors
    /// The store's failure; unavailable when it takes no large files.
    pub fn anteroom(&self) -> Outcome<PathBuf> {
        self.0
            .anteroom()
            .map_err(failed)?
            .ok_or_else(|| Refusal::new(Status::Unavailable, "file.unavailable"))
    }

    /// Keeps a large file that was written into the [`Files::anteroom`].
    ///
    /// # Errors
    /// 422 `file.empty`; the store's failure.
    pub fn put_file(&self, from: &Path) -> Outcome<Stored> {
        let read = ReadThrough::of(from).map_err(failed)?;
        if read.size == 0 {
            return Err(Refusal::field("/file", "file.empty"));
        }
        self.0.move_in(&read.sha256, from).map_err(failed)?;
        let content_type = rules::content_type(&read.head);
        Ok(Stored { sha256: read.sha256, size: i64::try_from(read.size).unwrap_or(i64::MAX), content_type })
    }

    /// Keeps a file again that such a store held under this hash, from the [`Files::anteroom`]. What is asked of new
    /// files was asked of it when it came; now only its hash is looked at. Bytes under the same name that are not what
    /// they were are replaced.
    ///
    /// # Errors
    /// A defect when it has another hash; the store's failure.
    pub fn put_back(&self, sha256: &str, from: &Path) -> Outcome<()> {
        if ReadThrough::of(from).map_err(failed)?.sha256 != sha256 {
            return Err(Refusal::defect(format!("the file {sha256} was altered on its way back")));
        }
        if let Some(place) = self.0.path(sha256)
            && let Some(there) = absent_is_none(ReadThrough::of(&place)).map_err(failed)?
            && there.sha256 != sha256
        {
            fs::remove_file(&place).map_err(failed)?;
        }
        self.0.move_in(sha256, from).map_err(failed)
    }

    /// Where the bytes of a hash lie as a file, for whoever reads them in pieces and checks them against it; `None` when
    /// this store has no such files.
    ///
    /// # Errors
    /// Absent when there are none.
    pub fn path(&self, sha256: &str) -> Outcome<Option<PathBuf>> {
        if !is_hash(sha256) {
            return Err(Refusal::absent());
        }
        match self.0.path(sha256) {
            Some(path) if !path.exists() => Err(Refusal::absent()),
            other => Ok(other),
        }
    }

    /// Goes through the hashes of everything that is kept.
    ///
    /// # Errors
    /// The store's failure; what `each` says.
    pub(crate) fn each(&self, each: &mut dyn FnMut(&str) -> Outcome<()>) -> Outcome<()> {
        self.0.each(each)
    }

    /// Removes the bytes of a hash when `unused` says so and nobody kept them since `before`.
    ///
    /// # Errors
    /// The store's failure; what `unused` says.
    pub(crate) fn remove_if(
        &self,
        sha256: &str,
        before: SystemTime,
        unused: &mut dyn FnMut() -> Outcome<bool>,
    ) -> Outcome<bool> {
        self.0.remove_if(sha256, before, unused)
    }

    /// What is known of a hash; `None` when nothing is stored under it, or it is no hash.
    ///
    /// # Errors
    /// The store's failure.
    pub fn describe(&self, sha256: &str) -> Outcome<Option<Stored>> {
        if !is_hash(sha256) {
            return Ok(None);
        }
        let Some((size, head)) = self.0.head(sha256).map_err(failed)? else {
            return Ok(None);
        };
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        Ok(Some(Stored { sha256: sha256.to_owned(), size, content_type: rules::content_type(&head) }))
    }

    /// The bytes of a hash, checked against it.
    ///
    /// # Errors
    /// Absent when there are none; a defect when they are not what they were.
    pub fn bytes(&self, sha256: &str) -> Outcome<Vec<u8>> {
        if !is_hash(sha256) {
            return Err(Refusal::absent());
        }
        let bytes = self.0.read(sha256).map_err(failed)?.ok_or_else(Refusal::absent)?;
        if hex(&Sha256::digest(&bytes)) != sha256 {
            return Err(Refusal::defect(format!("the stored file {sha256} was altered")));
        }
        Ok(bytes)
    }
}

/// What reading a file to its end tells, in pieces, so that its size costs no memory.
struct ReadThrough {
    sha256: String,
    size: u64,
    /// Its first bytes.
    head: Vec<u8>,
}

impl ReadThrough {
    fn of(path: &Path) -> io::Result<Self> {
        let mut file = fs::File::open(path)?;
        let (mut size, mut hasher, mut head) = (0, Sha256::new(), Vec::new());
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut buffer)?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            if head.is_empty() {
                head = bytes.iter().take(usize::try_from(HEAD).unwrap_or(0)).copied().collect();
            }
            hasher.update(bytes);
            size += bytes.len() as u64;
        }
        Ok(Self { sha256: hex(&hasher.finalize()), size, head })
    }
}

fn failed(error: io::Error) -> Refusal {
    if error.kind() == io::ErrorKind::StorageFull {
        return Refusal::new(Status::Full, "disk.full");
    }
    let mut refusal = Refusal::new(Status::Unavailable, "file.unavailable");
    refusal.internal = Some(error.to_string());
    refusal
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// A folder with a folder for each first two digits of the hash.
struct Folder {
    path: PathBuf,
}

/// Numbers of files being written: one program may hold the same folder more than once.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl Folder {
    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name.get(..2).unwrap_or("00")).join(name)
    }
}

fn sync(path: &Path) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

impl FileStore for Folder {
    /// Written beside and moved, so that a name never holds half a file, and durable before the row that names it.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let place = self.place(name);
        if kept_again(&place)? {
            return Ok(());
        }
        let folder = place.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let beside = folder.join(format!("{name}.{}-{number}.part", std::process::id()));
        fs::write(&beside, bytes)?;
        sync(&beside)?;
        fs::rename(&beside, &place)?;
        sync(folder)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        absent_is_none(fs::read(self.place(name)))
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.place(name))
    }

    fn anteroom(&self) -> io::Result<Option<PathBuf>> {
        let folder = self.path.join("coming");
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)? {
            // What a program left there that was killed is nobody's any more.
            let entry = entry?;
            let left = |file: fs::Metadata| file.modified().ok()?.elapsed().ok();
            if entry.metadata().ok().and_then(left).is_some_and(|age| age > LEFT_AFTER) {
                // Another upload may sweep at the same moment.
                absent_is_none(fs::remove_file(entry.path()))?;
            }
        }
        Ok(Some(folder))
    }

    fn move_in(&self, name: &str, from: &Path) -> io::Result<()> {
        let place = self.place(name);
        if kept_again(&place)? {
            return fs::remove_file(from);
        }
        let folder = place.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder)?;
        sync(from)?;
        fs::rename(from, &place)?;
        sync(folder)
    }

    fn each(&self, each: &mut dyn FnMut(&str) -> Outcome<()>) -> Outcome<()> {
        let Some(folders) = absent_is_none(fs::read_dir(&self.path)).map_err(failed)? else { return Ok(()) };
        for folder in folders {
            let folder = folder.map_err(failed)?;
            if folder.file_name().len() != 2 {
                continue;
            }
            for file in fs::read_dir(folder.path()).map_err(failed)? {
                let file = file.map_err(failed)?;
                let name = file.file_name();
                let Some(name) = name.to_str() else { continue };
                if let Some(name) = name.strip_suffix(GOING).filter(|name| is_hash(name)) {
                    // Whoever moved it aside was killed; it lies where it lay before anybody decides.
                    fs::rename(file.path(), self.place(name)).map_err(failed)?;
                }
                if is_hash(name) {
                    each(name)?;
                }
            }
        }
        Ok(())
    }

    /// Moved aside first: whoever keeps the same bytes from here on writes them anew, and whoever kept them just before
    /// is seen by the time they left on the file.
    fn remove_if(
        &self,
        name: &str,
        before: SystemTime,
        unused: &mut dyn FnMut() -> Outcome<bool>,
    ) -> Outcome<bool> {
        let place = self.place(name);
        let aside = place.with_file_name(format!("{name}{GOING}"));
        let Some(()) = absent_is_none(fs::rename(&place, &aside)).map_err(failed)? else { return Ok(false) };
        let old = fs::metadata(&aside).and_then(|file| file.modified()).map_err(failed)? < before;
        let going = if old { unused() } else { Ok(false) };
        if matches!(going, Ok(true)) {
            fs::remove_file(&aside).map_err(failed)?;
        } else {
            fs::rename(&aside, &place).map_err(failed)?;
        }
        going
    }

    fn head(&self, name: &str) -> io::Result<Option<(u64, Vec<u8>)>> {
        let Some(file) = absent_is_none(fs::File::open(self.place(name)))? else {
            return Ok(None);
        };
        let size = file.metadata()?.len();
        let mut head = Vec::new();
        file.take(HEAD).read_to_end(&mut head)?;
        Ok(Some((size, head)))
    }
}

/// Whether bytes lie there already; then they are kept from now on, and not let go as something of long ago.
fn kept_again(place: &Path) -> io::Result<bool> {
    let Some(file) = absent_is_none(fs::File::options().append(true).open(place))? else { return Ok(false) };
    file.set_modified(SystemTime::from(wall_now()))?;
    Ok(true)
}

fn absent_is_none<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_nothing_but_a_hash_names_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join("files"));
        let stored = files.put(b"%PDF-1.7 order").unwrap();
        assert_eq!((stored.size, stored.content_type), (14, "application/pdf"));
        assert_eq!(files.put(b"%PDF-1.7 order").unwrap(), stored);
        assert_eq!(files.describe(&stored.sha256).unwrap(), Some(stored.clone()));
        assert_eq!(files.bytes(&stored.sha256).unwrap(), b"%PDF-1.7 order");
        let other = "0".repeat(64);
        assert_eq!(files.describe(&other).unwrap(), None);
        assert_eq!(files.bytes(&other).unwrap_err().status, Status::Absent);
        fs::write(folder.path().join("secret"), "x").unwrap();
        for name in ["../secret", "", "..", &stored.sha256.to_uppercase()] {
            assert_eq!(files.describe(name).unwrap(), None, "{name}");
            assert!(files.bytes(name).is_err(), "{name}");
        }
    }

    #[test]
    fn the_same_bytes_can_be_kept_by_many_hands_at_once() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..40 {
            let bytes = format!("the same file {round}");
            std::thread::scope(|scope| {
                for _ in 0..6 {
                    // Each its own store over the folder, as the parts of one program have.
                    let (files, bytes) = (Files::folder(folder.path()), &bytes);
                    scope.spawn(move || files.put(bytes.as_bytes()).unwrap());
                }
            });
        }
    }

    #[test]
    fn a_large_file_is_moved_in_under_its_hash_and_read_in_pieces() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join("files"));
        let coming = files.anteroom().unwrap().join("one");
        fs::write(&coming, b"no;name\n7;Ardo\n").unwrap();
        let stored = files.put_file(&coming).unwrap();
        assert_eq!(stored, files.put(b"no;name\n7;Ardo\n").unwrap(), "the same file, however it came");
        assert!(!coming.exists());
        assert_eq!(fs::read(files.path(&stored.sha256).unwrap().unwrap()).unwrap(), b"no;name\n7;Ardo\n");
        assert_eq!(files.path(&"0".repeat(64)).unwrap_err().status, Status::Absent);
        assert!(files.path("../secret").is_err());
        fs::write(&coming, b"no;name\n7;Ardo\n").unwrap();
        assert_eq!(files.put_file(&coming).unwrap(), stored);
        assert!(!coming.exists(), "what lies there already is not kept twice");
        fs::write(&coming, b"").unwrap();
        assert_eq!(files.put_file(&coming).unwrap_err().status, Status::Invalid);
    }

    #[test]
    fn what_was_held_before_is_put_back_whatever_its_size_when_its_hash_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join("files"));
        let bytes = vec![7; FILE_MAX + 1];
        let sha256 = hex(&Sha256::digest(&bytes));
        let coming = files.anteroom().unwrap().join("one");
        let put_back = |bytes: &[u8]| {
            fs::write(&coming, bytes).unwrap();
            files.put_back(&sha256, &coming)
        };
        assert_eq!(put_back(b"another").unwrap_err().status, Status::Defect);
        assert_eq!(files.describe(&sha256).unwrap(), None, "nothing lies under a hash that is not its own");
        put_back(&bytes).unwrap();
        assert_eq!(files.bytes(&sha256).unwrap(), bytes);
        fs::write(files.path(&sha256).unwrap().unwrap(), "altered on the disk").unwrap();
        put_back(&bytes).unwrap();
        assert_eq!(files.bytes(&sha256).unwrap(), bytes, "what was damaged is whole again");
    }

    #[test]
    fn bytes_go_when_nobody_uses_them_and_nobody_kept_them_lately() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join("files"));
        let kept = files.put(b"photo").unwrap().sha256;
        let mut all = Vec::new();
        files
            .each(&mut |name| {
                all.push(name.to_owned());
                Ok(())
            })
            .unwrap();
        assert_eq!(all, std::slice::from_ref(&kept));
        let now = SystemTime::from(wall_now());
        let (past, soon) = (now - Duration::from_secs(60), now + Duration::from_secs(60));
        assert!(!files.remove_if(&kept, past, &mut || Ok(true)).unwrap(), "kept a moment ago");
        assert!(!files.remove_if(&kept, soon, &mut || Ok(false)).unwrap(), "in use");
        assert!(files.remove_if(&kept, soon, &mut || Err(Refusal::absent())).is_err());
        assert_eq!(files.bytes(&kept).unwrap(), b"photo");
        let again = |files: &Files| {
            files.put(b"photo").unwrap();
            Ok(true)
        };
        assert!(files.remove_if(&kept, soon, &mut || again(&files)).unwrap());
        assert_eq!(files.bytes(&kept).unwrap(), b"photo", "kept again while it went");
        assert!(files.remove_if(&kept, soon, &mut || Ok(true)).unwrap());
        assert_eq!(files.describe(&kept).unwrap(), None);
        assert!(!files.remove_if(&kept, soon, &mut || Ok(true)).unwrap(), "gone before");
    }

    #[test]
    fn what_is_empty_too_large_or_altered_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path());
        assert_eq!(files.put(b"").unwrap_err().status, Status::Invalid);
        assert_eq!(files.put(&vec![0; FILE_MAX + 1]).unwrap_err().status, Status::TooLarge);
        let stored = files.put(b"true").unwrap();
        fs::write(folder.path().join(&stored.sha256[..2]).join(&stored.sha256), "else").unwrap();
        assert_eq!(files.bytes(&stored.sha256).unwrap_err().status, Status::Defect);
    }
}
