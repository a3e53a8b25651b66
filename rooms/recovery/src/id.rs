//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of what a customer said.
    UtteranceId = "utterance"
}
accord_kernel::id_type! {
    /// Id of a complaint.
    ComplaintId = "complaint"
}
accord_kernel::id_type! {
    /// Id of what a colleague saw.
    ObservationId = "observation"
}
accord_kernel::id_type! {
    /// Id of a review of a failure.
    ReviewId = "failure_review"
}
accord_kernel::id_type! {
    /// Id of an improvement.
    ImprovementId = "improvement"
}

accord_kernel::word_enum! {
    /// Where a customer said it.
    pub enum Source as "utterance-source" {
        /// In the answer to a survey.
        Survey = "survey",
        /// On their own page.
        Portal = "portal",
        /// By telephone.
        Call = "call",
        /// By mail.
        Mail = "mail",
        /// At their place.
        Visit = "visit",
        /// In a service case.
        Case = "case",
        /// As a complaint, to whoever was there.
        Complaint = "complaint",
    }
}

accord_kernel::word_enum! {
    /// What kind of word it is.
    pub enum UtteranceKind as "utterance-kind" {
        /// A remark.
        Comment = "comment",
        /// They want to know something.
        Question = "question",
        /// They want something to be done.
        Request = "request",
        /// They tell us how to do better (R42).
        Suggestion = "suggestion",
        /// Something is not as it should be.
        Complaint = "complaint",
        /// Something went well.
        Praise = "praise",
    }
}

accord_kernel::word_enum! {
    /// Whether a customer was heard.
    pub enum Hearing as "hearing" {
        /// Somebody still has time.
        Waiting = "waiting",
        /// Nobody answered, or told what came of it, in time.
        Unheard = "unheard",
        /// A person answered and told what came of it.
        Heard = "heard",
    }
}

accord_kernel::word_enum! {
    /// How a complaint stands.
    pub enum ComplaintState as "complaint-state" {
        /// Nobody has answered.
        Open = "open",
        /// A person has answered.
        Answered = "answered",
        /// It is proposed what puts it right.
        Proposed = "proposed",
        /// That was done.
        Given = "given",
        /// Closed.
        Closed = "closed",
    }
}

accord_kernel::word_enum! {
    /// How what puts it right stands.
    pub enum RemedyState as "remedy-state" {
        /// Nothing is proposed.
        None = "none",
        /// Beyond the authority of whoever proposed it.
        Awaiting = "awaiting",
        /// May be given.
        Approved = "approved",
        /// The head of service said no.
        Refused = "refused",
        /// Given.
        Given = "given",
    }
}

accord_kernel::word_enum! {
    /// On whose word a complaint was closed.
    pub enum Closing as "complaint-closing" {
        /// The customer says that it is well.
        Satisfied = "satisfied",
        /// A manager's reason; it is no recovery.
        Reason = "reason",
    }
}

accord_kernel::word_enum! {
    /// Where the cause of a failure lies: an area, never a person.
    pub enum CauseArea as "cause-area" {
        /// How it was made.
        Production = "production",
        /// How it was designed.
        Product = "product",
        /// How it got there.
        Delivery = "delivery",
        /// How it was installed.
        Installation = "installation",
        /// How it was served.
        Service = "service",
        /// How it was sold.
        Sales = "sales",
        /// What was said, or not.
        Communication = "communication",
        /// How it was used.
        Use = "use",
    }
}

accord_kernel::word_enum! {
    /// What was seen.
    pub enum ObservationKind as "observation-kind" {
        /// A unit that grows old.
        OldUnit = "old_unit",
        /// Something they need.
        Need = "need",
        /// A rival is there.
        Rival = "rival",
        /// They use it otherwise than before.
        UseChange = "use_change",
        /// Something that service has to know.
        ServiceNews = "service_news",
    }
}

accord_kernel::word_enum! {
    /// How an observation stands.
    pub enum ObservationState as "observation-state" {
        /// Kept; its value to the customer is not known.
        Seed = "seed",
        /// Kept private while the customer is in crisis.
        Held = "held",
        /// Waits for a colleague to take it up.
        Offered = "offered",
        /// Taken up.
        Accepted = "accepted",
        /// Not taken up, with the reason.
        Declined = "declined",
        /// The customer chose us.
        Won = "won",
        /// The customer did not.
        Lost = "lost",
        /// Seen to (news for service).
        Done = "done",
    }
}

accord_kernel::word_enum! {
    /// Why a failure is reviewed (R36).
    pub enum FailureCause as "failure-cause" {
        /// A customer's use was stopped.
        Stopped = "stopped",
        /// A promise was broken.
        Broken = "broken",
        /// A customer was lost.
        Lost = "lost",
    }
}

accord_kernel::word_enum! {
    /// How a review stands.
    pub enum ReviewState as "failure-review" {
        /// To be held.
        Due = "due",
        /// Held.
        Held = "held",
    }
}

accord_kernel::word_enum! {
    /// How an improvement stands.
    pub enum ImprovementState as "improvement-state" {
        /// To be done.
        Open = "open",
        /// Done; whether it helped is not known yet.
        Done = "done",
        /// Closed.
        Closed = "closed",
    }
}
