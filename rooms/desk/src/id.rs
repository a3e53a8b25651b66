//! Ids and stored words of this room.

accord_kernel::id_type! {
    /// Id of what a contact wrote on their customer's page.
    MessageId = "portal_message"
}

accord_kernel::word_enum! {
    /// What kind of word a contact sends us (R5).
    pub enum MessageKind as "portal-kind" {
        /// They want to know something.
        Question = "question",
        /// Something is not as it should be.
        Complaint = "complaint",
        /// Something went well.
        Praise = "praise",
        /// They want something to be done.
        Request = "request",
    }
}
