//! Keys by which facts are matched: short texts, made from whatever identity the caller has.
//!
//! The rules never look inside a key. A new kind of key is one more line at the end.

use std::fmt::{Display, Formatter, Result as FmtResult};

use serde::{Deserialize, Serialize};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The key of whatever prints as this identity.
            pub fn of(identity: impl Display) -> Self {
                Self(identity.to_string())
            }

            /// The text of the key.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl Display for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
                f.write_str(&self.0)
            }
        }
    )*};
}

keys! {
    /// A product that manufacturing builds.
    ProductKey;
    /// A line of an order.
    LineKey;
    /// A region whose crews install.
    RegionKey;
    /// A skill that a job on site needs.
    SkillKey;
    /// A spare part.
    PartKey;
    /// A reservation.
    ReservationKey;
    /// The promise that a reservation protects.
    PromiseKey;
}
