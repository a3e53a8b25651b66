//! A merge is taken back (R2, R64): what was theirs is theirs again, what came after goes with what it names, and what
//! cannot be told honestly is asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Registry, Touches};
use accord_room_customer::{CustomerId, SiteId, site};
use accord_store::Tx;
use accord_testing::{House, on_both_databases};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use support::{Cast, START, cast, facts, id, rooms, rule};
use uuid::Uuid;

/// Stands for whatever gives a thing to another customer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GiveSite {
    site: SiteId,
    to: CustomerId,
}

impl Action for GiveSite {
    const NAME: &'static str = "site.give";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customers([site(tx, self.site)?.customer_id.into(), self.to.into()]))
    }
    fn perform(self, tx: &mut Tx, _: &mut Act<'_>) -> Outcome<()> {
        let mut row = site(tx, self.site)?;
        row.customer_id = self.to;
        Ok(tx.update(&mut row)?)
    }
}

fn giving_rooms(registry: &mut Registry) {
    rooms(registry);
    registry.action::<GiveSite>();
}

fn merge(house: &House, cast: &Cast, into: Uuid, from: Uuid) {
    let input = json!({ "into": into, "from": from, "reason": "same register number" });
    house.act(cast.head_of_sales, "customer.merge", input).unwrap();
}

