//! Saved views of a list, on both databases: who has which, what a list opens with, and that a view shows nobody more than
//! they may see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use accord_face::{PageCx, PageDef};
use accord_kernel::{Caller, Outcome, Registry};
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-09-06T09:00:00Z";

fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_saved::room(registry);
    accord_room_customer::room(registry);
}

struct Cast {
    admin: Uuid,
    rita: Uuid,
    sven: Uuid,
    tom: Uuid,
    head: Uuid,
    near: Uuid,
    far: Uuid,
}

fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

fn role(word: &str) -> Uuid {
    accord_room_people::RoleId::seeded(word).into()
}

/// Rita and Sven sell in one area, Tom serves; the head of sales sees every territory.
fn cast(house: &House) -> Cast {
    let input = json!({
        "name": "Brenner Pumpen", "home_zone": "Europe/Berlin", "currency": "EUR", "language": "en",
        "calendar_name": "Werk", "administrator": { "name": "Otto", "email": "otto@brenner.example" }
    });
    let admin = id(&house.system("company.set_up", input).unwrap(), "administrator");
    let enter = |action: &str, input: Value, name: &str| id(&house.act(admin, action, input).unwrap(), name);
    let (near, far) = (
        enter("territory.enter", json!({ "name": "Near" }), "territory"),
        enter("territory.enter", json!({ "name": "Far" }), "territory"),
    );
    let area = |name: &str, sphere: &str| {
        enter("area.enter", json!({ "name": name, "sphere": sphere, "helps": "Answers." }), "area")
    };
    let (sales, export, service) =
        (area("Sales", "sales"), area("Export", "sales"), area("Service", "after_sales"));
    let person = |name: &str, word: &str, area: Uuid, territories: &[Uuid]| {
        let posts = json!([{ "area": area, "title": "" }]);
        let input = json!({ "name": name, "language": "en", "roles": [role(word)], "posts": posts, "territories": territories });
        enter("people.enter", input, "person")
    };
    Cast {
        admin,
        rita: person("Rita", "sales_rep", sales, &[near]),
        sven: person("Sven", "sales_rep", export, &[far]),
        tom: person("Tom", "help_desk", service, &[near]),
        head: person("Hanna", "head_of_sales", sales, &[]),
        near,
        far,
    }
}

fn keep(house: &House, person: Uuid, name: &str, query: &str, sharing: &str, more: Value) -> Outcome<Value> {
    let mut input = json!({ "page": "/customers", "query": query, "name": name, "sharing": sharing });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    house.act(person, "saved_view.keep", input)
}

fn names(house: &House, person: Uuid) -> Vec<String> {
    let list = house.view(person, "saved_view.list", json!({ "page": "/customers" })).unwrap();
    list["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    refusal
        .fields
        .first()
        .map_or_else(|| refusal.rule.to_owned(), |field| format!("{} {}", field.pointer, field.rule))
}

fn on_page<T>(
    house: &House,
    person: Uuid,
    query: &[(&str, &str)],
    read: impl FnOnce(&mut PageCx<'_, '_>) -> Outcome<T>,
) -> Outcome<T> {
    let query: Vec<(String, String)> =
        query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    house.kernel.read(&Caller::person(person), |reader| {
        let text = accord_face::list::query_text(&query);
        let address = if text.is_empty() { "/customers".to_owned() } else { format!("/customers?{text}") };
        read(&mut PageCx { reader, path: BTreeMap::new(), query: query.clone(), address })
    })
}

fn html(house: &House, person: Uuid, query: &[(&str, &str)]) -> Outcome<String> {
    on_page(house, person, query, |cx| {
        let def = *cx.registry().extensions::<PageDef>().find(|page| page.path == "/customers").unwrap();
        Ok((def.draw)(cx)?.main.into_string())
    })
}

fn opens_with(house: &House, person: Uuid) -> Option<String> {
    on_page(house, person, &[], |cx| accord_face::list::settled(cx, "/customers")).unwrap()
}

#[test]
fn r67_a_view_is_kept_for_oneself_a_team_a_role_or_everybody() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        keep(house, cast.rita, "Prospects", "?stage=understand&after=x&_dialog=y&query=", "mine", json!({}))
            .unwrap();
        keep(house, cast.rita, "Area", "stage=win", "area", json!({})).unwrap();
        keep(house, cast.sven, "Sellers", "columns=name%2Cstage", "sphere", json!({})).unwrap();
        let settings = "saved_view.settings";
        for (sharing, usual) in [("role", false), ("company", false), ("area", true), ("sphere", true)] {
            let more = json!({ "usual": usual, "role": role("help_desk") });
            assert_eq!(rule(keep(house, cast.rita, "X", "stage=win", sharing, more)), settings, "{sharing}");
        }
        let desk = json!({ "role": role("help_desk"), "usual": true });
        keep(house, cast.admin, "Desk", "stage=use", "role", desk).unwrap();
        keep(house, cast.admin, "All of us", "state=archived", "company", json!({})).unwrap();

        assert_eq!(names(house, cast.rita), ["All of us", "Area", "Prospects", "Sellers"]);
        assert_eq!(names(house, cast.sven), ["All of us", "Sellers"]);
        assert_eq!(names(house, cast.head), ["All of us", "Area", "Sellers"]);
        assert_eq!(names(house, cast.tom), ["All of us", "Desk"]);
        let list = house.view(cast.rita, "saved_view.list", json!({ "page": "/customers" })).unwrap();
        assert_eq!(list["rows"][2]["query"], "stage=understand", "nothing of the moment is kept");
        assert_eq!(
            (&list["rows"][2]["may_change"], &list["rows"][3]["may_change"]),
            (&json!(true), &json!(false))
        );

        let taken = "/name saved_view.name_taken";
        assert_eq!(rule(keep(house, cast.head, "aREA", "stage=understand", "area", json!({}))), taken);
        keep(house, cast.head, "Area", "stage=understand", "mine", json!({})).unwrap();
        let no_list = json!({ "page": "/me", "query": "", "name": "X", "sharing": "mine" });
        assert_eq!(rule(house.act(cast.rita, "saved_view.keep", no_list)), "/page saved_view.no_list");
        let long = format!("query={}", "x".repeat(2_000));
        assert_eq!(rule(keep(house, cast.rita, "X", &long, "mine", json!({}))), "/query field.too_long");
        assert_eq!(rule(keep(house, cast.rita, "X", "", "role", json!({}))), settings);
        assert_eq!(rule(keep(house, cast.admin, "X", "", "role", json!({}))), "/role field.required");
        assert_eq!(rule(keep(house, cast.admin, "X", "", "role", json!({ "role": Uuid::nil() }))), "absent");
        house.verify();
    });
}

