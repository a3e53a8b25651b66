//! A PostgreSQL of a test's own.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// A PostgreSQL of this test's own, which it may halt.
pub struct Cluster {
    dir: PathBuf,
    /// The address that programs connect to.
    pub url: String,
}

impl Cluster {
    fn script(words: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres-throwaway");
        let output = Command::new(script).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes one that keeps what it acknowledged, and ends with this process.
    pub fn start() -> Self {
        let said = Self::script(&["start", "--durable", "--owner", &std::process::id().to_string()]);
        let value = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(&format!("export {name}="))).unwrap();
            line.replace('\\', "").trim_matches('\'').to_owned()
        };
        Self { dir: value("ACCORD_TEST_POSTGRES_DIR").into(), url: value("ACCORD_TEST_POSTGRES") }
    }

    /// `halt` or `resume`.
    pub fn does(&self, word: &str) {
        Self::script(&[word, self.dir.to_str().unwrap()]);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres-throwaway");
        drop(Command::new(script).args(["stop", self.dir.to_str().unwrap()]).output());
    }
}
