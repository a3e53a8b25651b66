//! Some hundreds of ordinary customers with years of history, from a seed.

use std::sync::Arc;

use accord_kernel::{Kernel, Outcome};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::{
    fleet::{self, Place},
    script::{Company, Script, id, moment},
};

/// From this seed the units of the customers and their outages come.
const SEED_OF_FLEET: u64 = 19_031_217;
/// Customers made in one transaction.
const BATCH: u32 = 20;
/// One review of so many is still to be held.
const REVIEW_LEFT_OPEN: usize = 8;

const FIRST: &[&str] = &[
    "Lake", "North", "Silver", "Iron", "Prairie", "Cedar", "Granite", "River", "Summit", "Copper", "Pioneer",
    "Valley", "Maple", "Harvest", "Falcon", "Union", "Delta", "Beacon", "Crescent", "Atlas",
];
const SECOND: &[&str] = &[
    "Foods",
    "Packaging",
    "Mills",
    "Metals",
    "Papers",
    "Dairy",
    "Plastics",
    "Castings",
    "Brewing",
    "Timber",
];
const TOWNS: &[(&str, &str, &str, &str, &str)] = &[
    ("lakes", "Milwaukee", "WI", "US", "America/Chicago"),
    ("lakes", "Grand Rapids", "MI", "US", "America/Detroit"),
    ("south", "Macon", "GA", "US", "America/New_York"),
    ("south", "Tulsa", "OK", "US", "America/Chicago"),
    ("west", "Fresno", "CA", "US", "America/Los_Angeles"),
    ("west", "Boise", "ID", "US", "America/Boise"),
    ("brazil", "Joinville", "SC", "BR", "America/Sao_Paulo"),
    ("brazil", "Caxias do Sul", "RS", "BR", "America/Sao_Paulo"),
];
const GIVEN: &[&str] =
    &["Ana", "Carlos", "Emma", "Noah", "Beatriz", "Liam", "Joana", "Peter", "Sofia", "Hugo", "Marta", "Owen"];
const FAMILY: &[&str] =
    &["Silva", "Becker", "Jones", "Moreira", "Novak", "Larsen", "Reed", "Campos", "Fischer", "Doyle"];
/// Kind, wording in English and in Portuguese, days until due.
pub(super) const PROMISES: &[(&str, &str, &str, i64)] = &[
    (
        "call_back",
        "I call you back with the answer of our plant.",
        "Ligo de volta com a resposta da fábrica.",
        2,
    ),
    (
        "document",
        "You get the maintenance list for your press.",
        "Envio a lista de manutenção da sua prensa.",
        6,
    ),
    (
        "visit",
        "We come and look at the vibration you described.",
        "Vamos até aí ver a vibração que você descreveu.",
        9,
    ),
    ("update", "You hear from us where the delivery stands.", "Damos notícia sobre a entrega.", 3),
];
pub(super) const SAID: &[(&str, &str)] = &[
    (
        "Asked how the press behaves with the new material; wants an answer this week.",
        "Perguntou como a prensa se comporta com o material novo; quer resposta esta semana.",
    ),
    (
        "All runs well. They plan a second line for next year.",
        "Tudo funciona bem. Planejam uma segunda linha para o ano que vem.",
    ),
    (
        "Complained about the noise at shift change; we look into it.",
        "Reclamou do barulho na troca de turno; vamos verificar.",
    ),
    ("Thanked us for the quick answer.", "Agradeceu a resposta rápida."),
];

/// A small generator (xorshift64*, Vigna 2014): the same demo every time, with no need for secrecy.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
    pub(super) fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 16) % n.max(1)
    }
    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let len = u64::try_from(list.len()).unwrap_or(1);
        list.get(usize::try_from(self.below(len)).unwrap_or(0))
    }
}

