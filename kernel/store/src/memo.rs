//! What a reading transaction was answered already. A page asks for the same customer from many sides; in one snapshot
//! the answer is the same each time, so the database is asked once.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hasher},
};

use crate::{Row, Value};

/// Larger answers are not kept: copying them would cost what asking costs.
const ROWS_MAX: usize = 4;
/// Questions with more parameters are seldom asked twice.
const PARAMS_MAX: usize = 6;
/// Answers kept.
const KEPT_MAX: usize = 256;

#[derive(Default)]
pub(crate) struct Memo {
    known: HashMap<u64, Known>,
}

struct Known {
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

impl Memo {
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
        let known = Known { sql: sql.to_owned(), params: params.to_vec(), rows: rows.to_vec() };
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
        let mut memo = Memo::default();
        memo.keep("SELECT ?1", &[Value::Int(1)], &[row(1)]);
        let found = memo.find("SELECT ?1", &[Value::Int(1)]).unwrap();
        assert_eq!(found.first().unwrap().values(), [Value::Int(1)]);
        assert!(memo.find("SELECT ?1", &[Value::Int(2)]).is_none());
        assert!(memo.find("SELECT ?1", &[Value::Text("1".to_owned())]).is_none());
        assert!(memo.find("SELECT ?2", &[Value::Int(1)]).is_none());
    }

    #[test]
    fn long_answers_are_not_kept_and_empty_ones_are() {
        let mut memo = Memo::default();
        memo.keep("long", &[], &[row(1), row(2), row(3), row(4), row(5)]);
        memo.keep("empty", &[], &[]);
        assert!(memo.find("long", &[]).is_none());
        assert!(memo.find("empty", &[]).unwrap().is_empty());
    }
}
