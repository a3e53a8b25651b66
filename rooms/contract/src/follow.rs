//! What this room does when something happens elsewhere, and what persons hold here.

use accord_kernel::{Act, Action, Context, Emit, Happened, Outcome, Reaction, Registry};
use accord_room_asset::{self as asset, AssetId, actions::AddAsset};
use accord_room_customer::{self as customer, PutAway, StillOpen};
use accord_room_order::{self as order, LineState, OrderId, OrderState};
use accord_room_people::{Handover, Held, PersonId};
use accord_store::{Json, Tx};
use jiff::civil::Date;

use crate::{
    coach, cover,
    id::{ContractState, EndCause, OrderUnitId, TaskKind},
    neighbours::{Word, heads_of_service, tell, today_of_order},
    offer::{line_offers, tally},
    record::{
        contract::{
            ContractRow, all_covers_of_customer, contract, contracts_of_customer, covers_of, covers_of_asset,
            covers_of_customer, line_of_decision, lines_of, of_order,
        },
        offer::{
            OrderUnitRow, decisions_of_customer, extensions_of_customer, standing_of, unit_of_asset,
            units_of_customer, units_of_line,
        },
        task::{open_tasks_of, tasks_of_customer},
    },
    rules::decision::Answer,
    tasks,
};

/// Registers reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .reaction(Reaction { name: "contract.order_entered", on: "order.enter", run: order_entered })
        .reaction(Reaction { name: "contract.order_shipped", on: "order.ship", run: order_shipped })
        .reaction(Reaction { name: "contract.line_cancelled", on: "order.cancel_line", run: line_cancelled })
        .reaction(Reaction { name: "contract.unit_accepted", on: "acceptance.record", run: accepted })
        .reaction(Reaction { name: "contract.acceptance_moved", on: "acceptance.correct", run: accepted })
        .extend(StillOpen { name: "contracts", of: still_open })
        .reaction(Reaction { name: "contract.customer_merged", on: "customer.merge", run: merged })
        .extend(Handover { name: "contract.tasks", held_by });
}

/// An order with equipment and without a decision: the heads of service hear of it at once (R15), and whoever sells
/// without ever offering gets help (R54).
fn order_entered(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<OrderId>("order") else { return Ok(()) };
    let row = order::find(tx, id)?;
    let tally = tally(&line_offers(tx, id)?);
    if row.imported || tally.undecided == 0 {
        return Ok(());
    }
    let word = Word::new("notice-service-offer-open", format!("/orders/{id}"))
        .with("number", row.number.clone())
        .with("units", tally.undecided)
        .about(row.customer_id);
    let heads = heads_of_service(tx)?;
    tell(tx, act, &heads, &word)?;
    match row.entered_by {
        Some(rep) => coach::look(tx, act, rep, Some(id)),
        None => Ok(()),
    }
}

/// Units that left stand in the installed base, each by itself; the window of their line is closed by their shipping.
fn order_shipped(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<OrderId>("order") else { return Ok(()) };
    let row = order::find(tx, id)?;
    for offer in line_offers(tx, id)? {
        if offer.line.state != LineState::Shipped {
            continue;
        }
        let known = units_of_line(tx, offer.line.id)?;
        for unit_no in offer.left.iter().filter(|no| known.iter().all(|unit| unit.unit_no != **no)) {
            let add: AddAsset = serde_json::from_value(serde_json::json!({
                "customer": row.customer_id, "site": row.site_id, "product": offer.product.id,
                "order": id, "order_line": offer.line.id,
            }))
            .map_err(|error| accord_kernel::Refusal::defect(error.to_string()))?;
            let emit = Emit { name: AddAsset::NAME, customer: event.customer, chains: Vec::new() };
            let added = act.within(tx, emit, |tx, act| add.perform(tx, act))?;
            tx.insert(&OrderUnitRow {
                id: act.new_id::<OrderUnitId>(),
                customer_id: row.customer_id,
                order_id: id,
                line_id: offer.line.id,
                unit_no: *unit_no,
                asset_id: added.asset,
                version: 1,
            })?;
        }
    }
    Ok(())
}

