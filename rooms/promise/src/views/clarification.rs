//! Clarifications with everything that was said.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, StatementLine, Who, Whose, cursor, limit, place, trim};
use crate::{
    id::{ClarificationId, ClarificationState, StatementId, SubjectKind},
    record::{self, ClarificationRow, StatementRow},
    rules::statement::{self, Better},
};

/// A clarification.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClarificationLine {
    /// Id.
    pub id: ClarificationId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Whose,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// The subject.
    pub subject: String,
    /// Who owes the answer.
    pub owner: Who,
    /// Who answers for it now, when that is somebody else.
    pub covered_by: Option<Who>,
    /// How it stands.
    pub state: ClarificationState,
    /// When both statements were out.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub opened_at: Timestamp,
    /// By when it is taken up.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub take_by: Timestamp,
    /// By when the customer is called.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub answer_by: Timestamp,
    /// When it was taken up.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub taken_at: Option<Timestamp>,
    /// When the customer was called.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub answered_at: Option<Timestamp>,
    /// Everything said about the subject, the first said first; the answer, too.
    pub said: Vec<StatementLine>,
    /// The statement better for the customer, which holds if it is feasible; none where a person has to judge.
    pub better: Option<StatementId>,
    /// The statement that holds.
    pub answer: Option<StatementId>,
    /// Why the answer is not the better one.
    pub reason: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A page of clarifications.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClarificationPage {
    /// The rows, the first due first.
    pub rows: Vec<ClarificationLine>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Clarifications in the order in which answers are due.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListClarifications {
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only these.
    pub state: Option<ClarificationState>,
    /// Only this one.
    pub id: Option<ClarificationId>,
    /// Only this one, by its number.
    pub number: Option<String>,
    /// At most so many rows, 1 to 200.
    pub limit: Option<i64>,
    /// Where to go on.
    pub after: Option<String>,
}

impl ListClarifications {
    fn one(&self, tx: &mut Tx) -> Outcome<Option<ClarificationRow>> {
        match (self.id, &self.number) {
            (Some(id), _) => record::clarification(tx, id).map(Some),
            (None, Some(number)) => record::clarification_numbered(tx, number).map(Some),
            (None, None) => Ok(None),
        }
    }
}

impl View for ListClarifications {
    const NAME: &'static str = "clarification.list";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ClarificationPage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut touches = Touches::customers(self.customer.map(Uuid::from));
        if let Some(row) = self.one(tx)? {
            touches.customers.push(row.customer_id.into());
        }
        Ok(touches)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ClarificationPage> {
        let limit = limit(self.limit)?;
        let after = place::<ClarificationId>(self.after.as_ref())?;
        let customer = self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id);
        let mut rows = match self.one(tx)? {
            Some(row) => vec![row],
            None => record::clarifications(tx, ctx, customer, self.state, after, limit + 1)?,
        };
        let more = trim(&mut rows, limit);
        let next = rows.last().filter(|_| more).map(|row| cursor(row.answer_by, row.id.into()));
        let covers = people::covers(tx, ctx.now)?;
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let said =
                record::said_about(tx, row.customer_id, row.subject_kind, &row.subject_key, row.opened_at)?;
            out.push(line(tx, row, said, |owner| covers.responsible(owner))?);
        }
        Ok(ClarificationPage { rows: out, next })
    }
}

fn line(
    tx: &mut Tx,
    row: ClarificationRow,
    said: Vec<StatementRow>,
    responsible: impl Fn(PersonId) -> PersonId,
) -> Outcome<ClarificationLine> {
    let now_with = responsible(row.owner_id);
    let mut persons: Vec<PersonId> = said.iter().filter_map(|said| said.person_id).collect();
    persons.extend([row.owner_id, now_with]);
    let names = Names::read(tx, persons, vec![row.customer_id])?;
    Ok(ClarificationLine {
        id: row.id,
        number: row.number,
        customer: names.whose(row.customer_id),
        subject_kind: row.subject_kind,
        subject: row.subject,
        owner: names.who(row.owner_id),
        covered_by: (now_with != row.owner_id).then(|| names.who(now_with)),
        state: row.state,
        opened_at: row.opened_at,
        take_by: row.take_by,
        answer_by: row.answer_by,
        taken_at: row.taken_at,
        answered_at: row.answered_at,
        better: better(&said, row.id),
        said: said.into_iter().map(|said| StatementLine::of(&names, said)).collect(),
        answer: row.answer_id,
        reason: row.reason,
        version: row.version,
    })
}

/// The best for the customer of what was said, the answer left out; none when a person has to judge.
fn better(said: &[StatementRow], clarification: ClarificationId) -> Option<StatementId> {
    let mut said = said.iter().filter(|said| said.clarification_id != Some(clarification));
    let mut best = said.next()?;
    for next in said {
        match statement::better(&best.value(), &next.value()) {
            Better::First | Better::Same => {}
            Better::Second => best = next,
            Better::Judge => return None,
        }
    }
    Some(best.id)
}
