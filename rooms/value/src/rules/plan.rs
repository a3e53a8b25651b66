//! What a version of a plan lacks, and what makes it unsound (R13).

use std::collections::BTreeSet;

use crate::terms::{Card, Cards, Clause, NeedMet, PlanPrice};

/// What stands against publishing a version; the word of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The customer's card in English.
    CustomerEn,
    /// The customer's card in Portuguese.
    CustomerPt,
    /// The colleague's card in English.
    ColleagueEn,
    /// The colleague's card in Portuguese.
    ColleaguePt,
    /// A price.
    Price,
    /// A clause that says what is included.
    Inclusion,
}

impl Lack {
    /// Its message key.
    pub fn message(self) -> &'static str {
        match self {
            Self::CustomerEn => "plan-lack-customer-en",
            Self::CustomerPt => "plan-lack-customer-pt",
            Self::ColleagueEn => "plan-lack-colleague-en",
            Self::ColleaguePt => "plan-lack-colleague-pt",
            Self::Price => "plan-lack-price",
            Self::Inclusion => "plan-lack-inclusion",
        }
    }
}

fn written(card: Option<&Card>) -> bool {
    card.is_some_and(|card| !card.headline.trim().is_empty() && !card.body.trim().is_empty())
}

/// Everything that stands against publishing; empty when it may be published. Both cards in both languages are
/// required, whoever asks.
pub fn lacks(cards: &Cards, prices: &[PlanPrice], inclusions: &[Clause]) -> Vec<Lack> {
    let have = [
        (written(cards.customer_en.as_ref()), Lack::CustomerEn),
        (written(cards.customer_pt.as_ref()), Lack::CustomerPt),
        (written(cards.colleague_en.as_ref()), Lack::ColleagueEn),
        (written(cards.colleague_pt.as_ref()), Lack::ColleaguePt),
        (!prices.is_empty(), Lack::Price),
        (!inclusions.is_empty(), Lack::Inclusion),
    ];
    have.into_iter().filter(|(there, _)| !there).map(|(_, lack)| lack).collect()
}

/// The place of a clause whose code stands twice, in inclusions and exclusions together.
pub fn code_twice(inclusions: &[Clause], exclusions: &[Clause]) -> Option<String> {
    let mut seen = BTreeSet::new();
    inclusions
        .iter()
        .chain(exclusions)
        .find(|clause| !seen.insert(clause.code.as_str()))
        .map(|c| c.code.clone())
}

/// The place of a need whose clause is not included.
pub fn need_without_clause(needs: &[NeedMet], inclusions: &[Clause]) -> Option<usize> {
    needs.iter().position(|met| inclusions.iter().all(|clause| clause.code != met.clause))
}

/// The place of a price that is not above nothing, or the second for one product and currency.
pub fn price_fault(prices: &[PlanPrice]) -> Option<(usize, &'static str)> {
    prices.iter().enumerate().find_map(|(place, price)| {
        if price.price.minor <= 0 {
            return Some((place, "value.not_positive"));
        }
        let same = |other: &PlanPrice| {
            other.product == price.product && other.price.currency == price.price.currency
        };
        prices.iter().take(place).any(same).then_some((place, "plan.price_twice"))
    })
}

#[cfg(test)]
mod tests {
    use accord_kernel::{Currency, Money};

    use super::*;
    use crate::id::Need;

    fn card() -> Option<Card> {
        Some(Card { headline: "Running".into(), body: "We come.".into() })
    }
    fn clause(code: &str) -> Clause {
        Clause { code: code.into(), en: "Parts".into(), pt: "Peças".into() }
    }
    fn price(minor: i64, code: &str) -> PlanPrice {
        PlanPrice { product: None, price: Money::new(minor, Currency::parse(code).unwrap()) }
    }

    #[test]
    fn r13_each_missing_card_stands_against_publishing() {
        let full =
            Cards { customer_en: card(), customer_pt: card(), colleague_en: card(), colleague_pt: card() };
        let (prices, inclusions) = ([price(420_000, "EUR")], [clause("parts")]);
        assert!(lacks(&full, &prices, &inclusions).is_empty());
        let blank =
            Cards { colleague_pt: Some(Card { headline: "x".into(), body: "  ".into() }), ..full.clone() };
        assert_eq!(lacks(&blank, &prices, &inclusions), [Lack::ColleaguePt]);
        for (without, lack) in [
            (Cards { customer_en: None, ..full.clone() }, Lack::CustomerEn),
            (Cards { customer_pt: None, ..full.clone() }, Lack::CustomerPt),
            (Cards { colleague_en: None, ..full.clone() }, Lack::ColleagueEn),
        ] {
            assert_eq!(lacks(&without, &prices, &inclusions), [lack]);
        }
        assert_eq!(lacks(&full, &[], &[]), [Lack::Price, Lack::Inclusion]);
    }

    #[test]
    fn clauses_needs_and_prices_fit_each_other() {
        assert_eq!(code_twice(&[clause("a"), clause("b")], &[clause("b")]).as_deref(), Some("b"));
        assert_eq!(code_twice(&[clause("a")], &[clause("b")]), None);
        let met = |clause: &str| NeedMet { need: Need::Prevention, clause: clause.into() };
        assert_eq!(need_without_clause(&[met("a"), met("z")], &[clause("a")]), Some(1));
        assert_eq!(price_fault(&[price(0, "EUR")]), Some((0, "value.not_positive")));
        assert_eq!(
            price_fault(&[price(1, "EUR"), price(1, "USD"), price(2, "EUR")]),
            Some((2, "plan.price_twice"))
        );
        assert_eq!(price_fault(&[price(1, "EUR"), price(1, "USD")]), None);
    }
}
