//! Courses for the customer's people, certificates, and questions that training would have spared (R26).

use accord_kernel::{Act, Action, Audience, Context, Emit, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{SignedDuration, ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    id::{CourseId, CourseState, DeliveryTaskId, DeliveryTaskKind, HowToId, InstallationId, SeatId},
    input::{NAME_MAX, WORDING_MAX, date, number, text, to_come},
    neighbours::{at_version, author, service_owner},
    record::{
        plan::installation,
        training::{Course, HowTo, Seat, course, open_tasks_about, questions, seats},
    },
    rules::use_well::shows_a_need,
    settings,
    tasks::{self, NewTask},
};

/// A course.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CourseAnswer {
    /// Its id.
    pub course: CourseId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: CourseState,
    /// Row version.
    pub version: i64,
}

impl CourseAnswer {
    fn of(row: &Course) -> Self {
        Self { course: row.id, number: row.number.clone(), state: row.state, version: row.version }
    }
}

/// Plans a course for a customer's people.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCourse {
    /// The customer.
    pub customer: CustomerId,
    /// What it is about.
    pub title: String,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub planned_on: Date,
    /// How many can attend.
    pub places: i64,
    /// Of which project.
    #[serde(default)]
    pub installation: Option<InstallationId>,
    /// About which product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Who holds it.
    #[serde(default)]
    pub trainer: Option<PersonId>,
    /// Who is to attend.
    #[serde(default)]
    pub contacts: Vec<ContactId>,
}

impl Action for PlanCourse {
    const NAME: &'static str = "training.plan";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CourseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CourseAnswer> {
        let account = customer::load(tx, self.customer)?;
        let mut product = self.product;
        if let Some(id) = self.installation {
            let unknown = || Refusal::field("/installation", "field.unknown_reference");
            let plan = installation(tx, id).map_err(|_| unknown())?;
            if plan.customer_id != account.id {
                return Err(unknown());
            }
            product = product.or(plan.product_id);
        }
        known_product(tx, product)?;
        trainer(tx, self.trainer)?;
        let row = Course {
            id: act.new_id(),
            number: act.number(tx, "T")?,
            customer_id: account.id,
            installation_id: self.installation,
            product_id: product,
            title: text("/title", &self.title, NAME_MAX)?,
            place: 100,
            days_before: 0,
            places: number("/places", self.places, 1, 10_000)?,
            trainer_id: self.trainer,
            planned_on: Some(to_come("/planned_on", self.planned_on, settings::today(act))?),
            held_on: None,
            state: CourseState::Planned,
            made_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        row.index(tx)?;
        seat(tx, act, &row, "/contacts", &self.contacts)?;
        act.fact("course", row.id);
        act.fact("number", &row.number);
        Ok(CourseAnswer::of(&row))
    }
}

fn known_product(tx: &mut Tx, product: Option<ProductId>) -> Outcome<()> {
    match product {
        Some(id) if accord_room_catalog::find(tx, id)?.is_none() => {
            Err(Refusal::field("/product", "field.unknown_reference"))
        }
        _ => Ok(()),
    }
}

fn trainer(tx: &mut Tx, trainer: Option<PersonId>) -> Outcome<()> {
    if let Some(id) = trainer {
        people::named_person(tx, "/trainer", id)?;
    }
    Ok(())
}

/// Gives seats to contacts of the customer who have none yet; `pointer` is the field that names them.
fn seat(tx: &mut Tx, act: &mut Act<'_>, row: &Course, pointer: &str, contacts: &[ContactId]) -> Outcome<()> {
    let known = seats(tx, row.id)?;
    let mut given: Vec<ContactId> = known.iter().map(|seat| seat.contact_id).collect();
    for (place, id) in contacts.iter().enumerate() {
        let contact = customer::named_contact(tx, row.customer_id, format!("{pointer}/{place}"), *id)?;
        if given.contains(&contact.id) {
            continue;
        }
        given.push(contact.id);
        if i64::try_from(given.len()).unwrap_or(i64::MAX) > row.places {
            return Err(Refusal::field(pointer, "training.full").with("places", row.places));
        }
        tx.insert(&Seat {
            id: act.new_id::<SeatId>(),
            course_id: row.id,
            customer_id: row.customer_id,
            contact_id: contact.id,
            attended: None,
            certificate: None,
            certified_on: None,
            expires_on: None,
            version: 1,
        })?;
    }
    Ok(())
}

