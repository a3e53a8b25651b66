//! Habits of writing: no test set aside, no path of somebody's machine, no endless file.

use crate::rust_source::RustSource;
use crate::{File, Finding};

/// The longest Rust file without an entry in [`LONG_FILES`].
pub const MOST_LINES: usize = 700;

/// A file that may be longer, up to a number of lines, and why. The number only ever falls.
#[derive(Debug, Clone, Copy)]
pub struct LongFile {
    /// Path from the repository's root.
    pub path: &'static str,
    /// The lines it has now.
    pub lines: usize,
    /// Why it cannot be a folder of smaller files.
    pub reason: &'static str,
}

/// The files that are longer for a reason. Keep it short.
pub const LONG_FILES: &[LongFile] = &[];

/// No Rust file is longer than [`MOST_LINES`], but for `exceptions`, each of which is needed.
#[must_use]
pub fn files_are_short(files: &[File], exceptions: &[LongFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.has_extension("rs")) {
        let lines = file.text.lines().count();
        match exceptions.iter().find(|long| long.path == file.path) {
            None if lines > MOST_LINES => findings.push(Finding::about(
                &file.path,
                format!("{lines} lines; make it a folder of files below {MOST_LINES} lines"),
            )),
            Some(long) if lines > long.lines => findings.push(Finding::about(
                &file.path,
                format!("{lines} lines, {} were granted ({})", long.lines, long.reason),
            )),
            _ => {}
        }
    }
    for long in exceptions {
        let needed =
            files.iter().any(|file| file.path == long.path && file.text.lines().count() > MOST_LINES);
        if !needed {
            findings.push(Finding::about(long.path, "is short again: take it off the list of long files"));
        }
    }
    findings
}

/// No Rust test is ignored, and no browser test is skipped, postponed or run alone.
#[must_use]
pub fn no_test_is_set_aside(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        if file.has_extension("rs") {
            let code = RustSource::parse(&file.text).code;
            for (at, line) in code.lines().enumerate() {
                let dense: String = line.split_whitespace().collect();
                if dense.contains("#[ignore") || (dense.contains("#[cfg_attr(") && dense.contains(",ignore"))
                {
                    findings.push(Finding::at(&file.path, at + 1, "a test is ignored; mend it or remove it"));
                }
            }
        } else if file.path.starts_with("tests/") && (file.has_extension("ts") || file.has_extension("mjs")) {
            for (at, line) in file.text.lines().enumerate() {
                let aside = [".skip(", ".todo(", ".only(", "skip: true", "todo: true", "only: true"];
                if let Some(found) = aside.iter().find(|word| line.contains(*word)) {
                    findings.push(Finding::at(
                        &file.path,
                        at + 1,
                        format!("a test is set aside by `{found}`"),
                    ));
                }
            }
        }
    }
    findings
}

/// Nothing that is committed names a folder that exists only on the machine of whoever wrote it.
#[must_use]
pub fn no_path_of_a_machine(files: &[File]) -> Vec<Finding> {
    // Put together here, so that this file does not find itself.
    let folders = ["home", "root", "tmp", "Users", "work/main", "work/shared", "work/.library"];
    let patterns: Vec<String> = folders.iter().map(|folder| format!("/{folder}/")).collect();
    let mut findings = Vec::new();
    for file in files {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(found) = patterns.iter().find(|pattern| names_folder(line, pattern)) {
                let what = format!("`{found}…` is a path of one machine; take it from the environment");
                findings.push(Finding::at(&file.path, at + 1, what));
            }
        }
    }
    findings
}

/// Whether the line names something in this folder of the root, and not a folder of the same
/// name inside another one (`a/tmp`, `../tmp`), or an address's path.
fn names_folder(line: &str, pattern: &str) -> bool {
    line.match_indices(pattern).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + pattern.len()..).and_then(|after| after.chars().next());
        let inside = before.is_some_and(|c| c.is_alphanumeric() || "._-}/:*])".contains(c));
        !inside && after.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> String {
        "x\n".repeat(count)
    }

    #[test]
    fn a_long_file_is_found_and_an_exception_only_ever_shrinks() {
        let grant = |lines| [LongFile { path: "a.rs", lines, reason: "generated" }];
        let long = [File::new("a.rs", &lines(MOST_LINES + 2)), File::new("b.css", &lines(5_000))];
        assert_eq!(files_are_short(&long, &[]).len(), 1);
        assert_eq!(files_are_short(&long, &grant(MOST_LINES + 2)), []);
        assert_eq!(files_are_short(&long, &grant(MOST_LINES + 1)).len(), 1);
        let short = [File::new("a.rs", &lines(MOST_LINES))];
        assert_eq!(files_are_short(&short, &[]), []);
        assert_eq!(files_are_short(&short, &grant(MOST_LINES + 2)).len(), 1);
    }

    #[test]
    fn a_test_set_aside_is_found() {
        let files = [
            File::new("a.rs", "// #[ignore]\n#[test]\n#[ignore = \"later\"]\nfn a() {}"),
            File::new("b.rs", "#[cfg_attr(windows, ignore)]\nfn b() {}"),
            File::new("tests/browser/src/c.ts", "test.only(\"c\", () => {});"),
            File::new("kernel/face/web/d.ts", "list.skip(1)"),
        ];
        let found: Vec<_> = no_test_is_set_aside(&files).into_iter().map(|f| (f.path, f.line)).collect();
        let wanted = [("a.rs", 3), ("b.rs", 1), ("tests/browser/src/c.ts", 1)];
        assert_eq!(found, wanted.map(|(path, line)| (path.to_owned(), line)));
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        let slash = "/";
        let bad = ["home/ann/x", "root/x", "tmp/x", "work/main/x", "Users/ann/x"];
        for path in bad {
            let text = format!("fine\nopen \"{slash}{path}\"\n");
            let found = no_path_of_a_machine(&[File::new("a.md", &text)]);
            assert_eq!(found.len(), 1, "{path}");
            assert_eq!(found[0].line, 2);
        }
        let good = [
            "../within/tmp/x",
            "$(mktemp -d \"${TMPDIR:-/tmp}/x\")",
            "https://example.org/home/x",
            "a/tmp/x",
            "var/tmp",
            "mount /tmp/ there",
        ];
        for line in good {
            assert_eq!(no_path_of_a_machine(&[File::new("a.md", line)]), [], "{line}");
        }
    }
}
