//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a visit.
    VisitId = "visit"
}
accord_kernel::id_type! {
    /// Id of somebody's part in a visit.
    VisitPersonId = "visit_person"
}
accord_kernel::id_type! {
    /// Id of what was found and done at a visit.
    VisitReportId = "visit_report"
}
accord_kernel::id_type! {
    /// Id of a signature under a visit.
    VisitSignatureId = "visit_signature"
}
accord_kernel::id_type! {
    /// Id of a place where parts are kept.
    PartPlaceId = "part_place"
}
accord_kernel::id_type! {
    /// Id of a key that somebody holds.
    PartKeyId = "part_key"
}
accord_kernel::id_type! {
    /// Id of how many pieces a place should have.
    PartMinimumId = "part_minimum"
}
accord_kernel::id_type! {
    /// Id of pieces that left their place.
    PartMoveId = "part_move"
}
accord_kernel::id_type! {
    /// Id of pieces that a place lacks.
    ReplenishmentId = "replenishment"
}

accord_kernel::word_enum! {
    /// How a visit stands.
    pub enum VisitState as "visit-state" {
        /// It is needed; nobody said when.
        Open = "open",
        /// It has a time.
        Planned = "planned",
        /// Somebody is on the way.
        Travelling = "travelling",
        /// Somebody is there.
        OnSite = "on_site",
        /// Over.
        Done = "done",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

impl VisitState {
    /// Whether it is still to be done, or being done.
    pub fn lives(self) -> bool {
        !matches!(self, Self::Done | Self::Cancelled)
    }

    /// Whether somebody has set out.
    pub fn begun(self) -> bool {
        matches!(self, Self::Travelling | Self::OnSite | Self::Done)
    }
}

accord_kernel::word_enum! {
    /// What a visit is for.
    pub enum Purpose as "visit-purpose" {
        /// Something stands still or does not work as it should.
        Repair = "repair",
        /// Preventive work.
        Maintain = "maintain",
        /// Putting a unit into use.
        Install = "install",
        /// Software is introduced.
        Implement = "implement",
        /// The customer's people learn.
        Train = "train",
        /// Somebody looks at something: the site, a unit.
        Inspect = "inspect",
        /// A part is brought.
        Deliver = "deliver",
        /// After trouble: is everything well?
        Aftercare = "aftercare",
    }
}

impl Purpose {
    /// Whether whoever goes needs the skills of the unit's work.
    pub fn needs_skills(self) -> bool {
        matches!(self, Self::Repair | Self::Maintain | Self::Install)
    }
}

accord_kernel::word_enum! {
    /// What is looked at before work begins.
    pub enum SafetyPoint as "visit-safety" {
        /// Told the customer's people who is here and what for.
        Announced = "announced",
        /// Energy is off and locked.
        Isolated = "isolated",
        /// Protective gear is on.
        Protected = "protected",
        /// Floor and surroundings are protected.
        Floor = "floor",
    }
}

accord_kernel::word_enum! {
    /// How a place is left.
    pub enum LeftPoint as "visit-left" {
        /// The unit runs, and the customer has seen it.
        Running = "running",
        /// Everything is tidy.
        Tidy = "tidy",
        /// Tools and old parts are taken along.
        Tools = "tools",
        /// What was done was explained.
        Explained = "explained",
    }
}

accord_kernel::word_enum! {
    /// Where parts are kept.
    pub enum PlaceKind as "part-place-kind" {
        /// The company's central store.
        Central = "central",
        /// A store of a region.
        Regional = "regional",
        /// A store of an engineer.
        Engineer = "engineer",
        /// A van.
        Van = "van",
        /// At a customer's site.
        Customer = "customer",
    }
}

impl PlaceKind {
    /// Whether it opens by a key that people hold, so that two of them are needed. A van goes with its driver, the
    /// central store has people of its own.
    pub fn by_key(self) -> bool {
        matches!(self, Self::Regional | Self::Engineer | Self::Customer)
    }
}

accord_kernel::word_enum! {
    /// Which way pieces went.
    pub enum MoveKind as "part-move" {
        /// Taken out.
        Taken = "taken",
    }
}

accord_kernel::word_enum! {
    /// How a request for pieces stands.
    pub enum ReplenishState as "replenishment-state" {
        /// Asked for.
        Open = "open",
        /// They are there.
        Filled = "filled",
    }
}
