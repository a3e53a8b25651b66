//! One case with everything that belongs to it, and the crisis of a customer.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId};
use accord_room_contract::{ContractId, CoverKind};
use accord_room_customer::{self as customer, AttachmentId, Channel, ContactId, CustomerId, SiteId};
use accord_room_promise::{self as promise, PromiseId};
use accord_room_value::ClockStop;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, OriginFacts, Who, Whose, origin::origin};
use crate::{
    clocks::in_time,
    id::{
        CaseId, CaseState, CaseTaskId, Change, ClockKind, Collateral, CrisisId, Entry, EntryKind, PauseCause,
        Severity, TaskKind, TaskState, WaitsFor,
    },
    record::{
        CaseRow, changes_of, clocks_of, crisis_of, entries_of, load, pauses_of, releases_of, tasks_of,
        wishes_of,
    },
    talk,
};

/// Words shown.
const ENTRIES_MAX: i64 = 200;

/// A clock with its promise.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClockFacts {
    /// What it promises.
    pub kind: ClockKind,
    /// Its promise.
    pub promise: PromiseId,
    /// The promise's number.
    pub number: String,
    /// How the promise stands.
    pub state: promise::State,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub started_at: Timestamp,
    /// When it runs out.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// When what it promises happened.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub stopped_at: Option<Timestamp>,
    /// It stands still for a cause at the customer's.
    pub paused: bool,
    /// It has run out and nothing stopped it.
    pub late: bool,
    /// Per cent of its stretch of time that have passed.
    pub used_percent: i64,
}

/// A stretch that is the customer's time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PauseFacts {
    /// Why.
    pub cause: PauseCause,
    /// The customer's words.
    pub words: Option<String>,
    /// A file.
    pub attachment: Option<AttachmentId>,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from_at: Timestamp,
    /// Until when.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until_at: Option<Timestamp>,
}

/// Something said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryFacts {
    /// To whom or by whom.
    pub kind: EntryKind,
    /// The words: the customer's wording of an update.
    pub words: String,
    /// The rep's wording.
    pub rep_words: Option<String>,
    /// When the next word comes.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_at: Option<Timestamp>,
    /// Through which channel.
    pub channel: Option<Channel>,
    /// The customer had to say it again.
    pub repeated: bool,
    /// Which colleague.
    pub by: Option<Who>,
    /// Who of the customer's.
    pub contact: Option<String>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
}

/// A change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeFacts {
    /// What was changed.
    pub what: Change,
    /// What it was.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Option<Who>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub changed_at: Timestamp,
}

/// Something to be done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskFacts {
    /// Id.
    pub id: CaseTaskId,
    /// What kind.
    pub kind: TaskKind,
    /// What exactly.
    pub words: String,
    /// Who does it.
    pub owner: Who,
    /// By when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Whether it is still to be done.
    pub state: TaskState,
    /// What came of it.
    pub outcome: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CaseFacts {
    /// Id.
    pub id: CaseId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Whose,
    /// Where.
    pub site: Option<SiteId>,
    /// Its name.
    pub site_name: Option<String>,
    /// Zone of the site (IANA).
    pub zone: String,
    /// Who of them.
    pub contact: Option<ContactId>,
    /// Who called.
    pub caller: String,
    /// Where to call back.
    pub call_back: String,
    /// The unit.
    pub asset: Option<AssetId>,
    /// Its name.
    pub asset_name: Option<String>,
    /// What is stopped or wrong.
    pub what: String,
    /// How badly.
    pub severity: Severity,
    /// How it reached us.
    pub channel: Entry,
    /// When the customer called.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub received_at: Timestamp,
    /// Who picked up.
    pub opened_by: Option<Who>,
    /// The one owner.
    pub owner: Who,
    /// Who helps.
    pub helper: Option<Who>,
    /// Who was sent.
    pub engineer: Option<Who>,
    /// When they will be there.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub arrives_at: Option<Timestamp>,
    /// Who is asked to take it over.
    pub offered_to: Option<Who>,
    /// How it stands.
    pub state: CaseState,
    /// What covers; open when nothing does.
    pub cover: Option<CoverKind>,
    /// The contract.
    pub contract: Option<ContractId>,
    /// Its number.
    pub contract_number: Option<String>,
    /// The plan.
    pub plan: Option<String>,
    /// What stops the response clock.
    pub clock_stop: Option<ClockStop>,
    /// The unit was not known: the strongest cover was taken.
    pub assumed: bool,
    /// Its clocks.
    pub clocks: Vec<ClockFacts>,
    /// Time that was the customer's.
    pub pauses: Vec<PauseFacts>,
    /// It stands still now.
    pub paused: bool,
    /// When the next word is promised.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_update_at: Option<Timestamp>,
    /// That did not come.
    pub update_late: bool,
    /// When the next word should come by the communication plan.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub proposed_next_at: Timestamp,
    /// When somebody was on site.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub on_site_at: Option<Timestamp>,
    /// Since when it runs again.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub restored_at: Option<Timestamp>,
    /// What was found and done.
    pub result: Option<String>,
    /// What caused it.
    pub cause: Option<String>,
    /// What our work left behind.
    pub collateral: Option<Collateral>,
    /// In words.
    pub collateral_words: Option<String>,
    /// Whether the site was left right.
    pub left_right: Option<bool>,
    /// When the customer said that it runs.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub confirmed_at: Option<Timestamp>,
    /// In their words.
    pub confirmed_words: Option<String>,
    /// How they found it.
    pub rating: Option<i64>,
    /// In their words.
    pub rating_words: Option<String>,
    /// When it was closed.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub closed_at: Option<Timestamp>,
    /// Whether every clock was met.
    pub in_time: bool,
    /// How often we spoke about it.
    pub contacts: i64,
    /// How often the customer had to say it again.
    pub repeats: i64,
    /// How often it was handed over.
    pub handovers: i64,
    /// Where it came from, when another system closed it.
    pub origin: Option<OriginFacts>,
    /// The crisis it belongs to.
    pub crisis: Option<CrisisId>,
    /// What was said, the latest first.
    pub entries: Vec<EntryFacts>,
    /// What was changed.
    pub changes: Vec<ChangeFacts>,
    /// What is to be done.
    pub tasks: Vec<TaskFacts>,
    /// Row version.
    pub version: i64,
}

