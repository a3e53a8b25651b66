//! One time line of a customer, written by all functions: a reader of the event log (R2, R61).

use std::collections::{HashMap, VecDeque};

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_people::{PersonId, paging};
use accord_store::{
    Tx,
    log::{self, Event, Moment, Slice, StoredImage},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    colleague::{PersonRef, refs},
    id::{CustomerId, TeamSphere},
    record,
};

/// What happened with a customer, latest first by when it happened, whenever it was recorded (R61). Records merged into
/// one are read as one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// The customer.
    pub customer: CustomerId,
    /// Only what this sphere did; joint acts belong to both.
    #[serde(default)]
    pub sphere: Option<TeamSphere>,
    /// Only what begins with this word: `promise`, `order`, `contact_log`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Most entries, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// Something that an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TimelineLink {
    /// Kind of thing.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// What people call it, when it has a number or name.
    pub label: Option<String>,
}

/// One entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelineEntry {
    /// Id of the event.
    pub id: Uuid,
    /// When it happened.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// When it was recorded, when that was later (R61: both are kept).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub recorded_at: Option<Timestamp>,
    /// Who did it; none is the program, or the customer.
    pub author: Option<PersonRef>,
    /// The author's sphere then: `sales`, `after_sales`, `both`, `none`.
    pub sphere: String,
    /// Through which face.
    pub via: String,
    /// Kind: the first word of its name.
    pub kind: String,
    /// Name of the act.
    pub name: String,
    /// Message key of its title.
    pub title: String,
    /// Its facts.
    pub facts: JsonValue,
    /// Words worth reading: what was said, promised, answered.
    pub detail: Option<String>,
    /// What it is about.
    pub links: Vec<TimelineLink>,
}

/// A page of the time line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelinePage {
    /// Entries, latest first.
    pub rows: Vec<TimelineEntry>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
}

/// The program's own book-keeping, and its reminders to whoever owes something: the audit trail and the promise have
/// them, the line of what happened with the customer does not.
const HOUSEKEEPING: &[&str] = &["contact_log.settle", "promise.warn"];

/// Events that only those see who may read what they are about, wherever the line is shown (T20: an order's inner dates
/// are no matter of a channel agent). A room registers it as an extension.
#[derive(Debug, Clone, Copy)]
pub struct ClosedEvents {
    /// First word of their names.
    pub kind: &'static str,
    /// Who sees them.
    pub permission: Permission,
}

fn closed_kinds(ctx: &Context) -> Vec<&'static str> {
    let closed = ctx.registry.extensions::<ClosedEvents>();
    closed.filter(|events| !ctx.principal.may(events.permission)).map(|events| events.kind).collect()
}

impl View for Timeline {
    const NAME: &'static str = "customer.timeline";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TimelinePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<TimelinePage> {
        let limit = paging::limit(self.limit)?;
        let customer = record::load(tx, self.customer)?;
        let chains = record::family(tx, customer.id)?;
        let mut places = places_of(&chains, self.after.as_deref())?;
        let slice = Slice {
            before: None,
            sphere: self.sphere.map(|sphere| sphere.word().to_owned()),
            kind: self.kind.filter(|kind| !kind.trim().is_empty()),
            without: HOUSEKEEPING,
            without_kinds: closed_kinds(ctx),
            limit: limit + 1,
        };
        let mut read = Vec::with_capacity(chains.len());
        for chain in &chains {
            let before = places.get(chain).copied().flatten();
            read.push(VecDeque::from(log::read_by_time(tx, *chain, before, &slice)?));
        }
        let (shown, more) = page(read, usize::try_from(limit).unwrap_or(usize::MAX));
        for event in &shown {
            places.insert(event.chain, Some((event.header.happened_at, event.seq)));
        }
        let mut rows: Vec<TimelineEntry> = Vec::with_capacity(shown.len());
        let names = refs(tx, shown.iter().filter_map(|event| event.header.actor).map(PersonId))?;
        let images = log::images_of(tx, &shown, ctx.registry.recorded(), &READ_COLUMNS)?;
        for (event, images) in shown.iter().zip(&images) {
            if rows.iter().all(|row| row.id != event.header.id) {
                rows.push(entry(event, images, &names));
            }
        }
        let next = if more { paging::encode(&in_order(&chains, &places)) } else { None };
        Ok(TimelinePage { rows, next })
    }
}

