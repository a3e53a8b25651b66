//! A list walked in an order that its reader chose, page by page: what stands after the last row of the page before, by
//! the sorted column and, among equals, by id. So no row comes twice or is left out, whatever is entered meanwhile.

use uuid::Uuid;

use crate::Value;

/// By what a list can be sorted: an SQL expression over its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A text that is always there.
    Text(&'static str),
    /// A text, civil date or code that may be missing.
    MaybeText(&'static str),
    /// A number or instant that is always there.
    Int(&'static str),
    /// A number or instant that may be missing.
    MaybeInt(&'static str),
}

/// Sorts behind every text that is a date, a code or a name.
const LAST_TEXT: &str = "\u{fffd}";

impl By {
    /// Where what is missing stands: always at the end, whichever way the list is sorted.
    fn missing(self, down: bool) -> Value {
        match (self, down) {
            (Self::Text(_) | Self::MaybeText(_), false) => Value::Text(LAST_TEXT.to_owned()),
            (Self::Text(_) | Self::MaybeText(_), true) => Value::Text(String::new()),
            (Self::Int(_) | Self::MaybeInt(_), false) => Value::Int(i64::MAX),
            (Self::Int(_) | Self::MaybeInt(_), true) => Value::Int(-i64::MAX),
        }
    }

    fn sql(self, down: bool) -> String {
        match (self, self.missing(down)) {
            (Self::MaybeText(sql), Value::Text(missing)) => format!("COALESCE({sql}, '{missing}')"),
            (Self::MaybeInt(sql), Value::Int(missing)) => format!("COALESCE({sql}, {missing})"),
            (Self::Text(sql) | Self::Int(sql) | Self::MaybeText(sql) | Self::MaybeInt(sql), _) => {
                sql.to_owned()
            }
        }
    }

    /// Whether a value can be one of this column's: the place of a page comes from outside.
    pub fn takes(self, value: &Value) -> bool {
        match self {
            Self::Text(_) | Self::MaybeText(_) => matches!(value, Value::Text(_)),
            Self::Int(_) | Self::MaybeInt(_) => matches!(value, Value::Int(_)),
        }
    }
}

/// An order, and after which row it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    /// By what.
    pub by: By,
    /// Largest first.
    pub down: bool,
    /// The sorted value and the id of the last row before.
    pub after: Option<(Value, Uuid)>,
}

impl Walk {
    /// The value of a row as it is sorted by; what is missing has one too.
    pub fn place(&self, value: Value) -> Value {
        if value == Value::Null { self.by.missing(self.down) } else { value }
    }

    /// Adds to a condition that begins somewhere before: only rows after the place. `id` names the row's id.
    pub fn narrow(&self, sql: &mut String, values: &mut Vec<Value>, id: &str) {
        if let Some((value, row)) = &self.after {
            values.push(value.clone());
            values.push(Value::Uuid(*row));
            let than = if self.down { "<" } else { ">" };
            let column = self.by.sql(self.down);
            sql.push_str(&format!(" AND ({column}, {id}) {than} (?{}, ?{})", values.len() - 1, values.len()));
        }
    }

    /// `ORDER BY …`.
    pub fn order(&self, id: &str) -> String {
        let way = if self.down { " DESC" } else { "" };
        format!("ORDER BY {}{way}, {id}{way}", self.by.sql(self.down))
    }

    /// Only rows after the place, in this order, at most `limit`.
    pub fn finish(&self, sql: &mut String, values: &mut Vec<Value>, id: &str, limit: i64) {
        self.narrow(sql, values, id);
        values.push(Value::Int(limit));
        sql.push_str(&format!(" {} LIMIT ?{}", self.order(id), values.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_stands_last_both_ways_and_the_place_says_so() {
        for (down, than, end) in [(false, ">", LAST_TEXT), (true, "<", "")] {
            let walk = Walk {
                by: By::MaybeText("o.due_on"),
                down,
                after: Some((Value::Text("x".into()), Uuid::nil())),
            };
            let (mut sql, mut values) = ("TRUE".to_owned(), vec![Value::Int(7)]);
            walk.finish(&mut sql, &mut values, "o.id", 20);
            let way = if down { " DESC" } else { "" };
            let column = format!("COALESCE(o.due_on, '{end}')");
            assert_eq!(
                sql,
                format!(
                    "TRUE AND ({column}, o.id) {than} (?2, ?3) ORDER BY {column}{way}, o.id{way} LIMIT ?4"
                )
            );
            assert_eq!(values.len(), 4);
            assert_eq!(walk.place(Value::Null), Value::Text(end.to_owned()));
        }
        assert!(By::Int("n").takes(&Value::Int(1)) && !By::Int("n").takes(&Value::Text("1".into())));
    }
}
