//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of one revision of a template.
    TemplateId = "install_template"
}
accord_kernel::id_type! {
    /// Id of an installation plan.
    InstallationId = "installation"
}
accord_kernel::id_type! {
    /// Id of a readiness item or step of a plan.
    ItemId = "installation_item"
}
accord_kernel::id_type! {
    /// Id of a fault found while installing.
    FaultId = "installation_fault"
}
accord_kernel::id_type! {
    /// Id of a signature of acceptance.
    SignatureId = "installation_signature"
}
accord_kernel::id_type! {
    /// Id of software as it runs at a customer.
    SubscriptionId = "subscription"
}
accord_kernel::id_type! {
    /// Id of a report of use.
    UsageId = "usage_report"
}
accord_kernel::id_type! {
    /// Id of a course.
    CourseId = "training_course"
}
accord_kernel::id_type! {
    /// Id of somebody's seat in a course.
    SeatId = "training_seat"
}
accord_kernel::id_type! {
    /// Id of a question that training would have spared.
    HowToId = "how_to_question"
}
accord_kernel::id_type! {
    /// Id of a task about use and delivery.
    DeliveryTaskId = "delivery_task"
}
accord_kernel::id_type! {
    /// Id of what a plan includes by count.
    PlanServiceId = "plan_service"
}
accord_kernel::id_type! {
    /// Id of what a customer expects.
    ExpectationId = "expectation"
}
accord_kernel::id_type! {
    /// Id of what was agreed about a gap.
    GapId = "delivery_gap"
}
accord_kernel::id_type! {
    /// Id of a review of bought, expected and delivered.
    ReviewId = "delivery_review"
}
accord_kernel::id_type! {
    /// Id of something done that a plan includes by count.
    ServiceDoneId = "service_done"
}
accord_kernel::id_type! {
    /// Id of a visitor at a site.
    VisitorId = "site_visitor"
}

accord_kernel::word_enum! {
    /// What a plan brings about.
    pub enum PlanKind as "installation-kind" {
        /// A machine is set up; its customer accepts it by signature.
        Install = "install",
        /// Software is brought into use; it ends with the go-live.
        Implement = "implement",
    }
}

accord_kernel::word_enum! {
    /// How a plan stands.
    pub enum InstallationState as "installation-state" {
        /// Being prepared.
        Planned = "planned",
        /// The first step is done.
        Underway = "underway",
        /// Accepted by the customer, or live.
        Finished = "finished",
        /// Not to be done.
        Cancelled = "cancelled",
    }
}

accord_kernel::word_enum! {
    /// What an item belongs to.
    pub enum Part as "installation-part" {
        /// What must be there beforehand.
        Ready = "ready",
        /// The work itself.
        Step = "step",
    }
}

accord_kernel::word_enum! {
    /// Who does an item.
    pub enum Side as "installation-side" {
        /// We.
        Ours = "ours",
        /// The customer.
        Customer = "customer",
    }
}

accord_kernel::word_enum! {
    /// What proves that an item is done.
    pub enum Evidence as "evidence" {
        /// Nothing but the word of who did it.
        Word = "word",
        /// A picture.
        Photo = "photo",
        /// A value read off.
        Reading = "reading",
        /// Something written down.
        Text = "text",
        /// A signed paper, as a picture or PDF.
        Signature = "signature",
    }
}

impl Evidence {
    /// Whether a file is asked for.
    pub fn is_file(self) -> bool {
        matches!(self, Self::Photo | Self::Signature)
    }
}

accord_kernel::word_enum! {
    /// How an item stands.
    pub enum ItemState as "installation-item-state" {
        /// To be done.
        Open = "open",
        /// Done, with what proves it.
        Done = "done",
        /// Was done; the dates have moved, so somebody has to say that it still holds.
        Recheck = "recheck",
        /// Not needed here, with the reason.
        NotNeeded = "not_needed",
    }
}

impl ItemState {
    /// Whether nothing has to be done.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::NotNeeded)
    }
}

accord_kernel::word_enum! {
    /// How a course stands.
    pub enum CourseState as "training-state" {
        /// To be held.
        Planned = "planned",
        /// Held.
        Held = "held",
        /// Not to be held.
        Cancelled = "cancelled",
    }
}

accord_kernel::word_enum! {
    /// What a task is about.
    pub enum DeliveryTaskKind as "delivery-task" {
        /// Few of the bought seats are used: help the customer to use them (R26).
        HelpToUse = "help_to_use",
        /// The same contact asked so often how something is done that training is due (R26).
        TrainingNeed = "training_need",
        /// A site's access record is to be checked again (R28).
        AccessCheck = "access_check",
    }
}

accord_kernel::word_enum! {
    /// How a task or review stands.
    pub enum TaskState as "delivery-task-state" {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not needed any more.
        Overtaken = "overtaken",
    }
}

accord_kernel::word_enum! {
    /// How a gap stands.
    pub enum GapState as "gap-state" {
        /// Somebody has a plan for it by a day.
        Planned = "planned",
        /// Settled, in words.
        Closed = "closed",
    }
}

accord_kernel::word_enum! {
    /// What a plan includes by count (R27).
    pub enum ServiceKind as "plan-service" {
        /// A visit that prevents failures.
        PreventiveVisit = "preventive_visit",
        /// A day of training.
        TrainingDay = "training_day",
        /// An inspection with a report.
        Inspection = "inspection",
        /// A review of what the plan gave.
        Review = "review",
    }
}
