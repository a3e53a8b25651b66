//! Know before you speak (R4): what they own and ordered, what they were answered and by whom, what is promised, and
//! what not to say now, in one answer.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer::{
    self as customer, Channel, ContactId, CustomerId, Direction, PersonRef, Stage,
    views::{CustomerFacts, SeatFacts},
};
use accord_room_people::{PersonId, record::person};
use accord_room_promise::{
    PromiseId,
    views::{ClarificationLine, PromiseLine, StatementLine},
};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    customer::{CustomerOrder, open_clarifications, orders, owed, standing},
    messages::{self, MessageLine},
};
use crate::rules::caution::{self, Caution, CautionFacts};

/// Answers shown.
const ANSWERS: i64 = 10;
/// Open promises shown; all but the rarest customers have fewer.
const OWED_MAX: i64 = 50;

/// The briefing before a contact. Reading it is what makes the contact an informed one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Briefing {
    /// The customer.
    pub customer: CustomerId,
}

/// Something that was said between us and the customer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnswerLine {
    /// Id of the logged contact or statement.
    pub id: Uuid,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Which colleague.
    pub by: Option<PersonRef>,
    /// With whom.
    pub contact: Option<String>,
    /// Through which channel.
    pub channel: Channel,
    /// Who began it; a statement is always ours.
    pub direction: Direction,
    /// The words.
    pub said: String,
    /// Whether it is a recorded statement that stands.
    pub stands: bool,
}

/// Something that should not be said now, or not without looking first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CautionLine {
    /// What not to say.
    pub caution: Caution,
    /// How many reasons there are.
    pub n: i64,
}

/// The briefing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BriefingPage {
    /// The customer.
    pub customer: CustomerId,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Stage of the loop.
    pub stage: Stage,
    /// How often the loop has begun.
    pub cycle: i64,
    /// What not to say now, the gravest first.
    pub cautions: Vec<CautionLine>,
    /// What we owe them, the worst first, with who made and who keeps it.
    pub owed: Vec<OwedLine>,
    /// Two things were said and one answer is owed.
    pub clarifications: Vec<ClarificationLine>,
    /// The last answers given and contacts had, latest first.
    pub answers: Vec<AnswerLine>,
    /// What they wrote on their own page, latest first.
    pub messages: Vec<MessageLine>,
    /// What they ordered, newest first.
    pub orders: Vec<CustomerOrder>,
    /// Who answers for them in both spheres.
    pub team: Vec<SeatFacts>,
}

/// A promise with its author.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwedLine {
    /// The promise.
    pub promise: PromiseLine,
    /// Who made it; none is the program.
    pub author: Option<PersonRef>,
}

impl View for Briefing {
    const NAME: &'static str = customer::BRIEFING_VIEW;
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BriefingPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<BriefingPage> {
        let record = CustomerFacts { customer: self.customer }.read(tx, ctx)?;
        let id = record.id;
        let promises = ctx.principal.may(Permission::PromiseRead);
        let owed = if promises { owed(tx, ctx, id, OWED_MAX)?.0 } else { Vec::new() };
        let clarifications = if promises { open_clarifications(tx, ctx, id)? } else { Vec::new() };
        let statements = if promises { standing(tx, ctx, id, ANSWERS)? } else { Vec::new() };
        let names: Vec<(ContactId, String)> =
            record.contacts.iter().map(|contact| (contact.id, contact.name.clone())).collect();
        let cautions = caution::cautions(&CautionFacts {
            late: owed.iter().filter(|promise| promise.late).count(),
            at_risk: owed.iter().filter(|promise| !promise.late && is_at_risk(promise)).count(),
            untold: owed.iter().filter(|promise| !promise.told).count(),
            contradictions: clarifications.len(),
        });
        let cautions = cautions
            .into_iter()
            .map(|(caution, n)| CautionLine { caution, n: i64::try_from(n).unwrap_or(i64::MAX) })
            .collect();
        Ok(BriefingPage {
            answers: answers(tx, id, &names, statements)?,
            messages: messages::of_customer(tx, id, ANSWERS)?,
            orders: orders(tx, ctx, id)?,
            owed: with_authors(tx, owed)?,
            customer: id,
            number: record.number,
            name: record.name,
            stage: record.stage,
            cycle: record.cycle,
            cautions,
            clarifications,
            team: record.team,
        })
    }
}

fn is_at_risk(promise: &PromiseLine) -> bool {
    promise.forecast_at.is_some_and(|forecast| forecast > promise.due_at)
}

fn with_authors(tx: &mut Tx, owed: Vec<PromiseLine>) -> Outcome<Vec<OwedLine>> {
    let ids: Vec<PromiseId> = owed.iter().map(|promise| promise.id).collect();
    let makers = accord_room_promise::makers(tx, &ids)?;
    let mut wanted: Vec<PersonId> = makers.values().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let names = person::names(tx, &wanted)?;
    let author = |id: Option<PersonId>| {
        names
            .iter()
            .find(|(known, _)| Some(*known) == id)
            .map(|(id, name)| PersonRef { id: *id, name: name.clone() })
    };
    Ok(owed
        .into_iter()
        .map(|promise| OwedLine { author: author(makers.get(&promise.id).copied()), promise })
        .collect())
}

/// Contacts had and statements made, as one list.
fn answers(
    tx: &mut Tx,
    id: CustomerId,
    contacts: &[(ContactId, String)],
    statements: Vec<StatementLine>,
) -> Outcome<Vec<AnswerLine>> {
    let name_of = |contact: Option<ContactId>| {
        contacts.iter().find(|(known, _)| Some(*known) == contact).map(|(_, name)| name.clone())
    };
    let logged = customer::last_contacts(tx, id, ANSWERS)?;
    let mut wanted: Vec<PersonId> = logged.iter().map(|row| row.person_id).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let names = person::names(tx, &wanted)?;
    let by = |id: PersonId| {
        names
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(id, name)| PersonRef { id: *id, name: name.clone() })
    };
    let mut lines: Vec<AnswerLine> = logged
        .into_iter()
        .map(|row| AnswerLine {
            id: row.id,
            at: row.happened_at,
            by: by(row.person_id),
            contact: name_of(row.contact_id),
            channel: row.channel,
            direction: row.direction,
            said: row.said,
            stands: false,
        })
        .collect();
    lines.extend(statements.into_iter().map(|row| AnswerLine {
        id: row.id.into(),
        at: row.said_at,
        by: row.by.map(|who| PersonRef { id: who.id, name: who.name }),
        contact: name_of(row.contact),
        channel: row.channel,
        direction: Direction::Outbound,
        said: row.wording,
        stands: true,
    }));
    lines.sort_by_key(|line| std::cmp::Reverse((line.at, line.id)));
    lines.truncate(usize::try_from(ANSWERS).unwrap_or(0));
    Ok(lines)
}
