//! What a transaction was answered already. A page, or an action with its guards and reactions, asks for the same customer
//! from many sides; the answer is the same each time, so the database is asked once.
//!
//! In one snapshot every answer holds to the end. A transaction that writes keeps only answers from a single table, and
//! forgets those of a table when it writes there; where others write at the same time it forgets all with each write or
//! lock, since it may have waited there for somebody who changed anything.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher},
    sync::Arc,
};

use foldhash::fast::RandomState;

use crate::{
    Row, Value,
    text::{Does, Hashed, Text},
};

/// Larger answers are not kept: copying them would cost what asking costs.
const ROWS_MAX: usize = 4;
/// Questions with more parameters are seldom asked twice.
const PARAMS_MAX: usize = 6;
/// Answers kept.
const KEPT_MAX: usize = 256;

pub(crate) struct Memo {
    known: HashMap<u64, Known, BuildHasherDefault<Hashed>>,
    /// Tables of which an answer may be known: most writes are to others, and then nothing has to be looked for.
    tables: Vec<String>,
    keeps: Keeps,
    hashes: RandomState,
}

/// A question: the text and its parameters, hashed once for looking it up and for keeping its answer.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    text: &'q Arc<Text>,
    params: &'q [Value],
    place: u64,
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
    text: Arc<Text>,
    params: Vec<Value>,
    rows: Vec<Row>,
}

impl Known {
    fn is_of(&self, table: &str) -> bool {
        matches!(self.text.does(), Does::ReadsOne(own) if own == table)
    }
}

