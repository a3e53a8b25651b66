//! The texts of statements that are made from declarations of tables.

use crate::Table;

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
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push_str(&format!("?{}", row * width + column + 1));
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

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
