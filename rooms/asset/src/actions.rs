//! The only ways to change the installed base: each in a file of its own, thin.

mod acceptance;
mod add;
mod correct;
mod moving;
mod outage;
mod reading;
mod retire;
mod terms;

pub use acceptance::{AcceptanceAnswer, CorrectAcceptance, RecordAcceptance};
pub(crate) use acceptance::{AcceptanceInput, accept};
pub use add::AddAsset;
pub(crate) use add::{UnitInput, blank, insert};
pub use correct::CorrectAsset;
pub use moving::MoveAsset;
pub(crate) use outage::Span;
pub use outage::{CorrectOutage, EndOutage, OutageAnswer, RecordOutage, WithdrawOutage};
pub use reading::{ReadingAnswer, RecordReading};
pub use retire::{ReinstateAsset, RetireAsset};
pub use terms::{SetWarranty, WarrantyAnswer};

use accord_kernel::{Outcome, Registry, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    AssetId,
    record::{self, Asset},
};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<AddAsset>()
        .action::<CorrectAsset>()
        .action::<MoveAsset>()
        .action::<RetireAsset>()
        .action::<ReinstateAsset>()
        .action::<RecordOutage>()
        .action::<EndOutage>()
        .action::<CorrectOutage>()
        .action::<WithdrawOutage>()
        .action::<RecordReading>()
        .action::<RecordAcceptance>()
        .action::<CorrectAcceptance>()
        .action::<SetWarranty>();
}

/// What came of a change of a unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetAnswer {
    /// The unit.
    pub asset: AssetId,
    /// Its number.
    pub number: String,
    /// Its version now.
    pub version: i64,
}

impl AssetAnswer {
    fn of(row: &Asset) -> Self {
        Self { asset: row.id, number: row.number.clone(), version: row.version }
    }
}

/// The customer of a unit.
fn touches(tx: &mut Tx, asset: AssetId) -> Outcome<Touches> {
    Ok(Touches::customer(record::asset(tx, asset)?.customer_id))
}
