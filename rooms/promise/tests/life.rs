//! The life of a promise: seen by everyone, inherited by cover, kept or honestly broken, and never rewritten.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::*;
use uuid::Uuid;

fn numbers(page: &Value) -> Vec<String> {
    page["rows"].as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r20_what_sales_promised_stands_in_the_list_of_service() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let input = cast.promise(
            "visit",
            json!({ "owner": cast.nina, "due_at": "2027-03-10T11:00:00Z", "told": "mail" }),
        );
        let made = house.act(cast.rita, "promise.make", input).unwrap();
        assert_eq!(
            numbers(&house.view(cast.nina, "promise.mine", json!({})).unwrap()),
            [made["number"].as_str().unwrap()]
        );
        assert_eq!(notices(house, cast.nina), ["notice-promise-made"]);
        let seen =
            house.view(cast.head_of_service, "promise.list", json!({ "customer": cast.customer })).unwrap();
        assert_eq!(seen["rows"][0]["sphere"], json!("sales"));
        assert_eq!(seen["count"], json!(1));
        house.verify();
    });
}

#[test]
fn r20_what_one_owes_is_in_ones_list_wherever_the_customer_is() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let given = cast.promise(
            "visit",
            json!({ "owner": cast.saulo, "due_at": "2027-03-10T11:00:00Z", "told": "mail" }),
        );
        let made = house.act(cast.rita, "promise.make", given).unwrap();
        let moved = json!({ "person": cast.saulo, "territories": [cast.south] });
        house.act(cast.admin, "people.set_territories", moved).unwrap();
        let seen = |view: &str| numbers(&house.view(cast.saulo, view, json!({})).unwrap());
        assert_eq!(seen("promise.mine"), [made["number"].as_str().unwrap()]);
        assert_eq!(seen("promise.list"), [""; 0], "what others owe there is not his work");
    });
}

#[test]
fn r20_the_cover_inherits_and_gives_back() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-17T12:00:00Z");
        let leave =
            json!({ "from": "2027-03-10T03:00:00Z", "until": "2027-03-20T03:00:00Z", "cover": cast.saulo });
        house.act(cast.rita, "leave.plan", leave).unwrap();
        let mine = |person| numbers(&house.view(person, "promise.mine", json!({})).unwrap());
        assert_eq!(mine(cast.saulo), [""; 0]);
        house.advance("2027-03-11T12:00:00Z");
        assert_eq!(mine(cast.saulo), [made["number"].as_str().unwrap()]);
        let row = &house.view(cast.saulo, "promise.mine", json!({})).unwrap()["rows"][0];
        assert_eq!(
            (row["owner"]["id"].clone(), row["covered_by"]["id"].clone()),
            (json!(cast.rita), json!(cast.saulo))
        );
        // Due while Rita is away: the cover is told first, and nothing was moved in the data.
        house.advance("2027-03-17T12:00:00Z");
        assert_eq!(count(&notices(house, cast.saulo), "notice-promise-due"), 1);
        house.advance("2027-03-22T12:00:00Z");
        assert_eq!(mine(cast.saulo), [""; 0]);
        assert_eq!(mine(cast.rita), [made["number"].as_str().unwrap()]);
        house.verify();
    });
}

