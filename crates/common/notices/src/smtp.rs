//! One letter over one connection, step by step, so that a failure knows how far it came: before
//! the letter nothing arrived; after it, nobody knows.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::time::timeout;

use crate::setting::{Mail, Patience, Tls};

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Whether another attempt may succeed.
    pub passing: bool,
    /// Whether it may have arrived all the same.
    pub doubt: bool,
    /// Whether the next letter would meet the same: the server refuses us, not the address.
    pub ours: bool,
    /// The server's code, or `cut`, `slow`.
    pub code: String,
}

type Step = Result<Response, lettre::transport::smtp::Error>;

/// A connection that has been greeted.
pub struct Line {
    connection: AsyncSmtpConnection,
    patience: Patience,
}

impl Line {
    /// Connects, encrypts, signs in.
    ///
    /// # Errors
    /// What the operator should know; no letter is touched by it.
    pub async fn open(mail: &Mail) -> Result<Self, String> {
        let opened = timeout(mail.patience.greet, open(mail)).await;
        let connection = opened.map_err(|_| "slow".to_owned())?.map_err(|error| {
            let code = error.status().map(|code| code.to_string());
            code.unwrap_or_else(|| if error.is_tls() { "tls".into() } else { "away".into() })
        })?;
        Ok(Self { connection, patience: mail.patience })
    }

    /// Sends one letter and ends the connection.
    ///
    /// # Errors
    /// How far it came and what the server said.
    pub async fn send(mut self, from: &Address, to: &Address, text: &[u8]) -> Result<(), Trouble> {
        let (answer, letter) = (self.patience.answer, self.patience.letter);
        let connection = &mut self.connection;
        let hello = From::new(Some(from.clone()), Vec::new());
        let step = within(answer, connection.command(hello)).await;
        // A refusal of the sender is about us: no address is to be given up for it.
        step.map_err(|told| Trouble { passing: true, ours: true, ..told })?;
        within(answer, connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        within(answer, connection.command(Data)).await?;
        let sent = within(letter, connection.message(text)).await;
        sent.map_err(|told| Trouble { doubt: told.code == "cut" || told.code == "slow", ..told })?;
        // It is taken; a goodbye that fails changes nothing.
        let _ = timeout(Duration::from_secs(2), connection.quit()).await;
        Ok(())
    }
}

async fn open(mail: &Mail) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
    let server = &mail.server;
    let name = ClientId::Domain(mail.domain().to_owned());
    let whole = match &server.tls {
        Tls::Whole(tls) => Some(tls.clone()),
        Tls::No | Tls::Start(_) => None,
    };
    let at = (server.host.trim_matches(['[', ']']), server.port);
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(at, Some(mail.patience.greet), &name, whole, None)
            .await?;
    if let Tls::Start(tls) = &server.tls {
        connection.starttls(tls.clone(), &name).await?;
    }
    if let Some(login) = &server.login {
        connection.auth(&[Mechanism::Plain, Mechanism::Login], login).await?;
    }
    Ok(connection)
}

async fn within(time: Duration, step: impl Future<Output = Step>) -> Result<(), Trouble> {
    let trouble =
        |passing, code: &str| Trouble { passing, doubt: false, ours: false, code: code.to_owned() };
    match timeout(time, step).await {
        Ok(Ok(_)) => Ok(()),
        Err(_) => Err(trouble(true, "slow")),
        Ok(Err(error)) => Err(match error.status() {
            Some(code) => trouble(!error.is_permanent(), &code.to_string()),
            None => trouble(true, "cut"),
        }),
    }
}
