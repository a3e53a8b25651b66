//! Booking an order: it is kept as the customer sent it, held for its review where one is needed, and answered with
//! what is possible. Only when asked for, and only when all of it is possible, the required date is committed at once.

use std::collections::BTreeMap;

use accord_kernel::{Act, Action, Audience, Context, Currency, Outcome, Permission, Refusal, Touches};
use accord_room_capacity::Checked;
use accord_room_customer::{self as customer, Channel, ContactId, CustomerId, SiteId};
use accord_room_pipeline::bought_before;
use accord_store::{Json, Tx};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    LineInput, TaxInput,
    lines::{self, Frame},
    start_review,
};
use crate::{
    OrderId, OrderState,
    booking::{NewDate, keep_date, keep_version},
    commitment::{self, Commit, Possible},
    input::{NAME_MAX, WORDING_MAX, date, optional, text},
    neighbours::{author, place_calendar},
    record::{Line, Order, counted_before, order_totals},
    release::refresh_row,
    rules::{
        dates::{DateWhat, MoveBy},
        review::{NeedFacts, needed},
    },
};

/// Books an order of a customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterOrder {
    /// Who orders.
    pub customer: CustomerId,
    /// Where it goes; open when the customer collects and nothing is installed.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Who ordered.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Date of the order, from which lead times count; today where it goes when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ordered_on: Option<Date>,
    /// When it reached us; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub received_at: Option<Timestamp>,
    /// The customer's own number for it.
    pub customer_reference: String,
    /// Currency of the order; that of the customer when open.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Payment terms.
    #[serde(default)]
    pub payment_terms: Option<String>,
    /// Delivery terms.
    #[serde(default)]
    pub delivery_terms: Option<String>,
    /// Ship date that the customer requires, for lines without one of their own.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// Each line ships and is installed by itself.
    #[serde(default)]
    pub ship_apart: bool,
    /// The customer tries before buying more.
    #[serde(default)]
    pub trial: bool,
    /// Look at it with all three functions though nothing demands it.
    #[serde(default)]
    pub review: bool,
    /// What is ordered.
    pub lines: Vec<LineInput>,
    /// Taxes.
    #[serde(default)]
    pub taxes: Vec<TaxInput>,
    /// Promise the required dates at once; refused as a whole when one of them is not possible.
    #[serde(default)]
    pub commit_required: bool,
    /// How the customer was told of that promise.
    #[serde(default)]
    pub told_by: Option<Channel>,
    /// In which words.
    #[serde(default)]
    pub wording: Option<String>,
}

/// What was booked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EnteredOrder {
    /// Its id.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: OrderState,
    /// What holds it.
    pub holds: Vec<String>,
    /// The customer's first order.
    pub net_new: bool,
    /// What could be promised at the earliest.
    pub possible: Possible,
}

impl Action for EnterOrder {
    const NAME: &'static str = "order.enter";
    const PERMISSION: Permission = Permission::OrderWrite;
    // It records what a customer sent; a crisis must not make us lose it (R31 holds what sells).
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EnteredOrder;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<EnteredOrder> {
        let (mut order, mut lines) = self.read(tx, act)?;
        let (ever, released_before) = counted_before(tx, order.customer_id)?;
        order.net_new =
            ever == 0 && !bought_before(tx, act.context(), order.customer_id, None, order.ordered_on)?;
        tx.insert(&order)?;
        tx.insert_all(&lines)?;
        for line in &lines {
            if line.required_on.is_some() {
                keep_date(tx, act, line, None, &NewDate::inside(DateWhat::Required, line.required_on, ""))?;
            }
        }
        keep_version(tx, act, &mut order, &lines, "")?;
        order.index(tx)?;
        let causes = needed(NeedFacts { released_before, trial: self.trial, asked: self.review });
        if !causes.is_empty() {
            start_review(tx, act, &order, &lines, &causes)?;
        }
        let checked = if self.commit_required { self.commit(tx, act, &order, &mut lines)? } else { None };
        refresh_row(tx, act, &mut order)?;
        tx.update(&mut order)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("net_new", order.net_new);
        act.fact("trial", order.trial);
        Ok(EnteredOrder {
            order: order.id,
            number: order.number.clone(),
            state: order.state,
            holds: order.holds.0.clone(),
            net_new: order.net_new,
            // What it took itself is given back for this question, so the check has answered it already.
            possible: match checked {
                Some(checked) => Possible::of(checked.earliest(act)),
                None => commitment::possible(tx, act, &order, &lines)?,
            },
        })
    }
}

impl EnterOrder {
    fn read(&self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<(Order, Vec<Line>)> {
        let account = customer::load(tx, self.customer)?;
        if let Some(site) = self.site {
            customer::named_site(tx, account.id, "/site", site)?;
        }
        if let Some(contact) = self.contact {
            customer::named_contact(tx, account.id, "/contact", contact)?;
        }
        let received_at = self.received_at.unwrap_or(act.now);
        if received_at > act.now {
            return Err(Refusal::field("/received_at", "order.in_future"));
        }
        let term = |pointer: &str, value: &Option<String>| {
            Ok::<_, Refusal>(optional(pointer, value.as_deref(), WORDING_MAX)?.unwrap_or_default())
        };
        let mut order = Order {
            id: act.new_id(),
            number: String::new(),
            customer_id: account.id,
            site_id: self.site,
            contact_id: self.contact,
            ordered_on: Date::default(),
            received_at,
            customer_reference: text("/customer_reference", &self.customer_reference, NAME_MAX)?,
            currency: self.currency.unwrap_or(account.currency),
            payment_terms: term("/payment_terms", &self.payment_terms)?,
            delivery_terms: term("/delivery_terms", &self.delivery_terms)?,
            ship_apart: self.ship_apart,
            trial: self.trial,
            net_new: false,
            imported: false,
            state: OrderState::Held,
            holds: Json(Vec::new()),
            current_version: 0,
            entered_by: author(act),
            entered_at: act.now,
            released_at: None,
            version: 1,
        };
        let zone = place_calendar(tx, &order)?.zone().clone();
        let today = zone.to_datetime(act.now).date();
        order.ordered_on =
            date("/ordered_on", self.ordered_on.unwrap_or(zone.to_datetime(received_at).date()))?;
        if order.ordered_on > today {
            return Err(Refusal::field("/ordered_on", "order.in_future"));
        }
        let required_on = self.required_on.map(|on| date("/required_on", on)).transpose()?;
        let frame =
            Frame { order: order.id, currency: order.currency, first_no: 1, ordered_on: None, required_on };
        let lines = lines::read(tx, act, &frame, &self.lines, &self.taxes)?;
        order_totals(&lines)?;
        order.number = act.number(tx, "O")?;
        Ok((order, lines))
    }

    /// Promises every line's required date, or nothing at all.
    fn commit(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        order: &Order,
        lines: &mut [Line],
    ) -> Outcome<Option<Checked>> {
        let mut ship = BTreeMap::new();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.is_due()) {
            let on = line.required_on;
            let on =
                on.ok_or_else(|| Refusal::field(format!("/lines/{index}/required_on"), "field.required"))?;
            ship.insert(line.id, on);
        }
        let channel = self.told_by.ok_or_else(|| Refusal::field("/told_by", "field.required"))?;
        let new = Commit {
            ship,
            install_on: None,
            contact: self.contact,
            channel,
            wording: optional("/wording", self.wording.as_deref(), WORDING_MAX)?,
            reason: None,
            customer_words: None,
            by: MoveBy::Telling,
            override_reason: None,
        };
        commitment::commit(tx, act, order, lines, new)
    }
}
