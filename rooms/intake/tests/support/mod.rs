//! A small maker of presses, and what every test of this room does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use accord_face::{PageCx, PageDef};
use accord_kernel::{Caller, Outcome, Registry};
use accord_room_customer::Files;
use accord_room_intake::{ImportMode, ImportRequest, Report, import};
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;

pub const START: &str = "2027-03-08T12:00:00Z";

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_asset::room(registry);
    accord_room_promise::room(registry);
    accord_room_capacity::room(registry);
    accord_room_pipeline::room(registry);
    accord_room_order::room(registry);
    accord_room_value::room(registry);
    accord_room_offer::room(registry);
    accord_room_contract::room(registry);
    accord_room_case::room(registry);
    accord_room_intake::room(registry);
    registry.extend(files().clone());
}

/// The file store of this test process.
pub fn files() -> &'static Files {
    static FILES: OnceLock<(tempfile::TempDir, Files)> = OnceLock::new();
    &FILES
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let files = Files::folder(folder.path());
            (folder, files)
        })
        .1
}

/// The page at an address, as somebody sees it.
pub fn page(house: &House, person: Uuid, path: &str, address: &str) -> Outcome<String> {
    let (at, query) = address.split_once('?').unwrap_or((address, ""));
    let places = path.split('/').zip(at.split('/')).filter_map(|(name, value)| {
        Some((name.strip_prefix('{')?.strip_suffix('}')?.to_owned(), value.to_owned()))
    });
    let path_values = places.collect();
    let query = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    house.kernel.read(&Caller::person(person), |reader| {
        let def = reader.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).copied();
        let mut cx = PageCx { reader, path: path_values, query, address: address.to_owned() };
        Ok((def.unwrap().draw)(&mut cx)?.main.into_string())
    })
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

pub struct Cast {
    /// May do everything an importer may.
    pub admin: Uuid,
    /// Sells, and may not import.
    pub rita: Uuid,
    /// Heads sales: may import accounts and orders, not products.
    pub head: Uuid,
}

pub fn cast(house: &House) -> Cast {
    let made = house
        .system(
            "company.set_up",
            json!({
                "name": "Prensas Tejo", "home_zone": "Europe/Lisbon", "currency": "EUR", "language": "en",
                "calendar_name": "Plant", "administrator": { "name": "Olga", "email": "olga@tejo.example" }
            }),
        )
        .unwrap();
    let admin = id(&made, "administrator");
    house.act(admin, "territory.enter", json!({ "name": "Médio Oeste" })).unwrap();
    let area = json!({ "name": "Sales", "sphere": "sales", "helps": "Answers within the hour." });
    let area = id(&house.act(admin, "area.enter", area).unwrap(), "area");
    let person = |name: &str, word: &str| {
        let role: Uuid = accord_room_people::RoleId::seeded(word).into();
        let input = json!({
            "name": name, "email": format!("{}@tejo.example", name.to_lowercase()), "language": "en",
            "roles": [role], "posts": [{ "area": area, "title": "" }]
        });
        id(&house.act(admin, "people.enter", input).unwrap(), "person")
    };
    Cast { admin, rita: person("Rita", "sales_rep"), head: person("Helga", "head_of_sales") }
}

/// A folder with files for one test.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

pub fn request(actor: Uuid, file: &Path, mapping: &Path, mode: ImportMode) -> ImportRequest {
    ImportRequest {
        kind: None,
        source: None,
        file: file.to_owned(),
        mapping: mapping.to_owned(),
        mode,
        actor: actor.into(),
    }
}

pub fn bring(house: &House, actor: Uuid, file: &Path, mapping: &Path, mode: ImportMode) -> Outcome<Report> {
    import(&house.kernel, &request(actor, file, mapping, mode), &mut |_| {})
}

/// Mapping and example of the documentation.
pub fn documented(name: &str) -> (PathBuf, PathBuf) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/import");
    (docs.join(format!("examples/{name}.csv")), docs.join(format!("{name}.toml")))
}

/// Rows of every recorded table and of the search, but for the list of runs itself.
pub fn tables(house: &House) -> BTreeMap<String, i64> {
    let mut names: Vec<&str> = house.kernel.registry.recorded().iter().map(|table| table.name).collect();
    names.push("search_entry");
    names.retain(|name| *name != "import_run");
    house
        .kernel
        .db
        .read(|tx| {
            names
                .iter()
                .map(|name| {
                    let row = tx.query_one(&format!("SELECT COUNT(*) FROM {name}"), &[])?.unwrap();
                    Ok(((*name).to_owned(), row.get(0)?))
                })
                .collect::<Result<_, accord_store::Error>>()
        })
        .unwrap()
}

/// What the search finds: kind and label.
pub fn found(house: &House, query: &str) -> Vec<(String, String)> {
    let list = house.kernel.db.read(|tx| accord_store::search::find(tx, query, &[], 50)).unwrap();
    list.into_iter().map(|entry| (entry.kind, entry.label)).collect()
}

/// Rows and rules of what is wrong.
pub fn faults(report: &Report) -> Vec<(u64, String, String)> {
    report.faults.first.iter().map(|fault| (fault.row, fault.column.clone(), fault.rule.clone())).collect()
}
