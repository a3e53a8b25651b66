//! What this room does when something happens elsewhere, and what persons hold here. Events of rooms above are known by
//! their names and facts alone.

use accord_kernel::{Act, Happened, Outcome, Reaction, Registry};
use accord_room_case::{self as case, CaseId, RecoveryOpen, RecoveryState};
use accord_room_customer::{self as customer, Channel, CustomerId};
use accord_room_people::{Handover, Held, PersonId, settings as company};
use accord_room_pipeline::{self as pipeline, OpportunityId, SaleContributions};
use accord_room_promise as promise;
use accord_room_survey::{self as survey, ANSWERED, SurveyId};
use accord_store::Tx;
use uuid::Uuid;

use crate::{
    hearing::{Heard, hear},
    id::{Closing, FailureCause, ObservationState, Source, UtteranceKind},
    learning::{Failure, review},
    neighbours::{Word, tell},
    putting_right::{NewComplaint, open, said_by_rating},
    record::{complaint, learning, observation, utterance},
    settings,
};

/// Registers reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    let always: [Reaction; 8] = [
        Reaction { name: "recovery.survey_answered", on: ANSWERED, run: survey_answered },
        Reaction { name: "recovery.promise_broken", on: "promise.break", run: promise_broken },
        Reaction { name: "recovery.clock_ran_out", on: "promise.fall_due", run: level_missed },
        Reaction { name: "recovery.clock_kept_late", on: "promise.keep", run: level_missed },
        Reaction { name: "recovery.opportunity_won", on: "opportunity.win", run: opportunity_won },
        Reaction { name: "recovery.opportunity_lost", on: "opportunity.lose", run: opportunity_lost },
        Reaction {
            name: "recovery.opportunity_reopened",
            on: "opportunity.reopen",
            run: opportunity_reopened,
        },
        Reaction { name: "recovery.customer_merged", on: "customer.merge", run: merged },
    ];
    let where_there_are: [Reaction; 5] = [
        Reaction { name: "recovery.case_rated", on: "case.rate", run: case_rated },
        Reaction { name: "recovery.case_rated_by_customer", on: "portal.rate_case", run: case_rated },
        Reaction { name: "recovery.case_closed", on: "case.close", run: case_closed },
        Reaction { name: "recovery.renewal_lost", on: "contract.finish_task", run: customer_lost },
        Reaction { name: "recovery.contract_left", on: "contract.exit", run: customer_lost },
    ];
    for reaction in always {
        registry.reaction(reaction);
    }
    // A house without cases or contracts has nothing of them to learn from.
    for reaction in where_there_are {
        if registry.find_action(reaction.on).is_some() {
            registry.reaction(reaction);
        }
    }
    registry
        .extend(RecoveryOpen { state: recovery_of })
        .extend(SaleContributions { word: "recovery", of: recommended })
        .extend(Handover { name: "utterances", held_by: utterances_held })
        .extend(Handover { name: "complaints", held_by: complaints_held })
        .extend(Handover { name: "leads", held_by: leads_held })
        .extend(Handover { name: "learning", held_by: learning_held });
}

/// Words are heard; a low rating is put right (R25, R43).
fn survey_answered(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<SurveyId>("survey") else { return Ok(()) };
    let row = survey::survey(tx, id)?;
    let low: i64 = company::get(tx, act, &settings::LOW_RATING)?;
    let rating = row.rating.unwrap_or(5);
    let is_low = rating <= low;
    if !is_low && row.words.is_none() {
        return Ok(());
    }
    let said = said_by_rating(act, rating, row.words.as_deref());
    let heard = Heard {
        customer: row.customer_id,
        contact: Some(row.contact_id),
        source: Source::Survey,
        source_id: Some(id.into()),
        kind: if is_low { UtteranceKind::Complaint } else { UtteranceKind::Comment },
        said: said.clone(),
        owner: None,
    };
    let utterance = hear(tx, act, heard)?;
    if is_low {
        let new = NewComplaint {
            customer: row.customer_id,
            contact: Some(row.contact_id),
            channel: Channel::Mail,
            about: row.about,
            said: said.chars().take(2_000).collect(),
            wanted: None,
            asset: None,
            survey: Some(id),
            utterance: Some(utterance),
            owner: None,
        };
        open(tx, act, new)?;
    }
    Ok(())
}

