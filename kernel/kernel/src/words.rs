//! Saying things in the reader's language and zone. No sentence is glued from pieces: messages are Fluent, numbers and
//! dates are ICU4X.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use fixed_decimal::Decimal as IcuDecimal;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use foldhash::fast::RandomState;
use icu_calendar::Gregorian;
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{T, YMD, YMDE, YMDT},
};
use icu_decimal::{DecimalFormatter, options::DecimalFormatterOptions};
use icu_locale_core::Locale;
use jiff::{Timestamp, civil, tz::TimeZone};
use writeable::Writeable;

use rust_decimal::Decimal;

use crate::{Currency, Fact, Money};

crate::word_enum! {
    /// Languages complete from the first page.
    pub enum Language as "language" {
        /// English.
        English = "en",
        /// Brazilian Portuguese.
        Portuguese = "pt-BR",
    }
}

impl Language {
    /// The best match for an `Accept-Language` header or a tag.
    pub fn best(accept: &str) -> Self {
        for part in accept.split(',') {
            let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if tag.starts_with("pt") {
                return Self::Portuguese;
            }
            if tag.starts_with("en") {
                return Self::English;
            }
        }
        Self::English
    }

    /// ICU's locale: day before month in English, which nobody misreads with a month's name.
    fn icu(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Portuguese => "pt-BR",
        }
    }
}

/// One language's messages and formatters.
struct Book {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String, RandomState>,
    decimal: DecimalFormatter,
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    date_with_day: FixedCalendarDateTimeFormatter<Gregorian, YMDE>,
    time: FixedCalendarDateTimeFormatter<Gregorian, T>,
    instant: FixedCalendarDateTimeFormatter<Gregorian, YMDT>,
}

/// The words of both languages, from every room's `locales/`.
pub struct Words {
    books: Vec<(Language, Book)>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Words")
    }
}

impl Words {
    /// Reads the rooms' message files: `(language, text)`.
    ///
    /// # Errors
    /// A sentence that names what cannot be read, or a message given twice.
    pub fn new(sources: &[(Language, &str)]) -> Result<Arc<Self>, String> {
        let mut books = Vec::new();
        for language in Language::ALL {
            let texts: Vec<&str> =
                sources.iter().filter(|(of, _)| of == language).map(|(_, text)| *text).collect();
            books.push((*language, book(*language, &texts)?));
        }
        Ok(Arc::new(Self { books }))
    }

    fn book(&self, language: Language) -> Option<&Book> {
        self.books.iter().find(|(of, _)| *of == language).map(|(_, book)| book)
    }

    /// Whether a message exists.
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.book(language).is_some_and(|book| book.bundle.has_message(key))
    }

    /// Speaks one language in one zone (IANA; UTC when unknown).
    pub fn tongue(&self, language: Language, zone: &str) -> Tongue<'_> {
        self.tongue_in(language, TimeZone::get(zone).unwrap_or(TimeZone::UTC))
    }

    /// Speaks one language in a zone that was found before.
    pub fn tongue_in(&self, language: Language, zone: TimeZone) -> Tongue<'_> {
        Tongue { words: self, language, zone }
    }
}

fn book(language: Language, texts: &[&str]) -> Result<Book, String> {
    let tag = language.word().parse().map_err(|_| format!("language tag {}", language.word()))?;
    let mut bundle: FluentBundle<FluentResource> = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    let mut plain = HashMap::default();
    for text in texts {
        let resource = FluentResource::try_new((*text).to_owned())
            .map_err(|(_, errors)| format!("{}: {errors:?}", language.word()))?;
        bundle.add_resource(resource).map_err(|errors| format!("{}: {errors:?}", language.word()))?;
        // Most messages have no argument; they are looked up, not interpreted.
        for id in text.lines().filter_map(|line| line.split_once(" =").map(|(id, _)| id)) {
            if let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                let value = bundle.format_pattern(pattern, None, &mut errors).into_owned();
                if errors.is_empty() {
                    plain.insert(id.to_owned(), value);
                }
            }
        }
    }
    let locale: Locale = language.icu().parse().map_err(|_| format!("locale {}", language.icu()))?;
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", language.icu());
    Ok(Book {
        bundle,
        plain,
        decimal: DecimalFormatter::try_new(locale.clone().into(), DecimalFormatterOptions::default())
            .map_err(|error| said(&error))?,
        date: FixedCalendarDateTimeFormatter::try_new(locale.clone().into(), YMD::medium())
            .map_err(|error| said(&error))?,
        date_with_day: FixedCalendarDateTimeFormatter::try_new(locale.clone().into(), YMDE::medium())
            .map_err(|error| said(&error))?,
        time: FixedCalendarDateTimeFormatter::try_new(locale.clone().into(), T::hm())
            .map_err(|error| said(&error))?,
        instant: FixedCalendarDateTimeFormatter::try_new(
            locale.into(),
            YMDT::medium().with_time_precision(icu_datetime::options::TimePrecision::Minute),
        )
        .map_err(|error| said(&error))?,
    })
}

