//! The faces over HTTP: pages, forms, the JSON API, live updates, exports.
//!
//! It knows the kernel and the face, and no room: who signs in is asked of a [`Door`], pages and actions come from the
//! registry. Nothing here decides anything about customers; a rule found in this crate is in the wrong place.
//!
//! Below the handlers nothing is async: every handler hops once to a blocking thread, where the kernel works in one
//! transaction.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod api;
mod app;
mod background;
mod client;
mod doing;
mod downloads;
mod elsewhere;
mod export;
mod feeds;
mod files;
mod frame;
mod health;
mod here;
mod incoming;
mod installed;
mod links;
mod live;
mod logos;
mod metrics;
mod openapi;
mod operation;
mod outside;
mod own_site;
mod pages;
mod papers;
mod passwords;
mod problem;
mod reference;
mod request;
mod sign_in;
mod strict_json;
mod telemetry;
mod work;

pub use app::{App, Begun, Brought, DemoPerson, Door, Entered, FileDef, Outside, Upload, router};
pub use background::{Heartbeat, serve};
pub use openapi::document;
pub use operation::{Disk, Gauge, Operation, Read};
pub use reference::{Example, ExampleBook, ReferenceRoom, fill};
