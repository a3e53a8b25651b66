//! What every action and view is told besides its input.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

use crate::{Language, Principal, Registry, words::Words};

crate::word_enum! {
    /// Through which face something came.
    pub enum Via as "via" {
        /// A page.
        Page = "page",
        /// The JSON API.
        Api = "api",
        /// A spreadsheet.
        Import = "import",
        /// Time passing.
        Clockwork = "clockwork",
        /// The operator's command line.
        Command = "command",
        /// A customer's page.
        Portal = "portal",
        /// A mail that arrived.
        Mail = "mail",
    }
}

/// By what somebody proves who they are.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A session's secret, from the cookie.
    Session(String),
    /// A personal access token's secret, from the `Authorization` header.
    Token(String),
    /// A person already known inside the program: commands, tests. Their standing (disabled, roles) is still read.
    Person(Uuid),
    /// A contact already known inside the program: tests, "as the customer sees it".
    Contact(Uuid),
    /// The program itself.
    System,
    /// Nothing.
    Nobody,
}

/// Who calls, and how.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Proof.
    pub credential: Credential,
    /// Face.
    pub via: Via,
    /// Language asked for (header, cookie); the person's own setting goes before it.
    pub language: Option<Language>,
    /// Id of the request, for logs and error pages.
    pub request: Uuid,
}

impl Caller {
    /// The program itself.
    pub fn system() -> Self {
        Self { credential: Credential::System, via: Via::Clockwork, language: None, request: Uuid::nil() }
    }
    /// A person, as tests and commands call.
    pub fn person(id: impl Into<Uuid>) -> Self {
        Self {
            credential: Credential::Person(id.into()),
            via: Via::Api,
            language: None,
            request: Uuid::nil(),
        }
    }
}

/// Where ids come from.
#[derive(Debug, Clone)]
pub enum IdSource {
    /// The operating system's randomness.
    System,
    /// A seed, so that the demo and tests get the same ids each time.
    Seeded(Arc<AtomicU64>),
}

impl IdSource {
    /// A deterministic source.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(AtomicU64::new(seed)))
    }

    /// A new UUID v7 for this instant.
    pub fn mint(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        match self {
            Self::System => LAST.lock().unwrap_or_else(PoisonError::into_inner).next(millis),
            Self::Seeded(state) => {
                // They ascend as the system's do.
                let step = state.fetch_add(1, Ordering::Relaxed);
                let steps = u128::from(step) << SPREAD_BITS & ((1 << TAIL_BITS) - 1);
                version_7(millis, steps | u128::from(mix(step) >> (64 - SPREAD_BITS)))
            }
        }
    }
}

