//! Notices, letters, settings, one's own wishes: R24, R67.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Registry, Touches};
use accord_room_people::{Notice, PersonId, mail, notify};
use accord_store::Tx;
use accord_testing::on_both_databases;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use support::{id, person, rule, set_up};

const START: &str = "2026-03-02T12:00:00Z";

/// What a higher room would do: tell somebody.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Tell {
    person: PersonId,
    minutes: Option<i64>,
}

impl Action for Tell {
    const NAME: &'static str = "test.tell";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let facts = vec![("number", Fact::from("O-2026-0009")), ("n", Fact::from(3_i64))];
        let mut notice = Notice::new(self.person, "notice-test", facts).at("/orders/9");
        if let Some(minutes) = self.minutes {
            notice = notice.acknowledged_within(SignedDuration::from_mins(minutes));
        }
        notify(tx, act, notice).map(drop)
    }
}

fn rooms(registry: &mut Registry) {
    support::rooms(registry);
    registry.action::<Tell>().locale(
        "notice-test = Order { $number } slips by { $n } days\n",
        "notice-test = O pedido { $number } atrasa { $n } dias\n",
    );
}

fn texts(house: &accord_testing::House, person: PersonId) -> Vec<String> {
    let page = house.view(person, "people.notices", json!({})).unwrap();
    page["rows"].as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r24_what_nobody_acknowledges_goes_up_once_and_ends() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let head = person(house, "Helena Dias", &["head_of_sales"]);
        let boss = person(house, "Otto Lang", &["executive"]);
        house.act(ana, "test.tell", json!({ "person": ana, "minutes": 45 })).unwrap();
        assert_eq!(house.advance("2026-03-02T12:44:59Z"), 0);
        assert!(texts(house, head).is_empty());
        assert_eq!(house.advance("2026-03-02T12:45:00Z"), 1);
        assert_eq!(texts(house, head), ["Ana Prado não confirmou: O pedido O-2026-0009 atrasa 3 dias"]);
        assert!(texts(house, boss).is_empty());
        // A restart at the due minute fires nothing twice.
        let node = house.second_node(rooms);
        assert_eq!(node.tick().unwrap(), 0);
        house.advance("2026-03-02T13:30:00Z");
        assert_eq!(texts(house, boss).len(), 1);
        let page = house.view(boss, "people.notices", json!({})).unwrap();
        house.act(boss, "notice.acknowledge", json!({ "notice": id(&page["rows"][0], "notice") })).unwrap();
        assert_eq!(
            house.advance("2026-03-09T12:00:00Z"),
            0,
            "nobody is above the executive who acknowledged"
        );
        assert_eq!(texts(house, head).len(), 1);
        house.verify();
    });
}

#[test]
fn r67_an_acknowledged_notice_stays_where_it_is() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        let head = person(house, "Helena Dias", &["head_of_service"]);
        house.act(head, "test.tell", json!({ "person": ana, "minutes": 10 })).unwrap();
        let page = house.view(ana, "people.notices", json!({ "unread": true })).unwrap();
        assert_eq!((page["unread"].as_i64(), page["rows"][0]["href"].as_str()), (Some(1), Some("/orders/9")));
        let counted = |person: PersonId| house.view(person, "people.notice_count", json!({})).unwrap();
        assert_eq!(counted(ana), json!({ "unread": 1, "waiting": 1 }));
        assert_eq!(counted(head), json!({ "unread": 0, "waiting": 0 }), "somebody else's is not counted");
        let notice = id(&page["rows"][0], "notice");
        assert_eq!(rule(house.act(head, "notice.acknowledge", json!({ "notice": notice }))), "absent");
        house.act(ana, "notice.acknowledge", json!({ "notice": notice })).unwrap();
        house.act(ana, "notice.acknowledge", json!({ "notice": notice })).unwrap();
        house.advance("2026-03-03T12:00:00Z");
        assert!(texts(house, head).is_empty());
        house.act(head, "test.tell", json!({ "person": ana })).unwrap();
        assert_eq!(
            counted(ana),
            json!({ "unread": 1, "waiting": 0 }),
            "this one is news and waits for nothing"
        );
        house.act(ana, "notice.read", json!({})).unwrap();
        assert_eq!(house.view(ana, "people.notices", json!({ "unread": true })).unwrap()["unread"], 0);
        house.verify();
    });
}

#[test]
fn r20_the_cover_is_told_and_the_owner_too() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        let bia = person(house, "Bia Torres", &["field_engineer"]);
        let leave = json!({ "from": "2026-03-02T12:00:00Z", "until": "2026-03-20T00:00:00Z", "cover": bia });
        house.act(ana, "leave.plan", leave).unwrap();
        house.act(ana, "test.tell", json!({ "person": ana, "minutes": 10 })).unwrap();
        let of = |person: PersonId| {
            let page = house.view(person, "people.notices", json!({})).unwrap();
            let rows = page["rows"].as_array().unwrap().clone();
            rows.into_iter().filter(|row| row["kind"] == "notice-test").collect::<Vec<_>>()
        };
        let own: Vec<_> = of(bia).into_iter().filter(|row| row["covered"].is_null()).collect();
        assert_eq!(own.len(), 1);
        assert!(!own[0]["acknowledge_by"].is_null(), "the cover has to act");
        let owners = of(ana);
        assert_eq!(owners.len(), 1);
        assert!(owners[0]["acknowledge_by"].is_null(), "the owner only hears of it");
        assert!(of(bia).iter().any(|row| row["covered_name"] == "Ana Prado"));
        house.verify();
    });
}

