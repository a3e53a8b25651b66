//! Lists of rows: sortable by links, with a head that stays in sight; on the phone each row becomes a card. Bulk
//! acts send the ticked rows; what is counted and undone is the server's part.

use maud::{Markup, html};

use super::{
    Hidden, Link, Room, Tone, hidden_inputs, href,
    icon::{Icon, icon},
    slug,
};

/// Where a column's content stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Words.
    #[default]
    Start,
    /// Figures.
    End,
    /// Signs.
    Center,
}

/// How the list is sorted by a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Not by this one.
    #[default]
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its heading; on a card it stands before the value.
    pub label: String,
    /// Where its content stands.
    pub align: Align,
    /// Address of the list sorted by it; `None` where it cannot be sorted.
    pub sort: Option<String>,
    /// Whether the list is sorted by it now.
    pub order: Order,
    /// Left out on cards.
    pub wide_only: bool,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of figures.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: Align::End, ..Self::default() }
    }

    /// The same column, sortable through `link`.
    #[must_use]
    pub fn sorted(self, link: impl Into<String>, order: Order) -> Self {
        Self { sort: Some(link.into()), order, ..self }
    }
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// One content a column.
    pub cells: Vec<Markup>,
    /// Where the row leads; the first cell becomes the link.
    pub href: Option<String>,
    /// Tint of the whole row.
    pub tone: Tone,
    /// Value sent when the row is ticked for a bulk act.
    pub pick: Option<String>,
    /// What screen readers hear for its box.
    pub pick_label: String,
    /// It is the one that is shown beside the list.
    pub current: bool,
}

impl Row {
    /// A row of `cells` that leads to `href`.
    pub fn to(href: impl Into<String>, cells: Vec<Markup>) -> Self {
        Self { cells, href: Some(href.into()), ..Self::default() }
    }
}

/// What can be done with the ticked rows. They are sent with the form of the bar; the rows stand outside of it, since a
/// row may hold a form of its own.
#[derive(Clone, Debug, Default)]
pub struct Bulk {
    /// Id of the bar's form, once on a page.
    pub id: String,
    /// Where it is sent.
    pub action: String,
    /// What is sent besides.
    pub hidden: Vec<Hidden>,
    /// Name of the field that carries each ticked row.
    pub name: String,
    /// What screen readers hear for the box that ticks all.
    pub all_label: String,
    /// Words after the number of ticked rows ("selected").
    pub selected_label: String,
    /// Name of the box that takes all that the filter finds, and its words; `None` where all of it stands here.
    pub everything: Option<(String, String)>,
    /// Name of the field that says which act.
    pub act_name: String,
    /// The acts: value and words.
    pub acts: Vec<(String, String)>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the table lists; heard, not seen.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Shown where there is no row.
    pub empty: Option<Markup>,
    /// Acts on many rows.
    pub bulk: Option<Bulk>,
    /// No frame of its own, for a table inside a panel.
    pub bare: bool,
    /// Stays a table on the phone, where few narrow columns read better so than as cards.
    pub keep: bool,
    /// A last row, such as a sum.
    pub foot: Option<Vec<Markup>>,
}

/// Shows a [`Table`]; without rows, what it says instead.
#[must_use]
pub fn table(list: &Table) -> Markup {
    if let (true, Some(empty)) = (list.rows.is_empty(), &list.empty) {
        return empty.clone();
    }
    match &list.bulk {
        None => framed(list),
        Some(bulk) => html! {
            div.bulk data-bulk {
                (framed(list))
                form.bulk-bar id=(slug(&bulk.id)) method="post" action=(href(&bulk.action)) {
                    (hidden_inputs(&bulk.hidden))
                    output aria-live="polite" { span data-bulk-count {} " " (bulk.selected_label) }
                    @if let Some((name, words)) = &bulk.everything {
                        label.check { input type="checkbox" name=(name) value="true"; " " (words) }
                    }
                    @for (value, words) in &bulk.acts {
                        button.button name=(bulk.act_name) value=(value) { (words) }
                    }
                }
            }
        },
    }
}

fn framed(list: &Table) -> Markup {
    html! {
        (Room(512 + list.rows.len() * list.columns.len() * 160))
        div.table.keep[list.keep].cards[!list.keep].bare[list.bare] role=[list.keep.then_some("region")] tabindex=[list.keep.then_some("0")] aria-label=[list.keep.then_some(&list.caption)] {
            table role="table" {
                caption.unseen { (list.caption) }
                thead role="rowgroup" { tr role="row" {
                    @if let Some(bulk) = &list.bulk {
                        th.pick role="columnheader" scope="col" { input type="checkbox" data-bulk-all aria-label=(bulk.all_label); }
                    }
                    @for column in &list.columns { (heading(column)) }
                } }
                tbody role="rowgroup" { @for row in &list.rows { (body_row(list, row)) } }
                @if let Some(cells) = &list.foot {
                    tfoot role="rowgroup" { tr role="row" {
                        @if list.bulk.is_some() { td role="cell" {} }
                        @for (place, content) in cells.iter().enumerate() { (cell(list, place, content, None)) }
                    } }
                }
            }
        }
    }
}

fn heading(column: &Column) -> Markup {
    let sort = match column.order {
        Order::None => None,
        Order::Ascending => Some("ascending"),
        Order::Descending => Some("descending"),
    };
    if column.label.is_empty() {
        // Nothing to say over a column of buttons; an empty header would be read as one.
        return html! { td class=[align(column.align)] {} };
    }
    html! {
        th role="columnheader" scope="col" class=[align(column.align)] aria-sort=[sort] {
            @match &column.sort {
                None => (column.label),
                Some(to) => a href=(href(to)) {
                    (column.label)
                    @match column.order {
                        Order::None => {},
                        Order::Ascending => (icon(Icon::SortUp)),
                        Order::Descending => (icon(Icon::SortDown)),
                    }
                },
            }
        }
    }
}

