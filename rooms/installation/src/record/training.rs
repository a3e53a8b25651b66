//! Software in use, reports of use, courses with who attended, questions, and tasks about use and delivery (R26).

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, Value, params, record, search};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::id::{
    CourseId, CourseState, DeliveryTaskId, DeliveryTaskKind, HowToId, InstallationId, SeatId, SubscriptionId,
    TaskState, UsageId,
};

record! {
    /// Software as it runs at a customer.
    pub struct Subscription in "subscription" shape 1 {
        /// Id.
        id: SubscriptionId,
        /// Whose.
        customer_id: CustomerId,
        /// By which project it was brought into use.
        installation_id: InstallationId,
        /// The installed item it is.
        asset_id: Option<AssetId>,
        /// The product.
        product_id: Option<ProductId>,
        /// The release that runs.
        release: String,
        /// Seats that were bought.
        seats: i64,
        /// Since when it is live.
        since_on: Date,
        /// Last day; open while it goes on.
        until_on: Option<Date>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// How many seats were used on a day.
    pub struct Usage in "usage_report" shape 1 {
        /// Id.
        id: UsageId,
        /// Whose.
        customer_id: CustomerId,
        /// Of which software.
        subscription_id: SubscriptionId,
        /// On which day.
        on_day: Date,
        /// Seats that were used.
        used: i64,
        /// Seats that were bought then.
        seats: i64,
        /// Where the number comes from.
        source: String,
        /// When it was reported.
        reported_at: Timestamp,
        /// By whom.
        reported_by: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A course for a customer's people.
    pub struct Course in "training_course" shape 1 {
        /// Id.
        id: CourseId,
        /// Number for people, `T-2026-0042`.
        number: String,
        /// For whom.
        customer_id: CustomerId,
        /// Of which project.
        installation_id: Option<InstallationId>,
        /// About which product.
        product_id: Option<ProductId>,
        /// What it is about.
        title: String,
        /// Its place among those of its project.
        place: i64,
        /// Days before the go-live on which it is to be held.
        days_before: i64,
        /// How many can attend.
        places: i64,
        /// Who holds it.
        trainer_id: Option<PersonId>,
        /// On which day it is planned.
        planned_on: Option<Date>,
        /// On which day it was held.
        held_on: Option<Date>,
        /// How it stands.
        state: CourseState,
        /// When it was made.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Somebody's seat in a course.
    pub struct Seat in "training_seat" shape 1 {
        /// Id.
        id: SeatId,
        /// In which course.
        course_id: CourseId,
        /// Whose people.
        customer_id: CustomerId,
        /// Who.
        contact_id: ContactId,
        /// Whether they were there; open until it was held.
        attended: Option<bool>,
        /// Number of the certificate.
        certificate: Option<String>,
        /// Since when it holds.
        certified_on: Option<Date>,
        /// Last day on which it holds.
        expires_on: Option<Date>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A question that training would have spared.
    pub struct HowTo in "how_to_question" shape 1 subject "id" {
        /// Id.
        id: HowToId,
        /// Whose people.
        customer_id: CustomerId,
        /// Who asked.
        contact_id: ContactId,
        /// About which product.
        product_id: Option<ProductId>,
        /// Kind of thing in which it was asked: a case.
        about_kind: Option<String>,
        /// Its id.
        about_id: Option<Uuid>,
        /// What was asked.
        @personal words: String,
        /// When.
        asked_at: Timestamp,
        /// Who noted it.
        noted_by: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Something that somebody has to do so that the customer uses well what was bought.
    pub struct TaskRow in "delivery_task" shape 1 subject "id" {
        /// Id.
        id: DeliveryTaskId,
        /// The customer.
        customer_id: CustomerId,
        /// What it is about.
        kind: DeliveryTaskKind,
        /// The project.
        installation_id: Option<InstallationId>,
        /// The site.
        site_id: Option<SiteId>,
        /// The contact.
        contact_id: Option<ContactId>,
        /// Facts of its words.
        facts: Json<JsonValue>,
        /// Who has it.
        owner_id: PersonId,
        /// By the end of which day.
        due_on: Date,
        /// How it stands.
        state: TaskState,
        /// Since when it is there.
        made_at: Timestamp,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// By whom.
        done_by: Option<PersonId>,
        /// What came of it.
        @personal words: Option<String>,
        /// Row version.
        version: i64,
    }
}

/// Software as it runs.
///
/// # Errors
/// Absent.
pub fn subscription(tx: &mut Tx, id: SubscriptionId) -> Outcome<Subscription> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The software that a project brought into use.
///
/// # Errors
/// What the database refuses.
pub fn subscription_of(tx: &mut Tx, of: InstallationId) -> Outcome<Option<Subscription>> {
    Ok(tx.select_one("WHERE installation_id = ?1", params![of])?)
}

/// The software of a customer.
///
/// # Errors
/// What the database refuses.
pub fn subscriptions_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Subscription>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY since_on DESC, id LIMIT 200", params![customer])?)
}

/// Reports of use, the latest first.
///
/// # Errors
/// What the database refuses.
pub fn usages(tx: &mut Tx, of: SubscriptionId, limit: i64) -> Outcome<Vec<Usage>> {
    Ok(tx.select(
        "WHERE subscription_id = ?1 ORDER BY on_day DESC, reported_at DESC, id DESC LIMIT ?2",
        params![of, limit],
    )?)
}

/// A course.
///
/// # Errors
/// Absent.
pub fn course(tx: &mut Tx, id: CourseId) -> Outcome<Course> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The courses of a project.
///
/// # Errors
/// What the database refuses.
pub fn courses_of(tx: &mut Tx, of: InstallationId) -> Outcome<Vec<Course>> {
    Ok(tx.select("WHERE installation_id = ?1 ORDER BY place, id", params![of])?)
}

/// Courses in a list: of a customer or of all that the reader may see, the next first.
pub(crate) fn courses(
    tx: &mut Tx,
    ctx: &Context,
    customer: Option<CustomerId>,
    state: Option<CourseState>,
    limit: i64,
) -> Outcome<Vec<Course>> {
    let (sql, mut values) = scoped(ctx, "c", customer);
    let mut sql = sql;
    if let Some(state) = state {
        values.push(Value::Text(state.word().to_owned()));
        sql.push_str(&format!(" AND c.state = ?{}", values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!(
        "AS c WHERE {sql} ORDER BY (c.state <> 'planned'), COALESCE(c.planned_on, '9999-12-31'), c.id LIMIT ?{}",
        values.len()
    );
    Ok(tx.select(&tail, &values)?)
}

fn scoped(ctx: &Context, alias: &str, customer: Option<CustomerId>) -> (String, Vec<Value>) {
    let mut sql = String::from("TRUE");
    let mut values: Vec<Value> = Vec::new();
    if let Some(customer) = customer {
        values.push(Value::Uuid(customer.0));
        sql.push_str(&format!(" AND {alias}.customer_id = ?{}", values.len()));
    }
    let column = format!("{alias}.customer_id");
    let (sight, more) = accord_room_customer::sight_filter(ctx, &column, values.len() + 1);
    values.extend(more);
    if !sight.is_empty() {
        sql.push_str(&format!(" AND {sight}"));
    }
    (sql, values)
}

/// The seats of a course.
///
/// # Errors
/// What the database refuses.
pub fn seats(tx: &mut Tx, of: CourseId) -> Outcome<Vec<Seat>> {
    Ok(tx.select("WHERE course_id = ?1 ORDER BY id", params![of])?)
}

/// Contacts of a project who attended one of its courses.
///
/// # Errors
/// What the database refuses.
pub fn trained(tx: &mut Tx, of: InstallationId) -> Outcome<i64> {
    let sql = "SELECT COUNT(DISTINCT s.contact_id) FROM training_seat s JOIN training_course c ON c.id = s.course_id
        WHERE c.installation_id = ?1 AND s.attended";
    Ok(tx.query_one(sql, params![of])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Certificates of a contact that hold on a day.
///
/// # Errors
/// What the database refuses.
pub fn certificates(tx: &mut Tx, contact: ContactId, on: Date) -> Outcome<Vec<Seat>> {
    Ok(tx.select(
        "WHERE contact_id = ?1 AND certificate IS NOT NULL AND (expires_on IS NULL OR expires_on >= ?2) ORDER BY certified_on DESC, id",
        params![contact, on],
    )?)
}

/// The questions of a contact about a product, those since an instant.
pub(crate) fn questions(
    tx: &mut Tx,
    contact: ContactId,
    product: Option<ProductId>,
    since: Timestamp,
) -> Outcome<Vec<HowTo>> {
    let rows: Vec<HowTo> = tx.select(
        "WHERE contact_id = ?1 AND asked_at >= ?2 ORDER BY asked_at, id LIMIT 500",
        params![contact, since],
    )?;
    Ok(rows.into_iter().filter(|row| row.product_id == product).collect())
}

/// A task.
///
/// # Errors
/// Absent.
pub fn task(tx: &mut Tx, id: DeliveryTaskId) -> Outcome<TaskRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The open tasks of a kind about a customer.
pub(crate) fn open_tasks_about(
    tx: &mut Tx,
    customer: CustomerId,
    kind: DeliveryTaskKind,
) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 AND kind = ?2 AND state = 'open' ORDER BY due_on, id",
        params![customer, kind],
    )?)
}

/// Open tasks of a person, for a handover.
pub(crate) fn open_tasks_of(tx: &mut Tx, owner: PersonId, limit: i64) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select(
        "WHERE owner_id = ?1 AND state = 'open' ORDER BY due_on, id LIMIT ?2",
        params![owner, limit],
    )?)
}

/// Tasks in a list, the next due first.
pub(crate) fn tasks(
    tx: &mut Tx,
    ctx: &Context,
    customer: Option<CustomerId>,
    owners: &[PersonId],
    open: bool,
    limit: i64,
) -> Outcome<Vec<TaskRow>> {
    let (mut sql, mut values) = scoped(ctx, "t", customer);
    if !owners.is_empty() {
        let marks = accord_store::listed(&mut values, owners.iter().copied());
        sql.push_str(&format!(" AND t.owner_id IN ({marks})"));
    }
    if open {
        sql.push_str(" AND t.state = 'open'");
    }
    values.push(Value::Int(limit));
    let tail =
        format!("AS t WHERE {sql} ORDER BY (t.state <> 'open'), t.due_on, t.id LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// Everything of a customer in these tables, for a merge.
pub(crate) fn moved_to(tx: &mut Tx, from: CustomerId, into: CustomerId) -> Outcome<bool> {
    let mut any = false;
    macro_rules! move_all {
        ($($row:ty),+) => { $(
            for mut row in tx.select::<$row>("WHERE customer_id = ?1 ORDER BY id", params![from])? {
                row.customer_id = into;
                tx.update(&mut row)?;
                any = true;
            }
        )+ };
    }
    move_all!(Subscription, Usage, Course, Seat, HowTo, TaskRow);
    for course in tx.select::<Course>("WHERE customer_id = ?1 ORDER BY id", params![into])? {
        course.index(tx)?;
    }
    Ok(any)
}

impl Course {
    /// Puts it into the search, by its number and what it is about.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "training_course".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.number.clone(),
            hint: self.title.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

/// Makes every course findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'training_course'", params![])?;
    let rows = tx.select::<Course>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}
