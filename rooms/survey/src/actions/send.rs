//! The question goes out when nothing holds it back, and closes when its time is over.

use accord_kernel::{
    Act, Action, Audience, Context, Emit, Intent, Outcome, Permission, Refusal, Schedule, Status, Touches,
};
use accord_room_customer as customer;
use accord_room_people::{self as people, OutsideLetter, settings as company};
use accord_store::Tx;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    asking::{facts, knock_after},
    id::{SurveyId, SurveyState},
    link::PATH,
    record::{SurveyRow, survey},
    settings,
};

/// Name of the attempt to send.
pub(crate) const KNOCK: &str = "survey.knock";
/// Name of the end of its time.
pub(crate) const EXPIRE: &str = "survey.expire";
/// Name of the sending itself, which guards may hold back.
const SEND: &str = "survey.send";

/// A question.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SurveyStands {
    /// Its id.
    pub survey: SurveyId,
    /// How it stands.
    pub state: SurveyState,
}

impl SurveyStands {
    fn of(row: &SurveyRow) -> Self {
        Self { survey: row.id, state: row.state }
    }
}

fn touched(tx: &mut Tx, id: SurveyId) -> Outcome<Touches> {
    Ok(Touches::customer(survey(tx, id)?.customer_id))
}

/// Tries to send a question. Held back by a guard (a customer in crisis, say), it is tried again later (R31, R42).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnockSurvey {
    /// The question.
    pub survey: SurveyId,
}

impl Action for KnockSurvey {
    const NAME: &'static str = KNOCK;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = SurveyStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.survey)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SurveyStands> {
        let mut row = survey(tx, self.survey)?;
        act.quiet();
        if row.state != SurveyState::Planned {
            return Ok(SurveyStands::of(&row));
        }
        if held(tx, act, &row)? {
            if row.held_at.is_none() {
                row.held_at = Some(act.now);
                tx.update(&mut row)?;
                facts(act, &row);
            }
            let hours: i64 = company::get(tx, act, &settings::RETRY_HOURS)?;
            knock_after(tx, act, row.id, hours)?;
            return Ok(SurveyStands::of(&row));
        }
        let emit = Emit { name: SEND, customer: Some(row.customer_id.into()), chains: Vec::new() };
        act.within(tx, emit, |tx, act| send(tx, act, row))
    }
}

/// Whether a guard would refuse the sending now. Asked before, since a clockwork's refusal would be tried a few times
/// only, and a crisis may last longer.
fn held(tx: &mut Tx, act: &Act<'_>, row: &SurveyRow) -> Outcome<bool> {
    let registry = act.registry();
    let action =
        registry.find_action(SEND).ok_or_else(|| Refusal::defect("survey.send is not registered"))?;
    let (touches, input) = (Touches::customer(row.customer_id), json!({ "survey": row.id }));
    let intent = Intent { action, touches: &touches, input: &input };
    for guard in registry.guards() {
        match (guard.check)(tx, act.context(), &intent) {
            Ok(()) => {}
            Err(refusal) if matches!(refusal.status, Status::Conflict | Status::Forbidden) => {
                return Ok(true);
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(false)
}

/// Sends a question now.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendSurvey {
    /// The question.
    pub survey: SurveyId,
}

impl Action for SendSurvey {
    const NAME: &'static str = SEND;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::System;
    type Answer = SurveyStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.survey)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SurveyStands> {
        let row = survey(tx, self.survey)?;
        if row.state != SurveyState::Planned {
            return Err(Refusal::conflict("survey.not_planned"));
        }
        send(tx, act, row)
    }
}

fn send(tx: &mut Tx, act: &mut Act<'_>, mut row: SurveyRow) -> Outcome<SurveyStands> {
    let contact = customer::contact(tx, row.contact_id)?;
    let address = contact.email.clone().filter(|_| contact.state == customer::ContactState::Active);
    facts(act, &row);
    let Some(address) = address else {
        row.state = SurveyState::Unreachable;
        tx.update(&mut row)?;
        act.fact("state", row.state);
        return Ok(SurveyStands::of(&row));
    };
    let days: i64 = company::get(tx, act, &settings::VALID_DAYS)?;
    let until = act.now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(act.now);
    let secret = people::new_secret("s_")?;
    row.state = SurveyState::Sent;
    row.sent_at = Some(act.now);
    row.expires_at = Some(until);
    row.secret_hash = Some(people::secret_hash(&secret));
    tx.update(&mut row)?;
    act.fact("state", row.state);
    let zone = customer::sites_of(tx, row.customer_id)?.into_iter().next().map(|site| site.zone);
    let letter = OutsideLetter {
        subject: contact.id.into(),
        address,
        language: contact.language,
        zone: zone.unwrap_or_else(|| act.company_zone.clone()),
        letter: &crate::letters::SURVEY,
        facts: vec![
            ("company", people::the_company(tx)?.name.into()),
            ("about", row.about.clone().into()),
            ("name", contact.name.into()),
            ("until", until.into()),
        ],
        path: Some(format!("{PATH}{secret}")),
    };
    people::write_outside(tx, act, letter)?;
    let plan = Schedule {
        action: EXPIRE,
        subject: row.id.into(),
        step: "end".to_owned(),
        input: json!({ "survey": row.id }),
        due_at: until,
    };
    act.schedule(tx, &plan)?;
    Ok(SurveyStands::of(&row))
}

/// The time of a question is over; it counts as asked and not answered.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireSurvey {
    /// The question.
    pub survey: SurveyId,
}

impl Action for ExpireSurvey {
    const NAME: &'static str = EXPIRE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = SurveyStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.survey)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SurveyStands> {
        let mut row = survey(tx, self.survey)?;
        if row.state != SurveyState::Sent || row.expires_at.is_some_and(|end| end > act.now) {
            act.quiet();
            return Ok(SurveyStands::of(&row));
        }
        row.state = SurveyState::Expired;
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(SurveyStands::of(&row))
    }
}
