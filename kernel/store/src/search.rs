//! One search over everything, blind to case and accents. Derived: it can be rebuilt from the recorded tables.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use uuid::Uuid;

use crate::{Dialect, Result, Tx, params};

/// Words of a query that are looked at.
const WORDS_MAX: usize = 8;
/// Entries in one statement.
const PUT_ROWS: usize = 50;
/// Letters of a word that count; PostgreSQL refuses words without end.
const LETTERS_MAX: usize = 64;

/// A thing that can be found.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is: `customer`, `order`, `promise`, `person`, …
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// The customer it belongs to; decides who may find it.
    pub customer: Option<Uuid>,
    /// What to show.
    pub label: String,
    /// What to show beside it: a number, a town.
    pub hint: String,
}

/// Folds text for comparison: lower case, no accents, compatibility forms unified.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Lower case comes last: some compatibility forms unfold to capitals.
    for c in text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            c => out.push(c),
        }
    }
    out
}

/// Words of a text: letters and digits, folded. Both databases index and ask for exactly these words; neither cuts
/// text into words by itself, since they would cut numbers, addresses and hyphens differently.
fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LETTERS_MAX).collect())
        .collect()
}

/// Makes a thing findable by `text`, or replaces what was known.
///
/// # Errors
/// What the database refuses.
pub fn put(tx: &mut Tx, entry: &Entry, text: &str) -> Result<()> {
    put_some(tx, &[(entry, text)])
}

/// As [`put`] for many things: a text index pays for each statement, not for each row.
///
/// # Errors
/// What the database refuses.
pub fn put_all(tx: &mut Tx, list: &[(Entry, String)]) -> Result<()> {
    for some in list.chunks(PUT_ROWS) {
        // Full parts have one text of statement, the rest goes one by one.
        if some.len() == PUT_ROWS {
            let some: Vec<_> = some.iter().map(|(entry, text)| (entry, text.as_str())).collect();
            put_some(tx, &some)?;
        } else {
            some.iter().try_for_each(|(entry, text)| put(tx, entry, text))?;
        }
    }
    Ok(())
}

fn put_some(tx: &mut Tx, some: &[(&Entry, &str)]) -> Result<()> {
    let columns = "kind, id, customer_id, label, hint, folded";
    let sql = format!(
        "{} ON CONFLICT (kind, id) DO UPDATE SET customer_id = excluded.customer_id, label = excluded.label,
        hint = excluded.hint, folded = excluded.folded",
        crate::tx::insert_sql("search_entry", columns, 6, some.len())
    );
    let mut values = Vec::with_capacity(some.len() * 6);
    for (entry, text) in some {
        let folded = words(&format!("{} {} {text}", entry.label, entry.hint)).join(" ");
        values.extend_from_slice(params![
            entry.kind,
            entry.id,
            entry.customer,
            entry.label,
            entry.hint,
            folded
        ]);
    }
    tx.execute(&sql, &values)?;
    Ok(())
}

/// Makes a thing unfindable.
///
/// # Errors
/// What the database refuses.
pub fn remove(tx: &mut Tx, kind: &str, id: Uuid) -> Result<()> {
    tx.execute("DELETE FROM search_entry WHERE kind = ?1 AND id = ?2", params![kind, id])?;
    Ok(())
}

/// Takes a person out of what is found of a firm: their own words there, and what else is found by them (R64).
///
/// # Errors
/// What the database refuses.
pub fn strike(
    tx: &mut Tx,
    customer: Uuid,
    address: Option<&str>,
    strike: crate::forget::Strike<'_>,
) -> Result<()> {
    // An address is found by its words.
    let address = address.map(|address| words(address).join(" ")).filter(|address| !address.is_empty());
    let sql = "SELECT kind, id, customer_id, label, hint, folded FROM search_entry WHERE customer_id = ?1";
    for row in tx.query(sql, params![customer])? {
        let (mut entry, folded) = (
            Entry {
                kind: row.get(0)?,
                id: row.get(1)?,
                customer: row.get(2)?,
                label: row.get(3)?,
                hint: row.get(4)?,
            },
            row.get::<String>(5)?,
        );
        let (label, hint) = (strike(&entry.label), strike(&entry.hint));
        let named = strike(&folded).is_some() || address.as_ref().is_some_and(|of| folded.contains(of));
        if label.is_none() && hint.is_none() && !named {
            continue;
        }
        entry.label = label.unwrap_or(entry.label);
        entry.hint = hint.unwrap_or(entry.hint);
        put(tx, &entry, "")?;
    }
    Ok(())
}

