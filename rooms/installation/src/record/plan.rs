//! Templates, plans, their items and faults, and the signature of acceptance.

use accord_kernel::{Context, Language, Outcome, Refusal, Via};
use accord_room_asset::AssetId;
use accord_room_catalog::{ProductId, SkillId};
use accord_room_customer::{AttachmentId, ContactId, CustomerId, SiteId};
use accord_room_order::{LineId, OrderId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, Value, params, record, search};
use jiff::{Timestamp, civil::Date};

use crate::{
    id::{
        Evidence, FaultId, InstallationId, InstallationState, ItemId, ItemState, Part, PlanKind, Side,
        SignatureId, TemplateId,
    },
    rules::template::Content,
};

record! {
    /// One revision of a template.
    pub struct TemplateRow in "install_template" shape 1 {
        /// Id.
        id: TemplateId,
        /// Code that all revisions share.
        code: String,
        /// Number of the revision, from 1.
        revision: i64,
        /// What plans made by it bring about.
        kind: PlanKind,
        /// Name.
        name: String,
        /// For which product; open for every product of its kind.
        product_id: Option<ProductId>,
        /// What it asks for.
        content: Json<Content>,
        /// Whether new plans are made by it.
        standing: bool,
        /// Who wrote it.
        made_by: Option<PersonId>,
        /// When.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// The plan by which one unit is installed, or software implemented.
    pub struct Installation in "install_plan" shape 1 {
        /// Id.
        id: InstallationId,
        /// Number for people, `I-2026-0042`.
        number: String,
        /// What it brings about.
        kind: PlanKind,
        /// For whom.
        customer_id: CustomerId,
        /// Where.
        site_id: Option<SiteId>,
        /// The order it came with.
        order_id: Option<OrderId>,
        /// The line of that order.
        line_id: Option<LineId>,
        /// Number of the unit within its line.
        unit_no: i64,
        /// The unit, once it stands in the installed base.
        asset_id: Option<AssetId>,
        /// What is installed.
        product_id: Option<ProductId>,
        /// What it is called.
        title: String,
        /// The revision of the template it was made by.
        template_id: Option<TemplateId>,
        /// What has to be brought along.
        tools: Json<Vec<String>>,
        /// What whoever installs must be able to do.
        skills: Json<Vec<SkillId>>,
        /// Who leads it.
        lead_id: Option<PersonId>,
        /// People who will use it; 0 where nobody counts them.
        seats: i64,
        /// First day of the work; of software: first day of the project.
        planned_from: Option<Date>,
        /// Last day; of software: the day on which it goes live.
        planned_until: Option<Date>,
        /// The dates were set by hand and do not follow the order.
        moved_by_hand: bool,
        /// Why the dates were moved last.
        moved_words: Option<String>,
        /// How it stands.
        state: InstallationState,
        /// When the first step was done.
        begun_at: Option<Timestamp>,
        /// Day at the site on which it was accepted or went live.
        finished_on: Option<Date>,
        /// When that was recorded.
        finished_at: Option<Timestamp>,
        /// Of software: how many users were trained at the go-live.
        trained: Option<i64>,
        /// Why it went live nevertheless, or was cancelled.
        reason: Option<String>,
        /// When it was made.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A readiness item or a step.
    pub struct Item in "installation_item" shape 1 {
        /// Id.
        id: ItemId,
        /// Of which plan.
        installation_id: InstallationId,
        /// For whom.
        customer_id: CustomerId,
        /// Beforehand, or the work itself.
        part: Part,
        /// Stage, a heading; may be empty.
        stage: String,
        /// Its place among those of its part.
        place: i64,
        /// Who does it.
        side: Side,
        /// In English.
        en: String,
        /// In Brazilian Portuguese; empty: as in English.
        pt: String,
        /// Acceptance waits for it.
        mandatory: bool,
        /// What proves it.
        evidence: Evidence,
        /// Days before the work begins (of software: before the go-live) by which it is due.
        days_before: i64,
        /// By the end of which day; open while the plan has no dates.
        due_on: Option<Date>,
        /// How it stands.
        state: ItemState,
        /// What was said of it.
        note: String,
        /// The value that was read off.
        reading: String,
        /// The file that proves it.
        attachment_id: Option<AttachmentId>,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// By whom of ours.
        done_by: Option<PersonId>,
        /// By whom of the customer.
        done_by_contact: Option<ContactId>,
        /// How often it had to be done again.
        redone: i64,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A fault found while installing.
    pub struct Fault in "installation_fault" shape 1 {
        /// Id.
        id: FaultId,
        /// In which plan.
        installation_id: InstallationId,
        /// For whom.
        customer_id: CustomerId,
        /// What is wrong.
        what: String,
        /// Somebody has to come again for it.
        needs_return: bool,
        /// When it was found.
        found_at: Timestamp,
        /// By whom.
        found_by: Option<PersonId>,
        /// When it was mended.
        mended_at: Option<Timestamp>,
        /// How.
        mended_words: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// The customer's signature under one text.
    pub struct Signature in "installation_signature" shape 1 subject "contact_id" {
        /// Id.
        id: SignatureId,
        /// Of which plan.
        installation_id: InstallationId,
        /// For whom.
        customer_id: CustomerId,
        /// Who signed.
        contact_id: ContactId,
        /// The name as typed.
        @personal name: Option<String>,
        /// What was drawn: strokes of points, see `rules::signature`.
        @personal drawing: Option<String>,
        /// Language of the text.
        language: Language,
        /// The text that was shown and signed.
        words: String,
        /// SHA-256 of the text, in hexadecimal.
        words_hash: String,
        /// Day at the site on which the unit was accepted.
        accepted_on: Date,
        /// Colleague on whose device it was signed.
        witness_id: Option<PersonId>,
        /// Through which face.
        via: Via,
        /// When.
        signed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

impl Installation {
    /// Whether anything can still be done in it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, InstallationState::Planned | InstallationState::Underway)
    }

    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "installation".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.number.clone(),
            hint: self.title.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

impl Item {
    /// The text in a language.
    pub fn text(&self, language: Language) -> &str {
        crate::rules::template::in_language(&self.en, &self.pt, language)
    }
}

pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'installation'", params![])?;
    let rows = tx.select::<Installation>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// One revision of a template.
///
/// # Errors
/// Absent.
pub fn template(tx: &mut Tx, id: TemplateId) -> Outcome<TemplateRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The templates by which new plans are made.
///
/// # Errors
/// What the database refuses.
pub fn standing_templates(tx: &mut Tx) -> Outcome<Vec<TemplateRow>> {
    Ok(tx.select("WHERE standing ORDER BY kind, code LIMIT 500", params![])?)
}

/// Every revision under a code, the latest first.
///
/// # Errors
/// What the database refuses.
pub fn revisions(tx: &mut Tx, code: &str) -> Outcome<Vec<TemplateRow>> {
    Ok(tx.select("WHERE code = ?1 ORDER BY revision DESC LIMIT 200", params![code])?)
}

/// The template for a product: its own, else that of its kind.
///
/// # Errors
/// What the database refuses.
pub fn template_for(tx: &mut Tx, kind: PlanKind, product: Option<ProductId>) -> Outcome<Option<TemplateRow>> {
    Ok(tx.select_one(
        "WHERE standing AND kind = ?1 AND (product_id = ?2 OR product_id IS NULL)
        ORDER BY CASE WHEN product_id IS NULL THEN 1 ELSE 0 END, code LIMIT 1",
        params![kind, product],
    )?)
}

/// A plan.
///
/// # Errors
/// Absent.
pub fn installation(tx: &mut Tx, id: InstallationId) -> Outcome<Installation> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The plans of an order.
///
/// # Errors
/// What the database refuses.
pub fn of_order(tx: &mut Tx, order: OrderId) -> Outcome<Vec<Installation>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY line_id, unit_no, made_at, id", params![order])?)
}

/// The plan of a unit of the installed base that is not cancelled.
///
/// # Errors
/// What the database refuses.
pub fn of_asset(tx: &mut Tx, asset: AssetId) -> Outcome<Option<Installation>> {
    Ok(tx.select_one(
        "WHERE asset_id = ?1 AND state <> 'cancelled' ORDER BY made_at DESC, id LIMIT 1",
        params![asset],
    )?)
}

/// The plans of a customer.
///
/// # Errors
/// What the database refuses.
pub fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<Installation>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY made_at DESC, id LIMIT ?2", params![customer, limit])?)
}

/// Open plans that a person leads.
pub(crate) fn open_of_lead(tx: &mut Tx, lead: PersonId) -> Outcome<Vec<Installation>> {
    Ok(tx.select(
        "WHERE lead_id = ?1 AND state IN ('planned', 'underway') ORDER BY planned_from, id LIMIT 200",
        params![lead],
    )?)
}

/// Plans of a kind finished in a period.
pub(crate) fn finished_between(
    tx: &mut Tx,
    kind: PlanKind,
    from: Date,
    to: Date,
) -> Outcome<Vec<Installation>> {
    Ok(tx.select(
        "WHERE kind = ?1 AND finished_on >= ?2 AND finished_on <= ?3 ORDER BY finished_on, id",
        params![kind, from, to],
    )?)
}

/// The items of a plan: readiness first, each in its place.
///
/// # Errors
/// What the database refuses.
pub fn items(tx: &mut Tx, of: InstallationId) -> Outcome<Vec<Item>> {
    Ok(tx.select("WHERE installation_id = ?1 ORDER BY part, place", params![of])?)
}

/// An item.
///
/// # Errors
/// Absent.
pub fn item(tx: &mut Tx, id: ItemId) -> Outcome<Item> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// What the customer still has to do before open plans.
///
/// # Errors
/// What the database refuses.
pub fn customers_items(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Item>> {
    Ok(tx.select(
        "AS t WHERE t.customer_id = ?1 AND t.side = 'customer' AND t.part = 'ready' AND EXISTS
        (SELECT 1 FROM install_plan i WHERE i.id = t.installation_id AND i.state IN ('planned', 'underway'))
        ORDER BY t.due_on, t.installation_id, t.place LIMIT 500",
        params![customer],
    )?)
}

/// The faults of a plan.
///
/// # Errors
/// What the database refuses.
pub fn faults(tx: &mut Tx, of: InstallationId) -> Outcome<Vec<Fault>> {
    Ok(tx.select("WHERE installation_id = ?1 ORDER BY found_at, id", params![of])?)
}

/// A fault.
///
/// # Errors
/// Absent.
pub fn fault(tx: &mut Tx, id: FaultId) -> Outcome<Fault> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The signature under a plan.
///
/// # Errors
/// What the database refuses.
pub fn signature(tx: &mut Tx, of: InstallationId) -> Outcome<Option<Signature>> {
    Ok(tx.select_one("WHERE installation_id = ?1", params![of])?)
}

/// Which plans a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub states: Vec<InstallationState>,
    pub kind: Option<PlanKind>,
    pub customer: Option<CustomerId>,
    pub leads: Vec<PersonId>,
    pub among: Option<Vec<InstallationId>>,
}

impl Filter {
    fn sql(&self, ctx: &Context) -> (String, Vec<Value>) {
        let mut sql = String::from("TRUE");
        let mut values: Vec<Value> = Vec::new();
        let mut among = |column: &str, list: Vec<Value>, values: &mut Vec<Value>| {
            let marks = accord_store::marks(values.len() + 1, list.len());
            values.extend(list);
            sql.push_str(&format!(" AND i.{column} IN ({marks})"));
        };
        let text = |word: &str| Value::Text(word.to_owned());
        if !self.states.is_empty() {
            among("state", self.states.iter().map(|state| text(state.word())).collect(), &mut values);
        }
        if let Some(kind) = self.kind {
            among("kind", vec![text(kind.word())], &mut values);
        }
        if let Some(customer) = self.customer {
            among("customer_id", vec![Value::Uuid(customer.0)], &mut values);
        }
        if !self.leads.is_empty() {
            among("lead_id", self.leads.iter().map(|id| Value::Uuid(id.0)).collect(), &mut values);
        }
        if let Some(ids) = &self.among {
            among("id", ids.iter().map(|id| Value::Uuid(id.0)).collect(), &mut values);
        }
        let (sight, more) = accord_room_customer::sight_filter(ctx, "i.customer_id", values.len() + 1);
        values.extend(more);
        if !sight.is_empty() {
            sql.push_str(&format!(" AND {sight}"));
        }
        (sql, values)
    }
}

/// A day that stands after every other, for plans without dates.
const NO_DAY: &str = "9999-12-31";

/// Plans by their first day, those without dates last.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &Filter,
    after: Option<(String, InstallationId)>,
    limit: i64,
) -> Outcome<Vec<Installation>> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql(ctx);
    if let Some((on, id)) = after {
        values.push(Value::Text(on));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(
            " AND (COALESCE(i.planned_from, '{NO_DAY}'), i.id) > (?{}, ?{})",
            values.len() - 1,
            values.len()
        ));
    }
    values.push(Value::Int(limit));
    let tail = format!(
        "AS i WHERE {sql} ORDER BY COALESCE(i.planned_from, '{NO_DAY}'), i.id LIMIT ?{}",
        values.len()
    );
    Ok(tx.select(&tail, &values)?)
}

/// The place of a plan in a list, as [`list`] takes it.
pub(crate) fn place_of(row: &Installation) -> String {
    let on = row.planned_from.map_or_else(|| NO_DAY.to_owned(), |on| on.to_string());
    format!("{on}_{}", row.id)
}

pub(crate) fn count_up_to(tx: &mut Tx, ctx: &Context, filter: &Filter, most: i64) -> Outcome<i64> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(0);
    }
    let (sql, values) = filter.sql(ctx);
    Ok(tx.count_up_to(&format!("FROM install_plan i WHERE {sql}"), &values, most)?)
}

