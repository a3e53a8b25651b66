//! What this room asks of the rooms below it, in one place.

use accord_kernel::{Context, Fact, Outcome, Permission, Refusal};
use accord_room_catalog::{self as catalog, Product, ProductId};
use accord_room_customer::{
    self as customer, ContactRow, ContactState, CustomerId, CustomerRow, SiteId, TeamSphere,
};
use accord_room_people::{self as people, PersonId};
use accord_room_value::{
    self as value, PlanRow, PlanState, PlanVersionId, PlanVersionRow, ProfileRow, Question,
};
use accord_store::Tx;
use jiff::civil::Date;

use crate::rules::discount::Authority;

pub(crate) use accord_room_people::author;

/// Role word of those who answer for prices in sales.
const HEAD_OF_SALES: &str = "head_of_sales";
/// Role word of those who answer for the company.
const EXECUTIVE: &str = "executive";

/// By which authority somebody gives discounts.
pub(crate) fn authority(ctx: &Context) -> Authority {
    if ctx.principal.may(Permission::DiscountCompany) {
        Authority::Company
    } else if ctx.principal.may(Permission::DiscountHead) {
        Authority::Head
    } else {
        Authority::Writer
    }
}

/// Who has an authority, by name.
pub(crate) fn who_has(tx: &mut Tx, authority: Authority) -> Outcome<Vec<Fact>> {
    let role = match authority {
        Authority::Writer => return Ok(Vec::new()),
        Authority::Head => HEAD_OF_SALES,
        Authority::Company => EXECUTIVE,
    };
    let persons = people::heads(tx, role)?;
    let names = people::record::person::names(tx, &persons)?;
    Ok(names.into_iter().map(|(_, name)| Fact::from(name)).collect())
}

/// Who answers for a customer's quotes: its sales owner, else who acts, else a head of sales.
pub(crate) fn owner(tx: &mut Tx, ctx: &Context, of: CustomerId) -> Outcome<PersonId> {
    if let Some(owner) = customer::owner_of(tx, of, TeamSphere::Sales)? {
        return Ok(owner);
    }
    if let Some(person) = author(ctx) {
        return Ok(person);
    }
    people::heads(tx, HEAD_OF_SALES)?.first().copied().ok_or_else(|| Refusal::conflict("quote.no_owner"))
}

/// Where a customer's days are meant: at the site, else at their first one, else at home.
pub(crate) fn zone(tx: &mut Tx, ctx: &Context, of: CustomerId, site: Option<SiteId>) -> Outcome<String> {
    if let Some(site) = site {
        return Ok(customer::named_site(tx, of, "/site", site)?.zone);
    }
    let first = customer::sites_of(tx, of)?.into_iter().next();
    Ok(first.map_or_else(|| ctx.company_zone.clone(), |site| site.zone))
}

/// A contact of the customer who is still there.
pub(crate) fn present_contact(
    tx: &mut Tx,
    of: CustomerId,
    contact: accord_room_customer::ContactId,
) -> Outcome<ContactRow> {
    let row = customer::named_contact(tx, of, "/contact", contact)?;
    if row.state == ContactState::Active {
        Ok(row)
    } else {
        Err(Refusal::field("/contact", "quote.contact_gone").with("contact", row.name))
    }
}

/// A product that is sold.
pub(crate) fn product(tx: &mut Tx, pointer: &str, id: ProductId) -> Outcome<Product> {
    let found = catalog::find(tx, id)?.ok_or_else(|| Refusal::field(pointer, "field.unknown_reference"))?;
    if found.archived {
        return Err(Refusal::field(pointer, "quote.product_gone").with("product", found.name));
    }
    Ok(found)
}

/// A version of a plan with its plan.
pub(crate) fn plan(tx: &mut Tx, id: PlanVersionId) -> Outcome<(PlanRow, PlanVersionRow)> {
    let version = value::plan_version(tx, id)?;
    Ok((value::load_plan(tx, version.plan_id)?, version))
}

/// A version of a plan that is on offer.
pub(crate) fn offered_plan(
    tx: &mut Tx,
    pointer: &str,
    id: PlanVersionId,
) -> Outcome<(PlanRow, PlanVersionRow)> {
    let (plan, version) = plan(tx, id).map_err(|refusal| refusal.in_field(pointer))?;
    if version.state == PlanState::Published && !plan.archived {
        return Ok((plan, version));
    }
    let mut refusal = Refusal::field(pointer, "quote.plan_not_offered").with("plan", plan.name);
    let others = value::on_offer(tx)?.into_iter().map(|(plan, _)| Fact::from(plan.name)).collect::<Vec<_>>();
    if !others.is_empty() {
        refusal = refusal.possible("other_plans", vec![("plans", Fact::List(others))]);
    }
    Err(refusal)
}

/// The customer's record and today at a site of theirs.
pub(crate) fn account(tx: &mut Tx, of: CustomerId) -> Outcome<CustomerRow> {
    customer::load(tx, of)
}

/// The day it is now in a zone.
pub(crate) fn day_in(zone: &str, ctx: &Context) -> Date {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    zone.to_datetime(ctx.now).date()
}

/// Which of the four questions the customer has not answered (R11).
pub(crate) fn open_questions(profile: Option<&ProfileRow>) -> Vec<Question> {
    let answered = |question: &Question| {
        profile.is_some_and(|row| match question {
            Question::WhyBuy => row.reasons.is_some(),
            Question::WhyImportant => row.importance.is_some(),
            Question::StopCost => row.customers_number().is_some(),
            Question::NeverFails => row.never_fails.is_some(),
        })
    };
    Question::ALL.iter().copied().filter(|question| !answered(question)).collect()
}
