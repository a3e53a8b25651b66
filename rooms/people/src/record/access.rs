//! Logins, sessions, tokens, tries: operational, since their secrets must not stand in a log that forgets nothing.

use accord_kernel::{Language, Outcome};
use accord_store::{Row, Tx, Value, params};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    PersonId, SessionId, TokenId,
    check::fold_email,
    terms::{Density, LoginKind, PersonState, Theme},
};

/// How somebody signs in.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) subject: Uuid,
    pub(crate) kind: LoginKind,
    /// Address to write to, as it was given.
    pub(crate) address: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) must_change: bool,
    pub(crate) invitation_until: Option<Timestamp>,
    /// Whether the operator set the password by hand: it opens the house even where passwords are off.
    pub(crate) recovered: bool,
}

const LOGIN: &str =
    "subject, kind, address, password_hash, must_change, invitation_until, recovered FROM login";

fn login(row: &Row) -> Outcome<Login> {
    Ok(Login {
        subject: row.get(0)?,
        kind: row.get(1)?,
        address: row.get(2)?,
        password_hash: row.get(3)?,
        must_change: row.get(4)?,
        invitation_until: row.get(5)?,
        recovered: row.get(6)?,
    })
}

/// A login by its folded address.
pub(crate) fn login_by_email(tx: &mut Tx, folded: &str) -> Outcome<Option<Login>> {
    tx.query_one(&format!("SELECT {LOGIN} WHERE email = ?1"), params![folded])?
        .map(|row| login(&row))
        .transpose()
}

/// A login by whose it is.
pub(crate) fn login_of(tx: &mut Tx, subject: Uuid) -> Outcome<Option<Login>> {
    tx.query_one(&format!("SELECT {LOGIN} WHERE subject = ?1"), params![subject])?
        .map(|row| login(&row))
        .transpose()
}

/// A login by the hash of its invitation's secret.
pub(crate) fn login_by_invitation(tx: &mut Tx, hash: &[u8]) -> Outcome<Option<Login>> {
    tx.query_one(&format!("SELECT {LOGIN} WHERE invitation_hash = ?1"), params![hash.to_vec()])?
        .map(|row| login(&row))
        .transpose()
}

/// Writes a login, or its new address.
pub(crate) fn put_login(
    tx: &mut Tx,
    subject: Uuid,
    kind: LoginKind,
    customer: Option<Uuid>,
    address: &str,
) -> accord_store::Result<()> {
    // A link sent to the address before must not open the account of the address after.
    let sql = "INSERT INTO login (subject, kind, customer_id, email, address, must_change)
        VALUES (?1, ?2, ?3, ?4, ?5, FALSE)
        ON CONFLICT (subject) DO UPDATE SET email = excluded.email, address = excluded.address,
        customer_id = excluded.customer_id, invitation_hash = NULL, invitation_until = NULL";
    tx.execute(sql, params![subject, kind, customer, fold_email(address), address])?;
    Ok(())
}

/// Takes a login away.
pub(crate) fn drop_login(tx: &mut Tx, subject: Uuid) -> Outcome<()> {
    tx.execute("DELETE FROM login WHERE subject = ?1", params![subject])?;
    Ok(())
}

/// Forgets whose account at the company's own sign-in was theirs.
pub(crate) fn drop_identities(tx: &mut Tx, person: Uuid) -> Outcome<()> {
    tx.execute("DELETE FROM sso_identity WHERE person_id = ?1", params![person])?;
    Ok(())
}

/// Sets the password; an invitation is used up by it.
pub(crate) fn set_password(tx: &mut Tx, subject: Uuid, hash: &str, must_change: bool) -> Outcome<bool> {
    let sql = "UPDATE login SET password_hash = ?2, must_change = ?3, invitation_hash = NULL, invitation_until = NULL
        WHERE subject = ?1";
    Ok(tx.execute(sql, params![subject, hash, must_change])? == 1)
}

/// The operator set this password by hand.
pub(crate) fn is_recovered(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.execute("UPDATE login SET recovered = TRUE WHERE subject = ?1", params![person])?;
    Ok(())
}

/// They came in by the provider: a password that the operator set by hand is no longer an exception.
pub(crate) fn not_recovered(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.execute(
        "UPDATE login SET recovered = FALSE WHERE subject = ?1 AND recovered = TRUE",
        params![person],
    )?;
    Ok(())
}

/// Uses an invitation up; false when it was used or replaced meanwhile.
pub(crate) fn use_invitation(tx: &mut Tx, subject: Uuid, hash: &[u8], wall: Timestamp) -> Outcome<bool> {
    let sql = "UPDATE login SET invitation_hash = NULL, invitation_until = NULL
        WHERE subject = ?1 AND invitation_hash = ?2 AND invitation_until > ?3";
    Ok(tx.execute(sql, params![subject, hash.to_vec(), wall])? == 1)
}

