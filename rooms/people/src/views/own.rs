//! One's own standing: facts, wishes, sessions, tokens.

use accord_kernel::{Audience, Context, Outcome, Permission, PermissionSet, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::persons::{OwnWishes, PersonFacts, facts, wishes};
use crate::{
    PersonId, SessionId, TokenId,
    record::{access, list::COUNT_MAX, notice, person},
};

/// Oneself.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Me {}

/// Oneself, with what one has set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeShown {
    /// What is kept.
    pub facts: PersonFacts,
    /// How pages and letters are set.
    pub wishes: OwnWishes,
    /// What one may do.
    pub permissions: Vec<Permission>,
    /// Whether the password should be changed, since somebody else made it.
    pub must_change: bool,
    /// Notices not yet read, own and of those covered, counted to 1,001.
    pub unread: i64,
}

impl View for Me {
    const NAME: &'static str = "people.me";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MeShown;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let id = PersonId(ctx.principal.id);
        let row = person::person(tx, id)?;
        let must_change = access::login_of(tx, id.into())?.is_some_and(|login| login.must_change);
        Ok(MeShown {
            facts: facts(tx, ctx, id)?,
            wishes: wishes(&row),
            permissions: ctx.principal.permissions.iter().collect(),
            must_change,
            unread: notice::unread(tx, &super::notices::readers(ctx), COUNT_MAX + 1)?,
        })
    }
}

/// One's own sessions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sessions {}

/// A session.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionShown {
    /// The session.
    pub session: SessionId,
    /// What the browser calls itself.
    pub agent: String,
    /// Since when (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// Last used, to within some minutes (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub last_seen_at: Timestamp,
    /// When it ends whatever happens (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires_at: Timestamp,
    /// Whether it is the present one.
    pub present: bool,
}

impl View for Sessions {
    const NAME: &'static str = "people.sessions";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Both;
    type Answer = Vec<SessionShown>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let sessions = access::sessions_of(tx, ctx.principal.id)?;
        let live = sessions.into_iter().filter(|session| session.expires_at > ctx.wall);
        Ok(live
            .map(|session| SessionShown {
                present: ctx.principal.session == Some(session.id.into()),
                session: session.id,
                agent: session.agent,
                made_at: session.made_at,
                last_seen_at: session.last_seen_at,
                expires_at: session.expires_at,
            })
            .collect())
    }
}

/// One's own tokens.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tokens {}

/// A token, without its secret.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokenShown {
    /// The token.
    pub token: TokenId,
    /// What it is for.
    pub label: String,
    /// What it may do, as long as its person may.
    pub permissions: Vec<Permission>,
    /// Since when (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// When it ends (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires_at: Timestamp,
    /// Last used, to within some minutes (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_used_at: Option<Timestamp>,
    /// Whether it still works.
    pub works: bool,
}

impl View for Tokens {
    const NAME: &'static str = "people.tokens";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<TokenShown>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let tokens = access::tokens_of(tx, PersonId(ctx.principal.id))?;
        Ok(tokens
            .into_iter()
            .map(|token| TokenShown {
                token: token.id,
                label: token.label,
                permissions: PermissionSet::stored(&token.permissions).iter().collect(),
                made_at: token.made_at,
                expires_at: token.expires_at,
                last_used_at: token.last_used_at,
                works: token.revoked_at.is_none() && token.expires_at > ctx.wall,
            })
            .collect())
    }
}
