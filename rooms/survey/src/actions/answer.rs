//! The answer: by the link of the letter, or by a contact on their own page. It counts once.

use accord_kernel::{Act, Action, Audience, Context, Emit, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, Notice, settings as company};
use accord_store::Tx;
use jiff::{Timestamp, tz::TimeZone};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::send::EXPIRE;
use crate::{
    asking::facts,
    id::{ScoreId, SubjectKind, SurveyId, SurveyState},
    input::{self, WORDS_MAX},
    record::{self, ScoreRow, Stretch, SurveyRow, survey},
    rules::{Tally, Verdict, judge},
    settings,
};

/// Name of the event of an answer that counted, whichever way it came.
pub const ANSWERED: &str = "survey.answer";

/// A contact's answer by the letter's link. The link proves whose it is, so the program acts for them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSurvey {
    /// The question.
    pub survey: SurveyId,
    /// 1 to 5.
    pub rating: i64,
    /// In words.
    #[serde(default)]
    #[schemars(length(max = 4_000))]
    pub words: Option<String>,
}

/// What was counted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AnswerGiven {
    /// 1 to 5.
    pub rating: i64,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub answered_at: Timestamp,
}

impl Action for AnswerSurvey {
    const NAME: &'static str = ANSWERED;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = AnswerGiven;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(survey(tx, self.survey)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AnswerGiven> {
        let row = survey(tx, self.survey)?;
        act.quiet();
        take(tx, act, row, self.rating, self.words.as_deref())
    }
}

/// A contact's answer on their own page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplySurvey {
    /// The question; one's own.
    pub survey: SurveyId,
    /// 1 to 5.
    pub rating: i64,
    /// In words.
    #[serde(default)]
    #[schemars(length(max = 4_000))]
    pub words: Option<String>,
}

impl ReplySurvey {
    fn own(&self, tx: &mut Tx, ctx: &Context) -> Outcome<SurveyRow> {
        let row = survey(tx, self.survey)?;
        if row.contact_id == ctx.principal.id.into() { Ok(row) } else { Err(Refusal::absent()) }
    }
}

impl Action for ReplySurvey {
    const NAME: &'static str = "survey.reply";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = AnswerGiven;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.own(tx, ctx)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AnswerGiven> {
        let row = self.own(tx, act)?;
        act.quiet();
        let emit = Emit { name: ANSWERED, customer: Some(row.customer_id.into()), chains: Vec::new() };
        act.within(tx, emit, |tx, act| take(tx, act, row, self.rating, self.words.as_deref()))
    }
}

/// Counts an answer, or says why it does not count.
fn take(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: SurveyRow,
    rating: i64,
    words: Option<&str>,
) -> Outcome<AnswerGiven> {
    let rating = input::rating(rating)?;
    let words = input::words("/words", words, WORDS_MAX)?;
    let same = row.rating == Some(rating) && row.words == words;
    match judge(row.state, row.expires_at, act.now, same) {
        Verdict::Counts => {}
        Verdict::Repeated => {
            return Ok(AnswerGiven { rating, answered_at: row.answered_at.unwrap_or(act.now) });
        }
        Verdict::Answered => {
            return Err(Refusal::conflict("survey.answered")
                .with("rating", row.rating.unwrap_or_default())
                .with("at", row.answered_at.unwrap_or(act.now)));
        }
        Verdict::Expired => {
            let end = row.expires_at.unwrap_or(act.now);
            return Err(Refusal::conflict("survey.expired").with("until", end));
        }
        Verdict::NotAsked => return Err(Refusal::absent()),
    }
    row.state = SurveyState::Answered;
    row.rating = Some(rating);
    row.words = words;
    row.answered_at = Some(act.now);
    tx.update(&mut row)?;
    act.cancel(tx, EXPIRE, row.id)?;
    facts(act, &row);
    act.fact("rating", rating);
    act.fact("words", row.words.is_some());
    act.fact("person", row.person_id);
    watch_score(tx, act, row.subject_kind)?;
    Ok(AnswerGiven { rating, answered_at: act.now })
}

/// The answers of the last months, up to now.
fn last_months(tx: &mut Tx, ctx: &Context) -> Outcome<Stretch> {
    let months: i64 = company::get(tx, ctx, &settings::SCORE_MONTHS)?;
    let zone = TimeZone::get(&ctx.company_zone).unwrap_or(TimeZone::UTC);
    let span = jiff::Span::new().try_months(months).unwrap_or_default();
    let from = ctx.now.to_zoned(zone).checked_sub(span).map_or(Timestamp::MIN, |at| at.timestamp());
    // The answer that is being counted happened at this very instant.
    let until = ctx.now.checked_add(jiff::SignedDuration::from_micros(1)).unwrap_or(ctx.now);
    Ok(Stretch { from, until })
}

/// Tells the heads of service once when the score of installations falls below the limit, and again only after it had
/// been above (R25).
fn watch_score(tx: &mut Tx, act: &mut Act<'_>, kind: SubjectKind) -> Outcome<()> {
    if kind != SubjectKind::Installation {
        return Ok(());
    }
    let from: i64 = company::get(tx, act, &settings::SATISFIED_FROM)?;
    let least: i64 = company::get(tx, act, &settings::SAMPLE_MIN)?;
    let limit: Decimal = company::get(tx, act, &settings::INSTALLATION_PERCENT)?;
    let within = last_months(tx, act)?;
    let tallies = record::tallies(tx, within, from)?;
    let tally = tallies.into_iter().find(|(of, _)| *of == kind).map_or(Tally::default(), |(_, tally)| tally);
    let below = tally.is_below(limit, least);
    match record::score(tx, kind)? {
        Some(row) if row.below == below => return Ok(()),
        Some(mut row) => {
            row.below = below;
            row.since_at = act.now;
            tx.update(&mut row)?;
        }
        None if !below => return Ok(()),
        None => {
            let id: ScoreId = act.new_id();
            tx.insert(&ScoreRow { id, subject_kind: kind, below, since_at: act.now, version: 1 })?;
        }
    }
    act.fact("below", below);
    if below { alert(tx, act, kind, tally, limit) } else { Ok(()) }
}

fn alert(tx: &mut Tx, act: &mut Act<'_>, kind: SubjectKind, tally: Tally, limit: Decimal) -> Outcome<()> {
    for head in people::heads(tx, "head_of_service")? {
        let facts = vec![
            ("kind", Fact::Word(kind.message())),
            ("percent", Fact::Decimal(tally.percent().unwrap_or_default())),
            ("limit", Fact::Decimal(limit)),
            ("n", tally.answers.into()),
        ];
        let notice = Notice::new(head, "notice-survey-below", facts)
            .at("/surveys")
            .acknowledged_within(jiff::SignedDuration::from_hours(24));
        people::notify(tx, act, notice)?;
    }
    Ok(())
}
