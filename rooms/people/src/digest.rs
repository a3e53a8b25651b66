//! Letters that hold more than one notice: what waited for the end of quiet time, and the daily digest (R67).
//!
//! Both are written by actions of the program, one for each reader, in one transaction with taking the notices out of the
//! list: however often it is tried and on however many nodes, each is told once.

use std::sync::Arc;

use accord_kernel::{Act, Call, Caller, Context, Fact, Kernel, Outcome, Registry, Tongue};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;

use crate::{
    PersonId, gate,
    letters::{self, Filling},
    notices,
    record::{
        company,
        notice::{self, NoticeRow},
        person::{self, PersonRow},
        telling::{self, DigestPlan, TellingRow, Way},
    },
    rules::{
        digest,
        letter::clean,
        telling::{Told, fold},
    },
    terms::{DaysOff, DigestWish},
};

/// A line of a digest.
#[derive(Debug, Clone)]
pub struct DigestLine {
    /// What it says, in the reader's words.
    pub text: String,
    /// Path of its page.
    pub href: Option<String>,
}

/// What a higher room puts into the daily digest: read as its reader, so that it holds nothing they may not see.
#[derive(Debug, Clone, Copy)]
pub struct DigestPart {
    /// Message key of its heading.
    pub title: &'static str,
    /// Its lines, the soonest first.
    pub read: fn(&mut Tx, &Context) -> Outcome<Vec<DigestLine>>,
}

/// Readers told in one round.
const AT_ONCE: i64 = 50;
/// A reader whose letter could not be written is tried again after this.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// Lines of one heading; how many more there are is said.
const LINES_MAX: usize = 20;
/// Page on which somebody chooses how to be told.
pub(crate) const CHOOSE: &str = "/me/notices";

/// Stands before a path in a letter's text; the post office puts the site's address in its place.
pub(crate) const SITE: char = '\u{1}';

/// Writes the letters whose moment has come: what quiet time held back, and digests. Called by the heartbeat; returns how
/// many readers were looked at.
///
/// # Errors
/// What the database refuses; the first of what stood against one reader's letter, after the others'.
pub fn tell_due(kernel: &Arc<Kernel>) -> Outcome<usize> {
    let (now, held, digests, fresh) = kernel.db.read(|tx| {
        let now = kernel.clock.now(tx)?;
        let held = telling::held_for(tx, now, AT_ONCE)?;
        Ok::<_, accord_kernel::Refusal>((
            now,
            held,
            telling::due_digests(tx, now, AT_ONCE)?,
            telling::without_digest(tx, AT_ONCE)?,
        ))
    })?;
    if !fresh.is_empty() {
        kernel.db.write(move |tx| {
            for person in &fresh {
                plan(tx, *person, now)?;
            }
            Ok::<_, accord_kernel::Refusal>(())
        })?;
    }
    let looked = held.len() + digests.len();
    let mut first = None;
    for person in held {
        let call = Call::new("notice.tell_held", json!({ "person": person }));
        if let Err(refusal) = kernel.act(&Caller::system(), call) {
            first = first.or(Some(refusal));
        }
    }
    for (person, planned) in digests {
        let call = Call::new("notice.digest", json!({ "person": person, "planned": planned }));
        if let Err(refusal) = kernel.act(&Caller::system(), call) {
            first = first.or(Some(refusal));
            let later = now.checked_add(AGAIN).unwrap_or(now);
            kernel.db.write(move |tx| {
                let last_on = telling::digest_plan(tx, person)?.and_then(|plan| plan.last_on);
                telling::move_digest(tx, person, planned, DigestPlan { next_at: later, last_on }).map(drop)
            })?;
        }
    }
    first.map_or(Ok(looked), Err)
}

/// Plans somebody's next digest anew, after what they chose changed; takes the plan away when they want none.
///
/// # Errors
/// What the database refuses.
pub(crate) fn plan(tx: &mut Tx, person: PersonId, now: Timestamp) -> Outcome<()> {
    let row = person::person(tx, person)?;
    let wish = telling::telling(tx, person)?;
    if wish.digest == DigestWish::None || row.state.has_left() || row.email.is_none() {
        return telling::drop_digest_plan(tx, person);
    }
    let last_on = telling::digest_plan(tx, person)?.and_then(|plan| plan.last_on);
    let next_at = next(tx, &row, &wish, now, last_on)?;
    telling::put_digest_plan(tx, person, DigestPlan { next_at, last_on })
}

fn next(
    tx: &mut Tx,
    row: &PersonRow,
    wish: &TellingRow,
    now: Timestamp,
    last_on: Option<jiff::civil::Date>,
) -> Outcome<Timestamp> {
    let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
    let calendar = days_off(tx, row, wish)?;
    Ok(digest::next(now, &zone, wish.digest_time(), last_on, calendar.as_ref()))
}

/// By whose working days the others are quiet.
pub(crate) fn days_off(
    tx: &mut Tx,
    row: &PersonRow,
    wish: &TellingRow,
) -> Outcome<Option<accord_business_time::Calendar>> {
    match wish.days_off {
        DaysOff::Quiet => Ok(Some(company::calendar_row(tx, row.calendar_id)?.spec.0)),
        DaysOff::AsOthers => Ok(None),
    }
}