/// Lets the company live through its history, and tells whom it got to know.
pub(super) fn live(
    kernel: &Arc<Kernel>,
    company: &Company,
    customers: u32,
    seed: u64,
) -> Outcome<Vec<Ordinary>> {
    let mut known = Vec::new();
    let mut from = 0;
    while from < customers {
        let until = (from + BATCH).min(customers);
        let company = company.clone();
        known.extend(kernel.together(move |together| {
            let mut some = Vec::new();
            for number in from..until {
                let mut script = Script { together, company: &company };
                let mut dice = Dice(seed ^ (u64::from(number) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
                some.extend(one(&mut script, &mut dice, number)?);
            }
            Ok(some)
        })?);
        from = until;
    }
    reviews(kernel, company)?;
    Ok(known)
}

/// What was to be learnt from broken promises was mostly looked at, each by whom it was given to.
fn reviews(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let helena = accord_kernel::Caller::person(company.person("helena")?);
    let open = kernel.view(&helena, "learning.list", &json!({ "limit": 200 }))?;
    let rows = open.pointer("/reviews").and_then(JsonValue::as_array).cloned().unwrap_or_default();
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at(company.beginning.paperwork())?;
        for (place, row) in rows.iter().enumerate() {
            let owner = row.get("owner").map(|owner| id(owner, "id")).transpose()?;
            if let (Some(owner), true) = (owner, (place + 1) % REVIEW_LEFT_OPEN != 0) {
                script.together.act(&accord_kernel::Caller::person(owner), "failure.hold", held(row))?;
            }
        }
        Ok(())
    })
}

/// What is written down of such a review.
pub(super) fn held(review: &JsonValue) -> JsonValue {
    json!({
        "review": review.get("id"), "version": review.get("version"),
        "happened": "The part we waited for came a week late, and nobody told the customer before the day.",
        "allowed": "The day was given before anybody had asked the store.",
    })
}

fn owners(territory: &str) -> (&'static str, &'static str) {
    match territory {
        "lakes" => ("suzie", "nora"),
        "south" => ("wes", "dario"),
        "west" => ("wes", "ingrid"),
        _ => ("rafael", "lucia"),
    }
}