#[test]
fn r20_kept_late_broken_released_each_says_how_it_counts() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let dues = ["09", "10", "11", "12", "15", "16"].map(|day| format!("2027-03-{day}T15:00:00Z"));
        let made: Vec<Value> = dues.iter().map(|due| cast.owed(house, due)).collect();
        let keep = |promise: &Value, more: Value| {
            let mut input = json!({ "promise": promise["promise"], "evidence": "Receipt 88.", "version": 1 });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(cast.nina, "promise.keep", input)
        };
        house.advance("2027-03-09T15:00:00Z");
        assert_eq!(keep(&made[0], json!({})).unwrap()["state"], json!("kept"), "at the very instant");
        house.advance("2027-03-11T13:00:00Z");
        // Kept yesterday before its due, recorded today: both times stay.
        let early = json!({ "at": "2027-03-10T14:59:59Z" });
        assert_eq!(keep(&made[1], early).unwrap()["state"], json!("kept"));
        let facts = one(house, cast.rita, &made[1]);
        assert_eq!(facts["ended_at"], json!("2027-03-10T14:59:59Z"));
        assert_eq!(facts["ended_recorded_at"], json!("2027-03-11T13:00:00Z"));
        assert_eq!(rule(keep(&made[2], json!({ "at": "2027-03-12T00:00:00Z" }))), "/at promise.in_future");
        assert_eq!(rule(keep(&made[2], json!({ "at": "2027-03-08T11:59:59Z" }))), "/at promise.before_made");
        house.advance("2027-03-18T13:00:00Z");
        assert_eq!(keep(&made[2], json!({})).unwrap()["state"], json!("kept_late"));
        let words =
            json!({ "promise": made[3]["promise"], "customer_words": "We no longer need it.", "version": 1 });
        house.act(cast.nina, "promise.release", words.clone()).unwrap();
        let broken = json!({ "promise": made[4]["promise"], "reason": "The kit was lost.", "version": 1 });
        house.act(cast.nina, "promise.break", broken).unwrap();
        assert_eq!(rule(house.act(cast.nina, "promise.release", words)), "stale");
        // Two in time of six: late, released after the due, broken, and one still open.
        let value = metric(house, cast.rita, "promises_kept", "2027-03-08", "2027-03-18");
        assert_eq!((value.value.unwrap().to_string(), value.n), ("33.3".to_owned(), 6));
        assert_eq!(value.beside, [("metric-beside-open-past-due".to_owned(), 1)]);
        let missed: Vec<&str> =
            value.rows.iter().filter(|row| !row.good).map(|row| row.why.as_str()).collect();
        assert_eq!(missed.len(), 4);
        let kept = house
            .view(cast.rita, "promise.kept", json!({ "from": "2027-03-08", "to": "2027-03-18" }))
            .unwrap();
        assert_eq!(kept["total"]["percent"], json!("33.3"));
        assert_eq!(kept["missed"].as_array().unwrap().len(), 4);
        assert_eq!(kept["areas"].as_array().unwrap().len(), 1);
        // A period before anything fell due has no figure.
        assert_eq!(metric(house, cast.rita, "promises_kept", "2027-02-01", "2027-02-28").value, None);
        house.verify();
    });
}

#[test]
fn r20_released_only_in_the_customers_words() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-17T12:00:00Z");
        let release = |words: &str| {
            let input = json!({ "promise": made["promise"], "customer_words": words, "version": 1 });
            house.act(cast.rita, "promise.release", input)
        };
        assert_eq!(rule(release(" \n ")), "/customer_words field.empty");
        assert_eq!(release("Leave it, we have one.").unwrap()["state"], json!("released"));
        let facts = one(house, cast.nina, &made);
        assert_eq!(facts["changes"][0]["customer_words"], json!("Leave it, we have one."));
        // Released before the due: it is not counted at all.
        house.advance("2027-03-20T12:00:00Z");
        assert_eq!(metric(house, cast.rita, "promises_kept", "2027-03-01", "2027-03-31").n, 0);
        assert_eq!(count(&notices(house, cast.rita), "notice-promise-due"), 0, "nothing is watched any more");
        house.verify();
    });
}

