//! Getting through the locked door (R28): what a dispatch needs to know of a site, telling the customer who comes and
//! when, and checking the record again before it is old.

use accord_kernel::{Act, Context, Fact, Outcome, Refusal, Schedule};
use accord_room_customer::{self as customer, AccessGap, ContactId, CustomerId, Shift, SiteId};
use accord_room_people::{self as people, OutsideLetter, PersonId};
use accord_store::{Json, Tx};
use jiff::{Timestamp, ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::{
    id::VisitorId,
    neighbours::{start_of, today_at},
    record::visitor::Visitor,
    settings,
    tasks::day_after,
};

/// The action that looks whether a record is old.
pub(crate) const CHECK: &str = "site.access_due";

/// Somebody at the gate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AtGate {
    /// Who.
    pub contact: ContactId,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// When they can be reached.
    pub shift: Shift,
}

/// How one gets into a site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WayIn {
    /// The site.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// Its address in one line.
    pub address: String,
    /// Which door.
    pub door: String,
    /// What to ring there.
    pub ring: String,
    /// Badge or identity paper.
    pub badge: String,
    /// Whether a visitor must be accompanied.
    pub escort: bool,
    /// Safety rules.
    pub safety: String,
    /// When the gate is open.
    pub hours: String,
    /// Where to park.
    pub parking: String,
    /// Hours of notice that security asks for.
    pub lead_hours: u16,
    /// There is less time than security asks for: only the emergency path leads in.
    pub emergency: bool,
    /// How one gets in without that notice.
    pub emergency_path: String,
    /// Whom to ask for, those of the night first when it is an emergency.
    pub contacts: Vec<AtGate>,
    /// What the record lacks.
    pub gaps: Vec<AccessGap>,
    /// When it was last checked.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub checked_on: Option<Date>,
}

/// How one gets into a site; with `within_hours`, when somebody will be there so soon. A dispatch takes it along.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn way_in(tx: &mut Tx, ctx: &Context, id: SiteId, within_hours: Option<u16>) -> Outcome<WayIn> {
    let site = customer::site(tx, id)?;
    let today = today_at(tx, ctx, Some(id))?;
    let gaps = customer::gaps_of_site(tx, ctx, &site, today, within_hours)?;
    let record = site.access.as_ref().map(|access| access.0.clone());
    let mut contacts = Vec::new();
    for gate in record.iter().flat_map(|record| &record.contacts) {
        let contact = customer::contact(tx, gate.contact)?;
        contacts.push(AtGate {
            contact: contact.id,
            name: contact.name,
            phone: contact.phone,
            shift: gate.shift,
        });
    }
    let lead_hours = record.as_ref().map_or(0, |record| record.lead_hours);
    let emergency = within_hours.is_some_and(|within| lead_hours > within);
    if emergency {
        contacts.sort_by_key(|gate| !matches!(gate.shift, Shift::Night | Shift::Always));
    }
    let address = [site.line1.as_str(), site.line2.as_str(), site.postal_code.as_str(), site.town.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let checked_on = record.as_ref().map(|record| record.checked_on);
    let record = record.unwrap_or_else(|| customer::AccessRecord {
        door: String::new(),
        ring: String::new(),
        contacts: Vec::new(),
        badge: String::new(),
        escort: false,
        safety: String::new(),
        hours: String::new(),
        parking: String::new(),
        lead_hours: 0,
        emergency_path: String::new(),
        checked_on: today,
    });
    Ok(WayIn {
        site: id,
        name: site.name,
        address,
        door: record.door,
        ring: record.ring,
        badge: record.badge,
        escort: record.escort,
        safety: record.safety,
        hours: record.hours,
        parking: record.parking,
        lead_hours,
        emergency,
        emergency_path: record.emergency_path,
        contacts,
        gaps,
        checked_on,
    })
}

/// Somebody of ours who is to come.
#[derive(Debug, Clone)]
pub struct Coming {
    /// To which site.
    pub site: SiteId,
    /// Who.
    pub person: PersonId,
    /// When they arrive.
    pub arrives_at: Timestamp,
    /// What for, in words for the customer.
    pub purpose: String,
    /// Kind and id of the thing it is about.
    pub about: Option<(String, Uuid)>,
}

/// Tells the customer's people at the gate who comes and when, and keeps it in the visitors' history. When nobody at
/// the gate has an address, nobody is told: `told` is empty, and pages say so.
///
/// # Errors
/// Absent; what the database refuses.
pub fn announce(tx: &mut Tx, act: &mut Act<'_>, coming: Coming) -> Outcome<Visitor> {
    let site = customer::site(tx, coming.site)?;
    let person = people::active_person(tx, coming.person)?;
    let gate: Vec<ContactId> =
        site.access.iter().flat_map(|access| access.0.contacts.iter().map(|gate| gate.contact)).collect();
    let mut told: Vec<ContactId> = Vec::new();
    for id in gate {
        let contact = customer::contact(tx, id)?;
        let active = contact.state == customer::ContactState::Active;
        let Some(address) = contact.email.filter(|_| active && !told.contains(&id)) else { continue };
        let facts = vec![
            ("person", Fact::from(person.name.clone())),
            ("site", site.name.clone().into()),
            ("at", coming.arrives_at.into()),
            ("purpose", coming.purpose.clone().into()),
        ];
        let letter = OutsideLetter {
            subject: id.into(),
            address,
            language: contact.language,
            zone: site.zone.clone(),
            letter: &crate::letters::VISITOR,
            facts,
            path: None,
        };
        people::write_outside(tx, act, letter)?;
        told.push(id);
    }
    let (about_kind, about_id) = coming.about.map_or((None, None), |(kind, id)| (Some(kind), Some(id)));
    let row = Visitor {
        id: act.new_id::<VisitorId>(),
        customer_id: site.customer_id,
        site_id: site.id,
        person_id: coming.person,
        about_kind,
        about_id,
        purpose: coming.purpose,
        arrives_at: coming.arrives_at,
        announced_at: act.now,
        told: Json(told),
        came_at: None,
        version: 1,
    };
    tx.insert(&row)?;
    act.fact("visitor", row.id);
    act.fact("site", row.site_id);
    act.fact("arrives_at", row.arrives_at);
    act.fact("told", row.told.0.len());
    Ok(row)
}

/// Plans to look at a record again on the day after it grew old.
pub(crate) fn plan_check(tx: &mut Tx, act: &mut Act<'_>, site: SiteId, checked_on: Date) -> Outcome<()> {
    let row = customer::site(tx, site)?;
    let months: i64 = settings::get(tx, act, &customer::ACCESS_MONTHS)?;
    let last = checked_on
        .checked_add(i32::try_from(months).unwrap_or(12).months())
        .map_err(|error| Refusal::defect(error.to_string()))?;
    let due_at = start_of(day_after(last), &row.zone)?.max(act.now);
    act.schedule(
        tx,
        &Schedule {
            action: CHECK,
            subject: site.into(),
            step: "old".to_owned(),
            input: json!({ "site": site }),
            due_at,
        },
    )
}

/// Whose site it is.
pub(crate) fn customer_of(tx: &mut Tx, site: SiteId) -> Outcome<CustomerId> {
    Ok(customer::site(tx, site)?.customer_id)
}
