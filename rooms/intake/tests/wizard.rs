//! The wizard: mapped by answers and remembered, everything that is wrong given out with its own row, broken off and gone
//! on with, and taken back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    io::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

use accord_face::{DownloadDef, PageCx};
use accord_kernel::{Call, Caller, Outcome, Refusal, Via};
use accord_room_intake::drive_waiting;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::*;
use uuid::Uuid;

fn lay_ready(house: &House, person: Uuid, name: &str, content: impl AsRef<[u8]>) -> Uuid {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let path = files().anteroom().unwrap().join(COUNT.fetch_add(1, Ordering::Relaxed).to_string());
    std::fs::write(&path, content).unwrap();
    let stored = files().put_file(&path).unwrap();
    let kept =
        house.act(person, "intake.keep_file", json!({ "file_name": name, "sha256": stored.sha256 })).unwrap();
    id(&kept, "file")
}

fn seen(house: &House, person: Uuid, file: Uuid, kind: Option<&str>) -> Value {
    house.view(person, "intake.file", json!({ "file": file, "kind": kind })).unwrap()
}

/// Answers as the page's form sends them: every column as it is proposed, but for those named here.
fn answer(house: &House, person: Uuid, file: Uuid, kind: &str, other: &[(&str, &str)], more: Value) -> Value {
    let facts = seen(house, person, file, Some(kind));
    let columns: Vec<Value> = facts["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| {
            let said = other.iter().find(|(name, _)| column["name"] == *name);
            let to = said.map_or(column["to"].clone(), |(_, to)| json!(to));
            json!({ "from": column["name"], "to": to })
        })
        .collect();
    let read = &facts["reading"];
    let mut input = json!({
        "file": file, "version": facts["line"]["version"], "kind": kind, "source": facts["line"]["source"],
        "over": facts["mapping"], "columns": columns, "date_order": read["date_order"],
        "decimal_mark": read["decimal_mark"], "zone": read["zone"], "currency": read["currency"],
    });
    for (name, value) in more.as_object().unwrap() {
        input[name.as_str()] = value.clone();
    }
    house.act(person, "intake.map_columns", input).unwrap();
    seen(house, person, file, None)
}

fn start(house: &House, person: Uuid, file: Uuid, mode: &str) -> Uuid {
    id(&house.act(person, "intake.start", json!({ "file": file, "mode": mode })).unwrap(), "run")
}

fn run(house: &House, person: Uuid, run: Uuid) -> Value {
    house.view(person, "intake.run", json!({ "run": run })).unwrap()
}

