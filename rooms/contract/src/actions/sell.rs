//! Selling a plan for units that stand at the customer already, and going on with one that ends.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_asset::{self as asset, Asset, AssetId, Origin};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_value::{self as value, PlanState, PlanVersionId};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decide::agreed_basis;
use crate::{
    cover::{self, Anchor, Stretch, warranty_of},
    id::{ContractId, ContractLineId, ContractState, TaskKind, TaskOutcome, TaskState},
    input::{MONTHS_MAX, date, number},
    neighbours::{at_version, author, day_in, zone_of},
    ready::{Asked, must_be_possible, readiness},
    record::{
        contract::{
            ContractLineRow, ContractRow, contract, covers_of, covers_of_asset, lines_of, renewal_of,
        },
        task::tasks_of_contract,
    },
    rules::{
        billing::Interval,
        term::{CoverKind, Months, boundary},
        window::Window,
    },
    settings, tasks,
    worth::{worth_of, worth_of_unit},
};

/// Most units of one contract sold at once.
const UNITS_MAX: usize = 500;

/// Sells a plan for units that the customer has. It begins on a day that is given, or the day after what covers the
/// unit now ends. Through the warranty it covers nothing at no extra cost: the units have left long ago (R16).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SellContract {
    /// Who buys.
    pub customer: CustomerId,
    /// The units.
    pub assets: Vec<AssetId>,
    /// The plan.
    pub plan_version: PlanVersionId,
    /// First day at the unit's site; the day after the warranty or the present cover ends, when open, not before today.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub starts_on: Option<Date>,
    /// Price of a year for one unit; the list price when open.
    #[serde(default)]
    pub year_price: Option<Money>,
    /// Months; those of the plan when open.
    #[serde(default)]
    pub term_months: Option<i64>,
    /// How often it is invoiced; yearly when open.
    #[serde(default)]
    pub billing: Option<Interval>,
}

/// A contract.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractAnswer {
    /// Its id.
    pub contract: ContractId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ContractState,
    /// Row version.
    pub version: i64,
}

impl ContractAnswer {
    /// Of a row.
    pub(crate) fn of(row: &ContractRow) -> Self {
        Self { contract: row.id, number: row.number.clone(), state: row.state, version: row.version }
    }
}

impl Action for SellContract {
    const NAME: &'static str = "contract.sell";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ContractAnswer> {
        let account = customer::load(tx, self.customer)?;
        let units = self.units(tx, account.id)?;
        let version = value::plan_version(tx, self.plan_version)?;
        let plan = value::load_plan(tx, version.plan_id)?;
        if version.state != PlanState::Published {
            return Err(Refusal::field("/plan_version", "service.plan_not_published").with("plan", plan.name));
        }
        let term = number("/term_months", self.term_months.unwrap_or(version.term_months), 1, MONTHS_MAX)?;
        let currency = self.year_price.map_or(account.currency, |price| price.currency);
        let row = ContractRow {
            id: act.new_id::<ContractId>(),
            number: act.number(tx, "S")?,
            customer_id: account.id,
            order_id: None,
            quote_id: None,
            renews_id: None,
            currency,
            billing: self.billing.unwrap_or(Interval::Yearly),
            exit_right: settings::get(tx, act, &settings::EXIT_RIGHT)?,
            sold_on: settings::today(act),
            sold_at: act.now,
            sold_by: author(act),
            owner_id: None,
            state: ContractState::Standing,
            ended_on: None,
            ended_reason: None,
            version: 1,
        };
        tx.insert(&row)?;
        for (place, unit) in (1_i64..).zip(&units) {
            let year = price(act, &version, unit, self.year_price, currency)?;
            can_be_kept(tx, act, &row, (&plan, version.id), unit)?;
            let agreed = worth_of_unit(tx, act, unit, version.id)?;
            let line = ContractLineRow {
                id: act.new_id::<ContractLineId>(),
                contract_id: row.id,
                line_no: place,
                plan_id: plan.id,
                plan_version_id: version.id,
                plan_name: plan.name.clone(),
                decision_id: None,
                order_line_id: None,
                charge_line_id: None,
                units: 1,
                year_minor: year.0.minor,
                list_minor: year.1.minor,
                term_months: term,
                early_sale: Window::Shipped,
                window_until: None,
                window_by: None,
                agreed: Json(agreed_basis(agreed.as_ref())),
                version: 1,
            };
            tx.insert(&line)?;
            let (anchor, months) = self.begins(tx, act, unit, &plan, term)?;
            let stretch = Stretch { kind: CoverKind::Paid, months };
            let covers = cover::make(tx, act, &row, &line, unit, anchor, &[stretch])?;
            tasks::of_cover(tx, act, &row, unit, &covers)?;
        }
        row.index(tx, &plan.name)?;
        crate::papers::conclude(tx, act, &row)?;
        act.fact("contract", row.id);
        act.fact("contract_number", &row.number);
        act.fact("units", units.len());
        Ok(ContractAnswer::of(&row))
    }
}

