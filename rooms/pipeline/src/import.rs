//! Opportunities and sellers of another system: kept with their ends as they were told there. What nobody has touched
//! since can be taken back.

use accord_kernel::{Act, Emit, Money, OnConstraint, Outcome, Refusal};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{self as people, PersonId, settings::today};
use accord_store::{Json, Tx, search};
use jiff::civil::Date;

use crate::{
    Kind, OpportunityId, OpportunityState, SellerId,
    input::{NAME_MAX, WORDING_MAX, amount, date, optional, text, words},
    neighbours::author,
    record::{Item, Opportunity, Seller, has_other_win, met, opportunity, seller, steps},
    rules::end::{Before, counted_as},
    stages::{first_stage, stage},
};

/// An opportunity of another system.
#[derive(Debug, Clone)]
pub struct ImportedOpportunity {
    /// Its number there; one of ours when open.
    pub number: Option<String>,
    /// With whom.
    pub customer: CustomerId,
    /// What it is about.
    pub title: String,
    /// What it is to them and to us.
    pub kind: Kind,
    /// Word of its stage; the first when open.
    pub stage: Option<String>,
    /// How it stands.
    pub state: OpportunityState,
    /// The colleague who pursues it.
    pub owner: Option<PersonId>,
    /// The seller who did there.
    pub seller: Option<SellerId>,
    /// What it is worth.
    pub value: Option<Money>,
    /// What would be bought.
    pub items: Vec<Item>,
    /// First day; the day of the import when it is not known.
    pub opened_on: Option<Date>,
    /// Day of its end.
    pub closed_on: Option<Date>,
    /// What was said of its end.
    pub end_words: Option<String>,
}

/// Keeps an opportunity of another system, as an event of its own.
///
/// # Errors
/// A field's refusal; `pipeline.number_taken`.
pub fn import_opportunity(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: &ImportedOpportunity,
) -> Outcome<OpportunityId> {
    let account = customer::load(tx, new.customer)?;
    let emit = Emit { name: "opportunity.import", customer: Some(account.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let mut row = read(tx, act, new, account.id)?;
        if row.state == OpportunityState::Won {
            let wins = has_other_win(tx, account.id, row.id)?;
            // Which order of the other system it was is not known; units of ours that stood there before tell enough.
            let bought = match row.closed_on {
                Some(on) => asset::had_of_ours(tx, account.id, on, None)?,
                None => false,
            };
            row.counted_as = Some(counted_as(row.kind, Before { wins, bought }));
        }
        tx.insert(&row).on_constraint("opportunity_number_key", "/number", "pipeline.number_taken")?;
        row.index(tx)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        Ok(row.id)
    })
}

fn read(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: &ImportedOpportunity,
    customer_id: CustomerId,
) -> Outcome<Opportunity> {
    let closed = new.state != OpportunityState::Open;
    let closed_on = match (closed, new.closed_on) {
        (true, None) => return Err(Refusal::field("/closed_on", "field.required")),
        (true, Some(on)) => Some(date("/closed_on", on)?),
        (false, _) => None,
    };
    let opened_on = date("/opened_on", new.opened_on.or(closed_on).unwrap_or(today(act)))?;
    if closed_on.is_some_and(|on| on < opened_on) {
        return Err(Refusal::field("/closed_on", "pipeline.end_day").with("opened", opened_on));
    }
    if let Some(owner) = new.owner {
        people::person(tx, owner).map_err(|refusal| refusal.in_field("/owner"))?;
    }
    let value = new.value.map(|value| amount("/value", value)).transpose()?;
    let stage = match &new.stage {
        Some(word) => stage(tx, "/stage", word)?.word,
        None => first_stage(tx)?,
    };
    let number = match optional("/number", new.number.as_deref(), NAME_MAX)? {
        Some(number) => number,
        None => act.number(tx, "OP")?,
    };
    Ok(Opportunity {
        id: act.new_id(),
        number,
        customer_id,
        site_id: None,
        title: text("/title", &new.title, NAME_MAX)?,
        kind: new.kind,
        stage,
        state: new.state,
        owner_id: new.owner,
        seller_id: new.seller,
        value_minor: value.map(|value| value.minor),
        currency: value.map(|value| value.currency),
        items: Json(new.items.clone()),
        incumbent: String::new(),
        weak_points: String::new(),
        opened_on,
        next_step_on: None,
        closed_on,
        closed_by: None,
        closed_at: closed_on.and_then(|on| on.to_zoned(act.zone()).ok()).map(|at| at.timestamp()),
        end_reason: None,
        end_words: words("/end_words", new.end_words.as_deref(), WORDING_MAX)?,
        lost_to: String::new(),
        recontact_on: None,
        recontacted_at: None,
        counted_as: None,
        order_id: None,
        imported: true,
        made_by: author(act),
        made_at: act.now,
        version: 1,
    })
}

