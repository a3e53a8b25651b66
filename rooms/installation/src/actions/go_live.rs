//! Software goes live, and is used or not (R26).

use accord_kernel::{Act, Action, Audience, Context, Emit, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_asset::actions::AddAsset;
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{PlanAnswer, touches};
use crate::{
    follow::workable,
    id::{DeliveryTaskKind, InstallationId, InstallationState, PlanKind, SubscriptionId, TaskState, UsageId},
    input::{NAME_MAX, WORDING_MAX, date, number, optional, text},
    neighbours::{Word, at_version, author, sales_owner, service_owner, start_of, tell, today_at, zone_of},
    planning::{facts, today_of},
    record::{
        plan::{Installation, installation},
        training::{Subscription, Usage, open_tasks_about, subscription, trained, usages},
    },
    reviews,
    rules::use_well::{instructed, little_used},
    settings,
    tasks::{self, NewTask},
};

/// Software goes live. With too few trained users it needs a stated reason.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoLive {
    /// The project.
    pub installation: InstallationId,
    /// The version that was read.
    pub version: i64,
    /// The release that runs.
    pub release: String,
    /// On which day; today when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub live_on: Option<Date>,
    /// Why it goes live although the users are not instructed.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Action for GoLive {
    const NAME: &'static str = "installation.go_live";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        let mut row = installation(tx, self.installation)?;
        at_version(&row, self.version)?;
        workable(&row)?;
        if row.kind != PlanKind::Implement {
            return Err(Refusal::conflict("installation.is_accepted_not_live").with("number", row.number));
        }
        let today = today_of(tx, act, &row)?;
        let on = date("/live_on", self.live_on.unwrap_or(today))?;
        if on > today {
            return Err(Refusal::field("/live_on", "field.future"));
        }
        let release = text("/release", &self.release, NAME_MAX)?;
        let reason = optional("/reason", self.reason.as_deref(), WORDING_MAX)?;
        let trained = trained(tx, row.id)?;
        let percent: i64 = settings::get(tx, act, &settings::INSTRUCTED_PERCENT)?;
        if !instructed(trained, row.seats, percent) && reason.is_none() {
            return Err(Refusal::field("/reason", "installation.not_instructed")
                .with("trained", trained)
                .with("users", row.seats)
                .with("percent", percent));
        }
        row.asset_id = Some(installed(tx, act, &row)?);
        row.state = InstallationState::Finished;
        row.begun_at = row.begun_at.or(Some(act.now));
        row.finished_on = Some(on);
        row.finished_at = Some(act.now);
        row.trained = Some(trained);
        row.reason = reason;
        tx.update(&mut row)?;
        run(tx, act, &row, release, on)?;
        facts(act, &row);
        act.fact("live_on", on);
        act.fact("trained", trained);
        act.fact("users", row.seats);
        if let Some(order) = row.order_id {
            reviews::lay_for(tx, act, order, on, None)?;
        }
        tell_live(tx, act, &row, on)?;
        Ok(PlanAnswer::of(&row))
    }
}

/// The software stands in the installed base as any other unit.
fn installed(tx: &mut Tx, act: &mut Act<'_>, row: &Installation) -> Outcome<accord_room_asset::AssetId> {
    if let Some(known) = row.asset_id {
        return Ok(known);
    }
    let add: AddAsset = serde_json::from_value(json!({
        "customer": row.customer_id, "site": row.site_id, "product": row.product_id,
        "order": row.order_id, "order_line": row.line_id,
    }))
    .map_err(|error| Refusal::defect(error.to_string()))?;
    let emit = Emit { name: AddAsset::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    Ok(act.within(tx, emit, |tx, act| add.perform(tx, act))?.asset)
}

/// From now on use is looked at.
fn run(tx: &mut Tx, act: &mut Act<'_>, row: &Installation, release: String, on: Date) -> Outcome<()> {
    let sub = Subscription {
        id: act.new_id::<SubscriptionId>(),
        customer_id: row.customer_id,
        installation_id: row.id,
        asset_id: row.asset_id,
        product_id: row.product_id,
        release,
        seats: row.seats.max(1),
        since_on: on,
        until_on: None,
        version: 1,
    };
    tx.insert(&sub)?;
    act.fact("subscription", sub.id);
    let days: i64 = settings::get(tx, act, &settings::USAGE_DAYS)?;
    let zone = zone_of(tx, act, row.site_id)?;
    let day = on.checked_add(days.days()).unwrap_or(on);
    act.schedule(
        tx,
        &Schedule {
            action: CheckUsage::NAME,
            subject: sub.id.into(),
            step: "first".to_owned(),
            input: json!({ "subscription": sub.id }),
            due_at: start_of(day, &zone)?.max(act.now),
        },
    )
}

fn tell_live(tx: &mut Tx, act: &mut Act<'_>, row: &Installation, on: Date) -> Outcome<()> {
    let persons = [sales_owner(tx, act, row.customer_id)?, service_owner(tx, act, row.customer_id)?];
    let word = Word::new("notice-installation-live", format!("/installations/{}", row.id))
        .with("number", row.number.clone())
        .with("what", row.title.clone())
        .with("on", on)
        .about(row.customer_id);
    tell(tx, act, &persons, &word)
}

/// Records which release runs and how many seats are bought.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRelease {
    /// The software.
    pub subscription: SubscriptionId,
    /// The version that was read.
    pub version: i64,
    /// The release that runs.
    pub release: String,
    /// Seats that are bought.
    pub seats: i64,
    /// Last day, when it ends.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until_on: Option<Date>,
}

