//! What colleagues see becomes leads, and comes back to who saw it (R35).

use accord_kernel::{Act, Action, Audience, Context, Emit, Outcome, Permission, Refusal, Touches};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{self as people, PersonId};
use accord_room_pipeline::{Kind, actions::OpenOpportunity};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LEAD_LATE, OFFER, TRY_OFFER};
use crate::{
    id::{ObservationId, ObservationKind, ObservationState},
    neighbours::{WORDING_MAX, Word, a_person, at_version, tell, text, words, working_days},
    offering::{facts, is_held, may_speak, offer, settle},
    record::observation::{ObservationRow, observation},
    settings,
};

/// An observation after what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ObservationStands {
    /// Its id.
    pub observation: ObservationId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ObservationState,
    /// Row version.
    pub version: i64,
}

impl ObservationStands {
    fn of(row: &ObservationRow) -> Self {
        Self { observation: row.id, number: row.number.clone(), state: row.state, version: row.version }
    }
}

fn touched(tx: &mut Tx, id: ObservationId) -> Outcome<Touches> {
    Ok(Touches::customer(observation(tx, id)?.customer_id))
}

/// Notes what one saw, in half a minute: what, and what it is worth to the customer where one knows.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteObservation {
    /// The customer.
    pub customer: CustomerId,
    /// What was seen.
    pub kind: ObservationKind,
    /// In words.
    #[schemars(length(max = 2_000))]
    pub saw: String,
    /// The unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// What it is worth to the customer; without it nothing becomes a lead.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub value: Option<String>,
}

impl Action for NoteObservation {
    const NAME: &'static str = "observation.note";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ObservationStands;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let account = customer::load(tx, self.customer)?;
        let asset = match self.asset {
            Some(id) => Some(accord_room_asset::named_asset(tx, account.id, "/asset", id)?.id),
            None => None,
        };
        let value = words("/value", self.value.as_deref(), WORDING_MAX)?;
        let mut row = ObservationRow {
            id: act.new_id(),
            number: act.number(tx, "OB")?,
            customer_id: account.id,
            asset_id: asset,
            kind: self.kind,
            saw: text("/saw", &self.saw, WORDING_MAX)?,
            value_tie: Some(value).filter(|value| !value.is_empty()),
            seen_by: a_person(act)?,
            seen_at: act.now,
            sphere: act.principal.sphere,
            in_quiet: false,
            state: ObservationState::Seed,
            owner_id: None,
            offered_at: None,
            accept_due_at: None,
            late: false,
            decided_by: None,
            decided_at: None,
            speaker_id: None,
            opportunity_id: None,
            outcome: None,
            outcome_at: None,
            version: 1,
        };
        settle(tx, act, &mut row)?;
        tx.insert(&row)?;
        facts(act, &row);
        Ok(ObservationStands::of(&row))
    }
}

/// Says what an observation is worth to the customer; then it can become a lead.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddValue {
    /// The observation.
    pub observation: ObservationId,
    /// The version that was read.
    pub version: i64,
    /// What it is worth to the customer.
    #[schemars(length(max = 2_000))]
    pub value: String,
}

impl Action for AddValue {
    const NAME: &'static str = "observation.add_value";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let mut row = observation(tx, self.observation)?;
        at_version(&row, self.version)?;
        if !matches!(row.state, ObservationState::Seed | ObservationState::Held) {
            return Err(Refusal::conflict("observation.offered"));
        }
        row.value_tie = Some(text("/value", &self.value, WORDING_MAX)?);
        if row.state == ObservationState::Seed {
            let quiet = row.in_quiet;
            settle(tx, act, &mut row)?;
            row.in_quiet = quiet;
        }
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(ObservationStands::of(&row))
    }
}

/// Tries to make a lead of what was held; as long as a guard holds it, it is tried again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TryOffer {
    /// The observation.
    pub observation: ObservationId,
}