#[test]
fn r67_a_view_that_names_what_its_reader_may_not_see_shows_nothing_of_it() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let enter = |name: &str, territory: Uuid| {
            house.act(cast.head, "customer.enter", json!({ "name": name, "territory": territory })).unwrap()
        };
        enter("Nahwerk", cast.near);
        enter("Fernwerk", cast.far);
        let query = format!("territory={}", cast.far);
        let made = keep(house, cast.sven, "Far away", &query, "sphere", json!({})).unwrap();
        let view = made["view"].as_str().unwrap();
        let far = cast.far.to_string();
        let picked = [("territory", far.as_str()), ("_view", view)];
        let sven = html(house, cast.sven, &picked).unwrap();
        assert!(sven.contains("Fernwerk") && !sven.contains("Nahwerk"));
        let rita = html(house, cast.rita, &picked).unwrap();
        assert!(rita.contains("Far away"), "the view itself is her sphere's");
        assert!(!rita.contains("Fernwerk") && !rita.contains("Nahwerk"), "{rita}");
        assert!(!html(house, cast.tom, &[]).unwrap().contains("Far away"), "Tom serves");
        // The address says everything: it opens the same for whoever does not have the view.
        assert!(html(house, cast.head, &[("territory", &far)]).unwrap().contains("Fernwerk"));
        house.verify();
    });
}

#[test]
fn r67_a_list_opens_with_the_nearest_usual_view_and_one_can_ask_for_all() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        assert_eq!(opens_with(house, cast.tom), None);
        let usual = json!({ "usual": true });
        let company = keep(house, cast.admin, "Won", "stage=win", "company", usual.clone()).unwrap();
        let address = |query: &str, made: &Value| {
            Some(format!("/customers?{query}&_view={}", made["view"].as_str().unwrap()))
        };
        assert_eq!(opens_with(house, cast.tom), address("stage=win", &company));
        let desk = json!({ "usual": true, "role": role("help_desk") });
        let desk = keep(house, cast.admin, "Desk", "stage=use", "role", desk).unwrap();
        assert_eq!(opens_with(house, cast.tom), address("stage=use", &desk));
        assert_eq!(opens_with(house, cast.rita), address("stage=win", &company));
        assert_eq!(
            opens_with(house, cast.admin),
            address("stage=win", &company),
            "not what they made for the desk"
        );
        let first = keep(house, cast.tom, "One", "stage=understand", "mine", usual.clone()).unwrap();
        let second = keep(house, cast.tom, "Two", "stage=win&columns=number", "mine", usual).unwrap();
        assert_eq!(
            opens_with(house, cast.tom),
            address("stage=win&columns=number", &second),
            "one of them opens it"
        );
        let all =
            on_page(house, cast.tom, &[("_view", "all")], |cx| accord_face::list::settled(cx, "/customers"));
        assert_eq!(all.unwrap(), None);

        // The first is at its next version: it was put aside for the second.
        let stale = json!({ "view": first["view"], "version": 1, "name": "Uno" });
        let refusal = house.act(cast.tom, "saved_view.change", stale).unwrap_err();
        assert_eq!(refusal.rule, "stale");
        // A view that the list no longer reads does not close the list.
        let broken = json!({ "view": second["view"], "version": 1, "query": "territory=nowhere" });
        house.act(cast.tom, "saved_view.change", broken).unwrap();
        assert_eq!(opens_with(house, cast.tom), None);
        house.verify();
    });
}

