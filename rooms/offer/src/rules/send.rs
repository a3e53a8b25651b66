//! What stands between a draft and the customer. Everything is named at once, so that nobody sends five times to find
//! five faults (R14, R15, R21, R66).

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::QuoteLineKind;

accord_kernel::word_enum! {
    /// How a plan's value compares with its price.
    pub enum PlanValue as "plan-value" {
        /// The customer's own figure of a stop, or the outages to expect, are not known: nothing can be said.
        Unknown = "unknown",
        /// Worth more than it costs.
        Above = "above",
        /// Worth exactly what it costs: shown, not sent.
        BreakEven = "break_even",
        /// Costs more than it is worth.
        Below = "below",
    }
}

/// A line as the rule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// What it is.
    pub kind: QuoteLineKind,
    /// It is tied to what the customer needs or values.
    pub tied: bool,
    /// Something was decided of a plan for this machine: one is offered, or why none is.
    pub plan_decided: bool,
    /// Of a plan: its value against its price.
    pub value: Option<PlanValue>,
    /// Of a plan: it is still offered.
    pub published: bool,
    /// Of a plan: what is missing to keep it at the site.
    pub missing: usize,
    /// Its discount was given by somebody who may.
    pub discount_granted: bool,
    /// Its discount.
    pub discount: Decimal,
    /// Statements that the fact sheet no longer holds.
    pub unfounded: usize,
    /// Its words compare us with others.
    pub compares: bool,
}

/// A draft as the rule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Somebody gets it.
    pub recipient: bool,
    /// Last day on which it holds.
    pub valid_until: Date,
    /// The day where the customer is.
    pub today: Date,
    /// Claims that no longer hold.
    pub claims_gone: usize,
    /// Its title or introduction compares us with others.
    pub compares: bool,
}

/// One thing that stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Nothing is offered.
    NoLines,
    /// Nobody gets it.
    NoRecipient,
    /// It would be over before it is read.
    ValidityOver(Date),
    /// A line has no reason in what the customer needs or values.
    Untied(i64),
    /// A machine without a word about its service.
    PlanUndecided(i64),
    /// A plan that is not offered any more.
    PlanGone(i64),
    /// A plan of which the value is not known.
    ValueUnknown(i64),
    /// A plan that is worth just its price.
    BreakEven(i64),
    /// A plan that is worth less than its price.
    ValueBelow(i64),
    /// A plan that cannot be kept at the site.
    NotFeasible(i64),
    /// A discount that nobody who may has given.
    Discount(i64, Decimal),
    /// A statement that the product's facts do not hold.
    Unfounded(i64),
    /// A claim without evidence.
    ClaimGone,
    /// Free words that compare us with others: only a claim may, with its evidence beside it (R66).
    Compares,
    /// The same in the words of a line.
    LineCompares(i64),
}

/// Everything that stands in the way of sending.
pub fn obstacles(draft: &Draft) -> Vec<Obstacle> {
    let mut found = Vec::new();
    if draft.lines.is_empty() {
        found.push(Obstacle::NoLines);
    }
    if !draft.recipient {
        found.push(Obstacle::NoRecipient);
    }
    if draft.valid_until < draft.today {
        found.push(Obstacle::ValidityOver(draft.valid_until));
    }
    for line in &draft.lines {
        of_line(line, &mut found);
    }
    if draft.claims_gone > 0 {
        found.push(Obstacle::ClaimGone);
    }
    if draft.compares {
        found.push(Obstacle::Compares);
    }
    found
}