/// Price of a year and list price of a unit. Less than the list is the head of service's to give.
fn price(
    act: &Act<'_>,
    version: &value::PlanVersionRow,
    unit: &Asset,
    asked: Option<Money>,
    currency: accord_kernel::Currency,
) -> Outcome<(Money, Money)> {
    let list = version.price(unit.product_id, currency);
    let Some(asked) = asked else {
        let list = list.ok_or_else(|| {
            Refusal::field("/year_price", "service.no_list_price").with("currency", currency.code())
        })?;
        return Ok((list, list));
    };
    if asked.minor <= 0 {
        return Err(Refusal::field("/year_price", "field.not_positive"));
    }
    if list.is_none_or(|list| asked.minor < list.minor) && !act.principal.may(Permission::ContractApprove) {
        let refusal = Refusal::field("/year_price", "service.below_list");
        return Err(match list {
            Some(list) => refusal.with("list", list),
            None => refusal.with("list", "–"),
        });
    }
    Ok((asked, list.unwrap_or(asked)))
}

/// Whoever sells a response, for the first time or for another term, must be able to keep it at the unit's site; what is
/// still missing there for it becomes tasks (T19).
fn can_be_kept(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &ContractRow,
    (plan, plan_version): (&value::PlanRow, PlanVersionId),
    unit: &Asset,
) -> Outcome<()> {
    let Some(site) = unit.site_id else { return Ok(()) };
    let asked = Asked { customer: unit.customer_id, site, plan_version, product: unit.product_id };
    let found = readiness(tx, act, asked)?;
    must_be_possible(&found, &plan.name, &customer::site(tx, site)?.name)?;
    tasks::of_missing(tx, act, row.customer_id, site, Some(row.id), &found.missing, row.sold_on)?;
    Ok(())
}

impl SellContract {
    fn units(&self, tx: &mut Tx, of: CustomerId) -> Outcome<Vec<Asset>> {
        if self.assets.is_empty() {
            return Err(Refusal::field("/assets", "field.required"));
        }
        if self.assets.len() > UNITS_MAX {
            return Err(Refusal::field("/assets", "field.too_many").with("max", UNITS_MAX));
        }
        let mut units: Vec<Asset> = Vec::with_capacity(self.assets.len());
        for (place, id) in self.assets.iter().enumerate() {
            let unit = asset::named_asset(tx, of, format!("/assets/{place}"), *id)?;
            let at = |rule| Refusal::field(format!("/assets/{place}"), rule).with("unit", unit.name());
            if unit.retired_on.is_some() {
                return Err(at("contract.unit_retired"));
            }
            if unit.origin != Origin::Ours {
                return Err(at("contract.unit_not_ours"));
            }
            if units.iter().any(|known| known.id == unit.id) {
                return Err(at("contract.unit_twice"));
            }
            units.push(unit);
        }
        Ok(units)
    }

