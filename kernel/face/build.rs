//! Builds the front end: copies `web/` into the build folder, installs the locked packages there when the
//! lock file has changed, checks the types, bundles, and leaves `dist/assets.rs` for `src/assets.rs` to include.
//! Nothing is ever written into the source tree.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const SOURCES: [&str; 7] =
    ["package.json", "package-lock.json", ".npmrc", "tsconfig.json", "bundle.mjs", "src", "css"];
/// Whatever changes the installed packages; the stamp holds their bytes as of the last install.
const INSTALL_INPUTS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

fn main() -> Outcome<()> {
    let source = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("web");
    let work = PathBuf::from(env::var("OUT_DIR")?).join("web");
    println!("cargo:rerun-if-changed=build.rs");
    for name in SOURCES {
        println!("cargo:rerun-if-changed={}", source.join(name).display());
    }
    fs::create_dir_all(&work)?;
    for name in SOURCES {
        copy(&source.join(name), &work.join(name))?;
    }
    install(&work)?;
    run(&work, "node", &["node_modules/typescript/bin/tsc", "--noEmit"], "the types do not agree")?;
    run(&work, "node", &["bundle.mjs"], "bundling failed")
}

/// Replaces `to` by what stands at `from`, so that files deleted from the sources vanish from the bundle too.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    if !from.is_dir() {
        fs::copy(from, to)?;
        return Ok(());
    }
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn install(work: &Path) -> Outcome<()> {
    let mut wanted = Vec::new();
    for name in INSTALL_INPUTS {
        wanted.extend(fs::read(work.join(name))?);
    }
    let stamp = work.join("installed.stamp");
    if work.join("node_modules").is_dir() && fs::read(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    if stamp.exists() {
        fs::remove_file(&stamp)?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(work, npm, &["ci", "--include=dev", "--no-progress"], "the locked packages could not be installed")?;
    fs::write(&stamp, wanted)?;
    Ok(())
}

fn run(folder: &Path, program: &str, arguments: &[&str], complaint: &str) -> Outcome<()> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().map_err(|error| {
        format!(
            "Accord's pages are bundled at build time and need Node.js 20 or newer with npm: \
             install it (for example `apt install nodejs npm`) and build again. ({program}: {error})"
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{complaint}: {program} {}\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}
