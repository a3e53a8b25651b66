//! The library of claims: what may be said of us, entered with its evidence and withdrawn when it no longer holds
//! (R66, T15).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_people::{self as people, Notice, PersonId};
use accord_store::Tx;
use jiff::civil::{Date, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    claims::{self, Finding},
    id::{Backing, ClaimFault, ClaimId, ClaimState, Sense},
    input,
    record::{self, ClaimRow},
    settings,
};

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClaimDone {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ClaimState,
    /// Row version now.
    pub version: i64,
}

fn done(row: &ClaimRow) -> ClaimDone {
    ClaimDone { claim: row.id, number: row.number.clone(), state: row.state, version: row.version }
}

/// Enters a claim. A measure is read from our own figures at this moment, never typed; a comparison names who made it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterClaim {
    /// In English.
    #[schemars(extend("maxLength" = 2000))]
    pub text_en: String,
    /// In Brazilian Portuguese.
    #[schemars(extend("maxLength" = 2000))]
    pub text_pt: String,
    /// On what it rests.
    pub backing: Backing,
    /// It compares us with others: then only an outside comparison can back it, whatever its words are.
    #[serde(default)]
    pub compares: bool,
    /// The value that the text claims.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub claimed: String,
    /// Which side of the claimed value keeps it true.
    pub sense: Sense,
    /// Where it comes from: who measured, where it was published.
    pub source: String,
    /// Last day on which it may be used.
    #[schemars(with = "String", extend("format" = "date"))]
    pub expires_on: Date,
    /// Name of our declared figure, for a measure.
    #[serde(default)]
    pub metric: Option<String>,
    /// Months that the figure looks back, for a measure.
    #[serde(default)]
    pub months: Option<i64>,
    /// The value that was found, for a comparison.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub measured: Option<String>,
    /// How many were asked, for a comparison.
    #[serde(default)]
    pub n: Option<i64>,
    /// First day of the comparison.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub period_from: Option<Date>,
    /// Last day of the comparison.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub period_to: Option<Date>,
}

impl EnterClaim {
    fn row(self, act: &mut Act<'_>, tx: &mut Tx) -> Outcome<ClaimRow> {
        let claimed = input::decimal("/claimed", &self.claimed, 0, 1_000_000_000, 3)?;
        let (mut metric, mut months) = (None, None);
        let (from, to) = match self.backing {
            Backing::Measure => {
                let name = self.metric.ok_or_else(|| Refusal::field("/metric", "field.required"))?;
                act.registry()
                    .find_metric(&name)
                    .ok_or_else(|| Refusal::field("/metric", "field.unknown_reference"))?;
                let back = input::number("/months", self.months.unwrap_or(12), 1, 60)?;
                let period = claims::period(act, back);
                (metric, months) = (Some(name), Some(back));
                (period.from, period.to)
            }
            Backing::Benchmark => {
                let from =
                    self.period_from.ok_or_else(|| Refusal::field("/period_from", "field.required"))?;
                let to = self.period_to.ok_or_else(|| Refusal::field("/period_to", "field.required"))?;
                if to < from {
                    return Err(Refusal::field("/period_to", "value.period_order"));
                }
                (from, to)
            }
        };
        let (measured, n) = match self.backing {
            // Filled in by the check that follows.
            Backing::Measure => (claimed, 0),
            Backing::Benchmark => {
                let typed = self.measured.as_deref().unwrap_or(&self.claimed);
                let n = self.n.ok_or_else(|| Refusal::field("/n", "field.required"))?;
                (
                    input::decimal("/measured", typed, 0, 1_000_000_000, 3)?,
                    input::number("/n", n, 0, 1_000_000_000)?,
                )
            }
        };
        Ok(ClaimRow {
            id: act.new_id(),
            number: act.number(tx, "CLAIM")?,
            text_en: input::text("/text_en", &self.text_en, input::WORDING_MAX)?,
            text_pt: input::text("/text_pt", &self.text_pt, input::WORDING_MAX)?,
            backing: self.backing,
            metric,
            months,
            sense: self.sense,
            claimed: claimed.to_string(),
            source: input::text("/source", &self.source, input::WORDING_MAX)?,
            measured: measured.to_string(),
            n,
            period_from: from,
            period_to: to,
            expires_on: self.expires_on,
            state: ClaimState::Standing,
            checked_at: act.now,
            entered_by: input::author(act),
            entered_at: act.now,
            withdrawn_at: None,
            withdrawn_why: None,
            version: 1,
        })
    }
}

impl Action for EnterClaim {
    const NAME: &'static str = "claim.enter";
    const PERMISSION: Permission = Permission::ClaimManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ClaimDone;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClaimDone> {
        let compares = self.compares;
        let mut row = self.row(act, tx)?;
        let mut finding = claims::look(tx, act, &row)?;
        if compares && row.backing != Backing::Benchmark {
            finding.fault = Some(ClaimFault::NoBenchmark);
        }
        if let Some(fault) = finding.fault {
            return Err(refused(tx, act, &row, &finding, fault)?);
        }
        finding.lay(&mut row, act);
        act.chain(row.id);
        tx.insert(&row)?;
        act.fact("claim", row.id);
        act.fact("number", &row.number);
        plan_check(tx, act, row.id)?;
        Ok(done(&row))
    }
}