fn place(hashes: &RandomState, text: &Text, params: &[Value]) -> u64 {
    let mut hasher = hashes.build_hasher();
    hasher.write_u64(text.hash());
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

impl Memo {
    pub(crate) fn new(keeps: Keeps) -> Self {
        Self { known: HashMap::default(), tables: Vec::new(), keeps, hashes: RandomState::default() }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self, keeps: Keeps) {
        self.forget_all();
        self.keeps = keeps;
    }

    /// What a part of the work that is undone had read may have been its own.
    pub(crate) fn undone(&mut self) {
        self.forget_all();
    }

    fn forget_all(&mut self) {
        self.known.clear();
        self.tables.clear();
    }

    fn forget(&mut self, table: &str) {
        if let Some(at) = self.tables.iter().position(|known| known == table) {
            self.tables.swap_remove(at);
            self.known.retain(|_, known| !known.is_of(table));
        }
    }

    /// Forgets what a statement that is about to run may make wrong.
    pub(crate) fn before(&mut self, text: &Text) {
        if self.keeps == Keeps::Snapshot || self.known.is_empty() {
            return;
        }
        match (text.does(), self.keeps) {
            (Does::ReadsOne(_) | Does::ReadsMore, _) => {}
            (Does::Writes(table), Keeps::UntilWritten) => self.forget(table),
            _ => self.forget_all(),
        }
    }

    /// What is to be asked; none where an answer would not be kept.
    pub(crate) fn question<'q>(&self, text: &'q Arc<Text>, params: &'q [Value]) -> Option<Question<'q>> {
        (params.len() <= PARAMS_MAX).then(|| Question {
            text,
            params,
            place: place(&self.hashes, text, params),
        })
    }

    pub(crate) fn find(&self, asked: &Question<'_>) -> Option<Vec<Row>> {
        let known = self.known.get(&asked.place)?;
        // Two questions may share a place; only the very same one is answered.
        (Arc::ptr_eq(&known.text, asked.text) && known.params == asked.params).then(|| known.rows.clone())
    }

    pub(crate) fn keep(&mut self, asked: &Question<'_>, rows: &[Row]) {
        if rows.len() > ROWS_MAX || self.known.len() >= KEPT_MAX {
            return;
        }
        if self.keeps != Keeps::Snapshot {
            let Does::ReadsOne(table) = asked.text.does() else { return };
            if !self.tables.contains(table) {
                self.tables.push(table.clone());
            }
        }
        let known =
            Known { text: Arc::clone(asked.text), params: asked.params.to_vec(), rows: rows.to_vec() };
        self.known.insert(asked.place, known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Texts;

    /// A memory and the texts that it was asked with.
    struct Asked {
        memo: Memo,
        texts: Texts,
    }

    impl Asked {
        fn new(keeps: Keeps) -> Self {
            Self { memo: Memo::new(keeps), texts: Texts::default() }
        }
        fn ask(&mut self, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
            let text = self.texts.of(sql);
            self.memo.find(&self.memo.question(&text, params).unwrap())
        }
        fn learn(&mut self, sql: &str, params: &[Value], rows: &[Row]) {
            let text = self.texts.of(sql);
            let asked = self.memo.question(&text, params).unwrap();
            self.memo.keep(&asked, rows);
        }
        fn before(&mut self, sql: &str) {
            let text = self.texts.of(sql);
            self.memo.before(&text);
        }
    }

    fn row(n: i64) -> Row {
        Row { values: Arc::new(vec![Value::Int(n)]), names: Arc::new(vec!["n".to_owned()]) }
    }

    #[test]
    fn the_same_question_alone_is_answered() {
        let mut memo = Asked::new(Keeps::Snapshot);
        memo.learn("SELECT ?1", &[Value::Int(1)], &[row(1)]);
        let found = memo.ask("SELECT ?1", &[Value::Int(1)]).unwrap();
        assert_eq!(found.first().unwrap().values(), [Value::Int(1)]);
        assert!(memo.ask("SELECT ?1", &[Value::Int(2)]).is_none());
        assert!(memo.ask("SELECT ?1", &[Value::Text("1".to_owned())]).is_none());
        assert!(memo.ask("SELECT ?2", &[Value::Int(1)]).is_none());
    }

    #[test]
    fn long_answers_are_not_kept_and_empty_ones_are() {
        let mut memo = Asked::new(Keeps::Snapshot);
        memo.learn("long", &[], &[row(1), row(2), row(3), row(4), row(5)]);
        memo.learn("empty", &[], &[]);
        assert!(memo.ask("long", &[]).is_none());
        assert!(memo.ask("empty", &[]).unwrap().is_empty());
    }

    #[test]
    fn a_write_forgets_its_table_or_everything() {
        let (site, person) = ("SELECT a FROM site WHERE id = ?1", "SELECT a FROM person WHERE id = ?1");
        let joined = "SELECT 1 FROM site s JOIN person p ON p.id = s.id";
        let filled = |keeps| {
            let mut memo = Asked::new(keeps);
            for sql in [site, person, joined] {
                memo.learn(sql, &[Value::Int(1)], &[row(1)]);
            }
            memo
        };
        let knows =
            |memo: &mut Asked| [site, person, joined].map(|sql| memo.ask(sql, &[Value::Int(1)]).is_some());
        let mut alone = filled(Keeps::UntilWritten);
        assert_eq!(
            knows(&mut alone),
            [true, true, false],
            "of several tables nothing is kept where one writes"
        );
        alone.before("UPDATE site SET a = 2");
        assert_eq!(knows(&mut alone), [false, true, false]);
        alone.before("VACUUM");
        assert_eq!(knows(&mut alone), [false; 3]);
        let mut among = filled(Keeps::UntilAnyWrite);
        among.before(person);
        assert_eq!(knows(&mut among), [true, true, false]);
        among.before("SELECT seq FROM chain_head WHERE chain = ?1 FOR UPDATE");
        assert_eq!(knows(&mut among), [false; 3], "whoever was waited for may have changed anything");
        let mut reading = filled(Keeps::Snapshot);
        assert_eq!(knows(&mut reading), [true; 3]);
        reading.memo.undone();
        assert_eq!(knows(&mut reading), [false; 3]);
    }
}