/// Changes a course that is to be held: its day, its trainer, who is to attend.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCourse {
    /// The course.
    pub course: CourseId,
    /// The version that was read.
    pub version: i64,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub planned_on: Date,
    /// Who holds it.
    #[serde(default)]
    pub trainer: Option<PersonId>,
    /// Who is to attend besides those who have a seat.
    #[serde(default)]
    pub contacts: Vec<ContactId>,
}

impl Action for SetCourse {
    const NAME: &'static str = "training.set";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CourseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(course(tx, self.course)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CourseAnswer> {
        let mut row = planned(tx, self.course, self.version)?;
        trainer(tx, self.trainer)?;
        row.planned_on = Some(to_come("/planned_on", self.planned_on, settings::today(act))?);
        row.trainer_id = self.trainer.or(row.trainer_id);
        tx.update(&mut row)?;
        seat(tx, act, &row, "/contacts", &self.contacts)?;
        act.fact("course", row.id);
        act.fact("planned_on", row.planned_on);
        Ok(CourseAnswer::of(&row))
    }
}

/// A course that is still to be held.
fn planned(tx: &mut Tx, id: CourseId, version: i64) -> Outcome<Course> {
    let row = course(tx, id)?;
    at_version(&row, version)?;
    if row.state != CourseState::Planned {
        return Err(Refusal::conflict("training.not_planned").with("number", row.number));
    }
    Ok(row)
}

/// Records that a course was held: who was there, and who gets a certificate.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldCourse {
    /// The course.
    pub course: CourseId,
    /// The version that was read.
    pub version: i64,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub held_on: Date,
    /// Who was there; those without a seat get one.
    pub attended: Vec<ContactId>,
    /// Of these, who passed: each gets a certificate.
    #[serde(default)]
    pub passed: Vec<ContactId>,
}

impl Action for HoldCourse {
    const NAME: &'static str = "training.hold";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CourseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(course(tx, self.course)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CourseAnswer> {
        let mut row = planned(tx, self.course, self.version)?;
        let held_on = date("/held_on", self.held_on)?;
        if held_on > settings::today(act) {
            return Err(Refusal::field("/held_on", "field.future"));
        }
        if let Some(place) = self.passed.iter().position(|id| !self.attended.contains(id)) {
            return Err(Refusal::field(format!("/passed/{place}"), "training.was_not_there"));
        }
        seat(tx, act, &row, "/attended", &self.attended)?;
        let months: i64 = settings::get(tx, act, &settings::CERTIFICATE_MONTHS)?;
        let months = i32::try_from(months).unwrap_or(24);
        for mut seat in seats(tx, row.id)? {
            seat.attended = Some(self.attended.contains(&seat.contact_id));
            if self.passed.contains(&seat.contact_id) {
                seat.certificate = Some(act.number(tx, "CERT")?);
                seat.certified_on = Some(held_on);
                seat.expires_on = held_on.checked_add(months.months()).ok();
            }
            tx.update(&mut seat)?;
        }
        row.state = CourseState::Held;
        row.held_on = Some(held_on);
        tx.update(&mut row)?;
        act.fact("course", row.id);
        act.fact("held_on", held_on);
        act.fact("attended", self.attended.len());
        act.fact("certificates", self.passed.len());
        Ok(CourseAnswer::of(&row))
    }
}

/// Takes a course off the plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelCourse {
    /// The course.
    pub course: CourseId,
    /// The version that was read.
    pub version: i64,
}

