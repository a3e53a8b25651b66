//! Ids and words of the catalog.

accord_kernel::id_type! {
    /// Id of a product.
    ProductId = "product"
}

accord_kernel::id_type! {
    /// Id of a skill.
    SkillId = "skill"
}

accord_kernel::id_type! {
    /// Id of a lead time.
    LeadTimeId = "lead_time"
}

accord_kernel::word_enum! {
    /// What kind of thing a product is.
    pub enum ProductKind as "product-kind" {
        /// A machine that is built, shipped and installed.
        Equipment = "equipment",
        /// A spare part out of a store.
        Part = "part",
        /// Work or cover that is sold.
        Service = "service",
        /// A programme.
        Software = "software",
    }
}

accord_kernel::word_enum! {
    /// Which days a span counts.
    pub enum DayCount as "day-count" {
        /// Every day.
        Calendar = "calendar",
        /// Working days of the calendar in which it is counted.
        Working = "working",
    }
}