    /// From where the months of a unit are counted, and which they are. Right after the warranty or after cover that is
    /// counted from the acceptance, the acceptance stays the anchor, so that everything moves together.
    fn begins(
        &self,
        tx: &mut Tx,
        act: &Act<'_>,
        unit: &Asset,
        plan: &value::PlanRow,
        term: i64,
    ) -> Outcome<(Anchor, Months)> {
        let zone = zone_of(tx, act, unit.site_id)?;
        let today = day_in(&zone, act.now);
        let from_given = |on: Date| (Anchor { on, moves: false }, Months { from: 0, to: term });
        let last = covers_of_asset(tx, unit.id)?
            .into_iter()
            .filter(|cover| cover.plan_id == plan.id && cover.until_on >= today)
            .max_by_key(|cover| cover.until_on);
        let mut next = None;
        if let Some(cover) = last.filter(|cover| cover.ended_reason.is_none()) {
            let anchor = Anchor { on: cover.anchor_on, moves: cover.anchored };
            next = Some((anchor, Months { from: cover.to_month, to: cover.to_month + term }));
        } else if let Some(accepted) = unit.accepted_on {
            let warranty = warranty_of(tx, act, unit)?;
            if boundary(accepted, warranty).is_some_and(|over| over > today) {
                let anchor = Anchor { on: accepted, moves: true };
                next = Some((anchor, Months { from: warranty, to: warranty + term }));
            }
        }
        let follows = next.and_then(|(anchor, months)| boundary(anchor.on, months.from));
        match (self.starts_on, next, follows) {
            (Some(on), Some(next), Some(day)) if on == day => Ok(next),
            (Some(on), ..) => Ok(from_given(date("/starts_on", on)?)),
            (None, Some(next), _) => Ok(next),
            (None, None, _) => Ok(from_given(today)),
        }
    }
}

/// Goes on with a contract from the day after it ends, without a gap (R48).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewContract {
    /// The contract.
    pub contract: ContractId,
    /// The version that was read.
    pub version: i64,
    /// Another plan; the present version of the same one when open.
    #[serde(default)]
    pub plan_version: Option<PlanVersionId>,
    /// Price of a year for one unit; the list price when open.
    #[serde(default)]
    pub year_price: Option<Money>,
    /// Months; those of the plan when open.
    #[serde(default)]
    pub term_months: Option<i64>,
    /// How often it is invoiced; as before when open.
    #[serde(default)]
    pub billing: Option<Interval>,
}

impl Action for RenewContract {
    const NAME: &'static str = "contract.renew";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ContractAnswer> {
        let before = contract(tx, self.contract)?;
        at_version(&before, self.version)?;
        if before.state != ContractState::Standing {
            return Err(Refusal::conflict("contract.not_standing").with("number", before.number));
        }
        if let Some(next) = renewal_of(tx, before.id)? {
            return Err(Refusal::conflict("contract.renewed_already").with("number", next.number));
        }
        let row = ContractRow {
            id: act.new_id::<ContractId>(),
            number: act.number(tx, "S")?,
            renews_id: Some(before.id),
            order_id: None,
            quote_id: None,
            billing: self.billing.unwrap_or(before.billing),
            exit_right: settings::get(tx, act, &settings::EXIT_RIGHT)?,
            sold_on: settings::today(act),
            sold_at: act.now,
            sold_by: author(act),
            version: 1,
            ..before.clone()
        };
        tx.insert(&row)?;
        let covers = covers_of(tx, before.id)?;
        let mut name = String::new();
        for old in lines_of(tx, before.id)? {
            let (plan, version) = self.plan(tx, &old)?;
            let line = self.line(tx, act, &row, &old, (&plan, &version))?;
            tx.insert(&line)?;
            name.clone_from(&line.plan_name);
            let mut units: Vec<AssetId> = covers
                .iter()
                .filter(|cover| cover.standing && cover.contract_line_id == old.id)
                .map(|cover| cover.asset_id)
                .collect();
            units.dedup();
            for id in units {
                let unit = asset::asset(tx, id)?;
                if unit.retired_on.is_some() {
                    continue;
                }
                let last = covers
                    .iter()
                    .filter(|cover| {
                        cover.standing && cover.asset_id == id && cover.contract_line_id == old.id
                    })
                    .max_by_key(|cover| cover.to_month);
                let Some(last) = last else { continue };
                can_be_kept(tx, act, &row, (&plan, version.id), &unit)?;
                let months = Months { from: last.to_month, to: last.to_month + line.term_months };
                let anchor = Anchor { on: last.anchor_on, moves: last.anchored };
                let stretch = Stretch { kind: CoverKind::Paid, months };
                let made = cover::make(tx, act, &row, &line, &unit, anchor, &[stretch])?;
                tasks::of_cover(tx, act, &row, &unit, &made)?;
            }
        }
        row.index(tx, &name)?;
        crate::papers::conclude(tx, act, &row)?;
        for mut task in tasks_of_contract(tx, before.id)?
            .into_iter()
            .filter(|task| task.kind == TaskKind::Renewal && task.state == TaskState::Open)
        {
            task.state = TaskState::Done;
            task.done_at = Some(act.now);
            task.done_by = author(act);
            task.outcome = Some(TaskOutcome::Renewed);
            tx.update(&mut task)?;
            tasks::unplan(tx, act, &task)?;
        }
        act.fact("contract", row.id);
        act.fact("contract_number", &row.number);
        act.fact("renews", before.id);
        Ok(ContractAnswer::of(&row))
    }
}

