//! Figures that are kept as they were agreed.

use accord_kernel::Outcome;
use accord_room_people::settings::get_on;
use accord_room_value::settings::HOURS_WITHOUT;
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Hours of an outage without a plan, as they were shown on a day.
pub(crate) fn hours_without(tx: &mut Tx, on: Date) -> Outcome<Option<Decimal>> {
    let text: String = get_on(tx, on, &HOURS_WITHOUT)?;
    Ok(text.parse().ok())
}
