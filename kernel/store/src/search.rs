//! One search over everything, blind to case and accents. Derived: it can be rebuilt from the recorded tables.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use uuid::Uuid;

use crate::{Dialect, Result, Tx, findable::Found, params};

/// Words of a query that are looked at.
const WORDS_MAX: usize = 8;
/// Entries in one statement at most. What fits goes into one, however many they are: SQLite's text index writes what it
/// gathered as a segment of its own whenever the next statement begins, and merges all segments later.
const ROWS_MAX: usize = 50;
/// What the names of the search's tables begin with, and no other's. The database itself writes some of them when another
/// is written.
pub(crate) const TABLES: &str = "search_";
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
    if text.is_ascii() {
        // Nearly all of what is written here: nothing of it has another form.
        return text.to_ascii_lowercase();
    }
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
        .map(|word| first_letters(word).to_owned())
        .collect()
}

/// As many letters of a word as count.
fn first_letters(word: &str) -> &str {
    let end = word.char_indices().nth(LETTERS_MAX).map_or(word.len(), |(end, _)| end);
    word.get(..end).unwrap_or(word)
}

/// A text as one word: what is the same whatever blanks and signs somebody types. Of a long one the beginning.
pub fn compact(text: &str) -> String {
    first_letters(&words(text).concat()).to_owned()
}

/// Makes a thing findable by `text`, or replaces what was known. It is written at the end of the transaction, or before
/// the search is next looked at in it.
///
/// # Errors
/// What the database refuses.
pub fn put(tx: &mut Tx, entry: &Entry, text: &str) -> Result<()> {
    tx.hold_found((entry.clone(), text.to_owned()))
}

/// As [`put`] for many things.
///
/// # Errors
/// What the database refuses.
pub fn put_all(tx: &mut Tx, list: Vec<(Entry, String)>) -> Result<()> {
    list.into_iter().try_for_each(|found| tx.hold_found(found))
}

/// Writes entries, each thing once: a text index pays for each statement, not for each row.
pub(crate) fn write(tx: &mut Tx, list: &[Found]) -> Result<()> {
    list.chunks(ROWS_MAX).try_for_each(|some| write_some(tx, some))
}

fn write_some(tx: &mut Tx, some: &[Found]) -> Result<()> {
    let columns = "kind, id, customer_id, label, hint, folded, called";
    let sql = format!(
        "{} ON CONFLICT (kind, id) DO UPDATE SET customer_id = excluded.customer_id, label = excluded.label,
        hint = excluded.hint, folded = excluded.folded, called = excluded.called",
        crate::table_sql::insert_sql("search_entry", columns, 7, some.len())
    );
    let mut values = Vec::with_capacity(some.len() * 7);
    for (entry, text) in some {
        let folded = kept(entry, text);
        values.extend_from_slice(params![
            entry.kind,
            entry.id,
            entry.customer,
            entry.label,
            entry.hint,
            folded,
            compact(&entry.label)
        ]);
    }
    tx.execute(&sql, &values)?;
    Ok(())
}

/// The words by which a thing is found: those of all its texts, and each number and serial also as one, since people type
/// `o20260042` as well as `O-2026-0042`.
fn kept(entry: &Entry, text: &str) -> String {
    let all = format!("{} {} {text}", entry.label, entry.hint);
    let mut kept = words(&all);
    for token in all.split_whitespace().filter(|token| token.contains(|c: char| c.is_ascii_digit())) {
        let parts = words(token);
        // An address or a whole sentence without blanks is no number.
        if (2..=6).contains(&parts.len()) && token.chars().count() <= LETTERS_MAX {
            kept.push(parts.concat());
        }
    }
    kept.join(" ")
}

