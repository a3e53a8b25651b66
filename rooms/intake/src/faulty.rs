//! The file of errors: every row that is refused or only half understood, as it stands in the file that was brought, with
//! what is wrong beside it. Put right, it can be brought in the same way.

use std::io::Write;

use accord_kernel::{Fact, Outcome, Tongue};
use accord_store::Db;
use accord_tabular::{CsvStyle, Limits, OutCell, RawRow, SourceOptions, Table, TabularError, write_csv};

use crate::{id::ImportRunId, outcome::Fault, read::Origin, record, run::in_order};

/// Beginning of the columns that are added; a file that is brought again is known by it.
pub(crate) const ADDED: &str = "Accord: ";

/// Everything that is wrong in a run, a part at a time.
pub(crate) fn of_run(db: &Db, run: ImportRunId) -> impl Iterator<Item = Outcome<Vec<Fault>>> + '_ {
    let mut place = Some(-1);
    std::iter::from_fn(move || {
        let after = place?;
        match db.read(|tx| record::faults_after(tx, run, after)) {
            Ok(Some((at, faults))) => {
                place = Some(at);
                Some(Ok(faults))
            }
            Ok(None) => None,
            Err(refusal) => {
                place = None;
                Some(Err(refusal))
            }
        }
    })
}

/// What is wrong, matched with the rows as they come.
struct Waiting<I> {
    parts: I,
    /// Read and not yet reached, in order.
    ahead: std::collections::VecDeque<Fault>,
    /// Those of things whose rows are passing.
    open: Vec<Fault>,
    /// Those that no row was found for, for example of the file as a whole.
    lost: Vec<Fault>,
}

impl<I: Iterator<Item = Outcome<Vec<Fault>>>> Waiting<I> {
    fn new(parts: I) -> Self {
        Self { parts, ahead: std::collections::VecDeque::new(), open: Vec::new(), lost: Vec::new() }
    }

    fn first(fault: &Fault) -> u64 {
        in_order(fault).0
    }

    fn last(fault: &Fault) -> u64 {
        fault.refused.map_or(fault.row, |span| span.last)
    }

    /// What is wrong with a row or its thing.
    fn at(&mut self, row: u64) -> Outcome<&[Fault]> {
        self.open.retain(|fault| Self::last(fault) >= row);
        loop {
            if self.ahead.is_empty() {
                match self.parts.next().transpose()? {
                    None => break,
                    Some(faults) => self.ahead.extend(faults),
                }
            }
            match self.ahead.pop_front() {
                Some(fault) if Self::last(&fault) < row => self.lost.push(fault),
                Some(fault) if Self::first(&fault) <= row => self.open.push(fault),
                Some(fault) => {
                    self.ahead.push_front(fault);
                    break;
                }
                None => {}
            }
        }
        Ok(&self.open)
    }

    /// The next one that no row was found for, once all rows have passed.
    fn left(&mut self) -> Outcome<Option<Fault>> {
        if let Some(fault) = self.lost.pop() {
            return Ok(Some(fault));
        }
        if self.ahead.is_empty()
            && let Some(faults) = self.parts.next().transpose()?
        {
            self.ahead.extend(faults);
        }
        Ok(self.ahead.pop_front())
    }
}

/// One fault in words, with its column.
fn words(fault: &Fault) -> String {
    if fault.column.is_empty() { fault.text.clone() } else { format!("{}: {}", fault.column, fault.text) }
}

/// Writes the file of errors. Rows that the file no longer yields (it is damaged from somewhere on) stand at its end with
/// what is wrong alone.
///
/// # Errors
/// What the file, the parts or the writer refuse; the first of them.
pub(crate) fn write(
    origin: &Origin,
    options: &SourceOptions,
    tongue: &Tongue<'_>,
    parts: impl Iterator<Item = Outcome<Vec<Fault>>>,
    out: impl Write,
) -> Result<u64, Failed> {
    let file = origin.open().map_err(|error| Failed::File(TabularError::Io(error)))?;
    let mut table = Table::open(file, options, Limits::default()).map_err(Failed::File)?;
    let separator = table.format().separator.filter(char::is_ascii).unwrap_or(',');
    let added = ["import-errors-row", "import-errors-outcome", "import-errors-words"];
    let mut header: Vec<String> = table.header().to_vec();
    let width = header.len();
    header.extend(added.iter().map(|key| format!("{ADDED}{}", tongue.say(key))));
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut rows = Some(table.rows().map_err(Failed::File)?);
    let mut waiting = Waiting::new(parts);
    let mut failed = None;
    let lines = std::iter::from_fn(|| {
        loop {
            let line = match &mut rows {
                // What stops the file stands among its faults.
                Some(reading) => match reading.next_row().ok().flatten() {
                    Some(row) => faulty(row, width, &mut waiting, tongue),
                    None => {
                        rows = None;
                        continue;
                    }
                },
                None => match waiting.left() {
                    Ok(None) => return None,
                    Ok(Some(fault)) => Ok(Some(alone(&fault, width, tongue))),
                    Err(refusal) => Err(refusal),
                },
            };
            match line {
                Ok(None) => {}
                Ok(Some(line)) => return Some(line),
                Err(refusal) => {
                    failed = Some(refusal);
                    return None;
                }
            }
        }
    });
    let style = CsvStyle { separator, ..CsvStyle::default() };
    let written = write_csv(out, &names, lines, style).map_err(Failed::Writer)?;
    match failed {
        Some(refusal) => Err(Failed::Parts(refusal)),
        None => Ok(written),
    }
}

