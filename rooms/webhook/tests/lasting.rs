//! What happens when the receiver does not take a message, when a node dies, and when there are two: nothing is lost, and
//! nothing goes twice but in the window of a crash. On both databases, by a moved clock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU16, Ordering},
};

use accord_kernel::Kernel;
use accord_testing::on_both_databases;
use serde_json::json;
use support::{Receiver, START, cast, later, rooms, rule, send, status};

/// A receiver whose answer can be set.
fn moody() -> (Receiver, Arc<AtomicU16>) {
    let code = Arc::new(AtomicU16::new(204));
    let now = Arc::clone(&code);
    (Receiver::answering(move |_, _| status(now.load(Ordering::SeqCst))), code)
}

#[test]
fn r67_a_message_not_taken_is_tried_again_by_the_schedule_and_then_given_up() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let (receiver, code) = moody();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        let days = json!({ "name": "webhook.stop_days", "value": 20, "reason": "patience" });
        house.act(c.admin, "settings.set", days).unwrap();
        code.store(503, Ordering::SeqCst);
        c.customer(house, "Moinho", c.north);
        let mut wall = later(1);
        for (number, pause) in
            [0_i64, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].into_iter().enumerate()
        {
            if pause == 0 {
                send(&house.kernel, wall);
                assert_eq!(receiver.got().len(), 2, "at once");
                continue;
            }
            let early = wall.checked_add(jiff::SignedDuration::from_secs(pause - 1)).unwrap();
            send(&house.kernel, early);
            assert_eq!(receiver.got().len() - 1, number, "not before its pause of {pause} s");
            // A tenth and the seconds that the test itself takes.
            wall = wall.checked_add(jiff::SignedDuration::from_secs(pause + pause / 10 + 3)).unwrap();
            send(&house.kernel, wall);
            assert_eq!(receiver.got().len() - 1, number + 1, "after its pause of {pause} s");
        }
        assert_eq!(c.states(house, &endpoint), ["failed"]);
        // Its trial message was made in the same instant of the clock, which stands still here.
        let row = c.log(house, &endpoint).into_iter().find(|row| !row["event"].is_null()).unwrap();
        assert_eq!((row["attempts"].as_i64(), row["status"].as_i64()), (Some(10), Some(503)));
        let ids: std::collections::BTreeSet<String> =
            receiver.got()[1..].iter().map(|request| request.id().to_owned()).collect();
        assert_eq!(ids.len(), 1, "the same id whenever it is tried");
        send(&house.kernel, later(40 * 86_400));
        assert_eq!(receiver.got().len(), 11, "given up");

        // By hand it goes again, under its id, and the log keeps every attempt.
        code.store(200, Ordering::SeqCst);
        house.act(c.ines, "webhook.resend", json!({ "delivery": row["id"] })).unwrap();
        send(&house.kernel, later(5));
        assert_eq!(c.states(house, &endpoint), ["sent"]);
        assert!(ids.contains(receiver.got().last().unwrap().id()));
        let one = house.view(c.ines, "webhook.delivery", json!({ "delivery": row["id"] })).unwrap();
        assert_eq!(one["tried"].as_array().unwrap().len(), 11);
        assert_eq!(
            (one["tried"][0]["status"].as_i64(), one["tried"][1]["status"].as_i64()),
            (Some(200), Some(503))
        );
        house.verify();
    });
}

#[test]
fn r67_what_the_receiver_asks_for_is_waited_for() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::answering(|number, _| match number {
            0 => "HTTP/1.1 429 x\r\nRetry-After: 900\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .to_owned(),
            _ => status(204),
        });
        c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        send(&house.kernel, later(890));
        assert_eq!(receiver.got().len(), 1);
        send(&house.kernel, later(910));
        assert_eq!(receiver.got().len(), 2);
    });
}

