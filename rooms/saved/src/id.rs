//! The id of this room's thing and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of a saved view.
    SavedViewId = "saved_view"
}

accord_kernel::word_enum! {
    /// For whom a view is kept.
    pub enum Sharing as "saved-view-sharing" {
        /// For whoever kept it.
        Mine = "mine",
        /// For the area in which they have their home post.
        Area = "area",
        /// For everybody of their sphere.
        Sphere = "sphere",
        /// For everybody with a role.
        Role = "role",
        /// For everybody.
        Company = "company",
    }
}