/// What a customer says with a rating is heard, whichever it is (R43). A case rated low is put right; the quiet period
/// lasts until it is, so whatever rating the crisis waits for opens it (T1).
fn case_rated(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<CaseId>("case") else { return Ok(()) };
    let row = case::load(tx, id)?;
    let Some(rating) = row.rating else { return Ok(()) };
    let low: i64 = company::get(tx, act, &settings::LOW_RATING)?;
    let is_low = rating <= low || !case::is_good(tx, act, rating)?;
    if !is_low && row.rating_words.is_none() {
        return Ok(());
    }
    // A rating that was given before the case was opened again was another.
    let rated = case::openings_of(tx, id)?.last().copied().unwrap_or(id.into());
    if utterance::of_source(tx, Source::Case, rated)?.is_some() {
        return Ok(());
    }
    let said = said_by_rating(act, rating, row.rating_words.as_deref());
    let heard = Heard {
        customer: row.customer_id,
        contact: row.contact_id,
        source: Source::Case,
        source_id: Some(rated),
        kind: if is_low { UtteranceKind::Complaint } else { UtteranceKind::Comment },
        said: said.clone(),
        owner: None,
    };
    let utterance = hear(tx, act, heard)?;
    if !is_low {
        return Ok(());
    }
    let new = NewComplaint {
        customer: row.customer_id,
        contact: row.contact_id,
        channel: Channel::Call,
        about: row.number,
        said: said.chars().take(2_000).collect(),
        wanted: None,
        asset: row.asset_id,
        survey: None,
        utterance: Some(utterance),
        owner: None,
    };
    open(tx, act, new)?;
    case::recovery_changed(tx, act, id)
}

/// How the putting right of a case stands, after each of its ratings. Only the customer's own word ends it; a manager's
/// reason leaves it open. What was put right after an earlier rating says nothing of the newest one.
fn recovery_of(tx: &mut Tx, id: CaseId) -> Outcome<RecoveryState> {
    let openings = case::openings_of(tx, id)?;
    let newest = openings.last().copied();
    let mut state = RecoveryState::None;
    for rated in openings {
        let Some(heard) = utterance::of_source(tx, Source::Case, rated)? else { continue };
        // Words with a good rating are no complaint.
        let Some(row) = complaint::of_utterance(tx, heard.id)? else { continue };
        match row.closed_at.filter(|_| row.closing == Some(Closing::Satisfied)) {
            Some(at) if Some(rated) == newest => state = RecoveryState::Satisfied(at),
            Some(_) => {}
            None => return Ok(RecoveryState::Open),
        }
    }
    Ok(state)
}

/// After a stop of the customer's use there is a review (R36).
fn case_closed(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(case), Some(customer)) = (event.fact::<Uuid>("case"), event.customer) else { return Ok(()) };
    // Lowering the severity does not undo the stop.
    let worst = event.fact::<String>("worst").or(event.fact("severity"));
    if worst.as_deref() != Some("stopped") {
        return Ok(());
    }
    // A case that was opened again had another stop, of which there is something else to learn.
    let stop = case::openings_of(tx, CaseId(case))?.last().copied().unwrap_or(case);
    let failure = Failure {
        customer: CustomerId(customer),
        cause: FailureCause::Stopped,
        subject_kind: if stop == case { "service_case" } else { "case_change" },
        subject: stop,
        about: event.fact::<String>("number").unwrap_or_else(|| case.to_string()),
    };
    review(tx, act, failure).map(|_| ())
}

/// A broken promise is reviewed; a complaint closed by a manager's reason is looked at by that manager already.
fn promise_broken(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<promise::PromiseId>("promise") else { return Ok(()) };
    let row = promise::load(tx, id)?;
    if row.about_kind.as_deref() == Some("complaint") {
        return Ok(());
    }
    review_promise(tx, act, row)
}

/// A response, an arrival or running again was owed by a time that has passed: what was sold was not given, whether it
/// came late or not yet.
fn level_missed(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    use promise::{Kind, State};
    let Some(id) = event.fact::<promise::PromiseId>("promise") else { return Ok(()) };
    let row = promise::load(tx, id)?;
    let level = matches!(row.kind, Kind::Response | Kind::OnSite | Kind::Restore);
    if !level || !matches!(row.state, State::Open | State::KeptLate) {
        return Ok(());
    }
    review_promise(tx, act, row)
}

