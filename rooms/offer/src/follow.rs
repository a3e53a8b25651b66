//! What this room does when something happens elsewhere, and what persons hold here.

use accord_kernel::{Act, Happened, Outcome, Reaction, Registry};
use accord_room_customer as customer;
use accord_room_people::{Handover, Held, PersonId};
use accord_room_value::ClaimId;
use accord_store::Tx;

use crate::{
    record::{
        all_quotes_of, drafts_with_claim, open_quotes_of, oversell_of_customer, quote, sheets_of,
        version_by_id,
    },
    tell,
};

/// Registers reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .reaction(Reaction { name: "quote.customer_merged", on: "customer.merge", run: merged })
        .reaction(Reaction { name: "quote.claim_withdrawn", on: "claim.withdraw", run: claim_withdrawn })
        .reaction(Reaction { name: "quote.claim_fell", on: "claim.check", run: claim_withdrawn })
        .reaction(Reaction { name: "fact_sheet.product_changed", on: "product.change", run: product_changed })
        .extend(Handover { name: "quote", held_by });
}

/// Quotes of a merged customer belong to the record that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut quote in all_quotes_of(tx, from)? {
        quote.customer_id = into;
        tx.update(&mut quote)?;
        quote.index(tx)?;
        act.chain(into);
    }
    for mut case in oversell_of_customer(tx, from)? {
        case.customer_id = into;
        tx.update(&mut case)?;
        act.chain(into);
    }
    Ok(())
}

/// A fact sheet is found by its product's name.
fn product_changed(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(code) = event.fact::<String>("code") else { return Ok(()) };
    let Some(product) = accord_room_catalog::find_by_code(tx, &code)? else { return Ok(()) };
    for sheet in sheets_of(tx, product.id)? {
        sheet.index(tx)?;
    }
    Ok(())
}

/// A claim that no longer holds goes out of every quote that is being written, and who writes it is told (R66).
fn claim_withdrawn(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    if event.fact::<bool>("withdrawn") != Some(true) {
        return Ok(());
    }
    let Some(claim) = event.fact::<ClaimId>("claim") else { return Ok(()) };
    for mut row in drafts_with_claim(tx, claim)? {
        row.withdrawn = true;
        tx.update(&mut row)?;
        let version = version_by_id(tx, row.quote_version_id)?;
        let quote = quote(tx, version.quote_id)?;
        act.chain(quote.customer_id);
        tell::person(tx, act, &quote, quote.owner_id, "notice-quote-claim-gone")?;
    }
    Ok(())
}

/// Quotes that a person who is about to leave still answers for (R3).
fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let held = open_quotes_of(tx, person)?.into_iter().map(|quote| Held {
        kind: "quote".to_owned(),
        label: format!("{} {}", quote.number, quote.title),
        id: quote.id.into(),
    });
    Ok(held.collect())
}