fn of_line(line: &Line, found: &mut Vec<Obstacle>) {
    // Freight goes with what it carries; it has no reason of its own.
    if !line.tied && line.kind != QuoteLineKind::Charge {
        found.push(Obstacle::Untied(line.no));
    }
    if line.kind == QuoteLineKind::Equipment && !line.plan_decided {
        found.push(Obstacle::PlanUndecided(line.no));
    }
    if line.kind == QuoteLineKind::Plan {
        if !line.published {
            found.push(Obstacle::PlanGone(line.no));
        }
        match line.value {
            None | Some(PlanValue::Unknown) => found.push(Obstacle::ValueUnknown(line.no)),
            Some(PlanValue::BreakEven) => found.push(Obstacle::BreakEven(line.no)),
            Some(PlanValue::Below) => found.push(Obstacle::ValueBelow(line.no)),
            Some(PlanValue::Above) => {}
        }
        if line.missing > 0 {
            found.push(Obstacle::NotFeasible(line.no));
        }
    }
    if !line.discount_granted {
        found.push(Obstacle::Discount(line.no, line.discount));
    }
    if line.unfounded > 0 {
        found.push(Obstacle::Unfounded(line.no));
    }
    if line.compares {
        found.push(Obstacle::LineCompares(line.no));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(no: i64, kind: QuoteLineKind) -> Line {
        Line {
            no,
            kind,
            tied: true,
            plan_decided: true,
            value: (kind == QuoteLineKind::Plan).then_some(PlanValue::Above),
            published: true,
            missing: 0,
            discount_granted: true,
            discount: Decimal::ZERO,
            unfounded: 0,
            compares: false,
        }
    }

    fn draft(lines: Vec<Line>) -> Draft {
        Draft {
            lines,
            recipient: true,
            valid_until: date(2027, 6, 1),
            today: date(2027, 6, 1),
            claims_gone: 0,
            compares: false,
        }
    }

    #[test]
    fn a_sound_draft_goes_out() {
        let lines = vec![
            line(1, QuoteLineKind::Equipment),
            line(2, QuoteLineKind::Plan),
            line(3, QuoteLineKind::Charge),
        ];
        assert_eq!(obstacles(&draft(lines)), Vec::new());
    }

    #[test]
    fn everything_is_named_at_once() {
        let equipment =
            Line { tied: false, plan_decided: false, unfounded: 1, ..line(1, QuoteLineKind::Equipment) };
        let plan = Line {
            value: Some(PlanValue::Below),
            missing: 2,
            discount_granted: false,
            discount: Decimal::from(9),
            ..line(4, QuoteLineKind::Plan)
        };
        let late = Draft {
            recipient: false,
            valid_until: date(2027, 5, 31),
            claims_gone: 1,
            ..draft(vec![equipment, plan])
        };
        assert_eq!(
            obstacles(&late),
            [
                Obstacle::NoRecipient,
                Obstacle::ValidityOver(date(2027, 5, 31)),
                Obstacle::Untied(1),
                Obstacle::PlanUndecided(1),
                Obstacle::Unfounded(1),
                Obstacle::ValueBelow(4),
                Obstacle::NotFeasible(4),
                Obstacle::Discount(4, Decimal::from(9)),
                Obstacle::ClaimGone,
            ]
        );
        assert_eq!(obstacles(&draft(Vec::new())), [Obstacle::NoLines]);
    }

    #[test]
    fn r66_free_words_that_compare_us_with_others_do_not_go_out() {
        let lines = vec![Line { compares: true, ..line(3, QuoteLineKind::Equipment) }];
        let boasting = Draft { compares: true, ..draft(lines) };
        assert_eq!(obstacles(&boasting), [Obstacle::LineCompares(3), Obstacle::Compares]);
    }

    #[test]
    fn r14_a_plan_goes_out_only_when_it_is_worth_more_than_its_price() {
        for (value, wanted) in [
            (None, Some(Obstacle::ValueUnknown(7))),
            (Some(PlanValue::Unknown), Some(Obstacle::ValueUnknown(7))),
            (Some(PlanValue::BreakEven), Some(Obstacle::BreakEven(7))),
            (Some(PlanValue::Below), Some(Obstacle::ValueBelow(7))),
            (Some(PlanValue::Above), None),
        ] {
            let found = obstacles(&draft(vec![Line { value, ..line(7, QuoteLineKind::Plan) }]));
            assert_eq!(found.first().copied(), wanted, "{value:?}");
        }
    }

    #[test]
    fn freight_needs_no_reason_and_a_service_does() {
        let untied = |kind| Line { tied: false, ..line(1, kind) };
        assert_eq!(obstacles(&draft(vec![untied(QuoteLineKind::Charge)])), Vec::new());
        assert_eq!(obstacles(&draft(vec![untied(QuoteLineKind::Service)])), [Obstacle::Untied(1)]);
    }
}
