//! A mapping, a target and a file's columns become a plan, or a list of everything that does not fit.
//! After binding, nothing about the mapping can fail any more; only rows can.

use std::collections::{BTreeMap, BTreeSet};

use crate::cell::RawCell;
use crate::convert::{Reading, SignStep, Want, is_currency};
use crate::mapping::{ColumnRule, Condition, Mapping, Step};
use crate::problem::{Problem, ProblemCode};
use crate::source::SourceOptions;
use crate::spec::{FieldSpec, FieldType, FieldValue, TargetSpec};

/// The rule of one field, ready to run.
pub(crate) struct Bound {
    pub field: FieldSpec,
    pub feed: Feed,
}

pub(crate) enum Feed {
    Constant(FieldValue),
    Column(Box<BoundColumn>),
}

pub(crate) struct BoundColumn {
    pub index: usize,
    pub label: String,
    pub rule: ColumnRule,
    pub currency_index: Option<usize>,
    /// For each `when`, the column it tests.
    pub when: Vec<(usize, Condition, String)>,
    /// For each step, the column its condition tests.
    pub step_columns: Vec<usize>,
}

/// What to do with every row.
pub(crate) struct Plan {
    pub fields: Vec<Bound>,
    pub labels: Vec<String>,
    pub reading: Reading,
    pub literal: Reading,
    pub missing: Vec<String>,
    pub short_rows: bool,
}

/// The names by which a mapping can mean each column: its header, or its position where the header is
/// empty or double.
pub(crate) fn labels(header: &[String]) -> Vec<String> {
    let mut counts = BTreeMap::new();
    for name in header {
        *counts.entry(name.as_str()).or_insert(0_usize) += 1;
    }
    let label = |(index, name): (usize, &String)| match counts.get(name.as_str()) {
        Some(1) if !name.is_empty() => name.clone(),
        _ => format!("#{}", index + 1),
    };
    header.iter().enumerate().map(label).collect()
}

impl Mapping {
    /// The header, longer by the nameless columns at its end that this mapping means by position.
    pub(crate) fn with_positions(&self, header: &[String], reach: usize) -> Vec<String> {
        let conditions = self.columns.iter().flat_map(|rule| {
            let steps = rule.steps.iter().filter_map(|step| match step {
                Step::NegateIf(condition) => condition.column.as_ref(),
                _ => None,
            });
            let whens = rule.when.iter().filter_map(|when| when.column.as_ref());
            steps.chain(whens).chain([&rule.from]).chain(&rule.currency_from)
        });
        let positions = conditions.chain(&self.ignore).filter_map(|name| position(name));
        let last = positions.filter(|position| *position <= reach).max().unwrap_or(0);
        let mut header = header.to_vec();
        header.resize(header.len().max(last), String::new());
        header
    }

    /// Everything about this mapping that does not fit the target, whatever the file.
    #[must_use]
    pub fn check(&self, target: &TargetSpec) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.target != target.name {
            problems.push(Problem::new(ProblemCode::WrongTarget, "", "", &self.target));
        }
        if let Some(zone) = &self.source.zone
            && self.source.time_zone().is_none()
        {
            problems.push(Problem::new(ProblemCode::ZoneUnknown, "", "", zone));
        }
        self.check_feeds(target, &mut problems);
        for rule in &self.columns {
            if let Some(field) = target.fields.iter().find(|field| field.name == rule.to) {
                check_rule(rule, field, &self.source, &mut problems);
            }
        }
        problems
    }

    /// Each field is fed at most once, required ones exactly once, and every name is known.
    fn check_feeds(&self, target: &TargetSpec, problems: &mut Vec<Problem>) {
        let mut fed: BTreeMap<&str, &str> = BTreeMap::new();
        let columns = self.columns.iter().map(|rule| (rule.from.as_str(), rule.to.as_str()));
        let constants = self.constants.iter().map(|rule| ("", rule.to.as_str()));
        for (from, to) in columns.chain(constants) {
            if !target.fields.iter().any(|field| field.name == to) {
                problems.push(Problem::new(ProblemCode::UnknownField, from, to, ""));
            }
            if let Some(first) = fed.insert(to, from) {
                problems.push(Problem::new(ProblemCode::FieldTwice, from, to, first));
            }
        }
        for field in target.fields.iter().filter(|field| field.required) {
            if !fed.contains_key(field.name.as_str()) {
                problems.push(Problem::new(ProblemCode::RequiredFieldUnmapped, "", &field.name, ""));
            }
        }
    }
}

