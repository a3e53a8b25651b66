//! The ids of this room's things and the words that are stored, sent and shown.

accord_kernel::id_type! {
    /// Id of an endpoint: an address outside that hears of events.
    EndpointId = "webhook_endpoint"
}
accord_kernel::id_type! {
    /// Id of a delivery: one message for one endpoint.
    DeliveryId = "webhook_delivery"
}

accord_kernel::word_enum! {
    /// Whether an endpoint hears of anything.
    pub enum EndpointState as "webhook-state" {
        /// Messages go out.
        On = "on",
        /// A person switched it off; messages are kept.
        Off = "off",
        /// The program stopped it; messages are kept.
        Stopped = "stopped",
        /// It is no more.
        Ended = "ended",
    }
}

accord_kernel::word_enum! {
    /// Why the program stopped an endpoint.
    pub enum StopReason as "webhook-stop" {
        /// The receiver answered that it is gone (410).
        Gone = "gone",
        /// Nothing arrived for days.
        Failing = "failing",
        /// Its owner left, or may not look after webhooks any more.
        Owner = "owner",
    }
}

accord_kernel::word_enum! {
    /// How a delivery stands.
    pub enum DeliveryState as "webhook-delivery" {
        /// It waits for its time.
        Queued = "queued",
        /// The receiver took it.
        Sent = "sent",
        /// It was tried for days and given up; a person may send it again.
        Failed = "failed",
        /// Its endpoint is not on; it is kept.
        Held = "held",
        /// The endpoint's owner may not see what it says.
        Withheld = "withheld",
    }
}

accord_kernel::word_enum! {
    /// Why an attempt came to nothing, where the receiver did not answer with a status.
    pub enum Failing as "webhook-error" {
        /// The name leads to no address.
        Name = "name",
        /// The address is one that is never called.
        Address = "address",
        /// Not encrypted, to an address outside.
        Plain = "plain",
        /// Nobody answers there.
        Connection = "connection",
        /// The receiver does not prove who it is.
        Certificate = "certificate",
        /// It took too long.
        Timeout = "timeout",
        /// What came back is no answer.
        Answer = "answer",
        /// The receiver did not take it.
        Status = "status",
        /// The owner may not see what it says.
        Sight = "sight",
    }
}
