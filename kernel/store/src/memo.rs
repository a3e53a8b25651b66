//! What a transaction was answered already. A page, or an action with its guards and reactions, asks for the same customer
//! from many sides; the answer is the same each time, so the database is asked once.
//!
//! In one snapshot every answer holds to the end. A transaction that writes keeps only answers from a single table, and
//! forgets those of a table when it writes there; where others write at the same time it forgets all with each write or
//! lock, since it may have waited there for somebody who changed anything.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hasher},
};

use crate::{Row, Value, search};

/// Larger answers are not kept: copying them would cost what asking costs.
const ROWS_MAX: usize = 4;
/// Questions with more parameters are seldom asked twice.
const PARAMS_MAX: usize = 6;
/// Answers kept.
const KEPT_MAX: usize = 256;

/// Words that may stand behind the tables that a statement reads.
const END_THE_TABLES: [&str; 7] = ["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "WINDOW"];

pub(crate) struct Memo {
    known: HashMap<u64, Known>,
    keeps: Keeps,
}

/// For how long an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// To the end of the snapshot.
    Snapshot,
    /// Until this transaction, which writes alone, writes to the answer's table.
    UntilWritten,
    /// Until this transaction writes or locks anything.
    UntilAnyWrite,
}

struct Known {
    /// The table, where the transaction may write.
    table: String,
    sql: String,
    params: Vec<Value>,
    rows: Vec<Row>,
}

fn place(sql: &str, params: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(sql.as_bytes());
    for param in params {
        match param {
            Value::Null => hasher.write_u8(0),
            Value::Int(n) => hasher.write_i64(*n),
            Value::Bool(b) => hasher.write_u8(u8::from(*b)),
            Value::Real(x) => hasher.write_u64(x.to_bits()),
            Value::Text(text) => hasher.write(text.as_bytes()),
            Value::Uuid(id) => hasher.write(id.as_bytes()),
            Value::Bytes(bytes) => hasher.write(bytes),
        }
    }
    hasher.finish()
}

