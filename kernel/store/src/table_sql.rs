//! The texts of statements that are made from declarations of tables.

use std::fmt::Write as _;

use crate::{Column, Table, Value};

/// The parameters of a list, so many from a place on: `?3, ?4, ?5`.
pub fn marks(from: usize, count: usize) -> String {
    let mut marks = String::with_capacity(count * 5);
    for place in from..from + count {
        let before = if place == from { "?" } else { ", ?" };
        marks.push_str(before);
        // Writing into a string cannot fail.
        let _ = write!(marks, "{place}");
    }
    marks
}

/// Puts the values of a list behind those so far and answers with their parameters, for `IN (…)`. An empty list is `NULL`,
/// which nothing equals.
pub fn listed<T: Column>(values: &mut Vec<Value>, list: impl IntoIterator<Item = T>) -> String {
    let before = values.len();
    values.extend(list.into_iter().map(|one| one.to_value()));
    match values.len() - before {
        0 => "NULL".to_owned(),
        count => marks(before + 1, count),
    }
}

/// The statements of a recorded table, put together once.
pub(crate) struct TableSql {
    pub(crate) select: String,
    pub(crate) by_id: String,
    pub(crate) insert: String,
    pub(crate) update: String,
    pub(crate) remove: String,
}

impl TableSql {
    pub(crate) fn new(table: &Table) -> Self {
        let select = format!("SELECT {} FROM {} ", table.columns(), table.name);
        Self {
            by_id: format!("{select}WHERE id = ?1"),
            select,
            insert: insert_sql(table.name, &table.columns(), table.fields.len(), 1),
            update: update_sql(table, |_| true),
            remove: format!("DELETE FROM {} WHERE id = ?1 AND version = ?2", table.name),
        }
    }
}

/// As the update of a whole row, of which it takes the parameters, but it sets only the columns whose place is `chosen`.
pub(crate) fn update_sql(table: &Table, chosen: impl Fn(usize) -> bool) -> String {
    let sets: Vec<String> = table
        .fields
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(place, _)| chosen(*place))
        .map(|(place, field)| format!("{} = ?{}", field.name, place + 1))
        .collect();
    let read = table.fields.len() + 1;
    format!("UPDATE {} SET {} WHERE id = ?1 AND version = ?{read}", table.name, sets.join(", "))
}

/// `INSERT INTO t (a, b) VALUES (?1, ?2), (?3, ?4)`.
pub(crate) fn insert_sql(table: &str, columns: &str, width: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {table} ({columns}) VALUES ");
    for row in 0..rows {
        if row > 0 {
            sql.push_str(", ");
        }
        sql.push('(');
        sql.push_str(&marks(row * width + 1, width));
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_the_next_places() {
        assert_eq!(
            (marks(1, 3).as_str(), marks(9, 2).as_str(), marks(4, 0).as_str()),
            ("?1, ?2, ?3", "?9, ?10", "")
        );
        let mut values = vec![Value::Int(7)];
        assert_eq!(listed(&mut values, ["a", "b"]), "?2, ?3");
        assert_eq!(listed(&mut values, Vec::<i64>::new()), "NULL");
        assert_eq!(values, [Value::Int(7), Value::Text("a".to_owned()), Value::Text("b".to_owned())]);
    }

    #[test]
    fn many_rows_in_one_statement() {
        assert_eq!(insert_sql("t", "a, b", 2, 2), "INSERT INTO t (a, b) VALUES (?1, ?2), (?3, ?4)");
    }

    #[test]
    fn an_update_of_some_columns_takes_the_parameters_of_the_whole() {
        crate::record! {
            /// A thing.
            pub struct Thing in "thing" shape 1 {
                /// Id.
                id: uuid::Uuid,
                /// What it is called.
                name: String,
                /// How large it is.
                size: i64,
                /// Row version.
                version: i64,
            }
        }
        let table = <Thing as crate::Record>::TABLE;
        assert_eq!(
            TableSql::new(table).update,
            "UPDATE thing SET name = ?2, size = ?3, version = ?4 WHERE id = ?1 AND version = ?5"
        );
        assert_eq!(
            update_sql(table, |place| place != 1),
            "UPDATE thing SET size = ?3, version = ?4 WHERE id = ?1 AND version = ?5"
        );
    }
}