/// The file of errors, as somebody fetches it.
fn errors(house: &House, person: Uuid, run: Uuid) -> Outcome<String> {
    let download = house.kernel.read(&Caller::person(person), |reader| {
        let def = reader.kernel.registry.extensions::<DownloadDef>().find(|def| def.path.contains("errors"));
        let path = [("run".to_owned(), run.to_string())].into();
        let mut cx = PageCx { reader, path, query: Vec::new(), address: String::new() };
        (def.copied().unwrap().make)(&mut cx)
    })?;
    assert!(download.file_name.ends_with(" - errors.csv"), "{}", download.file_name);
    let mut out = Vec::new();
    (download.write)(&house.kernel, &mut out)?;
    Ok(String::from_utf8(out).unwrap().trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

/// Accounts without number `bad`, one a row.
fn accounts(rows: usize, bad: impl Fn(usize) -> bool) -> String {
    let mut text = String::from("No;Firm;Note\n");
    for n in 1..=rows {
        let firm = if bad(n) { String::new() } else { format!("Firm {n}") };
        text.push_str(&format!("{n};{firm};=SUM({n})\n"));
    }
    text
}

#[test]
fn r67_a_file_is_mapped_by_answers_and_the_next_one_with_its_columns_is_known() {
    // Windows-1252 with semicolons, comma decimals and words of the company's own.
    let rows = "Código;Descrição;Tipo;Preço;Observação\nP-7;Eixo não polido;Peça;1.234,50;x\nP-8;Prensa;Máquina;9,00;\n";
    let (bytes, _, lost) = encoding(rows);
    assert!(!lost);
    on_both_databases(rooms, START, |house| {
        let me = cast(house).admin;
        let file = lay_ready(house, me, "produtos.csv", &bytes);
        let facts = seen(house, me, file, Some("products"));
        assert_eq!(facts["reading"]["encoding"], "windows-1252", "{facts}");
        assert_eq!(
            (&facts["reading"]["separator"], &facts["reading"]["decimal_mark"]),
            (&json!(";"), &json!(","))
        );
        assert_eq!(facts["columns"][1]["samples"][0], "Eixo não polido");
        assert_eq!(facts["unsaid"], json!(["Observação"]));

        // A column of which nothing is said is named and stops the import until it is waved through.
        let more =
            json!({ "currency": "eur", "constants": [{ "to": "unit", "value": "piece" }], "source": "erp" });
        let facts = answer(house, me, file, "products", &[], more);
        assert_eq!(facts["unsaid"], json!(["Observação"]));
        assert!(facts["problems"][0].as_str().unwrap().contains("Observação"), "{facts}");
        let dropped = start(house, me, file, "dry_run");
        drive_waiting(&house.kernel).unwrap();
        assert_eq!(run(house, me, dropped)["line"]["state"], "failed");
        let leave = json!({ "file": file, "version": facts["line"]["version"], "columns": ["Observação"] });
        house.act(me, "intake.leave_out", leave).unwrap();
        let facts = seen(house, me, file, None);
        assert_eq!(facts["problems"], json!([]));
        assert_eq!(facts["columns"][4]["to"], "-");

        // Words of the file become the few values of a field.
        let words: Vec<(&str, &Value)> = facts["words"]
            .as_array()
            .unwrap()
            .iter()
            .map(|w| (w["word"].as_str().unwrap(), &w["perhaps"]))
            .collect();
        assert_eq!(words, [("Máquina", &json!(null)), ("Peça", &json!("part"))], "{facts}");
        let means = json!({
            "file": file, "version": facts["line"]["version"],
            "words": [{ "to": "kind", "word": "Peça", "value": "part" }, { "to": "kind", "word": "Máquina", "value": "equipment" }]
        });
        house.act(me, "intake.map_words", means).unwrap();
        let done = start(house, me, file, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        let done = run(house, me, done);
        assert_eq!(done["line"]["counts"]["things"]["product"]["new"], 2, "{done}");
        assert_eq!(done["line"]["faults"], 0);

        // The next file of the same columns, in another order and encoding, is mapped as the last one was.
        let next = lay_ready(
            house,
            me,
            "mais.csv",
            "Tipo,Código,Observação,Preço,Descrição\nMáquina,P-9,,\"7,50\",Torno\n",
        );
        let facts = seen(house, me, next, None);
        assert_eq!(
            (&facts["kind"], &facts["as_for"]),
            (&json!("products"), &json!("produtos.csv")),
            "{facts}"
        );
        assert_eq!(facts["line"]["source"], "erp");
        let facts = answer(
            house,
            me,
            next,
            "products",
            &[],
            json!({ "constants": [{ "to": "unit", "value": "piece" }] }),
        );
        assert_eq!((&facts["problems"], &facts["unsaid"]), (&json!([]), &json!([])), "{facts}");
        assert_eq!(facts["words"][0]["value"], "equipment", "what words mean is remembered too");
        let again = start(house, me, next, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        assert_eq!(run(house, me, again)["line"]["counts"]["things"]["product"]["new"], 1);

        // Another way to read it is the reader's to say, and a stale answer is told.
        let said = json!({ "file": next, "version": facts["line"]["version"], "separator": "|" });
        house.act(me, "intake.read_as", said.clone()).unwrap();
        assert_eq!(seen(house, me, next, None)["columns"].as_array().unwrap().len(), 1);
        assert!(house.act(me, "intake.read_as", said).is_err(), "the version was seen before");
        house.verify();
    });
}

fn encoding(text: &str) -> (Vec<u8>, &'static str, bool) {
    let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect::<Vec<u8>>();
    let lost = bytes.contains(&b'?');
    (bytes, "windows-1252", lost)
}

#[test]
fn r67_the_file_of_errors_holds_every_one_with_its_own_row_and_comes_in_once_it_is_put_right() {
    // More faults than a report names one by one, all over a file of several parts.
    let bad = |n: usize| n.is_multiple_of(3);
    let rows = 4_000;
    let csv = accounts(rows, bad);
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let me = cast.head;
        let file = lay_ready(house, me, "clientes.csv", &csv);
        answer(house, me, file, "accounts", &[("Note", "-")], json!({}));
        let dry = start(house, me, file, "dry_run");
        let before = tables(house);
        drive_waiting(&house.kernel).unwrap();
        let tried = run(house, me, dry);
        let wrong = (1..=rows).filter(|n| bad(*n)).count();
        assert_eq!(tried["line"]["faults"], wrong);
        assert_eq!(tried["line"]["counts"]["things"]["account"]["new"], rows - wrong);
        assert_eq!(
            tried["line"]["counts"]["things"]["account"]["refused"], wrong,
            "counted as they are read"
        );
        assert_eq!(tables(house), before, "a dry run writes nothing");
        assert_eq!(tried["notes"]["faults"].as_array().unwrap().len(), 200, "a page shows the first");

        let brought = start(house, me, file, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        let text = errors(house, me, brought).unwrap();
        assert_eq!(text, errors(house, me, dry).unwrap(), "the dry run said so");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + wrong, "every one of them");
        assert_eq!(lines[0], "No;Firm;Note;Accord: row;Accord: outcome;Accord: what is wrong");
        assert_eq!(lines[1], "3;;'=SUM(3);4;refused;Firm: must not be empty");
        assert_eq!(lines[wrong], "3999;;'=SUM(3999);4000;refused;Firm: must not be empty");

        // Put right, the file of errors is a file like any other, its cells as they were.
        let right: String = text.lines().map(|line| line.replacen(";;", ";Late Firm;", 1) + "\n").collect();
        let right = lay_ready(house, me, "right.csv", format!("\u{feff}{right}"));
        let facts = seen(house, me, right, None);
        assert_eq!(facts["as_for"], "clientes.csv", "{facts}");
        let facts = answer(house, me, right, "accounts", &[], json!({}));
        assert_eq!(facts["problems"], json!([]), "{facts}");
        assert!(facts["mapping"].as_str().unwrap().contains("neutralised = true"));
        let rest = start(house, me, right, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        let rest = run(house, me, rest);
        assert_eq!(rest["line"]["counts"]["things"]["account"]["new"], wrong);
        assert_eq!(rest["line"]["faults"], 0);
        assert!(errors(house, me, id(&rest["line"], "id")).is_err(), "nothing wrong, no file");
        // Whoever may not import has no file of errors either.
        assert_eq!(errors(house, cast.rita, brought).unwrap_err().rule, "permission");
        house.verify();
    });
}

#[test]
fn r67_an_order_is_refused_with_all_its_rows_and_they_stand_together_in_the_file_of_errors() {
    let csv = "order_number,account_code,account_name,ordered_on,quantity,unit_price,description\n\
        A1,7,Ardo,2026-01-05,2,10.00,Belt\nA1,7,Ardo,2026-01-05,x,10.00,Bolt\nA1,7,Ardo,2026-01-05,1,10.00,Nut\nA2,7,Ardo,2026-01-05,1,5.00,Cap\n";
    on_both_databases(rooms, START, |house| {
        let me = cast(house).admin;
        let file = lay_ready(house, me, "orders.csv", csv);
        let more = json!({ "currency": "EUR", "decimal_mark": "." });
        let facts = answer(house, me, file, "order-lines", &[], more);
        assert_eq!(facts["problems"], json!([]), "{facts}");
        let brought = start(house, me, file, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        assert_eq!(run(house, me, brought)["line"]["counts"]["things"]["order"]["new"], 1);
        let text = errors(house, me, brought).unwrap();
        let ends: Vec<String> =
            text.lines().skip(1).map(|line| line.splitn(8, ',').nth(7).unwrap().to_owned()).collect();
        assert_eq!(ends[0], "2,refused,refused together with row 3");
        assert!(ends[1].starts_with("3,refused,") && ends[1].contains("no number"), "{text}");
        assert_eq!(ends[2], "4,refused,refused together with row 3");
        assert_eq!(ends.len(), 3);
        house.verify();
    });
}

/// Lets the database fail as if the program had been killed after some parts were written: a driver that is silent.
fn drive_some(house: &House, run: Uuid, things: usize) -> Uuid {
    let driver = Uuid::from_u128(0x5eed);
    house.system("intake.take_up", json!({ "run": run, "driver": driver })).unwrap();
    let me: Option<Uuid> = house
        .kernel
        .db
        .read(|tx| {
            let row = tx.query_one(
                "SELECT made_by FROM import_run WHERE id = ?1",
                &[accord_store::Value::Uuid(run)],
            )?;
            Ok::<_, Refusal>(row.unwrap().get(0)?)
        })
        .unwrap();
    let caller = Caller { via: Via::Import, ..Caller::person(me.unwrap()) };
    let act = |name: &str, input: Value| house.kernel.act(&caller, Call::new(name, input)).unwrap();
    act("intake.progress", json!({ "run": run, "driver": driver, "step": "writing" }));
    let drafts: Vec<Value> = (1..=things)
        .map(|n| json!({ "row": n + 1, "code": n.to_string(), "name": format!("Firm {n}") }))
        .collect();
    let seen = json!({ "after": 0, "items": things, "rows": things, "rows_refused": 0, "faults": [] });
    act(
        "intake.chunk",
        json!({ "run": run, "driver": driver, "seen": seen, "drafts": { "accounts": drafts } }),
    );
    driver
}

/// The wall passes the time for which nobody else may take the run up.
fn silent(house: &House, run: Uuid) {
    let sql = "UPDATE import_run SET driven_until = 1 WHERE id = ?1";
    house
        .kernel
        .db
        .write(move |tx| Ok::<_, Refusal>(tx.execute(sql, &[accord_store::Value::Uuid(run)])?))
        .unwrap();
}

#[test]
fn r67_an_import_that_was_killed_halfway_goes_on_behind_what_it_wrote_and_nobody_else_writes_into_it() {
    let rows = 1_800;
    let csv = accounts(rows, |n| n == 1_700 || n == 5);
    on_both_databases(rooms, START, |house| {
        let me = cast(house).head;
        let before = tables(house);
        let file = lay_ready(house, me, "half.csv", &csv);
        answer(house, me, file, "accounts", &[("Note", "-")], json!({}));
        let brought = start(house, me, file, "valid_only");
        // Four right rows were written, then the program died.
        let dead = drive_some(house, brought, 4);
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 0, "somebody may still be at it");
        silent(house, brought);
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 1);
        let done = run(house, me, brought);
        assert_eq!(done["line"]["state"], "done", "{done}");
        let tally = &done["line"]["counts"]["things"]["account"];
        assert_eq!(
            (&tally["new"], &tally["same"]),
            (&json!(rows - 2), &json!(0)),
            "nothing twice, nothing lost"
        );
        assert_eq!((&done["notes"]["rows"], &done["line"]["faults"]), (&json!(rows), &json!(2)));
        let wrong: Vec<String> = errors(house, me, brought)
            .unwrap()
            .lines()
            .skip(1)
            .map(|l| l.split(';').next().unwrap().to_owned())
            .collect();
        assert_eq!(wrong, ["5", "1700"]);

        // Whoever drove it before may be frozen and not dead: what it still sends is refused.
        let late = json!({ "run": brought, "driver": dead, "drafts": { "accounts": [{ "row": 9, "code": "L", "name": "Late" }] } });
        assert!(house.act(me, "intake.chunk", late).is_err());
        assert_eq!(found(house, "Late"), []);

        // The whole of it goes in one act, both parts.
        house.act(me, "intake.undo", json!({ "run": brought })).unwrap();
        let mut after = tables(house);
        after.retain(|name, _| name != "import_file");
        let mut before = before.clone();
        before.retain(|name, _| name != "import_file");
        assert_eq!(after, before);
        house.verify();
    });
}

#[test]
fn r67_an_import_is_stopped_by_hand_goes_on_and_says_how_far_it_is() {
    let csv = accounts(40, |_| false);
    on_both_databases(rooms, START, |house| {
        let me = cast(house).head;
        let file = lay_ready(house, me, "stop.csv", &csv);
        answer(house, me, file, "accounts", &[("Note", "-")], json!({}));
        let brought = start(house, me, file, "all_or_nothing");
        drive_some(house, brought, 10);
        let page_of = |house: &House| {
            page(house, me, "/import/runs/{run}", &format!("/import/runs/{brought}")).unwrap()
        };
        let page = page_of(house);
        assert!(page.contains("<progress") && page.contains("/do/intake.stop"), "{page}");
        house.act(me, "intake.stop", json!({ "run": brought })).unwrap();
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 0, "what was stopped waits for nobody");
        let page = page_of(house);
        assert!(page.contains("/do/intake.go_on") && page.contains("intake.undo"), "{page}");
        house.act(me, "intake.go_on", json!({ "run": brought })).unwrap();
        assert!(house.act(me, "intake.go_on", json!({ "run": brought })).is_err());
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 1);
        let done = run(house, me, brought);
        assert_eq!(done["line"]["state"], "done");
        assert_eq!(done["line"]["counts"]["things"]["account"]["new"], 40);
        assert_eq!(done["notes"]["rows"], 40);
        house.verify();
    });
}

