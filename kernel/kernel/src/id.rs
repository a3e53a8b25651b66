//! Typed ids and stored enumerations.

/// Declares a typed id: a UUID that cannot be mistaken for another's.
///
/// ```
/// accord_kernel::id_type! {
///     /// Id of a promise.
///     PromiseId = "promise"
/// }
/// ```
/// The word is the entity's name in schemas (`x-ref`), from which pages know what to offer for choice.
#[macro_export]
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident = $word:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, $crate::macro_support::serde::Serialize, $crate::macro_support::serde::Deserialize)]
        #[serde(transparent, crate = "::accord_kernel::macro_support::serde")]
        pub struct $name(pub $crate::macro_support::uuid::Uuid);

        impl From<$name> for $crate::macro_support::uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl From<$crate::macro_support::uuid::Uuid> for $name {
            fn from(id: $crate::macro_support::uuid::Uuid) -> Self {
                Self(id)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
        impl $crate::store::Column for $name {
            const KIND: $crate::store::Kind = $crate::store::Kind::Uuid;
            fn to_value(&self) -> $crate::store::Value {
                $crate::store::Value::Uuid(self.0)
            }
            fn from_value(value: &$crate::store::Value) -> Option<Self> {
                <$crate::macro_support::uuid::Uuid as $crate::store::Column>::from_value(value).map(Self)
            }
        }
        impl $crate::macro_support::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut $crate::macro_support::schemars::SchemaGenerator) -> $crate::macro_support::schemars::Schema {
                $crate::macro_support::schemars::json_schema!({ "type": "string", "format": "uuid", "x-ref": $word })
            }
        }
    };
}

/// Declares an enumeration that is stored, sent and shown by a stable word. The message keys are
/// `<key>-<word with dashes>`.
///
/// ```
/// accord_kernel::word_enum! {
///     /// How a promise ended.
///     pub enum Outcome as "outcome" {
///         /// In time.
///         Kept = "kept",
///         /// After its first due.
///         KeptLate = "kept_late",
///     }
/// }
/// ```
#[macro_export]
macro_rules! word_enum {
    ($(#[$meta:meta])* pub enum $name:ident as $key:literal { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, $crate::macro_support::serde::Serialize, $crate::macro_support::serde::Deserialize)]
        #[serde(crate = "::accord_kernel::macro_support::serde")]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $word)] $variant, )+
        }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// The value of a word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
            /// The message key that says it in the reader's language.
            pub fn message(self) -> String {
                format!(concat!($key, "-{}"), self.word().replace(['_', '.'], "-"))
            }
        }
        impl $crate::store::Column for $name {
            const KIND: $crate::store::Kind = $crate::store::Kind::Text;
            fn to_value(&self) -> $crate::store::Value {
                $crate::store::Value::Text(self.word().to_owned())
            }
            fn from_value(value: &$crate::store::Value) -> Option<Self> {
                match value {
                    $crate::store::Value::Text(word) => Self::parse(word),
                    _ => None,
                }
            }
        }
        impl $crate::macro_support::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut $crate::macro_support::schemars::SchemaGenerator) -> $crate::macro_support::schemars::Schema {
                $crate::macro_support::schemars::json_schema!({ "type": "string", "enum": [$($word),+], "x-words": $key })
            }
        }
    };
}
