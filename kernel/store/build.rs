//! Lists `migrations/*.sql` in name order so that a new file needs no second mention.
use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let folder = Path::new(&root).join("migrations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".sql") {
            names.push(name);
        }
    }
    names.sort();
    let mut out = String::from("&[\n");
    for name in names {
        let stem = name.trim_end_matches(".sql");
        let (number, title) = stem.split_once('_').ok_or("a migration is named NNNN_title.sql")?;
        let number: i64 = number.parse()?;
        let path = folder.join(&name);
        out.push_str(&format!(
            "    Migration {{ number: {number}, title: {title:?}, sql: include_str!({:?}) }},\n",
            path.display().to_string()
        ));
    }
    out.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), out)?;
    Ok(())
}
