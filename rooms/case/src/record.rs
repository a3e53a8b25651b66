//! Tables, rows and SQL of this room. SQL stands nowhere else in it.

mod find;
mod mail;
mod origin;
mod talk;

use accord_room_asset::{AssetId, OutageId};
use accord_room_contract::{ContractId, CoverKind};
use accord_room_customer::{AttachmentId, ContactId, CustomerId, SiteId};
use accord_room_people::{CalendarId, PersonId};
use accord_room_promise::PromiseId;
use accord_room_value::ClockStop;
use accord_store::{Record, Table, record};
use jiff::Timestamp;
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::id::{
    CaseChangeId, CaseClockId, CaseId, CasePauseId, CaseState, CaseTaskId, Change, ClockKind, Collateral,
    CrisisId, CrisisReleaseId, CrisisWishId, Entry, PauseCause, Severity, TaskKind, TaskState, WaitsFor,
};

pub use find::*;
pub use mail::*;
pub use origin::*;
pub use talk::*;

/// Recorded tables of this room.
pub(crate) const TABLES: &[&Table] = &[
    MailRow::TABLE,
    CaseRow::TABLE,
    ClockRow::TABLE,
    PauseRow::TABLE,
    EntryRow::TABLE,
    ChangeRow::TABLE,
    TaskRow::TABLE,
    OriginRow::TABLE,
    HistoryRow::TABLE,
    CrisisRow::TABLE,
    WishRow::TABLE,
    ReleaseRow::TABLE,
    PlanRow::TABLE,
    ReplyRow::TABLE,
];

