//! Pure decisions of this room; what becomes of a message is the engine's ([`accord_mail::decide`]).

use jiff::{SignedDuration, Timestamp};

/// Longest words that a case takes, in characters; the rest stands on the message's own page.
pub const WORDS_MAX: usize = 2_000;
/// A message is taken as received at most so long ago; an older mark is a clock gone wrong.
const RECEIVED_MAX: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Domains at which people of every firm have their addresses: they say nothing about the firm.
const PUBLIC: [&str; 16] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.com.br",
    "icloud.com",
    "me.com",
    "aol.com",
    "gmx.net",
    "proton.me",
    "uol.com.br",
    "bol.com.br",
    "terra.com.br",
];

/// A text cut to so many characters, with an ellipsis where something is missing.
pub fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// What a new case says: the subject, and below it the words. Never empty.
pub fn what(subject: &str, words: &str, without: &str) -> String {
    let both = match (subject.trim(), words.trim()) {
        ("", "") => without.to_owned(),
        ("", words) => words.to_owned(),
        (subject, "") => subject.to_owned(),
        (subject, words) => format!("{subject}\n\n{words}"),
    };
    cut(&both, WORDS_MAX)
}

/// When a message reached us: what the mail server noted, as far as it can be true. What the sender wrote is never asked.
pub fn received(noted: Option<Timestamp>, now: Timestamp) -> Timestamp {
    match noted {
        Some(at) if at <= now && now.duration_since(at) <= RECEIVED_MAX => at,
        _ => now,
    }
}

/// The domain of an address that says something about the firm.
pub fn firm_domain(address: &str) -> Option<&str> {
    let (_, domain) = address.rsplit_once('@')?;
    (domain.contains('.') && !PUBLIC.contains(&domain)).then_some(domain)
}

/// The number of a case in a subject: `CASE-2027-0042`, in whatever case it is written.
pub fn number_in(subject: &str) -> Option<String> {
    let upper = subject.to_ascii_uppercase();
    let from = upper.find("CASE-")?;
    let number: String =
        upper.get(from..)?.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let sound = number.len() > "CASE-2027-".len() && number.chars().filter(|c| *c == '-').count() == 2;
    sound.then_some(number)
}

/// Whether our mail server says that the sender's domain denies the message: the topmost result that bears its name counts,
/// and no other, since whoever sends can write such lines too.
pub fn is_denied(results: &[String], trusted: &str) -> bool {
    let ours = results.iter().find(|result| {
        let name = result.trim().split([';', ' ']).next().unwrap_or_default();
        !trusted.is_empty() && name.eq_ignore_ascii_case(trusted)
    });
    ours.is_some_and(|result| {
        result.to_ascii_lowercase().split([';', ' ']).any(|word| word.trim() == "dmarc=fail")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_case_says_subject_and_words() {
        assert_eq!(what("Prensa", "parada", "?"), "Prensa\n\nparada");
        assert_eq!(
            (what("", "a", "?"), what("b", " ", "?"), what("", "", "?")),
            ("a".into(), "b".into(), "?".into())
        );
        let long = what("s", &"ã".repeat(3_000), "?");
        assert_eq!((long.chars().count(), long.chars().last()), (WORDS_MAX, Some('…')));
    }

    #[test]
    fn the_time_of_receipt_counts_and_only_a_possible_one() {
        let now = at("2027-05-03T12:00:00Z");
        assert_eq!(received(Some(at("2027-05-03T11:59:55Z")), now), at("2027-05-03T11:59:55Z"));
        for noted in [None, Some(at("2099-12-31T00:00:00Z")), Some(at("2027-03-01T00:00:00Z"))] {
            assert_eq!(received(noted, now), now);
        }
    }

    #[test]
    fn domains_and_numbers() {
        assert_eq!(firm_domain("ana@moinho.example"), Some("moinho.example"));
        assert_eq!(
            (firm_domain("ana@gmail.com"), firm_domain("ana@localhost"), firm_domain("ana")),
            (None, None, None)
        );
        assert_eq!(number_in("Re: case-2027-0042: how it stands").as_deref(), Some("CASE-2027-0042"));
        for none in ["CASE-", "CASE-1", "suitcase-x", "", "CASE-2027"] {
            assert_eq!(number_in(none), None, "{none}");
        }
    }

    #[test]
    fn only_our_own_server_denies_a_sender() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let denied = list(&["mx.halden.example; spf=fail; dmarc=fail header.from=vale.example"]);
        assert!(is_denied(&denied, "MX.halden.example"));
        assert!(!is_denied(&denied, "mx.other.example"));
        assert!(!is_denied(&denied, ""));
        let topmost = list(&["mx.halden.example; dmarc=pass", "mx.halden.example; dmarc=fail"]);
        assert!(!is_denied(&topmost, "mx.halden.example"));
        assert!(!is_denied(&list(&["mx.halden.example; dmarc=failing"]), "mx.halden.example"));
    }
}
