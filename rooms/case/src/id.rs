//! The ids of this room's things and the words that are stored, sent and shown.

use accord_room_promise::Kind;

accord_kernel::id_type! {
    /// Id of a service case.
    CaseId = "service_case"
}
accord_kernel::id_type! {
    /// Id of one clock of a case.
    CaseClockId = "case_clock"
}
accord_kernel::id_type! {
    /// Id of a stretch that is the customer's time.
    CasePauseId = "case_pause"
}
accord_kernel::id_type! {
    /// Id of something said about a case.
    CaseEntryId = "case_entry"
}
accord_kernel::id_type! {
    /// Id of a change of a case.
    CaseChangeId = "case_change"
}
accord_kernel::id_type! {
    /// Id of something to be done about a case.
    CaseTaskId = "case_task"
}
accord_kernel::id_type! {
    /// Id of where a case of another system came from.
    CaseOriginId = "case_origin"
}
accord_kernel::id_type! {
    /// Id of an update that another system wrote down.
    CaseHistoryId = "case_history"
}
accord_kernel::id_type! {
    /// Id of a crisis of a customer.
    CrisisId = "crisis"
}
accord_kernel::id_type! {
    /// Id of what a customer asked for in crisis.
    CrisisWishId = "crisis_wish"
}
accord_kernel::id_type! {
    /// Id of what the head of service let pass.
    CrisisReleaseId = "crisis_release"
}
accord_kernel::id_type! {
    /// Id of a communication plan.
    CommunicationPlanId = "communication_plan"
}
accord_kernel::id_type! {
    /// Id of words that are agreed once.
    CannedReplyId = "canned_reply"
}

accord_kernel::id_type! {
    /// Id of a mail of a case.
    CaseMailId = "case_mail"
}

accord_kernel::word_enum! {
    /// How badly the customer is hit (R31). The first two put the customer in crisis.
    pub enum Severity as "severity" {
        /// The customer's use is stopped, or somebody is in danger.
        Stopped = "stopped",
        /// The customer's use is badly limited.
        Limited = "limited",
        /// Something is wrong; work goes on.
        Disturbed = "disturbed",
        /// A question, a wish.
        Question = "question",
    }
}

impl Severity {
    /// Whether it puts the customer in crisis.
    pub const fn is_crisis(self) -> bool {
        matches!(self, Self::Stopped | Self::Limited)
    }
}

accord_kernel::word_enum! {
    /// How a case stands (R33).
    pub enum CaseState as "case-state" {
        /// Somebody works on it.
        Open = "open",
        /// It runs again, and the customer has not said so yet: fixed, not closed.
        Fixed = "fixed",
        /// Closed in the customer's words.
        Closed = "closed",
        /// Opened by mistake, or twice.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// How a case reached us (R29): any entry is the right one.
    pub enum Entry as "case-entry-by" {
        /// By telephone.
        Call = "call",
        /// By mail.
        Mail = "mail",
        /// From the customer's own page.
        Portal = "portal",
        /// Said to a colleague who was there.
        Visit = "visit",
        /// Noticed by ourselves.
        Ourselves = "ourselves",
    }
}

accord_kernel::word_enum! {
    /// What a clock of a case promises (R30).
    pub enum ClockKind as "case-clock" {
        /// A qualified answer.
        Response = "response",
        /// Somebody on site.
        OnSite = "on_site",
        /// Running again.
        Restore = "restore",
        /// Closed in the customer's words.
        Close = "close",
    }
}

impl ClockKind {
    /// The kind of its promise.
    pub const fn promise(self) -> Kind {
        match self {
            Self::Response => Kind::Response,
            Self::OnSite => Kind::OnSite,
            Self::Restore => Kind::Restore,
            Self::Close => Kind::Close,
        }
    }
}

accord_kernel::word_enum! {
    /// Why a clock stands still: causes at the customer's alone (R30).
    pub enum PauseCause as "pause-cause" {
        /// Nobody let us in.
        NoAccess = "no_access",
        /// The customer asked us to come later.
        AskedLater = "asked_later",
        /// We wait for what only the customer knows or has.
        WaitsForCustomer = "waits_for_customer",
    }
}

accord_kernel::word_enum! {
    /// What somebody said about a case (R32).
    pub enum EntryKind as "case-entry" {
        /// Among colleagues; never shown to the customer.
        Note = "note",
        /// To the customer, with the time of the next word.
        Update = "update",
        /// By the customer.
        Heard = "heard",
    }
}

accord_kernel::word_enum! {
    /// What of a case was changed; what it was before stays.
    pub enum Change as "case-change" {
        /// Its severity.
        Severity = "severity",
        /// Its owner.
        Owner = "owner",
        /// Unit, site, contact, and with them the cover.
        Unit = "unit",
        /// It was opened again.
        Reopened = "reopened",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// What besides the fault our work left behind (R33).
    pub enum Collateral as "collateral" {
        /// Nothing: the site was left right.
        Nothing = "nothing",
        /// Something was damaged.
        Damage = "damage",
        /// Something was left dirty.
        Mess = "mess",
        /// Work was disturbed more than needed.
        Disruption = "disruption",
        /// The tone was not right.
        Tone = "tone",
    }
}

accord_kernel::word_enum! {
    /// What is to be done about a case (R33).
    pub enum TaskKind as "case-task" {
        /// What our work left behind is made good.
        MakeGood = "make_good",
        /// A named person calls after a stop, explains and asks.
        Aftercare = "aftercare",
    }
}

accord_kernel::word_enum! {
    /// Whether it is still to be done.
    pub enum TaskState as "case-task-state" {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// No longer needed.
        Dropped = "dropped",
    }
}

accord_kernel::word_enum! {
    /// How an engineer answered a call.
    pub enum Response as "case-response" {
        /// Works on it from afar.
        Remote = "remote",
        /// Called back.
        CallBack = "call_back",
        /// Is on site.
        OnSite = "on_site",
    }
}

accord_kernel::word_enum! {
    /// What a crisis still waits for (R31).
    pub enum WaitsFor as "crisis-waits-for" {
        /// The customer says that it runs again.
        Confirmation = "confirmation",
        /// The customer says how it was.
        Rating = "rating",
        /// What went wrong is put right to the customer's satisfaction.
        Recovery = "recovery",
        /// Time alone.
        Quiet = "quiet",
    }
}
