//! Calendars at secret addresses: what they show, to whom, and until when; on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use accord_room_feed::show;
use accord_room_people::RoleId;
use accord_testing::{House, on_both_databases};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

const START: &str = "2026-03-02T15:00:00Z";

fn named(answer: &JsonValue, name: &str) -> Uuid {
    answer[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name}: {answer}"))
}

struct Cast {
    ada: Uuid,
    boss: Uuid,
    /// Sells and goes out, in the North.
    rita: Uuid,
    role: Uuid,
    north: Uuid,
    south: Uuid,
}

impl Cast {
    fn new(house: &House) -> Self {
        let made = json!({
            "name": "Feeds", "home_zone": "America/New_York", "currency": "USD", "language": "en", "calendar_name": "Home",
            "administrator": { "name": "Ada", "email": "ada@feeds.example" }
        });
        let ada = named(&house.system("company.set_up", made).unwrap(), "administrator");
        let territory = |name: &str| {
            named(&house.act(ada, "territory.enter", json!({ "name": name })).unwrap(), "territory")
        };
        let (north, south) = (territory("North"), territory("South"));
        let heads: Vec<Uuid> =
            ["head_of_sales", "head_of_service"].iter().map(|role| RoleId::seeded(role).into()).collect();
        let enter = |name: &str, roles: &[Uuid], territories: &[Uuid]| {
            let input = json!({ "name": name, "title": name, "roles": roles, "posts": [], "territories": territories });
            named(&house.act(ada, "people.enter", input).unwrap(), "person")
        };
        let boss = enter("Boss", &heads, &[]);
        let permissions =
            ["customer.read", "promise.read", "promise.make", "promise.keep", "visit.read", "visit.do"];
        let define = json!({ "label": "Rounds", "permissions": permissions });
        let role = named(&house.act(ada, "role.define", define).unwrap(), "role");
        Self { ada, boss, rita: enter("Rita", &[role], &[north]), role, north, south }
    }

    fn customer(&self, house: &House, name: &str, territory: Uuid) -> (Uuid, Uuid) {
        let customer = json!({ "name": name, "territory": territory });
        let customer = named(&house.act(self.boss, "customer.enter", customer).unwrap(), "id");
        let site = json!({
            "customer": customer, "name": "Plant; hall 2", "line1": "1 Road", "town": "Town", "country": "US", "zone": "America/New_York"
        });
        (customer, named(&house.act(self.boss, "site.enter", site).unwrap(), "id"))
    }

    fn promise(&self, house: &House, customer: Uuid, wording: &str, due: &str) -> JsonValue {
        let input = json!({
            "customer": customer, "kind": "document", "wording": wording, "due_on": due, "told": "call", "owner": self.rita
        });
        house.act(self.boss, "promise.make", input).unwrap()
    }

    fn visit(&self, house: &House, customer: Uuid, site: Uuid, task: &str, at: &str) -> Uuid {
        let input = json!({
            "customer": customer, "site": site, "purpose": "inspect", "task": task, "minutes": 120, "starts_at": at,
            "person": self.rita, "reason": "nobody else is near"
        });
        named(&house.act(self.boss, "visit.plan", input).unwrap(), "visit")
    }

    fn feed(&self, house: &House) -> (Uuid, String) {
        let input = json!({ "label": "Phone", "promises": true, "visits": true });
        let made = house.act(self.rita, "calendar_feed.make", input).unwrap();
        (named(&made, "feed"), secret(&made))
    }
}

/// What stands behind `/calendar/`.
fn secret(made: &JsonValue) -> String {
    made["secret"].as_str().unwrap().strip_prefix("/calendar/").unwrap().to_owned()
}

fn read(house: &House, secret: &str) -> String {
    show(&house.kernel, secret, "https://accord.example").unwrap().replace("\r\n ", "")
}

/// The lines of the event with a word in it.
fn event(text: &str, word: &str) -> Vec<String> {
    let events = text.split("BEGIN:VEVENT\r\n").skip(1);
    let found = events.filter(|event| event.contains(word)).last();
    let found = found.unwrap_or_else(|| panic!("no {word} in\n{text}"));
    found.lines().map(str::to_owned).collect()
}

fn has(event: &[String], line: &str) -> bool {
    event.iter().any(|known| known == line)
}

