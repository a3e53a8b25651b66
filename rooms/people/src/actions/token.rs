//! Personal access tokens: for programs that act as a person, with less than the person may and an end.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    PersonId, TokenId,
    check::{self, NAME_MAX},
    password::{new_secret, secret_hash},
    record::{
        access::{self, Token},
        person,
    },
    settings,
};

/// Makes a personal access token. It may do what both its permissions and the person's roles allow.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// What it is for.
    pub label: String,
    /// What it may do; never more than its maker.
    pub permissions: Vec<Permission>,
    /// When it ends.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires_at: Timestamp,
}

/// The new token.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokenMade {
    /// Its id.
    pub token: TokenId,
    /// Its secret. Shown once; only its hash is kept.
    pub secret: String,
}

impl Action for MakeToken {
    const NAME: &'static str = "token.make";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TokenMade;
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        if access::by_token(tx, act)? {
            return Err(Refusal::forbidden("token.by_token"));
        }
        if self.permissions.is_empty() {
            return Err(Refusal::field("/permissions", "field.empty"));
        }
        for (at, permission) in self.permissions.iter().enumerate() {
            if !act.principal.may(*permission) {
                let pointer = format!("/permissions/{at}");
                return Err(Refusal::field(pointer, "token.beyond").with("permission", permission.word()));
            }
        }
        let days: i64 = settings::get(tx, act, &settings::TOKEN_DAYS)?;
        let latest = act.wall.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(act.wall);
        if self.expires_at <= act.wall {
            return Err(Refusal::field("/expires_at", "field.past"));
        }
        if self.expires_at > latest {
            return Err(Refusal::field("/expires_at", "token.too_long").with("days", days));
        }
        let words: Vec<&str> = self.permissions.iter().map(|permission| permission.word()).collect();
        let token = Token {
            id: act.new_id(),
            person: PersonId(act.principal.id),
            label: check::text("/label", &self.label, NAME_MAX)?,
            permissions: serde_json::to_string(&words).map_err(|error| Refusal::defect(error.to_string()))?,
            made_at: act.wall,
            expires_at: self.expires_at,
            last_used_at: None,
            revoked_at: None,
        };
        let secret = new_secret("accord_token_")?;
        access::put_token(tx, &token, &secret_hash(&secret))?;
        act.fact("token", token.id);
        act.fact("permissions", words);
        act.fact("expires_at", self.expires_at);
        Ok(TokenMade { token: token.id, secret })
    }
}

/// Revokes a token: one's own, or a colleague's for who manages people. It is dead on its next use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeToken {
    /// The token.
    pub token: TokenId,
    /// Whose; one's own when left out.
    #[serde(default)]
    pub person: Option<PersonId>,
}

impl Action for RevokeToken {
    const NAME: &'static str = "token.revoke";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        match self.person {
            Some(_) if !ctx.principal.may(Permission::PeopleManage) => Err(Refusal::absent()),
            Some(person) => Ok(Touches::chain(person::person(tx, person)?.id)),
            None => Ok(Touches::chain(ctx.principal.id)),
        }
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let person = self.person.unwrap_or(PersonId(act.principal.id));
        if !access::revoke_token(tx, person, self.token, act.wall)? {
            return Err(Refusal::absent());
        }
        act.fact("token", self.token);
        Ok(())
    }
}
