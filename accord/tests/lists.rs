//! Lists given out as files: exactly what the page shows, harmless to open, for whoever may, and noted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{collections::BTreeMap, io::Cursor, sync::Arc};

use accord::demo::Beginning;
use accord_kernel::{Call, Caller, Kernel};
use accord_store::{Db, Options};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use served::{free_port, own_schema, request, request_bytes, session, start};

fn given_out(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut child = start(port, folder.path(), database);
    let helena = session(port, "helena@halden.example");
    let cookie = format!("Cookie: {helena}\r\n");
    let act = |name: &str, input: serde_json::Value| {
        let headers = format!("{cookie}Content-Type: application/json\r\n");
        request(port, "POST", &format!("/api/v1/actions/{name}"), &headers, &input.to_string()).unwrap()
    };
    // A customer whose name a spreadsheet program would run.
    let name = "=HYPERLINK(\"x\") Ação";
    let entered = act("customer.enter", serde_json::json!({ "name": name }));
    assert_eq!(entered.status, 200, "{}", entered.body);
    let get = |path: &str, cookie: &str| request(port, "GET", path, cookie, "").unwrap();

    let file = get("/export/customer.list.csv?query=HYPERLINK&limit=1&after=x", &cookie);
    assert_eq!(file.status, 200, "{}", file.body);
    let lines: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 2, "the list's own filter holds: {}", file.body);
    assert_eq!(
        lines[0], "Customer,Number,Stage,Sales owner,Service owner,State",
        "the page's columns, and no other"
    );
    assert!(lines[1].starts_with("\"'=HYPERLINK(\"\"x\"\") Ação\","), "{}", lines[1]);
    assert_eq!(lines[1].matches(',').count(), 5, "no field that the page does not show: {}", lines[1]);

    let orders = get("/export/order.list.csv", &cookie).body;
    assert!(
        orders.contains(",850000.00,USD,"),
        "an amount is a number with its currency beside it: {orders}"
    );

    // In the order of the page.
    let names = |path: &str| -> Vec<String> {
        let body = get(path, &cookie).body;
        body.lines().skip(1).map(|line| line.trim_start_matches('\u{feff}').to_owned()).collect()
    };
    let (up, mut down) = (
        names("/export/customer.list.csv?columns=number&sort=number"),
        names("/export/customer.list.csv?columns=number&sort=-number"),
    );
    assert!(up.len() > 1 && up.windows(2).all(|pair| pair[0] < pair[1]), "{up:?}");
    down.reverse();
    assert_eq!(up, down);

    // Chosen columns, in the chosen order, in either form; what is no column of the list is passed over.
    let two = get("/export/customer.list.csv?query=HYPERLINK&columns=state%2Csecret%2Cname", &cookie).body;
    let two: Vec<&str> = two.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(two[0], "State,Customer");
    assert!(two[1].starts_with("in use,\"'=HYPERLINK("), "{}", two[1]);

    let sheet = |path: &str| {
        let (head, body) = request_bytes(port, "GET", path, &cookie, "").unwrap();
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("spreadsheetml.sheet"), "{head}");
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(body)).unwrap();
        assert!(book.worksheet_formula("Accord").unwrap().is_empty(), "nothing in it is run");
        book.worksheet_range("Accord").unwrap()
    };
    let customers = sheet("/export/customer.list.xlsx?query=HYPERLINK&columns=number%2Cname");
    let rows: Vec<Vec<Data>> = customers.rows().map(<[Data]>::to_vec).collect();
    assert_eq!(rows[0], ["Number", "Customer"].map(|text| Data::String(text.to_owned())));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][1], Data::String(format!("'{name}")), "it stays a text when it is saved as CSV again");
    let orders = sheet("/export/order.list.xlsx?columns=net");
    let orders: Vec<Vec<Data>> = orders.rows().map(<[Data]>::to_vec).collect();
    assert!(orders.contains(&vec![Data::Float(850_000.0), Data::String("USD".to_owned())]), "{orders:?}");

    // Nora may see customers and may not take them away.
    let nora = format!("Cookie: {}\r\n", session(port, "nora@halden.example"));
    assert_eq!(get("/export/customer.list.csv", &nora).status, 403);
    child.kill().unwrap();
    child.wait().unwrap();

    let options = match database {
        Some(address) => Options::parse(address).unwrap(),
        None => Options::Sqlite { path: folder.path().join("accord.sqlite") },
    };
    let db = Db::open(&options).unwrap();
    let noted = db
        .read(|tx| {
            let sql = "SELECT view, reason FROM read_log WHERE reason LIKE 'export.%' ORDER BY view";
            tx.query(sql, &[])?
                .iter()
                .map(|row| Ok((row.get(0)?, row.get(1)?)))
                .collect::<Result<Vec<(String, String)>, accord_store::Error>>()
        })
        .unwrap();
    assert!(noted.contains(&("customer.list".to_owned(), "export.csv: 1".to_owned())), "{noted:?}");
    assert_eq!(noted.len(), 7, "each of them, and not the refused one: {noted:?}");
}

