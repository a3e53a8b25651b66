//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a value profile.
    ValueProfileId = "value_profile"
}
accord_kernel::id_type! {
    /// Id of why a cost of a stop became less certain.
    CostReasonId = "value_cost_reason"
}
accord_kernel::id_type! {
    /// Id of a service plan.
    ServicePlanId = "service_plan"
}
accord_kernel::id_type! {
    /// Id of one version of a service plan.
    PlanVersionId = "plan_version"
}
accord_kernel::id_type! {
    /// Id of a claim.
    ClaimId = "claim"
}

accord_kernel::word_enum! {
    /// How far a cost of a stop can be trusted (R11). Only what the customer said carries a return on investment.
    pub enum Confidence as "stop-confidence" {
        /// We think so.
        OurEstimate = "our_estimate",
        /// A colleague heard it from the customer.
        Told = "told",
        /// The customer confirmed it.
        Confirmed = "confirmed",
    }
}

impl Confidence {
    /// Whether it is the customer's own number.
    pub fn is_customers(self) -> bool {
        self != Self::OurEstimate
    }
}

accord_kernel::word_enum! {
    /// Who expects so many outages in a year.
    pub enum ExpectedBy as "expected-by" {
        /// The customer, from their own experience.
        Customer = "customer",
        /// We.
        OurEstimate = "our_estimate",
    }
}

accord_kernel::word_enum! {
    /// The four questions of a guided conversation, in their order (R11, R15).
    pub enum Question as "value-question" {
        /// Why did they buy?
        WhyBuy = "why_buy",
        /// Why is that important to them?
        WhyImportant = "why_important",
        /// What does a stop cost them?
        StopCost = "stop_cost",
        /// Do they think that it never fails?
        NeverFails = "never_fails",
    }
}

accord_kernel::word_enum! {
    /// What a customer needs of a service, and what a clause of a plan answers (R13).
    pub enum Need as "service-need" {
        /// Somebody at once.
        FastResponse = "fast_response",
        /// Running again soon.
        ShortStop = "short_stop",
        /// At night, on Sundays and holidays too.
        NightCover = "night_cover",
        /// Spare parts at hand.
        PartsAtHand = "parts_at_hand",
        /// Failures prevented.
        Prevention = "prevention",
        /// Help from afar.
        RemoteHelp = "remote_help",
        /// A cost that is known beforehand.
        KnownCost = "known_cost",
        /// Own people who know the machine.
        Training = "training",
        /// Proof for auditors and authorities.
        Proof = "proof",
    }
}

accord_kernel::word_enum! {
    /// How a version of a plan stands.
    pub enum PlanState as "plan-state" {
        /// Being written.
        Draft = "draft",
        /// On offer.
        Published = "published",
        /// No longer on offer; contracts that bought it keep it.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// In which hours a plan's clocks run.
    pub enum Cover as "plan-cover" {
        /// Day and night, every day.
        AroundClock = "around_clock",
        /// The working hours of the plan's calendar at the site.
        BusinessHours = "business_hours",
    }
}

accord_kernel::word_enum! {
    /// What stops the response clock: what "response" means to the customer.
    pub enum ClockStop as "clock-stop" {
        /// A qualified engineer works on it, remote or on site; on site when remote does not do.
        EngineerAtWork = "engineer_at_work",
        /// A qualified engineer is on site.
        OnSite = "on_site",
        /// A qualified engineer has called back.
        CallBack = "call_back",
    }
}

accord_kernel::word_enum! {
    /// On what a claim rests (R66).
    pub enum Backing as "claim-backing" {
        /// One of our own declared figures.
        Measure = "measure",
        /// A comparison that somebody outside made.
        Benchmark = "benchmark",
    }
}

accord_kernel::word_enum! {
    /// Which side of the claimed value keeps it true.
    pub enum Sense as "claim-sense" {
        /// Not less than claimed.
        AtLeast = "at_least",
        /// Not more than claimed.
        AtMost = "at_most",
    }
}

accord_kernel::word_enum! {
    /// How a claim stands.
    pub enum ClaimState as "claim-state" {
        /// May be used while it holds.
        Standing = "standing",
        /// Out of every offer.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// Why a claim may not be used.
    pub enum ClaimFault as "claim-fault" {
        /// Taken back by hand.
        Withdrawn = "withdrawn",
        /// Its last day is over.
        Expired = "expired",
        /// Fewer answers than a claim needs.
        TooFew = "too_few",
        /// The figure no longer supports it.
        NoLongerTrue = "no_longer_true",
        /// Nothing is measured.
        NotMeasured = "not_measured",
        /// Says "best" without an outside comparison.
        NoBenchmark = "no_benchmark",
    }
}

accord_kernel::word_enum! {
    /// Whether a plan can honestly be offered at its price (R14).
    pub enum Verdict as "value-verdict" {
        /// It is worth more than it costs.
        Worth = "worth",
        /// It is worth exactly what it costs: may be shown, not sent.
        BreakEven = "break_even",
        /// It costs more than it is worth.
        TooDear = "too_dear",
        /// Under the plan an outage is no shorter.
        NoValue = "no_value",
        /// Nobody knows how many outages to expect.
        Unknown = "unknown",
    }
}

impl Verdict {
    /// Whether an offer may be sent.
    pub fn sendable(self) -> bool {
        self == Self::Worth
    }
}

accord_kernel::word_enum! {
    /// Where a figure of a value table comes from (R14).
    pub enum Origin as "value-origin" {
        /// The customer confirmed it.
        Confirmed = "confirmed",
        /// A colleague heard it from the customer.
        Told = "told",
        /// We think so.
        OurEstimate = "our_estimate",
        /// Measured outages.
        History = "history",
        /// The outages of our installed base.
        InstalledBase = "installed_base",
        /// The customer's own expectation.
        Customer = "customer",
        /// A setting, until there is history.
        Setting = "setting",
        /// The plan's own assumption, until there is history.
        Plan = "plan",
        /// The plan's price.
        Price = "price",
        /// Typed for this table alone, and recorded nowhere.
        Typed = "typed",
    }
}

impl From<Confidence> for Origin {
    fn from(confidence: Confidence) -> Self {
        match confidence {
            Confidence::OurEstimate => Self::OurEstimate,
            Confidence::Told => Self::Told,
            Confidence::Confirmed => Self::Confirmed,
        }
    }
}

accord_kernel::word_enum! {
    /// What a figure of a value table is.
    pub enum Given as "value-given" {
        /// Cost of a day without it.
        StopCost = "stop_cost",
        /// Hours of an outage without the plan.
        HoursWithout = "hours_without",
        /// Hours of an outage with the plan.
        HoursWith = "hours_with",
        /// Price of a year.
        Price = "price",
        /// Outages expected in a year.
        Outages = "outages",
    }
}