#[test]
fn r67_a_file_cut_in_the_middle_writes_nothing_and_says_why() {
    let csv = accounts(3_000, |_| false);
    let mut packed = Vec::new();
    let mut writer = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
    writer.write_all(csv.as_bytes()).unwrap();
    writer.finish().unwrap();
    packed.truncate(packed.len() / 2);
    // In the middle of a quoted cell; packed; and in the middle of a row, which is that row's fault alone.
    let quoted = format!("{}\"3001\";\"Cut", csv);
    let row = csv.trim_end().rsplit_once(';').unwrap().0.to_owned();
    on_both_databases(rooms, START, |house| {
        let me = cast(house).head;
        let before = tables(house);
        for (name, bytes, words) in
            [("cut.csv", quoted.as_bytes(), "never closed"), ("cut.csv.gz", &packed, "cut off")]
        {
            let file = lay_ready(house, me, name, bytes);
            let page =
                page(house, me, "/import/files/{file}", &format!("/import/files/{file}?kind=accounts"))
                    .unwrap();
            // What the first rows do not show, the run says.
            if !page.contains(words) {
                answer(house, me, file, "accounts", &[("Note", "-")], json!({}));
                let brought = start(house, me, file, "valid_only");
                drive_waiting(&house.kernel).unwrap();
                let stopped = run(house, me, brought);
                assert_eq!(stopped["line"]["state"], "failed");
                assert!(stopped["notes"]["faults"][0]["text"].as_str().unwrap().contains(words), "{stopped}");
            }
            assert_eq!(found(house, "Firm 7"), []);
        }
        let file = lay_ready(house, me, "row.csv", &row);
        answer(house, me, file, "accounts", &[("Note", "-")], json!({}));
        let brought = start(house, me, file, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        let done = run(house, me, brought);
        assert_eq!(done["line"]["counts"]["things"]["account"]["new"], 2_999);
        assert_eq!(
            (&done["notes"]["faults"][0]["row"], &done["notes"]["faults"][0]["rule"]),
            (&json!(3_001), &json!("too-few-cells"))
        );
        house.act(me, "intake.undo", json!({ "run": brought })).unwrap();
        let mut after = tables(house);
        after.retain(|name, _| name != "import_file");
        let mut before = before.clone();
        before.retain(|name, _| name != "import_file");
        assert_eq!(after, before);
        house.verify();
    });
}
