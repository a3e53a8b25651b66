//! What this room asks the search table, which every room fills: hits that the reader may see, and which rows of a
//! figure may be named to them.

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Context, Outcome, Permission, PrincipalKind};
use accord_room_customer::{mine_filter, sight_filter};
use accord_store::{Tx, Value, search};
use uuid::Uuid;

use crate::rules::{kinds, rank};

/// Ids looked up by one statement.
const CHUNK: usize = 200;

/// Candidates of one walk at least: more than are shown, so that what is near or the reader's own is among them. Each
/// costs a look at who may see it, so they are not many more.
const WALKED: i64 = 40;

/// Things that are near what was typed and that the reader may see, what they meant first.
///
/// # Errors
/// What the database refuses.
pub(crate) fn near(
    tx: &mut Tx,
    ctx: &Context,
    query: &str,
    wanted: &[&str],
    limit: i64,
) -> Outcome<Vec<search::Entry>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // The first two places are the query and the limit.
    let mut values = vec![Value::Null, Value::Null];
    let kinds_sql = accord_store::listed(&mut values, wanted.iter().copied());
    let (sight, more) = sight_filter(ctx, "e.customer_id", values.len() + 1);
    values.extend(more);
    let (mine, more) = mine_filter(ctx, "e.customer_id", values.len() + 1);
    values.extend(more);
    let narrow = search::Narrow {
        condition: format!("e.kind IN ({kinds_sql}) AND (e.customer_id IS NULL OR {sight})"),
        mine,
        values: values.split_off(2),
    };
    let mut found: BTreeMap<i64, search::Candidate> = BTreeMap::new();
    let enough = limit.max(WALKED);
    for near in search::Near::ALL {
        // Where there is enough that was typed whole, what only begins so is not looked for: it would be shown last.
        let farther = matches!(near, search::Near::Last | search::Near::Words);
        if farther && i64::try_from(found.len()).unwrap_or(i64::MAX) >= enough {
            break;
        }
        for candidate in search::near(tx, query, *near, &narrow, enough)? {
            found.entry(candidate.number).or_insert(candidate);
        }
    }
    let asked = search::compact(query);
    let mut found: Vec<_> =
        found.into_values().map(|candidate| (place_of(&asked, &candidate), candidate)).collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(found.into_iter().map(|(_, candidate)| candidate.entry).collect())
}

fn place_of(asked: &str, candidate: &search::Candidate) -> impl Ord + use<> {
    let entry = &candidate.entry;
    let marks = format!("{} {}", entry.label, entry.hint);
    let marks: Vec<String> = marks.split_whitespace().map(search::compact).collect();
    let nearness = rank::nearness(asked, &search::compact(&entry.label), &marks);
    let kind = kinds::KINDS.iter().position(|kind| kind.word == entry.kind).unwrap_or(usize::MAX);
    rank::place(nearness, candidate.mine, kind, candidate.number)
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
        let list = accord_store::listed(&mut values, some.iter().copied());
        let (sight, more) = sight_filter(ctx, "e.customer_id", values.len() + 1);
        values.extend(more);
        let sql = format!(
            "SELECT e.id FROM search_entry e WHERE e.kind = ?1 AND e.id IN ({list}) AND (e.customer_id IS NULL OR {sight})"
        );
        for row in tx.query(&sql, &values)? {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}
