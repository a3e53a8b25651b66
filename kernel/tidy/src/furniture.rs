//! The furniture that every crate has at the same place, and the lock files.

use crate::{File, Finding};

/// Every crate takes the workspace's lints, and its first file says what the crate is.
#[must_use]
pub fn crates_are_furnished(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in files.iter().filter(|file| file.name() == "Cargo.toml") {
        let Some((folder, _)) = manifest.path.rsplit_once('/') else { continue };
        let dense: Vec<&str> = manifest.text.lines().map(str::trim).collect();
        let lints = dense.windows(2).any(|pair| matches!(pair, ["[lints]", "workspace = true"]));
        if !lints && dense.contains(&"[package]") {
            findings.push(Finding::about(&manifest.path, "lacks `[lints] workspace = true`"));
        }
        for name in ["lib.rs", "main.rs"] {
            let path = format!("{folder}/src/{name}");
            let first = files.iter().find(|file| file.path == path);
            if first.is_some_and(|file| !file.text.starts_with("//!")) {
                findings.push(Finding::about(&path, "does not begin with `//!` and what it is"));
            }
        }
    }
    findings
}

/// Lock files name the public registry or none, so that whoever installs takes his own mirror.
#[must_use]
pub fn lock_files_name_no_mirror(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let mirror: fn(&str) -> bool = match file.name() {
            "package-lock.json" | "npm-shrinkwrap.json" => |line| line.contains("\"resolved\": \"http"),
            "Cargo.lock" => {
                |line| line.starts_with("source = ") && !line.contains("github.com/rust-lang/crates.io-index")
            }
            _ => continue,
        };
        for (at, _) in file.text.lines().enumerate().filter(|(_, line)| mirror(line.trim())) {
            findings.push(Finding::at(&file.path, at + 1, "a lock file names a registry's host"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_furniture_is_found() {
        let files = [
            File::new("Cargo.toml", "[workspace]\n"),
            File::new("a/Cargo.toml", "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"),
            File::new("a/src/lib.rs", "//! What it is.\n"),
            File::new("b/Cargo.toml", "[package]\nname = \"b\"\n"),
            File::new("b/src/main.rs", "fn main() {}\n"),
        ];
        let found: Vec<_> = crates_are_furnished(&files).into_iter().map(|f| f.path).collect();
        assert_eq!(found, ["b/Cargo.toml", "b/src/main.rs"]);
    }

    #[test]
    fn a_mirror_in_a_lock_file_is_found() {
        let npm = "{\n  \"resolved\": \"https://mirror.example/a.tgz\",\n  \"link\": true\n}";
        let cargo = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\nsource = \"registry+https://mirror.example\"\n";
        let files = [File::new("web/package-lock.json", npm), File::new("Cargo.lock", cargo)];
        let found: Vec<_> = lock_files_name_no_mirror(&files).into_iter().map(|f| (f.path, f.line)).collect();
        assert_eq!(found, [("web/package-lock.json".to_owned(), 2), ("Cargo.lock".to_owned(), 2)]);
    }
}
