//! Signatures and secrets by Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, as `v1,` and base64; several behind
//! one another while a secret is changed. The cryptography is the libraries'; the tests hold the scheme against the reference.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Bytes of a secret.
pub const SECRET_LENGTH: usize = 32;
/// Before a secret as people see it.
const PREFIX: &str = "whsec_";

/// A secret as the receiver is given it.
pub fn shown(secret: &[u8]) -> String {
    format!("{PREFIX}{}", BASE64.encode(secret))
}

/// The head `webhook-signature` of a message: one signature for each secret, the newest first.
pub fn signatures(secrets: &[Vec<u8>], id: &str, timestamp: i64, body: &str) -> String {
    let of = |secret: &Vec<u8>| format!("v1,{}", BASE64.encode(mac(secret, id, timestamp, body)));
    secrets.iter().map(of).collect::<Vec<String>>().join(" ")
}

fn mac(secret: &[u8], id: &str, timestamp: i64, body: &str) -> Vec<u8> {
    // A key of any length is a key to HMAC; there is no error to be had.
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(secret).unwrap_or_else(|_| Hmac::new(&[0; 64].into()));
    for part in [id.as_bytes(), b".", timestamp.to_string().as_bytes(), b".", body.as_bytes()] {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key, message and signature that the reference clients carry in their own tests.
    #[test]
    fn the_signature_is_that_of_the_reference_clients() {
        let secret = BASE64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let made = signatures(&[secret], id, 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn while_a_secret_is_changed_both_sign() {
        let (old, new) = (vec![1; SECRET_LENGTH], vec![2; SECRET_LENGTH]);
        let one = |secret: &Vec<u8>| signatures(std::slice::from_ref(secret), "m", 5, "{}");
        let both = signatures(&[new.clone(), old.clone()], "m", 5, "{}");
        assert_eq!(both, format!("{} {}", one(&new), one(&old)));
        assert_ne!(one(&new), signatures(&[new], "m", 6, "{}"), "the time is signed");
        assert!(shown(&old).starts_with("whsec_AQEB"));
    }
}
