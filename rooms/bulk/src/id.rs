//! The id of this room's thing and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of an act on many.
    BulkRunId = "bulk_run"
}

accord_kernel::word_enum! {
    /// How an act on many stands.
    pub enum RunState as "bulk-state" {
        /// Rows are chosen; what shall become of them is still to be said.
        Chosen = "chosen",
        /// The program tries each row and takes it back.
        Counting = "counting",
        /// It is known what would be done; nothing has been.
        Counted = "counted",
        /// The program does it, row by row.
        Doing = "doing",
        /// Done.
        Done = "done",
        /// The program takes it back, row by row.
        Undoing = "undoing",
        /// Taken back.
        Undone = "undone",
        /// Let go of before anything was done.
        Dropped = "dropped",
    }
}

accord_kernel::word_enum! {
    /// How a row of it stands.
    pub enum RowState as "bulk-row" {
        /// Not looked at yet.
        Chosen = "chosen",
        /// It would be done.
        Fits = "fits",
        /// It would be refused, and is left out.
        Left = "left",
        /// Done.
        Done = "done",
        /// Refused when its turn came.
        Refused = "refused",
        /// Taken back.
        Undone = "undone",
        /// It could not be taken back.
        Stays = "stays",
    }
}
