//! What a program outside hears: signed, once, by what its endpoint's owner may see; on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use accord_room_webhook::rules::sign;
use accord_testing::on_both_databases;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::json;
use support::{Receiver, START, cast, id, later, rooms, rule, send};

#[test]
fn r64_a_program_outside_hears_of_an_event_signed_and_without_a_name() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter", "contact.enter"]);
        let customer = c.customer(house, "Moinho Sul", c.north);
        let contact = json!({ "customer": customer, "name": "Paula Prado", "email": "paula@moinho.example", "phone": "1", "job": "Plant manager" });
        house.act(c.ines, "contact.enter", contact).unwrap();
        house
            .act(
                c.ines,
                "customer.archive",
                json!({ "customer": customer, "version": 1, "reason": "double" }),
            )
            .ok();
        assert_eq!(send(&house.kernel, later(1)), 3, "the trial and the two events that it hears of");

        let got = receiver.got();
        let kinds: Vec<String> = got.iter().map(support::Request::kind).collect();
        assert_eq!(kinds, ["webhook.test", "customer.enter", "contact.enter"]);
        assert_eq!(got[1].line, "POST /in?key=receivers-own HTTP/1.1");
        assert_eq!(got[1].heads["content-type"], "application/json");
        assert_eq!(got[1].heads["host"], receiver.address.to_string());
        assert_eq!(got[1].json()["data"]["customer"], json!(customer));
        assert_eq!(got[1].json()["data"]["actor"], json!(c.helena));
        assert_eq!(got[1].json()["timestamp"], START);
        assert!(got[2].json()["data"]["facts"].is_object());
        for request in &got {
            for personal in ["Paula", "moinho.example", "Plant manager", "Moinho Sul"] {
                assert!(!request.body.contains(personal), "{}", request.body);
            }
            let secret = BASE64.decode(endpoint.secret.strip_prefix("whsec_").unwrap()).unwrap();
            let at: i64 = request.heads["webhook-timestamp"].parse().unwrap();
            assert!((at - later(0).as_second()).abs() < 60, "the time of the attempt, not of the event");
            assert_eq!(
                request.heads["webhook-signature"],
                sign::signatures(&[secret], request.id(), at, &request.body)
            );
        }
        let ids: std::collections::BTreeSet<&str> = got.iter().map(support::Request::id).collect();
        assert_eq!(ids.len(), 3);
        assert_eq!(send(&house.kernel, later(2)), 0, "each once");
        assert_eq!(c.states(house, &endpoint), ["sent", "sent"]);
        house.verify();
    });
}

#[test]
fn r64_it_hears_what_its_owner_may_see_and_nothing_of_another_territory() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        let foreign = c.customer(house, "Serraria", c.south);
        let own = c.customer(house, "Moinho", c.north);
        send(&house.kernel, later(1));
        let customers: Vec<_> = receiver
            .got()
            .iter()
            .filter_map(|request| request.json()["data"].get("customer").cloned())
            .collect();
        assert_eq!(customers, [json!(own)]);
        assert_eq!(c.states(house, &endpoint), ["withheld", "sent"]);
        let event =
            c.log(house, &endpoint).iter().find(|row| row["state"] == "withheld").unwrap()["event"].clone();
        assert_eq!(
            rule(house.view(c.ines, "webhook.message", json!({ "event": event }))),
            "territory.reason_needed"
        );
        let seen = house.view(c.admin, "webhook.message", json!({ "event": event })).unwrap();
        assert_eq!(seen["data"]["customer"], json!(foreign), "whoever sees more reads more");

        // It is about who answers for it: taken over by somebody who sees every territory, it may be sent again.
        let version = c.one(house, &endpoint)["version"].clone();
        house
            .act(c.admin, "webhook.take_over", json!({ "endpoint": endpoint.id, "version": version }))
            .unwrap();
        house.act(c.admin, "webhook.replay", json!({ "endpoint": endpoint.id, "since": START })).unwrap();
        send(&house.kernel, later(2));
        assert_eq!(receiver.got().last().unwrap().json()["data"]["customer"], json!(foreign));
        assert_eq!(c.states(house, &endpoint), ["sent", "sent"]);
    });
}

