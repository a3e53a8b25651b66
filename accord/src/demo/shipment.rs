//! From the order meeting to the morning of the shipment: what the browser's stories of February and March live through
//! the pages, done by the same people in the same actions. What a stop costs, the plan, two dates, three signatures, the
//! release, the checkpoint of 2 March, and the way in for the night. And Santa Clara, whose sterile line will stand
//! still: a hospital with its own units and no plan for the night.

use std::sync::Arc;

use accord_kernel::{Call, Caller, Kernel, Outcome, Refusal};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::{
    SHIPMENT,
    history::Ordinary,
    meanwhile::Meanwhile,
    pipeline::{Mills, mills},
    review::review,
    script::{Company, id, told},
};

/// The people of the story at its clock; what falls due on the way happens.
struct Hands<'k> {
    kernel: &'k Arc<Kernel>,
    company: &'k Company,
    others: Meanwhile<'k>,
}

impl Hands<'_> {
    fn at(&self, civil: &str) -> Outcome<()> {
        self.others.until(civil)
    }

    fn by(&self, who: &str, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        let caller = Caller::person(self.company.person(who)?);
        let done = self.kernel.act(&caller, Call::new(action, input));
        done.map(|done| done.answer).map_err(|refusal| told(refusal, who, action))
    }

    fn sees(&self, who: &str, view: &str, input: &JsonValue) -> Outcome<JsonValue> {
        self.kernel.view(&Caller::person(self.company.person(who)?), view, input)
    }

    fn first(&self, view: &str, input: &JsonValue, at: &str) -> Outcome<JsonValue> {
        let seen = self.sees("suzie", view, input)?;
        seen.pointer(at).cloned().ok_or_else(|| Refusal::defect(format!("{view} has no {at}")))
    }
}

/// Everything up to 30 March 2026, 08:00 in Chicago; nothing is shipped yet.
pub(super) fn live(kernel: &Arc<Kernel>, company: &Company, ordinary: &[Ordinary]) -> Outcome<()> {
    let mills = mills(kernel, company)?;
    let others = Meanwhile { kernel, company, ordinary, story: mills.customer };
    let hands = Hands { kernel, company, others };
    let order = hands.first("order.list", &json!({ "customer": mills.customer }), "/rows/0")?;
    let order = id(&order, "id")?;
    hands.at("2026-02-02T14:05")?;
    meeting(&hands, &mills, order)?;
    hands.at("2026-02-05T11:10")?;
    drawing(&hands, &mills)?;
    hands.at("2026-02-13T10:00")?;
    software(&hands)?;
    hands.at("2026-02-24T10:00")?;
    way_in(&hands, mills.site)?;
    hands.at("2026-02-25T09:30")?;
    santa_clara(&hands)?;
    hands.at("2026-03-02T09:40")?;
    checkpoint(&hands, &mills, order)?;
    hands.at(SHIPMENT)
}

/// Monday, 2 February, from 14:05: dates, value, plan, signatures, release.
fn meeting(hands: &Hands<'_>, mills: &Mills, order: Uuid) -> Outcome<()> {
    let dates = json!({ "order": order, "on": "2026-04-27", "told_by": "call", "contact": mills.paul });
    hands.by("suzie", "order.commit_date", dates)?;
    let aim = json!({ "order": order, "on": "2026-03-30", "reason": "Eight weeks is what it takes." });
    hands.by("mark", "order.set_target", aim)?;
    hands.at("2026-02-02T14:20")?;
    let said = json!({
        "customer": mills.customer, "reasons": "Best press in the world.", "importance": "The line feeds four others.",
        "never_fails": "Of course not.", "needs": ["fast_response", "short_stop", "night_cover"],
    });
    let profile = hands.by("suzie", "value.record", said)?;
    hands.at("2026-02-02T14:26")?;
    let cost = json!({
        "customer": mills.customer, "version": profile.get("version"), "confidence": "confirmed", "contact": mills.paul,
        "stop_cost": { "amount": "100000.00", "currency": "USD" },
    });
    hands.by("suzie", "value.stop_cost", cost)?;
    let offer = hands.sees("suzie", "service.offer", &json!({ "order": order }))?;
    let line = offer.pointer("/lines/0").cloned().unwrap_or_default();
    let offered = hands.kernel.db.read(accord_room_value::on_offer)?;
    let platinum = offered
        .into_iter()
        .find(|(plan, _)| plan.code == "PLATINUM")
        .map(|(_, version)| version.id)
        .ok_or_else(|| Refusal::defect("Platinum is not on offer"))?;
    let taken = json!({
        "order": order, "line": id(&line, "line")?, "answer": "accepted", "plan_version": platinum, "contact": mills.paul,
    });
    hands.by("suzie", "service.decide", taken)?;
    hands.at("2026-02-02T14:40")?;
    review(hands.kernel, hands.company, order, "suzie", None)
}

/// What Suzie promised in January is kept the day before it is due.
fn drawing(hands: &Hands<'_>, mills: &Mills) -> Outcome<()> {
    let owed = hands.sees("suzie", "promise.list", &json!({ "customer": mills.customer }))?;
    let drawing = owed
        .get("rows")
        .and_then(JsonValue::as_array)
        .into_iter()
        .flatten()
        .find(|row| row.get("kind") == Some(&json!("document")))
        .cloned()
        .ok_or_else(|| Refusal::defect("the drawing was not promised"))?;
    let kept = json!({ "promise": drawing.get("id"), "version": drawing.get("version"), "evidence": "Mail with drawing H1-4 and the floor loads." });
    hands.by("suzie", "promise.keep", kept)?;
    Ok(())
}