fn is_absent(house: &House, secret: &str) -> bool {
    let refusal = show(&house.kernel, secret, "").expect_err("it shows nothing");
    refusal.rule == "absent"
}

#[test]
fn r64_a_calendar_shows_ones_promises_and_visits_and_nothing_of_another_territory() {
    on_both_databases(accord::wiring::rooms, START, |house| {
        let c = Cast::new(house);
        let (mills, plant) = c.customer(house, "Harbour Mills", c.north);
        let (foods, kitchen) = c.customer(house, "Far Foods", c.south);
        c.promise(house, mills, "The drawing, \"signed\"", "2026-03-08");
        c.promise(house, foods, "A foreign matter", "2026-03-09");
        // In the night in which the clocks go forward, and in the one in which they go back.
        let spring = c.visit(house, mills, plant, "Look at the press", "2026-03-08T06:30:00Z");
        c.visit(house, mills, plant, "Look again", "2026-11-01T05:30:00Z");
        c.visit(house, foods, kitchen, "A foreign visit", "2026-03-10T15:00:00Z");
        let (_, secret) = c.feed(house);
        let text = read(house, &secret);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 3, "{text}");
        assert!(!text.contains("foreign"), "{text}");
        let drawing = event(&text, "The drawing");
        for line in
            ["DTSTART;VALUE=DATE:20260308", "DTEND;VALUE=DATE:20260309", "TRANSP:TRANSPARENT", "SEQUENCE:0"]
        {
            assert!(has(&drawing, line), "{line} in {drawing:?}");
        }
        assert!(has(&drawing, "SUMMARY:Harbour Mills: The drawing\\, \"signed\""), "{drawing:?}");
        let visit = event(&text, "Look at the press");
        for line in [
            "DTSTART:20260308T063000Z".to_owned(),
            "DTEND:20260308T083000Z".to_owned(),
            "LOCATION:Plant\\; hall 2".to_owned(),
            "STATUS:CONFIRMED".to_owned(),
            format!("UID:visit-{spring}"),
            format!("URL:https://accord.example/visits/{spring}"),
        ] {
            assert!(has(&visit, &line), "{line} in {visit:?}");
        }
        assert!(has(&event(&text, "Look again"), "DTEND:20261101T073000Z"));
        assert_eq!(text, read(house, &secret), "unchanged, it is the same text");
        let list = house.view(c.rita, "calendar_feed.list", json!({})).unwrap();
        assert!(!list[0]["last_read_at"].is_null());
        assert!(!list.to_string().contains(secret.trim_end_matches(".ics")));
        house.verify();
    });
}

#[test]
fn r67_a_calendar_tells_what_changed_and_for_a_time_what_is_gone() {
    on_both_databases(accord::wiring::rooms, START, |house| {
        let c = Cast::new(house);
        let (mills, plant) = c.customer(house, "Harbour Mills", c.north);
        let promise = c.promise(house, mills, "The drawing", "2026-03-20");
        let visit = c.visit(house, mills, plant, "Look at the press", "2026-03-18T14:00:00Z");
        let (_, secret) = c.feed(house);
        read(house, &secret);
        house.advance("2026-03-03T15:00:00Z");
        let version = house.view(c.boss, "visit.one", json!({ "visit": visit })).unwrap();
        let version = version.pointer("/visit/version").or(version.get("version")).cloned().unwrap();
        let off = json!({ "visit": visit, "version": version, "reason": "the press is sold" });
        house.act(c.boss, "visit.cancel", off).unwrap();
        let text = read(house, &secret);
        let cancelled = event(&text, &format!("UID:visit-{visit}"));
        for line in ["STATUS:CANCELLED", "SEQUENCE:1", "LAST-MODIFIED:20260303T150000Z"] {
            assert!(has(&cancelled, line), "{line} in {cancelled:?}");
        }
        let untouched = event(&text, "The drawing");
        assert!(has(&untouched, "SEQUENCE:0") && has(&untouched, "STATUS:CONFIRMED"), "{untouched:?}");

        // Rita may not see the customer any more: that something is gone is told, what it was is not.
        let move_away = json!({ "person": c.rita, "territories": [c.south] });
        house.act(c.ada, "people.set_territories", move_away).unwrap();
        house.advance("2026-03-04T15:00:00Z");
        let text = read(house, &secret);
        assert!(!text.contains("Harbour") && !text.contains("drawing"), "{text}");
        let gone = event(&text, &format!("UID:promise-{}", named(&promise, "promise")));
        for line in [
            "STATUS:CANCELLED",
            "SEQUENCE:1",
            "DTSTART;VALUE=DATE:20260320",
            "LAST-MODIFIED:20260304T150000Z",
        ] {
            assert!(has(&gone, line), "{line} in {gone:?}");
        }
        house.advance("2026-04-03T14:59:00Z");
        assert!(read(house, &secret).contains("STATUS:CANCELLED"));
        house.advance("2026-04-03T15:00:00Z");
        assert!(!read(house, &secret).contains("BEGIN:VEVENT"), "after thirty days it is forgotten");
    });
}