/// From here on, what this transaction takes out of the text index is overwritten there at once (R64).
///
/// Otherwise SQLite's index only notes that something went, and its words go when it next puts its parts together, at the
/// latest when the database is scrubbed: overwriting walks the list of each word, so that taking back an import would
/// cost many times what bringing it did. PostgreSQL has no such choice.
///
/// # Errors
/// What the database refuses.
pub(crate) fn overwrite(tx: &mut Tx) -> Result<()> {
    if tx.dialect() == Dialect::Postgres || tx.findable.overwrites {
        return Ok(());
    }
    tx.findable.overwrites = true;
    set_overwriting(tx, true)
}

/// Ends [`overwrite`], with the transaction.
pub(crate) fn no_longer_overwrite(tx: &mut Tx) -> Result<()> {
    if std::mem::take(&mut tx.findable.overwrites) { set_overwriting(tx, false) } else { Ok(()) }
}

fn set_overwriting(tx: &mut Tx, on: bool) -> Result<()> {
    let sql = "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', ?1)";
    tx.execute(sql, params![i64::from(on)]).map(drop)
}

/// Puts the parts of SQLite's text index together: words of what was taken out are in none of them any more.
pub(crate) const PUT_TOGETHER: &str = "INSERT INTO search_index (search_index) VALUES ('optimize')";

/// Makes a thing unfindable.
///
/// # Errors
/// What the database refuses.
pub fn remove(tx: &mut Tx, kind: &str, id: Uuid) -> Result<()> {
    tx.execute("DELETE FROM search_entry WHERE kind = ?1 AND id = ?2", params![kind, id])?;
    Ok(())
}

/// Ids in one statement; the rest of a part repeats its last one, so that the statement's text stays the same.
const UNDER_IDS: usize = 100;

/// What is found of these things is a customer's from here on.
///
/// # Errors
/// What the database refuses.
pub fn under(tx: &mut Tx, things: &[Uuid], customer: Uuid) -> Result<()> {
    let kinds = tx.query("SELECT DISTINCT kind FROM search_entry", &[])?;
    let marks = crate::marks(3, UNDER_IDS);
    let sql = format!("UPDATE search_entry SET customer_id = ?1 WHERE kind = ?2 AND id IN ({marks})");
    for kind in kinds {
        let kind: String = kind.get(0)?;
        for some in things.chunks(UNDER_IDS) {
            let mut values = params![customer, kind].to_vec();
            values.extend(some.iter().copied().map(crate::Value::Uuid));
            let last = values.last().cloned().unwrap_or(crate::Value::Null);
            values.resize(UNDER_IDS + 2, last);
            tx.execute(&sql, &values)?;
        }
    }
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
        let list = crate::listed(&mut values, kinds.iter().copied());
        sql.push_str(&format!(" AND e.kind IN ({list})"));
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

/// How near to what was typed a thing must be to be among the candidates of one walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// It is called just so.
    Called,
    /// What it is called begins so; in this order.
    Begins,
    /// It has every word, whole: numbers and serials typed to their end.
    Whole,
    /// It has every word but the last whole, and one that begins with the last: what is being typed.
    Last,
    /// It has, for each word, one that begins so. What has digits is whole unless it is the last: every number of a year
    /// begins with that year. A single letter is a word of its own, here and in what is being typed: too much begins
    /// with it to be told apart.
    Words,
}

impl Near {
    /// Every walk, the nearest first.
    pub const ALL: &'static [Self] = &[Self::Called, Self::Begins, Self::Whole, Self::Last, Self::Words];
}

/// A candidate, to be put in its place among others.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The thing.
    pub entry: Entry,
    /// The later it was made, the greater.
    pub number: i64,
    /// Whether it is one of the asker's own.
    pub mine: bool,
}

/// What a walk is narrowed to, beside what was typed. Its SQL is over `search_entry e` and its placeholders begin at
/// `?3`, those of each part behind those of the one before.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// What must hold: kinds, sight. It holds in the walk itself, so that what is hidden takes no place.
    pub condition: String,
    /// What makes a thing one of the asker's own.
    pub mine: String,
    /// Values of both, in order.
    pub values: Vec<crate::Value>,
}

