//! What the presses cost, what may be said of them, and quotes of ordinary customers in every state. Harbour Mills has
//! none: its offer is made at the order meeting.

use std::sync::Arc;

use accord_kernel::{Call, Caller, Kernel, Outcome};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::{
    Beginning,
    script::{Company, id, moment, told},
};

/// Product, price in dollars, price in reais.
const PRICES: &[(&str, &str, &str)] =
    &[("H1", "850000", "4590000"), ("H2", "1240000", "6696000"), ("H3", "310000", "1674000")];

/// Product, its version, and what was measured of it, in English and in Portuguese.
type Facts = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
const FACTS: &[Facts] = &[
    (
        "H1",
        "H1.4",
        &[
            (
                "Presses up to 38 sheets a minute at full force.",
                "Prensa até 38 chapas por minuto com força total.",
            ),
            (
                "Holds its tolerance of 0.05 mm over a shift.",
                "Mantém a tolerância de 0,05 mm durante um turno.",
            ),
            ("A die is changed by two people in 22 minutes.", "Duas pessoas trocam a matriz em 22 minutos."),
        ],
    ),
    (
        "H2",
        "H2.1",
        &[
            ("Rolls coils up to 1,650 mm wide.", "Lamina bobinas de até 1.650 mm de largura."),
            ("Runs at 84 dB one metre from the guard.", "Opera a 84 dB a um metro da proteção."),
        ],
    ),
    (
        "H3",
        "H3.0",
        &[
            ("Stands on 9 square metres.", "Ocupa 9 metros quadrados."),
            ("Is ready to press two days after delivery.", "Prensa dois dias depois da entrega."),
        ],
    ),
];

/// How the quote of an ordinary customer went.
#[derive(Clone, Copy)]
enum Course {
    Draft,
    Sent,
    Accepted,
    Declined,
    Revised,
}

/// One after the other, the customers who said why they buy.
const COURSES: &[(Course, &str, &str)] = &[
    (Course::Sent, "H1", "H1 for the second line"),
    (Course::Accepted, "H3", "Compact press for samples"),
    (Course::Draft, "H2", "Roll press, new hall"),
    (Course::Declined, "H1", "H1 instead of repair"),
    (Course::Revised, "H3", "Two compact presses"),
    (Course::Sent, "H2", "Roll press with a plan"),
];

/// Enters lists and sheets, and writes the quotes.
pub(super) fn live(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let desk = Desk { kernel, helena: company.person("helena")? };
    desk.at(company.beginning.lists())?;
    desk.lists(company)?;
    desk.sheets(company)?;
    if company.beginning == Beginning::Pursuit {
        return Ok(());
    }
    desk.at("2026-01-13T10:15")?;
    let mut courses = COURSES.iter();
    let listed = desk.view("customer.list", json!({ "limit": 120 }))?;
    for row in listed.get("rows").and_then(JsonValue::as_array).into_iter().flatten() {
        let customer = id(row, "id")?;
        let profiles = desk.view("value.profiles", json!({ "customer": customer }))?;
        let said =
            profiles.get(0).is_some_and(|profile| profile.get("reasons").is_some_and(JsonValue::is_string));
        if !said {
            continue;
        }
        let Some((course, product, title)) = courses.next() else { break };
        let currency = profiles.pointer("/0/stop_cost/currency").and_then(JsonValue::as_str).unwrap_or("USD");
        desk.quote(company, customer, currency, *course, (product, title))?;
    }
    Ok(())
}

/// Whoever writes the quotes of the demo.
struct Desk<'k> {
    kernel: &'k Arc<Kernel>,
    helena: Uuid,
}

