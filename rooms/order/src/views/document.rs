//! The confirmation of an order as a document: the customer's own view of the order with whom it is for. What is printed
//! is made from this answer alone, so it has no date but those that the customer was told (R18).

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{
    CustomerId,
    papers::{Addressed, addressed},
};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::portal::{PortalOrder, portal_orders};
use crate::{
    OrderId,
    booking::touches,
    record::{Order, find},
};

/// An order with its parties.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderDocument {
    /// Whom it is for.
    pub to: Addressed,
    /// The order as the customer sees it.
    pub order: PortalOrder,
}

fn document(tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<OrderDocument> {
    let shown = portal_orders(tx, ctx, order.customer_id, Some(order.id))?;
    Ok(OrderDocument {
        to: addressed(tx, ctx, order.customer_id, order.contact_id, order.site_id)?,
        order: shown.into_iter().next().ok_or_else(Refusal::absent)?,
    })
}

/// The confirmation of an order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentOfOrder {
    /// The order.
    pub order: OrderId,
}

impl View for DocumentOfOrder {
    const NAME: &'static str = "order.document";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OrderDocument;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OrderDocument> {
        let order = find(tx, self.order)?;
        document(tx, ctx, &order)
    }
}

/// The confirmation of an order of one's own company.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalOrderDocument {
    /// The order.
    pub order: OrderId,
}

impl View for PortalOrderDocument {
    const NAME: &'static str = "portal.order_document";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = OrderDocument;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OrderDocument> {
        let own = ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?;
        let own = accord_room_customer::load(tx, own)?.id;
        let order = find(tx, self.order)?;
        if order.customer_id != own {
            return Err(Refusal::absent());
        }
        document(tx, ctx, &order)
    }
}
