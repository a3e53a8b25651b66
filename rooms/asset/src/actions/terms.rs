//! How long the warranty of a product is.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, ProductId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    input, neighbours,
    record::{self, ProductWarranty},
};

/// Sets the months of warranty of a product, counted from the signed acceptance (R16). Units that were sold or accepted
/// before keep theirs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWarranty {
    /// The product.
    pub product: ProductId,
    /// Months; the company's when open.
    #[serde(default)]
    pub months: Option<i64>,
}

/// What holds now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WarrantyAnswer {
    /// The product.
    pub product: ProductId,
    /// Months of warranty of units accepted from now on.
    pub months: i64,
}

impl Action for SetWarranty {
    const NAME: &'static str = "asset.set_warranty";
    const PERMISSION: Permission = Permission::CatalogManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WarrantyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(catalog::find(tx, self.product)?.ok_or_else(Refusal::absent)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WarrantyAnswer> {
        if let Some(months) = self.months {
            input::number("/months", months, 0, input::MONTHS_MAX)?;
        }
        match (record::warranty_of(tx, self.product)?, self.months) {
            (Some(row), None) => tx.remove(&row)?,
            (Some(mut row), Some(months)) => {
                row.months = months;
                tx.update(&mut row)?;
            }
            (None, Some(months)) => tx.insert(&ProductWarranty {
                id: act.new_id(),
                product_id: self.product,
                months,
                version: 1,
            })?,
            (None, None) => {}
        }
        act.fact("months", self.months);
        let months = neighbours::warranty_months(tx, act, Some(self.product))?;
        Ok(WarrantyAnswer { product: self.product, months })
    }
}
