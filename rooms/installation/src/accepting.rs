//! The customer accepts a unit by signing exactly the text that was shown (R25). The asset room's own action records the
//! acceptance, so warranty, uplift and paid terms begin by the reactions that know them.

use accord_kernel::{Act, Action, Context, Emit, Fact, Language, Outcome, Refusal};
use accord_room_asset::{self as asset, AssetId, actions::RecordAcceptance};
use accord_room_customer::{self as customer, ContactId, ContactRow};
use accord_store::Tx;
use jiff::{SignedDuration, civil::Date};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    id::{InstallationId, InstallationState, ItemState, Part, SignatureId},
    input::{NAME_MAX, text},
    neighbours::{Word, author, sales_owner, service_owner, start_of, tell, zone_of},
    planning::{facts, today_of},
    record::plan::{Installation, Item, Signature, faults, installation, items, of_asset},
    rules::{
        acceptance::{Facts, ItemFacts, NotYet, may_accept, open_steps},
        first_time, signature,
    },
    settings, surveys,
};

/// An item as rules see it.
pub(crate) fn item_facts(item: &Item, language: Language) -> ItemFacts<'_> {
    ItemFacts { part: item.part, mandatory: item.mandatory, state: item.state, text: item.text(language) }
}

/// Names the open steps.
pub(crate) fn open_steps_refusal(row: &Installation, open: &[String]) -> Refusal {
    Refusal::conflict("installation.open_steps")
        .with("number", row.number.clone())
        .with("n", i64::try_from(open.len()).unwrap_or(i64::MAX))
        .with("steps", open.join("; "))
        .detail(json!({ "installation": row.id, "steps": open }))
}

fn not_yet(row: &Installation, why: NotYet) -> Refusal {
    match why {
        NotYet::Ended(state) => Refusal::conflict("installation.ended")
            .with("number", row.number.clone())
            .with("state", Fact::Word(state.message())),
        NotYet::NoSteps => Refusal::conflict("installation.no_steps").with("number", row.number.clone()),
        NotYet::NotThere => Refusal::conflict("installation.not_there").with("number", row.number.clone()),
        NotYet::OpenSteps(open) => open_steps_refusal(row, &open),
        NotYet::Future(today) => Refusal::field("/accepted_on", "asset.future").with("today", today),
    }
}

/// Whether the unit of a plan may be accepted on a day.
///
/// # Errors
/// Why not, in a sentence.
pub(crate) fn acceptable(tx: &mut Tx, ctx: &Context, row: &Installation, on: Date) -> Outcome<()> {
    let found = items(tx, row.id)?;
    let known: Vec<_> = found.iter().map(|item| item_facts(item, ctx.language)).collect();
    let facts = Facts {
        state: row.state,
        there: row.asset_id.is_some(),
        items: &known,
        on,
        today: today_of(tx, ctx, row)?,
    };
    may_accept(facts).map_err(|why| not_yet(row, why))
}

/// The text that a customer signs, in the signer's language. There is no person's name in it, so that it can stay when
/// a person is forgotten.
pub(crate) fn text_for(
    tx: &mut Tx,
    ctx: &Context,
    row: &Installation,
    language: Language,
    on: Date,
) -> Outcome<String> {
    let zone = zone_of(tx, ctx, row.site_id)?;
    let words = ctx.words.clone();
    let tongue = words.tongue(language, &zone);
    let account = customer::load(tx, row.customer_id)?;
    let site = row.site_id.map(|site| customer::site(tx, site)).transpose()?;
    let unit = row.asset_id.map(|id| asset::asset(tx, id)).transpose()?;
    let list = |lines: Vec<String>| {
        if lines.is_empty() {
            tongue.say("acceptance-none").into_owned()
        } else {
            lines.iter().map(|line| format!("– {line}")).collect::<Vec<_>>().join("\n")
        }
    };
    let all = items(tx, row.id)?;
    let steps = |state: ItemState| {
        all.iter()
            .filter(|item| item.part == Part::Step && item.state == state)
            .map(|item| match item.reading.as_str() {
                "" => item.text(language).to_owned(),
                reading => format!("{}: {reading}", item.text(language)),
            })
            .collect::<Vec<_>>()
    };
    let left: Vec<String> = faults(tx, row.id)?
        .into_iter()
        .filter(|fault| fault.mended_at.is_none())
        .map(|fault| fault.what)
        .collect();
    let facts = [
        ("number", Fact::from(row.number.clone())),
        ("unit", unit.as_ref().map_or_else(|| row.title.clone(), asset::Asset::name).into()),
        (
            "serial",
            unit.map(|unit| unit.serial).filter(|serial| !serial.is_empty()).unwrap_or("–".to_owned()).into(),
        ),
        ("customer", account.name.into()),
        ("site", site.map(|site| site.name).unwrap_or("–".to_owned()).into()),
        ("on", on.into()),
        ("done", list(steps(ItemState::Done)).into()),
        ("open", list(steps(ItemState::Open)).into()),
        ("faults", list(left).into()),
    ];
    Ok(tongue.say_with("acceptance-text", &facts))
}

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A signature to be given.
pub(crate) struct Signing {
    pub contact: ContactRow,
    pub name: String,
    pub text_hash: String,
    pub accepted_on: Date,
    pub drawing: Option<String>,
}

