//! Who may give which discount.

use rust_decimal::Decimal;

accord_kernel::word_enum! {
    /// By which authority a discount is given, the smallest first.
    pub enum Authority as "discount-authority" {
        /// Whoever writes quotes.
        Writer = "writer",
        /// Whoever answers for prices in sales.
        Head = "head",
        /// Whoever answers for the company.
        Company = "company",
    }
}

/// The largest discount of each authority, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of whoever writes quotes.
    pub writer: Decimal,
    /// Of whoever answers for prices in sales.
    pub head: Decimal,
    /// Of whoever answers for the company.
    pub company: Decimal,
}

impl Limits {
    /// The largest discount of an authority; a higher one never has less than a lower.
    pub fn of(self, authority: Authority) -> Decimal {
        match authority {
            Authority::Writer => self.writer,
            Authority::Head => self.head.max(self.writer),
            Authority::Company => self.company.max(self.head).max(self.writer),
        }
    }
    /// The smallest authority that suffices; nobody's when the discount is beyond all.
    pub fn needed(self, percent: Decimal) -> Option<Authority> {
        Authority::ALL.iter().copied().find(|authority| percent <= self.of(*authority))
    }
}

/// Why a discount is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// The most that the one who asks may give.
    pub own: Decimal,
    /// Whose authority suffices; nobody's when none does.
    pub needs: Option<Authority>,
}

/// Whether somebody of an authority may give a discount.
///
/// # Errors
/// What they may give, and who may give more.
pub fn may_give(percent: Decimal, own: Authority, limits: Limits) -> Result<(), Beyond> {
    if percent <= limits.of(own) {
        return Ok(());
    }
    Err(Beyond { own: limits.of(own), needs: limits.needed(percent) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits { writer: Decimal::from(3), head: Decimal::from(12), company: Decimal::from(25) }
    }

    #[test]
    fn each_authority_has_its_limit_and_the_refusal_names_who_may() {
        assert_eq!(may_give(Decimal::from(3), Authority::Writer, limits()), Ok(()));
        let beyond = may_give(Decimal::new(301, 2), Authority::Writer, limits()).unwrap_err();
        assert_eq!(beyond, Beyond { own: Decimal::from(3), needs: Some(Authority::Head) });
        assert_eq!(may_give(Decimal::from(12), Authority::Head, limits()), Ok(()));
        let beyond = may_give(Decimal::from(13), Authority::Writer, limits()).unwrap_err();
        assert_eq!(beyond.needs, Some(Authority::Company));
        let nobody = may_give(Decimal::from(26), Authority::Company, limits()).unwrap_err();
        assert_eq!(nobody, Beyond { own: Decimal::from(25), needs: None });
    }

    #[test]
    fn a_higher_authority_never_has_less() {
        let odd = Limits { writer: Decimal::from(10), head: Decimal::from(5), company: Decimal::ZERO };
        assert_eq!(odd.of(Authority::Head), Decimal::from(10));
        assert_eq!(odd.needed(Decimal::from(10)), Some(Authority::Writer));
    }
}