impl Desk<'_> {
    fn at(&self, civil: &str) -> Outcome<()> {
        let at = moment(civil, "America/Chicago")?;
        self.kernel.together(move |together| together.at(at))
    }

    fn act(&self, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        let call = Call::new(action, input);
        let done = self.kernel.act(&Caller::person(self.helena), call);
        done.map(|done| done.answer).map_err(|refusal| told(refusal, "helena", action))
    }

    fn view(&self, view: &str, input: JsonValue) -> Outcome<JsonValue> {
        self.kernel.view(&Caller::person(self.helena), view, &input)
    }

    fn lists(&self, company: &Company) -> Outcome<()> {
        let from = if company.beginning == Beginning::Pursuit { "2025-01-01" } else { "2026-01-01" };
        for (name, currency) in [("North America 2026", "USD"), ("Brasil 2026", "BRL")] {
            let list = json!({ "name": name, "currency": currency, "valid_from": from, "valid_until": "2026-12-31" });
            let list = id(&self.act("price_list.enter", list)?, "price_list")?;
            for (code, dollars, reais) in PRICES {
                let price = if currency == "USD" { dollars } else { reais };
                let product = company.product(code)?;
                self.act(
                    "price.set",
                    json!({ "price_list": list, "product": product, "unit_price": price }),
                )?;
            }
        }
        Ok(())
    }

    fn sheets(&self, company: &Company) -> Outcome<()> {
        for (code, version, facts) in FACTS {
            let statements: Vec<JsonValue> =
                facts.iter().map(|(en, pt)| json!({ "text_en": en, "text_pt": pt })).collect();
            let sheet = json!({
                "product": company.product(code)?, "product_version": version, "valid_from": "2025-06-02",
                "statements": statements,
            });
            self.act("fact_sheet.enter", sheet)?;
        }
        Ok(())
    }

    /// One quote from its first line to its end.
    fn quote(
        &self,
        company: &Company,
        customer: Uuid,
        currency: &str,
        course: Course,
        (product, title): (&str, &str),
    ) -> Outcome<()> {
        let first = |view: &str| -> Outcome<Option<Uuid>> {
            let found = self.view(view, json!({ "customer": customer }))?;
            let row = found.get(0).or_else(|| found.pointer("/rows/0"));
            row.map(|row| id(row, "id")).transpose()
        };
        let (site, contact) = (first("site.choices")?, first("contact.choices")?);
        let open = json!({
            "customer": customer, "title": title, "site": site, "contact": contact, "currency": currency,
            "valid_until": "2026-02-27",
        });
        let quote = id(&self.act("quote.open", open)?, "quote")?;
        let quantity = if matches!(course, Course::Revised) { "2" } else { "1" };
        let line = json!({ "quote": quote, "product": company.product(product)?, "quantity": quantity });
        let line = self.act("quote.add_line", line)?;
        self.plan(quote, &line)?;
        self.act(
            "quote.add_line",
            json!({ "quote": quote, "description": "Freight", "unit_price": "8400" }),
        )?;
        if matches!(course, Course::Draft) || contact.is_none() {
            return Ok(());
        }
        self.act("quote.tie", json!({ "quote": quote }))?;
        let sent = self.act("quote.send", json!({ "quote": quote, "version": self.version(quote)? }));
        // Where nobody can keep a plan's response yet the quote stays a draft: the rule holds here too.
        if matches!(&sent, Err(refusal) if refusal.rule == "quote.not_ready") {
            return Ok(());
        }
        sent?;
        match course {
            Course::Accepted => {
                self.at("2026-01-20T11:30")?;
                let words = "Signed offer, page 4: agreed as written.";
                self.act("quote.accept", json!({ "quote": quote, "way": "paper", "words": words }))?;
            }
            Course::Declined => {
                self.at("2026-01-22T15:00")?;
                self.act("quote.decline", json!({ "quote": quote, "words": "Not in this year's budget." }))?;
            }
            Course::Revised => {
                self.at("2026-01-23T09:20")?;
                self.act("quote.revise", json!({ "quote": quote }))?;
            }
            Course::Sent | Course::Draft => {}
        }
        self.at("2026-01-13T10:15")
    }

    fn version(&self, quote: Uuid) -> Outcome<JsonValue> {
        let one = self.view("quote.one", json!({ "quote": quote }))?;
        Ok(one.get("version").cloned().unwrap_or_default())
    }

    /// The best plan that is worth its price to this customer; none, with the reason, when no plan is.
    fn plan(&self, quote: Uuid, line: &JsonValue) -> Outcome<()> {
        let machine = line.get("line_no").cloned().unwrap_or_default();
        let offered = self.view("plan_version.choices", json!({}))?;
        for plan in offered.as_array().into_iter().flatten().rev() {
            let add = json!({ "quote": quote, "plan": id(plan, "id")?, "for_line": machine });
            // A plan without a price in this currency is not offered.
            let Ok(added) = self.act("quote.add_line", add) else { continue };
            let one = self.view("quote.one", json!({ "quote": quote }))?;
            let value = one.pointer("/shown/lines/1/worth/value").and_then(JsonValue::as_str);
            if value == Some("above") {
                return Ok(());
            }
            let gone = json!({ "line": id(&added, "line")?, "version": added.get("version") });
            self.act("quote.remove_line", gone)?;
        }
        let one = self.view("quote.one", json!({ "quote": quote }))?;
        let version = one.pointer("/shown/lines/0/version").cloned();
        let none = json!({ "line": id(line, "line")?, "version": version, "reason": "value_too_low" });
        self.act("quote.no_plan", none)?;
        Ok(())
    }
}