/// At most so many things that are near enough; of many the latest, of what begins so the first by name. A walk ends when
/// it has found enough: it never sorts all that there is.
///
/// # Errors
/// What the database refuses.
pub fn near(tx: &mut Tx, query: &str, near: Near, narrow: &Narrow, limit: i64) -> Result<Vec<Candidate>> {
    let mut words = words(query);
    words.truncate(WORDS_MAX);
    let compact = compact(query);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let sqlite = tx.dialect() == Dialect::Sqlite;
    let called = if sqlite { "e.called" } else { "e.called COLLATE \"C\"" };
    // The planner would rather look through all things of a kind.
    let by_name =
        if sqlite { "search_entry e INDEXED BY search_entry_called_index" } else { "search_entry e" };
    let (from, condition, order, value) = match near {
        Near::Called => (by_name, format!("{called} = ?1"), "e.number DESC", compact),
        // Beyond every letter: the end of what begins so.
        Near::Begins => {
            (by_name, format!("{called} > ?1 AND {called} < ?1 || '\u{10FFFF}'"), called, compact)
        }
        Near::Whole | Near::Last | Near::Words => {
            let last = words.len() - 1;
            let begins = |place: usize, word: &str| match near {
                _ if word.chars().count() == 1 => false,
                Near::Last => place == last,
                Near::Words => place == last || !word.contains(|c: char| c.is_ascii_digit()),
                _ => false,
            };
            let pattern = |(place, word): (usize, &String)| match (sqlite, begins(place, word)) {
                (true, true) => format!("\"{word}\"*"),
                (true, false) => format!("\"{word}\""),
                (false, true) => format!("'{word}':*"),
                (false, false) => format!("'{word}'"),
            };
            let joint = if sqlite { " " } else { " & " };
            let pattern = words.iter().enumerate().map(pattern).collect::<Vec<_>>().join(joint);
            if sqlite {
                // Walked from the index, the latest first, and no further than needed.
                let from = "search_index s CROSS JOIN search_entry e";
                (from, "s.search_index MATCH ?1 AND e.number = s.rowid".to_owned(), "s.rowid DESC", pattern)
            } else {
                let condition = "e.words @@ CAST(CAST(?1 AS TEXT) AS tsquery)".to_owned();
                ("search_entry e", condition, "e.number DESC", pattern)
            }
        }
    };
    let sql = format!(
        "SELECT e.kind, e.id, e.customer_id, e.label, e.hint, e.number, {} FROM {from}
        WHERE {condition} AND {} ORDER BY {order} LIMIT ?2",
        narrow.mine, narrow.condition
    );
    let mut values = vec![crate::Value::Text(value), crate::Value::Int(limit)];
    values.extend(narrow.values.iter().cloned());
    let candidate = |row: &crate::Row| {
        Ok(Candidate {
            entry: Entry {
                kind: row.get(0)?,
                id: row.get(1)?,
                customer: row.get(2)?,
                label: row.get(3)?,
                hint: row.get(4)?,
            },
            number: row.get(5)?,
            mine: row.get(6)?,
        })
    };
    tx.query(&sql, &values)?.iter().map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_with_its_signs_and_without() {
        let entry = |label: &str, hint: &str| Entry {
            kind: "order".to_owned(),
            id: Uuid::nil(),
            customer: None,
            label: label.to_owned(),
            hint: hint.to_owned(),
        };
        assert_eq!(kept(&entry("O-2026-0042", "Hall 7"), "+55 11"), "o 2026 0042 hall 7 55 11 o20260042");
        assert_eq!(kept(&entry("Müller", ""), ""), "muller");
    }

    #[test]
    fn what_a_thing_is_called_is_the_same_whatever_signs_are_typed() {
        assert_eq!(compact("O-2026-0042"), compact("o 2026/0042"));
        assert_eq!(compact("Müller & Söhne"), "mullersohne");
        assert_eq!(compact(&"x".repeat(200)).len(), LETTERS_MAX);
    }

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