/// One language and zone, at the place of use.
#[derive(Clone)]
pub struct Tongue<'w> {
    words: &'w Words,
    /// The language.
    pub language: Language,
    /// The zone in which instants are said.
    pub zone: TimeZone,
}

impl<'w> Tongue<'w> {
    /// A message without arguments. An unknown key says itself, so that it is seen.
    pub fn say(&self, key: &str) -> Cow<'w, str> {
        match self.words.book(self.language).and_then(|book| book.plain.get(key)) {
            Some(text) => Cow::Borrowed(text.as_str()),
            None => Cow::Owned(self.say_with(key, &[])),
        }
    }

    /// A message with facts, each said in this language and zone.
    pub fn say_with(&self, key: &str, facts: &[(&'static str, Fact)]) -> String {
        let Some(book) = self.words.book(self.language) else { return key.to_owned() };
        let Some(pattern) = book.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(key, "no message {key}");
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, fact) in facts {
            // Numbers stay numbers for plural rules; the figure itself is said by `$name_text` when grouping matters.
            if let Fact::Number(number) = fact {
                args.set(*name, FluentValue::from(*number));
            } else {
                args.set(*name, FluentValue::from(self.fact(fact)));
            }
        }
        let mut errors = Vec::new();
        book.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// Says one fact.
    pub fn fact(&self, fact: &Fact) -> String {
        match fact {
            Fact::Text(text) => text.clone(),
            Fact::Number(number) => self.number(*number),
            Fact::Decimal(number) => self.decimal(*number),
            Fact::Date(date) => self.date(*date),
            Fact::Instant(instant) => self.instant(*instant),
            Fact::Money(money) => self.money(*money),
            Fact::Word(key) => self.say(key).into_owned(),
            Fact::Told(key, facts) => self.say_with(key, facts),
            Fact::List(list) => list.iter().map(|fact| self.fact(fact)).collect::<Vec<_>>().join(", "),
        }
    }

    fn icu<W: Writeable>(&self, format: impl FnOnce(&'w Book) -> Option<W>) -> Option<String> {
        self.words.book(self.language).and_then(format).map(|text| text.write_to_string().into_owned())
    }

    /// A price in a currency: as an amount where the currency has its digits, else as the figure that it is.
    pub fn price(&self, price: Decimal, currency: Currency) -> String {
        match Money::from_decimal_exact(price, currency) {
            Some(money) => self.money(money),
            None => format!("{} {}", currency.code(), self.decimal(price)),
        }
    }

    /// A whole number, grouped.
    pub fn number(&self, number: i64) -> String {
        let decimal = IcuDecimal::from(number);
        self.words.book(self.language).map_or_else(
            || number.to_string(),
            |book| book.decimal.format(&decimal).write_to_string().into_owned(),
        )
    }

    /// A decimal with the digits that it has.
    pub fn decimal(&self, number: rust_decimal::Decimal) -> String {
        let text = number.to_string();
        match (self.words.book(self.language), text.parse::<IcuDecimal>()) {
            (Some(book), Ok(decimal)) => book.decimal.format(&decimal).write_to_string().into_owned(),
            _ => text,
        }
    }

    /// A civil date: 30 Mar 2026.
    pub fn date(&self, date: civil::Date) -> String {
        self.icu(|book| icu_date(date).map(|date| book.date.format(&date)))
            .unwrap_or_else(|| date.to_string())
    }

    /// A civil date with the day of the week: Mon, 30 Mar 2026.
    pub fn date_with_day(&self, date: civil::Date) -> String {
        self.icu(|book| icu_date(date).map(|date| book.date_with_day.format(&date)))
            .unwrap_or_else(|| date.to_string())
    }

    /// An instant in this zone: 30 Mar 2026, 14:05.
    pub fn instant(&self, instant: Timestamp) -> String {
        self.instant_in(instant, &self.zone)
    }

    /// An instant in another zone, for example a site's.
    pub fn instant_in(&self, instant: Timestamp, zone: &TimeZone) -> String {
        let local = zone.to_datetime(instant);
        self.icu(|book| icu_datetime(local).map(|local| book.instant.format(&local)))
            .unwrap_or_else(|| local.to_string())
    }

    /// The time of day in this zone: 14:05.
    pub fn time(&self, instant: Timestamp) -> String {
        let local = self.zone.to_datetime(instant);
        self.icu(|book| icu_time(local.time()).map(|time| book.time.format(&time)))
            .unwrap_or_else(|| local.to_string())
    }

    /// The civil date of an instant in this zone.
    pub fn date_of(&self, instant: Timestamp) -> civil::Date {
        self.zone.to_datetime(instant).date()
    }

    /// An amount: $850,000.00, R$ 1.234,50, CHF 12.00. Common currencies have their sign, all others their code.
    pub fn money(&self, money: Money) -> String {
        let digits = usize::try_from(money.currency.digits()).unwrap_or(0);
        let text = format!("{:.digits$}", money.amount());
        let amount = match (self.words.book(self.language), text.parse::<IcuDecimal>()) {
            (Some(book), Ok(decimal)) => book.decimal.format(&decimal).write_to_string().into_owned(),
            _ => text,
        };
        let (sign, amount) = match amount.strip_prefix('-') {
            Some(rest) => ("−", rest.to_owned()),
            None => ("", amount),
        };
        let space = if self.language == Language::Portuguese { "\u{a0}" } else { "" };
        match money.currency.code() {
            "USD" if self.language == Language::English => format!("{sign}${amount}"),
            "USD" => format!("{sign}US$\u{a0}{amount}"),
            "EUR" => format!("{sign}€{space}{amount}"),
            "GBP" => format!("{sign}£{space}{amount}"),
            "BRL" => format!("{sign}R$\u{a0}{amount}"),
            code => format!("{sign}{code}\u{a0}{amount}"),
        }
    }
}

fn icu_date(date: civil::Date) -> Option<icu_calendar::Date<Gregorian>> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    icu_calendar::Date::try_new_gregorian(i32::from(date.year()), month, day).ok()
}

fn icu_time(time: civil::Time) -> Option<icu_time::Time> {
    let part = |n: i8| u8::try_from(n).ok();
    icu_time::Time::try_new(part(time.hour())?, part(time.minute())?, part(time.second())?, 0).ok()
}

fn icu_datetime(local: civil::DateTime) -> Option<icu_time::DateTime<Gregorian>> {
    Some(icu_time::DateTime { date: icu_date(local.date())?, time: icu_time(local.time())? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn words() -> Arc<Words> {
        Words::new(&[
            (Language::English, "hello = Hello\ndue = Due { $at } in { $n ->\n    [one] one day\n   *[other] { $n } days\n}\n"),
            (Language::Portuguese, "hello = Olá\ndue = Até { $at }\n"),
        ])
        .unwrap()
    }

    #[test]
    fn says_dates_numbers_money_in_both_languages() {
        let words = words();
        let en = words.tongue(Language::English, "America/Chicago");
        let pt = words.tongue(Language::Portuguese, "America/Sao_Paulo");
        let date = civil::date(2026, 3, 30);
        assert_eq!(en.date(date), "30 Mar 2026");
        assert!(pt.date(date).contains("mar"), "{}", pt.date(date));
        assert_eq!(en.number(1_234_567), "1,234,567");
        assert_eq!(pt.number(1_234_567), "1.234.567");
        let brl = Money::new(-123_450, Currency::parse("BRL").unwrap());
        assert_eq!(pt.money(brl), "−R$\u{a0}1.234,50");
        let usd = Money::new(85_000_000, Currency::parse("USD").unwrap());
        assert_eq!(en.money(usd), "$850,000.00");
        let at: Timestamp = "2026-07-18T07:10:00Z".parse().unwrap();
        assert_eq!(en.time(at), "02:10");
        assert_eq!(en.instant(at), "18 Jul 2026, 02:10");
    }

    #[test]
    fn plurals_and_unknown_keys() {
        let words = words();
        let en = words.tongue(Language::English, "UTC");
        assert_eq!(
            en.say_with("due", &[("at", civil::date(2026, 5, 1).into()), ("n", 1.into())]),
            "Due 1 May 2026 in one day"
        );
        let told = Fact::Told("due".to_owned(), vec![("at", Fact::from("noon")), ("n", Fact::from(3_i64))]);
        assert_eq!(en.fact(&Fact::List(vec![told, "later".into()])), "Due noon in 3 days, later");
        assert_eq!(en.say("no-such-key"), "no-such-key");
        assert_eq!(words.tongue(Language::Portuguese, "UTC").say("hello"), "Olá");
    }

    #[test]
    fn a_message_given_twice_is_refused() {
        assert!(Words::new(&[(Language::English, "a = 1\n"), (Language::English, "a = 2\n")]).is_err());
    }
}
