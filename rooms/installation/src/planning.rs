//! Plans made from what was ordered (R25, R26): one for each unit of equipment, one for each line of software; by the
//! template of the product, with the dates of the line. Called by reactions, so nothing here refuses by a rule.

use accord_kernel::{Act, Fact, Outcome};
use accord_room_catalog::{self as catalog, Product, ProductKind};
use accord_room_contract::record::offer::units_of_order;
use accord_room_customer as customer;
use accord_room_order::{self as order, Line, LineKind, LineState, Order, OrderState};
use accord_store::{Json, Tx};
use jiff::civil::Date;

use crate::{
    id::{CourseState, InstallationId, InstallationState, ItemState, Part, PlanKind, Side},
    neighbours::{Word, calendar_at, heads_of_service, sales_owner, service_owner, tell, today_at},
    record::{
        plan::{Installation, Item, items, of_order, template_for},
        training::{Course, courses_of},
    },
    rules::{
        plan::{Moved, after_move, days_before, days_of_work, moved},
        template::{Content, in_language},
    },
};

/// A plan to be made.
pub(crate) struct NewPlan {
    pub kind: PlanKind,
    pub customer: accord_room_customer::CustomerId,
    pub site: Option<accord_room_customer::SiteId>,
    pub order: Option<order::OrderId>,
    pub line: Option<order::LineId>,
    pub unit_no: i64,
    pub asset: Option<accord_room_asset::AssetId>,
    pub product: Option<accord_room_catalog::ProductId>,
    pub title: String,
    pub seats: i64,
    pub dates: Option<(Date, Date)>,
    pub by_hand: bool,
}

/// Makes a plan by the template of its product; without a template the planners are told that the list is missing.
pub(crate) fn make(tx: &mut Tx, act: &mut Act<'_>, new: NewPlan) -> Outcome<Installation> {
    let template = template_for(tx, new.kind, new.product)?;
    let content = template.as_ref().map(|row| row.content.0.clone()).unwrap_or_default();
    let row = Installation {
        id: act.new_id::<InstallationId>(),
        number: act.number(tx, "I")?,
        kind: new.kind,
        customer_id: new.customer,
        site_id: new.site,
        order_id: new.order,
        line_id: new.line,
        unit_no: new.unit_no,
        asset_id: new.asset,
        product_id: new.product,
        title: new.title,
        template_id: template.as_ref().map(|row| row.id),
        tools: Json(content.tools.clone()),
        skills: Json(content.skills.clone()),
        lead_id: None,
        seats: new.seats,
        planned_from: new.dates.map(|dates| dates.0),
        planned_until: new.dates.map(|dates| dates.1),
        moved_by_hand: new.by_hand,
        moved_words: None,
        state: InstallationState::Planned,
        begun_at: None,
        finished_on: None,
        finished_at: None,
        trained: None,
        reason: None,
        made_at: act.now,
        version: 1,
    };
    tx.insert(&row)?;
    row.index(tx)?;
    put_items(tx, act, &row, &content)?;
    put_courses(tx, act, &row, &content)?;
    facts(act, &row);
    tell_made(tx, act, &row, template.is_none())?;
    Ok(row)
}

/// What readers of the time line need.
pub(crate) fn facts(act: &mut Act<'_>, row: &Installation) {
    act.fact("installation", row.id);
    act.fact("number", &row.number);
    if let Some(from) = row.planned_from {
        act.fact("planned_from", from);
    }
    if let Some(until) = row.planned_until {
        act.fact("planned_until", until);
    }
}

fn anchor(row: &Installation) -> Option<Date> {
    match row.kind {
        PlanKind::Install => row.planned_from,
        PlanKind::Implement => row.planned_until,
    }
}

/// The items of a template, those beforehand with the days by which they are due.
pub(crate) fn put_items(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &Installation,
    content: &Content,
) -> Outcome<()> {
    let anchor = anchor(row);
    let base = |part: Part, place: usize| Item {
        id: act.new_id(),
        installation_id: row.id,
        customer_id: row.customer_id,
        part,
        stage: String::new(),
        place: i64::try_from(place).unwrap_or(i64::MAX),
        side: Side::Ours,
        en: String::new(),
        pt: String::new(),
        mandatory: true,
        evidence: crate::id::Evidence::Word,
        days_before: 0,
        due_on: None,
        state: ItemState::Open,
        note: String::new(),
        reading: String::new(),
        attachment_id: None,
        done_at: None,
        done_by: None,
        done_by_contact: None,
        redone: 0,
        version: 1,
    };
    for (place, ready) in content.ready.iter().enumerate() {
        tx.insert(&Item {
            side: ready.side,
            en: ready.en.clone(),
            pt: ready.pt.clone(),
            evidence: ready.evidence,
            days_before: ready.days_before,
            due_on: anchor.map(|on| days_before(on, ready.days_before)),
            ..base(Part::Ready, place)
        })?;
    }
    for (place, step) in content.steps.iter().enumerate() {
        tx.insert(&Item {
            stage: step.stage.clone(),
            en: step.en.clone(),
            pt: step.pt.clone(),
            mandatory: step.mandatory,
            evidence: step.evidence,
            ..base(Part::Step, place)
        })?;
    }
    Ok(())
}

