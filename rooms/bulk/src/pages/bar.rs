//! The bar of the ticked rows, on every list of which an act may be done to many.

use accord_face::{
    ListDef, PageCx,
    answer::{Shape, fields},
    list::query_text,
    parts::{Hidden, table::Bulk},
};
use accord_kernel::Outcome;
use serde_json::json;
use uuid::Uuid;

use super::figure;
use crate::views::Acts;

/// The bar; none where the reader may do nothing to many.
pub(super) fn bar(
    cx: &mut PageCx<'_, '_>,
    def: &ListDef,
    here: usize,
    count: Option<(i64, bool)>,
) -> Outcome<Option<Bulk>> {
    let acts = cx.view(Acts { view: def.view.to_owned() })?;
    if acts.is_empty() || here == 0 {
        return Ok(None);
    }
    let fixed = json!({ "filter": filter(cx, def) });
    let key: Uuid = cx.reader.context.new_id();
    let more = count.filter(|(all, capped)| *capped || *all > i64::try_from(here).unwrap_or(i64::MAX));
    let everything = more.map(|(all, capped)| {
        if capped {
            cx.say("bulk-everything-many")
        } else {
            cx.say_with("bulk-everything", &[("n", figure(cx, all).into())])
        }
    });
    Ok(Some(Bulk {
        id: "bulk".to_owned(),
        action: "/do/bulk.choose".to_owned(),
        hidden: vec![
            Hidden::new("_key", key.to_string()),
            Hidden::new("_fixed", fixed.to_string()),
            Hidden::new("_only", "bulk,ids,all"),
            Hidden::new("_next", "/bulk/{run}"),
        ],
        name: "ids".to_owned(),
        all_label: cx.say("bulk-pick-all"),
        selected_label: cx.say("bulk-picked"),
        everything: everything.map(|words| ("all".to_owned(), words)),
        act_name: "bulk".to_owned(),
        acts: acts.into_iter().map(|act| (act.name, act.label)).collect(),
    }))
}

/// The list's filter as it stands in the address, as a program would write it: the names that its view knows and not the
/// place in the list, each once where it is one value, a ticked box as `true`.
fn filter(cx: &PageCx<'_, '_>, def: &ListDef) -> String {
    let Some(view) = cx.registry().find_view(def.view) else { return String::new() };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for field in fields(view.input.as_value()) {
        let name = field.name.as_str();
        if name == "after" || name == "limit" {
            continue;
        }
        let values = cx.query.iter().filter(|(key, value)| key == name && !value.trim().is_empty());
        let most = if matches!(field.shape, Shape::List(_)) { usize::MAX } else { 1 };
        for (_, value) in values.take(most) {
            let value = match (&field.shape, value.as_str()) {
                (Shape::Flag, "true" | "on" | "1" | "yes") => "true",
                (Shape::Flag, _) => "false",
                (_, value) => value,
            };
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    query_text(&pairs)
}
