//! A small seller for the tests of this room: its people, a customer with a site and a contact, machines, plans, a list.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use accord_kernel::{Call, Caller, Credential, Metric, MetricValue, Outcome, Period, Refusal, Registry};
use accord_testing::House;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_asset::room(registry);
    accord_room_promise::room(registry);
    accord_room_capacity::room(registry);
    accord_room_pipeline::room(registry);
    accord_room_value::room(registry);
    accord_room_offer::room(registry);
    registry.extend(accord_room_customer::Files::folder(std::env::temp_dir()));
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// The first field's rule with its pointer, or the rule of the whole.
pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    let field = refusal.fields.first();
    field.map_or_else(|| refusal.rule.to_owned(), |field| format!("{} {}", field.pointer, field.rule))
}

/// The obstacles that a refusal names.
pub fn obstacles(refusal: &Refusal) -> Vec<String> {
    let detail = refusal.detail.clone().unwrap_or_default();
    let list = detail["obstacles"].as_array().cloned().unwrap_or_default();
    list.iter()
        .map(|one| one["obstacle"].as_str().unwrap().trim_start_matches("quote-obstacle-").to_owned())
        .collect()
}

/// Where and in which money a story plays.
pub struct Stage {
    pub zone: &'static str,
    pub currency: &'static str,
    pub country: &'static str,
}

/// Recife, reais: three hours behind UTC.
pub const RECIFE: Stage = Stage { zone: "America/Recife", currency: "BRL", country: "br" };
/// Osaka, yen: no digits after the point, nine hours ahead.
pub const OSAKA: Stage = Stage { zone: "Asia/Tokyo", currency: "JPY", country: "jp" };
/// Kuwait, dinars: three digits.
pub const KUWAIT: Stage = Stage { zone: "Asia/Kuwait", currency: "KWD", country: "kw" };

pub struct Seller<'h> {
    pub house: &'h House,
    pub stage: &'static Stage,
    pub admin: Uuid,
    pub rep: Uuid,
    pub head_of_sales: Uuid,
    pub head_of_service: Uuid,
    pub executive: Uuid,
    pub engineer: Uuid,
    pub north: Uuid,
}

#[derive(Clone, Copy)]
pub struct Account {
    pub customer: Uuid,
    pub site: Uuid,
    pub contact: Uuid,
}

impl<'h> Seller<'h> {
    pub fn new(house: &'h House, stage: &'static Stage) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Usina Norte", "home_zone": stage.zone, "currency": stage.currency, "language": "en",
                    "calendar_name": "Works", "administrator": { "name": "Olga", "email": "olga@norte.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let north =
            id(&house.act(admin, "territory.enter", json!({ "name": "North" })).unwrap(), "territory");
        let area = |name: &str, sphere: &str| {
            let input = json!({ "name": name, "sphere": sphere, "helps": "Keeps its word." });
            id(&house.act(admin, "area.enter", input).unwrap(), "area")
        };
        let (sales, service) = (area("Sales", "sales"), area("Service", "after_sales"));
        let person = |name: &str, word: &str, area: Uuid, territories: &[Uuid]| {
            let role: Uuid = accord_room_people::RoleId::seeded(word).into();
            let input = json!({
                "name": name, "language": "en", "roles": [role], "posts": [{ "area": area, "title": "" }],
                "territories": territories
            });
            id(&house.act(admin, "people.enter", input).unwrap(), "person")
        };
        Self {
            house,
            stage,
            admin,
            rep: person("Rita", "sales_rep", sales, &[north]),
            head_of_sales: person("Helena", "head_of_sales", sales, &[]),
            head_of_service: person("Heitor", "head_of_service", service, &[]),
            executive: person("Elza", "executive", sales, &[]),
            engineer: person("Nora", "field_engineer", service, &[]),
            north,
        }
    }

