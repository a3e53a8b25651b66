//! Making a promise.

use accord_kernel::{Act, Money, Outcome, Refusal};
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteId};
use accord_room_people::{self as people, PersonId};
use accord_store::{Json, Tx};
use serde_json::{Value as JsonValue, json};

use super::{as_event, facts, gate, index, notices, plan, said};
use crate::{
    Asking, PromiseRow,
    id::{Kind, PromiseId, State},
    input::{self, About, Telling, WORDING_MAX},
    neighbours::{self, Place},
    record,
    rules::{due, due::Wish, own_time},
    settings,
};

/// A promise to be made.
#[derive(Debug, Clone)]
pub struct NewPromise {
    /// To whom.
    pub customer: CustomerId,
    /// To which of their people.
    pub contact: Option<ContactId>,
    /// About which of their sites; `None` takes their first one in use.
    pub site: Option<SiteId>,
    /// What kind.
    pub kind: Kind,
    /// What it is about.
    pub about: Option<About>,
    /// What the check of the kind is asked; for kinds kept by a person's own time it is made here.
    pub subject: JsonValue,
    /// The wording as the customer gets it.
    pub wording: String,
    /// When it is due.
    pub due: Wish,
    /// Who keeps it.
    pub owner: PersonId,
    /// What it rests on; may be empty.
    pub basis: String,
    /// How the customer was told; `None` while nobody told them.
    pub told: Option<Telling>,
    /// How the gate is passed.
    pub asking: Asking,
    /// Go on although something else was said about the same subject (R23).
    pub confirm: bool,
    /// What the customer loses when it is not kept.
    pub harm: Option<Money>,
    /// The promise that was broken before this one takes its place.
    pub follows: Option<PromiseId>,
}

impl NewPromise {
    /// A promise with nothing but what each one has.
    pub fn new(customer: CustomerId, kind: Kind, wording: &str, due: Wish, owner: PersonId) -> Self {
        Self {
            customer,
            contact: None,
            site: None,
            kind,
            about: None,
            subject: JsonValue::Null,
            wording: wording.to_owned(),
            due,
            owner,
            basis: String::new(),
            told: None,
            asking: Asking::default(),
            confirm: false,
            harm: None,
            follows: None,
        }
    }

    /// The same as an input of `promise.make`, without its due.
    fn as_input(&self) -> JsonValue {
        let mut out = json!({
            "customer": self.customer, "kind": self.kind, "wording": self.wording, "owner": self.owner,
            "told": self.told.map(|told| told.channel),
        });
        if let Some(map) = out.as_object_mut() {
            map.retain(|_, value| !value.is_null());
            let more = [
                ("contact", json!(self.contact)),
                ("site", json!(self.site)),
                ("about", json!(self.about)),
                ("subject", self.subject.clone()),
                ("harm", json!(self.harm)),
            ];
            map.extend(
                more.into_iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(name, value)| (name.to_owned(), value)),
            );
        }
        out
    }
}

/// Makes a promise through the gate (R20). The customer's chain must be locked by the running action.
///
/// # Errors
/// `promise.not_feasible` names the earliest due and what limits it; `promise.due_past`; `statement.contradicts`.
pub fn make(tx: &mut Tx, act: &mut Act<'_>, new: NewPromise) -> Outcome<PromiseRow> {
    let customer = customer::load(tx, new.customer)?.id;
    as_event(tx, act, false, "promise.make", customer, |tx, act| make_here(tx, act, new))
}