#[test]
fn r67_a_receiver_that_is_gone_gets_nothing_more_and_nothing_is_lost() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let (receiver, code) = moody();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        code.store(410, Ordering::SeqCst);
        c.customer(house, "Moinho", c.north);
        c.customer(house, "Olaria", c.north);
        send(&house.kernel, later(1));
        let one = c.one(house, &endpoint);
        assert_eq!((one["state"].as_str(), one["reason"].as_str()), (Some("stopped"), Some("gone")));
        assert_eq!(receiver.got().len(), 2, "one was told, no other was tried");
        let notices = house.view(c.ines, "people.notices", json!({})).unwrap();
        assert!(notices["rows"][0]["text"].as_str().unwrap().contains("Ledger"), "{notices}");
        assert_eq!(
            rule(house.act(c.ines, "webhook.test", json!({ "endpoint": endpoint.id }))),
            "webhook.not_on"
        );

        house.advance("2027-03-20T12:00:00Z");
        c.customer(house, "Usina", c.north);
        send(&house.kernel, later(12 * 86_400));
        assert_eq!((receiver.got().len(), c.states(house, &endpoint).len()), (2, 3));
        code.store(204, Ordering::SeqCst);
        c.switch(house, &endpoint, true, Some(START));
        send(&house.kernel, later(12 * 86_400 + 1));
        assert_eq!(c.states(house, &endpoint), ["sent", "sent", "sent"]);
        house.verify();
    });
}

#[test]
fn r67_an_endpoint_that_takes_nothing_for_days_is_stopped_and_its_owner_told() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let (receiver, code) = moody();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        let days = json!({ "name": "webhook.stop_days", "value": 2, "reason": "ours is watched" });
        house.act(c.admin, "settings.set", days).unwrap();
        code.store(500, Ordering::SeqCst);
        c.customer(house, "Moinho", c.north);
        for hour in 0..47 {
            send(&house.kernel, later(hour * 3_600));
        }
        assert_eq!(c.one(house, &endpoint)["state"], "on");
        assert!(!c.one(house, &endpoint)["failing_since"].is_null(), "it is shown before");
        let tried = receiver.got().len();
        assert!(tried < 12, "{tried} attempts in two days");
        c.customer(house, "Olaria", c.north);
        send(&house.kernel, later(49 * 3_600));
        send(&house.kernel, later(75 * 3_600));
        let one = c.one(house, &endpoint);
        assert_eq!((one["state"].as_str(), one["reason"].as_str()), (Some("stopped"), Some("failing")));
        let notices = house.view(c.ines, "people.notices", json!({})).unwrap();
        assert!(notices["rows"][0]["text"].as_str().unwrap().contains("Ledger"), "{notices}");
        // One success in between would have begun the days anew.
        code.store(204, Ordering::SeqCst);
        c.switch(house, &endpoint, true, Some(START));
        send(&house.kernel, later(76 * 3_600));
        assert_eq!(c.states(house, &endpoint), ["sent", "sent"]);
        assert!(c.one(house, &endpoint)["failing_since"].is_null());
    });
}

#[test]
fn r67_switched_off_it_keeps_what_happens_and_says_from_when_on() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        c.switch(house, &endpoint, false, None);
        c.customer(house, "Moinho", c.north);
        house.advance("2027-03-10T08:00:00Z");
        c.customer(house, "Olaria", c.north);
        send(&house.kernel, later(1));
        assert_eq!(c.states(house, &endpoint), ["held", "held"]);
        house.advance("2027-03-11T08:00:00Z");
        c.switch(house, &endpoint, true, Some("2027-03-09T00:00:00Z"));
        c.customer(house, "Usina", c.north);
        send(&house.kernel, later(2));
        assert_eq!(c.states(house, &endpoint), ["held", "sent", "sent"]);
        let replay = |since: &str, taken_too: bool| {
            let input = json!({ "endpoint": endpoint.id, "since": since, "taken_too": taken_too });
            house.act(c.ines, "webhook.replay", input).unwrap()["messages"].as_i64().unwrap()
        };
        assert_eq!(replay("2027-03-09T00:00:00Z", false), 0);
        assert_eq!(replay(START, false), 1);
        send(&house.kernel, later(3));
        assert_eq!(replay("2027-03-10T00:00:00Z", true), 2, "the receiver lost its data");
        send(&house.kernel, later(4));
        assert_eq!(receiver.got().len(), 1 + 3 + 2);
        // Ended, it is nobody's, and what happens is kept for nobody.
        let version = c.one(house, &endpoint)["version"].clone();
        house.act(c.ines, "webhook.end", json!({ "endpoint": endpoint.id, "version": version })).unwrap();
        c.customer(house, "Fazenda", c.north);
        assert_eq!(send(&house.kernel, later(5)), 0);
        assert_eq!(rule(house.view(c.ines, "webhook.one", json!({ "endpoint": endpoint.id }))), "absent");
        house.verify();
    });
}