#[test]
fn r65_a_new_due_leaves_the_old_one_and_never_repairs_the_figure() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-10T15:00:00Z");
        let redate = |version: i64, more: Value| {
            let mut input =
                json!({ "promise": made["promise"], "reason": "The supplier is late.", "version": version });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(cast.rita, "promise.redate", input)
        };
        let later = json!({ "due_at": "2027-03-24T15:00:00Z" });
        assert_eq!(rule(redate(1, later)), "promise.redate_untold");
        let told = json!({ "due_at": "2027-03-24T15:00:00Z", "told": "call", "accepted": true, "customer_words": "All right." });
        let answer = redate(1, told).unwrap();
        assert_eq!(answer["version"], json!(2));
        let facts = one(house, cast.nina, &made);
        assert_eq!(facts["first_due_at"], json!("2027-03-10T15:00:00Z"));
        assert_eq!(facts["due_at"], json!("2027-03-24T15:00:00Z"));
        assert_eq!(facts["measured_at"], json!("2027-03-10T15:00:00Z"));
        assert_eq!(facts["changes"][0]["before"], json!("2027-03-10T15:00:00Z"));
        // An earlier due that the customer accepted is what counts from then on.
        let sooner = json!({ "due_at": "2027-03-09T15:00:00Z", "told": "call", "accepted": true });
        redate(2, sooner).unwrap();
        assert_eq!(one(house, cast.nina, &made)["measured_at"], json!("2027-03-09T15:00:00Z"));
        house.advance("2027-03-09T16:00:00Z");
        let back = json!({ "due_at": "2027-03-24T15:00:00Z", "told": "call", "accepted": true });
        redate(3, back).unwrap();
        house.advance("2027-03-20T12:00:00Z");
        let keep = json!({ "promise": made["promise"], "evidence": "Sent.", "version": 4 });
        assert_eq!(house.act(cast.rita, "promise.keep", keep).unwrap()["state"], json!("kept_late"));
        assert_eq!(metric(house, cast.rita, "promises_kept", "2027-03-09", "2027-03-09").n, 1);
        house.verify();
    });
}

#[test]
fn t4_a_ship_date_comes_forward_at_the_checkpoint_only() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = house
            .act(cast.rita, "promise.make", cast.promise("ship", json!({ "due_on": "2027-04-20" })))
            .unwrap();
        let redate = |on: &str| {
            let input = json!({ "promise": made["promise"], "due_on": on, "reason": "Ready.", "told": "call", "version": 1 });
            house.act(cast.rita, "promise.redate", input)
        };
        assert_eq!(rule(redate("2027-04-12")), "promise.earlier_by_checkpoint");
        redate("2027-04-28").unwrap();
        house.verify();
    });
}

#[test]
fn r67_two_edit_one_promise_and_the_second_is_told() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-17T12:00:00Z");
        let harm = |amount: &str| json!({ "promise": made["promise"], "harm": { "amount": amount, "currency": "EUR" }, "version": 1 });
        house.act(cast.rita, "promise.set_harm", harm("1200.50")).unwrap();
        let refusal = refused(house.act(cast.nina, "promise.set_harm", harm("900.00")));
        assert_eq!(refusal.status.code(), 412);
        assert_eq!(refusal.detail.unwrap()["current"]["harm_minor"], json!(120_050));
        house.verify();
    });
}

#[test]
fn t8_broken_honestly_with_what_takes_its_place() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-17T12:00:00Z");
        let input = json!({
            "promise": made["promise"], "reason": "Our van is off the road.", "instead_wording": "We bring it on Friday.",
            "due_on": "2027-03-19", "told": "call", "version": 1
        });
        let answer = house.act(cast.rita, "promise.break", input).unwrap();
        assert_eq!(answer["broken"]["state"], json!("broken"));
        let next = one(house, cast.nina, &answer["instead"]);
        assert_eq!(next["follows"], made["promise"]);
        assert_eq!(next["wording"], json!("We bring it on Friday."));
        // Friday in Lisbon: due when the plant closes, kept until the day ends there.
        assert_eq!(next["due_at"], json!("2027-03-19T18:00:00Z"));
        assert_eq!(next["measured_at"], json!("2027-03-19T23:59:59.999999Z"));
        let alone = json!({ "promise": answer["instead"]["promise"], "reason": "No.", "due_on": "2027-03-22", "version": 1 });
        assert_eq!(rule(house.act(cast.rita, "promise.break", alone)), "/instead_wording field.required");
        house.verify();
    });
}

