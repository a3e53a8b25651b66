//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a promise.
    PromiseId = "promise"
}
accord_kernel::id_type! {
    /// Id of one change of a promise.
    PromiseChangeId = "promise_change"
}
accord_kernel::id_type! {
    /// Id of one step of the watch that was fired.
    WatchMarkId = "watch_mark"
}
accord_kernel::id_type! {
    /// Id of what was said to a customer about a subject.
    StatementId = "statement"
}
accord_kernel::id_type! {
    /// Id of what was said or promised before about the same matter: a statement's or a promise's.
    MatterId = "matter"
}
accord_kernel::id_type! {
    /// Id of a clarification: two things were said, one answer is owed.
    ClarificationId = "clarification"
}
accord_kernel::id_type! {
    /// Id of the watch's policy for a kind of promise.
    WatchPolicyId = "watch_policy"
}

accord_kernel::word_enum! {
    /// What is promised (R20). Each kind has its own feasibility check; `free` has a named owner instead.
    pub enum Kind as "promise-kind" {
        /// A ship date.
        Ship = "ship",
        /// An installation.
        Install = "install",
        /// A spare part.
        Part = "part",
        /// A call back.
        CallBack = "call_back",
        /// A visit.
        Visit = "visit",
        /// The next word about something that is open.
        Update = "update",
        /// A document.
        Document = "document",
        /// The first response to a call.
        Response = "response",
        /// Somebody of ours on site after a call.
        OnSite = "on_site",
        /// Running again after a call.
        Restore = "restore",
        /// A call closed in the customer's words.
        Close = "close",
        /// Anything else.
        Free = "free",
    }
}

impl Kind {
    /// Whether it is a clock: its due follows from a beginning, a budget, a calendar and pauses, and only the room that
    /// keeps those moves it (R30).
    pub const fn is_clock(self) -> bool {
        matches!(self, Self::Response | Self::OnSite | Self::Restore | Self::Close)
    }

    /// Whether the customer was told an instant, rather than one that follows from a budget: another one never loosens
    /// what it is measured by (R24).
    pub const fn is_told_instant(self) -> bool {
        matches!(self, Self::OnSite | Self::Update)
    }
}

accord_kernel::word_enum! {
    /// How a promise stands (R20).
    pub enum State as "promise-state" {
        /// Owed.
        Open = "open",
        /// Kept not later than the customer was first told.
        Kept = "kept",
        /// Kept after that.
        KeptLate = "kept_late",
        /// Honestly broken, with the reason.
        Broken = "broken",
        /// Released by the customer, in the customer's words.
        Released = "released",
    }
}

accord_kernel::word_enum! {
    /// What of a promise was changed; what it was before stays.
    pub enum Change as "promise-change" {
        /// Its due.
        Redated = "redated",
        /// Its owner.
        Owner = "owner",
        /// It was told to the customer.
        Told = "told",
        /// The customer released it.
        Released = "released",
        /// It was broken.
        Broken = "broken",
        /// It was kept.
        Kept = "kept",
        /// When it is expected to be kept.
        Forecast = "forecast",
    }
}

accord_kernel::word_enum! {
    /// Whom a step of the ladder tells.
    pub enum Rung as "watch-rung" {
        /// Who answers for the promise now (the cover, during leave).
        Owner = "owner",
        /// The head of the owner's function.
        OwnerHead = "owner_head",
        /// The head of sales.
        HeadOfSales = "head_of_sales",
        /// The head of manufacturing.
        HeadOfManufacturing = "head_of_manufacturing",
        /// The head of service.
        HeadOfService = "head_of_service",
    }
}

accord_kernel::word_enum! {
    /// What a statement is about (R23).
    pub enum SubjectKind as "statement-subject" {
        /// A date.
        Date = "date",
        /// A price.
        Price = "price",
        /// What is covered.
        Cover = "cover",
        /// Why something happened.
        Cause = "cause",
        /// What the product does.
        Feature = "feature",
        /// Anything else.
        Other = "other",
    }
}

accord_kernel::word_enum! {
    /// How a clarification stands.
    pub enum ClarificationState as "clarification-state" {
        /// Nobody has taken it up.
        Open = "open",
        /// Its owner has taken it up.
        Taken = "taken",
        /// The customer has one answer.
        Answered = "answered",
    }
}
