//! Demonstrations: planned with the local engineer, moved, recorded, cancelled (R10).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteId};
use accord_room_people::{self as people, PersonId};
use accord_store::{Json, Tx};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{load_open, same_customer, touches};
use crate::{
    ContributionKind, DemoId, DemoState, OpportunityId,
    engineers::{Wanted, busy, candidates, needed},
    input::{WORDING_MAX, optional, text, whole},
    neighbours::{at_version, author, product},
    record::{Contribution, Demonstration, Met, Opportunity, contribution_to, demonstration, opportunity},
    rules::demo::Busy,
    tell::tell,
};

/// Most minutes of a demonstration.
const MINUTES_MAX: i64 = 5 * 24 * 60;
/// Most contacts at one.
const CONTACTS_MAX: usize = 50;

/// How a demonstration stands after an act.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DemoAnswer {
    /// The demonstration.
    pub demo: DemoId,
    /// Its number.
    pub number: String,
    /// On the way to which opportunity.
    pub opportunity: OpportunityId,
    /// How it stands.
    pub state: DemoState,
    /// Row version.
    pub version: i64,
}

impl DemoAnswer {
    pub(super) fn of(row: &Demonstration) -> Self {
        Self {
            demo: row.id,
            number: row.number.clone(),
            opportunity: row.opportunity_id,
            state: row.state,
            version: row.version,
        }
    }
}

/// Plans a demonstration. The local engineer who knows the product comes along; without one a reason is needed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanDemo {
    /// On the way to which opportunity.
    pub opportunity: OpportunityId,
    /// What is shown.
    pub product: ProductId,
    /// When it begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub starts_at: Timestamp,
    /// How many minutes it takes.
    pub minutes: i64,
    /// At which of their places; open when they come to us.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// The engineer who comes along.
    #[serde(default)]
    pub engineer: Option<PersonId>,
    /// Why none does.
    #[serde(default)]
    pub no_engineer_reason: Option<String>,
}

impl Action for PlanDemo {
    const NAME: &'static str = "demo.plan";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DemoAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DemoAnswer> {
        let of = load_open(tx, self.opportunity)?;
        let account = customer::load(tx, of.customer_id)?;
        let product = product(tx, "/product", self.product)?;
        if let Some(site) = self.site {
            customer::named_site(tx, account.id, "/site", site)?;
        }
        let ends_at = ends(self.starts_at, self.minutes)?;
        let wanted = Wanted {
            account: &account,
            product: &product,
            from: self.starts_at,
            until: ends_at,
            except: None,
        };
        let reason = with_engineer(tx, act, &wanted, self.engineer, self.no_engineer_reason.as_deref())?;
        let rep_id = author(act).or(of.owner_id).ok_or_else(Refusal::absent)?;
        let row = Demonstration {
            id: act.new_id(),
            number: act.number(tx, "D")?,
            opportunity_id: of.id,
            customer_id: account.id,
            site_id: self.site,
            product_id: product.id,
            starts_at: self.starts_at,
            ends_at,
            rep_id,
            engineer_id: self.engineer,
            no_engineer_reason: reason,
            engineer_came: None,
            contacts: Json(Vec::new()),
            outcome: String::new(),
            state: DemoState::Planned,
            released_at: None,
            released_engineer_id: None,
            released_reason: None,
            planned_by: author(act),
            planned_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        note(act, &row);
        invite(tx, act, &of, &row)?;
        Ok(DemoAnswer::of(&row))
    }
}

fn ends(starts_at: Timestamp, minutes: i64) -> Outcome<Timestamp> {
    let minutes = whole("/minutes", minutes, 5, MINUTES_MAX)?;
    starts_at
        .checked_add(SignedDuration::from_mins(minutes))
        .map_err(|_| Refusal::field("/starts_at", "field.form"))
}

fn note(act: &mut Act<'_>, row: &Demonstration) {
    act.fact("demo", row.id);
    act.fact("number", &row.number);
    act.fact("starts_at", row.starts_at);
    if let Some(engineer) = row.engineer_id {
        act.fact("engineer", engineer);
        act.chain(engineer);
    }
}

