//! The repository's files: those that are committed and those that would be.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// A text file of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path from the repository's root, with `/`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

impl File {
    /// A file from its path and text, as the unit tests plant them.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the path ends in this extension, given without its dot.
    #[must_use]
    pub fn has_extension(&self, extension: &str) -> bool {
        self.name().rsplit_once('.').is_some_and(|(_, found)| found == extension)
    }

    /// Whether a folder of this name is anywhere above the file.
    #[must_use]
    pub fn is_below(&self, folder: &str) -> bool {
        self.path.rsplit_once('/').is_some_and(|(above, _)| above.split('/').any(|part| part == folder))
    }

    /// Whether this is test code: in a `tests`, `examples` or `benches` folder, or a `tests.rs`.
    #[must_use]
    pub fn is_test(&self) -> bool {
        ["tests", "examples", "benches"].iter().any(|folder| self.is_below(folder))
            || self.name() == "tests.rs"
    }
}

/// The root of the repository that this crate stands in.
#[must_use]
pub fn repository_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text file below `root`, sorted by path: what Git tracks or would track, and, where
/// there is no Git (an unpacked archive), everything outside build output.
///
/// # Errors
/// Whatever the file system answers; a file deleted but still tracked is passed over.
pub fn read(root: &Path) -> io::Result<Vec<File>> {
    let mut paths = match tracked(root) {
        Some(paths) => paths,
        None => walked(root)?,
    };
    paths.sort();
    paths.dedup();
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let bytes = match fs::read(root.join(&path)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File { path, text });
        }
    }
    Ok(files)
}

fn tracked(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let listed = String::from_utf8(output.stdout).ok()?;
    Some(listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

fn walked(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type()?;
            let built = ["target", "node_modules", ".git", "screenshots", "var"].contains(&name.as_str());
            if kind.is_dir() && !built {
                folders.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_has_this_file_by_git_and_by_walking() {
        let root = repository_root();
        let own = "kernel/tidy/src/tree.rs";
        assert!(read(&root).unwrap().iter().any(|file| file.path == own));
        let walked = walked(&root).unwrap();
        assert!(walked.iter().any(|path| path == own));
        assert!(!walked.iter().any(|path| path.starts_with("target/") || path.starts_with(".git/")));
    }

    #[test]
    fn paths_answer_what_they_are() {
        let file = File::new("rooms/promise/src/rules/due.rs", "");
        assert_eq!(file.name(), "due.rs");
        assert!(file.has_extension("rs") && file.is_below("rules") && !file.is_below("due.rs"));
        assert!(!file.is_test());
        assert!(File::new("rooms/promise/tests/due.rs", "").is_test());
        assert!(File::new("rooms/promise/src/rules/tests.rs", "").is_test());
    }
}
