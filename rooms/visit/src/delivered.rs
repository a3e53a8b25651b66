//! What visits delivered of what a contract promises: preventive visits and inspections that are over (R27).

use accord_kernel::{Context, Outcome};
use accord_room_customer as customer;
use accord_room_installation::{DeliveredSource, Delivery, Scope, ServiceKind};
use accord_store::Tx;

use crate::{Purpose, VisitState, neighbours::day_at, record::visit::all_of_customer};

/// Visits as the comparison of bought and delivered asks for them.
pub(crate) const SOURCE: DeliveredSource = DeliveredSource { word: "visit", delivered };

fn delivered(tx: &mut Tx, _: &Context, scope: &Scope) -> Outcome<Vec<Delivery>> {
    let mut found = Vec::new();
    for row in all_of_customer(tx, scope.customer)? {
        let kind = match row.purpose {
            Purpose::Maintain => ServiceKind::PreventiveVisit,
            Purpose::Inspect => ServiceKind::Inspection,
            _ => continue,
        };
        let unit = row.asset_id.filter(|unit| scope.units.contains(unit));
        let (Some(unit), Some(at), VisitState::Done) = (unit, row.done_at, row.state) else { continue };
        let on = day_at(&customer::site(tx, row.site_id)?, at);
        found.push(Delivery { kind, contract: None, unit: Some(unit), on, label: row.number });
    }
    Ok(found)
}
