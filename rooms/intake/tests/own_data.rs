//! A company brings its own data: accounts, sites, contacts, products and open orders, by the mappings and examples of
//! the documentation; twice; changed; and takes it back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::Outcome;
use accord_room_customer::{CustomerRow, SiteRow, files_named};
use accord_room_intake::{
    CommandLine, Entity, Exit, ImportMode, Report, RunState, Tally, Wanted, import, run_command, undo,
};
use accord_testing::{House, on_both_databases};
use serde_json::json;
use support::*;
use uuid::Uuid;

const KINDS: [&str; 5] = ["accounts", "sites", "contacts", "products", "open-orders"];

fn new(count: u64) -> Tally {
    Tally { new: count, ..Tally::default() }
}

fn bring_documented(house: &House, actor: Uuid, name: &str, mode: ImportMode) -> Report {
    let (file, mapping) = documented(name);
    let report = bring(house, actor, &file, &mapping, mode).unwrap();
    assert_eq!(faults(&report), [], "{name}");
    report
}

fn customers(house: &House) -> Vec<CustomerRow> {
    house.kernel.db.read(|tx| tx.select::<CustomerRow>("ORDER BY name", &[])).unwrap()
}

#[test]
fn a_company_brings_everything_by_the_documented_mappings_and_takes_it_back() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let mut runs = Vec::new();
        let mut counts = Vec::new();
        for name in KINDS {
            let report = bring_documented(house, cast.admin, name, ImportMode::ValidOnly);
            assert_eq!(report.state, Some(RunState::Done));
            runs.push(report.run.unwrap());
            counts.push(report.counts);
        }
        assert_eq!(counts[0].of(Entity::Account), new(3));
        assert_eq!(counts[1].of(Entity::Site), new(2));
        assert_eq!(counts[2].of(Entity::Contact), new(2));
        assert_eq!(counts[3].of(Entity::Product), new(3));
        assert_eq!(counts[4].of(Entity::Order), new(2));
        assert_eq!(counts[4].lines, 4);
        // 185,000.00 + 2 × 1,250.00 + 10 × 48.50.
        assert_eq!(counts[4].sums["EUR"].net_minor(), 18_798_500);
        assert_eq!(
            found(house, "zollner sohne"),
            [("customer".to_owned(), "Zöllner & Söhne, Pressen".to_owned())]
        );
        assert!(found(house, "PC 554").iter().any(|(kind, _)| kind == "order"));
        house.verify();

        // The same again changes nothing at all.
        let after = tables(house);
        for name in KINDS {
            let report = bring_documented(house, cast.admin, name, ImportMode::ValidOnly);
            let tallies: Vec<Tally> = report.counts.things.values().copied().collect();
            assert!(
                tallies.iter().all(|tally| tally.new + tally.changed + tally.refused == 0),
                "{name}: {tallies:?}"
            );
            assert_eq!(report.counts.written, 0);
        }
        assert_eq!(tables(house), after);

        for run in runs.into_iter().rev() {
            assert_eq!(undo(&house.kernel, cast.admin.into(), run).unwrap(), RunState::Undone);
        }
        assert_eq!(tables(house), before);
        assert_eq!(found(house, "zollner"), []);
        house.verify();
    });
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let report = bring_documented(house, cast.admin, "accounts", ImportMode::DryRun);
        assert_eq!(report.counts.of(Entity::Account), new(3));
        assert_eq!((report.run, report.state, report.rows), (None, None, 3));
        assert_eq!(tables(house), before);
        assert_eq!(house.view(cast.admin, "intake.runs", json!({})).unwrap()["count"], 0);
        bring_documented(house, cast.admin, "accounts", ImportMode::ValidOnly);
        let report = bring_documented(house, cast.admin, "accounts", ImportMode::DryRun);
        assert_eq!(report.counts.of(Entity::Account).same, 3);
        house.verify();
    });
}

const ACCOUNTS: &str = "target = \"accounts\"\n[[column]]\nfrom = \"no\"\nto = \"code\"\n[[column]]\nfrom = \"firm\"\nto = \"name\"\n[[column]]\nfrom = \"area\"\nto = \"territory\"\n[[column]]\nfrom = \"money\"\nto = \"currency\"\n[[column]]\nfrom = \"rep\"\nto = \"sales_owner\"\n";