record! {
    /// A service case (R29).
    pub struct CaseRow in "service_case" shape 2 subject "id" upgrade case_before_2 {
        /// Id.
        id: CaseId,
        /// Number for people.
        number: String,
        /// Whose call.
        customer_id: CustomerId,
        /// Where; open while nobody knows.
        site_id: Option<SiteId>,
        /// Who of them called, when we know them.
        contact_id: Option<ContactId>,
        /// Who called, as it was said.
        @personal caller: String,
        /// Where to call back.
        @personal call_back: String,
        /// The unit; open while nobody knows.
        asset_id: Option<AssetId>,
        /// What is stopped or wrong.
        @personal what: String,
        /// How badly the customer is hit now.
        severity: Severity,
        /// The worst that it was: lowering it ends no crisis.
        worst: Severity,
        /// How it reached us.
        channel: Entry,
        /// When the customer called.
        received_at: Timestamp,
        /// Since when the present stop counts, and its clocks: the call, or the words with which a case that the customer
        /// had confirmed was opened again.
        began_at: Timestamp,
        /// When it was recorded.
        opened_at: Timestamp,
        /// Who picked up; open for the program and the customer's own page.
        opened_by: Option<PersonId>,
        /// The one owner to the end.
        owner_id: PersonId,
        /// Who picked up and helps without owning.
        helper_id: Option<PersonId>,
        /// Who was sent.
        engineer_id: Option<PersonId>,
        /// When they will be there.
        arrives_at: Option<Timestamp>,
        /// How it stands.
        state: CaseState,
        /// Whether it is open or fixed: what the queue shows.
        is_open: bool,
        /// Zone of the site (IANA).
        zone: String,
        /// What covers; open when nothing does.
        cover: Option<CoverKind>,
        /// The contract.
        contract_id: Option<ContractId>,
        /// Its number.
        contract_number: Option<String>,
        /// The plan's name.
        plan: Option<String>,
        /// Minutes to the response; open: by the end of the next working day.
        response_minutes: Option<i64>,
        /// Minutes to running again, where that is promised.
        restore_minutes: Option<i64>,
        /// Whether the clocks run around the clock.
        around_clock: bool,
        /// The plan's own calendar.
        calendar_id: Option<CalendarId>,
        /// What stops the response clock.
        clock_stop: Option<ClockStop>,
        /// The unit was not known: the strongest cover among the customer's units was taken.
        assumed: bool,
        /// When a qualified answer came.
        responded_at: Option<Timestamp>,
        /// Who gave it.
        responded_by: Option<PersonId>,
        /// When somebody was on site.
        on_site_at: Option<Timestamp>,
        /// Since when it runs again.
        restored_at: Option<Timestamp>,
        /// What was found and done.
        result: Option<String>,
        /// What caused it, in a word.
        cause: Option<String>,
        /// What our work left behind.
        collateral: Option<Collateral>,
        /// In words.
        collateral_words: Option<String>,
        /// Whether the site was left right.
        left_right: Option<bool>,
        /// When the customer said that it runs.
        confirmed_at: Option<Timestamp>,
        /// In the customer's words.
        @personal confirmed_words: Option<String>,
        /// How the customer found it, 1 to 5.
        rating: Option<i64>,
        /// When they said so.
        rated_at: Option<Timestamp>,
        /// In their words.
        @personal rating_words: Option<String>,
        /// When it was closed.
        closed_at: Option<Timestamp>,
        /// When the next word is promised.
        next_update_at: Option<Timestamp>,
        /// The promise of it.
        update_promise_id: Option<PromiseId>,
        /// The promised word did not come in time.
        update_late: bool,
        /// How often we and the customer spoke about it.
        contacts: i64,
        /// How often the customer had to say it again.
        repeats: i64,
        /// How often it was handed over.
        handovers: i64,
        /// Who is asked to take it over.
        offered_to: Option<PersonId>,
        /// Since when.
        offered_at: Option<Timestamp>,
        /// The nearest of its clocks and its next word.
        next_due_at: Timestamp,
        /// The crisis it belongs to.
        crisis_id: Option<CrisisId>,
        /// The stop that was recorded of the unit.
        outage_id: Option<OutageId>,
        /// When anything of it changed last.
        changed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// Before, every stop counted from the first call.
fn case_before_2(shape: i64, row: &mut Map<String, JsonValue>) {
    if shape < 2 {
        let received_at = row.get("received_at").cloned().unwrap_or_default();
        row.insert("began_at".to_owned(), received_at);
    }
}

record! {
    /// A clock of a case. Its promise holds due, outcome and watch.
    pub struct ClockRow in "case_clock" shape 1 {
        /// Id.
        id: CaseClockId,
        /// The case.
        case_id: CaseId,
        /// What it promises.
        kind: ClockKind,
        /// Its promise.
        promise_id: PromiseId,
        /// When it began.
        started_at: Timestamp,
        /// Its budget in minutes of its calendar.
        budget_minutes: Option<i64>,
        /// Or: the end of so many working days.
        working_days: Option<i64>,
        /// Or: an instant that somebody told the customer.
        fixed_at: Option<Timestamp>,
        /// When it runs out, as things stand.
        due_at: Timestamp,
        /// When what it promises happened.
        stopped_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A stretch that is the customer's time.
    pub struct PauseRow in "case_pause" shape 1 {
        /// Id.
        id: CasePauseId,
        /// The case.
        case_id: CaseId,
        /// Why.
        cause: PauseCause,
        /// The customer's words for it.
        words: Option<String>,
        /// A file that shows it.
        attachment_id: Option<AttachmentId>,
        /// Since when.
        from_at: Timestamp,
        /// Until when; open while it lasts.
        until_at: Option<Timestamp>,
        /// Who recorded it.
        paused_by: Option<PersonId>,
        /// Who ended it.
        resumed_by: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// One change of a case.
    pub struct ChangeRow in "case_change" shape 1 {
        /// Id.
        id: CaseChangeId,
        /// The case.
        case_id: CaseId,
        /// What was changed.
        what: Change,
        /// What it was.
        before_value: Option<String>,
        /// What it became.
        after_value: Option<String>,
        /// Why.
        reason: String,
        /// Who; open for the program and the customer.
        person_id: Option<PersonId>,
        /// When.
        changed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Something to be done about a case.
    pub struct TaskRow in "case_task" shape 1 {
        /// Id.
        id: CaseTaskId,
        /// The case.
        case_id: CaseId,
        /// The customer.
        customer_id: CustomerId,
        /// What kind.
        kind: TaskKind,
        /// What exactly.
        words: String,
        /// Who does it.
        owner_id: PersonId,
        /// By when.
        due_at: Timestamp,
        /// The promise of it.
        promise_id: Option<PromiseId>,
        /// Whether it is still to be done.
        state: TaskState,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// By whom.
        done_by: Option<PersonId>,
        /// What came of it.
        outcome: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A customer in crisis (R31).
    pub struct CrisisRow in "crisis" shape 1 {
        /// Id.
        id: CrisisId,
        /// The customer.
        customer_id: CustomerId,
        /// The case that began it.
        case_id: CaseId,
        /// Since when.
        began_at: Timestamp,
        /// When it ends, once only time is left.
        quiet_until: Option<Timestamp>,
        /// What it waits for.
        waits_for: WaitsFor,
        /// When it ended.
        ended_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What a customer in crisis asked for in their own words.
    pub struct WishRow in "crisis_wish" shape 1 subject "id" {
        /// Id.
        id: CrisisWishId,
        /// The crisis.
        crisis_id: CrisisId,
        /// The customer.
        customer_id: CustomerId,
        /// The words.
        @personal words: String,
        /// Who of them.
        contact_id: Option<ContactId>,
        /// Who heard it.
        person_id: Option<PersonId>,
        /// When.
        said_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// One needed thing that the head of service let pass.
    pub struct ReleaseRow in "crisis_release" shape 1 {
        /// Id.
        id: CrisisReleaseId,
        /// The crisis.
        crisis_id: CrisisId,
        /// The customer.
        customer_id: CustomerId,
        /// The case that needs it.
        case_id: CaseId,
        /// The thing: a quote, say.
        item_id: Uuid,
        /// Why it is needed to restore.
        reason: String,
        /// Who let it pass.
        released_by: PersonId,
        /// When.
        released_at: Timestamp,
        /// Row version.
        version: i64,
    }
}