#[test]
fn r3_whoever_leaves_hands_over_what_they_owe() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-17T12:00:00Z");
        let hand = |person, to, version| {
            let input =
                json!({ "promise": made["promise"], "to": to, "reason": "New work.", "version": version });
            house.act(person, "promise.hand_over", input)
        };
        assert_eq!(rule(hand(cast.nina, cast.nina, 1)), "promise.not_yours");
        assert_eq!(rule(hand(cast.rita, cast.rita, 1)), "/to promise.same_owner");
        let assign =
            json!({ "customer": cast.customer, "sphere": "sales", "person": cast.saulo, "rank": "owner" });
        house.act(cast.head_of_sales, "customer.assign", assign).unwrap();
        let leave = || house.act(cast.admin, "people.disable", json!({ "person": cast.rita }));
        let refusal = refused(leave());
        let said = format!("{refusal:?}");
        assert!(said.contains(made["number"].as_str().unwrap()), "{said}");
        hand(cast.head_of_sales, cast.saulo, 1).unwrap();
        assert_eq!(notices(house, cast.saulo)[0], "notice-promise-handed");
        leave().unwrap();
        assert_eq!(rule(hand(cast.saulo, cast.rita, 2)), "people.not_active");
        house.verify();
    });
}

#[test]
fn r2_a_merge_moves_what_is_owed() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let twin = json!({ "name": "Aguas do Tejo SA", "territory": cast.north });
        let twin = id(&house.act(cast.head_of_sales, "customer.enter", twin).unwrap(), "id");
        let input = json!({ "customer": twin, "kind": "free", "wording": "We call the mayor.", "owner": cast.rita,
            "due_on": "2027-03-18", "told": "call" });
        let made = house.act(cast.rita, "promise.make", input).unwrap();
        let merge = json!({ "into": cast.customer, "from": twin, "reason": "Same tax number." });
        house.act(cast.head_of_sales, "customer.merge", merge).unwrap();
        assert_eq!(one(house, cast.rita, &made)["customer"]["id"], json!(cast.customer));
        for asked in [cast.customer, twin] {
            let seen = house.view(cast.rita, "promise.list", json!({ "customer": asked })).unwrap();
            assert_eq!(numbers(&seen), [made["number"].as_str().unwrap()]);
        }
        // It is still watched.
        house.advance("2027-03-18T20:00:00Z");
        assert_eq!(count(&notices(house, cast.rita), "notice-promise-due"), 1);
        house.verify();
    });
}