#[test]
fn wrong_rows_are_named_and_the_right_ones_written_or_nothing_at_all() {
    let desk = Desk::new();
    let mapping = desk.put("accounts.toml", ACCOUNTS);
    let file = desk.put(
        "accounts.csv",
        "no,firm,area,money,rep\n\
         1,Ardo,medio oeste,EUR,rita@tejo.example\n\
         2,,,EUR,\n\
         3,Cemal,Atlantis,EUR,\n\
         1,Again,,EUR,\n\
         5,Ebro,,XXY,\n\
         6,Faro,,,nobody@tejo.example\n\
         7,Gama,,BRL,\n",
    );
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let wrong = [
            (3, "firm", "required"),
            (4, "area", "field.unknown_reference"),
            (5, "no", "duplicate-key"),
            (6, "money", "import.currency_unknown"),
            (7, "rep", "field.unknown_reference"),
        ]
        .map(|(row, column, rule)| (row, column.to_owned(), rule.to_owned()));

        let all = bring(house, cast.admin, &file, &mapping, ImportMode::AllOrNothing).unwrap();
        assert_eq!((all.run, all.rows, all.rows_refused), (None, 7, 5));
        assert_eq!(faults(&all), wrong);
        assert_eq!(tables(house), before);

        let some = bring(house, cast.admin, &file, &mapping, ImportMode::ValidOnly).unwrap();
        assert_eq!(faults(&some), wrong);
        assert_eq!((some.rows, some.rows_refused), (7, 5));
        assert_eq!(some.counts.of(Entity::Account).new, 2);
        let texts: Vec<&str> = some.faults.first.iter().map(|fault| fault.text.as_str()).collect();
        assert!(
            texts.iter().all(|text| !text.starts_with("import-") && !text.starts_with("refusal-")),
            "{texts:?}"
        );
        let kept = customers(house);
        assert_eq!(kept.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Ardo", "Gama"]);
        assert!(kept[0].territory_id.is_some());
        let owner = house
            .kernel
            .db
            .read(|tx| {
                accord_room_customer::owner_of(tx, kept[0].id, accord_room_customer::TeamSphere::Sales)
            })
            .unwrap();
        assert_eq!(owner.map(Uuid::from), Some(cast.rita));

        // What is kept of a run names rows and rules, never what a cell held.
        let run = house.view(cast.admin, "intake.run", json!({ "run": some.run })).unwrap();
        assert_eq!(run["notes"]["faults_all"], 5);
        assert!(!run.to_string().contains("nobody@tejo.example"), "{run}");

        undo(&house.kernel, cast.admin.into(), some.run.unwrap()).unwrap();
        assert_eq!(tables(house), before);
        house.verify();
    });
}

#[test]
fn what_the_source_changes_is_changed_and_restored_and_what_people_changed_stays() {
    let desk = Desk::new();
    let mapping = desk.put("accounts.toml", ACCOUNTS);
    let first = desk.put("a.csv", "no,firm,area,money,rep\n1,Ardo,,EUR,\n2,Beira,,EUR,\n3,Cemal,,EUR,\n");
    let second =
        desk.put("b.csv", "no,firm,area,money,rep\n1,Ardo SA,Médio Oeste,,\n2,Beira,,EUR,\n3,Cemal,,EUR,\n");
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        bring(house, cast.admin, &first, &mapping, ImportMode::ValidOnly).unwrap();
        let cemal = customers(house).pop().unwrap();
        let change = json!({
            "customer": cemal.id, "version": cemal.version, "name": "Cemal Group", "currency": "EUR", "language": "en"
        });
        house.act(cast.admin, "customer.change", change).unwrap();
        let before = tables(house);

        let report = bring(house, cast.admin, &second, &mapping, ImportMode::AllOrNothing).unwrap();
        assert_eq!(report.counts.of(Entity::Account), Tally { changed: 1, same: 2, ..Tally::default() });
        let names = |house: &House| customers(house).into_iter().map(|row| row.name).collect::<Vec<_>>();
        assert_eq!(names(house), ["Ardo SA", "Beira", "Cemal Group"]);
        let changed = customers(house).remove(0);
        assert!(changed.territory_id.is_some());
        assert_eq!(changed.currency.code(), "EUR", "an empty cell leaves what is there");

        undo(&house.kernel, cast.admin.into(), report.run.unwrap()).unwrap();
        assert_eq!(names(house), ["Ardo", "Beira", "Cemal Group"]);
        assert_eq!(customers(house)[0].territory_id, None);
        assert_eq!(tables(house), before);
        // The source's word counts anew after it was taken back.
        let again = bring(house, cast.admin, &second, &mapping, ImportMode::ValidOnly).unwrap();
        assert_eq!(again.counts.of(Entity::Account).changed, 1);
        house.verify();
    });
}

fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    outcome.unwrap_err().rule
}

#[test]
fn an_import_that_people_work_with_is_not_taken_back_and_says_what_stands_in_the_way() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let runs: Vec<_> = KINDS
            .iter()
            .map(|name| bring_documented(house, cast.admin, name, ImportMode::ValidOnly).run.unwrap())
            .collect();
        let all = tables(house);
        // Sites and orders stand on accounts.
        let refusal = undo(&house.kernel, cast.admin.into(), runs[0]).unwrap_err();
        assert_eq!(refusal.rule, "import.touched");
        assert!(refusal.detail.unwrap().to_string().contains("10021"));
        // A product in an order of another import cannot go.
        assert_eq!(rule(undo(&house.kernel, cast.admin.into(), runs[3])), "import.touched");
        assert_eq!(tables(house), all, "nothing is taken back by halves");

        // Somebody edits a site.
        let site =
            house.kernel.db.read(|tx| tx.select::<SiteRow>("WHERE name = 'Mill 1'", &[])).unwrap().remove(0);
        let change = json!({
            "site": site.id, "version": site.version, "name": "Mill One", "line1": site.line1, "town": site.town,
            "country": site.country, "zone": site.zone
        });
        house.act(cast.admin, "site.change", change).unwrap();
        let refusal = undo(&house.kernel, cast.admin.into(), runs[1]).unwrap_err();
        assert_eq!(refusal.rule, "import.touched");
        assert!(refusal.detail.unwrap().to_string().contains("mill 1"));

        undo(&house.kernel, cast.admin.into(), runs[4]).unwrap();
        undo(&house.kernel, cast.admin.into(), runs[3]).unwrap();
        assert_eq!(rule(undo(&house.kernel, cast.admin.into(), runs[3])), "import.undone_already");
        house.verify();
    });
}

#[test]
fn nobody_brings_by_a_file_what_they_may_not_write_by_hand() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (file, mapping) = documented("accounts");
        let refused = bring(house, cast.rita, &file, &mapping, ImportMode::ValidOnly);
        assert_eq!(rule(refused), "permission");
        let (products, how) = documented("products");
        assert_eq!(rule(bring(house, cast.head, &products, &how, ImportMode::DryRun)), "permission");
        let report = bring(house, cast.head, &file, &mapping, ImportMode::ValidOnly).unwrap();
        assert_eq!(report.counts.of(Entity::Account).new, 3);
        assert_eq!(rule(house.act(cast.rita, "intake.undo", json!({ "run": report.run }))), "permission");
        assert_eq!(rule(house.view(cast.rita, "intake.runs", json!({}))), "permission");
        let foreign = house.act(cast.admin, "intake.undo", json!({ "run": Uuid::from_u128(7) }));
        assert_eq!(rule(foreign), "absent");
        house.verify();
    });
}

#[test]
fn chunks_are_bounded_closed_and_of_the_kind_of_their_run() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let begin = |kind: &str, mode: &str| {
            json!({
                "kind": kind, "source": "erp", "file_name": "a.csv", "sha256": "0".repeat(64), "mapping": "", "mode": mode
            })
        };
        assert_eq!(
            house.act(cast.admin, "intake.begin", begin("accounts", "dry_run")).unwrap_err().fields[0].rule,
            "import.dry_run_writes_nothing"
        );
        let run =
            house.act(cast.admin, "intake.begin", begin("products", "valid_only")).unwrap()["run"].clone();
        let account = json!({ "code": "1", "name": "Ardo" });
        let chunk = |drafts: serde_json::Value| {
            house.act(cast.admin, "intake.chunk", json!({ "run": run, "drafts": drafts }))
        };
        assert_eq!(chunk(json!({ "accounts": [account] })).unwrap_err().fields[0].rule, "import.other_kind");
        assert_eq!(
            chunk(json!({ "products": [], "secrets": [] })).unwrap_err().fields[0].rule,
            "field.unknown"
        );
        let many = vec![json!({ "code": "X", "name": "X", "kind": "part", "unit": "piece" }); 2_001];
        assert_eq!(chunk(json!({ "products": many })).unwrap_err().fields[0].rule, "field.too_many");
        let wrong = json!({ "products": [{ "code": "X0", "name": "X", "kind": "part", "unit": "piece" }, { "row": 2, "code": "X1", "name": "X" }] });
        let before = tables(house);
        assert_eq!(rule(chunk(wrong.clone())), "import.one_by_one");
        assert_eq!(tables(house), before, "a chunk in one go leaves all or nothing");
        let tried = json!({ "run": run, "one_by_one": true, "drafts": wrong });
        let done = house.act(cast.admin, "intake.chunk", tried).unwrap();
        assert_eq!(done["counts"]["things"]["product"]["new"], 1);
        assert_eq!(done["faults"]["first"][0]["rule"], "import.new_needs");
        house.act(cast.admin, "intake.finish", json!({ "run": run })).unwrap();
        assert_eq!(rule(chunk(json!({ "products": [] }))), "import.not_running");
        house.verify();
    });
}

