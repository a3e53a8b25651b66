//! The scores: each with its sample, its period, and how many of those asked answered.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_people::{self as people, PersonId, TerritoryId, record::person, settings as company};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    figures::stretch,
    id::SubjectKind,
    record::{self, Asked, Split, Stretch},
    rules::{Tally, share},
    settings,
};

/// What customers said in a period; the last months of the setting when nobody says which.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyResults {
    /// Splits of this kind of work alone.
    pub kind: Option<SubjectKind>,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
}

/// The score of a kind of work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KindScore {
    /// The kind.
    pub kind: SubjectKind,
    /// Answers.
    pub answers: i64,
    /// Of them satisfied.
    pub satisfied: i64,
    /// Satisfied in per cent of answers.
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
    /// Whether there are enough answers to say so outside.
    pub may_be_claimed: bool,
    /// Whether it lies below what we hold ourselves to.
    pub below: bool,
    /// Questions that went out in the period.
    pub sent: i64,
    /// Of them answered, in per cent.
    #[schemars(with = "Option<String>")]
    pub response: Option<Decimal>,
}

/// The score of a part.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GroupScore {
    /// Id of the product, region or colleague.
    pub id: Uuid,
    /// Its name.
    pub label: String,
    /// Answers.
    pub answers: i64,
    /// Of them satisfied.
    pub satisfied: i64,
    /// Satisfied in per cent of answers; none while there are too few to say anything.
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
}

/// The scores of a period.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Results {
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// A rating from which a contact is satisfied.
    pub satisfied_from: i64,
    /// Answers below which nothing is claimed.
    pub sample_min: i64,
    /// What we hold ourselves to with installations, in per cent.
    #[schemars(with = "String")]
    pub installation_percent: Decimal,
    /// By kind of work; kinds nobody was asked about are left out.
    pub kinds: Vec<KindScore>,
    /// Contacts who could not be asked.
    pub unreachable: i64,
    /// By product.
    pub by_product: Vec<GroupScore>,
    /// By region.
    pub by_territory: Vec<GroupScore>,
    /// By colleague.
    pub by_person: Vec<GroupScore>,
}

impl View for SurveyResults {
    const NAME: &'static str = "survey.results";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Results;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Results> {
        let satisfied_from: i64 = company::get(tx, ctx, &settings::SATISFIED_FROM)?;
        let sample_min: i64 = company::get(tx, ctx, &settings::SAMPLE_MIN)?;
        let limit: Decimal = company::get(tx, ctx, &settings::INSTALLATION_PERCENT)?;
        let months: i64 = company::get(tx, ctx, &settings::SCORE_MONTHS)?;
        let to = self.to.unwrap_or_else(|| company::today(ctx));
        let back = i32::try_from(months).unwrap_or(12).months();
        let begin = to.checked_sub(back).and_then(Date::tomorrow).unwrap_or(to);
        let from = self.from.unwrap_or(begin);
        if from > to {
            return Err(Refusal::field("/from", "field.range").with("from", Date::MIN).with("to", to));
        }
        let within = stretch(ctx, from, to);
        let least = Least { satisfied_from, sample_min };
        Ok(Results {
            from,
            to,
            satisfied_from,
            sample_min,
            installation_percent: limit,
            kinds: kinds(tx, within, least, limit)?,
            unreachable: record::unreachable(tx, within)?,
            by_product: by_product(tx, self.kind, within, least)?,
            by_territory: by_territory(tx, self.kind, within, least)?,
            by_person: by_person(tx, self.kind, within, least)?,
        })
    }
}

#[derive(Clone, Copy)]
struct Least {
    satisfied_from: i64,
    sample_min: i64,
}

fn kinds(tx: &mut Tx, within: Stretch, least: Least, limit: Decimal) -> Outcome<Vec<KindScore>> {
    let mut all: BTreeMap<SubjectKind, (Tally, Asked)> = BTreeMap::new();
    for (kind, tally) in record::tallies(tx, within, least.satisfied_from)? {
        all.entry(kind).or_default().0 = tally;
    }
    for (kind, asked) in record::asked(tx, within)? {
        all.entry(kind).or_default().1 = asked;
    }
    let score = |(kind, (tally, asked)): (SubjectKind, (Tally, Asked))| KindScore {
        kind,
        answers: tally.answers,
        satisfied: tally.satisfied,
        percent: tally.percent(),
        may_be_claimed: tally.may_be_claimed(least.sample_min),
        below: kind == SubjectKind::Installation && tally.is_below(limit, least.sample_min),
        sent: asked.sent,
        response: share(asked.answered, asked.sent),
    };
    Ok(all.into_iter().map(score).collect())
}

fn group(id: Uuid, label: String, tally: Tally, least: Least) -> GroupScore {
    let enough = tally.may_be_claimed(least.sample_min);
    GroupScore {
        id,
        label,
        answers: tally.answers,
        satisfied: tally.satisfied,
        percent: tally.percent().filter(|_| enough),
    }
}

fn by_product(
    tx: &mut Tx,
    kind: Option<SubjectKind>,
    within: Stretch,
    least: Least,
) -> Outcome<Vec<GroupScore>> {
    let mut groups = Vec::new();
    for (id, tally) in record::split(tx, kind, Split::Product, within, least.satisfied_from)? {
        let product = catalog::find(tx, ProductId(id))?;
        let label = product.map(|row| row.name).unwrap_or_default();
        groups.push(group(id, label, tally, least));
    }
    Ok(groups)
}

fn by_territory(
    tx: &mut Tx,
    kind: Option<SubjectKind>,
    within: Stretch,
    least: Least,
) -> Outcome<Vec<GroupScore>> {
    let mut groups = Vec::new();
    for (id, tally) in record::split(tx, kind, Split::Territory, within, least.satisfied_from)? {
        let label = people::territory(tx, TerritoryId(id))?.map(|row| row.name).unwrap_or_default();
        groups.push(group(id, label, tally, least));
    }
    Ok(groups)
}

fn by_person(
    tx: &mut Tx,
    kind: Option<SubjectKind>,
    within: Stretch,
    least: Least,
) -> Outcome<Vec<GroupScore>> {
    let found = record::split(tx, kind, Split::Person, within, least.satisfied_from)?;
    let ids: Vec<PersonId> = found.iter().map(|(id, _)| PersonId(*id)).collect();
    let names: BTreeMap<Uuid, String> =
        person::names(tx, &ids)?.into_iter().map(|(id, name)| (id.into(), name)).collect();
    let label = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
    Ok(found.into_iter().map(|(id, tally)| group(id, label(&id), tally, least)).collect())
}
