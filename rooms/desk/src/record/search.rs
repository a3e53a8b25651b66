//! What this room asks the search table, which every room fills: hits that the reader may see, and which rows of a
//! figure may be named to them.

use std::collections::BTreeSet;

use accord_kernel::{Context, Outcome, Permission, PrincipalKind};
use accord_room_customer::sight_filter;
use accord_store::{Tx, Value, search};
use uuid::Uuid;

use crate::rules::kinds;

/// Ids looked up by one statement.
const CHUNK: usize = 200;

/// Things whose words begin as the query's do and that the reader may see: customers first, then by label.
///
/// # Errors
/// What the database refuses.
pub(crate) fn hits(
    tx: &mut Tx,
    ctx: &Context,
    query: &str,
    wanted: &[&str],
    limit: i64,
) -> Outcome<Vec<search::Entry>> {
    let Some((words, pattern)) = search::condition(tx, query, 1) else {
        return Ok(Vec::new());
    };
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = vec![pattern, Value::Int(limit)];
    let kinds_sql = texts(&mut values, wanted);
    let (sight, more) = sight_filter(ctx, "e.customer_id", values.len() + 1);
    values.extend(more);
    let order = kinds::KINDS
        .iter()
        .enumerate()
        .map(|(place, kind)| format!("WHEN '{}' THEN {place}", kind.word))
        .collect::<Vec<_>>()
        .join(" ");
    let sql = format!(
        "SELECT e.kind, e.id, e.customer_id, e.label, e.hint FROM search_entry e
         WHERE {words} AND e.kind IN {kinds_sql} AND (e.customer_id IS NULL OR {sight})
         ORDER BY CASE e.kind {order} ELSE 999 END, e.label, e.number LIMIT ?2"
    );
    tx.query(&sql, &values)?
        .iter()
        .map(|row| {
            Ok(search::Entry {
                kind: row.get(0)?,
                id: row.get(1)?,
                customer: row.get(2)?,
                label: row.get(3)?,
                hint: row.get(4)?,
            })
        })
        .collect()
}

/// Which of these things of a kind may be named to the reader. What the search does not know is not named, unless the
/// reader sees every territory.
///
/// # Errors
/// What the database refuses.
pub(crate) fn nameable(tx: &mut Tx, ctx: &Context, kind: &str, ids: &[Uuid]) -> Outcome<BTreeSet<Uuid>> {
    let who = &ctx.principal;
    let sees_all = who.kind == PrincipalKind::System
        || (who.may(Permission::CustomerRead) && who.may(Permission::TerritoryAll));
    if sees_all {
        return Ok(ids.iter().copied().collect());
    }
    let mut found = BTreeSet::new();
    for some in ids.chunks(CHUNK) {
        let mut values = vec![Value::Text(kind.to_owned())];
        let mut marks = Vec::new();
        for id in some {
            values.push(Value::Uuid(*id));
            marks.push(format!("?{}", values.len()));
        }
        let (sight, more) = sight_filter(ctx, "e.customer_id", values.len() + 1);
        values.extend(more);
        let sql = format!(
            "SELECT e.id FROM search_entry e WHERE e.kind = ?1 AND e.id IN ({}) AND (e.customer_id IS NULL OR {sight})",
            marks.join(", ")
        );
        for row in tx.query(&sql, &values)? {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

fn texts(values: &mut Vec<Value>, list: &[&str]) -> String {
    let marks: Vec<String> = list
        .iter()
        .map(|text| {
            values.push(Value::Text((*text).to_owned()));
            format!("?{}", values.len())
        })
        .collect();
    format!("({})", marks.join(", "))
}