#[test]
fn r64_only_events_that_one_may_read_are_offered_and_a_lost_right_is_lost_at_once() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let offered = |person| {
            let kinds = house.view(person, "webhook.kinds", json!({})).unwrap();
            let names =
                kinds.as_array().unwrap().iter().map(|kind| kind["name"].as_str().unwrap().to_owned());
            names.collect::<Vec<String>>()
        };
        assert!(offered(c.ines).contains(&"customer.enter".to_owned()));
        assert!(!offered(c.joel).contains(&"customer.enter".to_owned()));
        for secret in ["token.make", "session.open", "password.set"] {
            assert!(!offered(c.ines).contains(&secret.to_owned()), "{secret} is for who sees everything");
        }
        for (at, bad) in ["customer.enter", "no.such_event", "token.make", ""].into_iter().enumerate() {
            let input = json!({ "name": "x", "address": receiver.url(), "kinds": ["people.enter", bad] });
            assert_eq!(
                rule(house.act(c.joel, "webhook.create", input)),
                "/kinds/1 webhook.kind_unknown",
                "{at}"
            );
        }
        // The role loses what it reads: what happened before is not told either.
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(1));
        c.customer(house, "Moinho", c.north);
        let role =
            json!({ "role": c.role, "version": 1, "label": "Integrator", "permissions": ["webhook.manage"] });
        house.act(c.admin, "role.change", role).unwrap();
        send(&house.kernel, later(2));
        assert_eq!(receiver.got().len(), 1, "the trial alone");
        assert_eq!(c.states(house, &endpoint), ["withheld"]);
        assert_eq!(c.one(house, &endpoint)["heard"][0]["heard"], false);
        // A stranger to webhooks reads and does nothing.
        for (view, input) in
            [("webhook.list", json!({})), ("webhook.one", json!({ "endpoint": endpoint.id }))]
        {
            assert_eq!(rule(house.view(c.helena, view, input)), "permission");
        }
    });
}

#[test]
fn r64_when_its_owner_leaves_it_stops_keeps_its_messages_and_is_taken_over() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(1));
        c.customer(house, "Moinho", c.north);
        house.act(c.admin, "people.disable", json!({ "person": c.ines })).unwrap();
        c.customer(house, "Olaria", c.north);
        send(&house.kernel, later(2));
        send(&house.kernel, later(3));
        assert_eq!(receiver.got().len(), 1, "the trial alone");
        let one = c.one(house, &endpoint);
        assert_eq!((one["state"].as_str(), one["reason"].as_str()), (Some("stopped"), Some("owner")));
        assert_eq!(c.states(house, &endpoint), ["held", "held"]);
        let notices = house.view(c.admin, "people.notices", json!({})).unwrap();
        assert!(notices["rows"][0]["text"].as_str().unwrap().contains("Ledger"), "{notices}");

        house.advance("2027-03-09T12:00:00Z");
        c.customer(house, "Usina", c.north);
        let take = json!({ "endpoint": endpoint.id, "version": one["version"] });
        house.act(c.admin, "webhook.take_over", take).unwrap();
        send(&house.kernel, later(4));
        assert_eq!(receiver.got().len(), 1, "it is stopped until somebody switches it on");
        c.switch(house, &endpoint, true, Some(START));
        send(&house.kernel, later(5));
        assert_eq!(c.states(house, &endpoint), ["sent", "sent", "sent"]);
        assert_eq!(receiver.got().len(), 4);
        house.verify();
    });
}

#[test]
fn r64_who_moves_the_address_answers_for_it() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let (first, second) = (Receiver::taking(), Receiver::taking());
        let endpoint = c.endpoint(house, c.admin, &first, &["customer.enter"]);
        send(&house.kernel, later(1));
        // Ines cannot let the administrator's sight flow to an address of hers.
        let change = json!({
            "endpoint": endpoint.id, "version": 1, "name": "Ledger", "address": second.url(), "kinds": ["customer.enter"]
        });
        house.act(c.ines, "webhook.change", change.clone()).unwrap();
        assert_eq!(rule(house.act(c.ines, "webhook.change", change)), "stale");
        assert_eq!(c.one(house, &endpoint)["owner"], json!(c.ines));
        c.customer(house, "Serraria", c.south);
        send(&house.kernel, later(2));
        assert_eq!((first.got().len(), second.got().len()), (1, 0));
        assert_eq!(c.states(house, &endpoint), ["withheld"]);
    });
}

#[test]
fn r67_a_secret_is_shown_once_and_while_it_is_changed_both_sign() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(1));
        let rotate = json!({ "endpoint": endpoint.id, "keep_hours": 3 });
        let new = house.act(c.ines, "webhook.rotate", rotate).unwrap()["secret"].as_str().unwrap().to_owned();
        assert_ne!(new, endpoint.secret);
        c.customer(house, "Moinho", c.north);
        send(&house.kernel, later(2));
        c.customer(house, "Olaria", c.north);
        send(&house.kernel, later(3 * 3_600 + 60));
        let got = receiver.got();
        let bytes = |secret: &str| BASE64.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let expected = |request: &support::Request, secrets: &[&str]| {
            let secrets: Vec<Vec<u8>> = secrets.iter().map(|secret| bytes(secret)).collect();
            let at = request.heads["webhook-timestamp"].parse().unwrap();
            sign::signatures(&secrets, request.id(), at, &request.body)
        };
        assert_eq!(got[1].heads["webhook-signature"], expected(&got[1], &[&new, &endpoint.secret]));
        assert_eq!(got[2].heads["webhook-signature"], expected(&got[2], &[&new]), "the old one has ended");
        assert_eq!(
            rule(house.act(c.ines, "webhook.rotate", json!({ "endpoint": endpoint.id, "keep_hours": 169 }))),
            "/keep_hours field.range"
        );

        // No view, no event and no kept answer says it.
        let one = c.one(house, &endpoint).to_string();
        assert!(!one.contains(&new) && !one.contains("whsec_"));
        let stored = house.kernel.db.read(|tx| {
            let mut all = String::new();
            for sql in [
                "SELECT body FROM event",
                "SELECT answer FROM idempotency",
                "SELECT address FROM webhook_endpoint",
            ] {
                for row in tx.query(sql, &[])? {
                    all.push_str(&row.get::<String>(0)?);
                }
            }
            for row in tx.query("SELECT sealed FROM webhook_secret", &[])? {
                let sealed: Vec<u8> = row.get(0)?;
                assert!(!sealed.windows(32).any(|part| part == bytes(&new)), "it is kept encrypted");
            }
            Ok::<_, accord_kernel::Refusal>(all)
        });
        assert!(!stored.unwrap().contains("whsec_"));
    });
}