/// For each chain, before which place the next page reads.
type Places = HashMap<Uuid, Option<Moment>>;

/// Several chains as one, latest first by when it happened; inside a chain its own order holds. As many entries as asked
/// for, never cutting between the two copies of an event that stands in two chains (a merge).
fn page(mut chains: Vec<VecDeque<Event>>, take: usize) -> (Vec<Event>, bool) {
    let mut shown: Vec<Event> = Vec::new();
    let mut different = 0;
    let latest = |chain: &&mut VecDeque<Event>| {
        let header = &chain.front()?.header;
        Some((header.happened_at, header.recorded_at, header.id))
    };
    while let Some(event) = chains.iter_mut().max_by_key(latest).and_then(VecDeque::pop_front) {
        let again = shown.last().is_some_and(|last| last.header.id == event.header.id);
        if !again && different == take {
            return (shown, true);
        }
        different += usize::from(!again);
        shown.push(event);
    }
    (shown, false)
}

fn in_order(chains: &[Uuid], places: &Places) -> Vec<Option<Moment>> {
    chains.iter().map(|chain| places.get(chain).copied().flatten()).collect()
}

fn places_of(chains: &[Uuid], after: Option<&str>) -> Outcome<Places> {
    let known: Option<Vec<Option<Moment>>> = paging::decode(after)?;
    let list = known.unwrap_or_else(|| vec![None; chains.len()]);
    if list.len() != chains.len() {
        // Another record was merged in meanwhile: the pages begin anew.
        return Err(Refusal::field("/after", "field.form"));
    }
    Ok(chains.iter().copied().zip(list).collect())
}

/// Columns in which rooms keep words worth reading, in this order of interest.
const DETAIL_COLUMNS: [&str; 7] = ["wording", "said", "answer", "value", "reason", "note", "name"];
/// Both together: what is read of a row.
const READ_COLUMNS: [&str; 9] =
    ["wording", "said", "answer", "value", "reason", "note", "name", "number", "file_name"];
/// Columns by which people call a thing.
const LABEL_COLUMNS: [&str; 4] = ["number", "name", "file_name", "wording"];

fn entry(event: &Event, images: &[StoredImage], names: &HashMap<PersonId, PersonRef>) -> TimelineEntry {
    let header = &event.header;
    // The customer's own name says nothing on the customer's own line.
    let mut told = images.iter().filter(|image| image.table != "customer");
    let detail = told.find_map(|image| words(image.row.as_ref()?, &DETAIL_COLUMNS));
    let stated = header.facts.get("reason").and_then(JsonValue::as_str).map(str::to_owned);
    TimelineEntry {
        id: header.id,
        at: header.happened_at,
        recorded_at: (header.recorded_at != header.happened_at).then_some(header.recorded_at),
        author: header.actor.and_then(|actor| names.get(&PersonId(actor))).cloned(),
        sphere: header.sphere.clone(),
        via: header.via.clone(),
        kind: header.name.split('.').next().unwrap_or_default().to_owned(),
        title: format!("event-{}", header.name.replace(['.', '_'], "-")),
        name: header.name.clone(),
        facts: header.facts.clone(),
        detail: stated.or(detail),
        links: links(images),
    }
}

fn links(images: &[StoredImage]) -> Vec<TimelineLink> {
    let mut links: Vec<TimelineLink> = Vec::new();
    for image in images {
        if links.iter().all(|link| link.id != image.key) {
            let label = image.row.as_ref().and_then(|row| words(row, &LABEL_COLUMNS));
            links.push(TimelineLink { kind: image.table.clone(), id: image.key, label });
        }
    }
    links
}

fn words(row: &Map<String, JsonValue>, columns: &[&str]) -> Option<String> {
    let text = |column: &&str| row.get(*column).and_then(JsonValue::as_str).filter(|text| !text.is_empty());
    columns.iter().find_map(text).map(str::to_owned)
}
