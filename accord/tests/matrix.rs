//! The security matrix: every action and view, tried by every seeded role and one role made at random, on a customer of
//! their own, of another territory, and on ids that do not exist. Generated from the registry, so a new action is in it.
//!
//! What must hold: without the permission nothing but `permission` is answered, whatever the ids; another territory asks
//! for a reason and shows nothing; what is absent is refused; nothing is a defect of ours; and for a contact everything
//! foreign looks exactly as absent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use accord_face::answer::{Field, Shape, fields, unwrapped};
use accord_kernel::{
    Audience, Caller, Credential, Intent, Kernel, Outcome, Permission, Refusal, Status, Touches, Via,
};
use accord_room_people::{RoleId, roles::SEEDED};
use accord_testing::{House, on_both_databases};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

/// Roles may see every territory, or be asked for a reason.
struct Player {
    role: String,
    caller: Caller,
    permissions: Vec<Permission>,
    contact: bool,
}

/// Ids of one customer's things, by entity word.
type Things = BTreeMap<&'static str, Uuid>;

#[test]
fn r64_every_action_and_view_by_every_role_on_own_foreign_and_absent() {
    on_both_databases(rooms_with_files, "2026-02-02T15:00:00Z", |house| {
        let (players, own, foreign) = stage(house);
        let mut cells = 0;
        let mut wrong = Vec::new();
        for player in &players {
            for (name, permission, audience, schema) in surface(&house.kernel) {
                let mut answers = Vec::new();
                for (place, things) in [("own", Some(&own)), ("foreign", Some(&foreign)), ("absent", None)] {
                    let input = sample(&schema, things, place);
                    let outcome = attempt(house, player, &name, &input);
                    cells += 1;
                    let refers = refers(&schema) && name != DOOR;
                    let narrower = NARROWER.iter().any(|(known, _)| *known == name);
                    let refused = outcome.as_ref().err().is_some_and(|refusal| refusal.rule == "permission");
                    if narrower && refused {
                        answers.push(outcome);
                        continue;
                    }
                    if let Err(text) = judge(player, permission, audience, place, refers, &outcome) {
                        wrong.push(format!("{} {name} {place}: {text}", player.role));
                    }
                    answers.push(outcome);
                }
                let contact_differs = player.contact
                    && refers(&schema)
                    && answers[1].as_ref().err().map(|refusal| refusal.rule)
                        != answers[2].as_ref().err().map(|refusal| refusal.rule);
                if contact_differs {
                    wrong.push(format!("{} {name}: foreign and absent look different", player.role));
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "{} of {cells} cells on {}:\n{}",
            wrong.len(),
            house.name(),
            wrong.join("\n")
        );
        assert!(cells > 5_000, "only {cells} cells");
        house.verify();
    });
}

/// Whatever sells, in one list: it may only change together with this test (R31).
const COMMERCIAL: &[&str] = &[
    "contract.remind_sales",
    "contract.renew",
    "contract.sell",
    "demo.move",
    "demo.plan",
    "observation.accept",
    "observation.offer",
    "opportunity.open",
    "opportunity.plan_step",
    "opportunity.recontact_due",
    "opportunity.remind",
    "programme.plan",
    "quote.remind",
    "quote.send",
    "service.decide",
    "service.extend_window",
    "service.from_quote",
    "survey.send",
];

/// Every commercial action, by every role and the program, through every face, for a customer in crisis.
#[test]
fn r31_every_commercial_action_is_refused_in_crisis_for_every_role_and_face() {
    on_both_databases(rooms_with_files, "2026-02-02T15:00:00Z", |house| {
        let (players, own, foreign) = stage(house);
        let commercial: Vec<(String, JsonValue)> = house
            .kernel
            .registry
            .actions()
            .filter(|def| def.commercial)
            .map(|def| (def.name.to_owned(), def.input.as_value().clone()))
            .collect();
        let names: Vec<&str> = commercial.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, COMMERCIAL, "what sells has changed: look at each, then at this list");
        let stop = json!({ "customer": own["customer"], "what": "It stands", "call_back": "1", "severity": "stopped" });
        house.system("case.open", stop).unwrap();
        let events = |house: &House| {
            house
                .kernel
                .db
                .read(|tx| {
                    let row = tx.query_one("SELECT COUNT(*) FROM event", &[])?;
                    Ok::<i64, Refusal>(row.map_or(Ok(0), |row| row.get(0))?)
                })
                .unwrap()
        };
        let before = events(house);
        let vias = [Via::Page, Via::Api, Via::Import, Via::Command, Via::Clockwork];
        let mut callers: Vec<(String, Caller)> = players
            .iter()
            .filter(|player| !player.contact)
            .map(|player| (player.role.clone(), player.caller.clone()))
            .collect();
        callers.push(("program".to_owned(), Caller::system()));
        let mut cells = 0;
        for (role, caller) in &callers {
            for via in vias {
                let caller = Caller { via, ..caller.clone() };
                for (name, schema) in &commercial {
                    cells += 1;
                    // The rule itself, whatever else would stand against the call.
                    let held = house.kernel.read(&caller, |reader| {
                        let context = reader.context.clone();
                        let def = house.kernel.registry.find_action(name).unwrap();
                        let touches = Touches::customer(own["customer"]);
                        let intent = Intent { action: def, touches: &touches, input: &JsonValue::Null };
                        (accord_room_case::GUARD.check)(reader.tx, &context, &intent)
                    });
                    assert_eq!(
                        held.unwrap_err().rule,
                        "crisis.commercial",
                        "{name} by {role} through {via:?}"
                    );
                    // And the call, as that face would make it.
                    let input = sample(schema, Some(&own), "own");
                    let done = house.kernel.act(&caller, accord_kernel::Call::new(name, input));
                    assert!(done.is_err(), "{name} by {role} through {via:?} went through");
                }
            }
        }
        assert_eq!(events(house), before, "a refused call left something");
        assert!(cells > 500, "only {cells} cells");
        // Through the whole way in, where nothing else stands against it; and nobody else is held.
        let open = |customer: Uuid| json!({ "customer": customer, "title": "A line", "kind": "net_new" });
        let (rep, caller) = callers.iter().find(|(role, _)| role == "head_of_sales").unwrap();
        let call =
            |customer| house.kernel.act(caller, accord_kernel::Call::new("opportunity.open", open(customer)));
        assert_eq!(call(own["customer"]).unwrap_err().rule, "crisis.commercial", "{rep}");
        assert!(call(foreign["customer"]).is_ok(), "only the customer in crisis is held");
        house.verify();
    });
}

/// Permissions that a role of the company's own can hold.
fn tickable() -> Vec<Permission> {
    let never = [Permission::SystemOnly, Permission::SignIn, Permission::PortalRead, Permission::PortalWrite];
    Permission::ALL.iter().copied().filter(|permission| !never.contains(permission)).collect()
}

/// A role of the company's own grants what is ticked and nothing else: each permission alone, none, all, and some
/// mixtures, over every action and view, on the very next request after the role is changed.
#[test]
fn r64_an_own_role_grants_exactly_what_is_ticked() {
    on_both_databases(rooms_with_files, "2026-02-02T15:00:00Z", |house| {
        let (_, own, _) = stage(house);
        let define = json!({ "label": "Our own", "permissions": [] });
        let role = named(&house.system("role.define", define).unwrap(), "role");
        let input = json!({ "name": "Olga", "email": "olga@matrix.example", "roles": [role] });
        let caller = Caller::person(named(&house.system("people.enter", input).unwrap(), "person"));
        let all = tickable();
        let mut ticked: Vec<Vec<Permission>> = all.iter().map(|permission| vec![*permission]).collect();
        ticked.push(Vec::new());
        ticked.push(all.clone());
        // Mixtures that nobody thought through: each permission is in about half of them, by a rule of its own.
        for mixture in 1..=6_usize {
            let inside = |(place, _): &(usize, &Permission)| (place * place * mixture + place * 7) % 13 < 6;
            ticked.push(all.iter().enumerate().filter(inside).map(|(_, permission)| *permission).collect());
        }
        let surface: Vec<_> = surface(&house.kernel)
            .into_iter()
            .map(|(name, permission, audience, schema)| {
                (name, permission, audience, sample(&schema, Some(&own), "own"))
            })
            .collect();
        let (mut cells, mut granted, mut wrong) = (0, 0, Vec::new());
        for (round, permissions) in ticked.iter().enumerate() {
            let version = i64::try_from(round).unwrap() + 1;
            let input =
                json!({ "role": role, "version": version, "label": "Our own", "permissions": permissions });
            house.system("role.change", input).unwrap();
            for ((name, permission, audience, _), refused) in
                surface.iter().zip(refused_by_permission(house, &caller, &surface))
            {
                cells += 1;
                let admitted = matches!(audience, Audience::Staff | Audience::Both | Audience::Public);
                let held = *permission == Permission::Own || permissions.contains(permission);
                let may = admitted && (*audience == Audience::Public || held);
                let narrower = NARROWER.iter().any(|(known, _)| known == name);
                granted += usize::from(may && !refused);
                if may == refused && !(may && narrower) {
                    wrong.push(format!(
                        "{permissions:?}: {name} {}",
                        if may { "is refused" } else { "is granted" }
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {cells} on {}:\n{}", wrong.len(), house.name(), wrong.join("\n"));
        assert!(cells > 20_000 && granted > 1_000, "only {cells} cells, {granted} granted");
        house.verify();
    });
}

/// Which of these are refused for want of a permission: in one transaction that is rolled back, each on its own.
fn refused_by_permission(
    house: &House,
    caller: &Caller,
    surface: &[(String, Permission, Audience, JsonValue)],
) -> Vec<bool> {
    let by_permission = |outcome: &Outcome<JsonValue>| {
        outcome.as_ref().err().is_some_and(|refusal| refusal.rule == "permission")
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let actions: Vec<(String, JsonValue)> = surface
        .iter()
        .filter(|(name, ..)| !name.starts_with('?'))
        .map(|(name, _, _, input)| (name.clone(), input.clone()))
        .collect();
    let (slot, who) = (Arc::clone(&seen), caller.clone());
    let rolled: Outcome<()> = house.kernel.together(move |together| {
        let mut outcomes = Vec::new();
        for (name, input) in &actions {
            // Whatever is refused leaves nothing, so that one call does not disturb the next.
            outcomes.push(by_permission(&together.act(&who, name, input.clone())));
        }
        *slot.lock().unwrap() = outcomes;
        Err(Refusal::conflict("rolled_back"))
    });
    assert_eq!(rolled.unwrap_err().rule, "rolled_back");
    let mut actions = seen.lock().unwrap().clone().into_iter();
    surface
        .iter()
        .map(|(name, _, _, input)| match name.strip_prefix('?') {
            Some(view) => by_permission(&house.kernel.view(caller, view, input)),
            None => actions.next().unwrap(),
        })
        .collect()
}

fn rooms_with_files(registry: &mut accord_kernel::Registry) {
    accord::wiring::rooms(registry);
    accord::wiring::files(
        registry,
        &std::env::temp_dir().join(format!("accord-matrix-{}", std::process::id())),
    );
}

/// What is narrower than its permission, with the reason: the list may only shrink.
const NARROWER: &[(&str, &str)] = &[
    ("?people.choices", "colleagues are named only to whoever reads people"),
    ("?people.leave", "one's own leave, or that of others for whoever reads people"),
    ("intake.begin", "what an import writes needs its own permission too"),
    ("intake.rehearse", "what an import writes needs its own permission too"),
];

/// The one door into another territory: stating why.
const DOOR: &str = "customer.state_reason";

/// Every action and view: name (views with `?`), permission, audience, schema of the input.
fn surface(kernel: &Kernel) -> Vec<(String, Permission, Audience, JsonValue)> {
    let actions = kernel
        .registry
        .actions()
        .map(|def| (def.name.to_owned(), def.permission, def.audience, def.input.as_value().clone()));
    let views = kernel
        .registry
        .views()
        .map(|def| (format!("?{}", def.name), def.permission, def.audience, def.input.as_value().clone()));
    actions.chain(views).collect()
}

fn judge(
    player: &Player,
    permission: Permission,
    audience: Audience,
    place: &str,
    refers: bool,
    outcome: &Outcome<JsonValue>,
) -> Result<(), String> {
    if let Err(refusal) = outcome
        && matches!(refusal.status, Status::Defect | Status::Unavailable)
    {
        return Err(format!("a defect: {refusal:?}"));
    }
    let admitted = match audience {
        Audience::Public | Audience::Both => true,
        Audience::Staff => !player.contact,
        Audience::Customer => player.contact,
        Audience::System => false,
    };
    let allowed = admitted && (audience == Audience::Public || player.permissions.contains(&permission));
    let rule = outcome.as_ref().err().map(|refusal| refusal.rule);
    match (allowed, rule) {
        (false, Some("permission")) if !player.contact || admitted => Ok(()),
        (false, Some("absent")) if player.contact => Ok(()),
        (false, other) => Err(format!("not allowed, but answered {other:?}")),
        (true, Some("permission")) if admitted && audience != Audience::Public => {
            Err("allowed, but refused by permission".to_owned())
        }
        (true, None) if place == "absent" && refers => Err("ids that do not exist were accepted".to_owned()),
        (true, None)
            if place == "foreign" && refers && !player.permissions.contains(&Permission::TerritoryAll) =>
        {
            Err("another's customer was opened without a reason".to_owned())
        }
        (true, _) => Ok(()),
    }
}

/// Whether the input must name something of a customer.
fn refers(schema: &JsonValue) -> bool {
    fields(schema).iter().any(|field| {
        field.required && matches!(&field.shape, Shape::Ref { entity } if matches!(entity.as_str(), "customer" | "site" | "contact" | "promise" | "asset" | "asset_outage" | "opportunity" | "demonstration" | "programme" | "quote" | "visit" | "installation" | "service_case"))
    })
}

/// Tries it and rolls everything back, so that no cell disturbs another.
fn attempt(house: &House, player: &Player, name: &str, input: &JsonValue) -> Outcome<JsonValue> {
    if let Some(view) = name.strip_prefix('?') {
        return house.kernel.view(&player.caller, view, input);
    }
    let seen = Arc::new(Mutex::new(None));
    let (slot, caller, name, input) =
        (Arc::clone(&seen), player.caller.clone(), name.to_owned(), input.clone());
    let rolled: Outcome<()> = house.kernel.together(move |together| {
        let outcome = together.act(&caller, &name, input.clone());
        *slot.lock().unwrap() = Some(outcome);
        Err(Refusal::conflict("rolled_back"))
    });
    assert_eq!(rolled.unwrap_err().rule, "rolled_back");
    seen.lock().unwrap().take().unwrap()
}

fn sample(schema: &JsonValue, things: Option<&Things>, place: &str) -> JsonValue {
    let mut out = Map::new();
    for field in fields(schema).into_iter().filter(|field| field.required) {
        out.insert(field.name.clone(), value(&field, things, place));
    }
    JsonValue::Object(out)
}

fn value(field: &Field, things: Option<&Things>, place: &str) -> JsonValue {
    match &field.shape {
        Shape::Text { .. } => json!(if field.name == "email" { "x@y.example" } else { "x" }),
        Shape::Date => json!("2026-03-30"),
        Shape::Instant => json!("2026-03-30T15:00:00Z"),
        Shape::Words { words, .. } => json!(words.first()),
        Shape::Ref { entity } => {
            let known = things.and_then(|things| things.get(entity.as_str()).copied());
            json!(known.unwrap_or_else(|| Uuid::parse_str("01890000-0000-7000-8000-00000000beef").unwrap()))
        }
        Shape::Number => json!(1),
        Shape::Flag => json!(false),
        Shape::Money => json!({ "amount": "1.00", "currency": "USD" }),
        Shape::Object => sample(&unwrapped(&field.schema), things, place),
        Shape::List(_) => json!([]),
        Shape::Json => match field.schema.get("type").and_then(JsonValue::as_str) {
            Some("array") => json!([]),
            Some("string") => json!("1"),
            _ => match field.schema.pointer("/type/0").and_then(JsonValue::as_str) {
                Some("string") => json!("1"),
                _ => json!({}),
            },
        },
    }
}

fn id(answer: &JsonValue) -> Uuid {
    let object = answer.as_object().unwrap_or_else(|| panic!("no object: {answer}"));
    object
        .get("id")
        .into_iter()
        .chain(object.values())
        .find_map(|value| Uuid::parse_str(value.as_str()?).ok())
        .unwrap()
}

fn named(answer: &JsonValue, name: &str) -> Uuid {
    answer[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name}: {answer}"))
}

fn stage(house: &House) -> (Vec<Player>, Things, Things) {
    let set_up = house
        .system(
            "company.set_up",
            json!({
                "name": "Matrix", "home_zone": "America/Chicago", "currency": "USD", "language": "en", "calendar_name": "Home",
                "administrator": { "name": "Ada", "email": "ada@matrix.example" },
            }),
        )
        .unwrap();
    let ada = Uuid::parse_str(set_up["administrator"].as_str().unwrap()).unwrap();
    let north = id(&house.act(ada, "territory.enter", json!({ "name": "North" })).unwrap());
    let south = id(&house.act(ada, "territory.enter", json!({ "name": "South" })).unwrap());
    let boss = {
        let roles: Vec<Uuid> = ["head_of_sales", "head_of_service", "head_of_manufacturing"]
            .iter()
            .map(|role| RoleId::seeded(role).into())
            .collect();
        id(&house.act(ada, "people.enter", json!({ "name": "Boss", "email": "boss@matrix.example", "title": "Head", "roles": roles, "posts": [], "territories": [] })).unwrap())
    };
    let own = things(house, boss, north, "Own Mills");
    let foreign = things(house, boss, south, "Foreign Foods");
    let mut players = Vec::new();
    for seeded in SEEDED {
        let mut permissions: Vec<Permission> =
            seeded.permissions.iter().flat_map(|part| part.iter().copied()).collect();
        if seeded.word == "customer_contact" {
            let caller =
                Caller { credential: Credential::Contact(own["contact"]), ..Caller::person(own["contact"]) };
            permissions.push(Permission::Own);
            players.push(Player { role: seeded.word.to_owned(), caller, permissions, contact: true });
            continue;
        }
        players.push(player(house, ada, seeded.word, RoleId::seeded(seeded.word).into(), permissions, north));
    }
    // A role that nobody thought through: every third permission of the list.
    let odd: Vec<Permission> = Permission::ALL
        .iter()
        .copied()
        .filter(|permission| {
            !matches!(
                permission,
                Permission::SystemOnly
                    | Permission::SignIn
                    | Permission::PortalRead
                    | Permission::PortalWrite
                    | Permission::TerritoryAll
            )
        })
        .step_by(3)
        .collect();
    if let Ok(role) =
        house.act(ada, "role.define", json!({ "name": "odd", "label": "Odd", "permissions": odd }))
    {
        let mut held = odd;
        held.push(Permission::Own);
        players.push(player(house, ada, "odd", id(&role), held, north));
    }
    (players, own, foreign)
}

fn player(
    house: &House,
    ada: Uuid,
    word: &str,
    role: Uuid,
    mut permissions: Vec<Permission>,
    territory: Uuid,
) -> Player {
    let input = json!({
        "name": word, "email": format!("{word}@matrix.example"), "title": word, "roles": [role], "posts": [], "territories": [territory],
    });
    let person = id(&house.act(ada, "people.enter", input).unwrap());
    // Everybody signed in may do what concerns only themselves.
    permissions.push(Permission::Own);
    Player { role: word.to_owned(), caller: Caller::person(person), permissions, contact: false }
}

fn things(house: &House, boss: Uuid, territory: Uuid, name: &str) -> Things {
    let customer =
        id(&house.act(boss, "customer.enter", json!({ "name": name, "territory": territory })).unwrap());
    let site = id(&house
        .act(boss, "site.enter", json!({ "customer": customer, "name": "Plant", "line1": "1 Road", "town": "Town", "country": "US", "zone": "America/Chicago" }))
        .unwrap());
    let contact = id(&house
        .act(
            boss,
            "contact.enter",
            json!({ "customer": customer, "name": "Con Tact", "email": format!("{customer}@x.example") }),
        )
        .unwrap());
    house.act(boss, "contact.invite", json!({ "contact": contact })).unwrap();
    let promise = id(&house
        .act(boss, "promise.make", json!({ "customer": customer, "kind": "document", "wording": "The drawing.", "due_on": "2026-02-20", "told": "call", "owner": boss }))
        .unwrap());
    let unit = json!({ "customer": customer, "site": site, "model": "Press" });
    let asset = id(&house.act(boss, "asset.add", unit).unwrap());
    let outage = json!({ "asset": asset, "began_at": "2026-01-20T09:00:00Z", "over": true });
    let outage = named(&house.act(boss, "asset.outage_record", outage).unwrap(), "outage");
    let pursued = json!({ "customer": customer, "title": "Line", "kind": "net_new" });
    let opportunity = named(&house.act(boss, "opportunity.open", pursued).unwrap(), "opportunity");
    let press = json!({
        "product": { "code": format!("P-{name}").replace(' ', ""), "name": "Press", "kind": "equipment", "unit": "unit", "by_slots": false, "installation": [], "transport_days": 1, "transport_count": "working" },
        "lead_time": { "days": 30, "from": "2020-01-01" },
    });
    let product = named(&house.act(boss, "product.enter", press).unwrap(), "product");
    let demo = json!({ "opportunity": opportunity, "product": product, "starts_at": "2026-02-20T15:00:00Z", "minutes": 60, "no_engineer_reason": "none yet" });
    let demo = named(&house.act(boss, "demo.plan", demo).unwrap(), "demo");
    let plan = json!({ "customer": customer, "name": "Hall", "product": product, "old_units": [asset], "starts_on": "2026-02-02", "months": 12, "capacity": "1", "preparation_days": 5 });
    let programme = named(&house.act(boss, "programme.plan", plan).unwrap(), "programme");
    // No stop: a customer in crisis would be held, which is another test's matter.
    let call = json!({ "customer": customer, "what": "How often is the filter changed?", "call_back": "1", "severity": "question" });
    let case = named(&house.act(boss, "case.open", call).unwrap(), "case");
    let quote =
        id(&house.act(boss, "quote.open", json!({ "customer": customer, "title": "A press" })).unwrap());
    let visit = json!({ "customer": customer, "site": site, "purpose": "inspect", "task": "Look at it", "minutes": 60 });
    let visit = named(&house.act(boss, "visit.plan", visit).unwrap(), "visit");
    let install = json!({ "customer": customer, "asset": asset, "planned_from": "2026-04-07" });
    let installation = named(&house.act(boss, "installation.plan", install).unwrap(), "installation");
    BTreeMap::from([
        ("visit", visit),
        ("installation", installation),
        ("opportunity", opportunity),
        ("demonstration", demo),
        ("programme", programme),
        ("customer", customer),
        ("site", site),
        ("contact", contact),
        ("promise", promise),
        ("quote", quote),
        ("service_case", case),
        ("asset", asset),
        ("asset_outage", outage),
    ])
}
