//! What changed between two versions of an order.
//!
//! An order is never rewritten: each amendment keeps a whole copy of what was agreed, and a difference is computed
//! from two copies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::price::{LineKind, TaxLine, Totals};

/// What was agreed, as a version keeps it. Internal dates are not part of an agreement and are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The customer's own number for the order.
    pub customer_reference: String,
    /// Currency.
    pub currency: String,
    /// Payment terms.
    pub payment_terms: String,
    /// Delivery terms.
    pub delivery_terms: String,
    /// Lines ship each by itself.
    pub ship_apart: bool,
    /// The lines.
    pub lines: Vec<SnapshotLine>,
    /// What it comes to.
    pub totals: Totals,
}

/// A line as a version keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotLine {
    /// Its number.
    pub line_no: i64,
    /// What it is.
    pub kind: LineKind,
    /// The line that it takes back.
    pub cancels: Option<i64>,
    /// What was ordered, in words.
    pub description: String,
    /// How many, in thousandths.
    pub quantity_milli: i64,
    /// Price of one, in ten-thousandths.
    pub unit_price_e4: i64,
    /// Net amount.
    pub net_minor: i64,
    /// Taxes.
    pub taxes: Vec<TaxLine>,
    /// What the customer asked for.
    pub required_on: Option<Date>,
}

accord_kernel::word_enum! {
    /// What differs between two versions.
    pub enum Changed as "order-change" {
        /// A line was added.
        LineAdded = "line_added",
        /// A line was taken back, wholly or in part.
        LineCancelled = "line_cancelled",
        /// Another description.
        Description = "description",
        /// Another quantity.
        Quantity = "quantity",
        /// Another price.
        Price = "price",
        /// Other taxes.
        Taxes = "taxes",
        /// Another date asked for.
        Required = "required",
        /// Another reference of the customer.
        Reference = "reference",
        /// Other payment terms.
        PaymentTerms = "payment_terms",
        /// Other delivery terms.
        DeliveryTerms = "delivery_terms",
        /// Together or apart.
        ShipApart = "ship_apart",
        /// Another sum.
        Total = "total",
    }
}

/// One difference; values are in the stored form (whole numbers, ISO dates), pages say them in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Difference {
    /// What.
    pub what: Changed,
    /// In which line; nothing for the order as a whole.
    pub line_no: Option<i64>,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// Whether nothing is left of a line in a version: all of it was taken back.
pub fn is_taken_back(agreed: &Snapshot, line_no: i64) -> bool {
    let ordered = agreed.lines.iter().find(|line| line.line_no == line_no);
    let back = agreed.lines.iter().filter(|line| line.cancels == Some(line_no));
    let back: i64 = back.map(|line| line.quantity_milli).sum();
    ordered.is_some_and(|line| back >= line.quantity_milli)
}

/// What differs from `old` to `new`, line by line, then the order as a whole.
pub fn differences(old: &Snapshot, new: &Snapshot) -> Vec<Difference> {
    let mut found = Vec::new();
    for line in &new.lines {
        match old.lines.iter().find(|known| known.line_no == line.line_no) {
            Some(known) => line_differences(known, line, &mut found),
            None => found.push(added(line)),
        }
    }
    let mut whole = |what, old: String, new: String| {
        if old != new {
            found.push(Difference { what, line_no: None, old: Some(old), new: Some(new) });
        }
    };
    whole(Changed::Reference, old.customer_reference.clone(), new.customer_reference.clone());
    whole(Changed::PaymentTerms, old.payment_terms.clone(), new.payment_terms.clone());
    whole(Changed::DeliveryTerms, old.delivery_terms.clone(), new.delivery_terms.clone());
    whole(Changed::ShipApart, old.ship_apart.to_string(), new.ship_apart.to_string());
    whole(Changed::Total, old.totals.gross_minor.to_string(), new.totals.gross_minor.to_string());
    found
}

