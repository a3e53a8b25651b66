//! A visit is needed, gets a time, moves, does not take place. The customer hears of it each time.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{self as customer, ContactId, CustomerId, CustomerState, SiteId};
use accord_room_people::{self as people, PersonId, check};
use accord_store::{Json, Tx};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{facts, living, people::send, touches, with_person};
use crate::{
    Purpose, VisitId, VisitState, cases,
    neighbours::{at_version, author, number},
    record::visit::{ReportRow, VisitRow, going},
    tell::{self, Told},
};

/// Most minutes of work.
const MINUTES_MAX: i64 = 31 * 24 * 60;
/// A plan may lie so far back: what was agreed by telephone is written down afterwards.
const BACK: SignedDuration = SignedDuration::from_hours(24);

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitAnswer {
    /// The visit.
    pub visit: VisitId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: VisitState,
    /// What the customer was told.
    pub told: Told,
    /// Row version.
    pub version: i64,
}

impl VisitAnswer {
    pub(super) fn of(row: &VisitRow, told: Told) -> Self {
        Self { visit: row.id, number: row.number.clone(), state: row.state, told, version: row.version }
    }
}

/// Plans a visit to a site. With a time and somebody who goes, the customer is told at once.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanVisit {
    /// To whom.
    pub customer: CustomerId,
    /// Where.
    pub site: SiteId,
    /// What for.
    pub purpose: Purpose,
    /// What is to be done.
    #[schemars(extend("maxLength" = 2000))]
    pub task: String,
    /// Minutes of work on site.
    pub minutes: i64,
    /// When it begins; open while nobody knows.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub starts_at: Option<Timestamp>,
    /// Who goes and answers for it.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Why this person, if something speaks against it.
    #[serde(default)]
    pub reason: Option<String>,
    /// About which unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// Whom the customer hears through; the site's own contact when open.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Kind of the thing it belongs to.
    #[serde(default)]
    pub subject_kind: Option<String>,
    /// Id of that thing.
    #[serde(default)]
    pub subject: Option<Uuid>,
}

impl Action for PlanVisit {
    const NAME: &'static str = "visit.plan";
    const PERMISSION: Permission = Permission::VisitPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = customer::load(tx, self.customer)?;
        Ok(with_person(Touches::customer(row.id), self.person))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitAnswer> {
        let account = customer::load(tx, self.customer)?;
        if account.state != CustomerState::Active {
            return Err(Refusal::conflict("customer.archived").with("customer", account.name));
        }
        let site = customer::named_site(tx, account.id, "/site", self.site)?;
        if let Some(unit) = self.asset {
            asset::named_asset(tx, account.id, "/asset", unit)?;
        }
        if let Some(contact) = self.contact {
            customer::named_contact(tx, account.id, "/contact", contact)?;
        }
        let subject_kind = check::some("/subject_kind", self.subject_kind.as_deref(), check::NAME_MAX)?;
        if subject_kind.is_some() != self.subject.is_some() {
            return Err(Refusal::field("/subject", "field.required"));
        }
        let minutes = number("/minutes", self.minutes, 5, MINUTES_MAX)?;
        let mut row = VisitRow {
            id: act.new_id(),
            number: act.number(tx, "V")?,
            customer_id: account.id,
            site_id: site.id,
            asset_id: self.asset,
            subject_kind,
            subject_id: self.subject,
            purpose: self.purpose,
            task: check::text("/task", &self.task, check::WORDING_MAX)?,
            contact_id: self.contact,
            minutes,
            starts_at: None,
            ends_at: None,
            state: VisitState::Open,
            travel_at: None,
            eta_at: None,
            arrived_at: None,
            done_at: None,
            told_start: None,
            told_person: None,
            ended_reason: None,
            made_by: author(act),
            made_at: act.now,
            version: 1,
        };
        if let Some(starts_at) = self.starts_at {
            set_window(act, &mut row, starts_at, minutes)?;
        }
        cases::must_belong(tx, &row, account.id)?;
        tx.insert(&row)?;
        tx.insert(&report_of(act, row.id))?;
        row.index(tx)?;
        if let Some(person) = self.person {
            send(tx, act, &row, person, true, self.reason.as_deref())?;
        }
        cases::follow(tx, act, &row, None)?;
        let told = tell::announce(tx, act, &mut row)?;
        if told == Told::Yes {
            tx.update(&mut row)?;
        }
        facts(act, &row);
        Ok(VisitAnswer::of(&row, told))
    }
}