/// The courses of a template; of software there is always one.
pub(crate) fn put_courses(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &Installation,
    content: &Content,
) -> Outcome<()> {
    let account = customer::load(tx, row.customer_id)?;
    let mut wanted: Vec<(String, i64)> = content
        .courses
        .iter()
        .map(|course| (in_language(&course.en, &course.pt, account.language).to_owned(), course.days_before))
        .collect();
    if wanted.is_empty() && row.kind == PlanKind::Implement {
        let words = act.words.clone();
        let tongue = words.tongue(account.language, &act.company_zone);
        wanted.push((tongue.say_with("training-of-users", &[("product", row.title.as_str().into())]), 5));
    }
    for (place, (title, before)) in wanted.into_iter().enumerate() {
        let course = Course {
            id: act.new_id(),
            number: act.number(tx, "T")?,
            customer_id: row.customer_id,
            installation_id: Some(row.id),
            product_id: row.product_id,
            title,
            place: i64::try_from(place).unwrap_or(i64::MAX),
            days_before: before,
            places: row.seats.max(1),
            trainer_id: None,
            planned_on: row.planned_until.map(|on| days_before(on, before)),
            held_on: None,
            state: CourseState::Planned,
            made_at: act.now,
            version: 1,
        };
        tx.insert(&course)?;
        course.index(tx)?;
    }
    Ok(())
}

/// Service hears of a new plan, and who sells is invited to be there.
fn tell_made(tx: &mut Tx, act: &mut Act<'_>, row: &Installation, bare: bool) -> Outcome<()> {
    let account = customer::load(tx, row.customer_id)?;
    let path = format!("/installations/{}", row.id);
    let word = |kind: &'static str| {
        let word = Word::new(kind, path.clone())
            .with("number", row.number.clone())
            .with("what", row.title.clone())
            .with("customer", account.name.clone())
            .about(row.customer_id);
        word.with("from", row.planned_from.map_or(Fact::Text("–".to_owned()), Fact::Date))
    };
    let owner = service_owner(tx, act, row.customer_id)?;
    tell(tx, act, &[owner], &word("notice-installation-laid"))?;
    let seller = sales_owner(tx, act, row.customer_id)?;
    if seller != owner {
        tell(tx, act, &[seller], &word("notice-installation-invited"))?;
    }
    if bare {
        let heads = heads_of_service(tx)?;
        tell(tx, act, &heads, &word("notice-installation-no-list"))?;
    }
    Ok(())
}

/// Moves a plan to other days: readiness is due anew, and what was ready for other days is to be said to hold (R25).
pub(crate) fn move_to(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut Installation,
    from: Date,
    until: Date,
    words: Option<String>,
) -> Outcome<i64> {
    let before = anchor(row);
    row.planned_from = Some(from);
    row.planned_until = Some(until.max(from));
    row.moved_words = words;
    tx.update(row)?;
    let Some(on) = anchor(row) else { return Ok(0) };
    let how = moved(before, on);
    let mut again = 0;
    for mut item in items(tx, row.id)?.into_iter().filter(|item| item.part == Part::Ready) {
        let due = Some(days_before(on, item.days_before));
        let state = after_move(item.state, how);
        if due == item.due_on && state == item.state {
            continue;
        }
        again += i64::from(state == ItemState::Recheck);
        item.due_on = due;
        item.state = state;
        tx.update(&mut item)?;
    }
    for mut course in courses_of(tx, row.id)? {
        if course.state == CourseState::Planned {
            course.planned_on = row.planned_until.map(|until| days_before(until, course.days_before));
            tx.update(&mut course)?;
        }
    }
    facts(act, row);
    if how != Moved::Not && how != Moved::First {
        tell_moved(tx, act, row, again)?;
    }
    Ok(again)
}

fn tell_moved(tx: &mut Tx, act: &mut Act<'_>, row: &Installation, again: i64) -> Outcome<()> {
    let mut persons = vec![service_owner(tx, act, row.customer_id)?, sales_owner(tx, act, row.customer_id)?];
    persons.extend(row.lead_id);
    let word = Word::new("notice-installation-moved", format!("/installations/{}", row.id))
        .with("number", row.number.clone())
        .with("what", row.title.clone())
        .with("from", row.planned_from.map_or(Fact::Text("–".to_owned()), Fact::Date))
        .with("again", again)
        .about(row.customer_id);
    tell(tx, act, &persons, &word)
}