fn check_rule(rule: &ColumnRule, field: &FieldSpec, source: &SourceOptions, problems: &mut Vec<Problem>) {
    let mut report = |code, detail: &str| problems.push(Problem::new(code, &rule.from, &rule.to, detail));
    let money = matches!(field.kind, FieldType::Money { .. });
    match (money, rule.currency.is_some(), rule.currency_from.is_some()) {
        (true, true, true) | (true, false, false) => report(ProblemCode::CurrencyNotStated, ""),
        (false, true, _) | (false, _, true) => report(ProblemCode::StepDoesNotFit, "currency"),
        _ => {}
    }
    if let Some(currency) = rule.currency.as_deref().filter(|currency| !is_currency(currency)) {
        report(ProblemCode::CurrencyInvalid, currency);
    }
    if rule.otherwise.is_some() && rule.when.is_empty() {
        report(ProblemCode::OtherwiseWithoutWhen, "");
    }
    let number = money || matches!(field.kind, FieldType::Integer { .. } | FieldType::Decimal { .. });
    for step in &rule.steps {
        let (name, fits) = match step {
            Step::Negate => ("negate", number),
            Step::Absolute => ("absolute", number),
            Step::NegateIf(_) => ("negate_if", number),
            Step::DateOnly => ("date_only", field.kind == FieldType::Date),
            _ => ("", true),
        };
        if !fits {
            report(ProblemCode::StepDoesNotFit, name);
        }
        if let Step::NegateIf(condition) = step
            && condition.tests() != 1
        {
            report(ProblemCode::ConditionInvalid, name);
        }
    }
    for when in &rule.when {
        if when.condition().tests() != 1 {
            report(ProblemCode::ConditionInvalid, &when.value);
        }
    }
    let whens = rule.when.iter().map(|when| &when.value);
    let literals = whens.chain(&rule.otherwise).chain(&rule.default).chain(rule.values.values());
    for literal in literals {
        let currency = rule.currency.as_deref().or(rule.currency_from.is_some().then_some("XXX"));
        if literal_value(literal, &field.kind, source, currency).is_none() {
            report(ProblemCode::ValueDoesNotFit, literal);
        }
    }
}

fn literal_value(
    text: &str,
    kind: &FieldType,
    source: &SourceOptions,
    currency: Option<&str>,
) -> Option<FieldValue> {
    let reading = Reading::of_mapping(source);
    let want = Want { kind, reading: &reading, signs: &[], date_only: false, currency };
    want.value(&RawCell::Text(text.to_owned())).ok()
}

/// The column that `#3` means, from 1.
fn position(name: &str) -> Option<usize> {
    name.trim().strip_prefix('#')?.parse().ok()
}

/// Binds columns by name and remembers which were mentioned.
struct Columns<'a> {
    header: &'a [String],
    labels: Vec<String>,
    used: BTreeSet<usize>,
    problems: Vec<Problem>,
}

impl Columns<'_> {
    fn find(&mut self, name: &str, field: &str) -> Option<usize> {
        let wanted = name.trim();
        let mut hits = self.header.iter().enumerate().filter(|(_, header)| *header == wanted);
        let code = match (hits.next(), hits.next()) {
            (Some((index, _)), None) => return Some(index),
            (Some(_), Some(_)) => ProblemCode::AmbiguousColumn,
            _ => match position(wanted) {
                Some(position) if (1..=self.header.len()).contains(&position) => return Some(position - 1),
                _ => ProblemCode::UnknownColumn,
            },
        };
        self.problems.push(Problem::new(code, name, field, ""));
        None
    }

    fn take(&mut self, name: &str, field: &str) -> Option<usize> {
        let index = self.find(name, field)?;
        self.used.insert(index);
        Some(index)
    }

    fn bind(&mut self, rule: &ColumnRule) -> Option<BoundColumn> {
        let index = self.take(&rule.from, &rule.to);
        let currency_index = match &rule.currency_from {
            Some(name) => Some(self.take(name, &rule.to)?),
            None => None,
        };
        let mut tested = |column: &Option<String>| match column {
            Some(name) => self.take(name, &rule.to),
            None => index,
        };
        let mut when = Vec::new();
        for rule in &rule.when {
            when.push((tested(&rule.column)?, rule.condition(), rule.value.clone()));
        }
        let mut step_columns = Vec::new();
        for step in &rule.steps {
            step_columns.push(match step {
                Step::NegateIf(condition) => tested(&condition.column)?,
                _ => index?,
            });
        }
        let index = index?;
        let label = self.labels.get(index).cloned().unwrap_or_default();
        Some(BoundColumn { index, label, rule: rule.clone(), currency_index, when, step_columns })
    }

    /// Every column must be mentioned once: mapped, tested or ignored by name.
    fn check_mentioned(&mut self, ignore: &[String]) {
        let mut ignored = BTreeSet::new();
        for name in ignore {
            if let Some(index) = self.find(name, "") {
                ignored.insert(index);
            }
        }
        for (index, label) in self.labels.iter().enumerate() {
            let code = match (self.used.contains(&index), ignored.contains(&index)) {
                (false, false) => ProblemCode::UnmappedColumn,
                (true, true) => ProblemCode::MappedAndIgnored,
                _ => continue,
            };
            self.problems.push(Problem::new(code, label, "", ""));
        }
    }
}