/// The refusal of a claim that does not hold, with what was found.
fn refused(
    tx: &mut Tx,
    act: &Act<'_>,
    row: &ClaimRow,
    finding: &Finding,
    fault: ClaimFault,
) -> Outcome<Refusal> {
    let measured = finding.measured.unwrap_or_default();
    Ok(match fault {
        ClaimFault::NoBenchmark => {
            Refusal::conflict("claim.no_benchmark").possible("claim-benchmark", vec![])
        }
        ClaimFault::TooFew => {
            let enough: i64 = settings::get(tx, act, &settings::CLAIM_ANSWERS)?;
            Refusal::conflict("claim.too_few").with("n", finding.n).with("enough", enough)
        }
        ClaimFault::NoLongerTrue => Refusal::conflict("claim.not_true")
            .with("claimed", row.claimed())
            .with("measured", measured)
            .possible("claim-lower", vec![("measured", measured.into())]),
        ClaimFault::NotMeasured => Refusal::conflict("claim.not_measured"),
        ClaimFault::Expired => Refusal::field("/expires_on", "claim.expired"),
        ClaimFault::Withdrawn => Refusal::conflict("claim.withdrawn"),
    })
}

/// Plans the next daily look.
fn plan_check(tx: &mut Tx, act: &mut Act<'_>, claim: ClaimId) -> Outcome<()> {
    let tomorrow = settings::today(act).tomorrow().unwrap_or(Date::MAX);
    let Ok(early) = tomorrow.to_datetime(Time::constant(5, 30, 0, 0)).to_zoned(act.zone()) else {
        return Ok(());
    };
    act.schedule(
        tx,
        &Schedule {
            action: "claim.check",
            subject: claim.into(),
            step: "daily".to_owned(),
            input: json!({ "claim": claim }),
            due_at: early.timestamp(),
        },
    )
}

/// Looks whether a claim still holds; one that does not is withdrawn everywhere and its users are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckClaim {
    /// The claim.
    pub claim: ClaimId,
}

impl Action for CheckClaim {
    const NAME: &'static str = "claim.check";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ClaimDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::load_claim(tx, self.claim)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClaimDone> {
        let mut row = record::load_claim(tx, self.claim)?;
        if row.state == ClaimState::Withdrawn {
            act.quiet();
            return Ok(done(&row));
        }
        let finding = claims::look(tx, act, &row)?;
        let before = (row.measured.clone(), row.n, row.state);
        finding.lay(&mut row, act);
        if let Some(fault) = finding.fault {
            withdraw(tx, act, &mut row, fault.word().to_owned(), Fact::Word(fault.message()))?;
        } else {
            // A look that finds the same writes nothing: a row a day for each claim would drown the log.
            if before == (row.measured.clone(), row.n, row.state) {
                act.quiet();
            } else {
                tx.update(&mut row)?;
                act.fact("claim", row.id);
            }
            plan_check(tx, act, row.id)?;
        }
        Ok(done(&row))
    }
}

fn withdraw(tx: &mut Tx, act: &mut Act<'_>, row: &mut ClaimRow, why: String, said: Fact) -> Outcome<()> {
    row.state = ClaimState::Withdrawn;
    row.withdrawn_at = Some(act.now);
    row.withdrawn_why = Some(why);
    tx.update(row)?;
    act.cancel(tx, "claim.check", row.id)?;
    act.fact("claim", row.id);
    act.fact("number", &row.number);
    act.fact("withdrawn", true);
    let actor = input::author(act);
    for person in users(tx)? {
        if Some(person) == actor {
            continue;
        }
        let facts = vec![
            ("number", row.number.as_str().into()),
            ("text", row.text_en.as_str().into()),
            ("why", said.clone()),
        ];
        people::notify(tx, act, Notice::new(person, "notice-claim-withdrawn", facts).at("/claims"))?;
    }
    Ok(())
}

/// Everybody who makes offers.
fn users(tx: &mut Tx) -> Outcome<Vec<PersonId>> {
    let mut users = Vec::new();
    for role in ["sales_rep", "sales_engineer", "account_manager", "head_of_sales", "head_of_service"] {
        users.extend(people::heads(tx, role)?);
    }
    users.sort_unstable();
    users.dedup();
    Ok(users)
}

/// Takes a claim back by hand.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawClaim {
    /// The claim.
    pub claim: ClaimId,
    /// Row version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for WithdrawClaim {
    const NAME: &'static str = "claim.withdraw";
    const PERMISSION: Permission = Permission::ClaimManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ClaimDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::load_claim(tx, self.claim)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ClaimDone> {
        let mut row = record::load_claim(tx, self.claim)?;
        input::same_version(&row, self.version)?;
        if row.state == ClaimState::Withdrawn {
            return Err(Refusal::conflict("claim.withdrawn"));
        }
        let reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        withdraw(tx, act, &mut row, reason.clone(), Fact::Text(reason))?;
        Ok(done(&row))
    }
}