/// Software in use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SubscriptionAnswer {
    /// Its id.
    pub subscription: SubscriptionId,
    /// Row version.
    pub version: i64,
}

impl Action for SetRelease {
    const NAME: &'static str = "subscription.set_release";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SubscriptionAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(subscription(tx, self.subscription)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SubscriptionAnswer> {
        let mut row = subscription(tx, self.subscription)?;
        at_version(&row, self.version)?;
        row.release = text("/release", &self.release, NAME_MAX)?;
        row.seats = number("/seats", self.seats, 1, 1_000_000)?;
        row.until_on = self.until_on.map(|on| date("/until_on", on)).transpose()?;
        tx.update(&mut row)?;
        act.fact("subscription", row.id);
        act.fact("release", &row.release);
        act.fact("seats", row.seats);
        Ok(SubscriptionAnswer { subscription: row.id, version: row.version })
    }
}

/// Reports how many seats were used on a day. The software itself may call it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportUsage {
    /// The software.
    pub subscription: SubscriptionId,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on_day: Date,
    /// Seats that were used.
    pub used: i64,
    /// Where the number comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// A report of use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UsageAnswer {
    /// The report.
    pub usage: UsageId,
    /// Whether so few seats are used that the customer is to be helped.
    pub little: bool,
}

impl Action for ReportUsage {
    const NAME: &'static str = "usage.report";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = UsageAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(subscription(tx, self.subscription)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<UsageAnswer> {
        let sub = subscription(tx, self.subscription)?;
        let today = settings::today(act);
        let on_day = date("/on_day", self.on_day)?;
        if on_day > today {
            return Err(Refusal::field("/on_day", "field.future"));
        }
        let row = Usage {
            id: act.new_id(),
            customer_id: sub.customer_id,
            subscription_id: sub.id,
            on_day,
            used: number("/used", self.used, 0, 10_000_000)?,
            seats: sub.seats,
            source: optional("/source", self.source.as_deref(), NAME_MAX)?.unwrap_or_default(),
            reported_at: act.now,
            reported_by: author(act),
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("subscription", sub.id);
        act.fact("used", row.used);
        act.fact("seats", row.seats);
        let little = look(tx, act, &sub)?;
        Ok(UsageAnswer { usage: row.id, little })
    }
}

/// Whether few seats are used once the software had its time; then the account manager has the task to help, once.
fn look(tx: &mut Tx, act: &mut Act<'_>, sub: &Subscription) -> Outcome<bool> {
    let plan = installation(tx, sub.installation_id)?;
    let today = today_at(tx, act, plan.site_id)?;
    let days: i64 = settings::get(tx, act, &settings::USAGE_DAYS)?;
    let percent: i64 = settings::get(tx, act, &settings::USAGE_PERCENT)?;
    let ripe = sub.since_on.checked_add(days.days()).is_ok_and(|day| today >= day);
    let over = sub.until_on.is_some_and(|until| today > until);
    let last = usages(tx, sub.id, 1)?.pop();
    // Of whom nothing is known, nobody can say that they use it: that is looked at too.
    let used = last.as_ref().map_or(0, |row| row.used);
    if !ripe || over || !little_used(used, sub.seats, percent) {
        return Ok(false);
    }
    let known = open_tasks_about(tx, sub.customer_id, DeliveryTaskKind::HelpToUse)?;
    if known.iter().any(|task| task.installation_id == Some(plan.id) && task.state == TaskState::Open) {
        return Ok(true);
    }
    let owner = service_owner(tx, act, sub.customer_id)?;
    let new = NewTask {
        customer: sub.customer_id,
        kind: DeliveryTaskKind::HelpToUse,
        installation: Some(plan.id),
        site: plan.site_id,
        contact: None,
        facts: json!({ "used": used, "seats": sub.seats, "known": last.is_some(), "what": plan.title }),
        owner,
    };
    tasks::put(tx, act, new)?;
    Ok(true)
}

/// So many days after the go-live: is it used?
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckUsage {
    /// The software.
    pub subscription: SubscriptionId,
}

impl Action for CheckUsage {
    const NAME: &'static str = "usage.check";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = SubscriptionAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(subscription(tx, self.subscription)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SubscriptionAnswer> {
        let sub = subscription(tx, self.subscription)?;
        act.fact("subscription", sub.id);
        let little = look(tx, act, &sub)?;
        act.fact("little", little);
        Ok(SubscriptionAnswer { subscription: sub.id, version: sub.version })
    }
}
