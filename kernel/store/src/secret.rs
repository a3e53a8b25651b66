//! Keys of persons: personal fields of events are stored under them, and destroying a key is forgetting (R64).

use std::collections::HashMap;

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Error, Result, Tx, Value, params, search};

const NONCE_LENGTH: usize = 24;
const KEY_LENGTH: usize = 32;

/// A person's key.
pub struct PersonKey([u8; KEY_LENGTH]);

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PersonKey(…)")
    }
}

/// What is known of a person's key.
#[derive(Debug)]
pub enum KeyState {
    /// No personal field of this person was ever recorded.
    Absent,
    /// The key.
    Present(PersonKey),
    /// The person was erased.
    Destroyed,
}

/// Fills a buffer from the operating system.
///
/// # Errors
/// [`Error::Unavailable`] when the system gives no randomness.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(bytes)
}

/// The key of a person as it stands.
///
/// # Errors
/// What the database refuses.
pub fn key_of(tx: &mut Tx, person: Uuid) -> Result<KeyState> {
    match tx.query_one("SELECT secret FROM person_key WHERE person_id = ?1", params![person])? {
        Some(row) => state(row.get(0)?),
        None => Ok(KeyState::Absent),
    }
}

/// Keys asked for together.
const TOGETHER: usize = 50;

/// The keys of many persons, each once.
///
/// # Errors
/// What the database refuses.
pub(crate) fn keys_of(tx: &mut Tx, persons: &[Uuid]) -> Result<HashMap<Uuid, KeyState>> {
    let mut wanted = persons.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut keys = HashMap::with_capacity(wanted.len());
    for some in wanted.chunks(TOGETHER) {
        let places = crate::marks(1, some.len());
        let sql = format!("SELECT person_id, secret FROM person_key WHERE person_id IN ({places})");
        let values: Vec<Value> = some.iter().copied().map(Value::Uuid).collect();
        for row in tx.query(&sql, &values)? {
            keys.insert(row.get(0)?, state(row.get(1)?)?);
        }
        for person in some {
            keys.entry(*person).or_insert(KeyState::Absent);
        }
    }
    Ok(keys)
}

fn state(secret: Option<Vec<u8>>) -> Result<KeyState> {
    match secret {
        None => Ok(KeyState::Destroyed),
        Some(bytes) => {
            let key = bytes.try_into().map_err(|_| Error::Corrupt {
                place: "person_key.secret".to_owned(),
                expected: "key of 32 bytes",
            })?;
            Ok(KeyState::Present(PersonKey(key)))
        }
    }
}

/// The key of a person, made when there is none yet. `None` when the person was erased: then nothing personal may be
/// written about them any more.
///
/// # Errors
/// What the database refuses.
pub fn key_for_writing(tx: &mut Tx, person: Uuid) -> Result<Option<PersonKey>> {
    match key_of(tx, person)? {
        KeyState::Present(key) => Ok(Some(key)),
        KeyState::Destroyed => Ok(None),
        KeyState::Absent => {
            let key: [u8; KEY_LENGTH] = random()?;
            let sql = "INSERT INTO person_key (person_id, secret) VALUES (?1, ?2) ON CONFLICT (person_id) DO NOTHING";
            if tx.execute(sql, params![person, key.to_vec()])? == 1 {
                return Ok(Some(PersonKey(key)));
            }
            match key_of(tx, person)? {
                KeyState::Present(key) => Ok(Some(key)),
                _ => Ok(None),
            }
        }
    }
}

/// Destroys the key: every personal field of the person in every event becomes unreadable, and what the rest of this
/// transaction takes out of the search is overwritten there.
///
/// # Errors
/// What the database refuses.
pub fn destroy(tx: &mut Tx, person: Uuid, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO person_key (person_id, secret, destroyed_at) VALUES (?1, NULL, ?2)
        ON CONFLICT (person_id) DO UPDATE SET secret = NULL, destroyed_at = excluded.destroyed_at";
    tx.execute(sql, params![person, now])?;
    search::overwrite(tx)
}

/// Who was erased since an instant, with the instant of each, in order.
///
/// # Errors
/// What the database refuses.
pub fn destroyed_since(tx: &mut Tx, since: Timestamp) -> Result<Vec<(Uuid, Timestamp)>> {
    let sql = "SELECT person_id, destroyed_at FROM person_key
        WHERE destroyed_at IS NOT NULL AND destroyed_at >= ?1 ORDER BY destroyed_at, person_id";
    tx.query(sql, params![since])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

impl PersonKey {
    /// Encrypts; `place` (table and row) is bound to the ciphertext, so that it cannot be moved to another row.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LENGTH] = random()?;
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        let sealed = cipher
            .encrypt((&nonce).into(), Payload { msg: plain, aad: place })
            .map_err(|_| Error::Unavailable("encryption failed".to_owned()))?;
        let mut out = nonce.to_vec();
        out.extend(sealed);
        Ok(out)
    }

    /// Decrypts what [`PersonKey::seal`] made for the same place; `None` when it was altered.
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LENGTH>()?;
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        cipher.decrypt(nonce.into(), Payload { msg: rest, aad: place }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_text_opens_only_in_its_place_and_unaltered() {
        let key = PersonKey([7; 32]);
        let sealed = key.seal(b"person:1", b"Ana").unwrap();
        assert_eq!(key.open(b"person:1", &sealed).as_deref(), Some(b"Ana".as_slice()));
        assert_eq!(key.open(b"person:2", &sealed), None);
        let mut altered = sealed.clone();
        altered[30] ^= 1;
        assert_eq!(key.open(b"person:1", &altered), None);
        assert_eq!(PersonKey([8; 32]).open(b"person:1", &sealed), None);
        assert_eq!(key.open(b"person:1", &sealed[..10]), None);
    }
}
