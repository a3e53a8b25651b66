//! From the rows of an incident to one draft. Pure.
//!
//! The last row says how it ended; earlier rows are its history. A word that the mapping does not translate stays in the
//! history as it is and is reported; nothing is put in its place.

use std::collections::BTreeSet;

use accord_kernel::{Fact, Tongue};
use accord_room_case::{CaseState, Entry, Severity};
use accord_tabular::group::Document;

use crate::{
    draft::{Drafts, IncidentDraft, UpdateDraft},
    outcome::Fault,
    read::{Fields, Item, key_text},
    words::{fault, row_faults},
};

/// Words of one incident that the mapping does not translate, each reported once.
struct Unknown<'t> {
    tongue: &'t Tongue<'t>,
    seen: BTreeSet<(&'static str, String)>,
    said: Vec<Fault>,
}

impl Unknown<'_> {
    fn read<T>(
        &mut self,
        fields: &Fields<'_, '_>,
        row: u64,
        field: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = fields.text(field)?;
        let found = parse(&word);
        if found.is_none() && self.seen.insert((field, word.clone())) {
            let facts = [("value", Fact::Text(word.clone()))];
            let said = fault(self.tongue, row, field, "import.word_unknown", &facts);
            self.said.push(Fault { value: word, ..said });
        }
        found
    }
}

/// One incident, or what is wrong with it.
pub(crate) fn incident(document: &Document, split: bool, tongue: &Tongue<'_>) -> Item {
    let rows = (document.lines.len() + document.refused.len()) as u64;
    let number = key_text(&document.key);
    let first = document.lines.first().map_or(0, |line| line.row);
    let facts = [("number", Fact::Text(number.clone()))];
    let mut faults: Vec<Fault> =
        document.refused.iter().flat_map(|errors| row_faults(tongue, errors)).collect();
    if split {
        faults.push(fault(tongue, first, "number", "import.incident_split", &facts));
    }
    for other in &document.disagreements {
        let row = other.variants.get(1).map_or(first, |variant| variant.first_row);
        faults.push(fault(tongue, row, &other.field, "import.incident_disagrees", &facts));
    }
    let mut unknown = Unknown { tongue, seen: BTreeSet::new(), said: Vec::new() };
    let (mut standing, mut severity, mut channel) = (None, None, None);
    let mut worst: Option<Severity> = None;
    let mut updates = Vec::with_capacity(document.lines.len());
    for line in &document.lines {
        let fields = Fields::new(line, tongue);
        standing = unknown.read(&fields, line.row, "standing", CaseState::parse);
        let hit = unknown.read(&fields, line.row, "severity", Severity::parse);
        severity = hit.or(severity);
        worst = hit.into_iter().chain(worst).min();
        channel = unknown.read(&fields, line.row, "channel", Entry::parse).or(channel);
        updates.push(UpdateDraft {
            row: line.row,
            at: fields.instant("updated_at").unwrap_or_default(),
            state: fields.must("state"),
            priority: fields.text("priority"),
            team: fields.text("team"),
            assignee: fields.text("assigned_to"),
            writer: fields.text("updated_by"),
            reassigned: fields.number("reassigned").unwrap_or(0),
            reopened: fields.number("reopened").unwrap_or(0),
        });
    }
    let Some(end) = document.lines.last().filter(|_| faults.is_empty()) else {
        return Item::Refused(faults, rows);
    };
    let fields = Fields::new(end, tongue);
    let closed_at = fields.instant("closed_at");
    let mut lacks =
        |rule: &'static str, field: &str| faults.push(fault(tongue, end.row, field, rule, &facts));
    if standing != Some(CaseState::Closed) {
        lacks("import.incident_open", "standing");
    } else if closed_at.is_none() {
        lacks("field.required", "closed_at");
    }
    if severity.is_none() {
        lacks("import.incident_unread", "severity");
    }
    if channel.is_none() {
        lacks("import.incident_unread", "channel");
    }
    let opened_at = fields.instant("opened_at");
    let all = (severity, worst, channel, opened_at, closed_at);
    let (Some(severity), Some(worst), Some(channel), Some(opened_at), Some(closed_at)) = all else {
        faults.extend(unknown.said);
        return Item::Refused(faults, rows);
    };
    if !faults.is_empty() {
        faults.extend(unknown.said);
        return Item::Refused(faults, rows);
    }
    let draft = IncidentDraft {
        row: first,
        number,
        account_code: fields.must("account_code"),
        account_name: fields.text("account_name"),
        site: fields.text("site"),
        what: fields.text("what"),
        caller: fields.text("caller"),
        category: fields.text("category"),
        result: fields.text("result"),
        severity,
        worst,
        channel,
        opened_at,
        resolved_at: fields.instant("resolved_at"),
        closed_at,
        in_time: fields.truth("in_time"),
        owner: fields.text("owner"),
        updates,
    };
    Item::Draft(Box::new(Drafts { incidents: vec![draft], ..Drafts::default() }), rows, unknown.said)
}
