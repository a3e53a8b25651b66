//! Products and lead times through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use accord_kernel::{Audience, Context, Kernel, Outcome, Registry, Sharing, Sight};
use accord_store::Tx;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-08-16T12:00:00Z";

struct NoCustomers;
impl Sharing for NoCustomers {
    fn sight(&self, _: &mut Tx, _: &Context, _: Uuid) -> Outcome<Sight> {
        Ok(Sight::Hidden)
    }
    fn canonical(&self, _: &mut Tx, customer: Uuid) -> Outcome<Uuid> {
        Ok(customer)
    }
}

fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_catalog::room(registry);
    registry.sharing(Box::new(NoCustomers));
}

fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// Administrator, planner, sales representative.
fn cast(house: &House) -> (Uuid, Uuid, Uuid) {
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
    let area = json!({ "name": "Works", "serves_sphere": "sales", "helps": "Builds in time." });
    let area = id(&house.act(admin, "area.enter", area).unwrap(), "area");
    let person = |name: &str, word: &str| {
        let role: Uuid = accord_room_people::RoleId::seeded(word).into();
        let input = json!({
            "name": name, "language": "en", "roles": [role], "posts": [{ "area": area, "title": "" }]
        });
        id(&house.act(admin, "people.enter", input).unwrap(), "person")
    };
    (admin, person("Paulo", "planner"), person("Rita", "sales_rep"))
}

fn press(code: &str) -> Value {
    json!({
        "code": code, "name": format!("Press {code}"), "kind": "equipment", "unit": "piece", "by_slots": true,
        "transport_days": 3, "price": { "amount": "41500.00", "currency": "EUR" }
    })
}

fn rule(outcome: Outcome<Value>) -> (String, String) {
    let refusal = outcome.unwrap_err();
    let field = refusal.fields.first();
    field.map_or_else(
        || (refusal.rule.to_owned(), String::new()),
        |field| (field.rule.to_owned(), field.pointer.clone()),
    )
}

#[test]
fn r18_a_lead_time_is_kept_by_effective_date_and_never_rewritten() {
    on_both_databases(rooms, START, |house| {
        let (_, planner, rep) = cast(house);
        let input = json!({ "product": press("P-300"), "lead_time": { "days": 70, "from": "2026-01-01" } });
        let product = id(&house.act(planner, "product.enter", input).unwrap(), "product");
        let set = |from: &str, days: i64| {
            let input = json!({ "product": product, "days": days, "from": from, "reason": "second shift" });
            house.act(planner, "product.set_lead_time", input)
        };
        assert_eq!(rule(set("2027-08-15", 10)), ("lead_time.back_dated".to_owned(), "/from".to_owned()));
        set("2027-08-16", 63).unwrap();
        set("2027-11-01", 49).unwrap();
        let seen = house.view(rep, "catalog.product", json!({ "product": product })).unwrap();
        let days: Vec<_> =
            seen["lead_times"].as_array().unwrap().iter().map(|step| step["days"].clone()).collect();
        assert_eq!(days, [json!(49), json!(63), json!(70)], "{}", house.name());
        let current: Vec<_> =
            seen["lead_times"].as_array().unwrap().iter().map(|step| step["in_force"].clone()).collect();
        assert_eq!(current, [json!(false), json!(true), json!(false)]);
        assert_eq!(seen["product"]["lead_time"], json!({ "days": 63, "count": "calendar" }));
        house.verify();
    });
}