/// One case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneCase {
    /// The case.
    pub case: CaseId,
}

fn clocks(tx: &mut Tx, ctx: &Context, row: &CaseRow) -> Outcome<Vec<ClockFacts>> {
    let mut out = Vec::new();
    for clock in clocks_of(tx, row.id)? {
        let owed = promise::load(tx, clock.promise_id)?;
        let whole = clock.due_at.as_second().saturating_sub(clock.started_at.as_second()).max(1);
        let until = clock.stopped_at.unwrap_or(ctx.now);
        let gone = until.as_second().saturating_sub(clock.started_at.as_second()).max(0);
        out.push(ClockFacts {
            kind: clock.kind,
            promise: owed.id,
            late: owed.is_late(ctx.now),
            paused: owed.paused_at.is_some() && clock.stopped_at.is_none(),
            number: owed.number,
            state: owed.state,
            started_at: clock.started_at,
            due_at: clock.due_at,
            stopped_at: clock.stopped_at,
            used_percent: (gone.saturating_mul(100) / whole).min(100),
        });
    }
    Ok(out)
}

impl View for OneCase {
    const NAME: &'static str = "case.one";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(load(tx, self.case)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CaseFacts> {
        let row = load(tx, self.case)?;
        let entries = entries_of(tx, row.id, ENTRIES_MAX)?;
        let changes = changes_of(tx, row.id)?;
        let tasks = tasks_of(tx, row.id)?;
        let pauses = pauses_of(tx, row.id)?;
        let mut persons = vec![row.owner_id];
        persons.extend([row.opened_by, row.helper_id, row.engineer_id, row.offered_to].into_iter().flatten());
        persons.extend(entries.iter().filter_map(|entry| entry.person_id));
        persons.extend(changes.iter().filter_map(|change| change.person_id));
        persons.extend(tasks.iter().map(|task| task.owner_id));
        let names = Names::read(tx, persons, vec![row.customer_id])?;
        let contacts: std::collections::BTreeMap<_, _> = customer::contacts_of(tx, row.customer_id)?
            .into_iter()
            .map(|contact| (contact.id, contact.name))
            .collect();
        let site_name = match row.site_id {
            Some(site) => Some(customer::site(tx, site)?.name),
            None => None,
        };
        let asset_name = match row.asset_id {
            Some(unit) => Some(asset::asset(tx, unit)?.name()),
            None => None,
        };
        Ok(CaseFacts {
            clocks: clocks(tx, ctx, &row)?,
            paused: pauses.iter().any(|pause| pause.until_at.is_none()),
            proposed_next_at: talk::next_word(tx, ctx, &row)?,
            in_time: in_time(tx, &row)?,
            origin: origin(tx, row.id)?,
            pauses: pauses
                .into_iter()
                .map(|pause| PauseFacts {
                    cause: pause.cause,
                    words: pause.words,
                    attachment: pause.attachment_id,
                    from_at: pause.from_at,
                    until_at: pause.until_at,
                })
                .collect(),
            entries: entries
                .into_iter()
                .map(|entry| EntryFacts {
                    kind: entry.kind,
                    words: entry.words,
                    rep_words: entry.rep_words,
                    next_at: entry.next_at,
                    channel: entry.channel,
                    repeated: entry.repeated,
                    by: names.maybe(entry.person_id),
                    contact: entry.contact_id.and_then(|id| contacts.get(&id).cloned()),
                    said_at: entry.said_at,
                })
                .collect(),
            changes: changes
                .into_iter()
                .map(|change| ChangeFacts {
                    what: change.what,
                    before: change.before_value,
                    after: change.after_value,
                    reason: change.reason,
                    by: names.maybe(change.person_id),
                    changed_at: change.changed_at,
                })
                .collect(),
            tasks: tasks
                .into_iter()
                .map(|task| TaskFacts {
                    id: task.id,
                    kind: task.kind,
                    words: task.words,
                    owner: names.who(task.owner_id),
                    due_at: task.due_at,
                    state: task.state,
                    outcome: task.outcome,
                    version: task.version,
                })
                .collect(),
            id: row.id,
            customer: names.whose(row.customer_id),
            site: row.site_id,
            site_name,
            zone: row.zone,
            contact: row.contact_id,
            caller: row.caller,
            call_back: row.call_back,
            asset: row.asset_id,
            asset_name,
            severity: row.severity,
            channel: row.channel,
            received_at: row.received_at,
            opened_by: names.maybe(row.opened_by),
            owner: names.who(row.owner_id),
            helper: names.maybe(row.helper_id),
            engineer: names.maybe(row.engineer_id),
            arrives_at: row.arrives_at,
            offered_to: names.maybe(row.offered_to),
            state: row.state,
            cover: row.cover,
            contract: row.contract_id,
            contract_number: row.contract_number,
            plan: row.plan,
            clock_stop: row.clock_stop,
            assumed: row.assumed,
            next_update_at: row.next_update_at,
            update_late: row.update_late,
            on_site_at: row.on_site_at,
            restored_at: row.restored_at,
            result: row.result,
            cause: row.cause,
            collateral: row.collateral,
            collateral_words: row.collateral_words,
            left_right: row.left_right,
            confirmed_at: row.confirmed_at,
            confirmed_words: row.confirmed_words,
            rating: row.rating,
            rating_words: row.rating_words,
            closed_at: row.closed_at,
            contacts: row.contacts,
            repeats: row.repeats,
            handovers: row.handovers,
            crisis: row.crisis_id,
            number: row.number,
            what: row.what,
            version: row.version,
        })
    }
}