/// Takes an imported opportunity back; the log keeps that it was there.
///
/// # Errors
/// `pipeline.touched` when somebody has worked on it since, or when it was not imported.
pub fn take_back_opportunity(tx: &mut Tx, act: &mut Act<'_>, id: OpportunityId) -> Outcome<()> {
    let row = opportunity(tx, id)?;
    let untouched = row.imported && row.version == 1 && steps(tx, id)?.is_empty() && met(tx, id)?.is_empty();
    if !untouched {
        return Err(Refusal::conflict("pipeline.touched").with("number", row.number));
    }
    let customer = row.customer_id.into();
    let emit = Emit { name: "opportunity.take_back", customer: Some(customer), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        tx.remove(&row)?;
        search::remove(tx, "opportunity", id.into())?;
        act.fact("number", &row.number);
        Ok(())
    })
}

/// A seller of another system.
#[derive(Debug, Clone)]
pub struct ImportedSeller {
    /// Name, the key.
    pub name: String,
    /// Team or manager.
    pub team: Option<String>,
    /// Office.
    pub office: Option<String>,
    /// The colleague who it is, when the source says so.
    pub person: Option<PersonId>,
}

/// Keeps a seller of another system, as an event of its own; one who is known gets what the source says now.
///
/// # Errors
/// A field's refusal.
pub fn import_seller(tx: &mut Tx, act: &mut Act<'_>, new: &ImportedSeller) -> Outcome<(SellerId, bool)> {
    let name = text("/name", &new.name, NAME_MAX)?;
    let team = words("/team", new.team.as_deref(), NAME_MAX)?;
    let office = words("/office", new.office.as_deref(), NAME_MAX)?;
    let known = crate::record::seller_named(tx, &name)?;
    let id = known.as_ref().map_or_else(|| act.new_id(), |row| row.id);
    let emit = Emit { name: "seller.import", customer: None, chains: vec![id.into()] };
    act.within(tx, emit, |tx, act| {
        act.fact("seller", id);
        if let Some(mut row) = known {
            (row.team, row.office) = (team, office);
            row.person_id = new.person.or(row.person_id);
            tx.update(&mut row)?;
            return Ok((id, false));
        }
        let name_key = search::fold(&name);
        tx.insert(&Seller { id, name, name_key, team, office, person_id: new.person, version: 1 })?;
        Ok((id, true))
    })
}

/// Takes an imported seller back.
///
/// # Errors
/// `pipeline.touched` when somebody said who it is, or changed it.
pub fn take_back_seller(tx: &mut Tx, act: &mut Act<'_>, id: SellerId) -> Outcome<()> {
    let row = seller(tx, id)?;
    if row.version != 1 {
        return Err(Refusal::conflict("pipeline.touched").with("number", row.name));
    }
    let emit = Emit { name: "seller.take_back", customer: None, chains: vec![id.into()] };
    act.within(tx, emit, |tx, act| {
        act.fact("seller", id);
        Ok(tx.remove(&row)?)
    })
}