#[test]
fn r64_a_list_is_given_out_as_its_page_shows_it_harmless_and_noted_on_sqlite() {
    given_out(None);
}

#[test]
fn r64_a_list_is_given_out_as_its_page_shows_it_harmless_and_noted_on_postgresql() {
    if std::env::var_os("ACCORD_TEST_POSTGRES").is_some() {
        given_out(Some(&own_schema("lists")));
    }
}

/// Every row that belongs to a customer, and the customers, without the count of their versions.
fn owned(kernel: &Arc<Kernel>) -> BTreeMap<String, serde_json::Value> {
    let tables = kernel.registry.recorded().to_vec();
    let mut all = BTreeMap::new();
    for table in tables {
        let owner = table.fields.iter().any(|field| field.name == "customer_id");
        if !owner && table.name != "customer" {
            continue;
        }
        let sql = format!("SELECT {} FROM {}", table.columns(), table.name);
        for row in kernel.db.read(|tx| tx.query(&sql, &[])).unwrap() {
            let mut told = table.json(&row);
            told.remove("version");
            all.insert(format!("{} {}", table.name, told["id"]), serde_json::Value::Object(told));
        }
    }
    all
}

/// Each customer of the demo is merged into the next one and taken out again: with units, orders, promises, quotes, cases,
/// visits, contracts, installations, whatever a room keeps of them.
fn taken_apart(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let options = match database {
        Some(address) => Options::parse(address).unwrap(),
        None => Options::Sqlite { path: folder.path().join("accord.sqlite") },
    };
    let kernel = accord::demo::open(&options, folder.path(), 4, Beginning::Shipment).unwrap();
    let act = |name: &str, input: serde_json::Value| {
        kernel.act(&Caller::system(), Call::new(name, input)).map(|done| done.answer)
    };
    let sql = "SELECT id FROM customer WHERE state = 'active' ORDER BY number";
    let customers: Vec<String> = kernel
        .db
        .read(|tx| tx.query(sql, &[]))
        .unwrap()
        .iter()
        .map(|row| row.get::<uuid::Uuid>(0).unwrap().to_string())
        .collect();
    let before = owned(&kernel);
    let mut tables = std::collections::BTreeSet::new();
    for (from, into) in customers.iter().zip(customers.iter().cycle().skip(1)) {
        act("customer.merge", serde_json::json!({ "into": into, "from": from, "reason": "Same gate" }))
            .unwrap();
        let merged = owned(&kernel);
        tables.extend(
            merged
                .iter()
                .filter(|(key, row)| before.get(*key) != Some(*row))
                .map(|(key, _)| key.split(' ').next().unwrap().to_owned()),
        );
        let back =
            act("customer.unmerge", serde_json::json!({ "customer": from, "reason": "Two gates" })).unwrap();
        assert_eq!(back["id"], from.as_str());
        let now = owned(&kernel);
        for (key, row) in &before {
            assert_eq!(now.get(key), Some(row), "{key} after {from} was in {into}");
        }
        assert_eq!(now.len(), before.len());
    }
    for table in [
        "site",
        "contact",
        "account_team",
        "asset",
        "promise",
        "sales_order",
        "quote",
        "service_contract",
        "visit",
    ] {
        assert!(tables.contains(table), "{table} is among what goes over: {tables:?}");
    }
    accord_testing::verified(&kernel);
}

#[test]
fn r02_whatever_rooms_keep_of_a_merged_customer_goes_back_on_sqlite() {
    taken_apart(None);
}

#[test]
fn r02_whatever_rooms_keep_of_a_merged_customer_goes_back_on_postgresql() {
    if std::env::var_os("ACCORD_TEST_POSTGRES").is_some() {
        taken_apart(Some(&own_schema("apart")));
    }
}

