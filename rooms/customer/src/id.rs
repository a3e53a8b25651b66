//! Ids and stored words of this room.

accord_kernel::id_type! {
    /// Id of a customer.
    CustomerId = "customer"
}
accord_kernel::id_type! {
    /// Id of a customer's site.
    SiteId = "site"
}
accord_kernel::id_type! {
    /// Id of a person at a customer.
    ContactId = "contact"
}
accord_kernel::id_type! {
    /// Id of a file that belongs to a customer.
    AttachmentId = "attachment"
}
accord_kernel::id_type! {
    /// Id of a document that is kept as it left the house.
    KeptPaperId = "kept_paper"
}

accord_kernel::id_type! {
    /// Id of something that was entered after a merge, of whatever kind.
    SinceMergeId = "since_merge"
}

accord_kernel::word_enum! {
    /// Where a customer stands in the loop (R2): after renewing it goes on, it never ends at "won".
    pub enum Stage as "stage" {
        /// We learn what they need.
        Understand = "understand",
        /// We offer and agree.
        Win = "win",
        /// We build.
        Make = "make",
        /// We install and they accept.
        Install = "install",
        /// They learn to use it.
        Learn = "learn",
        /// They use it.
        Use = "use",
        /// We help while they use it.
        Support = "support",
        /// They renew or extend.
        Renew = "renew",
    }
}

accord_kernel::word_enum! {
    /// Whether the record is in use.
    pub enum CustomerState as "customer-state" {
        /// In use.
        Active = "active",
        /// Put away; everything stays readable.
        Archived = "archived",
        /// The same firm as another record, which goes on.
        Merged = "merged",
    }
}

accord_kernel::word_enum! {
    /// Whether a site is in use.
    pub enum SiteState as "site-state" {
        /// In use.
        Active = "active",
        /// Closed or entered twice.
        Archived = "archived",
    }
}

accord_kernel::word_enum! {
    /// Whether a contact can be reached there.
    pub enum ContactState as "contact-state" {
        /// Works there.
        Active = "active",
        /// No longer works there.
        Left = "left",
        /// Personal fields were erased on request (R64).
        Erased = "erased",
    }
}

accord_kernel::word_enum! {
    /// Which half of the account team (R3). Its messages are those of the spheres.
    pub enum TeamSphere as "sphere" {
        /// Leads commercially.
        Sales = "sales",
        /// Leads in service and in an incident.
        AfterSales = "after_sales",
    }
}

impl From<TeamSphere> for accord_kernel::Sphere {
    fn from(sphere: TeamSphere) -> Self {
        match sphere {
            TeamSphere::Sales => Self::Sales,
            TeamSphere::AfterSales => Self::AfterSales,
        }
    }
}

accord_kernel::word_enum! {
    /// Standing in an account team.
    pub enum Rank as "team-rank" {
        /// Answers for the customer; one in each sphere.
        Owner = "owner",
        /// Steps in when the owner is away.
        Backup = "backup",
    }
}

accord_kernel::word_enum! {
    /// Whether a file is still shown.
    pub enum AttachmentState as "attachment-state" {
        /// Shown.
        Active = "active",
        /// Taken off; the record that it was there stays.
        Removed = "removed",
    }
}

accord_kernel::word_enum! {
    /// How somebody spoke with the customer.
    pub enum Channel as "channel" {
        /// Telephone.
        Call = "call",
        /// Mail.
        Mail = "mail",
        /// At the customer's place.
        Visit = "visit",
        /// Chat.
        Chat = "chat",
        /// Letter.
        Letter = "letter",
        /// A meeting, at any place.
        Meeting = "meeting",
    }
}

accord_kernel::word_enum! {
    /// Who began a contact.
    pub enum Direction as "direction" {
        /// The customer.
        Inbound = "inbound",
        /// We.
        Outbound = "outbound",
    }
}

accord_kernel::word_enum! {
    /// When a contact at the gate can be reached (R28).
    pub enum Shift as "shift" {
        /// At any time.
        Always = "always",
        /// By day.
        Day = "day",
        /// In the evening.
        Evening = "evening",
        /// At night.
        Night = "night",
        /// At the weekend.
        Weekend = "weekend",
    }
}