fn body_row(list: &Table, row: &Row) -> Markup {
    let tone = (row.tone != Tone::Plain).then(|| row.tone.class());
    html! {
        tr role="row" class=[tone] {
            @if let Some(bulk) = &list.bulk {
                td.pick role="cell" {
                    @if let Some(value) = &row.pick {
                        input type="checkbox" name=(bulk.name) value=(value) form=(slug(&bulk.id)) aria-label=(row.pick_label);
                    }
                }
            }
            @for (place, content) in row.cells.iter().enumerate() {
                (cell(list, place, content, row.href.as_deref().filter(|_| place == 0).map(|to| (to, row.current))))
            }
        }
    }
}

fn cell(list: &Table, place: usize, content: &Markup, link: Option<(&str, bool)>) -> Markup {
    let column = list.columns.get(place);
    let class = column.map(|column| (align(column.align), column.wide_only));
    html! {
        td role="cell" class=[class.and_then(|(side, _)| side)] data-label=[column.map(|column| &column.label).filter(|_| place > 0)]
            data-wide[class.is_some_and(|(_, wide)| wide)] {
            @match link {
                Some((to, current)) => a.stretched href=(href(to)) aria-current=[current.then_some("true")] { (content) },
                None => (content),
            }
        }
    }
}

const fn align(side: Align) -> Option<&'static str> {
    match side {
        Align::Start => None,
        Align::End => Some("end"),
        Align::Center => Some("center"),
    }
}

/// Links to the neighbouring pages of a list that is walked by cursor.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    /// Name of the links for screen readers.
    pub label: String,
    /// How much there is, in words ("1–80 of 1,000+").
    pub shown: String,
    /// Asks for the exact count.
    pub exact: Option<Link>,
    /// The page before.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
}

/// Shows a [`Pagination`].
#[must_use]
pub fn pagination(pages: &Pagination) -> Markup {
    // An empty list has said so already; a lonely figure under it only puzzles.
    let turns = pages.exact.is_some() || pages.previous.is_some() || pages.next.is_some();
    if !turns && matches!(pages.shown.trim(), "" | "0") {
        return html! {};
    }
    html! {
        // A group, not a landmark: tabs over the same list may have the same name.
        div.pages role="group" aria-label=(pages.label) {
            span { (pages.shown) @if let Some(exact) = &pages.exact { " " a href=(href(&exact.href)) { (exact.label) } } }
            @if let Some(link) = &pages.previous {
                a.button.quiet rel="prev" href=(href(&link.href)) { (icon(Icon::Back)) (link.label) }
            }
            @if let Some(link) = &pages.next {
                a.button.quiet rel="next" href=(href(&link.href)) { (link.label) (icon(Icon::Next)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: Vec<Row>) -> Table {
        let columns =
            vec![Column::text("Name").sorted("?sort=-name", Order::Ascending), Column::number("Sum")];
        Table {
            caption: "Things".into(),
            columns,
            rows,
            empty: Some(html! { "nothing yet" }),
            ..Table::default()
        }
    }

    #[test]
    fn an_empty_list_says_what_to_do_instead_of_showing_a_head() {
        assert_eq!(table(&list(vec![])).into_string(), "nothing yet");
    }

    #[test]
    fn an_empty_list_counts_nothing_but_keeps_its_way_back() {
        let none = Pagination { shown: "0".into(), ..Pagination::default() };
        assert_eq!(pagination(&none).into_string(), "");
        let back = Pagination { previous: Some(Link::new("First page", "/things")), ..none };
        assert!(pagination(&back).into_string().contains("First page"));
        let some = Pagination { shown: "10".into(), ..Pagination::default() };
        assert!(pagination(&some).into_string().contains("10"));
    }

    #[test]
    fn each_cell_knows_its_column_for_the_phone_and_the_first_is_the_link() {
        let page = table(&list(vec![Row::to("/things/1", vec![html! { "A" }, html! { "7" }])])).into_string();
        assert!(page.contains(r#"<a class="stretched" href="/things/1">A</a>"#));
        assert!(page.contains(r#"class="end" data-label="Sum">7</td>"#));
        assert!(page.contains(r#"aria-sort="ascending"><a href="?sort=-name">"#));
    }

    #[test]
    fn ticked_rows_are_sent_with_the_bar_and_rows_keep_forms_of_their_own() {
        let bulk = Bulk {
            id: "many".into(),
            name: "ids".into(),
            action: "/do/many".into(),
            act_name: "bulk".into(),
            everything: Some(("all".into(), "All 71".into())),
            acts: vec![("a.b".into(), "Give to".into())],
            ..Bulk::default()
        };
        let own = html! { form method="post" action="/do/one" {} };
        let row = Row { pick: Some("7".into()), cells: vec![own], ..Row::default() };
        let page = table(&Table { bulk: Some(bulk), ..list(vec![row]) }).into_string();
        assert!(page.contains(r#"name="ids" value="7" form="many""#), "{page}");
        assert!(
            page.contains(r#"<button class="button" name="bulk" value="a.b">Give to</button>"#),
            "{page}"
        );
        let (own, bar) = (page.find("/do/one").unwrap(), page.find(r#"id="many""#).unwrap());
        assert!(page[own..bar].contains("</form>"), "no form stands within another: {page}");
    }

    #[test]
    fn a_row_with_more_cells_than_columns_still_shows() {
        let row = Row { cells: vec![html! { "a" }, html! { "b" }, html! { "extra" }], ..Row::default() };
        assert!(table(&list(vec![row])).into_string().contains("extra"));
    }
}