fn review_promise(tx: &mut Tx, act: &mut Act<'_>, row: promise::PromiseRow) -> Outcome<()> {
    let failure = Failure {
        customer: row.customer_id,
        cause: FailureCause::Broken,
        subject_kind: "promise",
        subject: row.id.into(),
        about: row.number,
    };
    review(tx, act, failure).map(|_| ())
}

/// A customer who does not go on is a failure to learn from.
fn customer_lost(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let lost = event.name == "contract.exit" || event.fact::<String>("outcome").as_deref() == Some("lost");
    let (Some(contract), Some(customer), true) = (event.fact::<Uuid>("contract"), event.customer, lost)
    else {
        return Ok(());
    };
    let account = customer::load(tx, customer)?;
    let failure = Failure {
        customer: account.id,
        cause: FailureCause::Lost,
        subject_kind: "service_contract",
        subject: contract,
        about: account.name.chars().take(150).collect(),
    };
    review(tx, act, failure).map(|_| ())
}

fn opportunity_won(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    came_of_it(tx, act, event, ObservationState::Won, "notice-lead-won")
}

fn opportunity_lost(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    came_of_it(tx, act, event, ObservationState::Lost, "notice-lead-lost")
}

fn opportunity_reopened(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    came_of_it(tx, act, event, ObservationState::Accepted, "notice-lead-reopened")
}

/// What came of a lead comes back to who saw it (R35).
fn came_of_it(
    tx: &mut Tx,
    act: &mut Act<'_>,
    event: &Happened,
    state: ObservationState,
    kind: &'static str,
) -> Outcome<()> {
    let Some(id) = event.fact::<OpportunityId>("opportunity") else { return Ok(()) };
    let Some(mut row) = observation::of_opportunity(tx, id)? else { return Ok(()) };
    let ended = pipeline::opportunity(tx, id)?;
    let open = state == ObservationState::Accepted;
    row.state = state;
    row.outcome = Some(ended.end_words).filter(|words| !open && !words.is_empty());
    row.outcome_at = (!open).then_some(act.now);
    tx.update(&mut row)?;
    act.chain(row.seen_by);
    let word = Word::new(kind, "/leads")
        .with("number", row.number.as_str())
        .with("words", ended.number)
        .about(row.customer_id);
    tell(tx, act, &[row.seen_by], &word)
}

/// Who saw what became a win: they recommended it, whatever their function (R35, R68).
fn recommended(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<(PersonId, &'static str)>> {
    let won = observation::of_customer(tx, customer)?.into_iter();
    let won = won.filter(|row| row.state == ObservationState::Won);
    Ok(won.map(|row| (row.seen_by, "recommended")).collect())
}

fn merged(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut row in utterance::of_customer(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    for mut row in complaint::of_customer(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
        row.index(tx)?;
    }
    for mut row in observation::of_customer(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    for mut row in learning::reviews_of_customer(tx, from)? {
        row.customer_id = Some(into);
        tx.update(&mut row)?;
    }
    Ok(())
}

fn held(kind: &str, label: String, id: impl Into<Uuid>) -> Held {
    Held { kind: kind.to_owned(), label, id: id.into() }
}

fn utterances_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let rows = utterance::held_by(tx, person)?;
    let label = |said: &str| said.chars().take(60).collect();
    Ok(rows.into_iter().map(|row| held("utterance", label(&row.said), row.id)).collect())
}

fn complaints_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let rows = complaint::held_by(tx, person)?;
    Ok(rows.into_iter().map(|row| held("complaint", row.number, row.id)).collect())
}

fn leads_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let rows = observation::held_by(tx, person)?;
    Ok(rows.into_iter().map(|row| held("observation", row.number, row.id)).collect())
}

fn learning_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let mut all: Vec<Held> = learning::reviews_held_by(tx, person)?
        .into_iter()
        .map(|row| held("failure_review", row.number, row.id))
        .collect();
    let rows = learning::improvements_held_by(tx, person)?;
    all.extend(rows.into_iter().map(|row| held("improvement", row.number, row.id)));
    Ok(all)
}