#[test]
fn r02_a_promise_since_a_merge_that_names_both_firms_goes_where_somebody_says() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let enter = |name: &str| {
            let input = json!({ "name": name, "territory": cast.north });
            id(&house.act(cast.head_of_sales, "customer.enter", input).unwrap(), "id")
        };
        let (into, from) = (enter("Lagar Velho"), enter("Lagar Novo"));
        let site = |customer: Uuid| {
            let input = json!({ "customer": customer, "name": "Hall", "line1": "Rua 3", "town": "Beja", "country": "pt",
                "zone": "Europe/Lisbon" });
            id(&house.act(cast.head_of_service, "site.enter", input).unwrap(), "id")
        };
        let contact = |customer: Uuid, name: &str| {
            let input = json!({ "customer": customer, "name": name });
            id(&house.act(cast.head_of_service, "contact.enter", input).unwrap(), "id")
        };
        let (ours, yard, theirs) = (site(into), site(from), contact(from, "Nuno Faria"));
        let earlier = json!({ "customer": from, "kind": "free", "wording": "We send the seal.", "owner": cast.rita,
            "due_on": "2027-03-19", "told": "call" });
        let earlier = house.act(cast.rita, "promise.make", earlier).unwrap();
        let merge = json!({ "into": into, "from": from, "reason": "One yard." });
        house.act(cast.head_of_sales, "customer.merge", merge).unwrap();
        let promised = |wording: &str, site: Option<Uuid>, contact: Option<Uuid>| {
            let input = json!({ "customer": into, "kind": "free", "wording": wording, "owner": cast.rita, "site": site,
                "contact": contact, "due_on": "2027-03-22", "told": "call" });
            house.act(cast.rita, "promise.make", input).unwrap()
        };
        let torn = promised("We bring it to the hall.", Some(ours), Some(theirs));
        let along = promised("We call Nuno.", Some(yard), Some(theirs));
        let stays = promised("We sweep the hall.", Some(ours), None);
        let unmerge = |both: Value| {
            let input = json!({ "customer": from, "reason": "Two firms.", "both": both });
            house.act(cast.head_of_sales, "customer.unmerge", input)
        };
        let refusal = refused(unmerge(Value::Null));
        assert_eq!(refusal.rule, "unmerge.names_both");
        let told = format!("{:?}", refusal.facts);
        let number = |made: &Value| made["number"].as_str().unwrap().to_owned();
        assert!(told.contains(&number(&torn)) && !told.contains(&number(&along)), "{told}");
        unmerge(json!("stay")).unwrap();
        let whose = |made: &Value| one(house, cast.rita, made)["customer"]["id"].clone();
        assert_eq!(
            [whose(&earlier), whose(&along), whose(&torn), whose(&stays)],
            [json!(from), json!(from), json!(into), json!(into)]
        );
        // The other way, after the same once more.
        let merge = json!({ "into": into, "from": from, "reason": "Once more." });
        house.act(cast.head_of_sales, "customer.merge", merge).unwrap();
        let torn = promised("We bring the other one.", Some(ours), Some(theirs));
        unmerge(json!("go")).unwrap();
        assert_eq!(whose(&torn), json!(from));
        // What went back is watched there.
        house.advance("2027-03-19T20:00:00Z");
        assert_eq!(count(&notices(house, cast.rita), "notice-promise-due"), 1);
        house.verify();
    });
}

#[test]
fn r20_what_is_owed_to_a_customer_stands_in_the_way_of_putting_it_away() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let enter = json!({ "name": "Lagar Fechado", "territory": cast.north });
        let customer = id(&house.act(cast.head_of_sales, "customer.enter", enter).unwrap(), "id");
        let site = |name: &str| {
            let input = json!({ "customer": customer, "name": name, "line1": "Rua 3", "town": "Beja", "country": "pt",
                "zone": "Europe/Lisbon" });
            id(&house.act(cast.head_of_service, "site.enter", input).unwrap(), "id")
        };
        let (hall, shed, yard) = (site("Hall"), site("Shed"), site("Yard"));
        let promised = |site: Option<Uuid>| {
            let input = json!({ "customer": customer, "kind": "free", "wording": "We sweep.", "owner": cast.rita,
                "site": site, "due_on": "2027-03-22", "told": "call" });
            house.act(cast.rita, "promise.make", input).unwrap()
        };
        let (there, anywhere) = (promised(Some(hall)), promised(Some(yard)));
        let away = |site: Uuid, version: i64| {
            house.act(cast.head_of_service, "site.archive", json!({ "site": site, "version": version }))
        };
        let customer_away = || {
            let input = json!({ "customer": customer, "version": 1, "reason": "Closed down" });
            house.act(cast.head_of_sales, "customer.archive", input)
        };
        let number = |made: &Value| made["number"].as_str().unwrap().to_owned();
        // At a site only what is meant for it stands in the way; a customer as a whole is owed everything.
        let refusal = refused(away(hall, 1));
        assert_eq!(refusal.rule, "archive.still_open");
        let open = refusal.detail.clone().unwrap()["open"].as_array().unwrap().clone();
        assert_eq!(
            (open.len(), &open[0]["label"], &open[0]["kind"]),
            (1, &json!(number(&there)), &json!("promise"))
        );
        away(shed, 1).unwrap();
        let refusal = refused(customer_away());
        let told = format!("{:?}", refusal.facts);
        assert!(told.contains(&number(&there)) && told.contains(&number(&anywhere)), "{told}");
        for made in [&there, &anywhere] {
            let words = json!({ "promise": made["promise"], "customer_words": "No longer.", "version": 1 });
            house.act(cast.rita, "promise.release", words).unwrap();
        }
        away(hall, 1).unwrap();
        let back = |version: i64| {
            house.act(cast.head_of_service, "site.restore", json!({ "site": hall, "version": version }))
        };
        // What is away is no choice, and comes back by one act.
        let choices = || {
            let seen = house.view(cast.rita, "site.choices", json!({ "customer": customer })).unwrap();
            seen["rows"].as_array().unwrap().len()
        };
        assert_eq!(choices(), 1);
        back(2).unwrap();
        assert_eq!((choices(), rule(back(3)).as_str()), (2, "customer.not_archived"));
        customer_away().unwrap();
        house.verify();
    });
}

