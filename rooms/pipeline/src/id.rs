//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of an opportunity.
    OpportunityId = "opportunity"
}
accord_kernel::id_type! {
    /// Id of a stage of the house.
    StageId = "opportunity_stage"
}
accord_kernel::id_type! {
    /// Id of a next step.
    StepId = "opportunity_step"
}
accord_kernel::id_type! {
    /// Id of a meeting with somebody at the customer.
    MetId = "opportunity_contact"
}
accord_kernel::id_type! {
    /// Id of a seller as another system named them.
    SellerId = "seller"
}
accord_kernel::id_type! {
    /// Id of a demonstration.
    DemoId = "demonstration"
}
accord_kernel::id_type! {
    /// Id of a contribution.
    ContributionId = "contribution"
}

accord_kernel::id_type! {
    /// Id of a replacement programme.
    ProgrammeId = "programme"
}
accord_kernel::id_type! {
    /// Id of an old unit's place in a programme.
    ProgrammeUnitId = "programme_unit"
}
accord_kernel::id_type! {
    /// Id of a success criterion of a trial.
    CriterionId = "programme_criterion"
}
accord_kernel::id_type! {
    /// An order, which a room above knows; here no more than its id.
    OrderRef = "order"
}

accord_kernel::word_enum! {
    /// What an opportunity is to the customer and to us (R8).
    pub enum Kind as "opportunity-kind" {
        /// The customer buys from us for the first time.
        NetNew = "net_new",
        /// The customer adds to what they have from us.
        Expansion = "expansion",
        /// Something that runs out is agreed anew.
        Renewal = "renewal",
        /// Something of ours is replaced.
        ReplacementOwn = "replacement_own",
        /// Something of a rival's is replaced.
        ReplacementRival = "replacement_rival",
    }
}

accord_kernel::word_enum! {
    /// How an opportunity stands.
    pub enum OpportunityState as "opportunity-state" {
        /// Pursued.
        Open = "open",
        /// The customer chose us.
        Won = "won",
        /// The customer did not.
        Lost = "lost",
    }
}

accord_kernel::word_enum! {
    /// What decided an opportunity (R8).
    pub enum EndReason as "opportunity-reason" {
        /// What it costs.
        Price = "price",
        /// What it can do.
        Product = "product",
        /// When it comes.
        Delivery = "delivery",
        /// How it is looked after.
        Service = "service",
        /// Whom they trust.
        Trust = "trust",
        /// When they need it.
        Timing = "timing",
        /// They do nothing.
        NoDecision = "no_decision",
        /// Something else; the words say what.
        Other = "other",
    }
}

accord_kernel::word_enum! {
    /// How a demonstration stands.
    pub enum DemoState as "demo-state" {
        /// To come.
        Planned = "planned",
        /// Took place.
        Held = "held",
        /// Will not take place.
        Cancelled = "cancelled",
    }
}

accord_kernel::word_enum! {
    /// What a colleague gave (R56 rests on it).
    pub enum ContributionKind as "contribution" {
        /// Showed the machine to a customer, as the engineer who will look after it.
        Demonstrated = "demonstrated",
    }
}

accord_kernel::word_enum! {
    /// Whether the trial unit is one of the units of its programme.
    pub enum TrialCounts as "trial-counts" {
        /// Only when it retires a named old unit.
        NamedUnit = "named_unit",
        /// In any case.
        Always = "always",
        /// Never: it comes on top.
        Never = "never",
    }
}
