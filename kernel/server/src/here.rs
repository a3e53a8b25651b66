//! Who else looks at the same thing, and who is writing about it (R32). It lives in this node's memory for as long as the
//! pages are open; nothing of it is kept, and nobody's presence is counted. What other nodes know is in `elsewhere`.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;
use tokio::sync::broadcast;
use uuid::Uuid;

/// Somebody counts as writing for so long after their last key.
pub(crate) const WRITING: Duration = Duration::from_secs(8);
/// Longest name of a place.
const PLACE_MAX: usize = 100;
/// Notices that a slow stream may leave unread; it looks at everything again then.
const TOLD_MAX: usize = 256;

/// A thing that pages are about: whoever may follow its topic may know who is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// The customer whose thing it is.
    pub(crate) topic: Uuid,
    /// Which thing.
    pub(crate) name: String,
}

impl Place {
    /// Reads `topic:name`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (topic, name) = text.split_once(':')?;
        let topic = Uuid::parse_str(topic).ok()?;
        (name.len() <= PLACE_MAX && name.starts_with('/')).then(|| Self { topic, name: name.to_owned() })
    }
}

/// A colleague who is there too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Other {
    /// Their name.
    pub(crate) name: String,
    /// They are writing.
    pub(crate) writes: bool,
}

struct Somebody {
    stream: u64,
    person: Uuid,
    name: String,
    wrote: Option<Instant>,
}

struct Inner {
    places: HashMap<Place, Vec<Somebody>>,
    streams: u64,
}

/// Everybody who is somewhere.
pub(crate) struct Present {
    inner: Mutex<Inner>,
    told: broadcast::Sender<Place>,
}

impl Default for Present {
    fn default() -> Self {
        let inner = Mutex::new(Inner { places: HashMap::new(), streams: 0 });
        Self { inner, told: broadcast::channel(TOLD_MAX).0 }
    }
}

impl Present {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // What a panicking thread left is a list of names at worst.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, place: &Place) {
        // Nobody listening is no failure.
        drop(self.told.send(place.clone()));
    }

    /// Where somebody came, left or wrote.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Place> {
        self.told.subscribe()
    }

    /// Somebody opened a page about it; they are there until what is answered is dropped.
    pub(crate) fn enter(self: &Arc<Self>, place: Place, person: Uuid, name: String) -> Stay {
        let stream = {
            let mut inner = self.lock();
            inner.streams += 1;
            let stream = inner.streams;
            let there = inner.places.entry(place.clone()).or_default();
            there.push(Somebody { stream, person, name, wrote: None });
            stream
        };
        self.tell(&place);
        Stay { present: Arc::clone(self), place, stream }
    }

    /// Somebody writes there; nothing happens when they have no page open.
    pub(crate) fn writes(&self, place: &Place, person: Uuid, now: Instant) {
        let mut any = false;
        if let Some(there) = self.lock().places.get_mut(place) {
            for somebody in there.iter_mut().filter(|somebody| somebody.person == person) {
                somebody.wrote = Some(now);
                any = true;
            }
        }
        if any {
            self.tell(place);
        }
    }

    /// Who else is there, each once, by name; with those whom other nodes know of.
    pub(crate) fn others(
        &self,
        place: &Place,
        me: Uuid,
        now: Instant,
        elsewhere: &[(Uuid, Other)],
    ) -> Vec<Other> {
        let mut found: Vec<(Uuid, Other)> = elsewhere.to_vec();
        for somebody in self.lock().places.get(place).into_iter().flatten() {
            if somebody.person == me {
                continue;
            }
            let writes = somebody.wrote.is_some_and(|at| now.saturating_duration_since(at) < WRITING);
            match found.iter_mut().find(|(person, _)| *person == somebody.person) {
                Some((_, other)) => other.writes |= writes,
                None => found.push((somebody.person, Other { name: somebody.name.clone(), writes })),
            }
        }
        let mut others: Vec<Other> = found.into_iter().map(|(_, other)| other).collect();
        others.sort_by(|a, b| a.name.cmp(&b.name));
        others
    }
}

/// As long as it lives its person is there.
pub(crate) struct Stay {
    present: Arc<Present>,
    pub(crate) place: Place,
    stream: u64,
}

impl Drop for Stay {
    fn drop(&mut self) {
        {
            let mut inner = self.present.lock();
            if let Some(there) = inner.places.get_mut(&self.place) {
                there.retain(|somebody| somebody.stream != self.stream);
                if there.is_empty() {
                    inner.places.remove(&self.place);
                }
            }
        }
        self.present.tell(&self.place);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn place(topic: u128, name: &str) -> Place {
        Place::read(&format!("{}:{name}", Uuid::from_u128(topic))).unwrap()
    }

    #[test]
    fn r32_colleagues_see_who_is_there_and_who_writes_and_nothing_stays_behind() {
        let (present, case) = (Arc::new(Present::default()), place(7, "/cases/a"));
        let (ana, ben, t) = (Uuid::from_u128(1), Uuid::from_u128(2), Instant::now());
        let first = present.enter(case.clone(), ana, "Ana".into());
        let again = present.enter(case.clone(), ana, "Ana".into());
        assert_eq!(present.others(&case, ana, t, &[]), [], "one is not told of oneself");
        let stay = present.enter(case.clone(), ben, "Ben".into());
        assert_eq!(
            present.others(&case, ben, t, &[]),
            [Other { name: "Ana".into(), writes: false }],
            "once, in two tabs"
        );
        present.writes(&case, ana, t);
        assert!(present.others(&case, ben, t + Duration::from_secs(7), &[])[0].writes);
        assert!(!present.others(&case, ben, t + Duration::from_secs(8), &[])[0].writes);
        drop(first);
        assert_eq!(present.others(&case, ben, t, &[]).len(), 1);
        drop(again);
        assert_eq!(present.others(&case, ben, t, &[]), []);
        drop(stay);
        assert!(present.lock().places.is_empty());
    }

    #[test]
    fn another_customers_thing_of_the_same_name_is_another_place() {
        let present = Arc::new(Present::default());
        let _stay = present.enter(place(7, "/cases/a"), Uuid::from_u128(1), "Ana".into());
        assert_eq!(present.others(&place(8, "/cases/a"), Uuid::from_u128(2), Instant::now(), &[]), []);
    }

    #[test]
    fn a_place_has_a_topic_and_a_short_name() {
        assert!(Place::read("x:/cases/a").is_none());
        assert!(Place::read(&format!("{}:cases", Uuid::nil())).is_none());
        assert!(Place::read(&format!("{}:/{}", Uuid::nil(), "a".repeat(200))).is_none());
    }
}
