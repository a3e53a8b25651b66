//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of an order.
    OrderId = "order"
}
accord_kernel::id_type! {
    /// Id of a version of an order.
    OrderVersionId = "order_version"
}
accord_kernel::id_type! {
    /// Id of a line of an order.
    LineId = "order_line"
}
accord_kernel::id_type! {
    /// Id of an entry in the history of a line's dates.
    LineDateId = "line_date"
}
accord_kernel::id_type! {
    /// Id of a review.
    ReviewId = "review"
}
accord_kernel::id_type! {
    /// Id of somebody's place in a review.
    ReviewInviteeId = "review_invitee"
}
accord_kernel::id_type! {
    /// Id of a point of a review's agenda.
    ReviewItemId = "review_item"
}
accord_kernel::id_type! {
    /// Id of a signature under a review.
    ReviewSignId = "review_sign"
}
accord_kernel::id_type! {
    /// Id of a task from a review.
    ReviewTaskId = "review_task"
}
accord_kernel::id_type! {
    /// Id of a confirmation checkpoint.
    CheckpointId = "checkpoint"
}

accord_kernel::word_enum! {
    /// How an order stands.
    pub enum OrderState as "order-state" {
        /// Booked; manufacturing does not begin yet.
        Held = "held",
        /// Manufacturing may begin.
        Released = "released",
        /// All of it has left.
        Shipped = "shipped",
        /// Everything is done.
        Closed = "closed",
        /// All of it was taken back.
        Cancelled = "cancelled",
    }
}

accord_kernel::word_enum! {
    /// How a line stands.
    pub enum LineState as "order-line-state" {
        /// To be made or shipped.
        Open = "open",
        /// Has left.
        Shipped = "shipped",
        /// Taken back.
        Cancelled = "cancelled",
        /// Nothing to ship: charges, cancelling lines.
        Settled = "settled",
    }
}

accord_kernel::word_enum! {
    /// How a review stands.
    pub enum ReviewState as "review-state" {
        /// Something is undecided or unsigned.
        Open = "open",
        /// All decided and all three signed.
        Complete = "complete",
        /// The order was cancelled before.
        Overtaken = "overtaken",
    }
}