#[test]
fn a_file_that_cannot_be_read_by_its_mapping_says_why_and_leaves_nothing() {
    let desk = Desk::new();
    let mapping = desk.put("accounts.toml", ACCOUNTS);
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let hostile: [(&str, &[u8]); 6] = [
            ("columns.csv", b"no,firm,area,money,rep,secret\n1,A,,,,x\n"),
            ("quote.csv", b"no,firm,area,money,rep\n1,\"A,,,\n"),
            ("binary.csv", b"%PDF-1.7\n\x00\x01"),
            ("nul.csv", b"no,firm,area,money,rep\n1,A\x00,,,\n"),
            ("gzip.csv.gz", b"\x1f\x8b\x08\x00broken"),
            ("mixed.csv", b"no,firm,area,money,rep\n1,S\xc3\xa3o,,,\n2,S\xe3o,,,\n"),
        ];
        for (name, bytes) in hostile {
            let file = desk.put(name, bytes);
            let refused = bring(house, cast.admin, &file, &mapping, ImportMode::DryRun).unwrap_err();
            assert!(matches!(refused.rule, "import.file" | "import.mapping"), "{name}: {refused:?}");
        }
        // A file that breaks off somewhere is read through before anything is tried: nothing of it is written.
        let mut rows = String::from("no,firm,area,money,rep\n");
        for n in 0..600 {
            rows.push_str(&format!("{n},Firm {n},,,\n"));
        }
        rows.push_str("700,\"never closed");
        let file = desk.put("broken.csv", &rows);
        assert_eq!(rule(bring(house, cast.admin, &file, &mapping, ImportMode::ValidOnly)), "import.file");
        assert_eq!(tables(house), before);
        // Names that would be markup or formulas are names.
        let file = desk.put(
            "names.csv",
            "no,firm,area,money,rep\n1,<script>alert(1)</script>,,,\n2,=cmd|' /C calc'!A0,,,\n",
        );
        let report = bring(house, cast.admin, &file, &mapping, ImportMode::ValidOnly).unwrap();
        assert_eq!(report.counts.of(Entity::Account).new, 2);
        house.verify();
    });
}

