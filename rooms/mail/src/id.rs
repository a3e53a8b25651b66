//! The ids of this room's things and the words that are stored, sent and shown.

use accord_mail::{Automatic, Reason, Unreadable};

accord_kernel::id_type! {
    /// Id of a message that arrived.
    MailMessageId = "mail_message"
}

accord_kernel::word_enum! {
    /// What became of a message.
    pub enum MailState as "mail-state" {
        /// Recorded, and nothing follows: a program wrote it.
        Recorded = "recorded",
        /// Its words stand in a case.
        InCase = "in_case",
        /// A person has to look at it.
        Held = "held",
        /// It cannot be read; its bytes are kept.
        Refused = "refused",
        /// A person looked and set it aside.
        SetAside = "set_aside",
    }
}

accord_kernel::word_enum! {
    /// Why a message was not simply taken.
    pub enum MailReason as "mail-reason" {
        /// One of our own, come back.
        Own = "own",
        /// An absence or another answer by a program.
        AutoReply = "auto_reply",
        /// A program sent it of itself.
        Generated = "generated",
        /// It could not be delivered.
        Bounce = "bounce",
        /// A list or bulk mail.
        List = "list",
        /// The sender's domain says that it did not send it.
        NotProved = "not_proved",
        /// The sender writes too often.
        TooMany = "too_many",
        /// Too many senders whom nobody knows.
        TooManyUnknown = "too_many_unknown",
        /// The id is that of another sender's message.
        IdReused = "id_reused",
        /// The address stands at several customers.
        SeveralCustomers = "several_customers",
        /// The token is not ours, or was changed.
        TokenUnsound = "token_unsound",
        /// The token was given to somebody else.
        TokenOfAnother = "token_of_another",
        /// It refers to a case of another customer.
        CaseOfAnother = "case_of_another",
        /// It names no sender.
        NoSender = "no_sender",
        /// It is too large.
        TooLarge = "too_large",
        /// Its head is too long.
        HeaderTooLarge = "header_too_large",
        /// It has too many parts.
        TooManyParts = "too_many_parts",
        /// It is no message.
        NotAMessage = "not_a_message",
    }
}

accord_kernel::word_enum! {
    /// Which program wrote a message.
    pub enum MailProgram as "mail-program" {
        /// An absence or another answer by a program.
        Reply = "reply",
        /// Something sent of itself.
        Generated = "generated",
        /// Word that a mail could not be delivered.
        Bounce = "bounce",
        /// A list or bulk mail.
        List = "list",
    }
}

impl From<Automatic> for MailProgram {
    fn from(of: Automatic) -> Self {
        match of {
            Automatic::Reply => Self::Reply,
            Automatic::Generated => Self::Generated,
            Automatic::Bounce => Self::Bounce,
            Automatic::List => Self::List,
        }
    }
}

impl From<MailProgram> for Automatic {
    fn from(of: MailProgram) -> Self {
        match of {
            MailProgram::Reply => Self::Reply,
            MailProgram::Generated => Self::Generated,
            MailProgram::Bounce => Self::Bounce,
            MailProgram::List => Self::List,
        }
    }
}

impl From<Reason> for MailReason {
    fn from(of: Reason) -> Self {
        match of {
            Reason::Own => Self::Own,
            Reason::AutoReply => Self::AutoReply,
            Reason::Generated => Self::Generated,
            Reason::Bounce => Self::Bounce,
            Reason::List => Self::List,
            Reason::NotProved => Self::NotProved,
            Reason::TooMany => Self::TooMany,
            Reason::TooManyUnknown => Self::TooManyUnknown,
            Reason::IdReused => Self::IdReused,
            Reason::SeveralCustomers => Self::SeveralCustomers,
            Reason::TokenUnsound => Self::TokenUnsound,
            Reason::TokenOfAnother => Self::TokenOfAnother,
            Reason::CaseOfAnother => Self::CaseOfAnother,
        }
    }
}

impl From<Unreadable> for MailReason {
    fn from(of: Unreadable) -> Self {
        match of {
            Unreadable::TooLarge => Self::TooLarge,
            Unreadable::HeaderTooLarge => Self::HeaderTooLarge,
            Unreadable::TooManyParts => Self::TooManyParts,
            Unreadable::NotAMessage => Self::NotAMessage,
        }
    }
}
