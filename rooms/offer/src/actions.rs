//! The only ways to change prices, facts and quotes; each thin. What several of them do is in `drafting` and `replying`.

mod claim;
mod line;
mod open;
mod oversell;
mod price;
mod reply;
mod say;
mod send;
mod sheet;
mod talk;
mod tie;

pub use claim::{DropClaim, UseClaim};
pub use line::{AddLine, ChangeLine, GrantDiscount, LineAnswer, RemoveLine};
pub use open::{ChangeQuote, HandOverQuote, OpenQuote, OpenedQuote, QuoteAnswer, TaxInput};
pub use oversell::{OversellAnswer, PortalNotAsSold, RaiseOversell, SettleOversell};
pub use price::{ChangePriceList, EndPrice, EnterPriceList, PriceAnswer, SetPrice};
pub(crate) use reply::own_quote;
pub use reply::{
    AcceptQuote, AcceptedQuote, DeclineQuote, ExpireQuote, PortalAcceptQuote, PortalDeclineQuote, RemindQuote,
};
pub(crate) use say::sayable;
pub use say::{DropStatement, SaidOfProduct, SayOfProduct};
pub use send::{ReviseQuote, SendQuote, SentQuote, WithdrawQuote};
pub use sheet::{
    AddCapability, CapabilityText, EndFactSheet, EnterFactSheet, SheetAnswer, WithdrawCapability,
};
pub use talk::{CallAnswer, LogCall};
pub use tie::{DecideNoPlan, TieLines};

use accord_kernel::Registry;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<EnterPriceList>()
        .action::<ChangePriceList>()
        .action::<SetPrice>()
        .action::<EndPrice>()
        .action::<EnterFactSheet>()
        .action::<AddCapability>()
        .action::<WithdrawCapability>()
        .action::<EndFactSheet>()
        .action::<OpenQuote>()
        .action::<ChangeQuote>()
        .action::<HandOverQuote>()
        .action::<AddLine>()
        .action::<ChangeLine>()
        .action::<RemoveLine>()
        .action::<GrantDiscount>()
        .action::<TieLines>()
        .action::<DecideNoPlan>()
        .action::<SayOfProduct>()
        .action::<DropStatement>()
        .action::<UseClaim>()
        .action::<DropClaim>()
        .action::<SendQuote>()
        .action::<ReviseQuote>()
        .action::<WithdrawQuote>()
        .action::<AcceptQuote>()
        .action::<DeclineQuote>()
        .action::<PortalAcceptQuote>()
        .action::<PortalDeclineQuote>()
        .action::<ExpireQuote>()
        .action::<RemindQuote>()
        .action::<LogCall>()
        .action::<RaiseOversell>()
        .action::<PortalNotAsSold>()
        .action::<SettleOversell>();
}
