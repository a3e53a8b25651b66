//! A board: columns side by side with cards in them; on the phone one column under the other. It needs no dragging: each
//! card is a link, and what moves it is a button on it.

use maud::{Markup, html};

use super::{Tone, href, mark::tag};

/// A card.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// What it is; the link.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Whose, in small letters above.
    pub over: String,
    /// A figure at the right, formatted.
    pub figure: String,
    /// What comes next, with the day.
    pub next: Option<Markup>,
    /// How it stands, when that needs saying.
    pub state: Option<(String, Tone)>,
    /// A button that moves it on; nothing when it cannot be moved.
    pub act: Option<Markup>,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct BoardColumn {
    /// Its name.
    pub title: String,
    /// How many stand in it, in words.
    pub count: String,
    /// What they come to, formatted.
    pub sums: Vec<String>,
    /// The cards.
    pub cards: Vec<Card>,
    /// Leads to those that are not shown.
    pub more: Option<super::Link>,
    /// What an empty column says.
    pub empty: String,
}

/// Shows the columns. `label` names the board for screen readers.
#[must_use]
pub fn board(label: &str, columns: &[BoardColumn]) -> Markup {
    html! {
        div.board role="group" aria-label=(label) tabindex="0" {
            @for column in columns {
                section.board-column {
                    header { h2 { (column.title) } span.aside { (column.count) } }
                    @if !column.sums.is_empty() { p.board-sums { (column.sums.join(" · ")) } }
                    @if column.cards.is_empty() { p.board-empty { (column.empty) } }
                    ul role="list" { @for one in &column.cards { li { (card(one)) } } }
                    @if let Some(more) = &column.more { p { a href=(href(&more.href)) { (more.label) } } }
                }
            }
        }
    }
}

fn card(one: &Card) -> Markup {
    let tone = one.state.as_ref().map_or(Tone::Plain, |(_, tone)| *tone);
    html! {
        article class={ "card " (tone.class()) } {
            p.over { span { (one.over) } @if !one.figure.is_empty() { strong { (one.figure) } } }
            h3 { a.stretched href=(href(&one.href)) { (one.title) } }
            @if let Some(next) = &one.next { p.next { (next) } }
            @if one.state.is_some() || one.act.is_some() {
                footer {
                    @if let Some((text, tone)) = &one.state { (tag(*tone, text)) }
                    @if let Some(act) = &one.act { (act) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_a_link_with_its_state_and_an_empty_column_says_so() {
        let one = Card {
            title: "Line <4>".to_owned(),
            href: "/opportunities/1".to_owned(),
            over: "Mills".to_owned(),
            state: Some(("no step".to_owned(), Tone::Bad)),
            ..Card::default()
        };
        let filled = BoardColumn { title: "Shown".to_owned(), cards: vec![one], ..BoardColumn::default() };
        let bare = BoardColumn {
            title: "Offered".to_owned(),
            empty: "Nothing here".to_owned(),
            ..BoardColumn::default()
        };
        let text = board("Pipeline", &[filled, bare]).into_string();
        assert!(text.contains("Line &lt;4&gt;") && text.contains("href=\"/opportunities/1\""));
        assert!(text.contains("card bad") && text.contains("no step") && text.contains("Nothing here"));
    }
}
