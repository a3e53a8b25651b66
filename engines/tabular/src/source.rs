//! How a file is to be read: what detection proposes and a mapping states.

use jiff::tz::TimeZone;

use crate::charset::Charset;
use crate::dates::DateOrder;
use crate::numbers::DecimalMark;

/// Which instant a local time means that the clock shows twice when daylight saving ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    /// Such a row is refused.
    #[default]
    Refuse,
    /// The first of the two.
    Earlier,
    /// The second of the two.
    Later,
}

/// The `[source]` table of a mapping. What is not stated and cannot be found without guessing is
/// asked for when a field needs it (date order, decimal mark, zone).
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceOptions {
    /// Encoding of a text file; found from its bytes if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Charset>,
    /// Separator of a text file (`,` `;` tab `|`); found if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Quote of a text file; found if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// Sheet of a workbook; the first visible one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row that names the columns, from 1; 0 for none (columns are then `#1`, `#2`); found if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// Order of day, month and year in dates written as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// First year of the hundred that two-digit years mean (1970: 70 is 1970 and 69 is 2069).
    /// Two-digit years are refused if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_digit_years_from: Option<i16>,
    /// Decimal mark of numbers written as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// IANA zone of local times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What a local time means that exists twice.
    pub fold: Fold,
    /// Texts that mean "nothing here", such as `?` or `N/A`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Accept text rows that have fewer cells than the header.
    pub short_rows: bool,
    /// The file was exported by this crate: take off the marks that made formula-like text harmless.
    pub neutralised: bool,
}

impl SourceOptions {
    /// The zone, if it is stated and known.
    pub(crate) fn time_zone(&self) -> Option<TimeZone> {
        self.zone.as_deref().and_then(|name| TimeZone::get(name).ok())
    }
}