#[test]
fn what_is_typed_is_checked_and_the_second_editor_is_told() {
    on_both_databases(rooms, START, |house| {
        let (admin, planner, rep) = cast(house);
        assert_eq!(rule(house.act(rep, "product.enter", json!({ "product": press("X") }))).0, "permission");
        let entered = house.act(planner, "product.enter", json!({ "product": press("p-300 ") })).unwrap();
        let product = id(&entered, "product");
        let twice = house.act(planner, "product.enter", json!({ "product": press("P-300") }));
        assert_eq!(rule(twice), ("product.code_taken".to_owned(), "/product/code".to_owned()));
        let mut service = press("S");
        service["kind"] = json!("service");
        let refused = house.act(planner, "product.enter", json!({ "product": service }));
        assert_eq!(rule(refused), ("product.no_slots".to_owned(), "/product/by_slots".to_owned()));
        let mut strange = press("S");
        strange["installation"] = json!([{ "skill": Uuid::from_u128(7), "minutes": 30 }]);
        let refused = house.act(planner, "product.enter", json!({ "product": strange }));
        assert_eq!(rule(refused).1, "/product/installation/0/skill");
        let refused = house.act(
            planner,
            "product.enter",
            json!({ "product": press("S"), "lead_time": { "days": -1, "from": "2027-01-01" } }),
        );
        assert_eq!(rule(refused), ("field.range".to_owned(), "/lead_time/days".to_owned()));
        let mut unknown = press("S");
        unknown["secret"] = json!(1);
        let refused = house.act(planner, "product.enter", json!({ "product": unknown }));
        assert_eq!(rule(refused), ("field.unknown".to_owned(), "/product/secret".to_owned()));

        let change = |version: i64, code: &str| {
            house.act(
                planner,
                "product.change",
                json!({ "id": product, "version": version, "product": press(code) }),
            )
        };
        change(1, "P-310").unwrap();
        let stale = change(1, "P-320").unwrap_err();
        assert_eq!(stale.status.code(), 412);
        assert_eq!(stale.detail.unwrap()["current"]["code"], json!("P-310"));
        let absent = json!({ "id": Uuid::from_u128(9), "version": 1, "product": press("P") });
        assert_eq!(house.act(planner, "product.change", absent).unwrap_err().status.code(), 404);
        let skill = house.act(admin, "skill.enter", json!({ "name": "Hydraulics" })).unwrap();
        let again = house.act(admin, "skill.enter", json!({ "name": " Hydraulics " }));
        assert_eq!(rule(again), ("skill.name_taken".to_owned(), "/name".to_owned()));
        let rename = json!({ "skill": skill["skill"], "version": 1, "name": "Hydraulic presses" });
        house.act(admin, "skill.change", rename).unwrap();
        house.verify();
    });
}