fn one(script: &mut Script<'_, '_>, dice: &mut Dice, number: u32) -> Outcome<Option<Ordinary>> {
    let Some((territory, town, region, country, zone)) = dice.pick(TOWNS).copied() else { return Ok(None) };
    let (rep, engineer) = owners(territory);
    let brazil = country == "BR";
    let name = format!(
        "{} {}{}",
        dice.pick(FIRST).copied().unwrap_or_default(),
        dice.pick(SECOND).copied().unwrap_or_default(),
        if brazil { " do Brasil" } else { "" }
    );
    // Firms of one name exist; a suffix tells them apart as their papers would.
    let name = format!("{name} {}", 100 + number);
    let begins = moment("2024-02-01T09:00", zone)?;
    let span_days = 620;
    let at = at_work(begins, i64::try_from(dice.below(span_days)).unwrap_or(0), dice, zone)?;
    let ends = script.company.beginning.history_ends()?;
    if at >= ends {
        return Ok(None);
    }
    script.together.at(at)?;
    let stage = dice
        .pick(&["understand", "win", "use", "use", "support", "renew", "learn"])
        .copied()
        .unwrap_or("use");
    // A few have no service owner: they stand on the gap list.
    let covered = dice.below(20) > 0;
    let entered = script.by(
        "helena",
        "customer.enter",
        json!({
            "name": name, "territory": script.company.territory(territory)?, "stage": stage,
            "sales_owner": script.company.person(rep)?,
            "service_owner": if covered { Some(script.company.person(engineer)?) } else { None },
            "language": if brazil { "pt-BR" } else { "en" },
        }),
    )?;
    let customer = id(&entered, "id")?;
    let calendar = script.company.calendar(if brazil { "brazil" } else { "home" })?;
    let site = script.by(
        rep,
        "site.enter",
        json!({ "customer": customer, "name": town, "line1": format!("{} Industrial Way", 10 + dice.below(900)), "town": town, "region": region, "country": country, "zone": zone, "calendar": calendar }),
    )?;
    let person = format!(
        "{} {}",
        dice.pick(GIVEN).copied().unwrap_or_default(),
        dice.pick(FAMILY).copied().unwrap_or_default()
    );
    let contact = script.by(
        rep,
        "contact.enter",
        json!({ "customer": customer, "name": person, "email": format!("contact{number}@customer{number}.example") }),
    )?;
    let contact = id(&contact, "id")?;
    if !matches!(stage, "understand" | "win") {
        let place = Place { customer, site: id(&site, "id")?, engineer, zone };
        // Dice of their own, so that what stands there changes nothing of what was said and promised.
        let mut own = Dice(SEED_OF_FLEET ^ (u64::from(number) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        fleet::stands(script, &mut own, at, &place)?;
    }
    super::worth::profile(script, number, rep, customer, contact, brazil)?;
    let who = Ordinary { customer, contact, rep, engineer, zone, brazil };
    years(script, dice, at, &who)?;
    Ok(Some(who))
}

/// What the years of an ordinary customer are about.
#[derive(Debug, Clone)]
pub(super) struct Ordinary {
    pub(super) customer: Uuid,
    pub(super) contact: Uuid,
    pub(super) rep: &'static str,
    pub(super) engineer: &'static str,
    pub(super) zone: &'static str,
    pub(super) brazil: bool,
}

fn years(script: &mut Script<'_, '_>, dice: &mut Dice, since: Timestamp, who: &Ordinary) -> Outcome<()> {
    let ends = script.company.beginning.history_ends()?;
    let mut at = since;
    loop {
        at = at_work(at, 25 + i64::try_from(dice.below(90)).unwrap_or(0), dice, who.zone)?;
        if at >= ends {
            return Ok(());
        }
        script.together.at(at)?;
        let by = if dice.below(2) == 0 { who.rep } else { who.engineer };
        if dice.below(3) == 0 {
            let said = dice.pick(SAID).map(|(en, pt)| if who.brazil { *pt } else { *en }).unwrap_or_default();
            script.by(
                by,
                "contact_log.add",
                json!({ "customer": who.customer, "contact": who.contact, "channel": "call", "direction": if dice.below(2) == 0 { "inbound" } else { "outbound" }, "said": said }),
            )?;
        } else {
            at = promise(script, dice, who, by, at, ends)?;
        }
    }
}

/// One promise and how it went: most are kept, some late, a few broken, some released by the customer.
fn promise(
    script: &mut Script<'_, '_>,
    dice: &mut Dice,
    who: &Ordinary,
    by: &str,
    at: Timestamp,
    ends: Timestamp,
) -> Outcome<Timestamp> {
    let Some((kind, english, portuguese, days)) = dice.pick(PROMISES).copied() else { return Ok(at) };
    let zone = TimeZone::get(who.zone).unwrap_or(TimeZone::UTC);
    let due = weekday(zone.to_datetime(at).date().saturating_add((days + 1).days()));
    let made = script.by(
        by,
        "promise.make",
        json!({
            "customer": who.customer, "contact": who.contact, "kind": kind,
            "wording": if who.brazil { portuguese } else { english }, "due_on": due, "told": "call", "confirm": true,
        }),
    );
    // A holiday or somebody's leave may stand against it: then nothing was promised, as in life.
    let Ok(made) = made else { return Ok(at) };
    let promise = id(&made, "id").or_else(|_| id(&made, "promise"))?;
    let fate = dice.below(100);
    let late = i64::try_from(dice.below(4)).unwrap_or(0) + 2;
    let end = match fate {
        0..=5 => zone.to_timestamp(due.saturating_add(late.days()).at(10, 30, 0, 0)),
        _ => zone.to_timestamp(
            due.saturating_sub(i64::try_from(dice.below(2)).unwrap_or(0).days()).at(9, 40, 0, 0),
        ),
    };
    let end = end.unwrap_or(at).max(at.checked_add(SignedDuration::from_mins(30)).unwrap_or(at));
    if end >= ends {
        return Ok(end);
    }
    script.together.at(end)?;
    match fate {
        6..=7 => script.by(by, "promise.break", json!({ "promise": promise, "reason": "Our part came too late.", "version": 1, "confirm": true }))?,
        8 => script.by(by, "promise.release", json!({ "promise": promise, "customer_words": "No longer needed, we found it ourselves.", "version": 1 }))?,
        _ => script.by(by, "promise.keep", json!({ "promise": promise, "evidence": "Done, confirmed by the customer.", "version": 1 }))?,
    };
    Ok(end)
}

/// Some days later, in working hours, on a weekday.
fn at_work(from: Timestamp, days: i64, dice: &mut Dice, zone: &str) -> Outcome<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let date = weekday(zone.to_datetime(from).date().saturating_add(days.days()));
    let hour = i8::try_from(8 + dice.below(8)).unwrap_or(9);
    let minute = i8::try_from(dice.below(60)).unwrap_or(0);
    zone.to_timestamp(date.at(hour, minute, 0, 0))
        .map_err(|error| accord_kernel::Refusal::defect(error.to_string()))
}

/// This day, or the Monday after a weekend.
pub(super) fn weekday(mut day: Date) -> Date {
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.saturating_add(1.day());
    }
    day
}
