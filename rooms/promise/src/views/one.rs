//! One promise with everything about it.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Sphere, Touches, View};
use accord_room_customer::{Channel, ContactId, SiteId};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose};
use crate::{
    PromiseRow,
    id::{Change, Kind, PromiseId, State},
    ledger,
    record::{self, ChangeRow, MarkRow},
    rules::due::Wish,
    settings,
};

/// One line of a promise's history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeLine {
    /// What was changed.
    pub what: Change,
    /// What it was.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
    /// Why.
    pub reason: String,
    /// What the customer said.
    pub customer_words: Option<String>,
    /// Who.
    pub by: Option<Who>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
}

/// One step that the watch took.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MarkLine {
    /// Which step: `warn-75`, `due`, `rung-1`.
    pub step: String,
    /// When it was to come.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub planned_at: Timestamp,
    /// When it came.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub fired_at: Timestamp,
    /// How many seconds late it was.
    pub late_seconds: i64,
    /// Who was told.
    pub told: Vec<Who>,
}

/// A promise as colleagues see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PromiseFacts {
    /// Id.
    pub id: PromiseId,
    /// Number.
    pub number: String,
    /// To whom.
    pub customer: Whose,
    /// To which of their people.
    pub contact: Option<ContactId>,
    /// About which site.
    pub site: Option<SiteId>,
    /// What kind.
    pub kind: Kind,
    /// What it is about: the kind of thing.
    pub about_kind: Option<String>,
    /// What it is about.
    pub about_id: Option<Uuid>,
    /// The wording as the customer got it.
    pub wording: String,
    /// Another room words it anew when its due moves, and tells what takes its place.
    pub worded_elsewhere: bool,
    /// What it rests on.
    pub basis: String,
    /// Another system kept the book of it: its due is not known, only whether it was met.
    pub imported: bool,
    /// Who made it.
    pub maker: Option<Who>,
    /// Sphere of who made it.
    pub sphere: Sphere,
    /// Who owns it.
    pub owner: Who,
    /// Who answers for it now, when that is somebody else.
    pub covered_by: Option<Who>,
    /// When it was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// The due the customer was first told.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub first_due_at: Timestamp,
    /// Its civil date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_due_on: Option<Date>,
    /// The present due.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Its civil date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Until when it counts as kept.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub measured_at: Timestamp,
    /// Zone of the due.
    pub zone: String,
    /// How it stands.
    pub state: State,
    /// Open and past its due.
    pub late: bool,
    /// When it ended, as it happened.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// When that was recorded.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_recorded_at: Option<Timestamp>,
    /// Evidence, reason, or the customer's words.
    pub ending: Option<String>,
    /// When the customer was told.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub told_at: Option<Timestamp>,
    /// Through which channel.
    pub told_channel: Option<Channel>,
    /// Whether its check was asked.
    pub checked: bool,
    /// Who made it against the check.
    pub override_by: Option<Who>,
    /// Why.
    pub override_reason: Option<String>,
    /// Measured chance when it was made, per cent.
    #[schemars(with = "Option<String>")]
    pub chance: Option<Decimal>,
    /// On how many promises the chance rests.
    pub chance_n: i64,
    /// Whether these are too few to rely on.
    pub chance_thin: bool,
    /// What the customer loses when it is not kept.
    pub harm: Option<Money>,
    /// When it is expected to be kept.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub forecast_at: Option<Timestamp>,
    /// The civil date of that.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub forecast_on: Option<Date>,
    /// Why.
    pub forecast_reason: Option<String>,
    /// By when the customer must be told of it.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub tell_by: Option<Timestamp>,
    /// While it is in danger: the new due to offer, an instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub draft_at: Option<Timestamp>,
    /// While it is in danger: the new due to offer, a civil date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub draft_on: Option<Date>,
    /// While it is in danger: what to say, in the customer's language.
    pub draft_wording: Option<String>,
    /// The promise whose place it takes.
    pub follows: Option<PromiseId>,
    /// Every change, in order.
    pub changes: Vec<ChangeLine>,
    /// Every step of the watch, in order.
    pub watch: Vec<MarkLine>,
    /// Row version.
    pub version: i64,
}

/// One promise, by its id or number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnePromise {
    /// Its id.
    pub promise: Option<PromiseId>,
    /// Its number.
    pub number: Option<String>,
}

impl OnePromise {
    fn row(&self, tx: &mut Tx) -> Outcome<PromiseRow> {
        match (self.promise, &self.number) {
            (Some(id), _) => record::load(tx, id),
            (None, Some(number)) => record::by_number(tx, number),
            (None, None) => Err(accord_kernel::Refusal::field("/promise", "field.required")),
        }
    }
}