impl Action for TryOffer {
    const NAME: &'static str = TRY_OFFER;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let mut row = observation(tx, self.observation)?;
        act.quiet();
        if row.state != ObservationState::Held {
            return Ok(ObservationStands::of(&row));
        }
        if is_held(tx, act, &row)? {
            settle(tx, act, &mut row)?;
            return Ok(ObservationStands::of(&row));
        }
        let emit = Emit { name: OFFER, customer: Some(row.customer_id.into()), chains: Vec::new() };
        act.within(tx, emit, |tx, act| released(tx, act, row))
    }
}

/// The quiet period is over: a lead with value, a seed without.
fn released(tx: &mut Tx, act: &mut Act<'_>, mut row: ObservationRow) -> Outcome<ObservationStands> {
    if row.value_tie.is_some() {
        offer(tx, act, &mut row)?;
    } else {
        row.state = ObservationState::Seed;
    }
    tx.update(&mut row)?;
    facts(act, &row);
    Ok(ObservationStands::of(&row))
}

/// Makes a lead of an observation now.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferLead {
    /// The observation.
    pub observation: ObservationId,
}

impl Action for OfferLead {
    const NAME: &'static str = OFFER;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let row = observation(tx, self.observation)?;
        if !matches!(row.state, ObservationState::Seed | ObservationState::Held) {
            return Err(Refusal::conflict("observation.offered"));
        }
        if row.value_tie.is_none() {
            return Err(Refusal::conflict("observation.no_value"));
        }
        released(tx, act, row)
    }
}

/// Takes a lead up: it is pursued from now on. Who saw it introduces; who speaks sells or holds the certificate.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptLead {
    /// The observation.
    pub observation: ObservationId,
    /// The version that was read.
    pub version: i64,
    /// What comes next.
    #[schemars(length(max = 200))]
    pub next_step: String,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub next_step_on: Date,
    /// Who speaks with the customer; whoever takes it up when open.
    #[serde(default)]
    pub speaker: Option<PersonId>,
}

impl Action for AcceptLead {
    const NAME: &'static str = "observation.accept";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let mut row = offered(tx, self.observation, self.version)?;
        if row.kind == ObservationKind::ServiceNews {
            return Err(Refusal::conflict("observation.is_news"));
        }
        let person = a_person(act)?;
        let speaker = self.speaker.unwrap_or(person);
        people::named_person(tx, "/speaker", speaker)?;
        if !may_speak(tx, act, speaker, person)? {
            return Err(Refusal::field("/speaker", "observation.not_certified")
                .possible("observation.introduces", vec![("who", people::facts::person(row.seen_by))]));
        }
        let open = OpenOpportunity {
            customer: row.customer_id,
            title: row.saw.chars().filter(|c| !c.is_control()).take(180).collect(),
            kind: kind(row.kind),
            next_step: Some(self.next_step),
            next_step_on: Some(self.next_step_on),
            value: None,
            items: Vec::new(),
            site: None,
            incumbent: None,
            weak_points: None,
            owner: Some(person),
            stage: None,
            opened_on: None,
        };
        let customer = row.customer_id.into();
        let emit = Emit { name: OpenOpportunity::NAME, customer: Some(customer), chains: Vec::new() };
        let opened = act.within(tx, emit, |tx, act| open.perform(tx, act))?;
        row.state = ObservationState::Accepted;
        row.owner_id = Some(person);
        row.speaker_id = Some(speaker);
        row.opportunity_id = Some(opened.opportunity);
        decided(tx, act, &mut row, person)?;
        act.fact("opportunity", opened.opportunity);
        tell_seer(tx, act, &row, "notice-lead-accepted", &opened.number)?;
        Ok(ObservationStands::of(&row))
    }
}

fn kind(kind: ObservationKind) -> Kind {
    match kind {
        ObservationKind::OldUnit => Kind::ReplacementOwn,
        ObservationKind::Rival => Kind::ReplacementRival,
        ObservationKind::Need | ObservationKind::UseChange | ObservationKind::ServiceNews => Kind::Expansion,
    }
}

