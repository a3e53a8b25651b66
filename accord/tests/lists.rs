//! Lists given out as files: exactly what the page shows, harmless to open, for whoever may, and noted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use accord_store::{Db, Options};
use served::{free_port, own_schema, request, session, start};

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
    assert_eq!(noted[0], ("customer.list".to_owned(), "export.csv: 1".to_owned()));
    assert_eq!(noted.len(), 2, "each of them, and not the refused one: {noted:?}");
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
