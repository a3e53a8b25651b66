//! What stands at a secret address now.

use std::sync::Arc;

use accord_kernel::{Caller, Kernel, Outcome, Permission, Reader, Refusal, Status, wall_now};
use accord_room_people::{PersonId, secret_hash, settings};
use accord_room_promise::{
    State,
    views::{ListPromises, PromiseLine},
};
use accord_room_visit::{
    VisitState,
    views::{VisitFacts, VisitList},
};
use jiff::{SignedDuration, ToSpan};
use sha2::{Digest, Sha256};

use crate::{
    draw::{Around, draw},
    record::{self, Feed},
    rules::{Entry, When, reconcile},
};

/// Days back and ahead that are shown.
const DAYS_BACK: i64 = 60;
const DAYS_AHEAD: i64 = 400;
/// Most entries of a kind.
const ENTRIES_MAX: usize = 1_000;
/// Rows of a page.
const PAGE: i64 = 200;
/// It is written down that a calendar was read when the last time is so long ago.
const READ_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// The calendar at a secret; the same answer for whatever is none, is revoked, or whose person may not read any more.
///
/// # Errors
/// Absent; what the database refuses.
pub fn show(kernel: &Arc<Kernel>, secret: &str, site: &str) -> Outcome<String> {
    let secret = secret.strip_suffix(".ics").ok_or_else(Refusal::absent)?;
    let hash = secret_hash(secret);
    let feed = kernel.db.read(|tx| record::by_secret(tx, &hash))?.ok_or_else(Refusal::absent)?;
    // As the person, at this moment: whoever is disabled proves nobody.
    let read = kernel.read(&Caller::person(feed.person), |reader| {
        let entries = entries(reader, &feed)?;
        let kept = record::kept(reader.tx, feed.id)?;
        let tongue = reader.context.tongue();
        let words = (tongue.say("calendar-name").into_owned(), tongue.say("calendar-gone").into_owned());
        Ok((entries, kept, words, reader.context.now))
    });
    let (entries, kept, (name, gone), now) = read.map_err(|refusal| match refusal.status {
        Status::SignIn | Status::Forbidden => Refusal::absent(),
        _ => refusal,
    })?;
    let shown: Vec<(String, String, Vec<u8>)> = entries
        .iter()
        .map(|entry| (entry.uid.clone(), entry.when.word(), Sha256::digest(format!("{entry:?}")).to_vec()))
        .collect();
    let what = reconcile(&shown, kept, now);
    let wall = wall_now();
    let noted = feed.last_read_at.is_some_and(|last| wall.duration_since(last) < READ_EVERY);
    if !noted || !what.changed.is_empty() || !what.forgotten.is_empty() {
        let (id, changed, forgotten) = (feed.id, what.changed.clone(), what.forgotten.clone());
        kernel.db.write(move |tx| {
            record::keep(tx, id, &changed, &forgotten)?;
            record::read_at(tx, id, wall)
        })?;
    }
    Ok(draw(&Around { name: &name, gone: &gone, site }, &entries, &what.told))
}

/// What a calendar shows, by its person's own views.
fn entries(reader: &mut Reader<'_>, feed: &Feed) -> Outcome<Vec<Entry>> {
    let may = |reader: &Reader<'_>, permission| reader.context.principal.may(permission);
    let promises = feed.promises && may(reader, Permission::PromiseRead);
    let visits = feed.visits && may(reader, Permission::VisitRead);
    if !promises && !visits {
        return Err(Refusal::absent());
    }
    let mut entries = Vec::new();
    if promises {
        entries.extend(owed(reader, feed.person)?);
    }
    if visits {
        for state in [None, Some(VisitState::Done), Some(VisitState::Cancelled)] {
            entries.extend(going(reader, feed.person, state)?);
        }
    }
    Ok(entries)
}

fn owed(reader: &mut Reader<'_>, person: PersonId) -> Outcome<Vec<Entry>> {
    let today = settings::today(&reader.context);
    let mut after = None;
    let mut entries = Vec::new();
    loop {
        let page = reader.view(ListPromises {
            state: Some(State::Open),
            owner: Some(person),
            due_from: today.checked_sub(DAYS_BACK.days()).ok(),
            due_to: today.checked_add(DAYS_AHEAD.days()).ok(),
            limit: Some(PAGE),
            after,
            ..ListPromises::default()
        })?;
        entries.extend(page.rows.into_iter().map(promise));
        after = page.next;
        if after.is_none() || entries.len() >= ENTRIES_MAX {
            return Ok(entries);
        }
    }
}

fn promise(line: PromiseLine) -> Entry {
    Entry {
        uid: format!("promise-{}", line.id),
        when: line.due_on.map_or(When::Time(line.due_at, None), When::Day),
        summary: format!("{}: {}", line.customer.name, line.wording),
        description: line.number,
        location: String::new(),
        path: format!("/promises/{}", line.id),
        cancelled: false,
        busy: false,
    }
}

fn going(reader: &mut Reader<'_>, person: PersonId, state: Option<VisitState>) -> Outcome<Vec<Entry>> {
    let now = reader.context.now;
    let earliest = now.checked_sub(SignedDuration::from_hours(24 * DAYS_BACK)).unwrap_or(now);
    let latest = now.checked_add(SignedDuration::from_hours(24 * DAYS_AHEAD)).unwrap_or(now);
    let mut after = None;
    let mut entries = Vec::new();
    loop {
        let list =
            VisitList { state, person: Some(person), limit: Some(PAGE), after, ..VisitList::default() };
        let page = reader.view(list)?;
        let planned = page
            .rows
            .into_iter()
            .filter(|row| row.starts_at.is_some_and(|at| (earliest..=latest).contains(&at)));
        entries.extend(planned.filter_map(visit));
        after = page.next;
        if after.is_none() || entries.len() >= ENTRIES_MAX {
            return Ok(entries);
        }
    }
}

fn visit(row: VisitFacts) -> Option<Entry> {
    let from = row.starts_at?;
    let until = from.checked_add(SignedDuration::from_mins(row.minutes)).ok();
    Some(Entry {
        uid: format!("visit-{}", row.id),
        when: When::Time(from, until),
        summary: format!("{}: {}", row.customer.name, row.task),
        description: row.number,
        location: row.site_name,
        path: format!("/visits/{}", row.id),
        cancelled: row.state == VisitState::Cancelled,
        busy: true,
    })
}