fn unmerge(house: &House, cast: &Cast, from: Uuid, more: Value) -> Outcome<Value> {
    let mut input = json!({ "customer": from, "reason": "two firms at one gate" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    house.act(cast.head_of_service, "customer.unmerge", input)
}

fn names(record: &Value, list: &str) -> Vec<String> {
    record[list].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn team(record: &Value) -> Vec<String> {
    let seats = record["team"].as_array().unwrap().iter();
    let mut team: Vec<String> = seats
        .map(|seat| {
            let word = |name: &str| seat[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", seat["person"]["name"].as_str().unwrap(), word("sphere"), word("rank"))
        })
        .collect();
    team.sort();
    team
}

/// The same without what every write counts on.
fn still(mut record: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("version");
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut record);
    record
}

fn titles(house: &House, reader: Uuid, customer: Uuid) -> Vec<String> {
    let page = house.view(reader, "customer.timeline", json!({ "customer": customer })).unwrap();
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r02_a_merge_taken_back_gives_both_records_what_they_had() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let into = cast.customer(house, "Usina Leste");
        let entered = json!({ "name": "Usina Oeste", "territory": cast.south, "legal_id": "44.555/0001-66", "stage": "support" });
        let from = id(&house.act(cast.head_of_sales, "customer.enter", entered).unwrap(), "id");
        cast.site(house, into, "Main", "America/Recife");
        cast.site(house, from, "Depot", "America/Recife");
        let paulo = cast.contact(house, from, "Paulo Reis", "paulo@usina.example");
        cast.contact(house, into, "Rita Lima", "rita@usina.example");
        cast.assign(house, into, "sales", cast.ana, "owner");
        cast.assign(house, into, "after_sales", cast.carla, "backup");
        cast.assign(house, from, "sales", cast.bruno, "owner");
        cast.assign(house, from, "sales", cast.ana, "backup");
        cast.assign(house, from, "after_sales", cast.carla, "owner");
        let said = json!({ "customer": from, "channel": "mail", "direction": "inbound", "said": "Where is it?", "contact": paulo });
        house.act(cast.davi, "contact_log.add", said).unwrap();
        let before = (still(facts(house, cast.carla, into)), still(facts(house, cast.carla, from)));

        house.at("2027-03-09T08:30:00Z");
        merge(house, &cast, into, from);
        let merged = facts(house, cast.carla, from);
        assert_eq!(
            (id(&merged, "id"), &merged["stage"], &merged["legal_id"]),
            (into, &json!("support"), &json!("44.555/0001-66"))
        );
        let told = house.view(cast.ana, "customer.merges", json!({ "customer": into })).unwrap();
        assert_eq!(
            (
                &told["rows"][0]["name"],
                &told["rows"][0]["by"]["name"],
                &told["rows"][0]["merged_at"],
                &told["rows"][0]["last"]
            ),
            (&json!("Usina Oeste"), &json!("Helena"), &json!("2027-03-09T08:30:00Z"), &json!(true))
        );
        assert_eq!(told["rows"][0]["reason"], "same register number");

        house.at("2027-03-10T08:30:00Z");
        assert_eq!(
            rule(house.act(cast.ana, "customer.unmerge", json!({ "customer": from, "reason": "x" }))),
            "permission"
        );
        let back = unmerge(house, &cast, from, json!({})).unwrap();
        assert_eq!((id(&back, "id"), &back["along"]), (from, &json!(0)));
        assert_eq!(still(facts(house, cast.carla, into)), before.0);
        assert_eq!(still(facts(house, cast.carla, from)), before.1);
        // Both tell of it, and each is found as itself.
        assert_eq!(titles(house, cast.carla, from)[..2], ["customer.unmerge", "customer.merge"]);
        assert_eq!(titles(house, cast.carla, into)[..2], ["customer.unmerge", "customer.merge"]);
        assert!(titles(house, cast.carla, from).contains(&"contact_log.add".to_owned()));
        assert!(!titles(house, cast.carla, into).contains(&"contact_log.add".to_owned()));
        let found = house.view(cast.carla, "customer.list", json!({ "query": "oeste" })).unwrap();
        assert_eq!((found["rows"].as_array().unwrap().len(), id(&found["rows"][0], "id")), (1, from));
        let found = house.view(cast.carla, "customer.list", json!({ "query": "paulo" })).unwrap();
        assert_eq!(id(&found["rows"][0], "id"), from, "a contact is found under the firm it went back to");
        assert_eq!(rule(unmerge(house, &cast, from, json!({}))), "unmerge.not_merged");
        // Merged once more, and back once more.
        merge(house, &cast, into, from);
        unmerge(house, &cast, from, json!({})).unwrap();
        assert_eq!(still(facts(house, cast.carla, from)), before.1);
        house.verify();
    });
}

#[test]
fn r02_what_came_after_a_merge_stays_or_goes_with_what_it_names_or_is_asked() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (into, from) = (cast.customer(house, "Moinho Alto"), cast.customer(house, "Moinho Baixo"));
        let theirs = cast.contact(house, from, "Inês Pólo", "ines@baixo.example");
        let ours = cast.contact(house, into, "Raul Teles", "raul@alto.example");
        merge(house, &cast, into, from);
        let say = |contact: Option<Uuid>, words: &str| {
            let said = json!({ "customer": into, "contact": contact, "channel": "call", "direction": "inbound", "said": words });
            house.act(cast.davi, "contact_log.add", said).unwrap();
        };
        say(Some(theirs), "The lower mill hums.");
        say(Some(ours), "The upper mill is fine.");
        cast.site(house, from, "New hall", "America/Recife");
        let annex = cast.site(house, from, "Annex", "America/Recife");

        let stays =
            house.view(cast.head_of_sales, "customer.since_merge", json!({ "customer": from })).unwrap();
        let labels: Vec<&str> =
            stays["rows"].as_array().unwrap().iter().map(|row| row["label"].as_str().unwrap()).collect();
        assert!(labels.contains(&"Annex") && labels.contains(&"New hall"), "{labels:?}");
        assert!(
            labels.contains(&"The upper mill is fine.") && !labels.contains(&"The lower mill hums."),
            "{labels:?}"
        );
        assert_eq!(rule(unmerge(house, &cast, from, json!({ "also": [theirs] }))), "/also unmerge.not_since");
        let back = unmerge(house, &cast, from, json!({ "also": [annex] })).unwrap();
        assert_eq!(back["along"], 2, "what was said by their contact, and the chosen site");
        assert_eq!(names(&facts(house, cast.carla, from), "sites"), ["Annex"]);
        assert_eq!(names(&facts(house, cast.carla, into), "sites"), ["New hall"]);
        let talks = |contact: Uuid| {
            house.view(cast.carla, "contact.facts", json!({ "contact": contact })).unwrap()["customer"]["id"]
                .clone()
        };
        assert_eq!((talks(theirs), talks(ours)), (json!(from), json!(into)));
        house.verify();
    });
}