/// Binds a mapping to a target and a file.
pub(crate) fn bind(
    mapping: &Mapping,
    target: &TargetSpec,
    source: &SourceOptions,
    header: &[String],
    is_text: bool,
) -> Result<Plan, Vec<Problem>> {
    let mut columns =
        Columns { header, labels: labels(header), used: BTreeSet::new(), problems: mapping.check(target) };
    let mut rules = BTreeMap::new();
    for rule in &mapping.columns {
        let bound = columns.bind(rule);
        rules.entry(rule.to.as_str()).or_insert(bound);
    }
    let mut fields = Vec::new();
    for field in &target.fields {
        if let Some(bound) = rules.remove(field.name.as_str()) {
            if let Some(bound) = bound {
                check_reading(&bound, field, source, is_text, &mut columns.problems);
                fields.push(Bound { field: field.clone(), feed: Feed::Column(Box::new(bound)) });
            }
        } else if let Some(rule) = mapping.constants.iter().find(|rule| rule.to == field.name) {
            match literal_value(&rule.value, &field.kind, source, rule.currency.as_deref()) {
                Some(value) => fields.push(Bound { field: field.clone(), feed: Feed::Constant(value) }),
                None => columns.problems.push(Problem::new(
                    ProblemCode::ValueDoesNotFit,
                    "",
                    &rule.to,
                    &rule.value,
                )),
            }
        }
    }
    columns.check_mentioned(&mapping.ignore);
    if !columns.problems.is_empty() {
        return Err(columns.problems);
    }
    Ok(Plan {
        fields,
        labels: columns.labels,
        reading: Reading::of_file(source),
        literal: Reading::of_mapping(source),
        missing: source.missing.clone(),
        short_rows: source.short_rows,
    })
}

/// What text means must be stated before it is read, once per file rather than once per row.
fn check_reading(
    bound: &BoundColumn,
    field: &FieldSpec,
    source: &SourceOptions,
    is_text: bool,
    problems: &mut Vec<Problem>,
) {
    let reads_cells = bound.when.is_empty();
    let missing = match field.kind {
        _ if !reads_cells => None,
        FieldType::DateTime if source.zone.is_none() => Some(ProblemCode::ZoneNotStated),
        FieldType::Date | FieldType::DateTime if is_text && source.date_order.is_none() => {
            Some(ProblemCode::DateOrderNotStated)
        }
        FieldType::Decimal { .. } | FieldType::Money { .. } if is_text && source.decimal_mark.is_none() => {
            Some(ProblemCode::DecimalMarkNotStated)
        }
        _ => None,
    };
    if let Some(code) = missing {
        problems.push(Problem::new(code, &bound.label, &field.name, ""));
    }
}

impl BoundColumn {
    /// The sign changes of this row, by the cells that the steps' conditions test.
    pub fn signs(&self, cell_text: impl Fn(usize) -> String) -> Vec<SignStep> {
        let step = |(step, column): (&Step, &usize)| match step {
            Step::Negate => Some(SignStep::Negate),
            Step::Absolute => Some(SignStep::Absolute),
            Step::NegateIf(condition) => condition.holds(&cell_text(*column)).then_some(SignStep::Negate),
            _ => None,
        };
        self.rule.steps.iter().zip(&self.step_columns).filter_map(step).collect()
    }
}
