//! Who needs help to speak about service, by the figures of their own orders (R54).

use accord_kernel::{Act, Context, Outcome, Schedule};
use accord_room_order::{self as order, OrderId};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use serde_json::json;

use crate::{
    id::{CoachingCause, CoachingId, CoachingState},
    neighbours::{Word, heads_of_service, start_of, tell},
    offer::{offers_of, tally},
    record::{
        offer::{counted_orders, standing_of_all},
        task::{Coached, CoachingRow, coached},
    },
    rules::rate::{Counts, OrderCounts, counts, needs_coaching},
    settings,
};

/// The action that reminds of a coaching.
pub(crate) const REMIND: &str = "coaching.remind";

/// How each order of a period counts.
///
/// # Errors
/// What the database refuses.
pub(crate) fn counted(
    tx: &mut Tx,
    from: Date,
    to: Date,
    rep: Option<PersonId>,
) -> Outcome<Vec<(OrderId, OrderCounts)>> {
    let ids = counted_orders(tx, from, to, rep)?;
    let lines = order::lines_of(tx, &ids)?;
    let decisions = standing_of_all(tx, &ids)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let own: Vec<_> = lines.iter().filter(|line| line.order_id == id).cloned().collect();
        let decided: Vec<_> = decisions.iter().filter(|row| row.order_id == id).cloned().collect();
        let offers = offers_of(tx, &own, &decided)?;
        if offers.iter().any(|offer| !offer.left.is_empty()) {
            found.push((id, OrderCounts::of(tally(&offers))));
        }
    }
    Ok(found)
}

/// The first day of the last months that count.
fn window(tx: &mut Tx, ctx: &Context) -> Outcome<Date> {
    let today = settings::today(ctx);
    let months: i64 = settings::get(tx, ctx, &settings::COACHING_MONTHS)?;
    Ok(today.checked_sub(months.months()).unwrap_or(today))
}

/// The figures of somebody who sells over the last months, the named order left out.
pub(crate) fn recent(tx: &mut Tx, ctx: &Context, rep: PersonId, without: Option<OrderId>) -> Outcome<Counts> {
    let from = window(tx, ctx)?;
    since(tx, ctx, rep, without, from)
}

fn since(tx: &mut Tx, ctx: &Context, rep: PersonId, without: Option<OrderId>, from: Date) -> Outcome<Counts> {
    let all = counted(tx, from, settings::today(ctx), Some(rep))?;
    Ok(counts(all.into_iter().filter(|(id, _)| Some(*id) != without).map(|(_, counted)| counted)))
}

/// Opens a coaching when none of somebody's last orders had an offer and none is open. After a talk only the orders
/// from the day after count: those before it have been talked about, the next ones show whether it helped.
///
/// # Errors
/// What the database refuses.
pub(crate) fn look(tx: &mut Tx, act: &mut Act<'_>, rep: PersonId, without: Option<OrderId>) -> Outcome<()> {
    let Coached { open: false, held_on } = coached(tx, rep)? else { return Ok(()) };
    let talked = held_on.and_then(|on| on.tomorrow().ok());
    let from = window(tx, act)?;
    let figures = since(tx, act, rep, without, talked.map_or(from, |day| day.max(from)))?;
    let least: i64 = settings::get(tx, act, &settings::COACHING_ORDERS)?;
    if !needs_coaching(figures, least) {
        return Ok(());
    }
    open(tx, act, rep, CoachingCause::OfferRate, String::new(), figures).map(drop)
}

/// Opens a coaching; the heads of service and whoever sells are told.
///
/// # Errors
/// What the database refuses.
pub(crate) fn open(
    tx: &mut Tx,
    act: &mut Act<'_>,
    rep: PersonId,
    cause: CoachingCause,
    asked: String,
    figures: Counts,
) -> Outcome<CoachingRow> {
    let days: i64 = settings::get(tx, act, &settings::COACHING_DAYS)?;
    let today = settings::today(act);
    let due_on = today.checked_add(days.days()).unwrap_or(today);
    let row = CoachingRow {
        id: act.new_id::<CoachingId>(),
        rep_id: rep,
        cause,
        asked,
        coach_id: None,
        opened_at: act.now,
        due_on,
        before_orders: figures.orders,
        before_offered: figures.offered,
        held_at: None,
        held_on: None,
        notes: None,
        state: CoachingState::Open,
        version: 1,
    };
    tx.insert(&row)?;
    act.chain(rep);
    act.fact("coaching", row.id);
    act.fact("rep", rep);
    let late = due_on.tomorrow().unwrap_or(due_on);
    let zone = act.company_zone.clone();
    act.schedule(
        tx,
        &Schedule {
            action: REMIND,
            subject: row.id.into(),
            step: "late".to_owned(),
            input: json!({ "coaching": row.id }),
            due_at: start_of(late, &zone)?,
        },
    )?;
    let name = accord_room_people::person(tx, rep)?.name;
    let word = Word::new("notice-coaching-opened", "/coaching")
        .with("rep", name)
        .with("orders", figures.orders)
        .with("offered", figures.offered)
        .with("due", due_on)
        .actor_too();
    let mut persons = heads_of_service(tx)?;
    persons.push(rep);
    tell(tx, act, &persons, &word)?;
    Ok(row)
}
