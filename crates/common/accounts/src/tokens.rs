//! Programs of an office that act through the JSON interface with a bearer token. A token is shown
//! once; its SHA-256 is a fact, so that who may act can be proven later.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use kernel::{Actor, Id, Refusal};
use serde::Serialize;
use store::{Change, Fact, Stream};

use crate::app::App;
use crate::facts::TokenOpened;
use crate::failure::Failure;
use crate::secret;
use crate::store::{self as sql, TokenRow};

/// A program that has shown its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Which.
    pub id: Id,
    /// The unit that it acts for.
    pub unit: String,
}

impl Token {
    /// As the journal names it.
    pub fn actor(&self) -> Actor {
        Actor::Token(self.id)
    }
}

#[derive(Serialize)]
struct Nothing {}

fn stream_of(id: Id) -> String {
    format!("token/{id}")
}

impl App {
    /// Opens a token for a unit; answers its identity and the token itself, which is kept nowhere.
    /// `label` is what its owner calls it.
    pub async fn open_token(
        &self,
        actor: &Actor,
        unit: &str,
        label: Option<&str>,
    ) -> Result<(Id, String), Failure> {
        let (id, token) = (self.store.new_id(), secret::new(self.store.chance()));
        let sealed = label.map(|label| self.store.seal("text", label.as_bytes())).transpose()?;
        let opened = TokenOpened {
            unit: unit.to_owned(),
            hash: secret::hash(&token),
            label: sealed.as_ref().map(|sealed| sealed.reference.clone()),
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
        Ok(found.map(|(id, unit)| Token { id, unit }))
    }
}