/// Sets an invitation; an older one is void from then on.
pub(crate) fn set_invitation(tx: &mut Tx, subject: Uuid, hash: &[u8], until: Timestamp) -> Outcome<bool> {
    let sql = "UPDATE login SET invitation_hash = ?2, invitation_until = ?3 WHERE subject = ?1";
    Ok(tx.execute(sql, params![subject, hash.to_vec(), until])? == 1)
}

/// Failures of an address and until when it rests.
pub(crate) fn tries(tx: &mut Tx, address_hash: &[u8]) -> Outcome<(i64, Option<Timestamp>)> {
    let sql = "SELECT failures, locked_until FROM sign_in_try WHERE address_hash = ?1";
    match tx.query_one(sql, params![address_hash.to_vec()])? {
        Some(row) => Ok((row.get(0)?, row.get(1)?)),
        None => Ok((0, None)),
    }
}

/// Writes the failures of an address.
pub(crate) fn put_tries(
    tx: &mut Tx,
    address_hash: &[u8],
    failures: i64,
    locked_until: Option<Timestamp>,
    wall: Timestamp,
) -> Outcome<()> {
    let sql = "INSERT INTO sign_in_try (address_hash, failures, locked_until, last_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (address_hash) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until,
        last_at = excluded.last_at";
    tx.execute(sql, params![address_hash.to_vec(), failures, locked_until, wall])?;
    Ok(())
}

/// Forgets the failures of an address.
pub(crate) fn forget_tries(tx: &mut Tx, address_hash: &[u8]) -> Outcome<()> {
    tx.execute("DELETE FROM sign_in_try WHERE address_hash = ?1", params![address_hash.to_vec()])?;
    Ok(())
}

/// Writes down that a new password was asked for an address, whosever it is.
pub(crate) fn ask_password(tx: &mut Tx, id: Uuid, folded: &str, wall: Timestamp) -> Outcome<()> {
    let sql = "INSERT INTO password_asked (id, email, asked_at) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![id, folded, wall])?;
    Ok(())
}

/// The oldest of those that were asked for.
pub(crate) fn asked_passwords(tx: &mut Tx, limit: i64) -> Outcome<Vec<Uuid>> {
    let sql = "SELECT id FROM password_asked ORDER BY asked_at, id LIMIT ?1";
    tx.query(sql, params![limit])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The address of one that was asked for.
pub(crate) fn asked_password(tx: &mut Tx, id: Uuid) -> Outcome<Option<String>> {
    match tx.query_one("SELECT email FROM password_asked WHERE id = ?1", params![id])? {
        Some(row) => Ok(Some(row.get(0)?)),
        None => Ok(None),
    }
}

/// Takes one that was asked for; false when another node took it.
pub(crate) fn take_asked(tx: &mut Tx, id: Uuid) -> Outcome<bool> {
    Ok(tx.execute("DELETE FROM password_asked WHERE id = ?1", params![id])? == 1)
}

/// Forgets tries and sessions that no longer matter.
pub(crate) fn sweep(tx: &mut Tx, wall: Timestamp, tries_before: Timestamp) -> Outcome<u64> {
    let tries = tx.execute("DELETE FROM sign_in_try WHERE last_at < ?1", params![tries_before])?;
    let sql = "DELETE FROM session WHERE expires_at <= ?1 OR last_seen_at + idle_us <= ?1";
    Ok(tries + tx.execute(sql, params![wall])?)
}

/// A session as listed.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) subject: Uuid,
    pub(crate) kind: LoginKind,
    pub(crate) made_at: Timestamp,
    pub(crate) last_seen_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) idle_us: i64,
    pub(crate) agent: String,
}

const SESSION: &str = "id, subject, kind, made_at, last_seen_at, expires_at, idle_us, agent";

fn session(row: &Row) -> Outcome<Session> {
    Ok(Session {
        id: row.get(0)?,
        subject: row.get(1)?,
        kind: row.get(2)?,
        made_at: row.get(3)?,
        last_seen_at: row.get(4)?,
        expires_at: row.get(5)?,
        idle_us: row.get(6)?,
        agent: row.get(7)?,
    })
}

/// Writes a new session.
pub(crate) fn open_session(tx: &mut Tx, session: &Session, secret_hash: &[u8]) -> Outcome<()> {
    let sql =
        format!("INSERT INTO session ({SESSION}, secret_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    tx.execute(
        &sql,
        params![
            session.id,
            session.subject,
            session.kind,
            session.made_at,
            session.last_seen_at,
            session.expires_at,
            session.idle_us,
            session.agent,
            secret_hash.to_vec()
        ],
    )?;
    Ok(())
}

