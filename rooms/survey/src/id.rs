//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a question to a contact.
    SurveyId = "survey"
}
accord_kernel::id_type! {
    /// Id of how the score of a kind of work stands.
    ScoreId = "survey_score"
}

accord_kernel::word_enum! {
    /// What was done for the customer.
    pub enum SubjectKind as "survey-subject" {
        /// An installation.
        Installation = "installation",
        /// A visit.
        Visit = "visit",
        /// A service case.
        Case = "case",
        /// A training.
        Training = "training",
        /// The putting right of something that went wrong.
        Recovery = "recovery",
    }
}

accord_kernel::word_enum! {
    /// How a question stands.
    pub enum SurveyState as "survey-state" {
        /// To be sent; perhaps held.
        Planned = "planned",
        /// Sent and open.
        Sent = "sent",
        /// Answered; it counts once.
        Answered = "answered",
        /// Not answered in its time.
        Expired = "expired",
        /// Nobody could be written to.
        Unreachable = "unreachable",
        /// No longer asked.
        Withdrawn = "withdrawn",
    }
}