    pub fn act(&self, who: Uuid, action: &str, input: Value) -> Outcome<Value> {
        self.house.act(who, action, input)
    }

    /// The rep acts, and it works.
    pub fn do_it(&self, action: &str, input: Value) -> Value {
        self.house.act(self.rep, action, input).unwrap_or_else(|refusal| panic!("{action}: {refusal:?}"))
    }

    pub fn account(&self, name: &str) -> Account {
        let act = |action: &str, input: Value| self.house.act(self.head_of_sales, action, input).unwrap();
        let customer = json!({ "name": name, "territory": self.north, "currency": self.stage.currency });
        let customer = id(&act("customer.enter", customer), "id");
        for (person, sphere) in [(self.rep, "sales"), (self.engineer, "after_sales")] {
            act(
                "customer.assign",
                json!({ "customer": customer, "person": person, "sphere": sphere, "rank": "owner" }),
            );
        }
        let site = json!({
            "customer": customer, "name": "Mill", "line1": "Rua do Rio 4", "town": "Mill Town",
            "country": self.stage.country, "zone": self.stage.zone
        });
        let site = id(&act("site.enter", site), "id");
        let contact = json!({ "customer": customer, "name": "Paul", "email": format!("{customer}@mill.example"), "phone": "+55 81 1234", "job": "Plant" });
        Account { customer, site, contact: id(&act("contact.enter", contact), "id") }
    }

    pub fn machine(&self, code: &str, price: Option<&str>) -> Uuid {
        let price = price.map(|amount| json!({ "amount": amount, "currency": self.stage.currency }));
        let product = json!({
            "code": code, "name": format!("Press {code}"), "kind": "equipment", "unit": "piece", "by_slots": false,
            "transport_days": 2, "price": price
        });
        let input = json!({ "product": product, "lead_time": { "days": 30, "from": "2020-01-01" } });
        id(&self.house.act(self.admin, "product.enter", input).unwrap(), "product")
    }

    /// A published plan: hours of an outage under it, price of a year.
    pub fn plan(&self, code: &str, place: i64, hours: i64, price: &str) -> Uuid {
        let act = |action: &str, input: Value| self.house.act(self.head_of_service, action, input).unwrap();
        let plan = id(&act("plan.enter", json!({ "code": code, "name": code, "place": place })), "plan");
        let terms = json!({
            "cover": "around_clock", "clock_stop": "engineer_at_work", "response_minutes": 240,
            "stop_minutes": hours * 60, "term_months": 12, "uplift_allowed": true,
            "prices": [{ "product": null, "price": { "amount": price, "currency": self.stage.currency } }],
            "inclusions": [{ "code": "call", "en": "Calls", "pt": "Chamados" }]
        });
        let draft = act("plan.draft", json!({ "plan": plan, "terms": terms }));
        let card = |text: &str| json!({ "headline": text, "body": text });
        let cards = json!({
            "plan_version": draft["plan_version"], "version": draft["version"],
            "customer_en": card("You run on."), "customer_pt": card("Você segue."),
            "colleague_en": card("Sell it so."), "colleague_pt": card("Venda assim.")
        });
        let written = act("plan.cards", cards);
        let published = act(
            "plan.publish",
            json!({ "plan_version": written["plan_version"], "version": written["version"] }),
        );
        id(&published, "plan_version")
    }

    /// What the customer said: why they buy, what a stop costs a day, how many to expect in a year.
    pub fn profile(&self, account: Account, stop: &str, outages: &str) {
        let cost = json!({
            "customer": account.customer, "stop_cost": { "amount": stop, "currency": self.stage.currency },
            "confidence": "confirmed", "contact": account.contact
        });
        let done = self.do_it("value.stop_cost", cost);
        let record = json!({
            "customer": account.customer, "version": done["version"], "reasons": "The line must not stand still.",
            "expected_outages": outages, "outages_source": "customer"
        });
        self.do_it("value.record", record);
    }

