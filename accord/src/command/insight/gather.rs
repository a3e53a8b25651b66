//! Reads histories from tables: which unit stopped when, and until when it was watched.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

use accord_insight::System;
use accord_tabular::{Limits, RawCell, RawRow, SourceOptions, Table};
use anyhow::{Context, anyhow, bail};
use jiff::civil::{Date, DateTime};

use super::Insight;

/// The group of units that belong to none.
pub(super) const ALL: &str = "all";

/// Units by group, then by name.
pub(super) type Fleet = BTreeMap<String, BTreeMap<String, System>>;

/// One unit as the rows speak of it.
#[derive(Debug, Default)]
struct Unit {
    group: Option<String>,
    events: Vec<f64>,
    end: Option<f64>,
}

pub(super) fn gather(wanted: &Insight) -> anyhow::Result<Fleet> {
    let mut units = BTreeMap::new();
    if let Some(file) = &wanted.units {
        list(wanted, file, &mut units)?;
    }
    for file in &wanted.files {
        histories(wanted, file, &mut units)?;
    }
    let window = window(wanted)?;
    let mut fleet = Fleet::new();
    for (name, unit) in units {
        let end = window.or(unit.end).with_context(|| {
            format!("unit {name} has no end of observation; see --status and --end, or --from and --until")
        })?;
        let system = System::new(end, unit.events).map_err(|error| anyhow!("unit {name}: {error}"))?;
        let group = unit.group.unwrap_or_else(|| ALL.to_owned());
        fleet.entry(group).or_default().insert(name, system);
    }
    Ok(fleet)
}

/// Days of the window in which all units were watched.
fn window(wanted: &Insight) -> anyhow::Result<Option<f64>> {
    match (wanted.from, wanted.until) {
        (Some(from), Some(until)) if until > from => Ok(Some(days(from, until.into())?)),
        (Some(_), _) => bail!("--until must be after --from"),
        (None, _) => Ok(None),
    }
}

/// Days from the beginning of a date.
pub(super) fn days(from: Date, to: DateTime) -> anyhow::Result<f64> {
    Ok(to.duration_since(DateTime::from(from)).as_secs_f64() / 86_400.0)
}

fn list(wanted: &Insight, file: &Path, units: &mut BTreeMap<String, Unit>) -> anyhow::Result<()> {
    let mut reader = Reader::open(file)?;
    let unit = reader.column(&wanted.unit)?;
    let group = wanted.group.as_deref().map(|name| reader.column(name)).transpose()?;
    reader.each(|row| {
        let name = row.text(unit);
        let group = group.map(|group| row.text(group));
        if units.insert(name.clone(), Unit { group, ..Unit::default() }).is_some() {
            bail!("{}: unit {name} is listed twice", row.place());
        }
        Ok(())
    })
}

fn histories(wanted: &Insight, file: &Path, units: &mut BTreeMap<String, Unit>) -> anyhow::Result<()> {
    let mut reader = Reader::open(file)?;
    let (unit, time) = (reader.column(&wanted.unit)?, reader.column(&wanted.time)?);
    let status = wanted.status.as_deref().map(|name| reader.column(name)).transpose()?;
    // The list of units, where there is one, says which group a unit is of.
    let group = match (&wanted.group, &wanted.units) {
        (Some(name), None) => Some(reader.column(name)?),
        _ => None,
    };
    reader.each(|row| {
        let said = status.map(|column| row.text(column));
        let among =
            |values: &[String]| said.as_ref().is_some_and(|said| values.iter().any(|v| same(v, said)));
        let (is_event, is_end) = (status.is_none() || among(&wanted.event), among(&wanted.end));
        if !is_event && !is_end {
            return Ok(());
        }
        let name = row.text(unit);
        if wanted.units.is_some() && !units.contains_key(&name) {
            bail!("{}: unit {name} is not in the list of units", row.place());
        }
        let at = row.time(time, wanted.from)?;
        let known = units.entry(name.clone()).or_default();
        if let Some(group) = group {
            let group = row.text(group);
            if known.group.as_ref().is_some_and(|known| *known != group) {
                bail!("{}: unit {name} is in two groups", row.place());
            }
            known.group = Some(group);
        }
        if is_event {
            known.events.push(at);
        } else {
            known.end = Some(known.end.map_or(at, |end: f64| end.max(at)));
        }
        Ok(())
    })
}

/// Equal as text, or as numbers: some files write a status as `1.0`.
fn same(wanted: &str, said: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    wanted.eq_ignore_ascii_case(said) || number(wanted).is_some_and(|value| number(said) == Some(value))
}

/// A table with its name, for messages.
struct Reader {
    file: PathBuf,
    table: Table<File>,
}

struct Row<'a> {
    file: &'a Path,
    raw: &'a RawRow,
}

impl Reader {
    fn open(file: &Path) -> anyhow::Result<Self> {
        let name = || format!("{} cannot be read", file.display());
        let opened = File::open(file).with_context(name)?;
        let table = Table::open(opened, &SourceOptions::default(), Limits::default()).with_context(name)?;
        Ok(Self { file: file.to_owned(), table })
    }

    fn column(&self, name: &str) -> anyhow::Result<usize> {
        let header = self.table.header();
        header.iter().position(|title| title == name).with_context(|| {
            format!("{} has no column {name}; it has {}", self.file.display(), header.join(", "))
        })
    }

    /// Hands every row to `take`, in order.
    fn each(&mut self, mut take: impl FnMut(&Row<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let name = || format!("{} cannot be read", self.file.display());
        let mut rows = self.table.rows().with_context(name)?;
        while let Some(raw) = rows.next_row().with_context(name)? {
            take(&Row { file: &self.file, raw })?;
        }
        Ok(())
    }
}

impl Row<'_> {
    fn place(&self) -> String {
        format!("{}, row {}", self.file.display(), self.raw.number)
    }

    fn text(&self, column: usize) -> String {
        self.raw.cells.get(column).map(RawCell::to_text).unwrap_or_default().trim().to_owned()
    }

    /// A time as a number or, where everything is counted from a date, as the days since then.
    fn time(&self, column: usize, from: Option<Date>) -> anyhow::Result<f64> {
        let text = self.text(column);
        let Some(from) = from else {
            return text.parse().map_err(|_| anyhow!("{}: `{text}` is no number", self.place()));
        };
        let moment = text
            .parse::<DateTime>()
            .or_else(|_| text.parse::<Date>().map(DateTime::from))
            .map_err(|_| anyhow!("{}: `{text}` is no date (year-month-day)", self.place()))?;
        days(from, moment)
    }
}
