//! Passwords and secrets. Hashing is slow on purpose: it runs outside every transaction.

use std::sync::{LazyLock, Mutex, PoisonError};

use accord_kernel::{Outcome, Refusal};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Longest password looked at; a longer one is refused before any work (R64: no door for exhaustion).
pub const PASSWORD_MAX: usize = 1_000;
/// Shortest new password.
pub const PASSWORD_MIN: usize = 12;

/// One hashing at a time and node: each needs 19 MiB, and the bucket in front of it keeps the queue short.
static TURNSTILE: Mutex<()> = Mutex::new(());

/// What an unknown address is verified against, so that it takes as long as a known one.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_bytes(b"nobody has this password").ok());

fn hash_bytes(password: &[u8]) -> Outcome<String> {
    let _one = TURNSTILE.lock().unwrap_or_else(PoisonError::into_inner);
    Argon2::default()
        .hash_password(password)
        .map(|hash| hash.to_string())
        .map_err(|error| Refusal::defect(error.to_string()))
}

/// Hashes a new password.
///
/// # Errors
/// 422 at `pointer` when it is too short or too long.
pub fn hash(password: &str, pointer: &'static str) -> Outcome<String> {
    if password.len() > PASSWORD_MAX {
        return Err(Refusal::field(pointer, "field.too_long").with("max", PASSWORD_MAX));
    }
    if password.chars().count() < PASSWORD_MIN {
        return Err(Refusal::field(pointer, "password.short").with("min", PASSWORD_MIN));
    }
    hash_bytes(password.as_bytes())
}

/// Whether the password is the one of the hash; `None` costs the same and never is.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> bool {
    let stored = hash.or(NOBODY.as_deref()).unwrap_or_default();
    let _one = TURNSTILE.lock().unwrap_or_else(PoisonError::into_inner);
    let matches = PasswordHash::new(stored)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
    matches && hash.is_some()
}

/// A new secret of 256 bits, as its bearer keeps it: `prefix` names its kind, so that a leak can be recognised.
///
/// # Errors
/// When the system gives no randomness.
pub fn new_secret(prefix: &str) -> Outcome<String> {
    let bytes: [u8; 32] = accord_store::secret::random()?;
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// What is stored of a secret. A secret of 256 random bits needs no slow hash.
pub fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_only_its_hash() {
        let stored = hash("a long enough one", "/password").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("a long enough one", Some(&stored)));
        assert!(!verify("another long one!", Some(&stored)));
        assert!(!verify("nobody has this password", None));
        assert_ne!(stored, hash("a long enough one", "/password").unwrap(), "salted");
    }

    #[test]
    fn lengths_are_refused_before_work() {
        let rule = |text: &str| hash(text, "/new").unwrap_err().fields[0].rule;
        assert_eq!(rule("short"), "password.short");
        assert_eq!(rule(&"x".repeat(PASSWORD_MAX + 1)), "field.too_long");
        assert!(hash(&"é".repeat(PASSWORD_MIN), "/new").is_ok());
    }

    #[test]
    fn secrets_differ_and_are_named() {
        let (a, b) = (new_secret("acc_").unwrap(), new_secret("acc_").unwrap());
        assert_ne!(a, b);
        assert!(a.starts_with("acc_") && a.len() > 40);
        assert_eq!(secret_hash(&a).len(), 32);
    }
}
