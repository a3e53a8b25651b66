//! Contacts with the customer: what was said, when, by whom, and whether the colleague knew what to say (R4, R61).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_people::{PersonId, settings};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    check,
    id::{Channel, ContactId, CustomerId, Direction},
    record::{self, ContactLogRow},
    settings::BRIEFING_MINUTES,
};

/// Reads are written to the read log in batches; after so long none of them is outstanding.
const SETTLE_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// A contact to be logged.
#[derive(Debug, Clone)]
pub struct NewTalk {
    /// The customer.
    pub customer: CustomerId,
    /// With whom.
    pub contact: Option<ContactId>,
    /// Which colleague.
    pub person: PersonId,
    /// Through which channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What was said.
    pub said: String,
    /// When; now when none.
    pub happened_at: Option<Timestamp>,
}

/// Logs a contact within any action. Both times are kept: when it happened and when it was recorded (R61).
///
/// # Errors
/// A field's refusal.
pub fn log_contact(tx: &mut Tx, act: &mut Act<'_>, talk: &NewTalk) -> Outcome<ContactLogRow> {
    let customer = record::load(tx, talk.customer)?;
    let said = check::text("/said", &talk.said, check::NOTE_MAX)?;
    if let Some(contact) = talk.contact {
        record::named_contact(tx, customer.id, "/contact", contact)?;
    }
    let happened_at = talk.happened_at.unwrap_or(act.now);
    if happened_at > act.now {
        return Err(Refusal::field("/happened_at", "field.future"));
    }
    let informed = was_informed(tx, act, customer.id, talk.person, happened_at)?;
    let row = ContactLogRow {
        id: act.new_id(),
        customer_id: customer.id,
        contact_id: talk.contact,
        person_id: talk.person,
        channel: talk.channel,
        direction: talk.direction,
        said,
        happened_at,
        recorded_at: act.now,
        informed: informed.then_some(true),
        version: 1,
    };
    act.happened_at(happened_at);
    act.fact("channel", row.channel);
    act.fact("direction", row.direction);
    if let Some(contact) = row.contact_id {
        act.fact("contact", contact);
    }
    tx.insert(&row)?;
    if !informed {
        let plan = Schedule {
            action: SettleContact::NAME,
            subject: row.id,
            step: "settle".to_owned(),
            input: json!({ "contact_log": row.id }),
            due_at: act.now.checked_add(SETTLE_AFTER).unwrap_or(act.now),
        };
        act.schedule(tx, &plan)?;
    }
    Ok(row)
}

fn was_informed(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    person: PersonId,
    at: Timestamp,
) -> Outcome<bool> {
    let minutes: i64 = settings::get(tx, ctx, &BRIEFING_MINUTES)?;
    let from = at.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(at);
    let family = record::family(tx, customer)?;
    record::briefing_read(tx, &family, person.into(), from, at)
}

/// Logs a contact with a customer: a call, a mail, a visit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogContact {
    /// The customer.
    pub customer: CustomerId,
    /// With whom.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Through which channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What was said.
    pub said: String,
    /// When it happened; now when left out. It may be earlier than its entry, never later.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub happened_at: Option<Timestamp>,
}

/// A contact that was logged.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Logged {
    /// Its id.
    pub id: Uuid,
    /// Whether the briefing had been opened before; none while that is not settled.
    pub informed: Option<bool>,
}

impl Action for LogContact {
    const NAME: &'static str = "contact_log.add";
    const PERMISSION: Permission = Permission::StatementMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Logged;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Logged> {
        let person = PersonId::of(&act.principal).ok_or_else(|| Refusal::conflict("contact_log.nobody"))?;
        let talk = NewTalk {
            customer: self.customer,
            contact: self.contact,
            person,
            channel: self.channel,
            direction: self.direction,
            said: self.said,
            happened_at: self.happened_at,
        };
        let row = log_contact(tx, act, &talk)?;
        Ok(Logged { id: row.id, informed: row.informed })
    }
}

/// Settles whether a logged contact was an informed one, once every read before it is written down (R4).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleContact {
    /// The logged contact.
    pub contact_log: Uuid,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Settled {
    /// Whether the briefing had been opened before.
    pub informed: bool,
}

impl Action for SettleContact {
    const NAME: &'static str = "contact_log.settle";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = Settled;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = record::contact_log(tx, self.contact_log)?.ok_or_else(Refusal::absent)?;
        Ok(Touches::customer(row.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Settled> {
        let mut row = record::contact_log(tx, self.contact_log)?.ok_or_else(Refusal::absent)?;
        let informed = was_informed(tx, act, row.customer_id, row.person_id, row.happened_at)?;
        row.informed = Some(informed);
        tx.update(&mut row)?;
        act.fact("contact_log", row.id);
        act.fact("informed", informed);
        Ok(Settled { informed })
    }
}