#[test]
fn r67_a_view_is_renamed_replaced_removed_and_brought_back_by_whoever_may() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let mine = keep(house, cast.rita, "Mine", "stage=understand", "mine", json!({})).unwrap();
        let ours = keep(house, cast.rita, "Ours", "stage=win", "sphere", json!({})).unwrap();
        let change = |person: Uuid, made: &Value, version: i64, more: Value| {
            let mut input = json!({ "view": made["view"], "version": version });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(person, "saved_view.change", input)
        };
        let name = json!({ "name": "Renamed" });
        assert_eq!(
            rule(change(cast.admin, &mine, 1, name.clone())),
            "absent",
            "a private one is nobody else's"
        );
        assert_eq!(rule(change(cast.sven, &ours, 1, name.clone())), "saved_view.others");
        assert_eq!(rule(change(cast.rita, &ours, 1, json!({ "usual": true }))), "saved_view.settings");
        change(cast.rita, &mine, 1, name).unwrap();
        change(cast.rita, &mine, 2, json!({ "query": "stage=use&columns=name" })).unwrap();
        change(cast.admin, &ours, 1, json!({ "usual": true })).unwrap();
        assert_eq!(names(house, cast.rita), ["Ours", "Renamed"]);

        let gone = json!({ "view": mine["view"], "version": 3 });
        let removed = house.act(cast.rita, "saved_view.remove", gone.clone()).unwrap();
        assert_eq!(names(house, cast.rita), ["Ours"]);
        assert_eq!(rule(house.act(cast.rita, "saved_view.remove", gone)), "saved_view.removed");
        let undo = &removed["undo"];
        assert_eq!(undo["action"], "saved_view.restore");
        house.act(cast.rita, "saved_view.restore", undo["input"].clone()).unwrap();
        assert_eq!(names(house, cast.rita), ["Ours", "Renamed"]);
        assert_eq!(
            rule(house.act(cast.rita, "saved_view.restore", undo["input"].clone())),
            "saved_view.there"
        );

        // Its name was taken meanwhile: it does not come back over another.
        let gone = json!({ "view": mine["view"], "version": 5 });
        let removed = house.act(cast.rita, "saved_view.remove", gone).unwrap();
        keep(house, cast.rita, "renamed", "stage=win", "mine", json!({})).unwrap();
        let again = house.act(cast.rita, "saved_view.restore", removed["undo"]["input"].clone());
        assert_eq!(rule(again), "/name saved_view.name_taken");
        house.verify();
    });
}

#[test]
fn r67_the_bar_names_the_views_offers_what_one_may_and_columns_come_as_chosen() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = json!({ "name": "Nahwerk & <Co>", "territory": cast.near });
        house.act(cast.head, "customer.enter", customer).unwrap();
        let plain = html(house, cast.rita, &[]).unwrap();
        assert!(!plain.contains("saved_view.keep"), "there is nothing to keep");
        let made = keep(house, cast.rita, "<b>Near</b>", "columns=number%2Cstate%2Cname", "mine", json!({}))
            .unwrap();
        let view = made["view"].as_str().unwrap();
        let shown = html(house, cast.rita, &[("columns", "number,state,name"), ("_view", view)]).unwrap();
        assert!(shown.contains("&lt;b&gt;Near&lt;/b&gt;") && !shown.contains("<b>Near"));
        assert!(shown.contains("data-keys=\"1\"") && shown.contains("aria-current=\"page\""));
        // A heading that sorts is a link.
        let words = |head: &str| -> String {
            head.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect()
        };
        let heads: Vec<String> = shown
            .split("scope=\"col\"")
            .skip(1)
            .filter_map(|text| text.split("</th>").next())
            .map(words)
            .collect();
        assert_eq!(heads, ["Number", "State", "Customer"]);
        assert!(shown.contains("data-label=\"State\">in use</td>"), "{shown}");
        assert!(!shown.contains("saved_view.keep"), "it is kept already");
        assert!(
            shown.contains("/export/customer.list.csv?columns=number%2Cstate%2Cname"),
            "the file has the same"
        );
        let other = html(house, cast.rita, &[("columns", "number"), ("_view", view)]).unwrap();
        assert!(other.contains("saved_view.keep") && other.contains("Replace with what is shown"));
        let numbered =
            [("_place.name", "2"), ("_place.stage", "1"), ("_place.state", ""), ("stage", "understand")];
        let settled = on_page(house, cast.rita, &numbered, |cx| accord_face::list::settled(cx, "/customers"));
        assert_eq!(settled.unwrap().as_deref(), Some("/customers?stage=understand&columns=stage%2Cname"));
        house.verify();
    });
}