fn invite(tx: &mut Tx, act: &mut Act<'_>, of: &Opportunity, row: &Demonstration) -> Outcome<()> {
    let facts = vec![("demo", Fact::from(row.number.clone())), ("at", row.starts_at.into())];
    tell(tx, act, row.engineer_id, "notice-demo-engineer", of, facts)
}

/// The engineer is free, or there is a reason for having none. Answers the reason.
fn with_engineer(
    tx: &mut Tx,
    act: &mut Act<'_>,
    wanted: &Wanted<'_>,
    engineer: Option<PersonId>,
    reason: Option<&str>,
) -> Outcome<Option<String>> {
    let reason = optional("/no_engineer_reason", reason, WORDING_MAX)?;
    let Some(engineer) = engineer else {
        if reason.is_some() {
            return Ok(reason);
        }
        let needed = Refusal::field("/no_engineer_reason", "demo.reason_needed");
        return Err(propose(tx, act, wanted, needed)?);
    };
    people::named_person(tx, "/engineer", engineer)?;
    let Some(why) = busy(tx, act.context(), engineer, wanted)? else { return Ok(None) };
    let name = people::person(tx, engineer)?.name;
    let (rule, fact): (&'static str, Fact) = match why {
        Busy::Leave(until) => ("demo.engineer_on_leave", until.into()),
        Busy::Demo(number) => ("demo.engineer_at_demo", number.into()),
        Busy::Other(key) => ("demo.engineer_busy", Fact::Word(key.to_owned())),
    };
    let refusal = Refusal::field("/engineer", rule).with("engineer", name).with("what", fact);
    Err(propose(tx, act, wanted, refusal)?)
}

/// Names the engineer who could come instead.
fn propose(tx: &mut Tx, act: &Act<'_>, wanted: &Wanted<'_>, refusal: Refusal) -> Outcome<Refusal> {
    let skills = needed(wanted.product).len();
    let list = candidates(tx, act.context(), wanted)?;
    let Some(first) = list.into_iter().find(|one| one.fits(skills)) else {
        return Ok(refusal.possible("no-engineer-fits", Vec::new()));
    };
    let name = people::person(tx, PersonId(first.person))?.name;
    Ok(refusal.possible("ask-engineer", vec![("engineer", name.into())]))
}

fn planned(tx: &mut Tx, id: DemoId, version: i64) -> Outcome<Demonstration> {
    let row = demonstration(tx, id)?;
    at_version(&row, version)?;
    if row.state != DemoState::Planned {
        return Err(Refusal::conflict("demo.not_planned")
            .with("number", row.number.clone())
            .with("state", Fact::Word(row.state.message())));
    }
    Ok(row)
}

fn about(tx: &mut Tx, id: DemoId) -> Outcome<Touches> {
    Ok(Touches::customer(demonstration(tx, id)?.customer_id))
}

/// Moves a demonstration, or asks another engineer to it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveDemo {
    /// The demonstration.
    pub demo: DemoId,
    /// Version that was read.
    pub version: i64,
    /// When it begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub starts_at: Timestamp,
    /// How many minutes it takes.
    pub minutes: i64,
    /// The engineer who comes along.
    #[serde(default)]
    pub engineer: Option<PersonId>,
    /// Why none does.
    #[serde(default)]
    pub no_engineer_reason: Option<String>,
}

impl Action for MoveDemo {
    const NAME: &'static str = "demo.move";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DemoAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.demo)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DemoAnswer> {
        let mut row = planned(tx, self.demo, self.version)?;
        let account = customer::load(tx, row.customer_id)?;
        let product = product(tx, "/product", row.product_id)?;
        let until = ends(self.starts_at, self.minutes)?;
        let wanted = Wanted {
            account: &account,
            product: &product,
            from: self.starts_at,
            until,
            except: Some(row.id),
        };
        row.no_engineer_reason =
            with_engineer(tx, act, &wanted, self.engineer, self.no_engineer_reason.as_deref())?;
        let former = std::mem::replace(&mut row.engineer_id, self.engineer);
        (row.starts_at, row.ends_at) = (self.starts_at, until);
        tx.update(&mut row)?;
        note(act, &row);
        let of = opportunity(tx, row.opportunity_id)?;
        if former != row.engineer_id {
            let facts = vec![("demo", Fact::from(row.number.clone()))];
            tell(tx, act, former, "notice-demo-not-needed", &of, facts)?;
        }
        invite(tx, act, &of, &row)?;
        Ok(DemoAnswer::of(&row))
    }
}