/// Sessions of somebody, last seen first.
pub(crate) fn sessions_of(tx: &mut Tx, subject: Uuid) -> Outcome<Vec<Session>> {
    let sql =
        format!("SELECT {SESSION} FROM session WHERE subject = ?1 ORDER BY last_seen_at DESC, id LIMIT 200");
    tx.query(&sql, params![subject])?.iter().map(session).collect()
}

/// Ends one session of somebody; false when it is not theirs or already ended.
pub(crate) fn end_session(tx: &mut Tx, subject: Uuid, id: SessionId) -> Outcome<bool> {
    Ok(tx.execute("DELETE FROM session WHERE id = ?1 AND subject = ?2", params![id, subject])? == 1)
}

/// Ends a session, whosever it is.
pub(crate) fn end_any_session(tx: &mut Tx, id: SessionId) -> Outcome<()> {
    tx.execute("DELETE FROM session WHERE id = ?1", params![id])?;
    Ok(())
}

/// Ends every session of somebody but one. Returns how many ended.
pub(crate) fn end_sessions(tx: &mut Tx, subject: Uuid, keep: Option<Uuid>) -> Outcome<u64> {
    let keep = keep.unwrap_or_default();
    Ok(tx.execute("DELETE FROM session WHERE subject = ?1 AND id <> ?2", params![subject, keep])?)
}

/// Ends every session of everybody. Returns how many ended.
pub(crate) fn end_all_sessions(tx: &mut Tx) -> Outcome<u64> {
    Ok(tx.execute("DELETE FROM session", params![])?)
}

/// Writes when sessions and tokens were last seen.
pub(crate) fn seen(tx: &mut Tx, list: &[(Uuid, Timestamp)]) -> Outcome<()> {
    for (id, at) in list {
        let sql = "UPDATE session SET last_seen_at = ?2 WHERE id = ?1 AND last_seen_at < ?2";
        if tx.execute(sql, params![*id, *at])? == 0 {
            let sql = "UPDATE token SET last_used_at = ?2 WHERE id = ?1 AND COALESCE(last_used_at, 0) < ?2";
            tx.execute(sql, params![*id, *at])?;
        }
    }
    Ok(())
}

/// Who stands behind a credential, and the person's fields when it is a person.
#[derive(Debug)]
pub(crate) struct Bearer {
    pub(crate) credential: Option<Uuid>,
    pub(crate) subject: Uuid,
    pub(crate) kind: LoginKind,
    /// Last moment at which it holds, idle time apart.
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) last_seen_at: Option<Timestamp>,
    pub(crate) idle_us: i64,
    /// A token's permissions as stored.
    pub(crate) scope: Option<String>,
    pub(crate) person: Option<BearerPerson>,
}

#[derive(Debug)]
pub(crate) struct BearerPerson {
    pub(crate) name: String,
    pub(crate) language: Language,
    pub(crate) zone: String,
    pub(crate) theme: Theme,
    pub(crate) density: Density,
    pub(crate) state: PersonState,
}

fn bearer_person(row: &Row, from: usize) -> Outcome<Option<BearerPerson>> {
    let Some(name) = row.get::<Option<String>>(from)? else { return Ok(None) };
    Ok(Some(BearerPerson {
        name,
        language: row.get(from + 1)?,
        zone: row.get(from + 2)?,
        theme: row.get(from + 3)?,
        density: row.get(from + 4)?,
        state: row.get(from + 5)?,
    }))
}

const PERSON: &str = "p.name, p.language, p.zone, p.theme, p.density, p.state";

/// By a session's secret.
pub(crate) fn bearer_of_session(tx: &mut Tx, hash: &[u8]) -> Outcome<Option<Bearer>> {
    let sql = format!(
        "SELECT s.id, s.subject, s.kind, s.expires_at, s.last_seen_at, s.idle_us, {PERSON}
        FROM session s LEFT JOIN person p ON p.id = s.subject WHERE s.secret_hash = ?1"
    );
    let Some(row) = tx.query_one(&sql, params![hash.to_vec()])? else { return Ok(None) };
    Ok(Some(Bearer {
        credential: Some(row.get(0)?),
        subject: row.get(1)?,
        kind: row.get(2)?,
        expires_at: Some(row.get(3)?),
        last_seen_at: Some(row.get(4)?),
        idle_us: row.get(5)?,
        scope: None,
        person: bearer_person(&row, 6)?,
    }))
}

