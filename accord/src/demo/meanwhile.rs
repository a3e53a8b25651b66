//! The weeks that the story of Harbour Mills passes over: everybody else does their ordinary work. What was promised is
//! kept, tasks and reviews are done, next steps are taken, notices are read, and customers are spoken with. The story's
//! own customers are left to the story.

use std::sync::Arc;

use accord_kernel::{Call, Caller, Kernel, Outcome, Refusal};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::{
    cast::STAFF,
    history::{Dice, Ordinary, PROMISES, SAID},
    script::{Company, id, moment, told},
};

const ZONE: &str = "America/Chicago";
/// When a working day's work is done.
const AFTERNOON: &str = "T16:20";
/// From this seed comes who is spoken with.
const SEED: u64 = 60_330_026;
/// Of each kind so much is done by one person in a day.
const A_DAY: usize = 3;
/// Customers spoken with in a day.
const SPOKEN_WITH: u64 = 6;
/// From this day on only what was promised is kept.
const LAST_DAYS: Date = Date::constant(2026, 3, 26);
/// Days before its due by which a task is done.
const AHEAD: i64 = 6;

/// Everybody's work, and the clock it is done by.
pub(super) struct Meanwhile<'k> {
    pub(super) kernel: &'k Arc<Kernel>,
    pub(super) company: &'k Company,
    /// Who is spoken with.
    pub(super) ordinary: &'k [Ordinary],
    /// The story's customer, which the story alone touches.
    pub(super) story: Uuid,
}

impl Meanwhile<'_> {
    /// Passes the working days that lie between now and this civil time in Chicago, and leaves the clock there.
    pub(super) fn until(&self, civil: &str) -> Outcome<()> {
        let end = moment(civil, ZONE)?;
        let zone = TimeZone::get(ZONE).map_err(|error| Refusal::defect(error.to_string()))?;
        let mut day = zone.to_datetime(self.now()?).date();
        loop {
            let at = moment(&format!("{day}{AFTERNOON}"), ZONE)?;
            if at >= end {
                return self.kernel.advance(end).map(drop);
            }
            if at > self.now()? && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                self.kernel.advance(at)?;
                self.work(day)?;
            }
            day = day.saturating_add(1.day());
        }
    }

    fn now(&self) -> Outcome<Timestamp> {
        self.kernel.db.read(|tx| Ok(self.kernel.clock.now(tx)?))
    }

    fn work(&self, day: Date) -> Outcome<()> {
        self.talks(day)?;
        // What came in the last days lies there as it does on a Monday morning.
        let left_alone = day >= LAST_DAYS;
        for person in STAFF {
            let who = Hand { of: self, key: person.key, id: self.company.person(person.key)? };
            who.promises(day)?;
            who.visits()?;
            if left_alone {
                continue;
            }
            who.tasks("contract.tasks", "contract.finish_task", day)?;
            who.tasks("delivery.tasks", "delivery.finish_task", day)?;
            who.reviews()?;
            who.steps(day)?;
            who.notices()?;
        }
        Ok(())
    }

    /// Some customers hear from us, or we from them, and some are promised something.
    fn talks(&self, day: Date) -> Outcome<()> {
        let number = u64::try_from(day.duration_since(Date::constant(2025, 1, 1)).as_hours()).unwrap_or(0);
        let mut dice = Dice::new(SEED ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for _ in 0..SPOKEN_WITH {
            let Some(with) = dice.pick(self.ordinary) else { return Ok(()) };
            let by = if dice.below(2) == 0 { with.rep } else { with.engineer };
            let who = Hand { of: self, key: by, id: self.company.person(by)? };
            let language = |en, pt| if with.brazil { pt } else { en };
            if dice.below(2) == 0 {
                let said = dice.pick(SAID).map(|(en, pt)| language(*en, *pt)).unwrap_or_default();
                let talk = json!({
                    "customer": with.customer, "contact": with.contact, "channel": "call", "direction": "inbound", "said": said,
                });
                who.does("contact_log.add", talk)?;
            } else if let Some((kind, en, pt, days)) = dice.pick(PROMISES) {
                let due = super::history::weekday(day.saturating_add((days + 1).days()));
                let promise = json!({
                    "customer": with.customer, "contact": with.contact, "kind": kind, "wording": language(*en, *pt),
                    "due_on": due, "told": "call", "confirm": true,
                });
                // A holiday or somebody's leave may stand against it: then nothing was promised.
                drop(who.does("promise.make", promise));
            }
        }
        Ok(())
    }
}

/// One person at work.
struct Hand<'m, 'k> {
    of: &'m Meanwhile<'k>,
    key: &'static str,
    id: Uuid,
}

impl Hand<'_, '_> {
    fn does(&self, action: &str, input: JsonValue) -> Outcome<()> {
        let done = self.of.kernel.act(&Caller::person(self.id), Call::new(action, input));
        done.map(drop).map_err(|refusal| told(refusal, self.key, action))
    }

    /// Rows of a view; none where it is not theirs to see.
    fn rows(&self, view: &str, at: &str, input: &JsonValue) -> Vec<JsonValue> {
        let seen = self.of.kernel.view(&Caller::person(self.id), view, input).unwrap_or_default();
        seen.pointer(at).and_then(JsonValue::as_array).cloned().unwrap_or_default()
    }

