//! Ids and stored words of this room.

accord_kernel::id_type! {
    /// Id of a run of an import.
    ImportRunId = "import_run"
}

accord_kernel::id_type! {
    /// Id of a file laid ready for an import.
    ImportFileId = "import_file"
}

accord_kernel::word_enum! {
    /// What a file holds.
    pub enum ImportKind as "import-kind" {
        /// Customers, one row each.
        Accounts = "accounts",
        /// Places of customers, one row each.
        Sites = "sites",
        /// People at customers, one row each.
        Contacts = "contacts",
        /// What the company sells, one row each.
        Products = "products",
        /// Orders, one row for each line.
        OrderLines = "order-lines",
        /// Who sold in another system, one row each.
        Sellers = "sellers",
        /// What was and is pursued, one row each.
        Opportunities = "opportunities",
        /// Units that stand at customers, one row each.
        InstalledBase = "installed-base",
        /// When units stood still, one row for each report.
        Outages = "outages",
        /// What a service desk wrote down of its incidents, one row for each update.
        Incidents = "incidents",
    }
}

accord_kernel::word_enum! {
    /// What becomes of a file of which some rows are wrong.
    pub enum ImportMode as "import-mode" {
        /// Nothing is written: everything is run and taken back.
        DryRun = "dry_run",
        /// What is right is written, what is wrong is listed.
        ValidOnly = "valid_only",
        /// One wrong row and nothing is written.
        AllOrNothing = "all_or_nothing",
    }
}

accord_kernel::word_enum! {
    /// How a run stands.
    pub enum RunState as "import-state" {
        /// Asked for on a page; it begins within seconds.
        Waiting = "waiting",
        /// Chunks are coming; after a break the same file goes on where it was.
        Running = "running",
        /// All of the file has been seen.
        Done = "done",
        /// Everything it made was taken back.
        Undone = "undone",
        /// It stopped in the middle; it can be taken back or go on.
        Failed = "failed",
        /// Somebody stopped it; it can be taken back or go on.
        Stopped = "stopped",
    }
}

impl ImportKind {
    /// The kind of thing that it is, where it could not be read.
    pub fn entity(self) -> Entity {
        match self {
            Self::Accounts => Entity::Account,
            Self::Sites => Entity::Site,
            Self::Contacts => Entity::Contact,
            Self::Products => Entity::Product,
            Self::OrderLines => Entity::Order,
            Self::Sellers => Entity::Seller,
            Self::Opportunities => Entity::Opportunity,
            Self::InstalledBase => Entity::Asset,
            Self::Outages => Entity::Outage,
            Self::Incidents => Entity::Case,
        }
    }
}

impl RunState {
    /// Nothing more happens to it by itself.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

accord_kernel::word_enum! {
    /// What a run is at.
    pub enum RunStep as "import-step" {
        /// The file is read through, before anything is tried.
        Looking = "looking",
        /// Everything is tried and nothing is written.
        Checking = "checking",
        /// What is right is written.
        Writing = "writing",
    }
}

accord_kernel::word_enum! {
    /// A kind of thing that a source knows by a key.
    pub enum Entity as "import-entity" {
        /// A customer.
        Account = "account",
        /// A place of a customer.
        Site = "site",
        /// A person at a customer.
        Contact = "contact",
        /// A product.
        Product = "product",
        /// An order.
        Order = "order",
        /// Who sold in another system.
        Seller = "seller",
        /// Something that is pursued.
        Opportunity = "opportunity",
        /// A unit that stands at a customer.
        Asset = "asset",
        /// A report that a unit stood still.
        Outage = "outage",
        /// A service case.
        Case = "case",
    }
}