impl RenewContract {
    /// The plan with which a line goes on, and the version of it that is sold now.
    fn plan(&self, tx: &mut Tx, old: &ContractLineRow) -> Outcome<(value::PlanRow, value::PlanVersionRow)> {
        let present = match self.plan_version {
            Some(id) => value::plan_version(tx, id)?,
            None => {
                let known = value::versions_of(tx, old.plan_id)?;
                let published = known.into_iter().find(|version| version.state == PlanState::Published);
                published.ok_or_else(|| {
                    Refusal::field("/plan_version", "service.plan_not_published")
                        .with("plan", old.plan_name.clone())
                })?
            }
        };
        let plan = value::load_plan(tx, present.plan_id)?;
        if present.state != PlanState::Published {
            return Err(Refusal::field("/plan_version", "service.plan_not_published").with("plan", plan.name));
        }
        Ok((plan, present))
    }

    /// A line of the new term. What it is worth is agreed anew: the plan can be another one, and a stop can cost the
    /// customer another sum than it did.
    fn line(
        &self,
        tx: &mut Tx,
        act: &Act<'_>,
        row: &ContractRow,
        old: &ContractLineRow,
        (plan, present): (&value::PlanRow, &value::PlanVersionRow),
    ) -> Outcome<ContractLineRow> {
        let first =
            covers_of(tx, old.contract_id)?.into_iter().find(|cover| cover.contract_line_id == old.id);
        let unit = match first {
            Some(cover) => asset::asset(tx, cover.asset_id)?,
            None => return Err(Refusal::conflict("contract.not_standing").with("number", row.number.clone())),
        };
        let (year, list) = price(act, present, &unit, self.year_price, row.currency)?;
        // What a stop of one unit costs says nothing of the others of a line.
        let agreed = match unit.product_id {
            Some(product) if old.units > 1 => worth_of(tx, act, row.customer_id, product, present.id)?,
            _ => worth_of_unit(tx, act, &unit, present.id)?,
        };
        Ok(ContractLineRow {
            id: act.new_id::<ContractLineId>(),
            contract_id: row.id,
            plan_id: plan.id,
            plan_version_id: present.id,
            plan_name: plan.name.clone(),
            decision_id: None,
            order_line_id: None,
            charge_line_id: None,
            year_minor: year.minor,
            list_minor: list.minor,
            term_months: number(
                "/term_months",
                self.term_months.unwrap_or(present.term_months),
                1,
                MONTHS_MAX,
            )?,
            early_sale: Window::Shipped,
            window_until: None,
            window_by: None,
            agreed: Json(agreed_basis(agreed.as_ref())),
            version: 1,
            ..old.clone()
        })
    }
}
