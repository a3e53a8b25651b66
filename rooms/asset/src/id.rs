//! Ids and stored words of this room.

accord_kernel::id_type! {
    /// Id of a unit of the installed base.
    AssetId = "asset"
}
accord_kernel::id_type! {
    /// Id of a report that a unit stood still.
    OutageId = "asset_outage"
}

accord_kernel::word_enum! {
    /// Who made a unit.
    pub enum Origin as "asset-origin" {
        /// We.
        Ours = "ours",
        /// A rival.
        Rival = "rival",
        /// The customer, or nobody knows.
        Own = "own",
    }
}

accord_kernel::word_enum! {
    /// Whether a unit is still used.
    pub enum Standing as "asset-standing" {
        /// Used, or about to be.
        InUse = "in_use",
        /// Taken out of use.
        Retired = "retired",
    }
}

accord_kernel::word_enum! {
    /// What is known of the end of an outage.
    pub enum OutageState as "outage-state" {
        /// The unit stands still.
        Open = "open",
        /// It runs again since a known instant.
        Ended = "ended",
        /// It runs again; nobody noted since when.
        Unknown = "unknown",
        /// The report was a mistake.
        Withdrawn = "withdrawn",
    }
}

accord_kernel::word_enum! {
    /// From whom an outage is known.
    pub enum OutageSource as "outage-known-from" {
        /// A colleague noted it.
        Colleague = "colleague",
        /// The customer said so.
        Customer = "customer",
        /// The unit reported it.
        Unit = "unit",
        /// It came with the company's own data.
        Import = "import",
    }
}

accord_kernel::word_enum! {
    /// What a counter counts.
    pub enum Counter as "counter" {
        /// Hours of running.
        Hours = "hours",
        /// Cycles: strokes, shots, starts.
        Cycles = "cycles",
        /// Pieces made.
        Pieces = "pieces",
    }
}