/// Writes the letter of what waited for the end of somebody's quiet time. Returns how many notices it holds.
pub(crate) fn tell_held(tx: &mut Tx, act: &mut Act<'_>, id: PersonId) -> Outcome<usize> {
    let rows = telling::take(tx, id, Way::Quiet, Some(act.now))?;
    let reader = person::person(tx, id)?;
    let Some(address) = reader.email.clone().filter(|_| !rows.is_empty()) else { return Ok(0) };
    if reader.state.has_left() {
        return Ok(0);
    }
    let words = Arc::clone(&act.words);
    let tongue = words.tongue(reader.language, &reader.zone);
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let lines = folded(tx, &tongue, &rows, true)?;
    let matter = match rows.as_slice() {
        [only] => notices::said(tx, &tongue, only)?,
        _ => tongue.say_with("held-several", &[("n", Fact::from(n))]),
    };
    let with = Filling {
        facts: vec![("matter", matter.into())],
        set: vec![("lines", set_lines(&tongue, &lines)), choose()],
        path: None,
    };
    letters::post(tx, act, &letters::HELD, notices::envelope_to(&reader, address), with)?;
    Ok(rows.len())
}

/// Writes somebody's digest, if there is anything in it, and plans the next one. Returns how many lines it has; none when
/// the plan is not the one that was seen, since another node told it.
pub(crate) fn tell_digest(
    tx: &mut Tx,
    act: &mut Act<'_>,
    id: PersonId,
    planned: Timestamp,
) -> Outcome<Option<usize>> {
    let row = person::person(tx, id)?;
    let wish = telling::telling(tx, id)?;
    let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(act.now).date();
    let next_at = next(tx, &row, &wish, act.now, Some(today))?;
    if !telling::move_digest(tx, id, planned, DigestPlan { next_at, last_on: Some(today) })? {
        return Ok(None);
    }
    let reader = gate::principal_of(tx, id, act.now)?;
    let (Some(address), Some(principal)) = (row.email.clone(), reader) else {
        telling::drop_digest_plan(tx, id)?;
        return Ok(None);
    };
    let ctx = act.context().read_by(principal);
    let tongue = ctx.tongue();
    let mut readers = vec![ctx.principal.id];
    readers.extend(&ctx.principal.covers);
    let waiting = notice::waiting(tx, &readers, notice::FOLDED_MAX)?;
    let changed = telling::take(tx, id, Way::Digest, None)?;
    let mut parts = vec![("digest-waiting", folded(tx, &tongue, &waiting, false)?)];
    for part in act.registry().extensions::<DigestPart>() {
        parts.push((part.title, (part.read)(tx, &ctx)?));
    }
    let fresh: Vec<NoticeRow> = changed.into_iter().filter(|row| row.acknowledge_by.is_none()).collect();
    parts.push(("digest-changed", folded(tx, &tongue, &fresh, false)?));
    parts.retain(|(_, lines)| !lines.is_empty());
    let count: usize = parts.iter().map(|(_, lines)| lines.len()).sum();
    if count == 0 {
        return Ok(Some(0));
    }
    let parts: Vec<String> = parts
        .iter()
        .map(|(title, lines)| format!("{}\n\n{}", tongue.say(title), set_lines(&tongue, lines)))
        .collect();
    let n = i64::try_from(count).unwrap_or(i64::MAX);
    let with = Filling {
        facts: vec![
            ("reader", row.name.clone().into()),
            ("today", tongue.date_with_day(today).into()),
            ("things", tongue.say_with("digest-things", &[("n", Fact::from(n))]).into()),
        ],
        set: vec![("lines", parts.join("\n\n")), choose()],
        path: None,
    };
    letters::post(tx, act, &letters::DIGEST, notices::envelope_to(&row, address), with)?;
    Ok(Some(count))
}

/// Notices as lines: those about one thing as one.
fn folded(tx: &mut Tx, tongue: &Tongue<'_>, rows: &[NoticeRow], when: bool) -> Outcome<Vec<DigestLine>> {
    let mut lines = Vec::new();
    for fold in fold(&told(rows)) {
        let Some(row) = fold.places.first().and_then(|place| rows.get(*place)) else { continue };
        let mut text = notices::said(tx, tongue, row)?;
        if when {
            text = tongue.say_with("letter-held-line", &[("at", row.made_at.into()), ("text", text.into())]);
        }
        if let Some(more) = fold.places.len().checked_sub(1).filter(|more| *more > 0) {
            let more = Fact::from(i64::try_from(more).unwrap_or(i64::MAX));
            text = tongue.say_with("told-and-earlier", &[("text", text.into()), ("n", more)]);
        }
        lines.push(DigestLine { text, href: row.href.clone() });
    }
    Ok(lines)
}

/// Notices as the rule of folding sees them.
fn told(rows: &[NoticeRow]) -> Vec<Told<'_>> {
    rows.iter()
        .map(|row| Told {
            thing: row.href.as_deref(),
            whose: row.person_id.0.as_u128(),
            made_at: row.made_at,
            acknowledge_by: row.acknowledge_by.filter(|_| row.acknowledged_at.is_none()),
        })
        .collect()
}

/// Lines as a letter has them: each with the address of its page under it.
fn set_lines(tongue: &Tongue<'_>, lines: &[DigestLine]) -> String {
    let mut set = Vec::new();
    for line in lines.iter().take(LINES_MAX) {
        let mut one = format!("- {}", clean(&line.text));
        if let Some(href) = &line.href {
            one.push_str("\n  ");
            one.push(SITE);
            one.push_str(&clean(href));
        }
        set.push(one);
    }
    if let Some(more) = lines.len().checked_sub(LINES_MAX).filter(|more| *more > 0) {
        let more = Fact::from(i64::try_from(more).unwrap_or(i64::MAX));
        set.push(tongue.say_with("letter-more-lines", &[("n", more)]));
    }
    set.join("\n\n")
}

/// Where the reader chooses how to be told.
fn choose() -> (&'static str, String) {
    ("choose", format!("{SITE}{CHOOSE}"))
}

/// Registers this room's kinds of notices.
pub(crate) fn register(registry: &mut Registry) {
    for topic in crate::topics::OWN {
        registry.extend(*topic);
    }
}