/// Says what came of a demonstration and who was there; the engineer who came gets the credit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDemo {
    /// The demonstration.
    pub demo: DemoId,
    /// Version that was read.
    pub version: i64,
    /// The customer, when it is known; it must be the demonstration's.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Whether the engineer came.
    pub engineer_came: bool,
    /// Who of the customer was there.
    #[serde(default)]
    pub contacts: Vec<ContactId>,
    /// What came of it.
    pub outcome: String,
}

impl Action for RecordDemo {
    const NAME: &'static str = "demo.record";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DemoAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.demo)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DemoAnswer> {
        let mut row = planned(tx, self.demo, self.version)?;
        same_customer(tx, self.customer, row.customer_id)?;
        if row.starts_at > act.now {
            return Err(Refusal::conflict("demo.not_begun").with("at", row.starts_at));
        }
        if self.engineer_came && row.engineer_id.is_none() {
            return Err(Refusal::field("/engineer_came", "demo.no_engineer_asked"));
        }
        if self.contacts.len() > CONTACTS_MAX {
            return Err(Refusal::field("/contacts", "field.too_many").with("max", CONTACTS_MAX));
        }
        for (place, contact) in self.contacts.iter().enumerate() {
            customer::named_contact(tx, row.customer_id, format!("/contacts/{place}"), *contact)?;
        }
        let mut contacts = self.contacts.clone();
        contacts.sort_unstable();
        contacts.dedup();
        row.outcome = text("/outcome", &self.outcome, WORDING_MAX)?;
        row.engineer_came = Some(self.engineer_came);
        row.state = DemoState::Held;
        row.contacts = Json(contacts);
        tx.update(&mut row)?;
        note(act, &row);
        act.fact("engineer_came", self.engineer_came);
        meet(tx, act, &row)?;
        if self.engineer_came {
            credit(tx, act, &row)?;
        }
        Ok(DemoAnswer::of(&row))
    }
}

/// Whoever was there is somebody whom we met.
fn meet(tx: &mut Tx, act: &mut Act<'_>, row: &Demonstration) -> Outcome<()> {
    let met_on = act.zone().to_datetime(row.starts_at).date();
    for contact in &row.contacts.0 {
        let met = Met {
            id: act.new_id(),
            opportunity_id: row.opportunity_id,
            contact_id: *contact,
            person_id: Some(row.rep_id),
            met_on,
            note: row.number.clone(),
            version: 1,
        };
        tx.insert(&met)?;
    }
    Ok(())
}

fn credit(tx: &mut Tx, act: &mut Act<'_>, row: &Demonstration) -> Outcome<()> {
    let Some(engineer) = row.engineer_id else { return Ok(()) };
    if contribution_to(tx, engineer, ContributionKind::Demonstrated, row.id.into())?.is_some() {
        return Ok(());
    }
    let given = Contribution {
        id: act.new_id(),
        customer_id: row.customer_id,
        person_id: engineer,
        kind: ContributionKind::Demonstrated,
        about_kind: "demonstration".to_owned(),
        about_id: row.id.into(),
        happened_at: row.starts_at,
        version: 1,
    };
    Ok(tx.insert(&given)?)
}

/// Takes a planned demonstration off.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelDemo {
    /// The demonstration.
    pub demo: DemoId,
    /// Version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for CancelDemo {
    const NAME: &'static str = "demo.cancel";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DemoAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        about(tx, self.demo)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DemoAnswer> {
        let mut row = planned(tx, self.demo, self.version)?;
        row.outcome = text("/reason", &self.reason, WORDING_MAX)?;
        row.state = DemoState::Cancelled;
        tx.update(&mut row)?;
        note(act, &row);
        let of = opportunity(tx, row.opportunity_id)?;
        let facts = vec![("demo", Fact::from(row.number.clone()))];
        tell(tx, act, row.engineer_id, "notice-demo-not-needed", &of, facts)?;
        Ok(DemoAnswer::of(&row))
    }
}