/// Why the file of errors is not whole.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The file that was brought.
    File(TabularError),
    /// What is wrong in it.
    Parts(accord_kernel::Refusal),
    /// The file of errors.
    Writer(TabularError),
}

fn faulty<I: Iterator<Item = Outcome<Vec<Fault>>>>(
    row: &RawRow,
    width: usize,
    waiting: &mut Waiting<I>,
    tongue: &Tongue<'_>,
) -> Outcome<Option<Vec<OutCell>>> {
    let faults = waiting.at(row.number)?;
    if faults.is_empty() {
        return Ok(None);
    }
    let own: Vec<String> = faults.iter().filter(|fault| fault.row == row.number).map(words).collect();
    let refused = faults.iter().any(|fault| fault.refused.is_some_and(|span| span.holds(row.number)));
    let text = match faults.first() {
        Some(first) if own.is_empty() => {
            tongue.say_with("import-errors-together", &[("row", Fact::Text(first.row.to_string()))])
        }
        _ => own.join(" · "),
    };
    let cell = |place: usize| row.cells.get(place).map_or_else(String::new, |cell| cell.to_text());
    let mut line: Vec<OutCell> =
        (0..width.max(row.cells.len())).map(|place| text_cell(cell(place))).collect();
    // A row that is wider than the header keeps its cells, behind those that are added.
    let beyond = line.split_off(width);
    line.extend(ending(row.number, refused, text, tongue));
    line.extend(beyond);
    Ok(Some(line))
}

fn alone(fault: &Fault, width: usize, tongue: &Tongue<'_>) -> Vec<OutCell> {
    let mut line = vec![OutCell::Empty; width];
    line.extend(ending(fault.row, true, words(fault), tongue));
    line
}

fn ending(row: u64, refused: bool, text: String, tongue: &Tongue<'_>) -> [OutCell; 3] {
    let outcome = if refused { "import-errors-refused" } else { "import-errors-brought" };
    let number =
        if row == 0 { OutCell::Empty } else { i64::try_from(row).map_or(OutCell::Empty, OutCell::Integer) };
    [number, OutCell::Text(tongue.say(outcome).into_owned()), OutCell::Text(text)]
}

fn text_cell(text: String) -> OutCell {
    if text.is_empty() { OutCell::Empty } else { OutCell::Text(text) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use accord_kernel::{Language, Words};

    use super::*;
    use crate::outcome::Span;

    fn fault(row: u64, span: Option<(u64, u64)>, text: &str) -> Fault {
        let refused = span.map(|(first, last)| Span { first, last });
        Fault { row, text: text.to_owned(), refused, ..Fault::default() }
    }

    fn written(csv: &str, parts: Vec<Vec<Fault>>) -> String {
        let words = Words::new(&[
            (Language::English, include_str!("../locales/en.ftl")),
            (Language::Portuguese, include_str!("../locales/pt-BR.ftl")),
        ])
        .unwrap();
        let origin = Origin::Bytes(Arc::from(csv.as_bytes()));
        let mut out = Vec::new();
        let tongue = words.tongue(Language::English, "UTC");
        write(&origin, &SourceOptions::default(), &tongue, parts.into_iter().map(Ok), &mut out).unwrap();
        String::from_utf8(out).unwrap().trim_start_matches('\u{feff}').replace("\r\n", "\n")
    }

    #[test]
    fn rows_stand_as_they_were_brought_with_what_is_wrong_and_nothing_is_lost() {
        let csv = "no;qty\n1;5\n2;=7\n2;8\n3;9\n4;x\n";
        let parts = vec![
            vec![fault(3, Some((3, 4)), "first"), fault(3, Some((3, 4)), "second")],
            vec![fault(6, None, "only said"), fault(99, Some((99, 99)), "gone")],
            vec![fault(2, Some((2, 2)), "late")],
        ];
        let text = written(csv, parts);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "no;qty;Accord: row;Accord: outcome;Accord: what is wrong");
        assert_eq!(lines[1], "2;'=7;3;refused;first · second", "a formula is made harmless");
        assert_eq!(lines[2], "2;8;4;refused;refused together with row 3");
        assert_eq!(lines[3], "4;x;6;brought with a remark;only said");
        assert_eq!(lines[4], ";;99;refused;gone");
        assert_eq!(lines[5], ";;2;refused;late");
        assert_eq!(lines.len(), 6);
    }

    #[test]
    fn a_file_that_ends_in_a_fault_gives_what_it_still_gives() {
        let csv = "no,name\n1,A\n2,B\n";
        let text = written(csv, vec![vec![fault(0, None, "cut off")]]);
        assert!(text.ends_with(",,,refused,cut off\n"), "{text}");
    }
}
