//! The kernel: the words that explain the code (action, view, guard, reaction, clockwork, check, metric), and the one
//! way in that runs them.
//!
//! It knows principals, permissions, refusals, the two clocks, ids, money and how to say things in two languages. It
//! must not know any room: rooms register themselves in a [`Registry`].
//!
//! To add a way of changing something, write a type that implements [`Action`] in your room and register it with
//! [`Registry::action`]; to add a way of reading, implement [`View`]. Nothing else reaches the tables.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

extern crate self as accord_kernel;

mod act;
pub mod amount;
mod bulk;
mod clock;
mod clockwork;
mod context;
mod counts;
mod doors;
mod forgetting;
mod form;
mod id;
mod idempotency;
mod kernel;
mod metric;
mod money;
mod network;
mod permission;
mod principal;
mod reader;
mod refusal;
mod registry;
mod together;
mod version;
mod words;

pub use accord_store as store;
pub use act::{Act, Emit};
pub use bulk::{Bulk, Standing};
pub use clock::{Clock, wall_now};
pub use clockwork::{ATTEMPTS_MAX as PLAN_ATTEMPTS_MAX, Backlog, Schedule, backlog, next_due};
pub use context::{Caller, Context, Credential, IdSource, Via};
pub use counts::Counts;
pub use forgetting::{Forgetting, Forgotten};
pub use form::is_figure;
pub use kernel::{Call, Done, Kernel, TRACE};
pub use metric::{Metric, MetricKind, MetricRow, MetricValue, Period, Unit};
pub use money::{Currency, Money};
pub use network::Network;
pub use permission::{Permission, PermissionSet};
pub use principal::{Audience, Principal, PrincipalKind, Sphere};
pub use reader::Reader;
pub use refusal::{Fact, FieldError, OnConstraint, Outcome, Possibility, Refusal, Status, fact_json};
pub use registry::{
    Action, ActionDef, Check, CheckDef, Feasibility, Gate, Guard, Happened, Intent, Limit, Reaction, Rebuild,
    Registry, Sharing, Sight, Touches, View, ViewDef, Wanted, Witness, read_input,
};
pub use together::Together;
pub use version::at_version;
pub use words::{Language, Tongue, Words};

/// What the macros of this crate need at their place of use.
#[doc(hidden)]
pub mod macro_support {
    pub use schemars;
    pub use serde;
    pub use uuid;
}