/// Things that have, for each of the query's first words, a word that begins so. `kinds` empty means all. In order of
/// kind and of the words they are found by, character by character: the same on both databases.
///
/// # Errors
/// What the database refuses.
pub fn find(tx: &mut Tx, query: &str, kinds: &[&str], limit: i64) -> Result<Vec<Entry>> {
    let Some((condition, pattern)) = condition(tx, query, 1) else {
        return Ok(Vec::new());
    };
    let mut sql =
        format!("SELECT e.kind, e.id, e.customer_id, e.label, e.hint FROM search_entry e WHERE {condition}");
    let mut values = vec![pattern, crate::Value::Int(limit.clamp(1, 200))];
    if !kinds.is_empty() {
        let mut list = Vec::new();
        for kind in kinds {
            values.push(crate::Value::Text((*kind).to_owned()));
            list.push(format!("?{}", values.len()));
        }
        sql.push_str(&format!(" AND e.kind IN ({})", list.join(", ")));
    }
    sql.push_str(match tx.dialect() {
        Dialect::Sqlite => " ORDER BY e.kind, e.folded, e.number LIMIT ?2",
        Dialect::Postgres => " ORDER BY e.kind COLLATE \"C\", e.folded COLLATE \"C\", e.number LIMIT ?2",
    });
    tx.query(&sql, &values)?
        .iter()
        .map(|row| {
            Ok(Entry {
                kind: row.get(0)?,
                id: row.get(1)?,
                customer: row.get(2)?,
                label: row.get(3)?,
                hint: row.get(4)?,
            })
        })
        .collect()
}

/// The condition of a query over rows of `search_entry e`, for lists that narrow their own rows by words: SQL with the
/// placeholder `?place`, and its value. `None` when the query has no word; it then finds nothing.
pub fn condition(tx: &Tx, query: &str, place: usize) -> Option<(String, crate::Value)> {
    let mut words = words(query);
    words.truncate(WORDS_MAX);
    if words.is_empty() {
        return None;
    }
    let (sql, pattern) = match tx.dialect() {
        Dialect::Sqlite => (
            format!("e.number IN (SELECT rowid FROM search_index WHERE search_index MATCH ?{place})"),
            words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" "),
        ),
        Dialect::Postgres => (
            format!("e.words @@ CAST(CAST(?{place} AS TEXT) AS tsquery)"),
            words.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & "),
        ),
    };
    Some((sql, crate::Value::Text(pattern)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_unifies_case_accents_and_forms() {
        assert_eq!(fold("Zoë"), fold("Zoe\u{308}"));
        assert_eq!(fold("STRASSE"), fold("Straße"));
        assert_eq!(fold("İstanbul"), fold("istanbul"));
        assert_eq!(fold("Manutenção"), "manutencao");
        assert_eq!(fold("№ 5 ™ Ⅷ"), "no 5 tm viii");
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
    }

    #[test]
    fn what_is_kept_is_words_and_nothing_else() {
        let kept = words("<b>O-2026-0042</b> a.b/c@d.example  Ção").join(" ");
        assert_eq!(kept, "b o 2026 0042 b a b c d example cao");
    }

    #[test]
    fn a_query_is_words_and_nothing_else() {
        assert_eq!(words("\"har\" OR mil* -x"), ["har", "or", "mil", "x"]);
        assert_eq!(words("  ':* & "), Vec::<String>::new());
    }
}
