//! What became of the entries of a calendar since it was last read. Pure: what was shown, what is to be shown and `now` in, what
//! to tell out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};

/// For so long a reader is told that an entry is gone.
pub const TELL_GONE: SignedDuration = SignedDuration::from_hours(24 * 30);

/// When an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A whole day, wherever one is.
    Day(Date),
    /// A stretch of time; without an end it is a moment.
    Time(Timestamp, Option<Timestamp>),
}

impl When {
    /// As it is kept: where an entry was that is gone.
    pub fn word(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Time(from, _) => from.to_string(),
        }
    }
    /// From how it is kept.
    pub fn parse(word: &str) -> Option<Self> {
        match word.parse() {
            Ok(day) if word.len() == 10 => Some(Self::Day(day)),
            _ => Some(Self::Time(word.parse().ok()?, None)),
        }
    }
}

/// An entry as it is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The same for the same thing, always.
    pub uid: String,
    /// When.
    pub when: When,
    /// Its one line.
    pub summary: String,
    /// More about it; may be empty.
    pub description: String,
    /// Where; may be empty.
    pub location: String,
    /// Path of its page.
    pub path: String,
    /// It does not take place.
    pub cancelled: bool,
    /// It keeps its reader busy.
    pub busy: bool,
}

/// What was kept of an entry when it was last shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Of which entry.
    pub uid: String,
    /// By which a change is seen.
    pub fingerprint: Vec<u8>,
    /// How often it changed.
    pub sequence: i64,
    /// Where it was.
    pub starts: String,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Since when it is gone.
    pub gone_at: Option<Timestamp>,
}

/// What becomes of what was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Every entry that is told, by its uid: those shown, and those gone not long ago.
    pub told: BTreeMap<String, Kept>,
    /// Those of them to be written down anew.
    pub changed: Vec<Kept>,
    /// Those to be forgotten.
    pub forgotten: Vec<String>,
}

/// Compares what is to be shown with what was kept.
pub fn reconcile(shown: &[(String, String, Vec<u8>)], kept: Vec<Kept>, now: Timestamp) -> Reconciled {
    let mut out = Reconciled::default();
    let mut before: BTreeMap<String, Kept> = kept.into_iter().map(|one| (one.uid.clone(), one)).collect();
    let here: BTreeSet<&str> = shown.iter().map(|(uid, ..)| uid.as_str()).collect();
    for (uid, starts, fingerprint) in shown {
        let one = match before.remove(uid) {
            Some(one) if one.gone_at.is_none() && one.fingerprint == *fingerprint => one,
            earlier => {
                let one = Kept {
                    uid: uid.clone(),
                    fingerprint: fingerprint.clone(),
                    sequence: earlier.map_or(0, |earlier| earlier.sequence + 1),
                    starts: starts.clone(),
                    changed_at: now,
                    gone_at: None,
                };
                out.changed.push(one.clone());
                one
            }
        };
        out.told.insert(uid.clone(), one);
    }
    for (uid, one) in before.into_iter().filter(|(uid, _)| !here.contains(uid.as_str())) {
        let gone = match one.gone_at {
            Some(gone) if now.duration_since(gone) >= TELL_GONE => {
                out.forgotten.push(uid);
                continue;
            }
            Some(_) => one,
            None => {
                let gone = Kept { sequence: one.sequence + 1, changed_at: now, gone_at: Some(now), ..one };
                out.changed.push(gone.clone());
                gone
            }
        };
        out.told.insert(uid, gone);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }
    fn entry(uid: &str, print: u8) -> (String, String, Vec<u8>) {
        (uid.to_owned(), "2027-03-28".to_owned(), vec![print])
    }

    #[test]
    fn a_change_raises_the_sequence_and_nothing_else_does() {
        let first = reconcile(&[entry("a", 1), entry("b", 1)], Vec::new(), at("2027-03-01T10:00:00Z"));
        assert_eq!(first.changed.len(), 2);
        let kept: Vec<Kept> = first.told.values().cloned().collect();
        let same = reconcile(&[entry("a", 1), entry("b", 1)], kept.clone(), at("2027-03-02T10:00:00Z"));
        assert_eq!((same.changed.len(), &same.told), (0, &first.told));
        let other = reconcile(&[entry("a", 2), entry("b", 1)], kept, at("2027-03-03T10:00:00Z"));
        assert_eq!(other.changed.len(), 1);
        assert_eq!((other.told["a"].sequence, other.told["b"].sequence), (1, 0));
        assert_eq!(other.told["a"].changed_at, at("2027-03-03T10:00:00Z"));
        assert_eq!(other.told["b"].changed_at, at("2027-03-01T10:00:00Z"));
    }

    #[test]
    fn what_is_gone_is_told_for_a_time_and_may_come_back() {
        let first = reconcile(&[entry("a", 1)], Vec::new(), at("2027-03-01T10:00:00Z"));
        let gone = reconcile(&[], first.told.into_values().collect(), at("2027-03-05T10:00:00Z"));
        assert_eq!((gone.told["a"].gone_at, gone.told["a"].sequence), (Some(at("2027-03-05T10:00:00Z")), 1));
        let kept: Vec<Kept> = gone.told.into_values().collect();
        let still = reconcile(&[], kept.clone(), at("2027-04-04T09:59:59Z"));
        assert_eq!((still.told.len(), still.changed.len(), still.forgotten.len()), (1, 0, 0));
        let over = reconcile(&[], kept.clone(), at("2027-04-04T10:00:00Z"));
        assert_eq!((over.told.len(), over.forgotten), (0, vec!["a".to_owned()]));
        let back = reconcile(&[entry("a", 1)], kept, at("2027-03-06T10:00:00Z"));
        assert_eq!((back.told["a"].gone_at, back.told["a"].sequence), (None, 2));
    }

    #[test]
    fn where_an_entry_was_is_read_back() {
        for when in [When::Day("2028-02-29".parse().unwrap()), When::Time(at("2027-03-28T01:30:00Z"), None)] {
            assert_eq!(When::parse(&when.word()), Some(when));
        }
        assert_eq!(When::parse("soon"), None);
    }
}
