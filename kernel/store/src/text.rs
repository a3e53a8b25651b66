//! Texts of statements, each known once. A page asks some sixty questions whose texts are as long as a page of a book; they
//! are put together anew each time, hashed and compared once, and from there on known by their place in memory.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher},
    sync::{Arc, OnceLock},
};

use foldhash::fast::RandomState;

use crate::search;

/// Words that may stand behind the tables that a statement reads.
const END_THE_TABLES: [&str; 7] = ["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "WINDOW"];

/// Lists make texts of every length; so many are kept, and then the gathering begins anew.
const TEXTS_MAX: usize = 500;

/// What a statement does, as far as it matters here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// Reads this one table.
    ReadsOne(String),
    /// Reads several tables, or nobody knows which.
    ReadsMore,
    /// Writes this table.
    Writes(String),
    /// Locks, or changes nobody knows what.
    Other,
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default()
}

fn does(sql: &str) -> Does {
    let sql = sql.trim_start();
    for verb in ["INSERT INTO ", "UPDATE ", "DELETE FROM "] {
        if let Some(rest) = sql.strip_prefix(verb) {
            let table = first_word(rest);
            return if table.is_empty() { Does::Other } else { Does::Writes(table.to_owned()) };
        }
    }
    if !sql.starts_with("SELECT") || sql.contains("FOR UPDATE") || sql.contains("FOR SHARE") {
        let reads = sql.starts_with("WITH")
            && ["INSERT", "UPDATE", "DELETE", "FOR SHARE"].iter().all(|verb| !sql.contains(verb));
        return if reads { Does::ReadsMore } else { Does::Other };
    }
    let mut parts = sql.split("FROM");
    let (Some(_), Some(rest), None) = (parts.next(), parts.next(), parts.next()) else {
        return Does::ReadsMore;
    };
    let table = first_word(rest);
    let alone = rest.trim_start().strip_prefix(table).is_some_and(is_alone);
    if alone && !table.is_empty() && !table.starts_with(search::TABLES) {
        Does::ReadsOne(table.to_owned())
    } else {
        Does::ReadsMore
    }
}

/// Whether a statement reads no other table beside the one behind whose name this stands: there is perhaps another name
/// for it, and then its list of tables ends.
fn is_alone(behind: &str) -> bool {
    let mut rest = behind.trim_start();
    if first_word(rest) == "AS" {
        rest = rest.trim_start_matches("AS").trim_start();
    }
    let other = first_word(rest);
    if !END_THE_TABLES.contains(&other) {
        rest = rest.strip_prefix(other).unwrap_or(rest).trim_start();
    }
    END_THE_TABLES.contains(&first_word(rest)) || rest.is_empty() || rest.starts_with([')', ';'])
}

/// A statement's text, and what is known of it.
#[derive(Debug)]
pub(crate) struct Text {
    sql: Box<str>,
    hash: u64,
    does: OnceLock<Does>,
    names: OnceLock<Arc<Vec<String>>>,
}

impl Text {
    /// What it does.
    pub(crate) fn does(&self) -> &Does {
        self.does.get_or_init(|| does(&self.sql))
    }

    /// The names of its columns, read when they are asked for first.
    pub(crate) fn names(&self, read: impl FnOnce() -> Vec<String>) -> Arc<Vec<String>> {
        Arc::clone(self.names.get_or_init(|| Arc::new(read())))
    }

    /// Hash of the text, for this run of the program.
    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }
}

/// The texts that a connection has met.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    known: HashMap<u64, Arc<Text>, BuildHasherDefault<Hashed>>,
    hashes: RandomState,
}

impl Texts {
    /// The one of these words.
    pub(crate) fn of(&mut self, sql: &str) -> Arc<Text> {
        let hash = self.hashes.hash_one(sql.as_bytes());
        // Two texts may share a hash; only the very same one is it.
        if let Some(known) = self.known.get(&hash).filter(|known| *known.sql == *sql) {
            return Arc::clone(known);
        }
        if self.known.len() >= TEXTS_MAX {
            self.known.clear();
        }
        let text = Arc::new(Text { sql: sql.into(), hash, does: OnceLock::new(), names: OnceLock::new() });
        self.known.insert(hash, Arc::clone(&text));
        text
    }
}

/// Takes a number that is a hash already as it is.
#[derive(Debug, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_statement_does_is_read_from_it() {
        let (reads, writes) =
            (|table: &str| Does::ReadsOne(table.to_owned()), |table: &str| Does::Writes(table.to_owned()));
        for (sql, expected) in [
            ("SELECT a FROM site WHERE id = ?1", reads("site")),
            ("SELECT p.a FROM person p WHERE p.id = ?1", reads("person")),
            ("SELECT 1 FROM site, person", Does::ReadsMore),
            ("SELECT 1 FROM site s, person", Does::ReadsMore),
            ("SELECT 1 FROM site AS s , person AS p WHERE p.id = s.id", Does::ReadsMore),
            ("SELECT 1 FROM site s\n, person", Does::ReadsMore),
            ("SELECT a, b FROM site AS s", reads("site")),
            ("SELECT a FROM site\nORDER BY a, b LIMIT 2", reads("site")),
            ("SELECT COALESCE((SELECT MAX(a) FROM site s), 0)", reads("site")),
            ("SELECT 1 FROM site s JOIN person p ON p.id = s.id", Does::ReadsMore),
            ("SELECT 1 FROM site JOIN person", Does::ReadsMore),
            ("SELECT 1 FROM site CROSS JOIN person", Does::ReadsMore),
            ("SELECT 1 FROM unnest(?1)", Does::ReadsMore),
            ("SELECT 1 FROM site WHERE id IN (SELECT id FROM person)", Does::ReadsMore),
            ("SELECT (SELECT 1)", Does::ReadsMore),
            ("SELECT rowid FROM search_index WHERE folded MATCH ?1", Does::ReadsMore),
            ("WITH RECURSIVE c AS (SELECT 1 FROM leave) SELECT 1 FROM c", Does::ReadsMore),
            ("SELECT seq FROM chain_head WHERE chain = ?1 FOR UPDATE", Does::Other),
            ("WITH moved AS (UPDATE chain_head SET seq = 1) INSERT INTO event (a) VALUES (1)", Does::Other),
            ("INSERT INTO counter (name) VALUES (?1) RETURNING value", writes("counter")),
            ("  UPDATE site SET a = 1", writes("site")),
            ("DELETE FROM site", writes("site")),
            ("PRAGMA user_version", Does::Other),
        ] {
            assert_eq!(does(sql), expected, "{sql}");
        }
    }

    #[test]
    fn the_same_words_are_one_text() {
        let mut texts = Texts::default();
        let one = texts.of("SELECT 1");
        let again = ["SELECT", "1"].join(" ");
        assert!(Arc::ptr_eq(&one, &texts.of(&again)));
        assert!(!Arc::ptr_eq(&one, &texts.of("SELECT 2")));
        let names = one.names(|| vec!["a".to_owned()]);
        assert_eq!(*one.names(|| vec!["b".to_owned()]), *names);
        for n in 0..TEXTS_MAX {
            texts.of(&format!("SELECT {n}, 1"));
        }
        assert!(texts.known.len() <= TEXTS_MAX);
    }
}
