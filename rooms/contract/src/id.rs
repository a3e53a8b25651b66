//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a decision about a service plan for units of an order.
    DecisionId = "service_decision"
}
accord_kernel::id_type! {
    /// Id of an extension of the early-sale window.
    ExtensionId = "window_extension"
}
accord_kernel::id_type! {
    /// Id of the link from a unit of an order to its place in the installed base.
    OrderUnitId = "order_unit"
}
accord_kernel::id_type! {
    /// Id of a coaching.
    CoachingId = "coaching"
}
accord_kernel::id_type! {
    /// Id of a service contract.
    ContractId = "service_contract"
}
accord_kernel::id_type! {
    /// Id of a line of a contract.
    ContractLineId = "contract_line"
}
accord_kernel::id_type! {
    /// Id of a period of cover.
    CoverId = "cover_period"
}
accord_kernel::id_type! {
    /// Id of a task about a contract.
    ContractTaskId = "contract_task"
}
accord_kernel::id_type! {
    /// Id of a window in which somebody stands by.
    StandbyId = "standby_window"
}
accord_kernel::id_type! {
    /// Id of the way to a site or territory.
    TravelId = "travel_time"
}
accord_kernel::id_type! {
    /// Id of a part that must be near.
    CriticalPartId = "critical_part"
}
accord_kernel::id_type! {
    /// Id of the way from a place of parts to a territory.
    PartReachId = "part_reach"
}

accord_kernel::word_enum! {
    /// How a contract stands.
    pub enum ContractState as "contract-state" {
        /// Sold; its cover begins with the acceptance of its units.
        Sold = "sold",
        /// Its cover has been set by the acceptance, or by its dates.
        Standing = "standing",
        /// Ended before its time.
        Ended = "ended",
    }
}

accord_kernel::word_enum! {
    /// Why a contract has ended before its time.
    pub enum EndCause as "contract-end" {
        /// The order was taken back.
        OrderCancelled = "order_cancelled",
        /// The customer used the right to leave before the paid term.
        ExitRight = "exit_right",
        /// We agreed to end it.
        Agreed = "agreed",
    }
}

accord_kernel::word_enum! {
    /// What a task is about.
    pub enum TaskKind as "contract-task" {
        /// What the plan gave, shown to the customer before the warranty ends (T21).
        ValueReview = "value_review",
        /// Speak again with a customer who declined (R15).
        Revisit = "revisit",
        /// The contract ends; go on or not (R48).
        Renewal = "renewal",
        /// Something that the response needs is missing at the site.
        Readiness = "readiness",
    }
}

impl TaskKind {
    /// Whether doing it sells something: such a task waits while nothing is sold to the customer (R31).
    pub fn sells(self) -> bool {
        match self {
            Self::Revisit | Self::Renewal => true,
            Self::ValueReview | Self::Readiness => false,
        }
    }
}

accord_kernel::word_enum! {
    /// How a task stands.
    pub enum TaskState as "contract-task-state" {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not needed any more.
        Overtaken = "overtaken",
    }
}

accord_kernel::word_enum! {
    /// What came of a task about going on or not.
    pub enum TaskOutcome as "contract-task-outcome" {
        /// It is done.
        Done = "done",
        /// The customer goes on.
        Renewed = "renewed",
        /// The customer does not go on.
        Lost = "lost",
    }
}

accord_kernel::word_enum! {
    /// From where the danger to a renewal comes (R48): whose task it is follows from it.
    pub enum LossCause as "renewal-cause" {
        /// The customer saw no value.
        Value = "value",
        /// Answers came late.
        Response = "response",
        /// Repairs did not hold.
        Repair = "repair",
        /// The customer's people were not trained.
        Training = "training",
        /// The price.
        Price = "price",
        /// A rival.
        Rival = "rival",
        /// The unit is out of use.
        Retired = "retired",
    }
}

accord_kernel::word_enum! {
    /// Why there is a coaching.
    pub enum CoachingCause as "coaching-cause" {
        /// None of the last orders had an offer.
        OfferRate = "offer_rate",
        /// Somebody asked for it.
        Asked = "asked",
    }
}

accord_kernel::word_enum! {
    /// How a coaching stands.
    pub enum CoachingState as "coaching-state" {
        /// To be held.
        Open = "open",
        /// Held.
        Held = "held",
    }
}
