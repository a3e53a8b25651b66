//! Which columns somebody wants of the rows that events wrote, and where they stand in the text of a row.

use memchr::memmem::Finder;

use crate::Table;

/// Columns that are wanted of rows of any table.
pub(crate) struct Wanted<'w> {
    columns: &'w [&'w str],
    finders: Vec<Finder<'static>>,
    tables: &'w [&'static Table],
    met: Vec<Met>,
}

/// What is wanted of one table.
struct Met {
    table: &'static Table,
    /// Those that stand under a person's key.
    personal: Vec<&'static str>,
    /// Places of the others among all that are wanted.
    open: Vec<usize>,
}

impl<'w> Wanted<'w> {
    /// These columns; of the tables named, those that are personal too.
    pub(crate) fn new(columns: &'w [&'w str], tables: &'w [&'static Table]) -> Self {
        let finder = |name: &&str| Finder::new(&format!("\"{name}\":")).into_owned();
        Self { columns, finders: columns.iter().map(finder).collect(), tables, met: Vec::new() }
    }

    /// The names.
    pub(crate) fn names(&self) -> &'w [&'w str] {
        self.columns
    }

    fn of(&self, table: &str) -> Option<&Met> {
        self.met.iter().find(|met| met.table.name == table)
    }

    /// Learns what is wanted of a table before it is asked for.
    pub(crate) fn meet(&mut self, name: &str) {
        if self.of(name).is_some() {
            return;
        }
        let Some(table) = self.tables.iter().copied().find(|table| table.name == name) else { return };
        let wanted = |field: &&crate::Field| self.columns.contains(&field.name);
        let personal = table.fields.iter().filter(wanted).filter(|field| field.personal);
        let personal = personal.map(|field| field.name).collect();
        let has = |column: &&str| table.fields.iter().any(|field| field.name == *column);
        let open = self.columns.iter().enumerate().filter(|(_, column)| has(column));
        let open = open.map(|(place, _)| place).collect();
        self.met.push(Met { table, personal, open });
    }

    /// The columns of a table that are wanted and stand under a person's key, with the table; none of a table that nobody
    /// named, or has none.
    pub(crate) fn personal_of(&self, table: &str) -> Option<(&'static Table, &[&'static str])> {
        let met = self.of(table)?;
        (!met.personal.is_empty()).then_some((met.table, met.personal.as_slice()))
    }

    /// Where the wanted columns stand in the text of a row, between its braces: each one's name, and what begins with its
    /// value. `"name":` stands nowhere but in front of a value: inside a text, quotes are escaped.
    pub(crate) fn places<'b>(
        &self,
        table: &str,
        shape: i64,
        row: &'b str,
    ) -> impl Iterator<Item = (&'w str, &'b str)> {
        // Of a row that was written before its table was changed, nobody says which columns it has.
        let met = self.of(table).filter(|met| met.table.shape == shape);
        let all = met.is_none().then_some(0..self.columns.len()).into_iter().flatten();
        let some = met.into_iter().flat_map(|met| met.open.iter().copied());
        all.chain(some).filter_map(move |place| {
            let (name, finder) = (self.columns.get(place)?, self.finders.get(place)?);
            let found = finder.find(row.as_bytes())?;
            Some((*name, row.get(found + finder.needle().len()..)?))
        })
    }
}