#[test]
fn r64_an_address_shows_nothing_when_guessed_revoked_renewed_or_its_person_may_not() {
    on_both_databases(accord::wiring::rooms, START, |house| {
        let c = Cast::new(house);
        let (mills, _) = c.customer(house, "Harbour Mills", c.north);
        c.promise(house, mills, "The drawing", "2026-03-20");
        let (feed, first) = c.feed(house);
        let (_, other) = c.feed(house);
        assert!(read(house, &first).contains("The drawing"));
        let bare = first.trim_end_matches(".ics");
        let mut turned: Vec<char> = bare.chars().collect();
        let last = turned.len() - 1;
        turned[last] = if turned[last] == 'A' { 'B' } else { 'A' };
        let turned: String = turned.into_iter().collect();
        for guess in [
            "",
            ".ics",
            "x.ics",
            bare,
            &format!("{turned}.ics"),
            &format!("{first}.ics"),
            &bare[..20],
            "\0.ics",
        ] {
            assert!(is_absent(house, guess), "{guess:?}");
        }
        // Nobody else renews or revokes it.
        for act in ["calendar_feed.renew", "calendar_feed.revoke"] {
            assert_eq!(house.act(c.boss, act, json!({ "feed": feed })).unwrap_err().rule, "absent");
        }
        let renewed = secret(&house.act(c.rita, "calendar_feed.renew", json!({ "feed": feed })).unwrap());
        assert!(is_absent(house, &first));
        assert!(read(house, &renewed).contains("The drawing"));
        house.act(c.rita, "calendar_feed.revoke", json!({ "feed": feed })).unwrap();
        assert!(is_absent(house, &renewed));
        assert_eq!(house.view(c.rita, "calendar_feed.list", json!({})).unwrap().as_array().unwrap().len(), 1);

        // The right is lost, and comes back; then the person leaves.
        let may = |version: i64, permissions: &[&str]| {
            let input =
                json!({ "role": c.role, "version": version, "label": "Rounds", "permissions": permissions });
            house.act(c.ada, "role.change", input).unwrap();
        };
        may(1, &["customer.read", "visit.read"]);
        assert!(!read(house, &other).contains("The drawing"));
        may(2, &["customer.read"]);
        assert!(is_absent(house, &other));
        may(3, &["customer.read", "promise.read"]);
        assert!(read(house, &other).contains("The drawing"));
        house.act(c.boss, "promise.make", json!({ "customer": mills, "kind": "document", "wording": "x", "due_on": "2026-03-21", "told": "call", "owner": c.boss })).unwrap();
        let second = house.second_node(accord::wiring::rooms);
        let handed = house.act(c.ada, "people.disable", json!({ "person": c.rita }));
        if handed.is_err() {
            // What she owes is somebody's first.
            let mine = house.view(c.boss, "promise.list", json!({ "owner": c.rita })).unwrap();
            for row in mine["rows"].as_array().unwrap() {
                let input = json!({ "promise": row["id"], "version": row["version"], "to": c.boss, "reason": "leaves" });
                house.act(c.boss, "promise.hand_over", input).unwrap();
            }
            house.act(c.ada, "people.disable", json!({ "person": c.rita })).unwrap();
        }
        assert!(is_absent(house, &other));
        assert_eq!(
            show(&second, &other, "").unwrap_err().rule,
            "absent",
            "on every node, at the next request"
        );
        let none = json!({ "label": "x", "promises": false, "visits": false });
        let refusal = house.act(c.boss, "calendar_feed.make", none).unwrap_err();
        assert_eq!(refusal.fields[0].rule, "calendar.empty");
    });
}
