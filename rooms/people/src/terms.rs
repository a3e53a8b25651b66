//! The stored words of this room.

accord_kernel::word_enum! {
    /// Where a person stands with the company.
    pub enum PersonState as "person-state" {
        /// Works here.
        Active = "active",
        /// Is about to leave and hands over.
        Leaving = "leaving",
        /// Has left: no access, owns nothing.
        Disabled = "disabled",
        /// Has left and was forgotten: a sign stands for the name (R64).
        Erased = "erased",
    }
}

impl PersonState {
    /// Whether they have left.
    pub fn has_left(self) -> bool {
        matches!(self, Self::Disabled | Self::Erased)
    }
}
accord_kernel::word_enum! {
    /// The sphere that an area is keyed to (R1): exactly one of the two.
    pub enum HomeSphere as "sphere" {
        /// Prospecting to order.
        Sales = "sales",
        /// Installation, training, support, keeping.
        AfterSales = "after_sales",
    }
}
accord_kernel::word_enum! {
    /// Whether a leave stands.
    pub enum LeaveState as "leave-state" {
        /// It stands.
        Planned = "planned",
        /// It was called off.
        Cancelled = "cancelled",
    }
}
accord_kernel::word_enum! {
    /// Colours of the pages.
    pub enum Theme as "theme" {
        /// As the device is set.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}
accord_kernel::word_enum! {
    /// How close together pages are.
    pub enum Density as "density" {
        /// For reading.
        Comfortable = "comfortable",
        /// For lists.
        Compact = "compact",
    }
}
accord_kernel::word_enum! {
    /// Which notices also go by e-mail.
    pub enum MailWish as "mail-wish" {
        /// Every notice.
        All = "all",
        /// Only those that must be acknowledged.
        Urgent = "urgent",
        /// None: notices are read here.
        None = "none",
    }
}
accord_kernel::word_enum! {
    /// How somebody is told of a kind of notices (R67).
    pub enum Channel as "told-by" {
        /// On the page of notices alone.
        Page = "page",
        /// There, and by e-mail at once.
        Mail = "mail",
        /// There, and in the daily digest.
        Digest = "digest",
        /// Not at all, but what must be acknowledged.
        Off = "off",
    }
}
accord_kernel::word_enum! {
    /// Whether one wants a daily digest.
    pub enum DigestWish as "digest-wish" {
        /// Every day on which there is something.
        Daily = "daily",
        /// None.
        None = "none",
    }
}
accord_kernel::word_enum! {
    /// Whether days on which one does not work are quiet.
    pub enum DaysOff as "days-off" {
        /// Letters wait until work begins.
        Quiet = "quiet",
        /// As any other day.
        AsOthers = "as_others",
    }
}
accord_kernel::word_enum! {
    /// A step of the first set-up, in the order in which it is gone through.
    pub enum SetUpStep as "set-up-step" {
        /// Working hours and holidays.
        Hours = "hours",
        /// The company's mark.
        Logo = "logo",
        /// The territories in which it works.
        Territories = "territories",
        /// What the first administrator does besides.
        OwnWork = "own_work",
        /// The first colleagues, their roles and invitations.
        Colleagues = "colleagues",
    }
}
accord_kernel::word_enum! {
    /// Whose access it is.
    pub enum LoginKind as "login-kind" {
        /// A colleague.
        Person = "person",
        /// A customer's contact.
        Contact = "contact",
    }
}
accord_kernel::word_enum! {
    /// To whom a letter goes.
    pub enum LetterTo as "letter-to" {
        /// A colleague.
        Colleague = "colleague",
        /// Whoever signs in: a colleague, or a customer's contact.
        Anyone = "anyone",
        /// A customer's contact.
        Customer = "customer",
    }
}
accord_kernel::word_enum! {
    /// How the text of a letter that holds stands to the delivered one.
    pub enum LetterStand as "letter-stand" {
        /// It is the delivered one.
        Ours = "ours",
        /// It is the company's own.
        Own = "own",
        /// It is the company's own, and the delivered one has changed since it was written.
        OursChanged = "ours_changed",
        /// The company's own lacks what the letter cannot do without any more: the delivered one is sent.
        Unfit = "unfit",
    }
}