fn added(line: &SnapshotLine) -> Difference {
    let what = match line.kind {
        LineKind::Cancellation => Changed::LineCancelled,
        LineKind::Goods | LineKind::Charge => Changed::LineAdded,
    };
    let old = line.cancels.map(|no| no.to_string());
    Difference { what, line_no: Some(line.line_no), old, new: Some(line.description.clone()) }
}

fn line_differences(old: &SnapshotLine, new: &SnapshotLine, found: &mut Vec<Difference>) {
    let no = new.line_no;
    let mut one = |what, old: String, new: String| {
        if old != new {
            let known = |text: String| (!text.is_empty()).then_some(text);
            found.push(Difference { what, line_no: Some(no), old: known(old), new: known(new) });
        }
    };
    one(Changed::Description, old.description.clone(), new.description.clone());
    one(Changed::Quantity, old.quantity_milli.to_string(), new.quantity_milli.to_string());
    one(Changed::Price, old.unit_price_e4.to_string(), new.unit_price_e4.to_string());
    one(Changed::Taxes, taxes(&old.taxes), taxes(&new.taxes));
    let date = |on: Option<Date>| on.map(|on| on.to_string()).unwrap_or_default();
    one(Changed::Required, date(old.required_on), date(new.required_on));
}

fn taxes(list: &[TaxLine]) -> String {
    list.iter().map(|tax| format!("{} {}", tax.name, tax.percent.normalize())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(line_no: i64) -> SnapshotLine {
        SnapshotLine {
            line_no,
            kind: LineKind::Goods,
            cancels: None,
            description: "Press".into(),
            quantity_milli: 2_000,
            unit_price_e4: 15_000_000,
            net_minor: 300_000,
            taxes: Vec::new(),
            required_on: Some(date(2030, 3, 4)),
        }
    }

    fn order(lines: Vec<SnapshotLine>) -> Snapshot {
        Snapshot {
            customer_reference: "4500-1".into(),
            currency: "EUR".into(),
            payment_terms: "30 days".into(),
            delivery_terms: "DAP".into(),
            ship_apart: false,
            lines,
            totals: Totals { net_minor: 300_000, taxes: Vec::new(), gross_minor: 300_000 },
        }
    }

    #[test]
    fn the_same_agreement_has_no_differences() {
        assert_eq!(differences(&order(vec![line(1)]), &order(vec![line(1)])), []);
    }

    #[test]
    fn a_line_is_taken_back_once_all_of_it_is() {
        let back = |line_no, quantity_milli| SnapshotLine {
            kind: LineKind::Cancellation,
            cancels: Some(1),
            quantity_milli,
            ..line(line_no)
        };
        assert!(!is_taken_back(&order(vec![line(1), line(2)]), 1));
        assert!(!is_taken_back(&order(vec![line(1), line(2), back(3, 1_500)]), 1));
        let all = order(vec![line(1), line(2), back(3, 1_500), back(4, 500)]);
        assert!(is_taken_back(&all, 1) && !is_taken_back(&all, 2) && !is_taken_back(&all, 9));
    }

    #[test]
    fn every_change_is_named_with_both_values() {
        let mut changed = line(1);
        changed.quantity_milli = 3_000;
        changed.required_on = None;
        let mut cancelling = line(2);
        cancelling.kind = LineKind::Cancellation;
        cancelling.cancels = Some(1);
        let mut new = order(vec![changed, cancelling]);
        new.totals.gross_minor = 150_000;
        let found = differences(&order(vec![line(1)]), &new);
        let what: Vec<_> =
            found.iter().map(|one| (one.what, one.line_no, one.old.as_deref(), one.new.as_deref())).collect();
        assert_eq!(
            what,
            [
                (Changed::Quantity, Some(1), Some("2000"), Some("3000")),
                (Changed::Required, Some(1), Some("2030-03-04"), None),
                (Changed::LineCancelled, Some(2), Some("1"), Some("Press")),
                (Changed::Total, None, Some("300000"), Some("150000")),
            ]
        );
    }
}
