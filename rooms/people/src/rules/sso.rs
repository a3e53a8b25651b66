//! What must hold of a signed-on account before it opens anything (OpenID Connect Core 3.1.3.7), and which roles follow
//! from its groups.

/// Seconds by which the provider's clock may differ from ours.
const SKEW: i64 = 60;
/// Longest subject (OpenID Connect Core 2).
const SUBJECT_MAX: usize = 255;

/// What an ID token says, its signature proved.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// Who issued it.
    pub issuer: String,
    /// Whose account it is, there.
    pub subject: String,
    /// For whom it was made.
    pub audience: Vec<String>,
    /// To whom it was given, where that is said.
    pub party: Option<String>,
    /// Until when it holds, in seconds since 1970.
    pub expires: i64,
    /// When it was made.
    pub issued: i64,
    /// From when it holds, where that is said.
    pub not_before: Option<i64>,
    /// What we sent along.
    pub nonce: Option<String>,
}

/// What we expect of it.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'e> {
    /// The one issuer that the operator named.
    pub issuer: &'e str,
    /// Our name there.
    pub client: &'e str,
    /// What we sent along with this sign-in.
    pub nonce: &'e str,
    /// Now, in seconds since 1970 (wall time).
    pub now: i64,
}

/// What stands against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Another issuer, however alike.
    Issuer,
    /// Made for somebody else.
    Audience,
    /// Given to somebody else.
    Party,
    /// It no longer holds.
    Expired,
    /// It does not hold yet.
    Early,
    /// It answers another sign-in.
    Nonce,
    /// It names nobody, or at unreasonable length.
    Subject,
}

/// Whether an ID token whose signature is proved answers this sign-in.
///
/// # Errors
/// What stands against it.
pub fn check(claims: &Claims, expected: &Expected<'_>) -> Result<(), Fault> {
    if claims.issuer != expected.issuer {
        return Err(Fault::Issuer);
    }
    if !claims.audience.iter().any(|one| one == expected.client) {
        return Err(Fault::Audience);
    }
    match &claims.party {
        Some(party) if party != expected.client => return Err(Fault::Party),
        None if claims.audience.len() > 1 => return Err(Fault::Party),
        _ => {}
    }
    if claims.expires.saturating_add(SKEW) <= expected.now {
        return Err(Fault::Expired);
    }
    let from = claims.not_before.map_or(claims.issued, |from| from.max(claims.issued));
    if from > expected.now.saturating_add(SKEW) {
        return Err(Fault::Early);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    if claims.subject.is_empty() || claims.subject.len() > SUBJECT_MAX || !claims.subject.is_ascii() {
        return Err(Fault::Subject);
    }
    Ok(())
}

/// What the groups of an account say of its roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    /// Roles that its groups give and that are not held yet.
    pub give: Vec<String>,
    /// Roles that come by groups alone and that its groups no longer give.
    pub take: Vec<String>,
}

/// The roles that follow from groups. A role that stands in the mapping comes by a group and by nothing else; a role that
/// does not stand there is a matter of our own administrators, and stays as it is.
pub fn roles(mapping: &[(String, String)], groups: &[String], held: &[String]) -> Roles {
    let given: Vec<&String> =
        mapping.iter().filter(|(group, _)| groups.contains(group)).map(|(_, role)| role).collect();
    let mut found = Roles::default();
    for (_, role) in mapping {
        let (has, gets) = (held.contains(role), given.contains(&role));
        if gets && !has && !found.give.contains(role) {
            found.give.push(role.clone());
        }
        if has && !gets && !found.take.contains(role) {
            found.take.push(role.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Claims {
        Claims {
            issuer: "https://id.vale.example/works".to_owned(),
            subject: "9f2c".to_owned(),
            audience: vec!["accord".to_owned()],
            party: None,
            expires: 1_800_000_300,
            issued: 1_800_000_000,
            not_before: None,
            nonce: Some("n-1".to_owned()),
        }
    }

    const EXPECTED: Expected<'static> = Expected {
        issuer: "https://id.vale.example/works",
        client: "accord",
        nonce: "n-1",
        now: 1_800_000_010,
    };

    #[test]
    fn an_account_answers_one_sign_in_of_ours_or_none() {
        assert_eq!(check(&sound(), &EXPECTED), Ok(()));
        let with = |change: &dyn Fn(&mut Claims)| {
            let mut claims = sound();
            change(&mut claims);
            check(&claims, &EXPECTED)
        };
        for other in [
            "https://id.vale.example",
            "https://id.vale.example/works/",
            "https://badid.vale.example/works",
            "",
        ] {
            assert_eq!(with(&|claims| claims.issuer = other.to_owned()), Err(Fault::Issuer), "{other}");
        }
        assert_eq!(with(&|claims| claims.audience = vec!["other".to_owned()]), Err(Fault::Audience));
        assert_eq!(with(&|claims| claims.audience.clear()), Err(Fault::Audience));
        let both = || vec!["accord".to_owned(), "other".to_owned()];
        assert_eq!(with(&|claims| claims.audience = both()), Err(Fault::Party));
        assert_eq!(with(&|claims| claims.party = Some("other".to_owned())), Err(Fault::Party));
        assert_eq!(
            with(&|claims| {
                claims.audience = both();
                claims.party = Some("accord".to_owned());
            }),
            Ok(())
        );
        assert_eq!(with(&|claims| claims.expires = 1_799_999_950), Err(Fault::Expired));
        assert_eq!(with(&|claims| claims.expires = 1_799_999_951), Ok(()));
        assert_eq!(with(&|claims| claims.expires = i64::MIN), Err(Fault::Expired));
        assert_eq!(with(&|claims| claims.issued = 1_800_000_071), Err(Fault::Early));
        assert_eq!(with(&|claims| claims.not_before = Some(1_800_000_090)), Err(Fault::Early));
        assert_eq!(with(&|claims| claims.nonce = Some("n-2".to_owned())), Err(Fault::Nonce));
        assert_eq!(with(&|claims| claims.nonce = None), Err(Fault::Nonce));
        assert_eq!(with(&|claims| claims.subject.clear()), Err(Fault::Subject));
        assert_eq!(with(&|claims| claims.subject = "x".repeat(256)), Err(Fault::Subject));
    }

    #[test]
    fn a_group_taken_away_takes_its_role_and_nothing_else() {
        let text = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let mapping: Vec<(String, String)> =
            [("sales", "sales_rep"), ("dach", "sales_rep"), ("boss", "executive")]
                .iter()
                .map(|(group, role)| ((*group).to_owned(), (*role).to_owned()))
                .collect();
        let held = text(&["executive", "trainer"]);
        let found = roles(&mapping, &text(&["sales", "dach", "unknown"]), &held);
        assert_eq!(found, Roles { give: text(&["sales_rep"]), take: text(&["executive"]) });
        assert_eq!(roles(&mapping, &text(&["boss"]), &held), Roles::default());
        assert_eq!(roles(&[], &text(&["boss"]), &held), Roles::default());
    }
}