/// As [`make`], as the event of the running action.
pub(crate) fn make_here(tx: &mut Tx, act: &mut Act<'_>, mut new: NewPromise) -> Outcome<PromiseRow> {
    new.customer = customer::load(tx, new.customer)?.id;
    new.wording = input::text("/wording", &new.wording, WORDING_MAX)?;
    new.basis = input::optional("/basis", &new.basis, WORDING_MAX)?;
    new.about = new.about.as_ref().map(About::checked).transpose()?;
    check_harm(new.harm)?;
    if let Some(contact) = new.contact {
        customer::named_contact(tx, new.customer, "/contact", contact)?;
    }
    people::named_person(tx, "/owner", new.owner)?;
    let place = neighbours::place(tx, act, new.customer, new.site)?;
    let due = wanted_due(&new, &place, act)?;
    if own_time::applies(new.kind) {
        new.subject = json!({ "kind": new.kind, "owner": new.owner, "site": place.site });
    }
    let passed = gate::pass(
        tx,
        act,
        &new.asking,
        &gate::Question {
            customer: new.customer,
            kind: new.kind,
            subject: new.subject.clone(),
            wish: new.due,
            due_at: due.at,
            calendar: &place.calendar,
            retry: ("promise.make", new.as_input()),
        },
    )?;
    let mut row = row(tx, act, new.clone(), &place, due)?;
    row.checked = passed.checked;
    row.override_by = passed.override_reason.as_ref().and(neighbours::author(act));
    row.override_reason = passed.override_reason;
    tx.insert(&row)?;
    said::by_promise(tx, act, &row, new.confirm)?;
    facts(act, &row);
    plan::plan(tx, act, &row, &place.calendar)?;
    index(tx, &row)?;
    notices::made(tx, act, &row, &passed.deliverers)?;
    Ok(row)
}

fn wanted_due(new: &NewPromise, place: &Place, act: &Act<'_>) -> Outcome<due::Due> {
    let pointer = input::due_pointer(new.due);
    let due =
        due::due(new.due, &place.calendar).map_err(|_| Refusal::field(pointer, "promise.due_too_far"))?;
    due.still_ahead(act.now).ok_or_else(|| Refusal::field(pointer, "promise.due_past"))
}

/// A harm is an amount that is lost: more than nothing.
pub(super) fn check_harm(harm: Option<Money>) -> Outcome<()> {
    match harm {
        Some(money) if money.minor <= 0 => Err(Refusal::field("/harm", "field.not_positive")),
        _ => Ok(()),
    }
}

pub(super) fn row(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: NewPromise,
    place: &Place,
    due: due::Due,
) -> Outcome<PromiseRow> {
    let days = settings::get(tx, act, &settings::CHANCE_DAYS)?;
    let chance = record::chance(tx, new.kind, act.now, days)?;
    let (about_kind, about_id) = new.about.map_or((None, None), |about| (Some(about.kind), Some(about.id)));
    Ok(PromiseRow {
        id: act.new_id(),
        number: act.number(tx, "P")?,
        customer_id: new.customer,
        contact_id: new.contact,
        site_id: place.site,
        kind: new.kind,
        about_kind,
        about_id,
        subject: Json(new.subject),
        wording: new.wording,
        maker_id: neighbours::author(act),
        owner_id: new.owner,
        sphere: act.principal.sphere,
        area_id: people::record::person::home_area(tx, new.owner)?,
        basis: new.basis,
        made_at: act.now,
        first_due_at: due.at,
        first_due_on: due.on,
        due_at: due.at,
        due_on: due.on,
        measured_at: due.limit_at,
        zone: place.calendar.zone_name().to_owned(),
        state: State::Open,
        ended_at: None,
        ended_recorded_at: None,
        ended_by: None,
        ending: None,
        told_at: new.told.map(|told| told.at),
        told_channel: new.told.map(|told| told.channel),
        checked: false,
        override_by: None,
        override_reason: None,
        chance_kept: chance.kept,
        chance_n: chance.n,
        harm_minor: new.harm.map(|harm| harm.minor),
        harm_currency: new.harm.map(|harm| harm.currency),
        forecast_at: None,
        forecast_on: None,
        forecast_reason: None,
        tell_by: None,
        follows: new.follows,
        turn: 0,
        paused_at: None,
        version: 1,
    })
}
