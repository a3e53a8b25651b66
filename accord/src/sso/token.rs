//! Proving an ID token: its signature, by a key that the issuer publishes. What its claims must say is the people room's
//! rule. `jsonwebtoken` takes the token apart; the mathematics are `ring`'s, which TLS brings along anyway.

use std::sync::Once;

use accord_room_people::rules::sso::Claims;
use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind, EncodingKey, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    decode, decode_header,
    errors::{ErrorKind, Result as JwtResult},
    jwk::{Jwk, PublicKeyUse},
};
use ring::signature::{self as proof, UnparsedPublicKey, VerificationAlgorithm};
use serde::Deserialize;
use serde_json::Value as JsonValue;

/// Longest token that is looked at.
const TOKEN_MAX: usize = 65_536;

/// Why a token proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no token.
    Form,
    /// It is not signed, or in a way that we do not take: never with a shared secret.
    Algorithm,
    /// No key of the issuer is the one that it names.
    Key,
    /// The key is not one for this kind of signature.
    Use,
    /// The signature is not that of the key, or what it signs is no set of claims.
    Signature,
}

/// Signatures that are taken: by a key of which only the issuer has the private half.
const TAKEN: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// The claims of a token whose signature one of these keys proves, and everything that it says.
pub(super) fn prove(token: &str, keys: &[Jwk]) -> Result<(Claims, JsonValue), Fault> {
    install();
    if token.len() > TOKEN_MAX || token.split('.').count() != 3 {
        return Err(Fault::Form);
    }
    let header = decode_header(token).map_err(|error| match error.kind() {
        ErrorKind::Json(_) | ErrorKind::InvalidAlgorithmName | ErrorKind::InvalidAlgorithm => {
            Fault::Algorithm
        }
        _ => Fault::Form,
    })?;
    if !TAKEN.contains(&header.alg) {
        return Err(Fault::Algorithm);
    }
    // Extensions that must be understood, and are not (RFC 7515, 4.1.11). Keys that the token itself brings are not looked at.
    if header.crit.is_some() {
        return Err(Fault::Form);
    }
    let key = match &header.kid {
        Some(kid) => keys.iter().find(|key| key.common.key_id.as_ref() == Some(kid)),
        None => match keys {
            [only] => Some(only),
            _ => None,
        },
    };
    let key = key.ok_or(Fault::Key)?;
    let said = key.common.key_algorithm.map(|algorithm| algorithm.to_string());
    let for_signing = !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
    if !for_signing || said.is_some_and(|said| said != format!("{:?}", header.alg)) {
        return Err(Fault::Use);
    }
    let key = DecodingKey::from_jwk(key).map_err(|_| Fault::Use)?;
    if key.family() != header.alg.family() {
        return Err(Fault::Use);
    }
    let mut only_the_signature = Validation::new(header.alg);
    only_the_signature.validate_exp = false;
    only_the_signature.validate_aud = false;
    only_the_signature.required_spec_claims.clear();
    let said = decode::<JsonValue>(token, &key, &only_the_signature).map_err(|_| Fault::Signature)?.claims;
    Ok((claims(&said).ok_or(Fault::Form)?, said))
}

/// One audience, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
struct Said {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
}

fn claims(said: &JsonValue) -> Option<Claims> {
    let said: Said = serde_json::from_value(said.clone()).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a float beyond the limits becomes the limit")]
    let seconds = |at: f64| at.floor() as i64;
    Some(Claims {
        issuer: said.iss,
        subject: said.sub,
        audience: match said.aud {
            Audience::One(one) => vec![one],
            Audience::Several(list) => list,
        },
        party: said.azp,
        expires: seconds(said.exp),
        issued: seconds(said.iat),
        not_before: said.nbf.map(seconds),
        nonce: said.nonce,
    })
}

/// A signature by `ring`.
struct Proof {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl signature::Verifier<Vec<u8>> for Proof {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> Result<(), signature::Error> {
        let rsa: Option<&'static proof::RsaParameters> = match self.algorithm {
            Algorithm::RS256 => Some(&proof::RSA_PKCS1_2048_8192_SHA256),
            Algorithm::RS384 => Some(&proof::RSA_PKCS1_2048_8192_SHA384),
            Algorithm::RS512 => Some(&proof::RSA_PKCS1_2048_8192_SHA512),
            Algorithm::PS256 => Some(&proof::RSA_PSS_2048_8192_SHA256),
            Algorithm::PS384 => Some(&proof::RSA_PSS_2048_8192_SHA384),
            Algorithm::PS512 => Some(&proof::RSA_PSS_2048_8192_SHA512),
            _ => None,
        };
        let other: Option<&'static dyn VerificationAlgorithm> = match self.algorithm {
            Algorithm::ES256 => Some(&proof::ECDSA_P256_SHA256_FIXED),
            Algorithm::ES384 => Some(&proof::ECDSA_P384_SHA384_FIXED),
            Algorithm::EdDSA => Some(&proof::ED25519),
            _ => None,
        };
        let proved = match (self.key.kind(), rsa, other) {
            (DecodingKeyKind::RsaModulusExponent { n, e }, Some(rsa), _) => {
                proof::RsaPublicKeyComponents { n, e }.verify(rsa, message, signed)
            }
            (DecodingKeyKind::SecretOrDer(key), _, Some(other)) => {
                UnparsedPublicKey::new(other, key).verify(message, signed)
            }
            _ => return Err(signature::Error::new()),
        };
        proved.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Proof {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> JwtResult<Box<dyn JwtVerifier>> {
    if !TAKEN.contains(algorithm) {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    Ok(Box::new(Proof { algorithm: *algorithm, key: key.clone() }))
}

/// We sign nothing.
fn signer(_: &Algorithm, _: &EncodingKey) -> JwtResult<Box<dyn JwtSigner>> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if PROVIDER.install_default().is_err() {
            tracing::error!("ID tokens are proved by somebody else's mathematics");
        }
    });
}
