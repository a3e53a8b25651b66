//! Courses.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit};
use crate::{
    id::{CourseId, CourseState, InstallationId},
    record::training::{Course, course, courses, seats},
};

/// Courses, the next first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Courses {
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only those that stand so.
    pub state: Option<CourseState>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
}

/// A course as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CourseFacts {
    /// Id.
    pub id: CourseId,
    /// Number.
    pub number: String,
    /// For whom.
    pub customer: Whose,
    /// Of which project.
    pub installation: Option<InstallationId>,
    /// What it is about.
    pub title: String,
    /// How many can attend.
    pub places: i64,
    /// Who has a seat.
    pub seats: i64,
    /// Who was there.
    pub attended: i64,
    /// Who holds it.
    pub trainer: Option<Who>,
    /// On which day it is planned.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub planned_on: Option<Date>,
    /// On which day it was held.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub held_on: Option<Date>,
    /// How it stands.
    pub state: CourseState,
    /// Row version.
    pub version: i64,
}

impl CourseFacts {
    pub(super) fn of(tx: &mut Tx, row: &Course) -> Outcome<Self> {
        let names = Names::read(tx, row.trainer_id.into_iter().collect(), vec![row.customer_id])?;
        let all = seats(tx, row.id)?;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Ok(Self {
            id: row.id,
            number: row.number.clone(),
            customer: names.whose(row.customer_id),
            installation: row.installation_id,
            title: row.title.clone(),
            places: row.places,
            seats: count(all.len()),
            attended: count(all.iter().filter(|seat| seat.attended == Some(true)).count()),
            trainer: names.maybe(row.trainer_id),
            planned_on: row.planned_on,
            held_on: row.held_on,
            state: row.state,
            version: row.version,
        })
    }
}

impl View for Courses {
    const NAME: &'static str = "training.courses";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<CourseFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<CourseFacts>> {
        let customer = self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id);
        let rows = courses(tx, ctx, customer, self.state, limit(self.limit)?)?;
        rows.iter().map(|row| CourseFacts::of(tx, row)).collect()
    }
}

/// One course with who attends.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneCourse {
    /// The course.
    pub course: CourseId,
}

/// A seat as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeatFacts {
    /// Who.
    pub contact: ContactId,
    /// Name.
    pub name: String,
    /// Whether they were there.
    pub attended: Option<bool>,
    /// Number of the certificate.
    pub certificate: Option<String>,
    /// Last day on which it holds.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub expires_on: Option<Date>,
}

/// A course with its seats.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CourseWithSeats {
    /// The course.
    pub course: CourseFacts,
    /// The seats.
    pub seats: Vec<SeatFacts>,
}

impl View for OneCourse {
    const NAME: &'static str = "training.course";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CourseWithSeats;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(course(tx, self.course)?.customer_id))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<CourseWithSeats> {
        let row = course(tx, self.course)?;
        let mut shown = Vec::new();
        for seat in seats(tx, row.id)? {
            shown.push(SeatFacts {
                contact: seat.contact_id,
                name: customer::contact(tx, seat.contact_id)?.name,
                attended: seat.attended,
                certificate: seat.certificate,
                expires_on: seat.expires_on,
            });
        }
        shown.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(CourseWithSeats { course: CourseFacts::of(tx, &row)?, seats: shown })
    }
}
