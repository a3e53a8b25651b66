//! What an answer does to a quote, whichever way it came.

use accord_kernel::{Act, Fact, OnConstraint, Outcome, Refusal, Schedule};
use accord_room_customer::{AttachmentId, ContactId};
use accord_store::{Json, Tx};
use jiff::{Span, civil::Date};
use serde_json::json;
use uuid::Uuid;

use crate::{
    AcceptWay, QuoteId, QuoteLineKind, QuoteState, VersionState,
    drafting::facts,
    input::{WORDING_MAX, some},
    neighbours::author,
    record::{Acceptance, Quote, QuoteVersion, acceptance, quote_lines, sum, version},
    rules::reply::{Standing, Why, may_answer},
    settings, tell,
};

/// An acceptance as it reached us.
pub(crate) struct NewAcceptance {
    pub way: AcceptWay,
    /// The version that was accepted.
    pub number: i64,
    pub contact: Option<ContactId>,
    pub attachment: Option<AttachmentId>,
    pub order: Option<Uuid>,
    pub words: String,
    /// Numbers of the plan lines that are not taken.
    pub left_out: Vec<i64>,
    pub left_out_reason: Option<String>,
    pub on: Date,
}

/// How a version stands for whoever answers it on a day.
fn standing(quote: &Quote, version: &QuoteVersion, on: Date) -> Standing {
    Standing {
        state: version.state,
        number: version.number,
        newest_sent: quote.sent_version,
        valid_until: version.valid_until,
        today: on,
    }
}

/// Why an answer is not taken, in words, with what is possible.
fn refused(tx: &mut Tx, quote: &Quote, why: Why) -> Outcome<Refusal> {
    let number = quote.number.clone();
    Ok(match why {
        Why::NotSent => Refusal::conflict("quote.not_sent").with("number", number),
        Why::Superseded(newer) => Refusal::conflict("quote.superseded")
            .with("number", number)
            .with("newer", newer)
            .possible("accept_newer", vec![("newer", newer.into())]),
        Why::Expired(until) => {
            let owner = accord_room_people::record::person::names(tx, &[quote.owner_id])?;
            let owner = owner.into_iter().next().map(|(_, name)| name).unwrap_or_default();
            Refusal::conflict("quote.expired")
                .with("number", number)
                .with("until", until)
                .possible("ask_renewal", vec![("owner", owner.into())])
        }
        Why::Declined => {
            Refusal::conflict("quote.declined").with("number", number).possible("revise", Vec::new())
        }
        Why::Withdrawn => Refusal::conflict("quote.withdrawn").with("number", number),
        Why::Accepted => {
            let refusal = Refusal::conflict("quote.accepted_already").with("number", number);
            match acceptance(tx, quote.id)? {
                Some(row) => refusal.with("on", row.accepted_on).with("way", Fact::Word(row.way.message())),
                None => refusal,
            }
        }
    })
}

/// Takes the acceptance of a version. A quote is accepted once: the key of its acceptance is the quote's own.
pub(crate) fn accept(
    tx: &mut Tx,
    act: &mut Act<'_>,
    quote: &mut Quote,
    new: NewAcceptance,
) -> Outcome<Acceptance> {
    let mut version = version(tx, quote.id, new.number)?;
    if let Err(why) = may_answer(&standing(quote, &version, new.on)) {
        return Err(refused(tx, quote, why)?);
    }
    let lines = quote_lines(tx, version.id)?;
    for (index, no) in new.left_out.iter().enumerate() {
        let known = lines.iter().any(|line| line.line_no == *no && line.kind == QuoteLineKind::Plan);
        if !known {
            return Err(Refusal::field(format!("/leave_out/{index}"), "quote.only_plans_left_out"));
        }
    }
    let reason = some("/leave_out_reason", new.left_out_reason.as_deref(), WORDING_MAX)?;
    if !new.left_out.is_empty() && reason.is_none() {
        return Err(Refusal::field("/leave_out_reason", "field.required"));
    }
    let taken = lines.iter().filter(|line| !new.left_out.contains(&line.line_no));
    let totals = sum(taken)?;
    let row = Acceptance {
        id: act.new_id(),
        quote_id: quote.id,
        quote_version_id: version.id,
        way: new.way,
        contact_id: new.contact,
        attachment_id: new.attachment,
        order_id: new.order,
        words: new.words,
        left_out: Json(new.left_out),
        left_out_reason: reason,
        net_minor: totals.net_minor,
        gross_minor: totals.gross_minor,
        accepted_on: new.on,
        recorded_by: author(act),
        recorded_at: act.now,
        version: 1,
    };
    tx.insert(&row).on_constraint("quote_acceptance_quote_id_key", "/quote", "quote.accepted_already")?;
    version.state = VersionState::Accepted;
    version.ended_at = Some(act.now);
    tx.update(&mut version)?;
    end_versions(tx, act, quote, VersionState::Superseded, "")?;
    end(tx, act, quote, QuoteState::Accepted)?;
    facts(act, quote);
    act.fact("quote_version", version.number);
    act.fact("way", row.way);
    act.fact("acceptance", row.id);
    act.fact("left_out", &row.left_out.0);
    if let Some(opportunity) = quote.opportunity_id {
        act.fact("opportunity", opportunity);
    }
    if let Some(order) = row.order_id {
        act.fact("order", order);
    }
    tell::answered(tx, act, quote, "notice-quote-accepted")?;
    Ok(row)
}