/// An id of its instant and the 74 bits beside it (RFC 9562, 5.7).
fn version_7(millis: u64, tail: u128) -> Uuid {
    let high = u16::try_from(tail >> 62).unwrap_or(0).to_be_bytes();
    let low = u64::try_from(tail & ((1 << 62) - 1)).unwrap_or(0).to_be_bytes();
    let mut bytes = [0; 10];
    for (target, source) in bytes.iter_mut().zip(high.into_iter().chain(low)) {
        *target = source;
    }
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// The last id of this process. Within one instant ids ascend by random steps (RFC 9562, 6.2, method 2): rows that are
/// made together then stand together in every index, and nobody can tell the next id from the last.
static LAST: Mutex<Ascending> = Mutex::new(Ascending::new());

/// Random bytes taken from the operating system at once.
const POOL: usize = 512;
/// Bits of an id beside its instant, version and variant.
const TAIL_BITS: u32 = 74;
/// Of these, bits by which a seeded source's ids are spread.
const SPREAD_BITS: u32 = 32;

struct Ascending {
    millis: u64,
    tail: u128,
    pool: [u8; POOL],
    used: usize,
}

impl Ascending {
    const fn new() -> Self {
        Self { millis: 0, tail: 0, pool: [0; POOL], used: POOL }
    }

    fn random<const N: usize>(&mut self) -> [u8; N] {
        if self.used + N > POOL {
            self.pool = accord_store::secret::random().unwrap_or([0; POOL]);
            self.used = 0;
        }
        let mut bytes = [0; N];
        let from = self.pool.get(self.used..self.used + N).unwrap_or_default();
        for (target, source) in bytes.iter_mut().zip(from) {
            *target = *source;
        }
        self.used += N;
        bytes
    }

    fn next(&mut self, millis: u64) -> Uuid {
        let step = u128::from(u32::from_be_bytes(self.random())) + 1;
        let ascended = self.tail + step;
        self.tail = if millis == self.millis && ascended >> TAIL_BITS == 0 {
            ascended
        } else {
            // One bit is left free above, so that there is room to ascend.
            u128::from_be_bytes(self.random()) >> (129 - TAIL_BITS)
        };
        self.millis = millis;
        version_7(millis, self.tail)
    }
}

/// The finaliser of the SplitMix64 generator (Steele, Lea, Flood 2014): a bijection with good spread.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What every action and view is told besides its input. `now` is one instant for the whole transaction.
#[derive(Debug, Clone)]
pub struct Context {
    /// Business time.
    pub now: Timestamp,
    /// Wall time.
    pub wall: Timestamp,
    /// Who acts.
    pub principal: Principal,
    /// Through which face.
    pub via: Via,
    /// The language to answer in.
    pub language: Language,
    /// The company's home zone (IANA).
    pub company_zone: String,
    /// The zone in which the principal reads times, found once: a page speaks hundreds of times.
    pub(crate) reader_zone: TimeZone,
    /// Id of the request.
    pub request: Uuid,
    /// Source of ids.
    pub ids: IdSource,
    /// The words of both languages.
    pub words: Arc<Words>,
    /// What is registered: a view that lists metrics or settings reads the declarations here.
    pub registry: Arc<Registry>,
}

impl Context {
    /// A new id.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.mint(self.now))
    }

    /// The same moment as somebody else reads it: what the program writes for them shows what they may see, in their
    /// language and zone.
    #[must_use]
    pub fn read_by(&self, principal: Principal) -> Self {
        Self {
            language: principal.language.unwrap_or(self.language),
            reader_zone: TimeZone::get(&principal.zone).unwrap_or(TimeZone::UTC),
            principal,
            ..self.clone()
        }
    }

    /// Speaks the reader's language in the reader's zone.
    pub fn tongue(&self) -> crate::Tongue<'_> {
        self.words.tongue_in(self.language, self.reader_zone.clone())
    }

    /// The company's home zone.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.company_zone).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_instant_ascend_and_differ_and_those_of_another_begin_anew() {
        let mut source = Ascending::new();
        let ids: Vec<Uuid> = (0..5_000).map(|_| source.next(1_800_000_000_123)).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "rows made together stand together");
        let later = source.next(1_800_000_000_124);
        assert!(ids.iter().all(|id| *id < later));
        for id in ids.iter().chain([&later]) {
            assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
        }
        let steps: std::collections::BTreeSet<u128> =
            ids.windows(2).map(|pair| pair[1].as_u128() - pair[0].as_u128()).collect();
        assert!(steps.len() > 4_900, "the next one cannot be told");
    }

    #[test]
    fn ids_of_a_seed_are_the_same_each_time_and_ascend_too() {
        let now = Timestamp::from_millisecond(1_800_000_000_123).unwrap();
        let ids = |seed: u64| -> Vec<Uuid> {
            let source = IdSource::seeded(seed);
            (0..1_000).map(|_| source.mint(now)).collect()
        };
        for seed in [0, 7, (1 << 42) - 2_000, 0x1234_5678_9abc_def0] {
            let first = ids(seed);
            assert_eq!(first, ids(seed));
            assert!(first.windows(2).all(|pair| pair[0] < pair[1]), "seed {seed}");
            assert!(
                first
                    .iter()
                    .all(|id| (id.get_version_num(), id.get_variant()) == (7, uuid::Variant::RFC4122))
            );
        }
    }
}