/// By a token's secret; a revoked one proves nobody.
pub(crate) fn bearer_of_token(tx: &mut Tx, hash: &[u8]) -> Outcome<Option<Bearer>> {
    let sql = format!(
        "SELECT t.id, t.person_id, t.expires_at, t.permissions, {PERSON}
        FROM token t LEFT JOIN person p ON p.id = t.person_id WHERE t.secret_hash = ?1 AND t.revoked_at IS NULL"
    );
    let Some(row) = tx.query_one(&sql, params![hash.to_vec()])? else { return Ok(None) };
    Ok(Some(Bearer {
        credential: Some(row.get(0)?),
        subject: row.get(1)?,
        kind: LoginKind::Person,
        expires_at: Some(row.get(2)?),
        last_seen_at: None,
        idle_us: 0,
        scope: Some(row.get(3)?),
        person: bearer_person(&row, 4)?,
    }))
}

/// A person already known inside the program.
pub(crate) fn bearer_of_person(tx: &mut Tx, id: Uuid) -> Outcome<Option<Bearer>> {
    let sql = format!("SELECT {PERSON} FROM person p WHERE p.id = ?1");
    let Some(row) = tx.query_one(&sql, params![id])? else { return Ok(None) };
    Ok(Some(Bearer {
        credential: None,
        subject: id,
        kind: LoginKind::Person,
        expires_at: None,
        last_seen_at: None,
        idle_us: 0,
        scope: None,
        person: bearer_person(&row, 0)?,
    }))
}

/// The stored permissions of a role by its word.
pub(crate) fn role_permissions(tx: &mut Tx, word: &str) -> Outcome<Option<String>> {
    match tx.query_one("SELECT permissions FROM role WHERE name = ?1 AND archived = FALSE", params![word])? {
        Some(row) => Ok(Some(row.get(0)?)),
        None => Ok(None),
    }
}

/// A token as listed.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) id: TokenId,
    pub(crate) person: PersonId,
    pub(crate) label: String,
    pub(crate) permissions: String,
    pub(crate) made_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) last_used_at: Option<Timestamp>,
    pub(crate) revoked_at: Option<Timestamp>,
}

/// Writes a new token.
pub(crate) fn put_token(tx: &mut Tx, token: &Token, secret_hash: &[u8]) -> Outcome<()> {
    let sql = "INSERT INTO token (id, secret_hash, person_id, label, permissions, made_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![
        token.id,
        secret_hash.to_vec(),
        token.person,
        token.label,
        token.permissions,
        token.made_at,
        token.expires_at
    ];
    tx.execute(sql, values)?;
    Ok(())
}

/// Tokens of a person, newest first.
pub(crate) fn tokens_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Token>> {
    let sql =
        "SELECT id, person_id, label, permissions, made_at, expires_at, last_used_at, revoked_at FROM token
        WHERE person_id = ?1 ORDER BY made_at DESC, id DESC LIMIT 200";
    tx.query(sql, params![person])?
        .iter()
        .map(|row| {
            Ok(Token {
                id: row.get(0)?,
                person: row.get(1)?,
                label: row.get(2)?,
                permissions: row.get(3)?,
                made_at: row.get(4)?,
                expires_at: row.get(5)?,
                last_used_at: row.get(6)?,
                revoked_at: row.get(7)?,
            })
        })
        .collect()
}

/// Revokes a token of a person; false when it is not theirs or already revoked.
pub(crate) fn revoke_token(tx: &mut Tx, person: PersonId, id: TokenId, wall: Timestamp) -> Outcome<bool> {
    let sql = "UPDATE token SET revoked_at = ?3 WHERE id = ?1 AND person_id = ?2 AND revoked_at IS NULL";
    Ok(tx.execute(sql, params![id, person, wall])? == 1)
}

/// Revokes every token of a person.
pub(crate) fn revoke_tokens(tx: &mut Tx, person: PersonId, wall: Timestamp) -> Outcome<u64> {
    let sql = "UPDATE token SET revoked_at = ?2 WHERE person_id = ?1 AND revoked_at IS NULL";
    Ok(tx.execute(sql, params![person, wall])?)
}

/// Whether a credential's id is a token's.
pub(crate) fn is_token(tx: &mut Tx, id: Uuid) -> Outcome<bool> {
    Ok(tx.query_one("SELECT 1 FROM token WHERE id = ?1", &[Value::Uuid(id)])?.is_some())
}

/// Whether somebody came by a token of theirs: what outlives the token is not made by it.
///
/// # Errors
/// What the database refuses.
pub fn by_token(tx: &mut Tx, ctx: &accord_kernel::Context) -> Outcome<bool> {
    ctx.principal.session.map_or(Ok(false), |session| is_token(tx, session))
}

/// Takes the password and any invitation away: the address stays, to be invited anew.
pub(crate) fn forget_password(tx: &mut Tx, subject: Uuid) -> Outcome<()> {
    let sql = "UPDATE login SET password_hash = NULL, invitation_hash = NULL, invitation_until = NULL WHERE subject = ?1";
    tx.execute(sql, params![subject])?;
    Ok(())
}
