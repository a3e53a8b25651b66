//! Exact money: minor units and ISO 4217.

use std::{borrow::Cow, collections::HashMap, fmt, sync::LazyLock};

use foldhash::fast::RandomState;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeStruct};

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// By its code, for example `BRL`.
    pub fn parse(code: &str) -> Option<Self> {
        // Found by its letters; the list itself would compare them with those of every currency in turn, for each amount
        // that is read.
        static KNOWN: LazyLock<HashMap<&'static str, Currency, RandomState>> = LazyLock::new(|| {
            use iso_currency::IntoEnumIterator;
            iso_currency::Currency::iter().map(|one| (one.code(), Currency(one))).collect()
        });
        KNOWN.get(code).copied()
    }
    /// Every currency that money is paid in, in the order of their codes: none for tests, funds and metals.
    pub fn all() -> impl Iterator<Item = Self> {
        use iso_currency::IntoEnumIterator;
        iso_currency::Currency::iter()
            .filter(|one| one.exponent().is_some() && !one.is_fund() && !one.is_special())
            .filter(|one| one.is_superseded().is_none())
            .map(Self)
    }
    /// Its code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }
    /// Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn digits(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl accord_store::Column for Currency {
    const KIND: accord_store::Kind = accord_store::Kind::Text;
    fn to_value(&self) -> accord_store::Value {
        accord_store::Value::Text(self.code().to_owned())
    }
    fn from_value(value: &accord_store::Value) -> Option<Self> {
        match value {
            accord_store::Value::Text(code) => Self::parse(code),
            _ => None,
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| D::Error::custom("currency"))
    }
}

impl JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$", "format": "currency", "description": "ISO 4217 code" })
    }
}

/// An amount. Arithmetic is exact; rounding happens only where a function's name says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Minor units: cents of EUR, yen of JPY.
    pub minor: i64,
    /// Currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// From a decimal with no more digits than the currency has.
    ///
    /// # Errors
    /// `None` when it has more digits or is out of range.
    pub fn from_decimal_exact(amount: Decimal, currency: Currency) -> Option<Self> {
        let amount = amount.normalize();
        if amount.scale() > currency.digits() {
            return None;
        }
        let factor = Decimal::from(10_i64.checked_pow(currency.digits())?);
        let minor = i64::try_from(amount.checked_mul(factor)?).ok()?;
        Some(Self { minor, currency })
    }

    /// From an exact figure, rounded half away from zero to the currency's digits, once, at the end (requirements,
    /// Part 2, "Rounding").
    pub fn from_decimal_rounded(amount: Decimal, currency: Currency) -> Option<Self> {
        Self::from_decimal_exact(
            amount.round_dp_with_strategy(currency.digits(), RoundingStrategy::MidpointAwayFromZero),
            currency,
        )
    }

    /// The amount as a decimal.
    pub fn amount(self) -> Decimal {
        Decimal::new(self.minor, self.currency.digits())
    }

    /// Sum; `None` when the currencies differ or the sum is out of range.
    pub fn plus(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self { minor: self.minor.checked_add(other.minor)?, currency: self.currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::try_from(self.currency.digits()).unwrap_or(0);
        write!(formatter, "{} {:.digits$}", self.currency.code(), self.amount())
    }
}

/// As `{"amount": "850000.00", "currency": "USD"}`: a decimal in a string, never a floating-point number.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = usize::try_from(self.currency.digits()).unwrap_or(0);
        let mut out = serializer.serialize_struct("Money", 2)?;
        out.serialize_field("amount", &format!("{:.digits$}", self.amount()))?;
        out.serialize_field("currency", self.currency.code())?;
        out.end()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyText {
    amount: String,
    currency: Currency,
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = MoneyText::deserialize(deserializer)?;
        let amount = Decimal::from_str_exact(&text.amount).map_err(|_| D::Error::custom("amount"))?;
        Self::from_decimal_exact(amount, text.currency).ok_or_else(|| D::Error::custom("amount_digits"))
    }
}

impl JsonSchema for Money {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Money".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let currency = Currency::json_schema(generator);
        json_schema!({
            "type": "object",
            "format": "money",
            "additionalProperties": false,
            "required": ["amount", "currency"],
            "properties": {
                "amount": { "type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$", "description": "decimal, no more digits than the currency has" },
                "currency": currency,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_currency_and_more_are_refused() {
        let usd = Currency::parse("USD").unwrap();
        let yen = Currency::parse("JPY").unwrap();
        let dinar = Currency::parse("KWD").unwrap();
        let amount = |text: &str| Decimal::from_str_exact(text).unwrap();
        assert_eq!(Money::from_decimal_exact(amount("850000.10"), usd).unwrap().minor, 85_000_010);
        assert_eq!(Money::from_decimal_exact(amount("12.5000"), usd).unwrap().minor, 1_250);
        assert_eq!(Money::from_decimal_exact(amount("12.505"), usd), None);
        assert_eq!(Money::from_decimal_exact(amount("0.5"), yen), None);
        assert_eq!(Money::from_decimal_exact(amount("1.234"), dinar).unwrap().minor, 1_234);
        assert_eq!(Money::from_decimal_rounded(amount("0.005"), usd).unwrap().minor, 1);
        assert_eq!(Money::from_decimal_rounded(amount("-0.005"), usd).unwrap().minor, -1);
    }

    #[test]
    fn json_is_a_decimal_in_a_string() {
        let money: Money = serde_json::from_str(r#"{"amount":"7.5","currency":"EUR"}"#).unwrap();
        assert_eq!(serde_json::to_string(&money).unwrap(), r#"{"amount":"7.50","currency":"EUR"}"#);
        assert!(serde_json::from_str::<Money>(r#"{"amount":7.5,"currency":"EUR"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":"7.505","currency":"EUR"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":"7.5","currency":"EUR","x":1}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":"7.5","currency":"XYZ"}"#).is_err());
    }
}