/// All rows of a list, three at a time.
fn walked(kernel: &Arc<Kernel>, view: &str, sort: Option<&str>) -> Vec<serde_json::Value> {
    let mut rows = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut input = serde_json::json!({ "limit": 3 });
        for (name, value) in [("sort", sort.map(str::to_owned)), ("after", after.take())] {
            if let Some(value) = value {
                input[name] = value.into();
            }
        }
        let page = kernel.view(&Caller::system(), view, &input).unwrap();
        let page = serde_json::to_value(&page).unwrap();
        rows.extend(page["rows"].as_array().unwrap().clone());
        after = page["next"].as_str().map(str::to_owned);
        if after.is_none() {
            return rows;
        }
    }
}

/// Every list by every word it can be sorted by, both ways: no row twice, none left out, one way the reverse of the other,
/// what has no value last, and the words stand in the input of the view.
fn sorted_lists(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let options = match database {
        Some(address) => Options::parse(address).unwrap(),
        None => Options::Sqlite { path: folder.path().join("accord.sqlite") },
    };
    let kernel = accord::demo::open(&options, folder.path(), 7, Beginning::Shipment).unwrap();
    let lists: Vec<accord_face::ListDef> =
        kernel.registry.extensions::<accord_face::ListDef>().copied().collect();
    let (mut tried, mut full) = (0, 0);
    for list in lists {
        // One's own list needs somebody whose own it is.
        if list.view == "promise.mine" {
            continue;
        }
        let columns = list.columns.iter().filter_map(|column| Some((column, column.sort?)));
        let own = columns.clone().next().map(|_| walked(&kernel, list.view, None)).unwrap_or_default();
        for (column, word) in columns {
            let schema = kernel.registry.find_view(list.view).unwrap().input.as_value().to_string();
            assert!(schema.contains(&format!("\"-{word}\"")), "{} says {word}", list.view);
            let up = walked(&kernel, list.view, Some(word));
            let down = walked(&kernel, list.view, Some(&format!("-{word}")));
            let id =
                |row: &serde_json::Value| row["id"].as_str().or(row["person"].as_str()).unwrap().to_owned();
            let ids = |rows: &[serde_json::Value]| rows.iter().map(id).collect::<Vec<_>>();
            let sorted = |mut list: Vec<String>| {
                list.sort();
                list
            };
            assert_eq!(sorted(ids(&up)), sorted(ids(&own)), "{} by {word}", list.view);
            let has = |row: &&serde_json::Value| column.value(row.as_object().unwrap()).is_some();
            let told = |rows: &[serde_json::Value]| rows.iter().take_while(has).map(id).collect::<Vec<_>>();
            let (some, mut back) = (told(&up), told(&down));
            back.reverse();
            assert_eq!(some, back, "{} by {word}", list.view);
            assert_eq!(some.len(), up.iter().filter(has).count(), "{}: without {word} last", list.view);
            // Where what is shown is what is sorted by, it is in order too.
            let values: Vec<String> =
                up.iter().filter_map(|row| row[column.at].as_str().map(str::to_owned)).collect();
            if matches!(
                word,
                "number"
                    | "ordered"
                    | "opened"
                    | "closed"
                    | "next"
                    | "starts"
                    | "received"
                    | "code"
                    | "state"
            ) {
                assert!(
                    values.windows(2).all(|pair| pair[0] <= pair[1]),
                    "{} by {word}: {values:?}",
                    list.view
                );
            }
            tried += 1;
            full += usize::from(up.len() > 3);
        }
    }
    assert!(tried >= 40 && full >= 20, "{tried} orders, {full} over more than a page");
    // A place of one order is none of another; a word that is none is refused.
    let view = |input: serde_json::Value| kernel.view(&Caller::system(), "customer.list", &input);
    let page =
        serde_json::to_value(view(serde_json::json!({ "sort": "-number", "limit": 2 })).unwrap()).unwrap();
    assert!(view(serde_json::json!({ "sort": "number", "after": page["next"] })).is_err());
    assert!(view(serde_json::json!({ "sort": "legal_id" })).is_err());
}

#[test]
fn r64_every_list_is_sorted_both_ways_without_gap_or_repeat_on_sqlite() {
    sorted_lists(None);
}

#[test]
fn r64_every_list_is_sorted_both_ways_without_gap_or_repeat_on_postgresql() {
    if std::env::var_os("ACCORD_TEST_POSTGRES").is_some() {
        sorted_lists(Some(&own_schema("sorted")));
    }
}