/// What the customer asked for in their own words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WishFacts {
    /// The words.
    pub words: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
}

/// What the head of service let pass.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReleaseFacts {
    /// The thing.
    pub item: Uuid,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Who,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub released_at: Timestamp,
}

/// A crisis.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrisisFacts {
    /// Its id.
    pub id: CrisisId,
    /// The customer.
    pub customer: Whose,
    /// The case that began it.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Who serves.
    pub owner: Who,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// When it ends, once only time is left.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub quiet_until: Option<Timestamp>,
    /// What the customer asked for.
    pub wishes: Vec<WishFacts>,
    /// What was let pass.
    pub releases: Vec<ReleaseFacts>,
}

/// The crisis that a customer is in, if any.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisOf {
    /// The customer.
    pub customer: CustomerId,
}

impl View for CrisisOf {
    const NAME: &'static str = "crisis.of";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Option<CrisisFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Option<CrisisFacts>> {
        let of = customer::load(tx, self.customer)?.id;
        let Some(row) = crisis_of(tx, of)? else { return Ok(None) };
        let case = load(tx, row.case_id)?;
        let releases = releases_of(tx, row.id)?;
        let mut persons = vec![case.owner_id];
        persons.extend(releases.iter().map(|one| one.released_by));
        let names = Names::read(tx, persons, vec![of])?;
        Ok(Some(CrisisFacts {
            id: row.id,
            customer: names.whose(of),
            case: case.id,
            number: case.number,
            owner: names.who(case.owner_id),
            began_at: row.began_at,
            waits_for: row.waits_for,
            quiet_until: row.quiet_until,
            wishes: wishes_of(tx, row.id)?
                .into_iter()
                .map(|wish| WishFacts { words: wish.words, said_at: wish.said_at })
                .collect(),
            releases: releases
                .into_iter()
                .map(|one| ReleaseFacts {
                    item: one.item_id,
                    reason: one.reason,
                    by: names.who(one.released_by),
                    released_at: one.released_at,
                })
                .collect(),
        }))
    }
}

/// A crisis in a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrisisBrief {
    /// The customer.
    pub customer: Whose,
    /// The case that began it.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// When it ends, once only time is left.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub quiet_until: Option<Timestamp>,
}

/// Which of some customers are in crisis, of those that the reader may see. Other ids are passed over.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisStanding {
    /// Ids of customers.
    pub chains: Vec<Uuid>,
}

/// Ids looked at.
const CHAINS_MAX: usize = 50;

impl View for CrisisStanding {
    const NAME: &'static str = "crisis.standing";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<CrisisBrief>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<CrisisBrief>> {
        let mut out = Vec::new();
        for chain in self.chains.into_iter().take(CHAINS_MAX) {
            let Some(row) = crisis_of(tx, chain)? else { continue };
            let seen = ctx.registry.sharing_of(tx, ctx, chain)?;
            if !matches!(seen, accord_kernel::Sight::Open | accord_kernel::Sight::ByReason(_)) {
                continue;
            }
            let names = Names::read(tx, Vec::new(), vec![row.customer_id])?;
            out.push(CrisisBrief {
                customer: names.whose(row.customer_id),
                case: row.case_id,
                number: load(tx, row.case_id)?.number,
                began_at: row.began_at,
                waits_for: row.waits_for,
                quiet_until: row.quiet_until,
            });
        }
        Ok(out)
    }
}