impl Action for CancelCourse {
    const NAME: &'static str = "training.cancel";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CourseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(course(tx, self.course)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CourseAnswer> {
        let mut row = planned(tx, self.course, self.version)?;
        row.state = CourseState::Cancelled;
        tx.update(&mut row)?;
        act.fact("course", row.id);
        Ok(CourseAnswer::of(&row))
    }
}

/// Notes that a contact asked how something is done. The third such question shows a need for training.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteHowTo {
    /// The customer.
    pub customer: CustomerId,
    /// Who asked.
    pub contact: ContactId,
    /// What was asked.
    pub words: String,
    /// About which product.
    #[serde(default)]
    pub product: Option<ProductId>,
}

/// A question.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HowToAnswer {
    /// Its id.
    pub question: HowToId,
    /// How many of this contact about this product are counted now.
    pub questions: i64,
    /// The task to train, when this question raised it.
    pub task: Option<DeliveryTaskId>,
}

impl Action for NoteHowTo {
    const NAME: &'static str = "training.how_to";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = HowToAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<HowToAnswer> {
        known_product(tx, self.product)?;
        let question = Question {
            customer: self.customer,
            contact: self.contact,
            product: self.product,
            words: self.words,
            about: None,
        };
        noted(tx, act, question)
    }
}

/// A question of a contact.
#[derive(Debug, Clone)]
pub struct Question {
    /// The customer.
    pub customer: CustomerId,
    /// Who asked.
    pub contact: ContactId,
    /// About which product.
    pub product: Option<ProductId>,
    /// What was asked.
    pub words: String,
    /// Kind and id of the thing in which it was asked.
    pub about: Option<(String, Uuid)>,
}

/// Notes a question for a room above, as an event of its own.
///
/// # Errors
/// Absent; what the database refuses.
pub fn how_to(tx: &mut Tx, act: &mut Act<'_>, question: Question) -> Outcome<HowToAnswer> {
    let emit = Emit { name: NoteHowTo::NAME, customer: Some(question.customer.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| noted(tx, act, question))
}

fn noted(tx: &mut Tx, act: &mut Act<'_>, question: Question) -> Outcome<HowToAnswer> {
    let of = customer::load(tx, question.customer)?.id;
    let contact = customer::named_contact(tx, of, "/contact", question.contact)?;
    let (about_kind, about_id) = question.about.map_or((None, None), |(kind, id)| (Some(kind), Some(id)));
    let row = HowTo {
        id: act.new_id(),
        customer_id: contact.customer_id,
        contact_id: contact.id,
        product_id: question.product,
        about_kind,
        about_id,
        words: text("/words", &question.words, WORDING_MAX)?,
        asked_at: act.now,
        noted_by: author(act),
        version: 1,
    };
    tx.insert(&row)?;
    let days: i64 = settings::get(tx, act, &settings::HOW_TO_DAYS)?;
    let since = act.now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(jiff::Timestamp::MIN);
    let asked = questions(tx, contact.id, row.product_id, since)?;
    let count = i64::try_from(asked.len()).unwrap_or(i64::MAX);
    let after: i64 = settings::get(tx, act, &settings::HOW_TO_QUESTIONS)?;
    act.fact("question", row.id);
    act.fact("questions", count);
    let known = open_tasks_about(tx, contact.customer_id, DeliveryTaskKind::TrainingNeed)?;
    let open = known.iter().any(|task| task.contact_id == Some(contact.id));
    let task = if shows_a_need(count, after) && !open {
        let owner = service_owner(tx, act, contact.customer_id)?;
        let new = NewTask {
            customer: contact.customer_id,
            kind: DeliveryTaskKind::TrainingNeed,
            installation: None,
            site: None,
            contact: Some(contact.id),
            facts: json!({ "questions": count, "product": row.product_id }),
            owner,
        };
        Some(tasks::put(tx, act, new)?.id)
    } else {
        None
    };
    Ok(HowToAnswer { question: row.id, questions: count, task })
}
