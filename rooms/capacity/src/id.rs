//! Ids and words of capacity.

accord_kernel::id_type! {
    /// Id of a product's slots in a week.
    SlotPlanId = "slot_plan"
}
accord_kernel::id_type! {
    /// Id of what is particular to a territory.
    RegionTermsId = "region_terms"
}
accord_kernel::id_type! {
    /// Id of somebody's minutes for a skill in a territory.
    CrewMemberId = "crew_member"
}
accord_kernel::id_type! {
    /// Id of what is taken of one week.
    ReservationId = "reservation"
}
accord_kernel::id_type! {
    /// Id of what is taken together: a line's slots, a delivery's work of one skill, a promised part.
    BookingId = "booking"
}
accord_kernel::id_type! {
    /// Id of a part in a place.
    PartStockId = "part_stock"
}
accord_kernel::id_type! {
    /// Id of pieces on order.
    PartReceiptId = "part_receipt"
}

accord_kernel::word_enum! {
    /// Out of what is taken.
    pub enum Pool as "capacity-pool" {
        /// Production slots of a product.
        Slot = "slot",
        /// Minutes of crews of a territory.
        Crew = "crew",
        /// Pieces of a part in a place.
        Part = "part",
    }
}

accord_kernel::word_enum! {
    /// How firmly a reservation stands.
    pub enum Firmness as "capacity-hold" {
        /// For a date that a customer was told.
        Committed = "committed",
        /// For a date that was offered, until it expires.
        Offer = "offer",
        /// For a date that is only aimed at; it gives way to a promise.
        Target = "target",
    }
}
