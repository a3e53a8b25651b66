//! Figures that need more than one room.

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Refusal, Unit};
use accord_room_customer::{self as customer, ContactLogRow, CustomerId};
use accord_room_people::{PersonId, record::person};
use accord_store::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;

/// Contacts had without opening the briefing in the hour before (R4, pains 8 and 10 of R47).
pub(crate) const UNINFORMED_CONTACTS: Metric = Metric {
    name: "uninformed_contacts",
    kind: MetricKind::Experience,
    unit: Unit::Count,
    run: uninformed_contacts,
};

fn uninformed_contacts(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = bounds(ctx, period)?;
    let counted = customer::informedness(tx, from, until)?;
    let limit = i64::try_from(MetricValue::ROWS_MAX).unwrap_or(i64::MAX);
    let rows = customer::contacts_between(tx, from, until, limit)?;
    // Without a contact there is nothing to be informed about, which is not the same as nought.
    let value = (counted.contacts > 0).then(|| Decimal::from(counted.uninformed));
    Ok(MetricValue {
        value,
        n: counted.contacts,
        beside: vec![("metric-beside-unsettled-contacts".to_owned(), counted.unsettled)],
        rows: named(tx, ctx, rows)?,
    })
}

fn named(tx: &mut Tx, ctx: &Context, rows: Vec<ContactLogRow>) -> Outcome<Vec<MetricRow>> {
    let mut customers: Vec<CustomerId> = rows.iter().map(|row| row.customer_id).collect();
    let mut persons: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    customers.sort_unstable();
    customers.dedup();
    persons.sort_unstable();
    persons.dedup();
    let mut labels = Vec::new();
    for some in customers.chunks(200) {
        labels.extend(customer::labels(tx, some)?);
    }
    let mut names = Vec::new();
    for some in persons.chunks(200) {
        names.extend(person::names(tx, some)?);
    }
    let tongue = ctx.tongue();
    let row = |row: ContactLogRow| {
        let customer = labels.iter().find(|(id, ..)| *id == row.customer_id);
        let person = names.iter().find(|(id, _)| *id == row.person_id);
        let label = [
            customer.map(|(_, _, name)| name.clone()).unwrap_or_default(),
            person.map(|(_, name)| name.clone()).unwrap_or_default(),
            tongue.instant(row.happened_at),
        ];
        let why = match row.informed {
            Some(true) => "contact-informed",
            Some(false) => "contact-uninformed",
            None => "contact-unsettled",
        };
        MetricRow {
            label: label.join(", "),
            kind: "customer".to_owned(),
            id: row.customer_id.into(),
            good: row.informed != Some(false),
            why: why.to_owned(),
        }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The instants of a period: from its first day until after its last, in the company's zone.
fn bounds(ctx: &Context, period: Period) -> Outcome<(Timestamp, Timestamp)> {
    let start = |day: Date| {
        day.to_zoned(ctx.zone())
            .map(|start| start.timestamp())
            .map_err(|error| Refusal::defect(error.to_string()))
    };
    let after = period.to.checked_add(1.day()).map_err(|_| Refusal::field("/to", "field.form"))?;
    Ok((start(period.from)?, start(after)?))
}
