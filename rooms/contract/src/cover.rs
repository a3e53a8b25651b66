//! The cover of a unit: made when its acceptance is known, moved with it, ended, and never twice for one plan.

use accord_kernel::{Act, Context, Outcome, Refusal};
use accord_room_asset::{self as asset, Asset};
use accord_store::Tx;
use jiff::civil::Date;

use crate::{
    id::{ContractState, CoverId},
    neighbours::{start_of, zone_of},
    record::contract::{ContractLineRow, ContractRow, CoverRow, contract, covers_of_asset},
    rules::{
        billing::of_months,
        term::{CoverKind, Days, Months, days, sold_with_unit},
    },
};

/// From where the months of a cover are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    /// The day.
    pub on: Date,
    /// It is the unit's acceptance and moves with it.
    pub moves: bool,
}

/// A stretch of cover to be made for a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub kind: CoverKind,
    pub months: Months,
}

fn too_far() -> Refusal {
    Refusal::field("/starts_on", "contract.out_of_calendar")
}

/// The stretches that a line which was sold with its units gives after an acceptance.
pub(crate) fn stretches(line: &ContractLineRow, warranty_months: i64) -> Vec<Stretch> {
    sold_with_unit(warranty_months, line.early_sale.gives_uplift(), line.term_months)
        .into_iter()
        .map(|(kind, months)| Stretch { kind, months })
        .collect()
}

/// Makes the cover of a unit. What the unit has already by this line stays as it is.
///
/// # Errors
/// `contract.overlaps` when the unit has cover of the same plan on one of these days.
pub(crate) fn make(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &ContractRow,
    line: &ContractLineRow,
    unit: &Asset,
    anchor: Anchor,
    stretches: &[Stretch],
) -> Outcome<Vec<CoverRow>> {
    let there = covers_of_asset(tx, unit.id)?;
    if there.iter().any(|cover| cover.contract_line_id == line.id) {
        return Ok(Vec::new());
    }
    let mut made = Vec::new();
    for stretch in stretches {
        let cover = cover(tx, act, row, line, unit, anchor, *stretch)?;
        if let Some(other) = overlapping(&there, &cover) {
            return Err(overlaps(tx, unit, &other)?);
        }
        tx.insert(&cover)?;
        made.push(cover);
    }
    Ok(made)
}

/// Cover of the same plan that shares a day.
pub(crate) fn overlapping(there: &[CoverRow], wanted: &CoverRow) -> Option<CoverRow> {
    there
        .iter()
        .find(|cover| {
            cover.id != wanted.id && cover.plan_id == wanted.plan_id && cover.days().overlaps(wanted.days())
        })
        .cloned()
}

fn overlaps(tx: &mut Tx, unit: &Asset, other: &CoverRow) -> Outcome<Refusal> {
    let number = contract(tx, other.contract_id)?.number;
    let free = other.until_on.tomorrow().unwrap_or(other.until_on);
    Ok(Refusal::conflict("contract.overlaps")
        .with("unit", unit.name())
        .with("number", number)
        .with("from", other.from_on)
        .with("until", other.until_on)
        .possible("contract_from", vec![("from", free.into())]))
}

fn cover(
    tx: &mut Tx,
    ctx: &Context,
    row: &ContractRow,
    line: &ContractLineRow,
    unit: &Asset,
    anchor: Anchor,
    stretch: Stretch,
) -> Outcome<CoverRow> {
    let zone = zone_of(tx, ctx, unit.site_id)?;
    let months = stretch.months.to - stretch.months.from;
    let list_minor = of_months(line.list_minor, months).ok_or_else(too_far)?;
    let price_minor = match stretch.kind {
        CoverKind::Paid => of_months(line.year_minor, months).ok_or_else(too_far)?,
        CoverKind::Uplift | CoverKind::Warranty => 0,
    };
    let mut cover = CoverRow {
        id: ctx.new_id::<CoverId>(),
        contract_id: row.id,
        contract_line_id: line.id,
        customer_id: row.customer_id,
        asset_id: unit.id,
        site_id: unit.site_id,
        plan_id: line.plan_id,
        plan_version_id: line.plan_version_id,
        kind: stretch.kind,
        anchored: anchor.moves,
        anchor_on: anchor.on,
        from_month: stretch.months.from,
        to_month: stretch.months.to,
        from_on: anchor.on,
        until_on: anchor.on,
        zone,
        from_at: ctx.now,
        until_at: ctx.now,
        price_minor,
        list_minor,
        currency: row.currency,
        standing: true,
        ended_reason: None,
        version: 1,
    };
    place(&mut cover, anchor.on)?;
    Ok(cover)
}

