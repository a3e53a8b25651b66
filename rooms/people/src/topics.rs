//! Kinds of notices, as people choose how to be told of them. A kind is a subject in the words of the house ("service
//! cases"), not one of the hundred messages that there are about them. Each room registers those that it tells.

use accord_kernel::Registry;

/// A kind of notices.
#[derive(Debug, Clone, Copy)]
pub struct NoticeTopic {
    /// Stable word; `notice-topic-<word>` says it.
    pub word: &'static str,
    /// The message keys that belong to it; one that ends with `-` stands for all that begin so.
    pub kinds: &'static [&'static str],
    /// Whether it can be switched off at all; what must be acknowledged never is.
    pub off: bool,
}

/// The word of what no room has named.
pub const OTHER: &str = "other";

impl NoticeTopic {
    /// Whether a message key belongs to it.
    pub fn holds(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| match known.ends_with('-') {
            true => kind.starts_with(known),
            false => kind == *known,
        })
    }
}

/// This room's own.
pub(crate) const OWN: &[NoticeTopic] = &[
    NoticeTopic { word: "leave", kinds: &["notice-leave-"], off: true },
    NoticeTopic { word: "house", kinds: &["notice-recovered"], off: false },
];

/// Every kind that is registered, by its word.
pub fn all(registry: &Registry) -> Vec<NoticeTopic> {
    let mut list: Vec<NoticeTopic> = registry.extensions::<NoticeTopic>().copied().collect();
    list.sort_by_key(|topic| topic.word);
    list
}

/// The word of the kind that a message key belongs to.
pub fn of(registry: &Registry, kind: &str) -> &'static str {
    registry.extensions::<NoticeTopic>().find(|topic| topic.holds(kind)).map_or(OTHER, |topic| topic.word)
}

/// Message key of a kind.
pub fn message(word: &str) -> String {
    format!("notice-topic-{}", word.replace('_', "-"))
}