#[test]
fn r02_changes_since_a_merge_are_kept_and_a_later_merge_comes_first() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (into, from, third) = (
            cast.customer(house, "Fábrica A"),
            cast.customer(house, "Fábrica B"),
            cast.customer(house, "Fábrica C"),
        );
        let depot = cast.site(house, from, "Depot", "America/Recife");
        cast.assign(house, into, "sales", cast.ana, "owner");
        cast.assign(house, from, "sales", cast.bruno, "owner");
        merge(house, &cast, into, from);
        let renamed = json!({
            "site": depot, "version": 2, "name": "Depot north", "line1": "Rua 1", "town": "Olinda", "country": "br",
            "zone": "America/Recife"
        });
        house.act(cast.carla, "site.change", renamed).unwrap();
        let out = json!({ "customer": into, "sphere": "sales", "person": cast.bruno });
        house.act(cast.head_of_sales, "customer.unassign", out).unwrap();
        merge(house, &cast, third, into);
        let refused = unmerge(house, &cast, from, json!({})).unwrap_err();
        assert_eq!(refused.rule, "unmerge.merged_on");
        let (action, input) = refused.possible[0].action.clone().unwrap();
        assert_eq!((action, &input["customer"]), ("customer.unmerge", &json!(into)));
        let told = house.view(cast.ana, "customer.merges", json!({ "customer": third })).unwrap();
        let last: Vec<(&Value, &Value)> =
            told["rows"].as_array().unwrap().iter().map(|row| (&row["name"], &row["last"])).collect();
        assert!(
            last.contains(&(&json!("Fábrica A"), &json!(true)))
                && last.contains(&(&json!("Fábrica B"), &json!(false)))
        );

        unmerge(house, &cast, into, json!({})).unwrap();
        assert_eq!(names(&facts(house, cast.carla, from), "sites"), ["Depot north"], "still one with A");
        unmerge(house, &cast, from, json!({})).unwrap();
        assert_eq!(
            names(&facts(house, cast.carla, from), "sites"),
            ["Depot north"],
            "a change since is kept"
        );
        assert_eq!(names(&facts(house, cast.carla, into), "sites"), [""; 0]);
        assert_eq!(team(&facts(house, cast.carla, into)), ["Ana sales owner"]);
        assert_eq!(
            team(&facts(house, cast.carla, from)),
            [""; 0],
            "who was taken out since does not come back"
        );
        house.verify();
    });
}

#[test]
fn r02_what_was_given_to_a_third_since_is_named_and_left_there_knowingly() {
    on_both_databases(giving_rooms, START, |house| {
        let cast = cast(house);
        let (into, from, third) = (
            cast.customer(house, "Serraria A"),
            cast.customer(house, "Serraria B"),
            cast.customer(house, "Serraria C"),
        );
        let yard = cast.site(house, from, "Yard", "America/Recife");
        cast.site(house, from, "Kiln", "America/Recife");
        merge(house, &cast, into, from);
        house.act(cast.head_of_sales, "site.give", json!({ "site": yard, "to": third })).unwrap();
        let refused = unmerge(house, &cast, from, json!({})).unwrap_err();
        assert_eq!(refused.rule, "unmerge.given_on");
        assert!(format!("{:?}", refused.facts).contains("Yard"), "{refused:?}");
        let (action, input) = refused.possible[0].action.clone().unwrap();
        assert_eq!((action, &input["leave_given"]), ("customer.unmerge", &json!(true)));
        house.act(cast.head_of_service, action, input).unwrap();
        assert_eq!(names(&facts(house, cast.carla, from), "sites"), ["Kiln"]);
        assert_eq!(names(&facts(house, cast.carla, third), "sites"), ["Yard"]);
        house.verify();
    });
}