/// Lays a cover's days and instants anew, counted from an anchor.
fn place(cover: &mut CoverRow, anchor: Date) -> Outcome<()> {
    let Days { from, until } = days(anchor, cover.months()).ok_or_else(too_far)?;
    cover.anchor_on = anchor;
    cover.from_on = from;
    cover.until_on = until;
    cover.from_at = start_of(from, &cover.zone)?;
    cover.until_at = start_of(until.tomorrow().map_err(|_| too_far())?, &cover.zone)?;
    Ok(())
}

/// Moves all cover of a unit that is anchored in its acceptance. Cover that would meet other cover of its plan stays
/// where it is and is given back: somebody has to look at it.
pub(crate) fn move_with(
    tx: &mut Tx,
    unit: &Asset,
    accepted_on: Date,
) -> Outcome<(Vec<CoverRow>, Vec<CoverRow>)> {
    let there = covers_of_asset(tx, unit.id)?;
    let (mut ours, others): (Vec<CoverRow>, Vec<CoverRow>) =
        there.into_iter().partition(|cover| cover.anchored && cover.ended_reason.is_none());
    ours.sort_by_key(|cover| cover.from_month);
    let mut moved = Vec::new();
    let mut stuck = Vec::new();
    // Written from the side towards which they move, so that none meets its neighbour on the way.
    if ours.first().is_some_and(|cover| accepted_on > cover.anchor_on) {
        ours.reverse();
    }
    for mut cover in ours {
        if cover.anchor_on == accepted_on {
            continue;
        }
        let before = cover.clone();
        place(&mut cover, accepted_on)?;
        if overlapping(&others, &cover).is_some() {
            stuck.push(before);
            continue;
        }
        tx.update(&mut cover)?;
        moved.push(cover);
    }
    Ok((moved, stuck))
}

/// Ends cover on a day: what lies after it falls away, what runs on it is cut short. Sums of the past stay.
pub(crate) fn end(tx: &mut Tx, covers: Vec<CoverRow>, last_day: Option<Date>, reason: &str) -> Outcome<()> {
    for mut cover in covers.into_iter().filter(|cover| cover.standing) {
        match last_day {
            Some(last) if cover.until_on <= last => continue,
            Some(last) if cover.from_on <= last => {
                cover.until_on = last;
                cover.until_at = start_of(last.tomorrow().map_err(|_| too_far())?, &cover.zone)?;
            }
            _ => cover.standing = false,
        }
        cover.ended_reason = Some(reason.to_owned());
        tx.update(&mut cover)?;
    }
    Ok(())
}

/// Makes the cover of a unit that was accepted already; nothing happens before that.
pub(crate) fn begin_if_accepted(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut ContractRow,
    line: &ContractLineRow,
    unit: &Asset,
) -> Outcome<Vec<CoverRow>> {
    let Some(on) = unit.accepted_on else { return Ok(Vec::new()) };
    let months = warranty_of(tx, act, unit)?;
    let made = make(tx, act, row, line, unit, Anchor { on, moves: true }, &stretches(line, months))?;
    if !made.is_empty() && row.state == ContractState::Sold {
        row.state = ContractState::Standing;
        tx.update(row)?;
    }
    Ok(made)
}

/// Months of warranty of a unit: those fixed with it, else those of its product.
pub(crate) fn warranty_of(tx: &mut Tx, ctx: &Context, unit: &Asset) -> Outcome<i64> {
    match unit.warranty_months {
        Some(months) => Ok(months),
        None => asset::warranty_months(tx, ctx, unit.product_id),
    }
}
