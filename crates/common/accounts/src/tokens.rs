//! Programs of an office that act through the JSON interface with a bearer token. A token is shown
//! once; its SHA-256 is a fact, so that who may act can be proven later.
//!
//! A token holds posts at its unit, as an officer does, and reaches as far as they do: one table of
//! permissions for both. Without a post it may file and follow, as anybody may.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use kernel::{Actor, Id, Refusal, RefusalKind};
use serde::Serialize;
use store::vault::Opened;
use store::{Change, Fact, Stream};
use web::{Lang, PageError, Visit, Words};

use crate::app::App;
use crate::facts::TokenOpened;
use crate::failure::Failure;
use crate::permissions::{Act, Reach, is_own, reach, who_may};
use crate::posts::Post;
use crate::secret;
use crate::store::{self as sql, TokenRow};

/// A program that has shown its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Which.
    pub id: Id,
    /// The unit that it acts for.
    pub unit: String,
    /// The posts that it holds there.
    pub posts: Vec<Post>,
}

impl Token {
    /// As the journal names it.
    pub fn actor(&self) -> Actor {
        Actor::Token(self.id)
    }

    /// Whether one of its posts reaches this act at this unit.
    pub fn may(&self, act: Act, unit: &str) -> bool {
        self.posts.iter().any(|post| match reach(act, *post) {
            Reach::No => false,
            Reach::Own => is_own(&self.unit, unit),
            Reach::All => true,
        })
    }
}

/// A program that must have shown its token: what the doors of the JSON interface ask for. Extract
/// it as an argument of a handler; without a token that is open the answer is 401.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its token.
    pub token: Token,
    words: Words,
}

impl Program {
    /// As the journal names it.
    pub fn actor(&self) -> Actor {
        self.token.actor()
    }

    /// The language that it asks for.
    pub fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// Asks for permission.
    ///
    /// # Errors
    /// A refusal (403) that says which posts may do it.
    pub fn allow(&self, act: Act, unit: &str) -> Result<(), Failure> {
        match self.token.may(act, unit) {
            true => Ok(()),
            false => Err(self.not_allowed(act)),
        }
    }

    /// Asks for permission to read a matter of a unit, and to do an act on it.
    ///
    /// # Errors
    /// A refusal (403) that says which posts may do it.
    pub fn allow_on(&self, unit: &str, read: Act, act: Act) -> Result<(), Failure> {
        self.allow(read, unit)?;
        self.allow(act, unit)
    }

    /// Asks for permission to do an act somewhere: what a door asks before it is known which matter
    /// is meant.
    ///
    /// # Errors
    /// A refusal (403) that says which posts may do it.
    pub fn allow_somewhere(&self, act: Act) -> Result<(), Failure> {
        match self.token.posts.iter().any(|post| reach(act, *post) != Reach::No) {
            true => Ok(()),
            false => Err(self.not_allowed(act)),
        }
    }

    fn not_allowed(&self, act: Act) -> Failure {
        let who: Vec<_> = who_may(act).map(|post| self.words.t(post.key())).collect();
        Refusal::new(RefusalKind::Forbidden, "token-not-allowed")
            .with("act", self.words.t(act.key()))
            .with("who", who.join(", "))
            .into()
    }
}

impl FromRequestParts<Arc<App>> for Program {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let visit = Visit::of(&parts.extensions);
        let visit = visit.ok_or_else(|| PageError::bug("a door outside web::layer"))?.clone();
        let Some(token) = app.bearer(&parts.headers).await? else {
            let code = match parts.headers.contains_key(AUTHORIZATION) {
                true => "token-unknown",
                false => "token-needed",
            };
            return Err(Refusal::new(RefusalKind::SignIn, code).into());
        };
        Ok(Self { token, words: app.face.book().words(visit.lang()) })
    }
}

#[derive(Serialize)]
struct Nothing {}

fn stream_of(id: Id) -> String {
    format!("token/{id}")
}

impl App {
    /// Opens a token for a unit, with posts that it holds there; answers its identity and the token
    /// itself, which is kept nowhere. `label` is what its owner calls it.
    pub async fn open_token(
        &self,
        actor: &Actor,
        unit: &str,
        posts: &[Post],
        label: Option<&str>,
    ) -> Result<(Id, String), Failure> {
        let (id, token) = (self.store.new_id(), secret::new(self.store.chance()));
        let sealed = label.map(|label| self.store.seal("text", label.as_bytes())).transpose()?;
        let opened = TokenOpened {
            unit: unit.to_owned(),
            hash: secret::hash(&token),
            label: sealed.as_ref().map(|sealed| sealed.reference.clone()),
            posts: posts.to_vec(),
        };
        let fact = Fact::new("token.opened", 1, &opened);
        let mut change = Change::new(Stream::new(stream_of(id)), vec![fact]);
        change.words.extend(sealed.map(|sealed| (sealed, String::new())));
        self.store.commit(actor, vec![change]).await?;
        Ok((id, token))
    }

    /// Closes a token.
    pub async fn close_token(&self, actor: &Actor, id: Id) -> Result<(), Failure> {
        let stream = self.store.stream(&stream_of(id)).await?;
        if stream.version() != 1 {
            return Err(Refusal::conflict("token-not-open").into());
        }
        let fact = Fact::new("token.closed", 1, &Nothing {});
        self.store.commit(actor, vec![Change::new(stream, vec![fact])]).await?;
        Ok(())
    }

    /// All tokens, closed ones too, in the order of their opening.
    pub async fn tokens(&self) -> Result<Vec<TokenRow>, Failure> {
        Ok(sql::tokens(&self.store).await?)
    }

    /// The program that signs this request with `Authorization: Bearer …`.
    pub async fn bearer(&self, headers: &HeaderMap) -> Result<Option<Token>, Failure> {
        let token = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::trim)
            .filter(|token| secret::is_shaped(token));
        let Some(token) = token else { return Ok(None) };
        let found = sql::token(&self.store, &secret::hash(token)).await?;
        Ok(found.map(|(id, unit, posts)| Token { id, unit, posts }))
    }

    /// What the owners of all tokens, closed ones too, call them; empty for one without a label.
    pub async fn token_labels(&self) -> Result<HashMap<Id, String>, Failure> {
        let tokens = self.tokens().await?;
        let items: Vec<Id> = tokens.iter().filter_map(|token| token.label).collect();
        let mut opened = self.store.words_of(&items).await?;
        let label = |token: TokenRow| {
            let label = token.label.and_then(|item| opened.remove(&item)).and_then(Opened::text);
            (token.id, label.unwrap_or_default())
        };
        Ok(tokens.into_iter().map(label).collect())
    }
}