/// Takes the customer's no.
pub(crate) fn decline(
    tx: &mut Tx,
    act: &mut Act<'_>,
    quote: &mut Quote,
    words: &str,
    on: Date,
) -> Outcome<()> {
    let number = quote.sent_version.or(quote.draft_version).unwrap_or(1);
    let mut version = version(tx, quote.id, number)?;
    if let Err(why) = may_answer(&standing(quote, &version, on)) {
        return Err(refused(tx, quote, why)?);
    }
    version.state = VersionState::Declined;
    version.ended_at = Some(act.now);
    version.ended_words = Some(words.to_owned());
    tx.update(&mut version)?;
    end_versions(tx, act, quote, VersionState::Superseded, "")?;
    end(tx, act, quote, QuoteState::Declined)?;
    facts(act, quote);
    act.fact("quote_version", version.number);
    tell::answered(tx, act, quote, "notice-quote-declined")
}

/// Ends what still stands of a quote's versions: the one that the customer has, and the one being written.
pub(crate) fn end_versions(
    tx: &mut Tx,
    act: &Act<'_>,
    quote: &Quote,
    state: VersionState,
    words: &str,
) -> Outcome<()> {
    for number in [quote.sent_version, quote.draft_version].into_iter().flatten() {
        let mut row = version(tx, quote.id, number)?;
        if matches!(row.state, VersionState::Sent | VersionState::Draft) {
            row.state = state;
            row.ended_at = Some(act.now);
            row.ended_words = (!words.is_empty()).then(|| words.to_owned());
            tx.update(&mut row)?;
        }
    }
    Ok(())
}

/// Ends a quote as a whole.
pub(crate) fn end(tx: &mut Tx, act: &mut Act<'_>, quote: &mut Quote, state: QuoteState) -> Outcome<()> {
    quote.state = state;
    quote.draft_version = None;
    quote.ended_at = Some(act.now);
    tx.update(quote)?;
    act.cancel(tx, "quote.expire", quote.id)?;
    act.cancel(tx, "quote.remind", quote.id)
}

/// Plans what time does to a version that was sent: a reminder before it runs out, and its end.
pub(crate) fn watch(tx: &mut Tx, act: &mut Act<'_>, quote: &Quote, version: &QuoteVersion) -> Outcome<()> {
    let at_start_of = |day: Date| day.to_zoned(quote.zone()).map(|start| start.timestamp());
    let defect = |error: jiff::Error| Refusal::defect(error.to_string());
    let over = at_start_of(version.valid_until.tomorrow().map_err(defect)?).map_err(defect)?;
    let input = json!({ "quote": quote.id, "quote_version": version.number });
    let mut plan = |action: &'static str, due_at| {
        let plan = Schedule {
            action,
            subject: quote.id.into(),
            step: "sent".to_owned(),
            input: input.clone(),
            due_at,
        };
        act.schedule(tx, &plan)
    };
    plan("quote.expire", over)?;
    let days: i64 = accord_room_people::settings::get(tx, act, &settings::REMIND_DAYS)?;
    let before = version.valid_until.checked_sub(Span::new().days(days)).map_err(defect)?;
    let remind = at_start_of(before).map_err(defect)?;
    if days > 0 && remind > act.now {
        let plan = Schedule {
            action: "quote.remind",
            subject: quote.id.into(),
            step: "sent".to_owned(),
            input,
            due_at: remind,
        };
        act.schedule(tx, &plan)?;
    }
    Ok(())
}

/// The answer to an acceptance that is there already, when it is of the same version: pressing twice is no fault.
pub(crate) fn accepted_before(tx: &mut Tx, id: QuoteId, number: i64) -> Outcome<Option<Acceptance>> {
    let Some(row) = acceptance(tx, id)? else { return Ok(None) };
    let accepted = crate::record::version_by_id(tx, row.quote_version_id)?;
    Ok((accepted.number == number).then_some(row))
}
