//! Which quotes a list shows.

use accord_kernel::{Context, Outcome};
use accord_room_customer::CustomerId;
use accord_room_people::{PersonId, paging::By};
use accord_store::{Column, Tx, Value, params, search, walk::Walk};
use jiff::{Timestamp, civil::Date};

use super::quote::Quote;
use crate::{QuoteId, QuoteState};

/// Which quotes a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuoteFilter {
    pub customer: Option<CustomerId>,
    pub state: Option<QuoteState>,
    pub owner: Option<PersonId>,
    /// Sent ones whose last day is not after this one.
    pub ends_by: Option<Date>,
    /// Ids found by a text search.
    pub among: Option<Vec<QuoteId>>,
}

impl QuoteFilter {
    fn sql(&self) -> (String, Vec<Value>) {
        let (mut sql, mut values) = (String::new(), Vec::new());
        let mut and = |text: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {}", text.replace("??", &format!("?{}", values.len()))));
        };
        if let Some(customer) = self.customer {
            and("q.customer_id = ??", Value::Uuid(customer.0));
        }
        if let Some(state) = self.state {
            and("q.state = ??", Value::Text(state.word().to_owned()));
        }
        if let Some(owner) = self.owner {
            and("q.owner_id = ??", Value::Uuid(owner.0));
        }
        if let Some(day) = self.ends_by {
            and(
                "q.state = 'sent' AND EXISTS (SELECT 1 FROM quote_version v WHERE v.quote_id = q.id
                    AND v.state = 'sent' AND v.valid_until <= ??)",
                Value::Text(day.to_string()),
            );
        }
        if let Some(among) = &self.among {
            let marks = accord_store::listed(&mut values, among.iter().copied());
            sql.push_str(&format!(" AND q.id IN ({marks})"));
        }
        (sql, values)
    }

    fn empty(&self) -> bool {
        self.among.as_ref().is_some_and(Vec::is_empty)
    }
}

fn sighted(ctx: &Context, values: &mut Vec<Value>) -> String {
    let (sql, more) = accord_room_customer::sight_filter(ctx, "q.customer_id", values.len() + 1);
    values.extend(more);
    if sql.is_empty() { "TRUE".to_owned() } else { sql }
}

accord_room_people::sort_keys! {
    /// By what quotes are sorted.
    pub enum QuoteSort of Quote {
        /// Number.
        Number = "number", By::Text("q.number"), |row| row.number.to_value();
        /// What it is about, letter by letter.
        Title = "title", By::Text("q.title"), |row| row.title.to_value();
        /// When it was opened.
        Opened = "opened", By::Int("q.opened_at"), |row| row.opened_at.to_value();
        /// How it stands.
        State = "state", By::Text("q.state"), |row| row.state.to_value();
    }
}

/// A page of quotes, newest first unless it is walked otherwise.
pub(crate) fn list_quotes(
    tx: &mut Tx,
    ctx: &Context,
    filter: &QuoteFilter,
    walk: Option<&Walk>,
    after: Option<(Timestamp, QuoteId)>,
    limit: i64,
) -> Outcome<Vec<Quote>> {
    if filter.empty() {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql();
    let sight = sighted(ctx, &mut values);
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "q.id", limit);
        return Ok(tx.select(&format!("q WHERE {sight}{sql}"), &values)?);
    }
    if let Some((at, id)) = after {
        values.push(Value::Int(at.as_microsecond()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (q.opened_at, q.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("q WHERE {sight}{sql} ORDER BY q.opened_at DESC, q.id DESC LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_quotes(tx: &mut Tx, ctx: &Context, filter: &QuoteFilter, most: i64) -> Outcome<i64> {
    if filter.empty() {
        return Ok(0);
    }
    let (sql, mut values) = filter.sql();
    let sight = sighted(ctx, &mut values);
    Ok(tx.count_up_to(&format!("FROM quote q WHERE {sight}{sql}"), &values, most)?)
}

/// Quotes that ended in a stretch of time: accepted, declined, run out.
pub(crate) fn ended_between(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Outcome<Vec<Quote>> {
    let tail = "WHERE ended_at >= ?1 AND ended_at < ?2 AND state IN ('accepted', 'declined', 'expired') ORDER BY ended_at, id";
    Ok(tx.select(tail, params![from, until])?)
}

/// Ids of quotes whose number or title has these words.
pub(crate) fn find_text(tx: &mut Tx, query: &str, limit: i64) -> Outcome<Vec<QuoteId>> {
    Ok(search::find(tx, query, &["quote"], limit)?.into_iter().map(|entry| QuoteId(entry.id)).collect())
}

/// Makes all quotes findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'quote'", params![])?;
    let quotes = tx.select::<Quote>("ORDER BY id", params![])?;
    for quote in &quotes {
        quote.index(tx)?;
    }
    Ok(u64::try_from(quotes.len()).unwrap_or(u64::MAX))
}