/// Plans found by words.
pub(crate) fn find_text(tx: &mut Tx, query: &str, limit: i64) -> Outcome<Vec<InstallationId>> {
    let found = search::find(tx, query, &["installation"], limit)?;
    Ok(found.into_iter().map(|entry| InstallationId(entry.id)).collect())
}

/// Readiness and steps of plans, counted: all, settled, late on a day. One query for a whole list.
pub(crate) fn tallies(
    tx: &mut Tx,
    of: &[InstallationId],
    today: Date,
) -> Outcome<std::collections::BTreeMap<InstallationId, Tally>> {
    let mut found = std::collections::BTreeMap::new();
    if of.is_empty() {
        return Ok(found);
    }
    let mut values: Vec<Value> = vec![Value::Text(today.to_string())];
    let marks = accord_store::listed(&mut values, of.iter().copied());
    let sql = format!(
        "SELECT installation_id, COUNT(*) FILTER (WHERE part = 'ready'),
        COUNT(*) FILTER (WHERE part = 'ready' AND state IN ('done', 'not_needed')),
        COUNT(*) FILTER (WHERE part = 'step'),
        COUNT(*) FILTER (WHERE part = 'step' AND state IN ('done', 'not_needed')),
        COUNT(*) FILTER (WHERE part = 'ready' AND state IN ('open', 'recheck') AND due_on < ?1)
        FROM installation_item WHERE installation_id IN ({}) GROUP BY installation_id",
        marks
    );
    for row in tx.query(&sql, &values)? {
        let tally = Tally {
            ready: row.get(1)?,
            ready_done: row.get(2)?,
            steps: row.get(3)?,
            steps_done: row.get(4)?,
            late: row.get(5)?,
        };
        found.insert(InstallationId(row.get(0)?), tally);
    }
    Ok(found)
}

/// How far a plan is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Readiness items.
    pub ready: i64,
    /// Those that are settled.
    pub ready_done: i64,
    /// Steps.
    pub steps: i64,
    /// Those that are settled.
    pub steps_done: i64,
    /// Readiness items whose day has passed.
    pub late: i64,
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
    move_all!(Installation, Item, Fault, Signature);
    for row in of_customer(tx, into, 10_000)? {
        row.index(tx)?;
    }
    Ok(any)
}