/// Software that an ordinary customer was promised for the Monday after is handed over.
fn software(hands: &Hands<'_>) -> Outcome<()> {
    let released = json!({ "state": "released", "query": "HC-" });
    let found = hands.sees("mark", "order.list", &released)?;
    for order in found.get("rows").and_then(JsonValue::as_array).into_iter().flatten() {
        let brought =
            json!({ "order": order.get("id"), "evidence": "Licences and release 3.2 handed over." });
        hands.by("mark", "order.ship", brought)?;
    }
    Ok(())
}

/// How one gets in at night: what was missing when the plan was sold.
fn way_in(hands: &Hands<'_>, site: Uuid) -> Outcome<()> {
    let mills = mills(hands.kernel, hands.company)?;
    let guard = json!({ "customer": mills.customer, "name": "Gatehouse, night guard", "phone": "+1 218 555 0199", "job": "Security" });
    let guard = id(&hands.by("nora", "contact.enter", guard)?, "id")?;
    let access = json!({
        "site": site, "version": 1, "door": "Gate 3 on Dock Road, then hall B on the left", "ring": "ext. 40, the gatehouse",
        "contacts": [{ "shift": "day", "contact": mills.paul }, { "shift": "night", "contact": guard }],
        "badge": "Visitor's badge from the gatehouse", "safety": "Boots and glasses; ears beyond the yellow line",
        "hours": "Day and night, seven days", "parking": "Beside the gatehouse",
        "lead_hours": 24, "emergency_path": "At night the guard opens gate 3 and walks you to hall B.",
    });
    hands.by("nora", "site.set_access", access)?;
    // The plan was sold with this missing; now it is there.
    let mine = json!({ "customer": mills.customer, "kind": "readiness" });
    let tasks = hands.sees("steve", "contract.tasks", &mine)?;
    for task in tasks.get("rows").and_then(JsonValue::as_array).into_iter().flatten() {
        let done = json!({
            "task": task.get("id"), "version": task.get("version"), "outcome": "done",
            "words": "Gate, badge and the guard's number are written down.",
        });
        hands.by("steve", "contract.finish_task", done)?;
    }
    Ok(())
}

/// Monday, 2 March: ready, able, and the customer says yes to the earlier date.
fn checkpoint(hands: &Hands<'_>, mills: &Mills, order: Uuid) -> Outcome<()> {
    let one = hands.sees("suzie", "order.one", &json!({ "order": order }))?;
    let open = one
        .get("checkpoints")
        .and_then(JsonValue::as_array)
        .into_iter()
        .flatten()
        .find(|row| row.get("open") == Some(&json!(true)))
        .cloned()
        .ok_or_else(|| Refusal::defect("no checkpoint is open"))?;
    let of = id(&open, "id")?;
    let ready = json!({ "checkpoint": of, "version": open.get("version"), "percent": 92 });
    let answer = hands.by("mark", "checkpoint.state_readiness", ready)?;
    let able =
        json!({ "checkpoint": of, "version": answer.get("version"), "able": true, "from": "2026-04-07" });
    let answer = hands.by("steve", "checkpoint.state_service", able)?;
    let earlier = json!({
        "checkpoint": of, "version": answer.get("version"), "choice": "offer_earlier", "on": "2026-03-30",
        "words": "The hall is ready. Send it.", "told_by": "call", "contact": mills.paul,
    });
    hands.by("suzie", "checkpoint.act", earlier)?;
    Ok(())
}

/// A hospital that bought two compact presses for its linen years ago, and no plan with them (W4).
fn santa_clara(hands: &Hands<'_>) -> Outcome<()> {
    let company = hands.company;
    let entered = json!({
        "name": "Hospital Santa Clara", "legal_id": "74-2210986", "territory": company.territory("south")?, "stage": "use",
        "sales_owner": company.person("wes")?, "service_owner": company.person("dario")?,
    });
    let customer = id(&hands.by("helena", "customer.enter", entered)?, "id")?;
    let site = json!({
        "customer": customer, "name": "Sterile supply", "line1": "400 Mission Street", "town": "San Antonio", "region": "TX",
        "country": "US", "zone": "America/Chicago", "calendar": company.calendar("home")?,
    });
    let site = id(&hands.by("helena", "site.enter", site)?, "id")?;
    let contact = |name: &str, phone: &str, job: &str, email: Option<&str>| json!({ "customer": customer, "name": name, "phone": phone, "job": job, "email": email });
    let ana =
        contact("Ana Ríos", "+1 210 555 0163", "Night charge nurse", Some("ana.rios@santaclara.example"));
    let ana = id(&hands.by("helena", "contact.enter", ana)?, "id")?;
    let guard = contact("Night guard, north gate", "+1 210 555 0190", "Security", None);
    let guard = id(&hands.by("helena", "contact.enter", guard)?, "id")?;
    let access = json!({
        "site": site, "version": 1, "door": "North gate, level −1", "ring": "Guard, +1 210 555 0190",
        "contacts": [{ "shift": "day", "contact": ana }, { "shift": "night", "contact": guard }],
        "badge": "Night badge at the north gate", "lead_hours": 12,
        "emergency_path": "Ring the guard; the night badge opens level −1.",
    });
    hands.by("dario", "site.set_access", access)?;
    let unit = json!({
        "customer": customer, "site": site, "product": company.product("H3")?, "serial": "H3-2021-4471",
        "in_service_on": "2021-05-17", "accepted_on": "2021-05-17", "note": "Feeds the sterile line.",
    });
    hands.by("dario", "asset.add", unit)?;
    Ok(())
}
