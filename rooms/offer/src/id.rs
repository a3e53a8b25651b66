//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a price list.
    PriceListId = "price_list"
}
accord_kernel::id_type! {
    /// Id of a price in a list.
    PriceEntryId = "price_entry"
}
accord_kernel::id_type! {
    /// Id of the fact sheet of a product's version.
    FactSheetId = "fact_sheet"
}
accord_kernel::id_type! {
    /// Id of a statement of a fact sheet.
    CapabilityId = "capability"
}
accord_kernel::id_type! {
    /// Id of a quote.
    QuoteId = "quote"
}
accord_kernel::id_type! {
    /// Id of a version of a quote.
    QuoteVersionId = "quote_version"
}
accord_kernel::id_type! {
    /// Id of a line of a version of a quote.
    QuoteLineId = "quote_line"
}
accord_kernel::id_type! {
    /// Id of what a quote's line says of its product.
    QuoteStatementId = "quote_statement"
}
accord_kernel::id_type! {
    /// Id of a claim in a version of a quote.
    QuoteClaimId = "quote_claim"
}
accord_kernel::id_type! {
    /// Id of the acceptance of a quote.
    AcceptanceId = "quote_acceptance"
}
accord_kernel::id_type! {
    /// Id of a case of "not what I was sold".
    OversellId = "oversell_case"
}

accord_kernel::word_enum! {
    /// How a quote as a whole stands.
    pub enum QuoteState as "quote-state" {
        /// The customer has nothing yet.
        Draft = "draft",
        /// The customer has it.
        Sent = "sent",
        /// The customer said yes.
        Accepted = "accepted",
        /// The customer said no.
        Declined = "declined",
        /// Its last day passed without an answer.
        Expired = "expired",
        /// We took it back.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// How a version of a quote stands.
    pub enum VersionState as "quote-version-state" {
        /// Being written.
        Draft = "draft",
        /// The customer has it.
        Sent = "sent",
        /// A newer one took its place.
        Superseded = "superseded",
        /// The customer said yes to it.
        Accepted = "accepted",
        /// The customer said no to it.
        Declined = "declined",
        /// Its last day passed without an answer.
        Expired = "expired",
        /// We took it back.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// What a line of a quote is.
    pub enum QuoteLineKind as "quote-line-kind" {
        /// A product.
        Equipment = "equipment",
        /// A service plan for a machine of the same quote, or for one that the customer has.
        Plan = "plan",
        /// Work at a price of its own.
        Service = "service",
        /// Freight, packing: goes with what it carries.
        Charge = "charge",
    }
}

accord_kernel::word_enum! {
    /// What of the customer's a line is tied to (R21).
    pub enum TieKind as "quote-tie-kind" {
        /// The recorded reasons and values of the customer.
        Profile = "profile",
        /// A programme of replacing machines.
        Programme = "programme",
    }
}

accord_kernel::word_enum! {
    /// Why a machine is quoted without a plan (R15).
    pub enum NoPlanReason as "quote-no-plan" {
        /// No plan is worth its price to this customer.
        ValueTooLow = "value_too_low",
        /// The customer has service of their own.
        OwnService = "own_service",
        /// The customer said no before the quote.
        Refused = "refused",
        /// Something else, in words.
        Other = "other",
    }
}

accord_kernel::word_enum! {
    /// How an acceptance reached us.
    pub enum AcceptWay as "quote-accept-way" {
        /// On the customer's own page.
        Portal = "portal",
        /// Signed on paper.
        Paper = "paper",
        /// By the amendment of a purchase order.
        Amendment = "amendment",
    }
}

accord_kernel::word_enum! {
    /// How a call about a quote ended.
    pub enum CallOutcome as "quote-call-outcome" {
        /// The customer agrees.
        Agreed = "agreed",
        /// The customer thinks it over.
        Thinking = "thinking",
        /// The customer said no.
        Refused = "refused",
        /// Nobody answered.
        NotReached = "not_reached",
    }
}

accord_kernel::word_enum! {
    /// How a case of "not what I was sold" stands.
    pub enum OversellState as "oversell-state" {
        /// Nobody has answered it.
        Open = "open",
        /// It is settled.
        Settled = "settled",
    }
}

accord_kernel::word_enum! {
    /// What was found of a case of "not what I was sold".
    pub enum OversellFinding as "oversell-finding" {
        /// We had said more than was true.
        Upheld = "upheld",
        /// What was sold is what was said.
        NotUpheld = "not_upheld",
        /// We had not said clearly what it does not do.
        Unclear = "unclear",
    }
}