/// The customer accepted a unit, or the day of it was corrected: cover and tasks are laid by it, nobody types a date.
fn accepted(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(id), Some(on)) = (event.fact::<AssetId>("asset"), event.fact::<Date>("accepted_on")) else {
        return Ok(());
    };
    let unit = asset::asset(tx, id)?;
    let (_, stuck) = cover::move_with(tx, &unit, on)?;
    for cover in &stuck {
        let number = contract(tx, cover.contract_id)?.number;
        let word = Word::new("notice-contract-stuck", format!("/contracts/{}", cover.contract_id))
            .with("number", number)
            .with("unit", unit.name())
            .about(cover.customer_id)
            .urgent();
        let heads = heads_of_service(tx)?;
        tell(tx, act, &heads, &word)?;
    }
    if let Some(ordered) = unit_of_asset(tx, id)? {
        for decision in standing_of(tx, ordered.order_id)? {
            if decision.line_id != ordered.line_id || !decision.units.0.contains(&ordered.unit_no) {
                continue;
            }
            match decision.answer {
                Answer::Accepted => {
                    let Some(line) = line_of_decision(tx, decision.id)? else { continue };
                    let mut row = contract(tx, line.contract_id)?;
                    let made =
                        act.attempt(tx, |tx, act| cover::begin_if_accepted(tx, act, &mut row, &line, &unit))?;
                    if let Err(refusal) = made {
                        tell_stuck(tx, act, &row, &unit.name(), refusal)?;
                    }
                }
                Answer::Declined | Answer::NotOffered => {
                    if let Some(until) = unit.warranty_until() {
                        tasks::of_declined(tx, act, &decision, &unit, until)?;
                    }
                }
            }
        }
    }
    let covers = covers_of_asset(tx, id)?;
    let mut contracts: Vec<_> = covers.iter().map(|cover| cover.contract_id).collect();
    contracts.dedup();
    for contract_id in contracts {
        let row = contract(tx, contract_id)?;
        let own: Vec<_> = covers.iter().filter(|cover| cover.contract_id == contract_id).cloned().collect();
        tasks::of_cover(tx, act, &row, &unit, &own)?;
    }
    act.fact("asset", id);
    Ok(())
}

/// What happened is not undone by a rule of ours: somebody has to look at it.
fn tell_stuck(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &ContractRow,
    unit: &str,
    refusal: accord_kernel::Refusal,
) -> Outcome<()> {
    if refusal.rule != "contract.overlaps" {
        return Err(refusal);
    }
    let word = Word::new("notice-contract-stuck", format!("/contracts/{}", row.id))
        .with("number", row.number.clone())
        .with("unit", unit)
        .about(row.customer_id)
        .urgent();
    let heads = heads_of_service(tx)?;
    tell(tx, act, &heads, &word)
}

/// Units or the plan itself were taken back: what was sold for them ends.
fn line_cancelled(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<OrderId>("order") else { return Ok(()) };
    let row = order::find(tx, id)?;
    let lines = order::lines(tx, id)?;
    let gone = |line: order::LineId| {
        lines.iter().any(|one| {
            one.id == line && (one.state == LineState::Cancelled || order::left_milli(&lines, one) <= 0)
        })
    };
    let offers = line_offers(tx, id)?;
    let today = today_of_order(tx, act, &row)?;
    for contract_row in of_order(tx, id)? {
        if contract_row.state == ContractState::Ended {
            continue;
        }
        let mut alive = false;
        for mut line in lines_of(tx, contract_row.id)? {
            let paid_away = line.charge_line_id.is_some_and(gone);
            let Some(mut decision) =
                standing_of(tx, id)?.into_iter().find(|row| Some(row.id) == line.decision_id)
            else {
                continue;
            };
            let left = offers.iter().find(|offer| Some(offer.line.id) == line.order_line_id);
            let mut units = decision.units.0.clone();
            units.retain(|unit| left.is_some_and(|offer| offer.left.contains(unit)));
            if paid_away || units.is_empty() || row.state == OrderState::Cancelled {
                decision.standing = false;
                decision.replaced_at = Some(act.now);
                decision.replaced_reason = Some(EndCause::OrderCancelled.word().to_owned());
                tx.update(&mut decision)?;
                tasks::overtake_of_decision(tx, act, decision.id)?;
                let covers: Vec<_> = covers_of(tx, contract_row.id)?
                    .into_iter()
                    .filter(|cover| cover.contract_line_id == line.id)
                    .collect();
                cover::end(tx, covers, Some(today), EndCause::OrderCancelled.word())?;
                continue;
            }
            alive = true;
            if units.len() != decision.units.0.len() {
                line.units = i64::try_from(units.len()).unwrap_or(line.units);
                decision.units = Json(units);
                tx.update(&mut decision)?;
                tx.update(&mut line)?;
            }
        }
        if !alive {
            end_contract(tx, act, contract_row, today, EndCause::OrderCancelled, "")?;
        }
    }
    order::refresh(tx, act, id)
}

