//! Agreed words filled from the facts of a case, in the language of whoever reads them.

use std::collections::BTreeMap;

use accord_kernel::{Context, Language, Outcome};
use accord_room_asset as asset;
use accord_room_customer as customer;
use accord_room_people as people;
use accord_store::Tx;

use crate::{
    record::{CaseRow, ReplyRow},
    rules::reply::fill,
};

/// The words for whoever is written to about this case, or the places whose facts it lacks.
pub(crate) fn filled(
    tx: &mut Tx,
    ctx: &Context,
    row: &CaseRow,
    reply: &ReplyRow,
) -> Outcome<Result<String, Vec<&'static str>>> {
    let account = customer::load(tx, row.customer_id)?;
    let contact = match row.contact_id {
        Some(id) => Some(customer::contact(tx, id)?),
        None => None,
    };
    let language = contact.as_ref().map_or(account.language, |contact| contact.language);
    let tongue = ctx.words.tongue(language, &row.zone);
    let mut facts = BTreeMap::from([
        ("number", row.number.clone()),
        ("customer", account.name),
        ("what", row.what.lines().next().unwrap_or_default().to_owned()),
        ("owner", people::person(tx, row.owner_id)?.name),
        ("company", people::the_company(tx)?.name),
        ("contact", contact.map_or_else(|| row.caller.clone(), |contact| contact.name)),
    ]);
    if let Some(id) = row.asset_id {
        facts.insert("unit", asset::asset(tx, id)?.name());
    }
    if let Some(id) = row.site_id {
        facts.insert("site", customer::site(tx, id)?.name);
    }
    if let Some(id) = row.engineer_id {
        facts.insert("engineer", people::person(tx, id)?.name);
    }
    if let Some(at) = row.arrives_at {
        facts.insert("arrives", tongue.instant(at));
    }
    if let Some(at) = row.next_update_at {
        facts.insert("next", tongue.instant(at));
    }
    let text = match language {
        Language::Portuguese => &reply.portuguese,
        Language::English => &reply.english,
    };
    Ok(fill(text, &facts))
}
