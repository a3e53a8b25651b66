//! Value profiles as the briefing, the customer's page and the API show them (R11).

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_asset::AssetId;
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{Confidence, ExpectedBy, Need, PlanVersionId, Question, ValueProfileId},
    record::{self, ProfileRow},
    rules::profile as rules,
    settings,
    terms::CriticalPeriod,
};

/// Rows of the review list at most.
const REVIEWS_MAX: i64 = 200;

/// What a stop costs until a plan's response.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ResponseCost {
    /// The version on offer.
    pub plan_version: PlanVersionId,
    /// Its name.
    pub plan: String,
    /// Minutes to its response.
    pub minutes: i64,
    /// What the customer loses until then.
    pub cost: Money,
}

/// A value profile.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileFacts {
    /// Id.
    pub id: ValueProfileId,
    /// The customer.
    pub customer: CustomerId,
    /// The asset that it is about.
    pub asset: Option<AssetId>,
    /// The product that it is about.
    pub product: Option<ProductId>,
    /// What it is about, in words; open for the customer as a whole.
    pub about: Option<String>,
    /// Why they bought, in their own words.
    pub reasons: Option<String>,
    /// Why that is important to them.
    pub importance: Option<String>,
    /// The outcome they seek.
    pub outcome: Option<String>,
    /// What they expect of us.
    pub expectation: Option<String>,
    /// Whether they think that it never fails.
    pub never_fails: Option<String>,
    /// Hours of use a week.
    #[schemars(with = "Option<String>")]
    pub use_hours_week: Option<Decimal>,
    /// When a stop hurts most.
    pub critical_periods: Vec<CriticalPeriod>,
    /// What they need of a service.
    pub needs: Vec<Need>,
    /// Cost of a stop per day of 24 hours.
    pub stop_cost: Option<Money>,
    /// Per hour, from the day, rounded once.
    pub cost_per_hour: Option<Money>,
    /// Until the response of each plan on offer.
    pub cost_per_response: Vec<ResponseCost>,
    /// How far the cost can be trusted.
    pub confidence: Option<Confidence>,
    /// Who said it: a contact's id.
    pub said_by: Option<Uuid>,
    /// Name of that contact.
    pub said_by_name: Option<String>,
    /// On which day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub said_on: Option<Date>,
    /// To whom of us.
    pub via: Option<PersonId>,
    /// Name of that colleague.
    pub via_name: Option<String>,
    /// Outages that are expected in a year.
    #[schemars(with = "Option<String>")]
    pub expected_outages: Option<Decimal>,
    /// Who expects so.
    pub outages_source: Option<ExpectedBy>,
    /// Which of the four questions have no answer yet.
    pub open_questions: Vec<Question>,
    /// Last day on which somebody looked at it.
    #[schemars(with = "String", extend("format" = "date"))]
    pub reviewed_on: Date,
    /// Day on which it is to be looked at again.
    #[schemars(with = "String", extend("format" = "date"))]
    pub review_due_on: Date,
    /// Whether that day has come.
    pub review_due: bool,
    /// Row version.
    pub version: i64,
}

/// Which of the four questions a profile leaves open.
pub(crate) fn open_questions(row: &ProfileRow) -> Vec<Question> {
    rules::open_questions(|question| match question {
        Question::WhyBuy => row.reasons.is_some(),
        Question::WhyImportant => row.importance.is_some(),
        Question::StopCost => row.customers_number().is_some(),
        Question::NeverFails => row.never_fails.is_some(),
    })
}

fn responses(tx: &mut Tx, cost: Option<Money>) -> Outcome<Vec<ResponseCost>> {
    let Some(cost) = cost else { return Ok(Vec::new()) };
    let until = |(plan, row): (record::PlanRow, record::PlanVersionRow)| {
        let minutes = row.response_minutes?;
        let cost = rules::cost_of(cost, minutes)?;
        Some(ResponseCost { plan_version: row.id, plan: plan.name, minutes, cost })
    };
    Ok(record::on_offer(tx)?.into_iter().filter_map(until).collect())
}