/// Brings the plans of an order in line with it: makes what is missing, moves what moved, drops what was taken back.
pub(crate) fn follow_order(tx: &mut Tx, act: &mut Act<'_>, of: &Order) -> Outcome<()> {
    if of.imported {
        return Ok(());
    }
    let lines = order::lines(tx, of.id)?;
    let products: Vec<_> = lines.iter().filter_map(|line| line.product_id).collect();
    let products = catalog::find_all(tx, &products)?;
    let known = of_order(tx, of.id)?;
    let mut kept: Vec<InstallationId> = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Goods) {
        let Some(product) = line.product_id.and_then(|id| products.get(&id)) else { continue };
        let Some(kind) = kind_of(product) else { continue };
        let gone = line.state == LineState::Cancelled || of.state == OrderState::Cancelled;
        let left = if gone { 0 } else { order::left_milli(&lines, line) / 1_000 };
        let begins =
            kind == PlanKind::Implement || matches!(of.state, OrderState::Released | OrderState::Shipped);
        if left <= 0 {
            continue;
        }
        let dates = dates_of(tx, of, line, product)?;
        // Cancelling takes the last units of a line, so the first ones stay.
        let units = if kind == PlanKind::Install { left.min(500) } else { 1 };
        for unit_no in 1..=units {
            let plan = known
                .iter()
                .find(|row| {
                    row.line_id == Some(line.id)
                        && row.unit_no == unit_no
                        && row.state != InstallationState::Cancelled
                })
                .cloned();
            match plan {
                Some(mut row) => {
                    kept.push(row.id);
                    follow_dates(tx, act, &mut row, dates)?;
                }
                None if begins => {
                    let row = make(tx, act, new_plan(of, line, product, kind, unit_no, left, dates))?;
                    kept.push(row.id);
                }
                // What was planned stays while its order is held again; what is new waits for the release.
                None => {}
            }
        }
    }
    for mut row in known.into_iter().filter(|row| row.is_open() && !kept.contains(&row.id)) {
        row.state = InstallationState::Cancelled;
        tx.update(&mut row)?;
        act.fact("installation", row.id);
    }
    link_units(tx, of)
}

fn kind_of(product: &Product) -> Option<PlanKind> {
    match product.kind {
        ProductKind::Equipment => Some(PlanKind::Install),
        ProductKind::Software => Some(PlanKind::Implement),
        ProductKind::Part | ProductKind::Service => None,
    }
}

fn new_plan(
    of: &Order,
    line: &Line,
    product: &Product,
    kind: PlanKind,
    unit_no: i64,
    left: i64,
    dates: Option<(Date, Date)>,
) -> NewPlan {
    NewPlan {
        kind,
        customer: of.customer_id,
        site: of.site_id,
        order: Some(of.id),
        line: Some(line.id),
        unit_no,
        asset: None,
        product: Some(product.id),
        title: product.name.clone(),
        seats: if kind == PlanKind::Implement { left } else { 0 },
        dates,
        by_hand: false,
    }
}

/// First and last day of the work: what the customer was told, else what is planned. Software has from the order to the
/// day that the customer was told or asks for.
fn dates_of(tx: &mut Tx, of: &Order, line: &Line, product: &Product) -> Outcome<Option<(Date, Date)>> {
    if product.kind == ProductKind::Software {
        let live = line.install_committed_on.or(line.committed_on).or(line.required_on);
        return Ok(live.map(|live| (of.ordered_on.min(live), live)));
    }
    let Some(from) = line.install_committed_on.or(line.install_planned_on) else { return Ok(None) };
    let minutes: i64 = product.installation.0.iter().map(|work| work.minutes).sum();
    let calendar = calendar_at(tx, of.site_id)?;
    let days = i32::try_from(days_of_work(minutes) - 1).unwrap_or(0);
    let until = if days == 0 { from } else { calendar.add_working_days(from, days).unwrap_or(from) };
    Ok(Some((from, until.max(from))))
}

fn follow_dates(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut Installation,
    dates: Option<(Date, Date)>,
) -> Outcome<()> {
    let Some((from, until)) = dates else { return Ok(()) };
    let same = (row.planned_from, row.planned_until) == (Some(from), Some(until));
    if same || !row.is_open() || row.moved_by_hand || row.state == InstallationState::Underway {
        return Ok(());
    }
    move_to(tx, act, row, from, until, None).map(drop)
}

/// Units that left stand in the installed base: their plans know them.
fn link_units(tx: &mut Tx, of: &Order) -> Outcome<()> {
    let units = units_of_order(tx, of.id)?;
    for mut row in of_order(tx, of.id)?.into_iter().filter(|row| row.is_open() && row.asset_id.is_none()) {
        let unit = units.iter().find(|unit| row.line_id == Some(unit.line_id) && unit.unit_no == row.unit_no);
        if let Some(unit) = unit {
            row.asset_id = Some(unit.asset_id);
            tx.update(&mut row)?;
        }
    }
    Ok(())
}

/// Today at the site of a plan.
pub(crate) fn today_of(tx: &mut Tx, ctx: &accord_kernel::Context, row: &Installation) -> Outcome<Date> {
    today_at(tx, ctx, row.site_id)
}