    /// Whether it is one of the story's.
    fn storied(&self, row: &JsonValue) -> bool {
        row.pointer("/customer").is_some_and(|customer| id(customer, "id").ok() == Some(self.of.story))
    }

    fn is_own(&self, row: &JsonValue) -> bool {
        row.pointer("/owner").is_some_and(|owner| id(owner, "id").ok() == Some(self.id))
    }

    /// What is due today is kept, what is late is made good.
    fn promises(&self, day: Date) -> Outcome<()> {
        let soon = json!({ "due_to": day });
        let wanted = self.rows("promise.mine", "/rows", &soon).into_iter().filter(|row| {
            let kind = row.get("kind").and_then(JsonValue::as_str).unwrap_or_default();
            PROMISES.iter().any(|(ours, ..)| *ours == kind) && !self.storied(row)
        });
        for row in wanted.take(A_DAY) {
            let kept = json!({
                "promise": row.get("id"), "version": row.get("version"), "evidence": "Done, confirmed by the customer.",
            });
            self.does("promise.keep", kept)?;
        }
        Ok(())
    }

    /// Visits whose time has come are made.
    fn visits(&self) -> Outcome<()> {
        let now = self.of.now()?;
        let wanted = self
            .rows("visit.list", "/rows", &json!({ "mine": true, "state": "planned" }))
            .into_iter()
            .filter(|row| {
                let starts = row.get("starts_at").and_then(JsonValue::as_str).and_then(|at| at.parse().ok());
                starts.is_some_and(|starts: Timestamp| starts < now) && !self.storied(row)
            });
        for row in wanted.take(A_DAY) {
            let visit = json!({ "visit": row.get("id") });
            // Whoever plans visits may be put on one and have no hand for it.
            if self.does("visit.arrive", visit.clone()).is_err() {
                continue;
            }
            let report = json!({
                "visit": row.get("id"), "version": 1, "safety": ["announced", "isolated", "protected", "floor"],
                "found": "As it was described.", "mended": "Set right; ran for half an hour.",
                "left_right": ["running", "tidy", "tools", "explained"], "summary": "All is well again.",
                "unsigned_reason": "The foreman had left; he agreed by telephone.",
            });
            self.does("visit.report", report)?;
            self.does("visit.finish", visit)?;
        }
        Ok(())
    }

    fn tasks(&self, view: &str, action: &str, day: Date) -> Outcome<()> {
        let at = if view == "contract.tasks" { "/rows" } else { "" };
        let soon = day.saturating_add(AHEAD.days());
        let wanted = self.rows(view, at, &json!({ "mine": true, "limit": 60 })).into_iter().filter(|row| {
            let due = row.get("due_on").and_then(JsonValue::as_str).and_then(|day| day.parse::<Date>().ok());
            due.is_some_and(|due| due <= soon) && self.is_own(row) && !self.storied(row)
        });
        for row in wanted.take(A_DAY) {
            let mut done = json!({
                "task": row.get("id"), "version": row.get("version"), "words": "Spoken with the customer; agreed.",
            });
            if let (true, Some(done)) = (view == "contract.tasks", done.as_object_mut()) {
                done.insert("outcome".to_owned(), json!("done"));
            }
            self.does(action, done)?;
        }
        Ok(())
    }

    fn reviews(&self) -> Outcome<()> {
        let wanted = self
            .rows("learning.list", "/reviews", &json!({}))
            .into_iter()
            .filter(|row| self.is_own(row) && !self.storied(row));
        for row in wanted.take(A_DAY) {
            self.does("failure.hold", super::history::held(&row))?;
        }
        Ok(())
    }

    /// Next steps of opportunities are taken, and those who said no are asked again.
    fn steps(&self, day: Date) -> Outcome<()> {
        let waiting = |at: &str| {
            let rows = self.rows("opportunity.waiting", at, &json!({}));
            rows.into_iter().filter(|row| self.is_own(row) && !self.storied(row)).take(A_DAY)
        };
        for row in waiting("/still") {
            let days = 14
                + i64::try_from(row.get("days").and_then(JsonValue::as_u64).unwrap_or(0) % 20).unwrap_or(0);
            let next = json!({
                "opportunity": row.get("id"), "outcome": "They go on with it.",
                "next_step": "Ask where they stand", "next_step_on": day.saturating_add(days.days()),
            });
            self.does("opportunity.finish_step", next)?;
        }
        for row in waiting("/recontact") {
            let asked = json!({
                "opportunity": row.get("id"), "words": "Not this year.", "again_on": day.saturating_add(180.days()),
            });
            self.does("opportunity.ask_again", asked)?;
        }
        Ok(())
    }

    /// What came in is read, and what waits for their word has it.
    fn notices(&self) -> Outcome<()> {
        let rows = self.rows("people.notices", "/rows", &json!({ "unread": true, "limit": 200 }));
        let ids = |rows: &[&JsonValue]| {
            rows.iter().filter_map(|row| row.get("notice").cloned()).collect::<Vec<_>>()
        };
        let waiting: Vec<&JsonValue> =
            rows.iter().filter(|row| row.get("acknowledge_by").is_some_and(JsonValue::is_string)).collect();
        if !waiting.is_empty() {
            self.does("notice.acknowledge_all", json!({ "notices": ids(&waiting) }))?;
        }
        let read: Vec<&JsonValue> = rows.iter().collect();
        if read.is_empty() { Ok(()) } else { self.does("notice.read", json!({ "notices": ids(&read) })) }
    }
}