/// A node that took a message, told the receiver and died before it could write that down; and one that hangs.
#[test]
fn r67_in_the_window_of_a_crash_a_message_goes_twice_under_one_id_and_never_otherwise() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let other: Arc<OnceLock<Arc<Kernel>>> = Arc::default();
        let second = Arc::clone(&other);
        let receiver = Receiver::answering(move |number, request| {
            if number == 1 && request.kind() == "customer.enter" {
                let kernel = second.get().unwrap();
                // While the first node holds it, nobody else takes it; when its lease has run out, somebody does.
                assert_eq!(send(kernel, later(60)), 0);
                assert_eq!(send(kernel, later(16 * 60)), 1);
            }
            status(204)
        });
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        other.set(house.second_node(rooms)).ok().unwrap();
        c.customer(house, "Moinho", c.north);
        send(&house.kernel, later(1));
        let got = receiver.got();
        assert_eq!(got.len(), 3);
        assert_eq!((got[1].id(), &got[1].body), (got[2].id(), &got[2].body), "the receiver can tell");
        assert_eq!(c.states(house, &endpoint), ["sent"]);
        send(&house.kernel, later(3_600));
        assert_eq!(receiver.got().len(), 3);
    });
}

#[test]
fn r67_two_nodes_bring_each_message_once() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        for n in 0..40 {
            c.customer(house, &format!("Moinho {n}"), c.north);
        }
        let second = house.second_node(rooms);
        std::thread::scope(|scope| {
            for kernel in [&house.kernel, &second] {
                scope.spawn(move || {
                    for turn in 0..6 {
                        send(kernel, later(turn));
                    }
                });
            }
        });
        let got = receiver.got();
        let ids: std::collections::BTreeSet<&str> = got.iter().map(support::Request::id).collect();
        assert_eq!((got.len(), ids.len()), (41, 41));
        assert_eq!(c.log(house, &endpoint).len(), 41);
        assert!(c.states(house, &endpoint).iter().all(|state| state == "sent"));
    });
}

#[test]
fn r67_what_was_refused_is_told_to_nobody_and_old_messages_are_forgotten() {
    on_both_databases(rooms, START, |house| {
        let c = cast(house);
        let receiver = Receiver::taking();
        let endpoint = c.endpoint(house, c.ines, &receiver, &["customer.enter"]);
        send(&house.kernel, later(0));
        // The event and its message stand or fall together.
        let refused = house.act(c.helena, "customer.enter", json!({ "name": "", "territory": c.north }));
        assert!(refused.is_err());
        assert_eq!(send(&house.kernel, later(1)), 0);
        c.customer(house, "Moinho", c.north);
        send(&house.kernel, later(2));
        assert_eq!(accord_room_webhook::sweep(&house.kernel, later(3)).unwrap(), 0);
        house.advance("2027-05-09T12:00:00Z");
        assert_eq!(accord_room_webhook::sweep(&house.kernel, later(4)).unwrap(), 2);
        assert_eq!(c.log(house, &endpoint).len(), 0);
    });
}