#[test]
fn orders_in_pieces_of_two_minds_or_of_unknown_things_are_reported_and_not_guessed() {
    let desk = Desk::new();
    let mapping = desk.put(
        "lines.toml",
        "target = \"order-lines\"\nrepeats = \"group\"\n[source]\ndecimal_mark = \".\"\ndate_order = \"ymd\"\n\
         [[column]]\nfrom = \"o\"\nto = \"order_number\"\n[[column]]\nfrom = \"a\"\nto = \"account_code\"\n\
         [[column]]\nfrom = \"n\"\nto = \"account_name\"\n[[column]]\nfrom = \"d\"\nto = \"ordered_on\"\n\
         [[column]]\nfrom = \"p\"\nto = \"product_code\"\n[[column]]\nfrom = \"t\"\nto = \"product_name\"\n\
         [[column]]\nfrom = \"q\"\nto = \"quantity\"\n[[column]]\nfrom = \"u\"\nto = \"unit_price\"\ncurrency_from = \"c\"\n\
         [[column]]\nfrom = \"s\"\nto = \"shipped_on\"\n[[constant]]\nto = \"product_kind\"\nvalue = \"part\"\n\
         [[constant]]\nto = \"product_unit\"\nvalue = \"piece\"\n",
    );
    let file = desk.put(
        "lines.csv",
        "o,a,n,d,p,t,q,u,c,s\n\
         1,A,Ardo,2026-01-05,P1,Bolt,2,1.25,EUR,2026-01-07\n\
         1,A,Ardo,2026-01-05,P2,Nut,4,0,EUR,2026-01-07\n\
         2,A,Ardo,2026-01-06,P1,Bolt M8,1,1.25,EUR,\n\
         3,A,Ardo,2026-01-06,P1,Bolt,1,1.25,EUR,\n\
         2,A,Ardo,2026-01-06,P2,Nut,1,0.10,EUR,\n\
         4,A,Ardo,2026-01-07,P1,Bolt,1,1.25,EUR,\n\
         4,B,Beira,2026-01-07,P1,Bolt,1,1.25,EUR,\n\
         5,A,Ardo,2026-01-08,P1,Bolt,1,1.25,EUR,\n\
         5,A,Ardo,2026-01-08,P1,Bolt,1,1.25,USD,\n\
         6,Z,,2026-01-08,P1,Bolt,1,1.25,EUR,\n\
         7,A,Ardo,2026-01-08,P9,,1,1.25,EUR,\n\
         8,A,Ardo,2026-01-08,P1,Bolt,0,1.25,EUR,\n\
         8,A,Ardo,2026-01-08,P1,Bolt,1,1.25,EUR,\n\
         9,,,2026-01-08,P1,Bolt,1,1.25,EUR,\n\
         10,A,Ardo,2031-01-08,P1,Bolt,1,1.25,EUR,\n\
         11,A,Ardo,2026-01-08,P1,Bolt,0.5,1.25,EUR,\n",
    );
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let report = bring(house, cast.admin, &file, &mapping, ImportMode::ValidOnly).unwrap();
        let wrong: Vec<(u64, String)> = report.faults.first.iter().map(|f| (f.row, f.rule.clone())).collect();
        let expected = [
            (4, "import.order_split"),
            (6, "import.order_split"),
            (8, "import.order_disagrees"),
            (8, "import.order_disagrees"),
            (10, "import.order_currencies"),
            (13, "too-small"),
            (15, "required"),
            (11, "import.account_unknown"),
            (12, "import.product_unknown"),
            (16, "import.in_future"),
        ]
        .map(|(row, rule)| (row, rule.to_owned()));
        let mut sorted = wrong.clone();
        sorted.sort();
        let mut want = expected.to_vec();
        want.sort();
        assert_eq!(sorted[..want.len()], want[..], "{wrong:?}");
        assert_eq!(report.counts.of(Entity::Order).new, 3, "{wrong:?}");
        assert_eq!(report.counts.zero_price_lines, 1);
        assert_eq!(report.rows, 16);
        assert_eq!(report.several.len(), 1);
        assert_eq!(
            (report.several[0].key.as_str(), &report.several[0].values[..]),
            ("P1", &["Bolt".to_owned(), "Bolt M8".to_owned()][..])
        );
        let product =
            house.kernel.db.read(|tx| accord_room_catalog::find_by_code(tx, "P1")).unwrap().unwrap();
        assert_eq!(product.name, "P1", "of two names none is chosen");
        undo(&house.kernel, cast.admin.into(), report.run.unwrap()).unwrap();
        assert_eq!(tables(house), before);
        house.verify();
    });
}

#[test]
fn an_import_tells_how_far_it_is() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (file, mapping) = documented("products");
        let mut seen = Vec::new();
        let wanted = request(cast.admin, &file, &mapping, ImportMode::ValidOnly);
        import(&house.kernel, &wanted, &mut |progress| seen.push((progress.rows, progress.things))).unwrap();
        assert_eq!(seen.last(), Some(&(3, 3)));
    });
}

