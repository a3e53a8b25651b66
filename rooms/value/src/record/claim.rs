//! The library of claims.

use accord_kernel::{Outcome, Refusal};
use accord_room_people::PersonId;
use accord_store::{Tx, params, record};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use crate::id::{Backing, ClaimId, ClaimState, Sense};

record! {
    /// What may be said of us, and on what it rests (R66).
    pub struct ClaimRow in "claim" shape 1 {
        /// Id.
        id: ClaimId,
        /// Number for people.
        number: String,
        /// In English.
        text_en: String,
        /// In Brazilian Portuguese.
        text_pt: String,
        /// On what it rests.
        backing: Backing,
        /// Name of our declared figure, for a measure.
        metric: Option<String>,
        /// Months that the figure looks back, for a measure.
        months: Option<i64>,
        /// Which side of the claimed value keeps it true.
        sense: Sense,
        /// The value that the text claims, as a decimal.
        claimed: String,
        /// Where it comes from, in words.
        source: String,
        /// The value at its last check, as a decimal.
        measured: String,
        /// Sample size at its last check.
        n: i64,
        /// First day of the period.
        period_from: Date,
        /// Last day of the period.
        period_to: Date,
        /// Last day on which it may be used.
        expires_on: Date,
        /// How it stands.
        state: ClaimState,
        /// When it was last checked.
        checked_at: Timestamp,
        /// Who entered it.
        entered_by: Option<PersonId>,
        /// When.
        entered_at: Timestamp,
        /// When it was withdrawn.
        withdrawn_at: Option<Timestamp>,
        /// Why: a word of `claim-fault`, or what somebody wrote.
        withdrawn_why: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl ClaimRow {
    /// The claimed value.
    pub fn claimed(&self) -> Decimal {
        self.claimed.parse().unwrap_or_default()
    }
    /// The value at its last check.
    pub fn measured(&self) -> Decimal {
        self.measured.parse().unwrap_or_default()
    }
}

/// A claim.
///
/// # Errors
/// Absent.
pub fn load_claim(tx: &mut Tx, id: ClaimId) -> Outcome<ClaimRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Every claim, those that stand first.
pub(crate) fn claims(tx: &mut Tx) -> Outcome<Vec<ClaimRow>> {
    Ok(tx.select("ORDER BY CASE WHEN state = 'standing' THEN 0 ELSE 1 END, number LIMIT 500", params![])?)
}

/// The claims that stand.
pub(crate) fn standing(tx: &mut Tx) -> Outcome<Vec<ClaimRow>> {
    Ok(tx.select("WHERE state = 'standing' ORDER BY number LIMIT 500", params![])?)
}
