//! Telling people about a quote: its owner, and the customer by letter.

use accord_kernel::{Act, Fact, Outcome};
use accord_room_customer::ContactRow;
use accord_room_people::{self as people, Notice, OutsideLetter, PersonId, Selling};
use accord_store::Tx;

use crate::{
    QuoteId,
    record::{Quote, QuoteVersion},
};

/// Path of a quote's page.
pub(crate) fn path(quote: QuoteId) -> String {
    format!("/quotes/{quote}")
}

/// Path of a quote on the customer's own page.
pub(crate) fn portal_path(quote: QuoteId) -> String {
    format!("/portal/quotes/{quote}")
}

fn facts(quote: &Quote) -> Vec<(&'static str, Fact)> {
    vec![("number", quote.number.as_str().into()), ("title", quote.title.as_str().into())]
}

/// Tells a colleague about a quote, unless it is their own doing.
pub(crate) fn person(
    tx: &mut Tx,
    act: &mut Act<'_>,
    quote: &Quote,
    to: PersonId,
    kind: &'static str,
) -> Outcome<()> {
    if act.principal.id == to.0 {
        return Ok(());
    }
    let notice = Notice::new(to, kind, facts(quote)).at(path(quote.id)).about(quote.customer_id);
    people::notify(tx, act, notice)?;
    Ok(())
}

/// Tells the owner of a quote what became of it, and the customer's service owner when something was bought.
pub(crate) fn answered(tx: &mut Tx, act: &mut Act<'_>, quote: &Quote, kind: &'static str) -> Outcome<()> {
    let owner = quote.owner_id;
    person(tx, act, quote, owner, kind)?;
    let service =
        accord_room_customer::owner_of(tx, quote.customer_id, accord_room_customer::TeamSphere::AfterSales)?;
    match service.filter(|service| *service != owner) {
        Some(service) => person(tx, act, quote, service, kind),
        None => Ok(()),
    }
}

/// Writes to the contact that a quote waits on their own page; false when they have no address.
pub(crate) fn letter(
    tx: &mut Tx,
    act: &Act<'_>,
    quote: &Quote,
    version: &QuoteVersion,
    to: &ContactRow,
) -> Outcome<bool> {
    let Some(address) = to.email.clone() else { return Ok(false) };
    let company = people::the_company(tx)?;
    let mut facts = facts(quote);
    facts.push(("company", company.name.into()));
    facts.push(("until", version.valid_until.into()));
    let letter = OutsideLetter {
        subject: to.id.into(),
        address,
        language: to.language,
        zone: quote.zone.clone(),
        letter: &crate::letters::QUOTE,
        facts,
        path: Some(portal_path(quote.id)),
    };
    let selling = Selling {
        action: "quote.send".to_owned(),
        customer: quote.customer_id.into(),
        item: quote.id.into(),
    };
    people::write_selling(tx, act, letter, selling)?;
    Ok(true)
}