/// Ends a contract on a day: its cover, its tasks.
pub(crate) fn end_contract(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: ContractRow,
    last_day: Date,
    cause: EndCause,
    words: &str,
) -> Outcome<ContractRow> {
    row.state = ContractState::Ended;
    row.ended_on = Some(last_day);
    row.ended_reason = Some(if words.is_empty() { cause.word().to_owned() } else { words.to_owned() });
    tx.update(&mut row)?;
    let covers = covers_of(tx, row.id)?;
    cover::end(tx, covers, Some(last_day), cause.word())?;
    tasks::overtake_of_contract(tx, act, row.id, |task| {
        task.kind != TaskKind::Renewal || cause != EndCause::Agreed || task.due_on > last_day
    })?;
    act.fact("contract", row.id);
    act.fact("ended_on", last_day);
    Ok(row)
}

/// What a merged record had belongs to the one that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    let mut any = false;
    macro_rules! move_all {
        ($rows:expr) => {
            for mut row in $rows {
                row.customer_id = into;
                tx.update(&mut row)?;
                any = true;
            }
        };
    }
    move_all!(decisions_of_customer(tx, from)?);
    move_all!(extensions_of_customer(tx, from)?);
    move_all!(units_of_customer(tx, from)?);
    move_all!(contracts_of_customer(tx, from)?);
    move_all!(all_covers_of_customer(tx, from)?);
    move_all!(tasks_of_customer(tx, from)?);
    if any {
        act.chain(into);
        for row in contracts_of_customer(tx, into)? {
            let hint = lines_of(tx, row.id)?.first().map(|line| line.plan_name.clone()).unwrap_or_default();
            row.index(tx, &hint)?;
        }
    }
    Ok(())
}

fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let rows = open_tasks_of(tx, person, 200)?;
    Ok(rows
        .into_iter()
        .map(|row| Held {
            kind: "contract_task".to_owned(),
            label: format!("{} {}", row.kind.word(), row.due_on),
            id: row.id.into(),
        })
        .collect())
}

/// Contracts whose cover has not run out stand in the way of putting their customer away.
fn still_open(tx: &mut Tx, ctx: &Context, away: PutAway) -> Outcome<Vec<Held>> {
    if away.site.is_some() {
        // A contract is the customer's; what it covers at a site are its units.
        return Ok(Vec::new());
    }
    let today = accord_room_people::settings::today(ctx);
    let covers = covers_of_customer(tx, away.customer)?;
    let runs = |row: &ContractRow| {
        let covered = covers.iter().any(|cover| cover.contract_id == row.id && cover.until_on >= today);
        row.state == ContractState::Sold || (row.state == ContractState::Standing && covered)
    };
    let rows = contracts_of_customer(tx, away.customer)?.into_iter().filter(runs);
    let held =
        |row: ContractRow| Held { kind: "service_contract".to_owned(), label: row.number, id: row.id.into() };
    Ok(rows.map(held).collect())
}