/// A visit of the same thing that has no time yet.
pub(super) fn again(tx: &mut Tx, act: &mut Act<'_>, of: &VisitRow, task: &str) -> Outcome<VisitRow> {
    let row = VisitRow {
        id: act.new_id(),
        number: act.number(tx, "V")?,
        task: task.to_owned(),
        starts_at: None,
        ends_at: None,
        state: VisitState::Open,
        travel_at: None,
        eta_at: None,
        arrived_at: None,
        done_at: None,
        told_start: None,
        told_person: None,
        ended_reason: None,
        made_by: author(act),
        made_at: act.now,
        version: 1,
        ..of.clone()
    };
    tx.insert(&row)?;
    tx.insert(&report_of(act, row.id))?;
    row.index(tx)?;
    Ok(row)
}

fn report_of(act: &Act<'_>, visit: VisitId) -> ReportRow {
    ReportRow {
        id: act.new_id(),
        visit_id: visit,
        safety: Json(Vec::new()),
        safety_note: String::new(),
        found: String::new(),
        mended: String::new(),
        left_right: Json(Vec::new()),
        left_note: String::new(),
        summary: String::new(),
        unsigned_reason: String::new(),
        version: 1,
    }
}

fn set_window(act: &Act<'_>, row: &mut VisitRow, starts_at: Timestamp, minutes: i64) -> Outcome<()> {
    let earliest = act.now.checked_sub(BACK).unwrap_or(act.now);
    if starts_at < earliest {
        return Err(Refusal::field("/starts_at", "field.past"));
    }
    let ends_at = starts_at
        .checked_add(SignedDuration::from_mins(minutes))
        .map_err(|_| Refusal::field("/starts_at", "field.form"))?;
    row.starts_at = Some(starts_at);
    row.ends_at = Some(ends_at);
    row.minutes = minutes;
    if row.state == VisitState::Open {
        row.state = VisitState::Planned;
    }
    Ok(())
}

/// Sets another time. The customer is told; whoever goes is asked again whether they can.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveVisit {
    /// The visit.
    pub visit: VisitId,
    /// Version that was read.
    pub version: i64,
    /// When it begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub starts_at: Timestamp,
    /// Minutes of work on site; as before when open.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// Why those who go shall go although something speaks against it.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Action for MoveVisit {
    const NAME: &'static str = "visit.move";
    const PERMISSION: Permission = Permission::VisitPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitAnswer> {
        let mut row = living(tx, self.visit)?;
        at_version(&row, self.version)?;
        if row.state.begun() {
            return Err(Refusal::conflict("visit.begun").with("number", row.number.clone()));
        }
        let minutes = match self.minutes {
            Some(minutes) => number("/minutes", minutes, 5, MINUTES_MAX)?,
            None => row.minutes,
        };
        let before = cases::coming(tx, &row)?;
        set_window(act, &mut row, self.starts_at, minutes)?;
        tx.update(&mut row)?;
        let those = going(tx, row.id)?;
        for one in &those {
            super::people::must_be_free(tx, act, &row, one.person_id, self.reason.as_deref())?;
        }
        cases::follow(tx, act, &row, before)?;
        let told = tell::announce(tx, act, &mut row)?;
        if told == Told::Yes {
            tx.update(&mut row)?;
        }
        let persons: Vec<PersonId> = those.iter().map(|one| one.person_id).collect();
        tell::colleagues(tx, act, &persons, "notice-visit-moved", &row)?;
        facts(act, &row);
        Ok(VisitAnswer::of(&row, told))
    }
}

/// Calls a visit off. What was held for it is free again, and the customer is told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelVisit {
    /// The visit.
    pub visit: VisitId,
    /// Version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for CancelVisit {
    const NAME: &'static str = "visit.cancel";
    const PERMISSION: Permission = Permission::VisitPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitAnswer> {
        let mut row = living(tx, self.visit)?;
        at_version(&row, self.version)?;
        if row.state == VisitState::OnSite {
            return Err(Refusal::conflict("visit.begun").with("number", row.number.clone()));
        }
        row.ended_reason = Some(check::text("/reason", &self.reason, check::WORDING_MAX)?);
        let before = cases::coming(tx, &row)?;
        row.state = VisitState::Cancelled;
        tx.update(&mut row)?;
        cases::follow(tx, act, &row, before)?;
        accord_room_capacity::drop_in_hand(tx, super::part::booking(row.id), None)?;
        let told = tell::call_off(tx, act, &row)?;
        let persons: Vec<PersonId> = going(tx, row.id)?.iter().map(|one| one.person_id).collect();
        tell::colleagues(tx, act, &persons, "notice-visit-cancelled", &row)?;
        facts(act, &row);
        Ok(VisitAnswer::of(&row, told))
    }
}

/// A person who works here.
pub(super) fn active(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    people::named_person(tx, "/person", person).map(drop)
}