#[test]
fn one_command_brings_a_file_reports_in_the_importers_language_and_takes_it_back() {
    let desk = Desk::new();
    let mapping = desk.put("accounts.toml", ACCOUNTS);
    let file = desk.put("accounts.csv", "no,firm,area,money,rep\n1,Ardo,,EUR,\n2,=1+1,Atlantis,EUR,\n");
    let errors = desk.put("errors.csv", "");
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let line = |wanted| CommandLine { by: " OLGA@tejo.example".to_owned(), wanted };
        let (mut out, mut progress) = (Vec::new(), Vec::new());
        let wanted = Wanted::Bring {
            file: file.clone(),
            mapping: mapping.clone(),
            kind: None,
            source: Some("erp".to_owned()),
            mode: ImportMode::ValidOnly,
            errors: Some(errors.clone()),
        };
        let exit = run_command(&house.kernel, &line(wanted), &mut out, &mut progress).unwrap();
        assert_eq!(exit, Exit::Faults);
        let said = String::from_utf8(out).unwrap();
        assert!(said.contains("2 rows read, 1 refused"), "{said}");
        assert!(said.contains("Account: 1 new, 0 changed, 0 the same, 1 refused"), "{said}");
        assert!(said.contains("Row 3, column area:"), "{said}");
        assert!(String::from_utf8(progress).unwrap().contains("2 rows"));
        let list = std::fs::read_to_string(&errors).unwrap();
        assert!(list.contains("no,firm,area,money,rep,Accord: row,Accord: outcome"), "{list}");
        assert!(list.contains("2,'=1+1,Atlantis,EUR,,3,refused,area: "), "{list}");
        assert!(!list.contains("Ardo"), "what came in is not in it");
        assert!(!errors.with_file_name("errors.csv.part").exists());

        let run = house.view(cast.admin, "intake.runs", json!({})).unwrap()["rows"][0].clone();
        assert_eq!(run["source"], "erp");
        let back = Wanted::TakeBack(id(&run, "id").into());
        let exit = run_command(&house.kernel, &line(back), &mut Vec::new(), &mut Vec::new()).unwrap();
        assert_eq!(exit, Exit::Good);
        assert_eq!(tables(house), before);
        let stranger =
            CommandLine { by: "x@y.example".to_owned(), wanted: Wanted::TakeBack(Uuid::nil().into()) };
        assert_eq!(
            rule(run_command(&house.kernel, &stranger, &mut Vec::new(), &mut Vec::new())),
            "import.nobody"
        );
    });
}

#[test]
fn one_firm_is_not_entered_twice_within_a_file_nor_beside_a_known_one() {
    let desk = Desk::new();
    let how = "target = \"accounts\"\n[[column]]\nfrom = \"no\"\nto = \"code\"\n[[column]]\nfrom = \"firm\"\nto = \"name\"\n[[column]]\nfrom = \"tax\"\nto = \"legal_id\"\n";
    let mapping = desk.put("accounts.toml", how);
    let first = desk.put("a.csv", "no,firm,tax\n1,Ardo,PT 501-1\n2,Beira,\n3,Cemal,\n");
    let second =
        desk.put("b.csv", "no,firm,tax\n4,Ardo Lda,pt5011\n5,Douro,PT 9\n6,Douro SA,PT-9\n7,Ebro,PT 10\n");
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let one = bring(house, cast.admin, &first, &mapping, ImportMode::AllOrNothing).unwrap();
        assert_eq!(one.counts.of(Entity::Account), new(3), "no number is not the same number");
        let two = bring(house, cast.admin, &second, &mapping, ImportMode::ValidOnly).unwrap();
        let wrong: Vec<(u64, &str)> =
            two.faults.first.iter().map(|fault| (fault.row, fault.rule.as_str())).collect();
        assert_eq!(wrong, [(2, "customer.same_legal_id"), (4, "customer.same_legal_id")]);
        assert_eq!(two.counts.of(Entity::Account).new, 2);
        assert_eq!(found(house, "ebro").len(), 1);
        house.verify();
    });
}

#[test]
fn r67_files_laid_ready_are_named_and_those_of_the_command_line_are_not() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        bring_documented(house, cast.admin, "accounts", ImportMode::ValidOnly);
        let named = || house.kernel.db.read(|tx| files_named(&house.kernel.registry, tx)).unwrap();
        assert!(named().is_empty(), "its bytes were never in the file store");
        let stored = files().put(format!("no;name\n1;{}\n", house.name()).as_bytes()).unwrap();
        let kept = json!({ "file_name": "names.csv", "sha256": stored.sha256 });
        house.act(cast.admin, "intake.keep_file", kept).unwrap();
        assert_eq!(named().into_iter().collect::<Vec<_>>(), [stored.sha256]);
    });
}