#[test]
fn lists_go_on_where_they_stopped_and_count() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        for day in 10..17 {
            cast.owed(house, &format!("2027-03-{day}T15:00:00Z"));
        }
        let page = |input: Value| house.view(cast.rita, "promise.list", input).unwrap();
        let first = page(json!({ "limit": 3 }));
        assert_eq!((first["rows"].as_array().unwrap().len(), first["count"].clone()), (3, json!(7)));
        let mut seen = numbers(&first);
        let mut next = first["next"].clone();
        while next != Value::Null {
            let more = page(json!({ "limit": 3, "after": next }));
            assert_eq!(more["count"], json!(7));
            seen.extend(numbers(&more));
            next = more["next"].clone();
        }
        assert_eq!(seen.len(), 7);
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 7, "none twice");
        assert_eq!(page(json!({ "due_from": "2027-03-12", "due_to": "2027-03-13" }))["count"], json!(2));
        house.advance("2027-03-12T12:00:00Z");
        assert_eq!(page(json!({ "late": true }))["count"], json!(2));
        let late = |person| house.view(person, "promise.mine_late", json!({})).unwrap()["late"].clone();
        assert_eq!((late(cast.rita), late(cast.nina)), (json!(2), json!(0)));
        assert_eq!(rule(house.view(cast.rita, "promise.list", json!({ "after": "x" }))), "/after field.form");
        assert_eq!(
            rule(house.view(cast.rita, "promise.list", json!({ "limit": 201 }))),
            "/limit promise.limit_range"
        );
        let found = house.view(cast.rita, "promise.choices", json!({ "query": "seal kit" })).unwrap();
        assert_eq!(found.as_array().unwrap().len(), 7);
    });
}

#[test]
fn promises_to_two_customers_that_tell_one_person_do_not_stand_in_each_others_way() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let other = json!({ "name": "Docas do Sado", "territory": cast.north });
        let other = id(&house.act(cast.head_of_sales, "customer.enter", other).unwrap(), "id");
        std::thread::scope(|scope| {
            for customer in [cast.customer, other] {
                for person in [cast.rita, cast.saulo] {
                    scope.spawn(move || {
                        for day in 10..18 {
                            let input = json!({ "customer": customer, "kind": "free", "wording": "We call.", "owner": cast.nina,
                                "due_at": format!("2027-03-{day}T15:00:00Z") });
                            house.act(person, "promise.make", input).unwrap();
                        }
                    });
                }
            }
        });
        let page = house.view(cast.nina, "promise.mine", json!({ "limit": 200 })).unwrap();
        let mut numbers = numbers(&page);
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 32);
        assert_eq!(count(&notices(house, cast.nina), "notice-promise-made"), 32);
        house.verify();
    });
}