impl View for OnePromise {
    const NAME: &'static str = "promise.one";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromiseFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.row(tx)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PromiseFacts> {
        let row = self.row(tx)?;
        let changes = record::changes(tx, row.id)?;
        let mut marks = record::marks(tx, row.id)?;
        marks
            .sort_by_cached_key(|mark| (mark.fired_at, mark.planned_at, rank(&mark.step), mark.step.clone()));
        let responsible = people::responsible(tx, ctx, row.owner_id, ctx.now)?;
        let mut persons: Vec<PersonId> = vec![row.owner_id, responsible];
        persons.extend(row.maker_id);
        persons.extend(row.override_by);
        persons.extend(changes.iter().filter_map(|change| change.person_id));
        persons.extend(marks.iter().flat_map(|mark| mark.told.0.iter().copied().map(PersonId)));
        let names = Names::read(tx, persons, vec![row.customer_id])?;
        let enough: i64 = settings::get(tx, ctx, &settings::CHANCE_ENOUGH)?;
        let worded_elsewhere = ledger::sentence(tx, ctx, &row, Wish::On(row.due_day()))?.is_some();
        let draft = match row.tell_by {
            Some(_) => Some(ledger::draft_of(tx, ctx, row.clone())?),
            None => None,
        };
        let mut facts = facts(ctx, row, responsible, &names, enough, changes, marks);
        facts.worded_elsewhere = worded_elsewhere;
        if let Some(draft) = draft {
            match draft.due {
                Wish::At(at) => facts.draft_at = Some(at),
                Wish::On(on) => facts.draft_on = Some(on),
            }
            facts.draft_wording = Some(draft.wording);
        }
        Ok(facts)
    }
}

fn facts(
    ctx: &Context,
    row: PromiseRow,
    responsible: PersonId,
    names: &Names,
    enough: i64,
    changes: Vec<ChangeRow>,
    marks: Vec<MarkRow>,
) -> PromiseFacts {
    PromiseFacts {
        imported: row.is_imported(),
        id: row.id,
        late: row.is_late(ctx.now),
        chance: row.chance().percent(),
        chance_thin: row.chance().is_thin(enough),
        harm: row.harm(),
        customer: names.whose(row.customer_id),
        maker: row.maker_id.map(|id| names.who(id)),
        owner: names.who(row.owner_id),
        covered_by: (responsible != row.owner_id).then(|| names.who(responsible)),
        override_by: row.override_by.map(|id| names.who(id)),
        number: row.number,
        contact: row.contact_id,
        site: row.site_id,
        kind: row.kind,
        about_kind: row.about_kind,
        about_id: row.about_id,
        wording: row.wording,
        worded_elsewhere: false,
        basis: row.basis,
        sphere: row.sphere,
        made_at: row.made_at,
        first_due_at: row.first_due_at,
        first_due_on: row.first_due_on,
        due_at: row.due_at,
        due_on: row.due_on,
        measured_at: row.measured_at,
        zone: row.zone,
        state: row.state,
        ended_at: row.ended_at,
        ended_recorded_at: row.ended_recorded_at,
        ending: row.ending,
        told_at: row.told_at,
        told_channel: row.told_channel,
        checked: row.checked,
        override_reason: row.override_reason,
        chance_n: row.chance_n,
        forecast_at: row.forecast_at,
        forecast_on: row.forecast_on,
        forecast_reason: row.forecast_reason,
        tell_by: row.tell_by,
        draft_at: None,
        draft_on: None,
        draft_wording: None,
        follows: row.follows,
        version: row.version,
        changes: changes.into_iter().map(|change| change_line(names, change)).collect(),
        watch: marks.into_iter().map(|mark| mark_line(names, mark)).collect(),
    }
}

/// Steps of one instant in the order in which people think of them: it is due, then somebody is told.
fn rank(step: &str) -> usize {
    ["warn", "due", "rung", "tell"].iter().position(|word| step.starts_with(word)).unwrap_or(usize::MAX)
}

fn change_line(names: &Names, change: ChangeRow) -> ChangeLine {
    ChangeLine {
        what: change.what,
        before: change.before_value,
        after: change.after_value,
        reason: change.reason,
        customer_words: change.customer_words,
        by: change.person_id.map(|id| names.who(id)),
        at: change.changed_at,
    }
}

fn mark_line(names: &Names, mark: MarkRow) -> MarkLine {
    MarkLine {
        late_seconds: mark.fired_at.duration_since(mark.planned_at).as_secs().max(0),
        step: mark.step,
        planned_at: mark.planned_at,
        fired_at: mark.fired_at,
        told: mark.told.0.into_iter().map(|id| names.who(PersonId(id))).collect(),
    }
}