fn offered(tx: &mut Tx, id: ObservationId, version: i64) -> Outcome<ObservationRow> {
    let row = observation(tx, id)?;
    at_version(&row, version)?;
    match row.state {
        ObservationState::Offered => Ok(row),
        ObservationState::Seed => Err(Refusal::conflict("observation.no_value")),
        ObservationState::Held => Err(Refusal::conflict("observation.held")),
        _ => Err(Refusal::conflict("observation.decided")),
    }
}

fn decided(tx: &mut Tx, act: &mut Act<'_>, row: &mut ObservationRow, person: PersonId) -> Outcome<()> {
    row.decided_by = Some(person);
    row.decided_at = Some(act.now);
    tx.update(row)?;
    act.cancel(tx, LEAD_LATE, row.id)?;
    facts(act, row);
    Ok(())
}

fn tell_seer(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &ObservationRow,
    kind: &'static str,
    words: &str,
) -> Outcome<()> {
    let word = Word::new(kind, "/leads")
        .with("number", row.number.as_str())
        .with("words", words)
        .about(row.customer_id);
    tell(tx, act, &[row.seen_by], &word)
}

/// Does not take it up, and says why; who saw it is told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineLead {
    /// The observation.
    pub observation: ObservationId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    #[schemars(length(max = 2_000))]
    pub reason: String,
}

impl Action for DeclineLead {
    const NAME: &'static str = "observation.decline";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let mut row = offered(tx, self.observation, self.version)?;
        let person = a_person(act)?;
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        row.state = ObservationState::Declined;
        row.outcome = Some(reason.clone());
        row.outcome_at = Some(act.now);
        decided(tx, act, &mut row, person)?;
        tell_seer(tx, act, &row, "notice-lead-declined", &reason)?;
        Ok(ObservationStands::of(&row))
    }
}

/// Says what was done about news for service; who brought them is told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportNews {
    /// The observation.
    pub observation: ObservationId,
    /// The version that was read.
    pub version: i64,
    /// What was done.
    #[schemars(length(max = 2_000))]
    pub outcome: String,
}

impl Action for ReportNews {
    const NAME: &'static str = "observation.report";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let mut row = offered(tx, self.observation, self.version)?;
        if row.kind != ObservationKind::ServiceNews {
            return Err(Refusal::conflict("observation.is_lead"));
        }
        let person = a_person(act)?;
        let outcome = text("/outcome", &self.outcome, WORDING_MAX)?;
        row.state = ObservationState::Done;
        row.outcome = Some(outcome.clone());
        row.outcome_at = Some(act.now);
        decided(tx, act, &mut row, person)?;
        tell_seer(tx, act, &row, "notice-lead-reported", &outcome)?;
        Ok(ObservationStands::of(&row))
    }
}

/// A lead was not taken up in time: those above are told. In a crisis nobody can take it up, and its time begins anew.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LateLead {
    /// The observation.
    pub observation: ObservationId,
}

impl Action for LateLead {
    const NAME: &'static str = LEAD_LATE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ObservationStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.observation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ObservationStands> {
        let mut row = observation(tx, self.observation)?;
        if row.state != ObservationState::Offered {
            act.quiet();
            return Ok(ObservationStands::of(&row));
        }
        if row.kind != ObservationKind::ServiceNews && is_held(tx, act, &row)? {
            settle(tx, act, &mut row)?;
            tx.update(&mut row)?;
            facts(act, &row);
            return Ok(ObservationStands::of(&row));
        }
        row.late = true;
        tx.update(&mut row)?;
        facts(act, &row);
        let Some(owner) = row.owner_id else { return Ok(ObservationStands::of(&row)) };
        let mut persons = vec![owner];
        persons.extend(people::heads_of(tx, owner)?);
        let due = working_days(tx, act, row.customer_id, &settings::ACCEPT_DAYS)?;
        let word = Word::new("notice-lead-late", "/leads")
            .with("number", row.number.as_str())
            .with("saw", row.saw.as_str())
            .with("owner", people::facts::person(owner))
            .with("due", row.accept_due_at.unwrap_or(due))
            .about(row.customer_id)
            .urgent();
        tell(tx, act, &persons, &word)?;
        Ok(ObservationStands::of(&row))
    }
}
