//! Releasing an order to manufacturing.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    OrderId, OrderState,
    booking::touches,
    neighbours::at_version,
    record::{Order, find},
    release::{held, open_conditions, refresh_row},
    tell::{Word, tell_all_three},
};

/// Releases an order to manufacturing. Refused as long as anything is open; the refusal names all of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseOrder {
    /// The order.
    pub order: OrderId,
    /// The version that was read, when it must not have changed.
    #[serde(default)]
    pub version: Option<i64>,
}

/// How an order stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StateAnswer {
    /// The order.
    pub order: OrderId,
    /// How it stands.
    pub state: OrderState,
}

/// More was ordered than was released: what is new needs its date, its decisions and its signatures before it is made,
/// so the order is held again, and all three functions hear of it.
pub(super) fn hold_again(tx: &mut Tx, act: &mut Act<'_>, order: &mut Order) -> Outcome<()> {
    if order.state != OrderState::Released {
        return Ok(());
    }
    order.state = OrderState::Held;
    act.fact("held_again", true);
    tell_all_three(tx, act, order, &Word::of("notice-order-held-again", order).urgent())
}

impl Action for ReleaseOrder {
    const NAME: &'static str = "order.release";
    const PERMISSION: Permission = Permission::OrderRelease;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StateAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StateAnswer> {
        let mut order = find(tx, self.order)?;
        if let Some(version) = self.version {
            at_version(&order, version)?;
        }
        if order.state != OrderState::Held {
            return Err(Refusal::conflict("order.not_held")
                .with("number", order.number.clone())
                .with("state", Fact::Word(order.state.message())));
        }
        let open = open_conditions(tx, act, &order)?;
        if !open.is_empty() {
            return Err(held(&order, &open));
        }
        refresh_row(tx, act, &mut order)?;
        order.state = OrderState::Released;
        order.released_at = Some(act.now);
        tx.update(&mut order)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        tell_all_three(tx, act, &order, &Word::of("notice-order-released", &order))?;
        Ok(StateAnswer { order: order.id, state: order.state })
    }
}
