//! Visits: what for, when, who goes, what was found and done, who signed.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteId};
use accord_room_people::{PersonId, paging::By};
use accord_store::{Column, Json, Tx, Value, params, record, search, walk::Walk};
use jiff::Timestamp;
use uuid::Uuid;

use crate::id::{
    LeftPoint, Purpose, SafetyPoint, VisitId, VisitPersonId, VisitReportId, VisitSignatureId, VisitState,
};

record! {
    /// A visit.
    pub struct VisitRow in "visit" shape 1 {
        /// Id.
        id: VisitId,
        /// Number for people.
        number: String,
        /// To whom.
        customer_id: CustomerId,
        /// Where.
        site_id: SiteId,
        /// About which unit.
        asset_id: Option<AssetId>,
        /// Kind of the thing it belongs to, `case` or `installation` say.
        subject_kind: Option<String>,
        /// Id of that thing.
        subject_id: Option<Uuid>,
        /// What for.
        purpose: Purpose,
        /// What is to be done, in words.
        task: String,
        /// Whom the customer hears through.
        contact_id: Option<ContactId>,
        /// Minutes of work on site, as planned.
        minutes: i64,
        /// When it begins, as told.
        starts_at: Option<Timestamp>,
        /// When it ends, as planned.
        ends_at: Option<Timestamp>,
        /// How it stands.
        state: VisitState,
        /// When the first one set out.
        travel_at: Option<Timestamp>,
        /// When whoever set out expects to be there.
        eta_at: Option<Timestamp>,
        /// When the first one arrived.
        arrived_at: Option<Timestamp>,
        /// When it was over.
        done_at: Option<Timestamp>,
        /// The beginning that the customer was last told.
        told_start: Option<Timestamp>,
        /// The person that the customer was last told.
        told_person: Option<PersonId>,
        /// Why it does not take place, or was ended without a signature.
        ended_reason: Option<String>,
        /// Who planned it; open for the program.
        made_by: Option<PersonId>,
        /// When that was.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Somebody's part in a visit.
    pub struct VisitPersonRow in "visit_person" shape 1 {
        /// Id.
        id: VisitPersonId,
        /// The visit.
        visit_id: VisitId,
        /// Who.
        person_id: PersonId,
        /// Whether this one answers for it and is named to the customer.
        leads: bool,
        /// Whether this one still goes.
        goes: bool,
        /// Why in spite of what speaks against it, or why no longer.
        reason: Option<String>,
        /// When this one arrived.
        arrived_at: Option<Timestamp>,
        /// Since when it stands so.
        since_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What was found and done.
    pub struct ReportRow in "visit_report" shape 1 {
        /// Id.
        id: VisitReportId,
        /// The visit.
        visit_id: VisitId,
        /// What was looked at before work began.
        safety: Json<Vec<SafetyPoint>>,
        /// What was noticed there.
        safety_note: String,
        /// What was found.
        found: String,
        /// What was done about it.
        mended: String,
        /// How the place was left.
        left_right: Json<Vec<LeftPoint>>,
        /// What is still to be made good there.
        left_note: String,
        /// In one sentence for the customer.
        summary: String,
        /// Why nobody signed.
        unsigned_reason: String,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Who signed which words. What is personal falls with the key of the contact, or of the signature itself when the
    /// signer is nobody we know.
    pub struct SignatureRow in "visit_signature" shape 1 subject "subject_id" {
        /// Id.
        id: VisitSignatureId,
        /// The visit.
        visit_id: VisitId,
        /// Whose personal fields these are.
        subject_id: Uuid,
        /// The contact who signed.
        contact_id: Option<ContactId>,
        /// The name as typed.
        @personal name: String,
        /// The drawn lines, as the path of an SVG; may be empty.
        @personal drawn: String,
        /// SHA-256 of the words that were shown and signed, in hexadecimal.
        text_sha256: String,
        /// When, by the device on which it was signed.
        signed_at: Timestamp,
        /// When it was recorded.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// A visit.
///
/// # Errors
/// Absent.
pub fn visit(tx: &mut Tx, id: VisitId) -> Outcome<VisitRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Those who go, who leads first.
///
/// # Errors
/// What the database refuses.
pub fn going(tx: &mut Tx, visit: VisitId) -> Outcome<Vec<VisitPersonRow>> {
    Ok(tx.select("WHERE visit_id = ?1 AND goes ORDER BY leads DESC, since_at, id", params![visit])?)
}

/// Everybody who goes or once went.
pub(crate) fn person_of(tx: &mut Tx, visit: VisitId, person: PersonId) -> Outcome<Option<VisitPersonRow>> {
    Ok(tx.select_one("WHERE visit_id = ?1 AND person_id = ?2", params![visit, person])?)
}

/// What was found and done.
///
/// # Errors
/// What the database refuses.
pub fn report(tx: &mut Tx, visit: VisitId) -> Outcome<Option<ReportRow>> {
    Ok(tx.select_one("WHERE visit_id = ?1", params![visit])?)
}

/// Signatures, the last first.
///
/// # Errors
/// What the database refuses.
pub fn signatures(tx: &mut Tx, visit: VisitId) -> Outcome<Vec<SignatureRow>> {
    Ok(tx.select("WHERE visit_id = ?1 ORDER BY recorded_at DESC, id DESC", params![visit])?)
}

/// Signatures of somebody who is to be forgotten.
pub(crate) fn signatures_by(tx: &mut Tx, subject: Uuid) -> Outcome<Vec<SignatureRow>> {
    Ok(tx.select("WHERE subject_id = ?1 ORDER BY id", params![subject])?)
}

/// Visits of a person that are not over and touch a stretch of time, in order.
///
/// # Errors
/// What the database refuses.
pub fn of_person_between(
    tx: &mut Tx,
    person: PersonId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<VisitRow>> {
    let tail = "WHERE id IN (SELECT visit_id FROM visit_person WHERE person_id = ?1 AND goes)
        AND state IN ('planned', 'travelling', 'on_site') AND starts_at < ?3 AND ends_at > ?2 ORDER BY starts_at, id";
    Ok(tx.select(tail, params![person, from, until])?)
}

/// What a person has to do in the field in a stretch: what begins in it, and what is under way; in order.
pub(crate) fn field_of_person(
    tx: &mut Tx,
    persons: &[PersonId],
    from: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Outcome<Vec<VisitRow>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = params![from, until, limit].to_vec();
    let marks = accord_store::listed(&mut values, persons.iter().copied());
    let tail = format!(
        "WHERE id IN (SELECT visit_id FROM visit_person WHERE person_id IN ({}) AND goes)
        AND ((state IN ('planned', 'done') AND starts_at >= ?1 AND starts_at < ?2) OR state IN ('travelling', 'on_site'))
        ORDER BY starts_at, id LIMIT ?3",
        marks
    );
    Ok(tx.select(&tail, &values)?)
}

/// Visits of a subject, the first planned first.
///
/// # Errors
/// What the database refuses.
pub fn of_subject(tx: &mut Tx, subject: Uuid) -> Outcome<Vec<VisitRow>> {
    Ok(tx.select("WHERE subject_id = ?1 ORDER BY starts_at, id", params![subject])?)
}

/// Visits to a customer, the last first.
///
/// # Errors
/// What the database refuses.
pub fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<VisitRow>> {
    let tail = "WHERE customer_id = ?1 ORDER BY COALESCE(starts_at, made_at) DESC, id DESC LIMIT ?2";
    Ok(tx.select(tail, params![customer, limit])?)
}

impl VisitRow {
    /// Puts it into the search: by its number, its customer's name and what is to be done.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "visit".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.number.clone(),
            hint: customer::load(tx, self.customer_id)?.name,
        };
        Ok(search::put(tx, &entry, &self.task)?)
    }
}

/// Puts every visit into the search anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'visit'", params![])?;
    let rows: Vec<VisitRow> = tx.select("ORDER BY id", params![])?;
    rows.iter().try_for_each(|row| row.index(tx))?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// Every visit to a customer, for what follows a merger.
pub(crate) fn all_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<VisitRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Visits of a person that have not begun, for whoever leaves the company.
pub(crate) fn ahead_of_person(tx: &mut Tx, person: PersonId) -> Outcome<Vec<VisitRow>> {
    let tail = "WHERE id IN (SELECT visit_id FROM visit_person WHERE person_id = ?1 AND goes)
        AND state IN ('open', 'planned', 'travelling', 'on_site') ORDER BY starts_at, id";
    Ok(tx.select(tail, params![person])?)
}

/// What a list is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct VisitFilter {
    /// Only these states; none means those that live.
    pub state: Option<VisitState>,
    /// Only to this customer.
    pub customer: Option<CustomerId>,
    /// Only for this thing: a case, an installation; those that are over too.
    pub subject: Option<Uuid>,
    /// Only of these persons.
    pub persons: Option<Vec<PersonId>>,
    /// Only those that begin at or after.
    pub from: Option<Timestamp>,
    /// Only those that begin before.
    pub until: Option<Timestamp>,
    /// Place in the list.
    pub after: Option<(Timestamp, VisitId)>,
}

/// What is sorted by where no time is set: the end of time, so that they stand last.
pub(crate) const NO_TIME: i64 = i64::MAX / 2;

fn narrowed(ctx: &Context, filter: &VisitFilter) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    let mut with = |text: &str, value: Value| {
        values.push(value);
        parts.push(text.replace('#', &format!("?{}", values.len())));
    };
    match (filter.state, filter.customer.is_some() || filter.subject.is_some()) {
        (Some(state), _) => with("state = #", Value::Text(state.word().to_owned())),
        (None, true) => {}
        (None, false) => parts.push("state IN ('open', 'planned', 'travelling', 'on_site')".to_owned()),
    }
    let mut with = |text: &str, value: Value| {
        values.push(value);
        parts.push(text.replace('#', &format!("?{}", values.len())));
    };
    if let Some(customer) = filter.customer {
        with("customer_id = #", Value::Uuid(customer.into()));
    }
    if let Some(subject) = filter.subject {
        with("subject_id = #", Value::Uuid(subject));
    }
    if let Some(from) = filter.from {
        with("starts_at >= #", Value::Int(from.as_microsecond()));
    }
    if let Some(until) = filter.until {
        with("starts_at < #", Value::Int(until.as_microsecond()));
    }
    if let Some(persons) = &filter.persons {
        let list = accord_store::listed(&mut values, persons.iter().copied());
        parts.push(format!("id IN (SELECT visit_id FROM visit_person WHERE person_id IN ({list}) AND goes)"));
    }
    let (seen, more) = accord_room_customer::sight_filter(ctx, "visit.customer_id", values.len() + 1);
    values.extend(more);
    parts.push(seen);
    (format!("WHERE {}", parts.join(" AND ")), values)
}

accord_room_people::sort_keys! {
    /// By what visits are sorted.
    pub enum VisitSort of VisitRow {
        /// Number.
        Number = "number", By::Text("number"), |row| row.number.to_value();
        /// When it begins; without a time last.
        Starts = "starts", By::MaybeInt("starts_at"), |row| row.starts_at.to_value();
        /// What for.
        Purpose = "purpose", By::Text("purpose"), |row| row.purpose.to_value();
        /// Minutes of work.
        Minutes = "minutes", By::Int("minutes"), |row| row.minutes.to_value();
        /// How it stands.
        State = "state", By::Text("state"), |row| row.state.to_value();
    }
}

/// As [`list`], walked in another order when one was asked for.
pub(crate) fn walked(
    tx: &mut Tx,
    ctx: &Context,
    filter: &VisitFilter,
    walk: Option<&Walk>,
    limit: i64,
) -> Outcome<Vec<VisitRow>> {
    let Some(walk) = walk else { return list(tx, ctx, filter, limit) };
    let (mut tail, mut values) = narrowed(ctx, filter);
    walk.finish(&mut tail, &mut values, "id", limit);
    Ok(tx.select(&tail, &values)?)
}

/// Visits by time; those without one stand last.
///
/// # Errors
/// What the database refuses.
pub fn list(tx: &mut Tx, ctx: &Context, filter: &VisitFilter, limit: i64) -> Outcome<Vec<VisitRow>> {
    let (mut tail, mut values) = narrowed(ctx, filter);
    if let Some((at, id)) = filter.after {
        values.push(Value::Int(at.as_microsecond()));
        values.push(Value::Uuid(id.into()));
        let (time, place) = (values.len() - 1, values.len());
        tail.push_str(&format!(
            " AND (COALESCE(starts_at, {NO_TIME}) > ?{time} OR (COALESCE(starts_at, {NO_TIME}) = ?{time} AND id > ?{place}))"
        ));
    }
    values.push(Value::Int(limit));
    tail.push_str(&format!(" ORDER BY COALESCE(starts_at, {NO_TIME}), id LIMIT ?{}", values.len()));
    Ok(tx.select(&tail, &values)?)
}

/// Who goes on visits that are still to be done or being done, as far as the reader may see them.
pub(crate) fn goers(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PersonId>> {
    let (tail, values) = narrowed(ctx, &VisitFilter::default());
    let sql = format!(
        "SELECT DISTINCT person_id FROM visit_person WHERE goes AND visit_id IN (SELECT id FROM visit {tail})"
    );
    tx.query(&sql, &values)?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// How many, exact to 1,000; true when there are more.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut Tx, ctx: &Context, filter: &VisitFilter, most: i64) -> Outcome<i64> {
    let (tail, values) = narrowed(ctx, filter);
    Ok(tx.count_up_to(&format!("FROM visit {tail}"), &values, most)?)
}

/// Visits whose number begins so, for fields that offer visits.
pub(crate) fn by_number(tx: &mut Tx, ctx: &Context, query: &str, limit: i64) -> Outcome<Vec<VisitRow>> {
    let mut values = vec![Value::Text(format!("{}%", query.trim().to_uppercase()))];
    let (seen, more) = accord_room_customer::sight_filter(ctx, "visit.customer_id", 2);
    values.extend(more);
    values.push(Value::Int(limit));
    let tail = format!("WHERE number LIKE ?1 AND {seen} ORDER BY number DESC LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}