#[test]
fn r67_no_address_inside_is_called_when_entered_or_later() {
    on_both_databases(support::closed, START, |house| {
        let c = cast(house);
        for (address, why) in [
            ("http://hooks.example.com/", "webhook.address_scheme"),
            ("file:///etc/passwd", "webhook.address_scheme"),
            ("gopher://hooks.example.com/", "webhook.address_scheme"),
            ("ftp://hooks.example.com/", "webhook.address_scheme"),
            ("https://user:pw@hooks.example.com/", "webhook.address_user"),
            ("https://hooks.example.com:22/", "webhook.address_port"),
            ("https://hooks.example.com:25/", "webhook.address_port"),
            ("https://127.0.0.1/", "webhook.address_inside"),
            ("https://0x7f.1/", "webhook.address_inside"),
            ("https://[::ffff:10.1.2.3]/", "webhook.address_inside"),
            ("https://[64:ff9b::a00:1]/", "webhook.address_inside"),
            ("https://169.254.169.254/latest", "webhook.address_inside"),
            ("https://100.64.3.3/", "webhook.address_inside"),
            ("https://localhost:8443/", "webhook.address_inside"),
            ("no address", "webhook.address_form"),
        ] {
            let input = json!({ "name": "x", "address": address, "kinds": ["customer.enter"] });
            assert_eq!(
                rule(house.act(c.ines, "webhook.create", input)),
                format!("/address {why}"),
                "{address}"
            );
        }
        // A public name that leads here by the time it is called, each time by another answer: nobody ever knocks.
        let canary = Receiver::taking();
        let input = json!({ "name": "x", "address": format!("https://hooks.example.com:{}/", canary.address.port()), "kinds": ["customer.enter"] });
        let made = house.act(c.ines, "webhook.create", input).unwrap();
        let turn = std::sync::atomic::AtomicUsize::new(0);
        let resolve: accord_room_webhook::Resolve = Box::new(move |_, port| {
            let inner = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.9.9.9", "0.0.0.0"];
            let now = inner[turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % inner.len()];
            let mut places = vec![std::net::SocketAddr::new(now.parse().unwrap(), port)];
            places.insert(0, "93.184.216.34:443".parse().unwrap());
            Box::pin(async move { Ok(places) })
        });
        let sender = accord_room_webhook::Sender::resolving(Vec::new(), resolve).unwrap();
        let endpoint = id(&made, "endpoint");
        for attempt in 0..60 {
            house.act(c.ines, "webhook.test", json!({ "endpoint": endpoint })).unwrap();
            accord_room_webhook::send_due(&house.kernel, &sender, later(attempt)).unwrap();
        }
        assert_eq!(canary.got().len(), 0);
        let page = house.view(c.admin, "webhook.deliveries", json!({ "endpoint": endpoint })).unwrap();
        let tried: Vec<_> =
            page["rows"].as_array().unwrap().iter().filter(|row| row["attempts"] != 0).collect();
        assert!(tried.len() >= 49 && tried.iter().all(|row| row["error"] == "address"), "{page}");
    });
}

#[test]
fn r67_a_redirect_is_not_followed() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let inner = Receiver::taking();
        let to = inner.address;
        let outer = Receiver::answering(move |number, _| {
            let code = [301, 302, 303, 307, 308][number % 5];
            format!(
                "HTTP/1.1 {code} x\r\nLocation: http://{to}/secret\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        });
        let endpoint = c.endpoint(house, c.ines, &outer, &["customer.enter"]);
        for turn in 0..5 {
            send(&house.kernel, later(turn * 86_400 / 8));
        }
        assert_eq!(inner.got().len(), 0);
        assert_eq!(outer.got().len(), 5);
        assert_eq!(c.log(house, &endpoint)[0]["error"], "status");
    });
}