/// Signs, and records the acceptance of the unit.
pub(crate) fn sign(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &Installation,
    given: Signing,
) -> Outcome<SignatureId> {
    let name = text("/name", &given.name, NAME_MAX)?;
    acceptable(tx, act, row, given.accepted_on)?;
    let drawing = given.drawing.filter(|drawing| !drawing.trim().is_empty());
    if let Some(drawing) = &drawing
        && signature::strokes(drawing).is_none()
    {
        return Err(Refusal::field("/drawing", "installation.no_drawing"));
    }
    if drawing.is_none() && settings::get::<bool>(tx, act, &settings::DRAWING)? {
        return Err(Refusal::field("/drawing", "installation.drawing_needed"));
    }
    let words = text_for(tx, act, row, given.contact.language, given.accepted_on)?;
    let words_hash = hash(&words);
    // What is signed is what was shown: a step, a fault or a day that changed in between makes another text.
    if words_hash != given.text_hash.trim().to_lowercase() {
        return Err(Refusal::conflict("installation.other_text")
            .with("number", row.number.clone())
            .detail(json!({ "text": words, "text_hash": words_hash })));
    }
    let unit = row.asset_id.ok_or_else(|| not_yet(row, NotYet::NotThere))?;
    let signed = Signature {
        id: act.new_id(),
        installation_id: row.id,
        customer_id: row.customer_id,
        contact_id: given.contact.id,
        name: Some(name),
        drawing,
        language: given.contact.language,
        words,
        words_hash: words_hash.clone(),
        accepted_on: given.accepted_on,
        witness_id: author(act),
        via: act.via,
        signed_at: act.now,
        version: 1,
    };
    tx.insert(&signed)?;
    let record = RecordAcceptance {
        asset: unit,
        accepted_on: given.accepted_on,
        signed_by: given.contact.id,
        satisfaction: None,
    };
    let emit =
        Emit { name: RecordAcceptance::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| record.perform(tx, act))?;
    act.fact("installation", row.id);
    act.fact("number", &row.number);
    act.fact("accepted_on", given.accepted_on);
    act.fact("text_hash", words_hash);
    Ok(signed.id)
}

/// The plan of a unit that was accepted is finished; who sells hears of it, and the customer is asked how it was.
pub(crate) fn finished(tx: &mut Tx, act: &mut Act<'_>, unit: AssetId, on: Date) -> Outcome<()> {
    let Some(mut row) = of_asset(tx, unit)?.filter(Installation::is_open) else { return Ok(()) };
    row.state = InstallationState::Finished;
    row.begun_at = row.begun_at.or(Some(act.now));
    row.finished_on = Some(on);
    row.finished_at = Some(act.now);
    tx.update(&mut row)?;
    facts(act, &row);
    act.fact("finished_on", on);
    let persons = [sales_owner(tx, act, row.customer_id)?, service_owner(tx, act, row.customer_id)?];
    let account = customer::load(tx, row.customer_id)?;
    let word = Word::new("notice-installation-accepted", format!("/installations/{}", row.id))
        .with("number", row.number.clone())
        .with("what", row.title.clone())
        .with("customer", account.name)
        .with("on", on)
        .about(row.customer_id);
    tell(tx, act, &persons, &word)?;
    let contact = asset::acceptances(tx, unit)?.pop().and_then(|last| last.contact_id);
    surveys::ask(tx, act, &row, contact)
}

/// Who signs: one of the customer's contacts who is there.
pub(crate) fn signer(tx: &mut Tx, row: &Installation, contact: ContactId) -> Outcome<ContactRow> {
    let found = customer::named_contact(tx, row.customer_id, "/contact", contact)?;
    if found.state != customer::ContactState::Active {
        return Err(Refusal::field("/contact", "field.unknown_reference"));
    }
    Ok(found)
}

/// What is known of "right first time"; open until the plan is finished (R25).
///
/// # Errors
/// What the database refuses.
pub fn first_time_facts(
    tx: &mut Tx,
    ctx: &Context,
    id: InstallationId,
) -> Outcome<Option<(bool, first_time::Facts)>> {
    let row = installation(tx, id)?;
    let (Some(on), Some(unit)) = (row.finished_on, row.asset_id) else { return Ok(None) };
    if row.state != InstallationState::Finished {
        return Ok(None);
    }
    let zone = zone_of(tx, ctx, row.site_id)?;
    let from = start_of(on, &zone)?;
    let days: i64 = settings::get(tx, ctx, &settings::FIRST_TIME_DAYS)?;
    let until = from.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(from);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let stops = asset::outages(tx, unit)?
        .into_iter()
        .filter(|stop| {
            stop.state != asset::OutageState::Withdrawn && stop.began_at >= from && stop.began_at < until
        })
        .count();
    let found = faults(tx, row.id)?;
    let signed = row.finished_at.unwrap_or(ctx.now);
    let facts = first_time::Facts {
        returns: count(found.iter().filter(|fault| fault.needs_return).count()),
        left_open: count(found.iter().filter(|fault| fault.mended_at.is_none_or(|at| at > signed)).count()),
        redone: items(tx, row.id)?
            .iter()
            .filter(|item| item.part == Part::Step)
            .map(|item| item.redone)
            .sum(),
        stops: count(stops),
    };
    Ok(Some((first_time::right_first_time(facts), facts)))
}

/// Names of the open mandatory steps of a plan.
pub(crate) fn open_of(items: &[Item], language: Language) -> Vec<String> {
    open_steps(&items.iter().map(|item| item_facts(item, language)).collect::<Vec<_>>())
}