/// What a statement does, as far as it matters here.
#[derive(Debug, PartialEq, Eq)]
enum Does<'s> {
    /// Reads this one table.
    ReadsOne(&'s str),
    /// Reads several tables, or nobody knows which.
    ReadsMore,
    /// Writes this table.
    Writes(&'s str),
    /// Locks, or changes nobody knows what.
    Other,
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default()
}

fn does(sql: &str) -> Does<'_> {
    let sql = sql.trim_start();
    for verb in ["INSERT INTO ", "UPDATE ", "DELETE FROM "] {
        if let Some(rest) = sql.strip_prefix(verb) {
            let table = first_word(rest);
            return if table.is_empty() { Does::Other } else { Does::Writes(table) };
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
        Does::ReadsOne(table)
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

impl Memo {
    pub(crate) fn new(keeps: Keeps) -> Self {
        Self { known: HashMap::new(), keeps }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self, keeps: Keeps) {
        self.known.clear();
        self.keeps = keeps;
    }

    /// What a part of the work that is undone had read may have been its own.
    pub(crate) fn undone(&mut self) {
        self.known.clear();
    }

    /// Forgets what a statement that is about to run may make wrong.
    pub(crate) fn before(&mut self, sql: &str) {
        if self.keeps == Keeps::Snapshot || self.known.is_empty() {
            return;
        }
        match (does(sql), self.keeps) {
            (Does::ReadsOne(_) | Does::ReadsMore, _) => {}
            (Does::Writes(table), Keeps::UntilWritten) => self.known.retain(|_, known| known.table != table),
            _ => self.known.clear(),
        }
    }

    pub(crate) fn find(&self, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
        if params.len() > PARAMS_MAX {
            return None;
        }
        let known = self.known.get(&place(sql, params))?;
        // Two questions may share a place; only the very same one is answered.
        (known.sql == sql && known.params == params).then(|| known.rows.clone())
    }

    pub(crate) fn keep(&mut self, sql: &str, params: &[Value], rows: &[Row]) {
        if rows.len() > ROWS_MAX || params.len() > PARAMS_MAX || self.known.len() >= KEPT_MAX {
            return;
        }
        let table = match self.keeps {
            Keeps::Snapshot => "",
            Keeps::UntilWritten | Keeps::UntilAnyWrite => match does(sql) {
                Does::ReadsOne(table) => table,
                _ => return,
            },
        };
        let known = Known {
            table: table.to_owned(),
            sql: sql.to_owned(),
            params: params.to_vec(),
            rows: rows.to_vec(),
        };
        self.known.insert(place(sql, params), known);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn row(n: i64) -> Row {
        Row { values: vec![Value::Int(n)], names: Arc::new(vec!["n".to_owned()]) }
    }

    #[test]
    fn the_same_question_alone_is_answered() {
        let mut memo = Memo::new(Keeps::Snapshot);
        memo.keep("SELECT ?1", &[Value::Int(1)], &[row(1)]);
        let found = memo.find("SELECT ?1", &[Value::Int(1)]).unwrap();
        assert_eq!(found.first().unwrap().values(), [Value::Int(1)]);
        assert!(memo.find("SELECT ?1", &[Value::Int(2)]).is_none());
        assert!(memo.find("SELECT ?1", &[Value::Text("1".to_owned())]).is_none());
        assert!(memo.find("SELECT ?2", &[Value::Int(1)]).is_none());
    }

    #[test]
    fn long_answers_are_not_kept_and_empty_ones_are() {
        let mut memo = Memo::new(Keeps::Snapshot);
        memo.keep("long", &[], &[row(1), row(2), row(3), row(4), row(5)]);
        memo.keep("empty", &[], &[]);
        assert!(memo.find("long", &[]).is_none());
        assert!(memo.find("empty", &[]).unwrap().is_empty());
    }

    #[test]
    fn what_a_statement_does_is_read_from_it() {
        for (sql, expected) in [
            ("SELECT a FROM site WHERE id = ?1", Does::ReadsOne("site")),
            ("SELECT p.a FROM person p WHERE p.id = ?1", Does::ReadsOne("person")),
            ("SELECT 1 FROM site, person", Does::ReadsMore),
            ("SELECT 1 FROM site s, person", Does::ReadsMore),
            ("SELECT 1 FROM site AS s , person AS p WHERE p.id = s.id", Does::ReadsMore),
            ("SELECT 1 FROM site s\n, person", Does::ReadsMore),
            ("SELECT a, b FROM site AS s", Does::ReadsOne("site")),
            ("SELECT a FROM site\nORDER BY a, b LIMIT 2", Does::ReadsOne("site")),
            ("SELECT COALESCE((SELECT MAX(a) FROM site s), 0)", Does::ReadsOne("site")),
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
            ("INSERT INTO counter (name) VALUES (?1) RETURNING value", Does::Writes("counter")),
            ("  UPDATE site SET a = 1", Does::Writes("site")),
            ("DELETE FROM site", Does::Writes("site")),
            ("PRAGMA user_version", Does::Other),
        ] {
            assert_eq!(does(sql), expected, "{sql}");
        }
    }

    #[test]
    fn a_write_forgets_its_table_or_everything() {
        let (site, person) = ("SELECT a FROM site WHERE id = ?1", "SELECT a FROM person WHERE id = ?1");
        let joined = "SELECT 1 FROM site s JOIN person p ON p.id = s.id";
        let filled = |keeps| {
            let mut memo = Memo::new(keeps);
            for sql in [site, person, joined] {
                memo.keep(sql, &[Value::Int(1)], &[row(1)]);
            }
            memo
        };
        let knows =
            |memo: &Memo| [site, person, joined].map(|sql| memo.find(sql, &[Value::Int(1)]).is_some());
        let mut alone = filled(Keeps::UntilWritten);
        assert_eq!(knows(&alone), [true, true, false], "of several tables nothing is kept where one writes");
        alone.before("UPDATE site SET a = 2");
        assert_eq!(knows(&alone), [false, true, false]);
        alone.before("VACUUM");
        assert_eq!(knows(&alone), [false; 3]);
        let mut among = filled(Keeps::UntilAnyWrite);
        among.before(person);
        assert_eq!(knows(&among), [true, true, false]);
        among.before("SELECT seq FROM chain_head WHERE chain = ?1 FOR UPDATE");
        assert_eq!(knows(&among), [false; 3], "whoever was waited for may have changed anything");
        let mut reading = filled(Keeps::Snapshot);
        assert_eq!(knows(&reading), [true; 3]);
        reading.undone();
        assert_eq!(knows(&reading), [false; 3]);
    }
}
