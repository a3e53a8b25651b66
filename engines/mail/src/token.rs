//! The token in the address to which a customer answers: it says which case and which contact were written to, and
//! nobody but us can make one.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// Characters of a token by which it is looked up; the rest (128 bits) proves it.
pub const TAG_LENGTH: usize = 16;
/// Bytes of a token: ten to look it up, sixteen to prove it.
const BYTES: usize = 26;
/// Characters of a token.
pub const TOKEN_LENGTH: usize = 42;
/// Letters of a token: no case, because mail servers may change it; no vowels but two, so that no word comes out.
const LETTERS: &[u8; 32] = b"0123456789abcdfghjkmnpqrstvwxyzl";
/// Longest part of an address before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX: usize = 64;

/// The key that signs tokens. One installation has one; it never leaves it.
pub struct ReplyKey([u8; 32]);

impl std::fmt::Debug for ReplyKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ReplyKey(…)")
    }
}

impl ReplyKey {
    /// A key of 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn mac(&self, case: Uuid, contact: Uuid) -> Hmac<Sha256> {
        // A key of any length is a key to HMAC; there is no error to be had.
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).unwrap_or_else(|_| Hmac::new(&[0; 64].into()));
        mac.update(b"accord reply 1\0");
        mac.update(case.as_bytes());
        mac.update(contact.as_bytes());
        mac
    }

    /// The token of a case for a contact: 42 characters, always the same for the same two.
    pub fn token(&self, case: Uuid, contact: Uuid) -> String {
        let bytes = self.mac(case, contact).finalize().into_bytes();
        letters(bytes.get(..BYTES).unwrap_or_default())
    }

    /// Whether a token is the one of this case and contact. Takes the same time wherever it differs.
    pub fn is_token_of(&self, token: &str, case: Uuid, contact: Uuid) -> bool {
        // Bits behind the last whole byte would let several texts stand for one token.
        match bytes(token).filter(|bytes| bytes.len() == BYTES && token.len() == TOKEN_LENGTH) {
            Some(bytes) => self.mac(case, contact).verify_truncated_left(&bytes).is_ok(),
            None => false,
        }
    }
}

/// Five bits a letter, the first bits first.
fn letters(bytes: &[u8]) -> String {
    let (mut out, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.extend(LETTERS.get(((held >> bits) & 31) as usize).map(|letter| char::from(*letter)));
        }
    }
    if bits > 0 {
        out.extend(LETTERS.get(((held << (5 - bits)) & 31) as usize).map(|letter| char::from(*letter)));
    }
    out
}

/// The bytes of a token; `None` when a letter is none of ours, or bits are left that mean nothing.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let letter = letter.to_ascii_lowercase();
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 255).ok()?);
        }
    }
    (held & ((1 << bits) - 1) == 0).then_some(out)
}

/// The address with a token: `service@firm.example` becomes `service+token@firm.example`. `None` when that would be
/// longer than an address may be.
pub fn address_with(address: &str, token: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let local = format!("{local}+{token}");
    (local.len() <= LOCAL_MAX).then(|| format!("{local}@{domain}"))
}

/// An address in lower case without what stands behind a plus sign, and that.
pub fn split_address(address: &str) -> (String, Option<String>) {
    let address = address.trim().trim_matches(['<', '>']).to_ascii_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else {
        return match address.split_once('+') {
            Some((local, detail)) => (local.to_owned(), Some(detail.to_owned())),
            None => (address, None),
        };
    };
    match local.split_once('+') {
        Some((local, detail)) => (format!("{local}@{domain}"), Some(detail.to_owned())),
        None => (address, None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> ReplyKey {
        ReplyKey::new([7; 32])
    }

    #[test]
    fn a_token_is_bound_to_case_contact_and_key() {
        let (case, contact) = (Uuid::from_u128(0x0190_1234), Uuid::from_u128(0x0190_5678));
        let token = key().token(case, contact);
        assert_eq!(token.len(), 42);
        assert_eq!(token, key().token(case, contact));
        assert!(key().is_token_of(&token, case, contact));
        assert!(key().is_token_of(&token.to_uppercase(), case, contact), "mail servers may change the case");
        assert!(!key().is_token_of(&token, contact, case));
        assert!(!key().is_token_of(&token, case, Uuid::from_u128(1)));
        assert!(!ReplyKey::new([8; 32]).is_token_of(&token, case, contact));
        assert_eq!(format!("{:?}", key()), "ReplyKey(…)");
        for broken in ["", "0", &token[1..], &format!("{token}0"), "ööö", &token[..TAG_LENGTH]] {
            assert!(!key().is_token_of(broken, case, contact), "{broken}");
        }
    }

    #[test]
    fn addresses_carry_it_and_give_it_back() {
        let token = "0".repeat(42);
        let with = address_with("atendimento@vale.example", &token).unwrap();
        assert_eq!(split_address(&with), ("atendimento@vale.example".to_owned(), Some(token.clone())));
        assert_eq!(split_address(" <Service@Vale.Example>"), ("service@vale.example".to_owned(), None));
        assert_eq!(split_address("service+x"), ("service".to_owned(), Some("x".to_owned())));
        assert_eq!(address_with(&format!("{}@vale.example", "a".repeat(22)), &token), None);
        assert_eq!(address_with("nobody", &token), None);
    }

    proptest! {
        #[test]
        fn one_changed_letter_proves_nothing(case: u128, contact: u128, place in 0..42_usize, other in 0..32_usize) {
            let (case, contact) = (Uuid::from_u128(case), Uuid::from_u128(contact));
            let token = key().token(case, contact);
            let mut changed = token.clone().into_bytes();
            changed[place] = LETTERS[other];
            let changed = String::from_utf8(changed).unwrap();
            prop_assert_eq!(key().is_token_of(&changed, case, contact), changed == token);
        }

        #[test]
        fn letters_give_their_bytes_back(of in prop::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(bytes(&letters(&of)), Some(of));
        }

        #[test]
        fn any_text_is_only_no_token(text in ".{0,80}") {
            prop_assert!(!key().is_token_of(&text, Uuid::nil(), Uuid::nil()));
            let _ = split_address(&text);
            let _ = address_with(&text, &text);
        }
    }
}
