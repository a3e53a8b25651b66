//! The same key has one effect and one answer (R67): calls repeated by an impatient hand or a lost connection.

use accord_store::{Tx, params};
use serde_json::Value as JsonValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Call, Context, Outcome, Principal, PrincipalKind, Refusal, Status};

/// Longest idempotency key.
const KEY_MAX: usize = 200;

/// A call's key, of its principal alone.
pub(crate) struct Key<'c> {
    principal: Uuid,
    key: &'c str,
    action: &'static str,
    fingerprint: Vec<u8>,
}

impl<'c> Key<'c> {
    /// The key of a call that has one. Nobody has none: whoever is not signed in is everybody, and what signing in
    /// answers is not kept.
    pub(crate) fn of(principal: &Principal, action: &'static str, call: &'c Call) -> Outcome<Option<Self>> {
        let Some(key) = call.key.as_deref() else {
            return Ok(None);
        };
        if key.is_empty() || key.len() > KEY_MAX || key.chars().any(char::is_control) {
            return Err(Refusal::new(Status::Malformed, "key.length").with("max", KEY_MAX));
        }
        if principal.kind == PrincipalKind::Nobody {
            return Ok(None);
        }
        let fingerprint = Sha256::digest(format!("{action}\n{}", call.input)).to_vec();
        Ok(Some(Self { principal: principal.id, key, action, fingerprint }))
    }

    /// Takes the key for this call, or gives the answer of the earlier one. On PostgreSQL a call with the same key on
    /// another connection is waited for here, before it could meet this one anywhere else.
    pub(crate) fn claim(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Option<JsonValue>> {
        let sql = "INSERT INTO idempotency (principal, key, action, fingerprint, answer, recorded_at)
            VALUES (?1, ?2, ?3, ?4, '', ?5) ON CONFLICT (principal, key) DO NOTHING";
        let values = params![self.principal, self.key, self.action, self.fingerprint, ctx.wall];
        if tx.execute(sql, values)? == 1 {
            return Ok(None);
        }
        let sql = "SELECT fingerprint, answer FROM idempotency WHERE principal = ?1 AND key = ?2";
        let Some(row) = tx.query_one(sql, params![self.principal, self.key])? else {
            // The earlier answer was just now cleared away.
            return Err(accord_store::Error::Retry.into());
        };
        if row.get::<Vec<u8>>(0)? != self.fingerprint {
            return Err(Refusal::new(Status::Invalid, "key.other_body"));
        }
        let answer: String = row.get(1)?;
        Ok(Some(serde_json::from_str(&answer).unwrap_or(JsonValue::Null)))
    }

    /// Keeps the answer beside the key, without what is shown once.
    pub(crate) fn keep(&self, tx: &mut Tx, answer: &JsonValue) -> Outcome<()> {
        let sql = "UPDATE idempotency SET answer = ?3 WHERE principal = ?1 AND key = ?2";
        tx.execute(sql, params![self.principal, self.key, without_secret(answer).to_string()])?;
        Ok(())
    }
}

/// What is shown once (`secret`) is shown once, also by a repeated key.
fn without_secret(answer: &JsonValue) -> JsonValue {
    let mut kept = answer.clone();
    if let Some(secret) = kept.as_object_mut().and_then(|fields| fields.get_mut("secret")) {
        *secret = JsonValue::String(String::new());
    }
    kept
}
