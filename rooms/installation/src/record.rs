//! Tables of this room and their SQL.
//!
//! | part | what it holds |
//! |---|---|
//! | [`plan`] | templates, plans, their items and faults, the signature of acceptance |
//! | [`training`] | software in use, reports of use, courses, certificates, questions, tasks |
//! | [`delivered`] | what plans include by count, expectations, gaps, reviews |
//! | [`visitor`] | who came to which site, and when the customer was told |

pub mod delivered;
pub mod plan;
pub mod training;
pub mod visitor;

use accord_store::{Record, Table};

/// The recorded tables.
pub(crate) const TABLES: &[&Table] = &[
    plan::TemplateRow::TABLE,
    plan::Installation::TABLE,
    plan::Item::TABLE,
    plan::Fault::TABLE,
    plan::Signature::TABLE,
    training::Subscription::TABLE,
    training::Usage::TABLE,
    training::Course::TABLE,
    training::Seat::TABLE,
    training::HowTo::TABLE,
    training::TaskRow::TABLE,
    delivered::PlanService::TABLE,
    delivered::Expectation::TABLE,
    delivered::Gap::TABLE,
    delivered::Review::TABLE,
    delivered::ServiceDone::TABLE,
    visitor::Visitor::TABLE,
];