    /// The customer says another figure later.
    pub fn profile_again(&self, account: Account, stop: &str) {
        let known =
            self.house.view(self.rep, "value.profiles", json!({ "customer": account.customer })).unwrap();
        let cost = json!({
            "customer": account.customer, "version": known[0]["version"], "confidence": "confirmed",
            "stop_cost": { "amount": stop, "currency": self.stage.currency }, "contact": account.contact
        });
        self.do_it("value.stop_cost", cost);
    }

    pub fn list(&self, name: &str, currency: &str, from: &str, until: Option<&str>) -> Uuid {
        let input = json!({ "name": name, "currency": currency, "valid_from": from, "valid_until": until });
        id(&self.house.act(self.head_of_sales, "price_list.enter", input).unwrap(), "price_list")
    }

    pub fn price(
        &self,
        list: Uuid,
        product: Uuid,
        price: &str,
        from: &str,
        until: Option<&str>,
    ) -> Outcome<Value> {
        let input = json!({ "price_list": list, "product": product, "unit_price": price, "valid_from": from, "valid_until": until });
        self.house.act(self.head_of_sales, "price.set", input)
    }

    /// A quote for an account, with its site and contact.
    pub fn quote(&self, account: Account, more: Value) -> Uuid {
        let mut input = json!({ "customer": account.customer, "site": account.site, "contact": account.contact, "title": "A press" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&self.do_it("quote.open", input), "quote")
    }

    pub fn add(&self, quote: Uuid, line: Value) -> Outcome<Value> {
        let mut input = json!({ "quote": quote });
        input.as_object_mut().unwrap().extend(line.as_object().unwrap().clone());
        self.house.act(self.rep, "quote.add_line", input)
    }

    /// A machine without a plan, for a reason.
    pub fn machine_line(&self, quote: Uuid, product: Uuid) -> Value {
        let line = self.add(quote, json!({ "product": product })).unwrap();
        let input = json!({ "line": line["line"], "version": line["version"], "reason": "own_service" });
        self.do_it("quote.no_plan", input)
    }

    pub fn one(&self, quote: Uuid) -> Value {
        self.house.view(self.rep, "quote.one", json!({ "quote": quote })).unwrap()
    }

    pub fn send(&self, quote: Uuid) -> Outcome<Value> {
        let version = self.one(quote)["version"].clone();
        self.house.act(self.rep, "quote.send", json!({ "quote": quote, "version": version }))
    }

    /// A quote for one machine, tied and sent.
    pub fn sent(&self, account: Account, product: Uuid) -> Uuid {
        let quote = self.quote(account, json!({}));
        self.machine_line(quote, product);
        self.do_it("quote.tie", json!({ "quote": quote }));
        self.send(quote).unwrap();
        quote
    }

    pub fn as_contact(&self, account: Account) -> Caller {
        Caller { credential: Credential::Contact(account.contact), ..Caller::person(account.contact) }
    }

    pub fn contact_view(&self, account: Account, view: &str, input: Value) -> Outcome<Value> {
        self.house.kernel.view(&self.as_contact(account), view, &input)
    }

    pub fn contact_act(&self, account: Account, action: &str, input: Value) -> Outcome<Value> {
        self.house.kernel.act(&self.as_contact(account), Call::new(action, input)).map(|done| done.answer)
    }

    pub fn notices(&self, person: Uuid) -> Vec<String> {
        let seen = self.house.view(person, "people.notices", json!({})).unwrap();
        seen["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
    }

    pub fn figure(&self, name: &str, from: Date, to: Date) -> MetricValue {
        let kernel = &self.house.kernel;
        let run = kernel.registry.find_metric(name).map(|metric: &Metric| metric.run).unwrap();
        kernel
            .read(&Caller::person(self.head_of_sales), |reader| {
                let context = reader.context.clone();
                run(reader.tx, &context, Period { from, to })
            })
            .unwrap()
    }
}
