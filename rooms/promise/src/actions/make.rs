//! Making a promise.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{Channel, ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use super::PromiseAnswer;
use crate::{
    Asking, NewPromise,
    id::{Kind, MatterId},
    input::{self, About, Telling, WORDING_MAX},
    ledger, neighbours,
};

/// Longest subject of a check, as JSON text.
const SUBJECT_MAX: usize = 4_000;
/// A part as what a promise is about.
const PART: &str = "part";

/// Makes a promise to a customer. It is checked first; what cannot be kept is refused with the earliest date (R20).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakePromise {
    /// To whom.
    pub customer: CustomerId,
    /// To which of their people.
    pub contact: Option<ContactId>,
    /// About which of their sites; its zone and hours are those of the due.
    pub site: Option<SiteId>,
    /// What is promised.
    pub kind: Kind,
    /// What it is about.
    pub about: Option<About>,
    /// What was said or promised before about the same matter; another date is a warning then (R23).
    pub matter: Option<MatterId>,
    /// The part that is promised.
    #[schemars(with = "Option<String>", extend("format" = "uuid", "x-ref" = "product"))]
    pub part: Option<Uuid>,
    /// Pieces of the part; one when open.
    #[schemars(range(min = 1))]
    pub quantity: Option<u32>,
    /// What the check of the kind is asked: a product and quantity, a part.
    pub subject: Option<Map<String, JsonValue>>,
    /// The wording as the customer gets it.
    pub wording: String,
    /// Due at an instant; or give a date.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due_at: Option<Timestamp>,
    /// Due on a civil date at the customer's place; or give an instant.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Who keeps it; a free promise needs a named owner, the others are yours when you name nobody.
    pub owner: Option<PersonId>,
    /// What it rests on.
    pub basis: Option<String>,
    /// How the customer was told; empty while nobody told them.
    pub told: Option<Channel>,
    /// What the customer loses when it is not kept.
    pub harm: Option<Money>,
    /// Reason to promise against the check; for the named head only.
    pub override_reason: Option<String>,
    /// Go on although something else was said about the same subject.
    #[serde(default)]
    pub confirm: bool,
}

impl MakePromise {
    /// What the check of a part is asked, in the form that it reads.
    fn asked(&mut self) -> Outcome<JsonValue> {
        let subject = self.subject.take().map(JsonValue::Object);
        if self.quantity == Some(0) {
            return Err(Refusal::field("/quantity", "field.not_positive"));
        }
        let Some(part) = self.part else {
            if self.quantity.is_some() || (self.kind == Kind::Part && subject.is_none()) {
                return Err(Refusal::field("/part", "field.required"));
            }
            return Ok(subject.unwrap_or(JsonValue::Null));
        };
        if self.kind != Kind::Part || subject.is_some() {
            return Err(Refusal::field("/part", "promise.part_alone"));
        }
        let mut asked = json!({ "part": part, "quantity": self.quantity.unwrap_or(1) });
        if let (Some(fields), Some(site)) = (asked.as_object_mut(), self.site) {
            fields.insert("site".to_owned(), json!(site));
        }
        Ok(asked)
    }

    /// What it is about: what was chosen, or by its kind the part itself.
    fn about(&self, tx: &mut Tx) -> Outcome<Option<About>> {
        match (self.matter, &self.about) {
            (Some(_), Some(_)) => Err(Refusal::field("/matter", "promise.matter_or_about")),
            (Some(matter), None) => Ok(Some(ledger::chosen(tx, self.customer, matter)?)),
            (None, Some(about)) => Ok(Some(about.clone())),
            (None, None) => Ok(self.part.map(|id| About { kind: PART.to_owned(), id })),
        }
    }

    fn promise(mut self, tx: &mut Tx, act: &Act<'_>) -> Outcome<NewPromise> {
        let owner = match (self.owner, self.kind) {
            (Some(owner), _) => owner,
            (None, Kind::Free) => return Err(Refusal::field("/owner", "promise.owner_named")),
            (None, _) => neighbours::author(act).ok_or_else(|| Refusal::field("/owner", "field.required"))?,
        };
        if self.kind.is_clock() {
            return Err(Refusal::field("/kind", "promise.clock_by_case"));
        }
        let subject = self.asked()?;
        if subject.to_string().len() > SUBJECT_MAX {
            return Err(Refusal::field("/subject", "field.too_long").with("max", SUBJECT_MAX));
        }
        let due = input::due(self.due_at, self.due_on)?;
        Ok(NewPromise {
            contact: self.contact,
            site: self.site,
            about: self.about(tx)?,
            subject,
            basis: self.basis.unwrap_or_default(),
            told: self.told.map(|channel| Telling { channel, at: act.now }),
            asking: asking(self.override_reason.as_deref())?,
            confirm: self.confirm,
            harm: self.harm,
            ..NewPromise::new(self.customer, self.kind, &self.wording, due, owner)
        })
    }
}

/// How the gate is passed by somebody at a form.
pub(super) fn asking(override_reason: Option<&str>) -> Outcome<Asking> {
    Ok(Asking::Ask { override_reason: input::some("/override_reason", override_reason, WORDING_MAX)? })
}

impl Action for MakePromise {
    const NAME: &'static str = "promise.make";
    const PERMISSION: Permission = Permission::PromiseMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromiseAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PromiseAnswer> {
        let new = self.promise(tx, act)?;
        Ok(PromiseAnswer::of(&ledger::make_here(tx, act, new)?))
    }
}
