//! How an opportunity ends, and as what it counts (R8).

use jiff::civil::Date;

use crate::{Kind, OpportunityState};

/// What is known of a customer's business before a win.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// The customer has won opportunities already, also of the same day.
    pub wins: bool,
    /// The customer had bought from us already, apart from the order that this win is: by orders, or by units of ours.
    pub bought: bool,
}

/// As what a win counts. A customer is net-new once only: whatever comes after the first, be it a minute later, is an
/// expansion.
pub fn counted_as(kind: Kind, before: Before) -> Kind {
    let first = !before.wins && !before.bought;
    match kind {
        Kind::NetNew if !first => Kind::Expansion,
        other => other,
    }
}

/// Whether we unseated somebody.
pub fn we_unseated(state: OpportunityState, kind: Kind, incumbent: &str) -> bool {
    let of_a_rival = kind == Kind::ReplacementRival || (kind == Kind::NetNew && !incumbent.trim().is_empty());
    state == OpportunityState::Won && of_a_rival
}

/// Whether somebody unseated us: what was ours went to a rival.
pub fn we_were_unseated(state: OpportunityState, kind: Kind, lost_to: &str) -> bool {
    let was_ours = matches!(kind, Kind::Renewal | Kind::ReplacementOwn);
    state == OpportunityState::Lost && was_ours && !lost_to.trim().is_empty()
}

/// Why an end is not taken as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndRefusal {
    /// It is won or lost already.
    NotOpen,
    /// It ends before it began, or in the future.
    Day,
    /// A loss without a day on which to ask again, or with one that is not after the loss.
    Recontact,
}

/// Whether an opportunity may end on a day; `recontact` is asked of a loss alone.
///
/// # Errors
/// What stands against it.
pub fn may_end(
    state: OpportunityState,
    opened_on: Date,
    closed_on: Date,
    today: Date,
    recontact: Option<Option<Date>>,
) -> Result<(), EndRefusal> {
    if state != OpportunityState::Open {
        return Err(EndRefusal::NotOpen);
    }
    if closed_on < opened_on || closed_on > today {
        return Err(EndRefusal::Day);
    }
    match recontact {
        Some(day) if day.is_none_or(|day| day <= closed_on) => Err(EndRefusal::Recontact),
        _ => Ok(()),
    }
}

/// The share of a maker's units still in use, as exact parts: so many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Units of rivals in use.
    pub rivals: i64,
    /// All units in use.
    pub all: i64,
}

/// Counts units in use: `true` stands for one of a rival's. What is retired is not given.
pub fn share(units: impl IntoIterator<Item = bool>) -> Share {
    units.into_iter().fold(Share::default(), |sum, rival| Share {
        rivals: sum.rivals + i64::from(rival),
        all: sum.all + 1,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn r08_a_customer_is_net_new_once_even_if_two_orders_close_the_same_day() {
        let first = Before::default();
        let after_a_win = Before { wins: true, bought: false };
        let after_buying = Before { wins: false, bought: true };
        assert_eq!(counted_as(Kind::NetNew, first), Kind::NetNew);
        assert_eq!(counted_as(Kind::NetNew, after_a_win), Kind::Expansion);
        assert_eq!(counted_as(Kind::NetNew, after_buying), Kind::Expansion);
        assert_eq!(counted_as(Kind::Renewal, first), Kind::Renewal);
        assert_eq!(counted_as(Kind::ReplacementRival, after_a_win), Kind::ReplacementRival);
    }

    #[test]
    fn r08_unseating_goes_both_ways() {
        use OpportunityState::{Lost, Open, Won};
        assert!(we_unseated(Won, Kind::ReplacementRival, ""));
        assert!(we_unseated(Won, Kind::NetNew, "Kessler"));
        assert!(!we_unseated(Won, Kind::NetNew, " "));
        assert!(!we_unseated(Open, Kind::ReplacementRival, "Kessler"));
        assert!(we_were_unseated(Lost, Kind::Renewal, "Kessler"));
        assert!(we_were_unseated(Lost, Kind::ReplacementOwn, "Kessler"));
        assert!(!we_were_unseated(Lost, Kind::ReplacementOwn, ""), "they do without");
        assert!(!we_were_unseated(Lost, Kind::NetNew, "Kessler"), "it was never ours");
        assert!(!we_were_unseated(Won, Kind::Renewal, "Kessler"));
    }

    #[test]
    fn r07_a_loss_needs_a_day_to_ask_again() {
        use OpportunityState::{Open, Won};
        let (opened, today) = (date(2031, 3, 4), date(2031, 9, 1));
        let end = |state, on, recontact| may_end(state, opened, on, today, recontact);
        assert_eq!(end(Open, today, None), Ok(()));
        assert_eq!(end(Open, today, Some(None)), Err(EndRefusal::Recontact));
        assert_eq!(end(Open, today, Some(Some(today))), Err(EndRefusal::Recontact));
        assert_eq!(end(Open, today, Some(Some(date(2032, 1, 5)))), Ok(()));
        assert_eq!(end(Won, today, None), Err(EndRefusal::NotOpen));
        assert_eq!(end(Open, date(2031, 3, 3), None), Err(EndRefusal::Day));
        assert_eq!(end(Open, date(2031, 9, 2), None), Err(EndRefusal::Day));
    }

    #[test]
    fn r08_the_share_of_a_rival_falls_with_each_unit_that_is_retired() {
        let mut units = vec![true; 5];
        units.push(false);
        assert_eq!(share(units.iter().copied()), Share { rivals: 5, all: 6 });
        units.remove(0);
        assert_eq!(share(units.iter().copied()), Share { rivals: 4, all: 5 });
        assert_eq!(share([]), Share::default());
    }
}