#[test]
fn letters_go_out_once_in_the_readers_language() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        house.act(ana, "people.preferences", json!({ "language": "en", "mail_wish": "all" })).unwrap();
        house.act(rita, "test.tell", json!({ "person": ana })).unwrap();
        house.act(rita, "test.tell", json!({ "person": rita })).unwrap();
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config = mail::MailConfig::folder(folder.path(), "Accord <accord@vale.example>").unwrap();
        let config = config.site("https://accord.vale.example");
        assert_eq!(mail::send_due(&house.kernel, &config).unwrap(), 2, "Rita wants only what is urgent");
        assert_eq!(mail::send_due(&house.kernel, &config).unwrap(), 0);
        let mut letters: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect();
        letters.sort_by_key(|letter| letter.contains("/welcome/"));
        assert!(letters[0].contains("Order O-2026-0009 slips by 3 days"), "{}", letters[0]);
        assert!(letters[0].contains("https://accord.vale.example/orders/9"));
        assert!(letters[1].contains("To: ana.prado@vale.example"));
        house.verify();
    });
}

#[test]
fn a_letter_that_does_not_go_out_is_tried_again_later() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["field_engineer"]);
        house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        std::fs::write(&blocked, "not a folder").unwrap();
        let broken = mail::MailConfig::folder(&blocked, "accord@vale.example").unwrap();
        assert_eq!(mail::send_due(&house.kernel, &broken).unwrap(), 0);
        let sound = mail::MailConfig::folder(folder.path(), "accord@vale.example").unwrap();
        assert_eq!(mail::send_due(&house.kernel, &sound).unwrap(), 0, "it rests a minute first");
        house.verify();
    });
}

#[test]
fn settings_hold_from_their_day_and_keep_their_history() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let set = |value: serde_json::Value, from: Option<&str>| {
            let mut input = json!({ "name": "session.days", "value": value, "reason": "Audit" });
            if let Some(from) = from {
                input["effective_from"] = json!(from);
            }
            house.act(rita, "settings.set", input)
        };
        let holds = || {
            let all = house.view(ana, "people.settings", json!({ "name": "session.days" })).unwrap();
            (all[0]["value"].as_i64().unwrap(), all[0]["history"].as_array().unwrap().len())
        };
        assert_eq!(holds(), (30, 0));
        assert_eq!(rule(set(json!(0), None)), "field.range");
        assert_eq!(rule(set(json!("ten"), None)), "field.form");
        assert_eq!(rule(set(json!(10), Some("2026-03-01"))), "field.past");
        set(json!(10), Some("2026-03-05")).unwrap();
        set(json!(20), None).unwrap();
        assert_eq!(holds(), (20, 2));
        // The company's day begins at 03:00 UTC.
        house.at("2026-03-05T02:59:00Z");
        assert_eq!(holds().0, 20);
        house.at("2026-03-05T03:00:00Z");
        assert_eq!(holds().0, 10);
        let input = json!({ "name": "session.days", "value": 5, "reason": "x" });
        assert_eq!(rule(house.act(ana, "settings.set", input)), "permission");
        house.verify();
    });
}

#[test]
fn own_wishes_stay_where_nothing_is_said() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let wish = |input| house.act(ana, "people.preferences", input);
        assert_eq!(rule(wish(json!({ "quiet_from": "22:00" }))), "people.quiet_both");
        assert_eq!(rule(wish(json!({ "quiet_from": "25:00", "quiet_until": "07:00" }))), "field.form");
        assert_eq!(rule(wish(json!({ "zone": "Nowhere" }))), "field.zone");
        wish(json!({ "theme": "dark", "quiet_from": "22:00", "quiet_until": "07:00" })).unwrap();
        wish(json!({ "zone": "Europe/Lisbon" })).unwrap();
        let me = house.view(ana, "people.me", json!({})).unwrap();
        assert_eq!(me["wishes"]["theme"], "dark");
        assert_eq!(
            (me["wishes"]["quiet_from"].as_str(), me["facts"]["zone"].as_str()),
            (Some("22:00"), Some("Europe/Lisbon"))
        );
        house.verify();
    });
}

#[test]
fn company_is_set_up_once() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let input = json!({ "name": "Again", "home_zone": "UTC", "currency": "EUR", "language": "en",
            "calendar_name": "Other", "administrator": { "name": "X", "email": "x@y.example" } });
        assert_eq!(rule(house.system("company.set_up", input)), "company.exists");
        house.verify();
    });
}
