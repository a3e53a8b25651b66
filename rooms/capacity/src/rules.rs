//! The rules of capable-to-promise: facts and today's date in, a decision out.
//!
//! No clock, no database and no randomness: record and actions load the facts, call a rule and write what it
//! decided. Every search ends at a [`calendar::Horizon`], so no data can make it run without end.
//!
//! | module | what it decides |
//! |---|---|
//! | [`calendar`] | weeks, working days, spans of days |
//! | [`lead_time`] | the lead time in force on a date |
//! | [`bucket`] | which weekly slots a number of units takes, soonest or latest |
//! | [`crew`] | the minutes a crew has in a week, and what a sales target lacks |
//! | [`leave`] | what a leave takes from a crew's days |
//! | [`installation`] | when a job on site can start and which crew minutes it takes |
//! | [`order`] | the facts an order's promise rests on |
//! | [`capable`] | earliest ship and installation date of an order |
//! | [`commitment`] | whether a wanted date may be promised, and what it reserves |
//! | [`part`] | the same gate for spare parts |
//! | [`hold`] | which reservations count against whom |
//! | [`knock_on`] | which reservations no longer fit, by harm, and what is possible instead |

pub mod bucket;
pub mod calendar;
pub mod capable;
pub mod commitment;
pub mod crew;
pub mod hold;
pub mod installation;
pub mod key;
pub mod knock_on;
pub mod lead_time;
pub mod leave;
pub mod limit;
pub mod order;
pub mod part;

use jiff::civil::Date;

/// Facts that cannot be reasoned about: they contradict themselves or lack something. Not a refusal of a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CapacityError {
    /// An order, or a check, without a single line.
    #[error("an order needs at least one line")]
    EmptyOrder,
    /// Two lines with one key.
    #[error("line {line} stands twice in the order")]
    DuplicateLine {
        /// The repeated key.
        line: key::LineKey,
    },
    /// A quantity of nothing.
    #[error("line {line} asks for nothing")]
    ZeroQuantity {
        /// The line.
        line: key::LineKey,
    },
    /// The facts hold nothing about this product.
    #[error("nothing is known about product {product}")]
    UnknownProduct {
        /// The product.
        product: key::ProductKey,
    },
    /// Manufacturing has given no lead time that is in force on that day.
    #[error("product {product} has no lead time in force on {on}")]
    NoLeadTime {
        /// The product.
        product: key::ProductKey,
        /// The day of the order.
        on: Date,
    },
    /// Work on site is asked for, but no site is given.
    #[error("line {line} is to be installed, but the order has no site")]
    NoSite {
        /// The line.
        line: key::LineKey,
    },
    /// An installation date is wanted where nothing is to be installed.
    #[error("line {line} has nothing to install")]
    NothingToInstall {
        /// The line.
        line: key::LineKey,
    },
    /// A wish names a line that the order does not have.
    #[error("the order has no line {line}")]
    UnknownLine {
        /// The line.
        line: key::LineKey,
    },
    /// More minutes of work than can be counted.
    #[error("the work of skill {skill} is too large")]
    TooMuchWork {
        /// The skill.
        skill: key::SkillKey,
    },
    /// A date outside the years that business dates may have.
    #[error("{date} lies outside the years 1970 to 2200")]
    DateOutOfRange {
        /// The date.
        date: Date,
    },
    /// A horizon that ends before it begins or is longer than ten years.
    #[error("the planning horizon from {today} to {until} is not usable")]
    BadHorizon {
        /// Its first day.
        today: Date,
        /// Its last day.
        until: Date,
    },
    /// A plan takes more than a bucket has left; some other order was faster.
    #[error("the week of {week} has {free} left, {asked} are needed")]
    Overbooked {
        /// The week.
        week: calendar::ProductionWeek,
        /// What is left.
        free: u32,
        /// What was asked.
        asked: u32,
    },
}