#[test]
fn products_are_listed_page_by_page_found_and_taken_out_of_sale() {
    on_both_databases(rooms, START, |house| {
        let (_, planner, rep) = cast(house);
        let mut last = json!(null);
        for number in 1..=5 {
            let input = json!({ "product": press(&format!("P-{number}0")) });
            last = house.act(planner, "product.enter", input).unwrap();
        }
        let codes = |page: &Value| -> Vec<String> {
            page["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["code"].as_str().unwrap().to_owned())
                .collect()
        };
        let first = house.view(rep, "catalog.products", json!({ "limit": 3 })).unwrap();
        assert_eq!(codes(&first), ["P-10", "P-20", "P-30"]);
        assert_eq!((first["count"].clone(), first["count_capped"].clone()), (json!(5), json!(false)));
        let second =
            house.view(rep, "catalog.products", json!({ "limit": 3, "after": first["next"] })).unwrap();
        assert_eq!(codes(&second), ["P-40", "P-50"]);
        assert_eq!(second["next"], json!(null));
        let found = house.view(rep, "catalog.products", json!({ "query": "PRESS p-40" })).unwrap();
        assert_eq!(codes(&found), ["P-40"]);
        let archive = json!({ "product": last["product"], "version": 1 });
        house.act(planner, "product.archive", archive).unwrap();
        assert_eq!(house.view(rep, "product.choices", json!({ "query": "p-50" })).unwrap(), json!([]));
        assert_eq!(
            codes(&house.view(rep, "catalog.products", json!({ "archived": true })).unwrap()),
            ["P-50"]
        );
        house.act(planner, "product.restore", json!({ "product": last["product"], "version": 2 })).unwrap();
        let choices = house.view(rep, "product.choices", json!({ "query": "p-50" })).unwrap();
        assert_eq!(choices[0]["hint"], json!("P-50"));
        house.verify();
    });
}

/// Search can be rebuilt from the recorded rows.
#[test]
fn the_search_is_made_anew() {
    on_both_databases(rooms, START, |house| {
        let (_, planner, rep) = cast(house);
        house.act(planner, "product.enter", json!({ "product": press("K-7") })).unwrap();
        let kernel: &std::sync::Arc<Kernel> = &house.kernel;
        let rebuilds: Vec<_> = kernel
            .registry
            .rebuilds()
            .iter()
            .filter(|(name, _)| *name == "search_entry (product)")
            .map(|(_, rebuild)| *rebuild)
            .collect();
        let rebuild = rebuilds[0];
        let made = kernel.db.write(rebuild).unwrap();
        assert_eq!(made, 1);
        let found = house.view(rep, "catalog.products", json!({ "query": "k-7" })).unwrap();
        assert_eq!(found["count"], json!(1));
        let staff = kernel.registry.views().filter(|view| view.name.starts_with("catalog.")).count();
        assert_eq!(
            staff,
            kernel
                .registry
                .views()
                .filter(|view| { view.name.starts_with("catalog.") && view.audience == Audience::Staff })
                .count(),
            "no customer reads the catalog"
        );
        house.verify();
    });
}

/// Draws the page of an address with its query, as a person sees it.
fn page(house: &House, who: Uuid, pattern: &str, address: &str) -> String {
    use accord_face::{PageCx, PageDef};
    let drawn = house.kernel.read(&accord_kernel::Caller::person(who), |reader| {
        let def = *reader.kernel.registry.extensions::<PageDef>().find(|def| def.path == pattern).unwrap();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let places = pattern
            .split('/')
            .zip(path.split('/'))
            .filter_map(|(name, value)| {
                Some((name.strip_prefix('{')?.strip_suffix('}')?.to_owned(), value.to_owned()))
            })
            .collect();
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut cx = PageCx { reader, path: places, query, address: address.to_owned() };
        (def.draw)(&mut cx).map(|page| page.main.into_string())
    });
    drawn.unwrap()
}

/// Texts of a page that look like message keys: words for which there is no message say their key.
fn keys_said(html: &str) -> Vec<&str> {
    let texts = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
    let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let looks = |text: &&str| {
        text.contains('-') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(key)
    };
    texts.filter(looks).collect()
}

#[test]
fn pages_have_all_their_words_in_both_languages_and_escape_names() {
    let house = accord_testing::sqlite(rooms, START);
    let (admin, planner, rep) = cast(&house);
    let skill = house.act(admin, "skill.enter", json!({ "name": "Welding <b>" })).unwrap();
    let empty = page(&house, planner, "/products", "/products");
    assert!(empty.contains("No products yet") && empty.contains("/do/product.enter"), "{empty}");
    let mut new = press("P-1");
    new["name"] = json!("Press <script>x</script>");
    new["installation"] = json!([{ "skill": skill["skill"], "minutes": 480 }]);
    let input = json!({ "product": new, "lead_time": { "days": 9, "from": "2027-01-01" } });
    let product = id(&house.act(planner, "product.enter", input).unwrap(), "product");
    let one = format!("/products/{product}");
    for language in ["en", "pt-BR"] {
        house.act(planner, "people.preferences", json!({ "language": language })).unwrap();
        for (pattern, address) in [
            ("/products", "/products?kind=equipment"),
            ("/products", "/products?query=nothing"),
            ("/products/{product}", one.as_str()),
            ("/products/skills", "/products/skills"),
        ] {
            let html = page(&house, planner, pattern, address);
            assert_eq!(keys_said(&html), Vec::<&str>::new(), "{address} in {language}");
            assert!(!html.contains("<script>x") && !html.contains("Welding <b>"), "{address}");
        }
    }
    let seen = page(&house, rep, "/products/{product}", &one);
    assert!(!seen.contains("/do/product.change"), "who may not is not offered it");
    let closed = page(&house, planner, "/products/{product}", &one);
    let opens =
        closed.split("href=\"").find(|link| link.contains("data-dialog=\"/do/product.change\"")).unwrap();
    let offered = page(&house, planner, "/products/{product}", opens.split('#').next().unwrap());
    assert!(offered.contains("product.installation.0.skill"), "the work is asked for in rows: {offered}");
}
