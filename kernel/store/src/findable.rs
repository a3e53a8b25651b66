//! What a transaction has made findable, written to the search once, at its end: a text index pays for each statement and
//! again for each part of a transaction, and an action names the same thing several times until it is as it stays.
//!
//! Whatever looks at the search before gets all of it written first; who undoes a part of the work undoes its entries.

use std::collections::HashMap;

use uuid::Uuid;

use crate::search::Entry;

/// Entries held before they are written: a long import does not gather them without end.
const HELD_MAX: usize = 500;

/// A thing and the text it is found by.
pub(crate) type Found = (Entry, String);

#[derive(Default)]
pub(crate) struct Findable {
    list: Vec<Found>,
    /// So many of the first stand in the database.
    written: usize,
    /// Parts of the work that may yet be undone, one inside the other.
    parts: Vec<Part>,
    /// What goes out of the search is overwritten there, to the transaction's end.
    pub(crate) overwrites: bool,
}

/// How much there was when a part of the work began.
struct Part {
    length: usize,
    written: usize,
}

impl Findable {
    pub(crate) fn push(&mut self, found: Found) {
        self.list.push(found);
    }

    fn waiting(&self) -> usize {
        self.list.len().saturating_sub(self.written)
    }

    /// Whether anything is not in the database yet.
    pub(crate) fn waits(&self) -> bool {
        self.waiting() > 0
    }

    /// Whether more is held than should be.
    pub(crate) fn full(&self) -> bool {
        self.waiting() >= HELD_MAX
    }

    /// Begins a part that may be undone, and says which it is.
    pub(crate) fn begin(&mut self) -> usize {
        self.parts.push(Part { length: self.list.len(), written: self.written });
        self.parts.len() - 1
    }

    /// A part stays, and all inside it that has not ended.
    pub(crate) fn keep(&mut self, part: usize) {
        self.parts.truncate(part);
    }

    /// A part is undone, and with it what was written meanwhile.
    pub(crate) fn undo(&mut self, part: usize) {
        if let Some(began) = self.parts.get(part) {
            self.list.truncate(began.length);
            self.written = self.written.min(began.written);
        }
        self.parts.truncate(part);
    }

    /// Forgets everything: the transaction has ended.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// What is to be written now, of each thing the last word, in the order in which they were first named. It counts as
    /// written from here on. What was named before the innermost part began is held on to, since undoing that part undoes
    /// this writing; what was named in it would be undone itself.
    pub(crate) fn take(&mut self) -> Vec<Found> {
        let held = self.parts.last().map_or(0, |part| part.length);
        let mut waiting: Vec<Found> = Vec::with_capacity(self.waiting());
        waiting.extend(self.list.iter().take(held).skip(self.written).cloned());
        waiting.extend(self.list.drain(held..).skip(self.written.saturating_sub(held)));
        self.written = held;
        last_words(waiting)
    }
}

fn last_words(waiting: Vec<Found>) -> Vec<Found> {
    let mut places: HashMap<(String, Uuid), usize> = HashMap::with_capacity(waiting.len());
    let mut out: Vec<Found> = Vec::with_capacity(waiting.len());
    for found in waiting {
        let place = *places.entry((found.0.kind.clone(), found.0.id)).or_insert(out.len());
        match out.get_mut(place) {
            Some(before) => *before = found,
            None => out.push(found),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(n: u128, label: &str) -> Found {
        let entry = Entry {
            kind: "order".to_owned(),
            id: Uuid::from_u128(n),
            customer: None,
            label: label.to_owned(),
            hint: String::new(),
        };
        (entry, String::new())
    }

    fn labels(findable: &mut Findable) -> Vec<String> {
        findable.take().into_iter().map(|(entry, _)| entry.label).collect()
    }

    #[test]
    fn of_each_thing_the_last_word_is_written() {
        let mut findable = Findable::default();
        findable.push(found(1, "a"));
        findable.push(found(2, "b"));
        findable.push(found(1, "c"));
        assert!(findable.waits());
        assert_eq!(labels(&mut findable), ["c", "b"]);
        assert!(!findable.waits());
        assert!(labels(&mut findable).is_empty());
    }

    #[test]
    fn what_was_written_inside_a_part_that_is_undone_is_written_again() {
        let mut findable = Findable::default();
        findable.push(found(1, "before"));
        let outer = findable.begin();
        findable.push(found(2, "outer"));
        let inner = findable.begin();
        findable.push(found(3, "inner"));
        assert_eq!(labels(&mut findable), ["before", "outer", "inner"]);
        findable.undo(inner);
        assert_eq!(labels(&mut findable), ["before", "outer"]);
        findable.keep(outer);
        assert!(!findable.waits(), "the outer part stayed, and all of it was written in it");
        findable.push(found(4, "after"));
        assert_eq!(labels(&mut findable), ["after"]);
    }

    #[test]
    fn what_is_written_is_not_held_longer_than_it_can_be_undone() {
        let mut findable = Findable::default();
        findable.push(found(1, "before"));
        let part = findable.begin();
        findable.push(found(2, "inside"));
        assert_eq!(labels(&mut findable), ["before", "inside"]);
        assert_eq!(findable.list.len(), 1, "undoing the part undoes naming what is inside, too");
        findable.push(found(3, "again"));
        findable.keep(part);
        assert_eq!(labels(&mut findable), ["again"]);
        assert!(findable.list.is_empty(), "nothing can be undone any more");
    }

    #[test]
    fn a_part_that_is_undone_before_anything_was_written_leaves_nothing() {
        let mut findable = Findable::default();
        findable.push(found(1, "before"));
        let mark = findable.begin();
        findable.push(found(1, "inside"));
        findable.undo(mark);
        assert_eq!(labels(&mut findable), ["before"]);
    }
}