fn about(tx: &mut Tx, row: &ProfileRow) -> Outcome<Option<String>> {
    if let Some(asset) = row.asset_id {
        return crate::neighbours::asset_label(tx, asset);
    }
    let Some(product) = row.product_id else { return Ok(None) };
    Ok(catalog::find(tx, product)?.map(|product| product.name))
}

pub(crate) fn facts(tx: &mut Tx, ctx: &Context, row: ProfileRow) -> Outcome<ProfileFacts> {
    let stop_cost = row.stop_cost();
    let said_by_name = match row.stop_contact_id {
        Some(contact) => Some(customer::contact(tx, contact)?.name),
        None => None,
    };
    let via_name = match row.stop_via_id {
        Some(person) => Some(people::person(tx, person)?.name),
        None => None,
    };
    Ok(ProfileFacts {
        about: about(tx, &row)?,
        cost_per_hour: stop_cost.and_then(|cost| rules::cost_of(cost, 60)),
        cost_per_response: responses(tx, stop_cost)?,
        open_questions: open_questions(&row),
        review_due: row.review_due_on <= settings::today(ctx),
        use_hours_week: row
            .use_minutes_week
            .map(|minutes| (Decimal::from(minutes) / Decimal::from(60)).round_dp(2)),
        expected_outages: row.expected_outages(),
        id: row.id,
        customer: row.customer_id,
        asset: row.asset_id,
        product: row.product_id,
        reasons: row.reasons,
        importance: row.importance,
        outcome: row.outcome,
        expectation: row.expectation,
        never_fails: row.never_fails,
        critical_periods: row.critical_periods.0,
        needs: row.needs.0,
        stop_cost,
        confidence: row.stop_confidence,
        said_by: row.stop_contact_id.map(|contact| contact.0),
        said_by_name,
        said_on: row.stop_said_on,
        via: row.stop_via_id,
        via_name,
        outages_source: row.outages_source,
        reviewed_on: row.reviewed_on,
        review_due_on: row.review_due_on,
        version: row.version,
    })
}

/// The value profiles of a customer, that of the whole customer first.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profiles {
    /// The customer.
    pub customer: CustomerId,
}

impl View for Profiles {
    const NAME: &'static str = "value.profiles";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ProfileFacts>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ProfileFacts>> {
        let of = customer::load(tx, self.customer)?.id;
        let rows = record::profiles_of(tx, of)?;
        rows.into_iter().map(|row| facts(tx, ctx, row)).collect()
    }
}

/// One value profile.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneProfile {
    /// The profile.
    pub profile: ValueProfileId,
}

impl View for OneProfile {
    const NAME: &'static str = "value.profile";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProfileFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::load_profile(tx, self.profile)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ProfileFacts> {
        let row = record::load_profile(tx, self.profile)?;
        facts(tx, ctx, row)
    }
}

/// Profiles that are to be looked at again, the longest due first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reviews {
    /// Only those of customers that the reader owns.
    pub mine: bool,
}

/// A profile that is to be looked at again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewRow {
    /// The profile.
    pub profile: ValueProfileId,
    /// The customer.
    pub customer: CustomerId,
    /// Its name.
    pub name: String,
    /// Last day on which somebody looked at it.
    #[schemars(with = "String", extend("format" = "date"))]
    pub reviewed_on: Date,
    /// Since when it is due.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Row version.
    pub version: i64,
}

impl View for Reviews {
    const NAME: &'static str = "value.reviews";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ReviewRow>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ReviewRow>> {
        let rows = record::profiles_due(tx, ctx, settings::today(ctx), REVIEWS_MAX)?;
        let mut found = Vec::new();
        for row in rows {
            let owners = crate::neighbours::owners(tx, row.customer_id)?;
            if self.mine && !owners.iter().any(|owner| owner.0 == ctx.principal.id) {
                continue;
            }
            let of = customer::load(tx, row.customer_id)?;
            found.push(ReviewRow {
                profile: row.id,
                customer: of.id,
                name: of.name,
                reviewed_on: row.reviewed_on,
                due_on: row.review_due_on,
                version: row.version,
            });
        }
        Ok(found)
    }
}
