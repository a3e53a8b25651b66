//! Kinds of things that can be found, in the order in which they are shown, and who may find them.

use accord_kernel::Permission;

/// A kind of thing that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Word, as in search entries; the message is `found-<word with dashes>`.
    pub word: &'static str,
    /// Who may find it.
    pub permission: Permission,
}

const fn kind(word: &'static str, permission: Permission) -> Kind {
    Kind { word, permission }
}

/// Every kind. One that is not named here is found by nobody.
pub const KINDS: &[Kind] = &[
    kind("customer", Permission::CustomerRead),
    kind("opportunity", Permission::PipelineRead),
    kind("programme", Permission::PipelineRead),
    kind("quote", Permission::QuoteRead),
    kind("order", Permission::OrderRead),
    kind("service_contract", Permission::ContractRead),
    kind("service_case", Permission::CaseRead),
    kind("mail_message", Permission::CaseRead),
    kind("complaint", Permission::FeedbackRead),
    kind("visit", Permission::VisitRead),
    kind("installation", Permission::DeliveryRead),
    kind("training_course", Permission::DeliveryRead),
    kind("promise", Permission::PromiseRead),
    kind("clarification", Permission::PromiseRead),
    kind("contact", Permission::CustomerRead),
    kind("site", Permission::CustomerRead),
    kind("asset", Permission::AssetRead),
    kind("product", Permission::CatalogRead),
    kind("fact_sheet", Permission::CatalogRead),
    kind("price_list", Permission::QuoteRead),
    kind("service_plan", Permission::ValueRead),
    kind("part_place", Permission::VisitRead),
    kind("person", Permission::PeopleRead),
];

/// The kinds that may be looked through: all that the reader may find, or those of them that are asked for.
pub fn searched(may: impl Fn(Permission) -> bool, asked: &[String]) -> Vec<&'static str> {
    KINDS
        .iter()
        .filter(|kind| may(kind.permission))
        .map(|kind| kind.word)
        .filter(|word| asked.is_empty() || asked.iter().any(|wanted| wanted == word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_read_is_looked_through() {
        let may = |permission| permission != Permission::OrderRead;
        assert!(!searched(may, &[]).contains(&"order"));
        assert!(searched(may, &[]).contains(&"customer"));
        assert_eq!(searched(may, &["order".to_owned(), "contact".to_owned()]), ["contact"]);
        assert!(searched(|_| true, &["session".to_owned()]).is_empty());
    }
}
