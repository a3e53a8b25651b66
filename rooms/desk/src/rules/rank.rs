//! In which order what was found is shown: what a person meant comes first. Pure.

use std::cmp::Reverse;

/// How near a thing is to what was typed; texts come without case, accents, blanks and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// It is called just so, or this is its number, its serial.
    Exact,
    /// What it is called, or its number, begins so.
    Begins,
    /// It has the words somewhere.
    Somewhere,
}

/// How near: `called` is what it is called, `marks` are the parts of what stands with it (numbers, towns).
pub fn nearness(asked: &str, called: &str, marks: &[String]) -> Nearness {
    if called == asked || marks.iter().any(|mark| mark == asked) {
        Nearness::Exact
    } else if called.starts_with(asked) || marks.iter().any(|mark| mark.starts_with(asked)) {
        Nearness::Begins
    } else {
        Nearness::Somewhere
    }
}

/// The place of a thing among what was found: nearer ones, then the reader's own, then by kind, then the latest.
pub fn place(nearness: Nearness, mine: bool, kind: usize, number: i64) -> impl Ord {
    (nearness, !mine, kind, Reverse(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_whole_comes_before_what_begins_so_and_that_before_the_rest() {
        let marks = |list: &[&str]| list.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>();
        assert_eq!(nearness("o20260042", "o20260042", &[]), Nearness::Exact);
        assert_eq!(nearness("k77", "mullersohne", &marks(&["bergen", "k77"])), Nearness::Exact);
        assert_eq!(nearness("muller", "mullersohne", &[]), Nearness::Begins);
        assert_eq!(nearness("berg", "mullersohne", &marks(&["bergen"])), Nearness::Begins);
        assert_eq!(nearness("sohne", "mullersohne", &marks(&["bergen"])), Nearness::Somewhere);
    }

    #[test]
    fn of_what_is_as_near_ones_own_then_the_kind_then_the_latest() {
        let near = Nearness::Begins;
        assert!(place(Nearness::Exact, false, 9, 1) < place(near, true, 0, 9));
        assert!(place(near, true, 5, 1) < place(near, false, 0, 9));
        assert!(place(near, true, 0, 1) < place(near, true, 5, 9));
        assert!(place(near, true, 0, 9) < place(near, true, 0, 1));
    }
}
